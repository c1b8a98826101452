// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/cron_windows.h"
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>()) {
        const auto windows = cronWeeksOf(*object, scope.world().now);
        for (std::size_t i = 0; i < windows.size(); ++i) {
            for (std::size_t j = i + 1; j < windows.size(); ++j) {
                const auto shared = overlap(windows[i], windows[j]);
                if (shared == Millis {0})
                    continue;
                const auto& smaller = windows[i].window.desiredReplicas < windows[j].window.desiredReplicas ? windows[i] : windows[j];
                const auto& larger = &smaller == &windows[i] ? windows[j] : windows[i];
                found(tell(scope.refOf(*object), FieldPath("spec.triggers") / smaller.trigger / "metadata",
                    LOADLINE_TR("Lint", "Two cron windows overlap for %1 h of a week: %2 and %3 replicas."),
                    LOADLINE_TR("Lint", "The larger count wins, so the window with %2 does nothing in that time."),
                    {text(std::chrono::ceil<std::chrono::hours>(shared).count()), smaller.window.desiredReplicas.decimal(), larger.window.desiredReplicas.decimal()}));
            }
        }
    }
}

} // namespace

Rule cronOverlap()
{
    return {
        .id = "cron-overlap",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "Cron windows overlap"),
        .explanation = LOADLINE_TR("Lint",
            "Where two windows overlap the larger count wins, so the smaller has no effect for that time."),
        .link = link::kedaCron,
        .check = &check,
    };
}

} // namespace loadline
