// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"
#include "scaling/cron.h"

namespace loadline {

namespace {

// Whether the zone's offset changes within a year, and to which hours of the day.
bool changes(const std::string& zone, TimePoint now)
{
    const auto first = offsetAt(zone, now);
    for (int month = 1; first && month <= 12; ++month)
        if (const auto later = offsetAt(zone, now + std::chrono::hours {24 * 30 * month}); later && *later != *first)
            return true;
    return false;
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>()) {
        for (std::size_t i = 0; i < object->triggers.size(); ++i) {
            if (object->triggers[i].type != "cron")
                continue;
            const auto window = cronWindow(object->triggers[i]);
            if (!window)
                continue;
            const auto at = FieldPath("spec.triggers") / i / "metadata";
            for (const auto& [key, schedule] : {std::pair("start", &window->start), std::pair("end", &window->end)}) {
                const bool atNight = (schedule->hours & 0xFFFFFFU) == (1U << 2);
                if (!atNight || !changes(window->zone, scope.world().now))
                    continue;
                found(tell(scope.refOf(*object), at / key, LOADLINE_TR("Lint", "The window's %1 lies between 02:00 and 03:00, when clocks change in %2."),
                    LOADLINE_TR("Lint", "Once a year that time does not exist and the window is missed; once a year it comes twice."), {key, window->zone}));
            }
        }
    }
}

} // namespace

Rule cronClockChange()
{
    return {
        .id = "cron-clock-change",
        .severity = Severity::Info,
        .title = LOADLINE_TR("Lint", "A cron window at the hour that clocks change"),
        .explanation = LOADLINE_TR("Lint",
            "Where clocks change, a time between 02:00 and 03:00 is skipped once a year and comes twice once "
            "a year."),
        .link = link::kedaCron,
        .check = &check,
    };
}

} // namespace loadline
