// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/known_fields.h"
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

// A newer VPA than we know of may have it: its own schema has the last word.
bool isServed(const LintScope& scope, const ManifestRef& ref, const std::string& mode)
{
    const auto shape = shapeOf(scope, ref);
    const auto* spec = shape ? shape->field("spec") : nullptr;
    const auto* policy = spec ? spec->shape->field("updatePolicy") : nullptr;
    const auto* modes = policy ? policy->shape->field("updateMode") : nullptr;
    return modes && std::find(modes->shape->choices.begin(), modes->shape->choices.end(), mode) != modes->shape->choices.end();
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* vpa : scope.judged<Vpa>()) {
        const auto ref = scope.refOf(*vpa);
        if (vpa->mode != UpdateMode::Unknown || isServed(scope, ref, vpa->modeText))
            continue;
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
