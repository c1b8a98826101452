// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/row_model.h"

#include <QHeaderView>

namespace loadline {

// The header of a TableView: quiet words, an arrow where the table is sorted, with its rank when several columns are.
class TableHeader : public QHeaderView {
    Q_OBJECT
public:
    explicit TableHeader(QWidget* parent);
    void setSorting(const std::vector<SortBy>& by);

Q_SIGNALS:
    void sortAsked(int column, bool add); // a click; with Shift: as a further key
    void menuAsked(int column, const QPoint& global);

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
    [[nodiscard]] QSize sectionSizeFromContents(int section) const override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] int rankOf(int section) const; // -1: not sorted by it
    void setHovered(int section);
    std::vector<SortBy> sorting_;
    bool shift_ = false;
    int hovered_ = -1;
};

} // namespace loadline
