// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/autoscaler_cost.h"

#include "cluster/owner.h"
#include "cluster/scaled_object.h"
#include "cluster/workload.h"
#include "cost/owners.h"
#include "cost/pod_amounts.h"
#include "cost/replica_shares.h"
#include "cost/template_price.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace loadline {

namespace {

// What is known of one workload's running pods.
struct Running {
    CostParts cost;
    std::int64_t pods = 0;
    bool unpriced = false; // some run where nothing has a price
    Phrase why; // then
    std::vector<std::uint32_t> nodes; // one entry for each pod
};

class Reckoner {
public:
    Reckoner(const Allocation& allocation, const PriceBook* book, std::span<const UsageDay> days)
        : allocation_(allocation)
        , book_(book)
        , days_(days)
        , world_(*allocation.world)
        , running_(allocation.workloads.size())
    {
        for (std::size_t i = 0; i < allocation.workloads.size(); ++i) {
            const WorkloadCost& workload = allocation.workloads[i];
            byKey_.emplace(workloadKey(workload.ns, workload.kind, workload.name), i);
        }
        for (const PodCost& pod : allocation.pods) {
            Running& running = running_[pod.workload];
            if (pod.state == PodState::Unpriced || pod.state == PodState::NodeUnknown)
                noteUnpriced(running, pod);
            if (pod.state != PodState::Charged)
                continue;
            running.cost += pod.cost;
            running.nodes.push_back(pod.node);
            ++running.pods;
        }
        for (const NodeCost& node : allocation.nodes)
            (node.gpus > 0 ? gpuMeans_ : plainMeans_).add(node);
    }

    AutoscalerCost of(const char* kind, const Meta& meta, const ObjectRef& target, std::optional<std::int64_t> min,
        std::optional<std::int64_t> max)
    {
        AutoscalerCost cost;
        cost.kind = kind;
        cost.autoscaler = meta.key();
        cost.workload = {meta.ns.str(), target.name};
        const auto at = byKey_.find(workloadKey(meta.ns.str(), target.kind, target.name));
        if (at != byKey_.end() && running_[at->second].pods > 0)
            fromPods(cost, running_[at->second]);
        else
            fromTemplate(cost, target, at != byKey_.end() ? &running_[at->second] : nullptr);
        if (cost.replica && min)
            cost.atMin = *cost.replica * *min;
        if (cost.replica && max)
            cost.atMax = *cost.replica * *max;
        return cost;
    }

private:
    void noteUnpriced(Running& running, const PodCost& pod) const
    {
        running.unpriced = true;
        running.why = !podsKnown() ? whyUnread()
            : pod.state == PodState::NodeUnknown
            ? Phrase {LOADLINE_TR("Cost", "Its pods run on %1, a node that is not listed."), {pod.pod->node.str()}}
            : whyNoPrice(allocation_.nodes[pod.node]);
    }

    void fromPods(AutoscalerCost& cost, const Running& running) const
    {
        cost.replicas = running.pods;
        cost.now = running.cost.total();
        cost.replica = cost.now->scaled(1, running.pods);
        UnitMeans means;
        for (const std::uint32_t node : running.nodes)
            means.add(allocation_.nodes[node]);
        if (!means.empty())
            cost.units = means.prices();
        if (running.unpriced) {
            cost.now.reset(); // a part of the sum is not known, so nor is the sum
            cost.whyNow = running.why;
        }
    }

