// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/hpa_rows.h"

#include "tables/cells.h"

#include <algorithm>

namespace loadline {

namespace {

constexpr Millis sampleEvery = Seconds {15}; // the controller's default period: nothing changes more often
constexpr std::size_t samplesKept = 240; // an hour

void sample(HpaMemory::Seen& seen, const HpaRow& row, TimePoint now)
{
    if (!seen.trend.empty() && now - seen.lastSample < sampleEvery)
        return;
    const auto missed = seen.trend.empty() ? 0 : (now - seen.lastSample) / sampleEvery - 1;
    for (auto i = std::min<Millis::rep>(missed, Millis::rep {samplesKept}); i > 0; --i)
        seen.trend.push_back(std::nullopt); // nobody looked
    seen.trend.push_back(asDouble(row.current));
    if (seen.trend.size() > samplesKept)
        seen.trend.erase(seen.trend.begin(), seen.trend.end() - static_cast<std::ptrdiff_t>(samplesKept));
    seen.lastSample = now;
}

} // namespace

void HpaMemory::note(const Rows<HpaRow>& rows, TimePoint now)
{
    std::unordered_map<std::string, std::shared_ptr<const Seen>> next;
    next.reserve(rows.size());
    for (const auto& row : rows) {
        const auto known = seen_.find(row->id);
        Seen seen;
        if (known == seen_.end()) {
            seen.state = row->kind;
            seen.since = now;
        } else {
            seen = *known->second;
            if (seen.state != row->kind) {
                seen.state = row->kind;
                seen.since = now;
                seen.fromStart = false;
            }
        }
        if (row->asked && row->current && *row->asked >= *row->current)
            seen.lastHigh = now;
        sample(seen, *row, now);
        next.emplace(row->id,
            known != seen_.end() && *known->second == seen ? known->second : std::make_shared<const Seen>(std::move(seen)));
    }
    seen_ = std::move(next);
}

const HpaMemory::Seen* HpaMemory::find(const std::string& id) const
{
    const auto at = seen_.find(id);
    return at == seen_.end() ? nullptr : at->second.get();
}

} // namespace loadline
