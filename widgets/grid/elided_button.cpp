// SPDX-License-Identifier: GPL-3.0-or-later
#include "grid/elided_button.h"

#include "theme/measure.h"

#include <QHelpEvent>
#include <QStyleOptionButton>
#include <QStylePainter>
#include <QToolTip>

#include <algorithm>

namespace loadline {

ElidedButton::ElidedButton(const QString& text, QWidget* parent)
    : QPushButton(text, parent)
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed); // a button's own policy lets no layout make it smaller
}

ElidedButton::ElidedButton(QWidget* parent)
    : ElidedButton(QString(), parent)
{
}

QSize ElidedButton::minimumSizeHint() const
{
    const QSize whole = QPushButton::minimumSizeHint();
    return {std::min(whole.width(), scaled(120, font())), whole.height()};
}

QString ElidedButton::shown() const
{
    QStyleOptionButton option;
    initStyleOption(&option);
    const int room = style()->subElementRect(QStyle::SE_PushButtonContents, &option, this).width();
    return fontMetrics().elidedText(text(), Qt::ElideRight, room, Qt::TextShowMnemonic);
}

bool ElidedButton::isCut() const
{
    return width() < sizeHint().width() && shown() != text();
}

void ElidedButton::paintEvent(QPaintEvent*)
{
    QStylePainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    if (isCut())
        option.text = shown();
    painter.drawControl(QStyle::CE_PushButton, option);
}

bool ElidedButton::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip || !isCut())
        return QPushButton::event(event);
    const QString more = toolTip().isEmpty() ? QString() : QLatin1Char('\n') + toolTip();
    QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), text().remove(QLatin1Char('&')) + more, this);
    return true;
}

} // namespace loadline
