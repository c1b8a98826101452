// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace loadline {

// The kinds that a World holds a table of. Adding one: a struct and parse in cluster/, a descriptor file in catalog/
// and a line in catalog/kinds.cpp.
enum class KindId {
    Hpa,
    Vpa,
    ScaledObject,
    ScaledJob,
    TriggerAuthentication,
    ClusterTriggerAuthentication,
    Node,
    Pod,
    Deployment,
    StatefulSet,
    ReplicaSet,
    DisruptionBudget,
    Quota,
    LimitRange,
    PriorityClass,
    Event,
    NodePool,
    NodeClaim,
    AutoscalerStatus, // the cluster-autoscaler status ConfigMap
    PodMetrics, // polled, metrics.k8s.io
    NodeMetrics,
    Count
};
inline constexpr std::size_t kindCount = static_cast<std::size_t>(KindId::Count);

} // namespace loadline
