// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void say(const LintScope& scope, const ManifestRef& ref, const ScaleTarget& target, const char* field, const Found& found)
{
    if (!scope.missing(target))
        return;
    auto finding = tell(ref, field, scope.live() ? LOADLINE_TR("Lint", "There is no %1 in namespace %2.")
                                                 : LOADLINE_TR("Lint", "%1 in namespace %2 is not among these manifests."),
        LOADLINE_TR("Lint", "The autoscaler steers nothing until its target exists under this name."), {text(target.ref), target.ns});
    found(scope.live() ? std::move(finding) : with(std::move(finding), "target-missing", Severity::Info));
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* scaler : scope.judgedScalers())
        say(scope, scaler->ref, *scaler->target, "spec.scaleTargetRef.name", found);
    for (const auto* vpa : scope.judged<Vpa>())
        say(scope, scope.refOf(*vpa), scope.targetOf(*vpa), "spec.targetRef.name", found);
}

} // namespace

Rule targetMissing()
{
    return {
        .id = "target-missing",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "The target is not there"),
        .explanation = LOADLINE_TR("Lint",
            "An autoscaler whose target does not exist does nothing and says so only in its conditions."),
        .link = link::hpa,
        .check = &check,
    };
}

} // namespace loadline
