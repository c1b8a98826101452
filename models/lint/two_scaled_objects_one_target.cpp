// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rivals.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto& target : scope.targets())
        eachRival(scope, target.scaledObjects, [&](const ScaledObject& object, const ScaledObject& other) {
            found(tell(scope.refOf(object), "spec.scaleTargetRef", LOADLINE_TR("Lint", "%1 is also the target of the ScaledObject %2."),
                LOADLINE_TR("Lint", "They take turns in setting the size. Put the triggers of both into one."),
                {text(target.ref), other.meta.name}));
        });
}

} // namespace

Rule twoScaledObjectsOneTarget()
{
    return {
        .id = "two-scaled-objects-one-target",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "Two ScaledObjects on one target"),
        .explanation = LOADLINE_TR("Lint",
            "KEDA's check refuses a second ScaledObject for a target; where the check is not installed both "
            "write the size in turn."),
        .link = link::kedaDeployments,
        .check = &check,
    };
}

} // namespace loadline
