// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/hpa_causes.h"

#include "tables/cells.h"
#include "tables/joins.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <string_view>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(HpaCauses)
};

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

QString quoted(const std::string& name) { return QChar(0x201C) + qtext(name) + QChar(0x201D); }

// The resource of the first metric that is a percentage of the request.
std::string utilizationResource(const Hpa& hpa)
{
    for (const auto& spec : hpa.metrics)
        if (spec.averageUtilization)
            return spec.metric.name;
    return {};
}

// The controller refuses a percentage when one container has no request, and finds no metrics when all ask for zero.
HpaCause requestCause(const std::string& resource, const std::string& container, bool zero)
{
    const auto mend = Words::tr("A target in percent is a share of the request, so every container needs one. Set it, "
                                "or use a ContainerResource metric or an AverageValue target.");
    const auto phrase = zero ? Words::tr("the %1 request of %2 is zero") : Words::tr("no %1 request in %2");
    return {phrase.arg(resourceText(resource), quoted(container)), mend, false};
}

HpaCause templateCause(const std::string& resource, const Workload* workload)
{
    if (resource.empty() || !workload || !workload->shape || workload->shape->containers.empty()
        || workload->shape->podRequests.get(resource))
        return {};
    Quantity sum;
    for (const auto& container : workload->shape->containers) {
        const auto request = container.requests.get(resource);
        if (!request)
            return requestCause(resource, container.name, false);
        sum += *request;
    }
    return sum.isZero() ? requestCause(resource, workload->shape->containers.front().name, true) : HpaCause {};
}

HpaCause noSamplesCause(const Workload* workload)
{
    const bool noneReady = workload && workload->ready.value_or(0) == 0;
    return {noneReady ? Words::tr("none of its pods is ready") : Words::tr("its pods have no metrics yet"),
        Words::tr("Samples of starting pods do not count. If it lasts, look at the readiness probe and at the events of "
                  "the pods."),
        true};
}

HpaCause resourceCause(const Hpa& hpa, std::string_view message, const Workload* workload)
{
    if (contains(message, "missing request for")) {
        const auto resource = wordAfter(message, "missing request for ");
        const auto container = wordAfter(message, "in container ");
        if (!container.empty())
            return requestCause(resource, container, false);
        if (auto cause = templateCause(resource, workload); !cause.phrase.isEmpty())
            return cause;
        return {Words::tr("a container has no %1 request").arg(resourceText(resource)), {}, false};
    }
    if (contains(message, "pods.metrics.k8s.io") || contains(message, "resource metrics API: the server")) {
        if (contains(message, "could not find the requested resource"))
            return {Words::tr("metrics-server is not installed"), Words::tr("Install metrics-server."), false};
        if (contains(message, "forbidden"))
            return {Words::tr("the controller may not read metrics.k8s.io"),
                Words::tr("Look at the controller manager's role."), false};
        return {Words::tr("metrics-server does not answer"),
            Words::tr("Look at its pod's log, the kubelet's certificate authority and network policies."), false};
    }
    if (contains(message, "no metrics returned matched known pods")) {
        auto cause = templateCause(utilizationResource(hpa), workload);
        return cause.phrase.isEmpty() ? noSamplesCause(workload) : cause;
    }
    if (contains(message, "did not receive metrics for targeted pods") || contains(message, "no metrics returned from"))
        return noSamplesCause(workload);
    if (contains(message, "no pods returned by selector"))
        return {Words::tr("its target has no pods"), {}, true};
    return {};
}

