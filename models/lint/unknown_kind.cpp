// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/spelling.h"
#include "lint/known_fields.h"
#include "lint/links.h"
#include "lint/readable.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>
#include <set>

namespace loadline {

namespace {

// Kubernetes' own and what is written beside autoscaling every day: not Loadline's business, and no fault.
constexpr std::string_view everyday[] = {"APIService", "Certificate", "ClusterRole", "ClusterRoleBinding", "ConfigMap", "CronJob", "CustomResourceDefinition", "DaemonSet",
    "EC2NodeClass", "Endpoints", "EndpointSlice", "Gateway", "HTTPRoute", "Ingress", "IngressClass", "Job", "Kustomization", "Lease", "List", "MutatingWebhookConfiguration",
    "NetworkPolicy", "Node", "NodeClaim", "PersistentVolume", "PersistentVolumeClaim", "PodMonitor", "PrometheusRule", "Provisioner", "ReplicationController", "Role", "RoleBinding",
    "RuntimeClass", "Secret", "Service", "ServiceAccount", "ServiceMonitor", "StorageClass", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration"};

std::string_view groupOf(std::string_view apiVersion)
{
    const auto slash = apiVersion.find('/');
    return slash == std::string_view::npos ? std::string_view() : apiVersion.substr(0, slash);
}

// "autoscaling/v2 HorizontalPodAutoscaler" apart.
std::pair<std::string, std::string> apart(const std::string& key)
{
    const auto blank = key.find(' ');
    return {key.substr(0, blank), key.substr(blank + 1)};
}

struct Meant {
    std::string apiVersion, kind;
};

// A group that somebody else may well have, with kinds of any name: "apps.kruise.io" has a StatefulSet of its own.
bool isForeign(std::string_view group, const std::vector<std::string>& keys)
{
    if (group.find('.') == std::string_view::npos || group.ends_with("k8s.io"))
        return false;
    std::vector<std::string_view> groups;
    for (const std::string& key : keys)
        groups.push_back(groupOf(std::string_view(key).substr(0, key.find(' '))));
    return std::find(groups.begin(), groups.end(), group) == groups.end() && nearestWord(group, groups).empty();
}

// A kind written with a slip of the pen, or one that another group has.
std::optional<Meant> meant(const ManifestRef& ref, const std::vector<std::string>& keys)
{
    if (isForeign(groupOf(ref.apiVersion), keys))
        return std::nullopt;
    std::vector<std::string> kinds;
    for (const auto& key : keys) {
        const auto [version, kind] = apart(key);
        if (kind == ref.kind && groupOf(version) != groupOf(ref.apiVersion))
            return Meant {version, kind};
        kinds.push_back(kind);
    }
    const auto near = nearestWord(ref.kind, {kinds.begin(), kinds.end()});
    for (const auto& key : keys)
        if (const auto [version, kind] = apart(key); kind == near)
            return Meant {version, kind};
    return std::nullopt;
}

void check(const LintScope& scope, const Found& found)
{
    const auto keys = describedKinds();
    const auto& documents = scope.overlay().documents;
    std::set<std::pair<std::string, std::string>> told; // kinds of others, each once
    for (std::size_t i = 0; i < documents.size(); ++i) {
        const auto ref = documents[i].ref();
        const bool known = readableAs(ref) || describedShape(ref.apiVersion, ref.kind);
        const bool everydays = std::find(std::begin(everyday), std::end(everyday), ref.kind) != std::end(everyday);
        if (ref.kind.empty() || ref.apiVersion.empty() || known || everydays || !scope.isJudged(documents[i]))
            continue;
        const auto wanted = meant(ref, keys);
        if (!wanted && !told.insert({ref.apiVersion, ref.kind}).second)
            continue;
        auto finding = wanted && wanted->kind == ref.kind
            ? tell(ref, "apiVersion", LOADLINE_TR("Lint", "%2 has no %1; %3 has one."), LOADLINE_TR("Lint", "The API server refuses it, and nothing more is checked here."), {ref.kind, ref.apiVersion, wanted->apiVersion})
            : wanted ? tell(ref, "kind", LOADLINE_TR("Lint", "There is no kind %1 that is known here; there is %2."), LOADLINE_TR("Lint", "The API server refuses it, and nothing more is checked here."), {ref.kind, wanted->kind})
                     : tell(ref, "kind", LOADLINE_TR("Lint", "Nothing is known here of a %1 in %2."), LOADLINE_TR("Lint", "Only its name and its kind are checked."), {ref.kind, ref.apiVersion});
        finding.document = i;
        if (!wanted) {
            found(with(std::move(finding), "unknown-kind", Severity::Info));
            continue;
        }
        finding.fix = Fix {LOADLINE_TR("Lint", "Write %1"), {wanted->apiVersion + " " + wanted->kind}, {put(ref, "apiVersion", Value(wanted->apiVersion))}};
        if (wanted->kind != ref.kind) {
            // The object goes by its old name until all edits are made.
            finding.fix->edits.clear();
            if (wanted->apiVersion != ref.apiVersion)
                finding.fix->edits.push_back(put(ref, "apiVersion", Value(wanted->apiVersion)));
            auto between = ref;
            between.apiVersion = wanted->apiVersion;
            finding.fix->edits.push_back(put(between, "kind", Value(wanted->kind)));
        }
        found(std::move(finding));
    }
}

} // namespace

Rule unknownKind()
{
    return {
        .id = "unknown-kind",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "A kind that is not known here"),
        .explanation = LOADLINE_TR("Lint",
            "Loadline checks what scales and guards workloads. A kind written with a slip of the pen is refused by the server; others are left as they are."),
        .link = link::objects,
        .check = &check,
    };
}

} // namespace loadline
