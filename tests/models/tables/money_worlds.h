// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "../cost/cost_worlds.h"
#include "../cost/ledger_days.h"
#include "tables/costs.h"

// A small cluster whose money can be reckoned by hand, with days of history, for tests of tables and pages.
namespace loadline::test {

// Three nodes in two pools, one of them spot; an API, a batch job and a pod without owner; one pod waits.
inline WorldPtr moneyWorld()
{
    WorldOf world;
    world.add(awsNode("n1", "m5.large", "on-demand", resources("2", "8Gi"), {{"karpenter.sh/nodepool", "general"}}));
    world.add(awsNode("n2", "m5.large", "on-demand", resources("2", "8Gi"), {{"karpenter.sh/nodepool", "general"}}));
    world.add(awsNode("n3", "g5.xlarge", "spot", resources("4", "16Gi", {{"nvidia.com/gpu", "1"}}), {{"karpenter.sh/nodepool", "gpu"}}));
    Deployment api;
    setMeta(api.meta, "shop", "api");
    api.podLabels = std::make_shared<const Labels>(labelsOf({{"team", "web"}}));
    api.shape = shape({resources("500m", "1Gi")});
    world.add(api);
    const auto apiPod = [&](const char* name, const char* node) {
        world.add(pod("shop", name, node, shape({resources("500m", "1Gi")}), owner("Deployment", "api"), {{"team", "web"}}));
    };
    apiPod("api-1", "n1");
    apiPod("api-2", "n2");
    apiPod("api-3", "");
    world.add(pod("ml", "train-1", "n3", shape({resources("2", "8Gi", {{"nvidia.com/gpu", "1"}})}), owner("Job", "train"), {{"team", "ml"}}));
    world.add(pod("shop", "loner", "n1", shape({resources("100m", "256Mi")})));
    return world.make();
}

// Ten days before moneyWorld()'s now: the general pool ran four nodes by day and two by night, the GPU node by day only.
inline std::vector<UsageDay> moneyDays()
{
    std::vector<UsageDay> days;
    const TimePoint first = parseRfc3339("2026-11-17T00:00:00Z").value();
    for (int i = 0; i < 11; ++i) {
        UsageDay day = wholeDay(first + dayLength * i);
        if (i == 10)
            day.covered = {{0, hours(12)}};
        day.machines.push_back(machineDay("general", "m5.large", CapacityType::OnDemand, priceOf("0.096"),
            {{0, hours(8), 2}, {hours(8), hours(20), 4}, {hours(20), hours(24), 2}}));
        day.machines.push_back(machineDay("gpu", "g5.xlarge", CapacityType::Spot, priceOf("0.4", "1.006"), {{hours(8), hours(20), 1}}));
        WorkloadDay api = workloadDay("api", ScaledBy::Hpa, "0.0123", {{0, hours(8), 2}, {hours(8), hours(20), 6}, {hours(20), hours(24), 2}});
        day.workloads.push_back(api);
        days.push_back(std::move(day));
    }
    return days;
}

inline CostsPtr moneyCosts(const CostSettings& settings, std::vector<UsageDay> days = moneyDays())
{
    auto costs = std::make_shared<Costs>();
    costs->settings = settings;
    ClusterCosts one;
    one.book = PriceBook(settings.prices);
    one.days = std::make_shared<const std::vector<UsageDay>>(std::move(days));
    one.daysAll = int(one.days->size());
    one.source = "monitoring/prometheus:80";
    costs->clusters.emplace("test", std::move(one));
    return costs;
}

} // namespace loadline::test
