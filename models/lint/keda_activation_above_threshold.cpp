// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"
#include "lint/trigger_types.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>()) {
        if (object->minReplicas != 0)
            continue; // activation then only sets a condition
        for (std::size_t i = 0; i < object->triggers.size(); ++i) {
            const auto& trigger = object->triggers[i];
            const auto threshold = thresholdOf(trigger), activation = activationThresholdOf(trigger);
            if (!threshold || !activation || *activation <= *threshold)
                continue;
            const auto ref = scope.refOf(*object);
            const auto key = activationKey(trigger);
            const auto at = FieldPath("spec.triggers") / i / "metadata" / key;
            auto finding = tell(ref, at, LOADLINE_TR("Lint", "It wakes only above %1, while one replica handles %2."),
                LOADLINE_TR("Lint", "Up to %1 the workload stays at 0 although there is work for more than one replica."),
                {activation->decimal(), threshold->decimal()});
            found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Wake at the first sign of work"), {}, {put(ref, at, Value("0"))}}));
        }
    }
}

} // namespace

Rule kedaActivationAboveThreshold()
{
    return {
        .id = "keda-activation-above-threshold",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "Activates only far above its target"),
        .explanation = LOADLINE_TR("Lint",
            "Below the activation threshold the workload stays at zero, whatever the scaling threshold says. "
            "An activation above the target means several replicas' worth of work waits."),
        .link = link::kedaActivation,
        .check = &check,
    };
}

} // namespace loadline
