// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/ledger_day.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace loadline {
namespace {

// Samples of one series near the day: in order, each time once (the larger value).
std::vector<Sample> tidy(const Series& series, TimePoint from, TimePoint to)
{
    std::vector<Sample> samples;
    for (const Sample& sample : series.samples)
        if (sample.at >= from && sample.at < to && std::isfinite(sample.value))
            samples.push_back(sample);
    std::sort(samples.begin(), samples.end(), [](const Sample& a, const Sample& b) {
        return std::tie(a.at, b.value) < std::tie(b.at, a.value);
    });
    const auto same = [](const Sample& a, const Sample& b) { return a.at == b.at; };
    samples.erase(std::unique(samples.begin(), samples.end(), same), samples.end());
    return samples;
}

std::int32_t countOf(double value)
{
    return static_cast<std::int32_t>(std::clamp(std::round(value), 0.0, 1e9));
}

// The day's clock: milliseconds since midnight, held to the day.
struct DayClock {
    TimePoint day;
    [[nodiscard]] std::int32_t operator()(TimePoint at) const
    {
        return static_cast<std::int32_t>(std::clamp(at - day, Millis {0}, dayLength).count());
    }
};

void addRun(std::vector<CountRun>& runs, CountRun run)
{
    if (run.from >= run.to)
        return;
    if (!runs.empty() && runs.back().to == run.from && runs.back().count == run.count)
        runs.back().to = run.to;
    else
        runs.push_back(run);
}

// Two series of one thing: the larger count holds at each moment; where only one is known, that one.
std::vector<CountRun> larger(const std::vector<CountRun>& a, const std::vector<CountRun>& b)
{
    if (a.empty() || b.empty())
        return a.empty() ? b : a;
    std::vector<std::int32_t> edges;
    for (const auto* runs : {&a, &b})
        for (const CountRun& run : *runs)
            edges.insert(edges.end(), {run.from, run.to});
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    std::vector<CountRun> joined;
    auto left = a.begin(), right = b.begin();
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
        std::int32_t count = -1;
        const auto look = [&](auto& at, auto end) {
            while (at != end && at->to <= edges[i])
                ++at;
            if (at != end && at->from <= edges[i])
                count = std::max(count, at->count);
        };
        look(left, a.end());
        look(right, b.end());
        if (count >= 0)
            addRun(joined, {edges[i], edges[i + 1], count});
    }
    return joined;
}

// Takes those that wait off the replicas that are wanted; of more that wait than are wanted (a rollout's surge) only as many.
void takeOff(WorkloadDay& day)
{
    std::vector<CountRun> placed, waiting;
    auto wait = day.waiting.begin();
    for (const CountRun& run : day.runs) {
        std::int32_t at = run.from;
        while (wait != day.waiting.end() && wait->to <= at)
            ++wait;
        for (auto one = wait; one != day.waiting.end() && one->from < run.to; ++one) {
            const DaySpan both {std::max(at, one->from), std::min(one->to, run.to)};
            const std::int32_t count = std::min(one->count, run.count);
            addRun(placed, {at, both.from, run.count});
            addRun(placed, {both.from, both.to, run.count - count});
            if (count > 0)
                addRun(waiting, {both.from, both.to, count});
            at = both.to;
        }
        addRun(placed, {at, run.to, run.count});
    }
    day.runs = std::move(placed);
    day.waiting = std::move(waiting);
}

// What all series of a day are read by.
struct Reading {
    DayClock clock;
    Millis step, gapAfter;
    std::vector<TimePoint> heard; // every time at which anything was, sorted

    // A machine that misses its turn while others are heard is gone; while nothing is heard, its count holds.
    [[nodiscard]] TimePoint machineEnd(TimePoint at, const TimePoint* next) const
    {
        if (next && *next - at <= step * 3 / 2)
            return *next;
        const auto other = std::lower_bound(heard.begin(), heard.end(), std::max(at + step / 2, at + Millis {1}));
        if (other != heard.end() && (!next || *other < *next))
            return *other - at <= gapAfter ? *other : at + step;
        return next && *next - at <= gapAfter ? *next : at + step;
    }
    [[nodiscard]] TimePoint workloadEnd(TimePoint at, const TimePoint* next) const
    {
        return next && *next - at <= gapAfter ? *next : at + step;
    }
};

template <class End>
std::vector<CountRun> runsOf(const Reading& reading, const Series& series, bool keepZero, const End& endOf)
{
    std::vector<CountRun> runs;
    const TimePoint day = reading.clock.day;
    const auto samples = tidy(series, day - reading.gapAfter, day + dayLength + reading.gapAfter);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const TimePoint* next = i + 1 < samples.size() ? &samples[i + 1].at : nullptr;
        const std::int32_t count = countOf(samples[i].value);
        if (count > 0 || keepZero)
            addRun(runs, {reading.clock(samples[i].at), reading.clock(endOf(samples[i].at, next)), count});
    }
    return runs;
}

std::vector<TimePoint> heardTimes(const DayClock& clock, Millis gapAfter, std::span<const MachineSeries> machines,
                                  const Series* heard)
{
    std::vector<TimePoint> times;
    const auto take = [&](const Series& series) {
        for (const Sample& sample : series.samples)
            if (sample.at >= clock.day - gapAfter && sample.at < clock.day + dayLength + gapAfter)
                times.push_back(sample.at);
    };
    for (const MachineSeries& machine : machines)
        take(machine.counts);
    if (heard)
        take(*heard);
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
    return times;
}

