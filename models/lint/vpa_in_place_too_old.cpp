// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    const auto minor = minorVersion(scope.world());
    if (!minor || *minor >= 33)
        return;
    for (const auto* vpa : scope.judged<Vpa>()) {
        if (vpa->mode != UpdateMode::InPlaceOrRecreate && vpa->mode != UpdateMode::InPlace)
            continue;
        const auto ref = scope.refOf(*vpa);
        auto finding = tell(ref, "spec.updatePolicy.updateMode", LOADLINE_TR("Lint", "The update mode is %1, and the server is %2."),
            LOADLINE_TR("Lint", "Pods are resized while they run from Kubernetes 1.33 on."), {vpa->modeText, scope.world().version});
        found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Write Recreate"), {}, {put(ref, "spec.updatePolicy.updateMode", Value("Recreate"))}}));
    }
}

} // namespace

Rule vpaInPlaceTooOld()
{
    return {
        .id = "vpa-in-place-too-old",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "In-place updates on a server that cannot"),
        .explanation = LOADLINE_TR("Lint",
            "InPlaceOrRecreate resizes pods while they run, which Kubernetes does from 1.33 on."),
        .link = link::vpaModes,
        .check = &check,
    };
}

} // namespace loadline
