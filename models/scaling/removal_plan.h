// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/removal.h"

namespace loadline {

// A pod that has to find another node before its own can go.
struct PodPlan {
    const Pod* pod = nullptr;
    Footprint need;
    bool keepsZone = false;
};
struct NodePlan {
    NodeVerdict verdict; // holds a reason where one is known before any packing
    std::string zone;
    Footprint size, room; // room may be negative: nodes are overcommitted at times
    std::vector<PodPlan> pods; // those that would move
    bool leaving = false;
};

// Empties nodes of one pool that nothing holds, the least used first, and writes the verdicts of all that stay.
void emptyPool(std::vector<NodePlan*>& nodes, std::int64_t minimum);

} // namespace loadline
