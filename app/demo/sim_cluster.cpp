// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/sim_cluster.h"

#include "demo/demo_opencost.h"
#include "demo/demo_prometheus.h"
#include "demo/object_tree.h"
#include "demo/objects_json.h"
#include "demo/sim_transport.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace loadline {
namespace {

constexpr const char* productionServer = "https://demo.prod-us-east";
constexpr const char* stagingServer = "https://demo.staging-eu";

// As much of it as is asked for: which update modes VPA 1.7 takes.
constexpr const char* vpaDefinition = R"({"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
"metadata":{"name":"verticalpodautoscalers.autoscaling.k8s.io"},"spec":{"group":"autoscaling.k8s.io","versions":[{"name":"v1","served":true,"storage":true,
"schema":{"openAPIV3Schema":{"properties":{"spec":{"properties":{"updatePolicy":{"properties":{"updateMode":{"type":"string",
"enum":["Off","Initial","Recreate","InPlaceOrRecreate","InPlace","Auto"]}}}}}}}}}]}})";

bool hasKeda(const SimPlan& plan) { return plan.keda; }
bool hasVpa(const SimPlan& plan) { return plan.vpa; }
bool hasKarpenter(const SimPlan& plan) { return plan.karpenter; }
bool hasPrometheus(const SimPlan& plan) { return plan.prometheus; }

bool startsWith(const std::vector<std::string>& parts, std::initializer_list<const char*> words)
{
    return parts.size() >= words.size() && std::equal(words.begin(), words.end(), parts.begin());
}

} // namespace

std::span<const SimResource> simResources()
{
    static const SimResource resources[] = {
        {{"autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler"}, hpaDocuments, nullptr},
        {{"autoscaling.k8s.io", "v1", "verticalpodautoscalers", "VerticalPodAutoscaler"}, vpaDocuments, hasVpa},
        {{"keda.sh", "v1alpha1", "scaledobjects", "ScaledObject"}, scaledObjectDocuments, hasKeda},
        {{"keda.sh", "v1alpha1", "scaledjobs", "ScaledJob"}, scaledJobDocuments, hasKeda},
        {{"keda.sh", "v1alpha1", "triggerauthentications", "TriggerAuthentication"}, authenticationDocuments, hasKeda},
        {{"keda.sh", "v1alpha1", "clustertriggerauthentications", "ClusterTriggerAuthentication", false}, clusterAuthenticationDocuments, hasKeda},
        {{"", "v1", "namespaces", "Namespace", false}, namespaceDocuments, nullptr},
        {{"", "v1", "nodes", "Node", false}, nodeDocuments, nullptr},
        {{"", "v1", "pods", "Pod"}, podDocuments, nullptr},
        {{"apps", "v1", "deployments", "Deployment"}, deploymentDocuments, nullptr},
        {{"apps", "v1", "statefulsets", "StatefulSet"}, statefulSetDocuments, nullptr},
        {{"apps", "v1", "replicasets", "ReplicaSet"}, replicaSetDocuments, nullptr},
        {{"policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget"}, budgetDocuments, nullptr},
        {{"", "v1", "resourcequotas", "ResourceQuota"}, quotaDocuments, nullptr},
        {{"", "v1", "limitranges", "LimitRange"}, limitRangeDocuments, nullptr},
        {{"scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", false}, priorityClassDocuments, nullptr},
        {{"", "v1", "events", "Event"}, eventDocuments, nullptr},
        {{"", "v1", "services", "Service"}, serviceDocuments, hasPrometheus},
        {{"", "v1", "configmaps", "ConfigMap"}, configMapDocuments, nullptr},
        {{"karpenter.sh", "v1", "nodepools", "NodePool", false}, nodePoolDocuments, hasKarpenter},
        {{"karpenter.sh", "v1", "nodeclaims", "NodeClaim", false}, nodeClaimDocuments, hasKarpenter},
        {{"metrics.k8s.io", "v1beta1", "pods", "PodMetrics", true, false}, podMetricsDocuments, nullptr},
        {{"metrics.k8s.io", "v1beta1", "nodes", "NodeMetrics", false, false}, nodeMetricsDocuments, nullptr},
    };
    return resources;
}

Kubeconfig demoKubeconfig()
{
    Kubeconfig kubeconfig;
    const std::pair<const char*, const char*> contexts[] = {{"prod-us-east", productionServer}, {"staging-eu", stagingServer}};
    for (const auto& [name, server] : contexts) {
        KubeCluster cluster;
        cluster.name = name;
        cluster.server = server;
        KubeUser user;
        user.name = name;
        KubeContext context;
        context.name = name;
        context.cluster = name;
        context.user = name;
        context.file = "the demo";
        kubeconfig.clusters.push_back(std::move(cluster));
        kubeconfig.users.push_back(std::move(user));
        kubeconfig.contexts.push_back(std::move(context));
    }
    kubeconfig.currentContext = contexts[0].first;
    return kubeconfig;
}

std::unique_ptr<SimCluster> SimCluster::make(const std::string& server, std::uint64_t seed, TimePoint epoch)
{
    if (server != productionServer && server != stagingServer)
        return nullptr;
    auto plan = std::make_shared<const SimPlan>(server == productionServer ? productionPlan() : stagingPlan());
    return std::unique_ptr<SimCluster>(new SimCluster(std::move(plan), seed, epoch));
}

