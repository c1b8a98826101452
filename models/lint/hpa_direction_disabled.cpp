// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void look(const LintScope& scope, const Hpa& hpa, const std::optional<ScalingRules>& rules, bool up, const Found& found)
{
    if (!rules || rules->selectPolicy != SelectPolicy::Disabled)
        return;
    const auto ref = scope.refOf(hpa);
    const auto at = FieldPath(up ? "spec.behavior.scaleUp.selectPolicy" : "spec.behavior.scaleDown.selectPolicy");
    const bool window = rules->stabilizationWindowSeconds.has_value();
    auto finding = tell(ref, at, up ? LOADLINE_TR("Lint", "Scaling up is disabled.") : LOADLINE_TR("Lint", "Scaling down is disabled."),
        up ? LOADLINE_TR("Lint", "The autoscaler adds no replica however high the load.")
           : window ? LOADLINE_TR("Lint", "What was added under load stays for good, and the window beside it of %1 s does nothing.")
                    : LOADLINE_TR("Lint", "What was added under load stays for good."),
        {text(rules->stabilizationWindowSeconds.value_or(0))});
    found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Allow it"), {}, {put(ref, at, Value("Max"))}}));
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* hpa : scope.judgedHpas()) {
        if (!hpa->behavior)
            continue;
        look(scope, *hpa, hpa->behavior->up, true, found);
        look(scope, *hpa, hpa->behavior->down, false, found);
    }
}

} // namespace

Rule hpaDirectionDisabled()
{
    return {
        .id = "hpa-direction-disabled",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "Scaling is disabled in a direction"),
        .explanation = LOADLINE_TR("Lint",
            "selectPolicy Disabled forbids a direction altogether; windows and policies beside it do "
            "nothing."),
        .link = link::hpaBehavior,
        .check = &check,
    };
}

} // namespace loadline
