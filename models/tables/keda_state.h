// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/joins.h"
#include "tables/keda_rows.h"

namespace loadline {

struct KedaStateInputs {
    const std::vector<Condition>& conditions;
    std::optional<TimePoint> lastActive;
    std::int64_t cooldown = 0; // seconds; 0 for jobs, which have none
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
