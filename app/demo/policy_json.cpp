// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/object_tree.h"
#include "demo/objects_json.h"

#include <nlohmann/json.hpp>

#include <set>

namespace loadline {

using tree::Tree;

namespace {

Tree amounts(const std::vector<std::pair<std::string, Quantity>>& list)
{
    Tree tree = Tree::object();
    for (const auto& [name, value] : list)
        tree[name] = name.find("memory") != std::string::npos ? tree::bytes(value) : tree::plain(value);
    return tree;
}

} // namespace

std::vector<ApiDocument> budgetDocuments(const SimState& state)
{
    std::vector<ApiDocument> documents;
    for (const SimBudget& budget : state.budgets) {
        const DisruptionBudget& object = budget.object;
        Tree spec {{"selector", tree::selector(object.selector)}};
        if (!object.minAvailable.empty())
            spec["minAvailable"] = tree::intOrPercent(object.minAvailable);
        if (!object.maxUnavailable.empty())
            spec["maxUnavailable"] = tree::intOrPercent(object.maxUnavailable);
        Tree status = Tree::object();
        const std::pair<const char*, std::optional<std::int64_t>> counts[] = {{"disruptionsAllowed", object.allowed},
            {"currentHealthy", object.currentHealthy}, {"desiredHealthy", object.desiredHealthy}, {"expectedPods", object.expected}};
        for (const auto& [key, count] : counts)
            if (count)
                status[key] = *count;
        documents.push_back(document(object.meta,
            {{"apiVersion", "policy/v1"}, {"kind", "PodDisruptionBudget"}, {"metadata", tree::metadata(object.meta, state)},
                {"spec", spec}, {"status", status}}));
    }
    return documents;
}

std::vector<ApiDocument> namespaceDocuments(const SimState& state)
{
    std::set<std::string> names {"default", "kube-system"};
    for (const WorkloadPlan& workload : state.plan->workloads)
        names.insert(workload.ns);
    std::vector<ApiDocument> documents;
    for (const std::string& name : names) {
        Meta meta;
        meta.name = name;
        documents.push_back(document(meta,
            {{"apiVersion", "v1"}, {"kind", "Namespace"}, {"metadata", tree::metadata(meta, state)}, {"spec", Tree::object()},
                {"status", {{"phase", "Active"}}}}));
    }
    return documents;
}

std::vector<ApiDocument> quotaDocuments(const SimState& state)
{
    std::vector<ApiDocument> documents;
    for (const Quota& quota : state.quotas)
        documents.push_back(document(quota.meta,
            {{"apiVersion", "v1"}, {"kind", "ResourceQuota"}, {"metadata", tree::metadata(quota.meta, state)},
                {"spec", {{"hard", amounts(quota.hard)}}}, {"status", {{"hard", amounts(quota.hard)}, {"used", amounts(quota.used)}}}}));
    return documents;
}

std::vector<ApiDocument> limitRangeDocuments(const SimState& state)
{
    std::vector<ApiDocument> documents;
    for (const LimitRange& range : state.plan->limitRanges) {
        Tree limits = Tree::array();
        for (const LimitRange::Item& item : range.items) {
            Tree one {{"type", item.type}};
            const std::pair<const char*, const Resources*> parts[] = {
                {"min", &item.min}, {"max", &item.max}, {"default", &item.defaultLimit}, {"defaultRequest", &item.defaultRequest}};
            for (const auto& [key, resources] : parts)
                if (Tree written = tree::resources(*resources); !written.empty())
                    one[key] = written;
            limits.push_back(one);
        }
        documents.push_back(document(range.meta,
            {{"apiVersion", "v1"}, {"kind", "LimitRange"}, {"metadata", tree::metadata(range.meta, state)}, {"spec", {{"limits", limits}}}}));
    }
    return documents;
}

std::vector<ApiDocument> priorityClassDocuments(const SimState& state)
{
    std::vector<ApiDocument> documents;
    for (const PriorityClass& priority : state.plan->priorityClasses)
        documents.push_back(document(priority.meta,
            {{"apiVersion", "scheduling.k8s.io/v1"}, {"kind", "PriorityClass"}, {"metadata", tree::metadata(priority.meta, state)},
                {"value", priority.value}, {"globalDefault", priority.globalDefault},
                {"preemptionPolicy", priority.preemptionPolicy.empty() ? "PreemptLowerPriority" : priority.preemptionPolicy}}));
    return documents;
}

std::vector<ApiDocument> eventDocuments(const SimState& state)
{
    std::vector<ApiDocument> documents;
    for (const Event& event : state.events) {
        Tree about = tree::ref(event.about);
        about["namespace"] = event.meta.ns.str();
        documents.push_back(document(event.meta,
            {{"apiVersion", "v1"}, {"kind", "Event"}, {"metadata", tree::metadata(event.meta, state)}, {"involvedObject", about},
                {"reason", event.reason.str()}, {"message", event.message}, {"source", {{"component", event.source.str()}}},
                {"firstTimestamp", tree::time(event.first)}, {"lastTimestamp", tree::time(event.last)}, {"count", event.count},
                {"type", event.type.str()}, {"reportingComponent", event.source.str()}}));
    }
    return documents;
}

std::vector<ApiDocument> serviceDocuments(const SimState& state)
{
    const auto service = [&](const char* ns, const char* name, Tree labels, int port) {
        Meta meta;
        meta.ns = Text(std::string(ns));
        meta.name = name;
        Tree metadata = tree::metadata(meta, state);
        metadata["labels"] = std::move(labels);
        return document(meta,
            {{"apiVersion", "v1"}, {"kind", "Service"}, {"metadata", metadata},
                {"spec", {{"type", "ClusterIP"}, {"ports", Tree::array({{{"name", "http"}, {"port", port}, {"protocol", "TCP"}}})}}}});
    };
    return {service(demoPrometheusNamespace, demoPrometheusService, {{"app.kubernetes.io/name", "prometheus"}, {"app.kubernetes.io/component", "server"}}, demoPrometheusPort),
        service(demoOpenCostNamespace, demoOpenCostService, {{"app.kubernetes.io/name", "opencost"}}, demoOpenCostPort)};
}

} // namespace loadline