HpaCause adapterCause(const Hpa& hpa, std::string_view message, bool external)
{
    auto metric = wordAfter(message, "unable to get metric ");
    if (metric.empty())
        metric = wordAfter(message, "unable to get external metric ");
    if (const auto slash = metric.rfind('/'); slash != std::string::npos && external)
        metric.erase(0, slash + 1); // "namespace/metric/selector" leads with the namespace
    // One server alone answers for external.metrics.k8s.io: KEDA, or another adapter.
    const auto ofKeda = !scaledObjectNameOf(hpa.meta).empty();
    if (external && !ofKeda && contains(message, "scaledObject name is not specified"))
        return {Words::tr("KEDA answers for all external metrics, and it is not one of KEDA's"),
            Words::tr("The APIService v1beta1.external.metrics.k8s.io belongs to KEDA. Make the metric a trigger of a ScaledObject, or give the "
                      "APIService back to the other adapter."),
            false};
    if (external && ofKeda && contains(message, "could not find the metric"))
        return {Words::tr("another adapter answers for KEDA's metrics"),
            Words::tr("The APIService v1beta1.external.metrics.k8s.io names another server than KEDA's. Keep one owner of it."), false};
    if (external && ofKeda)
        return {Words::tr("KEDA cannot read its trigger"),
            Words::tr("Look at the ScaledObject %1 and its KEDAScalerFailed events.")
                .arg(quoted(scaledObjectNameOf(hpa.meta))),
            false};
    if (contains(message, "no custom metrics API") || contains(message, "no external metrics API"))
        return {external ? Words::tr("no adapter for external metrics is installed")
                         : Words::tr("no adapter for custom metrics is installed"),
            Words::tr("Install prometheus-adapter, KEDA or the adapter of your monitoring."), false};
    if (contains(message, "could not find") || contains(message, "not found") || contains(message, "no matching"))
        return {metric.empty() ? Words::tr("the metrics adapter does not serve the metric")
                               : Words::tr("the metrics adapter does not serve %1").arg(quoted(metric)),
            Words::tr("Add a rule for it to the adapter; the series must carry namespace and object labels."), false};
    if (contains(message, "no metrics returned"))
        return {Words::tr("the metrics adapter returned nothing"), {}, false};
    return {};
}

std::string_view withoutPrefix(std::string_view message)
{
    static constexpr std::array<std::string_view, 2> prefixes {"the HPA was unable to compute the replica count: ",
        "the HPA controller was unable to get the target's current scale: "};
    for (const auto prefix : prefixes)
        if (message.starts_with(prefix))
            message.remove_prefix(prefix.size());
    return message;
}

HpaCause asWritten(std::string_view message)
{
    return {message.empty() ? Words::tr("the controller gave no reason") : qtext(std::string(message)), {}, false};
}

} // namespace

HpaCause metricCause(const Hpa& hpa, const std::string& reason, const std::string& message, const Workload* workload)
{
    const auto text = withoutPrefix(message);
    HpaCause cause;
    if (reason == "FailedGetExternalMetric" || contains(text, "external metric"))
        cause = adapterCause(hpa, text, true);
    else if (reason == "FailedGetPodsMetric" || reason == "FailedGetObjectMetric")
        cause = adapterCause(hpa, text, false);
    else if (reason == "InvalidMetricSourceType")
        cause = {Words::tr("the controller does not know this type of metric"), {}, false};
    else
        cause = resourceCause(hpa, text, workload);
    if (cause.phrase.isEmpty() && contains(text, "forbidden"))
        cause = {Words::tr("the controller may not read the metrics API"),
            Words::tr("Look at the controller manager's role."), false};
    return cause.phrase.isEmpty() ? asWritten(text) : cause;
}

bool saysTargetMissing(const std::string& message)
{
    return message.ends_with(" not found") || contains(message, "\" not found");
}

HpaCause scaleCause(const Hpa& hpa, const std::string& message)
{
    const auto text = withoutPrefix(message);
    if (contains(text, "no matches for kind"))
        return {Words::tr("this cluster knows no %1 in %2").arg(qtext(hpa.target.kind),
                    hpa.target.apiVersion.empty() ? Words::tr("the core API") : qtext(hpa.target.apiVersion)),
            Words::tr("Correct kind and apiVersion of scaleTargetRef."), false};
    if (contains(text, "could not find the requested resource"))
        return {Words::tr("a %1 has no scale to set").arg(qtext(hpa.target.kind)),
            Words::tr("Point scaleTargetRef at something with a scale subresource."), false};
    if (contains(text, "exceeded quota"))
        return {Words::tr("a resource quota forbids it"), qtext(std::string(text)), false};
    if (contains(text, "admission webhook"))
        return {Words::tr("an admission webhook refused it"), qtext(std::string(text)), false};
    if (contains(text, "forbidden"))
        return {Words::tr("the controller may not"), qtext(std::string(text)), false};
    return asWritten(text);
}

QString targetText(const ObjectRef& target) { return qtext(target.kind) + QLatin1Char(' ') + qtext(target.name); }

QString resourceText(const std::string& resource)
{
    if (resource == "cpu")
        return Words::tr("CPU");
    if (resource == "memory")
        return Words::tr("memory");
    return qtext(resource);
}

} // namespace loadline
