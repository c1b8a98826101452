// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/phrase.h"
#include "cost/ledger_day.h"

namespace loadline {

// What savings are measured against. The user chooses it; it is stored, and printed with every figure.
enum class BaselineKind : unsigned char {
    Peak, // per pool the most nodes that ran at once in the window, always on, on demand
    PinnedAtMax, // autoscalers held at their maximum; pools without a known maximum at their peak
    Fixed, // so many nodes per pool, always on, on demand; pools not named stand on both sides as they ran
    Before, // what ran at a recorded date, always on; pools that came later had none
};

struct BaselineLine {
    Machine machine;
    std::int64_t count = 0;
    std::optional<Money> onDemandHourly; // absent: no price, left out on both sides
    bool operator==(const BaselineLine&) const = default;
};
struct BaselinePool {
    std::string pool;
    std::int64_t nodes = 0;
    std::optional<Money> nodeHourly; // the user's price; absent: what the pool's most used machine costs on demand
    bool operator==(const BaselinePool&) const = default;
};
struct BaselineWorkload {
    std::string ns, kind, name;
    std::int64_t replicas = 0;
    std::optional<Money> replicaHourly; // absent: what a replica cost on the day it is compared with
    bool operator==(const BaselineWorkload&) const = default;
};

struct Baseline {
    BaselineKind kind = BaselineKind::Peak;
    std::vector<BaselinePool> pools; // Fixed: all of them; PinnedAtMax: those with a known maximum
    TimePoint before {}; // Before: the date ...
    std::vector<BaselineLine> machines; // ... and what ran then
    std::vector<BaselineWorkload> workloads;
    bool operator==(const Baseline&) const = default;
};

// "gpu=5", "cpu=10@0.137" (nodes, and optionally dollars per node-hour), one a line; blank lines and # comments go.
// Errors: Malformed with the line in `where` ("counts.txt:3"): no '=', no or a negative count, a pool twice, nothing.
Result<Baseline> parseFixedBaseline(std::string_view text, std::string_view file = "");
// What ran at `at`, as a Before baseline. Errors: NotFound when the days do not cover that moment.
Result<Baseline> baselineBefore(std::span<const UsageDay> days, TimePoint at);

// "Always on at the peak of the window, on demand" and so on, for every screen and export.
Phrase describe(const Baseline& baseline);

// JSON, versioned. Errors of readBaseline: Malformed, Unsupported (a later version).
std::string writeBaseline(const Baseline& baseline);
Result<Baseline> readBaseline(std::string_view json);

// A baseline worked out for a window: what would have run all the time.
struct PoolReference {
    std::string pool;
    std::int64_t nodes = 0; // sum of the lines
    std::vector<BaselineLine> lines; // priced ones only
    bool whole = false; // nodes count the whole pool, machines without a price among them
    bool atPeak = false; // worked out from the window's peak
    std::optional<TimePoint> peakAt;
    bool operator==(const PoolReference&) const = default;
};
struct Reference {
    BaselineKind kind = BaselineKind::Peak;
    std::vector<PoolReference> pools; // sorted by pool; pools that are compared, all others are left out
    std::vector<BaselineWorkload> workloads; // sorted by namespace, kind, name
    std::vector<std::string> withoutPrice; // pools of the baseline that nobody knows a price for: left out, and said
    bool newPoolsAtZero = false; // pools not among `pools` had no nodes (Before); else they are left out
    [[nodiscard]] const PoolReference* find(std::string_view pool) const;
    [[nodiscard]] const BaselineWorkload* find(const WorkloadDay& workload) const;
    bool operator==(const Reference&) const = default;
};
Reference resolve(const Baseline& baseline, std::span<const UsageDay> days, const TimeRange& window);

} // namespace loadline
