// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* hpa : scope.judged<Hpa>()) {
        const auto* able = find(hpa->conditions, "AbleToScale");
        const auto* active = find(hpa->conditions, "ScalingActive");
        if (able && able->status == Truth::False && able->reason.starts_with("Failed") && !scope.missing(scope.targetOf(*hpa)))
            found(with(tell(scope.refOf(*hpa), "spec.scaleTargetRef", LOADLINE_TR("Lint", "It cannot scale its target: %1"),
                           LOADLINE_TR("Lint", "Nothing scales the workload until this is mended."), {able->message}),
                EditAt {LOADLINE_TR("Lint", "Choose another target"), {}, scope.refOf(*hpa), "spec.scaleTargetRef"}));
        if (active && active->status == Truth::False && (active->reason == "AmbiguousSelector" || active->reason == "InvalidSelector"))
            found(tell(scope.refOf(*hpa), "spec.scaleTargetRef", active->reason == "AmbiguousSelector"
                    ? LOADLINE_TR("Lint", "Another autoscaler counts the same pods: %1") : LOADLINE_TR("Lint", "Its target names no pods: %1"),
                LOADLINE_TR("Lint", "Nothing scales the workload until this is mended."), {active->message}));
    }
}

} // namespace

Rule hpaCannotScale()
{
    return {
        .id = "hpa-cannot-scale",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "The HPA cannot scale its target"),
        .explanation = LOADLINE_TR("Lint",
            "The controller could not read or write the size of the target: wrong name or version, no right, "
            "or an admission policy that refuses."),
        .link = link::hpa,
        .observes = true,
        .check = &check,
    };
}

} // namespace loadline
