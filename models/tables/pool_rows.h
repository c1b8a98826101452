// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/preferences.h"
#include "cluster/node.h"
#include "cluster/world.h"
#include "tables/node_rows.h"
#include "tables/order.h"
#include "tables/pool_money.h"
#include "tables/state_word.h"

namespace loadline {

enum class PoolState {
    Healthy,
    ScalingUp, // the autoscaler makes nodes, or NodeClaims wait for theirs
    AtMax, // full
    Backoff, // the cloud refused to make nodes
    Unhealthy, // the autoscaler's word, or a Karpenter condition
    NotReadyNodes,
    Empty, // no nodes, and none are wanted
    NodesUnknown, // and nothing else speaks of trouble
    AutoscalerSilent, // its status is older than a minute
};

struct PoolRow {
    std::string id; // cluster//pool
    std::string cluster, ns, name; // ns stays empty; name "" is the nodes that no label puts in a pool
    std::string label; // the label key that named it
    QString title; // the name, or "no pool label"
    QString manager; // "Karpenter", "cluster-autoscaler (EKS managed node group)", "no autoscaler seen"
    std::string groupName; // the autoscaler group matched to it, the first where zones have one each
    std::vector<AutoscalerGroup> groups;
    std::optional<std::int64_t> nodes; // nullopt: nodes cannot be listed, and all that is counted on them is unknown
    QString nodesWhy; // why nobody knows them
    std::optional<std::int64_t> min, max, wanted;
    QString maxWhy; // where max comes from, or why there is none
    QString limits; // "CPU 40 of 100 cores, memory 160 of 400 GiB": a NodePool's limits, "" none
    std::int64_t spot = 0, onDemand = 0, reserved = 0, unknownCapacity = 0;
    std::vector<std::pair<std::string, std::int64_t>> instanceTypes; // with counts, most first
    std::vector<std::string> zones;
    NodeFigures cpu, memory, gpu, pods;
    std::int64_t notReady = 0, cordoned = 0;
    Known pending; // pods that certainly wait for it
    std::int64_t pendingAtMost = 0; // with those of the cluster that may
    QString pendingHow; // how they were told apart
    double scaleTo = 0;
    PoolState kind = PoolState::Healthy;
    StateWord state;
    std::vector<ConditionLine> conditions; // of the NodePool, or the group's health, scale-up and scale-down
    PoolMoney money; // see row_money.h
    PoolRemoval removal; // likewise
    std::shared_ptr<const NodePool> object; // Karpenter
    bool operator==(const PoolRow&) const = default;
};

Rows<PoolRow> derivePools(const Worlds& worlds, const Preferences& preferences);
Columns<PoolRow> poolColumns(bool manyClusters);
// The nodes of one pool, by PoolRow::id; "" every node.
Rows<NodeRow> deriveNodes(const Worlds& worlds, const Preferences& preferences, const std::string& poolId);

QString pendingText(const PoolRow& row); // pods that wait for it: "2", "0 to 7" where some may be for another pool

} // namespace loadline
