// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "metrics/series.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loadline {

// Every question Loadline asks a Prometheus, by name. The texts stand in promql.cpp and nowhere else.
enum class QueryId {
    HpaCurrent, // ns, name; labels namespace, horizontalpodautoscaler
    HpaDesired,
    HpaMin,
    HpaMax,
    HpaCurrentAll, // of every HPA at once, for sparklines; the same labels
    HpaDesiredAll,
    HpaMetricCurrent, // ns, name: all metrics, labels metric_name, metric_target_type, container
    HpaMetricTarget,
    WorkloadReplicas, // ns, kind, name: spec replicas of a Deployment, StatefulSet or ReplicaSet
    WorkloadReady,
    ContainerCpu, // ns, name (workload), kind, optional container: cores, summed over pods; label container
    ContainerCpuPerPod, // mean over the pods that run it
    ContainerMemory, // bytes, mean over pods
    ContainerCpuPeak, // p95 over `window` of the highest pod, for the VPA table
    ContainerMemoryPeak, // max over `window` of the highest pod
    ContainerRequest, // ns, name, kind, resource (cpu, memory), optional container: mean over pods; label container
    ContainerLimit,
    VpaTarget, // ns, name: labels container, resource
    VpaLower,
    VpaUpper,
    VpaUncapped,
    KedaValue, // ns, name (ScaledObject or ScaledJob): labels metric, triggerIndex (scalerIndex before 2.13), type
    KedaActive,
    KedaValueAll, // of every trigger: also labels namespace, scaledObject
    KedaErrors, // ns, name: errors within `window`
    KedaPaused, // ns, name
    NodesByPool, // count of nodes, labels pool, capacity (see shapeAnswer)
    NodeCount,
    PoolUsage, // pool: karpenter_nodepools_usage by resource_type
    PoolLimit,
    PodsPending, // of the whole cluster: no series tells which pool a waiting pod waits for
    PodsUnschedulable,
    NodesByMachine, // count of nodes, labels pool, capacity, instance_type, region, zone (see shapeAnswer); "" unknown
    NodePrices, // OpenCost's price of each node: labels node, instance_type, region
    MachinePrices, // the same, averaged over nodes alike: labels as NodesByMachine, or only instance_type and region
    OfferingPrices, // types (see anyOf): Karpenter's, labels instance_type, capacity_type, zone
    WorkloadReplicasAll, // kind (Deployment, StatefulSet): spec replicas of all of them, labels namespace, name
    WorkloadsWaiting, // replicas that have no node yet, of all of them: labels namespace, kind, name
    WorkloadSizes, // what one replica with a node requests, the mean: the same labels, and resource (see shapeAnswer)
    Up, // the check: how many targets are up or down; counted, as there may be thousands
    Present, // names ("a|b|c"): which of these metrics exist; label __name__
    PresentExported, // the same, of series whose own namespace became exported_namespace
    Count, // of the named ones
    Written // "promql": as a user wrote it, sent as it stands; belongs to no list
};

// What fills a query: "ns", "name", "kind", "container", "pool", "resource", "names", "window", and "matcher", the
// cluster label matcher of a central Prometheus (`cluster="eu-1"`), put into every selector.
using QueryParams = std::map<std::string, std::string, std::less<>>;

// One text to try. In it $ns, $name ... stand for escaped parameters, $re_name for one inside a regular expression,
// $and_container for `,container="x"` or nothing (so $and_exported_container for its renamed twin), $matcher for
// `,cluster="x"` or nothing, $scope for the same in braces of its own, $window for a duration, $raw_promql for a text as it stands.
struct QueryVariant {
    std::string text;
    std::vector<std::string> needs; // the metrics whose presence says that this variant can answer
    // The exporter's labels were renamed exported_namespace, exported_pod, exported_container (honor_labels: false).
    bool exported = false;
    QueryParams given; // the parameters this variant is for: {"kind", "Deployment"}; empty: any
};

struct NamedQuery {
    QueryId id;
    std::string name; // "hpa-current": in logs and on the sources panel
    std::string unit; // "replicas", "cores", "bytes", "percent", "nodes", "pods", "" as the metric has it
    std::vector<QueryVariant> variants; // the current metric names first and the older still quoted ones after them
    std::string window; // what $window is when the parameter is absent: "5m"
    bool rate = false; // $window is a rate's: at least 5m, and the step where that is longer
};
const NamedQuery& queryOf(QueryId id);
std::span<const NamedQuery> namedQueries();

// The variants that fit the parameters' `given`, in the order to try them.
std::vector<std::size_t> variantsFor(const NamedQuery& query, const QueryParams& params);

// Fills a variant in; values are escaped for a PromQL string (and for a regex where the place is one).
std::string render(const NamedQuery& query, std::size_t variant, const QueryParams& params);

// A regular expression that matches any of these texts: "m6i\\.xlarge|g5\\.xlarge".
std::string anyOf(std::span<const std::string> texts);

struct Recognised {
    QueryId id;
    std::size_t variant;
    QueryParams params;
    bool operator==(const Recognised&) const = default;
};
// The inverse of render: what the demo's Prometheus uses to know what it was asked.
std::optional<Recognised> recognise(std::string_view text);

// A user's cluster label matcher as `a="x",b=~"y"`: also accepts braces around it, blanks, and values without quotes.
// Empty gives empty. Errors: Malformed.
Result<std::string> parseMatcher(std::string_view text);

// One chart's question. A range without length is asked once, at that moment (an instant query).
struct SeriesRequest {
    QueryId query;
    QueryParams params;
    TimeRange range;
    Millis step {Seconds {60}};
    bool operator==(const SeriesRequest&) const = default;
};

// Gives what a Prometheus answered the labels the queries promise: exported_ prefixes go; node labels of any provider
// become `pool` and `capacity` ("on-demand", "spot", "reserved", "" unknown), and counts of one such pair are summed.
std::vector<Series> shapeAnswer(QueryId query, std::vector<Series> series);
// Whether an answer says anything: node counts in which no node has a pool do not, when another variant may know.
bool tellsSomething(QueryId query, const std::vector<Series>& shaped);

// Cuts a range into slices of at most a day and 11,000 points (the API's limit per series), aligned to the step and
// to each other, so that the same past is always asked in the same slices. Never empty.
std::vector<TimeRange> slices(TimeRange range, Millis step);
// A step that gives about `points` points, at least `scrape`, rounded to what people say (15 s, 1 min, 5 min, ...).
Millis stepFor(TimeRange range, int points, Millis scrape);
// "90s", "5m", "1h30m" as PromQL writes it.
std::string durationText(Millis duration);

} // namespace loadline
