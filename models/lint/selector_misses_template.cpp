// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* target : scope.judgedTargets()) {
        const auto& workload = *target->workload;
        if (!workload.selector.present || !workload.podLabels || matches(workload.selector, *workload.podLabels))
            continue;
        const auto ref = scope.refOf(*target);
        auto finding = tell(ref, "spec.selector", LOADLINE_TR("Lint", "The selector %1 does not match the labels of its pods."),
            LOADLINE_TR("Lint", "The API server refuses it."), {queryText(workload.selector)});
        Fix fix {LOADLINE_TR("Lint", "Give the pods these labels"), {}, {}};
        for (const auto& [key, value] : workload.selector.matchLabels)
            fix.edits.push_back(put(ref, FieldPath("spec.template.metadata.labels") / key, Value(value)));
        found(fix.edits.empty() || !workload.selector.expressions.empty() ? std::move(finding) : with(std::move(finding), std::move(fix)));
    }
}

} // namespace

Rule selectorMissesTemplate()
{
    return {
        .id = "selector-misses-template",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A selector that does not match its own pods"),
        .explanation = LOADLINE_TR("Lint",
            "A workload's selector must match the labels of its template."),
        .link = link::labels,
        .check = &check,
    };
}

} // namespace loadline
