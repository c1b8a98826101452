// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/again.h"
#include "tables/costs.h"
#include "tables/hpa_rows.h"
#include "tables/keda_rows.h"
#include "tables/pool_rows.h"
#include "tables/vpa_rows.h"

namespace loadline {

// The rows with what their workloads cost by `costs`, of clusters that it knows; of others the reason why nothing is
// known. Takes as long as allocate() does: off the GUI thread.
// `sizes`: what history knows of changes of size, beside the cluster's events; null: nothing.
using SizeHistoryPtr = std::shared_ptr<const SizeHistory>;
void addMoney(Rows<HpaRow>& rows, const Worlds& worlds, const Preferences& preferences, const Costs& costs, const SizeHistory& sizes = {});
void addMoney(Rows<KedaRow>& rows, const Worlds& worlds, const Preferences& preferences, const Costs& costs, const SizeHistory& sizes = {});
// The same again and again: `memory` keeps what was reckoned last, and of what.
class ReckonedCosts;
template <class Row>
struct MoneyMemory {
    struct Cluster {
        WorldPtr world;
        std::shared_ptr<const ReckonedCosts> money;
    };
    std::map<std::string, Cluster> clusters;
    CostsPtr costs;
    SizeHistoryPtr sizes;
    std::string poolLabel;
    bool utc = false;
    RowLayer<Row> rows;
};
void addMoney(Rows<HpaRow>& rows, const Worlds& worlds, const Preferences& preferences, const CostsPtr& costs, const SizeHistoryPtr& sizes,
    MoneyMemory<HpaRow>& memory);
void addMoney(Rows<PoolRow>& rows, const Worlds& worlds, const Preferences& preferences, const Costs& costs, const SizeHistory& sizes = {});
// Also whether they could go, packed by scaling/removal: a tenth of a second for 1,000 nodes.
void addMoney(Rows<NodeRow>& rows, const Worlds& worlds, const Preferences& preferences, const Costs& costs);
// `averages`: replicas over the preferences' usage window.
void addMoney(Rows<VpaRow>& rows, const Worlds& worlds, const Preferences& preferences, const Costs& costs, const AverageReplicas& averages);
QString unchangedText(const SizeHistory::Known& history); // "No change in the last 7 d, by Prometheus (...)."
QString whyNoCosts(); // of a cluster that `costs` does not know
// "Can these nodes go?" for those that the user selected, all of them together: the nodes of `cluster` by name, beside
// which all others stay. Nothing is known of a cluster without costs.
PoolRemoval removalOfNodes(const Worlds& worlds, const Preferences& preferences, const Costs& costs, const std::string& cluster,
    const std::vector<std::string>& nodes);

} // namespace loadline
