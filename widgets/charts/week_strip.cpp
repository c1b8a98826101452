// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/week_strip.h"

#include "charts/line_colour.h"
#include "theme/measure.h"

#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace loadline {

namespace {
    constexpr int week = 7 * 24 * 60;
}

WeekStrip::WeekStrip(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Cron windows over the week"));
}

void WeekStrip::setWeek(std::vector<WeekWindow> windows, int nowMinute, const QString& zone)
{
    windows_ = std::move(windows);
    now_ = nowMinute;
    zone_ = zone;
    lanes_ = 1;
    QStringList words;
    for (const WeekWindow& window : windows_) {
        lanes_ = std::max(lanes_, std::min(window.lane, 31) + 1);
        if (!words.contains(window.text))
            words << window.text;
    }
    words << tr("times in %1").arg(zone_);
    setAccessibleDescription(words.join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

QSize WeekStrip::sizeHint() const
{
    const int small = QFontMetrics(smallFont(font())).height();
    return {scaled(360, font()), lanes_ * scaled(18, font()) + 2 * small + 6};
}

QSize WeekStrip::minimumSizeHint() const { return {scaled(160, font()), sizeHint().height()}; }

QRectF WeekStrip::laneRect(int lane) const
{
    const double top = QFontMetrics(smallFont(font())).height() + 3;
    const double height = scaled(18, font());
    return {0, top + std::clamp(lane, 0, lanes_ - 1) * height, double(width()), height};
}

std::vector<QRectF> WeekStrip::rectsOf(const WeekWindow& window) const
{
    const QRectF lane = laneRect(window.lane).adjusted(0, 3, 0, -3);
    const auto part = [&lane](int from, int to) {
        const double perMinute = lane.width() / week;
        return QRectF(lane.left() + from * perMinute, lane.top(), std::max(2.0, (to - from) * perMinute), lane.height());
    };
    const int from = std::clamp(window.from, 0, week);
    const int to = std::clamp(window.to, 0, week);
    if (from <= to)
        return {part(from, to)};
    return {part(from, week), part(0, to)};
}

void WeekStrip::paintDays(QPainter& painter) const
{
    const Shades& shades = shadesOf(palette());
    const QFont small = smallFont(font());
    const double top = laneRect(0).top();
    const double bottom = laneRect(lanes_ - 1).bottom();
    const QLocale locale;
    painter.setFont(small);
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (int day = 0; day < 7; ++day) {
        const double x = std::floor(width() * day / 7.0);
        painter.setPen(shades.line);
        painter.drawLine(QPointF(x + 0.5, 0), QPointF(x + 0.5, bottom));
        painter.setPen(ink(Tone::Muted, palette()));
        painter.drawText(QRectF(x + 5, 0, width() / 7.0, top), Qt::AlignVCenter,
            locale.dayName(day + 1, QLocale::ShortFormat));
    }
    painter.setPen(shades.line);
    painter.drawLine(QPointF(0, bottom + 0.5), QPointF(width(), bottom + 0.5));
    painter.setPen(ink(Tone::Muted, palette()));
    const bool left = now_ < 0 || now_ > week / 2; // "now" has its words on this line too
    painter.drawText(QRectF(5, bottom + 2, width() - 10, height() - bottom - 2),
        Qt::AlignTop | (left ? Qt::AlignLeft : Qt::AlignRight), tr("times in %1").arg(zone_));
}

void WeekStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Shades& shades = shadesOf(palette());
    paintDays(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    for (const WeekWindow& window : windows_) {
        const QColor colour = lineColour(window.colour, shades);
        painter.setPen(colour);
        painter.setBrush(blend(colour, shades.surface, 0.35));
        for (const QRectF& rect : rectsOf(window))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    }
    if (now_ < 0)
        return;
    const double x = std::floor(double(width()) * (now_ % week) / week) + 0.5;
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(shades.text, 1));
    painter.drawLine(QPointF(x, laneRect(0).top() - 2), QPointF(x, laneRect(lanes_ - 1).bottom() + 2));
    painter.setFont(smallFont(font()));
    const QString now = tr("now");
    const double words = QFontMetricsF(smallFont(font())).horizontalAdvance(now);
    const double bottom = laneRect(lanes_ - 1).bottom() + 2;
    painter.drawText(QRectF(std::clamp(x - words / 2, 0.0, width() - words), bottom, words + 1, height() - bottom),
        Qt::AlignTop | Qt::TextSingleLine, now);
}

bool WeekStrip::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QStringList words;
    for (const WeekWindow& window : windows_)
        for (const QRectF& rect : rectsOf(window))
            if (rect.adjusted(-2, -3, 2, 3).contains(help->pos()))
                words << window.text;
    if (words.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), words.join(QLatin1Char('\n')), this);
    return true;
}

void WeekStrip::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateGeometry();
}

} // namespace loadline
