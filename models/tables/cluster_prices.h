// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/preferences.h"
#include "scaling/removal.h"
#include "tables/costs.h"
#include "tables/node_money.h"

#include <unordered_map>

namespace loadline {

// What the nodes of one cluster cost, and which of them could go: reckoned once for all rows about them.
class ClusterPrices {
public:
    ClusterPrices(const WorldPtr& world, const ClusterCosts& known, const Costs& costs, const Preferences& preferences);
    [[nodiscard]] const Allocation& allocation() const { return allocation_; }
    [[nodiscard]] const Terms& terms() const { return allocation_.terms; }
    [[nodiscard]] HourlyCost priceOf(const std::string& node) const;
    [[nodiscard]] QString sourceOf(const std::string& node) const; // of its price, "" unknown
    [[nodiscard]] const NodeVerdict* verdictOf(const std::string& node) const; // null: no such node
    [[nodiscard]] const RemovalAnswer& removal() const { return removal_; }
    [[nodiscard]] PoolRemoval removalOf(const std::string& pool) const;

private:
    Allocation allocation_;
    std::unordered_map<std::string, const NodeCost*> nodes_;
    RemovalAnswer removal_;
};

} // namespace loadline
