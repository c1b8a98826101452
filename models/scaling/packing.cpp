// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/packing.h"

#include <algorithm>
#include <numeric>

namespace loadline {

namespace {

double share(const Footprint& need, const Footprint& shape)
{
    const auto part = [](std::int64_t a, std::int64_t b) {
        return b > 0 ? static_cast<double>(a) / static_cast<double>(b) : (a > 0 ? 2.0 : 0.0);
    };
    return std::max(
        {part(need.cpuMilli, shape.cpuMilli), part(need.memory, shape.memory), part(need.gpus, shape.gpus)});
}

} // namespace

Footprint& Footprint::operator+=(const Footprint& other)
{
    cpuMilli += other.cpuMilli;
    memory += other.memory;
    gpus += other.gpus;
    pods += other.pods;
    return *this;
}

Footprint& Footprint::operator-=(const Footprint& other)
{
    cpuMilli -= other.cpuMilli;
    memory -= other.memory;
    gpus -= other.gpus;
    pods -= other.pods;
    return *this;
}

Footprint footprintOf(const Resources& requests)
{
    Footprint need;
    need.cpuMilli = requests.cpu.value_or(Quantity()).milli();
    need.memory = requests.memory.value_or(Quantity()).whole();
    for (const auto& [name, amount] : requests.others)
        if (name.ends_with("/gpu"))
            need.gpus += amount.whole();
    need.pods = 1;
    return need;
}

Footprint roomOf(const Resources& allocatable, const std::optional<Quantity>& pods)
{
    Footprint room = footprintOf(allocatable);
    room.pods = pods ? pods->whole() : 110;
    return room;
}

Packing pack(std::span<const Footprint> pods, std::span<const Footprint> existing, const Footprint& shape,
             std::size_t maxNew)
{
    Packing packing;
    packing.placed.resize(pods.size());
    std::vector<Footprint> room(existing.begin(), existing.end());
    std::vector<std::size_t> order(pods.size());
    std::iota(order.begin(), order.end(), std::size_t {0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return share(pods[a], shape) > share(pods[b], shape); });
    for (const auto pod : order) {
        const auto& need = pods[pod];
        auto at = std::find_if(room.begin(), room.end(), [&](const auto& free) { return free.fits(need); });
        if (at == room.end()) {
            if (!shape.fits(need)) {
                ++packing.unplaceable;
                continue;
            }
            if (packing.newNodes == maxNew)
                continue;
            ++packing.newNodes;
            at = room.insert(room.end(), shape);
        }
        *at -= need;
        const auto index = static_cast<std::size_t>(at - room.begin());
        packing.placed[pod] = index;
        if (index >= existing.size())
            packing.used += need;
    }
    return packing;
}

} // namespace loadline
