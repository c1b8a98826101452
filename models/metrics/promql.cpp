// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/promql_builder.h"

#include <array>

// THE list of queries. In the texts below @ns, @pod and @container are the names of kube-state-metrics' and KEDA's own
// labels: plain, or prefixed with exported_ where the scrape does not honour them; each such text makes two variants.
// Everything is aggregated with max by identity first: a restarted exporter leaves its old series for five minutes.

namespace loadline {

namespace {

NamedQuery hpa(QueryId id, const char* name, const std::string& metric, bool all = false)
{
    const std::string one = all ? R"(!="")" : R"(="$name")";
    const std::string ns = all ? "" : R"(@ns="$ns",)";
    const auto text = [&](const std::string& series, const std::string& label) {
        return "max by(@ns," + label + ")(" + series + "{" + ns + label + one + "$matcher})";
    };
    const std::string now = "kube_horizontalpodautoscaler_" + metric;
    const std::string old = "kube_hpa_" + metric; // kube-state-metrics before 2.0
    return QueryBuilder(id, name, "replicas")
        .both(text(now, "horizontalpodautoscaler"), {now})
        .both(text(old, "hpa"), {old});
}

NamedQuery hpaMetric(QueryId id, const char* name, const std::string& metric)
{
    const std::string now = "kube_horizontalpodautoscaler_" + metric;
    auto query = QueryBuilder(id, name, "")
                     .both("max by(metric_name,metric_target_type,@container)(" + now
                             + R"({@ns="$ns",horizontalpodautoscaler="$name"$matcher}))",
                         {now});
    if (id == QueryId::HpaMetricTarget) // the old twin of the status was removed before the names changed
        query.both(
            R"(max by(metric_name,metric_target_type)(kube_hpa_spec_target_metric{@ns="$ns",hpa="$name"$matcher}))",
            {"kube_hpa_spec_target_metric"});
    return query;
}

NamedQuery workload(QueryId id, const char* name, const std::array<const char*, 3>& metrics)
{
    constexpr std::array<std::pair<const char*, const char*>, 3> kinds {
        {{"Deployment", "deployment"}, {"StatefulSet", "statefulset"}, {"ReplicaSet", "replicaset"}}};
    QueryBuilder query(id, name, "replicas");
    for (std::size_t i = 0; i < kinds.size(); ++i)
        query.both(std::string("max(") + metrics[i] + "{@ns=\"$ns\"," + kinds[i].second + "=\"$name\"$matcher})",
            {metrics[i]}, {{"kind", kinds[i].first}});
    return query;
}

// Gives what the exporter named exported_namespace and exported_pod the plain names, to join it with cAdvisor's.
std::string renamed(const std::string& text)
{
    return "label_replace(label_replace(" + text
        + R"q(,"namespace","$1","exported_namespace","(.+)"),"pod","$1","exported_pod","(.+)"))q";
}

// The pods of a workload, exactly: those it owns, and those of the ReplicaSets or Jobs it owns. Value 1 each.
std::string podsOf(bool exported)
{
    const auto through = [](const std::string& kind, const std::string& metric, const std::string& label) {
        return R"q(kube_pod_owner{@ns="$ns",owner_kind=")q" + kind
            + R"q("$matcher} * on(@ns,owner_name) group_left() max by(@ns,owner_name)(label_replace()q" + metric
            + R"q({@ns="$ns",owner_kind="$kind",owner_name="$name"$matcher},"owner_name","$1",")q" + label
            + R"q(","(.+)")))q";
    };
    std::string text = R"q(max by(@ns,@pod)(kube_pod_owner{@ns="$ns",owner_kind="$kind",owner_name="$name"$matcher})q";
    text += " or " + through("ReplicaSet", "kube_replicaset_owner", "replicaset");
    text += " or " + through("Job", "kube_job_owner", "job_name") + ")";
    const std::string prefix = exported ? "exported_" : "";
    text = replaced(replaced(std::move(text), "@ns", prefix + "namespace"), "@pod", prefix + "pod");
    return exported ? "max by(namespace,pod)(" + renamed(text) + ")" : text;
}

// How the pods of a kind are called, for where kube-state-metrics does not tell owners: the generated suffixes use
// letters without vowels, so that "api" does not match the pods of "api-gateway".
constexpr std::array<std::pair<const char*, const char*>, 3> podNames {
    {{"Deployment", "$re_name-[bcdfghjklmnpqrstvwxz2456789]{6,10}-[bcdfghjklmnpqrstvwxz2456789]{5}"},
        {"StatefulSet", "$re_name-[0-9]+"}, {"DaemonSet", "$re_name-[bcdfghjklmnpqrstvwxz2456789]{5}"}}};

