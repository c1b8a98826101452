// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/kube_series.h"

#include <cmath>
#include <tuple>
#include <limits>

namespace loadline::test {

namespace {

constexpr Millis interval {Seconds {120}};
constexpr Millis day {Seconds {86'400}};

TimePoint aligned(TimePoint end)
{
    return TimePoint {Millis {end.time_since_epoch().count() / interval.count() * interval.count()}};
}

double secondsOf(TimePoint t)
{
    return static_cast<double>(t.time_since_epoch().count()) / 1000;
}

} // namespace

KubeSeries::KubeSeries(TimePoint end)
    : series({aligned(end) - 15 * day, aligned(end)}, interval)
    , recent({series.range().to - 2 * day, series.range().to})
    , restart(restartFor(series.range().to))
    , gap({restart + Seconds {6 * 3600}, restart + Seconds {9 * 3600}})
    , briefHour(std::chrono::floor<std::chrono::hours>(series.range().to) - std::chrono::hours {3})
{
    addHpas();
    addWorkloads();
    addBrief();
    addUsage();
    addVpas();
    addKeda();
    addNodes();
    series.add(R"(up{job="kube-state-metrics",instance="10.0.0.1:8080"})", 1);
}

double KubeSeries::replicasAt(TimePoint t)
{
    constexpr double turn = 2 * 3.14159265358979;
    return std::round(11 - 9 * std::cos(turn * secondsOf(t) / 86'400));
}

TimePoint KubeSeries::restartFor(TimePoint end)
{
    const auto steady = [](TimePoint at) {
        for (TimePoint near = at - Seconds {360}; near <= at + Seconds {420}; near += interval)
            if (replicasAt(near) != replicasAt(at))
                return false;
        return true;
    };
    TimePoint restart = aligned(end) - day;
    while (!steady(restart))
        restart -= interval;
    return restart;
}

// One pod of the exporter until the restart, another from four minutes before it.
void KubeSeries::kube(
    const std::string& metric, const std::string& labels, const BackfilledSeries::Value& value, bool longAgo)
{
    const auto& whole = longAgo ? series.range() : recent;
    const auto outside
        = [&](TimePoint t) { return t > gap.from && t < gap.to ? std::numeric_limits<double>::quiet_NaN() : value(t); };
    series.add(metric + "{instance=\"10.0.0.1:8080\",job=\"kube-state-metrics\"," + labels + "}", outside,
        {whole.from, restart});
    series.add(metric + "{instance=\"10.0.0.2:8080\",job=\"kube-state-metrics\"," + labels + "}", outside,
        {restart - Seconds {240}, whole.to});
}

void KubeSeries::kube(const std::string& metric, const std::string& labels, double value)
{
    kube(
        metric, labels, [value](TimePoint) { return value; }, false);
}

void KubeSeries::addHpas()
{
    const std::string hpa = "kube_horizontalpodautoscaler_";
    const std::string fraud = R"(namespace="shop",horizontalpodautoscaler="fraud-api")";
    kube(hpa + "status_current_replicas", fraud, replicasAt, true);
    kube(hpa + "status_desired_replicas", fraud, [](TimePoint t) { return replicasAt(t + Seconds {120}); });
    kube(hpa + "spec_min_replicas", fraud, 2);
    kube(hpa + "spec_max_replicas", fraud, 20);
    const std::string cpu = fraud + R"(,metric_name="cpu",metric_target_type="utilization")";
    kube(hpa + "spec_target_metric", cpu, 70);
    kube(hpa + "status_target_metric", cpu, [](TimePoint t) { return 60 + replicasAt(t); });
    kube(hpa + "status_target_metric", fraud + R"(,metric_name="memory",metric_target_type="average",container="app")",
        512.0 * 1024 * 1024);
    const std::string other = R"(namespace="shop",horizontalpodautoscaler="feature-store")";
    kube(hpa + "status_current_replicas", other, 3);
    kube(hpa + "status_desired_replicas", other, 3);
    kube(hpa + "spec_min_replicas", other, 3);
    kube(hpa + "spec_max_replicas", other, 15);
    // What kube-state-metrics before 2.0 called them.
    kube("kube_hpa_status_current_replicas", R"(namespace="old",hpa="relic")", 4);
    kube("kube_hpa_spec_target_metric",
        R"(namespace="old",hpa="relic",metric_name="cpu",metric_target_type="utilization")", 55);
}

void KubeSeries::addWorkloads()
{
    kube("kube_deployment_spec_replicas", R"(namespace="shop",deployment="fraud-api")", 2);
    kube("kube_deployment_status_replicas_ready", R"(namespace="shop",deployment="fraud-api")", 2);
    kube("kube_statefulset_replicas", R"(namespace="shop",statefulset="store")", 3);
    kube("kube_statefulset_status_replicas_ready", R"(namespace="shop",statefulset="store")", 3);
    kube("kube_replicaset_spec_replicas", R"(namespace="shop",replicaset="fraud-api-7d9f8b6c5d")", 2);
    kube("kube_replicaset_status_ready_replicas", R"(namespace="shop",replicaset="fraud-api-7d9f8b6c5d")", 1);
    for (const std::string name : {"fraud-api", "fraud-api-gateway"})
        kube("kube_replicaset_owner",
            R"(namespace="shop",replicaset=")" + name + R"(-7d9f8b6c5d",owner_kind="Deployment",owner_name=")" + name
                + "\"",
            1);
    for (const std::string pod : {"fraud-api-7d9f8b6c5d-bcdfg", "fraud-api-7d9f8b6c5d-hjklm"})
        kube("kube_pod_owner",
            R"(namespace="shop",pod=")" + pod + R"(",owner_kind="ReplicaSet",owner_name="fraud-api-7d9f8b6c5d")", 1);
    kube("kube_pod_owner",
        R"(namespace="shop",pod="fraud-api-gateway-7d9f8b6c5d-npqrs",owner_kind="ReplicaSet",owner_name="fraud-api-gateway-7d9f8b6c5d")",
        1);
    kube("kube_pod_owner", R"(namespace="shop",pod="store-0",owner_kind="StatefulSet",owner_name="store")", 1);
    kube("kube_job_owner", R"(namespace="shop",job_name="nightly-28000",owner_kind="CronJob",owner_name="nightly")", 1);
    kube("kube_pod_owner", R"(namespace="shop",pod="nightly-28000-xwvtr",owner_kind="Job",owner_name="nightly-28000")",
        1);
    for (const std::string pod : {"fraud-api-7d9f8b6c5d-bcdfg", "fraud-api-7d9f8b6c5d-hjklm"}) {
        const auto app = R"(namespace="shop",pod=")" + pod + R"(",node="cpu-0",container="app",)";
        kube("kube_pod_info",
            R"(namespace="shop",pod=")" + pod + R"(",node="cpu-0",created_by_kind="ReplicaSet",created_by_name="fraud-api-7d9f8b6c5d")", 1);
        kube("kube_pod_container_resource_requests", app + R"(resource="cpu",unit="core")", 0.5);
        kube("kube_pod_container_resource_requests", app + R"(resource="memory",unit="byte")", 1e9);
        kube("kube_pod_container_resource_limits", app + R"(resource="cpu",unit="core")", 2);
        kube("kube_pod_status_phase", R"(namespace="shop",pod=")" + pod + R"(",phase="Pending")", 0);
    }
    kube("kube_pod_container_resource_requests",
        R"(namespace="shop",pod="fraud-api-7d9f8b6c5d-hjklm",node="cpu-0",container="mesh",resource="cpu",unit="core")", 0.1);
    // One waits for a node and requests more: neither large nor running. One of another workload is named almost alike.
    for (const std::string pod : {"fraud-api-7d9f8b6c5d-vwxzb", "fraud-api-gateway-7d9f8b6c5d-vwxzb"}) {
        const std::string set = pod.substr(0, pod.rfind('-'));
        kube("kube_pod_info", R"(namespace="shop",pod=")" + pod + R"(",created_by_kind="ReplicaSet",created_by_name=")" + set + "\"", 1);
        kube("kube_pod_container_resource_requests", R"(namespace="shop",pod=")" + pod + R"(",container="app",resource="cpu",unit="core")", 8);
    }
    // A Deployment, and ReplicaSets that none owns, named as if it did: what these run and wait for is not its.
    for (const auto& [set, owner, cores] : {std::tuple<std::string, const char*, double>("tool-7d9f8b6c5d", "Deployment", 0.25), {"tool-green", "<none>", 16}, {"tool-blue", "", 16}}) {
        kube("kube_replicaset_owner", R"(namespace="tools",replicaset=")" + set + R"(",owner_kind=")" + owner + "\"", 1);
        for (const std::string node : {R"(node="cpu-0",)", ""}) {
            const std::string pod = R"(namespace="tools",pod=")" + set + (node.empty() ? "-waits\"," : "-runs\",") + node;
            kube("kube_pod_owner", pod + R"(owner_kind="ReplicaSet",owner_name=")" + set + "\"", 1);
            kube("kube_pod_info", pod + R"(created_by_kind="ReplicaSet",created_by_name=")" + set + "\"", 1);
            kube("kube_pod_container_resource_requests", pod + R"(container="app",resource="cpu",unit="core")", cores);
        }
    }
    kube("kube_pod_container_resource_requests_cpu_cores", R"(namespace="shop",pod="store-0",container="db")", 0.25);
    kube("kube_pod_status_phase", R"(namespace="shop",pod="waiting-1",phase="Pending")", 1);
    kube("kube_pod_status_unschedulable", R"(namespace="shop",pod="waiting-1")", 1);
}

