// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/loops.h"

#include <algorithm>
#include <cmath>

namespace loadline {

namespace {

constexpr double slowest = 3; // seconds: what times out is not measured

std::uint64_t loadSeed(const SimState& state, const WorkloadPlan& plan)
{
    return mixed(state.seed, hashOf(plan.name));
}

// Pods of one workload differ by a few percent, and each wobbles.
double wobble(const SimState& state, const SimPod& pod)
{
    const auto quarter = static_cast<std::uint64_t>(state.now.time_since_epoch().count() / 15000);
    return 1 + 0.05 * (unitOf(pod.grain) - 0.5) + 0.05 * (unitOf(mixed(pod.grain, quarter)) - 0.5);
}

double limitOf(const std::optional<Quantity>& limit, double otherwise)
{
    return limit ? limit->value() : otherwise;
}

void serve(const WorkloadPlan& plan, SimWorkload& workload)
{
    workload.each = workload.ready > 0 ? workload.arriving / static_cast<double>(workload.ready) : 0;
    if (plan.latency == 0)
        return;
    const double strain = workload.ready > 0 ? std::pow(workload.each / plan.nominal, 2.4) : slowest / plan.latency;
    workload.latency = std::min(slowest, plan.latency * (0.5 + 0.5 * strain));
}

void drain(const WorkloadPlan& plan, SimWorkload& workload, Seconds step)
{
    const auto seconds = static_cast<double>(step.count());
    workload.queue += workload.arriving * seconds;
    const double done = std::min(workload.queue, static_cast<double>(workload.ready) * plan.rate * seconds);
    workload.queue -= done;
    if (workload.queue < 0.5)
        workload.queue = 0;
    workload.each = workload.ready > 0 ? done / seconds / static_cast<double>(workload.ready) : 0;
}

} // namespace

double cpuOf(const SimState& state, std::size_t workload, const SimPod& pod, const ContainerPlan& container)
{
    if (pod.phase != PodPhase::Running)
        return 0;
    const auto& now = state.workloads[workload];
    const auto& plan = state.plan->workloads[workload];
    double cpu = container.cpuIdle;
    if (plan.work == SimWork::Fixed && plan.load.noise > 0)
        cpu *= 1 + plan.load.noise * noiseAt(pod.grain, state.now, plan.load.noisePeriod);
    if (pod.ready)
        cpu += container.cpuEach * now.each;
    else
        cpu += 0.3 * container.cpuIdle; // starting
    return std::min(cpu * wobble(state, pod), limitOf(container.limits.cpu, 16));
}

double memoryOf(const SimState& state, std::size_t workload, const SimPod& pod, const ContainerPlan& container)
{
    if (pod.phase != PodPhase::Running)
        return 0;
    const double each = pod.ready ? state.workloads[workload].each : 0;
    const double bytes = container.memoryIdle * (1 + 0.06 * noiseAt(pod.grain, state.now, Seconds(9000)))
        + container.memoryEach * each;
    return std::min(bytes, 0.98 * limitOf(container.limits.memory, 64e9));
}

void runLoad(SimState& state, Seconds step)
{
    for (auto& node : state.nodes)
        node.cpu = node.memory = 0;
    for (std::size_t w = 0; w < state.workloads.size(); ++w) {
        const auto& plan = state.plan->workloads[w];
        auto& workload = state.workloads[w];
        if (plan.load.mean > 0)
            workload.arriving = loadAt(plan.load, loadSeed(state, plan), state.now);
        switch (plan.work) {
        case SimWork::Serve:
            serve(plan, workload);
            break;
        case SimWork::Drain:
            drain(plan, workload, step);
            break;
        case SimWork::Shard:
            workload.each = workload.ready > 0 ? workload.arriving / static_cast<double>(workload.ready) : 0;
            break;
        case SimWork::Fixed:
            break;
        }
        for (auto& pod : workload.pods) {
            pod.cpu = pod.memory = 0;
            for (const auto& container : plan.containers) {
                pod.cpu += cpuOf(state, w, pod, container);
                pod.memory += memoryOf(state, w, pod, container);
            }
            if (pod.node >= 0) {
                auto& node = state.nodes[static_cast<std::size_t>(pod.node)];
                node.cpu += pod.cpu;
                node.memory += pod.memory;
            }
        }
    }
}

} // namespace loadline
