// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/hpa_fields.h"

namespace loadline {
namespace {

struct Source {
    MetricType type;
    std::string_view text; // of `type`
    std::string_view field; // that holds it
};
constexpr Source sources[] = {
    {MetricType::Resource, "Resource", "resource"},
    {MetricType::ContainerResource, "ContainerResource", "containerResource"},
    {MetricType::Pods, "Pods", "pods"},
    {MetricType::Object, "Object", "object"},
    {MetricType::External, "External", "external"},
};

// The member that `type` names; an absent view for the empty entry of a metric that failed and for types unknown here.
Json sourceOf(Json metric, MetricType& type)
{
    const std::string_view text = metric["type"].text();
    for (const Source& source : sources) {
        if (source.text == text) {
            type = source.type;
            return metric[source.field];
        }
    }
    type = MetricType::Unknown;
    return {};
}

MetricIdentity readIdentity(MetricType type, Json source, Fault& fault)
{
    MetricIdentity identity;
    identity.type = type;
    switch (type) {
    case MetricType::ContainerResource:
        identity.container = stringAt(source, "container", fault);
        [[fallthrough]];
    case MetricType::Resource:
        identity.name = stringAt(source, "name", fault);
        break;
    case MetricType::Object:
        identity.object = readRef(source["describedObject"], fault);
        [[fallthrough]];
    case MetricType::Pods:
    case MetricType::External:
        identity.name = stringAt(source["metric"], "name", fault);
        identity.selector = parseSelector(source["metric"]["selector"]);
        break;
    case MetricType::Unknown:
        break;
    }
    return identity;
}

} // namespace

TargetType parseTargetType(std::string_view text)
{
    if (text == "Utilization")
        return TargetType::Utilization;
    if (text == "AverageValue")
        return TargetType::AverageValue;
    return text == "Value" ? TargetType::Value : TargetType::Unknown;
}

ObjectRef readRef(Json ref, Fault& fault)
{
    return {stringAt(ref, "apiVersion", fault), stringAt(ref, "kind", fault), stringAt(ref, "name", fault)};
}

MetricSpec readMetricSpec(Json metric, Fault& fault)
{
    MetricType type {};
    const Json source = sourceOf(metric, type);
    const Json target = source["target"];
    MetricSpec spec;
    spec.metric = readIdentity(type, source, fault);
    spec.target = parseTargetType(textAt(target, "type", fault));
    spec.averageUtilization = integerAt(target, "averageUtilization", fault);
    spec.averageValue = quantityAt(target, "averageValue", fault);
    spec.value = quantityAt(target, "value", fault);
    return spec;
}

MetricSpec parseMetricSpec(Json metric)
{
    Fault fault;
    return readMetricSpec(metric, fault);
}

MetricStatus readMetricStatus(Json metric, Fault& fault)
{
    MetricType type {};
    const Json source = sourceOf(metric, type);
    const Json current = source["current"];
    MetricStatus status;
    status.metric = readIdentity(type, source, fault);
    status.averageUtilization = integerAt(current, "averageUtilization", fault);
    status.averageValue = quantityAt(current, "averageValue", fault);
    status.value = quantityAt(current, "value", fault);
    return status;
}

const MetricStatus* statusOf(const Hpa& hpa, std::size_t index)
{
    if (index >= hpa.metrics.size() || index >= hpa.currentMetrics.size())
        return nullptr;
    const MetricIdentity& wanted = hpa.metrics[index].metric;
    const MetricStatus& status = hpa.currentMetrics[index];
    return wanted.type != MetricType::Unknown && status.metric == wanted ? &status : nullptr;
}

} // namespace loadline
