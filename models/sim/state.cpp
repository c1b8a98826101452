// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/state.h"

#include <algorithm>

namespace loadline {

namespace {

constexpr Seconds eventLife {3600};
// The event recorder lets an object repeat itself about once in five minutes after its first burst.
constexpr Seconds eventRepeat {300};
constexpr std::int64_t eventBurst = 25;

std::string hexOf(TimePoint at, std::uint64_t salt)
{
    static constexpr std::string_view digits = "0123456789abcdef";
    auto value = static_cast<std::uint64_t>(at.time_since_epoch().count()) * 1'000'000 + salt % 1'000'000;
    std::string text(16, '0');
    for (auto it = text.rbegin(); it != text.rend(); ++it, value >>= 4)
        *it = digits[value & 0xf];
    return text;
}

bool sameEvent(const Event& event, const ObjectRef& about, std::string_view ns, std::string_view reason,
    const std::string& message)
{
    return event.reason == reason && event.about == about && event.message == message && event.meta.ns == ns;
}

} // namespace

void SimState::touchWorkload(std::size_t index)
{
    if (!journal)
        return;
    const auto& workload = plan->workloads[index];
    switch (workload.kind) {
    case SimKind::Deployment:
        touch(KindId::Deployment, workload.ns, workload.name);
        touch(KindId::ReplicaSet, workload.ns, replicaSetName(workload, workloads[index]));
        break;
    case SimKind::StatefulSet:
        touch(KindId::StatefulSet, workload.ns, workload.name);
        break;
    case SimKind::DaemonSet:
    case SimKind::Job:
        break;
    }
}

std::string replicaSetName(const WorkloadPlan& plan, const SimWorkload& workload)
{
    return plan.name + "-" + workload.hash;
}

std::size_t shapeFor(SimWorkload& workload, std::vector<SimShape::Sizes> containers)
{
    SimShape shape;
    shape.containers = std::move(containers);
    for (const auto& sizes : shape.containers)
        shape.need += footprintOf(sizes.requests);
    shape.need.pods = 1;
    const auto at = std::find(workload.shapes.begin(), workload.shapes.end(), shape);
    if (at != workload.shapes.end())
        return static_cast<std::size_t>(at - workload.shapes.begin());
    workload.shapes.push_back(std::move(shape));
    return workload.shapes.size() - 1;
}

TimePoint createdLongAgo(const SimState& state, std::string_view name)
{
    const auto hash = mixed(state.seed, hashOf(name));
    // On a fixed day before the run, so that it does not move as runs begin at other times.
    constexpr Seconds day {86400};
    const auto year = std::chrono::floor<std::chrono::days>(state.born) - day * 40;
    return year - day * static_cast<std::int64_t>(hash % 160) + Seconds(static_cast<std::int64_t>(mixed(hash) % 36000));
}

void record(SimState& state, ObjectRef about, std::string_view ns, bool warning, std::string_view reason,
    std::string message, std::string_view source)
{
    if (!state.told)
        return;
    for (auto& event : state.events) {
        if (!sameEvent(event, about, ns, reason, message))
            continue;
        if (event.count >= eventBurst && event.last + eventRepeat > state.now)
            return;
        ++event.count;
        event.last = state.now;
        state.touch(KindId::Event, event.meta);
        return;
    }
    Event event;
    event.meta.ns = Text(ns.empty() ? std::string("default") : std::string(ns));
    event.meta.name = about.name + "." + hexOf(state.now, hashOf(reason) ^ hashOf(message));
    event.meta.created = state.now;
    event.about = std::move(about);
    event.type = Text(std::string(warning ? "Warning" : "Normal"));
    event.reason = Text(std::string(reason));
    event.message = std::move(message);
    event.source = Text(std::string(source));
    event.first = event.last = state.now;
    state.touch(KindId::Event, event.meta);
    state.events.push_back(std::move(event));
}

void expireEvents(SimState& state)
{
    const auto old = [&](const Event& event) { return event.last + eventLife < state.now; };
    if (std::none_of(state.events.begin(), state.events.end(), old))
        return;
    for (const auto& event : state.events)
        if (old(event))
            state.touch(KindId::Event, event.meta, true);
    std::erase_if(state.events, old);
}

} // namespace loadline
