// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/keda_decision.h"

#include <algorithm>
#include <cmath>

namespace loadline {

namespace {

Quantity scaled(Quantity value, double by)
{
    return Quantity::fromDouble(value.value() * by);
}

// What stands in for a failed trigger once it failed more often than the threshold (2.2); absent: nothing can.
std::optional<Quantity> fallbackValue(const ScaledObject& object, const Trigger& trigger, const KedaInputs& inputs)
{
    const auto threshold = thresholdOf(trigger);
    // scalingModifiers leaves it to the formula, for which the value is nil.
    if (!object.fallback || !threshold || isResourceTrigger(trigger) || object.fallback->behavior == "scalingModifiers")
        return {};
    std::int64_t replicas = object.fallback->replicas;
    const auto& behavior = object.fallback->behavior;
    if (behavior == "currentReplicas"
        || (behavior == "currentReplicasIfHigher" && inputs.replicas > replicas)
        || (behavior == "currentReplicasIfLower" && inputs.replicas < replicas))
        replicas = inputs.replicas;
    if (trigger.metricType != TargetType::Value)
        return *threshold * replicas;
    if (inputs.readyReplicas == 0)
        return {};
    return scaled(*threshold, static_cast<double>(replicas) / static_cast<double>(inputs.readyReplicas));
}

struct Polled {
    bool active = false;
    bool error = false; // after fallback
    bool inFallback = false;
};

Polled pollTriggers(const ScaledObject& object, const KedaInputs& inputs, KedaDecision& decision)
{
    Polled polled;
    bool external = false;
    for (std::size_t i = 0; i < object.triggers.size(); ++i) {
        const auto& trigger = object.triggers[i];
        const TriggerReading reading = i < inputs.triggers.size() ? inputs.triggers[i] : TriggerReading {};
        if (isResourceTrigger(trigger)) {
            decision.active.push_back(true);
            decision.failures.push_back(0);
            decision.inFallback.push_back(false);
            decision.values.emplace_back();
            continue;
        }
        external = true;
        auto value = reading.value;
        bool made = false;
        const auto failures = value ? 0 : reading.failuresBefore + 1;
        if (!value && object.fallback && failures > object.fallback->failureThreshold) {
            value = fallbackValue(object, trigger, inputs);
            made = value.has_value();
        }
        const bool active = value && *value > activationThresholdOf(trigger).value_or(Quantity());
        decision.active.push_back(active);
        decision.failures.push_back(failures);
        decision.inFallback.push_back(made);
        decision.values.push_back(value);
        polled.active = polled.active || active;
        polled.error = polled.error || !value;
        polled.inFallback = polled.inFallback || made;
    }
    if (!external)
        polled.active = true;
    if (object.modifiers && !object.modifiers->formula.empty()) {
        const auto activation = Quantity::parse(object.modifiers->activationTarget).value_or(Quantity()).value();
        polled.active = inputs.composite && *inputs.composite > activation;
        polled.error = !inputs.composite;
    }
    return polled;
}

void wake(const ScaledObject& object, const KedaInputs& inputs, bool error, KedaDecision& decision)
{
    decision.state = KedaState::Active;
    decision.activeCondition = {Truth::True, "ScalerActive",
        inputs.forceActivation ? "Scaling is performed because activation is being forced by annotation"
                               : "Scaling is performed because triggers are active"};
    const bool idling = object.idleReplicas && inputs.replicas < object.minReplicas;
    if (idling || inputs.replicas == 0) {
        if (!object.pause.scaleOut) {
            decision.scaleTo = std::max<std::int64_t>(object.minReplicas, 1);
            decision.lastActive = inputs.now;
        }
    } else if (error) {
        decision.ready = {Truth::Unknown, "PartialTriggerError",
            "Some triggers defined in ScaledObject are not working correctly"};
    } else {
        decision.lastActive = inputs.now;
    }
}

void coolDown(const ScaledObject& object, const KedaInputs& inputs, KedaDecision& decision)
{
    if (object.pause.scaleIn) { // asked before the cooldown is
        decision.cooldownBlocked = true;
        return;
    }
    const auto end = inputs.lastActive ? *inputs.lastActive + Seconds(object.cooldownPeriod)
                                       : inputs.created + Seconds(object.initialCooldownPeriod);
    if (end > inputs.now) {
        decision.state = KedaState::Cooldown;
        decision.sleepsAt = end;
        decision.activeCondition
            = {Truth::False, "ScalerCooldown", "Scaler cooling down because triggers are not active"};
        return;
    }
    decision.scaleTo = object.idleReplicas.value_or(object.minReplicas);
}

void rest(const ScaledObject& object, const KedaInputs& inputs, bool error, KedaDecision& decision)
{
    decision.state = KedaState::Asleep;
    decision.activeCondition
        = {Truth::False, "ScalerNotActive", "Scaling is not performed because triggers are not active"};
    if (error && !object.fallback) {
        decision.state = KedaState::Failed;
        decision.ready = {Truth::False, "TriggerError", "Triggers defined in ScaledObject are not working correctly"};
        return;
    }
    // With fallback.replicas 0 an error falls through to sleep: a quirk of KEDA, kept.
    if (error && object.fallback->replicas != 0) {
        decision.state = KedaState::Waiting;
        return;
    }
    const bool aboveIdle = object.idleReplicas && inputs.replicas > *object.idleReplicas;
    if (aboveIdle || (inputs.replicas > 0 && object.minReplicas == 0))
        coolDown(object, inputs, decision);
    else if (!object.idleReplicas && inputs.replicas < object.minReplicas)
        decision.scaleTo = object.minReplicas;
}

void nameConditions(const Polled& polled, KedaDecision& decision)
{
    // What fails changes it where it matters: not while the target wakes, nor while a fallback stands by.
    decision.ready = {Truth::True, "ScaledObjectReady", "ScaledObject is defined correctly and is ready for scaling"};
    decision.fallback = polled.inFallback
        ? Verdict {Truth::True, "FallbackExists", "At least one trigger is falling back on this scaled object"}
        : Verdict {Truth::False, "NoFallbackFound", "No fallbacks are active on this scaled object"};
}

// ScaledJob: what one trigger's queue says, already cut at the most that may run.
struct Queue {
    double length = 0;
    double jobs = 0;
};

// Of one trigger's queue and its jobs, never the one of this and the other of that: the longest queue may be of a trigger
// whose jobs take many messages each.
Queue combine(const std::vector<Queue>& queues, const std::string& how)
{
    Queue all;
    for (const auto& next : queues) {
        const bool takes = how == "min" ? all.length == 0 || next.length < all.length : next.length > all.length;
        if (how == "avg" || how == "sum")
            all = {all.length + next.length, all.jobs + next.jobs};
        else if (takes)
            all = next;
    }
    if (how == "avg" && !queues.empty())
        all = {all.length / static_cast<double>(queues.size()), all.jobs / static_cast<double>(queues.size())};
    return all;
}

std::int64_t allowedJobs(const JobStrategy& strategy, std::int64_t jobs, std::int64_t running, std::int64_t pending,
                         std::int64_t room)
{
    if (strategy.name == "custom" && strategy.runningShare) {
        const auto held = static_cast<std::int64_t>(static_cast<double>(running) * *strategy.runningShare);
        return std::min(jobs - strategy.queueDeduction - held, room);
    }
    if (strategy.name == "accurate")
        return jobs + running - pending > room ? room - running : jobs - pending;
    if (strategy.name == "eager")
        return std::min(room - running - pending, jobs);
    return jobs - running;
}

} // namespace

bool isResourceTrigger(const Trigger& trigger)
{
    return trigger.type == "cpu" || trigger.type == "memory";
}

KedaDecision decide(const ScaledObject& object, const KedaInputs& inputs)
{
    KedaDecision decision;
    decision.lastActive = inputs.lastActive;
    const auto& pause = object.pause;
    decision.paused = pause.any()
        ? Verdict {Truth::True, "ScaledObjectPaused", "ScaledObject is paused"}
        : Verdict {Truth::False, "ScaledObjectUnpaused", "pause annotation removed for ScaledObject"};
    if (pause.full || pause.atReplicas) {
        decision.state = KedaState::Paused;
        if (pause.atReplicas && *pause.atReplicas != inputs.replicas)
            decision.scaleTo = *pause.atReplicas;
        return decision;
    }
    const auto polled = pollTriggers(object, inputs, decision);
    nameConditions(polled, decision);
    if (polled.active || inputs.forceActivation)
        wake(object, inputs, polled.error, decision);
    else
        rest(object, inputs, polled.error, decision);
    if (decision.scaleTo == inputs.replicas)
        decision.scaleTo.reset();
    return decision;
}

JobDecision decide(const ScaledJob& job, const JobStrategy& strategy, const JobInputs& inputs)
{
    JobDecision decision;
    if (job.pause.full)
        return decision;
    const auto room = std::max<std::int64_t>(0, job.maxReplicas - job.minReplicas);
    std::vector<Queue> active;
    std::size_t failures = 0;
    for (std::size_t i = 0; i < job.triggers.size(); ++i) {
        const auto value = i < inputs.triggers.size() ? inputs.triggers[i].value : std::optional<Quantity>();
        if (!value) {
            ++failures;
            continue;
        }
        const auto target = std::max(thresholdOf(job.triggers[i]).value_or(Quantity::fromWhole(1)).value(), 1e-9);
        if (*value > activationThresholdOf(job.triggers[i]).value_or(Quantity()))
            active.push_back({value->value(), std::min(value->value() / target, static_cast<double>(room))});
    }
    decision.failed = !job.triggers.empty() && failures == job.triggers.size();
    decision.active = !active.empty() || job.minReplicas > 0;
    const auto queue = combine(active, strategy.calculation);
    decision.wanted = static_cast<std::int64_t>(std::ceil(queue.length));
    if (inputs.running < job.minReplicas) {
        decision.create = decision.limit = job.minReplicas - inputs.running;
        return decision;
    }
    const auto jobs = static_cast<std::int64_t>(std::ceil(std::min(queue.jobs, static_cast<double>(room))));
    const auto running = inputs.running - job.minReplicas;
    decision.limit = allowedJobs(strategy, jobs, running, inputs.pending, room);
    const auto wanted = strategy.name == "eager" ? room : decision.wanted;
    if (decision.active)
        decision.create = std::max<std::int64_t>(0, std::min(wanted, decision.limit));
    return decision;
}

} // namespace loadline
