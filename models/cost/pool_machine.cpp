// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/pool_machine.h"

#include "cost/price_list.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace loadline {
namespace {

constexpr std::int64_t gib = std::int64_t(1) << 30;

// The provider and region that most nodes of the cluster are of.
std::pair<std::string, std::string> placeOf(const Allocation& allocation)
{
    std::map<std::pair<std::string, std::string>, std::size_t> counts;
    for (const NodeCost& node : allocation.nodes)
        if (!node.machine.provider.empty())
            ++counts[{node.machine.provider, node.machine.region}];
    const auto most = std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == counts.end() ? std::pair<std::string, std::string>() : most->first;
}

const ListedPrice* listed(const Machine& machine)
{
    const PriceList& list = PriceList::bundled();
    const auto* here = list.find(machine.provider, machine.region, machine.instanceType);
    return here ? here : list.findAnywhere(machine.provider, machine.instanceType);
}

// What a type that nothing runs of would cost: its size is the list's.
std::optional<PoolMachine> priced(Machine machine, const Allocation& allocation, const PriceBook& book)
{
    const ListedPrice* row = listed(machine);
    if (!row || !row->vcpu || !row->memoryGib)
        return std::nullopt;
    PoolMachine out;
    out.size = {*row->vcpu, Quantity::fromNano(row->memoryGib->nano() * gib), Quantity::fromWhole(row->gpus)};
    out.gpus = row->gpus;
    Resources size;
    size.cpu = out.size.cpu;
    size.memory = out.size.memory;
    if (row->gpus > 0)
        size.set("nvidia.com/gpu", out.size.gpu);
    out.price = book.of(machine, size);
    if (!out.price.hourly)
        return std::nullopt;
    out.cost = allocation.terms.pay(
        splitPrice(*out.price.hourly, out.size, out.gpus, book.ratesFor(machine.provider), out.price.gpuHourly), machine);
    out.machine = std::move(machine);
    return out;
}

std::optional<PoolMachine> ranLast(
    const Allocation& allocation, const PriceBook& book, std::span<const UsageDay> days, const std::string& pool)
{
    for (auto day = days.rbegin(); day != days.rend(); ++day) {
        for (const MachineDay& of : day->machines) {
            if (of.machine.pool != pool || of.runs.empty())
                continue;
            auto machine = priced(of.machine, allocation, book);
            if (!machine)
                continue;
            machine->basis = {LOADLINE_TR("Cost", "As %1, which pool %2 ran last on %3."),
                {of.machine.instanceType, pool, formatRfc3339(day->day).substr(0, 10)}};
            return machine;
        }
    }
    return std::nullopt;
}

const NodePool::Requirement* required(const NodePool& pool, std::string_view key)
{
    const auto at = std::find_if(pool.requirements.begin(), pool.requirements.end(),
        [&](const auto& requirement) { return requirement.key == key && requirement.op == "In" && !requirement.values.empty(); });
    return at == pool.requirements.end() ? nullptr : &*at;
}

// Karpenter takes spot where a pool allows both.
CapacityType capacityOf(const NodePool& pool)
{
    const auto* types = required(pool, "karpenter.sh/capacity-type");
    const auto has = [&](const char* word) { return std::find(types->values.begin(), types->values.end(), word) != types->values.end(); };
    if (!types)
        return CapacityType::OnDemand; // its default
    return has("spot") ? CapacityType::Spot : has("reserved") ? CapacityType::Reserved : CapacityType::OnDemand;
}

std::optional<PoolMachine> allowed(const Allocation& allocation, const PriceBook& book, const NodePool& pool)
{
    const auto* types = required(pool, "node.kubernetes.io/instance-type");
    if (!types)
        return std::nullopt;
    std::optional<PoolMachine> cheapest;
    const auto [provider, region] = placeOf(allocation);
    for (const std::string& type : types->values) {
        Machine machine;
        machine.provider = provider;
        machine.region = region;
        machine.instanceType = type;
        machine.pool = pool.meta.name;
        machine.capacity = capacityOf(pool);
        auto one = priced(std::move(machine), allocation, book);
        if (one && (!cheapest || one->cost.total() < cheapest->cost.total()))
            cheapest = std::move(one);
    }
    if (cheapest)
        cheapest->basis = types->values.size() == 1
            ? Phrase {LOADLINE_TR("Cost", "As %1, the type that NodePool %2 makes."), {cheapest->machine.instanceType, pool.meta.name}}
            : Phrase {LOADLINE_TR("Cost", "As %1, the cheapest of %3 types that NodePool %2 may make."),
                  {cheapest->machine.instanceType, pool.meta.name, std::to_string(types->values.size())}};
    return cheapest;
}

} // namespace

std::optional<PoolMachine> machineOfType(
    const Allocation& allocation, const PriceBook& book, const std::string& type, CapacityType capacity)
{
    Machine machine;
    std::tie(machine.provider, machine.region) = placeOf(allocation);
    machine.instanceType = type;
    machine.capacity = capacity;
    auto one = priced(std::move(machine), allocation, book);
    if (one)
        one->basis = {LOADLINE_TR("Cost", "As %1, which it asks for."), {type}};
    return one;
}

std::optional<PoolMachine> poolMachine(const Allocation& allocation, const PriceBook& book, std::span<const UsageDay> days,
    const std::string& pool, Phrase& why)
{
    if (auto last = ranLast(allocation, book, days, pool))
        return last;
    const NodePool* object = allocation.world->find<NodePool>({}, pool);
    if (object)
        if (auto machine = allowed(allocation, book, *object))
            return machine;
    why = object ? Phrase {LOADLINE_TR("Cost", "No node of pool %1 runs, and no type that its NodePool names has a price."), {pool}}
                 : Phrase {LOADLINE_TR("Cost", "No node of pool %1 runs, and nothing names its machine type."), {pool}};
    return std::nullopt;
}

} // namespace loadline
