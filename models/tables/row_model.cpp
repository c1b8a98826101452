// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/row_model.h"

#include <bit>
#include <functional>
#include <numeric>
#include <utility>

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

// Finds rows by id: a table of positions with open addressing, for a hash map's node for every row costs more than all
// the rest of a diff. An id that comes twice is found at its first place.
class Places {
public:
    Places(const std::vector<const std::string*>& ids, std::size_t first)
        : ids_(ids)
        , mask_(std::bit_ceil((ids.size() - first) * 2 + 1) - 1)
        , slots_(mask_ + 1)
    {
        for (std::size_t i = first; i < ids.size(); ++i) {
            Slot& slot = slotOf(*ids[i]);
            if (slot.position < 0)
                slot = {std::hash<std::string> {}(*ids[i]), static_cast<int>(i)};
        }
    }
    // The position, once: -1 when there is none or it was taken already.
    int take(const std::string& id)
    {
        Slot& slot = slotOf(id);
        return slot.position < 0 ? -1 : std::exchange(slot.taken, true) ? -1 : slot.position;
    }

private:
    struct Slot {
        std::size_t hash = 0;
        int position = -1;
        bool taken = false;
    };
    Slot& slotOf(const std::string& id)
    {
        const auto hash = std::hash<std::string> {}(id);
        for (auto at = hash & mask_;; at = (at + 1) & mask_) {
            Slot& slot = slots_[at];
            if (slot.position < 0 || (slot.hash == hash && *ids_[static_cast<std::size_t>(slot.position)] == id))
                return slot;
        }
    }
    const std::vector<const std::string*>& ids_;
    std::size_t mask_;
    std::vector<Slot> slots_;
};

// Where each new row stood before; -1: it is new. Nearly always rows stay where they were, which needs no hashing.
// An id that comes twice (never, if ids are unique) counts as new the second time.
std::vector<int> oldPositions(const std::vector<const std::string*>& before, const std::vector<const std::string*>& after)
{
    std::vector<int> from(after.size(), -1);
    std::size_t same = 0;
    const auto alike = [&](std::size_t at) { return before[at] == after[at] || *before[at] == *after[at]; };
    while (same < before.size() && same < after.size() && alike(same)) {
        from[same] = static_cast<int>(same);
        ++same;
    }
    if (same == before.size() && same == after.size())
        return from;
    Places places(before, same);
    for (std::size_t i = same; i < after.size(); ++i)
        from[i] = places.take(*after[i]);
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
    if (values.empty())
        return {};
    std::vector<int> ranks(static_cast<std::size_t>(*std::max_element(values.begin(), values.end())) + 1, 0);
    for (const int value : values)
        ranks[static_cast<std::size_t>(value)] = 1;
    std::exclusive_scan(ranks.begin(), ranks.end(), ranks.begin(), 0);
    std::vector<int> result;
    result.reserve(values.size());
    for (const int value : values)
        result.push_back(ranks[static_cast<std::size_t>(value)]);
    return result;
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
