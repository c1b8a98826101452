// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* budget : scope.judged<DisruptionBudget>()) {
        // Pods of other controllers, and bare ones, are counted by the budget's own controller.
        if (budget->expected.value_or(0) > 0 || !scope.targetsOf(*budget).empty() || (!budget->expected && scope.live()))
            continue;
        found(tell(scope.refOf(*budget), "spec.selector", LOADLINE_TR("Lint", "Its selector %1 matches no pod."),
            LOADLINE_TR("Lint", "The workload it was meant for is not protected."), {queryText(budget->selector)}));
    }
}

} // namespace

Rule budgetSelectsNothing()
{
    return {
        .id = "budget-selects-nothing",
        .severity = Severity::Info,
        .title = LOADLINE_TR("Lint", "A disruption budget that covers no pod"),
        .explanation = LOADLINE_TR("Lint",
            "Its selector matches nothing, so the workload it was meant for has no protection."),
        .link = link::pdb,
        .needs = {KindId::Deployment, KindId::StatefulSet, KindId::Pod},
        .check = &check,
    };
}

} // namespace loadline
