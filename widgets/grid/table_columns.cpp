// SPDX-License-Identifier: GPL-3.0-or-later
// The columns of a TableView: which, where, how wide, sorted how; and their menus.
#include "grid/cell_paint.h"
#include "grid/table_header.h"
#include "grid/table_view.h"
#include "theme/icons.h"
#include "theme/measure.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>

#include <algorithm>
#include <cmath>

namespace loadline {

namespace {
    constexpr int stateVersion = 1;
    constexpr int narrowest = 32, widest = 4000;
}

int TableView::columnOf(const QString& id) const
{
    for (int column = 0; table_ && column < table_->columnCount(); ++column)
        if (table_->columnId(column) == id)
            return column;
    return -1;
}

// The column a row goes by: the first one set in bold, else the first.
int TableView::nameColumn() const
{
    for (int column = 0; table_ && table_->rowCount() > 0 && column < table_->columnCount(); ++column)
        if (table_->index(0, column).data(StrongRole).toBool())
            return column;
    return 0;
}

int TableView::shownCount() const { return header_->count() - header_->hiddenSectionCount(); }

QStringList TableView::shownColumns() const
{
    QStringList ids;
    for (int place = 0; table_ && place < header_->count(); ++place)
        if (const int column = header_->logicalIndex(place); !header_->isSectionHidden(column))
            ids << table_->columnId(column);
    return ids;
}

void TableView::resetColumns()
{
    if (!table_)
        return;
    fitting_ = true;
    widthsByUser_ = false;
    for (int column = 0; column < table_->columnCount(); ++column) {
        header_->moveSection(header_->visualIndex(column), column);
        setColumnHidden(column, !table_->shownByDefault(column));
    }
    fitting_ = false;
    fitColumns();
}

// How wide a column of chips would like to be for its first rows; 0 for any other column.
int TableView::chipRoom(int column) const
{
    constexpr int looked = 40, sides = 22;
    double widest = 0;
    for (int row = 0; row < std::min(looked, table_->rowCount()); ++row) {
        const auto chips = table_->index(row, column).data(ChipsRole).value<std::vector<Chip>>();
        if (!chips.empty())
            widest = std::max(widest, chipsWidth(font(), chips) + sides);
    }
    return static_cast<int>(std::ceil(widest));
}

// As wide as the columns ask for. What is left over goes to chips that would be cut, then to all columns with words;
// a little too narrow a window takes a little from each. Once the user has set a width, widths are the user's.
void TableView::fitColumns()
{
    if (!table_ || widthsByUser_ || fitting_)
        return;
    struct Shown {
        int column, width;
        bool wordy;
    };
    std::vector<Shown> shown;
    int wanted = 0;
    for (int column = 0; column < table_->columnCount(); ++column) {
        if (isColumnHidden(column))
            continue;
        const auto align = Qt::Alignment(table_->headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).toInt());
        shown.push_back({column, scaled(table_->columnWidth(column), font()), !align.testFlag(Qt::AlignRight)});
        wanted += shown.back().width;
    }
    const int room = viewport()->width();
    int left = room - wanted;
    int wordy = 0;
    for (Shown& one : shown) {
        if (left > 0 && one.wordy) {
            const int more = std::clamp(chipRoom(one.column) - one.width, 0, left);
            one.width += more;
            left -= more;
        }
        wordy += one.wordy ? one.width : 0;
    }
    const bool shrinks = left < 0 && room >= wanted * 0.8;
    const double grow = left > 0 && wordy > 0 ? double(left) / wordy : 0.0;
    int used = 0;
    for (Shown& one : shown) {
        const double factor = shrinks ? double(room) / wanted : (one.wordy ? 1.0 + grow : 1.0);
        one.width = std::max(narrowest, static_cast<int>(one.width * factor));
        used += one.width;
    }
    if ((shrinks || grow > 0) && used < room) { // what rounding left over
        const auto last = std::find_if(shown.rbegin(), shown.rend(), [&](const Shown& one) { return shrinks || one.wordy; });
        last->width += room - used;
    }
    fitting_ = true;
    for (const Shown& one : shown)
        setColumnWidth(one.column, one.width);
    fitting_ = false;
    fitWithRows_ = table_->rowCount() > 0;
}

void TableView::showColumn(int column, bool shown)
{
    if (!shown && shownCount() <= 1)
        return;
    fitting_ = true;
    setColumnHidden(column, !shown);
    if (shown && QTableView::columnWidth(column) < narrowest)
        setColumnWidth(column, scaled(table_->columnWidth(column), font()));
    fitting_ = false;
    fitColumns();
    Q_EMIT stateChanged();
}

void TableView::sortBy(int column, bool add)
{
    if (!table_ || column < 0 || column >= table_->columnCount())
        return;
    const QString id = table_->columnId(column);
    std::vector<SortBy> by = table_->sorting();
    const auto at = std::find_if(by.begin(), by.end(), [&id](const SortBy& key) { return key.column == id; });
    if (!add) {
        const bool turn = by.size() == 1 && at != by.end();
        by = {SortBy {id, turn && !at->descending}};
    } else if (at == by.end()) {
        by.push_back({id, false});
    } else if (!at->descending) {
        at->descending = true;
    } else {
        by.erase(at);
    }
    setSorted(by);
}

void TableView::setSorted(const std::vector<SortBy>& by)
{
    table_->setSorting(by);
    header_->setSorting(by);
    Q_EMIT sortingChosen(by);
    Q_EMIT stateChanged();
}

