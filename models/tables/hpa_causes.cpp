// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/hpa_causes.h"

#include "lint/metric_fault.h"
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

QString quoted(const std::string& name) { return QChar(0x201C) + qtext(name) + QChar(0x201D); }

QString adapterWords(const MetricFault& fault)
{
    return fault.metric.empty() ? Words::tr("the metrics adapter does not serve the metric") : Words::tr("the metrics adapter does not serve %1").arg(quoted(fault.metric));
}

HpaCause requestCause(const MetricFault& fault)
{
    if (fault.container.empty())
        return {Words::tr("a container has no %1 request").arg(resourceText(fault.resource)), {}, false};
    const auto mend = Words::tr("A target in percent is a share of the request, so every container needs one. Set it, "
                                "or use a ContainerResource metric or an AverageValue target.");
    const auto phrase = fault.kind == MetricFault::Kind::RequestZero ? Words::tr("the %1 request of %2 is zero") : Words::tr("no %1 request in %2");
    return {phrase.arg(resourceText(fault.resource), quoted(fault.container)), mend, false};
}

HpaCause noSamplesCause(const Workload* workload)
{
    const bool noneReady = workload && workload->ready.value_or(0) == 0;
    return {noneReady ? Words::tr("none of its pods is ready") : Words::tr("its pods have no metrics yet"),
        Words::tr("Samples of starting pods do not count. If it lasts, look at the readiness probe and at the events of "
                  "the pods."),
        true};
}

HpaCause asWritten(std::string_view message)
{
    return {message.empty() ? Words::tr("the controller gave no reason") : qtext(std::string(message)), {}, false};
}

} // namespace

HpaCause metricCause(const Hpa& hpa, const std::string& reason, const std::string& message, const Workload* workload)
{
    using Kind = MetricFault::Kind;
    const auto fault = metricFault(hpa, reason, message, workload);
    switch (fault.kind) {
    case Kind::Unclear:
        return asWritten(fault.said);
    case Kind::UnknownType:
        return {Words::tr("the controller does not know this type of metric"), {}, false};
    case Kind::MetricsServerMissing:
        return {Words::tr("metrics-server is not installed"), Words::tr("Install metrics-server."), false};
    case Kind::MetricsServerDown:
        return {Words::tr("metrics-server does not answer"), Words::tr("Look at its pod's log, the kubelet's certificate authority and network policies."), false};
    case Kind::Forbidden:
        return {fault.resource.empty() ? Words::tr("the controller may not read the metrics API") : Words::tr("the controller may not read metrics.k8s.io"),
            Words::tr("Look at the controller manager's role."), false};
    case Kind::RequestMissing:
    case Kind::RequestZero:
        return requestCause(fault);
    case Kind::NoSamples:
        return noSamplesCause(workload);
    case Kind::NoPods:
        return {Words::tr("its target has no pods"), {}, true};
    case Kind::AdapterMissing:
        return {fault.external ? Words::tr("no adapter for external metrics is installed") : Words::tr("no adapter for custom metrics is installed"),
            Words::tr("Install prometheus-adapter, KEDA or the adapter of your monitoring."), false};
    case Kind::NotServed:
        return {adapterWords(fault), Words::tr("Add a rule for it to the adapter; the series must carry namespace and object labels."), false};
    case Kind::NothingReturned:
        return {Words::tr("the metrics adapter returned nothing"), {}, false};
    case Kind::KedaAnswers:
        return {Words::tr("KEDA answers for all external metrics, and it is not one of KEDA's"),
            Words::tr("The APIService v1beta1.external.metrics.k8s.io belongs to KEDA. Make the metric a trigger of a ScaledObject, or give the "
                      "APIService back to the other adapter."),
            false};
    case Kind::OtherAnswers:
        return {Words::tr("another adapter answers for KEDA's metrics"),
            Words::tr("The APIService v1beta1.external.metrics.k8s.io names another server than KEDA's. Keep one owner of it."), false};
    case Kind::KedaTrigger:
        break;
    }
    return {Words::tr("KEDA cannot read its trigger"), Words::tr("Look at the ScaledObject %1 and its KEDAScalerFailed events.").arg(quoted(scaledObjectNameOf(hpa.meta))), false};
}

bool saysTargetMissing(const std::string& message)
{
    return message.ends_with(" not found") || contains(message, "\" not found");
}

HpaCause scaleCause(const Hpa& hpa, const std::string& message)
{
    const auto text = withoutLead(message);
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
