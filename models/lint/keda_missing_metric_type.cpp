// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/scaler_view.h"
#include "lint/tell.h"

namespace loadline {

namespace {

bool isAmount(const Trigger& trigger)
{
    const auto* type = trigger.get("type");
    if (type)
        return *type == "AverageValue";
    const auto* value = trigger.get("value");
    return value && value->find_first_not_of("0123456789") != std::string::npos;
}

template <class T>
void look(const LintScope& scope, const T& object, const Found& found)
{
    const auto* document = scope.documentOf(object);
    if (!document) // the parsed trigger does not tell a default from what is written
        return;
    for (std::size_t i = 0; i < object.triggers.size(); ++i) {
        const auto& trigger = object.triggers[i];
        const auto at = FieldPath("spec.triggers") / i;
        if (!isResource(trigger) || document->find(at / "metricType"))
            continue;
        const auto ref = scope.refOf(object);
        const char* type = isAmount(trigger) ? "AverageValue" : "Utilization";
        auto finding = tell(ref, at / "metricType", LOADLINE_TR("Lint", "The %1 trigger does not say its metricType."),
            LOADLINE_TR("Lint", "KEDA cannot tell whether the value is a percentage or an amount, and the trigger fails."), {trigger.type});
        Fix fix {LOADLINE_TR("Lint", "Write %1"), {type}, {put(ref, at / "metricType", Value(type))}};
        if (trigger.get("type"))
            fix.edits.push_back(drop(ref, at / "metadata" / "type"));
        found(with(std::move(finding), std::move(fix)));
    }
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>())
        look(scope, *object, found);
    for (const auto* job : scope.judged<ScaledJob>())
        look(scope, *job, found);
}

} // namespace

Rule kedaMissingMetricType()
{
    return {
        .id = "keda-missing-metric-type",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A cpu or memory trigger without metricType"),
        .explanation = LOADLINE_TR("Lint",
            "Since KEDA 2.18 the trigger itself must say whether its value is a percentage (Utilization) or "
            "an amount (AverageValue); metadata.type is no longer read."),
        .link = link::kedaCpu,
        .check = &check,
    };
}

} // namespace loadline
