// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/installed_parts.h"

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

// GKE runs VPA and AKS may run KEDA where no workload of the cluster shows them.
bool cloudRunsParts(const World& world)
{
    const auto& nodes = world.all<Node>();
    return std::any_of(nodes.begin(), nodes.end(),
        [](const Node& node) { return node.providerId.starts_with("gce://") || node.providerId.starts_with("azure://"); });
}

// What tells that the kinds of a product are acted on: a workload that is named like it, or what it wrote. Their absence
// is told only where all workloads and all nodes were seen and no cloud may run it out of sight.
void lookForOperators(const World& world, InstalledParts& parts)
{
    const bool silentIsAbsent = world.state(KindId::Node).complete() && !cloudRunsParts(world);
    const auto told = [&](bool seen) { return seen || silentIsAbsent ? std::optional(seen) : std::nullopt; };
    const auto& vpas = world.all<Vpa>();
    const auto& scaled = world.all<ScaledObject>();
    parts.kedaOperator = told(runs<Deployment>(world, "keda")
        || std::any_of(scaled.begin(), scaled.end(), [](const ScaledObject& one) { return !one.conditions.empty(); }));
    parts.vpaRecommender = told(runs<Deployment>(world, "vpa") || runs<Deployment>(world, "vertical-pod-autoscaler")
        || std::any_of(vpas.begin(), vpas.end(), [](const Vpa& one) { return !one.recommendations.empty() || !one.conditions.empty(); }));
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
        lookForOperators(world, parts);
    }
    if (serves(world, "karpenter.sh") || !world.all<NodePool>().empty())
        parts.nodeAutoscaler = true;
    return parts;
}

} // namespace loadline
