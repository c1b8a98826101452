// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>()) {
        if (!object->modifiers || object->modifiers->formula.empty() || !object->modifiers->target.empty())
            continue;
        const auto ref = scope.refOf(*object);
        const FieldPath at("spec.advanced.scalingModifiers.target");
        auto finding = tell(ref, at, LOADLINE_TR("Lint", "The formula has no target."),
            LOADLINE_TR("Lint", "Its result replaces all triggers' values and has nothing to compare with; KEDA refuses it."));
        for (const Trigger& trigger : object->triggers) {
            const auto threshold = thresholdOf(trigger);
            if (!threshold)
                continue;
            finding.fix = Fix {LOADLINE_TR("Lint", "Aim at %1, as its trigger %2 does"), {threshold->decimal(), trigger.name.empty() ? trigger.type : trigger.name},
                {put(ref, at, Value(threshold->decimal()))}};
            break;
        }
        found(std::move(finding));
    }
}

} // namespace

Rule kedaFormulaTarget()
{
    return {
        .id = "keda-formula-target",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A formula without target"),
        .explanation = LOADLINE_TR("Lint",
            "scalingModifiers replace the triggers' own thresholds, so the formula's result needs a target "
            "of its own."),
        .link = link::kedaObject,
        .check = &check,
    };
}

} // namespace loadline
