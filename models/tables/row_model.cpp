// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/row_model.h"

#include <string_view>
#include <unordered_map>

namespace loadline {

namespace {

using Runs = std::vector<std::pair<int, int>>;

void extend(Runs& runs, int position)
{
    if (!runs.empty() && runs.back().second + 1 == position)
        runs.back().second = position;
    else
        runs.emplace_back(position, position);
}

// Where each new row stood before; -1: it is new. Nearly always rows stay where they were, which needs no hashing.
// An id that comes twice (never, if ids are unique) counts as new the second time.
std::vector<int> oldPositions(const std::vector<const std::string*>& before, const std::vector<const std::string*>& after)
{
    std::vector<int> from(after.size(), -1);
    std::size_t same = 0;
    while (same < before.size() && same < after.size() && *before[same] == *after[same]) {
        from[same] = static_cast<int>(same);
        ++same;
    }
    if (same == before.size() && same == after.size())
        return from;
    std::unordered_map<std::string_view, int> places;
    places.reserve(before.size() - same);
    for (std::size_t i = same; i < before.size(); ++i)
        places.emplace(*before[i], static_cast<int>(i));
    for (std::size_t i = same; i < after.size(); ++i) {
        if (const auto place = places.find(*after[i]); place != places.end()) {
            from[i] = place->second;
            places.erase(place);
        }
    }
    return from;
}

} // namespace

std::vector<std::pair<int, int>> TableModel::fewRuns(std::vector<std::pair<int, int>> runs)
{
    if (runs.size() > mostRuns)
        runs = {{runs.front().first, runs.back().second}};
    return runs;
}

std::vector<int> TableModel::ranks(const std::vector<int>& values)
{
    auto sorted = values;
    std::sort(sorted.begin(), sorted.end());
    std::vector<int> ranks;
    ranks.reserve(values.size());
    for (const int value : values)
        ranks.push_back(static_cast<int>(std::lower_bound(sorted.begin(), sorted.end(), value) - sorted.begin()));
    return ranks;
}

QVariant TableModel::alignmentOf(Align align)
{
    const auto horizontal = align == Align::Right ? Qt::AlignRight
        : align == Align::Centre                  ? Qt::AlignHCenter
                                                  : Qt::AlignLeft;
    return QVariant::fromValue(Qt::Alignment(horizontal | Qt::AlignVCenter));
}

void TableModel::setSorting(std::vector<SortBy> by)
{
    if (sorting_ == by)
        return;
    sorting_ = std::move(by);
    if (columnCount() > 0)
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

void TableModel::sort(int column, Qt::SortOrder order)
{
    if (column >= 0 && column < columnCount())
        Q_EMIT sortingWanted(columnId(column), order == Qt::DescendingOrder);
}

TableModel::Change TableModel::diff(const std::vector<const std::string*>& before,
    const std::vector<const std::string*>& after, const std::function<bool(int oldPosition, int newPosition)>& same)
{
    Change change;
    const auto from = oldPositions(before, after);
    std::vector<bool> stays(before.size(), false);
    for (std::size_t i = 0; i < from.size(); ++i) {
        const int position = static_cast<int>(i);
        if (from[i] < 0) {
            extend(change.inserted, position);
            continue;
        }
        stays[static_cast<std::size_t>(from[i])] = true;
        change.survivors.push_back(from[i]);
        if (!same(from[i], position))
            extend(change.changed, position);
    }
    for (std::size_t i = 0; i < stays.size(); ++i)
        if (!stays[i])
            extend(change.removed, static_cast<int>(i));
    return change;
}

} // namespace loadline
