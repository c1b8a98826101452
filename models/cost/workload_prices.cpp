// SPDX-License-Identifier: GPL-3.0-or-later
// What replicas cost and how large they are now, to lay over past days.
#include "cluster/scaled_object.h"
#include "cluster/workload.h"
#include "cost/day_prices.h"
#include "cost/pod_amounts.h"
#include "cost/replica_shares.h"
#include "cost/template_price.h"

#include <algorithm>
#include <limits>
#include <map>

namespace loadline {
namespace {

std::optional<std::int32_t> bound(std::int64_t value)
{
    return std::int32_t(std::clamp<std::int64_t>(value, 0, std::numeric_limits<std::int32_t>::max()));
}

// The most replicas that cron triggers ask for; absent: there is none, or none that KEDA can read.
std::optional<std::int64_t> scheduledBy(const std::vector<Trigger>& triggers)
{
    std::optional<std::int64_t> most;
    for (const Trigger& trigger : triggers) {
        const auto* wanted = trigger.type == "cron" ? trigger.get("desiredReplicas") : nullptr;
        const auto* start = trigger.get("start");
        const auto* end = trigger.get("end");
        const auto replicas = wanted ? Quantity::parse(*wanted) : Result<Quantity>(Quantity());
        if (start && end && *start != *end && replicas && *replicas > Quantity())
            most = std::max(most.value_or(0), replicas->whole());
    }
    return most;
}

// Who scales it, between which bounds. A schedule beside other triggers is a schedule still: without it what it asks for
// would run around the clock.
void setScaler(WorkloadPrice& price, const WorkloadCost& workload, const World& world)
{
    const auto setBounds = [&](const auto& object) {
        price.minReplicas = bound(object.minReplicas);
        price.maxReplicas = bound(object.maxReplicas);
    };
    const auto setKeda = [&](const auto* object) {
        price.scaledBy = ScaledBy::Keda;
        if (!object)
            return;
        setBounds(*object);
        if (const auto scheduled = scheduledBy(object->triggers)) {
            price.scaledBy = ScaledBy::Cron;
            price.scheduled = std::clamp(*bound(*scheduled), *price.minReplicas, std::max(*price.minReplicas, *price.maxReplicas));
        }
    };
    if (workload.autoscalerKind == "ScaledObject") {
        setKeda(world.find<ScaledObject>(workload.ns, workload.autoscaler));
    } else if (workload.autoscalerKind == "ScaledJob") {
        setKeda(world.find<ScaledJob>(workload.ns, workload.autoscaler));
    } else if (workload.autoscalerKind == "HorizontalPodAutoscaler") {
        price.scaledBy = ScaledBy::Hpa;
        if (const auto* hpa = world.find<Hpa>(workload.ns, workload.autoscaler))
            setBounds(*hpa);
    }
}

Quantity mean(Quantity sum, std::int64_t count) { return Quantity::fromNano(sum.nano() / std::max<std::int64_t>(1, count)); }

Amounts mean(const Amounts& sum, std::int64_t count) { return {mean(sum.cpu, count), mean(sum.memory, count), mean(sum.gpu, count)}; }

// The pods of a workload that are charged.
class Pods {
public:
    void add(const PodCost& pod, const NodeCost& node)
    {
        if (pod.pod->shape)
            requested_ += requestsOfContainers(*pod.pod->shape);
        reserved_ += pod.requested;
        charged_ += pod.charged;
        cost_ += pod.cost;
        nodes_.add(node);
        ++count_;
    }
    // Its units are what its pods really pay, which is less than the node's price where the node is overcommitted; of a
    // resource they have nothing of, what their nodes charge.
    void describe(WorkloadPrice& price) const
    {
        price.requested = mean(requested_, count_);
        price.reserved = mean(reserved_, count_);
        price.charged = mean(charged_, count_);
        UnitPrices units = nodes_.prices();
        if (!charged_.cpu.isZero())
            units.cpu = cost_.cpu.scaled(1'000'000'000, charged_.cpu.nano());
        if (!charged_.memory.isZero())
            units.memory = cost_.memory.scaled(nanoPerGib, charged_.memory.nano());
        if (!charged_.gpu.isZero())
            units.gpu = cost_.gpu.scaled(1'000'000'000, charged_.gpu.nano());
        price.units = units;
    }

private:
    Amounts requested_, reserved_, charged_;
    CostParts cost_;
    UnitMeans nodes_;
    std::int64_t count_ = 0;
};

// Of one that sleeps its template tells.
void describe(WorkloadPrice& price, const AutoscalerCost& cost, const World& world)
{
    const auto of = [&](const auto* object) {
        if (!object || !object->shape || !cost.units)
            return;
        PodAmounts amounts;
        price.requested = requestsOfContainers(*object->shape);
        price.reserved = price.charged = amounts.requestedBy(*object->shape);
        price.units = cost.units;
    };
    if (price.kind == "StatefulSet")
        of(world.find<StatefulSet>(price.ns, price.name));
    else
        of(world.find<Deployment>(price.ns, price.name));
}

} // namespace

std::vector<WorkloadPrice> workloadPrices(const Allocation& allocation, std::span<const AutoscalerCost> autoscalers)
{
    std::map<std::tuple<std::string_view, std::string_view, std::string_view>, const AutoscalerCost*> replicas;
    for (const AutoscalerCost& cost : autoscalers)
        if (cost.replica)
            replicas[{cost.kind, cost.autoscaler.ns, cost.autoscaler.name}] = &cost;
    std::vector<ReplicaShares> shares(allocation.workloads.size());
    std::vector<Pods> pods(allocation.workloads.size());
    for (const PodCost& pod : allocation.pods)
        if (pod.state == PodState::Charged) {
            shares[pod.workload].add(allocation.nodes[pod.node], pod.cost.total());
            pods[pod.workload].add(pod, allocation.nodes[pod.node]);
        }
    std::vector<WorkloadPrice> prices;
    prices.reserve(allocation.workloads.size());
    for (std::size_t i = 0; i < allocation.workloads.size(); ++i) {
        const WorkloadCost& workload = allocation.workloads[i];
        WorkloadPrice price {workload.ns, workload.kind, workload.name, {}, {}, {}, {}, {}};
        if (workload.charged > 0) {
            pods[i].describe(price);
            price.replicaHourly = workload.cost.total().scaled(1, Int128(workload.charged));
            price.machines = shares[i].of(*price.replicaHourly);
        } else if (const auto known = replicas.find({workload.autoscalerKind, workload.ns, workload.autoscaler}); known != replicas.end()) {
            price.replicaHourly = known->second->replica;
            price.machines = known->second->machines;
            describe(price, *known->second, *allocation.world);
        }
        setScaler(price, workload, *allocation.world);
        prices.push_back(std::move(price));
    }
    // Workloads at zero have no pods and so no line of their own: their autoscalers know what a replica would cost. What
    // KEDA scales belongs to KEDA, not to the HPA that it writes.
    std::vector<const AutoscalerCost*> scalers;
    for (const AutoscalerCost& cost : autoscalers)
        if (cost.replica && cost.kind != "VerticalPodAutoscaler")
            scalers.push_back(&cost);
    std::stable_partition(scalers.begin(), scalers.end(), [](const AutoscalerCost* cost) { return cost->kind != "HorizontalPodAutoscaler"; });
    for (const AutoscalerCost* scaler : scalers) {
        const AutoscalerCost& cost = *scaler;
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
        WorkloadPrice price {asleep.ns, asleep.kind, asleep.name, {}, cost.replica, {}, {}, cost.machines};
        describe(price, cost, *allocation.world);
        setScaler(price, asleep, *allocation.world);
        prices.push_back(std::move(price));
    }
    std::sort(prices.begin(), prices.end(), [](const WorkloadPrice& a, const WorkloadPrice& b) {
        return std::tie(a.ns, a.kind, a.name) < std::tie(b.ns, b.kind, b.name);
    });
    return prices;
}

} // namespace loadline