void KubeSeries::addBrief()
{
    const TimeRange life {briefHour + Seconds {600}, briefHour + Seconds {1320}};
    const auto brief = [&](const std::string& metric, const std::string& labels, double value) {
        series.add(metric + R"({instance="10.0.0.2:8080",job="kube-state-metrics",namespace="shop",)" + labels + "}", [value](TimePoint) { return value; }, life);
    };
    brief("kube_replicaset_owner", R"(replicaset="flash-6b9f",owner_kind="Deployment",owner_name="flash")", 1);
    for (const std::string pod : {"a", "b"}) {
        brief("kube_pod_owner", R"(pod="flash-6b9f-)" + pod + R"(",owner_kind="ReplicaSet",owner_name="flash-6b9f")", 1);
        for (const auto& [resource, amount] : {std::pair("cpu", 1.5), std::pair("amd_com_gpu", 1.0), std::pair("nvidia_com_mig_3g_20gb", 2.0), std::pair("hugepages_2Mi", 4096.0), std::pair("ephemeral_storage", 7.0)})
            brief("kube_pod_container_resource_requests", R"(pod="flash-6b9f-)" + pod + R"(",node="cpu-0",container="app",resource=")" + resource + "\"", amount);
    }
}

void KubeSeries::addUsage()
{
    struct Pod {
        const char* name;
        const char* container;
        double cores;
        double bytes;
    };
    const Pod pods[]
        = {{"fraud-api-7d9f8b6c5d-bcdfg", "app", 0.4, 3e8}, {"fraud-api-7d9f8b6c5d-hjklm", "app", 0.2, 5e8},
            {"fraud-api-7d9f8b6c5d-bcdfg", "mesh", 0.05, 1e7}, {"fraud-api-gateway-7d9f8b6c5d-npqrs", "app", 9, 9e9},
            {"store-0", "db", 1.5, 2e9}, {"nightly-28000-xwvtr", "job", 0.7, 4e8}};
    for (const Pod& pod : pods) {
        const auto counter = [cores = pod.cores](TimePoint t) { return cores * (secondsOf(t) - 1.6e9); };
        // A container "" is the pod's own group and would double the sum; POD is the pause container. Two endpoints
        // of the kubelet tell the same twice.
        for (const std::string container : {pod.container, "", "POD"}) {
            if (container != pod.container && pod.container == std::string_view("mesh"))
                continue;
            const auto labels = std::string(R"({namespace="shop",pod=")") + pod.name + "\""
                + (container.empty() ? "" : ",container=\"" + container + "\"");
            for (const std::string path : {"/metrics/cadvisor", "/metrics/resource"}) {
                series.add(
                    "container_cpu_usage_seconds_total" + labels + ",metrics_path=\"" + path + "\"}", counter, recent);
                series.add(
                    "container_memory_working_set_bytes" + labels + ",metrics_path=\"" + path + "\"}",
                    [bytes = pod.bytes](TimePoint) { return bytes; }, recent);
            }
        }
    }
}

