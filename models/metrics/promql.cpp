// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/promql.h"

#include <array>

// THE list of queries. In the texts below @ns, @pod and @container are the names of kube-state-metrics' and KEDA's own
// labels: plain, or prefixed with exported_ where the scrape does not honour them; each such text makes two variants.
// Everything is aggregated with max by identity first: a restarted exporter leaves its old series for five minutes.

namespace loadline {

namespace {

std::string replaced(std::string text, std::string_view what, std::string_view by)
{
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
        text.replace(at, what.size(), by);
    return text;
}

class Builder {
public:
    Builder(QueryId id, std::string name, std::string unit)
    {
        query_.id = id;
        query_.name = std::move(name);
        query_.unit = std::move(unit);
    }
    Builder& window(std::string text, bool rate)
    {
        query_.window = std::move(text);
        query_.rate = rate;
        return *this;
    }
    // As it stands: no label of it can be renamed.
    Builder& plain(std::string text, std::vector<std::string> needs, QueryParams given = {})
    {
        query_.variants.push_back({std::move(text), std::move(needs), false, std::move(given)});
        return *this;
    }
    // With honoured labels, then with exported ones.
    Builder& both(const std::string& text, const std::vector<std::string>& needs, const QueryParams& given = {})
    {
        const auto named = [&](std::string_view prefix) {
            auto out = text;
            for (const char* label : {"namespace", "pod", "container"}) {
                const auto token = label == std::string_view("namespace") ? "@ns" : "@" + std::string(label);
                out = replaced(std::move(out), token, std::string(prefix) + label);
            }
            return out;
        };
        query_.variants.push_back({named(""), needs, false, given});
        query_.variants.push_back({named("exported_"), needs, true, given});
        return *this;
    }
    Builder& given(const std::string& text, const std::vector<std::string>& needs, const std::string& exportedText,
        const QueryParams& given = {})
    {
        query_.variants.push_back({text, needs, false, given});
        query_.variants.push_back({exportedText, needs, true, given});
        return *this;
    }
    operator NamedQuery() const { return query_; }

private:
    NamedQuery query_;
};

NamedQuery hpa(QueryId id, const char* name, const std::string& metric, bool all = false)
{
    const std::string one = all ? R"(!="")" : R"(="$name")";
    const std::string ns = all ? "" : R"(@ns="$ns",)";
    const auto text = [&](const std::string& series, const std::string& label) {
        return "max by(@ns," + label + ")(" + series + "{" + ns + label + one + "$matcher})";
    };
    const std::string now = "kube_horizontalpodautoscaler_" + metric;
    const std::string old = "kube_hpa_" + metric; // kube-state-metrics before 2.0
    return Builder(id, name, "replicas")
        .both(text(now, "horizontalpodautoscaler"), {now})
        .both(text(old, "hpa"), {old});
}

NamedQuery hpaMetric(QueryId id, const char* name, const std::string& metric)
{
    const std::string now = "kube_horizontalpodautoscaler_" + metric;
    auto query = Builder(id, name, "")
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
    Builder query(id, name, "replicas");
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
Builder& usage(Builder& query, const std::string& series, const std::string& before, const std::string& after,
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
    Builder query(id, name, "cores");
    query.window("5m", true);
    return usage(query, "container_cpu_usage_seconds_total", aggregate + " by(container)(", ")", true, "$window");
}

NamedQuery memory(QueryId id, const char* name, const std::string& aggregate)
{
    Builder query(id, name, "bytes");
    return usage(query, "container_memory_working_set_bytes", aggregate + " by(container)(", ")", false, "");
}

NamedQuery cpuPeak()
{
    Builder query(QueryId::ContainerCpuPeak, "container-cpu-peak", "cores");
    query.window("7d", false);
    return usage(query, "container_cpu_usage_seconds_total", "quantile_over_time(0.95,(max by(container)(",
        "))[$window:5m])", true, "5m");
}

NamedQuery memoryPeak()
{
    Builder query(QueryId::ContainerMemoryPeak, "container-memory-peak", "bytes");
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
    Builder query(id, name, "");
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
    return Builder(id, name, "")
        .both(whole("kube_"), {"kube_" + tail})
        .both("max by(@container,resource)(" + part("cpu") + " or " + part("memory") + ")", {"kube_" + tail + "_cpu"})
        .both(whole("kube_customresource_"), {"kube_customresource_" + tail});
}

NamedQuery keda(QueryId id, const char* name, const std::vector<std::string>& metrics, bool all = false)
{
    Builder query(id, name, "");
    const std::string who = all ? R"(scaledObject!="")" : R"(@ns="$ns",scaledObject="$name")";
    const std::string by = all ? "@ns,scaledObject," : "";
    for (const auto& metric : metrics)
        query.both("max by(" + by + "metric,triggerIndex,scalerIndex,scaler,type)(" + metric + "{" + who + "$matcher})",
            {metric});
    return query;
}

NamedQuery kedaErrors()
{
    Builder query(QueryId::KedaErrors, "keda-errors", "");
    query.window("5m", true);
    for (const char* metric : {"keda_scaled_object_errors_total", "keda_scaled_object_errors"})
        query.both(std::string("max by(@ns,scaledObject)(increase(") + metric
                + R"({@ns="$ns",scaledObject="$name"$matcher}[$window])))",
            {metric});
    return query;
}

NamedQuery nodesByPool()
{
    // The labels of shape.cpp: what kube-state-metrics makes of the providers' node labels.
    const std::string labels
        = "label_karpenter_sh_nodepool,label_karpenter_sh_provisioner_name,label_eks_amazonaws_com_nodegroup,"
          "label_alpha_eksctl_io_nodegroup_name,label_cloud_google_com_gke_nodepool,label_kubernetes_azure_com_"
          "agentpool,"
          "label_agentpool,label_kops_k8s_io_instancegroup,label_doks_digitalocean_com_node_pool,"
          "label_lke_linode_com_pool_id,label_k8s_scaleway_com_pool_name,label_k8s_scaleway_com_pool,"
          "label_ibm_cloud_kubernetes_io_worker_pool_name,label_alibabacloud_com_nodepool_id,"
          "label_kubernetes_civo_com_civo_node_pool,label_rke_cattle_io_rke_machine_pool_name,"
          "label_magnum_openstack_org_nodegroup,label_compute_coreweave_com_node_pool,label_hcloud_node_group,"
          "label_nodepool,label_karpenter_sh_capacity_type,label_eks_amazonaws_com_capacityType,"
          "label_eks_amazonaws_com_capacity_type,label_cloud_google_com_gke_spot,label_cloud_google_com_gke_"
          "preemptible,"
          "label_cloud_google_com_gke_provisioning,label_kubernetes_azure_com_scalesetpriority,label_lifecycle,"
          "label_oci_oraclecloud_com_oke_is_preemptible,label_spotinst_io_node_lifecycle";
    return Builder(QueryId::NodesByPool, "nodes-by-pool", "nodes")
        .plain("count by(" + labels + ")(max by(node," + labels + R"()(kube_node_labels{node!=""$matcher})))",
            {"kube_node_labels"})
        .plain("count by(nodepool,capacity_type)(max by(node_name,nodepool,capacity_type)"
               R"((karpenter_nodes_allocatable{nodepool!="",resource_type="cpu"$matcher})))",
            {"karpenter_nodes_allocatable"});
}

NamedQuery nodeCount()
{
    return Builder(QueryId::NodeCount, "node-count", "nodes")
        .plain(R"(count(max by(node)(kube_node_info{node!=""$matcher})))", {"kube_node_info"})
        .plain(R"(count(max by(node)(kube_node_labels{node!=""$matcher})))", {"kube_node_labels"});
}

NamedQuery pool(QueryId id, const char* name, const std::string& what)
{
    Builder query(id, name, "");
    for (const char* prefix : {"karpenter_nodepools_", "karpenter_nodepool_"})
        query.plain(
            "max by(nodepool,resource_type)(" + (prefix + what) + R"({nodepool="$pool"$matcher}))", {prefix + what});
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
        Builder(KedaPaused, "keda-paused", "")
            .both(R"(max by(@ns,scaledObject)(keda_scaled_object_paused{@ns="$ns",scaledObject="$name"$matcher}))",
                {"keda_scaled_object_paused"}),
        nodesByPool(),
        nodeCount(),
        pool(PoolUsage, "pool-usage", "usage"),
        pool(PoolLimit, "pool-limit", "limit"),
        Builder(PodsPending, "pods-pending", "pods")
            .both(
                R"(sum(max by(@ns,@pod)(kube_pod_status_phase{phase="Pending"$matcher})))", {"kube_pod_status_phase"}),
        Builder(PodsUnschedulable, "pods-unschedulable", "pods")
            .both(R"(sum(max by(@ns,@pod)(kube_pod_status_unschedulable{@pod!=""$matcher})))",
                {"kube_pod_status_unschedulable"}),
        Builder(Up, "up", "").plain("count(up$scope)", {"up"}),
        Builder(Present, "present", "")
            .plain(R"(count by(__name__)({__name__=~"$names",exported_namespace=""$matcher}))", {}),
        Builder(PresentExported, "present-exported", "")
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
    return namedQueries()[static_cast<std::size_t>(id)];
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