    void fromTemplate(AutoscalerCost& cost, const ObjectRef& target, const Running* running)
    {
        const Template pod = templateOf(cost.workload.ns, target);
        if (running && running->unpriced)
            cost.whyNow = running->why;
        else if (!podsKnown())
            cost.whyNow = whyUnread();
        else if (!running && !pod.shape && !isListed(target.kind))
            cost.whyNow = {LOADLINE_TR("Cost", "What runs of %1 is not known."), {target.kind + ' ' + target.name}};
        else
            cost.now = Money();
        const Amounts requested = pod.shape ? amounts_.requestedBy(*pod.shape) : Amounts();
        if (pod.placement && !pod.placement->empty() && podsKnown() && book_) {
            const TemplatePrice price = templatePrice(allocation_, *book_, days_, requested, *pod.placement);
            cost.units = price.units;
            cost.whyReplica = price.why;
            cost.basis = price.basis;
            cost.price = price.price;
            cost.machines = price.machines;
        } else if (const UnitMeans& means = !requested.gpu.isZero() || plainMeans_.empty() ? gpuMeans_ : plainMeans_; means.empty()) {
            cost.whyReplica = cost.whyNow.text.empty() ? whyNoMachine(!requested.gpu.isZero()) : cost.whyNow;
        } else {
            cost.units = means.prices();
            cost.basis = {LOADLINE_TR("Cost", "Nothing of it runs: its requests, at the mean price of the machines that run."), {}};
        }
        if (!cost.units)
            return;
        cost.units->assumed = true;
        if (requested == Amounts()) {
            cost.whyReplica = whyNoSize(target, pod.shape != nullptr);
            return;
        }
        cost.replica = cost.units->of(requested);
        cost.assumed = true;
        if (cost.machines.empty() && *cost.replica > Money())
            cost.machines = sharesOf(!requested.gpu.isZero() || plainMeans_.empty(), *cost.replica);
    }

    // Of the machines whose mean stands in: those with GPUs, or those without.
    [[nodiscard]] std::vector<ReplicaShare> sharesOf(bool gpu, Money replica) const
    {
        ReplicaShares shares;
        for (const NodeCost& node : allocation_.nodes)
            if ((node.gpus > 0) == gpu && node.cost && !node.capacityUnknown)
                shares.add(node, node.cost->total());
        return shares.of(replica);
    }

    [[nodiscard]] Phrase whyUnread() const
    {
        return world_.state(KindId::Node).complete() ? Phrase {LOADLINE_TR("Cost", "The cluster's pods are not known."), {}}
                                                     : Phrase {LOADLINE_TR("Cost", "The cluster's nodes are not known."), {}};
    }
    [[nodiscard]] Phrase whyNoMachine(bool gpu) const
    {
        if (!podsKnown())
            return whyUnread();
        return gpu ? Phrase {LOADLINE_TR("Cost", "Nothing of it runs, and no machine with a GPU that has a price."), {}}
                   : Phrase {LOADLINE_TR("Cost", "Nothing of it runs, and no machine that has a price."), {}};
    }
    [[nodiscard]] static Phrase whyNoSize(const ObjectRef& target, bool known)
    {
        if (known)
            return {LOADLINE_TR("Cost", "Nothing of it runs, and the pods of %1 request nothing."), {target.name}};
        return target.kind == "ScaledJob"
            ? Phrase {LOADLINE_TR("Cost", "No job runs, and what a job requests is not known."), {}}
            : Phrase {LOADLINE_TR("Cost", "Nothing of it runs, and the template of %1 is not known."), {target.kind + ' ' + target.name}};
    }

    // Of other kinds nobody tells whether they are there, nor what their pods are called.
    [[nodiscard]] bool isListed(const std::string& kind) const
    {
        const auto known = [this](KindId id) { return world_.state(id).complete(); };
        return kind == "ScaledJob" || (kind == "Deployment" && known(KindId::Deployment)) || (kind == "StatefulSet" && known(KindId::StatefulSet))
            || (kind == "ReplicaSet" && known(KindId::ReplicaSet));
    }
    // Costs nothing now only where it is known that nothing runs: a pod without a price is not nothing.
    [[nodiscard]] bool podsKnown() const
    {
        return world_.state(KindId::Pod).complete() && world_.state(KindId::Node).complete();
    }

