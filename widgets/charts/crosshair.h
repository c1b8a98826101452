// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_frame.h"

namespace loadline {

// What all lines say at one time.
struct Reading {
    struct Entry {
        std::size_t line = 0; // of the content's
        std::optional<double> value; // nothing: a gap lies here
        double level = 0; // where its dot stands: for stacks, on the shoulders of those below
        bool operator==(const Entry&) const = default;
    };
    TimePoint at;
    std::vector<Entry> entries;
    std::vector<QString> events; // marks near it
    bool operator==(const Reading&) const = default;
};

// At the sample nearest to `wanted`; nothing where no line has one in `shown`. `reach` is how near an event must be.
std::optional<Reading> readingAt(const ChartContent& content, TimeRange shown, TimePoint wanted, Millis reach);
// The next sample of any line after (or before) `from`: what the keyboard steps through.
std::optional<TimePoint> nextSample(const ChartContent& content, TimeRange shown, TimePoint from, bool forward);
// In words, for screen readers: "14:05: current 4, desired 8, 4 to 8: cpu above target".
QString readingText(const ChartContent& content, TimeRange shown, const Reading& reading);

void paintCrosshair(QPainter& painter, const ChartFrame& frame, const ChartContent& content, const Reading& reading,
    const QPalette& palette, const QFont& font);

} // namespace loadline
