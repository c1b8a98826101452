// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/quiet_paint.h"

#include "theme/icons.h"
#include "theme/measure.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyle>

namespace loadline::quiet {

namespace {

    bool has(const QStyleOption& option, QStyle::StateFlag flag) { return option.state.testFlag(flag); }

    bool keyboardFocus(const QStyleOption& option)
    {
        return has(option, QStyle::State_HasFocus) && has(option, QStyle::State_KeyboardFocusChange);
    }

    QColor pressedOrHovered(const QStyleOption& option, const QColor& ground, const Shades& shades)
    {
        if (!has(option, QStyle::State_Enabled))
            return ground;
        if (has(option, QStyle::State_Sunken))
            return blend(shades.text, ground, 0.10);
        if (has(option, QStyle::State_MouseOver))
            return blend(shades.text, ground, 0.05);
        return ground;
    }

} // namespace

void panel(QPainter& painter, const QRectF& rect, const QColor& fill, const QColor& border, qreal radius)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(border.isValid() ? QPen(border, 1) : QPen(Qt::NoPen));
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter.restore();
}

void focusRing(QPainter& painter, const QRectF& rect, const Shades& shades, qreal radius)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(shades.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius);
    painter.restore();
}

bool opensMenu(const QStyleOptionToolButton& button)
{
    return button.features.testFlag(QStyleOptionToolButton::HasMenu) && !button.text.isEmpty()
        && button.toolButtonStyle != Qt::ToolButtonIconOnly;
}

void chevron(QPainter& painter, const QRect& rect, const QString& name, const QColor& colour)
{
    const int side = std::min({rect.width(), rect.height(), 14});
    if (side < 4)
        return;
    const QPixmap pixmap = iconPixmap(name, side, colour, painter.device()->devicePixelRatioF());
    painter.drawPixmap(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, pixmap);
}

void button(QPainter& painter, const QStyleOptionButton& option)
{
    const Shades& shades = shadesOf(option.palette);
    const bool flat = option.features.testFlag(QStyleOptionButton::Flat);
    const bool leading = option.features.testFlag(QStyleOptionButton::DefaultButton);
    QColor fill = leading ? shades.accent : shades.surface;
    QColor border = leading ? shades.accent : shades.line;
    if (has(option, QStyle::State_On)) {
        fill = shades.accentGround;
        border = shades.accent;
    }
    if (!has(option, QStyle::State_Enabled))
        fill = flat ? QColor() : blend(shades.line, shades.surface, 0.35);
    fill = flat && !has(option, QStyle::State_MouseOver) && !has(option, QStyle::State_Sunken)
            && !has(option, QStyle::State_On)
        ? QColor()
        : pressedOrHovered(option, fill.isValid() ? fill : shades.surface, shades);
    panel(painter, option.rect, fill, flat ? QColor() : border, cornerRadius);
    if (keyboardFocus(option))
        focusRing(painter, option.rect, shades, cornerRadius);
}

void toolButton(QPainter& painter, const QStyleOption& option)
{
    const Shades& shades = shadesOf(option.palette);
    const bool raised = !has(option, QStyle::State_AutoRaise);
    const bool on = has(option, QStyle::State_On);
    const bool touched = has(option, QStyle::State_MouseOver) || has(option, QStyle::State_Sunken);
    if (raised || on || touched) {
        const QColor ground = on ? shades.accentGround : shades.surface;
        const QColor border = on ? shades.accent : (raised ? shades.line : QColor());
        panel(painter, option.rect, pressedOrHovered(option, ground, shades), border, cornerRadius);
    }
    if (keyboardFocus(option))
        focusRing(painter, option.rect, shades, cornerRadius);
}

void lineEdit(QPainter& painter, const QStyleOption& option)
{
    const Shades& shades = shadesOf(option.palette);
    const bool enabled = has(option, QStyle::State_Enabled);
    const QColor fill = enabled && !has(option, QStyle::State_ReadOnly) ? option.palette.color(QPalette::Base)
                                                                        : shades.window;
    const QColor border = has(option, QStyle::State_MouseOver) && enabled ? blend(shades.muted, shades.line, 0.4)
                                                                          : shades.line;
    panel(painter, option.rect, fill, border, cornerRadius);
    if (has(option, QStyle::State_HasFocus)) // a text that is typed into shows it, whoever uses it
        focusRing(painter, option.rect, shades, cornerRadius);
}

