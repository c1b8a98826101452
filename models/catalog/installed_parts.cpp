// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/installed_parts.h"

#include "cluster/node.h"
#include "cluster/scaled_object.h"
#include "cluster/vpa.h"
#include "cluster/workload.h"

#include <algorithm>

namespace loadline {
namespace {

bool serves(const World& world, std::string_view group)
{
    return std::any_of(world.apiGroups.begin(), world.apiGroups.end(),
        [&](const std::string& one) { return one.size() > group.size() && one.starts_with(group) && one[group.size()] == '/'; });
}

template <class T>
bool runs(const World& world, std::string_view part)
{
    for (const T& workload : world.all<T>())
        if (workload.meta.name.find(part) != std::string::npos)
            return true;
    return false;
}

} // namespace

InstalledParts installedParts(const World& world)
{
    InstalledParts parts;
    if (!world.apiGroups.empty()) {
        parts.metricsServer = serves(world, "metrics.k8s.io");
        parts.customMetrics = serves(world, "custom.metrics.k8s.io");
        parts.keda = serves(world, "keda.sh");
        parts.vpa = serves(world, "autoscaling.k8s.io");
    }
    if (world.state(KindId::Deployment).complete() && world.state(KindId::Deployment).namespaces.empty()) {
        parts.kubeStateMetrics = runs<Deployment>(world, "kube-state-metrics");
        // One that runs elsewhere, or under another name, is not seen: only its presence is certain.
        if (runs<Deployment>(world, "prometheus-server") || runs<StatefulSet>(world, "prometheus"))
            parts.prometheus = true;
    }
    if (serves(world, "karpenter.sh") || !world.all<NodePool>().empty())
        parts.nodeAutoscaler = true;
    return parts;
}

} // namespace loadline
