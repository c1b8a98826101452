// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/recorder.h"

#include "sim/loops.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace loadline {

namespace {

constexpr float absent = std::numeric_limits<float>::quiet_NaN();

float number(double value)
{
    return static_cast<float>(value);
}

template <class T> float number(const std::optional<T>& value)
{
    return value ? number(static_cast<double>(*value)) : absent;
}

float number(const std::optional<Quantity>& value)
{
    return value ? number(value->value()) : absent;
}

struct ContainerSums {
    double cpu = 0, cpuMax = 0, memory = 0, memoryMax = 0;
    int pods = 0;
};

struct PoolSums {
    int nodes = 0;
    Footprint used;
};

// One walk over the pods and nodes for all columns.
struct Sums {
    std::vector<std::vector<ContainerSums>> containers; // by workload
    std::vector<PoolSums> pools;
    int nodes = 0, pending = 0, unschedulable = 0;
};

Sums sumUp(const SimState& state)
{
    Sums sums;
    sums.containers.resize(state.workloads.size());
    sums.pools.resize(state.pools.size());
    for (std::size_t w = 0; w < state.workloads.size(); ++w) {
        const auto& plans = state.plan->workloads[w].containers;
        auto& containers = sums.containers[w];
        containers.resize(plans.size());
        for (const auto& pod : state.workloads[w].pods) {
            sums.pending += pod.phase == PodPhase::Pending ? 1 : 0;
            sums.unschedulable += pod.unschedulable ? 1 : 0;
            if (pod.phase != PodPhase::Running)
                continue;
            for (std::size_t c = 0; c < plans.size(); ++c) {
                const double cpu = cpuOf(state, w, pod, plans[c]);
                const double memory = memoryOf(state, w, pod, plans[c]);
                auto& sum = containers[c];
                sum.cpu += cpu;
                sum.memory += memory;
                sum.cpuMax = std::max(sum.cpuMax, cpu);
                sum.memoryMax = std::max(sum.memoryMax, memory);
                ++sum.pods;
            }
        }
    }
    for (const auto& node : state.nodes) {
        if (!node.present || !node.registered)
            continue;
        auto& pool = sums.pools[node.pool];
        ++pool.nodes;
        ++sums.nodes;
        pool.used += node.room;
        pool.used -= node.free;
    }
    return sums;
}

float ofContainer(const ContainerSums& sum, Measure measure)
{
    if (sum.pods == 0)
        return absent;
    switch (measure) {
    case Measure::CpuSum:
        return number(sum.cpu);
    case Measure::CpuMean:
        return number(sum.cpu / sum.pods);
    case Measure::CpuMax:
        return number(sum.cpuMax);
    case Measure::MemoryMean:
        return number(sum.memory / sum.pods);
    default:
        return number(sum.memoryMax);
    }
}

float ofMetric(const HpaDecision& decision, const Measured& column)
{
    if (column.part >= decision.proposals.size())
        return absent;
    const auto& status = decision.proposals[column.part].status;
    switch (column.measure) {
    case Measure::HpaUtilization:
        return number(status.averageUtilization);
    case Measure::HpaAverage:
        return number(status.averageValue);
    default:
        return number(status.value);
    }
}

float ofVpa(const SimVpa& vpa, const std::string& container, const Measured& column)
{
    for (const auto& one : vpa.object.recommendations) {
        if (one.container != container)
            continue;
        const Resources* resources = &one.target;
        if (column.measure == Measure::VpaLower)
            resources = &one.lowerBound;
        else if (column.measure == Measure::VpaUpper)
            resources = &one.upperBound;
        else if (column.measure == Measure::VpaUncapped)
            resources = &one.uncappedTarget;
        return number(column.resource == 0 ? resources->cpu : resources->memory);
    }
    return absent;
}

// What its running pods have, on average.
float ofPods(const SimState& state, std::size_t workload, const Measured& column)
{
    const auto& of = state.workloads[workload];
    double sum = 0;
    int pods = 0;
    for (const auto& pod : of.pods) {
        if (pod.phase != PodPhase::Running)
            continue;
        const auto& sizes = of.shapes[pod.shape].containers[column.part];
        const auto& resources = column.measure == Measure::VpaLimit ? sizes.limits : sizes.requests;
        const auto& size = column.resource == 0 ? resources.cpu : resources.memory;
        if (!size)
            continue;
        sum += size->value();
        ++pods;
    }
    return pods == 0 ? absent : number(sum / pods);
}

float waitingOf(const SimWorkload& workload)
{
    const auto waits = [](const SimPod& pod) { return pod.node < 0 && pod.phase == PodPhase::Pending && !pod.deleting; };
    return number(static_cast<double>(std::count_if(workload.pods.begin(), workload.pods.end(), waits)));
}

float sizeOf(const SimWorkload& workload, std::size_t resource)
{
    std::int64_t sum = 0, pods = 0;
    for (const auto& pod : workload.pods) {
        if (pod.node < 0)
            continue;
        Footprint need;
        for (const auto& container : workload.shapes[pod.shape].containers)
            need += footprintOf(container.requests);
        sum += resource == 0 ? need.cpuMilli : resource == 1 ? need.memory : need.gpus;
        ++pods;
    }
    return sum == 0 ? absent : number(double(sum) / double(pods) / (resource == 0 ? 1000 : 1));
}

float ofTrigger(const SimState& state, const Measured& column)
{
    const auto objects = state.scaledObjects.size();
    const bool job = column.of >= objects;
    const auto& values = job ? state.scaledJobs[column.of - objects].values : state.scaledObjects[column.of].values;
    if (!job && state.scaledObjects[column.of].last.state == KedaState::Paused)
        return absent; // a paused scaler is not asked, and its series end
    if (column.part >= values.size() || !values[column.part])
        return absent;
    if (column.measure == Measure::TriggerValue)
        return number(values[column.part]);
    if (job)
        return values[column.part]->isZero() ? 0 : 1;
    const auto& active = state.scaledObjects[column.of].last.active;
    return column.part < active.size() && active[column.part] ? 1 : 0;
}

float value(const SimState& state, const Sums& sums, const Measured& column)
{
    switch (column.measure) {
    case Measure::HpaCurrent:
    case Measure::HpaDesired: {
        const auto& hpa = state.hpas[column.of];
        if (!hpa.present || !hpa.targetExists)
            return absent;
        return number(static_cast<double>(column.measure == Measure::HpaCurrent
                ? std::count_if(state.workloads[hpa.workload].pods.begin(), state.workloads[hpa.workload].pods.end(),
                    [](const auto& pod) { return !pod.deleting; })
                : hpa.object.desiredReplicas.value_or(0)));
    }
    case Measure::HpaUtilization:
    case Measure::HpaAverage:
    case Measure::HpaValue:
        return ofMetric(state.hpas[column.of].last, column);
    case Measure::WorkloadReplicas:
        return number(static_cast<double>(state.workloads[column.of].replicas));
    case Measure::WorkloadReady:
        return number(static_cast<double>(state.workloads[column.of].ready));
    case Measure::WorkloadWaiting:
        return waitingOf(state.workloads[column.of]);
    case Measure::WorkloadSize:
        return sizeOf(state.workloads[column.of], column.resource);
    case Measure::CpuSum:
    case Measure::CpuMean:
    case Measure::CpuMax:
    case Measure::MemoryMean:
    case Measure::MemoryMax:
        return ofContainer(sums.containers[column.of][column.part], column.measure);
    case Measure::VpaTarget:
    case Measure::VpaLower:
    case Measure::VpaUpper:
    case Measure::VpaUncapped: {
        const auto& containers = state.plan->workloads[state.plan->vpas[column.of].workload].containers;
        return ofVpa(state.vpas[column.of], containers[column.part].name, column);
    }
    case Measure::VpaRequest:
    case Measure::VpaLimit:
        return ofPods(state, state.plan->vpas[column.of].workload, column);
    case Measure::TriggerValue:
    case Measure::TriggerActive:
        return ofTrigger(state, column);
    case Measure::PoolNodes:
        return number(sums.pools[column.of].nodes);
    case Measure::PoolCpu:
        return number(static_cast<double>(sums.pools[column.of].used.cpuMilli) / 1000);
    case Measure::PoolMemory:
        return number(static_cast<double>(sums.pools[column.of].used.memory));
    case Measure::PoolGpus:
        return number(static_cast<double>(sums.pools[column.of].used.gpus));
    case Measure::NodeCount:
        return number(sums.nodes);
    case Measure::PodsPending:
        return number(sums.pending);
    case Measure::PodsUnschedulable:
        return number(sums.unschedulable);
    }
    return absent;
}

} // namespace

