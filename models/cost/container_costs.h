// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/allocation.h"

namespace loadline {

// One container's share of what its pod costs.
struct ContainerCost {
    std::string name; // "" what the pod is charged beyond its containers: overhead, init containers, its own request
    bool sidecar = false;
    CostParts cost;
    Amounts requested, used, charged; // charged: the larger of the two, of each
    bool operator==(const ContainerCost&) const = default;
};
// In the pod's order; their costs and charged amounts add up to the pod's exactly. `metrics` may be null.
std::vector<ContainerCost> containerCosts(const PodCost& pod, const PodMetrics* metrics);

} // namespace loadline
