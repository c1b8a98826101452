// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/page_header.h"

#include "grid/cards.h"
#include "grid/filter_edit.h"
#include "pages/elided_label.h"
#include "pages/export_menu.h"
#include "theme/icons.h"
#include "theme/measure.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

namespace loadline {

PageHeader::PageHeader(const QString& title, QWidget* parent)
    : QWidget(parent)
{
    row_ = new QHBoxLayout(this);
    row_->setContentsMargins(0, 0, 0, 0);
    row_->setSpacing(12);
    title_ = new ToneLabel(title, Tone::Normal, ToneLabel::Size::Title, this);
    title_->setWordWrap(false);
    title_->setTextInteractionFlags(Qt::NoTextInteraction);
    count_ = new ElidedLabel(this, Tone::Muted);
    attention_ = new ElidedLabel(this, Tone::Warn);
    attention_->hide();
    exports_ = new ExportButton(this);
    row_->addWidget(title_);
    row_->addWidget(count_);
    row_->addWidget(attention_);
    row_->addStretch(1);
    row_->addWidget(exports_);
}

void PageHeader::addTableControls(const QString& filterHint, std::function<void(QMenu*)> fill)
{
    filter_ = new FilterEdit(filterHint, this);
    filter_->setFixedWidth(scaled(220, font()));
    filter_->setAccessibleName(tr("Filter the table"));
    columns_ = new QToolButton(this);
    columns_->setText(tr("Columns"));
    columns_->setIcon(icon(QStringLiteral("columns")));
    columns_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    columns_->setPopupMode(QToolButton::InstantPopup);
    columns_->setFocusPolicy(Qt::StrongFocus);
    columns_->setToolTip(tr("Choose the columns shown"));
    columns_->setAccessibleName(tr("Choose the columns shown"));
    auto* menu = new QMenu(columns_);
    connect(menu, &QMenu::aboutToShow, this, [menu, fill = std::move(fill)] {
        menu->clear();
        fill(menu);
    });
    columns_->setMenu(menu);
    row_->insertWidget(row_->count() - 1, filter_);
    row_->insertWidget(row_->count() - 1, columns_);
    QWidget::setTabOrder(filter_, columns_);
    QWidget::setTabOrder(columns_, exports_);
}

void PageHeader::addControl(QWidget* control)
{
    row_->insertWidget(row_->count() - 1, control);
}

void PageHeader::setCount(const QString& count, int attention)
{
    count_->setWhole(count);
    attention_->setWhole(attention == 1 ? tr("1 needs attention") : tr("%1 need attention").arg(attention));
    attention_->setVisible(attention > 0);
}

void PageHeader::setNotes(const QString& tip)
{
    count_->setTip(tip);
}

QString PageHeader::countText() const
{
    return attention_->isHidden() ? count_->whole() : count_->whole() + QStringLiteral(" \u00b7 ") + attention_->whole();
}

} // namespace loadline
