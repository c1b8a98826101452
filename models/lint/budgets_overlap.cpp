// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* target : scope.judgedTargets()) {
        const auto budgets = scope.budgetsOf(*target);
        if (budgets.size() < 2)
            continue;
        found(tell(scope.refOf(*budgets[1]), "spec.selector", LOADLINE_TR("Lint", "The pods of %1 are also covered by the budget %2."),
            LOADLINE_TR("Lint", "No pod that two budgets cover can be evicted, so every drain of their nodes fails."),
            {text(target->ref), budgets.front()->meta.name}));
    }
}

} // namespace

Rule budgetsOverlap()
{
    return {
        .id = "budgets-overlap",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "Two disruption budgets for the same pods"),
        .explanation = LOADLINE_TR("Lint",
            "The eviction API refuses to evict a pod that two budgets cover, whatever they allow."),
        .link = link::disruptions,
        .check = &check,
    };
}

} // namespace loadline
