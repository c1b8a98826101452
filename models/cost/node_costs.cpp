// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/node_costs.h"

#include "cost/gpus.h"
#include "cost/pod_amounts.h"

namespace loadline {

namespace {

// Capacity, as OpenCost prices it, else what is allocatable.
Amounts capacityOf(const Node& node)
{
    Amounts capacity = amountsOf(node.capacity);
    const Amounts allocatable = amountsOf(node.allocatable);
    if (capacity.cpu.isZero())
        capacity.cpu = allocatable.cpu;
    if (capacity.memory.isZero())
        capacity.memory = allocatable.memory;
    // Huge pages are part of the machine's memory, which status.capacity.memory still counts.
    else if (node.capacity.memory && *node.capacity.memory > Quantity())
        capacity.memory = *node.capacity.memory;
    if (capacity.gpu.isZero())
        capacity.gpu = allocatable.gpu;
    return capacity;
}

Machine machineIn(const Node& node, const std::string& poolLabel)
{
    Machine machine = machineOf(node, identify(node));
    if (const std::string* pool = poolLabel.empty() ? nullptr : node.meta.label(poolLabel); pool && !pool->empty())
        machine.pool = *pool;
    return machine;
}

} // namespace

CostParts splitPrice(
    Money hourly, const Amounts& capacity, std::int64_t gpus, const Rates& rates, const std::optional<Money>& gpuHourly)
{
    CostParts parts;
    if (gpuHourly && gpus > 0) {
        parts.gpu = std::min(hourly, *gpuHourly * gpus);
        hourly -= parts.gpu;
        gpus = 0;
    }
    // OpenCost's ratios: CPU to RAM 10 and GPU to RAM 100 where the rates tell none; no RAM rate: all on CPU.
    Int128 cpuRate = rates.cpu.pico(), memoryRate = rates.memory.pico(), gpuRate = rates.gpu.pico();
    if (memoryRate == 0 && cpuRate == 0) {
        cpuRate = 10;
        memoryRate = 1;
        gpuRate = 100;
    }
    // nano-cores, 2^-30 of nano-bytes and nano-GPUs, so that a GiB weighs as a core does.
    const Int128 weights[] = {capacity.cpu.nano() * cpuRate, (capacity.memory.nano() >> 30) * memoryRate,
        Int128(gpus) * 1'000'000'000 * gpuRate};
    if (weights[0] + weights[1] + weights[2] == 0) {
        parts.cpu += hourly;
        return parts;
    }
    const auto shares = split(hourly, weights);
    parts.cpu = shares[0];
    parts.memory = shares[1];
    parts.gpu += shares[2];
    return parts;
}

std::vector<NodeCost> nodeCosts(const World& world, const PriceBook& book, const Terms& terms, const std::string& poolLabel)
{
    std::vector<NodeCost> costs;
    const auto nodes = world.all<Node>();
    costs.reserve(nodes.size());
    for (const Node& node : nodes) {
        NodeCost& cost = costs.emplace_back();
        cost.node = &node;
        cost.machine = machineIn(node, poolLabel);
        cost.machine.own = book.ownOf(node, cost.machine);
        cost.price = book.of(node, cost.machine);
        cost.capacity = capacityOf(node);
        cost.gpus = gpusOf(node);
        cost.capacityUnknown = cost.capacity.cpu.isZero() && cost.capacity.memory.isZero();
        const Rates rates = book.ratesFor(cost.machine.provider);
        const auto paid = [&](Money hourly, const Machine& machine) {
            return terms.pay(splitPrice(hourly, cost.capacity, cost.gpus, rates, cost.price.gpuHourly), machine);
        };
        if (cost.price.hourly)
            cost.cost = paid(*cost.price.hourly, cost.machine);
        if (cost.price.onDemandHourly) {
            Machine onDemand = cost.machine;
            if (onDemand.capacity == CapacityType::Spot)
                onDemand.capacity = CapacityType::OnDemand;
            cost.onDemand = paid(*cost.price.onDemandHourly, onDemand);
        }
        cost.idle = cost.cost.value_or(CostParts());
    }
    return costs;
}

void shareOut(NodeCost& node, std::span<const Amounts> charged, std::span<CostParts> costs)
{
    for (const Amounts& pod : charged)
        node.charged += pod;
    if (!node.cost || charged.empty() || node.capacityUnknown)
        return;
    std::vector<Int128> weights(charged.size() + 1);
    const auto share = [&](Quantity Amounts::*amount, Money CostParts::*part) {
        const Quantity left = node.capacity.*amount - node.charged.*amount;
        const bool over = left < Quantity();
        node.overcommitted = node.overcommitted || over;
        // A part that nobody can have a share of stays idle.
        if ((node.charged.*amount).isZero())
            return;
        for (std::size_t i = 0; i < charged.size(); ++i)
            weights[i] = (charged[i].*amount).nano();
        weights.back() = over ? Int128(0) : left.nano();
        const auto shares = split((*node.cost).*part, weights);
        for (std::size_t i = 0; i < charged.size(); ++i)
            costs[i].*part = shares[i];
        node.idle.*part = shares.back();
    };
    share(&Amounts::cpu, &CostParts::cpu);
    share(&Amounts::memory, &CostParts::memory);
    share(&Amounts::gpu, &CostParts::gpu);
}

} // namespace loadline
