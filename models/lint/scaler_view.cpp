// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/scaler_view.h"

#include <charconv>

namespace loadline {

namespace {

std::optional<std::int64_t> integerIn(const std::string& text)
{
    std::int64_t value = 0;
    const auto [rest, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    return fault == std::errc {} && rest == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

// As KEDA writes it into its HPA (autoscaling.md 2.7, 8.2).
MetricSpec metricOf(const Trigger& trigger)
{
    MetricSpec spec;
    spec.target = trigger.metricType;
    if (!isResource(trigger)) {
        spec.metric.type = MetricType::External;
        const auto threshold = thresholdOf(trigger);
        (trigger.metricType == TargetType::Value ? spec.value : spec.averageValue) = threshold;
        return spec;
    }
    const auto* container = trigger.get("containerName");
    spec.metric.type = container ? MetricType::ContainerResource : MetricType::Resource;
    spec.metric.name = trigger.type;
    spec.metric.container = container ? *container : std::string();
    if (const auto* value = trigger.get("value")) {
        if (trigger.metricType == TargetType::Utilization)
            spec.averageUtilization = integerIn(*value);
        else if (const auto quantity = Quantity::parse(*value))
            spec.averageValue = *quantity;
    }
    return spec;
}

} // namespace

ReplicaScaler viewOf(const Hpa& hpa)
{
    ReplicaScaler view;
    view.hpa = &hpa;
    view.min = hpa.minReplicas;
    view.max = hpa.maxReplicas;
    view.minField = "spec.minReplicas";
    view.maxField = "spec.maxReplicas";
    for (std::size_t i = 0; i < hpa.metrics.size(); ++i)
        view.metrics.push_back({hpa.metrics[i], FieldPath("spec.metrics") / i});
    if (hpa.metrics.empty()) {
        MetricSpec cpu;
        cpu.metric.type = MetricType::Resource;
        cpu.metric.name = "cpu";
        cpu.target = TargetType::Utilization;
        cpu.averageUtilization = 80;
        view.metrics.push_back({cpu, "spec"});
    }
    return view;
}

ReplicaScaler viewOf(const ScaledObject& object)
{
    ReplicaScaler view;
    view.keda = &object;
    view.min = object.minReplicas;
    view.max = object.maxReplicas;
    view.minField = "spec.minReplicaCount";
    view.maxField = "spec.maxReplicaCount";
    for (std::size_t i = 0; i < object.triggers.size(); ++i)
        view.metrics.push_back({metricOf(object.triggers[i]), FieldPath("spec.triggers") / i});
    return view;
}

bool writtenByKeda(const Hpa& hpa)
{
    if (hpa.meta.owner.kind == "ScaledObject")
        return true;
    const auto* manager = hpa.meta.label("app.kubernetes.io/managed-by");
    return manager && *manager == "keda-operator" && hpa.meta.label("scaledobject.keda.sh/name");
}

bool isResource(const Trigger& trigger) { return trigger.type == "cpu" || trigger.type == "memory"; }

} // namespace loadline
