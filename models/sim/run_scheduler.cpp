// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/loops.h"

#include <algorithm>
#include <map>

namespace loadline {

namespace {

enum class Refusal { None, Selector, Taint, Cordoned, Cpu, Memory, Gpu, Pods };

// Why a node does not take a pod. A pod of a pool carries that pool's selector and tolerations.
Refusal refusal(const SimState& state, const WorkloadPlan& plan, const SimNode& node, const Footprint& need)
{
    const auto& pool = state.plan->pools[node.pool];
    if (plan.pool.empty() ? !pool.taints.empty() : plan.pool != pool.name)
        return plan.pool.empty() ? Refusal::Taint : Refusal::Selector;
    if (node.cordoned || node.draining || !node.ready)
        return Refusal::Cordoned;
    if (need.cpuMilli > node.free.cpuMilli)
        return Refusal::Cpu;
    if (need.memory > node.free.memory)
        return Refusal::Memory;
    if (need.gpus > node.free.gpus)
        return Refusal::Gpu;
    if (need.pods > node.free.pods)
        return Refusal::Pods;
    return Refusal::None;
}

std::string wordsOf(Refusal why, const PoolPlan& pool)
{
    switch (why) {
    case Refusal::Selector:
        return "node(s) didn't match Pod's node affinity/selector";
    case Refusal::Taint:
        return "node(s) had untolerated taint {" + pool.taints.front().key
            + (pool.taints.front().value.empty() ? std::string() : ": " + pool.taints.front().value) + "}";
    case Refusal::Cordoned:
        return "node(s) were unschedulable";
    case Refusal::Cpu:
        return "Insufficient cpu";
    case Refusal::Memory:
        return "Insufficient memory";
    case Refusal::Gpu:
        return "Insufficient nvidia.com/gpu";
    case Refusal::Pods:
        return "Too many pods";
    case Refusal::None:
        break;
    }
    return {};
}

struct Choice {
    int node = -1;
    std::string message; // why none took it
};

// The fullest node that takes it, so that the others can go.
Choice choose(const SimState& state, const WorkloadPlan& plan, const Footprint& need, bool explain)
{
    Choice choice;
    std::map<std::string, int> refusals;
    int nodes = 0;
    for (std::size_t n = 0; n < state.nodes.size(); ++n) {
        const auto& node = state.nodes[n];
        if (!node.present || !node.registered)
            continue;
        ++nodes;
        const auto why = refusal(state, plan, node, need);
        if (why != Refusal::None) {
            if (explain)
                ++refusals[wordsOf(why, state.plan->pools[node.pool])];
        } else if (choice.node < 0
            || node.free.cpuMilli < state.nodes[static_cast<std::size_t>(choice.node)].free.cpuMilli) {
            choice.node = static_cast<int>(n);
        }
    }
    if (choice.node >= 0 || !explain)
        return choice;
    const auto all = std::to_string(nodes);
    choice.message = "0/" + all + " nodes are available: ";
    for (const auto& [words, count] : refusals)
        choice.message += std::to_string(count) + " " + words + ", ";
    if (!refusals.empty())
        choice.message.resize(choice.message.size() - 2);
    choice.message
        += ". preemption: 0/" + all + " nodes are available: " + all + " Preemption is not helpful for scheduling.";
    return choice;
}

} // namespace

void runScheduler(SimState& state)
{
    for (std::size_t w = 0; w < state.workloads.size(); ++w) {
        const auto& plan = state.plan->workloads[w];
        auto& workload = state.workloads[w];
        for (auto& pod : workload.pods) {
            if (pod.node >= 0 || pod.deleting || pod.phase != PodPhase::Pending)
                continue;
            const auto& need = workload.shapes[pod.shape].need;
            const auto choice = choose(state, plan, need, state.told && !pod.unschedulable);
            if (choice.node < 0) {
                if (pod.unschedulable)
                    continue;
                pod.unschedulable = true;
                pod.trouble = choice.message;
                record(state, {"v1", "Pod", pod.name}, plan.ns, true, "FailedScheduling", choice.message,
                    "default-scheduler");
            } else {
                pod.node = choice.node;
                pod.scheduled = state.now;
                pod.unschedulable = false;
                pod.trouble.clear();
                state.nodes[static_cast<std::size_t>(choice.node)].free -= need;
                state.moves += plan.kind == SimKind::Job ? 0 : 1;
            }
            state.touch(KindId::Pod, plan.ns, pod.name);
        }
    }
}

} // namespace loadline
