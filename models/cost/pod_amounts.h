// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/allocation.h"

#include <unordered_map>

namespace loadline {

// What pods ask for and use, as their share of a machine is reckoned: of each resource max(request, usage) summed over
// the containers, at least what the scheduler keeps for the pod (pod-level requests, the peak of init containers), and
// the runtime's overhead on top. Huge pages count as memory, GPUs in slices; what else a pod asks for has no price.
class PodAmounts {
public:
    struct Sums {
        Amounts requested, used, charged;
    };
    // `metrics` may be null: then the request alone counts.
    Sums of(const Pod& pod, const PodMetrics* metrics);
    Amounts requestedBy(const PodShape& shape);

private:
    struct Shape {
        Amounts requested; // what the scheduler keeps, with overhead
        Amounts reserved; // the same without overhead
        Amounts overhead;
        std::vector<std::pair<std::string_view, Amounts>> containers;
    };
    const Shape& shapeOf(const PodShape& shape);
    std::unordered_map<const PodShape*, Shape> shapes_; // pods of a ReplicaSet share one
};

// What kube-state-metrics counts of a pod, the sum over its containers: it tells of init containers and sidecars apart,
// and of overhead. Sizes of replicas in history are this.
Amounts requestsOfContainers(const PodShape& shape);
// CPU, memory (with huge pages) and GPU slices of a resource list; what is absent counts as none.
Amounts amountsOf(const Resources& resources);

} // namespace loadline
