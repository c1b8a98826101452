// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/object_tree.h"
#include "demo/objects_json.h"
#include "sim/nodes.h"

#include <nlohmann/json.hpp>


namespace loadline {

using tree::Tree;

namespace {

const char* capacityLabel(CapacityType type)
{
    return type == CapacityType::Spot ? "spot" : type == CapacityType::Reserved ? "reserved" : "on-demand";
}

Tree taintsOf(const SimNode& node, const PoolPlan& pool)
{
    Tree taints = Tree::array();
    for (const Taint& taint : pool.taints)
        taints.push_back({{"key", taint.key}, {"value", taint.value}, {"effect", taint.effect}});
    if (node.cordoned)
        taints.push_back({{"key", "node.kubernetes.io/unschedulable"}, {"effect", "NoSchedule"}});
    if (node.draining)
        taints.push_back({{"key", pool.manager == SimManager::Karpenter ? "karpenter.sh/disrupted" : "ToBeDeletedByClusterAutoscaler"},
            {"effect", "NoSchedule"}});
    return taints;
}

Tree labelsOf(const SimState& state, const SimNode& node, const PoolPlan& pool)
{
    Tree labels {{"kubernetes.io/hostname", node.name}, {"kubernetes.io/arch", "amd64"}, {"kubernetes.io/os", "linux"},
        {"node.kubernetes.io/instance-type", pool.instanceType}, {"topology.kubernetes.io/region", state.plan->region},
        {"topology.kubernetes.io/zone", node.zone}, {"pool", pool.name}};
    if (pool.manager == SimManager::Karpenter) {
        labels["karpenter.sh/nodepool"] = pool.name;
        labels["karpenter.sh/capacity-type"] = capacityLabel(pool.capacityType);
        labels["karpenter.sh/registered"] = "true";
    } else {
        labels["eks.amazonaws.com/nodegroup"] = pool.name;
        labels["eks.amazonaws.com/capacityType"] = pool.capacityType == CapacityType::Spot ? "SPOT" : pool.capacityType == CapacityType::Reserved ? "CAPACITY_BLOCK" : "ON_DEMAND";
    }
    return labels;
}

Tree nodeConditions(const SimNode& node)
{
    Tree conditions = Tree::array();
    for (const char* pressure : {"MemoryPressure", "DiskPressure", "PIDPressure"})
        conditions.push_back({{"type", pressure}, {"status", "False"}, {"lastTransitionTime", tree::time(node.created)}});
    conditions.push_back({{"type", "Ready"}, {"status", node.ready ? "True" : "False"},
        {"lastTransitionTime", tree::time(node.ready ? node.readyAt : node.created)}, {"reason", node.ready ? "KubeletReady" : "KubeletNotReady"},
        {"message", node.ready ? "kubelet is posting ready status" : "container runtime network not ready"}});
    return conditions;
}

Tree nodeTree(const SimState& state, const SimNode& node)
{
    const PoolPlan& pool = state.plan->pools[node.pool];
    Meta meta;
    meta.name = node.name;
    meta.created = node.created;
    Tree metadata = tree::metadata(meta, state);
    metadata["labels"] = labelsOf(state, node, pool);
    Tree spec {{"providerID", "aws:///" + node.zone + "/" + node.instanceId}};
    if (Tree taints = taintsOf(node, pool); !taints.empty())
        spec["taints"] = taints;
    if (node.cordoned)
        spec["unschedulable"] = true;
    const auto sizes = [&](const Resources& resources) {
        Tree tree = tree::resources(resources);
        tree["pods"] = std::to_string(pool.pods);
        return tree;
    };
    return {{"apiVersion", "v1"}, {"kind", "Node"}, {"metadata", metadata}, {"spec", spec},
        {"status",
            {{"capacity", sizes(pool.capacity)}, {"allocatable", sizes(pool.allocatable)}, {"conditions", nodeConditions(node)},
                {"nodeInfo", {{"kubeletVersion", state.plan->version}}}}}};
}

struct Counts {
    std::int64_t present = 0, registered = 0, ready = 0;
};
Counts countsOf(const SimState& state, std::size_t pool)
{
    Counts counts;
    for (const SimNode& node : state.nodes) {
        if (!node.present || node.pool != pool)
            continue;
        ++counts.present;
        counts.registered += node.registered;
        counts.ready += node.registered && node.ready;
    }
    return counts;
}

std::string goTime(TimePoint time)
{
    std::string text = formatRfc3339(std::chrono::floor<Seconds>(time));
    text[10] = ' ';
    text.pop_back();
    return text + " +0000 UTC";
}

// The status as cluster-autoscaler 1.30 and later writes it; JSON is YAML.
std::string autoscalerStatus(const SimState& state)
{
    Tree groups = Tree::array();
    Counts all;
    for (std::size_t i = 0; i < state.pools.size(); ++i) {
        const PoolPlan& plan = state.plan->pools[i];
        if (plan.manager != SimManager::ClusterAutoscaler)
            continue;
        const SimPool& pool = state.pools[i];
        const Counts counts = countsOf(state, i);
        all.registered += counts.registered;
        all.ready += counts.ready;
        const std::string probe = formatRfc3339(std::chrono::floor<Seconds>(state.now));
        Tree up {{"status", pool.scaleUpSince ? "InProgress" : "NoActivity"}, {"lastProbeTime", probe}};
        if (pool.scaleUpSince)
            up["lastTransitionTime"] = formatRfc3339(std::chrono::floor<Seconds>(*pool.scaleUpSince));
        groups.push_back({{"name", groupName(state, i)},
            {"health",
                {{"status", "Healthy"},
                    {"nodeCounts", {{"registered", {{"total", counts.registered}, {"ready", counts.ready}, {"notStarted", counts.registered - counts.ready}}}}},
                    {"cloudProviderTarget", pool.target}, {"minSize", plan.min}, {"maxSize", plan.max}, {"lastProbeTime", probe}}},
            {"scaleUp", up}, {"scaleDown", {{"status", pool.candidates ? "CandidatesPresent" : "NoCandidates"}, {"lastProbeTime", probe}}}});
    }
    const Tree status {{"time", goTime(state.now)}, {"autoscalerStatus", "Running"},
        {"clusterWide",
            {{"health", {{"status", "Healthy"}, {"nodeCounts", {{"registered", {{"total", all.registered}, {"ready", all.ready}}}}}}},
                {"scaleUp", {{"status", "NoActivity"}}}, {"scaleDown", {{"status", "NoCandidates"}}}}},
        {"nodeGroups", groups}};
    return status.dump(1);
}

} // namespace

std::vector<ApiDocument> nodeDocuments(const SimState& state)
{
    std::vector<ApiDocument> documents;
    for (const SimNode& node : state.nodes)
        if (node.present && node.registered)
            documents.push_back({"", node.name, nodeTree(state, node).dump()});
    return documents;
}

std::vector<ApiDocument> nodeMetricsDocuments(const SimState& state)
{
    std::vector<ApiDocument> documents;
    for (const SimNode& node : state.nodes)
        if (node.present && node.ready)
            documents.push_back({"", node.name,
                Tree({{"metadata", {{"name", node.name}, {"creationTimestamp", tree::time(state.now)}}}, {"timestamp", tree::time(state.now)},
                         {"window", "15s"},
                         {"usage",
                             {{"cpu", std::to_string(Quantity::fromDouble(node.cpu).milli()) + "m"},
                                 {"memory", std::to_string(static_cast<std::int64_t>(node.memory / 1024)) + "Ki"}}}})
                    .dump()});
    return documents;
}

std::vector<ApiDocument> nodePoolDocuments(const SimState& state)
{
    std::vector<ApiDocument> documents;
    for (std::size_t i = 0; i < state.pools.size(); ++i) {
        const PoolPlan& plan = state.plan->pools[i];
        if (plan.manager != SimManager::Karpenter)
            continue;
        Meta meta;
        meta.name = plan.name;
        Tree limits = Tree::object(), used = Tree::object();
        const Counts counts = countsOf(state, i);
        const auto times = [](const Resources& resources, std::int64_t n) {
            Resources product;
            if (resources.cpu)
                product.cpu = *resources.cpu * n;
            if (resources.memory)
                product.memory = *resources.memory * n;
            for (const auto& [name, value] : resources.others)
                product.others.emplace_back(name, value * n);
            return tree::resources(product);
        };
        limits = times(plan.capacity, plan.max);
        used = times(plan.capacity, counts.present);
        used["nodes"] = std::to_string(counts.present);
        Tree taints = Tree::array();
        for (const Taint& taint : plan.taints)
            taints.push_back({{"key", taint.key}, {"value", taint.value}, {"effect", taint.effect}});
        const char* capacity = capacityLabel(plan.capacityType);
        documents.push_back(document(meta,
            {{"apiVersion", "karpenter.sh/v1"}, {"kind", "NodePool"}, {"metadata", tree::metadata(meta, state)},
                {"spec",
                    {{"template",
                         {{"metadata", {{"labels", {{"pool", plan.name}}}}},
                             {"spec",
                             {{"requirements",
                                  Tree::array({{{"key", "karpenter.sh/capacity-type"}, {"operator", "In"}, {"values", {capacity}}},
                                      {{"key", "node.kubernetes.io/instance-type"}, {"operator", "In"}, {"values", {plan.instanceType}}}})},
                                 {"nodeClassRef", {{"group", "karpenter.k8s.aws"}, {"kind", "EC2NodeClass"}, {"name", "default"}}},
                                 {"expireAfter", "720h"}, {"taints", taints}}}}},
                        {"disruption", {{"consolidationPolicy", "WhenEmptyOrUnderutilized"}, {"consolidateAfter", "5m"}, {"budgets", Tree::array({{{"nodes", "10%"}}})}}},
                        {"limits", limits}}},
                {"status",
                    {{"resources", used}, {"nodes", counts.present},
                        {"conditions", Tree::array({{{"type", "Ready"}, {"status", "True"}, {"lastTransitionTime", tree::time(createdLongAgo(state, plan.name))}, {"reason", "Ready"}}})}}}}));
    }
    return documents;
}

std::vector<ApiDocument> nodeClaimDocuments(const SimState& state)
{
    std::vector<ApiDocument> documents;
    for (const SimNode& node : state.nodes) {
        if (!node.present || node.claim.empty())
            continue;
        const PoolPlan& pool = state.plan->pools[node.pool];
        Meta meta;
        meta.name = node.claim;
        meta.created = node.created;
        Tree metadata = tree::metadata(meta, state);
        metadata["labels"] = {{"karpenter.sh/nodepool", pool.name}, {"karpenter.sh/capacity-type", capacityLabel(pool.capacityType)},
            {"node.kubernetes.io/instance-type", pool.instanceType}, {"topology.kubernetes.io/zone", node.zone}};
        Tree status {{"providerID", "aws:///" + node.zone + "/" + node.instanceId}, {"capacity", tree::resources(pool.capacity)}};
        if (node.registered)
            status["nodeName"] = node.name;
        const std::pair<const char*, bool> steps[] = {{"Launched", true}, {"Registered", node.registered}, {"Initialized", node.ready}, {"Ready", node.ready}};
        for (const auto& [type, done] : steps)
            status["conditions"].push_back({{"type", type}, {"status", done ? "True" : "Unknown"},
                {"lastTransitionTime", tree::time(done && node.ready ? node.readyAt : node.created)}, {"reason", done ? type : "AwaitingReconciliation"}});
        documents.push_back(document(meta,
            {{"apiVersion", "karpenter.sh/v1"}, {"kind", "NodeClaim"}, {"metadata", metadata}, {"spec", Tree::object()}, {"status", status}}));
    }
    return documents;
}

std::vector<ApiDocument> configMapDocuments(const SimState& state)
{
    Meta meta;
    meta.ns = Text(std::string("kube-system"));
    meta.name = "cluster-autoscaler-status";
    Tree metadata = tree::metadata(meta, state);
    metadata["annotations"] = {{"cluster-autoscaler.kubernetes.io/last-updated", goTime(state.now)}};
    return {document(meta, {{"apiVersion", "v1"}, {"kind", "ConfigMap"}, {"metadata", metadata}, {"data", {{"status", autoscalerStatus(state)}}}})};
}

} // namespace loadline
