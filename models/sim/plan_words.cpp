// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/plan_words.h"

#include <algorithm>

namespace loadline {

std::size_t SimPlan::workloadIndex(std::string_view ns, std::string_view name) const
{
    const auto at = std::find_if(workloads.begin(), workloads.end(),
        [&](const auto& workload) { return workload.ns == ns && workload.name == name; });
    return static_cast<std::size_t>(at - workloads.begin());
}

} // namespace loadline

namespace loadline::planning {

namespace {

Meta meta(std::string_view ns, std::string_view name)
{
    Meta result;
    result.ns = Text(std::string(ns));
    result.name = name;
    result.labels = std::make_shared<const Labels>();
    result.annotations = std::make_shared<const Labels>();
    return result;
}

MetricSpec metric(MetricType type, std::string_view name)
{
    MetricSpec spec;
    spec.metric.type = type;
    spec.metric.name = name;
    return spec;
}

} // namespace

Quantity q(std::string_view text)
{
    return Quantity::parse(text).value();
}

Resources res(std::string_view cpu, std::string_view memory)
{
    Resources resources;
    if (!cpu.empty())
        resources.cpu = q(cpu);
    if (!memory.empty())
        resources.memory = q(memory);
    return resources;
}

Resources withGpu(Resources resources, std::int64_t gpus)
{
    resources.others = {{"nvidia.com/gpu", Quantity::fromWhole(gpus)}};
    return resources;
}

MetricSpec utilization(std::string_view resource, std::int64_t percent)
{
    auto spec = metric(MetricType::Resource, resource);
    spec.target = TargetType::Utilization;
    spec.averageUtilization = percent;
    return spec;
}

MetricSpec containerUtilization(std::string_view resource, std::string_view container, std::int64_t percent)
{
    auto spec = utilization(resource, percent);
    spec.metric.type = MetricType::ContainerResource;
    spec.metric.container = container;
    return spec;
}

MetricSpec podsAverage(std::string_view name, std::string_view each)
{
    auto spec = metric(MetricType::Pods, name);
    spec.target = TargetType::AverageValue;
    spec.averageValue = q(each);
    return spec;
}

MetricSpec objectValue(std::string_view name, std::string_view service, std::string_view value)
{
    auto spec = metric(MetricType::Object, name);
    spec.metric.object = {"v1", "Service", std::string(service)};
    spec.target = TargetType::Value;
    spec.value = q(value);
    return spec;
}

Behavior behavior(std::optional<ScalingRules> up, std::optional<ScalingRules> down)
{
    return {std::move(up), std::move(down)};
}

ScalingRules rules(std::optional<std::int64_t> window, std::vector<ScalingPolicy> policies)
{
    ScalingRules result;
    result.stabilizationWindowSeconds = window;
    result.selectPolicy = SelectPolicy::Max;
    result.policies = std::move(policies);
    return result;
}

HpaPlan hpa(const SimPlan& plan, std::string_view ns, std::string_view name, std::string_view target, std::int64_t min,
    std::int64_t max, std::vector<MetricSpec> metrics, std::optional<Behavior> behavior)
{
    HpaPlan result;
    result.object.meta = meta(ns, name);
    result.workload = plan.workloadIndex(ns, target);
    result.targetExists = result.workload < plan.workloads.size();
    const bool stateful = result.targetExists && plan.workloads[result.workload].kind == SimKind::StatefulSet;
    result.object.target = {"apps/v1", stateful ? "StatefulSet" : "Deployment", std::string(target)};
    result.object.minReplicas = min;
    result.object.maxReplicas = max;
    result.object.metrics = std::move(metrics);
    result.object.behavior = std::move(behavior);
    return result;
}

Trigger trigger(
    std::string_view type, std::vector<std::pair<std::string, std::string>> metadata, std::string_view authentication)
{
    Trigger result;
    result.type = type;
    result.metadata = std::move(metadata);
    std::sort(result.metadata.begin(), result.metadata.end());
    if (!authentication.empty())
        result.authentication = {std::string(authentication), "TriggerAuthentication"};
    return result;
}

ScaledObject scaledObject(std::string_view ns, std::string_view name, std::string_view target, std::int64_t min,
    std::int64_t max, std::vector<Trigger> triggers)
{
    ScaledObject object;
    object.meta = meta(ns, name);
    object.target = {"apps/v1", "Deployment", std::string(target)};
    object.minReplicas = min;
    object.maxReplicas = max;
    object.triggers = std::move(triggers);
    object.hpaName = "keda-hpa-" + object.meta.name;
    for (std::size_t i = 0; i < object.triggers.size(); ++i) {
        auto& names = isResourceTrigger(object.triggers[i]) ? object.resourceMetricNames : object.externalMetricNames;
        names.push_back(metricNameOf(object.triggers[i], i, ns));
    }
    return object;
}

VpaPlan vpa(const SimPlan& plan, std::string_view ns, std::string_view name, std::string_view target, UpdateMode mode,
    std::vector<ContainerPolicy> policies)
{
    static constexpr std::string_view modes[] = {"Off", "Initial", "Recreate", "Auto", "InPlaceOrRecreate", "InPlace"};
    VpaPlan result;
    result.object.meta = meta(ns, name);
    result.workload = plan.workloadIndex(ns, target);
    const bool stateful = plan.workloads.at(result.workload).kind == SimKind::StatefulSet;
    result.object.target = {"apps/v1", stateful ? "StatefulSet" : "Deployment", std::string(target)};
    result.object.mode = mode;
    result.object.modeText = modes[static_cast<std::size_t>(mode)];
    result.object.policies = std::move(policies);
    return result;
}

DisruptionBudget budget(
    std::string_view ns, std::string_view app, std::string_view minAvailable, std::string_view maxUnavailable)
{
    DisruptionBudget result;
    result.meta = meta(ns, std::string(app) + "-pdb");
    result.selector.present = true;
    result.selector.matchLabels = {{"app", std::string(app)}};
    result.minAvailable = minAvailable;
    result.maxUnavailable = maxUnavailable;
    return result;
}

Quota quota(std::string_view ns, std::vector<std::pair<std::string, std::string>> hard)
{
    Quota result;
    result.meta = meta(ns, std::string(ns) + "-quota");
    for (const auto& [name, amount] : hard)
        result.hard.emplace_back(name, q(amount));
    std::sort(result.hard.begin(), result.hard.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return result;
}

LimitRange limitRange(std::string_view ns, Resources defaultRequest, Resources defaultLimit)
{
    LimitRange result;
    result.meta = meta(ns, "defaults");
    LimitRange::Item item;
    item.type = "Container";
    item.defaultRequest = std::move(defaultRequest);
    item.defaultLimit = std::move(defaultLimit);
    result.items.push_back(std::move(item));
    return result;
}

PriorityClass priorityClass(std::string_view name, std::int64_t value, bool preempts)
{
    PriorityClass result;
    result.meta = meta({}, name);
    result.value = value;
    result.preemptionPolicy = preempts ? "PreemptLowerPriority" : "Never";
    return result;
}

std::shared_ptr<const Labels> labels(std::vector<std::pair<std::string, std::string>> pairs)
{
    Labels result;
    std::sort(pairs.begin(), pairs.end());
    for (auto& [key, value] : pairs)
        result.emplace_back(Text(std::move(key)), Text(std::move(value)));
    return std::make_shared<const Labels>(std::move(result));
}

WorkloadPlan fixed(std::string_view ns, std::string_view name, std::int64_t replicas, Resources requests,
    Resources limits, double cpu, double memory, std::string_view image)
{
    WorkloadPlan plan;
    plan.ns = ns;
    plan.name = name;
    plan.replicas = replicas;
    ContainerPlan container;
    const auto slash = image.rfind('/');
    const auto colon = image.rfind(':');
    container.name = image.substr(slash + 1, colon - slash - 1);
    container.image = image;
    container.requests = std::move(requests);
    container.limits = std::move(limits);
    container.cpuIdle = cpu;
    container.memoryIdle = memory;
    plan.containers.push_back(std::move(container));
    return plan;
}

PoolPlan pool(std::string_view name, SimManager manager, std::string_view type, Resources capacity,
    Resources allocatable, std::int64_t min, std::int64_t max)
{
    PoolPlan plan;
    plan.name = name;
    plan.manager = manager;
    plan.instanceType = type;
    plan.capacity = std::move(capacity);
    plan.allocatable = std::move(allocatable);
    plan.min = min;
    plan.max = max;
    plan.start = std::max<std::int64_t>(min, 0);
    if (manager == SimManager::Karpenter) {
        plan.provision = Seconds(55);
        plan.unneeded = Seconds(180);
    }
    return plan;
}

WorkloadPlan serve(std::string_view ns, std::string_view name, Resources requests, Resources limits, double cpuEach,
    double memory, LoadCurve load)
{
    auto plan = fixed(ns, name, 3, std::move(requests), std::move(limits), 0.02, memory,
        std::string("registry.acme.dev/") + std::string(name) + ":2.14.1");
    plan.containers[0].name = "api";
    plan.containers[0].cpuEach = cpuEach;
    plan.containers[0].memoryEach = mib(0.35);
    plan.work = SimWork::Serve;
    plan.load = load;
    return plan;
}

LoadCurve business(double mean, double swing, double peakHour, double weekend)
{
    LoadCurve curve;
    curve.mean = mean;
    curve.swing = swing;
    curve.peakHour = peakHour;
    curve.weekend = weekend;
    curve.noise = 0.08;
    curve.noisePeriod = Seconds(1500);
    return curve;
}

LoadCurve bursts(double height, Seconds every, Seconds length, double chance)
{
    LoadCurve curve;
    curve.mean = height;
    curve.base = 0;
    curve.burst = 1;
    curve.burstEvery = every;
    curve.burstLength = length;
    curve.burstChance = chance;
    return curve;
}

} // namespace loadline::planning
