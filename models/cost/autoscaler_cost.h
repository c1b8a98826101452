// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/phrase.h"
#include "cost/allocation.h"
#include "cost/ledger_day.h"

#include <span>

namespace loadline {

// What a core, a GiB and a GPU cost an hour on the machines a workload runs on.
struct UnitPrices {
    Money cpu, memory, gpu; // gpu: a slice, where GPUs are shared
    bool assumed = false; // nothing runs: the mean of the machines that would fit
    [[nodiscard]] Money of(const Amounts& amounts) const;
    bool operator==(const UnitPrices&) const = default;
};

// What of a replica's price stands on machines alike, and what one of these costs now. A day on which they had another
// price had replicas of another price.
struct ReplicaShare {
    Machine machine;
    Money share; // an hour; the shares of a replica add up to its price, to what rounding leaves
    Money node; // an hour of the machine, after terms
    bool operator==(const ReplicaShare&) const = default;
};

// What one autoscaler's workload costs per hour, for its row.
struct AutoscalerCost {
    std::string kind; // "HorizontalPodAutoscaler", "ScaledObject", "ScaledJob", "VerticalPodAutoscaler"
    ObjectKey autoscaler;
    ObjectKey workload;
    std::int64_t replicas = 0; // that run and have a price
    // One replica: the mean of those that run, else its template's requests at the prices of the machines that would
    // fit. Absent when no machine has a price or nothing tells its size.
    std::optional<Money> replica;
    bool assumed = false; // the latter
    std::optional<Money> now, atMin, atMax; // atMin and atMax absent for VPAs
    std::optional<UnitPrices> units;
    Phrase basis; // how an assumed price came about; marked for translation ("Cost")
    std::optional<Price> price; // of the machine that was assumed, where none of its like runs
    std::vector<ReplicaShare> machines; // that an assumed price was made from
    Phrase whyReplica, whyNow; // why these are unknown; marked for translation ("Cost")
    bool operator==(const AutoscalerCost&) const = default;
};
// Why a node has no price, or none that can be shared out.
Phrase whyNoPrice(const NodeCost& node);
// By (kind, namespace, name).
// With `book` what sleeps is priced by the machines that its template asks for, also where none of them runs: what `days`
// saw last, else what a NodePool would make. Without, only by those that run.
std::vector<AutoscalerCost> autoscalerCosts(
    const Allocation& allocation, const PriceBook* book = nullptr, std::span<const UsageDay> days = {});
const AutoscalerCost* find(const std::vector<AutoscalerCost>& costs, std::string_view kind, std::string_view ns,
    std::string_view name);

} // namespace loadline
