// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/day_prices.h"

#include "cost/own_nodes.h"
#include "cost/price_list.h"
#include "cost/price_search.h"
#include "cost/replica_shares.h"

#include <algorithm>
#include <map>

namespace loadline {
namespace {

// What is known today of the machines of a type: their provider and how large they are.
class Sizes {
public:
    explicit Sizes(const Allocation* now)
    {
        if (!now)
            return;
        for (const NodeCost& node : now->nodes) {
            if (provider_.empty())
                provider_ = node.machine.provider;
            Resources size;
            size.cpu = node.capacity.cpu;
            size.memory = node.capacity.memory;
            if (node.gpus > 0)
                size.set("nvidia.com/gpu", Quantity::fromWhole(node.gpus));
            sizes_.try_emplace(node.machine.instanceType, std::move(size));
        }
    }
    [[nodiscard]] const std::string& provider() const { return provider_; }
    [[nodiscard]] std::optional<Resources> of(const Machine& machine) const
    {
        if (const auto known = sizes_.find(machine.instanceType); known != sizes_.end())
            return known->second;
        const PriceList& list = PriceList::bundled();
        const auto* listed = list.find(machine.provider, machine.region, machine.instanceType);
        if (!listed)
            listed = list.findAnywhere(machine.provider, machine.instanceType);
        if (!listed || !listed->vcpu || !listed->memoryGib)
            return std::nullopt;
        Resources size;
        size.cpu = *listed->vcpu;
        size.memory = *listed->memoryGib * (std::int64_t(1) << 30);
        if (listed->gpus > 0)
            size.set("nvidia.com/gpu", Quantity::fromWhole(listed->gpus));
        return size;
    }

private:
    std::string provider_;
    std::map<std::string, Resources, std::less<>> sizes_;
};

// What is paid of a list price: discounts go off CPU and memory, so the price is split as for a node of today. Where
// no size is known it cannot be split, and all of it counts as CPU and memory.
Money paid(Money hourly, const Machine& machine, const std::optional<Resources>& size, const PriceBook& book, const Terms& terms)
{
    CostParts parts {hourly, {}, {}};
    if (size && size->cpu && size->memory) {
        const auto gpus = size->get("nvidia.com/gpu").value_or(Quantity());
        parts = splitPrice(hourly, Amounts {*size->cpu, *size->memory, gpus}, gpus.whole(), book.ratesFor(machine.provider));
    }
    return terms.pay(parts, machine).total();
}

// Prometheus told a price that can be right: a past day is as wary as today (PriceSearch). OpenCost falls back to the
// on-demand price for spot without saying so (cost.md 1.3).
bool measured(const MachineDay& day, const PriceBook& book)
{
    const Price& price = day.price;
    if (!price.hourly || (price.source != PriceSource::OpenCost && price.source != PriceSource::Karpenter))
        return false;
    const PriceList& list = PriceList::bundled();
    const Machine& machine = day.machine;
    const auto* listed = list.find(machine.provider, machine.region, machine.instanceType);
    if (!listed)
        listed = list.findAnywhere(machine.provider, machine.instanceType);
    if (listed && jumps(listed->onDemand, *price.hourly))
        return false;
    const auto onDemand = price.onDemandHourly ? price.onDemandHourly : book.onDemandOf(machine);
    return price.source != PriceSource::OpenCost || machine.capacity != CapacityType::Spot || !onDemand
        || price.hourly->scaled(100, 99) < *onDemand;
}

// What a replica of that size costs now: what is not told is as large as now, and what its pods use beyond their requests
// now, or are charged beyond their containers, they are taken to have used and been charged then.
Money sized(const WorkloadPrice& price, const ReplicaSize& size)
{
    if (!price.units)
        return *price.replicaHourly;
    Amounts more;
    const auto compare = [&](const std::optional<Quantity>& then, Quantity Amounts::*amount) {
        const Quantity now = price.requested.*amount, reserved = price.reserved.*amount, charged = price.charged.*amount;
        if (!then || (*then - now).nano() * 1'000'000 / std::max(Int128(1), now.nano()) == 0)
            return; // as large as now, to what a mean of floating point tells
        const Quantity wanted = *then + reserved - now;
        more.*amount = (charged > reserved ? std::max(wanted, charged) : wanted) - charged;
    };
    compare(size.cpu, &Amounts::cpu);
    compare(size.memory, &Amounts::memory);
    compare(size.gpu, &Amounts::gpu);
    return std::max(Money(), *price.replicaHourly + price.units->of(more));
}

std::optional<Money> replicaOn(const DayNodePrices& nodes, const WorkloadPrice& price, const ReplicaSize& size)
{
    if (!price.replicaHourly)
        return std::nullopt;
    const Money moved = nodes.replica(*price.replicaHourly, price.machines), then = sized(price, size);
    return then == *price.replicaHourly || price.replicaHourly->isZero() ? moved : moved.scaled(then.pico(), price.replicaHourly->pico());
}

} // namespace

UsageDay priced(UsageDay day, const PriceBook& book, const Terms& terms, std::span<const WorkloadPrice> workloads, const Allocation* now)
{
    const Sizes sizes(now);
    for (MachineDay& machine : day.machines)
        if (machine.machine.provider.empty())
            machine.machine.provider = sizes.provider();
    if (now)
        splitOwnNodes(day, *now);
    for (MachineDay& machine : day.machines) {
        const auto size = sizes.of(machine.machine);
        const Price known = !machine.machine.own.empty() ? machine.price : size ? book.of(machine.machine, *size) : book.of(machine.machine);
        if (!measured(machine, book) || known.source == PriceSource::User) {
            const auto onDemand = machine.price.onDemandHourly;
            const bool refused = known.source != PriceSource::User && machine.price.hourly.has_value();
            machine.price = known;
            machine.price.notes.openCostRefused = machine.price.notes.openCostRefused || refused;
            if (onDemand && known.source != PriceSource::User)
                machine.price.onDemandHourly = onDemand;
        } else if (!machine.price.onDemandHourly) {
            const bool spot = machine.machine.capacity == CapacityType::Spot;
            machine.price.onDemandHourly = spot ? book.onDemandOf(machine.machine) : machine.price.hourly;
        }
        Machine otherwise = machine.machine;
        if (!machine.spotHourly) {
            otherwise.capacity = CapacityType::Spot;
            machine.spotHourly = (size ? book.of(otherwise, *size) : book.of(otherwise)).hourly;
        }
        if (machine.spotHourly) {
            otherwise.capacity = CapacityType::Spot;
            machine.spotHourly = paid(*machine.spotHourly, otherwise, size, book, terms);
        }
        if (machine.price.hourly)
            machine.price.hourly = paid(*machine.price.hourly, machine.machine, size, book, terms);
        if (machine.price.onDemandHourly) {
            otherwise.capacity = CapacityType::OnDemand;
            machine.price.onDemandHourly = paid(*machine.price.onDemandHourly, otherwise, size, book, terms);
        }
    }
    const DayNodePrices nodes(day);
    for (WorkloadDay& workload : day.workloads) {
        const auto at = std::lower_bound(workloads.begin(), workloads.end(), workload, [](const WorkloadPrice& a, const WorkloadDay& b) {
            return std::tie(a.ns, a.kind, a.name) < std::tie(b.ns, b.kind, b.name);
        });
        if (at == workloads.end() || std::tie(at->ns, at->kind, at->name) != std::tie(workload.ns, workload.kind, workload.name))
            continue;
        workload.scaledBy = at->scaledBy;
        workload.replicaHourly = replicaOn(nodes, *at, workload.size);
        workload.minReplicas = at->minReplicas;
        workload.maxReplicas = at->maxReplicas;
        workload.scheduled = at->scheduled;
    }
    return day;
}

} // namespace loadline
