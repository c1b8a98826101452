// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/template_price.h"

#include "cost/pool_machine.h"
#include "cost/replica_shares.h"

#include <algorithm>
#include <set>

namespace loadline {
namespace {

using Requirement = Selector::Requirement;
constexpr std::string_view typeLabel = "node.kubernetes.io/instance-type";
constexpr std::string_view capacityLabel = "karpenter.sh/capacity-type";

// What a placement asks of one label: the values it may have. Absent: anything.
std::optional<std::vector<std::string>> asked(const Placement& placement, std::string_view key)
{
    for (const auto& [label, value] : placement.labels)
        if (label == key)
            return std::vector<std::string> {value};
    for (const auto& term : placement.anyOf)
        for (const Requirement& requirement : term)
            if (requirement.key == key && requirement.op == Requirement::Op::In)
                return requirement.values;
    return std::nullopt;
}

// Labels that Karpenter itself puts on a node, whatever the NodePool says.
bool wellKnown(std::string_view key)
{
    return key.find("kubernetes.io/") != std::string_view::npos || key.starts_with("karpenter.");
}

bool mayCarry(const NodePool& pool, const std::string& key, const std::vector<std::string>& values)
{
    const auto listed = [&](const std::string& value) { return std::find(values.begin(), values.end(), value) != values.end(); };
    if (key == "karpenter.sh/nodepool")
        return listed(pool.meta.name);
    for (const auto& [label, value] : pool.nodeLabels)
        if (label == key)
            return listed(value);
    for (const auto& requirement : pool.requirements)
        if (requirement.key == key && requirement.op == "In")
            return std::any_of(requirement.values.begin(), requirement.values.end(), listed);
    return wellKnown(key);
}

bool mayCarry(const NodePool& pool, const std::vector<Requirement>& term)
{
    return std::all_of(term.begin(), term.end(),
        [&](const Requirement& r) { return r.op != Requirement::Op::In || mayCarry(pool, r.key, r.values); });
}

bool mayMake(const NodePool& pool, const Placement& placement)
{
    return std::all_of(placement.labels.begin(), placement.labels.end(),
               [&](const auto& label) { return mayCarry(pool, label.first, {label.second}); })
        && (placement.anyOf.empty()
            || std::any_of(placement.anyOf.begin(), placement.anyOf.end(), [&](const auto& term) { return mayCarry(pool, term); }));
}

// A pool of the past has no labels any more: it is meant where a label asks for its name.
bool names(const Placement& placement, const std::string& pool)
{
    const auto is = [&](const std::string& value) { return value == pool; };
    for (const auto& [label, value] : placement.labels)
        if (is(value))
            return true;
    for (const auto& term : placement.anyOf)
        for (const Requirement& requirement : term)
            if (requirement.op == Requirement::Op::In && std::any_of(requirement.values.begin(), requirement.values.end(), is))
                return true;
    return false;
}

std::set<std::string> poolsFor(const Allocation& allocation, std::span<const UsageDay> days, const Placement& placement)
{
    std::set<std::string> pools;
    for (const NodePool& pool : allocation.world->all<NodePool>())
        if (mayMake(pool, placement))
            pools.insert(pool.meta.name);
    for (const UsageDay& day : days)
        for (const MachineDay& machine : day.machines)
            if (!machine.machine.pool.empty() && names(placement, machine.machine.pool))
                pools.insert(machine.machine.pool);
    return pools;
}

bool holds(const PoolMachine& machine, const Amounts& requested)
{
    return !(machine.size.cpu < requested.cpu) && !(machine.size.memory < requested.memory) && !(machine.size.gpu < requested.gpu);
}

std::vector<PoolMachine> candidates(
    const Allocation& allocation, const PriceBook& book, std::span<const UsageDay> days, const Placement& placement)
{
    std::vector<PoolMachine> machines;
    Phrase why;
    for (const std::string& pool : poolsFor(allocation, days, placement))
        if (auto machine = poolMachine(allocation, book, days, pool, why))
            machines.push_back(std::move(*machine));
    const auto types = asked(placement, typeLabel);
    if (machines.empty() && types) {
        const auto capacity = asked(placement, capacityLabel);
        const bool spot = capacity && std::find(capacity->begin(), capacity->end(), "spot") != capacity->end();
        for (const std::string& type : *types)
            if (auto machine = machineOfType(allocation, book, type, spot ? CapacityType::Spot : CapacityType::OnDemand))
                machines.push_back(std::move(*machine));
    }
    return machines;
}

UnitPrices unitsOf(const PoolMachine& machine)
{
    UnitPrices units;
    if (!machine.size.cpu.isZero())
        units.cpu = machine.cost.cpu.scaled(1'000'000'000, machine.size.cpu.nano());
    if (!machine.size.memory.isZero())
        units.memory = machine.cost.memory.scaled(nanoPerGib, machine.size.memory.nano());
    if (!machine.size.gpu.isZero())
        units.gpu = machine.cost.gpu.scaled(1'000'000'000, machine.size.gpu.nano());
    return units;
}

} // namespace

TemplatePrice templatePrice(const Allocation& allocation, const PriceBook& book, std::span<const UsageDay> days,
    const Amounts& requested, const Placement& placement)
{
    TemplatePrice out;
    UnitMeans running;
    ReplicaShares shares;
    for (const NodeCost& node : allocation.nodes)
        if (node.node->meta.labels && allows(placement, *node.node->meta.labels)) {
            running.add(node);
            if (node.cost && !node.capacityUnknown)
                shares.add(node, node.cost->total());
        }
    const std::string wanted = placementText(placement);
    if (!running.empty()) {
        out.units = running.prices();
        if (const Money replica = out.units->of(requested); replica > Money())
            out.machines = shares.of(replica);
        out.basis = {LOADLINE_TR("Cost", "Nothing of it runs: its requests, at the mean price of the nodes with %1."), {wanted}};
        return out;
    }
    const PoolMachine* cheapest = nullptr;
    const auto machines = candidates(allocation, book, days, placement);
    for (const PoolMachine& machine : machines)
        if (holds(machine, requested) && (!cheapest || machine.cost.total() < cheapest->cost.total()))
            cheapest = &machine;
    if (!cheapest) {
        out.why = machines.empty()
            ? Phrase {LOADLINE_TR("Cost", "Nothing of it runs, no node has %1, and no pool that would make one has a price."), {wanted}}
            : Phrase {LOADLINE_TR("Cost", "Nothing of it runs, and no machine with %1 has room for what it requests."), {wanted}};
        return out;
    }
    out.units = unitsOf(*cheapest);
    out.basis = cheapest->basis;
    out.price = cheapest->price;
    out.machines = {{cheapest->machine, out.units->of(requested), cheapest->cost.total()}};
    return out;
}

} // namespace loadline
