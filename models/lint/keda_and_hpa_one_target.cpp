// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
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
                    found(tell(scope.refOf(*object), "spec.scaleTargetRef", LOADLINE_TR("Lint", "%1 is also the target of the HPA %2."),
                        LOADLINE_TR("Lint", "KEDA writes an HPA of its own, so two own the same pods and both stop. Move the HPA's metrics into the ScaledObject as triggers and delete the HPA."),
                        {text(target.ref), hpa->meta.name}));
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
