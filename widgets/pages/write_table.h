// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

#include <span>

class QTableView;

namespace loadline {

// Cells of a table to write in: the hairlines and margins of Loadline's other tables.
class WriteDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

// A quiet table: rows of one height, chosen whole; edited by typing, F2 or a second click where `written`.
QTableView* writeTable(QWidget* parent, const QString& name, bool written = true);
void setColumnWidths(QTableView* view, std::span<const int> at13); // shared by words where the room is another; the last column takes what is left

} // namespace loadline
