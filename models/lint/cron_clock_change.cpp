// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/cron_windows.h"
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <bit>

namespace loadline {

namespace {

constexpr Millis aYear = std::chrono::hours {24 * 366};

// Once or twice a day; what fires each hour does so on that day too.
bool isSeldom(const CronSchedule& schedule) { return std::popcount(schedule.hours) <= 2; }

// The days of the year on which the schedule's time is skipped, and those on which it comes twice.
struct OddDays {
    std::vector<std::string> skipped, twice;
};
OddDays oddDays(const CronSchedule& schedule, const std::string& zone, TimePoint from)
{
    OddDays days;
    for (const auto& change : clockChanges(zone, {from, from + aYear}))
        if (isSeldom(schedule) && isHitBy(schedule, change))
            (change.skips() ? days.skipped : days.twice).push_back(formatRfc3339(change.at + change.before).substr(0, 10));
    return days;
}

void tellOf(const ManifestRef& ref, FieldPath at, const std::string& key, const std::string& zone, const OddDays& days, const Found& found)
{
    if (!days.skipped.empty())
        found(tell(ref, at, LOADLINE_TR("Lint", "The window's %1 does not come on %3, when clocks are put forward in %2."),
            key == "start" ? LOADLINE_TR("Lint", "Its time does not exist that day, so the window is missed.")
                           : LOADLINE_TR("Lint", "Its time does not exist that day, so the window stays open until its next end."),
            {key, zone, joined(days.skipped)}));
    else if (!days.twice.empty())
        found(tell(ref, at, LOADLINE_TR("Lint", "The window's %1 comes twice on %3, when clocks are put back in %2."),
            LOADLINE_TR("Lint", "Its time exists twice that day, an hour apart."), {key, zone, joined(days.twice)}));
}

template <class T>
void look(const LintScope& scope, const T& object, const Found& found)
{
    for (std::size_t i = 0; i < object.triggers.size(); ++i) {
        if (object.triggers[i].type != "cron")
            continue;
        const auto window = cronWindow(object.triggers[i]);
        if (!window)
            continue;
        const auto at = FieldPath("spec.triggers") / i / "metadata";
        const auto from = cronMoment(scope.world().now);
        tellOf(scope.refOf(object), at / "start", "start", window->zone, oddDays(window->start, window->zone, from), found);
        tellOf(scope.refOf(object), at / "end", "end", window->zone, oddDays(window->end, window->zone, from), found);
    }
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>())
        look(scope, *object, found);
    for (const auto* job : scope.judged<ScaledJob>())
        look(scope, *job, found);
}

} // namespace

Rule cronClockChange()
{
    return {
        .id = "cron-clock-change",
        .severity = Severity::Info,
        .title = LOADLINE_TR("Lint", "A cron window at the hour that clocks change"),
        .explanation = LOADLINE_TR("Lint",
            "Where clocks change, the times of about an hour are skipped on one day of the year and come twice on "
            "another: from 02:00 to 03:00 in most of Europe and America, at midnight or 01:00 elsewhere."),
        .link = link::kedaCron,
        .check = &check,
    };
}

} // namespace loadline
