// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/observe_usage.h"

#include "cluster/hpa.h"
#include "cluster/pod.h"
#include "cluster/scaled_object.h"
#include "cluster/vpa.h"
#include "cluster/workload.h"
#include "cost/pod_amounts.h"

#include <map>
#include <set>

namespace loadline {

namespace {

struct Target {
    std::string ns, kind, name;
    auto operator<=>(const Target&) const = default;
    [[nodiscard]] std::string subject() const { return ns + "/" + kind + "/" + name; }
};

bool live(const World& world, KindId kind)
{
    return world.state(kind).presence == Presence::Live;
}

std::set<Target> scaledTargets(const World& world)
{
    std::set<Target> targets;
    for (const Hpa& hpa : world.all<Hpa>())
        targets.insert({hpa.meta.ns.str(), hpa.target.kind, hpa.target.name});
    for (const Vpa& vpa : world.all<Vpa>())
        targets.insert({vpa.meta.ns.str(), vpa.target.kind, vpa.target.name});
    for (const ScaledObject& object : world.all<ScaledObject>())
        targets.insert({object.meta.ns.str(), object.target.kind, object.target.name});
    return targets;
}

// Who owns a pod in the end: a ReplicaSet's Deployment where that is known.
Target ownerOf(const World& world, const Pod& pod)
{
    const auto& owner = pod.meta.owner;
    if (owner.kind == "ReplicaSet") {
        const auto* set = world.find<ReplicaSet>(pod.meta.ns.str(), owner.name.str());
        if (set && !set->meta.owner.name.empty())
            return {pod.meta.ns.str(), set->meta.owner.kind.str(), set->meta.owner.name.str()};
    }
    return {pod.meta.ns.str(), owner.kind.str(), owner.name.str()};
}

// A sum over pods, its mean and its highest.
struct Spread {
    double sum = 0;
    double highest = 0;
    int pods = 0;
    void add(const std::optional<Quantity>& amount)
    {
        if (!amount)
            return;
        const double value = amount->value();
        highest = pods == 0 ? value : std::max(highest, value);
        sum += value;
        ++pods;
    }
    [[nodiscard]] double mean() const { return sum / pods; }
};
struct ContainerSpread {
    Spread cpu, memory, cpuRequest, memoryRequest, cpuLimit, memoryLimit;
};
using Spreads = std::map<std::pair<Target, std::string>, ContainerSpread>; // by workload and container

void observeReplicas(const World& world, const std::set<Target>& targets, const Observe& observed)
{
    const auto tell = [&](const Target& target, const Workload* workload) {
        if (!workload)
            return;
        observed(
            {QueryId::WorkloadReplicas, target.subject(), {}, static_cast<double>(workload->replicas), false});
        // Kubernetes omits readyReplicas where none is ready.
        observed(
            {QueryId::WorkloadReady, target.subject(), {}, static_cast<double>(workload->ready.value_or(0)), false});
    };
    for (const Target& target : targets) {
        if (target.kind == "Deployment" && live(world, KindId::Deployment))
            tell(target, world.find<Deployment>(target.ns, target.name));
        else if (target.kind == "StatefulSet" && live(world, KindId::StatefulSet))
            tell(target, world.find<StatefulSet>(target.ns, target.name));
    }
}

// Replicas of every workload, scaled or not: what each of them cost over time is made from these.
template <class Kind>
void observeAll(const World& world, const char* kind, const Observe& observed)
{
    if (!live(world, Kind::id))
        return;
    for (const Kind& workload : world.all<Kind>())
        observed({QueryId::WorkloadReplicasAll, kind,
            {{"name", workload.meta.name}, {"namespace", workload.meta.ns.str()}},
            static_cast<double>(workload.replicas), false});
}

struct PodsOf {
    std::int64_t waiting = 0, placed = 0;
    Amounts requested; // by the containers of those that are placed
};

void add(PodsOf& sum, const Pod& pod)
{
    if (pod.node.str().empty()) {
        ++sum.waiting;
        return;
    }
    ++sum.placed;
    sum.requested += requestsOfContainers(*pod.shape);
}

// Of every workload too: how many of its replicas wait for a node, and what those with one request.
void observePods(const std::map<Target, PodsOf>& sums, const Observe& observed)
{
    for (const auto& [target, sum] : sums) {
        const std::vector<std::pair<std::string, std::string>> who {{"kind", target.kind}, {"name", target.name}, {"namespace", target.ns}};
        observed({QueryId::WorkloadsWaiting, "", who, static_cast<double>(sum.waiting), false});
        for (const auto& [resource, amount] : {std::pair("cpu", sum.requested.cpu), std::pair("memory", sum.requested.memory), std::pair("nvidia_com_gpu", sum.requested.gpu)}) {
            if (sum.placed == 0 || amount.isZero())
                continue;
            auto labels = who;
            labels.emplace_back("resource", resource);
            observed({QueryId::WorkloadSizes, "", labels, amount.value() / static_cast<double>(sum.placed), false});
        }
    }
}

// What one walk over the pods tells: whose they are is asked once of each.
struct PodSums {
    std::map<Target, PodsOf> workloads;
    Spreads spreads; // of the targets
};

PodSums sumsOf(const World& world, const std::set<Target>& targets)
{
    PodSums sums;
    Spreads& spreads = sums.spreads;
    const bool usage = live(world, KindId::PodMetrics);
    for (const Pod& pod : world.all<Pod>()) {
        const auto owner = ownerOf(world, pod);
        const bool ended = pod.phase == PodPhase::Succeeded || pod.phase == PodPhase::Failed;
        if (pod.shape && !ended && (owner.kind == "Deployment" || owner.kind == "StatefulSet"))
            add(sums.workloads[owner], pod);
        if (!targets.contains(owner))
            continue;
        for (const Container& container : pod.shape->containers) {
            auto& spread = spreads[{owner, container.name}];
            spread.cpuRequest.add(container.requests.cpu);
            spread.memoryRequest.add(container.requests.memory);
            spread.cpuLimit.add(container.limits.cpu);
            spread.memoryLimit.add(container.limits.memory);
        }
        const auto* metrics = usage ? world.find<PodMetrics>(pod.meta.ns.str(), pod.meta.name) : nullptr;
        if (!metrics)
            continue;
        for (const ContainerUsage& one : metrics->containers) {
            auto& spread = spreads[{owner, one.container.str()}];
            spread.cpu.add(one.cpu);
            spread.memory.add(one.memory);
        }
    }
    return sums;
}

} // namespace

void observeTargets(const World& world, const Observe& observed)
{
    const auto targets = scaledTargets(world);
    observeReplicas(world, targets, observed);
    observeAll<Deployment>(world, "Deployment", observed);
    observeAll<StatefulSet>(world, "StatefulSet", observed);
    if (!live(world, KindId::Pod))
        return;
    const PodSums sums = sumsOf(world, targets);
    observePods(sums.workloads, observed);
    for (const auto& [key, spread] : sums.spreads) {
        const auto& [target, container] = key;
        const auto tell = [&](QueryId query, const Spread& of, double value, bool gauge, const char* resource) {
            if (of.pods > 0)
                observed({query, target.subject() + (*resource ? std::string("/") + resource : ""),
                    {{"container", container}}, value, gauge});
        };
        tell(QueryId::ContainerCpu, spread.cpu, spread.cpu.sum, true, "");
        if (spread.cpu.pods > 0)
            tell(QueryId::ContainerCpuPerPod, spread.cpu, spread.cpu.mean(), true, "");
        tell(QueryId::ContainerCpuPeak, spread.cpu, spread.cpu.highest, true, "");
        if (spread.memory.pods > 0)
            tell(QueryId::ContainerMemory, spread.memory, spread.memory.mean(), true, "");
        tell(QueryId::ContainerMemoryPeak, spread.memory, spread.memory.highest, true, "");
        for (const auto& [query, of, resource] : {std::tuple(QueryId::ContainerRequest, spread.cpuRequest, "cpu"),
                 std::tuple(QueryId::ContainerRequest, spread.memoryRequest, "memory"),
                 std::tuple(QueryId::ContainerLimit, spread.cpuLimit, "cpu"),
                 std::tuple(QueryId::ContainerLimit, spread.memoryLimit, "memory")}) {
            if (of.pods > 0)
                tell(query, of, of.mean(), false, resource);
        }
    }
}

} // namespace loadline
