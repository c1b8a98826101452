// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/series_finder.h"

#include "cost/price_list.h"

#include <set>

namespace loadline {

namespace {

// As Karpenter's label or EKS' says it.
std::string capacityText(const PoolPlan& pool)
{
    const bool karpenter = pool.manager == SimManager::Karpenter;
    if (pool.capacityType == CapacityType::Spot)
        return karpenter ? "spot" : "SPOT";
    if (pool.capacityType == CapacityType::Reserved)
        return "reserved";
    return karpenter ? "on-demand" : "ON_DEMAND";
}

} // namespace

void SeriesFinder::pools()
{
    for (std::size_t p = 0; p < plan_.pools.size(); ++p) {
        const auto& pool = plan_.pools[p];
        const bool karpenter = pool.manager == SimManager::Karpenter;
        const std::string capacity = capacityText(pool);
        if (question_.variant > 0) { // Karpenter's own series
            if (karpenter)
                add({{"nodepool", pool.name}, {"capacity_type", capacity}}, {Measure::PoolNodes, p, 0, 0});
        } else if (karpenter)
            add({{"label_karpenter_sh_nodepool", pool.name}, {"label_karpenter_sh_capacity_type", capacity}},
                {Measure::PoolNodes, p, 0, 0});
        else
            add({{"label_eks_amazonaws_com_nodegroup", pool.name}, {"label_eks_amazonaws_com_capacityType", capacity}},
                {Measure::PoolNodes, p, 0, 0});
    }
}

void SeriesFinder::poolUse(bool limit)
{
    const auto wanted = parameter(question_, "pool");
    for (std::size_t p = 0; p < plan_.pools.size(); ++p) {
        const auto& pool = plan_.pools[p];
        if (pool.name != wanted || pool.manager != SimManager::Karpenter)
            continue;
        const auto put = [&](const char* resource, double each) {
            SeriesLabels labels {{"nodepool", pool.name}, {"resource_type", resource}};
            if (limit)
                addConstant(std::move(labels), each * static_cast<double>(pool.max));
            else
                add(std::move(labels), {Measure::PoolNodes, p, 0, 0}, 1 / each);
        };
        put("nodes", 1);
        put("cpu", pool.capacity.cpu.value_or(Quantity()).value());
        put("memory", pool.capacity.memory.value_or(Quantity()).value());
        for (const auto& [name, amount] : pool.capacity.others)
            put(name.c_str(), amount.value());
    }
}

// The nodes of a pool are of one type here, in one zone after the other: the first gets what does not divide.
void SeriesFinder::machines()
{
    for (std::size_t p = 0; p < plan_.pools.size(); ++p) {
        const auto& pool = plan_.pools[p];
        const bool karpenter = pool.manager == SimManager::Karpenter;
        const std::string capacity = capacityText(pool);
        SeriesLabels labels;
        if (question_.variant > 0) {
            if (!karpenter)
                continue;
            labels = {{"nodepool", pool.name}, {"capacity_type", capacity}, {"instance_type", pool.instanceType},
                {"region", plan_.region}};
        } else {
            labels = {{karpenter ? "label_karpenter_sh_nodepool" : "label_eks_amazonaws_com_nodegroup", pool.name},
                {karpenter ? "label_karpenter_sh_capacity_type" : "label_eks_amazonaws_com_capacityType", capacity},
                {"label_node_kubernetes_io_instance_type", pool.instanceType},
                {"label_topology_kubernetes_io_region", plan_.region}};
        }
        add(std::move(labels), {Measure::PoolNodes, p, 0, 0});
    }
}

void SeriesFinder::workloadsAll()
{
    const auto asked = parameter(question_, "kind");
    for (std::size_t w = 0; w < plan_.workloads.size(); ++w) {
        const auto& workload = plan_.workloads[w];
        if (workload.kind == SimKind::Deployment && asked == "Deployment")
            add({{"namespace", workload.ns}, {"deployment", workload.name}}, {Measure::WorkloadReplicas, w, 0, 0});
        else if (workload.kind == SimKind::StatefulSet && asked == "StatefulSet")
            add({{"namespace", workload.ns}, {"statefulset", workload.name}}, {Measure::WorkloadReplicas, w, 0, 0});
    }
}

// As the pods' owners are named once a ReplicaSet's hash is off.
void SeriesFinder::workloadPods()
{
    const bool sizes = question_.id == QueryId::WorkloadSizes;
    const std::string owner = sizes ? "owner" : "created_by";
    for (std::size_t w = 0; w < plan_.workloads.size(); ++w) {
        const auto& workload = plan_.workloads[w];
        if (workload.kind != SimKind::Deployment && workload.kind != SimKind::StatefulSet)
            continue;
        const SeriesLabels labels {{"namespace", workload.ns}, {owner + "_name", workload.name},
            {owner + "_kind", workload.kind == SimKind::Deployment ? "Deployment" : "StatefulSet"}};
        if (!sizes) {
            add(labels, {Measure::WorkloadWaiting, w, 0, 0});
            continue;
        }
        for (const auto& [resource, name] : {std::pair(0u, "cpu"), std::pair(1u, "memory"), std::pair(2u, "nvidia_com_gpu")}) {
            SeriesLabels of = labels;
            of.emplace_back("resource", name);
            add(std::move(of), {Measure::WorkloadSize, w, 0, resource});
        }
    }
}

// What Karpenter says of the types in use: the bundled list's prices, the same in every zone.
void SeriesFinder::offerings()
{
    const std::string asked = "|" + parameter(question_, "types") + "|";
    std::set<std::string> told;
    for (const auto& pool : plan_.pools) {
        const auto* listed = PriceList::bundled().find("aws", plan_.region, pool.instanceType);
        if (!listed)
            listed = PriceList::bundled().findAnywhere("aws", pool.instanceType);
        const bool wanted = asked.find("|" + anyOf(std::span(&pool.instanceType, 1)) + "|") != std::string::npos;
        if (!listed || !wanted || !told.insert(pool.instanceType).second)
            continue;
        for (const char* zone : {"a", "b"}) {
            const auto add = [&](const char* capacity, Money hourly) {
                addConstant({{"instance_type", pool.instanceType}, {"capacity_type", capacity}, {"zone", plan_.region + zone}},
                    hourly.value());
            };
            add("on-demand", listed->onDemand);
            if (const auto spot = listed->spotHourly())
                add("spot", *spot);
        }
    }
}

} // namespace loadline
