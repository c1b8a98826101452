// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/ledger_potential.h"

#include <algorithm>
#include <tuple>

namespace loadline {
namespace {

constexpr int minutesOfDay = 1440;

// Minutes from the start of duty to its end; both on the same minute is the whole day.
int lengthOf(const DutyHours& duty)
{
    const int from = std::clamp(duty.fromMinute, 0, minutesOfDay);
    const int to = std::clamp(duty.toMinute, 0, minutesOfDay);
    return to > from ? to - from : to + minutesOfDay - from;
}

bool onDuty(const DutyHours& duty, TimePoint localDay)
{
    const std::chrono::weekday weekday {std::chrono::floor<std::chrono::days>(localDay)};
    return duty.days[weekday.iso_encoding() - 1];
}

std::vector<DaySpan> both(std::span<const DaySpan> a, std::span<const DaySpan> b)
{
    std::vector<DaySpan> shared;
    for (const DaySpan& left : a)
        for (const DaySpan& right : b)
            if (const DaySpan span {std::max(left.from, right.from), std::min(left.to, right.to)}; span.from < span.to)
                shared.push_back(span);
    return shared;
}

} // namespace

Quantity DutyHours::weekly() const
{
    // Duty that lasts into the next morning does not count an hour twice: it is at most a day long.
    const auto count = std::count(days.begin(), days.end(), true);
    return Quantity::fromNano(Int128(count) * lengthOf(*this) * 1'000'000'000 / 60);
}

std::vector<DaySpan> offDuty(TimePoint day, const DutyHours& duty)
{
    std::vector<DaySpan> off;
    std::int32_t at = 0;
    const auto end = static_cast<std::int32_t>(dayLength.count());
    for (int shift = -2; shift <= 2; ++shift) {
        const TimePoint local = day + dayLength * shift;
        if (!onDuty(duty, local))
            continue;
        const TimePoint from = local + std::chrono::minutes {std::clamp(duty.fromMinute, 0, minutesOfDay)} - duty.utcOffset;
        const DaySpan span = partOf(day, {from, from + std::chrono::minutes {lengthOf(duty)}});
        if (span.from >= span.to)
            continue;
        if (span.from > at)
            off.push_back({at, span.from});
        at = std::max(at, span.to);
    }
    if (at < end)
        off.push_back({at, end});
    return off;
}

std::optional<Money> schedulePotential(std::span<const UsageDay> days, const TimeRange& window, const DutyHours& duty,
                                       const std::function<bool(const WorkloadDay&)>& which)
{
    std::optional<Money> sum;
    for (const UsageDay& day : days) {
        const DaySpan part = partOf(day.day, window);
        const std::vector<DaySpan> spans = both(day.covered, offDuty(day.day, duty));
        for (const WorkloadDay& workload : day.workloads)
            if (workload.replicaHourly && which(workload))
                sum = sum.value_or(Money()) + workload.replicaHourly->scaled(countTime(workload.runs, spans, part), 3'600'000);
    }
    return sum;
}

std::optional<Quantity> meanReplicas(std::span<const UsageDay> days, const TimeRange& window, std::string_view ns,
                                     std::string_view kind, std::string_view name)
{
    const auto key = std::tie(ns, kind, name);
    const auto keyOf = [](const WorkloadDay& workload) {
        return std::tuple<std::string_view, std::string_view, std::string_view>(workload.ns, workload.kind, workload.name);
    };
    std::int64_t known = 0, ran = 0;
    for (const UsageDay& day : days) {
        const DaySpan part = partOf(day.day, window);
        const auto at = std::partition_point(day.workloads.begin(), day.workloads.end(),
                                             [&](const WorkloadDay& workload) { return keyOf(workload) < key; });
        if (at == day.workloads.end() || keyOf(*at) != key)
            continue;
        for (const CountRun& run : at->runs) {
            const DaySpan span {std::max(run.from, part.from), std::min(run.to, part.to)};
            const std::int64_t time = span.from < span.to ? coveredTime(day.covered, span) : 0;
            known += time;
            ran += time * run.count;
        }
    }
    if (known == 0)
        return std::nullopt;
    return Quantity::fromNano(Int128(ran) * 1'000'000'000 / known);
}

} // namespace loadline
