// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* vpa : scope.judged<Vpa>()) {
        if (vpa->target.kind != "ReplicaSet" && vpa->target.kind != "Pod")
            continue;
        const auto* set = vpa->target.kind == "ReplicaSet" ? scope.world().find<ReplicaSet>(vpa->meta.ns.str(), vpa->target.name) : nullptr;
        if (vpa->target.kind == "ReplicaSet" && (!set || set->meta.owner.name.empty()))
            continue;
        const auto ref = scope.refOf(*vpa);
        auto finding = tell(ref, "spec.targetRef", set ? LOADLINE_TR("Lint", "%1 belongs to %2 %3.") : LOADLINE_TR("Lint", "%1 is no controller."),
            LOADLINE_TR("Lint", "The VPA recommends nothing (ConfigUnsupported) until it names the topmost controller."),
            {text(vpa->target), set ? set->meta.owner.kind.str() : "", set ? set->meta.owner.name.str() : ""});
        if (set)
            finding.fix = Fix {LOADLINE_TR("Lint", "Name %1 %2"), {set->meta.owner.kind.str(), set->meta.owner.name.str()},
                {put(ref, "spec.targetRef.kind", Value(set->meta.owner.kind.str())), put(ref, "spec.targetRef.name", Value(set->meta.owner.name.str()))}};
        found(std::move(finding));
    }
}

} // namespace

Rule vpaTargetNotTopmost()
{
    return {
        .id = "vpa-target-not-topmost",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "The VPA's target belongs to something else"),
        .explanation = LOADLINE_TR("Lint",
            "A VPA must name the topmost controller. A ReplicaSet that a Deployment owns, or a pod, is "
            "refused with ConfigUnsupported."),
        .link = link::vpaLimits,
        .check = &check,
    };
}

} // namespace loadline
