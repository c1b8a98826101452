// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/elided_label.h"

#include "theme/tone.h"

#include <QPainter>

namespace loadline {

ElidedLabel::ElidedLabel(QWidget* parent, Tone tone)
    : QLabel(parent)
    , tone_(tone)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidedLabel::setWhole(const QString& text)
{
    if (text == whole_)
        return;
    whole_ = text;
    setAccessibleName(text);
    updateGeometry();
    refreshTip();
    update();
}

void ElidedLabel::setTone(Tone tone)
{
    tone_ = tone;
    update();
}

void ElidedLabel::setElide(Qt::TextElideMode mode)
{
    elide_ = mode;
    update();
}

void ElidedLabel::setTip(const QString& tip)
{
    tip_ = tip;
    refreshTip();
}

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(whole_) + 2, fontMetrics().height()};
}

QSize ElidedLabel::minimumSizeHint() const
{
    const int some = fontMetrics().horizontalAdvance(QStringLiteral("MMMM\u2026"));
    return {std::min(some, sizeHint().width()), fontMetrics().height()};
}

void ElidedLabel::refreshTip()
{
    if (!tip_.isEmpty())
        setToolTip(tip_);
    else
        setToolTip(fontMetrics().horizontalAdvance(whole_) > width() ? whole_ : QString());
}

void ElidedLabel::resizeEvent(QResizeEvent* event)
{
    QLabel::resizeEvent(event);
    refreshTip();
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setPen(ink(tone_, palette()));
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, fontMetrics().elidedText(whole_, elide_, width()));
}

} // namespace loadline
