// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/metric_fault.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

Finding missing(const ManifestRef& ref, const FieldPath& at)
{
    return with(tell(ref, at, LOADLINE_TR("Lint", "It scales by CPU or memory, and metrics-server is not installed."),
                    LOADLINE_TR("Lint", "Nothing measures the pods, so it keeps the size whatever the load. Install metrics-server, or scale by another metric.")),
        EditAt {LOADLINE_TR("Lint", "Scale by another metric"), {}, ref, at});
}

void check(const LintScope& scope, const Found& found)
{
    eachFault(scope, {MetricFault::Kind::MetricsServerMissing}, [&](const Hpa& hpa, const MetricFault&) { found(missing(scope.refOf(hpa), "spec.metrics")); });
    if (!scope.live() || scope.world().serves("metrics.k8s.io/v1beta1"))
        return;
    for (const auto* scaler : scope.judgedScalers()) // not applied yet, so that no controller has said it
        if (scope.documentOf(scaler->object()) && !(scaler->hpa && find(scaler->hpa->conditions, "ScalingActive")))
            for (const auto& metric : scaler->metrics) {
                const auto type = metric.spec.metric.type;
                if (type != MetricType::Resource && type != MetricType::ContainerResource)
                    continue;
                found(missing(scaler->ref, metric.at));
                break;
            }
}

} // namespace

Rule metricsServerMissing()
{
    return {
        .id = "metrics-server-missing",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "There is no metrics-server"),
        .explanation = LOADLINE_TR("Lint",
            "CPU and memory of pods come from the API metrics.k8s.io, which metrics-server serves. Without it no HPA that scales by them can act."),
        .link = link::hpaAlgorithm,
        .check = &check,
    };
}

} // namespace loadline