std::vector<DaySpan> coverage(const Reading& reading)
{
    std::vector<DaySpan> covered;
    const auto& times = reading.heard;
    for (std::size_t i = 0; i < times.size(); ++i) {
        const bool held = i + 1 < times.size() && times[i + 1] - times[i] <= reading.gapAfter;
        const DaySpan span {reading.clock(times[i]), reading.clock(held ? times[i + 1] : times[i] + reading.step)};
        if (span.from >= span.to)
            continue;
        if (!covered.empty() && covered.back().to >= span.from)
            covered.back().to = std::max(covered.back().to, span.to);
        else
            covered.push_back(span);
    }
    return covered;
}

auto keyOf(const WorkloadDay& workload)
{
    return std::tie(workload.ns, workload.kind, workload.name);
}

std::vector<MachineDay> machineDays(const Reading& reading, std::span<const MachineSeries> machines)
{
    std::map<Machine, MachineDay> known;
    for (const MachineSeries& series : machines) {
        const auto end = [&](TimePoint at, const TimePoint* next) { return reading.machineEnd(at, next); };
        auto runs = runsOf(reading, series.counts, false, end);
        if (runs.empty())
            continue;
        const auto [at, isNew] = known.try_emplace(series.machine);
        MachineDay& day = at->second;
        day.machine = series.machine;
        day.runs = isNew ? std::move(runs) : larger(day.runs, runs);
        if (!day.price.hourly)
            day.price = series.price;
        if (!day.spotHourly)
            day.spotHourly = series.spotHourly;
    }
    std::vector<MachineDay> days;
    for (auto& [machine, day] : known)
        days.push_back(std::move(day));
    return days;
}

std::vector<WorkloadDay> workloadDays(const Reading& reading, std::span<const WorkloadSeries> workloads)
{
    std::vector<WorkloadDay> days;
    for (const WorkloadSeries& series : workloads) {
        const auto end = [&](TimePoint at, const TimePoint* next) { return reading.workloadEnd(at, next); };
        WorkloadDay day = series.workload;
        day.runs = runsOf(reading, series.replicas, true, end);
        day.waiting = runsOf(reading, series.waiting, false, end);
        if (!day.runs.empty())
            days.push_back(std::move(day));
    }
    const auto before = [](const WorkloadDay& a, const WorkloadDay& b) { return keyOf(a) < keyOf(b); };
    std::stable_sort(days.begin(), days.end(), before);
    std::vector<WorkloadDay> joined;
    for (WorkloadDay& day : days) {
        if (joined.empty() || keyOf(joined.back()) != keyOf(day)) {
            joined.push_back(std::move(day));
            continue;
        }
        joined.back().runs = larger(joined.back().runs, day.runs);
        joined.back().waiting = larger(joined.back().waiting, day.waiting);
    }
    for (WorkloadDay& day : joined)
        if (!day.waiting.empty())
            takeOff(day);
    return joined;
}

} // namespace

TimePoint midnight(TimePoint at)
{
    return std::chrono::floor<std::chrono::days>(at);
}

UsageDay usageDay(TimePoint day, Millis step, std::span<const MachineSeries> machines,
                  std::span<const WorkloadSeries> workloads, const Series* heard)
{
    UsageDay usage;
    usage.day = midnight(day);
    step = std::clamp(step, Millis {1}, dayLength);
    Reading reading {{usage.day}, step, step * 3 / 2, {}};
    for (const MachineSeries& series : machines)
        reading.gapAfter = std::max(reading.gapAfter, std::min(series.counts.gapAfter, dayLength));
    reading.heard = heardTimes(reading.clock, reading.gapAfter, machines, heard);
    usage.covered = coverage(reading);
    usage.machines = machineDays(reading, machines);
    usage.workloads = workloadDays(reading, workloads);
    return usage;
}

std::vector<CountRun> runsWithin(std::span<const CountRun> runs, DaySpan within)
{
    std::vector<CountRun> part;
    for (const CountRun& run : runs)
        addRun(part, {std::max(run.from, within.from), std::min(run.to, within.to), run.count});
    return part;
}

std::int64_t countTime(std::span<const CountRun> runs, std::span<const DaySpan> covered, DaySpan within)
{
    std::int64_t time = 0;
    auto span = covered.begin();
    for (const CountRun& run : runs) {
        while (span != covered.end() && span->to <= run.from)
            ++span;
        for (auto at = span; at != covered.end() && at->from < run.to; ++at) {
            const std::int64_t length = std::min({run.to, at->to, within.to}) - std::max({run.from, at->from, within.from});
            if (length > 0)
                time += length * run.count;
        }
    }
    return time;
}

std::int64_t coveredTime(std::span<const DaySpan> covered, DaySpan within)
{
    std::int64_t time = 0;
    for (const DaySpan& span : covered)
        time += std::max(0, std::min(span.to, within.to) - std::max(span.from, within.from));
    return time;
}

DaySpan partOf(TimePoint day, const TimeRange& window)
{
    const DayClock clock {day};
    const DaySpan part {clock(window.from), clock(window.to)};
    return part.from < part.to ? part : DaySpan {};
}

} // namespace loadline
