// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>()) {
        if (!object->fallback)
            continue;
        const auto replicas = object->fallback->replicas;
        const auto ref = scope.refOf(*object);
        const auto least = std::max<std::int64_t>(object->minReplicas, 1);
        if (replicas > object->maxReplicas) {
            auto finding = tell(ref, "spec.fallback.replicas", LOADLINE_TR("Lint", "The fallback of %1 replicas is above the maximum of %2."),
                LOADLINE_TR("Lint", "The HPA cuts it to the maximum."), {text(replicas), text(object->maxReplicas)});
            found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Set it to %1"), {text(object->maxReplicas)}, {put(ref, "spec.fallback.replicas", Value(object->maxReplicas))}}));
        } else if (replicas == 0) {
            auto finding = tell(ref, "spec.fallback.replicas", LOADLINE_TR("Lint", "When its source fails, it goes to 0 replicas."),
                LOADLINE_TR("Lint", "A broken source then looks like no load, and the workload stops while work may be waiting."));
            found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Set it to %1"), {text(least)}, {put(ref, "spec.fallback.replicas", Value(least))}}));
        }
    }
}

} // namespace

Rule kedaFallbackRange()
{
    return {
        .id = "keda-fallback-range",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "The fallback sets replicas outside the bounds"),
        .explanation = LOADLINE_TR("Lint",
            "A fallback above the maximum is cut to it; one of 0 takes the workload down exactly when nobody "
            "knows the load."),
        .link = link::kedaObject,
        .check = &check,
    };
}

} // namespace loadline
