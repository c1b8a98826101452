// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/icons.h"
#include "theme/measure.h"
#include "theme/quiet_paint.h"

#include <QPainter>
#include <QStyle>

namespace loadline::quiet {

namespace {

    constexpr int menuMark = 24; // room for a check mark or an icon before a menu's words

    QColor textOf(const QStyleOption& option, QPalette::ColorRole role)
    {
        const auto group = option.state.testFlag(QStyle::State_Enabled) ? QPalette::Active : QPalette::Disabled;
        return option.palette.color(group, role);
    }

} // namespace

void menuItem(QPainter& painter, const QStyleOptionMenuItem& option)
{
    const Shades& shades = shadesOf(option.palette);
    painter.save();
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        painter.fillRect(QRect(option.rect.x() + 8, option.rect.center().y(), option.rect.width() - 16, 1), shades.line);
        if (!option.text.isEmpty()) {
            painter.setFont(smallFont(option.font));
            painter.setPen(textOf(option, QPalette::PlaceholderText));
            painter.fillRect(option.rect, shades.surface);
            painter.drawText(option.rect.adjusted(menuMark + 4, 0, -8, 0), Qt::AlignVCenter, option.text);
        }
        painter.restore();
        return;
    }
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    if (option.state.testFlag(QStyle::State_Selected) && enabled)
        panel(painter, QRectF(option.rect).adjusted(4, 0, -4, 0), shades.accentGround, QColor(), 4);

    const qreal ratio = painter.device()->devicePixelRatioF();
    const QRect mark(option.rect.x() + 10, option.rect.center().y() - 7, 16, 16);
    if (option.checkType != QStyleOptionMenuItem::NotCheckable) {
        if (option.checked)
            painter.drawPixmap(mark.topLeft(), iconPixmap(QStringLiteral("check"), 16, shades.accent, ratio));
    } else if (!option.icon.isNull()) {
        option.icon.paint(&painter, mark, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    }
    const QRect words = option.rect.adjusted(menuMark + 8, 0, -12, 0);
    const auto tabAt = option.text.indexOf(QLatin1Char('\t'));
    painter.setFont(option.font);
    painter.setPen(textOf(option, QPalette::Text));
    const int flags = Qt::AlignVCenter | Qt::TextShowMnemonic | Qt::TextSingleLine;
    painter.drawText(words, flags | Qt::AlignLeft, tabAt < 0 ? option.text : option.text.left(tabAt));
    if (tabAt >= 0) {
        painter.setPen(textOf(option, QPalette::PlaceholderText));
        painter.drawText(words, flags | Qt::AlignRight, option.text.mid(tabAt + 1));
    }
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu)
        chevron(painter, QRect(option.rect.right() - 24, option.rect.y(), 16, option.rect.height()),
            QStringLiteral("chevron-right"), textOf(option, QPalette::PlaceholderText));
    painter.restore();
}

void tab(QPainter& painter, const QStyleOptionTab& option)
{
    const Shades& shades = shadesOf(option.palette);
    const bool chosen = option.state.testFlag(QStyle::State_Selected);
    if (!chosen && option.state.testFlag(QStyle::State_MouseOver))
        panel(painter, QRectF(option.rect).adjusted(2, 4, -2, -4), blend(shades.text, shades.surface, 0.05), QColor(), 4);
    if (chosen)
        painter.fillRect(QRect(option.rect.x() + 8, option.rect.bottom() - 1, option.rect.width() - 16, 2), shades.accent);
    if (option.state.testFlag(QStyle::State_HasFocus))
        focusRing(painter, QRectF(option.rect).adjusted(2, 3, -2, -3), shades, 4);
}

void header(QPainter& painter, const QStyleOptionHeader& option)
{
    const Shades& shades = shadesOf(option.palette);
    const bool over = option.state.testFlag(QStyle::State_MouseOver) && option.state.testFlag(QStyle::State_Enabled);
    painter.fillRect(option.rect, over ? blend(shades.text, shades.surface, 0.04) : shades.surface);
    painter.fillRect(QRect(option.rect.x(), option.rect.bottom(), option.rect.width(), 1), shades.line);
}

void slider(QPainter& painter, const QStyleOptionSlider& option, const QRect& handle)
{
    const Shades& shades = shadesOf(option.palette);
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool level = option.orientation == Qt::Horizontal;
    const QColor done = enabled ? shades.accent : blend(shades.muted, shades.surface, 0.4);
    QRectF groove = level ? QRectF(option.rect.x(), option.rect.center().y() - 1, option.rect.width(), 4)
                          : QRectF(option.rect.center().x() - 1, option.rect.y(), 4, option.rect.height());
    panel(painter, groove, blend(shades.text, shades.surface, 0.14), QColor(), 2);
    const QPointF middle = QRectF(handle).center();
    if (level)
        groove.setRight(middle.x());
    else
        groove.setTop(middle.y());
    panel(painter, groove, done, QColor(), 2);
    const bool touched = enabled && (option.state.testFlag(QStyle::State_MouseOver) || option.state.testFlag(QStyle::State_Sunken));
    const qreal radius = std::min({handle.width(), handle.height(), 14}) / 2.0 - (touched ? 0 : 1);
    const QRectF knob(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius);
    panel(painter, knob, done, shades.surface, radius);
    if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange))
        focusRing(painter, knob.adjusted(-3, -3, 3, 3), shades, radius + 3);
}

void pictured(QPainter& painter, const QStyleOption& option, const Pictured& words)
{
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const int flags = Qt::AlignVCenter | Qt::AlignLeft | Qt::TextShowMnemonic | Qt::TextSingleLine;
    const int width = words.iconSize.width() + pictureGap + option.fontMetrics.size(flags, words.text).width();
    const QRect at = option.rect.adjusted(std::max(0, option.rect.width() - width) / 2, 0, 0, 0);
    const QRect picture(at.x(), at.y() + (at.height() - words.iconSize.height()) / 2, words.iconSize.width(), words.iconSize.height());
    words.icon.paint(&painter, QStyle::visualRect(option.direction, option.rect, picture), Qt::AlignCenter,
        enabled ? QIcon::Normal : QIcon::Disabled, option.state.testFlag(QStyle::State_On) ? QIcon::On : QIcon::Off);
    painter.save();
    painter.setPen(textOf(option, QPalette::ButtonText));
    painter.drawText(QStyle::visualRect(option.direction, option.rect, at.adjusted(words.iconSize.width() + pictureGap, 0, 0, 0)),
        flags, words.text);
    painter.restore();
}

} // namespace loadline::quiet
