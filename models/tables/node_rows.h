// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/preferences.h"
#include "cluster/node.h"
#include "cluster/world.h"
#include "tables/node_money.h"
#include "tables/order.h"
#include "tables/state_word.h"

namespace loadline {

// Requested and used against allocatable, of a node or summed over a pool. Cores, bytes or a count.
struct NodeFigures {
    std::optional<double> allocatable;
    Known requested; // unknown while pods are not known
    Known used; // unknown without metrics.k8s.io
    bool operator==(const NodeFigures&) const = default;
};

struct NodeRow {
    std::string id; // cluster//node
    std::string cluster, ns, name; // ns stays empty
    std::string pool;
    std::string instanceType, zone, kubelet;
    CapacityType capacity = CapacityType::Unknown;
    NodeFigures cpu, memory, gpu, pods;
    bool ready = false, cordoned = false;
    StateWord state;
    Since age;
    NodeMoney money; // see row_money.h
    std::shared_ptr<const Node> object;
    bool operator==(const NodeRow&) const = default;
};
Columns<NodeRow> nodeColumns(bool manyClusters);
// Every node of one cluster.
std::vector<std::shared_ptr<NodeRow>> nodesOf(const World& world, const Preferences& preferences);
// The pool that labels put a node in: the user's own label first; with the key that named it.
std::pair<std::string, std::string> poolOf(const Node& node, const NodeIdentity& identity, const Preferences& preferences);
bool isGpu(std::string_view resource); // "nvidia.com/gpu", "amd.com/gpu", MIG slices
QString capacityName(CapacityType capacity); // "spot", "on-demand", "reserved", "unknown"

} // namespace loadline
