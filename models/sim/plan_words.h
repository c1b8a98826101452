// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/plan.h"

#include <initializer_list>
#include <string_view>

// Short words in which the plans are written down.
namespace loadline::planning {

Quantity q(std::string_view text); // a literal that parses
Resources res(std::string_view cpu, std::string_view memory); // "" leaves one out
Resources withGpu(Resources resources, std::int64_t gpus);
constexpr double mib(double n)
{
    return n * 1024 * 1024;
}
constexpr double gib(double n)
{
    return n * 1024 * 1024 * 1024;
}

MetricSpec utilization(std::string_view resource, std::int64_t percent);
MetricSpec containerUtilization(std::string_view resource, std::string_view container, std::int64_t percent);
MetricSpec podsAverage(std::string_view metric, std::string_view each);
MetricSpec objectValue(std::string_view metric, std::string_view service, std::string_view value);
Behavior behavior(std::optional<ScalingRules> up, std::optional<ScalingRules> down);
ScalingRules rules(std::optional<std::int64_t> window, std::vector<ScalingPolicy> policies);

HpaPlan hpa(const SimPlan& plan, std::string_view ns, std::string_view name, std::string_view target, std::int64_t min,
    std::int64_t max, std::vector<MetricSpec> metrics, std::optional<Behavior> behavior = {});
Trigger trigger(std::string_view type, std::vector<std::pair<std::string, std::string>> metadata,
    std::string_view authentication = {});
ScaledObject scaledObject(std::string_view ns, std::string_view name, std::string_view target, std::int64_t min,
    std::int64_t max, std::vector<Trigger> triggers);
VpaPlan vpa(const SimPlan& plan, std::string_view ns, std::string_view name, std::string_view target, UpdateMode mode,
    std::vector<ContainerPolicy> policies = {});
DisruptionBudget budget(
    std::string_view ns, std::string_view app, std::string_view minAvailable, std::string_view maxUnavailable);
Quota quota(std::string_view ns, std::vector<std::pair<std::string, std::string>> hard);
LimitRange limitRange(std::string_view ns, Resources defaultRequest, Resources defaultLimit);
PriorityClass priorityClass(std::string_view name, std::int64_t value, bool preempts = true);
std::shared_ptr<const Labels> labels(std::vector<std::pair<std::string, std::string>> pairs);
// A small workload that always does the same.
WorkloadPlan fixed(std::string_view ns, std::string_view name, std::int64_t replicas, Resources requests,
    Resources limits, double cpu, double memory, std::string_view image);

// A workload among whose ready pods arriving work is spread.
WorkloadPlan serve(std::string_view ns, std::string_view name, Resources requests, Resources limits, double cpuEach,
    double memory, LoadCurve load);
LoadCurve business(double mean, double swing, double peakHour, double weekend);
// Nothing, and now and then a burst of `height` units a second.
LoadCurve bursts(double height, Seconds every, Seconds length, double chance);
PoolPlan pool(std::string_view name, SimManager manager, std::string_view type, Resources capacity,
    Resources allocatable, std::int64_t min, std::int64_t max);

} // namespace loadline::planning
