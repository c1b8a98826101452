// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QStyledItemDelegate>

namespace loadline {

// Paints a cell by what its roles hold (tables/row_model.h) and knows no model: text with its tone, a replica bar with
// its numbers, a scale bar, chips, a sparkline. What is cut off is whole in the tooltip.
class CellDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
        const QModelIndex& index) override;
    void setHoveredRow(int row) { hovered_ = row; } // -1 none
    // How wide the words beside a column's bars are: what the bars must leave them. 0: not known.
    void setWordsWidth(int column, double width) { words_.insert(column, width); }
    [[nodiscard]] double wordsWidth(int column) const { return words_.value(column, 0); }
    // The words of a cell, whether all of them show, and what stands behind them: as HTML.
    [[nodiscard]] static QString tip(const QModelIndex& index, bool cut);

private:
    int hovered_ = -1;
    QHash<int, double> words_;
};

} // namespace loadline
