// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* vpa : scope.judged<Vpa>()) {
        if (vpa->mode != UpdateMode::Auto)
            continue;
        const auto ref = scope.refOf(*vpa);
        auto finding = tell(ref, "spec.updatePolicy.updateMode", LOADLINE_TR("Lint", "The update mode is Auto."),
            LOADLINE_TR("Lint", "It does the same as Recreate, is deprecated since VPA 1.5 and will be removed. Say what is meant."));
        found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Write Recreate"), {}, {put(ref, "spec.updatePolicy.updateMode", Value("Recreate"))}}));
    }
}

} // namespace

Rule vpaModeAuto()
{
    return {
        .id = "vpa-mode-auto",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "The VPA's update mode Auto is deprecated"),
        .explanation = LOADLINE_TR("Lint",
            "Auto does the same as Recreate, is deprecated since VPA 1.5 and will be removed."),
        .link = link::vpaModes,
        .check = &check,
    };
}

} // namespace loadline
