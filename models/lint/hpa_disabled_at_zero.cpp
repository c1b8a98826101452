// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* hpa : scope.judgedHpas()) {
        const auto& target = scope.targetOf(*hpa);
        const auto* active = find(hpa->conditions, "ScalingActive");
        if (!target.workload && active && active->reason == "ScalingDisabled" && target.scaledObjects.empty() && hpa->minReplicas != 0) {
            // Of a kind whose size nobody watches; the controller saw the zero.
            found(tell(scope.refOf(*hpa), "spec.scaleTargetRef", LOADLINE_TR("Lint", "%1 has been set to 0 replicas."),
                LOADLINE_TR("Lint", "That switches the HPA off. It never wakes from it: someone has to set at least one replica."), {text(target.ref)}));
            continue;
        }
        if (!target.workload || target.workload->replicas != 0 || !target.scaledObjects.empty() || hpa->minReplicas == 0)
            continue;
        const auto ref = scope.refOf(target);
        const auto least = std::max<std::int64_t>(1, hpa->minReplicas);
        auto finding = tell(scope.refOf(*hpa), "spec.scaleTargetRef", LOADLINE_TR("Lint", "%1 has been set to 0 replicas."),
            LOADLINE_TR("Lint", "That switches the HPA off. It never wakes from it: someone has to set at least one replica."), {text(target.ref)});
        found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Start %1 replicas"), {text(least)}, {put(ref, "spec.replicas", Value(least))}}));
    }
}

} // namespace

Rule hpaDisabledAtZero()
{
    return {
        .id = "hpa-disabled-at-zero",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "An HPA whose target someone set to zero"),
        .explanation = LOADLINE_TR("Lint",
            "Zero replicas switch an HPA off, and it never wakes from a zero that someone else wrote."),
        .link = link::hpa,
        .check = &check,
    };
}

} // namespace loadline
