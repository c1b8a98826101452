// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/pods.h"

#include "cluster/owner.h"

#include <algorithm>

namespace loadline {

TroubledPods podsOf(const LintScope& scope, bool (*wanted)(const Pod& pod, TimePoint now))
{
    TroubledPods found;
    std::unordered_map<const ScaleTarget*, std::size_t> places;
    const World& world = scope.world();
    for (const Pod& pod : world.all<Pod>()) {
        if (pod.meta.deleting || !wanted(pod, world.now))
            continue;
        const auto above = workloadAbove(world, pod.meta.ns.str(), pod.meta.owner);
        const auto* target = scope.target(pod.meta.ns.str(), above.kind.str(), above.name.str());
        if (!target || !target->workload || !scope.isJudged(*target->workload))
            continue;
        const auto [place, isNew] = places.emplace(target, found.size());
        if (isNew)
            found.push_back({target, {}});
        found[place->second].second.push_back(&pod);
    }
    return found;
}

bool restarts(const Pod& pod)
{
    constexpr std::int32_t often = 3;
    const auto& trouble = pod.trouble.str();
    return pod.restarts >= often && (pod.oomKilled || trouble.starts_with("CrashLoopBackOff") || trouble.starts_with("OOMKilled"));
}

Millis longest(const std::vector<const Pod*>& pods, TimePoint now)
{
    Millis most {0};
    for (const auto* pod : pods)
        most = std::max(most, now - pod->meta.created);
    return most;
}

} // namespace loadline
