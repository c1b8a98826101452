// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPen>
#include <QPolygonF>
#include <QRectF>

#include <memory>
#include <vector>

class QPainter;

namespace loadline {

struct PlotLine {
    QPolygonF points;
    QPen pen;
};

// The lines of a chart, drawn by Qt Charts: the only class that knows it. Axes are built once and only their
// ranges set, series are kept and given new points by replace(), which alone is fast; nothing is animated. Lines as
// dense as noise are drawn past it. Grid, labels, stacks and everything else around them is ours (chart_frame).
class ChartPlot {
public:
    ChartPlot();
    ~ChartPlot();
    ChartPlot(const ChartPlot&) = delete;
    ChartPlot& operator=(const ChartPlot&) = delete;
    // Points count from 0 to `length` and from `bottom` to `top`, over `size` points of the screen.
    void set(const std::vector<PlotLine>& lines, double length, double bottom, double top, QSizeF size);
    void paint(QPainter& painter, const QRectF& target);
    [[nodiscard]] int seriesCount() const; // kept, used or not

private:
    struct Charts;
    std::unique_ptr<Charts> charts_;
};

} // namespace loadline
