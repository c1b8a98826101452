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
            if (!trigger.useCachedMetrics || (!isResource(trigger) && trigger.type != "cron"))
                continue;
            const auto ref = scope.refOf(*object);
            const auto at = FieldPath("spec.triggers") / i / "useCachedMetrics";
            auto finding = tell(ref, at, LOADLINE_TR("Lint", "The %1 trigger asks for cached metrics."),
                LOADLINE_TR("Lint", "There is nothing to cache for it, and KEDA refuses the object."), {trigger.type});
            found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Remove it"), {}, {drop(ref, at)}}));
        }
    }
}

} // namespace

Rule kedaCachedMetrics()
{
    return {
        .id = "keda-cached-metrics",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "useCachedMetrics where nothing is cached"),
        .explanation = LOADLINE_TR("Lint",
            "KEDA refuses useCachedMetrics for cpu, memory and cron: they are not polled."),
        .link = link::kedaObject,
        .check = &check,
    };
}

} // namespace loadline
