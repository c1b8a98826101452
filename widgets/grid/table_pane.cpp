// SPDX-License-Identifier: GPL-3.0-or-later
#include "grid/messages.h"
#include "grid/table_view.h"

#include <QVBoxLayout>

namespace loadline {

TablePane::TablePane(QWidget* parent)
    : QWidget(parent)
    , view_(new TableView)
    , strip_(new MessageStrip)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(strip_);
    column->addWidget(view_, 1);
    strip_->hide();
    setFocusProxy(view_);
    connect(strip_, &MessageStrip::action, this, &TablePane::messageAction);
    connect(view_, &TableView::messageAction, this, &TablePane::messageAction);
}

void TablePane::setTable(TableModel* model)
{
    view_->setTable(model);
    connect(model, &QAbstractItemModel::rowsInserted, this, &TablePane::place);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &TablePane::place);
    connect(model, &QAbstractItemModel::modelReset, this, &TablePane::place);
    place();
}

void TablePane::setMessage(const TableMessage& message)
{
    if (message_ == message)
        return;
    message_ = message;
    strip_->setMessage(message);
    view_->setMessage(message);
    place();
}

void TablePane::place()
{
    const bool hasRows = view_->table() && view_->table()->rowCount() > 0;
    strip_->setVisible(hasRows && message_.kind != TableMessage::Kind::None);
}

} // namespace loadline
