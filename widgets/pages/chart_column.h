// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/chart_plan.h"

#include <QSet>
#include <QWidget>

class QVBoxLayout;

namespace loadline {

// Charts one above the other on one time axis, made from plans. Plans may change as often as worlds come: charts are
// reused by id, and wishes are told only when they differ.
class ChartColumn : public QWidget {
    Q_OBJECT
public:
    explicit ChartColumn(QWidget* parent = nullptr);
    void setPlans(std::vector<ChartPlan> plans);
    void setRange(const TimeRange& range, bool live, bool utc);
    void setAnswer(const QString& key, const SeriesAnswer& answer);
    [[nodiscard]] const std::vector<SeriesWish>& wishes() const { return wishes_; }
    [[nodiscard]] bool settled() const { return pending_.isEmpty(); }
    [[nodiscard]] std::vector<TimeChart*> charts() const;
    void setChartHeight(int least, int most); // most 0: as high as there is room
    void setSecond(QWidget* widget, int stretch); // between the first chart and the others

Q_SIGNALS:
    void wishesChanged();
    void rangeChosen(const loadline::TimeRange& range);
    void rangeReset();
    void pictureWanted(const QImage& picture, const QString& name, bool copy);

private:
    struct Shown {
        QString id;
        TimeChart* chart;
    };
    TimeChart* makeChart(const QString& id);
    void arrange();
    void renewWishes();
    void draw(const ChartPlan& plan);
    void openMenu(TimeChart* chart, const QPoint& at);
    std::vector<ChartPlan> plans_;
    std::vector<Shown> shown_;
    SeriesBook book_;
    std::vector<SeriesWish> wishes_;
    QSet<QString> pending_; // asked for, and not complete yet
    TimeRange range_ {};
    bool live_ = true;
    bool utc_ = false;
    Millis step_ {Seconds {60}};
    int least_ = 170;
    int most_ = 0;
    QWidget* second_ = nullptr;
    QVBoxLayout* column_ = nullptr;
};

} // namespace loadline
