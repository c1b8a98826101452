// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/placement.h"
#include "cost/autoscaler_cost.h"

namespace loadline {

inline constexpr Int128 nanoPerGib = Int128(1'000'000'000) << 30;

// The means of what machines charge for a core, a GiB and a slice of GPU, weighted by how much of each they have.
class UnitMeans {
public:
    void add(const NodeCost& node)
    {
        if (!node.cost || node.capacityUnknown)
            return;
        cost_ += *node.cost;
        capacity_ += node.capacity;
    }
    [[nodiscard]] bool empty() const { return capacity_ == Amounts(); }
    [[nodiscard]] UnitPrices prices() const
    {
        UnitPrices units;
        if (!capacity_.cpu.isZero())
            units.cpu = cost_.cpu.scaled(1'000'000'000, capacity_.cpu.nano());
        if (!capacity_.memory.isZero())
            units.memory = cost_.memory.scaled(nanoPerGib, capacity_.memory.nano());
        if (!capacity_.gpu.isZero())
            units.gpu = cost_.gpu.scaled(1'000'000'000, capacity_.gpu.nano());
        return units;
    }

private:
    CostParts cost_;
    Amounts capacity_;
};

// What a core, a GiB and a GPU would cost pods of a template that asks for certain nodes and of which nothing runs.
struct TemplatePrice {
    std::optional<UnitPrices> units;
    Phrase basis; // which machines: marked for translation ("Cost")
    std::optional<Price> price; // of the machine, where none runs
    std::vector<ReplicaShare> machines; // that the units are of
    Phrase why; // when there are no units
};
// By the nodes that the placement allows; where none runs, by the cheapest machine with room for `requested` of the type
// or pools that it names.
TemplatePrice templatePrice(const Allocation& allocation, const PriceBook& book, std::span<const UsageDay> days,
    const Amounts& requested, const Placement& placement);

} // namespace loadline
