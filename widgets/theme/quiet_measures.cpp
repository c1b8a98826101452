// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/measure.h"
#include "theme/quiet_paint.h"
#include "theme/quiet_style.h"
#include "theme/tone.h"

#include <QApplication>
#include <QStyleOption>
#include <QWidget>

namespace loadline {

namespace {

    QFont fontOf(const QWidget* widget) { return widget ? widget->font() : QApplication::font(); }

    // Where the thumb stands: no arrows, the whole length is groove.
    QRect scrollThumb(const QStyleOptionSlider& bar)
    {
        const bool level = bar.orientation == Qt::Horizontal;
        const int length = level ? bar.rect.width() : bar.rect.height();
        const qint64 span = qint64(bar.maximum) - bar.minimum;
        int thumb = length;
        if (span > 0)
            thumb = std::clamp(static_cast<int>(qint64(length) * bar.pageStep / (span + std::max(bar.pageStep, 1))),
                std::min(28, length), length);
        const int start
            = QStyle::sliderPositionFromValue(bar.minimum, bar.maximum, bar.sliderPosition, length - thumb, bar.upsideDown);
        return level ? QRect(bar.rect.x() + start, bar.rect.y(), thumb, bar.rect.height())
                     : QRect(bar.rect.x(), bar.rect.y() + start, bar.rect.width(), thumb);
    }

    QRect scrollBarRect(const QStyleOptionSlider& bar, QStyle::SubControl sub)
    {
        const QRect thumb = scrollThumb(bar);
        const bool level = bar.orientation == Qt::Horizontal;
        switch (sub) {
        case QStyle::SC_ScrollBarSlider:
            return thumb;
        case QStyle::SC_ScrollBarGroove:
            return bar.rect;
        case QStyle::SC_ScrollBarSubPage:
            return level ? QRect(bar.rect.topLeft(), QPoint(thumb.left() - 1, bar.rect.bottom()))
                         : QRect(bar.rect.topLeft(), QPoint(bar.rect.right(), thumb.top() - 1));
        case QStyle::SC_ScrollBarAddPage:
            return level ? QRect(QPoint(thumb.right() + 1, bar.rect.top()), bar.rect.bottomRight())
                         : QRect(QPoint(bar.rect.left(), thumb.bottom() + 1), bar.rect.bottomRight());
        default:
            return {};
        }
    }

    QRect comboRect(const QStyleOptionComboBox& combo, QStyle::SubControl sub)
    {
        constexpr int arrow = 24;
        const QRect r = combo.rect;
        QRect part = r;
        if (sub == QStyle::SC_ComboBoxArrow)
            part = QRect(r.right() - arrow + 1, r.y(), arrow - 4, r.height());
        else if (sub == QStyle::SC_ComboBoxEditField)
            part = r.adjusted(combo.editable ? 2 : 8, 2, -arrow, -2);
        return QStyle::visualRect(combo.direction, r, part);
    }

    QRect spinRect(const QStyleOptionSpinBox& spin, QStyle::SubControl sub)
    {
        const int width = spin.buttonSymbols == QAbstractSpinBox::NoButtons ? 0 : 20;
        const QRect r = spin.rect;
        QRect part = r;
        if (sub == QStyle::SC_SpinBoxUp)
            part = QRect(r.right() - width, r.y() + 2, width, r.height() / 2 - 2);
        else if (sub == QStyle::SC_SpinBoxDown)
            part = QRect(r.right() - width, r.y() + r.height() / 2, width, r.height() / 2 - 2);
        else if (sub == QStyle::SC_SpinBoxEditField)
            part = r.adjusted(6, 2, -width - 2, -2);
        return QStyle::visualRect(spin.direction, r, part);
    }

} // namespace

QRect QuietStyle::subControlRect(
    ComplexControl control, const QStyleOptionComplex* option, SubControl sub, const QWidget* widget) const
{
    if (control == CC_ScrollBar)
        if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option))
            return scrollBarRect(*bar, sub);
    if (control == CC_ComboBox && sub != SC_ComboBoxListBoxPopup)
        if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option))
            return comboRect(*combo, sub);
    if (control == CC_SpinBox)
        if (const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option))
            return spinRect(*spin, sub);
    return QProxyStyle::subControlRect(control, option, sub, widget);
}

QRect QuietStyle::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const
{
    if (element == SE_LineEditContents)
        if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option); frame && frame->lineWidth > 0)
            return option->rect.adjusted(6, 1, -6, -1);
    return QProxyStyle::subElementRect(element, option, widget);
}

QSize QuietStyle::sizeFromContents(
    ContentsType type, const QStyleOption* option, const QSize& size, const QWidget* widget) const
{
    QSize wanted = QProxyStyle::sizeFromContents(type, option, size, widget);
    const int control = controlHeight(fontOf(widget));
    switch (type) {
    case CT_PushButton:
        return {size.width() + 24, control};
    case CT_ToolButton:
        if (const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option); button && quiet::opensMenu(*button))
            return {wanted.width() + 10 + quiet::menuChevron, control};
        return {std::max(wanted.width() + 6, control), control};
    case CT_LineEdit:
    case CT_SpinBox:
        return {wanted.width(), control};
    case CT_ComboBox:
        return {size.width() + 40, control};
    case CT_MenuItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
            if (item->menuItemType == QStyleOptionMenuItem::Separator)
                return {wanted.width(), item->text.isEmpty() ? 9 : control};
            const bool shortcut = item->text.contains(QLatin1Char('\t'));
            const bool opens = item->menuItemType == QStyleOptionMenuItem::SubMenu;
            return {size.width() + 52 + (shortcut ? 24 : 0) + (opens ? 20 : 0), control};
        }
        return wanted;
    case CT_ItemViewItem:
        return {wanted.width(), std::max(wanted.height(), scaled(26, fontOf(widget)))};
    case CT_TabBarTab:
        return {wanted.width() + 8, control + 4};
    case CT_ProgressBar:
        return {wanted.width(), std::max(6, wanted.height() / 2)};
    default:
        return wanted;
    }
}

int QuietStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_DefaultFrameWidth:
    case PM_MenuPanelWidth:
        return 1;
    case PM_MenuVMargin:
        return 4;
    case PM_MenuHMargin:
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBarTabShiftVertical:
    case PM_ScrollView_ScrollBarSpacing:
        return 0;
    case PM_ScrollBarExtent:
        return 12;
    case PM_ScrollBarSliderMin:
        return 28;
    case PM_SplitterWidth:
        return cardGap;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ToolBarIconSize:
    case PM_ListViewIconSize:
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return scaled(16, fontOf(widget));
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return 8;
    case PM_LayoutLeftMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutBottomMargin:
        return cardPadding;
    case PM_ToolTipLabelFrameWidth:
        return 6;
    case PM_HeaderMargin:
        return 6;
    case PM_MenuButtonIndicator:
        return 20;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int QuietStyle::styleHint(
    StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* returned) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_Menu_SloppySubMenus:
        return hint == SH_Menu_SloppySubMenus ? 1 : 0;
    case SH_ToolTipLabel_Opacity:
        return 255;
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    case SH_ScrollBar_LeftClickAbsolutePosition:
        return 0;
    case SH_Table_GridLineColor:
        return option ? static_cast<int>(shadesOf(option->palette).line.rgb())
                      : QProxyStyle::styleHint(hint, option, widget, returned);
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_Widget_Animate:
    case SH_Widget_Animation_Duration:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returned);
    }
}

} // namespace loadline
