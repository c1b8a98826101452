// SPDX-License-Identifier: GPL-3.0-or-later
// The columns of a TableView: which, where, sorted how; and their menus. How wide is in column_widths.cpp.
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

namespace loadline {

namespace {
    constexpr int stateVersion = 1;
    constexpr int widest = 4000;
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

bool TableView::isChosen(int column) const { return !isColumnHidden(column) || gaveWay_.contains(column); }

int TableView::shownCount() const
{
    return header_->count() - header_->hiddenSectionCount() + static_cast<int>(gaveWay_.size());
}

QStringList TableView::shownColumns() const
{
    QStringList ids;
    for (int place = 0; table_ && place < header_->count(); ++place)
        if (const int column = header_->logicalIndex(place); isChosen(column))
            ids << table_->columnId(column);
    return ids;
}

void TableView::resetColumns()
{
    if (!table_)
        return;
    fitting_ = true;
    widthsByUser_ = false;
    gaveWay_.clear();
    insisted_.clear();
    for (int column = 0; column < table_->columnCount(); ++column) {
        header_->moveSection(header_->visualIndex(column), column);
        setColumnHidden(column, !table_->shownByDefault(column));
    }
    fitting_ = false;
    fitColumns();
}

void TableView::showColumn(int column, bool shown)
{
    if (!shown && shownCount() <= 1)
        return;
    fitting_ = true;
    gaveWay_.remove(column);
    if (shown)
        insisted_.insert(column);
    else
        insisted_.remove(column);
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
        const QString title = table_->headerData(column, Qt::Horizontal).toString();
        auto* action = menu->addAction(gaveWay_.contains(column) ? tr("%1 (no room now)").arg(title) : title);
        action->setCheckable(true);
        action->setChecked(isChosen(column));
        action->setEnabled(!isChosen(column) || shownCount() > 1);
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
            connect(menu->addAction(tr("Copy “%1”").arg(QFontMetrics(font()).elidedText(cell, Qt::ElideRight, 240))),
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
            {QStringLiteral("shown"), isChosen(column)}};
        if (insisted_.contains(column))
            entry.insert(QStringLiteral("always"), true);
        // Left alone by the user: it follows the table, as the column of clusters comes with the second of them.
        if (isChosen(column) == table_->shownByDefault(column))
            entry.insert(QStringLiteral("usual"), true);
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
    std::vector<int> withoutWidth;
    int place = 0;
    for (const auto& value : columns) {
        const QJsonObject entry = value.toObject();
        const int column = columnOf(entry.value(QStringLiteral("id")).toString());
        if (column < 0 || header_->visualIndex(column) < place)
            continue; // of another version, or a second time
        header_->moveSection(header_->visualIndex(column), place++);
        const bool shown = entry.value(QStringLiteral("usual")).toBool() ? table_->shownByDefault(column)
                                                                         : entry.value(QStringLiteral("shown")).toBool(true);
        setColumnHidden(column, !shown);
        if (shown && entry.value(QStringLiteral("always")).toBool())
            insisted_.insert(column);
        if (const int width = entry.value(QStringLiteral("width")).toInt(); width > 0) {
            setColumnWidth(column, std::clamp(width, narrowest, widest));
            widthsByUser_ = true;
        } else if (shown) {
            withoutWidth.push_back(column);
        }
    }
    if (widthsByUser_) { // they had no room when the others got their widths
        for (const int column : withoutWidth) {
            setColumnHidden(column, true);
            gaveWay_.insert(column);
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
