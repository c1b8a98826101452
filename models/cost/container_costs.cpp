// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/container_costs.h"

#include "cost/pod_amounts.h"

#include <algorithm>

namespace loadline {
namespace {

// What of a container's use counts: what runs beside the others.
void addUsage(std::vector<ContainerCost>& list, const PodMetrics& metrics)
{
    for (const ContainerUsage& usage : metrics.containers) {
        auto at = std::find_if(list.begin(), list.end(), [&](const ContainerCost& one) { return usage.container == one.name; });
        if (at == list.end()) { // an ephemeral one
            list.emplace_back().name = usage.container.str();
            at = std::prev(list.end());
        }
        at->used.cpu = std::max(usage.cpu.value_or(Quantity()), Quantity());
        at->used.memory = std::max(usage.memory.value_or(Quantity()), Quantity());
        at->charged.cpu = std::max(at->requested.cpu, at->used.cpu);
        at->charged.memory = std::max(at->requested.memory, at->used.memory);
    }
}

// Shares one resource out by what each is charged; what is left of it is the last one's.
void share(std::vector<ContainerCost>& list, const PodCost& pod, Quantity Amounts::*amount, Money CostParts::*money)
{
    const Quantity all = pod.charged.*amount;
    ContainerCost& rest = list.back();
    rest.charged.*amount = all;
    rest.cost.*money = pod.cost.*money;
    if (all.isZero())
        return;
    for (std::size_t i = 0; i + 1 < list.size(); ++i) {
        list[i].cost.*money = (pod.cost.*money).scaled((list[i].charged.*amount).nano(), all.nano());
        rest.charged.*amount = rest.charged.*amount - list[i].charged.*amount;
        rest.cost.*money -= list[i].cost.*money;
    }
}

} // namespace

std::vector<ContainerCost> containerCosts(const PodCost& pod, const PodMetrics* metrics)
{
    std::vector<ContainerCost> list;
    if (!pod.pod->shape)
        return list;
    for (const Container& container : pod.pod->shape->containers) {
        ContainerCost& one = list.emplace_back();
        one.name = container.name;
        one.sidecar = container.sidecar;
        one.requested = one.charged = amountsOf(container.requests);
    }
    // An init container runs before the others: it is no container beside them.
    if (metrics && pod.pod->phase != PodPhase::Pending)
        addUsage(list, *metrics);
    list.emplace_back();
    share(list, pod, &Amounts::cpu, &CostParts::cpu);
    share(list, pod, &Amounts::memory, &CostParts::memory);
    share(list, pod, &Amounts::gpu, &CostParts::gpu);
    if (ContainerCost& rest = list.back(); rest.charged == Amounts() && list.size() > 1) {
        list[list.size() - 2].cost += rest.cost; // what rounding left
        list.pop_back();
    }
    return list;
}

} // namespace loadline
