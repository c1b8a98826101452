// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/day_prices.h"

#include "cluster/scaled_object.h"
#include "cluster/workload.h"

#include "cost/price_list.h"
#include "cost/price_search.h"
#include "cost/replica_shares.h"

#include <algorithm>
#include <limits>
#include <map>

namespace loadline {
namespace {

ScaledBy scaledBy(const WorkloadCost& workload, const World& world)
{
    if (workload.autoscalerKind == "HorizontalPodAutoscaler")
        return ScaledBy::Hpa;
    if (workload.autoscalerKind != "ScaledObject" && workload.autoscalerKind != "ScaledJob")
        return ScaledBy::Nothing;
    const auto* object = world.find<ScaledObject>(workload.ns, workload.autoscaler);
    const bool cron = object && !object->triggers.empty()
        && std::all_of(object->triggers.begin(), object->triggers.end(), [](const Trigger& trigger) {
               return trigger.type == "cron" || trigger.type == "cpu" || trigger.type == "memory";
           })
        && std::any_of(object->triggers.begin(), object->triggers.end(), [](const Trigger& t) { return t.type == "cron"; });
    return cron ? ScaledBy::Cron : ScaledBy::Keda;
}

std::optional<std::int32_t> bound(std::int64_t value)
{
    return std::int32_t(std::clamp<std::int64_t>(value, 0, std::numeric_limits<std::int32_t>::max()));
}

void setBounds(WorkloadPrice& price, const WorkloadCost& workload, const World& world)
{
    if (const auto* hpa = price.scaledBy == ScaledBy::Hpa ? world.find<Hpa>(workload.ns, workload.autoscaler) : nullptr) {
        price.minReplicas = bound(hpa->minReplicas);
        price.maxReplicas = bound(hpa->maxReplicas);
    } else if (const auto* object = world.find<ScaledObject>(workload.ns, workload.autoscaler)) {
        price.minReplicas = bound(object->minReplicas);
        price.maxReplicas = bound(object->maxReplicas);
    }
}

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

} // namespace

std::vector<WorkloadPrice> workloadPrices(const Allocation& allocation, std::span<const AutoscalerCost> autoscalers)
{
    std::map<std::tuple<std::string_view, std::string_view, std::string_view>, const AutoscalerCost*> replicas;
    for (const AutoscalerCost& cost : autoscalers)
        if (cost.replica)
            replicas[{cost.kind, cost.autoscaler.ns, cost.autoscaler.name}] = &cost;
    std::vector<ReplicaShares> shares(allocation.workloads.size());
    for (const PodCost& pod : allocation.pods)
        if (pod.state == PodState::Charged)
            shares[pod.workload].add(allocation.nodes[pod.node], pod.cost.total());
    std::vector<WorkloadPrice> prices;
    prices.reserve(allocation.workloads.size());
    for (std::size_t i = 0; i < allocation.workloads.size(); ++i) {
        const WorkloadCost& workload = allocation.workloads[i];
        WorkloadPrice price {workload.ns, workload.kind, workload.name, scaledBy(workload, *allocation.world), {}, {}, {}, {}};
        if (workload.charged > 0) {
            price.replicaHourly = workload.cost.total().scaled(1, Int128(workload.charged));
            price.machines = shares[i].of(*price.replicaHourly);
        } else if (const auto known = replicas.find({workload.autoscalerKind, workload.ns, workload.autoscaler}); known != replicas.end()) {
            price.replicaHourly = known->second->replica;
            price.machines = known->second->machines;
        }
        setBounds(price, workload, *allocation.world);
        prices.push_back(std::move(price));
    }
    // Workloads at zero have no pods and so no line of their own: their autoscalers know what a replica would cost.
    for (const AutoscalerCost& cost : autoscalers) {
        if (!cost.replica || cost.kind == "VerticalPodAutoscaler")
            continue;
        const bool known = std::any_of(prices.begin(), prices.end(), [&](const WorkloadPrice& price) {
            return price.ns == cost.workload.ns && price.name == cost.workload.name && price.kind != "Job";
        });
        if (known)
            continue;
        WorkloadCost asleep;
        asleep.ns = cost.workload.ns;
        asleep.name = cost.workload.name;
        asleep.kind = allocation.world->find<StatefulSet>(asleep.ns, asleep.name) ? "StatefulSet" : "Deployment";
        asleep.autoscalerKind = cost.kind;
        asleep.autoscaler = cost.autoscaler.name;
        WorkloadPrice price {asleep.ns, asleep.kind, asleep.name, scaledBy(asleep, *allocation.world), cost.replica, {}, {}, cost.machines};
        setBounds(price, asleep, *allocation.world);
        prices.push_back(std::move(price));
    }
    std::sort(prices.begin(), prices.end(), [](const WorkloadPrice& a, const WorkloadPrice& b) {
        return std::tie(a.ns, a.kind, a.name) < std::tie(b.ns, b.kind, b.name);
    });
    return prices;
}

UsageDay priced(UsageDay day, const PriceBook& book, const Terms& terms, std::span<const WorkloadPrice> workloads, const Allocation* now)
{
    const Sizes sizes(now);
    for (MachineDay& machine : day.machines) {
        if (machine.machine.provider.empty())
            machine.machine.provider = sizes.provider();
        const auto size = sizes.of(machine.machine);
        const Price known = size ? book.of(machine.machine, *size) : book.of(machine.machine);
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
        workload.replicaHourly = at->replicaHourly ? std::optional(nodes.replica(*at->replicaHourly, at->machines)) : std::nullopt;
        workload.minReplicas = at->minReplicas;
        workload.maxReplicas = at->maxReplicas;
    }
    return day;
}

} // namespace loadline
