// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/quiet_style.h"

#include "theme/measure.h"
#include "theme/quiet_paint.h"
#include "theme/theme.h"

#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QComboBox>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QSlider>
#include <QToolButton>

namespace loadline {

namespace {

    template <class Option>
    const Option* as(const QStyleOption* option)
    {
        return qstyleoption_cast<const Option*>(option);
    }

    const QString& arrowName(QStyle::PrimitiveElement element)
    {
        static const QString down = QStringLiteral("chevron-down"), up = QStringLiteral("chevron-up"),
                             left = QStringLiteral("chevron-left"), right = QStringLiteral("chevron-right");
        switch (element) {
        case QStyle::PE_IndicatorArrowUp:
        case QStyle::PE_IndicatorSpinUp:
            return up;
        case QStyle::PE_IndicatorArrowLeft:
            return left;
        case QStyle::PE_IndicatorArrowRight:
            return right;
        default:
            return down;
        }
    }

    // A row chosen in a plain list or tree: the accent's ground, and the words stay as dark as they were.
    void itemGround(QPainter& painter, const QStyleOption& option)
    {
        const Shades& shades = shadesOf(option.palette);
        if (option.state.testFlag(QStyle::State_Selected))
            painter.fillRect(option.rect, shades.accentGround);
        else if (option.state.testFlag(QStyle::State_MouseOver) && option.state.testFlag(QStyle::State_Enabled))
            painter.fillRect(option.rect, blend(shades.text, shades.surface, 0.04));
    }

    // What a scroll bar lies on: the ground of what it scrolls, or nothing where that lets its own ground show.
    QColor groundBehind(const QWidget* bar)
    {
        const QWidget* at = bar ? bar->parentWidget() : nullptr;
        while (at && !qobject_cast<const QAbstractScrollArea*>(at))
            at = at->parentWidget();
        const auto* area = qobject_cast<const QAbstractScrollArea*>(at);
        const QWidget* viewport = area ? area->viewport() : nullptr;
        return viewport && viewport->autoFillBackground() ? viewport->palette().color(viewport->backgroundRole()) : QColor();
    }

} // namespace

QuietStyle::QuietStyle()
    : QProxyStyle(QStringLiteral("Fusion"))
{
}

QPalette QuietStyle::standardPalette() const { return lightPalette(); }

void QuietStyle::polish(QWidget* widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QComboBox*>(widget) || qobject_cast<QSlider*>(widget))
        widget->setAttribute(Qt::WA_Hover);
    if (qobject_cast<QScrollBar*>(widget)) // it paints no ground where it lies on another's
        widget->setAttribute(Qt::WA_OpaquePaintEvent, false);
}

