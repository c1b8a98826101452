// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/scaled_object.h"
#include "scaling/hpa_decision.h"

namespace loadline {

// What one poll of a trigger's source gave. cpu and memory triggers have no source: KEDA leaves them to the HPA.
struct TriggerReading {
    std::optional<Quantity> value; // absent: the source failed
    std::int64_t failuresBefore = 0; // in a row, before this poll
};

struct KedaInputs {
    TimePoint now {};
    TimePoint created {}; // of the ScaledObject, for the initial cooldown
    std::optional<TimePoint> lastActive;
    std::int64_t replicas = 0; // the target's spec.replicas
    std::int64_t readyReplicas = 0;
    std::vector<TriggerReading> triggers; // one per spec.triggers
    std::optional<double> composite; // the formula's result, where there is one; absent: it failed
    bool forceActivation = false; // annotation autoscaling.keda.sh/force-activation
};

enum class KedaState {
    Paused, // fully: the loop is stopped, the HPA deleted
    Active, // a trigger is above its activation threshold: the HPA rules
    Cooldown, // no trigger is, but the cooldown runs
    Asleep, // at zero, at idle, or at min with nothing left to write
    Waiting, // a trigger failed and the fallback's threshold is not reached: nothing is written
    Failed, // a trigger failed without fallback: no scale-down
};

struct KedaDecision {
    KedaState state = KedaState::Asleep;
    std::optional<std::int64_t> scaleTo; // what KEDA itself writes to the target; absent: nothing
    std::optional<TimePoint> lastActive;
    std::optional<TimePoint> sleepsAt; // when the cooldown ends, while it runs
    bool cooldownBlocked = false; // it would sleep, but paused-scale-in forbids it
    std::vector<bool> active; // one per trigger
    std::vector<std::int64_t> failures; // one per trigger, after this poll
    std::vector<bool> inFallback; // one per trigger: its value is made up
    std::vector<std::optional<Quantity>> values; // one per trigger, as the HPA will get it; absent: a failure
    Verdict ready, activeCondition, fallback, paused;
};
// One pass of the loop of every pollingInterval (autoscaling.md 2.2). Reads spec fields and annotations of `object`.
KedaDecision decide(const ScaledObject& object, const KedaInputs& inputs);

// Whether KEDA gives this trigger to the HPA as a resource metric and never wakes a target for it.
bool isResourceTrigger(const Trigger& trigger);
// "s0-rabbitmq-inference-queue": the name KEDA gives the metric of trigger `index`; for cpu and memory that resource.
std::string metricNameOf(const Trigger& trigger, std::size_t index, std::string_view ns);
inline constexpr const char* compositeMetric = "composite-metric"; // of every ScaledObject with a formula
// The HPA that KEDA writes for it: bounds max(min, 1) to max, a metric per trigger in the order of their types (with a
// formula its result and the plain resource metrics), pauses in one direction as
// Disabled policies. Meta holds its name and namespace only.
Hpa generatedHpa(const ScaledObject& object);

// ScaledJob (2.5).
struct JobInputs {
    std::int64_t running = 0; // unfinished jobs
    std::int64_t pending = 0; // of these, without a pod that runs or ran
    std::vector<TriggerReading> triggers;
};
struct JobDecision {
    std::int64_t create = 0; // jobs to make now
    std::int64_t wanted = 0; // the queue, rounded up
    std::int64_t limit = 0; // how many the strategy allowed
    bool active = false;
    bool failed = false; // every trigger failed
};
struct JobStrategy {
    std::string name = "default"; // "default", "custom", "accurate", "eager"
    std::string calculation = "max"; // "max", "min", "avg", "sum"
    std::int64_t queueDeduction = 0; // custom
    std::optional<double> runningShare; // custom: customScalingRunningJobPercentage; without it custom is default
};
JobDecision decide(const ScaledJob& job, const JobStrategy& strategy, const JobInputs& inputs);

} // namespace loadline
