// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/quantity.h"
#include "base/result.h"
#include "base/time.h"
#include "cluster/world.h"

#include <QString>

namespace loadline {

// What a figure counts, and so how people read it.
enum class Unit {
    None, // 1,525
    Replicas, // 8
    Nodes,
    Cores, // 0.25 -> "250 m", 1.5 -> "1.5 cores"
    Bytes, // 1.5 GiB
    Percent, // 140 % (thin space)
    PerSecond, // 180/s
    Duration, // 214 s
};

// A figure as people read it: three significant digits (whole numbers below a million keep all of theirs), the unit
// with it after a thin space, never "1525m". Decimal point and comma groups in every language, as in the exports.
QString figure(double value, Unit unit);
QString figure(Quantity value, Unit unit);
// "8 of 10"; a unit that is a word comes once where both sides have it ("1.2 of 2 GiB"), signs stay with their number
// ("140 % of 70 %", "180/s of 100/s"); unknown parts are the word "unknown".
QString figureOf(const std::optional<double>& value, const std::optional<double>& of, Unit unit);
QString unknown(); // tr("unknown")

// "12 s", "31 min", "2 h", "2 d": how long ago, one unit, rounded down. Under a second: "now".
QString age(Millis length);
QString ageSince(const std::optional<TimePoint>& since, TimePoint now); // unknown() when absent
// "3 min 20 s": a length with two units.
QString length(Millis length);
// In the user's zone or UTC: "14:05", "Mon 14:05", "23 Nov 14:05" as far as needed from `now`.
QString moment(TimePoint time, TimePoint now, bool utc);
QString isoUtc(TimePoint time); // for exports

// The error's sentence in the user's language, args filled in; its hint likewise.
QString sentence(const Error& error);
QString hint(const Error& error);

// Why a page that needs this kind has nothing or old things to show: "KEDA is not installed in prod-eu.",
// "You may not list nodes in prod-eu.", "The last answer is 3 min old: connection refused." "" when all is well.
QString whyNot(const World& world, KindId kind);
QString kindName(KindId kind, bool plural); // "horizontal pod autoscalers"
QString unitName(Unit unit);

} // namespace loadline
