// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/series.h"
#include "tables/column.h"
#include "tables/wording.h"

#include <QImage>
#include <QWidget>

#include <functional>
#include <memory>
#include <vector>

namespace loadline {

// A line's colour: one of the four series colours or a semantic tone.
enum class LineColour { Series1, Series2, Series3, Series4, Accent, Idle, Spot, Good, Warn, Bad, Muted };

// Plain values in, a picture out: nothing of Qt Charts shows, so that it can be swapped.
struct ChartLine {
    enum class Style { Line, Step, Area }; // rates, counts, stacks (areas stack in order)
    QString name;
    LineColour colour = LineColour::Series1;
    Style style = Style::Line;
    bool dashed = false;
    std::vector<Sample> samples; // any number: decimated to the width
    Millis gapAfter {Seconds {300}};
    bool inCaption = true; // named with its latest value
};
struct ChartTarget { // dashed, with its tolerance as a band
    QString name; // "target 70 %, tolerance 10 %"
    double value = 0;
    std::optional<double> low, high;
};
struct ChartRange { // a quiet band over all time: min to max replicas
    QString name;
    double low = 0, high = 0;
};
struct ChartMark { // a tick on the time axis
    TimePoint at;
    QString text; // in the tooltip: "4 to 8: cpu above target"
    Tone tone = Tone::Accent;
};

struct ChartContent {
    QString title; // "fraud-detector-hpa"
    QString subtitle; // "replicas"
    Unit unit = Unit::None;
    std::function<QString(double)> write; // amounts that no unit tells, such as money; null: figure() in the unit
    [[nodiscard]] QString written(double value) const { return write ? write(value) : figure(value, unit); }
    std::vector<ChartLine> lines;
    std::vector<ChartTarget> targets;
    std::optional<ChartRange> band;
    std::vector<ChartMark> marks;
    TimeRange range;
    bool live = true; // the right edge is now, and says so
    bool utc = false;
    QString source; // "Prometheus monitoring/prometheus-server, 5 min step": under the chart, small
    QString message; // in place of the plot: loading, empty, refused, with why; "" draws
    double progress = 1; // under 1: a hairline at the top
};

// Zero-based chart over time: wheel or pinch zooms, drag pans, double click resets; so do +/-, Left/Right and Home. A
// crosshair shows every line's value under the pointer, or at the sample that Shift+Left/Right step to. What it shows
// is its accessible description too.
class TimeChart : public QWidget {
    Q_OBJECT
public:
    explicit TimeChart(QWidget* parent = nullptr);
    ~TimeChart() override;
    void setContent(ChartContent content);
    [[nodiscard]] const ChartContent& content() const;
    [[nodiscard]] TimeRange shownRange() const; // the content's, or what the user is zooming and panning through
    // With title, caption and source, at `scale` device pixels per point, on a card's surface of the current palette.
    [[nodiscard]] QImage picture(double scale) const;
    [[nodiscard]] QRectF plotRect() const; // where the lines are
    [[nodiscard]] QString reading() const; // what the crosshair says, in one line; "" without one
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void rangeChosen(const loadline::TimeRange& range); // zoomed or panned: the window sets it for all charts
    void rangeReset();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    struct View;
    void redraw(); // the plot, not only the crosshair
    void zoom(double factor, double atX);
    void pan(Millis by);
    void showRange(TimeRange range, bool chosen);
    void reset();
    void readAt(std::optional<TimePoint> at, Millis reach);
    void stepReading(bool forward);
    void describe();
    std::unique_ptr<View> view_;
};

} // namespace loadline