    // What the pods of a target would be; nothing where it is not known.
    struct Template {
        const PodShape* shape = nullptr;
        const Placement* placement = nullptr;
    };
    [[nodiscard]] Template templateOf(const std::string& ns, const ObjectRef& target) const
    {
        const auto of = [](const auto* object) { return object ? Template {object->shape.get(), &object->placement} : Template(); };
        if (target.kind == "Deployment")
            return of(world_.find<Deployment>(ns, target.name));
        if (target.kind == "StatefulSet")
            return of(world_.find<StatefulSet>(ns, target.name));
        if (target.kind == "ReplicaSet")
            return of(world_.find<ReplicaSet>(ns, target.name));
        return target.kind == "ScaledJob" ? of(world_.find<ScaledJob>(ns, target.name)) : Template();
    }

    const Allocation& allocation_;
    const PriceBook* book_;
    std::span<const UsageDay> days_;
    const World& world_;
    std::vector<Running> running_;
    std::unordered_map<std::string, std::size_t> byKey_;
    UnitMeans plainMeans_, gpuMeans_;
    PodAmounts amounts_;
};

auto keyOf(const AutoscalerCost& cost) { return std::tie(cost.kind, cost.autoscaler); }

} // namespace

Phrase whyNoPrice(const NodeCost& node)
{
    const Machine& machine = node.machine;
    if (node.capacityUnknown && node.cost)
        return {LOADLINE_TR("Cost", "Node %1 reports no capacity, so its price cannot be shared out."), {node.node->meta.name}};
    if (machine.instanceType.empty())
        return {LOADLINE_TR("Cost", "No price for node %1, which names no machine type."), {node.node->meta.name}};
    const std::string where = machine.region.empty() ? machine.instanceType : machine.instanceType + ", " + machine.region;
    return node.price.notes.spotUnknown ? Phrase {LOADLINE_TR("Cost", "No spot price for %1."), {where}}
                                        : Phrase {LOADLINE_TR("Cost", "No price for %1."), {where}};
}

Money UnitPrices::of(const Amounts& amounts) const
{
    return cpu.times(amounts.cpu) + memory.scaled(amounts.memory.nano(), nanoPerGib) + gpu.times(amounts.gpu);
}

std::vector<AutoscalerCost> autoscalerCosts(const Allocation& allocation, const PriceBook* book, std::span<const UsageDay> days)
{
    std::vector<AutoscalerCost> costs;
    if (!allocation.world)
        return costs;
    const World& world = *allocation.world;
    Reckoner reckoner(allocation, book, days);
    for (const auto& hpa : world.all<Hpa>())
        costs.push_back(reckoner.of("HorizontalPodAutoscaler", hpa.meta, hpa.target, hpa.minReplicas, hpa.maxReplicas));
    for (const auto& object : world.all<ScaledObject>())
        costs.push_back(reckoner.of("ScaledObject", object.meta, object.target,
            object.idleReplicas ? std::min(*object.idleReplicas, object.minReplicas) : object.minReplicas,
            object.maxReplicas));
    for (const auto& job : world.all<ScaledJob>())
        costs.push_back(reckoner.of(
            "ScaledJob", job.meta, {{}, "ScaledJob", job.meta.name}, job.minReplicas, job.maxReplicas));
    for (const auto& vpa : world.all<Vpa>())
        costs.push_back(reckoner.of("VerticalPodAutoscaler", vpa.meta, vpa.target, {}, {}));
    std::sort(costs.begin(), costs.end(), [](const auto& a, const auto& b) { return keyOf(a) < keyOf(b); });
    return costs;
}

const AutoscalerCost* find(
    const std::vector<AutoscalerCost>& costs, std::string_view kind, std::string_view ns, std::string_view name)
{
    const auto at = std::partition_point(costs.begin(), costs.end(), [&](const AutoscalerCost& cost) {
        return std::tie(cost.kind, cost.autoscaler.ns, cost.autoscaler.name) < std::tie(kind, ns, name);
    });
    const bool found = at != costs.end() && at->kind == kind && at->autoscaler.ns == ns && at->autoscaler.name == name;
    return found ? &*at : nullptr;
}

} // namespace loadline
