// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/nodes.h"

#include "sim/loops.h"

#include <algorithm>

namespace loadline {

namespace {

constexpr Seconds scanEvery {30}; // how often a node is looked at for removal
constexpr double unneededBelow = 0.5; // of its allocatable: cluster-autoscaler's threshold
constexpr Seconds afterAdding {600}; // cluster-autoscaler: no scale-down so soon after a scale-up
constexpr Seconds waitBeforeAdding {10};

struct Resident {
    std::size_t workload, pod;
};

// The pods that have to move when a node goes: all but those of DaemonSets.
std::vector<std::vector<Resident>> residents(const SimState& state)
{
    std::vector<std::vector<Resident>> result(state.nodes.size());
    for (std::size_t w = 0; w < state.workloads.size(); ++w) {
        if (state.plan->workloads[w].kind == SimKind::DaemonSet)
            continue;
        for (std::size_t p = 0; p < state.workloads[w].pods.size(); ++p)
            if (const int node = state.workloads[w].pods[p].node; node >= 0)
                result[static_cast<std::size_t>(node)].push_back({w, p});
    }
    return result;
}

std::size_t countOf(const SimState& state, std::size_t pool)
{
    return static_cast<std::size_t>(std::count_if(state.nodes.begin(), state.nodes.end(),
        [&](const auto& node) { return node.present && node.pool == pool && !node.draining; }));
}

bool belongs(const WorkloadPlan& workload, const PoolPlan& pool)
{
    return workload.pool.empty() ? pool.taints.empty() : workload.pool == pool.name;
}

void progress(SimState& state)
{
    for (auto& node : state.nodes) {
        if (!node.present)
            continue;
        const auto& plan = state.plan->pools[node.pool];
        const auto registers = node.readyAt - plan.provision * 2 / 5;
        if (!node.registered && state.now >= registers) {
            node.registered = true;
            ++state.moves;
            touchNode(state, node);
        }
        if (!node.ready && state.now >= node.readyAt) {
            node.ready = true;
            ++state.moves;
            touchNode(state, node);
        }
    }
}

struct Waiting {
    std::vector<Footprint> needs;
    std::vector<Resident> who;
};

Waiting waitingFor(const SimState& state, const PoolPlan& pool)
{
    Waiting waiting;
    for (std::size_t w = 0; w < state.workloads.size(); ++w) {
        if (!belongs(state.plan->workloads[w], pool))
            continue;
        const auto& workload = state.workloads[w];
        for (std::size_t p = 0; p < workload.pods.size(); ++p) {
            const auto& pod = workload.pods[p];
            if (!pod.unschedulable || pod.deleting || state.now < pod.created + waitBeforeAdding)
                continue;
            waiting.needs.push_back(workload.shapes[pod.shape].need);
            waiting.who.push_back({w, p});
        }
    }
    return waiting;
}

void tellTriggered(SimState& state, std::size_t pool, const Resident& who, std::size_t before, std::size_t after,
    const std::string& claim)
{
    if (!state.told)
        return;
    const auto& plan = state.plan->pools[pool];
    const auto& ns = state.plan->workloads[who.workload].ns;
    const ObjectRef about {"v1", "Pod", state.workloads[who.workload].pods[who.pod].name};
    if (plan.manager == SimManager::ClusterAutoscaler)
        record(state, about, ns, false, "TriggeredScaleUp",
            "pod triggered scale-up: [{" + groupName(state, pool) + " " + std::to_string(before) + "->"
                + std::to_string(after) + " (max: " + std::to_string(plan.max) + ")}]",
            "cluster-autoscaler");
    else
        record(state, about, ns, false, "Nominated", "Pod should schedule on: nodeclaim/" + claim, "karpenter");
}

void tellFull(SimState& state, std::size_t pool, const Resident& who)
{
    if (!state.told)
        return;
    const auto& plan = state.plan->pools[pool];
    const auto& ns = state.plan->workloads[who.workload].ns;
    const ObjectRef about {"v1", "Pod", state.workloads[who.workload].pods[who.pod].name};
    if (plan.manager == SimManager::ClusterAutoscaler) {
        const auto others = std::count_if(state.plan->pools.begin(), state.plan->pools.end(), [](const auto& p) {
            return p.manager == SimManager::ClusterAutoscaler;
        }) - 1;
        record(state, about, ns, false, "NotTriggerScaleUp",
            "pod didn't trigger scale-up: " + std::to_string(others)
                + " node(s) didn't match Pod's node affinity/selector, 1 max node group size reached",
            "cluster-autoscaler");
    } else {
        record(state, about, ns, true, "FailedScheduling",
            "Failed to schedule pod, all available instance types exceed limits for nodepool \"" + plan.name + "\"",
            "karpenter");
    }
}

void scaleUp(SimState& state, std::size_t pool, bool anyWaits)
{
    const auto& plan = state.plan->pools[pool];
    auto& now = state.pools[pool];
    const bool wasFull = now.full;
    now.full = false;
    const auto waiting = anyWaits ? waitingFor(state, plan) : Waiting {};
    const auto before = countOf(state, pool);
    if (!waiting.needs.empty()) {
        std::vector<Footprint> coming;
        for (const auto& node : state.nodes)
            if (node.present && node.pool == pool && !node.ready && !node.draining)
                coming.push_back(node.registered ? node.free : emptyRoom(state, pool));
        const auto room
            = static_cast<std::size_t>(std::max<std::int64_t>(0, plan.max - static_cast<std::int64_t>(before)));
        const auto packing = pack(waiting.needs, coming, emptyRoom(state, pool), room);
        std::vector<std::string> claims;
        for (std::size_t n = 0; n < packing.newNodes; ++n)
            claims.push_back(state.nodes[addNode(state, pool, state.now + plan.provision)].claim);
        if (packing.newNodes > 0) {
            now.scaleUpSince = state.now;
            ++state.moves;
        }
        for (std::size_t i = 0; i < waiting.who.size(); ++i) {
            const auto& at = packing.placed[i];
            if (!at) {
                now.full = true;
                tellFull(state, pool, waiting.who[i]);
            } else if (*at >= coming.size()) {
                tellTriggered(
                    state, pool, waiting.who[i], before, before + packing.newNodes, claims[*at - coming.size()]);
            }
        }
    }
    if (now.full != wasFull)
        touchPool(state, pool);
    now.target = static_cast<std::int64_t>(countOf(state, pool));
    const bool coming = std::any_of(state.nodes.begin(), state.nodes.end(),
        [&](const auto& node) { return node.present && node.pool == pool && !node.ready; });
    if (!coming)
        now.scaleUpSince.reset();
}

double utilisation(const SimState& state, const SimNode& node)
{
    const auto room = emptyRoom(state, node.pool);
    const auto part = [](std::int64_t free, std::int64_t all) {
        return all > 0 ? 1 - static_cast<double>(free) / static_cast<double>(all) : 0.0;
    };
    return std::max({part(node.free.cpuMilli, room.cpuMilli), part(node.free.memory, room.memory),
        part(node.free.gpus, room.gpus)});
}

// Whether everything on it finds room on the pool's other nodes, and no PDB objects.
bool canMove(const SimState& state, std::size_t n, const std::vector<Resident>& here)
{
    std::vector<Footprint> needs, rooms;
    for (const auto& [w, p] : here) {
        if (!mayEvict(state, w) || state.plan->workloads[w].kind == SimKind::Job)
            return false;
        needs.push_back(state.workloads[w].shapes[state.workloads[w].pods[p].shape].need);
    }
    for (std::size_t other = 0; other < state.nodes.size(); ++other) {
        const auto& node = state.nodes[other];
        if (other != n && node.present && node.pool == state.nodes[n].pool && node.ready && !node.cordoned
            && !node.draining)
            rooms.push_back(node.free);
    }
    const auto packing = pack(needs, rooms, Footprint {}, 0);
    return std::all_of(packing.placed.begin(), packing.placed.end(), [](const auto& at) { return at.has_value(); });
}

void drain(SimState& state, std::size_t n, std::string_view reason)
{
    auto& node = state.nodes[n];
    node.draining = state.now;
    ++state.moves;
    const auto& plan = state.plan->pools[node.pool];
    if (state.told) {
        if (plan.manager == SimManager::ClusterAutoscaler)
            record(state, {"v1", "Node", node.name}, {}, false, "ScaleDown",
                "marked the node as toBeDeleted/unschedulable", "cluster-autoscaler");
        else
            record(state, {"v1", "Node", node.name}, {}, false, "DisruptionTerminating",
                "Disrupting Node: " + std::string(reason), "karpenter");
    }
    touchNode(state, node);
}

void scaleDown(SimState& state, std::size_t pool, const std::vector<std::vector<Resident>>& all)
{
    const auto& plan = state.plan->pools[pool];
    auto& now = state.pools[pool];
    now.candidates = false;
    const bool busy = std::any_of(state.nodes.begin(), state.nodes.end(),
        [&](const auto& node) { return node.present && node.pool == pool && (node.draining || !node.ready); });
    const bool managed = plan.manager == SimManager::ClusterAutoscaler;
    if (busy || now.full || (managed && now.scaleUpSince && state.now < *now.scaleUpSince + afterAdding))
        return;
    auto count = static_cast<std::int64_t>(countOf(state, pool));
    std::optional<std::size_t> best;
    for (std::size_t n = 0; n < state.nodes.size(); ++n) {
        auto& node = state.nodes[n];
        if (!node.present || node.pool != pool || node.cordoned)
            continue;
        const bool idle = all[n].empty() || (!managed || utilisation(state, node) < unneededBelow);
        if (count <= plan.min || !idle || !canMove(state, n, all[n])) {
            node.unneededSince.reset();
            continue;
        }
        if (!node.unneededSince)
            node.unneededSince = state.now;
        now.candidates = true;
        if (state.now >= *node.unneededSince + plan.unneeded && (!best || all[n].size() < all[*best].size()))
            best = n;
    }
    if (best) {
        drain(state, *best, all[*best].empty() ? "Empty" : "Underutilized");
        now.lastScaleDown = state.now;
    }
}

// Reclaimed by the cloud with two minutes' notice.
void interrupt(SimState& state, Seconds step)
{
    for (std::size_t n = 0; n < state.nodes.size(); ++n) {
        const auto& node = state.nodes[n];
        const auto& plan = state.plan->pools[node.pool];
        if (!node.present || !node.ready || node.draining || plan.interruptions == 0)
            continue;
        const double chance = plan.interruptions * static_cast<double>(step.count()) / 86400;
        if (state.dice.unit() >= chance)
            continue;
        record(state, {"v1", "Node", node.name}, {}, true, "SpotInterrupted",
            "Spot interruption warning was triggered for the node", "karpenter");
        drain(state, n, "Interrupted");
    }
}

void finishDrains(SimState& state, const std::vector<std::vector<Resident>>& all)
{
    for (std::size_t n = 0; n < state.nodes.size(); ++n) {
        auto& node = state.nodes[n];
        if (!node.present || !node.draining)
            continue;
        if (all[n].empty()) {
            removeNode(state, n);
            continue;
        }
        for (const auto& [w, p] : all[n])
            if (!state.workloads[w].pods[p].deleting && mayEvict(state, w))
                removePod(state, w, p); // only marks it: indices stay
    }
}

} // namespace

void runNodes(SimState& state, Seconds step)
{
    progress(state);
    const bool anyWaits = std::any_of(state.workloads.begin(), state.workloads.end(), [](const auto& workload) {
        return std::any_of(
            workload.pods.begin(), workload.pods.end(), [](const auto& pod) { return pod.unschedulable; });
    });
    for (std::size_t pool = 0; pool < state.pools.size(); ++pool)
        scaleUp(state, pool, anyWaits);
    interrupt(state, step);
    if (std::any_of(state.nodes.begin(), state.nodes.end(), [](const auto& node) { return node.draining.has_value(); }))
        finishDrains(state, residents(state));
    if (state.now >= state.nextScaleDown) {
        state.nextScaleDown = state.now + scanEvery;
        const auto all = residents(state);
        for (std::size_t pool = 0; pool < state.pools.size(); ++pool)
            scaleDown(state, pool, all);
    }
    if (state.told)
        state.touch(KindId::AutoscalerStatus, "kube-system", "cluster-autoscaler-status");
}

} // namespace loadline