void TableView::fillColumnMenu(QMenu* menu)
{
    if (!table_)
        return;
    for (int place = 0; place < header_->count(); ++place) {
        const int column = header_->logicalIndex(place);
        auto* action = menu->addAction(table_->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        action->setEnabled(isColumnHidden(column) || shownCount() > 1);
        connect(action, &QAction::toggled, this, [this, column](bool shown) { showColumn(column, shown); });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Reset columns")), &QAction::triggered, this, [this] {
        resetColumns();
        Q_EMIT stateChanged();
    });
}

void TableView::fillSortMenu(QMenu* menu, int column)
{
    const QString id = table_->columnId(column);
    const QString title = table_->headerData(column, Qt::Horizontal).toString();
    const auto sortAs = [this, menu](const QString& text, const std::vector<SortBy>& by) {
        connect(menu->addAction(text), &QAction::triggered, this, [this, by] { setSorted(by); });
    };
    sortAs(tr("Sort by %1, ascending").arg(title), {SortBy {id, false}});
    sortAs(tr("Sort by %1, descending").arg(title), {SortBy {id, true}});
    std::vector<SortBy> then = table_->sorting();
    std::erase_if(then, [&id](const SortBy& key) { return key.column == id; });
    if (!then.empty()) {
        then.push_back({id, false});
        sortAs(tr("Then by %1").arg(title), then);
    }
}

void TableView::showMenu(const QPoint& global, int row, int column)
{
    if (!table_)
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (row >= 0) {
        connect(menu->addAction(icon(QStringLiteral("copy")), tr("Copy rows\tCtrl+C")), &QAction::triggered, this,
            &TableView::copySelection);
        const QString cell = column >= 0 ? table_->index(row, column).data().toString() : QString();
        if (!cell.isEmpty())
            connect(menu->addAction(tr("Copy \"%1\"").arg(QFontMetrics(font()).elidedText(cell, Qt::ElideRight, 240))),
                &QAction::triggered, this, [cell] { QApplication::clipboard()->setText(cell); });
        menu->addSeparator();
        Q_EMIT rowMenuAboutToShow(menu, table_->rowId(row));
        menu->addSeparator();
    }
    if (column >= 0 && column < table_->columnCount()) {
        fillSortMenu(menu, column);
        auto* hide = menu->addAction(tr("Hide %1").arg(table_->headerData(column, Qt::Horizontal).toString()));
        hide->setEnabled(shownCount() > 1);
        connect(hide, &QAction::triggered, this, [this, column] { showColumn(column, false); });
        menu->addSeparator();
    }
    fillColumnMenu(menu->addMenu(icon(QStringLiteral("columns")), tr("Columns")));
    menu->popup(global);
}

void TableView::contextMenuEvent(QContextMenuEvent* event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    const QPoint at = byKey && index.isValid()
        ? viewport()->mapToGlobal(visualRect(index).bottomLeft())
        : event->globalPos();
    showMenu(at, index.isValid() ? index.row() : -1, index.isValid() ? index.column() : -1);
    event->accept();
}

QByteArray TableView::state() const
{
    if (!table_)
        return {};
    QJsonArray columns;
    for (int place = 0; place < header_->count(); ++place) {
        const int column = header_->logicalIndex(place);
        QJsonObject entry {{QStringLiteral("id"), table_->columnId(column)},
            {QStringLiteral("shown"), !isColumnHidden(column)}};
        if (widthsByUser_ && !isColumnHidden(column))
            entry.insert(QStringLiteral("width"), QTableView::columnWidth(column));
        columns.append(entry);
    }
    QJsonArray sorting;
    for (const SortBy& key : table_->sorting())
        sorting.append(QJsonObject {
            {QStringLiteral("column"), key.column}, {QStringLiteral("descending"), key.descending}});
    const QJsonObject whole {{QStringLiteral("version"), stateVersion}, {QStringLiteral("columns"), columns},
        {QStringLiteral("sort"), sorting}};
    return QJsonDocument(whole).toJson(QJsonDocument::Compact);
}

void TableView::restoreColumns(const QJsonArray& columns)
{
    fitting_ = true;
    int place = 0;
    for (const auto& value : columns) {
        const QJsonObject entry = value.toObject();
        const int column = columnOf(entry.value(QStringLiteral("id")).toString());
        if (column < 0 || header_->visualIndex(column) < place)
            continue; // of another version, or a second time
        header_->moveSection(header_->visualIndex(column), place++);
        setColumnHidden(column, !entry.value(QStringLiteral("shown")).toBool(true));
        if (const int width = entry.value(QStringLiteral("width")).toInt(); width > 0) {
            setColumnWidth(column, std::clamp(width, narrowest, widest));
            widthsByUser_ = true;
        }
    }
    fitting_ = false;
}

void TableView::restoreState(const QByteArray& state)
{
    const QJsonObject whole = QJsonDocument::fromJson(state).object();
    if (!table_ || whole.isEmpty())
        return;
    resetColumns();
    restoreColumns(whole.value(QStringLiteral("columns")).toArray());
    if (shownCount() == 0)
        resetColumns();
    fitColumns();
    std::vector<SortBy> by;
    for (const auto& value : whole.value(QStringLiteral("sort")).toArray()) {
        const QJsonObject entry = value.toObject();
        const QString id = entry.value(QStringLiteral("column")).toString();
        const bool twice = std::any_of(by.begin(), by.end(), [&id](const SortBy& key) { return key.column == id; });
        if (columnOf(id) >= 0 && !twice)
            by.push_back({id, entry.value(QStringLiteral("descending")).toBool()});
    }
    if (by == table_->sorting())
        return;
    table_->setSorting(by);
    header_->setSorting(by);
    Q_EMIT sortingChosen(by);
}

} // namespace loadline