SimCluster::SimCluster(std::shared_ptr<const SimPlan> plan, std::uint64_t seed, TimePoint epoch)
    : plan_(plan)
    // Some hours before, so that events, conditions and the last scalings have an age.
    , simulation_(plan, seed, std::chrono::floor<Seconds>(epoch) - std::chrono::hours(2))
    , history_(plan, seed, simulation_.now())
    , store_(plan_->version)
{
    for (const SimResource& served : simResources())
        if (!served.served || served.served(*plan_))
            store_.serve(served.resource);
    if (plan_->nodesForbidden)
        store_.forbid("v1", "nodes", "developer");
    history_.record(simulation_.state());
}

void SimCluster::restore(const std::string& server, const std::vector<DemoWrite>& past, TimePoint now)
{
    advance(now);
    for (const DemoWrite& write : past) {
        const auto resources = simResources();
        const auto served = std::find_if(resources.begin(), resources.end(), [&](const SimResource& one) {
            return one.resource.kind == write.ref.kind && one.resource.groupVersion() == write.ref.apiVersion;
        });
        if (write.server == server && served != resources.end())
            writes_.restore(simulation_.users(), {served->resource, write.ref.ns, write.ref.name, false}, write.stored, now);
    }
    show();
}

void SimCluster::advance(TimePoint now)
{
    bool moved = false;
    while (simulation_.now() + Simulation::tick <= now) {
        simulation_.advance(simulation_.now() + Simulation::tick);
        history_.record(simulation_.state());
        moved = true;
    }
    if (moved || !shown_)
        show();
}

void SimCluster::show()
{
    shown_ = true;
    for (const SimResource& served : simResources())
        if (!served.served || served.served(*plan_))
            store_.replace(served.resource.groupVersion(), served.resource.plural,
                writes_.laidOver(served.resource, served.documents(simulation_.state())));
}

ApiAnswer SimCluster::get(const ApiPath& path, TimePoint now)
{
    const auto& parts = path.parts;
    if (startsWith(parts, {"apis", "external.metrics.k8s.io", "v1beta1"}))
        return externalMetric(path);
    if (plan_->vpa && startsWith(parts, {"apis", "apiextensions.k8s.io", "v1", "customresourcedefinitions", "verticalpodautoscalers.autoscaling.k8s.io"}))
        return {200, vpaDefinition};
    const bool proxied = parts.size() > 7 && startsWith(parts, {"api", "v1", "namespaces"}) && parts[4] == "services" && parts[6] == "proxy";
    if (!proxied)
        return writes_.get(store_, path);
    ApiPath inside = path;
    inside.parts.erase(inside.parts.begin(), inside.parts.begin() + 7);
    if (plan_->prometheus && parts[3] == demoOpenCostNamespace && parts[5] == std::string(demoOpenCostService) + ":" + std::to_string(demoOpenCostPort))
        return askDemoOpenCost(simulation_.state(), inside);
    const std::string service = std::string(demoPrometheusService) + ":" + std::to_string(demoPrometheusPort);
    if (!plan_->prometheus || parts[3] != demoPrometheusNamespace || (parts[5] != service && parts[5] != demoPrometheusService && parts[5] != std::string(demoPrometheusService) + ":http"))
        return apiStatus(404, "NotFound", "services \"" + parts[5] + "\" not found");
    return askDemoPrometheus(history_, inside, now);
}

ApiAnswer SimCluster::write(const Request& request, const ApiPath& path, TimePoint now)
{
    const ApiAnswer answer = writes_.write(store_, simulation_.users(), request, path, now);
    show();
    return answer;
}

// ".../namespaces/NS/METRIC?labelSelector=scaledobject.keda.sh/name=SO": KEDA answers for exactly one ScaledObject.
ApiAnswer SimCluster::externalMetric(const ApiPath& path) const
{
    const auto& parts = path.parts;
    if (!plan_->keda)
        return apiStatus(404, "NotFound", "the server could not find the requested resource");
    if (parts.size() == 3)
        return {200, R"({"kind":"APIResourceList","apiVersion":"v1","groupVersion":"external.metrics.k8s.io/v1beta1","resources":[{"name":"externalmetrics","singularName":"","namespaced":true,"kind":"ExternalMetricValueList","verbs":["get"]}]})"};
    if (parts.size() != 6)
        return apiStatus(404, "NotFound", "the server could not find the requested resource");
    const std::string selector = path.get("labelSelector"), key = "scaledobject.keda.sh/name=";
    if (selector.rfind(key, 0) != 0)
        return apiStatus(400, "BadRequest", "scaledObject name is not specified");
    const std::string name = selector.substr(key.size());
    for (const SimScaledObject& scaled : simulation_.state().scaledObjects) {
        if (scaled.object.meta.ns.str() != parts[4] || scaled.object.meta.name != name)
            continue;
        for (std::size_t i = 0; i < scaled.object.triggers.size(); ++i) {
            const std::string* metric = externalMetricOf(scaled.object, i);
            if (!metric || *metric != parts[5])
                continue;
            if (i >= scaled.values.size() || !scaled.values[i])
                return apiStatus(500, "InternalError", "unable to get external metric " + parts[4] + "/" + parts[5] + ": error in scaler");
            const tree::Tree value {{"metricName", parts[5]}, {"metricLabels", nullptr},
                {"timestamp", formatRfc3339(std::chrono::floor<Seconds>(simulation_.now()))}, {"value", tree::plain(*scaled.values[i])}};
            return {200,
                tree::Tree({{"kind", "ExternalMetricValueList"}, {"apiVersion", "external.metrics.k8s.io/v1beta1"},
                               {"metadata", tree::Tree::object()}, {"items", tree::Tree::array({value})}})
                    .dump()};
        }
    }
    return apiStatus(404, "NotFound", "external metric " + parts[5] + " not found");
}

} // namespace loadline
