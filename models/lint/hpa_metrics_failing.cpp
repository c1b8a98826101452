// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/metric_fault.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

// What has a rule of its own is told by that.
void check(const LintScope& scope, const Found& found)
{
    eachFault(scope, {MetricFault::Kind::Unclear, MetricFault::Kind::UnknownType}, [&](const Hpa& hpa, const MetricFault& fault) {
        found(tell(scope.refOf(hpa), "spec.metrics", LOADLINE_TR("Lint", "It cannot read its metrics: %1"),
            LOADLINE_TR("Lint", "Without the metric it keeps the size whatever the load."), {fault.said}));
    });
}

} // namespace

Rule hpaMetricsFailing()
{
    return {
        .id = "hpa-metrics-failing",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "The HPA cannot read a metric"),
        .explanation = LOADLINE_TR("Lint",
            "An HPA that cannot obtain one of its metrics scales by the others at best, and not at all when "
            "that would take replicas away."),
        .link = link::hpaAlgorithm,
        .observes = true,
        .check = &check,
    };
}

} // namespace loadline
