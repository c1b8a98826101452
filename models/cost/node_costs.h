// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/allocation.h"

namespace loadline {

// Every node of the World with its price in parts, nothing shared out yet (idle is all of it).
std::vector<NodeCost> nodeCosts(const World& world, const PriceBook& book, const Terms& terms, const std::string& poolLabel);

// Shares out one node's price to the pods on it, by what each is charged for: sets their costs (zero before) and the
// node's idle.
void shareOut(NodeCost& node, std::span<const Amounts> charged, std::span<CostParts> costs);

} // namespace loadline
