// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/phrase.h"
#include "base/result.h"
#include "cost/groups.h"
#include "cost/ledger_day.h"

#include <map>
#include <memory>

namespace loadline {

// One entry of what OpenCost's /allocation/compute answers, as it names it (cost.md 1.6): costs in dollars over the
// window, hours of cores, bytes and GPUs. What the answer leaves out or gives as null is zero there.
struct OpenCostEntry {
    std::string name; // "__idle__" for idle
    double minutes = 0;
    double cpuCoreHours = 0, cpuCoreRequestAverage = 0, cpuCoreUsageAverage = 0;
    double ramByteHours = 0, ramByteRequestAverage = 0, ramByteUsageAverage = 0;
    double gpuHours = 0;
    double cpuCost = 0, ramCost = 0, gpuCost = 0;
    double networkCost = 0, loadBalancerCost = 0, pvCost = 0, sharedCost = 0, externalCost = 0;
    double cpuCostAdjustment = 0, ramCostAdjustment = 0, gpuCostAdjustment = 0;
    double totalCost = 0;
    bool operator==(const OpenCostEntry&) const = default;
};

// What OpenCost of one cluster told by namespace, or why it told nothing.
struct OpenCostFigures {
    std::string source; // "opencost/opencost:9003"
    Millis window {}; // up to `at`
    TimePoint at {};
    std::vector<OpenCostEntry> entries;
    std::optional<Error> error; // then there are no entries
    bool operator==(const OpenCostFigures&) const = default;
};
using OpenCostPtr = std::shared_ptr<const OpenCostFigures>;

// Why OpenCost's figure is not ours, from the first to the last that is taken out.
enum class CostTerm {
    Window, // what runs now has not run for all of the window
    Amount, // request and usage: they average over the window, and over what is gone; ours is of now
    Price, // what a core, a GiB and a GPU cost
    Gpu, // GPUs that only one of the two charges
    Idle, // idle that one of the two shares out or leaves apart, and more or less of it
    Shared, // their shared costs
    Discount, // their reconciliation with the bill
    Extras, // network, volumes, load balancers and external costs, which ours has apart
    OneSided, // of sums: what only one of the two knows
    Rest, // rounding, and what none of these tells
};
struct CostComparison {
    std::string name;
    std::optional<Money> ours, theirs; // over the window; absent where one side does not know the name
    std::vector<std::pair<CostTerm, Money>> terms; // theirs - ours, without the zero ones: they add up to it exactly
    [[nodiscard]] std::optional<Money> difference() const; // theirs - ours
    bool operator==(const CostComparison&) const = default;
};

// What is charged now, and its mean over the window: a pod that has run for half of it counts half. Of "__idle__" what
// nodes have beyond what is charged, for as long as they are there.
struct LivedAmounts {
    Amounts now, mean;
};
using LivedByName = std::map<std::string, LivedAmounts, std::less<>>;
LivedByName livedByNamespace(const Allocation& now, Millis window);

// Our groups, run for the window's length, beside theirs, by name; idle under "__idle__". By name of group: namespaces
// or clusters of one cluster, as `aggregate` was asked for. Where `lived` does not know a name, the minutes of their entry
// tell how long it was there.
std::vector<CostComparison> compareWithOpenCost(const std::vector<CostGroup>& ours, const std::vector<OpenCostEntry>& theirs,
    Millis window, const LivedByName& lived = {});

// Our namespaces and idle over the hours that OpenCost was asked for: as the ledger knows them, where it does (then nothing
// is left of CostTerm::Window), else at the rate of now.
struct OursOver {
    std::vector<CostGroup> groups; // an hour, the mean over the window
    LivedByName lived;
    bool ofLedger = false;
    Phrase why; // else; half a sentence, marked for translation ("Cost")
};
OursOver oursOver(const Allocation& now, std::span<const UsageDay> days, const TimeRange& window);

// All of them as one; the terms add up to the difference of the sums.
CostComparison sumOf(const std::vector<CostComparison>& comparisons, std::string name);

} // namespace loadline
