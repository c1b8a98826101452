// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The bodies of RowModel<Row>; row_model.h includes this file.
#include "tables/row_model.h"

namespace loadline {

template <class Row>
void RowModel<Row>::setRows(Rows<Row> rows)
{
    const auto idsOf = [](const Rows<Row>& from) {
        std::vector<const std::string*> ids;
        ids.reserve(from.size());
        for (const auto& row : from)
            ids.push_back(&row->id);
        return ids;
    };
    const Change change = diff(idsOf(rows_), idsOf(rows), [&](int before, int after) {
        const auto& a = rows_[static_cast<std::size_t>(before)];
        const auto& b = rows[static_cast<std::size_t>(after)];
        return a == b || *a == *b;
    });
    const bool scattered = change.removed.size() + change.inserted.size() > mostRuns;
    if (scattered)
        relayout(change, rows);
    else
        step(change, rows);
    rows_ = std::move(rows);
    for (const auto& [first, last] : fewRuns(change.changed))
        Q_EMIT dataChanged(index(first, 0), index(last, columnCount() - 1));
}

// Run by run, for the usual change of a few rows: removes from the back, one move of what stays, inserts.
template <class Row>
void RowModel<Row>::step(const Change& change, const Rows<Row>& rows)
{
    for (auto run = change.removed.rbegin(); run != change.removed.rend(); ++run) {
        beginRemoveRows({}, run->first, run->second);
        rows_.erase(rows_.begin() + run->first, rows_.begin() + run->second + 1);
        endRemoveRows();
    }
    reorder(ranks(change.survivors));
    for (const auto& [first, last] : change.inserted) {
        beginInsertRows({}, first, last);
        rows_.insert(rows_.begin() + first, rows.begin() + first, rows.begin() + last + 1);
        endInsertRows();
    }
}

// For scattered changes, in at most four signals: what goes is moved behind what stays and removed as one run, what
// comes is appended as one run and moved to its places. (Rows that come or go within a layoutChanged would be less,
// but Qt does not promise views that it works.)
template <class Row>
void RowModel<Row>::relayout(const Change& change, const Rows<Row>& rows)
{
    const auto stay = static_cast<int>(change.survivors.size());
    const auto before = static_cast<int>(rows_.size());
    const auto after = static_cast<int>(rows.size());
    std::vector<int> order;
    if (stay < before) {
        order = change.survivors;
        for (const auto& [first, last] : change.removed)
            for (int i = first; i <= last; ++i)
                order.push_back(i);
        reorder(order);
        beginRemoveRows({}, stay, before - 1);
        rows_.resize(static_cast<std::size_t>(stay));
        endRemoveRows();
    } else {
        reorder(change.survivors);
    }
    if (stay == after)
        return;
    order.clear();
    beginInsertRows({}, stay, after - 1);
    int survivor = 0;
    int inserted = stay;
    auto run = change.inserted.begin();
    for (int i = 0; i < after; ++i) {
        if (run != change.inserted.end() && i > run->second)
            ++run;
        const bool isNew = run != change.inserted.end() && i >= run->first;
        if (isNew)
            rows_.push_back(rows[static_cast<std::size_t>(i)]);
        order.push_back(isNew ? inserted++ : survivor++);
    }
    endInsertRows();
    reorder(order);
}

// order[new position] = old position, of all rows.
template <class Row>
void RowModel<Row>::reorder(const std::vector<int>& order)
{
    if (std::is_sorted(order.begin(), order.end()))
        return;
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    std::vector<int> newPosition(order.size());
    Rows<Row> moved;
    moved.reserve(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        newPosition[static_cast<std::size_t>(order[i])] = static_cast<int>(i);
        moved.push_back(std::move(rows_[static_cast<std::size_t>(order[i])]));
    }
    rows_ = std::move(moved);
    const QModelIndexList from = persistentIndexList();
    QModelIndexList to;
    to.reserve(from.size());
    for (const auto& old : from)
        to << index(newPosition[static_cast<std::size_t>(old.row())], old.column());
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

template <class Row>
QVariant RowModel<Row>::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount())
        return {};
    const auto& column = columns_[static_cast<std::size_t>(index.column())];
    const Row& row = *rows_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return column.text(row);
    case Qt::AccessibleTextRole:
        return QString(column.title + QStringLiteral(": ") + column.text(row));
    case Qt::ToolTipRole:
        return column.tip ? column.tip(row) : column.help;
    case Qt::TextAlignmentRole:
        return alignmentOf(column.align);
    case ToneRole:
        return static_cast<int>(column.tone ? column.tone(row) : Tone::Normal);
    case BarRole:
        return column.bar ? asVariant(column.bar(row)) : QVariant();
    case ScaleRole:
        return column.scale ? asVariant(column.scale(row)) : QVariant();
    case BriefRole:
        return column.brief ? column.brief(row) : column.text(row);
    case ChipsRole:
        return column.chips ? QVariant::fromValue(column.chips(row)) : QVariant();
    case SparkRole:
        return column.spark ? QVariant::fromValue(column.spark(row)) : QVariant();
    case StrongRole:
        return column.strong;
    case RowIdRole:
        return QString::fromStdString(row.id);
    default:
        return {};
    }
}

template <class Row>
QVariant RowModel<Row>::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const auto& column = columns_[static_cast<std::size_t>(section)];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return column.title;
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        return column.help;
    case Qt::TextAlignmentRole:
        return alignmentOf(column.align);
    default:
        return {};
    }
}

template <class Row>
QString RowModel<Row>::rowId(int row) const
{
    const bool here = row >= 0 && row < rowCount();
    return here ? QString::fromStdString(rows_[static_cast<std::size_t>(row)]->id) : QString();
}

template <class Row>
int RowModel<Row>::rowOf(const QString& id) const
{
    const auto wanted = id.toStdString();
    const auto at = std::find_if(rows_.begin(), rows_.end(), [&](const auto& row) { return row->id == wanted; });
    return at == rows_.end() ? -1 : static_cast<int>(at - rows_.begin());
}

} // namespace loadline
