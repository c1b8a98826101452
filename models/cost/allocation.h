// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/pod.h"
#include "cluster/world.h"
#include "cost/price_book.h"
#include "cost/terms.h"
#include "cost/workload_type.h"

namespace loadline {

// What a share of a machine is measured in: cores, bytes, GPUs (of a time-sliced or partitioned one: whole slices).
struct Amounts {
    Quantity cpu, memory, gpu;
    Amounts& operator+=(const Amounts& other);
    bool operator==(const Amounts&) const = default;
};

// One node's price per hour, in parts, and what nobody uses of it.
struct NodeCost {
    const Node* node = nullptr; // lives in Allocation::world
    Machine machine;
    Price price; // list
    std::optional<CostParts> cost; // what is paid (after terms), in parts; absent when the price is unknown
    std::optional<CostParts> onDemand; // the same on demand, after terms
    CostParts idle; // of `cost`, what no pod asks for or uses; never negative
    Amounts capacity; // GPU: slices
    std::int64_t gpus = 0; // physical
    Amounts charged; // sum over pods of max(request, usage), before any scaling down
    bool overcommitted = false; // more is charged than the node has, so shares were scaled down
    bool capacityUnknown = false; // no capacity is reported, so its price is all idle
};

enum class PodState : unsigned char {
    Charged,
    NoNode, // pending: costs nothing yet
    NodeUnknown, // runs on a node that is not listed
    Unpriced, // runs on a node without a price
    NotCharged, // finished, or waits for its image (OpenCost's specification charges nothing)
};

// One pod's share of its node.
struct PodCost {
    const Pod* pod = nullptr; // lives in Allocation::world
    PodState state = PodState::Charged;
    bool measured = false; // live usage was known
    std::uint32_t node = 0; // index into nodes: Charged and Unpriced only
    std::uint32_t workload = 0; // index into workloads
    CostParts cost; // zero unless Charged
    Amounts requested, used, charged; // charged: sum over containers of max(request, usage), overhead on top
};

// What pods belong to: the top of their owners.
struct WorkloadCost {
    std::string ns, kind, name; // kind "Pod" for pods without owner
    std::string type; // workload type
    std::string autoscalerKind, autoscaler; // "HorizontalPodAutoscaler", "ScaledObject", "ScaledJob"; "" none
    CostParts cost;
    std::uint32_t pods = 0, charged = 0; // that are not finished; of them, the ones with a price
};

struct AllocationOptions {
    std::string poolLabel; // the user's own pool label, tried first
    WorkloadTypeRules types = defaultWorkloadTypes();
    bool operator==(const AllocationOptions&) const = default;
};

// What one cluster costs an hour, down to its pods. The cost of its pods and its idle add up to the cost of its nodes
// exactly.
struct Allocation {
    WorldPtr world;
    Terms terms;
    std::vector<NodeCost> nodes; // in the World's order
    std::vector<PodCost> pods; // in the World's order
    std::vector<WorkloadCost> workloads; // by (namespace, kind, name)
    std::vector<CostLine> lines;
    Coverage coverage;
    bool usageKnown = false; // metrics.k8s.io answers; else pods are charged for what they request alone
    std::size_t unmeasured = 0; // charged pods without metrics while others have them
    std::size_t overcommitted = 0; // nodes
    [[nodiscard]] CostParts nodesHourly() const; // of the nodes with a price
    [[nodiscard]] CostParts idleHourly() const;
    [[nodiscard]] Money totalHourly() const; // nodes and lines
    // What the figures leave out or assume, as whole sentences marked with LOADLINE_TR("Cost", ...).
    [[nodiscard]] std::vector<Error> notes() const;
};
Allocation allocate(const WorldPtr& world, const PriceBook& book, const Terms& terms, const AllocationOptions& options = {});

// Splits a machine's price into CPU, memory and GPU by OpenCost's method (cost.md 1.1), exactly: by the proportion of
// the rates, a known GPU price taken off first.
CostParts splitPrice(Money hourly, const Amounts& capacity, std::int64_t gpus, const Rates& rates,
    const std::optional<Money>& gpuHourly = {});

} // namespace loadline
