// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/mends.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

// What every pod has. A pod must be there to be measured, so that it cannot sleep at none.
Fix byCpu(const ManifestRef& ref, const ScaledObject& object)
{
    MetricSpec cpu;
    cpu.metric = {MetricType::Resource, "cpu", {}, {}, {}};
    cpu.averageUtilization = 70;
    Fix fix {LOADLINE_TR("Lint", "Scale by CPU, at 70 %"), {}, {put(ref, "spec.triggers", Value::list({*triggerFor(cpu)}))}};
    if (object.minReplicas == 0)
        fix.edits.push_back(put(ref, "spec.minReplicaCount", Value(1)));
    return fix;
}

template <class T>
void look(const LintScope& scope, const T& object, const Found& found)
{
    if (!object.triggers.empty())
        return;
    const auto ref = scope.refOf(object);
    auto finding = tell(scope.refOf(object), "spec.triggers", LOADLINE_TR("Lint", "It has no trigger."),
            LOADLINE_TR("Lint", "KEDA has nothing to scale by and refuses it."));
    if constexpr (std::is_same_v<T, ScaledObject>)
        finding.fix = byCpu(ref, object);
    else
        finding.edit = EditAt {LOADLINE_TR("Lint", "Add a trigger"), {}, ref, "spec.triggers"};
    found(std::move(finding));
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>())
        look(scope, *object, found);
    for (const auto* job : scope.judged<ScaledJob>())
        look(scope, *job, found);
}

} // namespace

Rule kedaNoTriggers()
{
    return {
        .id = "keda-no-triggers",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A ScaledObject without triggers"),
        .explanation = LOADLINE_TR("Lint",
            "Without a trigger KEDA has nothing to scale by and refuses the object."),
        .link = link::kedaObject,
        .check = &check,
    };
}

} // namespace loadline
