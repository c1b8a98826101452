// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/object_tree.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace loadline {
namespace tree {
namespace {

Tree labels(const std::shared_ptr<const Labels>& labels)
{
    Tree tree = Tree::object();
    if (labels)
        for (const auto& [key, value] : *labels)
            tree[key.str()] = value.str();
    return tree;
}

const char* kindOfTarget(TargetType type)
{
    return type == TargetType::Utilization ? "Utilization" : type == TargetType::AverageValue ? "AverageValue" : "Value";
}

Tree metricIdentifier(const MetricIdentity& metric)
{
    Tree tree {{"name", metric.name}};
    if (metric.selector.present)
        tree["selector"] = selector(metric.selector);
    return tree;
}

// The place of a metric in a spec or status entry, under the key that its type gives.
template <class Fill>
Tree metricEntry(const MetricIdentity& metric, const char* valueKey, Fill fill)
{
    Tree value = fill();
    switch (metric.type) {
    case MetricType::Resource:
        return {{"type", "Resource"}, {"resource", {{"name", metric.name}, {valueKey, value}}}};
    case MetricType::ContainerResource:
        return {{"type", "ContainerResource"},
            {"containerResource", {{"name", metric.name}, {"container", metric.container}, {valueKey, value}}}};
    case MetricType::Pods:
        return {{"type", "Pods"}, {"pods", {{"metric", metricIdentifier(metric)}, {valueKey, value}}}};
    case MetricType::Object:
        return {{"type", "Object"},
            {"object", {{"describedObject", ref(metric.object)}, {"metric", metricIdentifier(metric)}, {valueKey, value}}}};
    case MetricType::External:
        return {{"type", "External"}, {"external", {{"metric", metricIdentifier(metric)}, {valueKey, value}}}};
    case MetricType::Unknown:
        break;
    }
    return {{"type", ""}};
}

std::string amount(const MetricIdentity& metric, Quantity value)
{
    if (metric.name == "memory")
        return bytes(value);
    return plain(value);
}

Tree rules(const ScalingRules& rules)
{
    Tree tree = Tree::object();
    if (rules.stabilizationWindowSeconds)
        tree["stabilizationWindowSeconds"] = *rules.stabilizationWindowSeconds;
    if (rules.selectPolicy)
        tree["selectPolicy"] = *rules.selectPolicy == SelectPolicy::Max ? "Max" : *rules.selectPolicy == SelectPolicy::Min ? "Min" : "Disabled";
    Tree policies = Tree::array();
    for (const ScalingPolicy& policy : rules.policies)
        policies.push_back({{"type", policy.type == ScalingPolicy::Type::Pods ? "Pods" : "Percent"}, {"value", policy.value},
            {"periodSeconds", policy.periodSeconds}});
    if (!policies.empty())
        tree["policies"] = policies;
    if (rules.tolerance)
        tree["tolerance"] = plain(*rules.tolerance);
    return tree;
}

} // namespace

Tree time(TimePoint time) { return formatRfc3339(std::chrono::floor<Seconds>(time)); }

std::string plain(Quantity value)
{
    const Int128 nano = value.nano();
    if (nano % 1'000'000'000 == 0)
        return std::to_string(value.whole());
    return std::to_string(value.milli()) + "m";
}

std::string cpu(Quantity cores) { return plain(cores); }

std::string bytes(Quantity bytes)
{
    std::int64_t whole = bytes.whole();
    constexpr const char* suffixes[] = {"", "Ki", "Mi", "Gi", "Ti"};
    int step = 0;
    while (whole != 0 && step < 4 && whole % 1024 == 0) {
        whole /= 1024;
        ++step;
    }
    return std::to_string(whole) + suffixes[step];
}

Tree metadata(const Meta& meta, const SimState& state)
{
    Tree tree {{"name", meta.name}};
    if (!meta.ns.empty())
        tree["namespace"] = meta.ns.str();
    tree["uid"] = meta.uid.empty() ? uuidOf(meta.ns.str() + "/" + meta.name) : meta.uid;
    if (meta.generation > 0)
        tree["generation"] = meta.generation;
    tree["creationTimestamp"] = time(meta.created == TimePoint {} ? createdLongAgo(state, meta.name) : meta.created);
    if (meta.deleting)
        tree["deletionTimestamp"] = time(*meta.deleting);
    if (Tree all = labels(meta.labels); !all.empty())
        tree["labels"] = std::move(all);
    if (Tree all = labels(meta.annotations); !all.empty())
        tree["annotations"] = std::move(all);
    if (!meta.owner.name.empty())
        tree["ownerReferences"] = Tree::array({{{"apiVersion", "apps/v1"}, {"kind", meta.owner.kind.str()}, {"name", meta.owner.name.str()},
            {"uid", uuidOf(meta.owner.name.str())}, {"controller", true}, {"blockOwnerDeletion", true}}});
    return tree;
}

Tree resources(const Resources& resources)
{
    Tree tree = Tree::object();
    if (resources.cpu)
        tree["cpu"] = cpu(*resources.cpu);
    if (resources.memory)
        tree["memory"] = bytes(*resources.memory);
    for (const auto& [name, value] : resources.others)
        tree[name] = plain(value);
    return tree;
}

Tree selector(const Selector& selector)
{
    Tree tree = Tree::object();
    for (const auto& [key, value] : selector.matchLabels)
        tree["matchLabels"][key] = value;
    return tree;
}

Tree ref(const ObjectRef& ref)
{
    Tree tree = Tree::object();
    if (!ref.apiVersion.empty())
        tree["apiVersion"] = ref.apiVersion;
    tree["kind"] = ref.kind;
    tree["name"] = ref.name;
    return tree;
}

Tree metricSpec(const MetricSpec& metric)
{
    return metricEntry(metric.metric, "target", [&] {
        Tree target {{"type", kindOfTarget(metric.target)}};
        if (metric.averageUtilization)
            target["averageUtilization"] = *metric.averageUtilization;
        if (metric.averageValue)
            target["averageValue"] = amount(metric.metric, *metric.averageValue);
        if (metric.value)
            target["value"] = amount(metric.metric, *metric.value);
        return target;
    });
}

Tree metricStatus(const MetricStatus& metric)
{
    return metricEntry(metric.metric, "current", [&] {
        Tree current = Tree::object();
        if (metric.averageUtilization)
            current["averageUtilization"] = *metric.averageUtilization;
        if (metric.averageValue)
            current["averageValue"] = amount(metric.metric, *metric.averageValue);
        if (metric.value)
            current["value"] = amount(metric.metric, *metric.value);
        return current;
    });
}

Tree behavior(const Behavior& behavior)
{
    Tree tree = Tree::object();
    if (behavior.up)
        tree["scaleUp"] = rules(*behavior.up);
    if (behavior.down)
        tree["scaleDown"] = rules(*behavior.down);
    return tree;
}

Tree conditions(const std::vector<Condition>& conditions)
{
    Tree list = Tree::array();
    for (const Condition& condition : conditions) {
        Tree tree {{"type", condition.type},
            {"status", condition.status == Truth::True ? "True" : condition.status == Truth::False ? "False" : "Unknown"}};
        if (condition.since)
            tree["lastTransitionTime"] = time(*condition.since);
        if (!condition.reason.empty())
            tree["reason"] = condition.reason;
        if (!condition.message.empty())
            tree["message"] = condition.message;
        list.push_back(std::move(tree));
    }
    return list;
}

Tree triggers(const std::vector<Trigger>& triggers)
{
    Tree list = Tree::array();
    for (const Trigger& trigger : triggers) {
        Tree tree {{"type", trigger.type}, {"metadata", Tree::object()}};
        if (!trigger.name.empty())
            tree["name"] = trigger.name;
        for (const auto& [key, value] : trigger.metadata)
            tree["metadata"][key] = value;
        if (!trigger.authentication.name.empty()) {
            tree["authenticationRef"] = {{"name", trigger.authentication.name}};
            if (!trigger.authentication.kind.empty() && trigger.authentication.kind != "TriggerAuthentication")
                tree["authenticationRef"]["kind"] = trigger.authentication.kind;
        }
        if (trigger.metricType != TargetType::AverageValue && trigger.metricType != TargetType::Unknown)
            tree["metricType"] = kindOfTarget(trigger.metricType);
        if (trigger.useCachedMetrics)
            tree["useCachedMetrics"] = true;
        list.push_back(std::move(tree));
    }
    return list;
}

Tree intOrPercent(const std::string& text)
{
    if (!text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::stoll(text);
    return text;
}

} // namespace tree

ApiDocument document(const Meta& meta, const nlohmann::ordered_json& json)
{
    return {meta.ns.str(), meta.name, json.dump()};
}

} // namespace loadline
