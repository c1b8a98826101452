// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/autoscaler_cost.h"
#include "cost/window_lines.h"
#include "tables/cost_report.h"

#include <algorithm>
#include <map>

namespace loadline {

// What applying a VPA's target would release a month, all of its containers together.
struct RightSizing {
    std::string ns, kind, name; // of the workload
    std::optional<Money> monthly; // negative: the target asks for more, which is no potential
    QString why; // when it is not known
    [[nodiscard]] Money potential() const { return std::max(Money(), monthly.value_or(Money())); }
};
// What schedules to zero could save a month: replicas of the chosen types that nothing sends to sleep, outside duty.
struct Schedules {
    std::optional<Money> monthly;
    int workloads = 0;
};

// What deriving the report of one cluster works with.
struct ClusterMoney {
    WorldPtr world;
    const ClusterCosts* costs = nullptr;
    Allocation now;
    std::vector<AutoscalerCost> autoscalers;
    std::optional<Ledger> ledger;
    std::optional<Quantity> scaledTo; // percent, where workloads' amounts were scaled down to what the nodes cost
    TimeRange window;
    std::vector<RightSizing> rightSizing;
    Schedules schedules;
    std::vector<LineSum> lines; // in the time of the window that is known
    Money rest; // `lines` and the nodes of pools left out of the comparison: on both sides of it
    // What the whole cluster cost and would have cost: the ledger's saving with `rest` on both sides.
    [[nodiscard]] Saving whole() const;
    // Groups by (namespace, kind, name) of a workload; empty where groups are sets of nodes.
    std::map<std::tuple<std::string, std::string, std::string>, std::string> groupOf;
};

template <class T>
void addKnown(std::optional<T>& sum, const std::optional<T>& more)
{
    if (more)
        sum = sum ? *sum + *more : *more;
}

// Everything that one cluster's figures come from; its nodes must be known.
ClusterMoney clusterMoney(const WorldPtr& world, const ClusterCosts& known, const Preferences& preferences, const Costs& costs);
void addRows(CostReport& report, const ClusterMoney& money);
// Lines beside the groups, so that every column adds up to what the nodes cost and would have cost. To idle goes what the
// nodes cost and saved beyond the pods, fees and the like to a line of theirs, and of other groups what none of them stands
// for to a line that says so.
void addRest(std::vector<std::shared_ptr<CostRow>>& rows, const ClusterMoney& money, GroupKind kind);
// A line that is no group's.
std::shared_ptr<CostRow> specialRow(const ClusterMoney& money, const char* key, CostGroup::Special special);
// One row for each of these groups by workload, with the past of all workloads that money.groupOf names; dearest first.
std::vector<std::shared_ptr<CostRow>> workloadRows(const ClusterMoney& money, const std::vector<CostGroup>& groups);

bool groupsOfPods(GroupKind kind); // whose parts are workloads
bool ofScalers(GroupKind kind); // whose lines are what scalers scale: what these saved stands beside
bool sharesOfPods(GroupKind kind); // of them, those whose cost is their pods' share: all but whole clusters
// The key of the group that a workload belongs to, as aggregate() writes it.
std::map<std::tuple<std::string, std::string, std::string>, std::string> groupsByWorkload(
    const ClusterMoney& money, const GroupBy& by, const WorkloadTypeRules& types);
// Cost per hour over the window; the last layer is what belongs to no workload.
std::vector<CostLayer> layersOf(const ClusterMoney& money, const GroupBy& by);
// Adds one cluster's layers to the report; those with the same key are one.
void addLayers(CostReport& report, std::vector<CostLayer> layers);
void sortLayers(CostReport& report); // largest first, what belongs to no workload last
Schedules schedulesOf(const ClusterMoney& money, const CostSettings& settings);
// One for each VPA that recommends.
std::vector<RightSizing> rightSizing(const ClusterMoney& money, const CostSettings& settings);

} // namespace loadline
