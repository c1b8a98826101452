// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/quantity.h"
#include "base/time.h"
#include "cluster/scaled_object.h"

#include <cstdint>
#include <vector>

namespace loadline {

// A 5-field cron expression as KEDA's parser (robfig/cron) reads it: minute hour day-of-month month day-of-week, with
// *, ?, names, ranges, steps and lists. Sunday is 0; 7 and @daily are not accepted there. A bit per value.
struct CronSchedule {
    std::uint64_t minutes = 0;
    std::uint32_t hours = 0, days = 0, months = 0, weekdays = 0;
    // With * (or ?) in either day field both must match; with neither, one is enough.
    bool anyDay = false, anyWeekday = false;
    bool operator==(const CronSchedule&) const = default;
};
// Errors: Malformed, naming the field.
Result<CronSchedule> parseCron(std::string_view text);

// The first instant after `after` whose local time matches, so a time that the spring change skips does not fire that
// day and one that the autumn change repeats fires twice. nullopt: not within five years. Errors: NotFound (zone).
Result<std::optional<TimePoint>> nextFire(const CronSchedule& schedule, const std::string& zone, TimePoint after);

// A KEDA cron trigger.
struct CronWindow {
    CronSchedule start, end;
    std::string zone; // IANA name, known to exist
    Quantity desiredReplicas;
    bool operator==(const CronWindow&) const = default;
};
// Errors: Malformed (a schedule, equal schedules, a missing field), NotFound (the zone).
Result<CronWindow> cronWindow(const Trigger& trigger);

struct CronState {
    bool active = false; // the next end is not after the next start
    std::optional<TimePoint> nextStart, nextEnd;
    bool operator==(const CronState&) const = default;
};
CronState stateAt(const CronWindow& window, TimePoint now);
// The spans of `range` in which the trigger is active, in order and apart; cut at the range's ends.
std::vector<TimeRange> activeSpans(const CronWindow& window, TimeRange range);
// Monday 00:00 to the next Monday 00:00 in `zone` around `now`, for the week strip. Errors: NotFound (zone).
Result<TimeRange> weekOf(const std::string& zone, TimePoint now);
// How far `zone` is ahead of UTC at `at`. Errors: NotFound.
Result<Seconds> offsetAt(const std::string& zone, TimePoint at);

// A moment at which a zone's clocks are put forward, so that the local times in between are skipped, or back, so that
// they come twice.
struct ClockChange {
    TimePoint at {};
    Seconds before {0}, after {0}; // ahead of UTC
    [[nodiscard]] bool skips() const { return after > before; }
    bool operator==(const ClockChange&) const = default;
};
// Those within `range`, in order; none for a zone that is not known.
std::vector<ClockChange> clockChanges(const std::string& zone, TimeRange range);
// Whether a time of the schedule is among those that the change skips or repeats.
bool isHitBy(const CronSchedule& schedule, const ClockChange& change);

} // namespace loadline
