// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/tone.h"

#include <QIcon>
#include <QStyleOption>

class QPainter;
class QStyle;

namespace loadline {

// The strokes QuietStyle is made of. All take their colours from the option's palette.
namespace quiet {

    void panel(QPainter& painter, const QRectF& rect, const QColor& fill, const QColor& border, qreal radius);
    void focusRing(QPainter& painter, const QRectF& rect, const Shades& shades, qreal radius);
    // A tool button with words that opens a menu: it shows a chevron. (One with an icon alone does not.)
    bool opensMenu(const QStyleOptionToolButton& button);
    inline constexpr int menuChevron = 14;
    // "chevron-down" and its kin, centred.
    void chevron(QPainter& painter, const QRect& rect, const QString& name, const QColor& colour);

    void button(QPainter& painter, const QStyleOptionButton& option);
    void toolButton(QPainter& painter, const QStyleOption& option);
    void lineEdit(QPainter& painter, const QStyleOption& option);
    void checkBox(QPainter& painter, const QStyleOption& option);
    void radioButton(QPainter& painter, const QStyleOption& option);
    void comboBox(QPainter& painter, const QStyleOptionComboBox& option, const QRect& arrow);
    // Without a ground of its own it shows what it lies on.
    void scrollBar(QPainter& painter, const QStyleOptionSlider& option, const QRect& slider, const QColor& ground);
    void slider(QPainter& painter, const QStyleOptionSlider& option, const QRect& handle);
    // An icon with a button's words beside it, `pictureGap` apart, centred in the room.
    inline constexpr int pictureGap = 6;
    struct Pictured {
        QIcon icon;
        QSize iconSize;
        QString text;
    };
    void pictured(QPainter& painter, const QStyleOption& option, const Pictured& words);
    void menuItem(QPainter& painter, const QStyleOptionMenuItem& option);
    void tab(QPainter& painter, const QStyleOptionTab& option);
    void header(QPainter& painter, const QStyleOptionHeader& option);
    void progress(QPainter& painter, const QStyleOptionProgressBar& option);

} // namespace quiet

} // namespace loadline
