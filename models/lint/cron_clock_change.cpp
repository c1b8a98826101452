// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/cron_windows.h"
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <bit>
#include <sstream>

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

// The same schedule at the next full hour that no clock change touches; nullopt: none near, or its hours are no plain number.
std::optional<std::string> later(const std::string& written, const std::string& zone, TimePoint from)
{
    std::vector<std::string> fields;
    std::istringstream words(written);
    for (std::string word; words >> word;)
        fields.push_back(word);
    if (fields.size() != 5 || fields[1].empty() || fields[1].size() > 2 || fields[1].find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    for (int hour = std::stoi(fields[1]) + 1, tries = 0; hour < 24 && tries < 3; ++hour, ++tries) {
        const auto moved = fields[0] + " " + std::to_string(hour) + " " + fields[2] + " " + fields[3] + " " + fields[4];
        const auto schedule = parseCron(moved);
        if (!schedule)
            return std::nullopt;
        if (const auto days = oddDays(*schedule, zone, from); days.skipped.empty() && days.twice.empty())
            return moved;
    }
    return std::nullopt;
}

// So much longer or shorter may a week's windows become by it.
bool isLike(const Trigger& trigger, const char* key, const std::string& moved, TimePoint from)
{
    const auto lengthOf = [&](const Trigger& one) {
        Millis length {0};
        if (const auto window = cronWindow(one))
            for (const auto& span : activeSpans(*window, {from, from + aWeek}))
                length += span.length();
        return length;
    };
    Trigger other = trigger;
    for (auto& [name, value] : other.metadata)
        if (name == key)
            value = moved;
    const auto before = lengthOf(trigger), after = lengthOf(other);
    return after > Millis {0} && std::chrono::abs(after - before) <= 7 * std::chrono::hours {3};
}

void tellOf(const ManifestRef& ref, FieldPath at, const std::string& key, const std::string& zone, const OddDays& days, const std::optional<std::string>& moved, const Found& told)
{
    const auto found = [&](Finding finding) {
        if (moved)
            finding.fix = Fix {LOADLINE_TR("Lint", "Move it to %1"), {*moved}, {put(ref, at, Value(*moved))}};
        else
            finding.edit = EditAt {LOADLINE_TR("Lint", "Choose another time"), {}, ref, at};
        told(std::move(finding));
    };
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
        for (const auto* key : {"start", "end"}) {
            const auto days = oddDays(key == std::string_view("start") ? window->start : window->end, window->zone, from);
            if (days.skipped.empty() && days.twice.empty())
                continue;
            auto moved = later(*object.triggers[i].get(key), window->zone, from);
            if (moved && !isLike(object.triggers[i], key, *moved, from))
                moved.reset();
            tellOf(scope.refOf(object), at / key, key, window->zone, days, moved, found);
        }
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
