// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/phrase.h"
#include "cost/allocation.h"
#include "cost/ledger_day.h"

#include <span>

namespace loadline {

// The machine that a pool without nodes would start next, as far as anything names it.
struct PoolMachine {
    Machine machine;
    Amounts size;
    std::int64_t gpus = 0;
    Price price;
    CostParts cost; // paid an hour, after terms
    Phrase basis; // what named it: marked for translation ("Cost")
};

// Of a pool by name: what ran there last by `days`, else the cheapest type that the Karpenter NodePool allows; the
// provider and region are those of the cluster's other nodes. Absent when nothing names a type whose size and price are
// known, and `why` says so then.
std::optional<PoolMachine> poolMachine(const Allocation& allocation, const PriceBook& book, std::span<const UsageDay> days,
    const std::string& pool, Phrase& why);

// A machine of a type that is named, in the cluster's region.
std::optional<PoolMachine> machineOfType(
    const Allocation& allocation, const PriceBook& book, const std::string& type, CapacityType capacity);

} // namespace loadline
