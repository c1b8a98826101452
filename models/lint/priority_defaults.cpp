// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    const PriorityClass* first = nullptr;
    for (const auto& one : scope.world().all<PriorityClass>()) {
        if (!one.globalDefault)
            continue;
        if (!first) {
            first = &one;
            continue;
        }
        if (!scope.isJudged(one) && !scope.isJudged(*first))
            continue;
        const auto* other = scope.documentOf(*first) && !scope.documentOf(one) ? &one : first;
        const auto* wrong = other == first ? &one : first;
        const auto ref = scope.refOf(*wrong);
        auto finding = tell(ref, "globalDefault", LOADLINE_TR("Lint", "%1 is the default for pods, and so is %2."),
            LOADLINE_TR("Lint", "The API server refuses a second default; where two exist already, the lower value counts."), {wrong->meta.name, other->meta.name});
        found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Do not make it the default"), {}, {put(ref, "globalDefault", Value(false))}}));
    }
}

} // namespace

Rule priorityDefaults()
{
    return {
        .id = "priority-defaults",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "Two priority classes are the default"),
        .explanation = LOADLINE_TR("Lint",
            "Only one PriorityClass may be the default of pods that name none; with two the lower value is "
            "taken."),
        .link = link::priority,
        .check = &check,
    };
}

} // namespace loadline
