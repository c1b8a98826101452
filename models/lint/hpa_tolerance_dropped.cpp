// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/hpa.h"
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/scaler_view.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

bool hasTolerance(const std::optional<Behavior>& behavior)
{
    return behavior && ((behavior->up && behavior->up->tolerance) || (behavior->down && behavior->down->tolerance));
}

// Alpha and off in 1.33 and 1.34, on by default since (autoscaling.md 1.6): with the gate off a server drops the field.
// An HPA that has kept its own shows that the gate is on.
bool isDropped(const LintScope& scope)
{
    const auto minor = minorVersion(scope.world());
    if (!minor || *minor >= 35)
        return false;
    const auto all = scope.live()->all<Hpa>();
    return std::none_of(all.begin(), all.end(), [](const Hpa& hpa) { return hasTolerance(hpa.behavior); });
}

void check(const LintScope& scope, const Found& found)
{
    if (!scope.live() || !isDropped(scope))
        return;
    const bool gated = *minorVersion(scope.world()) >= 33;
    for (const auto* scaler : scope.judgedScalers()) {
        const auto& behavior = scaler->hpa ? scaler->hpa->behavior : scaler->keda->behavior;
        // An older server's own field of an HPA is told by its release: field-too-new.
        if (!scope.documentOf(scaler->object()) || !hasTolerance(behavior) || (scaler->hpa && !gated))
            continue;
        for (const auto& [rules, name] : {std::pair(&behavior->up, "scaleUp"), std::pair(&behavior->down, "scaleDown")}) {
            if (!*rules || !(*rules)->tolerance)
                continue;
            const auto at = behaviorField(*scaler) / name / "tolerance";
            auto finding = tell(scaler->ref, at, LOADLINE_TR("Lint", "A tolerance is written, and the server is %1."),
                gated ? LOADLINE_TR("Lint", "Before 1.35 its feature gate HPAConfigurableTolerance is off unless somebody turned it on: the server then drops the field without a word, and 10 % holds.")
                      : LOADLINE_TR("Lint", "HPAs have it from Kubernetes 1.33 on: an older server drops the field, and 10 % holds."),
                {scope.world().version});
            found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Leave the tolerance out"), {}, {drop(scaler->ref, at)}}));
        }
    }
}

} // namespace

Rule hpaToleranceDropped()
{
    return {
        .id = "hpa-tolerance-dropped",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "A tolerance that the server may drop"),
        .explanation = LOADLINE_TR("Lint",
            "The tolerance of an HPA came with Kubernetes 1.33 behind a feature gate that is on by default from 1.35 on. Without it the field is dropped, and the cluster's own tolerance holds."),
        .link = link::hpaBehavior,
        .check = &check,
    };
}

} // namespace loadline
