// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/chooser.h"

#include "pages/page_header.h"

#include <QMenu>
#include <QToolButton>

namespace loadline {
namespace {

QToolButton* plainButton(PageHeader* header, const QString& text, const QString& name)
{
    auto* button = new QToolButton(header);
    button->setText(text);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setToolTip(name);
    header->addControl(button);
    return button;
}

} // namespace

QToolButton* addChooser(PageHeader* header, const QString& text, const QString& name, std::function<void(QMenu*)> fill)
{
    auto* button = plainButton(header, text, name);
    button->setAccessibleName(name);
    button->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(button);
    menu->setToolTipsVisible(true);
    button->setMenu(menu);
    QObject::connect(menu, &QMenu::aboutToShow, button, [menu, fill = std::move(fill)] {
        menu->clear();
        fill(menu);
    });
    return button;
}

QToolButton* addButton(PageHeader* header, const QString& text, const QString& name, std::function<void()> clicked)
{
    auto* button = plainButton(header, text, name);
    QObject::connect(button, &QToolButton::clicked, button, std::move(clicked));
    return button;
}

} // namespace loadline
