// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/time_chart.h"

#include <QPolygonF>

namespace loadline {

// What is drawn of one line: a run of points for each stretch between gaps; x in milliseconds from range.from.
using Runs = std::vector<QPolygonF>;

// Decimated to the width; counts as steps. A step's last value is in force up to the right edge, unless a gap has
// opened since.
Runs lineRuns(const ChartLine& line, TimeRange range, int columns);

// The lines that stack, column by column: on each other's shoulders. Where all are silent there is a gap; one that is
// silent while others speak adds nothing (a pool that is gone). Of the moments within a column the one with the highest
// total stands for it, so that the stack's spikes stay.
struct Stack {
    std::vector<std::vector<double>> tops; // of each line, from the first up: the top of its band in every column
    std::vector<bool> silent; // of each column
    double top = 0; // the highest total
};
Stack stackOf(const std::vector<const ChartLine*>& lines, TimeRange range, int columns, bool steps);

// The value in force at t: the last sample at or before it, unless a gap lies between.
std::optional<double> valueAt(const ChartLine& line, TimePoint t);
// Of lines (not steps): the sample nearest to t, at most half a gap away.
std::optional<Sample> nearest(const ChartLine& line, TimePoint t);

// The lowest and highest value inside the range, a value that comes in from the left included.
struct Extent {
    double low = 0, high = 0;
    bool any = false;
};
Extent extentOf(const ChartLine& line, TimeRange range);

} // namespace loadline
