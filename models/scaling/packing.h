// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/pod.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace loadline {

// Room of a node or need of a pod, in the units the scheduler counts.
struct Footprint {
    std::int64_t cpuMilli = 0;
    std::int64_t memory = 0; // bytes
    std::int64_t gpus = 0; // any vendor's
    std::int64_t pods = 0; // 1 for a pod
    [[nodiscard]] bool fits(const Footprint& need) const
    {
        return need.cpuMilli <= cpuMilli && need.memory <= memory && need.gpus <= gpus && need.pods <= pods;
    }
    Footprint& operator+=(const Footprint& other);
    Footprint& operator-=(const Footprint& other);
    bool operator==(const Footprint&) const = default;
};
// A pod's requests as one footprint; what is not requested is 0.
Footprint footprintOf(const Resources& requests);
// Allocatable room; `pods` 110 where the node does not say.
Footprint roomOf(const Resources& allocatable, const std::optional<Quantity>& pods);

struct Packing {
    std::size_t newNodes = 0;
    // Where each pod went: below `existing.size()` an existing node, from there on a new one; absent: it fits on none.
    std::vector<std::optional<std::size_t>> placed; // one per pod, in their order
    std::size_t unplaceable = 0; // larger than an empty node of the shape
    Footprint used; // on the new nodes
};
// First fit decreasing: the largest pods first (by their largest share of the shape), into the free room of existing
// nodes, then into as few new nodes of `shape` as that rule finds, at most `maxNew`. Deterministic.
Packing pack(std::span<const Footprint> pods, std::span<const Footprint> existing, const Footprint& shape,
             std::size_t maxNew);

} // namespace loadline
