// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/activation.h"
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>()) {
        if (!isForced(object->meta) || (object->minReplicas > 0 && !object->idleReplicas))
            continue;
        const auto ref = scope.refOf(*object);
        const FieldPath at = FieldPath("metadata.annotations") / std::string("autoscaling.keda.sh/force-activation");
        auto finding = tell(ref, at, LOADLINE_TR("Lint", "An annotation keeps it awake."),
            LOADLINE_TR("Lint", "Whatever its triggers say it never goes to %1 replicas while the annotation is there."),
            {text(object->idleReplicas.value_or(object->minReplicas))});
        found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Let its triggers decide"), {}, {drop(ref, at)}}));
    }
}

} // namespace

Rule kedaForceActivation()
{
    return {
        .id = "keda-force-activation",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "Kept awake by an annotation"),
        .explanation = LOADLINE_TR("Lint",
            "autoscaling.keda.sh/force-activation keeps the target at one replica or more although no trigger "
            "is active. It is easily forgotten."),
        .link = link::kedaDeployments,
        .check = &check,
    };
}

} // namespace loadline
