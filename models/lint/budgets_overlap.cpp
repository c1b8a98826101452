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
        auto finding = tell(scope.refOf(*budgets[1]), "spec.selector", LOADLINE_TR("Lint", "The pods of %1 are also covered by the budget %2."),
            LOADLINE_TR("Lint", "No pod that two budgets cover can be evicted, so every drain of their nodes fails."),
            {text(target->ref), budgets.front()->meta.name});
        if (scope.targetsOf(*budgets[1]).size() == 1) // it guards nothing else
            finding.fix = Fix {LOADLINE_TR("Lint", "Remove the budget %1"), {budgets[1]->meta.name}, {dropObject(scope.refOf(*budgets[1]))}};
        else
            finding.edit = EditAt {LOADLINE_TR("Lint", "Narrow the selector of %1"), {budgets[1]->meta.name}, scope.refOf(*budgets[1]), "spec.selector"};
        found(std::move(finding));
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
