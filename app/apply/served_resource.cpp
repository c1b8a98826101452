// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/served_resource.h"

#include "kube/feed_context.h"

namespace loadline {
namespace {

std::pair<std::string, std::string> split(const std::string& apiVersion)
{
    const std::size_t slash = apiVersion.find('/');
    if (slash == std::string::npos)
        return {"", apiVersion};
    return {apiVersion.substr(0, slash), apiVersion.substr(slash + 1)};
}

} // namespace

std::string groupPath(const std::string& apiVersion)
{
    const auto [group, version] = split(apiVersion);
    return group.empty() ? "/api/" + percentEncoded(version) : "/apis/" + percentEncoded(group) + "/" + percentEncoded(version);
}

std::string ServedResource::path(const ManifestRef& ref, const std::string& subresource) const
{
    std::string path = groupPath(group.empty() ? version : group + "/" + version);
    if (namespaced)
        path += "/namespaces/" + percentEncoded(ref.ns);
    path += "/" + plural + "/" + percentEncoded(ref.name);
    return subresource.empty() ? path : path + "/" + subresource;
}

std::map<std::string, ServedResource> readResources(Json list, const std::string& apiVersion)
{
    std::map<std::string, ServedResource> resources;
    const auto [group, version] = split(apiVersion);
    list["resources"].eachItem([&](Json one) {
        const std::string name = one["name"].str();
        if (!name.empty() && name.find('/') == std::string::npos)
            resources.emplace(one["kind"].str(), ServedResource {group, version, name, one["namespaced"].isTrue()});
    });
    return resources;
}

std::optional<ServedResource> wellKnown(const std::string& apiVersion, const std::string& kind)
{
    static const struct {
        const char *group, *kind, *plural;
        bool namespaced;
    } known[] = {
        {"", "ConfigMap", "configmaps", true},
        {"", "LimitRange", "limitranges", true},
        {"", "Namespace", "namespaces", false},
        {"", "ResourceQuota", "resourcequotas", true},
        {"", "Service", "services", true},
        {"apps", "DaemonSet", "daemonsets", true},
        {"apps", "Deployment", "deployments", true},
        {"apps", "ReplicaSet", "replicasets", true},
        {"apps", "StatefulSet", "statefulsets", true},
        {"autoscaling", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true},
        {"autoscaling.k8s.io", "VerticalPodAutoscaler", "verticalpodautoscalers", true},
        {"batch", "CronJob", "cronjobs", true},
        {"batch", "Job", "jobs", true},
        {"karpenter.sh", "NodePool", "nodepools", false},
        {"keda.sh", "ClusterTriggerAuthentication", "clustertriggerauthentications", false},
        {"keda.sh", "ScaledJob", "scaledjobs", true},
        {"keda.sh", "ScaledObject", "scaledobjects", true},
        {"keda.sh", "TriggerAuthentication", "triggerauthentications", true},
        {"monitoring.coreos.com", "PrometheusRule", "prometheusrules", true},
        {"policy", "PodDisruptionBudget", "poddisruptionbudgets", true},
        {"scheduling.k8s.io", "PriorityClass", "priorityclasses", false},
    };
    const auto [group, version] = split(apiVersion);
    for (const auto& one : known)
        if (group == one.group && kind == one.kind)
            return ServedResource {group, version, one.plural, one.namespaced};
    return std::nullopt;
}

} // namespace loadline
