// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/autoscaler_cost.h"

#include <map>
#include <tuple>

namespace loadline {

// Adds up what replicas cost by the machines they stand on.
class ReplicaShares {
public:
    void add(const NodeCost& node, Money part); // nodes without a price add nothing
    [[nodiscard]] std::vector<ReplicaShare> of(Money replica) const; // scaled to one replica of that price

private:
    std::map<Machine, ReplicaShare> shares_;
    Money sum_;
};

// What machines cost on a priced day: the mean over the time that a price held.
class DayNodePrices {
public:
    explicit DayNodePrices(const UsageDay& day);
    // What a replica cost on that day: each share moves with the price of its machine. One that stands on a machine the
    // day did not have, or that had no price then, stays as it is.
    [[nodiscard]] Money replica(Money now, std::span<const ReplicaShare> shares) const;

private:
    struct Mean {
        Money sum; // price * time
        std::int64_t time = 0;
    };
    using Like = std::tuple<std::string, CapacityType, std::string, std::string>; // type, capacity, pool ("" any), own
    [[nodiscard]] std::optional<Money> of(const Machine& machine) const;
    std::map<Machine, Mean> exact_;
    std::map<Like, Mean> like_;
};

} // namespace loadline
