// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/observe.h"

#include "cluster/capacity_key.h"
#include "cluster/hpa.h"
#include "cluster/node.h"
#include "cluster/pod.h"
#include "cluster/scaled_object.h"
#include "cluster/vpa.h"
#include "cluster/workload.h"
#include "history/observe_usage.h"

#include <algorithm>
#include <map>

namespace loadline {

namespace {

using Labels = std::vector<std::pair<std::string, std::string>>;

bool live(const World& world, KindId kind)
{
    return world.state(kind).presence == Presence::Live;
}

void count(const Observe& tell, QueryId query, const std::string& subject, const Labels& labels,
    const std::optional<std::int64_t>& value)
{
    if (value)
        tell({query, subject, labels, static_cast<double>(*value), false});
}

void quantity(const Observe& tell, QueryId query, const std::string& subject, const Labels& labels,
    const std::optional<Quantity>& value, bool gauge)
{
    if (value)
        tell({query, subject, labels, value->value(), gauge});
}

std::string subjectOf(const Meta& meta)
{
    return meta.ns.str() + "/" + meta.name;
}

// kube-state-metrics' labels of a metric; the selector keeps two External metrics of one name apart.
Labels metricLabels(const MetricIdentity& metric, const char* target)
{
    Labels labels {{"container", metric.container}, {"metric_name", metric.name}, {"metric_target_type", target}};
    if (const auto selector = queryText(metric.selector); !selector.empty())
        labels.emplace_back("selector", selector);
    return labels;
}

void observeMetric(const Observe& tell, QueryId query, const std::string& subject, const MetricIdentity& metric,
    const std::optional<std::int64_t>& utilization, const std::optional<Quantity>& average,
    const std::optional<Quantity>& value)
{
    if (utilization)
        tell({query, subject, metricLabels(metric, "utilization"), static_cast<double>(*utilization), true});
    quantity(tell, query, subject, metricLabels(metric, "average"), average, true);
    quantity(tell, query, subject, metricLabels(metric, "value"), value, true);
}

void observeHpas(const World& world, const Observe& tell)
{
    for (const Hpa& hpa : world.all<Hpa>()) {
        const auto subject = subjectOf(hpa.meta);
        const Labels labels {{"horizontalpodautoscaler", hpa.meta.name}, {"namespace", hpa.meta.ns.str()}};
        count(tell, QueryId::HpaCurrent, subject, labels, hpa.currentReplicas);
        count(tell, QueryId::HpaDesired, subject, labels, hpa.desiredReplicas);
        count(tell, QueryId::HpaMin, subject, labels, hpa.minReplicas);
        count(tell, QueryId::HpaMax, subject, labels, hpa.maxReplicas);
        for (std::size_t i = 0; i < hpa.metrics.size(); ++i) {
            const auto& spec = hpa.metrics[i];
            observeMetric(tell, QueryId::HpaMetricTarget, subject, spec.metric, spec.averageUtilization,
                spec.averageValue, spec.value);
            if (const auto* status = statusOf(hpa, i))
                observeMetric(tell, QueryId::HpaMetricCurrent, subject, spec.metric, status->averageUtilization,
                    status->averageValue, status->value);
        }
    }
}

void observeBound(
    const Observe& tell, QueryId query, const std::string& subject, const std::string& container, const Resources& bound)
{
    quantity(tell, query, subject, {{"container", container}, {"resource", "cpu"}}, bound.cpu, false);
    quantity(tell, query, subject, {{"container", container}, {"resource", "memory"}}, bound.memory, false);
}

void observeVpas(const World& world, const Observe& tell)
{
    for (const Vpa& vpa : world.all<Vpa>()) {
        const auto subject = subjectOf(vpa.meta);
        for (const auto& one : vpa.recommendations) {
            observeBound(tell, QueryId::VpaTarget, subject, one.container, one.target);
            observeBound(tell, QueryId::VpaLower, subject, one.container, one.lowerBound);
            observeBound(tell, QueryId::VpaUpper, subject, one.container, one.upperBound);
            observeBound(tell, QueryId::VpaUncapped, subject, one.container, one.uncappedTarget);
        }
    }
}

// A trigger's value as the external metrics API told it, or as the HPA that KEDA writes saw it: its status has the
// average per replica of the same number.
std::optional<Quantity> triggerValue(const World& world, const ScaledObject& object, const std::string& metric)
{
    if (const auto* live = world.live({object.meta.ns.str(), metric, object.meta.name}))
        return live->value;
    const auto* hpa = world.find<Hpa>(object.meta.ns.str(), hpaNameOf(object));
    if (!hpa || !hpa->currentReplicas)
        return std::nullopt;
    for (std::size_t i = 0; i < hpa->metrics.size(); ++i) {
        const auto* status = statusOf(*hpa, i);
        if (!status || hpa->metrics[i].metric.name != metric)
            continue;
        if (status->value)
            return status->value;
        if (status->averageValue)
            return *status->averageValue * *hpa->currentReplicas;
    }
    return std::nullopt;
}

void observeKeda(const World& world, const Observe& tell)
{
    for (const ScaledObject& object : world.all<ScaledObject>()) {
        const auto subject = subjectOf(object.meta);
        const Labels who {{"namespace", object.meta.ns.str()}, {"scaledObject", object.meta.name}};
        count(tell, QueryId::KedaPaused, subject, who, object.pause.full || object.pause.atReplicas ? 1 : 0);
        for (std::size_t i = 0; i < object.triggers.size(); ++i) {
            const auto* metric = externalMetricOf(object, i);
            if (!metric)
                continue;
            const Labels labels {{"metric", *metric}, {"triggerIndex", std::to_string(i)}, {"type", "scaledobject"}};
            quantity(tell, QueryId::KedaValue, subject, labels, triggerValue(world, object, *metric), true);
            const auto active = std::find_if(object.triggersActive.begin(), object.triggersActive.end(),
                [&](const auto& pair) { return pair.first == *metric; });
            if (active != object.triggersActive.end())
                count(tell, QueryId::KedaActive, subject, labels, active->second ? 1 : 0);
        }
    }
}

void observeNodes(const World& world, const Observe& tell)
{
    std::map<std::pair<std::string, std::string>, std::int64_t> pools;
    std::map<Labels, std::int64_t> machines;
    for (const Node& node : world.all<Node>()) {
        const auto identity = identify(node);
        const std::string capacity {capacityKey(identity.capacity)};
        ++pools[{identity.pool, capacity}];
        ++machines[{{"capacity", capacity}, {"instance_type", identity.instanceType}, {"pool", identity.pool},
            {"region", identity.region}, {"zone", identity.zone}}];
    }
    for (const auto& [labels, nodes] : machines)
        count(tell, QueryId::NodesByMachine, "", labels, nodes);
    for (const auto& [key, nodes] : pools)
        count(tell, QueryId::NodesByPool, "", {{"capacity", key.second}, {"pool", key.first}}, nodes);
    count(tell, QueryId::NodeCount, "", {}, static_cast<std::int64_t>(world.all<Node>().size()));
}

void observePool(const Observe& tell, QueryId query, const std::string& pool, const Resources& resources)
{
    const auto labels = [&](const std::string& resource) {
        return Labels {{"nodepool", pool}, {"resource_type", resource}};
    };
    quantity(tell, query, pool, labels("cpu"), resources.cpu, false);
    quantity(tell, query, pool, labels("memory"), resources.memory, false);
    for (const auto& [name, amount] : resources.others)
        quantity(tell, query, pool, labels(name), amount, false);
}

void observePending(const World& world, const Observe& tell)
{
    std::int64_t pending = 0;
    std::int64_t unschedulable = 0;
    for (const Pod& pod : world.all<Pod>()) {
        pending += pod.phase == PodPhase::Pending ? 1 : 0;
        unschedulable += pod.unschedulable ? 1 : 0;
    }
    count(tell, QueryId::PodsPending, "", {}, pending);
    count(tell, QueryId::PodsUnschedulable, "", {}, unschedulable);
}

} // namespace

void observe(const World& world, const Observe& tell)
{
    if (live(world, KindId::Hpa))
        observeHpas(world, tell);
    if (live(world, KindId::Vpa))
        observeVpas(world, tell);
    if (live(world, KindId::ScaledObject))
        observeKeda(world, tell);
    if (live(world, KindId::Node))
        observeNodes(world, tell);
    if (live(world, KindId::NodePool)) {
        for (const NodePool& pool : world.all<NodePool>()) {
            observePool(tell, QueryId::PoolUsage, pool.meta.name, pool.inUse);
            observePool(tell, QueryId::PoolLimit, pool.meta.name, pool.limits);
        }
    }
    if (live(world, KindId::Pod))
        observePending(world, tell);
    observeTargets(world, tell);
}

std::optional<RecordedAs> recordedAs(QueryId query)
{
    switch (query) {
    case QueryId::HpaCurrentAll:
        return RecordedAs {QueryId::HpaCurrent, true};
    case QueryId::HpaDesiredAll:
        return RecordedAs {QueryId::HpaDesired, true};
    case QueryId::KedaValueAll:
        return RecordedAs {QueryId::KedaValue, true};
    case QueryId::KedaErrors:
    case QueryId::NodePrices:
    case QueryId::MachinePrices:
    case QueryId::OfferingPrices:
    case QueryId::Up:
    case QueryId::Present:
    case QueryId::PresentExported:
    case QueryId::Count:
    case QueryId::Written:
        return std::nullopt;
    default:
        return RecordedAs {query, false};
    }
}

std::string subjectOf(QueryId query, const QueryParams& params)
{
    const auto get = [&](std::string_view key) {
        const auto at = params.find(key);
        return at == params.end() ? std::string() : at->second;
    };
    switch (query) {
    case QueryId::WorkloadReplicas:
    case QueryId::WorkloadReady:
    case QueryId::ContainerCpu:
    case QueryId::ContainerCpuPerPod:
    case QueryId::ContainerMemory:
    case QueryId::ContainerCpuPeak:
    case QueryId::ContainerMemoryPeak:
        return get("ns") + "/" + get("kind") + "/" + get("name");
    case QueryId::ContainerRequest:
    case QueryId::ContainerLimit:
        return get("ns") + "/" + get("kind") + "/" + get("name") + "/" + get("resource");
    case QueryId::PoolUsage:
    case QueryId::PoolLimit:
        return get("pool");
    case QueryId::WorkloadReplicasAll:
        return get("kind");
    case QueryId::NodesByPool:
    case QueryId::NodesByMachine:
    case QueryId::WorkloadsWaiting:
    case QueryId::WorkloadSizes:
    case QueryId::NodeCount:
    case QueryId::PodsPending:
    case QueryId::PodsUnschedulable:
        return {};
    default:
        return get("ns") + "/" + get("name");
    }
}

} // namespace loadline
