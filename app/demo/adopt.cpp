// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/adopt.h"

#include "json/json.h"
#include "sim/loops.h"

#include <algorithm>

namespace loadline {
namespace {

// What was parsed, with what only the server and the controllers write kept from before.
template <class T>
std::optional<T> parsed(const Value& object, Result<T> (*parse)(Json, ParseContext&))
{
    JsonDocument document;
    Interner interner;
    ParseContext context {interner};
    const std::string text = object.json();
    const auto json = document.parse(std::string_view(text));
    auto result = json ? parse(*json, context) : Result<T>(json.error());
    return result ? std::optional<T>(std::move(*result)) : std::nullopt;
}

Meta metaFrom(const Meta& written, const Meta& known)
{
    Meta meta = written;
    meta.created = known.created;
    meta.owner = known.owner;
    meta.generation = known.generation + 1;
    return meta;
}

// The workload that a target or selector names; size() when there is none.
std::size_t workloadOf(const SimState& state, const std::string& ns, const std::string& name)
{
    return state.plan->workloadIndex(ns, name);
}

template <class List, class Match>
auto* findIn(List& list, Match match)
{
    const auto at = std::find_if(list.begin(), list.end(), match);
    return at == list.end() ? nullptr : &*at;
}

Adopted adoptHpa(SimState& state, const Value& object)
{
    auto hpa = parsed<Hpa>(object, parseHpa);
    if (!hpa)
        return Adopted::Kept;
    SimHpa* known = findIn(state.hpas, [&](const SimHpa& one) { return one.object.meta.key() == hpa->meta.key(); });
    const std::size_t workload = workloadOf(state, hpa->meta.ns.str(), hpa->target.name);
    if (!known) {
        state.hpas.emplace_back();
        known = &state.hpas.back();
        known->object.meta.created = state.now;
        known->object.meta.generation = 0;
    }
    const Hpa before = known->object;
    known->object = *hpa;
    known->object.meta = metaFrom(hpa->meta, before.meta);
    known->object.currentReplicas = before.currentReplicas;
    known->object.desiredReplicas = before.desiredReplicas;
    known->object.lastScaleTime = before.lastScaleTime;
    known->object.conditions = before.conditions;
    known->present = true;
    known->targetExists = workload < state.workloads.size();
    known->workload = known->targetExists ? workload : 0;
    ++state.moves;
    state.touch(KindId::Hpa, known->object.meta);
    return Adopted::Lives;
}

// KEDA's operator follows its ScaledObject: it writes the HPA again, or deletes it while paused.
void rewriteHpa(SimState& state, std::size_t index)
{
    const ScaledObject& object = state.scaledObjects[index].object;
    for (SimHpa& hpa : state.hpas) {
        if (hpa.scaledObject != index)
            continue;
        const Hpa fresh = generatedHpa(object);
        hpa.object.minReplicas = fresh.minReplicas;
        hpa.object.maxReplicas = fresh.maxReplicas;
        hpa.object.metrics = fresh.metrics;
        hpa.object.behavior = fresh.behavior;
        hpa.object.currentMetrics.clear();
        const bool present = !object.pause.full && !object.pause.atReplicas && !state.scaledObjects[index].deleted;
        if (hpa.present && !present)
            state.touch(KindId::Hpa, hpa.object.meta, true);
        hpa.present = present;
    }
}

Adopted adoptScaledObject(SimState& state, const Value& object)
{
    auto scaled = parsed<ScaledObject>(object, parseScaledObject);
    if (!scaled)
        return Adopted::Kept;
    SimScaledObject* known
        = findIn(state.scaledObjects, [&](const SimScaledObject& one) { return one.object.meta.key() == scaled->meta.key(); });
    const auto index = known ? static_cast<std::size_t>(known - state.scaledObjects.data()) : 0;
    if (!known || scaled->modifiers || state.plan->scaledObjects[index].triggers.size() != scaled->triggers.size())
        return Adopted::Kept; // its sources are not simulated
    const ScaledObject before = known->object;
    known->object = *scaled;
    ScaledObject& now = known->object;
    now.meta = metaFrom(scaled->meta, before.meta);
    now.hpaName = before.hpaName;
    now.lastActiveTime = before.lastActiveTime;
    now.externalMetricNames = before.externalMetricNames;
    now.resourceMetricNames = before.resourceMetricNames;
    now.conditions = before.conditions;
    known->deleted = false;
    known->failures.resize(now.triggers.size());
    known->nextPoll = state.now;
    rewriteHpa(state, index);
    ++state.moves;
    state.touch(KindId::ScaledObject, now.meta);
    return Adopted::Lives;
}

Adopted adoptVpa(SimState& state, const Value& object)
{
    auto vpa = parsed<Vpa>(object, parseVpa);
    SimVpa* known
        = vpa ? findIn(state.vpas, [&](const SimVpa& one) { return one.object.meta.key() == vpa->meta.key(); }) : nullptr;
    if (!known)
        return Adopted::Kept; // it would need days of usage first
    vpa->meta = metaFrom(vpa->meta, known->object.meta);
    vpa->recommendations = known->object.recommendations;
    vpa->conditions = known->object.conditions;
    known->object = std::move(*vpa);
    known->deleted = false;
    known->nextRun = state.now;
    state.touch(KindId::Vpa, known->object.meta);
    return Adopted::Lives;
}

Adopted adoptBudget(SimState& state, const Value& object)
{
    auto budget = parsed<DisruptionBudget>(object, parseDisruptionBudget);
    if (!budget)
        return Adopted::Kept;
    SimBudget* known = findIn(state.budgets, [&](const SimBudget& one) { return one.object.meta.key() == budget->meta.key(); });
    const auto& labels = budget->selector.matchLabels;
    const auto app = std::find_if(labels.begin(), labels.end(), [](const auto& label) { return label.first == "app"; });
    const std::size_t workload = app == labels.end() ? state.workloads.size() : workloadOf(state, budget->meta.ns.str(), app->second);
    if (workload >= state.workloads.size())
        return Adopted::Kept;
    if (!known) {
        state.budgets.emplace_back();
        known = &state.budgets.back();
        known->object.meta.created = state.now;
    }
    budget->meta = metaFrom(budget->meta, known->object.meta);
    known->object = std::move(*budget);
    known->workload = workload;
    state.touch(KindId::DisruptionBudget, known->object.meta);
    return Adopted::Lives;
}

Adopted adoptQuota(SimState& state, const Value& object)
{
    auto quota = parsed<Quota>(object, parseQuota);
    if (!quota)
        return Adopted::Kept;
    Quota* known = findIn(state.quotas, [&](const Quota& one) { return one.meta.key() == quota->meta.key(); });
    if (!known) {
        state.quotas.emplace_back();
        known = &state.quotas.back();
        known->meta.created = state.now;
    }
    quota->meta = metaFrom(quota->meta, known->meta);
    quota->used.clear();
    *known = std::move(*quota);
    state.touch(KindId::Quota, known->meta);
    return Adopted::Lives;
}

// New pods get the template's sizes; those that are there are replaced, as a rollout does.
void resize(SimState& state, std::size_t index, const Workload& written)
{
    SimWorkload& workload = state.workloads[index];
    auto sizes = workload.shapes.front().containers;
    const auto& plan = state.plan->workloads[index];
    for (std::size_t c = 0; c < plan.containers.size() && c < sizes.size(); ++c)
        for (const Container& container : written.shape->containers)
            if (container.name == plan.containers[c].name)
                sizes[c] = {container.requests, container.limits};
    if (sizes == workload.shapes.front().containers)
        return;
    const std::size_t fresh = shapeFor(workload, std::move(sizes));
    std::swap(workload.shapes[0], workload.shapes[fresh]);
    for (SimPod& pod : workload.pods)
        pod.shape = pod.shape == 0 ? fresh : pod.shape == fresh ? 0 : pod.shape;
    workload.shape = 0;
    for (std::size_t p = workload.pods.size(); p-- > 0;)
        if (workload.pods[p].shape != 0 && !workload.pods[p].deleting)
            removePod(state, index, p);
}

template <class T>
Adopted adoptWorkload(SimState& state, const Value& object, Result<T> (*parse)(Json, ParseContext&))
{
    const Value& metadata = object["metadata"];
    const std::size_t index = workloadOf(state, metadata["namespace"].text(), metadata["name"].text());
    const auto written = parsed<T>(object, parse);
    if (index >= state.workloads.size() || !written)
        return Adopted::Kept;
    SimWorkload& workload = state.workloads[index];
    if (object["spec"].find("replicas"))
        workload.replicas = object["spec"]["replicas"].integer();
    resize(state, index, *written);
    ++workload.generation;
    ++state.moves;
    state.touchWorkload(index);
    return Adopted::Lives;
}

} // namespace

Adopted adopt(SimState& state, const Value& object)
{
    const std::string& kind = object["kind"].text();
    if (kind == "HorizontalPodAutoscaler")
        return adoptHpa(state, object);
    if (kind == "ScaledObject")
        return adoptScaledObject(state, object);
    if (kind == "VerticalPodAutoscaler")
        return adoptVpa(state, object);
    if (kind == "PodDisruptionBudget")
        return adoptBudget(state, object);
    if (kind == "ResourceQuota")
        return adoptQuota(state, object);
    if (kind == "Deployment")
        return adoptWorkload<Deployment>(state, object, parseDeployment);
    if (kind == "StatefulSet")
        return adoptWorkload<StatefulSet>(state, object, parseStatefulSet);
    return Adopted::Kept;
}

Dropped drop(SimState& state, const std::string& kind, const std::string& ns, const std::string& name)
{
    const auto is = [&](const Meta& meta) { return meta.ns.str() == ns && meta.name == name; };
    if (kind == "HorizontalPodAutoscaler") {
        SimHpa* hpa = findIn(state.hpas, [&](const SimHpa& one) { return is(one.object.meta); });
        if (hpa && hpa->scaledObject)
            return Dropped::Refused; // KEDA would make it again
        if (hpa)
            hpa->present = false;
        return hpa ? Dropped::Gone : Dropped::Unknown;
    }
    if (kind == "ScaledObject") {
        SimScaledObject* scaled = findIn(state.scaledObjects, [&](const SimScaledObject& one) { return is(one.object.meta); });
        if (!scaled)
            return Dropped::Unknown;
        scaled->deleted = true;
        rewriteHpa(state, static_cast<std::size_t>(scaled - state.scaledObjects.data()));
        return Dropped::Gone;
    }
    if (kind == "VerticalPodAutoscaler") {
        SimVpa* vpa = findIn(state.vpas, [&](const SimVpa& one) { return is(one.object.meta); });
        if (vpa)
            vpa->deleted = true;
        return vpa ? Dropped::Gone : Dropped::Unknown;
    }
    if (kind == "PodDisruptionBudget")
        return std::erase_if(state.budgets, [&](const SimBudget& one) { return is(one.object.meta); }) > 0 ? Dropped::Gone : Dropped::Unknown;
    if (kind == "ResourceQuota")
        return std::erase_if(state.quotas, [&](const Quota& one) { return is(one.meta); }) > 0 ? Dropped::Gone : Dropped::Unknown;
    return Dropped::Refused;
}

} // namespace loadline
