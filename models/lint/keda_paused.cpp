// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

constexpr Seconds longTime = std::chrono::hours {24};

Fix resume(const LintScope& scope, const ScaledObject& object)
{
    const auto ref = scope.refOf(object);
    Fix fix {LOADLINE_TR("Lint", "Resume"), {}, {}};
    for (const auto* key : {"paused", "paused-replicas", "paused-scale-in", "paused-scale-out"})
        if (const std::string full = std::string("autoscaling.keda.sh/") + key; object.meta.annotation(full))
            fix.edits.push_back(drop(ref, FieldPath("metadata.annotations") / full));
    return fix;
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>()) {
        const auto& pause = object->pause;
        if (!pause.any())
            continue;
        const auto ref = scope.refOf(*object);
        const auto now = scope.world().now;
        const bool idle = object->lastActiveTime && now - *object->lastActiveTime > longTime;
        const char* what = pause.atReplicas ? LOADLINE_TR("Lint", "It is paused at %1 replicas.")
            : pause.full                    ? LOADLINE_TR("Lint", "It is paused.")
            : pause.scaleIn && pause.scaleOut ? LOADLINE_TR("Lint", "Scaling in and out is paused.")
            : pause.scaleIn                 ? LOADLINE_TR("Lint", "Scaling in is paused.")
                                            : LOADLINE_TR("Lint", "Scaling out is paused.");
        const char* why = idle ? LOADLINE_TR("Lint", "Its triggers were last active over a day ago, so it may have been forgotten. Load has no effect until the annotations go.")
            : pause.full || pause.atReplicas ? LOADLINE_TR("Lint", "KEDA has deleted its HPA; load has no effect until the annotation goes.")
                                             : LOADLINE_TR("Lint", "Load has only half its effect until the annotation goes.");
        found(with(tell(ref, "metadata.annotations", what, why, {text(pause.atReplicas.value_or(0))}), resume(scope, *object)));
    }
}

} // namespace

Rule kedaPaused()
{
    return {
        .id = "keda-paused",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "Scaling is paused"),
        .explanation = LOADLINE_TR("Lint",
            "Annotations stop a ScaledObject, fully, at a count, or in one direction. They are easily "
            "forgotten."),
        .link = link::kedaPause,
        .check = &check,
    };
}

} // namespace loadline
