// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/state.h"

namespace loadline {

// Adds a node that will be ready at `readyAt` to a pool; returns its slot.
std::size_t addNode(SimState& state, std::size_t pool, TimePoint readyAt);
// Takes an empty node away, with the DaemonSet pods on it.
void removeNode(SimState& state, std::size_t node);
// What a new node of the pool offers beside its DaemonSet pods.
Footprint emptyRoom(const SimState& state, std::size_t pool);
// "eks-cpu-pool-3ac8d2f1": the auto scaling group behind a managed node group.
std::string groupName(const SimState& state, std::size_t pool);

void touchNode(SimState& state, const SimNode& node);
void touchPool(SimState& state, std::size_t pool);

} // namespace loadline
