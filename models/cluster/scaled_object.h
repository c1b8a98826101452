// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/hpa.h"
#include "cluster/placement.h"
#include "cluster/pod.h"

namespace loadline {

struct TriggerAuthRef {
    std::string name; // empty: none
    std::string kind; // "TriggerAuthentication" unless written
    bool operator==(const TriggerAuthRef&) const = default;
};

// One entry of spec.triggers; metadata values are strings in KEDA.
struct Trigger {
    std::string type; // "prometheus"
    std::string name;
    std::vector<std::pair<std::string, std::string>> metadata; // sorted by key
    TriggerAuthRef authentication;
    TargetType metricType = TargetType::AverageValue;
    bool useCachedMetrics = false;
    [[nodiscard]] const std::string* get(std::string_view key) const;
    bool operator==(const Trigger&) const = default;
};
std::vector<Trigger> parseTriggers(Json triggers);

// The metadata keys that carry a trigger's scaling threshold and activation threshold, by type (autoscaling.md 2.7);
// nullopt where the type has none or the text is not a number.
std::optional<Quantity> thresholdOf(const Trigger& trigger);
std::optional<Quantity> activationThresholdOf(const Trigger& trigger);

struct Fallback {
    std::int64_t failureThreshold = 0;
    std::int64_t replicas = 0;
    std::string behavior; // "static" unless written
    bool operator==(const Fallback&) const = default;
};
struct ScalingModifiers {
    std::string formula;
    std::string target;
    std::string activationTarget;
    TargetType metricType = TargetType::AverageValue;
    bool operator==(const ScalingModifiers&) const = default;
};
struct MetricHealth {
    std::string metric;
    std::int64_t failures = 0;
    bool failing = false; // status "Failing"
    bool operator==(const MetricHealth&) const = default;
};

// What the autoscaling.keda.sh/paused* annotations say; a full pause deletes the HPA.
struct Pause {
    bool full = false; // paused: "true" or any text that is no boolean
    std::optional<std::int64_t> atReplicas; // paused-replicas, which wins
    bool scaleIn = false;
    bool scaleOut = false;
    [[nodiscard]] bool any() const { return full || atReplicas || scaleIn || scaleOut; }
    bool operator==(const Pause&) const = default;
};

// keda.sh/v1alpha1 ScaledObject.
struct ScaledObject : Object {
    static constexpr KindId id = KindId::ScaledObject;
    ObjectRef target; // kind Deployment and apps/v1 filled in when silent
    std::int64_t pollingInterval = 30; // seconds
    std::int64_t cooldownPeriod = 300;
    std::int64_t initialCooldownPeriod = 0;
    std::int64_t minReplicas = 0;
    std::int64_t maxReplicas = 100;
    std::optional<std::int64_t> idleReplicas;
    std::vector<Trigger> triggers;
    std::optional<Fallback> fallback;
    std::optional<ScalingModifiers> modifiers;
    std::optional<Behavior> behavior;
    std::string hpaNameWanted; // advanced.horizontalPodAutoscalerConfig.name
    Pause pause;

    std::string hpaName; // status
    std::optional<TimePoint> lastActiveTime;
    std::vector<std::string> externalMetricNames; // one per external trigger, "s<index>-..."
    std::vector<std::string> resourceMetricNames;
    std::vector<MetricHealth> health;
    std::vector<std::pair<std::string, bool>> triggersActive; // by metric name; KEDA 2.19 and later
    std::vector<Condition> conditions; // KEDA writes no times
    bool operator==(const ScaledObject& other) const;
};
Result<ScaledObject> parseScaledObject(Json object, ParseContext& context);
Pause parsePause(const Meta& meta);
// The external metric of trigger `index`: the status name that starts with "s<index>-", or null.
const std::string* externalMetricOf(const ScaledObject& object, std::size_t index);
// The name of the HPA that KEDA writes: status, else the wanted name, else "keda-hpa-<name>".
std::string hpaNameOf(const ScaledObject& object);

// keda.sh/v1alpha1 ScaledJob.
struct ScaledJob : Object {
    static constexpr KindId id = KindId::ScaledJob;
    std::int64_t pollingInterval = 30;
    std::int64_t minReplicas = 0;
    std::int64_t maxReplicas = 100;
    std::string strategy; // "default", "custom", "accurate", "eager"
    std::string multipleScalersCalculation; // "max" unless written
    std::vector<Trigger> triggers;
    std::shared_ptr<const PodShape> shape; // of a job's pods
    Placement placement;
    Pause pause; // only full counts
    std::optional<TimePoint> lastActiveTime;
    std::vector<Condition> conditions;
    bool operator==(const ScaledJob& other) const;
};
Result<ScaledJob> parseScaledJob(Json object, ParseContext& context);

// TriggerAuthentication and ClusterTriggerAuthentication: what kinds of sources they name, never a secret.
struct TriggerAuthentication : Object {
    static constexpr KindId id = KindId::TriggerAuthentication;
    std::vector<std::string> sources; // "secret rabbit/host", "pod identity aws", "env", "vault" ...
    bool operator==(const TriggerAuthentication& other) const;
};
Result<TriggerAuthentication> parseTriggerAuthentication(Json object, ParseContext& context);
struct ClusterTriggerAuthentication : TriggerAuthentication {
    static constexpr KindId id = KindId::ClusterTriggerAuthentication;
};
Result<ClusterTriggerAuthentication> parseClusterTriggerAuthentication(Json object, ParseContext& context);

} // namespace loadline