void KubeSeries::addVpas()
{
    const std::string tail = "verticalpodautoscaler_status_recommendation_containerrecommendations_";
    const auto one = [&](const std::string& prefix, const std::string& bound, const std::string& name,
                         const std::string& resource, double value) {
        kube(prefix + tail + bound,
            R"(namespace="shop",container="app",verticalpodautoscaler=")" + name + R"(",resource=")" + resource + "\"",
            value);
    };
    for (const auto& [bound, cpu] : {std::pair("lowerbound", 0.1), std::pair("target", 0.3),
             std::pair("upperbound", 1.0), std::pair("uncappedtarget", 0.35)}) {
        one("kube_", bound, "classic", "cpu", cpu);
        one("kube_", bound, "classic", "memory", cpu * 1e9);
        one("kube_customresource_", bound, "custom", "cpu", cpu * 2);
        kube("kube_" + tail + bound + "_cpu", R"(namespace="shop",container="app",verticalpodautoscaler="split")",
            cpu * 3);
        kube("kube_" + tail + bound + "_memory", R"(namespace="shop",container="app",verticalpodautoscaler="split")",
            cpu * 3e9);
    }
}

void KubeSeries::addKeda()
{
    // Scraped without honorLabels: `namespace` is KEDA's own.
    const std::string scraped = R"({namespace="keda",job="keda-operator",exported_namespace="ml",)";
    const std::string trigger
        = R"(scaledObject="batch",metric="s0-rabbitmq-jobs",triggerIndex="0",scaler="rabbitMQScaler",type="scaledobject"})";
    series.add("keda_scaler_metrics_value" + scraped + trigger, [](TimePoint t) { return 10 * replicasAt(t); });
    series.add("keda_scaler_active" + scraped + trigger, [](TimePoint t) { return replicasAt(t) > 2 ? 1.0 : 0.0; });
    series.add("keda_scaled_object_paused" + scraped + R"(scaledObject="batch"})", 0);
    series.add("keda_scaled_object_errors_total" + scraped + R"(scaledObject="batch"})",
        [](TimePoint t) { return (secondsOf(t) - 1.6e9) / 60; });
    series.add(
        R"(keda_metrics_adapter_scaler_metrics_value{namespace="ml",scaledObject="old",metric="s0-kafka",scalerIndex="0"})",
        7);
}

