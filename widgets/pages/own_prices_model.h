// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/price_book.h"
#include "pages/write_table.h"

#include <QAbstractTableModel>

namespace loadline {

// The user's own prices as a table to write in. A row is checked as a row of an imported file is.
class OwnPricesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Match, Value, Region, Capacity, Asset, Hourly, AsOf, Note, Columns };
    explicit OwnPricesModel(QObject* parent = nullptr);
    void setRows(std::vector<OwnPrice> rows);
    [[nodiscard]] const std::vector<OwnPrice>& prices() const { return rows_; }
    int add(OwnPrice price); // its row
    void remove(int row);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

Q_SIGNALS:
    void edited(int row, const loadline::OwnPrice& before); // by the user; what it was
    void refused(const QString& why);

private:
    std::vector<OwnPrice> rows_;
};

// Choices where there are few, a line to write in else.
class OwnPricesDelegate : public WriteDelegate {
    Q_OBJECT
public:
    using WriteDelegate::WriteDelegate;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;
};

} // namespace loadline
