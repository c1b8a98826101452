// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/mends.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

bool handedOver(const Hpa& hpa, const std::vector<const ScaledObject*>& objects)
{
    const auto* ownership = hpa.meta.annotation("validations.keda.sh/hpa-ownership");
    if (ownership && *ownership == "false")
        return true;
    return std::any_of(objects.begin(), objects.end(), [&](const ScaledObject* object) {
        const auto* transfer = object->meta.annotation("scaledobject.keda.sh/transfer-hpa-ownership");
        return transfer && *transfer == "true" && object->hpaNameWanted == hpa.meta.name;
    });
}

// KEDA takes the HPA over as it is: by name, with the annotation that says so. What the HPA measured of the pods'
// resources goes on as triggers; metrics of an adapter have no trigger of their own.
Fix taken(const LintScope& scope, const ScaledObject& object, const Hpa& hpa)
{
    const auto ref = scope.refOf(object);
    Fix fix {LOADLINE_TR("Lint", "Let KEDA take over the HPA %1"), {hpa.meta.name},
        {put(ref, FieldPath("metadata.annotations") / "scaledobject.keda.sh/transfer-hpa-ownership", Value("true")),
            put(ref, "spec.advanced.horizontalPodAutoscalerConfig.name", Value(hpa.meta.name))}};
    std::size_t next = object.triggers.size();
    for (const auto& spec : hpa.metrics) {
        const auto trigger = triggerFor(spec);
        const auto type = trigger ? (*trigger)["type"].text() : std::string();
        const bool there = std::any_of(object.triggers.begin(), object.triggers.end(), [&](const Trigger& one) { return one.type == type; });
        if (trigger && !there)
            fix.edits.push_back(put(ref, FieldPath("spec.triggers") / next++, *trigger));
    }
    return fix;
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto& target : scope.targets()) {
        if (target.scaledObjects.empty())
            continue;
        for (const auto* hpa : target.hpas) {
            if (handedOver(*hpa, target.scaledObjects))
                continue;
            for (const auto* object : target.scaledObjects)
                if (scope.isJudged(*object))
                    found(with(tell(scope.refOf(*object), "spec.scaleTargetRef", LOADLINE_TR("Lint", "%1 is also the target of the HPA %2."),
                        LOADLINE_TR("Lint", "KEDA writes an HPA of its own, so two own the same pods and both stop. Move the HPA's metrics into the ScaledObject as triggers and delete the HPA."),
                        {text(target.ref), hpa->meta.name}),
                        taken(scope, *object, *hpa)));
        }
    }
}

} // namespace

Rule kedaAndHpaOneTarget()
{
    return {
        .id = "keda-and-hpa-one-target",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "An HPA beside a ScaledObject"),
        .explanation = LOADLINE_TR("Lint",
            "KEDA writes an HPA of its own for each ScaledObject. A second one on the same target makes both "
            "stop."),
        .link = link::kedaDeployments,
        .check = &check,
    };
}

} // namespace loadline
