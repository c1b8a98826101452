// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/readable.h"

#include "cluster/node.h"
#include "cluster/scaled_object.h"
#include "cluster/workload.h"

#include <algorithm>

namespace loadline {

namespace {

// What a manifest says nothing of stays as the cluster has it.
void keepMeta(Meta& meta, const Meta& live)
{
    meta.uid = live.uid;
    meta.created = live.created;
    if (meta.owner.name.empty())
        meta.owner = live.owner;
}

void keep(Object&, const Object&, Json) { }
void keep(Hpa& hpa, const Hpa& live, Json json)
{
    if (json["status"].present())
        return;
    hpa.currentReplicas = live.currentReplicas;
    hpa.desiredReplicas = live.desiredReplicas;
    hpa.lastScaleTime = live.lastScaleTime;
    hpa.currentMetrics = live.currentMetrics;
    hpa.conditions = live.conditions;
}
void keep(Vpa& vpa, const Vpa& live, Json json)
{
    if (json["status"].present())
        return;
    vpa.recommendations = live.recommendations;
    vpa.conditions = live.conditions;
}
void keep(ScaledObject& object, const ScaledObject& live, Json json)
{
    if (json["status"].present())
        return;
    object.hpaName = live.hpaName;
    object.lastActiveTime = live.lastActiveTime;
    object.health = live.health;
    object.conditions = live.conditions;
}
void keep(Workload& workload, const Workload& live, Json json)
{
    if (!json["spec"]["replicas"].present())
        workload.replicas = live.replicas;
    if (json["status"].present())
        return;
    workload.current = live.current;
    workload.ready = live.ready;
    workload.available = live.available;
    workload.updated = live.updated;
    workload.conditions = live.conditions;
}
void keep(Quota& quota, const Quota& live, Json json)
{
    if (!json["status"].present())
        quota.used = live.used;
}
void keep(NodePool& pool, const NodePool& live, Json json)
{
    if (json["status"].present())
        return;
    pool.inUse = live.inUse;
    pool.nodes = live.nodes;
    pool.conditions = live.conditions;
}

template <class T, Result<T> (*parse)(Json, ParseContext&)>
Result<ObjectPtr> read(Json json, ParseContext& context, const std::string& ns, const World* live)
{
    Result<T> parsed = parse(json, context);
    if (!parsed)
        return parsed.error();
    T& object = parsed.value();
    if (object.meta.ns.empty())
        object.meta.ns = context.interner.text(ns);
    if (const T* known = live ? live->find<T>(object.meta.ns.str(), object.meta.name) : nullptr) {
        keepMeta(object.meta, known->meta);
        keep(object, *known, json);
    }
    return ObjectPtr(std::make_shared<const T>(std::move(object)));
}

using K = KindId;
constexpr Readable table[] = {
    {K::Hpa, "autoscaling/v2", "HorizontalPodAutoscaler", true, &read<Hpa, parseHpa>},
    {K::Vpa, "autoscaling.k8s.io/v1", "VerticalPodAutoscaler", true, &read<Vpa, parseVpa>},
    {K::ScaledObject, "keda.sh/v1alpha1", "ScaledObject", true, &read<ScaledObject, parseScaledObject>},
    {K::ScaledJob, "keda.sh/v1alpha1", "ScaledJob", true, &read<ScaledJob, parseScaledJob>},
    {K::TriggerAuthentication, "keda.sh/v1alpha1", "TriggerAuthentication", true, &read<TriggerAuthentication, parseTriggerAuthentication>},
    {K::ClusterTriggerAuthentication, "keda.sh/v1alpha1", "ClusterTriggerAuthentication", false, &read<ClusterTriggerAuthentication, parseClusterTriggerAuthentication>},
    {K::Node, "v1", "Node", false, &read<Node, parseNode>},
    {K::Pod, "v1", "Pod", true, &read<Pod, parsePod>},
    {K::Deployment, "apps/v1", "Deployment", true, &read<Deployment, parseDeployment>},
    {K::StatefulSet, "apps/v1", "StatefulSet", true, &read<StatefulSet, parseStatefulSet>},
    {K::ReplicaSet, "apps/v1", "ReplicaSet", true, &read<ReplicaSet, parseReplicaSet>},
    {K::DisruptionBudget, "policy/v1", "PodDisruptionBudget", true, &read<DisruptionBudget, parseDisruptionBudget>},
    {K::Quota, "v1", "ResourceQuota", true, &read<Quota, parseQuota>},
    {K::LimitRange, "v1", "LimitRange", true, &read<LimitRange, parseLimitRange>},
    {K::PriorityClass, "scheduling.k8s.io/v1", "PriorityClass", false, &read<PriorityClass, parsePriorityClass>},
    {K::NodePool, "karpenter.sh/v1", "NodePool", false, &read<NodePool, parseNodePool>},
};

std::string_view groupOf(std::string_view apiVersion)
{
    const auto slash = apiVersion.find('/');
    return slash == std::string_view::npos ? std::string_view() : apiVersion.substr(0, slash);
}

} // namespace

const Readable* readableAs(const ManifestRef& ref)
{
    const auto* at = std::find_if(std::begin(table), std::end(table),
        [&](const Readable& known) { return known.kind == ref.kind && groupOf(known.apiVersion) == groupOf(ref.apiVersion); });
    return at == std::end(table) ? nullptr : at;
}

const Readable* readableAs(KindId id)
{
    const auto* at = std::find_if(std::begin(table), std::end(table), [&](const Readable& known) { return known.id == id; });
    return at == std::end(table) ? nullptr : at;
}

} // namespace loadline
