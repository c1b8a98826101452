// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/history.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace loadline {

namespace {

constexpr Seconds warmUp {2 * 3600};
constexpr Seconds coarse {300};
constexpr Seconds medium {60};
constexpr std::chrono::hours recent {26}; // what is drawn as "24 h" shows minutes
// Prometheus looks back five minutes for a sample; rows are at most that far apart.
constexpr Seconds lookBack {330};

} // namespace

const float* History::Rows::row(TimePoint t, std::size_t width) const
{
    if (count == 0 || t < first)
        return nullptr;
    auto index = static_cast<std::size_t>((t - first) / Millis(step));
    if (index >= count) {
        if (t > first + Millis(step) * static_cast<std::int64_t>(count - 1) + lookBack)
            return nullptr;
        index = count - 1;
    }
    return values.data() + index * width;
}

History::History(std::shared_ptr<const SimPlan> plan, std::uint64_t seed, TimePoint liveFrom)
    : plan_(std::move(plan))
    , seed_(seed)
    , liveFrom_(liveFrom)
    , earliest_(std::chrono::floor<std::chrono::days>(liveFrom - kept))
    , columns_(columnsOf(*plan_))
{
    const std::pair<Seconds, Seconds> tiers[]
        = {{Simulation::tick, std::chrono::hours(6)}, {medium, std::chrono::hours(48)}, {coarse, kept}};
    for (const auto& [step, keep] : tiers) {
        Live live;
        live.rows.step = step;
        live.keep = keep;
        live_.push_back(std::move(live));
    }
}

void History::append(Live& live, const SimState& state)
{
    auto& rows = live.rows;
    const auto width = columns_.size();
    if (rows.count == 0) {
        rows.first = state.now;
    } else {
        const auto due = rows.first + Millis(rows.step) * static_cast<std::int64_t>(rows.count);
        if (state.now < due)
            return;
        // The clock may leap past several rows: what was last known stands for them.
        const auto missed = std::min<std::int64_t>((state.now - due) / Millis(rows.step), 4000);
        for (std::int64_t i = 0; i < missed; ++i, ++rows.count)
            rows.values.insert(
                rows.values.end(), rows.values.end() - static_cast<std::ptrdiff_t>(width), rows.values.end());
    }
    rows.values.resize(rows.values.size() + width);
    measure(state, columns_, rows.values.data() + rows.values.size() - width);
    ++rows.count;
    // Forget in large pieces, so that appending stays cheap.
    const auto most = static_cast<std::size_t>(live.keep / rows.step);
    if (rows.count > most + most / 4) {
        const auto drop = rows.count - most;
        rows.values.erase(rows.values.begin(), rows.values.begin() + static_cast<std::ptrdiff_t>(drop * width));
        rows.first += Millis(rows.step) * static_cast<std::int64_t>(drop);
        rows.count -= drop;
    }
}

void History::record(const SimState& state)
{
    for (auto& live : live_)
        append(live, state);
}

const History::Rows& History::day(std::chrono::sys_days day)
{
    const auto known = days_.find(day);
    if (known != days_.end())
        return known->second;
    const TimePoint start(day);
    const TimePoint end = std::min<TimePoint>(start + std::chrono::hours(24), liveFrom_);
    auto& rows = days_[day];
    rows.first = start;
    rows.step = end > liveFrom_ - recent ? medium : coarse;
    Simulation simulation(plan_, seed_, start - warmUp);
    simulation.sizesOnly();
    simulation.advance(start, coarse);
    const auto width = columns_.size();
    const auto count = static_cast<std::size_t>((end - start) / Millis(rows.step)) + 1;
    rows.values.resize(count * width);
    for (std::size_t i = 0; i < count; ++i) {
        simulation.advance(start + Millis(rows.step) * static_cast<std::int64_t>(i), rows.step);
        measure(simulation.state(), columns_, rows.values.data() + i * width);
    }
    rows.count = count;
    return rows;
}

bool History::prepare(TimeRange range)
{
    const auto last = std::chrono::floor<std::chrono::days>(std::min(range.to, liveFrom_ - Millis(1)));
    for (auto at = std::chrono::floor<std::chrono::days>(std::max(range.from, earliest_)); at <= last;
         at += std::chrono::days(1)) {
        if (days_.contains(at))
            continue;
        day(at);
        return true;
    }
    return false;
}

float History::at(std::size_t column, TimePoint t)
{
    const float* row = nullptr;
    if (t >= liveFrom_) {
        for (const auto& live : live_)
            if (!row)
                row = live.rows.row(t, columns_.size());
    } else if (t >= earliest_) {
        row = day(std::chrono::floor<std::chrono::days>(t)).row(t, columns_.size());
    }
    return row ? row[column] : std::numeric_limits<float>::quiet_NaN();
}

std::optional<std::size_t> History::column(const Measured& wanted) const
{
    const auto at = std::find(columns_.begin(), columns_.end(), wanted);
    if (at == columns_.end())
        return {};
    return static_cast<std::size_t>(at - columns_.begin());
}

std::optional<double> valueAt(History& history, const HistorySeries& series, TimePoint t)
{
    if (!series.column)
        return series.constant;
    if (series.window == Millis {}) {
        const double value = static_cast<double>(history.at(*series.column, t));
        return std::isnan(value) ? std::nullopt : std::optional(value / series.over);
    }
    std::vector<double> values;
    for (auto at = t - series.window; at <= t; at += coarse)
        if (const double value = static_cast<double>(history.at(*series.column, at)); !std::isnan(value))
            values.push_back(value / series.over);
    if (values.empty())
        return {};
    std::sort(values.begin(), values.end());
    if (series.highest)
        return values.back();
    // As quantile_over_time interpolates.
    const double rank = 0.95 * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(rank);
    const auto above = std::min(below + 1, values.size() - 1);
    return values[below] + (values[above] - values[below]) * (rank - static_cast<double>(below));
}

} // namespace loadline
