// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/build.h"
#include "manifest/fields_common.h"
#include "metrics/promql.h"

namespace loadline {
namespace {

struct Target {
    QueryId query;
    const char* legend;
    QueryParams more {};
};
struct Panel {
    const char* title;
    const char* unit; // Grafana's
    std::vector<Target> targets;
    bool steps = false; // counts change in steps
};
struct Row {
    const char* title;
    std::vector<Panel> panels;
};

// The label of the pool differs from cloud to cloud, and a node has one of them: the others are written as nothing.
constexpr const char* poolLegend
    = "{{label_karpenter_sh_nodepool}}{{label_eks_amazonaws_com_nodegroup}}{{label_cloud_google_com_gke_nodepool}}"
      "{{label_kubernetes_azure_com_agentpool}}{{label_kops_k8s_io_instancegroup}}{{label_doks_digitalocean_com_node_pool}}"
      "{{label_ibm_cloud_kubernetes_io_worker_pool_name}}{{label_alibabacloud_com_nodepool_id}}{{label_k8s_scaleway_com_pool_name}}"
      "{{label_hcloud_node_group}}{{label_nodepool}}";

const std::vector<Row>& rows()
{
    using enum QueryId;
    static const std::vector<Row> all {
        {"Horizontal Pod Autoscaler",
            {{"Pods", "short",
                 {{HpaCurrent, "current"}, {HpaDesired, "desired"}, {HpaMin, "lowest"}, {HpaMax, "highest"}}, true},
                {"Metric and target", "short",
                    {{HpaMetricCurrent, "{{metric_name}}"}, {HpaMetricTarget, "{{metric_name}} target"}}},
                {"Every autoscaler", "short", {{HpaDesiredAll, "{{namespace}}/{{horizontalpodautoscaler}}"}}, true}}},
        {"Workload",
            {{"Pods of the workload", "short", {{WorkloadReplicas, "wanted"}, {WorkloadReady, "ready"}}, true},
                {"CPU for each pod", "cores",
                    {{ContainerCpuPerPod, "{{container}}"},
                        {ContainerRequest, "{{container}} request", {{"resource", "cpu"}}}}},
                {"Memory for each pod", "bytes",
                    {{ContainerMemory, "{{container}}"},
                        {ContainerRequest, "{{container}} request", {{"resource", "memory"}}}}}}},
        {"Vertical Pod Autoscaler",
            {{"Recommendation", "short",
                {{VpaLower, "{{container}} {{resource}} lower"}, {VpaTarget, "{{container}} {{resource}} target"},
                    {VpaUpper, "{{container}} {{resource}} upper"}}}}},
        {"KEDA",
            {{"Value of each trigger", "short", {{KedaValue, "{{metric}}"}}},
                {"Active", "short", {{KedaActive, "{{metric}}"}}, true},
                {"Errors in 5 minutes", "short", {{KedaErrors, "errors"}}}}},
        {"Nodes",
            {{"Nodes by pool", "short", {{NodesByPool, poolLegend}}, true},
                {"Limits of pools", "short",
                    {{PoolUsage, "{{resource_type}} used"}, {PoolLimit, "{{resource_type}} limit"}}},
                {"Pods that wait", "short", {{PodsPending, "pending"}, {PodsUnschedulable, "without a node"}}, true}}},
    };
    return all;
}

// "${x}" is Grafana's variable, which Prometheus never sees.
std::string expression(const Target& target, const std::string& row, const char* workloadKind)
{
    QueryParams params {{"ns", "${namespace}"}, {"kind", workloadKind}, {"pool", "${pool}"}};
    params["name"] = row == "KEDA"         ? "${scaledobject}"
        : row == "Workload"                ? "${workload}"
        : row == "Vertical Pod Autoscaler" ? "${vpa}"
                                           : "${hpa}";
    for (const auto& [key, value] : target.more)
        params[key] = value;
    const NamedQuery& query = queryOf(target.query);
    return render(query, variantsFor(query, params).front(), params);
}

// A workload is a Deployment or a StatefulSet: who chose its name need not say which.
std::string expression(const Target& target, const std::string& row)
{
    const std::string ofDeployment = expression(target, row, "Deployment");
    return row == "Workload" ? "(" + ofDeployment + ") or (" + expression(target, row, "StatefulSet") + ")" : ofDeployment;
}

Value source()
{
    return mapOf({{"type", "prometheus"}, {"uid", "${datasource}"}});
}

Value panelOf(const Panel& panel, const std::string& row, int id, int x, int y, int width)
{
    Value targets = Value::list();
    for (std::size_t i = 0; i < panel.targets.size(); ++i)
        targets.add(mapOf({{"refId", std::string(1, static_cast<char>('A' + i))}, {"datasource", source()},
            {"expr", expression(panel.targets[i], row)}, {"legendFormat", panel.targets[i].legend}}));
    Value custom = mapOf(
        {{"drawStyle", "line"}, {"lineInterpolation", panel.steps ? "stepAfter" : "linear"}, {"spanNulls", false}});
    Value defaults = mapOf({{"unit", panel.unit}, {"min", 0}, {"custom", std::move(custom)}});
    return mapOf({{"id", id}, {"type", "timeseries"}, {"title", panel.title}, {"datasource", source()},
        {"gridPos", mapOf({{"x", x}, {"y", y}, {"w", width}, {"h", 8}})},
        {"fieldConfig", mapOf({{"defaults", std::move(defaults)}, {"overrides", Value::list()}})},
        {"options",
            mapOf({{"legend", mapOf({{"displayMode", "list"}, {"placement", "bottom"}})},
                {"tooltip", mapOf({{"mode", "multi"}})}})},
        {"targets", std::move(targets)}});
}

Value panels()
{
    Value all = Value::list();
    int id = 1;
    int y = 0;
    for (const Row& row : rows()) {
        all.add(mapOf({{"id", id++}, {"type", "row"}, {"title", row.title}, {"collapsed", false},
            {"gridPos", mapOf({{"x", 0}, {"y", y}, {"w", 24}, {"h", 1}})}, {"panels", Value::list()}}));
        const int width = 24 / static_cast<int>(row.panels.size());
        for (std::size_t i = 0; i < row.panels.size(); ++i)
            all.add(panelOf(row.panels[i], row.title, id++, static_cast<int>(i) * width, y + 1, width));
        y += 9;
    }
    return all;
}

Value variable(const char* name, const char* label, const std::string& query, const char* regex = "")
{
    return mapOf({{"name", name}, {"label", label}, {"type", "query"}, {"datasource", source()}, {"definition", query},
        {"query", mapOf({{"query", query}, {"refId", name}})}, {"regex", regex}, {"refresh", 2}, {"sort", 1}});
}

// Both kinds under one label, which Grafana reads from what the query answers.
std::string workloads(const std::string& in)
{
    const auto named = [&](const char* series, const char* label) {
        return "label_replace(" + (series + in) + ", \"workload\", \"$1\", \"" + label + "\", \"(.+)\")";
    };
    return "query_result(" + named("kube_deployment_spec_replicas", "deployment") + " or " + named("kube_statefulset_replicas", "statefulset") + ")";
}

Value variables()
{
    const std::string in = R"({namespace="${namespace}"})";
    Value all = Value::list();
    all.add(mapOf({{"name", "datasource"}, {"label", "Prometheus"}, {"type", "datasource"}, {"query", "prometheus"}}));
    all.add(variable("namespace", "Namespace", "label_values(kube_namespace_created, namespace)"));
    all.add(variable("hpa", "HPA",
        "label_values(kube_horizontalpodautoscaler_spec_max_replicas" + in + ", horizontalpodautoscaler)"));
    all.add(variable("workload", "Workload", workloads(in), R"re(/workload="([^"]+)"/)re"));
    all.add(variable("vpa", "VPA",
        "label_values(kube_verticalpodautoscaler_status_recommendation_containerrecommendations_target" + in
            + ", verticalpodautoscaler)"));
    all.add(variable("scaledobject", "ScaledObject", "label_values(keda_scaler_active" + in + ", scaledObject)"));
    all.add(variable("pool", "Pool", "label_values(karpenter_nodepools_limit, nodepool)"));
    return all;
}

} // namespace

Value grafanaDashboard()
{
    return mapOf(
        {{"uid", "loadline-autoscaling"}, {"title", "Autoscaling"}, {"tags", Value::list({"autoscaling", "loadline"})},
            {"timezone", "browser"}, {"schemaVersion", 38}, {"version", 1}, {"editable", true}, {"refresh", "1m"},
            {"time", mapOf({{"from", "now-6h"}, {"to", "now"}})}, {"templating", mapOf({{"list", variables()}})},
            {"annotations", mapOf({{"list", Value::list()}})}, {"panels", panels()}});
}

} // namespace loadline
