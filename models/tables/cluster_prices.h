// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/preferences.h"
#include "scaling/removal.h"
#include "tables/costs.h"
#include "tables/node_money.h"

#include <unordered_map>

namespace loadline {

// "the VPAs' targets": requests that are taken in place of those of now; "" for these.
QString requestsName(const RequestsAsked& asked);

// What the nodes of one cluster cost, and which of them could go by the requests of the settings: reckoned once for all
// rows about them.
class ClusterPrices {
public:
    // `leaving`: nodes that are asked about, all others stay; empty: any that can go.
    ClusterPrices(const WorldPtr& world, const ClusterCosts& known, const Costs& costs, const Preferences& preferences,
        std::set<std::string, std::less<>> leaving = {});
    [[nodiscard]] const Allocation& allocation() const { return allocation_; }
    [[nodiscard]] const Terms& terms() const { return allocation_.terms; }
    [[nodiscard]] HourlyCost priceOf(const std::string& node) const;
    [[nodiscard]] QString sourceOf(const std::string& node) const; // of its price, "" unknown
    [[nodiscard]] const NodeVerdict* verdictOf(const std::string& node) const; // null: no such node
    [[nodiscard]] const RemovalAnswer& removal() const { return removal_; }
    [[nodiscard]] PoolRemoval removalOf(const std::string& pool) const;
    [[nodiscard]] PoolRemoval removalOfLeaving() const; // of those that are asked about

private:
    [[nodiscard]] PoolRemoval summed(const std::function<bool(const NodeVerdict& verdict, const NodeCost& node)>& counts) const;
    std::set<std::string, std::less<>> leaving_;
    Allocation allocation_;
    std::unordered_map<std::string, const NodeCost*> nodes_;
    RemovalAnswer removal_;
    std::optional<RemovalAnswer> removalNow_; // with the requests of now, where others are asked about
    QString requests_;
};

} // namespace loadline
