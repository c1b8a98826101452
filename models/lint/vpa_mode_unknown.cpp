// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* vpa : scope.judged<Vpa>()) {
        if (vpa->mode != UpdateMode::Unknown)
            continue;
        const auto ref = scope.refOf(*vpa);
        auto finding = tell(ref, "spec.updatePolicy.updateMode", LOADLINE_TR("Lint", "No VPA knows the update mode %1."),
            LOADLINE_TR("Lint", "The API server refuses it. Use Off, Initial, Recreate or InPlaceOrRecreate."), {vpa->modeText});
        found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Let it only recommend"), {}, {put(ref, "spec.updatePolicy.updateMode", Value("Off"))}}));
    }
}

} // namespace

Rule vpaModeUnknown()
{
    return {
        .id = "vpa-mode-unknown",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "An update mode that no VPA knows"),
        .explanation = LOADLINE_TR("Lint",
            "Off, Initial, Recreate and InPlaceOrRecreate are what a VPA can do; InPlace is an alpha "
            "feature."),
        .link = link::vpaModes,
        .check = &check,
    };
}

} // namespace loadline
