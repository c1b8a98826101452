// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/scope.h"

#include <algorithm>

namespace loadline {

namespace {

void add(std::optional<Quantity>& sum, const std::optional<Quantity>& more)
{
    if (more)
        sum = sum.value_or(Quantity()) + *more;
}

void add(Resources& sum, const Resources& more, std::int64_t times = 1)
{
    if (more.cpu)
        add(sum.cpu, *more.cpu * times);
    if (more.memory)
        add(sum.memory, *more.memory * times);
    for (const auto& [name, quantity] : more.others)
        sum.set(name, sum.get(name).value_or(Quantity()) + quantity * times);
}

void raise(Resources& largest, const Resources& one)
{
    if (one.cpu && (!largest.cpu || *largest.cpu < *one.cpu))
        largest.cpu = one.cpu;
    if (one.memory && (!largest.memory || *largest.memory < *one.memory))
        largest.memory = one.memory;
    for (const auto& [name, quantity] : one.others)
        if (const auto known = largest.get(name); !known || *known < quantity)
            largest.set(name, quantity);
}

// How many nodes cluster-autoscaler may still add; nullopt where a group does not tell.
std::optional<std::int64_t> nodesToCome(const World& world)
{
    std::int64_t count = 0;
    for (const auto& status : world.all<AutoscalerStatus>()) {
        for (const auto& group : status.groups) {
            if (!group.maxSize)
                return std::nullopt;
            count += std::max<std::int64_t>(0, *group.maxSize - group.ready.value_or(group.registered.value_or(0)));
        }
    }
    return count;
}

bool grown(const World& world)
{
    return !world.all<NodePool>().empty() || !world.all<AutoscalerStatus>().empty();
}

} // namespace

// An upper bound: what exceeds it cannot fit, what stays below may still not. Karpenter pools count with their limits,
// cluster-autoscaler's groups with their largest size in nodes as large as the largest there is.
RoomAtMost roomAtMost(const World& world)
{
    RoomAtMost room;
    const auto nodes = world.all<Node>();
    if (!world.state(KindId::Node).complete() || nodes.empty())
        return room;
    bool managed = false;
    for (const auto& node : nodes) {
        const auto identity = identify(node);
        managed = managed || !identity.manager.empty();
        raise(room.largest, node.allocatable);
        if (identity.manager != "Karpenter" || world.all<NodePool>().empty())
            add(room.most, node.allocatable);
    }
    const auto more = nodesToCome(world);
    // Managed pools grow by rules that no API of the cluster tells.
    room.known = more.has_value() && (grown(world) || !managed);
    add(room.most, room.largest, more.value_or(0));
    bool cpuOpen = false, memoryOpen = false; // a pool without that limit
    for (const auto& pool : world.all<NodePool>()) {
        room.known = room.known && (pool.limits.cpu || pool.limits.memory);
        cpuOpen = cpuOpen || !pool.limits.cpu;
        memoryOpen = memoryOpen || !pool.limits.memory;
        add(room.most.cpu, pool.limits.cpu);
        add(room.most.memory, pool.limits.memory);
    }
    if (cpuOpen)
        room.most.cpu.reset();
    if (memoryOpen)
        room.most.memory.reset();
    for (const auto& pod : world.all<Pod>())
        if (pod.shape && !pod.node.empty() && pod.phase != PodPhase::Succeeded && pod.phase != PodPhase::Failed)
            add(room.used, requestsOf(*pod.shape));
    return room;
}

} // namespace loadline
