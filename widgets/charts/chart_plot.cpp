// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/chart_plot.h"

#include <QGraphicsLayout>
#include <QGraphicsScene>
#include <QPainter>
#include <QtCharts/QAreaSeries>
#include <QtCharts/QChart>
#include <QtCharts/QLegend>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

namespace loadline {

struct ChartPlot::Charts {
    struct Area {
        QAreaSeries* series;
        QLineSeries* upper;
        QLineSeries* lower;
    };
    QGraphicsScene scene;
    QChart* chart = new QChart; // the scene's
    QValueAxis* x = new QValueAxis(chart);
    QValueAxis* y = new QValueAxis(chart);
    std::vector<QLineSeries*> lines;
    std::vector<Area> areas;
    std::size_t linesUsed = 0, areasUsed = 0;

    Charts()
    {
        scene.setItemIndexMethod(QGraphicsScene::NoIndex);
        scene.addItem(chart);
        chart->setAnimationOptions(QChart::NoAnimation);
        chart->legend()->hide();
        chart->setBackgroundVisible(false);
        chart->setPlotAreaBackgroundVisible(false);
        chart->setMargins({});
        chart->layout()->setContentsMargins(0, 0, 0, 0);
        for (QValueAxis* axis : {x, y}) {
            chart->addAxis(axis, axis == x ? Qt::AlignBottom : Qt::AlignLeft);
            axis->setVisible(false);
        }
    }

    template <class Series>
    void adopt(Series* series)
    {
        chart->addSeries(series);
        series->attachAxis(x);
        series->attachAxis(y);
    }

    void setLine(std::size_t i, const PlotLine& line)
    {
        if (i == lines.size()) {
            lines.push_back(new QLineSeries(chart));
            adopt(lines.back());
        }
        lines[i]->setPen(line.pen);
        lines[i]->replace(line.points);
    }

    void setArea(std::size_t i, const PlotBand& band)
    {
        if (i == areas.size()) {
            Area area {new QAreaSeries(chart), new QLineSeries(chart), new QLineSeries(chart)};
            area.series->setUpperSeries(area.upper);
            area.series->setLowerSeries(area.lower);
            area.series->setPen(Qt::NoPen);
            adopt(area.series);
            areas.push_back(area);
        }
        areas[i].series->setBrush(band.fill);
        areas[i].lower->replace(band.lower);
        areas[i].upper->replace(band.upper);
    }
};

ChartPlot::ChartPlot()
    : charts_(std::make_unique<Charts>())
{
}

ChartPlot::~ChartPlot() = default;

void ChartPlot::set(const std::vector<PlotLine>& lines, const std::vector<PlotBand>& bands, double length, double bottom,
    double top, QSizeF size)
{
    Charts& c = *charts_;
    // Emptied first: a change of range would lay out old points for nothing.
    for (std::size_t i = lines.size(); i < c.linesUsed; ++i)
        c.lines[i]->replace(QList<QPointF>());
    for (std::size_t i = bands.size(); i < c.areasUsed; ++i) {
        c.areas[i].lower->replace(QList<QPointF>());
        c.areas[i].upper->replace(QList<QPointF>());
    }
    const QRectF area(QPointF(0, 0), size);
    if (c.chart->size() != size) {
        c.chart->resize(size);
        c.chart->setPlotArea(area);
        c.scene.setSceneRect(area);
    }
    c.x->setRange(0, std::max(1.0, length));
    c.y->setRange(bottom, top > bottom ? top : bottom + 1);
    for (std::size_t i = 0; i < bands.size(); ++i)
        c.setArea(i, bands[i]);
    for (std::size_t i = 0; i < lines.size(); ++i)
        c.setLine(i, lines[i]);
    c.linesUsed = lines.size();
    c.areasUsed = bands.size();
    c.chart->layout()->activate();
}

void ChartPlot::paint(QPainter& painter, const QRectF& target)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    charts_->scene.render(&painter, target, charts_->scene.sceneRect(), Qt::IgnoreAspectRatio);
    painter.restore();
}

int ChartPlot::seriesCount() const { return static_cast<int>(charts_->lines.size() + charts_->areas.size()); }

} // namespace loadline
