// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/object_tree.h"
#include "demo/objects_json.h"

#include <nlohmann/json.hpp>

namespace loadline {

using tree::Tree;

namespace {

Tree hpaTree(const Hpa& hpa, const SimState& state)
{
    Tree spec {{"scaleTargetRef", tree::ref(hpa.target)}, {"minReplicas", hpa.minReplicas}, {"maxReplicas", hpa.maxReplicas},
        {"metrics", Tree::array()}};
    for (const MetricSpec& metric : hpa.metrics)
        spec["metrics"].push_back(tree::metricSpec(metric));
    if (hpa.behavior)
        spec["behavior"] = tree::behavior(*hpa.behavior);
    Tree status = Tree::object();
    if (hpa.currentReplicas)
        status["currentReplicas"] = *hpa.currentReplicas;
    if (hpa.desiredReplicas)
        status["desiredReplicas"] = *hpa.desiredReplicas;
    if (hpa.lastScaleTime)
        status["lastScaleTime"] = tree::time(*hpa.lastScaleTime);
    for (const MetricStatus& metric : hpa.currentMetrics)
        status["currentMetrics"].push_back(tree::metricStatus(metric));
    if (!hpa.conditions.empty())
        status["conditions"] = tree::conditions(hpa.conditions);
    return {{"apiVersion", "autoscaling/v2"}, {"kind", "HorizontalPodAutoscaler"}, {"metadata", tree::metadata(hpa.meta, state)},
        {"spec", spec}, {"status", status}};
}

Tree vpaTree(const Vpa& vpa, const SimState& state)
{
    Tree spec {{"targetRef", tree::ref(vpa.target)}};
    if (!vpa.modeText.empty())
        spec["updatePolicy"]["updateMode"] = vpa.modeText;
    if (vpa.minReplicas)
        spec["updatePolicy"]["minReplicas"] = *vpa.minReplicas;
    for (const ContainerPolicy& policy : vpa.policies) {
        Tree one {{"containerName", policy.container}};
        if (policy.off)
            one["mode"] = "Off";
        if (Tree low = tree::resources(policy.minAllowed); !low.empty())
            one["minAllowed"] = low;
        if (Tree high = tree::resources(policy.maxAllowed); !high.empty())
            one["maxAllowed"] = high;
        if (!policy.controlledResources.empty())
            one["controlledResources"] = policy.controlledResources;
        if (policy.requestsOnly)
            one["controlledValues"] = "RequestsOnly";
        spec["resourcePolicy"]["containerPolicies"].push_back(one);
    }
    Tree status = Tree::object();
    for (const ContainerRecommendation& container : vpa.recommendations)
        status["recommendation"]["containerRecommendations"].push_back({{"containerName", container.container},
            {"lowerBound", tree::resources(container.lowerBound)}, {"target", tree::resources(container.target)},
            {"uncappedTarget", tree::resources(container.uncappedTarget)}, {"upperBound", tree::resources(container.upperBound)}});
    if (!vpa.conditions.empty())
        status["conditions"] = tree::conditions(vpa.conditions);
    return {{"apiVersion", "autoscaling.k8s.io/v1"}, {"kind", "VerticalPodAutoscaler"}, {"metadata", tree::metadata(vpa.meta, state)},
        {"spec", spec}, {"status", status}};
}

Tree scaledObjectSpec(const ScaledObject& object)
{
    Tree spec {{"scaleTargetRef", tree::ref(object.target)}, {"pollingInterval", object.pollingInterval},
        {"cooldownPeriod", object.cooldownPeriod}, {"minReplicaCount", object.minReplicas}, {"maxReplicaCount", object.maxReplicas},
        {"triggers", tree::triggers(object.triggers)}};
    if (object.initialCooldownPeriod)
        spec["initialCooldownPeriod"] = object.initialCooldownPeriod;
    if (object.idleReplicas)
        spec["idleReplicaCount"] = *object.idleReplicas;
    if (object.fallback) {
        spec["fallback"] = {{"failureThreshold", object.fallback->failureThreshold}, {"replicas", object.fallback->replicas}};
        if (!object.fallback->behavior.empty() && object.fallback->behavior != "static")
            spec["fallback"]["behavior"] = object.fallback->behavior;
    }
    if (object.behavior)
        spec["advanced"]["horizontalPodAutoscalerConfig"]["behavior"] = tree::behavior(*object.behavior);
    if (!object.hpaNameWanted.empty())
        spec["advanced"]["horizontalPodAutoscalerConfig"]["name"] = object.hpaNameWanted;
    if (object.modifiers) {
        Tree& modifiers = spec["advanced"]["scalingModifiers"];
        modifiers = {{"formula", object.modifiers->formula}, {"target", object.modifiers->target}};
        if (!object.modifiers->activationTarget.empty())
            modifiers["activationTarget"] = object.modifiers->activationTarget;
        if (object.modifiers->metricType == TargetType::Value)
            modifiers["metricType"] = "Value";
    }
    return spec;
}

Tree scaledObjectTree(const SimScaledObject& scaled, const SimState& state)
{
    const ScaledObject& object = scaled.object;
    Tree status {{"scaleTargetKind", object.target.apiVersion + "." + object.target.kind},
        {"originalReplicaCount", scaled.originalReplicas}};
    if (!object.hpaName.empty())
        status["hpaName"] = object.hpaName;
    if (object.lastActiveTime)
        status["lastActiveTime"] = tree::time(*object.lastActiveTime);
    if (!object.externalMetricNames.empty())
        status["externalMetricNames"] = object.externalMetricNames;
    if (!object.resourceMetricNames.empty())
        status["resourceMetricNames"] = object.resourceMetricNames;
    for (const MetricHealth& health : object.health)
        status["health"][health.metric] = {{"numberOfFailures", health.failures}, {"status", health.failing ? "Failing" : "Happy"}};
    for (const auto& [metric, active] : object.triggersActive)
        status["triggersActivity"][metric] = {{"isActive", active}};
    if (object.pause.atReplicas)
        status["pausedReplicaCount"] = *object.pause.atReplicas;
    if (!object.conditions.empty())
        status["conditions"] = tree::conditions(object.conditions);
    return {{"apiVersion", "keda.sh/v1alpha1"}, {"kind", "ScaledObject"}, {"metadata", tree::metadata(object.meta, state)},
        {"spec", scaledObjectSpec(object)}, {"status", status}};
}

// `plan`: of the job's pods, null where a user wrote the object.
Tree scaledJobTree(const ScaledJob& job, const WorkloadPlan* plan, const SimState& state)
{
    const Tree pods = plan ? jobPodSpec(*plan) : Tree {{"containers", Tree::array()}};
    Tree spec {{"jobTargetRef", {{"template", {{"spec", pods}}}}}, {"pollingInterval", job.pollingInterval},
        {"minReplicaCount", job.minReplicas}, {"maxReplicaCount", job.maxReplicas}, {"triggers", tree::triggers(job.triggers)}};
    if (!job.strategy.empty())
        spec["scalingStrategy"]["strategy"] = job.strategy;
    if (!job.multipleScalersCalculation.empty() && job.multipleScalersCalculation != "max")
        spec["scalingStrategy"]["multipleScalersCalculation"] = job.multipleScalersCalculation;
    Tree status = Tree::object();
    if (job.lastActiveTime)
        status["lastActiveTime"] = tree::time(*job.lastActiveTime);
    if (!job.conditions.empty())
        status["conditions"] = tree::conditions(job.conditions);
    return {{"apiVersion", "keda.sh/v1alpha1"}, {"kind", "ScaledJob"}, {"metadata", tree::metadata(job.meta, state)}, {"spec", spec},
        {"status", status}};
}

std::vector<ApiDocument> authentications(const SimState& state, bool ofTheCluster)
{
    std::vector<ApiDocument> documents;
    for (const auto& authentication : state.plan->authentications) {
        if (authentication.ns.empty() != ofTheCluster)
            continue;
        Meta meta;
        meta.ns = Text(authentication.ns);
        meta.name = authentication.name;
        documents.push_back(document(meta,
            {{"apiVersion", "keda.sh/v1alpha1"}, {"kind", ofTheCluster ? "ClusterTriggerAuthentication" : "TriggerAuthentication"},
                {"metadata", tree::metadata(meta, state)},
                {"spec",
                    {{"secretTargetRef",
                        Tree::array({{{"parameter", authentication.parameter}, {"name", authentication.secret}, {"key", authentication.key}}})}}}}));
    }
    return documents;
}

} // namespace

std::vector<ApiDocument> hpaDocuments(const SimState& state)
{
    std::vector<ApiDocument> documents;
    for (const SimHpa& hpa : state.hpas)
        if (hpa.present)
            documents.push_back(document(hpa.object.meta, hpaTree(hpa.object, state)));
    return documents;
}

std::vector<ApiDocument> vpaDocuments(const SimState& state)
{
    std::vector<ApiDocument> documents;
    for (const SimVpa& vpa : state.vpas)
        if (!vpa.deleted)
            documents.push_back(document(vpa.object.meta, vpaTree(vpa.object, state)));
    return documents;
}

std::vector<ApiDocument> scaledObjectDocuments(const SimState& state)
{
    std::vector<ApiDocument> documents;
    for (const SimScaledObject& scaled : state.scaledObjects)
        if (!scaled.deleted)
            documents.push_back(document(scaled.object.meta, scaledObjectTree(scaled, state)));
    return documents;
}

std::vector<ApiDocument> scaledJobDocuments(const SimState& state)
{
    std::vector<ApiDocument> documents;
    const auto& plans = state.plan->scaledJobs;
    for (std::size_t i = 0; i < state.scaledJobs.size(); ++i) {
        const ScaledJob& job = state.scaledJobs[i].object;
        const auto* plan = i < plans.size() ? &state.plan->workloads[plans[i].workload] : nullptr;
        documents.push_back(document(job.meta, scaledJobTree(job, plan, state)));
    }
    return documents;
}

std::vector<ApiDocument> authenticationDocuments(const SimState& state) { return authentications(state, false); }
std::vector<ApiDocument> clusterAuthenticationDocuments(const SimState& state) { return authentications(state, true); }

} // namespace loadline
