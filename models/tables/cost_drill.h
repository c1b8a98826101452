// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/cost_report.h"

namespace loadline {

// Where in the cost table one stands: nowhere (all groups), in a group (its workloads; of groups of nodes, its nodes),
// in one of those (its pods), or in a pod (its containers).
struct CostPath {
    std::string cluster, group;
    CostGroup::Special special = CostGroup::Special::None; // idle: its nodes; lines: each of them
    std::string part; // "ns/Kind/name" of a workload, or a node's name; "" the whole group
    std::string pod; // "ns/name"; "" all of the part
    bool open = false; // false: all groups
    bool operator==(const CostPath&) const = default;
};
// What one line of the table leads to: the path, or nullopt for totals, containers and lines.
std::optional<CostPath> pathInto(const GroupBy& by, const CostPath& from, const CostRow& row);
CostPath pathOut(const GroupBy& by, const CostPath& from); // one level up

// The lines at a path, dearest first and their total last; their sums are those of the line that leads there.
struct CostDrill {
    CostPath path;
    QString rowTitle; // "Workload", "Node", "Pod", "Container"
    QStringList crumbs; // names from the group down
    Rows<CostRow> rows; // none: what the path names is not there any more
};
// Pure. `path` must be open; a cluster that is not known gives no rows.
CostDrill drillCosts(const Worlds& worlds, const Preferences& preferences, const Costs& costs, const CostPath& path);

} // namespace loadline
