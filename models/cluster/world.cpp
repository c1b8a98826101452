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

bool wouldHold(const World& world, KindId kind, std::string_view ns)
{
    const auto& state = world.state(kind);
    const auto has = [ns](const std::vector<std::string>& names) {
        return std::find(names.begin(), names.end(), ns) != names.end();
    };
    if (!state.complete() || has(state.refusedNamespaces))
        return false;
    return state.namespaces.empty() || has(state.namespaces);
}

} // namespace loadline
