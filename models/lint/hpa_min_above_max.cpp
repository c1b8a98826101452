// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* scaler : scope.judgedScalers()) {
        if (scaler->min <= scaler->max)
            continue;
        auto finding = tell(scaler->ref, scaler->minField, LOADLINE_TR("Lint", "The minimum of %1 replicas is above the maximum of %2."),
            LOADLINE_TR("Lint", "The API server refuses such an autoscaler, so nothing would scale."), {text(scaler->min), text(scaler->max)});
        const auto most = scaler->min + std::max<std::int64_t>(1, scaler->min); // of two alike nothing would be scaled
        found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Set the maximum to %1"), {text(most)}, {put(scaler->ref, scaler->maxField, Value(most))}}));
    }
}

} // namespace

Rule hpaMinAboveMax()
{
    return {
        .id = "hpa-min-above-max",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "The minimum is above the maximum"),
        .explanation = LOADLINE_TR("Lint",
            "An autoscaler whose minimum is above its maximum is refused by the API server, or by KEDA's own "
            "check."),
        .link = link::hpa,
        .check = &check,
    };
}

} // namespace loadline
