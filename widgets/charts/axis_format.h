// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/time.h"
#include "tables/wording.h"

#include <QDateTime>
#include <QString>

#include <vector>

namespace loadline {

// A place on an axis with its words; the words are short: at most five stand on an axis.
struct Tick {
    double at = 0; // a value, or milliseconds since 1970
    QString text;
    bool operator==(const Tick&) const = default;
};

// From zero to a round number at or above `highest`, in at most four steps that people count in. The unit stands once,
// at the top. Counts have no half steps; bytes step in powers of two.
struct ValueAxis {
    double top = 1;
    double bottom = 0; // under zero only where values are
    std::vector<Tick> ticks;
    bool operator==(const ValueAxis&) const = default;
};
ValueAxis valueAxis(double lowest, double highest, Unit unit);

// Round times in the zone: "06:00", "Mon", "23 Nov", "Nov 2026"; `live` puts "now" at the right edge. At most
// `labels`, the last included.
std::vector<Tick> timeTicks(TimeRange range, bool live, bool utc, int labels);

// "14:05:30", "Mon 14:05", "23 Nov 14:05": as exact as the range needs it, for the crosshair.
QString timeUnderPointer(TimePoint at, TimeRange range, bool utc);
QDateTime zoned(TimePoint at, bool utc);

} // namespace loadline
