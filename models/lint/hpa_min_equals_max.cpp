// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* scaler : scope.judgedScalers()) {
        if (scaler->min != scaler->max || scaler->max <= 0)
            continue;
        const auto more = text(2 * scaler->max);
        auto finding = tell(scaler->ref, scaler->maxField, LOADLINE_TR("Lint", "Minimum and maximum are both %1 replicas."),
            LOADLINE_TR("Lint", "The autoscaler can never act: it neither adds replicas under load nor saves any when it is quiet."),
            {text(scaler->max)});
        found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Let it go up to %1"), {more},
            {put(scaler->ref, scaler->maxField, Value(2 * scaler->max))}}));
    }
}

} // namespace

Rule hpaMinEqualsMax()
{
    return {
        .id = "hpa-min-equals-max",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "The minimum equals the maximum"),
        .explanation = LOADLINE_TR("Lint",
            "With both bounds the same the autoscaler can never change anything; it only resets what others "
            "set."),
        .link = link::hpa,
        .check = &check,
    };
}

} // namespace loadline