// `before` and `after` wrap the samples of one container in one pod; `range` is "" or a rate's window.
QueryBuilder& usage(QueryBuilder& query, const std::string& series, const std::string& before, const std::string& after,
    bool rate, const std::string& rateWindow)
{
    const auto perContainer = [&](const std::string& pods) {
        const std::string selector
            = series + R"({namespace="$ns",container!="",container!="POD")" + pods + "$and_container$matcher}";
        return "max by(namespace,pod,container)(" + (rate ? "rate(" + selector + "[" + rateWindow + "])" : selector)
            + ")";
    };
    const auto joined = [&](bool exported) {
        return before + perContainer("") + " * on(namespace,pod) group_left() " + podsOf(exported) + after;
    };
    query.given(joined(false), {series, "kube_pod_owner"}, joined(true));
    for (const auto& [kind, pattern] : podNames)
        query.plain(
            before + perContainer(std::string(",pod=~\"") + pattern + "\"") + after, {series}, {{"kind", kind}});
    return query;
}

NamedQuery cpu(QueryId id, const char* name, const std::string& aggregate)
{
    QueryBuilder query(id, name, "cores");
    query.window("5m", true);
    return usage(query, "container_cpu_usage_seconds_total", aggregate + " by(container)(", ")", true, "$window");
}

NamedQuery memory(QueryId id, const char* name, const std::string& aggregate)
{
    QueryBuilder query(id, name, "bytes");
    return usage(query, "container_memory_working_set_bytes", aggregate + " by(container)(", ")", false, "");
}

NamedQuery cpuPeak()
{
    QueryBuilder query(QueryId::ContainerCpuPeak, "container-cpu-peak", "cores");
    query.window("7d", false);
    return usage(query, "container_cpu_usage_seconds_total", "quantile_over_time(0.95,(max by(container)(",
        "))[$window:5m])", true, "5m");
}

NamedQuery memoryPeak()
{
    QueryBuilder query(QueryId::ContainerMemoryPeak, "container-memory-peak", "bytes");
    query.window("7d", false);
    return usage(
        query, "container_memory_working_set_bytes", "max_over_time((max by(container)(", "))[$window:5m])", false, "");
}

NamedQuery containerSpec(QueryId id, const char* name, const std::string& series)
{
    // The exporter names its own pod and container here too, so both sides carry the same renamed labels.
    const auto text = [&](const std::string& metric, const std::string& resource, bool exported) {
        auto selector = "max by(@ns,@pod,@container)(" + metric + R"({@ns="$ns")" + resource
            + (exported ? "$and_exported_container" : "$and_container") + "$matcher})";
        const std::string prefix = exported ? "exported_" : "";
        for (const char* label : {"pod", "container"})
            selector = replaced(std::move(selector), "@" + std::string(label), prefix + label);
        selector = replaced(std::move(selector), "@ns", prefix + "namespace");
        if (exported)
            selector = renamed(selector);
        return "avg by(" + prefix + "container)(" + selector + " * on(namespace,pod) group_left() " + podsOf(exported)
            + ")";
    };
    QueryBuilder query(id, name, "");
    query.given(text(series, R"(,resource="$resource")", false), {series, "kube_pod_owner"},
        text(series, R"(,resource="$resource")", true));
    const std::array<std::array<const char*, 2>, 2> older {{{"cpu", "_cpu_cores"}, {"memory", "_memory_bytes"}}};
    for (const auto& [resource, suffix] : older) // kube-state-metrics before 2.0
        query.given(text(series + suffix, "", false), {series + suffix, "kube_pod_owner"},
            text(series + suffix, "", true), {{"resource", resource}});
    return query;
}

NamedQuery vpa(QueryId id, const char* name, const std::string& bound)
{
    const std::string tail = "verticalpodautoscaler_status_recommendation_containerrecommendations_" + bound;
    const std::string selector = R"({@ns="$ns",verticalpodautoscaler="$name"$matcher})";
    const auto whole
        = [&](const std::string& prefix) { return "max by(@container,resource)(" + prefix + tail + selector + ")"; };
    const auto part = [&](const char* resource) {
        return "label_replace(kube_" + tail + "_" + resource + selector + R"(,"resource",")" + resource + R"(","",""))";
    };
    return QueryBuilder(id, name, "")
        .both(whole("kube_"), {"kube_" + tail})
        .both("max by(@container,resource)(" + part("cpu") + " or " + part("memory") + ")", {"kube_" + tail + "_cpu"})
        .both(whole("kube_customresource_"), {"kube_customresource_" + tail});
}

NamedQuery keda(QueryId id, const char* name, const std::vector<std::string>& metrics, bool all = false)
{
    QueryBuilder query(id, name, "");
    const std::string who = all ? R"(scaledObject!="")" : R"(@ns="$ns",scaledObject="$name")";
    const std::string by = all ? "@ns,scaledObject," : "";
    for (const auto& metric : metrics)
        query.both("max by(" + by + "metric,triggerIndex,scalerIndex,scaler,type)(" + metric + "{" + who + "$matcher})",
            {metric});
    return query;
}

NamedQuery kedaErrors()
{
    QueryBuilder query(QueryId::KedaErrors, "keda-errors", "");
    query.window("5m", true);
    for (const char* metric : {"keda_scaled_object_errors_total", "keda_scaled_object_errors"})
        query.both(std::string("max by(@ns,scaledObject)(increase(") + metric
                + R"({@ns="$ns",scaledObject="$name"$matcher}[$window])))",
            {metric});
    return query;
}

