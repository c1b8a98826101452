// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>()) {
        const auto* ready = find(object->conditions, "Ready");
        if (!ready || ready->status == Truth::True || ready->reason.empty() || object->pause.any())
            continue;
        const bool partial = ready->status == Truth::Unknown;
        if (partial && ready->reason != "PartialTriggerError")
            continue;
        auto finding = tell(scope.refOf(*object), "spec.triggers", partial ? LOADLINE_TR("Lint", "One of its triggers fails: %1") : LOADLINE_TR("Lint", "KEDA cannot work with it: %1"),
            LOADLINE_TR("Lint", "While a trigger fails KEDA does not scale in, and only the others scale out."), {ready->message.empty() ? ready->reason : ready->message});
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
        .check = &check,
    };
}

} // namespace loadline
