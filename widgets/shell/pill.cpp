// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/pill.h"

#include "theme/measure.h"
#include "theme/tone.h"

#include <QPainter>

namespace loadline {

Pill::Pill(const QString& text, Tone tone, QWidget* parent)
    : QLabel(text, parent)
    , tone_(tone)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize Pill::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(text()) + 22, controlHeight(font())};
}

void Pill::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto& shades = shadesOf(palette());
    painter.setPen(QPen(shades.line, 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), cornerRadius, cornerRadius);
    painter.setPen(ink(tone_, palette()));
    painter.drawText(rect(), Qt::AlignCenter, text());
}

} // namespace loadline
