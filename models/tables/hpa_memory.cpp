// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/hpa_rows.h"

#include "tables/again.h"
#include "tables/cells.h"

#include <algorithm>

namespace loadline {

namespace {

constexpr Millis sampleEvery = Seconds {15}; // the controller's default period: nothing changes more often
constexpr std::size_t samplesKept = 240; // an hour

bool isHigh(const HpaRow& row) { return row.asked && row.current && *row.asked >= *row.current; }
bool isDue(const HpaSeen& seen, TimePoint now) { return seen.trend->empty() || now - seen.lastSample >= sampleEvery; }

void sample(HpaSeen& seen, const HpaRow& row, TimePoint now)
{
    const auto missed = seen.trend->empty() ? 0 : (now - seen.lastSample) / sampleEvery - 1;
    const auto gaps = std::size_t(std::min<Millis::rep>(missed, Millis::rep {samplesKept}));
    const auto kept = std::min(seen.trend->size(), samplesKept - std::min(gaps + 1, samplesKept));
    auto trend = std::make_shared<Spark>();
    trend->reserve(kept + gaps + 1);
    trend->assign(seen.trend->end() - std::ptrdiff_t(kept), seen.trend->end());
    trend->resize(std::min(kept + gaps, samplesKept - 1)); // nobody looked
    trend->push_back(asDouble(row.current));
    seen.trend = std::move(trend);
    seen.lastSample = now;
}

// The same again where nothing is new.
std::shared_ptr<const HpaSeen> seenAgain(const std::shared_ptr<const HpaSeen>& known, const HpaRow& row, TimePoint now, TimePoint before)
{
    if (known && known->state == row.kind && known->high == isHigh(row) && !isDue(*known, now))
        return known;
    static const auto none = std::make_shared<const Spark>();
    auto seen = known ? std::make_shared<HpaSeen>(*known) : std::make_shared<HpaSeen>(HpaSeen {row.kind, now, true, false, {}, {}, none});
    if (seen->state != row.kind) {
        seen->state = row.kind;
        seen->since = now;
        seen->fromStart = false;
    }
    if (seen->high && !isHigh(row))
        seen->lastHigh = before;
    seen->high = isHigh(row);
    if (isDue(*seen, now))
        sample(*seen, row, now);
    return seen;
}

} // namespace

void HpaMemory::note(const Rows<HpaRow>& rows, TimePoint now, const Worlds& worlds, const Preferences& preferences)
{
    std::vector<std::shared_ptr<const Seen>> next;
    next.reserve(rows.size());
    Again<HpaRow> again(rows_);
    for (const auto& row : rows) {
        const auto known = again.next() == row.get() ? again.take() : again.find(row->id);
        next.push_back(seenAgain(known == again.none ? nullptr : seen_[known], *row, now, noted_));
    }
    seen_ = std::move(next);
    rows_ = rows;
    noted_ = now;
    worlds_ = worlds;
    preferences_ = preferences;
}

const HpaMemory::Seen* HpaMemory::find(const std::string& id) const
{
    const auto at = std::find_if(rows_.begin(), rows_.end(), [&](const auto& row) { return row->id == id; });
    return at == rows_.end() ? nullptr : seen_[std::size_t(at - rows_.begin())].get();
}

const World* HpaMemory::world(const std::string& cluster, const Preferences& preferences) const
{
    const auto at = std::find_if(worlds_.begin(), worlds_.end(), [&](const auto& world) { return world->cluster == cluster; });
    return at == worlds_.end() || preferences_ != preferences ? nullptr : at->get();
}

} // namespace loadline
