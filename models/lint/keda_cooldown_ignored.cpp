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
        if (object->minReplicas < 1 || object->idleReplicas || object->cooldownPeriod == 300)
            continue;
        const auto ref = scope.refOf(*object);
        auto finding = tell(ref, "spec.cooldownPeriod", LOADLINE_TR("Lint", "The cooldown of %1 s does nothing, because the minimum is %2."),
            LOADLINE_TR("Lint", "KEDA waits for it only on the way to 0. How fast this scales down is set by the HPA's behaviour."),
            {text(object->cooldownPeriod), text(object->minReplicas)});
        const FieldPath window("spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds");
        Fix fix {LOADLINE_TR("Lint", "Make it the window for scaling down"), {}, {drop(ref, "spec.cooldownPeriod")}};
        if (!object->behavior || !object->behavior->down || !object->behavior->down->stabilizationWindowSeconds)
            fix.edits.push_back(put(ref, window, Value(std::min<std::int64_t>(object->cooldownPeriod, 3600))));
        else
            fix.label = LOADLINE_TR("Lint", "Remove it");
        found(with(std::move(finding), std::move(fix)));
    }
}

} // namespace

Rule kedaCooldownIgnored()
{
    return {
        .id = "keda-cooldown-ignored",
        .severity = Severity::Info,
        .title = LOADLINE_TR("Lint", "A cooldown that does nothing"),
        .explanation = LOADLINE_TR("Lint",
            "cooldownPeriod is only waited for on the way to 0 or to the idle count. With a minimum above 0 "
            "the HPA does all scaling down, by its own window."),
        .link = link::kedaObject,
        .check = &check,
    };
}

} // namespace loadline
