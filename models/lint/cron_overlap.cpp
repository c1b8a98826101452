// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/cron_windows.h"
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

bool apart(const Trigger& trigger, const CronWeek& before, const CronWeek& other, TimePoint from)
{
    CronWeek week = before;
    const auto window = cronWindow(trigger);
    if (!window)
        return false;
    week.spans = activeSpans(*window, {from, from + aWeek});
    week.length = Millis {0};
    for (const auto& span : week.spans)
        week.length += span.length();
    return week.length > Millis {0} && week.length < before.length && overlap(week, other) == Millis {0};
}

// The smaller window ends as the larger starts, or starts as that ends; within the larger it has no effect and can go.
std::optional<Fix> parted(const ManifestRef& ref, const ScaledObject& object, const CronWeek& smaller, const CronWeek& larger, TimePoint from)
{
    const auto at = FieldPath("spec.triggers") / smaller.trigger;
    const Trigger &own = object.triggers[smaller.trigger], &other = object.triggers[larger.trigger];
    const bool formula = object.modifiers && !object.modifiers->formula.empty();
    if (overlap(smaller, larger) == smaller.length && !formula)
        return Fix {LOADLINE_TR("Lint", "Remove the window with %1 replicas"), {smaller.window.desiredReplicas.decimal()}, {drop(ref, at)}};
    constexpr std::pair<const char*, const char*> ways[] = {{"end", "start"}, {"start", "end"}};
    for (const auto& [mine, its] : ways) {
        Trigger moved = own;
        for (auto& [key, value] : moved.metadata)
            if (key == mine)
                value = *other.get(its);
        if (smaller.window.zone == larger.window.zone && apart(moved, smaller, larger, from))
            return Fix {mine == std::string_view("end") ? LOADLINE_TR("Lint", "End it when the other starts: %1") : LOADLINE_TR("Lint", "Start it when the other ends: %1"),
                {*other.get(its)}, {put(ref, at / "metadata" / mine, Value(*other.get(its)))}};
    }
    return std::nullopt;
}

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
                auto finding = tell(scope.refOf(*object), FieldPath("spec.triggers") / smaller.trigger / "metadata",
                    LOADLINE_TR("Lint", "Two cron windows overlap for %1 h of a week: %2 and %3 replicas."),
                    LOADLINE_TR("Lint", "The larger count wins, so the window with %2 does nothing in that time."),
                    {text(std::chrono::ceil<std::chrono::hours>(shared).count()), smaller.window.desiredReplicas.decimal(), larger.window.desiredReplicas.decimal()});
                finding.fix = parted(finding.object, *object, smaller, larger, cronMoment(scope.world().now));
                finding.edit = EditAt {LOADLINE_TR("Lint", "Choose other times"), {}, finding.object, finding.field / "end"};
                found(std::move(finding));
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
