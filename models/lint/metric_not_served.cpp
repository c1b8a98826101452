// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/metric_fault.h"
#include "lint/rules_list.h"
#include "lint/scaler_view.h"
#include "lint/tell.h"

#include <algorithm>

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
    eachWrittenMetric(scope, [&](const Hpa& hpa, const MetricIdentity& metric, const FieldPath& at) {
        const bool ofAdapter = metric.type == MetricType::Pods || metric.type == MetricType::Object;
        if ((!ofAdapter || custom) && (metric.type != MetricType::External || external))
            return;
        const auto ref = scope.refOf(hpa);
        auto finding = noAdapter(ref, at, metric.name);
        finding.fix = without(ref, hpa, at, metric.name);
        found(std::move(finding));
    });
}

bool isThere(const World& world, std::string_view part)
{
    const auto all = world.all<Deployment>();
    return std::any_of(all.begin(), all.end(), [&](const Deployment& one) { return one.meta.name.find(part) != std::string::npos; });
}

// Of a described object; "" a kind whose plural is not known.
std::string_view resourceOf(const ObjectRef& object)
{
    constexpr std::pair<std::string_view, std::string_view> plurals[] = {{"Deployment", "deployments"}, {"Ingress", "ingresses"}, {"Job", "jobs"}, {"Namespace", "namespaces"},
        {"Node", "nodes"}, {"PersistentVolumeClaim", "persistentvolumeclaims"}, {"Pod", "pods"}, {"ReplicaSet", "replicasets"}, {"Service", "services"}, {"StatefulSet", "statefulsets"}};
    for (const auto& [kind, plural] : plurals)
        if (kind == object.kind)
            return plural;
    return {};
}

// "pods/NAME", "services/NAME", "deployments.apps/NAME": whatever the group is called.
bool isListed(const ServedMetrics::Names& names, const MetricIdentity& metric)
{
    if (metric.type == MetricType::External)
        return names.contains(metric.name);
    const auto resource = metric.type == MetricType::Pods ? std::string_view("pods") : resourceOf(metric.object);
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
        const auto slash = name.find('/');
        if (slash == std::string::npos || std::string_view(name).substr(slash + 1) != metric.name)
            return false;
        return resource.empty() || std::string_view(name).substr(0, std::min(slash, name.find('.'))) == resource;
    });
}

// prometheus-adapter lists all that it serves. Others may list only what HPAs ask them for already.
Finding notListed(const LintScope& scope, const ManifestRef& ref, const FieldPath& at, const MetricIdentity& metric)
{
    if (isThere(scope.world(), "prometheus-adapter"))
        return tell(ref, at, LOADLINE_TR("Lint", "The metrics adapter does not know %1."),
            LOADLINE_TR("Lint", "Without the metric it never takes replicas away, and adds them by the others only. Add a rule to the adapter: the series must carry namespace and object labels."),
            {metric.name});
    return with(tell(ref, at, LOADLINE_TR("Lint", "The metrics adapter does not list %1."),
                    LOADLINE_TR("Lint", "Unless this adapter lists only what HPAs ask for already, it has no rule for the metric, and the HPA cannot scale by it."), {metric.name}),
        "metric-not-served", Severity::Warning);
}

// Its controller says already whether it can read it: the live object's own words come first.
bool isTold(const LintScope& scope, const Hpa& hpa, std::size_t index)
{
    if (statusOf(hpa, index))
        return true;
    const auto fault = metricFaultOf(hpa, scope.targetOf(hpa).workload);
    return fault && fault->metric == hpa.metrics[index].metric.name;
}

// What an adapter lists is told before anything is applied; an empty list may be that of one that has only just started.
void checkListed(const LintScope& scope, const Found& found)
{
    const auto& served = scope.overlay().metrics;
    const auto says = [&](const std::optional<ServedMetrics::Names>& names) { return names && listsItsMetrics(*names) && (!names->empty() || isThere(scope.world(), "prometheus-adapter")); };
    if (!served || !scope.live())
        return;
    for (const auto* hpa : scope.judgedHpas()) {
        if (!scope.documentOf(*hpa))
            continue;
        const auto ref = scope.refOf(*hpa);
        for (std::size_t i = 0; i < hpa->metrics.size(); ++i) {
            const auto& metric = hpa->metrics[i].metric;
            const bool external = metric.type == MetricType::External;
            if (!external && metric.type != MetricType::Pods && metric.type != MetricType::Object)
                continue;
            const auto& names = external ? served->external : served->custom;
            if (!says(names) || isListed(*names, metric) || isTold(scope, *hpa, i))
                continue;
            const auto at = FieldPath("spec.metrics") / i;
            auto finding = notListed(scope, ref, at, metric);
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
    checkListed(scope, found);
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
