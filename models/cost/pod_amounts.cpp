// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/pod_amounts.h"

#include "cost/gpus.h"

#include <algorithm>

namespace loadline {

namespace {

Quantity atLeastNone(Quantity quantity) { return std::max(quantity, Quantity()); }

Amounts largerOf(const Amounts& a, const Amounts& b)
{
    return {std::max(a.cpu, b.cpu), std::max(a.memory, b.memory), std::max(a.gpu, b.gpu)};
}

} // namespace

Amounts& Amounts::operator+=(const Amounts& other)
{
    cpu += other.cpu;
    memory += other.memory;
    gpu += other.gpu;
    return *this;
}

Amounts amountsOf(const Resources& resources)
{
    Amounts amounts {atLeastNone(resources.cpu.value_or(Quantity())), atLeastNone(resources.memory.value_or(Quantity())),
        gpuSlices(resources)};
    for (const auto& [name, quantity] : resources.others)
        if (name.starts_with("hugepages-"))
            amounts.memory += atLeastNone(quantity);
    return amounts;
}

Amounts requestsOfContainers(const PodShape& shape)
{
    Amounts sum;
    for (const Container& container : shape.containers)
        if (!container.sidecar)
            sum += amountsOf(container.requests);
    return sum;
}

const PodAmounts::Shape& PodAmounts::shapeOf(const PodShape& shape)
{
    const auto [at, fresh] = shapes_.try_emplace(&shape);
    Shape& known = at->second;
    if (!fresh)
        return known;
    for (const Container& container : shape.containers) {
        known.containers.emplace_back(container.name, amountsOf(container.requests));
        known.reserved += known.containers.back().second;
    }
    known.reserved = largerOf(known.reserved, amountsOf(shape.initPeak));
    if (shape.podRequests.cpu)
        known.reserved.cpu = atLeastNone(*shape.podRequests.cpu);
    if (shape.podRequests.memory)
        known.reserved.memory = atLeastNone(*shape.podRequests.memory);
    known.overhead = amountsOf(shape.overhead);
    known.requested = known.reserved;
    known.requested += known.overhead;
    return known;
}

Amounts PodAmounts::requestedBy(const PodShape& shape) { return shapeOf(shape).requested; }

PodAmounts::Sums PodAmounts::of(const Pod& pod, const PodMetrics* metrics)
{
    if (!pod.shape)
        return {};
    const Shape& shape = shapeOf(*pod.shape);
    Sums sums {shape.requested, {}, shape.requested};
    if (!metrics)
        return sums;
    Amounts containers; // of each, the larger of request and usage
    for (const auto& [name, requested] : shape.containers)
        containers += requested;
    for (const ContainerUsage& usage : metrics->containers) {
        const Quantity cpu = atLeastNone(usage.cpu.value_or(Quantity()));
        const Quantity memory = atLeastNone(usage.memory.value_or(Quantity()));
        sums.used.cpu += cpu;
        sums.used.memory += memory;
        const auto asked = std::find_if(shape.containers.begin(), shape.containers.end(),
            [&](const auto& container) { return usage.container == container.first; });
        const Amounts requested = asked == shape.containers.end() ? Amounts() : asked->second;
        containers.cpu += atLeastNone(cpu - requested.cpu);
        containers.memory += atLeastNone(memory - requested.memory);
    }
    // Plain init containers run before the others, not on top of them.
    sums.charged = largerOf(shape.reserved, pod.phase == PodPhase::Pending ? sums.used : containers);
    sums.charged += shape.overhead;
    return sums;
}

} // namespace loadline
