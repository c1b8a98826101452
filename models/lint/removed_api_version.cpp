// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

struct Old {
    std::string_view apiVersion, kind, now, gone;
    bool sameFields; // only the version needs to change
};
constexpr Old olds[] = {{"autoscaling/v2beta2", "HorizontalPodAutoscaler", "autoscaling/v2", "1.26", true},
    {"autoscaling/v2beta1", "HorizontalPodAutoscaler", "autoscaling/v2", "1.25", false},
    {"policy/v1beta1", "PodDisruptionBudget", "policy/v1", "1.25", true},
    {"extensions/v1beta1", "Deployment", "apps/v1", "1.16", false}, {"apps/v1beta1", "Deployment", "apps/v1", "1.16", false},
    {"apps/v1beta2", "Deployment", "apps/v1", "1.16", true}, {"apps/v1beta1", "StatefulSet", "apps/v1", "1.16", false},
    {"apps/v1beta2", "StatefulSet", "apps/v1", "1.16", true},
    {"scheduling.k8s.io/v1beta1", "PriorityClass", "scheduling.k8s.io/v1", "1.22", true},
    {"autoscaling.k8s.io/v1beta2", "VerticalPodAutoscaler", "autoscaling.k8s.io/v1", "VPA 1.0", true},
    {"autoscaling.k8s.io/v1beta1", "VerticalPodAutoscaler", "autoscaling.k8s.io/v1", "VPA 1.0", false},
    {"karpenter.sh/v1beta1", "NodePool", "karpenter.sh/v1", "Karpenter 1.1", false},
    {"karpenter.sh/v1alpha5", "Provisioner", "karpenter.sh/v1", "Karpenter 0.33", false}};

void check(const LintScope& scope, const Found& found)
{
    for (const auto& document : scope.overlay().documents) {
        const auto ref = document.ref();
        const auto* old = std::find_if(std::begin(olds), std::end(olds), [&](const Old& one) { return one.apiVersion == ref.apiVersion && one.kind == ref.kind; });
        if (old == std::end(olds) || !scope.isJudged(document))
            continue;
        auto finding = tell(ref, "apiVersion", LOADLINE_TR("Lint", "%1 is no longer served since %2."),
            old->sameFields ? LOADLINE_TR("Lint", "The API server refuses it. %3 has the same fields.") : LOADLINE_TR("Lint", "The API server refuses it. %3 has other fields."),
            {ref.apiVersion, std::string(old->gone), std::string(old->now)});
        if (old->sameFields)
            finding.fix = Fix {LOADLINE_TR("Lint", "Write %1"), {std::string(old->now)}, {put(ref, "apiVersion", Value(std::string(old->now)))}};
        else
            finding.edit = EditAt {LOADLINE_TR("Lint", "Write it as %1"), {std::string(old->now)}, ref, "apiVersion"};
        found(std::move(finding));
    }
}

} // namespace

Rule removedApiVersion()
{
    return {
        .id = "removed-api-version",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "An API version that is no longer served"),
        .explanation = LOADLINE_TR("Lint",
            "Old versions of an API are removed; manifests that still name them are refused."),
        .link = link::deprecated,
        .check = &check,
    };
}

} // namespace loadline
