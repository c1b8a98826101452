// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/baseline.h"
#include "cost/saving.h"

#include <functional>

namespace loadline {

// All node-time is in node * milliseconds, replica-time likewise; all money in US dollars of the days' prices.
using NodeTime = std::int64_t;

struct LedgerPool {
    std::string pool;
    bool compared = false; // false: not in the baseline, in `actual` below only and left out on both sides
    Saving saving; // when compared
    Money actual;
    NodeTime ran = 0; // priced node-time
    NodeTime spotRan = 0; // of it on spot
    NodeTime unpriced = 0; // node-time without a price: left out on both sides
    NodeTime baseline = 0; // node-time of the baseline it is compared with
    bool operator==(const LedgerPool&) const = default;
};
struct LedgerMachine {
    Machine machine;
    NodeTime ran = 0;
    std::optional<Money> actual; // absent: no price on any day
    std::optional<Money> onDemand; // the same hours on demand
    bool withoutOnDemand = false; // on some day no on-demand price was known: what was paid stands for it
    PriceSource source = PriceSource::Unknown; // of the last day
    bool estimated = false; // on any day
    std::string asOf;
    bool operator==(const LedgerMachine&) const = default;
};
// What a workload is compared with: HPA against peak or max, KEDA against always at least one, cron against 24x7: what the
// schedule asks for, around the clock. What ran beyond that its other triggers wanted, and no schedule would have saved.
enum class WorkloadRule : unsigned char { Peak, Max, AtLeastOne, AllHours, Recorded };
struct LedgerWorkload {
    std::string ns, kind, name;
    ScaledBy scaledBy = ScaledBy::Nothing;
    WorkloadRule rule = WorkloadRule::Peak;
    std::int64_t against = 0; // replicas always on, by the ledger's own baseline
    std::optional<std::int32_t> scheduled; // replicas that its cron schedules ask for, by the last day
    NodeTime known = 0; // time in which its replicas are known
    NodeTime ran = 0; // replica-time on nodes
    NodeTime waited = 0; // replica-time without a node: in no amount below
    NodeTime sized = 0; // of `ran`: the size of a replica then is known, else it is taken to be that of now
    NodeTime atZero = 0; // time
    NodeTime beyond = 0; // of `ran`, by AllHours: more than the schedule asks for, on both sides of `saved`
    std::optional<Money> actual; // replica-time at the price of a replica; absent: no price
    std::optional<Money> saved; // by the rule; negative when it ran more
    std::optional<Money> savedAtZero; // hours at zero * the cost of one replica
    std::optional<Money> savedBySchedule; // what its schedule asks for and did not run * the cost of one replica
    std::optional<Money> released; // against the ledger's own baseline (peak, max or recorded)
    bool operator==(const LedgerWorkload&) const = default;
};
struct LedgerDay {
    TimePoint day {};
    Millis asked {}; // of the day in the window
    Millis covered {};
    Money actual; // of compared pools
    Money outside; // of pools left out
    Money baseline;
    bool operator==(const LedgerDay&) const = default;
};

// What could still be saved; never part of what was. The parts overlap: no sum of them is anything.
struct Potential {
    std::optional<Money> rightSizing, schedules; // not the ledger's to know: see CostReport
    std::optional<Money> spot; // what ran on demand, had it run on spot; absent when no spot price is known
    bool operator==(const Potential&) const = default;
};

struct Ledger {
    TimeRange window;
    Baseline baseline;
    Reference reference;
    Saving saving; // of all compared pools
    Money actual; // of all priced nodes, pools left out among them
    Money outside; // of pools left out: actual - outside == saving.actual
    Money released; // pods: requests no longer requested * their price; beside `saving`, not part of it
    Potential potential;
    Millis asked {}, covered {}; // the window, and what of it is known; the rest is left out on both sides
    std::vector<TimeRange> gaps; // the uncovered stretches, joined
    NodeTime ran = 0, unpriced = 0;
    NodeTime estimated = 0; // of `ran`: at an estimated price
    NodeTime withoutOnDemand = 0; // of `ran`: no on-demand price known, so counted without spot saving
    std::vector<LedgerPool> pools; // sorted by pool
    std::vector<LedgerMachine> machines; // sorted by machine
    std::vector<LedgerWorkload> workloads; // as in the days
    std::vector<LedgerDay> days; // every day of the window, uncovered ones too
    [[nodiscard]] Money realised() const { return saving.realised(); }
    // covered / asked in percent; 0 for an empty window.
    [[nodiscard]] Quantity coveredPercent() const;
    bool operator==(const Ledger&) const = default;
};

// `days` in any order, at most one for each date (of several the last counts); days outside the window do no harm.
Ledger ledger(std::span<const UsageDay> days, const Baseline& baseline, const TimeRange& window);
// The same against a baseline already worked out: splitting a window and adding gives the window.
Ledger ledger(std::span<const UsageDay> days, const Baseline& baseline, const Reference& reference,
              const TimeRange& window);

// Replicas as large and as dear as they are taken to be may come to more than the nodes did: then all workloads' amounts are
// scaled down to what the nodes cost, as a node's shares are to its price. Gives the factor, in percent.
std::optional<Quantity> scaleToNodes(Ledger& ledger);

// What ran per day, stacked by what a machine is to the caller (its pool, capacity, zone ...), for a chart over time.
struct CostStack {
    std::vector<TimePoint> days;
    std::vector<std::pair<std::string, std::vector<Money>>> layers; // sorted by name, one amount per day
    bool operator==(const CostStack&) const = default;
};
CostStack stackByDay(std::span<const UsageDay> days, const TimeRange& window,
                     const std::function<std::string(const Machine&)>& layerOf);

// Node-hours as a quantity: 1.5 for a node over 90 minutes.
Quantity hoursOf(NodeTime time);

} // namespace loadline
