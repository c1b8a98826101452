// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/hpa_look.h"

#include <algorithm>

namespace loadline {

namespace {

std::ptrdiff_t known(const Spark& spark)
{
    return std::count_if(spark.begin(), spark.end(), [](const auto& value) { return value.has_value(); });
}

// The row with its history, where that knows more than looking on has seen.
std::shared_ptr<const HpaRow> withHistory(const std::shared_ptr<const HpaRow>& row, const HpaLook::Trends& trends)
{
    const auto trend = trends.find(row->id);
    if (trend == trends.end() || known(*trend->second) <= (row->trend ? known(*row->trend) : 0))
        return row;
    auto longer = std::make_shared<Spark>(*trend->second);
    if (row->current)
        longer->push_back(double(*row->current));
    auto richer = std::make_shared<HpaRow>(*row);
    richer->trend = std::move(longer);
    return richer;
}

} // namespace

Rows<HpaRow> HpaLook::look(
    const Worlds& worlds, const Preferences& preferences, const CostsPtr& costs, const std::shared_ptr<const Trends>& trends, const SizeHistoryPtr& sizes)
{
    auto rows = deriveHpas(worlds, preferences, memory_);
    TimePoint now {};
    for (const auto& world : worlds)
        now = std::max(now, world->now);
    memory_.note(rows, now, worlds, preferences);
    const bool sameTrends = std::exchange(trends_, trends) == trends;
    drawn_.lay(rows, [&](const HpaRow&) { return sameTrends; }, [&](const auto& row) { return withHistory(row, *trends); });
    addMoney(rows, worlds, preferences, costs, sizes, money_);
    return rows;
}

} // namespace loadline
