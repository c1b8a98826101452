// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/keda_decision.h"

#include <algorithm>

namespace loadline {

namespace {

// KEDA's normalisation of what goes into a metric name.
std::string normalised(std::string text)
{
    for (auto& c : text)
        if (std::string_view("/.:%()").find(c) != std::string_view::npos)
            c = '-';
    return text;
}

std::string cronPart(std::string_view schedule)
{
    std::string text;
    for (const char c : schedule) {
        switch (c) {
        case '*':
            text += 'x';
            break;
        case '/':
            text += "Sl";
            break;
        case '?':
            text += "Qm";
            break;
        case ',':
            text += "Cm";
            break;
        case ' ':
            break;
        default:
            text += c;
        }
    }
    return text;
}

std::string get(const Trigger& trigger, std::string_view key)
{
    const auto* value = trigger.get(key);
    return value ? *value : std::string();
}

std::string lastPathPart(const std::string& url)
{
    const auto slash = url.rfind('/');
    return slash == std::string::npos ? url : url.substr(slash + 1);
}

// What stands after "s<index>-" (autoscaling.md 2.3).
std::string bareName(const Trigger& trigger, std::string_view ns)
{
    const auto& type = trigger.type;
    if (type == "rabbitmq")
        return "rabbitmq-" + get(trigger, "queueName");
    if (type == "kafka" || type == "apache-kafka") {
        const auto topic = get(trigger, "topic");
        return "kafka-" + (topic.empty() ? get(trigger, "consumerGroup") + "-topics" : topic);
    }
    if (type == "aws-sqs-queue")
        return "aws-sqs-" + lastPathPart(get(trigger, "queueURL"));
    if (type == "azure-servicebus") {
        const auto queue = get(trigger, "queueName");
        return "azure-servicebus-" + (queue.empty() ? get(trigger, "topicName") : queue);
    }
    if (type == "azure-queue")
        return "azure-queue-" + get(trigger, "queueName");
    if (type == "redis")
        return "redis-" + get(trigger, "listName");
    if (type == "redis-streams")
        return "redis-streams-" + get(trigger, "stream");
    if (type == "kubernetes-workload")
        return "workload-" + std::string(ns);
    if (type == "nats-jetstream")
        return "nats-jetstream-" + get(trigger, "stream");
    if (type == "metrics-api")
        return "metric-api-" + get(trigger, "valueLocation");
    if (type == "temporal")
        return "temporal-" + get(trigger, "namespace") + "-" + get(trigger, "taskQueue");
    if (type == "cron")
        return "cron-" + get(trigger, "timezone") + "-" + cronPart(get(trigger, "start")) + "-"
            + cronPart(get(trigger, "end"));
    return type;
}

MetricSpec metricOf(const ScaledObject& object, std::size_t index)
{
    const auto& trigger = object.triggers[index];
    MetricSpec spec;
    spec.target = trigger.metricType;
    if (isResourceTrigger(trigger)) {
        const auto container = get(trigger, "containerName");
        spec.metric.type = container.empty() ? MetricType::Resource : MetricType::ContainerResource;
        spec.metric.name = trigger.type;
        spec.metric.container = container;
        const auto value = thresholdOf(trigger);
        if (spec.target == TargetType::Utilization && value)
            spec.averageUtilization = value->whole();
        else
            spec.averageValue = value;
        return spec;
    }
    spec.metric.type = MetricType::External;
    spec.metric.name = metricNameOf(trigger, index, object.meta.ns.str());
    spec.metric.selector.present = true;
    spec.metric.selector.matchLabels = {{"scaledobject.keda.sh/name", object.meta.name}};
    auto& target = trigger.metricType == TargetType::Value ? spec.value : spec.averageValue;
    target = thresholdOf(trigger);
    return spec;
}

// With a formula the HPA gets its result in the place of all external metrics and of those of single containers.
MetricSpec compositeOf(const ScaledObject& object, Quantity target)
{
    MetricSpec spec;
    spec.metric.type = MetricType::External;
    spec.metric.name = compositeMetric;
    spec.metric.selector.present = true;
    spec.metric.selector.matchLabels = {{"scaledobject.keda.sh/name", object.meta.name}};
    spec.target = object.modifiers->metricType;
    (spec.target == TargetType::Value ? spec.value : spec.averageValue) = target;
    return spec;
}

// KEDA sorts them by the name of their type, so that it compares like with like when it looks again.
int placeOf(const MetricSpec& spec)
{
    return spec.metric.type == MetricType::ContainerResource ? 0 : spec.metric.type == MetricType::External ? 1 : 2;
}

std::vector<MetricSpec> metricsOf(const ScaledObject& object)
{
    std::vector<MetricSpec> metrics;
    for (std::size_t i = 0; i < object.triggers.size(); ++i)
        metrics.push_back(metricOf(object, i));
    std::stable_sort(metrics.begin(), metrics.end(), [](const auto& a, const auto& b) { return placeOf(a) < placeOf(b); });
    if (!object.modifiers)
        return metrics;
    const auto target = Quantity::parse(object.modifiers->target);
    if (target && *target > Quantity()) {
        std::erase_if(metrics, [](const auto& spec) { return spec.metric.type != MetricType::Resource; });
        metrics.push_back(compositeOf(object, *target));
    }
    return metrics;
}

void disable(std::optional<ScalingRules>& rules)
{
    if (!rules)
        rules.emplace();
    rules->selectPolicy = SelectPolicy::Disabled;
}

} // namespace

std::string metricNameOf(const Trigger& trigger, std::size_t index, std::string_view ns)
{
    if (isResourceTrigger(trigger))
        return trigger.type;
    return "s" + std::to_string(index) + "-" + normalised(bareName(trigger, ns));
}

Hpa generatedHpa(const ScaledObject& object)
{
    Hpa hpa;
    hpa.meta.ns = object.meta.ns;
    hpa.meta.name = hpaNameOf(object);
    hpa.target = object.target;
    hpa.minReplicas = std::max<std::int64_t>(object.minReplicas, 1);
    hpa.maxReplicas = object.maxReplicas;
    hpa.behavior = object.behavior;
    hpa.metrics = metricsOf(object);
    if (object.pause.scaleIn || object.pause.scaleOut) {
        if (!hpa.behavior)
            hpa.behavior.emplace();
        if (object.pause.scaleIn)
            disable(hpa.behavior->down);
        if (object.pause.scaleOut)
            disable(hpa.behavior->up);
    }
    return hpa;
}

} // namespace loadline
