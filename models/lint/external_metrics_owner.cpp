// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/metric_fault.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

Finding ofKeda(const ManifestRef& ref, const FieldPath& at, const std::string& metric)
{
    return with(tell(ref, at, LOADLINE_TR("Lint", "KEDA answers for all external metrics, and %1 is none of its own."),
                    LOADLINE_TR("Lint", "The APIService v1beta1.external.metrics.k8s.io belongs to KEDA. Make the metric a trigger of a ScaledObject, or give the APIService back to the other adapter."),
                    {metric}),
        EditAt {LOADLINE_TR("Lint", "Scale by another metric"), {}, ref, at});
}

// KEDA's server says no more than "externalmetrics" of what it has, and refuses whoever does not name a ScaledObject.
bool kedaAnswers(const LintScope& scope)
{
    const auto& served = scope.overlay().metrics;
    const auto all = scope.world().all<Deployment>();
    return served && served->external == ServedMetrics::Names {"externalmetrics"}
        && std::any_of(all.begin(), all.end(), [](const Deployment& one) { return one.meta.name == "keda-operator-metrics-apiserver" || one.meta.name == "keda-metrics-apiserver"; });
}

// Manifests that are not applied yet, so that no controller has said it.
void checkWritten(const LintScope& scope, const Found& found)
{
    if (!scope.live() || !kedaAnswers(scope))
        return;
    eachWrittenMetric(scope, [&](const Hpa& hpa, const MetricIdentity& metric, const FieldPath& at) {
        const auto& labels = metric.selector.matchLabels;
        const bool named = std::any_of(labels.begin(), labels.end(), [](const auto& label) { return label.first == "scaledobject.keda.sh/name"; });
        if (metric.type == MetricType::External && !named)
            found(ofKeda(scope.refOf(hpa), at, metric.name));
    });
}

void check(const LintScope& scope, const Found& found)
{
    using Kind = MetricFault::Kind;
    eachFault(scope, {Kind::KedaAnswers, Kind::OtherAnswers}, [&](const Hpa& hpa, const MetricFault& fault) {
        const auto ref = scope.refOf(hpa);
        if (fault.kind == Kind::KedaAnswers)
            return found(ofKeda(ref, "spec.metrics", fault.metric));
        found(with(tell(ref, "spec.metrics", LOADLINE_TR("Lint", "Another adapter answers for KEDA's metric %1."),
                       LOADLINE_TR("Lint", "The APIService v1beta1.external.metrics.k8s.io names another server than KEDA's. Keep one owner of it."), {fault.metric}),
            EditAt {LOADLINE_TR("Lint", "Scale by another metric"), {}, ref, "spec.metrics"}));
    });
    checkWritten(scope, found);
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
