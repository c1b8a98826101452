// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/autoscaler_cost.h"
#include "cost/ledger_day.h"

#include <span>
#include <vector>

namespace loadline {

// What one replica of a workload costs now, on which machines, and who scales it: today's knowledge laid over past days,
// which only tell how many there were and what machines cost.
struct WorkloadPrice {
    std::string ns, kind, name;
    ScaledBy scaledBy = ScaledBy::Nothing;
    std::optional<Money> replicaHourly; // after terms
    std::optional<std::int32_t> minReplicas, maxReplicas;
    std::vector<ReplicaShare> machines; // that replicaHourly stands on
    // What its containers request now, with what the scheduler keeps beside, and what it is charged for in all; with the
    // price of more or less of it.
    Amounts requested {}, reserved {}, charged {};
    std::optional<UnitPrices> units {};
    std::optional<std::int32_t> scheduled {}; // as WorkloadDay has it
    bool operator==(const WorkloadPrice&) const = default;
};
// Sorted by (ns, kind, name).
std::vector<WorkloadPrice> workloadPrices(const Allocation& allocation, std::span<const AutoscalerCost> autoscalers);

// A day as it was counted, with prices: those that were measured on it stay, all others come from the book, and the
// terms go off either. The user's own rows stand above a measured price, as for a node of today. Machines that run now
// lend their size to those of the same type that no list knows. A replica costs what it costs now, moved with what it
// requested on the day, where that is known, and with what its machines cost then. What it uses beyond its requests now
// it is taken to have used then.
UsageDay priced(UsageDay day, const PriceBook& book, const Terms& terms, std::span<const WorkloadPrice> workloads,
    const Allocation* now = nullptr);

} // namespace loadline
