// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/allocation.h"

#include <span>

namespace loadline {

enum class GroupKind { Cluster, Pool, Capacity, Node, Namespace, Workload, WorkloadType, Label, Autoscaler };
struct GroupBy {
    GroupKind kind = GroupKind::Namespace;
    std::string label; // Label only: the pod label's key, such as "team"
    bool operator==(const GroupBy&) const = default;
};
// "namespace", "workload-type", "label:team" ... as the command line writes it. Errors: Malformed.
Result<GroupBy> parseGroupBy(std::string_view text);
std::string groupByText(const GroupBy& by);

// One line of a table of costs, per hour.
struct CostGroup {
    // What is no pod's: Idle stands for all idle where the groups are sets of pods, Lines for fees and disks. Rest is no
    // group of aggregate(): in tables of a window, what the groups leave of its comparison.
    enum class Special { None, Idle, Lines, Rest };
    Special special = Special::None;
    std::string key; // unique: "prod/Deployment/api", "gpu-pool", "team-a"; "__idle__", "__lines__"; "" not labelled
    std::string cluster; // "" where groups run over clusters
    std::string name; // to show; "" for "none"
    CostParts cost; // of its pods; of Idle, what is idle
    CostParts idle; // of its nodes: Cluster, Pool, Capacity and Node only
    Money other; // fees, disks and other lines
    Amounts requested, used, charged; // of the pods with a price
    Amounts capacity; // of the nodes
    Amounts measuredRequests; // of the pods whose usage is known, against which `used` stands
    CostParts measuredCost; // of these, which weighs the efficiency
    std::size_t pods = 0, nodes = 0;
    std::size_t unpricedPods = 0, unpricedNodes = 0, pendingPods = 0, unmeasuredPods = 0;
    [[nodiscard]] Money total() const { return cost.total() + idle.total() + other; }
    // Used / requested (cost.md 1.4): absent without metrics; without request but with usage 1. May be above 1.
    [[nodiscard]] std::optional<double> cpuEfficiency() const;
    [[nodiscard]] std::optional<double> memoryEfficiency() const;
    [[nodiscard]] std::optional<double> efficiency() const; // weighted by cost, CPU and memory only
    [[nodiscard]] std::optional<double> gpuRequestedShare() const; // requested / capacity, where capacity is known
    [[nodiscard]] std::optional<double> idleShare() const; // idle / total; absent when nothing is paid
};

// Groups of one or more clusters, dearest first, Special last. Their totals add up to the allocations' totalHourly().
std::vector<CostGroup> aggregate(std::span<const Allocation> allocations, const GroupBy& by);
std::vector<CostGroup> aggregate(const Allocation& allocation, const GroupBy& by);

} // namespace loadline
