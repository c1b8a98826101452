// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/mends.h"
#include "lint/rivals.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

// The other one takes over its triggers and how far it goes.
Fix joinedInto(const LintScope& scope, const ScaledObject& object, const ScaledObject& other)
{
    const auto ref = scope.refOf(other);
    Fix fix {LOADLINE_TR("Lint", "Put its triggers into %1 and remove it"), {other.meta.name}, {}};
    std::size_t next = other.triggers.size();
    for (const Trigger& trigger : object.triggers) {
        const bool there = std::any_of(other.triggers.begin(), other.triggers.end(), [&](const Trigger& one) { return one.type == trigger.type && one.metadata == trigger.metadata; });
        const bool twice = !trigger.name.empty() && std::any_of(other.triggers.begin(), other.triggers.end(), [&](const Trigger& one) { return one.name == trigger.name; });
        if (there)
            continue;
        auto value = triggerValue(trigger);
        if (twice)
            value.set("name", trigger.name + "-" + object.meta.name);
        fix.edits.push_back(put(ref, FieldPath("spec.triggers") / next++, std::move(value)));
    }
    if (object.minReplicas < other.minReplicas)
        fix.edits.push_back(put(ref, "spec.minReplicaCount", Value(object.minReplicas)));
    if (object.maxReplicas > other.maxReplicas)
        fix.edits.push_back(put(ref, "spec.maxReplicaCount", Value(object.maxReplicas)));
    fix.edits.push_back(dropObject(scope.refOf(object)));
    return fix;
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto& target : scope.targets())
        eachRival(scope, target.scaledObjects, [&](const ScaledObject& object, const ScaledObject& other) {
            found(with(tell(scope.refOf(object), "spec.scaleTargetRef", LOADLINE_TR("Lint", "%1 is also the target of the ScaledObject %2."),
                LOADLINE_TR("Lint", "They take turns in setting the size. Put the triggers of both into one."),
                {text(target.ref), other.meta.name}),
                joinedInto(scope, object, other)));
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
