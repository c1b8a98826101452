// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <charconv>

namespace loadline {

namespace {

// The trigger that fails, by the number in the name of its metric ("s1-rabbitmq-orders"); all where none says so.
FieldPath failingOf(const ScaledObject& object)
{
    const FieldPath all("spec.triggers");
    for (const auto& health : object.health) {
        std::size_t index = 0;
        const auto* first = health.metric.data() + 1;
        const auto* last = health.metric.data() + health.metric.size();
        if (!health.failing || !health.metric.starts_with('s') || std::from_chars(first, last, index).ec != std::errc {} || index >= object.triggers.size())
            continue;
        return all / index;
    }
    return object.triggers.size() == 1 ? all / std::size_t(0) : all;
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>()) {
        const auto* ready = find(object->conditions, "Ready");
        if (!ready || ready->status == Truth::True || ready->reason.empty() || object->pause.any())
            continue;
        const bool partial = ready->status == Truth::Unknown;
        if (partial && ready->reason != "PartialTriggerError")
            continue;
        auto finding = tell(scope.refOf(*object), failingOf(*object), partial ? LOADLINE_TR("Lint", "One of its triggers fails: %1") : LOADLINE_TR("Lint", "KEDA cannot work with it: %1"),
            LOADLINE_TR("Lint", "While a trigger fails KEDA does not scale in, and only the others scale out."), {ready->message.empty() ? ready->reason : ready->message});
        finding.edit = EditAt {LOADLINE_TR("Lint", "Look at its trigger"), {}, finding.object, finding.field};
        found(partial ? with(std::move(finding), "keda-trigger-failing", Severity::Warning) : std::move(finding));
    }
}

} // namespace

Rule kedaTriggerFailing()
{
    return {
        .id = "keda-trigger-failing",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "KEDA cannot read a trigger"),
        .explanation = LOADLINE_TR("Lint",
            "The ScaledObject is not ready. KEDA does not scale down while a trigger fails, and its HPA "
            "cannot read the metric."),
        .link = link::kedaTroubleshooting,
        .observes = true,
        .check = &check,
    };
}

} // namespace loadline
