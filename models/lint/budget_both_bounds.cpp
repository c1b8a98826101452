// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* budget : scope.judged<DisruptionBudget>()) {
        if (budget->minAvailable.empty() || budget->maxUnavailable.empty())
            continue;
        const auto ref = scope.refOf(*budget);
        auto finding = tell(ref, "spec.minAvailable", LOADLINE_TR("Lint", "It has minAvailable %1 and maxUnavailable %2."),
            LOADLINE_TR("Lint", "A budget may have only one of them; the API server refuses both."), {budget->minAvailable, budget->maxUnavailable});
        found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Keep maxUnavailable, which follows the size"), {}, {drop(ref, "spec.minAvailable")}}));
    }
}

} // namespace

Rule budgetBothBounds()
{
    return {
        .id = "budget-both-bounds",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A disruption budget with both bounds"),
        .explanation = LOADLINE_TR("Lint",
            "minAvailable and maxUnavailable exclude each other."),
        .link = link::pdb,
        .check = &check,
    };
}

} // namespace loadline
