// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/export_menu.h"

#include "theme/icons.h"

#include <QActionGroup>
#include <QMenu>

namespace loadline {

ExportButton::ExportButton(QWidget* parent)
    : QToolButton(parent)
{
    setText(tr("Export"));
    setIcon(loadline::icon(QStringLiteral("export")));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setPopupMode(QToolButton::InstantPopup);
    setFocusPolicy(Qt::StrongFocus);
    setToolTip(tr("Save or copy what this page shows (Ctrl+E)"));
    setAccessibleName(tr("Export this page"));
    setMenu(new QMenu(this));
    add(tr("Table as &CSV \u2026"), ExportAs::Csv);
    add(tr("Table as &JSON \u2026"), ExportAs::Json);
    add(tr("Copy table as &text"), ExportAs::CopyText);
    ofTable_.push_back(menu()->addSeparator());
    add(tr("&Picture of the page \u2026"), ExportAs::Png);
    add(tr("Copy picture of the pa&ge"), ExportAs::CopyPng);
    auto* scales = menu()->addMenu(tr("Picture &scale"));
    auto* group = new QActionGroup(scales);
    for (const int scale : {1, 2, 3, 4}) {
        auto* action = scales->addAction(tr("%1\u00d7").arg(scale));
        action->setCheckable(true);
        action->setChecked(scale == 2);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, scale] { scale_ = scale; });
    }
}

void ExportButton::add(const QString& title, ExportAs as)
{
    auto* action = menu()->addAction(title);
    connect(action, &QAction::triggered, this, [this, as] { Q_EMIT exportWanted({as, scale_}); });
    if (as == ExportAs::Csv || as == ExportAs::Json || as == ExportAs::CopyText)
        ofTable_.push_back(action);
}

void ExportButton::addEntry(const QString& title, std::function<void()> chosen)
{
    auto* action = new QAction(title, menu());
    menu()->insertAction(ofTable_.back(), action); // before the separator
    connect(action, &QAction::triggered, this, std::move(chosen));
}

void ExportButton::setHasTable(bool has)
{
    for (auto* action : ofTable_)
        action->setVisible(has);
}

void ExportButton::open()
{
    setFocus(Qt::ShortcutFocusReason);
    showMenu();
}

} // namespace loadline
