// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/phrase.h"
#include "cost/allocation.h"

namespace loadline {

// What a core, a GiB and a GPU cost an hour on the machines a workload runs on.
struct UnitPrices {
    Money cpu, memory, gpu; // gpu: a slice, where GPUs are shared
    bool assumed = false; // nothing runs: the mean of the machines that would fit
    [[nodiscard]] Money of(const Amounts& amounts) const;
    bool operator==(const UnitPrices&) const = default;
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
    Phrase whyReplica, whyNow; // why these are unknown; marked for translation ("Cost")
    bool operator==(const AutoscalerCost&) const = default;
};
// Why a node has no price, or none that can be shared out.
Phrase whyNoPrice(const NodeCost& node);
// By (kind, namespace, name).
std::vector<AutoscalerCost> autoscalerCosts(const Allocation& allocation);
const AutoscalerCost* find(const std::vector<AutoscalerCost>& costs, std::string_view kind, std::string_view ns,
    std::string_view name);

} // namespace loadline
