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
        eachRival(scope, target.hpas, [&](const Hpa& hpa, const Hpa& other) {
            found(tell(scope.refOf(hpa), "spec.scaleTargetRef", LOADLINE_TR("Lint", "%1 is also the target of the HPA %2."),
                LOADLINE_TR("Lint", "Both stop with AmbiguousSelector, and nothing scales the workload. Put their metrics into one."),
                {text(target.ref), other.meta.name}));
        });
}

} // namespace

Rule twoHpasOneTarget()
{
    return {
        .id = "two-hpas-one-target",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "Two HPAs on one target"),
        .explanation = LOADLINE_TR("Lint",
            "The controller sees that two HPAs own the same pods and stops both: AmbiguousSelector."),
        .link = link::hpaAlgorithm,
        .check = &check,
    };
}

} // namespace loadline
