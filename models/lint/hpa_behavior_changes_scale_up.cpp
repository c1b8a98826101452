// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* hpa : scope.judgedHpas()) {
        const bool mute = !hpa->behavior || (hpa->behavior->up && !hpa->behavior->up->policies.empty());
        // The server writes its defaults out, so only a manifest can still be silent.
        if (mute || !scope.documentOf(*hpa))
            continue;
        const auto ref = scope.refOf(*hpa);
        const auto* before = scope.live() ? scope.live()->find<Hpa>(hpa->meta.ns.str(), hpa->meta.name) : nullptr;
        const auto policy = [](const char* type, int value) {
            auto map = Value::map();
            map.set("type", type);
            map.set("value", value);
            map.set("periodSeconds", 15);
            return map;
        };
        Fix fix {LOADLINE_TR("Lint", "Write the rules for scaling up out"), {},
            {put(ref, "spec.behavior.scaleUp.policies", Value::list({policy("Percent", 100), policy("Pods", 4)}))}};
        if (!hpa->behavior->up || !hpa->behavior->up->selectPolicy)
            fix.edits.push_back(put(ref, "spec.behavior.scaleUp.selectPolicy", Value("Max")));
        auto finding = tell(ref, "spec.behavior", before && !before->behavior
                ? LOADLINE_TR("Lint", "Behaviour is added and says nothing of how fast to scale up.")
                : LOADLINE_TR("Lint", "Behaviour says nothing of how fast to scale up."),
            LOADLINE_TR("Lint", "The server then allows 100 % or 4 pods more every 15 s, whichever is more (1 to 5 in a step), where an HPA without behaviour stops at twice the replicas or 4."));
        finding = with(std::move(finding), std::move(fix));
        found(before && !before->behavior ? with(std::move(finding), "hpa-behavior-changes-scale-up", Severity::Warning) : std::move(finding));
    }
}

} // namespace

Rule hpaBehaviorChangesScaleUp()
{
    return {
        .id = "hpa-behavior-changes-scale-up",
        .severity = Severity::Info,
        .title = LOADLINE_TR("Lint", "Behaviour for scaling down also changes scaling up"),
        .explanation = LOADLINE_TR("Lint",
            "As soon as `behavior` is there the API server fills in both directions. An HPA without it may "
            "double its replicas, or go to 4; with it, scaling up gets 100 % or 4 pods per 15 s, whichever "
            "is more."),
        .link = link::hpaBehavior,
        .check = &check,
    };
}

} // namespace loadline
