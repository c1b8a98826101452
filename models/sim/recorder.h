// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/state.h"

#include <optional>
#include <vector>

namespace loadline {

// What a Prometheus would have scraped of a simulated cluster, as numbers in fixed columns: a row per moment.
enum class Measure {
    HpaCurrent,
    HpaDesired, // of an HPA
    HpaUtilization,
    HpaAverage,
    HpaValue, // of an HPA's metric
    WorkloadReplicas,
    WorkloadReady,
    WorkloadWaiting, // of a workload
    WorkloadSize, // of a workload: what one of its pods that run requests, the mean; resource: 0 cpu, 1 memory, 2 GPUs
    CpuSum,
    CpuMean,
    CpuMax,
    MemoryMean,
    MemoryMax, // of a workload's container
    VpaTarget,
    VpaLower,
    VpaUpper,
    VpaUncapped, // of a VPA's container; part: 0 cpu, 1 memory
    VpaRequest,
    VpaLimit, // of the same container, the mean of its pods: a VPA gives new pods other sizes than the template's
    TriggerValue,
    TriggerActive, // of a ScaledObject's or ScaledJob's trigger
    PoolNodes, // of a pool
    PoolCpu,
    PoolMemory,
    PoolGpus, // requested from it
    NodeCount,
    PodsPending,
    PodsUnschedulable,
};
struct Measured {
    Measure measure {};
    std::size_t of = 0; // HPA, workload, VPA, ScaledObject (jobs after them), pool
    std::size_t part = 0; // metric, container, trigger
    std::size_t resource = 0; // VPA: 0 cpu, 1 memory
    bool operator==(const Measured&) const = default;
};
// Every column of a plan, always in the same order.
std::vector<Measured> columnsOf(const SimPlan& plan);
// Fills `row` (as long as `columns`); NaN is what is not there.
void measure(const SimState& state, const std::vector<Measured>& columns, float* row);

} // namespace loadline
