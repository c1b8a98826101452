// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/object_tree.h"
#include "demo/objects_json.h"

#include <nlohmann/json.hpp>

namespace loadline {

using tree::Tree;

namespace {

const char* kindName(SimKind kind)
{
    switch (kind) {
    case SimKind::Deployment:
        return "Deployment";
    case SimKind::StatefulSet:
        return "StatefulSet";
    case SimKind::DaemonSet:
        return "DaemonSet";
    case SimKind::Job:
        break;
    }
    return "Job";
}

Tree labelsOf(const WorkloadPlan& plan)
{
    Tree labels {{"app", plan.name}};
    if (!plan.workloadType.empty())
        labels["workload-type"] = plan.workloadType;
    return labels;
}

Tree containersOf(const WorkloadPlan& plan, const SimShape* shape)
{
    Tree containers = Tree::array();
    for (std::size_t i = 0; i < plan.containers.size(); ++i) {
        const ContainerPlan& container = plan.containers[i];
        const Resources& requests = shape && i < shape->containers.size() ? shape->containers[i].requests : container.requests;
        const Resources& limits = shape && i < shape->containers.size() ? shape->containers[i].limits : container.limits;
        Tree resources = Tree::object();
        if (Tree amounts = tree::resources(limits); !amounts.empty())
            resources["limits"] = amounts;
        if (Tree amounts = tree::resources(requests); !amounts.empty())
            resources["requests"] = amounts;
        containers.push_back({{"name", container.name}, {"image", container.image}, {"resources", resources}});
    }
    return containers;
}

Tree podSpec(const WorkloadPlan& plan, const SimShape* shape)
{
    Tree spec {{"containers", containersOf(plan, shape)}};
    if (!plan.pool.empty())
        spec["nodeSelector"] = {{"pool", plan.pool}};
    if (!plan.priorityClass.empty())
        spec["priorityClassName"] = plan.priorityClass;
    return spec;
}

Meta metaOf(const WorkloadPlan& plan, const SimWorkload& workload, const std::string& name)
{
    Meta meta;
    meta.ns = Text(plan.ns);
    meta.name = name;
    meta.created = workload.created;
    meta.generation = workload.generation;
    return meta;
}

// The Ready condition first turns with the pod's own state; the scheduler's stands before it.
Tree podConditions(const SimPod& pod)
{
    const TimePoint scheduled = pod.scheduled.value_or(pod.created);
    Tree conditions = Tree::array();
    if (!pod.scheduled) {
        conditions.push_back({{"type", "PodScheduled"}, {"status", "False"}, {"lastTransitionTime", tree::time(pod.created)},
            {"reason", pod.unschedulable ? "Unschedulable" : "SchedulingPending"}, {"message", pod.trouble}});
        return conditions;
    }
    const TimePoint turned = pod.readySince == TimePoint {} ? scheduled : pod.readySince;
    conditions.push_back({{"type", "PodScheduled"}, {"status", "True"}, {"lastTransitionTime", tree::time(scheduled)}});
    conditions.push_back({{"type", "Ready"}, {"status", pod.ready ? "True" : "False"}, {"lastTransitionTime", tree::time(turned)}});
    return conditions;
}

const char* phaseName(PodPhase phase)
{
    switch (phase) {
    case PodPhase::Pending:
        return "Pending";
    case PodPhase::Running:
        return "Running";
    case PodPhase::Succeeded:
        return "Succeeded";
    case PodPhase::Failed:
        return "Failed";
    case PodPhase::Unknown:
        break;
    }
    return "Unknown";
}

Tree podTree(const SimState& state, const WorkloadPlan& plan, const SimWorkload& workload, const SimPod& pod)
{
    const SimShape* shape = pod.shape < workload.shapes.size() ? &workload.shapes[pod.shape] : nullptr;
    Meta meta;
    meta.ns = Text(plan.ns);
    meta.name = pod.name;
    meta.created = pod.created;
    meta.deleting = pod.deleting;
    const bool deployed = plan.kind == SimKind::Deployment;
    meta.owner.kind = Text(std::string(deployed ? "ReplicaSet" : kindName(plan.kind)));
    meta.owner.name = Text(deployed ? replicaSetName(plan, workload) : pod.owner.empty() ? plan.name : pod.owner);
    Tree metadata = tree::metadata(meta, state);
    metadata["labels"] = labelsOf(plan);
    if (deployed)
        metadata["labels"]["pod-template-hash"] = workload.hash;
    Tree spec = podSpec(plan, shape);
    if (pod.node >= 0)
        spec["nodeName"] = state.nodes[static_cast<std::size_t>(pod.node)].name;
    Tree status {{"phase", phaseName(pod.phase)}, {"conditions", podConditions(pod)}};
    if (pod.scheduled)
        status["startTime"] = tree::time(*pod.scheduled);
    for (const ContainerPlan& container : plan.containers)
        status["containerStatuses"].push_back({{"name", container.name}, {"ready", pod.ready}, {"restartCount", pod.restarts}});
    return {{"apiVersion", "v1"}, {"kind", "Pod"}, {"metadata", metadata}, {"spec", spec}, {"status", status}};
}

Tree workloadTree(const SimState& state, const WorkloadPlan& plan, const SimWorkload& workload, const char* kind, const Meta& meta)
{
    Tree metadata = tree::metadata(meta, state);
    metadata["labels"] = labelsOf(plan);
    Tree spec {{"replicas", workload.replicas}, {"selector", {{"matchLabels", {{"app", plan.name}}}}},
        {"template", {{"metadata", {{"labels", labelsOf(plan)}}}, {"spec", podSpec(plan, workload.shapes.empty() ? nullptr : &workload.shapes[0])}}}};
    const auto pods = static_cast<std::int64_t>(workload.pods.size());
    Tree status {{"observedGeneration", workload.generation}, {"replicas", pods}, {"updatedReplicas", pods},
        {"readyReplicas", workload.ready}, {"availableReplicas", workload.ready}};
    if (plan.kind == SimKind::Deployment && std::string_view(kind) == "Deployment")
        status["conditions"] = Tree::array({{{"type", "Available"}, {"status", workload.ready >= workload.replicas ? "True" : "False"},
            {"lastTransitionTime", tree::time(workload.available)}, {"reason", "MinimumReplicasAvailable"}}});
    return {{"apiVersion", "apps/v1"}, {"kind", kind}, {"metadata", metadata}, {"spec", spec}, {"status", status}};
}

template <class Visit>
void eachWorkload(const SimState& state, SimKind kind, Visit visit)
{
    for (std::size_t i = 0; i < state.workloads.size(); ++i)
        if (state.plan->workloads[i].kind == kind)
            visit(state.plan->workloads[i], state.workloads[i]);
}

} // namespace

tree::Tree jobPodSpec(const WorkloadPlan& plan) { return podSpec(plan, nullptr); }

std::vector<ApiDocument> podDocuments(const SimState& state)
{
    std::vector<ApiDocument> documents;
    for (std::size_t i = 0; i < state.workloads.size(); ++i)
        for (const SimPod& pod : state.workloads[i].pods)
            documents.push_back(
                {state.plan->workloads[i].ns, pod.name, podTree(state, state.plan->workloads[i], state.workloads[i], pod).dump()});
    return documents;
}

std::vector<ApiDocument> deploymentDocuments(const SimState& state)
{
    std::vector<ApiDocument> documents;
    eachWorkload(state, SimKind::Deployment, [&](const WorkloadPlan& plan, const SimWorkload& workload) {
        const Meta meta = metaOf(plan, workload, plan.name);
        documents.push_back(document(meta, workloadTree(state, plan, workload, "Deployment", meta)));
    });
    return documents;
}

std::vector<ApiDocument> statefulSetDocuments(const SimState& state)
{
    std::vector<ApiDocument> documents;
    eachWorkload(state, SimKind::StatefulSet, [&](const WorkloadPlan& plan, const SimWorkload& workload) {
        const Meta meta = metaOf(plan, workload, plan.name);
        documents.push_back(document(meta, workloadTree(state, plan, workload, "StatefulSet", meta)));
    });
    return documents;
}

std::vector<ApiDocument> replicaSetDocuments(const SimState& state)
{
    std::vector<ApiDocument> documents;
    eachWorkload(state, SimKind::Deployment, [&](const WorkloadPlan& plan, const SimWorkload& workload) {
        Meta meta = metaOf(plan, workload, replicaSetName(plan, workload));
        meta.owner = {Text(std::string("Deployment")), Text(plan.name)};
        documents.push_back(document(meta, workloadTree(state, plan, workload, "ReplicaSet", meta)));
    });
    return documents;
}

// Usage is told per container, in the shares that their plans have of the pod's.
std::vector<ApiDocument> podMetricsDocuments(const SimState& state)
{
    std::vector<ApiDocument> documents;
    const TimePoint at = std::chrono::floor<Seconds>(state.now) - Seconds(state.now.time_since_epoch() / Seconds {1} % 15);
    for (std::size_t i = 0; i < state.workloads.size(); ++i) {
        const WorkloadPlan& plan = state.plan->workloads[i];
        double cpuSum = 0, memorySum = 0;
        for (const ContainerPlan& container : plan.containers) {
            cpuSum += container.cpuIdle + container.cpuEach;
            memorySum += container.memoryIdle + container.memoryEach;
        }
        for (const SimPod& pod : state.workloads[i].pods) {
            if (pod.phase != PodPhase::Running)
                continue;
            Tree containers = Tree::array();
            for (const ContainerPlan& container : plan.containers) {
                const double cpuShare = cpuSum > 0 ? (container.cpuIdle + container.cpuEach) / cpuSum : 1;
                const double memoryShare = memorySum > 0 ? (container.memoryIdle + container.memoryEach) / memorySum : 1;
                containers.push_back({{"name", container.name},
                    {"usage",
                        {{"cpu", std::to_string(Quantity::fromDouble(pod.cpu * cpuShare).milli()) + "m"},
                            {"memory", std::to_string(static_cast<std::int64_t>(pod.memory * memoryShare / 1024)) + "Ki"}}}});
            }
            documents.push_back({plan.ns, pod.name,
                Tree({{"metadata", {{"name", pod.name}, {"namespace", plan.ns}, {"creationTimestamp", tree::time(state.now)}, {"labels", labelsOf(plan)}}},
                         {"timestamp", tree::time(at)}, {"window", "15s"}, {"containers", containers}})
                    .dump()});
        }
    }
    return documents;
}

} // namespace loadline
