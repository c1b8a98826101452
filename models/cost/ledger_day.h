// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/price.h"
#include "metrics/series.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loadline {

constexpr Millis dayLength {86'400'000};
// The midnight (UTC) at or before `at`.
TimePoint midnight(TimePoint at);

// A stretch of one day in milliseconds since its midnight, [from, to).
struct DaySpan {
    std::int32_t from = 0;
    std::int32_t to = 0;
    bool operator==(const DaySpan&) const = default;
};
struct CountRun {
    std::int32_t from = 0;
    std::int32_t to = 0;
    std::int32_t count = 0;
    bool operator==(const CountRun&) const = default;
};

// Machines alike over one day, or over a part of it in which their price was the same: on a day of other prices they
// come once for each. Where that part is covered and no run stands, there were none of them.
struct MachineDay {
    Machine machine;
    std::vector<CountRun> runs; // in time order, disjoint, count > 0
    DaySpan priced {0, static_cast<std::int32_t>(dayLength.count())}; // when the price held; no run is outside of it
    Price price; // per node-hour, of that time, after the user's discounts
    std::optional<Money> spotHourly; // what the same machine costs on spot, for the potential; absent: not known
    bool operator==(const MachineDay&) const = default;
};

// What one replica requested on a day, by its containers, the mean; absent: nobody tells.
struct ReplicaSize {
    std::optional<Quantity> cpu, memory, gpu;
    [[nodiscard]] bool known() const { return cpu || memory || gpu; }
    bool operator==(const ReplicaSize&) const = default;
};

enum class ScaledBy : unsigned char { Nothing, Hpa, Keda, Cron };

// A workload over one day. Runs count the replicas that have a node: what waits for one costs nothing. Where no run
// stands its replicas are unknown, or it was not there; a run of 0 in which none waits is a stretch at zero.
struct WorkloadDay {
    std::string ns, kind, name;
    ScaledBy scaledBy = ScaledBy::Nothing;
    std::vector<CountRun> runs;
    std::vector<CountRun> waiting; // replicas without a node, where some are; each lies within runs
    ReplicaSize size;
    std::optional<Money> replicaHourly; // what one replica costs an hour
    std::optional<std::int32_t> minReplicas, maxReplicas; // of its autoscaler
    std::optional<std::int32_t> scheduled; // replicas that its cron schedules ask for; present with ScaledBy::Cron
    bool operator==(const WorkloadDay&) const = default;
};

// What ran on one UTC day in one cluster: compact, and complete in itself, so that closed days can be kept and never
// asked again.
struct UsageDay {
    TimePoint day {}; // midnight UTC
    std::vector<DaySpan> covered; // when the source was heard; the rest is unknown, not zero
    std::vector<MachineDay> machines; // sorted by machine, then by time
    std::vector<WorkloadDay> workloads; // sorted by namespace, kind, name
    SeriesOrigin origin = SeriesOrigin::None;
    bool operator==(const UsageDay&) const = default;
};

// Input of usageDay(): node counts of machines alike, and replicas of workloads, as sampled.
struct MachineSeries {
    Machine machine;
    Series counts;
    Price price;
    std::optional<Money> spotHourly;
};
struct WorkloadSeries {
    WorkloadDay workload; // without runs
    Series replicas; // wanted
    Series waiting; // of them, those without a node; nothing is heard of it while none waits
};

// Lays the samples of one day out as runs. A sample holds until its series' next one; a machine that misses its turn
// while others were heard is gone from then on; longer than `gapAfter` without anything heard is a gap, in which
// nothing is counted. Series of the same machine are one count seen twice (a restarted kube-state-metrics): the larger
// holds. `step` is what the samples were asked at; `heard`, when given, tells when the source answered (for clusters
// without any node); else any machine's sample does. Samples outside the day only say what held at its midnight.
UsageDay usageDay(TimePoint day, Millis step, std::span<const MachineSeries> machines,
                  std::span<const WorkloadSeries> workloads, const Series* heard = nullptr);

// A versioned binary form for a cache, a few bytes a run; days written before schedules were kept are read without.
// Errors of readUsageDay: Malformed (cut off, damaged), Unsupported (of another version).
std::string writeUsageDay(const UsageDay& day);
Result<UsageDay> readUsageDay(std::string_view bytes);

// The parts of runs that lie in `within`.
std::vector<CountRun> runsWithin(std::span<const CountRun> runs, DaySpan within);
// Node-time (or replica-time) in count * milliseconds within `within`, of covered time only.
std::int64_t countTime(std::span<const CountRun> runs, std::span<const DaySpan> covered, DaySpan within);
std::int64_t coveredTime(std::span<const DaySpan> covered, DaySpan within);
// The part of a day that lies in a window; empty (0, 0) when none.
DaySpan partOf(TimePoint day, const TimeRange& window);

} // namespace loadline
