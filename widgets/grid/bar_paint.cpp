// SPDX-License-Identifier: GPL-3.0-or-later
#include "grid/cell_paint.h"
#include "theme/measure.h"
#include "theme/tone.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace loadline {

namespace {

    // Where a value stands on the scale; what lies beyond stands at its end.
    class Scale {
    public:
        Scale(const QRectF& rect, double to)
            : rect_(rect)
            , to_(to > 0 && std::isfinite(to) ? to : 1)
        {
        }
        [[nodiscard]] double x(double value) const
        {
            const double share = std::isfinite(value) ? std::clamp(value / to_, 0.0, 1.0) : 0.0;
            return rect_.left() + share * rect_.width();
        }

    private:
        QRectF rect_;
        double to_;
    };

    void pill(QPainter& painter, double from, double to, double centre, double height, const QColor& colour)
    {
        QRectF bar(from, centre - height / 2, std::max(height, to - from), height);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawRoundedRect(bar, height / 2, height / 2);
    }

    void paintMark(QPainter& painter, ScaleMark::Kind kind, const QPointF& at, double unit, const Shades& shades,
        const QColor& ground)
    {
        const QColor usage = readable(shades.series[0], ground);
        switch (kind) {
        case ScaleMark::Kind::Request: // a bar across
            painter.setPen(QPen(shades.text, 2 * unit, Qt::SolidLine, Qt::FlatCap));
            painter.drawLine(at - QPointF(0, 8 * unit), at + QPointF(0, 8 * unit));
            return;
        case ScaleMark::Kind::Limit: // an end stop
            painter.setPen(QPen(shades.muted, 1.5 * unit, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
            painter.setBrush(Qt::NoBrush);
            painter.drawPolyline(QPolygonF {at + QPointF(-3, -7) * unit, at + QPointF(0, -7) * unit,
                at + QPointF(0, 7) * unit, at + QPointF(-3, 7) * unit});
            return;
        case ScaleMark::Kind::Target: // a diamond
            painter.setPen(QPen(ground, unit));
            painter.setBrush(shades.accent);
            painter.drawPolygon(QPolygonF {at + QPointF(0, -5.5) * unit, at + QPointF(5.5, 0) * unit,
                at + QPointF(0, 5.5) * unit, at + QPointF(-5.5, 0) * unit});
            return;
        case ScaleMark::Kind::Usage: // a dot
            painter.setPen(QPen(ground, unit));
            painter.setBrush(usage);
            painter.drawEllipse(at, 3.5 * unit, 3.5 * unit);
            return;
        case ScaleMark::Kind::Peak: // a ring
            painter.setPen(QPen(usage, 1.5 * unit));
            painter.setBrush(ground);
            painter.drawEllipse(at, 3.25 * unit, 3.25 * unit);
            return;
        }
    }

} // namespace

void paintReplicaBar(const CellPaint& on, const QRectF& rect, const ReplicaBar& bar)
{
    const Shades& shades = shadesOf(on.palette);
    const double unit = scaled(100, on.font) / 100.0;
    const Scale scale(rect, bar.scaleTo);
    const double middle = rect.center().y();
    QPainter& painter = on.painter;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const double height = 5 * unit;
    pill(painter, scale.x(bar.min), scale.x(bar.max), middle, height, blend(shades.text, on.ground, 0.13));
    if (bar.current) {
        // Zero is an honest dot: there is a workload, it has no replicas.
        const double from = scale.x(std::min(bar.min, *bar.current));
        pill(painter, from, scale.x(*bar.current), middle, height, *bar.current > 0 ? shades.accent : shades.idle);
    }
    if (bar.desired && (!bar.current || std::abs(*bar.desired - *bar.current) > 1e-9)) {
        painter.setPen(QPen(shades.text, 2 * unit, Qt::SolidLine, Qt::FlatCap));
        const double x = scale.x(*bar.desired);
        painter.drawLine(QPointF(x, middle - 7 * unit), QPointF(x, middle + 7 * unit));
    }
    painter.restore();
}

void paintScaleBar(const CellPaint& on, const QRectF& rect, const ScaleBar& bar)
{
    const Shades& shades = shadesOf(on.palette);
    const double unit = scaled(100, on.font) / 100.0;
    const QRectF inner = rect.adjusted(6 * unit, 0, -6 * unit, 0);
    const Scale scale(inner, bar.scaleTo);
    const double middle = rect.center().y();
    QPainter& painter = on.painter;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRectF(rect.left(), middle - 0.5, rect.width(), 1), blend(shades.text, on.ground, 0.13));
    if (bar.low || bar.high) {
        // Without a bound the band runs out to its end of the scale.
        const double from = bar.low ? scale.x(*bar.low) : rect.left();
        const double to = bar.high ? scale.x(*bar.high) : rect.right();
        pill(painter, from, to, middle, 8 * unit, blend(shades.accent, on.ground, 0.28));
    }
    auto marks = bar.marks;
    // The recommendation lies under what is real.
    std::stable_sort(marks.begin(), marks.end(), [](const ScaleMark& a, const ScaleMark& b) {
        return (a.kind == ScaleMark::Kind::Target) > (b.kind == ScaleMark::Kind::Target);
    });
    for (const ScaleMark& mark : marks)
        paintMark(painter, mark.kind, QPointF(scale.x(mark.value), middle), unit, shades, on.ground);
    painter.restore();
}

void paintSpark(const CellPaint& on, const QRectF& rect, const Spark& spark, Tone tone)
{
    double top = 0;
    std::size_t known = 0;
    for (const auto& value : spark) {
        if (value && std::isfinite(*value)) {
            top = std::max(top, *value);
            ++known;
        }
    }
    if (known == 0 || spark.size() < 2)
        return;
    const QColor colour = tone == Tone::Normal ? shadesOf(on.palette).series[0] : ink(tone, on.palette, on.ground);
    const auto at = [&](std::size_t i) {
        const double x = rect.left() + rect.width() * double(i) / double(spark.size() - 1);
        const double share = top > 0 ? std::max(0.0, *spark[i]) / top : 0;
        return QPointF(x, rect.bottom() - share * rect.height());
    };
    QPainter& painter = on.painter;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    QPolygonF run;
    const auto draw = [&painter, &run] {
        if (run.size() > 1)
            painter.drawPolyline(run);
        else if (run.size() == 1)
            painter.drawPoint(run.front());
        run.clear();
    };
    for (std::size_t i = 0; i < spark.size(); ++i) {
        if (spark[i] && std::isfinite(*spark[i]))
            run << at(i);
        else
            draw();
    }
    draw();
    if (spark.back() && std::isfinite(*spark.back())) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawEllipse(at(spark.size() - 1), 2, 2);
    }
    painter.restore();
}

} // namespace loadline
