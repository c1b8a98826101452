// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/baseline_editor.h"
#include "tables/cells.h"

#include <array>

namespace loadline {

PoolCountsModel::PoolCountsModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void PoolCountsModel::setLines(std::vector<Line> lines)
{
    if (lines == lines_)
        return;
    if (lines.size() == lines_.size() && !lines.empty()) { // what is being written in stays open
        lines_ = std::move(lines);
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
        return;
    }
    beginResetModel();
    lines_ = std::move(lines);
    endResetModel();
}

std::vector<BaselinePool> PoolCountsModel::pools() const
{
    std::vector<BaselinePool> pools;
    for (const Line& line : lines_)
        if (line.count)
            pools.push_back({line.pool, *line.count, line.price});
    return pools;
}

int PoolCountsModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(lines_.size()); }

int PoolCountsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(Columns); }

QVariant PoolCountsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((index.column() == Pool ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole)
        return headerData(index.column(), Qt::Horizontal, role);
    if (role != Qt::DisplayRole && role != Qt::EditRole)
        return {};
    const Line& line = lines_[std::size_t(index.row())];
    const bool shown = role == Qt::DisplayRole;
    switch (index.column()) {
    case Pool:
        return line.pool.empty() ? tr("no pool label") : qtext(line.pool);
    case Now:
        return integer(line.now);
    case Most:
        return line.most ? integer(line.most) : QStringLiteral("–");
    case Count:
        return line.count ? QString::number(*line.count) : shown ? tr("left out") : QString();
    default:
        return line.price ? qtext(line.price->decimal()) : shown ? tr("its machines' price") : QString();
    }
}

QVariant PoolCountsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= Columns)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Pool ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    static const std::array<std::pair<const char*, const char*>, Columns> words {{
        {QT_TR_NOOP("Pool"), QT_TR_NOOP("The node pool, by its label.")},
        {QT_TR_NOOP("Nodes now"), QT_TR_NOOP("That run now.")},
        {QT_TR_NOOP("At most"), QT_TR_NOOP("The pool's own maximum, where something tells it.")},
        {QT_TR_NOOP("Always on"), QT_TR_NOOP("Nodes that would always have run. Empty: the baseline does not name the pool, and it stands on both sides as it ran.")},
        {QT_TR_NOOP("USD a node-hour"), QT_TR_NOOP("What one of them would have cost. Empty: what the pool's most used machine costs on demand.")},
    }};
    const auto& [title, help] = words[std::size_t(section)];
    return role == Qt::DisplayRole ? tr(title) : role == Qt::ToolTipRole ? tr(help) : QVariant();
}

Qt::ItemFlags PoolCountsModel::flags(const QModelIndex& index) const
{
    const auto flags = QAbstractTableModel::flags(index);
    return index.isValid() && (index.column() == Count || index.column() == Price) ? flags | Qt::ItemIsEditable : flags;
}

bool PoolCountsModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole || !index.isValid() || index.row() >= rowCount() || !(flags(index) & Qt::ItemIsEditable))
        return false;
    Line& line = lines_[std::size_t(index.row())];
    const Line before = line;
    const QString text = value.toString().trimmed();
    if (index.column() == Count) {
        bool whole = false;
        const qlonglong count = text.toLongLong(&whole);
        if (!text.isEmpty() && (!whole || count < 0 || count > 1'000'000)) {
            Q_EMIT refused(tr("\u201c%1\u201d is no number of nodes.").arg(text));
            return false;
        }
        line.count = text.isEmpty() ? std::nullopt : std::optional<std::int64_t>(count);
    } else {
        const auto amount = Money::parse(text.toStdString());
        if (!text.isEmpty() && (!amount || amount->negative())) {
            Q_EMIT refused(tr("\u201c%1\u201d is no price: write US dollars an hour with a decimal point, not below zero.").arg(text));
            return false;
        }
        line.price = text.isEmpty() ? std::nullopt : std::optional(*amount);
    }
    if (line == before)
        return true;
    Q_EMIT dataChanged(this->index(index.row(), 0), this->index(index.row(), Columns - 1));
    Q_EMIT edited();
    return true;
}

} // namespace loadline
