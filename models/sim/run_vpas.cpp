// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/loops.h"

#include <algorithm>

namespace loadline {

namespace {

constexpr Seconds recommendEvery {60};
constexpr Seconds evictEvery {60};
constexpr Seconds oldEnough {12 * 3600}; // before a drift alone replaces a pod

void observe(SimState& state, std::size_t v, int times)
{
    auto& vpa = state.vpas[v];
    const auto w = state.plan->vpas[v].workload;
    const auto& containers = state.plan->workloads[w].containers;
    for (const auto& pod : state.workloads[w].pods) {
        if (pod.phase != PodPhase::Running)
            continue;
        for (std::size_t c = 0; c < containers.size(); ++c) {
            vpa.models[c].addCpu(cpuOf(state, w, pod, containers[c]), state.now, times);
            vpa.models[c].addMemory(memoryOf(state, w, pod, containers[c]), state.now);
        }
    }
}

void recommend(SimState& state, std::size_t v)
{
    auto& vpa = state.vpas[v];
    const auto& containers = state.plan->workloads[state.plan->vpas[v].workload].containers;
    std::vector<ContainerRecommendation> fresh;
    for (std::size_t c = 0; c < containers.size(); ++c) {
        const auto* policy = policyOf(vpa.object, containers[c].name);
        if (auto one = vpa.models[c].recommend(containers[c].name, policy, static_cast<int>(containers.size())))
            fresh.push_back(std::move(*one));
    }
    if (fresh == vpa.object.recommendations)
        return;
    vpa.object.recommendations = std::move(fresh);
    state.touch(KindId::Vpa, vpa.object.meta);
}

const ContainerRecommendation* find(const Vpa& vpa, std::string_view container)
{
    for (const auto& one : vpa.recommendations)
        if (one.container == container)
            return &one;
    return nullptr;
}

// The sizes the admission controller gives a new pod.
std::vector<SimShape::Sizes> admitted(const SimState& state, std::size_t v)
{
    const auto& vpa = state.vpas[v].object;
    const auto w = state.plan->vpas[v].workload;
    const auto& containers = state.plan->workloads[w].containers;
    auto sizes = state.workloads[w].shapes.front().containers;
    for (std::size_t c = 0; c < containers.size(); ++c) {
        if (const auto* one = find(vpa, containers[c].name)) {
            const auto change = changeOf(*one, policyOf(vpa, containers[c].name), sizes[c].requests, sizes[c].limits);
            sizes[c] = {change.requests, change.limits};
        }
    }
    return sizes;
}

bool wantsChange(const SimState& state, std::size_t v, const SimPod& pod)
{
    const auto& vpa = state.vpas[v].object;
    const auto w = state.plan->vpas[v].workload;
    const auto& containers = state.plan->workloads[w].containers;
    const auto& sizes = state.workloads[w].shapes[pod.shape].containers;
    for (std::size_t c = 0; c < containers.size(); ++c) {
        const auto* one = find(vpa, containers[c].name);
        if (!one)
            continue;
        const auto change = changeOf(*one, policyOf(vpa, containers[c].name), sizes[c].requests, sizes[c].limits);
        if (change.outside || (change.drifted && state.now >= pod.created + oldEnough))
            return true;
    }
    return false;
}

// Resizes in place where that fits, else evicts; one pod at a time, and never the only one.
void update(SimState& state, std::size_t v)
{
    auto& vpa = state.vpas[v];
    const auto w = state.plan->vpas[v].workload;
    auto& workload = state.workloads[w];
    if (!actsOnRunningPods(vpa.object.mode) || workload.replicas < vpa.object.minReplicas.value_or(2)
        || state.now < vpa.nextEviction)
        return;
    const auto& ns = state.plan->workloads[w].ns;
    for (std::size_t p = 0; p < workload.pods.size(); ++p) {
        auto& pod = workload.pods[p];
        if (!pod.ready || pod.deleting || pod.shape == workload.shape || !wantsChange(state, v, pod))
            continue;
        vpa.nextEviction = state.now + evictEvery;
        auto& node = state.nodes[static_cast<std::size_t>(pod.node)];
        auto room = node.free;
        room += workload.shapes[pod.shape].need;
        const bool inPlace = vpa.object.mode == UpdateMode::InPlaceOrRecreate || vpa.object.mode == UpdateMode::InPlace;
        if (inPlace && room.fits(workload.shapes[workload.shape].need)) {
            node.free = room;
            node.free -= workload.shapes[workload.shape].need;
            pod.shape = workload.shape;
            record(state, {"v1", "Pod", pod.name}, ns, false, "InPlaceResizedByVPA",
                "Pod was resized in place by VPA Updater.", "vpa-updater");
            state.touch(KindId::Pod, ns, pod.name);
        } else if (mayEvict(state, w)) {
            record(state, {"v1", "Pod", pod.name}, ns, false, "EvictedByVPA",
                "Pod was evicted by VPA Updater to apply resource recommendation.", "vpa-updater");
            record(state, {"autoscaling.k8s.io/v1", "VerticalPodAutoscaler", vpa.object.meta.name}, ns, false,
                "EvictedPod", "VPA Updater evicted Pod \"" + pod.name + "\" to apply resource recommendation.",
                "vpa-updater");
            removePod(state, w, p);
        }
        return;
    }
}

} // namespace

void runVpas(SimState& state)
{
    for (std::size_t v = 0; v < state.vpas.size(); ++v) {
        auto& vpa = state.vpas[v];
        if (vpa.deleted || state.now < vpa.nextRun)
            continue;
        const auto since = std::max<Millis>(recommendEvery, state.now - (vpa.nextRun - recommendEvery));
        observe(state, v, static_cast<int>(std::min<std::int64_t>(since / Millis(recommendEvery), 60)));
        vpa.nextRun = state.now + recommendEvery;
        recommend(state, v);
        if (vpa.object.mode != UpdateMode::Off) {
            auto& workload = state.workloads[state.plan->vpas[v].workload];
            workload.shape = shapeFor(workload, admitted(state, v));
        }
        update(state, v);
    }
}

} // namespace loadline
