// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/kind_id.h"
#include "cluster/meta.h"

namespace loadline {

enum class MetricType { Unknown, Resource, ContainerResource, Pods, Object, External };
enum class TargetType { Unknown, Utilization, AverageValue, Value };

// What identifies a metric: two External metrics may share a name and differ in selector only.
struct MetricIdentity {
    MetricType type = MetricType::Unknown;
    std::string name; // resource name for Resource and ContainerResource
    std::string container; // ContainerResource only
    Selector selector; // Pods, Object, External
    ObjectRef object; // Object only: describedObject
    bool operator==(const MetricIdentity&) const = default;
};

// One entry of spec.metrics.
struct MetricSpec {
    MetricIdentity metric;
    TargetType target = TargetType::Unknown;
    std::optional<std::int64_t> averageUtilization; // percent of the request
    std::optional<Quantity> averageValue;
    std::optional<Quantity> value;
    bool operator==(const MetricSpec&) const = default;
};

// One entry of status.currentMetrics; type Unknown stands for the empty entry of a metric that failed.
struct MetricStatus {
    MetricIdentity metric;
    std::optional<std::int64_t> averageUtilization;
    std::optional<Quantity> averageValue;
    std::optional<Quantity> value;
    bool operator==(const MetricStatus&) const = default;
};

struct ScalingPolicy {
    enum class Type { Pods, Percent } type = Type::Pods;
    std::int64_t value = 0;
    std::int64_t periodSeconds = 0;
    bool operator==(const ScalingPolicy&) const = default;
};
enum class SelectPolicy { Max, Min, Disabled };
struct ScalingRules {
    std::optional<std::int64_t> stabilizationWindowSeconds;
    std::optional<SelectPolicy> selectPolicy;
    std::vector<ScalingPolicy> policies;
    std::optional<Quantity> tolerance;
    bool operator==(const ScalingRules&) const = default;
};
struct Behavior {
    std::optional<ScalingRules> up;
    std::optional<ScalingRules> down;
    bool operator==(const Behavior&) const = default;
};

// HorizontalPodAutoscaler, autoscaling/v2.
struct Hpa : Object {
    static constexpr KindId id = KindId::Hpa;
    ObjectRef target;
    std::int64_t minReplicas = 1; // 1 when the spec is silent
    std::int64_t maxReplicas = 0;
    std::vector<MetricSpec> metrics;
    std::optional<Behavior> behavior; // absent: the controller's legacy limits apply, not these defaults

    std::optional<std::int64_t> currentReplicas; // absent until the controller has looked once
    std::optional<std::int64_t> desiredReplicas;
    std::optional<TimePoint> lastScaleTime;
    std::vector<MetricStatus> currentMetrics;
    std::vector<Condition> conditions;
    bool operator==(const Hpa& other) const;
};

Result<Hpa> parseHpa(Json object, ParseContext& context);
// The metric spec list of an HPA: also used for KEDA's cpu and memory triggers and by the manifest forms.
MetricSpec parseMetricSpec(Json metric);
std::optional<Behavior> parseBehavior(Json behavior);

// The status that belongs to spec entry `index`: by position, and only where type, name, container, object and selector
// agree; null when the controller could not read that metric. (The controller writes them in spec order, so names
// alone would pair two External metrics of one name wrongly.)
const MetricStatus* statusOf(const Hpa& hpa, std::size_t index);

} // namespace loadline
