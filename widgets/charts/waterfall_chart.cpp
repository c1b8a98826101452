// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/waterfall_chart.h"

#include "theme/measure.h"
#include "theme/tone.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>

namespace loadline {

WaterfallChart::WaterfallChart(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Where the saving comes from"));
}

void WaterfallChart::setItems(const std::vector<WaterfallItem>& items, const QString& message)
{
    if (items == items_ && message == message_)
        return;
    items_ = items;
    message_ = message;
    QStringList words;
    for (const WaterfallItem& item : items_)
        words << item.name + QLatin1Char(' ') + item.amount;
    setAccessibleDescription(items_.empty() ? message_ : words.join(QStringLiteral(", ")));
    setToolTip(items_.empty() ? QString() : words.join(QLatin1Char('\n')));
    update();
}

QSize WaterfallChart::sizeHint() const { return {scaled(420, font()), scaled(220, font())}; }
QSize WaterfallChart::minimumSizeHint() const { return {scaled(240, font()), scaled(130, font())}; }

void WaterfallChart::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    update();
}

void WaterfallChart::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (items_.empty()) {
        painter.setPen(ink(Tone::Muted, palette()));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, message_);
        return;
    }
    paintBars(painter);
}

void WaterfallChart::paintBars(QPainter& painter) const
{
    const Shades& shades = shadesOf(palette());
    const QFont small = smallFont(font());
    const QFontMetrics metrics(small);
    const double line = metrics.height();
    double highest = 0, lowest = 0;
    for (const WaterfallItem& item : items_) {
        highest = std::max({highest, item.from, item.to});
        lowest = std::min({lowest, item.from, item.to});
    }
    const double span = std::max(1e-9, highest - lowest);
    // Names below in two lines where they need them, amounts above the tallest bar.
    const double top = line + 6, bottom = height() - 2 * line - 8;
    const auto y = [&](double value) { return bottom - (value - lowest) / span * (bottom - top); };
    const double slot = double(width()) / double(items_.size());
    const double bar = std::min(slot * 0.62, double(scaled(72, font())));
    painter.setFont(small);
    painter.setPen(QPen(shades.line, 1));
    painter.drawLine(QPointF(0, y(0)), QPointF(width(), y(0)));
    for (std::size_t i = 0; i < items_.size(); ++i) {
        const WaterfallItem& item = items_[i];
        const double centre = slot * (double(i) + 0.5);
        const double high = y(std::max(item.from, item.to)), low = y(std::min(item.from, item.to));
        const QRectF body(centre - bar / 2, high, bar, std::max(2.0, low - high));
        const bool last = i + 1 == items_.size();
        painter.setPen(Qt::NoPen);
        painter.setBrush(item.whole ? (last && i > 0 ? shades.series[0] : shades.idle) : shades.of(item.tone));
        painter.drawRoundedRect(body, 2, 2);
        if (i + 1 < items_.size()) {
            painter.setPen(QPen(shades.line, 1));
            painter.drawLine(QPointF(body.right(), y(item.to)), QPointF(slot * (double(i) + 1.5) - bar / 2, y(item.to)));
        }
        painter.setPen(ink(item.whole ? Tone::Normal : item.tone, palette()));
        painter.drawText(QRectF(centre - slot / 2, high - line - 3, slot, line), Qt::AlignCenter, item.amount);
        painter.setPen(ink(Tone::Muted, palette()));
        painter.drawText(QRectF(centre - slot / 2 + 2, bottom + 6, slot - 4, 2 * line), Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, item.name);
    }
}

} // namespace loadline
