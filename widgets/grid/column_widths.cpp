// SPDX-License-Identifier: GPL-3.0-or-later
// How wide the columns of a TableView are: by what their first rows say, within the room there is.
#include "grid/cell_delegate.h"
#include "grid/cell_paint.h"
#include "grid/table_header.h"
#include "grid/table_view.h"
#include "theme/measure.h"

#include <algorithm>
#include <cmath>

namespace loadline {

namespace {
    constexpr int looked = 40; // rows: the first few tell how wide a column is, and cost no more in long tables
    constexpr int sides = 22; // of a cell, left and right together
    constexpr double stretch = 1.5; // so much beyond its usual width a text may ask for
}

// What the widest of the first rows takes; 0 where it draws its contents as wide as it is.
int TableView::contentWidth(int column) const
{
    QFont strong = font();
    strong.setWeight(QFont::DemiBold);
    const QFontMetricsF plain(font());
    const QFontMetricsF bold(strong);
    double widest = 0;
    double words = 0;
    int bar = 0;
    for (int row = 0; row < std::min(looked, table_->rowCount()); ++row) {
        const QModelIndex index = table_->index(row, column);
        const auto chips = index.data(ChipsRole).value<std::vector<Chip>>();
        const bool scale = index.data(ScaleRole).isValid();
        if (!index.data(SparkRole).value<Spark>().empty())
            return 0;
        if (!chips.empty()) {
            widest = std::max(widest, chipsWidth(font(), chips));
        } else if (scale || index.data(BarRole).isValid()) {
            bar = std::max(bar, scaled(scale ? 120 : 96, font()));
            words = std::max(words, bold.horizontalAdvance(index.data(BriefRole).toString()));
        } else {
            const bool heavy = index.data(StrongRole).toBool();
            widest = std::max(widest, (heavy ? bold : plain).horizontalAdvance(index.data().toString()));
        }
    }
    delegate_->setWordsWidth(column, words);
    if (bar > 0)
        widest = std::max(widest, words + bar + sides / 2);
    return widest > 0 ? static_cast<int>(std::ceil(widest)) + sides : 0;
}

ColumnWish TableView::wishOf(int column) const
{
    const auto align = Qt::Alignment(table_->headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).toInt());
    const bool figures = align.testFlag(Qt::AlignRight);
    const int usual = scaled(table_->columnWidth(column), font());
    const QFontMetricsF metrics(smallFont(font()));
    const QString title = table_->headerData(column, Qt::Horizontal).toString();
    const int header = static_cast<int>(std::ceil(metrics.horizontalAdvance(title))) + sides;
    const bool chips = table_->rowCount() > 0 && !table_->index(0, column).data(ChipsRole).value<std::vector<Chip>>().empty();
    ColumnWish wish;
    wish.natural = std::max(header, usual);
    if (const int content = contentWidth(column); content > 0)
        wish.natural = std::max(header, chips || figures ? content : std::min(content, static_cast<int>(usual * stretch)));
    // A figure that is cut off is a wrong figure; a title that is cut off names nothing.
    wish.least = figures ? wish.natural : std::max(header, std::min(wish.natural, scaled(table_->columnLeast(column), font())));
    wish.yields = insisted_.contains(column) ? 0 : table_->columnYields(column);
    wish.grows = !figures;
    return wish;
}

// As wide as what they say asks for. What is left over goes to columns with words; where room is short, columns that
// matter less give way, the others give a little each. Once the user has set a width, widths are the user's.
void TableView::fitColumns()
{
    if (!table_ || fitting_)
        return;
    if (widthsByUser_) {
        bringBack();
        return;
    }
    std::vector<int> columns;
    std::vector<ColumnWish> wishes;
    for (int column = 0; column < table_->columnCount(); ++column) {
        if (!isChosen(column))
            continue;
        columns.push_back(column);
        wishes.push_back(wishOf(column));
    }
    const auto widths = fitted(wishes, viewport()->width());
    fitting_ = true;
    gaveWay_.clear();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        setColumnHidden(columns[i], widths[i] == 0);
        if (widths[i] == 0)
            gaveWay_.insert(columns[i]);
        else
            setColumnWidth(columns[i], std::max(narrowest, widths[i]));
    }
    fitting_ = false;
    fitWithRows_ = table_->rowCount() > 0;
}

void TableView::bringBack()
{
    int room = viewport()->width() - header_->length();
    std::vector<int> away(gaveWay_.cbegin(), gaveWay_.cend());
    std::sort(away.begin(), away.end(),
        [this](int a, int b) { return table_->columnYields(a) < table_->columnYields(b); });
    fitting_ = true;
    for (const int column : away) {
        const int width = wishOf(column).natural;
        if (width > room)
            break;
        room -= width;
        gaveWay_.remove(column);
        setColumnHidden(column, false);
        setColumnWidth(column, width);
    }
    fitting_ = false;
}

} // namespace loadline
