// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/cron.h"
#include "sim/loops.h"

#include <algorithm>
#include <cmath>

namespace loadline {

namespace {

std::optional<Quantity> read(const SimState& state, const TriggerPlan& plan, const Trigger& trigger)
{
    using Source = TriggerPlan::Source;
    switch (plan.source) {
    case Source::Queue:
        return Quantity::fromWhole(static_cast<std::int64_t>(state.workloads[plan.workload].queue));
    case Source::Rate:
        return Quantity::fromMilli(
            static_cast<std::int64_t>(std::ceil(state.workloads[plan.workload].arriving * 1000)));
    case Source::Curve:
        return Quantity::fromWhole(
            static_cast<std::int64_t>(loadAt(plan.curve, mixed(state.seed, hashOf(trigger.type)), state.now)));
    case Source::Cron: {
        const auto window = cronWindow(trigger);
        if (!window)
            return {};
        return stateAt(*window, state.now).active ? window->desiredReplicas : Quantity();
    }
    case Source::Broken:
        break;
    }
    return {};
}

std::string targetWords(const ScaledObject& object)
{
    return object.target.apiVersion + "." + object.target.kind + " " + object.meta.ns.str() + "/" + object.target.name;
}

ObjectRef refOf(const ScaledObject& object)
{
    return {"keda.sh/v1alpha1", "ScaledObject", object.meta.name};
}

void set(std::vector<Condition>& conditions, std::string_view type, const Verdict& verdict)
{
    for (auto& condition : conditions) {
        if (condition.type != type)
            continue;
        condition.status = verdict.status;
        condition.reason = verdict.reason;
        condition.message = verdict.message;
        return;
    }
    conditions.push_back({std::string(type), verdict.status, verdict.reason, verdict.message, {}});
}

void writeStatus(SimState& state, SimScaledObject& scaled, const std::vector<TriggerPlan>& plans)
{
    auto& object = scaled.object;
    const auto before = object;
    const auto& decision = scaled.last;
    object.lastActiveTime = decision.lastActive;
    if (decision.state != KedaState::Paused) {
        set(object.conditions, "Ready", decision.ready);
        set(object.conditions, "Active", decision.activeCondition);
        set(object.conditions, "Fallback", decision.fallback);
    }
    set(object.conditions, "Paused", decision.paused);
    object.triggersActive.clear();
    object.health.clear();
    for (std::size_t i = 0; i < decision.active.size(); ++i) {
        const auto name = metricNameOf(object.triggers[i], i, object.meta.ns.str());
        object.triggersActive.emplace_back(name, decision.active[i]);
        if (object.fallback)
            object.health.push_back({name, decision.failures[i], decision.failures[i] > 0});
        if (decision.failures[i] > 0)
            record(state, refOf(object), object.meta.ns.str(), true, "KEDAScalerFailed", plans[i].failure,
                "keda-operator");
    }
    if (!(before == object))
        state.touch(KindId::ScaledObject, object.meta);
}

void scale(SimState& state, SimScaledObject& scaled, std::int64_t to)
{
    auto& workload = state.workloads[scaled.workload];
    const auto from = workload.replicas;
    const bool up = to > from;
    record(state, refOf(scaled.object), scaled.object.meta.ns.str(), false,
        up ? "KEDAScaleTargetActivated" : "KEDAScaleTargetDeactivated",
        (up ? "Scaled " : "Deactivated ") + targetWords(scaled.object) + " from " + std::to_string(from) + " to "
            + std::to_string(to),
        "keda-operator");
    workload.replicas = to;
    ++workload.generation;
    ++state.moves;
    state.touchWorkload(scaled.workload);
}

void run(SimState& state, SimScaledObject& scaled, const ScaledObjectPlan& plan)
{
    const auto& workload = state.workloads[scaled.workload];
    KedaInputs inputs;
    inputs.now = state.now;
    inputs.created = scaled.object.meta.created;
    inputs.lastActive = scaled.last.lastActive;
    inputs.replicas = workload.replicas;
    inputs.readyReplicas = workload.ready;
    inputs.triggers = readTriggers(state, plan.triggers, scaled.object.triggers, scaled.failures);
    scaled.last = decide(scaled.object, inputs);
    scaled.failures = scaled.last.failures;
    if (scaled.last.scaleTo)
        scale(state, scaled, *scaled.last.scaleTo);
    if (state.told)
        writeStatus(state, scaled, plan.triggers);
}

void startJobs(SimState& state, std::size_t w, std::int64_t jobs)
{
    const auto& plan = state.plan->workloads[w];
    for (std::int64_t i = 0; i < jobs; ++i) {
        SimPod pod;
        pod.owner = plan.name + "-" + state.dice.suffix(5);
        pod.name = pod.owner + "-" + state.dice.suffix(5);
        pod.created = pod.readySince = state.now;
        pod.shape = state.workloads[w].shape;
        pod.grain = state.dice.next();
        state.touch(KindId::Pod, plan.ns, pod.name);
        state.workloads[w].pods.push_back(std::move(pod));
    }
    if (jobs > 0)
        record(state, {"keda.sh/v1alpha1", "ScaledJob", plan.name}, plan.ns, false, "KEDAJobsCreated",
            "Created " + std::to_string(jobs) + " jobs", "keda-operator");
}

void run(SimState& state, SimScaledJob& job, const ScaledJobPlan& plan)
{
    JobInputs inputs;
    for (const auto& pod : state.workloads[plan.workload].pods) {
        const bool done = pod.phase == PodPhase::Succeeded || pod.phase == PodPhase::Failed;
        inputs.running += done ? 0 : 1;
        inputs.pending += pod.phase == PodPhase::Pending ? 1 : 0;
    }
    inputs.triggers = readTriggers(state, plan.triggers, job.object.triggers, {});
    job.values.clear();
    for (const auto& reading : inputs.triggers)
        job.values.push_back(reading.value);
    job.last = decide(job.object, plan.strategy, inputs);
    startJobs(state, plan.workload, job.last.create);
    if (!state.told)
        return;
    const auto before = job.object;
    if (job.last.active)
        job.object.lastActiveTime = state.now;
    set(job.object.conditions, "Ready",
        {Truth::True, "ScaledJobReady", "ScaledJob is defined correctly and is ready to scaling"});
    set(job.object.conditions, "Active",
        job.last.active
            ? Verdict {Truth::True, "ScalerActive", "Scaling is performed because triggers are active"}
            : Verdict {Truth::False, "ScalerNotActive", "Scaling is not performed because triggers are not active"});
    if (!(before == job.object))
        state.touch(KindId::ScaledJob, job.object.meta);
}

// The adapter asks the sources anew whenever the HPA asks it.
void readForHpa(const SimState& state, SimScaledObject& scaled, const ScaledObjectPlan& plan)
{
    scaled.values.clear();
    const auto readings = readTriggers(state, plan.triggers, scaled.object.triggers, scaled.failures);
    for (std::size_t i = 0; i < readings.size(); ++i) {
        const bool made = i < scaled.last.inFallback.size() && scaled.last.inFallback[i];
        scaled.values.push_back(made ? scaled.last.values[i] : readings[i].value);
    }
}

} // namespace

std::vector<TriggerReading> readTriggers(const SimState& state, const std::vector<TriggerPlan>& plans,
    const std::vector<Trigger>& triggers, const std::vector<std::int64_t>& failures)
{
    std::vector<TriggerReading> readings;
    for (std::size_t i = 0; i < triggers.size() && i < plans.size(); ++i)
        readings.push_back({read(state, plans[i], triggers[i]), i < failures.size() ? failures[i] : 0});
    return readings;
}

void runKeda(SimState& state)
{
    for (std::size_t i = 0; i < state.scaledObjects.size(); ++i) {
        auto& scaled = state.scaledObjects[i];
        if (scaled.deleted)
            continue;
        const auto& plan = state.plan->scaledObjects[i];
        if (state.now >= scaled.nextPoll) {
            scaled.nextPoll = state.now + Seconds(scaled.object.pollingInterval);
            run(state, scaled, plan);
        }
        readForHpa(state, scaled, plan);
    }
    for (std::size_t i = 0; i < state.scaledJobs.size(); ++i) {
        auto& job = state.scaledJobs[i];
        if (state.now < job.nextPoll)
            continue;
        job.nextPoll = state.now + Seconds(job.object.pollingInterval);
        run(state, job, state.plan->scaledJobs[i]);
    }
}

} // namespace loadline
