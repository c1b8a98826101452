// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "base/time.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loadline {

// Every question Loadline asks a Prometheus, by name. The texts stand in promql.cpp and nowhere else.
enum class QueryId {
    HpaCurrent, // ns, name
    HpaDesired,
    HpaMin,
    HpaMax,
    HpaMetricCurrent, // ns, name: all metrics, labels metric_name, metric_target_type, container
    HpaMetricTarget,
    WorkloadReplicas, // ns, kind, name: spec replicas
    WorkloadReady,
    ContainerCpu, // ns, name (workload), kind, container: cores, summed over pods
    ContainerCpuPerPod, // mean over the pods that run it
    ContainerMemory, // bytes, mean over pods
    ContainerCpuPeak, // p95 over time of the highest pod, for the VPA table
    ContainerMemoryPeak, // max
    VpaTarget, // ns, name: labels container, resource
    VpaLower,
    VpaUpper,
    KedaValue, // ns, name (ScaledObject or ScaledJob): labels metric, triggerIndex
    KedaActive,
    NodesByPool, // count of nodes, labels pool, capacity; needs the pool label among kube_node_labels
    NodeCount,
    PoolUsage, // pool: karpenter_nodepools_usage by resource_type
    PoolLimit,
    Up, // the check: query=up
    Count
};

// What fills a query: "ns", "name", "kind", "container", "pool", "window", and "matcher", the cluster label matcher of
// a central Prometheus (`cluster="eu-1"`), put into every selector.
using QueryParams = std::map<std::string, std::string, std::less<>>;

struct NamedQuery {
    QueryId id;
    std::string_view name; // "hpa-current": in logs and on the sources panel
    std::string_view unit; // "replicas", "cores", "bytes", "percent", "" as the metric has it
    // The texts to try, the current metric names first and the older still quoted ones after it. $ns, $name ... stand
    // for escaped parameters, $matcher for ",cluster=\"x\"" or nothing.
    std::vector<std::string_view> variants;
    std::vector<std::string_view> series; // series whose presence says that variant i can answer
};
const NamedQuery& queryOf(QueryId id);
std::span<const NamedQuery> namedQueries();

// Fills a variant in; values are escaped for a PromQL string (and for a regex where the place is one).
std::string render(const NamedQuery& query, std::size_t variant, const QueryParams& params);

struct Recognised {
    QueryId id;
    std::size_t variant;
    QueryParams params;
};
// The inverse of render: what the demo's Prometheus uses to know what it was asked.
std::optional<Recognised> recognise(std::string_view text);

// One chart's question.
struct SeriesRequest {
    QueryId query;
    QueryParams params;
    TimeRange range;
    Millis step {Seconds {60}};
    bool operator==(const SeriesRequest&) const = default;
};

// Cuts a range into slices of at most a day and 11,000 points (the API's limit per series), aligned to the step.
std::vector<TimeRange> slices(TimeRange range, Millis step);
// A step that gives about `points` points, at least `scrape`, rounded to what people say (15 s, 1 min, 5 min, ...).
Millis stepFor(TimeRange range, int points, Millis scrape);

} // namespace loadline
