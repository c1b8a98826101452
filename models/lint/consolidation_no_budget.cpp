// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* pool : scope.judged<NodePool>()) {
        if (!pool->budgets.empty() || pool->consolidateAfter == "Never")
            continue;
        const auto ref = scope.refOf(*pool);
        auto budget = Value::map();
        budget.set("nodes", "10%");
        auto finding = tell(ref, "spec.disruption.budgets", LOADLINE_TR("Lint", "It has no disruption budget."),
            LOADLINE_TR("Lint", "Karpenter may empty 10 % of its nodes at a time, at any hour. Write down how many, and when, so that it is a choice."));
        found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Write the default down"), {}, {put(ref, "spec.disruption.budgets", Value::list({std::move(budget)}))}}));
    }
}

} // namespace

Rule consolidationNoBudget()
{
    return {
        .id = "consolidation-no-budget",
        .severity = Severity::Info,
        .title = LOADLINE_TR("Lint", "Consolidation without a budget of its own"),
        .explanation = LOADLINE_TR("Lint",
            "Karpenter moves pods to empty nodes. Without budgets it may do so to a tenth of the pool's "
            "nodes at a time, at any hour."),
        .link = link::disruptionBudgets,
        .check = &check,
    };
}

} // namespace loadline
