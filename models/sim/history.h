// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/promql.h"
#include "metrics/series.h"
#include "sim/recorder.h"
#include "sim/simulation.h"

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace loadline {

// Thirty days of a simulated cluster's past and what it has lived through since. A day of the past is simulated when
// it is first asked for, each from its own settled start, in coarser steps the longer ago: autoscalers forget within
// the hour, so the days fit together. One thread.
class History {
public:
    static constexpr std::chrono::days kept {30};
    // `liveFrom`: when the live simulation begins to be recorded; before it, days are simulated on demand.
    History(std::shared_ptr<const SimPlan> plan, std::uint64_t seed, TimePoint liveFrom);
    void record(const SimState& state); // in rising time; any step

    // Makes one day of the past that `range` needs and that is not there yet; false when none is missing. Takes tens
    // of milliseconds, so a caller with other work can take one at a time.
    bool prepare(TimeRange range);
    // NaN where nothing is known: outside what is kept, or where the series does not exist.
    [[nodiscard]] float at(std::size_t column, TimePoint t);
    [[nodiscard]] std::optional<std::size_t> column(const Measured& wanted) const;
    [[nodiscard]] const SimPlan& plan() const { return *plan_; }
    [[nodiscard]] TimePoint earliest() const { return earliest_; }

private:
    // Rows a fixed time apart; the first `begin` of them may be gone.
    struct Rows {
        TimePoint first {};
        Seconds step {};
        std::size_t count = 0;
        std::vector<float> values;
        [[nodiscard]] const float* row(TimePoint t, std::size_t width) const;
    };
    struct Live {
        Rows rows;
        Seconds keep {};
    };
    const Rows& day(std::chrono::sys_days day);
    void append(Live& live, const SimState& state);
    std::shared_ptr<const SimPlan> plan_;
    std::uint64_t seed_;
    TimePoint liveFrom_, earliest_;
    std::vector<Measured> columns_;
    std::map<std::chrono::sys_days, Rows> days_;
    std::vector<Live> live_; // finest first
};

// One answer of the simulated Prometheus: labels and where its values come from.
struct HistorySeries {
    std::vector<std::pair<std::string, std::string>> labels;
    std::optional<std::size_t> column; // of the history
    double constant = 0; // where there is no column
    double over = 1; // values are divided by it
    Millis window {}; // not zero: the p95 (or the highest) of that span before each moment
    bool highest = false;
};
// Which series a named question finds in this cluster; empty when it asks by names that are not scraped here.
std::vector<HistorySeries> seriesFor(const History& history, const Recognised& question);
// Those that a query finds which somebody wrote: what a Prometheus trigger of this cluster asks, and how many series
// of a name there are by namespace and pod. nullopt: the simulation cannot work it out.
std::optional<std::vector<HistorySeries>> writtenSeries(const History& history, std::string_view promql);
// The value at a moment; nullopt: no sample.
std::optional<double> valueAt(History& history, const HistorySeries& series, TimePoint t);
// The metric names that this cluster's Prometheus knows.
std::vector<std::string> scrapedNames(const SimPlan& plan);

} // namespace loadline
