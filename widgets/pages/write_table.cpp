// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/write_table.h"

#include "grid/column_fit.h"
#include "theme/measure.h"
#include "theme/tone.h"

#include <QApplication>
#include <QEvent>
#include <QHeaderView>
#include <QPainter>
#include <QTableView>

#include <vector>

namespace loadline {

QSize WriteDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    constexpr int sides = 8; // beyond what the style's own text has
    return QStyledItemDelegate::sizeHint(option, index) + QSize(sides, 0);
}

void WriteDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QString text = std::exchange(cell.text, QString());
    const QStyle* style = cell.widget ? cell.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
    const Shades& shades = shadesOf(cell.palette);
    painter->save();
    painter->setPen(shades.line);
    painter->drawLine(cell.rect.bottomLeft(), cell.rect.bottomRight());
    // As far from the edge as the words of the header.
    const int margin = style->pixelMetric(QStyle::PM_HeaderMargin, nullptr, cell.widget);
    const QRect room = cell.rect.adjusted(margin, 0, -margin, 0);
    painter->setFont(cell.font);
    painter->setPen(cell.state.testFlag(QStyle::State_Enabled) ? shades.text : shades.muted);
    painter->drawText(room, int(cell.displayAlignment) | Qt::TextSingleLine, cell.fontMetrics.elidedText(text, Qt::ElideRight, room.width()));
    painter->restore();
}

QTableView* writeTable(QWidget* parent, const QString& name, bool written)
{
    auto* view = new QTableView(parent);
    view->setAccessibleName(name);
    view->setShowGrid(false);
    view->setFrameShape(QFrame::NoFrame);
    view->setWordWrap(false);
    view->setTabKeyNavigation(false);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setItemDelegate(new WriteDelegate(view));
    view->setEditTriggers(written ? QAbstractItemView::DoubleClicked | QAbstractItemView::SelectedClicked | QAbstractItemView::EditKeyPressed
                                      | QAbstractItemView::AnyKeyPressed
                                  : QAbstractItemView::NoEditTriggers);
    view->verticalHeader()->hide();
    view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view->verticalHeader()->setMinimumSectionSize(1);
    view->verticalHeader()->setDefaultSectionSize(rowHeight(view->font()));
    view->horizontalHeader()->setHighlightSections(false);
    view->horizontalHeader()->setMinimumSectionSize(scaled(32, view->font()));
    view->horizontalHeader()->setStretchLastSection(true);
    view->setMinimumHeight(scaled(110, view->font()));
    return view;
}

namespace {

// Keeps the columns in the room there is: words share what is missing or left over, figures stay as they are.
class ColumnShare : public QObject {
public:
    ColumnShare(QTableView* view, std::vector<int> widths)
        : QObject(view)
        , view_(view)
        , widths_(std::move(widths))
    {
        view->viewport()->installEventFilter(this);
    }

private:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Resize)
            share();
        return QObject::eventFilter(watched, event);
    }
    [[nodiscard]] bool hasWords(int column) const
    {
        const auto align = Qt::Alignment(view_->model()->index(0, column).data(Qt::TextAlignmentRole).toInt());
        return !align.testFlag(Qt::AlignRight);
    }
    void share()
    {
        if (!view_->model())
            return;
        std::vector<ColumnWish> wishes;
        for (std::size_t i = 0; i < widths_.size(); ++i) {
            const bool words = hasWords(int(i));
            wishes.push_back({widths_[i], words ? widths_[i] * 2 / 3 : widths_[i], 0, words});
        }
        const auto fit = fitted(wishes, view_->viewport()->width());
        for (std::size_t i = 0; i < fit.size(); ++i)
            view_->setColumnWidth(int(i), fit[i]);
    }
    QTableView* view_;
    std::vector<int> widths_;
};

} // namespace

void setColumnWidths(QTableView* view, std::span<const int> at13)
{
    std::vector<int> widths;
    for (std::size_t i = 0; i < at13.size(); ++i) {
        widths.push_back(scaled(at13[i], view->font()));
        view->setColumnWidth(int(i), widths.back());
    }
    new ColumnShare(view, std::move(widths));
}

} // namespace loadline
