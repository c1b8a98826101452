// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QAccessible>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QTabBar>
#include <QTest>
#include <QTextDocument>
#include <QToolButton>

#include <set>

// Walks over all widgets below a root, as people walk who see little or have only keys.
namespace loadline::walk {

inline QString describe(const QWidget& widget)
{
    QString text = QString::fromLatin1(widget.metaObject()->className());
    if (const auto* label = qobject_cast<const QLabel*>(&widget))
        text += QStringLiteral(" \"%1\"").arg(label->text());
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget))
        text += QStringLiteral(" \"%1\"").arg(button->text());
    for (const auto* up = widget.parentWidget(); up; up = up->parentWidget())
        text += QStringLiteral(" < ") + QString::fromLatin1(up->metaObject()->className());
    return text;
}

inline std::vector<QWidget*> visible(QWidget& root)
{
    std::vector<QWidget*> found;
    for (auto* widget : root.findChildren<QWidget*>())
        if (widget->isVisibleTo(&root) && (widget->window() == root.window()))
            found.push_back(widget);
    return found;
}

inline bool isPart(const QWidget& widget)
{
    // Inner pieces that Qt makes and names by their owner: viewports, scroll bars, a combo box's own line.
    const auto* parent = widget.parentWidget();
    if (widget.objectName().startsWith(QLatin1String("qt_")))
        return true;
    if (const auto* area = qobject_cast<const QAbstractScrollArea*>(parent))
        return area->viewport() == &widget;
    return parent && qobject_cast<const QLineEdit*>(&widget) && parent->inherits("QComboBox");
}

// Everything that takes the focus but has no name to be read out.
inline QStringList nameless(QWidget& root)
{
    QStringList found;
    for (auto* widget : visible(root)) {
        if (widget->focusPolicy() == Qt::NoFocus || isPart(*widget) || !widget->isEnabled())
            continue;
        if (auto* face = QAccessible::queryAccessibleInterface(widget); !face || face->text(QAccessible::Name).isEmpty())
            found << describe(*widget);
    }
    return found;
}

inline QString plain(const QString& text)
{
    if (!Qt::mightBeRichText(text))
        return text;
    QTextDocument document;
    document.setHtml(text);
    return document.toPlainText();
}

// Labels and buttons whose words do not fit. Widgets that cut off by design (ElidedLabel) say the whole elsewhere.
inline QStringList clipped(QWidget& root)
{
    QStringList found;
    for (auto* widget : visible(root)) {
        if (widget->width() <= 0 || widget->inherits("loadline::ElidedLabel"))
            continue;
        if (const auto* label = qobject_cast<const QLabel*>(widget); label && !label->text().isEmpty()) {
            const QRect room = label->contentsRect();
            QString text = plain(label->text());
            if (label->buddy())
                text.remove(QLatin1Char('&'));
            if (label->wordWrap()) {
                if (label->heightForWidth(label->width()) > label->height() + 1)
                    found << describe(*widget);
            } else if (label->fontMetrics().size(0, text).width() > room.width() + 1
                || label->fontMetrics().height() > label->height() + 1) {
                found << describe(*widget);
            }
        }
        if (const auto* button = qobject_cast<const QAbstractButton*>(widget); button && !button->text().isEmpty()) {
            const bool icons = qobject_cast<const QToolButton*>(widget)
                && static_cast<const QToolButton*>(widget)->toolButtonStyle() == Qt::ToolButtonIconOnly && !button->icon().isNull();
            QString text = button->text();
            text.remove(QLatin1Char('&'));
            if (!icons && button->fontMetrics().size(0, text).width() > button->contentsRect().width())
                found << describe(*widget);
            if (button->fontMetrics().height() > button->height() + 1)
                found << describe(*widget);
        }
    }
    return found;
}

// Widgets that Tab should reach but does not, walking once around. `window` must be active.
inline QStringList unreachable(QWidget& window)
{
    std::set<QWidget*> wanted;
    for (auto* widget : visible(window))
        if ((widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus && widget->isEnabled() && !isPart(*widget) && !widget->focusProxy()
            && !qobject_cast<QTabBar*>(widget))
            wanted.insert(widget);
    std::set<QWidget*> reached;
    for (std::size_t step = 0; step < 4 * wanted.size() + 20; ++step) {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : &window, Qt::Key_Tab);
        reached.insert(QApplication::focusWidget());
    }
    QStringList missed;
    for (auto* widget : wanted)
        if (!reached.contains(widget))
            missed << describe(*widget);
    return missed;
}

} // namespace loadline::walk
