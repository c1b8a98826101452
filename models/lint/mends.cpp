// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/mends.h"

#include <algorithm>
#include <tuple>

namespace loadline {

namespace {

const FieldPath podSpec("spec.template.spec");

Quantity usual(std::string_view resource)
{
    return resource == "cpu" ? Quantity::parse("100m").value() : Quantity::parse("128Mi").value();
}

// Of those that have a request, the one with the largest.
const Container* hungriest(const PodShape& shape, std::string_view resource)
{
    const Container* most = nullptr;
    for (const Container& container : shape.containers)
        if (const auto request = container.requests.get(resource); request && (!most || *most->requests.get(resource) < *request))
            most = &container;
    return most;
}

// What people would write: whole hundredths of a core, whole Mi.
Quantity rounded(std::string_view resource, Quantity quantity)
{
    constexpr std::int64_t mebi = 1024 * 1024;
    if (resource == "cpu")
        return Quantity::fromNano(Int128(quantity.milli() / 10) * 10'000'000);
    return Quantity::fromWhole(quantity.whole() / mebi * mebi);
}

} // namespace

std::optional<FieldPath> containerField(const LintScope& scope, const ScaleTarget& target, std::string_view container)
{
    const auto& containers = target.workload->shape->containers;
    const auto at = std::find_if(containers.begin(), containers.end(), [&](const Container& one) { return one.name == container; });
    if (at == containers.end())
        return std::nullopt;
    if (!at->sidecar) // they come first, in the order of the template
        return podSpec / "containers" / std::size_t(at - containers.begin());
    const auto* document = scope.documentOf(*target.workload);
    const auto* written = document ? document->find(podSpec / "initContainers") : nullptr;
    for (std::size_t i = 0; written && i < written->items().size(); ++i)
        if (written->items()[i]["name"].text() == container)
            return podSpec / "initContainers" / i;
    return std::nullopt;
}

FieldPath resourceField(const LintScope& scope, const ScaleTarget& target, std::string_view container, const char* part, std::string_view resource)
{
    const auto at = containerField(scope, target, container);
    return at ? *at / "resources" / part / std::string(resource) : podSpec / "containers";
}

std::optional<Fix> requestFor(const LintScope& scope, const ScaleTarget& target, const Container& container, const char* resource)
{
    const auto at = containerField(scope, target, container.name);
    if (!at)
        return std::nullopt;
    auto wanted = container.limits.get(resource).value_or(usual(resource));
    for (const auto* vpa : target.vpas)
        for (const auto& one : vpa->recommendations)
            if (const auto recommended = one.target.get(resource); recommended && one.container == container.name)
                wanted = *recommended;
    if (const auto limit = container.limits.get(resource); limit && *limit < wanted)
        wanted = *limit;
    return Fix {LOADLINE_TR("Lint", "Request %1 of %2 for %3"), {amount(resource, wanted), resource, container.name},
        {put(scope.refOf(target), *at / "resources" / "requests" / resource, quantityValue(resource, wanted))}};
}

std::optional<Fix> shrinkToFit(const LintScope& scope, const ScaleTarget& target, const char* resource)
{
    const auto& shape = *target.workload->shape;
    const auto whole = requestsOf(shape).get(resource), largest = scope.room().largest.get(resource);
    const auto* container = hungriest(shape, resource);
    if (!whole || !largest || !container || shape.podRequests.get(resource))
        return std::nullopt;
    const auto fits = Quantity::fromNano(largest->nano() / 10 * 9);
    const auto own = *container->requests.get(resource);
    const auto left = rounded(resource, own - (*whole - fits));
    const auto at = containerField(scope, target, container->name);
    if (!at || left < Quantity::fromNano(own.nano() / 10))
        return std::nullopt;
    return Fix {LOADLINE_TR("Lint", "Let %1 request %2 of %3"), {container->name, amount(resource, left), resource},
        {put(scope.refOf(target), *at / "resources" / "requests" / resource, quantityValue(resource, left))}};
}

namespace {

Value selectorValue(const Selector& selector)
{
    constexpr std::pair<Selector::Requirement::Op, const char*> words[] = {{Selector::Requirement::Op::In, "In"}, {Selector::Requirement::Op::NotIn, "NotIn"},
        {Selector::Requirement::Op::Exists, "Exists"}, {Selector::Requirement::Op::DoesNotExist, "DoesNotExist"}};
    auto value = Value::map();
    for (const auto& [key, to] : selector.matchLabels) {
        auto labels = value["matchLabels"];
        labels.set(key, Value(to));
        value.set("matchLabels", std::move(labels));
    }
    auto expressions = Value::list();
    for (const auto& one : selector.expressions) {
        auto entry = Value::map();
        entry.set("key", one.key);
        for (const auto& [op, word] : words)
            if (op == one.op)
                entry.set("operator", word);
        for (const auto& to : one.values) {
            auto values = entry["values"];
            values.add(Value(to));
            entry.set("values", std::move(values));
        }
        expressions.add(std::move(entry));
    }
    if (!expressions.items().empty())
        value.set("matchExpressions", std::move(expressions));
    return value;
}

Value referenceValue(const ObjectRef& ref)
{
    auto value = Value::map();
    value.set("apiVersion", ref.apiVersion);
    value.set("kind", ref.kind);
    value.set("name", ref.name);
    return value;
}

Value targetValue(const MetricSpec& spec)
{
    auto target = Value::map();
    const bool isValue = spec.target == TargetType::Value;
    target.set("type", spec.averageUtilization ? "Utilization" : isValue ? "Value" : "AverageValue");
    if (spec.averageUtilization)
        target.set("averageUtilization", *spec.averageUtilization);
    else if (const auto amount = isValue ? spec.value : spec.averageValue)
        target.set(isValue ? "value" : "averageValue", quantityValue(spec.metric.name, *amount));
    return target;
}

} // namespace

Value metricValue(const MetricSpec& spec)
{
    constexpr std::tuple<MetricType, const char*, const char*> types[] = {{MetricType::Resource, "Resource", "resource"},
        {MetricType::ContainerResource, "ContainerResource", "containerResource"}, {MetricType::Pods, "Pods", "pods"},
        {MetricType::Object, "Object", "object"}, {MetricType::External, "External", "external"}};
    auto source = Value::map();
    if (spec.metric.type == MetricType::Resource || spec.metric.type == MetricType::ContainerResource) {
        source.set("name", spec.metric.name);
        if (!spec.metric.container.empty())
            source.set("container", spec.metric.container);
    } else {
        auto metric = Value::map();
        metric.set("name", spec.metric.name);
        if (spec.metric.selector.present)
            metric.set("selector", selectorValue(spec.metric.selector));
        source.set("metric", std::move(metric));
        if (spec.metric.type == MetricType::Object)
            source.set("describedObject", referenceValue(spec.metric.object));
    }
    source.set("target", targetValue(spec));
    auto entry = Value::map();
    for (const auto& [type, word, key] : types) {
        if (type != spec.metric.type)
            continue;
        entry.set("type", word);
        entry.set(key, std::move(source));
        break;
    }
    return entry;
}

Value triggerValue(const Trigger& trigger)
{
    auto value = Value::map();
    value.set("type", trigger.type);
    if (!trigger.name.empty())
        value.set("name", trigger.name);
    if (trigger.metricType != TargetType::AverageValue)
        value.set("metricType", trigger.metricType == TargetType::Utilization ? "Utilization" : "Value");
    if (trigger.useCachedMetrics)
        value.set("useCachedMetrics", true);
    auto metadata = Value::map();
    for (const auto& [key, to] : trigger.metadata)
        metadata.set(key, Value(to));
    value.set("metadata", std::move(metadata));
    if (trigger.authentication.name.empty())
        return value;
    auto authentication = Value::map();
    authentication.set("name", trigger.authentication.name);
    if (trigger.authentication.kind == "ClusterTriggerAuthentication")
        authentication.set("kind", trigger.authentication.kind);
    value.set("authenticationRef", std::move(authentication));
    return value;
}

std::optional<Value> triggerFor(const MetricSpec& spec)
{
    const bool resource = spec.metric.type == MetricType::Resource || spec.metric.type == MetricType::ContainerResource;
    if (!resource || (spec.metric.name != "cpu" && spec.metric.name != "memory") || (!spec.averageUtilization && !spec.averageValue))
        return std::nullopt;
    auto metadata = Value::map();
    metadata.set("value", spec.averageUtilization ? text(*spec.averageUtilization) : quantityValue(spec.metric.name, *spec.averageValue).text());
    if (spec.metric.type == MetricType::ContainerResource)
        metadata.set("containerName", spec.metric.container);
    auto trigger = Value::map();
    trigger.set("type", spec.metric.name);
    trigger.set("metricType", spec.averageUtilization ? "Utilization" : "AverageValue");
    trigger.set("metadata", std::move(metadata));
    return trigger;
}

} // namespace loadline