void QuietStyle::drawPrimitive(
    PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    const Shades& shades = shadesOf(option->palette);
    switch (element) {
    case PE_PanelButtonCommand:
        if (const auto* button = as<QStyleOptionButton>(option))
            return quiet::button(*painter, *button);
        break;
    case PE_PanelButtonTool:
        return quiet::toolButton(*painter, *option);
    case PE_FrameDefaultButton:
    case PE_FrameTabWidget:
    case PE_FrameStatusBarItem:
        return;
    case PE_PanelLineEdit:
        if (const auto* frame = as<QStyleOptionFrame>(option); frame && frame->lineWidth > 0)
            return quiet::lineEdit(*painter, *option);
        // Within a spin box, whose ground it shares.
        painter->fillRect(option->rect, option->state.testFlag(State_Enabled) ? option->palette.color(QPalette::Base) : shades.window);
        return;
    case PE_FrameLineEdit:
        return quiet::lineEdit(*painter, *option);
    case PE_FrameFocusRect:
        if (option->state.testFlag(State_KeyboardFocusChange) && !qobject_cast<const QToolButton*>(widget)) // it has one on its edge
            quiet::focusRing(*painter, option->rect, shades, 4);
        return;
    case PE_Frame:
    case PE_FrameMenu:
    case PE_FrameGroupBox:
        painter->setPen(shades.line);
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        return;
    case PE_PanelMenu:
    case PE_PanelTipLabel:
        painter->setPen(shades.line);
        painter->setBrush(shades.surface);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        return;
    case PE_FrameTabBarBase:
        painter->fillRect(QRect(option->rect.x(), option->rect.bottom(), option->rect.width(), 1), shades.line);
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        return quiet::checkBox(*painter, *option);
    case PE_IndicatorRadioButton:
        return quiet::radioButton(*painter, *option);
    case PE_IndicatorArrowDown:
    case PE_IndicatorArrowUp:
    case PE_IndicatorArrowLeft:
    case PE_IndicatorArrowRight:
    case PE_IndicatorSpinUp:
    case PE_IndicatorSpinDown: {
        const auto group = option->state.testFlag(State_Enabled) ? QPalette::Active : QPalette::Disabled;
        return quiet::chevron(*painter, option->rect, arrowName(element), option->palette.color(group, QPalette::Text));
    }
    case PE_IndicatorBranch:
        if (option->state.testFlag(State_Children))
            quiet::chevron(*painter, option->rect,
                option->state.testFlag(State_Open) ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"),
                shades.muted);
        return;
    case PE_PanelItemViewRow:
    case PE_PanelItemViewItem:
        return itemGround(*painter, *option);
    case PE_PanelScrollAreaCorner:
        painter->fillRect(option->rect, option->palette.brush(QPalette::Base));
        return;
    default:
        break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void QuietStyle::drawControl(
    ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    const Shades& shades = shadesOf(option->palette);
    switch (element) {
    case CE_MenuItem:
        if (const auto* item = as<QStyleOptionMenuItem>(option))
            return quiet::menuItem(*painter, *item);
        break;
    case CE_MenuEmptyArea:
    case CE_MenuVMargin:
    case CE_MenuHMargin:
        painter->fillRect(option->rect, shades.surface);
        return;
    case CE_HeaderSection:
        if (const auto* header = as<QStyleOptionHeader>(option))
            return quiet::header(*painter, *header);
        break;
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, shades.surface);
        painter->fillRect(QRect(option->rect.x(), option->rect.bottom(), option->rect.width(), 1), shades.line);
        return;
    case CE_TabBarTabShape:
        if (const auto* tab = as<QStyleOptionTab>(option))
            return quiet::tab(*painter, *tab);
        break;
    case CE_Splitter:
        if (option->state.testFlag(State_MouseOver) || option->state.testFlag(State_Sunken)) {
            const QRect r = option->rect;
            const bool upright = option->state.testFlag(State_Horizontal);
            painter->fillRect(upright ? QRect(r.center().x(), r.y(), 2, r.height())
                                      : QRect(r.x(), r.center().y(), r.width(), 2),
                shades.accent);
        }
        return;
    case CE_ProgressBarGroove:
        return;
    case CE_ProgressBarContents:
        if (const auto* bar = as<QStyleOptionProgressBar>(option); bar && bar->maximum > bar->minimum)
            return quiet::progress(*painter, *bar);
        break;
    case CE_PushButtonLabel:
        if (const auto* button = as<QStyleOptionButton>(option)) {
            QStyleOptionButton words = *button;
            if (words.features.testFlag(QStyleOptionButton::DefaultButton)
                && words.state.testFlag(State_Enabled) && !words.state.testFlag(State_On))
                words.palette.setColor(QPalette::ButtonText, words.palette.color(QPalette::HighlightedText));
            words.state.setFlag(State_HasFocus, false); // the ring is drawn with the panel
            if (!words.icon.isNull() && !words.text.isEmpty() && !words.features.testFlag(QStyleOptionButton::HasMenu))
                return quiet::pictured(*painter, words, {words.icon, words.iconSize, words.text});
            return QProxyStyle::drawControl(element, &words, painter, widget);
        }
        break;
    case CE_ToolButtonLabel:
        if (const auto* button = as<QStyleOptionToolButton>(option);
            button && !button->icon.isNull() && !button->text.isEmpty() && button->toolButtonStyle == Qt::ToolButtonTextBesideIcon) {
            painter->setFont(button->font);
            return quiet::pictured(*painter, *button, {button->icon, button->iconSize, button->text});
        }
        break;
    case CE_ComboBoxLabel:
        if (const auto* combo = as<QStyleOptionComboBox>(option); combo && !combo->editable) {
            QStyleOptionComboBox words = *combo;
            const int room = subControlRect(CC_ComboBox, combo, SC_ComboBoxEditField, widget).width() - 2;
            words.currentText = combo->fontMetrics.elidedText(combo->currentText, Qt::ElideRight, room);
            return QProxyStyle::drawControl(element, &words, painter, widget);
        }
        break;
    case CE_ItemViewItem:
        if (const auto* item = as<QStyleOptionViewItem>(option)) {
            QStyleOptionViewItem words = *item;
            words.palette.setColor(QPalette::HighlightedText, words.palette.color(QPalette::Text));
            return QProxyStyle::drawControl(element, &words, painter, widget);
        }
        break;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

// The frame, the words, and a chevron that has room of its own beside them (see CT_ToolButton), not over them.
void QuietStyle::menuButton(const QStyleOptionToolButton& button, QPainter* painter, const QWidget* widget) const
{
    QStyleOptionToolButton frame = button;
    frame.features &= ~QStyleOptionToolButton::HasMenu;
    QStyleOptionToolButton words = frame;
    frame.text.clear();
    frame.icon = {};
    QProxyStyle::drawComplexControl(CC_ToolButton, &frame, painter, widget);
    const int chevron = quiet::menuChevron;
    words.rect.adjust(4, 0, -chevron, 0);
    drawControl(CE_ToolButtonLabel, &words, painter, widget);
    quiet::chevron(*painter, QRect(button.rect.right() - chevron - 3, button.rect.y(), chevron, button.rect.height()),
        QStringLiteral("chevron-down"), shadesOf(button.palette).muted);
}

void QuietStyle::drawComplexControl(
    ComplexControl control, const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const
{
    if (control == CC_ComboBox)
        if (const auto* combo = as<QStyleOptionComboBox>(option))
            return quiet::comboBox(*painter, *combo, subControlRect(control, option, SC_ComboBoxArrow, widget));
    if (control == CC_ScrollBar)
        if (const auto* bar = as<QStyleOptionSlider>(option))
            return quiet::scrollBar(*painter, *bar, subControlRect(control, option, SC_ScrollBarSlider, widget), groundBehind(widget));
    if (control == CC_Slider)
        if (const auto* slider = as<QStyleOptionSlider>(option); slider && slider->tickPosition == QSlider::NoTicks)
            return quiet::slider(*painter, *slider, subControlRect(control, option, SC_SliderHandle, widget));
    if (control == CC_ToolButton)
        if (const auto* button = as<QStyleOptionToolButton>(option); button && button->features.testFlag(QStyleOptionToolButton::HasMenu)) {
            if (quiet::opensMenu(*button))
                return menuButton(*button, painter, widget);
            QStyleOptionToolButton alone = *button; // an icon that says menu needs no chevron over it
            alone.features &= ~QStyleOptionToolButton::HasMenu;
            return QProxyStyle::drawComplexControl(control, &alone, painter, widget);
        }
    if (control == CC_SpinBox) {
        quiet::lineEdit(*painter, *option);
        const QColor colour = shadesOf(option->palette).muted;
        quiet::chevron(*painter, subControlRect(control, option, SC_SpinBoxUp, widget), QStringLiteral("chevron-up"), colour);
        quiet::chevron(
            *painter, subControlRect(control, option, SC_SpinBoxDown, widget), QStringLiteral("chevron-down"), colour);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

} // namespace loadline
