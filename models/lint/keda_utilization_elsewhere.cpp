// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/scaler_view.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>()) {
        for (std::size_t i = 0; i < object->triggers.size(); ++i) {
            const auto& trigger = object->triggers[i];
            if (isResource(trigger) || trigger.metricType != TargetType::Utilization)
                continue;
            const auto ref = scope.refOf(*object);
            const auto at = FieldPath("spec.triggers") / i / "metricType";
            auto finding = tell(ref, at, LOADLINE_TR("Lint", "The %1 trigger has the metric type Utilization."),
                LOADLINE_TR("Lint", "Only cpu and memory have a request to be a percentage of; KEDA refuses it."), {trigger.type});
            found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Write %1"), {"AverageValue"}, {put(ref, at, Value("AverageValue"))}}));
        }
    }
}

} // namespace

Rule kedaUtilizationElsewhere()
{
    return {
        .id = "keda-utilization-elsewhere",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "Utilization for a trigger that has no request"),
        .explanation = LOADLINE_TR("Lint",
            "Only cpu and memory have a request to be a percentage of."),
        .link = link::kedaScalers,
        .check = &check,
    };
}

} // namespace loadline
