// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* hpa : scope.judged<Hpa>()) {
        const auto* limited = find(hpa->conditions, "ScalingLimited");
        const bool held = limited && limited->status == Truth::True && limited->reason == "TooManyReplicas"
            && hpa->desiredReplicas && *hpa->desiredReplicas >= hpa->maxReplicas;
        if (!held || !limited->since)
            continue;
        // The condition keeps its time when only its reason changes, as from the minimum to the maximum.
        const TimePoint since = std::max(*limited->since, hpa->lastScaleTime.value_or(*limited->since));
        if (scope.world().now - since < scope.preferences().heldAtMaxWarning)
            continue;
        // Those that KEDA writes are changed through their ScaledObject.
        const auto& objects = scope.targetOf(*hpa).scaledObjects;
        const auto* keda = objects.empty() ? nullptr : objects.front();
        const auto ref = keda ? scope.refOf(*keda) : scope.refOf(*hpa);
        const FieldPath field(keda ? "spec.maxReplicaCount" : "spec.maxReplicas");
        if (keda && keda->maxReplicas > *hpa->desiredReplicas)
            continue;
        const auto more = hpa->maxReplicas + (hpa->maxReplicas + 1) / 2;
        auto finding = tell(ref, field, LOADLINE_TR("Lint", "It has been held at its maximum of %1 replicas for %2."),
            LOADLINE_TR("Lint", "The load asks for more. Raise the maximum, give the pods more, or check whether the metric falls with more replicas at all."),
            {text(hpa->maxReplicas), lasting(scope.world().now - since)});
        found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Raise the maximum to %1"), {text(more)}, {put(ref, field, Value(more))}}));
    }
}

} // namespace

Rule hpaAtMax()
{
    return {
        .id = "hpa-at-max",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "At its maximum for long"),
        .explanation = LOADLINE_TR("Lint",
            "The metrics ask for more replicas than the maximum allows: the service is short of capacity, or "
            "the metric does not fall with more replicas."),
        .link = link::hpaAlgorithm,
        .observes = true,
        .check = &check,
    };
}

} // namespace loadline