std::vector<Measured> columnsOf(const SimPlan& plan)
{
    using enum Measure;
    std::vector<Measured> columns;
    const auto add
        = [&](std::initializer_list<Measure> measures, std::size_t of, std::size_t part = 0, std::size_t resource = 0) {
              for (const auto measure : measures)
                  columns.push_back({measure, of, part, resource});
          };
    const auto hpa = [&](std::size_t index, std::size_t metrics) {
        add({HpaCurrent, HpaDesired}, index);
        for (std::size_t m = 0; m < metrics; ++m)
            add({HpaUtilization, HpaAverage, HpaValue}, index, m);
    };
    for (std::size_t h = 0; h < plan.hpas.size(); ++h)
        hpa(h, plan.hpas[h].object.metrics.size());
    for (std::size_t s = 0; s < plan.scaledObjects.size(); ++s) {
        hpa(plan.hpas.size() + s, plan.scaledObjects[s].object.triggers.size());
        for (std::size_t t = 0; t < plan.scaledObjects[s].triggers.size(); ++t)
            add({TriggerValue, TriggerActive}, s, t);
    }
    for (std::size_t j = 0; j < plan.scaledJobs.size(); ++j)
        for (std::size_t t = 0; t < plan.scaledJobs[j].triggers.size(); ++t)
            add({TriggerValue, TriggerActive}, plan.scaledObjects.size() + j, t);
    for (std::size_t w = 0; w < plan.workloads.size(); ++w) {
        add({WorkloadReplicas, WorkloadReady, WorkloadWaiting}, w);
        for (std::size_t resource = 0; resource < 3; ++resource)
            add({WorkloadSize}, w, 0, resource);
        for (std::size_t c = 0; c < plan.workloads[w].containers.size(); ++c)
            add({CpuSum, CpuMean, CpuMax, MemoryMean, MemoryMax}, w, c);
    }
    for (std::size_t v = 0; v < plan.vpas.size(); ++v)
        for (std::size_t c = 0; c < plan.workloads[plan.vpas[v].workload].containers.size(); ++c)
            for (std::size_t resource = 0; resource < 2; ++resource)
                add({VpaTarget, VpaLower, VpaUpper, VpaUncapped, VpaRequest, VpaLimit}, v, c, resource);
    for (std::size_t p = 0; p < plan.pools.size(); ++p)
        add({PoolNodes, PoolCpu, PoolMemory, PoolGpus}, p);
    add({NodeCount, PodsPending, PodsUnschedulable}, 0);
    return columns;
}

void measure(const SimState& state, const std::vector<Measured>& columns, float* row)
{
    const auto sums = sumUp(state);
    for (std::size_t c = 0; c < columns.size(); ++c)
        row[c] = value(state, sums, columns[c]);
}

} // namespace loadline
