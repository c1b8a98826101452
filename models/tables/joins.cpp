// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/joins.h"

#include <algorithm>

namespace loadline {

namespace {

std::string keyOf(std::string_view ns, std::string_view kind, std::string_view name)
{
    std::string key;
    key.reserve(ns.size() + kind.size() + name.size() + 2);
    key.append(ns).append(1, '/').append(kind).append(1, '/').append(name);
    return key;
}

template <class T>
Target findIn(const World& world, std::string_view ns, const ObjectRef& ref)
{
    const auto* workload = world.find<T>(ns, ref.name);
    return {workload, !workload && wouldHold(world, T::id, ns)};
}

std::string workloadKey(const World& world, const std::string& ns, const Owner& owner)
{
    const Owner above = workloadAbove(world, ns, owner);
    return keyOf(ns, above.kind.str(), above.name.str());
}

bool finished(const Pod& pod)
{
    return pod.phase == PodPhase::Succeeded || pod.phase == PodPhase::Failed || pod.meta.deleting.has_value();
}

} // namespace

Target findTarget(const World& world, std::string_view ns, const ObjectRef& ref)
{
    const bool apps = ref.apiVersion.empty() || ref.apiVersion.starts_with("apps/");
    if (apps && ref.kind == "Deployment")
        return findIn<Deployment>(world, ns, ref);
    if (apps && ref.kind == "StatefulSet")
        return findIn<StatefulSet>(world, ns, ref);
    if (apps && ref.kind == "ReplicaSet")
        return findIn<ReplicaSet>(world, ns, ref);
    return {};
}

PodsByWorkload::PodsByWorkload(const World& world)
    : known_(world.state(KindId::Pod).complete())
{
    const auto pods = world.all<Pod>();
    const auto metrics = world.all<PodMetrics>();
    // Both tables are sorted by (namespace, name), so they are walked side by side.
    std::size_t reading = 0;
    const auto metricsOf = [&](const Pod& pod) -> const PodMetrics* {
        const auto behind = [&](const PodMetrics& m) {
            const int ns = m.meta.ns.str().compare(pod.meta.ns.str());
            return ns != 0 ? ns < 0 : m.meta.name < pod.meta.name;
        };
        while (reading < metrics.size() && behind(metrics[reading]))
            ++reading;
        const bool match = reading < metrics.size() && metrics[reading].meta.name == pod.meta.name
            && metrics[reading].meta.ns == pod.meta.ns;
        return match ? &metrics[reading] : nullptr;
    };
    const Pod* last = nullptr;
    std::vector<Member>* lastMembers = nullptr;
    for (const auto& pod : pods) {
        const auto* usage = metricsOf(pod);
        if (pod.meta.owner.name.empty() || finished(pod))
            continue;
        // Pods of one owner stand together: only the first asks who that is.
        if (!last || last->meta.owner != pod.meta.owner || last->meta.ns != pod.meta.ns)
            lastMembers = &members_[workloadKey(world, pod.meta.ns.str(), pod.meta.owner)];
        last = &pod;
        lastMembers->push_back({&pod, usage});
    }
}

std::span<const PodsByWorkload::Member> PodsByWorkload::podsOf(std::string_view ns, const ObjectRef& workload) const
{
    const auto at = members_.find(keyOf(ns, workload.kind, workload.name));
    return at == members_.end() ? std::span<const Member>() : std::span<const Member>(at->second);
}

TimePoint RecentEvents::endOf(const Event& event)
{
    // What fails is written again with every look; an older event tells of what was mended since.
    return event.last + std::chrono::minutes {5};
}

RecentEvents::RecentEvents(const World& world, std::string_view kind, bool (*wanted)(const Event& event))
{
    for (const auto& event : world.all<Event>())
        if (event.about.kind == kind && world.now < endOf(event) && wanted(event))
            events_[keyOf(event.meta.ns.str(), {}, event.about.name)].push_back(&event);
    for (auto& [about, events] : events_)
        std::stable_sort(events.begin(), events.end(), [](const auto* a, const auto* b) { return a->last > b->last; });
}

std::span<const Event* const> RecentEvents::of(const Meta& about) const
{
    const auto at = events_.find(keyOf(about.ns.str(), {}, about.name));
    return at == events_.end() ? std::span<const Event* const>() : std::span<const Event* const>(at->second);
}

} // namespace loadline