std::vector<NamedQuery> build()
{
    using enum QueryId;
    const std::string current = "status_current_replicas";
    const std::string desired = "status_desired_replicas";
    return {
        hpa(HpaCurrent, "hpa-current", current),
        hpa(HpaDesired, "hpa-desired", desired),
        hpa(HpaMin, "hpa-min", "spec_min_replicas"),
        hpa(HpaMax, "hpa-max", "spec_max_replicas"),
        hpa(HpaCurrentAll, "hpa-current-all", current, true),
        hpa(HpaDesiredAll, "hpa-desired-all", desired, true),
        hpaMetric(HpaMetricCurrent, "hpa-metric-current", "status_target_metric"),
        hpaMetric(HpaMetricTarget, "hpa-metric-target", "spec_target_metric"),
        workload(WorkloadReplicas, "workload-replicas",
            {"kube_deployment_spec_replicas", "kube_statefulset_replicas", "kube_replicaset_spec_replicas"}),
        workload(WorkloadReady, "workload-ready",
            {"kube_deployment_status_replicas_ready", "kube_statefulset_status_replicas_ready",
                "kube_replicaset_status_ready_replicas"}),
        cpu(ContainerCpu, "container-cpu", "sum"),
        cpu(ContainerCpuPerPod, "container-cpu-per-pod", "avg"),
        memory(ContainerMemory, "container-memory", "avg"),
        cpuPeak(),
        memoryPeak(),
        containerSpec(ContainerRequest, "container-request", "kube_pod_container_resource_requests"),
        containerSpec(ContainerLimit, "container-limit", "kube_pod_container_resource_limits"),
        vpa(VpaTarget, "vpa-target", "target"),
        vpa(VpaLower, "vpa-lower", "lowerbound"),
        vpa(VpaUpper, "vpa-upper", "upperbound"),
        vpa(VpaUncapped, "vpa-uncapped", "uncappedtarget"),
        keda(KedaValue, "keda-value", {"keda_scaler_metrics_value", "keda_metrics_adapter_scaler_metrics_value"}),
        keda(KedaActive, "keda-active", {"keda_scaler_active"}),
        keda(KedaValueAll, "keda-value-all", {"keda_scaler_metrics_value", "keda_metrics_adapter_scaler_metrics_value"},
            true),
        kedaErrors(),
        QueryBuilder(KedaPaused, "keda-paused", "")
            .both(R"(max by(@ns,scaledObject)(keda_scaled_object_paused{@ns="$ns",scaledObject="$name"$matcher}))",
                {"keda_scaled_object_paused"}),
        nodesByPoolQuery(),
        nodeCountQuery(),
        poolQuery(PoolUsage, "pool-usage", "usage"),
        poolQuery(PoolLimit, "pool-limit", "limit"),
        QueryBuilder(PodsPending, "pods-pending", "pods")
            .both(
                R"(sum(max by(@ns,@pod)(kube_pod_status_phase{phase="Pending"$matcher})))", {"kube_pod_status_phase"}),
        QueryBuilder(PodsUnschedulable, "pods-unschedulable", "pods")
            .both(R"(sum(max by(@ns,@pod)(kube_pod_status_unschedulable{@pod!=""$matcher})))",
                {"kube_pod_status_unschedulable"}),
        nodesByMachineQuery(),
        nodePricesQuery(),
        machinePricesQuery(),
        offeringPricesQuery(),
        workloadReplicasAllQuery(),
        workloadsWaitingQuery(),
        workloadSizesQuery(),
        QueryBuilder(Up, "up", "").plain("count(up$scope)", {"up"}),
        QueryBuilder(Present, "present", "")
            .plain(R"(count by(__name__)({__name__=~"$names",exported_namespace=""$matcher}))", {}),
        QueryBuilder(PresentExported, "present-exported", "")
            .plain(R"(count by(__name__)({__name__=~"$names",exported_namespace!=""$matcher}))", {}),
    };
}

} // namespace

std::span<const NamedQuery> namedQueries()
{
    static const std::vector<NamedQuery> list = build();
    return list;
}

const NamedQuery& queryOf(QueryId id)
{
    static const NamedQuery written = QueryBuilder(QueryId::Written, "written", "").plain("$raw_promql", {});
    return id == QueryId::Written ? written : namedQueries()[static_cast<std::size_t>(id)];
}

std::vector<std::size_t> variantsFor(const NamedQuery& query, const QueryParams& params)
{
    std::vector<std::size_t> fitting;
    for (std::size_t i = 0; i < query.variants.size(); ++i) {
        bool fits = true;
        for (const auto& [key, value] : query.variants[i].given) {
            const auto at = params.find(key);
            fits = fits && at != params.end() && at->second == value;
        }
        if (fits)
            fitting.push_back(i);
    }
    return fitting;
}

} // namespace loadline
