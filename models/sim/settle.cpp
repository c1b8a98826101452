// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/loops.h"
#include "sim/nodes.h"

#include "scaling/cron.h"

#include <algorithm>
#include <cmath>

namespace loadline {

namespace {

constexpr Seconds hour {3600};

double sizeFor(const SimState& state, const Hpa& hpa, std::size_t w, TimePoint at)
{
    const auto& plan = state.plan->workloads[w];
    const double arriving = loadAt(plan.load, mixed(state.seed, hashOf(plan.name)), at);
    double wanted = 1;
    for (const auto& spec : hpa.metrics) {
        if (spec.averageUtilization) {
            double idle = 0, each = 0, request = 0;
            for (const auto& container : plan.containers) {
                if (!spec.metric.container.empty() && container.name != spec.metric.container)
                    continue;
                const bool cpu = spec.metric.name == "cpu";
                idle += cpu ? container.cpuIdle : container.memoryIdle;
                each += cpu ? container.cpuEach : container.memoryEach;
                request += (cpu ? container.requests.cpu : container.requests.memory).value_or(Quantity()).value();
            }
            const double spare = static_cast<double>(*spec.averageUtilization) / 100 * request - idle;
            if (spare > 0)
                wanted = std::max(wanted, arriving * each / spare);
        } else if (spec.metric.type == MetricType::Pods && spec.averageValue) {
            wanted = std::max(wanted, arriving / spec.averageValue->value());
        } else if (spec.metric.type == MetricType::External && spec.averageValue && plan.work == SimWork::Drain) {
            wanted = std::max(wanted, arriving / plan.rate);
        } else if (spec.metric.type == MetricType::External && spec.averageValue) {
            wanted = std::max(wanted, arriving / spec.averageValue->value());
        }
    }
    return wanted;
}

// KEDA's own zero or more: cron windows and bursts decide it.
std::int64_t kedaReplicas(const SimState& state, std::size_t s, TimePoint at)
{
    const auto& plan = state.plan->scaledObjects[s];
    const auto& object = plan.object;
    const auto w = state.scaledObjects[s].workload;
    const auto& workload = state.plan->workloads[w];
    if (object.pause.atReplicas)
        return *object.pause.atReplicas;
    double wanted = 0;
    for (std::size_t i = 0; i < plan.triggers.size(); ++i) {
        const auto& trigger = plan.triggers[i];
        switch (trigger.source) {
        case TriggerPlan::Source::Broken:
            return workload.replicas;
        case TriggerPlan::Source::Cron: {
            const auto window = cronWindow(object.triggers[i]);
            if (window && stateAt(*window, at).active)
                wanted = std::max(wanted, window->desiredReplicas.value());
            break;
        }
        case TriggerPlan::Source::Queue:
            if (loadAt(workload.load, mixed(state.seed, hashOf(workload.name)), at) > 0)
                wanted = std::max(wanted, sizeFor(state, generatedHpa(object), w, at));
            break;
        case TriggerPlan::Source::Rate:
            wanted = std::max(wanted, sizeFor(state, generatedHpa(object), w, at));
            break;
        case TriggerPlan::Source::Curve:
            wanted = std::max(wanted,
                loadAt(trigger.curve, mixed(state.seed, hashOf(object.triggers[i].type)), at)
                    / thresholdOf(object.triggers[i]).value_or(Quantity::fromWhole(1)).value());
            break;
        }
    }
    return std::clamp(static_cast<std::int64_t>(std::ceil(wanted)), object.minReplicas, object.maxReplicas);
}

void setMeta(const SimState& state, Meta& meta)
{
    meta.created = createdLongAgo(state, meta.name);
    meta.generation = 1 + static_cast<std::int64_t>(hashOf(meta.name) % 6);
}

void makeWorkloads(SimState& state)
{
    for (const auto& plan : state.plan->workloads) {
        SimWorkload workload;
        workload.replicas = plan.replicas;
        workload.created = createdLongAgo(state, plan.name);
        workload.available = workload.created + Seconds(90);
        workload.hash
            = Dice(mixed(state.seed, hashOf(plan.name) + 1)).suffix(plan.kind == SimKind::Deployment ? 10 : 9);
        workload.generation = 20 + static_cast<std::int64_t>(hashOf(plan.name) % 900);
        std::vector<SimShape::Sizes> sizes;
        for (const auto& container : plan.containers)
            sizes.push_back({container.requests, container.limits});
        state.workloads.push_back(std::move(workload));
        shapeFor(state.workloads.back(), std::move(sizes));
    }
}

void makeAutoscalers(SimState& state)
{
    for (const auto& plan : state.plan->hpas) {
        SimHpa hpa;
        hpa.object = plan.object;
        hpa.targetExists = plan.targetExists;
        hpa.workload = plan.workload;
        setMeta(state, hpa.object.meta);
        state.hpas.push_back(std::move(hpa));
    }
    for (std::size_t s = 0; s < state.plan->scaledObjects.size(); ++s) {
        SimScaledObject scaled;
        scaled.object = state.plan->scaledObjects[s].object;
        setMeta(state, scaled.object.meta);
        scaled.workload = state.plan->workloadIndex(scaled.object.meta.ns.str(), scaled.object.target.name);
        SimHpa hpa;
        hpa.object = generatedHpa(scaled.object);
        hpa.object.meta.labels = std::make_shared<const Labels>();
        hpa.object.meta.annotations = scaled.object.meta.annotations;
        hpa.object.meta.owner = {Text(std::string("ScaledObject")), Text(scaled.object.meta.name)};
        setMeta(state, hpa.object.meta);
        hpa.workload = scaled.workload;
        hpa.scaledObject = s;
        hpa.present = !scaled.object.pause.full && !scaled.object.pause.atReplicas;
        state.hpas.push_back(std::move(hpa));
        state.scaledObjects.push_back(std::move(scaled));
    }
    for (const auto& plan : state.plan->scaledJobs) {
        SimScaledJob job;
        job.object = plan.object;
        setMeta(state, job.object.meta);
        state.scaledJobs.push_back(std::move(job));
    }
}

void makePolicies(SimState& state)
{
    for (const auto& plan : state.plan->budgets) {
        SimBudget budget;
        budget.object = plan;
        setMeta(state, budget.object.meta);
        budget.workload = state.plan->workloadIndex(plan.meta.ns.str(), plan.selector.matchLabels.front().second);
        state.budgets.push_back(std::move(budget));
    }
    state.quotas = state.plan->quotas;
    for (auto& quota : state.quotas)
        setMeta(state, quota.meta);
}

// Thirty days of usage behind the recommendations, told by the curves: as a recommender that has run for long.
void makeVpas(SimState& state, TimePoint at)
{
    constexpr Seconds apart = 6 * hour;
    for (const auto& plan : state.plan->vpas) {
        SimVpa vpa;
        vpa.object = plan.object;
        setMeta(state, vpa.object.meta);
        vpa.object.conditions
            = {{"RecommendationProvided", Truth::True, {}, {}, vpa.object.meta.created + Seconds(120)}};
        const auto& workload = state.plan->workloads[plan.workload];
        vpa.models.resize(workload.containers.size());
        for (TimePoint t = at - Seconds(30 * 86400); t < at; t += apart) {
            const auto replicas = std::max<std::int64_t>(1, typicalReplicas(state, plan.workload, t));
            const double arriving = loadAt(workload.load, mixed(state.seed, hashOf(workload.name)), t);
            const double each = workload.work == SimWork::Fixed ? 0 : arriving / static_cast<double>(replicas);
            for (std::size_t c = 0; c < workload.containers.size(); ++c) {
                const auto& container = workload.containers[c];
                const double swing = workload.load.noise > 0 && workload.work == SimWork::Fixed ? workload.load.noise
                        * (2
                                * unitOf(mixed(
                                    hashOf(workload.name), static_cast<std::uint64_t>(t.time_since_epoch().count())))
                            - 1)
                                                                                                : 0.04;
                vpa.models[c].addCpu(container.cpuIdle * (1 + swing) + container.cpuEach * each, t,
                    static_cast<int>(apart.count() / 60));
                vpa.models[c].addMemory(container.memoryIdle * 1.05 + container.memoryEach * each, t);
            }
        }
        vpa.nextRun = at;
        state.vpas.push_back(std::move(vpa));
    }
}

void makePods(SimState& state, std::size_t w, TimePoint at)
{
    const auto& plan = state.plan->workloads[w];
    auto& workload = state.workloads[w];
    if (plan.kind == SimKind::DaemonSet || plan.kind == SimKind::Job)
        return;
    for (std::int64_t i = 0; i < workload.replicas; ++i) {
        SimPod pod;
        pod.name = plan.kind == SimKind::StatefulSet ? plan.name + "-" + std::to_string(i)
                                                     : replicaSetName(plan, workload) + "-" + state.dice.suffix(5);
        pod.grain = state.dice.next();
        // The first few have been there since the last rollout, the others came with the load.
        const auto old = i < 2 || plan.work == SimWork::Fixed;
        pod.created = at
            - Seconds(old ? 86400 + static_cast<std::int64_t>(pod.grain % 800'000)
                          : 420 + static_cast<std::int64_t>(pod.grain % 18'000));
        pod.readySince = pod.created;
        pod.shape = workload.shape;
        workload.pods.push_back(std::move(pod));
    }
}

void fillPool(SimState& state, std::size_t pool, TimePoint at)
{
    const auto& plan = state.plan->pools[pool];
    std::vector<Footprint> needs;
    std::vector<SimPod*> pods;
    for (std::size_t w = 0; w < state.workloads.size(); ++w) {
        const auto& workload = state.plan->workloads[w];
        if (workload.pool.empty() ? !plan.taints.empty() : workload.pool != plan.name)
            continue;
        for (auto& pod : state.workloads[w].pods) {
            needs.push_back(state.workloads[w].shapes[pod.shape].need);
            pods.push_back(&pod);
        }
    }
    const auto packing = pack(needs, {}, emptyRoom(state, pool), static_cast<std::size_t>(plan.max));
    const auto count = std::max(packing.newNodes, static_cast<std::size_t>(plan.min));
    std::vector<std::size_t> slots;
    for (std::size_t n = 0; n < count; ++n) {
        const auto slot = addNode(state, pool, at);
        auto& node = state.nodes[slot];
        const auto age = n < static_cast<std::size_t>(std::max<std::int64_t>(plan.min, 1)) ? 1'200'000 : 25'000;
        node.created
            = at - Seconds(1800 + static_cast<std::int64_t>(state.dice.below(static_cast<std::uint64_t>(age))));
        node.readyAt = node.created + plan.provision;
        node.registered = node.ready = true;
        node.cordoned = n < static_cast<std::size_t>(plan.cordoned);
        slots.push_back(slot);
    }
    for (std::size_t i = 0; i < pods.size(); ++i) {
        auto& pod = *pods[i];
        if (!packing.placed[i])
            continue;
        const auto slot = slots[*packing.placed[i]];
        pod.node = static_cast<int>(slot);
        state.nodes[slot].created = std::min(state.nodes[slot].created, pod.created - Seconds(300));
        state.nodes[slot].free -= needs[i];
        pod.scheduled = pod.created + Seconds(1);
        pod.started = pod.created + Seconds(8);
        pod.readySince = pod.created + Seconds(40);
        pod.phase = PodPhase::Running;
        pod.ready = true;
    }
    state.pools[pool].target = static_cast<std::int64_t>(count);
}

// Conditions of objects that have been there for weeks say so.
void ageConditions(SimState& state)
{
    for (auto& hpa : state.hpas) {
        const auto grain = mixed(state.seed, hashOf(hpa.object.meta.name));
        const auto longAgo = state.now - Seconds(86400 + static_cast<std::int64_t>(grain % 700'000));
        const bool works = hpa.targetExists && !hpa.last.failed;
        for (auto& condition : hpa.object.conditions)
            condition.since = works ? longAgo : hpa.object.meta.created + Seconds(15);
        if (works && !hpa.object.lastScaleTime && hpa.object.minReplicas != hpa.object.maxReplicas)
            hpa.object.lastScaleTime = state.now - Seconds(900 + static_cast<std::int64_t>(grain % 20'000));
    }
    for (auto& scaled : state.scaledObjects)
        if (!scaled.last.lastActive && scaled.last.state != KedaState::Failed)
            scaled.last.lastActive = scaled.object.lastActiveTime = state.now - Seconds(5000);
}

} // namespace

std::int64_t typicalReplicas(const SimState& state, std::size_t w, TimePoint at)
{
    for (std::size_t s = 0; s < state.scaledObjects.size(); ++s)
        if (state.scaledObjects[s].workload == w)
            return kedaReplicas(state, s, at);
    for (const auto& hpa : state.hpas)
        if (hpa.targetExists && hpa.workload == w)
            return std::clamp(static_cast<std::int64_t>(std::ceil(sizeFor(state, hpa.object, w, at))),
                hpa.object.minReplicas, hpa.object.maxReplicas);
    return state.plan->workloads[w].replicas;
}

void settle(SimState& state, TimePoint at)
{
    state.now = state.born = at;
    state.pools.resize(state.plan->pools.size());
    makeWorkloads(state);
    makeAutoscalers(state);
    makePolicies(state);
    for (std::size_t w = 0; w < state.workloads.size(); ++w)
        state.workloads[w].replicas = typicalReplicas(state, w, at);
    makeVpas(state, at);
    runVpas(state);
    for (std::size_t w = 0; w < state.workloads.size(); ++w)
        makePods(state, w, at);
    for (std::size_t pool = 0; pool < state.pools.size(); ++pool)
        fillPool(state, pool, at);
    runWorkloads(state);
    runPods(state);
    runLoad(state, Seconds(0));
    runKeda(state);
    runHpas(state);
    runBudgets(state);
    ageConditions(state);
}

} // namespace loadline