void KubeSeries::addNodes()
{
    const auto from = restart;
    for (int i = 0; i < 4; ++i) {
        const auto node = R"(node="cpu-)" + std::to_string(i) + "\"";
        const auto up
            = [from, i](TimePoint t) { return i < 2 || t >= from ? 1.0 : std::numeric_limits<double>::quiet_NaN(); };
        kube("kube_node_info", node, up);
        kube("kube_node_labels",
            node + R"(,label_karpenter_sh_nodepool="cpu",label_karpenter_sh_capacity_type=")"
                + (i < 2 ? "on-demand" : "spot")
                + R"(",label_node_kubernetes_io_instance_type="m6i.xlarge",label_topology_kubernetes_io_region="us-east-1",)"
                  R"(label_topology_kubernetes_io_zone="us-east-1a")",
            up);
        series.add("node_total_hourly_cost{" + node + R"(,instance_type="m6i.xlarge",region="us-east-1"})", i < 2 ? 0.192 : 0.09);
    }
    for (const char* capacity : {"on-demand", "spot"})
        for (const char* type : {"m6i.xlarge", "m6i.2xlarge"})
            series.add(std::string(R"(karpenter_cloudprovider_instance_type_offering_price_estimate{instance_type=")") + type
                    + R"(",capacity_type=")" + capacity + R"(",zone="us-east-1a"})",
                std::string(capacity) == "spot" ? 0.08 : 0.192);
    series.add(R"(karpenter_cloudprovider_instance_type_price_estimate{instance_type="a1.old",capacity_type="spot",zone="us-east-1b"})",
        0.01);
    kube("kube_node_info", R"(node="gpu-0")", 1);
    kube("kube_node_labels",
        R"(node="gpu-0",label_eks_amazonaws_com_nodegroup="gpu",label_eks_amazonaws_com_capacity_type="SPOT")", 1);
    kube("kube_node_info", R"(node="bare-0")", 1);
    kube("kube_node_labels", R"(node="bare-0")", 1);
    series.add(R"(karpenter_nodepools_usage{nodepool="cpu",resource_type="cpu"})", 12);
    series.add(R"(karpenter_nodepools_limit{nodepool="cpu",resource_type="cpu"})", 64);
    series.add(R"(karpenter_nodepool_usage{nodepool="older",resource_type="cpu"})", 5);
    series.add(
        R"(karpenter_nodes_allocatable{node_name="cpu-0",nodepool="cpu",capacity_type="spot",resource_type="cpu"})", 4);
}

} // namespace loadline::test
