// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/cron.h"
#include "tables/cells.h"
#include "tables/keda_state.h"

#include <QCoreApplication>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(KedaCron)
};

std::string textOf(const Trigger& trigger, std::string_view key)
{
    const auto* text = trigger.get(key);
    return text ? *text : std::string();
}

// The clock of the trigger's own zone, as people there will read it then: it may be changed before.
QString clockText(TimePoint time, const CronTimes& times, TimePoint now)
{
    const auto then = offsetAt(times.timezone, time).value_or(times.offset);
    return moment(time + then, now + times.offset, true);
}

} // namespace

std::optional<CronTimes> cronTimesOf(const Trigger& trigger, TimePoint now)
{
    if (trigger.type != "cron")
        return {};
    CronTimes times;
    times.timezone = textOf(trigger, "timezone");
    times.start = textOf(trigger, "start");
    times.end = textOf(trigger, "end");
    const auto window = cronWindow(trigger);
    if (!window) {
        times.problem = sentence(window.error());
        return times;
    }
    times.desiredReplicas = window->desiredReplicas.whole();
    const auto state = stateAt(*window, now);
    times.on = state.active;
    times.nextStart = state.nextStart;
    times.nextEnd = state.nextEnd;
    if (const auto week = weekOf(window->zone, now)) {
        times.weekRange = *week;
        times.week = activeSpans(*window, *week);
    }
    times.offset = offsetAt(window->zone, now).value_or(Seconds {0});
    return times;
}

QString cronText(const CronTimes& times, TimePoint now)
{
    if (!times.problem.isEmpty())
        return times.problem;
    const auto& next = times.on ? times.nextEnd : times.nextStart;
    const auto until = next ? clockText(*next, times, now) : Words::tr("further notice");
    return (times.on ? Words::tr("on until %1 (%2)") : Words::tr("off until %1 (%2)")).arg(until, qtext(times.timezone));
}

} // namespace loadline
