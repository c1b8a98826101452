// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/metric_fault.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    using Kind = MetricFault::Kind;
    eachFault(scope, {Kind::KedaAnswers, Kind::OtherAnswers}, [&](const Hpa& hpa, const MetricFault& fault) {
        const auto ref = scope.refOf(hpa);
        const bool keda = fault.kind == Kind::KedaAnswers;
        found(with(tell(ref, "spec.metrics", keda ? LOADLINE_TR("Lint", "KEDA answers for all external metrics, and %1 is none of its own.") : LOADLINE_TR("Lint", "Another adapter answers for KEDA's metric %1."),
                       keda ? LOADLINE_TR("Lint", "The APIService v1beta1.external.metrics.k8s.io belongs to KEDA. Make the metric a trigger of a ScaledObject, or give the APIService back to the other adapter.")
                            : LOADLINE_TR("Lint", "The APIService v1beta1.external.metrics.k8s.io names another server than KEDA's. Keep one owner of it."),
                       {fault.metric}),
            EditAt {LOADLINE_TR("Lint", "Scale by another metric"), {}, ref, "spec.metrics"}));
    });
}

} // namespace

Rule externalMetricsOwner()
{
    return {
        .id = "external-metrics-owner",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "Two adapters want external metrics"),
        .explanation = LOADLINE_TR("Lint",
            "One server alone can answer for external.metrics.k8s.io. Where KEDA and another adapter are installed, the one that the APIService names gets the questions that are meant for the other."),
        .link = link::kedaTroubleshooting,
        .check = &check,
    };
}

} // namespace loadline
