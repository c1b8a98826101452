// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/metric_fault.h"

#include "cluster/owner.h"
#include "lint/scope.h"

#include <algorithm>
#include <array>

namespace loadline {

namespace {

using Kind = MetricFault::Kind;

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// The word that follows `before`; "" when it is not there.
std::string wordAfter(std::string_view text, std::string_view before)
{
    const auto at = text.find(before);
    if (at == std::string_view::npos)
        return {};
    const auto rest = text.substr(at + before.size());
    auto word = std::string(rest.substr(0, rest.find_first_of(" ,;)")));
    std::erase(word, '"');
    while (word.ends_with(':'))
        word.pop_back();
    return word;
}

// The resource of the first metric that is a percentage of the request.
std::string utilizationResource(const Hpa& hpa)
{
    for (const auto& spec : hpa.metrics)
        if (spec.averageUtilization)
            return spec.metric.name;
    return {};
}

MetricFault of(Kind kind, std::string resource = {}, std::string container = {}) { return {kind, false, std::move(resource), std::move(container), {}, {}}; }

// The controller refuses a percentage when one container has no request, and finds no metrics when all ask for zero.
std::optional<MetricFault> ofTemplate(const std::string& resource, const Workload* workload)
{
    if (resource.empty() || !workload || !workload->shape || workload->shape->containers.empty() || workload->shape->podRequests.get(resource))
        return std::nullopt;
    Quantity sum;
    for (const auto& container : workload->shape->containers) {
        const auto request = container.requests.get(resource);
        if (!request)
            return of(Kind::RequestMissing, resource, container.name);
        sum += *request;
    }
    return sum.isZero() ? std::optional(of(Kind::RequestZero, resource, workload->shape->containers.front().name)) : std::nullopt;
}

MetricFault ofResource(const Hpa& hpa, std::string_view message, const Workload* workload)
{
    if (contains(message, "missing request for")) {
        const auto resource = wordAfter(message, "missing request for ");
        const auto container = wordAfter(message, "in container ");
        if (!container.empty())
            return of(Kind::RequestMissing, resource, container);
        return ofTemplate(resource, workload).value_or(of(Kind::RequestMissing, resource));
    }
    if (contains(message, "pods.metrics.k8s.io") || contains(message, "resource metrics API: the server")) {
        if (contains(message, "could not find the requested resource"))
            return of(Kind::MetricsServerMissing);
        return of(contains(message, "forbidden") ? Kind::Forbidden : Kind::MetricsServerDown, "metrics.k8s.io");
    }
    if (contains(message, "no metrics returned matched known pods"))
        return ofTemplate(utilizationResource(hpa), workload).value_or(of(Kind::NoSamples));
    if (contains(message, "did not receive metrics for targeted pods") || contains(message, "no metrics returned from"))
        return of(Kind::NoSamples);
    return of(contains(message, "no pods returned by selector") ? Kind::NoPods : Kind::Unclear);
}

MetricFault ofAdapter(const Hpa& hpa, std::string_view message, bool external)
{
    MetricFault fault;
    fault.external = external;
    fault.metric = wordAfter(message, "unable to get metric ");
    if (fault.metric.empty())
        fault.metric = wordAfter(message, "unable to get external metric ");
    if (const auto slash = fault.metric.find('/'); slash != std::string::npos && external) { // "namespace/metric/selector"
        fault.metric.erase(0, slash + 1);
        fault.metric.resize(std::min(fault.metric.find('/'), fault.metric.size()));
    }
    // One server alone answers for external.metrics.k8s.io: KEDA, or another adapter.
    const auto ofKeda = !scaledObjectNameOf(hpa.meta).empty();
    if (external && !ofKeda && contains(message, "scaledObject name is not specified"))
        fault.kind = Kind::KedaAnswers;
    else if (external && ofKeda && contains(message, "could not find the metric"))
        fault.kind = Kind::OtherAnswers;
    else if (external && ofKeda)
        fault.kind = Kind::KedaTrigger;
    else if (contains(message, "no custom metrics API") || contains(message, "no external metrics API"))
        fault.kind = Kind::AdapterMissing;
    else if (contains(message, "could not find") || contains(message, "not found") || contains(message, "no matching"))
        fault.kind = Kind::NotServed;
    else if (contains(message, "no metrics returned"))
        fault.kind = Kind::NothingReturned;
    return fault;
}

} // namespace

std::string_view withoutLead(std::string_view message)
{
    static constexpr std::array<std::string_view, 2> leads {"the HPA was unable to compute the replica count: ", "the HPA controller was unable to get the target's current scale: "};
    for (const auto lead : leads)
        if (message.starts_with(lead))
            message.remove_prefix(lead.size());
    return message;
}

MetricFault metricFault(const Hpa& hpa, const std::string& reason, const std::string& message, const Workload* workload)
{
    const auto text = withoutLead(message);
    MetricFault fault;
    if (reason == "FailedGetExternalMetric" || contains(text, "external metric"))
        fault = ofAdapter(hpa, text, true);
    else if (reason == "FailedGetPodsMetric" || reason == "FailedGetObjectMetric")
        fault = ofAdapter(hpa, text, false);
    else if (reason == "InvalidMetricSourceType")
        fault = of(Kind::UnknownType);
    else
        fault = ofResource(hpa, text, workload);
    if (fault.kind == Kind::Unclear && contains(text, "forbidden"))
        fault = of(Kind::Forbidden);
    fault.said = text;
    return fault;
}

void eachFault(const LintScope& scope, std::initializer_list<Kind> kinds, const std::function<void(const Hpa&, const MetricFault&)>& visit)
{
    for (const auto* hpa : scope.judged<Hpa>())
        if (const auto fault = metricFaultOf(*hpa, scope.targetOf(*hpa).workload); fault && std::find(kinds.begin(), kinds.end(), fault->kind) != kinds.end())
            visit(*hpa, *fault);
}

std::optional<MetricFault> metricFaultOf(const Hpa& hpa, const Workload* workload)
{
    const auto* active = find(hpa.conditions, "ScalingActive");
    const bool failing = active && active->status == Truth::False && (active->reason.starts_with("FailedGet") || active->reason == "InvalidMetricSourceType");
    return failing ? std::optional(metricFault(hpa, active->reason, active->message, workload)) : std::nullopt;
}

void eachWrittenMetric(const LintScope& scope, const std::function<void(const Hpa&, const MetricIdentity&, const FieldPath&)>& visit)
{
    for (const auto* hpa : scope.judgedHpas()) {
        if (!scope.documentOf(*hpa) || find(hpa->conditions, "ScalingActive"))
            continue;
        for (std::size_t i = 0; i < hpa->metrics.size(); ++i)
            visit(*hpa, hpa->metrics[i].metric, FieldPath("spec.metrics") / i);
    }
}

} // namespace loadline
