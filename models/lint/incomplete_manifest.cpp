// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/readable.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <tuple>

namespace loadline {

namespace {

constexpr std::pair<const char*, const char*> others[] = {{"v1", "Namespace"}, {"v1", "ConfigMap"}, {"v1", "Secret"}, {"v1", "Service"}, {"v1", "ServiceAccount"},
    {"batch/v1", "Job"}, {"batch/v1", "CronJob"}, {"apps/v1", "DaemonSet"}, {"networking.k8s.io/v1", "Ingress"}, {"monitoring.coreos.com/v1", "PrometheusRule"}};

std::string versionOf(const std::string& kind)
{
    for (std::size_t id = 0; id < kindCount; ++id)
        if (const auto* readable = readableAs(static_cast<KindId>(id)); readable && readable->kind == kind)
            return std::string(readable->apiVersion);
    for (const auto& [version, name] : others)
        if (kind == name)
            return version;
    return {};
}

// The kind that has such a spec, where one alone has.
std::string kindOf(const Document& document)
{
    const auto& version = document.ref().apiVersion;
    constexpr std::tuple<const char*, const char*, const char*> marks[] = {{"autoscaling/v2", "spec.scaleTargetRef", "HorizontalPodAutoscaler"},
        {"keda.sh/v1alpha1", "spec.scaleTargetRef", "ScaledObject"}, {"keda.sh/v1alpha1", "spec.jobTargetRef", "ScaledJob"},
        {"keda.sh/v1alpha1", "spec.secretTargetRef", "TriggerAuthentication"}, {"autoscaling.k8s.io/v1", "spec.targetRef", "VerticalPodAutoscaler"},
        {"policy/v1", "spec.selector", "PodDisruptionBudget"}, {"karpenter.sh/v1", "spec.template", "NodePool"}, {"apps/v1", "spec.serviceName", "StatefulSet"},
        {"apps/v1", "spec.template", "Deployment"}, {"scheduling.k8s.io/v1", "value", "PriorityClass"}, {"v1", "spec.hard", "ResourceQuota"}, {"v1", "spec.limits", "LimitRange"}};
    for (const auto& [of, path, kind] : marks)
        if (version == of && document.find(path))
            return kind;
    return {};
}

// After what it scales.
std::string nameOf(const Document& document)
{
    for (const auto* path : {"spec.scaleTargetRef.name", "spec.targetRef.name", "spec.selector.matchLabels.app", "metadata.labels.app"})
        if (const auto* name = document.find(path); name && name->isString() && !name->text().empty())
            return name->text();
    return {};
}

void sayLacking(const Document& document, std::size_t index, const char* field, const Found& found)
{
    const auto ref = document.ref();
    auto finding = tell(ref, field, LOADLINE_TR("Lint", "The manifest has no %1."), LOADLINE_TR("Lint", "Nobody can tell what object it is."), {field});
    const std::string_view at(field);
    const auto value = at == "apiVersion" ? versionOf(ref.kind) : at == "kind" ? kindOf(document) : nameOf(document);
    if (!value.empty())
        finding.fix = Fix {LOADLINE_TR("Lint", "Set %1 to %2"), {field, value}, {put(ref, field, Value(value))}};
    else
        finding.edit = EditAt {LOADLINE_TR("Lint", "Say its %1"), {field}, ref, field};
    finding.document = index;
    found(std::move(finding));
}

void look(const Document& document, std::size_t index, const Found& found)
{
    const auto ref = document.ref();
    if (!document.value().isMap()) {
        auto finding = tell(ref, "kind", LOADLINE_TR("Lint", "This is no manifest: it holds %1."), LOADLINE_TR("Lint", "A manifest has apiVersion, kind and metadata, each followed by a colon."),
            {document.value().isNull() ? "nothing" : document.value().isList() ? "a list" : "plain text"});
        finding.document = index;
        return found(std::move(finding));
    }
    if (ref.apiVersion.empty())
        sayLacking(document, index, "apiVersion", found);
    if (ref.kind.empty())
        sayLacking(document, index, "kind", found);
    if (ref.name.empty() && document.value()["metadata"]["generateName"].text().empty() && ref.kind != "Kustomization")
        sayLacking(document, index, "metadata.name", found);
}

void check(const LintScope& scope, const Found& found)
{
    const auto& documents = scope.overlay().documents;
    for (std::size_t index = 0; index < documents.size(); ++index)
        if (scope.isJudged(documents[index]))
            look(documents[index], index, found);
}

} // namespace

Rule incompleteManifest()
{
    return {
        .id = "incomplete-manifest",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A manifest without kind, version or name"),
        .explanation = LOADLINE_TR("Lint",
            "Every Kubernetes object says its apiVersion, kind and name."),
        .link = link::objects,
        .check = &check,
    };
}

} // namespace loadline
