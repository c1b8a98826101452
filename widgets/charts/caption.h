// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/time_chart.h"

#include <QColor>
#include <QFont>
#include <QRectF>

class QPainter;

namespace loadline {

// One name in the line above a chart, with the swatch that finds it in the plot.
struct CaptionEntry {
    enum class Swatch { Line, Dashes, Square, Frame, Tick } swatch = Swatch::Line;
    QColor colour;
    QString text; // "current 4"
    bool operator==(const CaptionEntry&) const = default;
};

// Lines with their latest value, targets, the band, the events: in the order in which they matter.
std::vector<CaptionEntry> captionEntries(const ChartContent& content, TimeRange shown, const QPalette& palette);

// Title and subtitle at the left, entries at the right of the same line, or from there on in rows where there is no room.
class Caption {
public:
    Caption(const ChartContent& content, TimeRange shown, const QPalette& palette, const QFont& font);
    [[nodiscard]] double heightFor(double width) const;
    void paint(QPainter& painter, const QRectF& rect) const;

private:
    struct Place {
        double x = 0, width = 0;
        int row = 0;
    };
    [[nodiscard]] std::vector<Place> places(double width) const;
    [[nodiscard]] double titleWidth() const;
    void paintEntry(QPainter& painter, const CaptionEntry& entry, const QRectF& rect) const;

    QString title_, subtitle_;
    std::vector<CaptionEntry> entries_;
    QPalette palette_;
    QFont font_;
};

} // namespace loadline
