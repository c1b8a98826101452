// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/cron_windows.h"
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

// A window without effect can go; one that is always open is a minimum. A trigger must stay, and those of a formula do.
std::optional<Fix> plainly(const ManifestRef& ref, const ScaledObject& object, const CronWeek& cron, bool always)
{
    if (object.triggers.size() < 2 || (object.modifiers && !object.modifiers->formula.empty()))
        return std::nullopt;
    const auto replicas = cron.window.desiredReplicas.whole();
    if (!always)
        return Fix {LOADLINE_TR("Lint", "Remove the trigger"), {}, {drop(ref, FieldPath("spec.triggers") / cron.trigger)}};
    if (replicas > object.maxReplicas)
        return std::nullopt;
    return Fix {LOADLINE_TR("Lint", "Make it the minimum: %1 replicas"), {text(std::max(object.minReplicas, replicas))},
        {put(ref, "spec.minReplicaCount", Value(std::max(object.minReplicas, replicas))), drop(ref, FieldPath("spec.triggers") / cron.trigger)}};
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>()) {
        for (const auto& cron : cronWeeksOf(*object, scope.world().now)) {
            const bool always = openAllYear(cron, scope.world().now), never = shutAllYear(cron, scope.world().now);
            if (!always && !never)
                continue;
            auto finding = tell(scope.refOf(*object), FieldPath("spec.triggers") / cron.trigger / "metadata" / (always ? "end" : "start"),
                always ? LOADLINE_TR("Lint", "This cron window is open the whole week: %1 replicas at all times.")
                       : LOADLINE_TR("Lint", "This cron window does not open within a year."),
                always ? LOADLINE_TR("Lint", "The end never comes before the next start, so the replicas are kept around the clock. A higher minimum says the same more plainly.")
                       : LOADLINE_TR("Lint", "The start never comes before the next end, so the trigger has no effect."),
                {cron.window.desiredReplicas.decimal()});
            finding.fix = plainly(finding.object, *object, cron, always);
            finding.edit = EditAt {always ? LOADLINE_TR("Lint", "Choose when it ends") : LOADLINE_TR("Lint", "Choose when it starts"), {}, finding.object, finding.field};
            found(std::move(finding));
        }
    }
}

} // namespace

Rule cronNeverEnds()
{
    return {
        .id = "cron-never-ends",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "A cron window that never ends, or never begins"),
        .explanation = LOADLINE_TR("Lint",
            "A window is open while its next end comes before its next start. Schedules that do not take "
            "turns leave it open, or shut, for weeks."),
        .link = link::kedaCron,
        .check = &check,
    };
}

} // namespace loadline
