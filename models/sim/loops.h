// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/state.h"

namespace loadline {

// The controllers of the simulated cluster, each a pass over the state at state.now. They run in this order every
// step; a step is 15 s while the cluster is live, and longer in the distant past. `step` is its length.

void runLoad(SimState& state, Seconds step); // what arrives, what queues, what pods use
void runHpas(SimState& state); // the HPA controller
void runKeda(SimState& state); // KEDA's operator: 0 to 1 and back, jobs
void runWorkloads(SimState& state); // Deployments, StatefulSets, DaemonSets, Jobs: pods made and removed
void runScheduler(SimState& state); // pods find nodes
void runPods(SimState& state); // kubelets: pods start, get ready, finish, go
void runNodes(SimState& state, Seconds step); // cluster-autoscaler and Karpenter, interruptions
void runVpas(SimState& state); // recommender and updater
void runBudgets(SimState& state); // statuses of PDBs and quotas

// What the sources of the triggers say now.
std::vector<TriggerReading> readTriggers(const SimState& state, const std::vector<TriggerPlan>& plans,
    const std::vector<Trigger>& triggers, const std::vector<std::int64_t>& failures);
// A pod's share of what its workload does, by its own grain.
double cpuOf(const SimState& state, std::size_t workload, const SimPod& pod, const ContainerPlan& container);
double memoryOf(const SimState& state, std::size_t workload, const SimPod& pod, const ContainerPlan& container);
// Marks a pod for deletion, or removes it at once where it never ran.
void removePod(SimState& state, std::size_t workload, std::size_t pod);
// Whether the PDBs allow one more pod of the workload to go.
bool mayEvict(const SimState& state, std::size_t workload);

// Everything in place at `at` as if it had been so for long: workloads at the size their load asks for, nodes to hold
// them, histories of usage behind the recommendations.
void settle(SimState& state, TimePoint at);
// The size an autoscaled workload has under a steady load.
std::int64_t typicalReplicas(const SimState& state, std::size_t workload, TimePoint at);

} // namespace loadline
