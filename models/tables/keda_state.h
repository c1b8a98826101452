// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/joins.h"
#include "tables/keda_rows.h"

namespace loadline {

struct KedaStateInputs {
    const std::vector<Condition>& conditions;
    std::optional<TimePoint> coolsUntil; // when it may go to zero or to idle; absent for jobs, which have no cooldown
    std::optional<TimePoint> quietSince; // when a trigger was last active
    bool forced = false; // annotation force-activation
    std::string failure; // the newest KEDAScalerFailed event's message
    bool targetMissing = false;
    bool live = true; // its own value was read, or nobody asked
    TimePoint now {};
};
// Fills in cooldown left, kind and state of a row whose other members stand.
void judge(KedaRow& row, const KedaStateInputs& in);
QString pauseText(const Pause& pause); // "", "paused", "at 3", "scale-in"
// A cron trigger's times; nullopt for other triggers.
std::optional<CronTimes> cronTimesOf(const Trigger& trigger, TimePoint now);
QString cronText(const CronTimes& times, TimePoint now); // "on until Mon 18:00 (America/New_York)"

} // namespace loadline
