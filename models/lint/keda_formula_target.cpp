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
        found(tell(scope.refOf(*object), "spec.advanced.scalingModifiers.target", LOADLINE_TR("Lint", "The formula has no target."),
            LOADLINE_TR("Lint", "Its result replaces all triggers' values and has nothing to compare with; KEDA refuses it.")));
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
