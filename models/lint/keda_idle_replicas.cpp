// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>()) {
        if (!object->idleReplicas)
            continue;
        const auto ref = scope.refOf(*object);
        const auto idle = *object->idleReplicas;
        if (idle >= object->minReplicas) {
            auto finding = tell(ref, "spec.idleReplicaCount", LOADLINE_TR("Lint", "The idle count of %1 is not below the minimum of %2."),
                LOADLINE_TR("Lint", "KEDA refuses it."), {text(idle), text(object->minReplicas)});
            found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Remove it"), {}, {drop(ref, "spec.idleReplicaCount")}}));
        } else if (idle != 0) {
            auto finding = tell(ref, "spec.idleReplicaCount", LOADLINE_TR("Lint", "The idle count is %1."),
                LOADLINE_TR("Lint", "Only 0 works: with another the HPA raises it to the minimum at once."), {text(idle)});
            found(with(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Set it to %1"), {"0"}, {put(ref, "spec.idleReplicaCount", Value(0))}}), "keda-idle-replicas", Severity::Warning));
        }
    }
}

} // namespace

Rule kedaIdleReplicas()
{
    return {
        .id = "keda-idle-replicas",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "An idle count that does not work"),
        .explanation = LOADLINE_TR("Lint",
            "idleReplicaCount must be below the minimum, and only 0 works properly."),
        .link = link::kedaObject,
        .check = &check,
    };
}

} // namespace loadline
