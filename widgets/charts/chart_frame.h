// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/axis_format.h"
#include "charts/caption.h"
#include "charts/chart_plot.h"
#include "charts/line_shape.h"
#include "charts/time_chart.h"

#include <QFont>
#include <QPalette>

class QPainter;

namespace loadline {

// Where the parts of a chart stand, in points.
struct ChartPlaces {
    QRectF caption, plot, times, source;
};

// One chart as it stands: content made ready for one width and range, and painted as often as needed, at any scale.
class ChartFrame {
public:
    // Decimates, shapes, scales; `size` in points, each of `ratio` device pixels.
    void prepare(const ChartContent& content, TimeRange shown, bool live, QSizeF size, double ratio,
        const QPalette& palette, const QFont& font);
    void paint(QPainter& painter);
    [[nodiscard]] const ChartPlaces& places() const { return places_; }
    [[nodiscard]] const ValueAxis& axis() const { return axis_; }
    [[nodiscard]] TimeRange shown() const { return shown_; }
    [[nodiscard]] double x(TimePoint at) const;
    [[nodiscard]] double y(double value) const;
    [[nodiscard]] TimePoint timeAt(double x) const;

private:
    void place(QSizeF size);
    void scale(); // the value axis
    void shape(double ratio);
    void paintStack(QPainter& painter) const;
    void paintBand(QPainter& painter) const;
    void paintGrid(QPainter& painter) const;
    void paintTargets(QPainter& painter) const;
    void paintMarks(QPainter& painter) const;
    void paintTimes(QPainter& painter) const;
    void paintMessage(QPainter& painter) const;

    const ChartContent* content_ = nullptr; // of the owner, who prepares anew whenever it changes
    TimeRange shown_ {};
    bool live_ = true;
    QPalette palette_;
    QFont font_;
    std::optional<Caption> caption_;
    ChartPlaces places_;
    ValueAxis axis_;
    ChartPlot plot_;
    std::vector<const ChartLine*> stacked_; // of the content's lines
    Stack stack_;
    std::vector<QColor> stackColours_;
    bool wholePixels_ = true; // a point is a whole number of device pixels
};

} // namespace loadline
