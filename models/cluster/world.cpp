// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/world.h"

namespace loadline {

const LiveValue* World::live(const LiveMetricKey& key) const
{
    if (!liveMetrics)
        return nullptr;
    const auto at = std::lower_bound(
        liveMetrics->begin(), liveMetrics->end(), key, [](const auto& entry, const auto& wanted) { return entry.first < wanted; });
    return at != liveMetrics->end() && at->first == key ? &at->second : nullptr;
}

bool World::serves(std::string_view groupVersion) const
{
    return apiGroups.empty() || std::binary_search(apiGroups.begin(), apiGroups.end(), groupVersion, std::less<> {});
}

} // namespace loadline
