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
    // dashes or smooth edges any more, and painting them would take many times as long as a frame.
    constexpr double smoothTravel = 60'000, dashedTravel = 12'000; // points

    double travelOf(const QPolygonF& points, double perX, double perY)
    {
        double travel = 0;
        for (qsizetype i = 1; i < points.size(); ++i)
            travel += std::abs(points[i].x() - points[i - 1].x()) * perX
                + std::abs(points[i].y() - points[i - 1].y()) * perY;
        return travel;
    }

} // namespace

struct ChartPlot::Charts {
    QGraphicsScene scene;
    QChart* chart = new QChart; // the scene's
    QValueAxis* x = new QValueAxis(chart);
    QValueAxis* y = new QValueAxis(chart);
    std::vector<QLineSeries*> lines;
    std::size_t linesUsed = 0;
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
    // Emptied first: a change of range would lay out old points for nothing.
    for (std::size_t i = lines.size(); i < c.linesUsed; ++i)
        c.lines[i]->replace(QList<QPointF>());
    const QRectF area(QPointF(0, 0), size);
    if (c.chart->size() != size) {
        c.chart->resize(size);
        c.chart->setPlotArea(area);
        c.scene.setSceneRect(area);
    }
    const double width = std::max(1.0, length);
    const double height = top > bottom ? top - bottom : 1;
    c.x->setRange(0, width);
    c.y->setRange(bottom, bottom + height);
    c.travel = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const double travel = travelOf(lines[i].points, size.width() / width, size.height() / height);
        PlotLine line = lines[i];
        if (travel > dashedTravel && line.pen.style() != Qt::SolidLine)
            line.pen.setStyle(Qt::SolidLine);
        c.setLine(i, line);
        c.travel += travel;
    }
    c.linesUsed = lines.size();
    c.chart->layout()->activate();
}

void ChartPlot::paint(QPainter& painter, const QRectF& target)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, charts_->travel * painter.device()->devicePixelRatioF() < smoothTravel);
    charts_->scene.render(&painter, target, charts_->scene.sceneRect(), Qt::IgnoreAspectRatio);
    painter.restore();
}

int ChartPlot::seriesCount() const { return static_cast<int>(charts_->lines.size()); }

} // namespace loadline