void checkBox(QPainter& painter, const QStyleOption& option)
{
    const Shades& shades = shadesOf(option.palette);
    const bool enabled = has(option, QStyle::State_Enabled);
    const bool set = has(option, QStyle::State_On) || has(option, QStyle::State_NoChange);
    const QColor edge = blend(shades.muted, shades.surface, enabled ? 0.8 : 0.4);
    const QColor mark = enabled ? shades.accent : edge;
    const QRectF box(option.rect);
    panel(painter, box, set ? mark : shades.surface, set ? mark : edge, 3.5);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(shades.dark ? shades.window : shades.surface, box.width() / 8, Qt::SolidLine, Qt::RoundCap,
        Qt::RoundJoin));
    const auto at = [&box](qreal x, qreal y) { return box.topLeft() + QPointF(box.width() * x, box.height() * y); };
    if (has(option, QStyle::State_NoChange))
        painter.drawLine(at(0.28, 0.5), at(0.72, 0.5));
    else if (set)
        painter.drawPolyline(QPolygonF {at(0.26, 0.53), at(0.43, 0.70), at(0.75, 0.32)});
    painter.restore();
    if (keyboardFocus(option))
        focusRing(painter, box.adjusted(-2, -2, 2, 2), shades, 5);
}

void radioButton(QPainter& painter, const QStyleOption& option)
{
    const Shades& shades = shadesOf(option.palette);
    const bool enabled = has(option, QStyle::State_Enabled);
    const bool set = has(option, QStyle::State_On);
    const QColor edge = blend(shades.muted, shades.surface, enabled ? 0.8 : 0.4);
    const QRectF ring(option.rect);
    panel(painter, ring, shades.surface, set && enabled ? shades.accent : edge, ring.width() / 2);
    if (set)
        panel(painter, ring.adjusted(3.5, 3.5, -3.5, -3.5), enabled ? shades.accent : edge, QColor(), ring.width() / 2);
    if (keyboardFocus(option))
        focusRing(painter, ring.adjusted(-2, -2, 2, 2), shades, ring.width() / 2 + 2);
}

void comboBox(QPainter& painter, const QStyleOptionComboBox& option, const QRect& arrow)
{
    if (option.editable) {
        lineEdit(painter, option);
    } else {
        QStyleOptionButton face;
        face.QStyleOption::operator=(option);
        if (!option.frame)
            face.features |= QStyleOptionButton::Flat;
        button(painter, face);
    }
    const auto group = has(option, QStyle::State_Enabled) ? QPalette::Active : QPalette::Disabled;
    chevron(painter, arrow, QStringLiteral("chevron-down"), option.palette.color(group, QPalette::PlaceholderText));
}

void scrollBar(QPainter& painter, const QStyleOptionSlider& option, const QRect& slider, const QColor& ground)
{
    const Shades& shades = shadesOf(option.palette);
    if (ground.isValid())
        painter.fillRect(option.rect, ground);
    if (option.maximum <= option.minimum)
        return;
    const bool held = has(option, QStyle::State_Sunken) && option.activeSubControls.testFlag(QStyle::SC_ScrollBarSlider);
    const bool over = has(option, QStyle::State_MouseOver);
    const QColor thumb = blend(shades.muted, shades.surface, held ? 0.75 : (over ? 0.55 : 0.35));
    const QRectF bar = QRectF(slider).adjusted(2, 2, -2, -2);
    panel(painter, bar, thumb, QColor(), std::min(bar.width(), bar.height()) / 2);
}

void progress(QPainter& painter, const QStyleOptionProgressBar& option)
{
    const Shades& shades = shadesOf(option.palette);
    const qreal thickness = std::min(4, option.rect.height());
    QRectF bar(option.rect.x(), option.rect.center().y() - thickness / 2 + 0.5, option.rect.width(), thickness);
    panel(painter, bar, blend(shades.text, shades.surface, 0.10), QColor(), thickness / 2);
    const double span = double(option.maximum) - option.minimum;
    const double done = span > 0 ? std::clamp((double(option.progress) - option.minimum) / span, 0.0, 1.0) : 0.0;
    if (done <= 0)
        return;
    bar.setWidth(std::max(thickness, bar.width() * done));
    panel(painter, bar, shades.accent, QColor(), thickness / 2);
}

} // namespace loadline::quiet
