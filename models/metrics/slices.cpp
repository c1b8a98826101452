// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/promql.h"

#include <algorithm>
#include <array>

namespace loadline {

namespace {

using Count = std::int64_t;

Count floorTo(Count value, Count unit)
{
    const Count rest = value % unit;
    return value - (rest < 0 ? rest + unit : rest);
}

TimePoint pointAt(Count milli)
{
    return TimePoint {Millis {milli}};
}

} // namespace

std::vector<TimeRange> slices(TimeRange range, Millis step)
{
    constexpr Count day = 24LL * 60 * 60 * 1000;
    constexpr Count maxPoints = 11'000;
    const Count unit = std::max<Count>(step.count(), 1);
    // Points per slice: what fits into a day, at least one, at most the limit.
    const Count points = std::clamp<Count>(day / unit, 1, maxPoints);
    const Count length = points * unit;
    const Count to = floorTo(range.to.time_since_epoch().count(), unit);
    const Count from = std::min(floorTo(range.from.time_since_epoch().count() + unit - 1, unit), to);
    std::vector<TimeRange> cut;
    for (Count start = from; start <= to;) {
        const Count end = std::min(floorTo(start, length) + length - unit, to);
        cut.push_back({pointAt(start), pointAt(end)});
        start = end + unit;
    }
    return cut;
}

Millis stepFor(TimeRange range, int points, Millis scrape)
{
    constexpr std::array<int, 17> niceSeconds {
        1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400};
    const Millis wanted = std::max(scrape, range.length() / std::max(points, 1));
    for (const int seconds : niceSeconds) {
        if (Seconds {seconds} >= wanted)
            return Seconds {seconds};
    }
    const Millis day = Seconds {niceSeconds.back()};
    return day * ((wanted.count() + day.count() - 1) / day.count());
}

std::string durationText(Millis duration)
{
    struct Unit {
        Count millis;
        const char* name;
    };
    constexpr std::array<Unit, 5> units {{{86'400'000, "d"}, {3'600'000, "h"}, {60'000, "m"}, {1'000, "s"}, {1, "ms"}}};
    Count rest = std::max<Count>(duration.count(), 0);
    std::string text;
    for (const Unit& unit : units) {
        if (rest >= unit.millis) {
            text += std::to_string(rest / unit.millis) + unit.name;
            rest %= unit.millis;
        }
    }
    return text.empty() ? "0s" : text;
}

} // namespace loadline
