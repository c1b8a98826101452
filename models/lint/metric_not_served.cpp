// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/metric_fault.h"
#include "lint/rules_list.h"
#include "lint/scaler_view.h"
#include "lint/tell.h"

namespace loadline {

namespace {

// The metric that it names, of the HPA's own; all where none is of that name.
FieldPath fieldOf(const Hpa& hpa, const std::string& metric)
{
    const FieldPath all("spec.metrics");
    for (std::size_t i = 0; i < hpa.metrics.size(); ++i)
        if (hpa.metrics[i].metric.name == metric)
            return all / i;
    return all;
}

// Others can still be scaled by; the one that is not served holds all of them up.
std::optional<Fix> without(const ManifestRef& ref, const Hpa& hpa, const FieldPath& at, const std::string& metric)
{
    if (hpa.metrics.size() < 2 || at == FieldPath("spec.metrics"))
        return std::nullopt;
    return Fix {LOADLINE_TR("Lint", "Scale by its other metrics, without %1"), {metric}, {drop(ref, at)}};
}

Finding noAdapter(const ManifestRef& ref, const FieldPath& at, const std::string& metric)
{
    return tell(ref, at, LOADLINE_TR("Lint", "No adapter serves its metric %1."),
        LOADLINE_TR("Lint", "Without the metric it never takes replicas away, and adds them by the others only. Install prometheus-adapter, KEDA or the adapter of your monitoring."), {metric});
}

// Manifests that are not applied yet, so that no controller has said it.
void checkWritten(const LintScope& scope, const Found& found)
{
    const World& world = scope.world();
    const bool custom = world.serves("custom.metrics.k8s.io/v1beta2") || world.serves("custom.metrics.k8s.io/v1beta1");
    const bool external = world.serves("external.metrics.k8s.io/v1beta1");
    if (!scope.live() || (custom && external))
        return;
    for (const auto* hpa : scope.judgedHpas()) {
        if (!scope.documentOf(*hpa) || find(hpa->conditions, "ScalingActive"))
            continue;
        for (std::size_t i = 0; i < hpa->metrics.size(); ++i) {
            const auto& metric = hpa->metrics[i].metric;
            const bool ofAdapter = metric.type == MetricType::Pods || metric.type == MetricType::Object;
            if ((!ofAdapter || custom) && (metric.type != MetricType::External || external))
                continue;
            const auto ref = scope.refOf(*hpa);
            const auto at = FieldPath("spec.metrics") / i;
            auto finding = noAdapter(ref, at, metric.name);
            finding.fix = without(ref, *hpa, at, metric.name);
            found(std::move(finding));
        }
    }
}

void check(const LintScope& scope, const Found& found)
{
    using Kind = MetricFault::Kind;
    eachFault(scope, {Kind::AdapterMissing, Kind::NotServed, Kind::NothingReturned}, [&](const Hpa& hpa, const MetricFault& fault) {
        const auto ref = scope.refOf(hpa);
        const auto at = fieldOf(hpa, fault.metric);
        if (!fault.metric.empty() && at == FieldPath("spec.metrics"))
            return; // it is written no more
        auto finding = fault.kind == Kind::AdapterMissing ? noAdapter(ref, at, fault.metric)
            : tell(ref, at, fault.kind == Kind::NotServed ? LOADLINE_TR("Lint", "The metrics adapter does not know %1.") : LOADLINE_TR("Lint", "The metrics adapter returns nothing for %1."),
                  LOADLINE_TR("Lint", "Without the metric it never takes replicas away, and adds them by the others only. Add a rule to the adapter: the series must carry namespace and object labels."),
                  {fault.metric});
        if (!writtenByKeda(hpa))
            finding.fix = without(ref, hpa, at, fault.metric);
        found(std::move(finding));
    });
    checkWritten(scope, found);
}

} // namespace

Rule metricNotServed()
{
    return {
        .id = "metric-not-served",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "No adapter serves the metric"),
        .explanation = LOADLINE_TR("Lint",
            "Pods, Object and External metrics come from an adapter: prometheus-adapter, KEDA, or that of a monitoring product. It must be there and have a rule for the series."),
        .link = link::hpaAlgorithm,
        .check = &check,
    };
}

} // namespace loadline
