// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/scaler_view.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>()) {
        if (!object->fallback || object->triggers.empty() || !std::all_of(object->triggers.begin(), object->triggers.end(), &isResource))
            continue;
        const auto ref = scope.refOf(*object);
        auto finding = tell(ref, "spec.fallback", LOADLINE_TR("Lint", "There is a fallback, but only cpu and memory triggers."),
            LOADLINE_TR("Lint", "The fallback stands in for sources that fail; cpu and memory are read by the HPA, so it never takes over and KEDA refuses it."));
        found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Remove the fallback"), {}, {drop(ref, "spec.fallback")}}));
    }
}

} // namespace

Rule kedaFallbackUseless()
{
    return {
        .id = "keda-fallback-useless",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "A fallback that can never take over"),
        .explanation = LOADLINE_TR("Lint",
            "The fallback stands in for sources that fail. cpu and memory have none: the HPA reads them "
            "itself."),
        .link = link::kedaObject,
        .check = &check,
    };
}

} // namespace loadline
