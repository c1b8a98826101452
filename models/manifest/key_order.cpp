// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/key_order.h"

#include <algorithm>
#include <span>

namespace loadline {
namespace {

using Keys = std::span<const std::string_view>;

constexpr std::string_view root[] = {"apiVersion", "kind", "metadata", "type", "immutable", "spec", "data", "stringData",
    "value", "globalDefault", "preemptionPolicy", "description", "status"};
constexpr std::string_view metadata[] = {"name", "generateName", "namespace", "labels", "annotations"};
// Of every autoscaler and workload: what it is about, how many, how, and the rest.
constexpr std::string_view spec[] = {"scaleTargetRef", "targetRef", "jobTargetRef", "replicas", "selector", "minReplicas",
    "maxReplicas", "pollingInterval", "cooldownPeriod", "initialCooldownPeriod", "idleReplicaCount", "minReplicaCount",
    "maxReplicaCount", "successfulJobsHistoryLimit", "failedJobsHistoryLimit", "fallback", "scalingStrategy", "advanced",
    "metrics", "behavior", "triggers", "updatePolicy", "resourcePolicy", "minAvailable", "maxUnavailable", "hard",
    "limits", "template", "strategy", "updateStrategy", "serviceName", "serviceAccountName", "nodeSelector", "affinity",
    "tolerations", "initContainers", "containers", "volumes", "secretTargetRef", "podIdentity", "env"};
constexpr std::string_view reference[] = {"apiVersion", "kind", "name", "envSourceContainerName"};
constexpr std::string_view container[] = {"name", "image", "imagePullPolicy", "command", "args", "workingDir", "ports",
    "envFrom", "env", "resources", "volumeMounts", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle",
    "securityContext"};
constexpr std::string_view trigger[] = {"type", "name", "metadata", "metricType", "useCachedMetrics", "authenticationRef"};
constexpr std::string_view metric[] = {"type", "resource", "containerResource", "pods", "object", "external"};
constexpr std::string_view metricSource[] = {"name", "container", "describedObject", "metric", "target"};
constexpr std::string_view target[] = {"type", "averageUtilization", "averageValue", "value"};
constexpr std::string_view behavior[] = {"scaleUp", "scaleDown"};
constexpr std::string_view scaling[] = {"stabilizationWindowSeconds", "tolerance", "selectPolicy", "policies"};
constexpr std::string_view policy[] = {"type", "value", "periodSeconds"};
constexpr std::string_view containerPolicy[]
    = {"containerName", "mode", "minAllowed", "maxAllowed", "controlledResources", "controlledValues"};
constexpr std::string_view requirements[] = {"requests", "limits", "cpu", "memory"};
constexpr std::string_view named[] = {"name", "value", "valueFrom", "containerPort", "mountPath", "protocol"};
constexpr std::string_view parameter[] = {"parameter", "name", "key"};
constexpr std::string_view fallback[] = {"failureThreshold", "replicas"};
constexpr std::string_view advanced[] = {"restoreToOriginalReplicaCount", "scalingModifiers", "horizontalPodAutoscalerConfig"};

struct Order {
    std::string_view parent; // the last key of the path; with "[]" its items
    Keys keys;
};
const Order orders[] = {{"metadata", metadata}, {"spec", spec}, {"scaleTargetRef", reference}, {"targetRef", reference},
    {"describedObject", reference}, {"authenticationRef", reference}, {"containers[]", container},
    {"initContainers[]", container}, {"triggers[]", trigger}, {"metrics[]", metric}, {"resource", metricSource},
    {"containerResource", metricSource}, {"pods", metricSource}, {"object", metricSource}, {"external", metricSource},
    {"target", target}, {"behavior", behavior}, {"scaleUp", scaling}, {"scaleDown", scaling}, {"policies[]", policy},
    {"containerPolicies[]", containerPolicy}, {"resources", requirements}, {"requests", requirements},
    {"limits", requirements}, {"minAllowed", requirements}, {"maxAllowed", requirements}, {"env[]", named},
    {"ports[]", named}, {"volumeMounts[]", named}, {"volumes[]", named}, {"secretTargetRef[]", parameter},
    {"fallback", fallback}, {"advanced", advanced}, {"horizontalPodAutoscalerConfig", behavior}};

Keys keysOf(const FieldPath& parent)
{
    if (parent.empty())
        return root;
    const auto& steps = parent.steps();
    const bool item = std::holds_alternative<std::size_t>(steps.back());
    if (item && (steps.size() < 2 || !std::holds_alternative<std::string>(steps[steps.size() - 2])))
        return {};
    const std::string name = item ? std::get<std::string>(steps[steps.size() - 2]) + "[]" : std::get<std::string>(steps.back());
    // A trigger's metadata is the scaler's own, without an order; an object's has one.
    if (name == "metadata" && steps.size() > 1 && std::holds_alternative<std::size_t>(steps[steps.size() - 2]))
        return {};
    const auto found = std::find_if(std::begin(orders), std::end(orders), [&](const Order& o) { return o.parent == name; });
    return found == std::end(orders) ? Keys() : found->keys;
}

} // namespace

std::size_t keyRank(const FieldPath& parent, std::string_view key)
{
    const Keys keys = keysOf(parent);
    const auto found = std::find(keys.begin(), keys.end(), key);
    return found == keys.end() ? unranked : static_cast<std::size_t>(found - keys.begin());
}

} // namespace loadline
