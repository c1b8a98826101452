// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/chart_plot.h"

#include <QGraphicsLayout>
#include <QGraphicsScene>
#include <QPainter>
#include <QtCharts/QChart>
#include <QtCharts/QLegend>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

#include <cmath>

namespace loadline {

namespace {

    // Lines that fill the plot like noise cost by the way they travel. Beyond this much of it nobody could tell
    // dashes, joins or smooth edges any more, and painting them would take many times as long as a frame. They are
    // drawn here as hairlines: Qt Charts makes an outline of each, for clicks that come to nobody.
    constexpr double smoothTravel = 60'000, denseTravel = 12'000; // points

    double travelOf(const QPolygonF& points, double perX, double perY)
    {
        double travel = 0;
        for (qsizetype i = 1; i < points.size(); ++i)
            travel += std::abs(points[i].x() - points[i - 1].x()) * perX
                + std::abs(points[i].y() - points[i - 1].y()) * perY;
        return travel;
    }

    PlotLine inPoints(const PlotLine& line, double perX, double perY, double bottom, double height)
    {
        PlotLine made {{}, QPen(line.pen.color(), 1)};
        made.points.reserve(line.points.size());
        for (const QPointF& point : line.points)
            made.points << QPointF(point.x() * perX, height - (point.y() - bottom) * perY);
        return made;
    }

} // namespace

struct ChartPlot::Charts {
    QGraphicsScene scene;
    QChart* chart = new QChart; // the scene's
    QValueAxis* x = new QValueAxis(chart);
    QValueAxis* y = new QValueAxis(chart);
    std::vector<QLineSeries*> lines;
    std::size_t linesUsed = 0;
    std::vector<PlotLine> dense; // in points of the plot
    double travel = 0; // of all lines, in points

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

    void setLine(std::size_t i, const PlotLine& line)
    {
        if (i == lines.size()) {
            auto* series = new QLineSeries(chart);
            lines.push_back(series);
            chart->addSeries(series);
            series->attachAxis(x);
            series->attachAxis(y);
        }
        lines[i]->setPen(line.pen);
        lines[i]->replace(line.points);
    }
};

ChartPlot::ChartPlot()
    : charts_(std::make_unique<Charts>())
{
}

ChartPlot::~ChartPlot() = default;

void ChartPlot::set(const std::vector<PlotLine>& lines, double length, double bottom, double top, QSizeF size)
{
    Charts& c = *charts_;
    const double width = std::max(1.0, length);
    const double height = top > bottom ? top - bottom : 1;
    const bool moves = c.chart->size() != size || c.x->max() != width || c.y->min() != bottom || c.y->max() != bottom + height;
    // Emptied first: each change of range or size would lay out the old points, and their outlines, for nothing.
    for (std::size_t i = 0; moves && i < c.linesUsed; ++i)
        c.lines[i]->replace(QList<QPointF>());
    const QRectF area(QPointF(0, 0), size);
    if (c.chart->size() != size) {
        c.chart->resize(size);
        c.chart->setPlotArea(area);
        c.scene.setSceneRect(area);
    }
    c.x->setRange(0, width);
    c.y->setRange(bottom, bottom + height);
    const double perX = size.width() / width, perY = size.height() / height;
    c.travel = 0;
    c.dense.clear();
    std::size_t used = 0;
    for (const PlotLine& line : lines) {
        const double travel = travelOf(line.points, perX, perY);
        if (travel > denseTravel)
            c.dense.push_back(inPoints(line, perX, perY, bottom, size.height()));
        else
            c.setLine(used++, line);
        c.travel += travel;
    }
    for (std::size_t i = used; i < c.linesUsed; ++i)
        c.lines[i]->replace(QList<QPointF>());
    c.linesUsed = used;
    c.chart->layout()->activate();
}

void ChartPlot::paint(QPainter& painter, const QRectF& target)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, charts_->travel * painter.device()->devicePixelRatioF() < smoothTravel);
    const QRectF plot = charts_->scene.sceneRect();
    charts_->scene.render(&painter, target, plot, Qt::IgnoreAspectRatio);
    painter.translate(target.topLeft());
    painter.scale(target.width() / std::max(1.0, plot.width()), target.height() / std::max(1.0, plot.height()));
    for (const PlotLine& line : charts_->dense) {
        painter.setPen(line.pen);
        painter.drawPolyline(line.points);
    }
    painter.restore();
}

int ChartPlot::seriesCount() const { return static_cast<int>(charts_->lines.size()); }

} // namespace loadline
