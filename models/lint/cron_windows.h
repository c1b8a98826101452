// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/cron.h"

#include <cstddef>
#include <vector>

namespace loadline {

// When a cron trigger is active in the week from `now`.
struct CronWeek {
    std::size_t trigger = 0; // its position
    CronWindow window;
    std::vector<TimeRange> spans;
    Millis length {0}; // of all spans
};
inline constexpr Millis aWeek = std::chrono::hours {24 * 7};

// A World that was never published has no time; schedules repeat, so any moment does.
TimePoint cronMoment(TimePoint now);
// Of every cron trigger that can be read.
std::vector<CronWeek> cronWeeksOf(const ScaledObject& object, TimePoint now);
Millis overlap(const CronWeek& a, const CronWeek& b);
// Whether it is open, or shut, for the whole year from `now`.
bool openAllYear(const CronWeek& week, TimePoint now);
bool shutAllYear(const CronWeek& week, TimePoint now);

} // namespace loadline
