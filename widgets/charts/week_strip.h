// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/time_chart.h"

namespace loadline {

// A stretch of the week, in minutes from Monday 00:00 in the zone that the strip names. One that ends before it starts
// runs over the end of the week.
struct WeekWindow {
    int from = 0;
    int to = 0;
    QString text; // "Weekdays 08:00 to 20:00: at least 10"
    LineColour colour = LineColour::Accent;
    int lane = 0; // windows of one trigger share a lane
    bool operator==(const WeekWindow&) const = default;
};

// When cron triggers hold a workload up, over a week from Monday to Sunday, with now as a line.
class WeekStrip : public QWidget {
    Q_OBJECT
public:
    explicit WeekStrip(QWidget* parent = nullptr);
    void setWeek(std::vector<WeekWindow> windows, int nowMinute, const QString& zone); // nowMinute -1: not shown
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QRectF laneRect(int lane) const;
    [[nodiscard]] std::vector<QRectF> rectsOf(const WeekWindow& window) const;
    void paintDays(QPainter& painter) const;
    std::vector<WeekWindow> windows_;
    int now_ = -1;
    int lanes_ = 1;
    QString zone_;
};

} // namespace loadline
