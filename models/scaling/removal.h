// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/money.h"
#include "base/phrase.h"
#include "cluster/node.h"
#include "cluster/workload.h"
#include "cluster/world.h"
#include "scaling/packing.h"

#include <functional>
#include <set>

namespace loadline {

// Why a node has to stay, or that it can go. The first reason that holds is given.
enum class StayReason : unsigned char {
    None, // it can go
    Annotated, // the node is annotated against removal (scale-down-disabled, do-not-disrupt)
    PoolMinimum, // its pool is at its minimum
    DoNotDisrupt, // a pod is annotated karpenter.sh/do-not-disrupt
    NotSafeToEvict, // a pod is annotated cluster-autoscaler.kubernetes.io/safe-to-evict=false
    NoOwner, // nothing would create this pod again
    LocalStorage, // a pod's data lies on the node
    PodsWait, // a pod of a workload that runs in this pool waits for a node
    Budget, // a PodDisruptionBudget allows no disruption now
    BudgetUnknown, // a PodDisruptionBudget that covers a pod has no status
    NoRoom, // a pod fits on no other node of the pool
    NotAsked, // others are asked about
    NotCounted, // not ready, cordoned or on its way out: somebody is at it already
    PodsUnknown, // the cluster's pods are not all known, so nothing can be said
};

// What is asked: how things would be after requests were lowered, without touching the cluster.
struct RemovalQuestion {
    std::set<std::string, std::less<>> nodes; // that are to go, all others stay; empty: any that can
    // What a pod would request; null or nullopt: what it requests now.
    std::function<std::optional<Resources>(const Pod&)> requests;
    // The fewest nodes a pool may have; null or nullopt: what a static NodePool or the autoscaler group of that name
    // says; where nothing does, none, and the answer says so.
    std::function<std::optional<std::int64_t>(const std::string& pool)> minimum;
    // What a node costs an hour; null or nullopt: not known.
    std::function<std::optional<Money>(const Node&)> price;
    // Whether a pod keeps data on its node; null: not known, and said.
    std::function<bool(const Pod&)> localStorage;
};

struct NodeVerdict {
    std::string node;
    std::string pool;
    StayReason reason = StayReason::None;
    std::string pod; // "namespace/name" of the pod that holds it, "" none
    std::string budget; // "namespace/name" of the budget
    std::size_t moved = 0; // pods that would move, when it can go
    std::optional<Money> hourly;
    [[nodiscard]] bool canGo() const { return reason == StayReason::None; }
    bool operator==(const NodeVerdict&) const = default;
};
// "web/api-7c9 fits on no other node of pool general." and so on.
Phrase describe(const NodeVerdict& verdict);

struct RemovalAnswer {
    std::vector<NodeVerdict> nodes; // sorted by node
    std::size_t canGo = 0;
    Money hourly; // of the nodes that can go, where their price is known
    std::size_t withoutPrice = 0; // of the nodes that can go
    std::vector<Phrase> assumptions; // what is not known and how it was taken
    std::vector<std::string> withoutMinimum; // pools whose smallest size is not known and taken as none, sorted
};
Phrase describeWithoutMinimum(const std::vector<std::string>& pools);
// "Can these nodes go?" Nodes are emptied one after the other, those with the least to move first, as long as every pod
// on them finds room on a node of the same pool that stays. Pods carry no affinity, tolerations or volumes in what is read: they stay
// in their pool, StatefulSets also in their zone, and the answer says so.
RemovalAnswer nodesThatCanGo(const World& world, const RemovalQuestion& question = {});

} // namespace loadline
