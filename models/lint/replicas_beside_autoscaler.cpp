// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* target : scope.judgedTargets()) {
        const auto scalers = scope.scalersOf(*target);
        if (scalers.size() != 1 || scope.documentOf(*target->workload) || scope.documentOf(scalers.front()->object()))
            continue;
        const auto* hpa = scalers.front()->hpa;
        const auto replicas = target->workload->replicas;
        // At 0 the HPA is off, which another rule tells of.
        if (!hpa || replicas == 0 || hpa->minReplicas > hpa->maxReplicas || (replicas >= hpa->minReplicas && replicas <= hpa->maxReplicas))
            continue;
        const bool above = replicas > hpa->maxReplicas;
        const auto ref = scope.refOf(*hpa);
        found(with(tell(scope.refOf(*target), "spec.replicas", LOADLINE_TR("Lint", "It has %1 replicas, outside the %2 to %3 of HPA %4."),
            LOADLINE_TR("Lint", "Something else sets the size as well, a deploy tool perhaps, or the HPA cannot act. The two will take turns."),
            {text(replicas), text(hpa->minReplicas), text(hpa->maxReplicas), hpa->meta.name}),
            Fix {above ? LOADLINE_TR("Lint", "Raise the maximum of HPA %1 to %2") : LOADLINE_TR("Lint", "Lower the minimum of HPA %1 to %2"), {hpa->meta.name, text(replicas)},
                {put(ref, above ? "spec.maxReplicas" : "spec.minReplicas", Value(replicas))}}));
    }
}

} // namespace

Rule replicasBesideAutoscaler()
{
    return {
        .id = "replicas-beside-autoscaler",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "The size does not stay where the autoscaler put it"),
        .explanation = LOADLINE_TR("Lint",
            "Replicas outside the autoscaler's bounds mean that something else writes them too, such as a "
            "deploy tool."),
        .link = link::hpaMigrate,
        .check = &check,
    };
}

} // namespace loadline
