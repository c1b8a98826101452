// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/cron_windows.h"

#include <algorithm>

namespace loadline {

namespace {

constexpr Millis aYear = std::chrono::hours {24 * 366};

} // namespace

TimePoint cronMoment(TimePoint now)
{
    using namespace std::chrono;
    return now == TimePoint {} ? TimePoint {sys_days {year {2026} / 1 / 5}} : now;
}

std::vector<CronWeek> cronWeeksOf(const ScaledObject& object, TimePoint now)
{
    std::vector<CronWeek> weeks;
    const auto from = cronMoment(now);
    for (std::size_t i = 0; i < object.triggers.size(); ++i) {
        if (object.triggers[i].type != "cron")
            continue;
        auto window = cronWindow(object.triggers[i]);
        if (!window)
            continue;
        auto& week = weeks.emplace_back();
        week.trigger = i;
        week.window = *std::move(window);
        week.spans = activeSpans(week.window, {from, from + aWeek});
        for (const auto& span : week.spans)
            week.length += span.length();
    }
    return weeks;
}

Millis overlap(const CronWeek& a, const CronWeek& b)
{
    Millis shared {0};
    for (const auto& one : a.spans)
        for (const auto& other : b.spans)
            shared += std::max(Millis {0}, std::min(one.to, other.to) - std::max(one.from, other.from));
    return shared;
}

bool openAllYear(const CronWeek& week, TimePoint now)
{
    if (week.length < aWeek)
        return false;
    const auto from = cronMoment(now);
    const auto spans = activeSpans(week.window, {from, from + aYear});
    return spans.size() == 1 && spans.front().length() >= aYear;
}

bool shutAllYear(const CronWeek& week, TimePoint now)
{
    const auto from = cronMoment(now);
    return week.spans.empty() && activeSpans(week.window, {from, from + aYear}).empty();
}

} // namespace loadline
