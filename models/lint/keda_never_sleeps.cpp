// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/cron_windows.h"
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/scaler_view.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

constexpr Millis patience = std::chrono::hours {24};

// The trigger that a metric of its status belongs to.
std::optional<std::size_t> triggerOf(const ScaledObject& object, const std::string& metric)
{
    for (std::size_t i = 0; i < object.triggers.size(); ++i)
        if (const auto* own = externalMetricOf(object, i); own && *own == metric)
            return i;
    return std::nullopt;
}

// Something else says why, or it is no wonder.
bool toldElsewhere(const ScaledObject& object)
{
    const auto* force = object.meta.annotation("autoscaling.keda.sh/force-activation");
    return object.pause.any() || (force && *force == "true") || std::all_of(object.triggers.begin(), object.triggers.end(), &isResource);
}

void say(const LintScope& scope, const ScaledObject& object, const FieldPath& at, const char* what, const char* why, std::vector<std::string> args, const Found& found)
{
    const auto ref = scope.refOf(object);
    found(with(tell(ref, at, what, why, std::move(args)), EditAt {LOADLINE_TR("Lint", "Look at what keeps it awake"), {}, ref, at}));
}

void look(const LintScope& scope, const ScaledObject& object, const Found& found)
{
    const FieldPath all("spec.triggers");
    const auto now = scope.world().now;
    const auto* ready = find(object.conditions, "Ready");
    const bool failing = ready && ready->status != Truth::True && !object.fallback;
    if (failing)
        return say(scope, object, all, LOADLINE_TR("Lint", "A trigger fails, so it does not go to 0."), LOADLINE_TR("Lint", "KEDA does not scale in while it cannot read a trigger and no fallback is written."), {}, found);
    for (const auto& cron : cronWeeksOf(object, now))
        if (stateAt(cron.window, cronMoment(now)).active && cron.length * 2 > aWeek)
            return say(scope, object, all / cron.trigger / "metadata" / "end", LOADLINE_TR("Lint", "A cron window keeps it awake for %1 h of the week, now too."),
                LOADLINE_TR("Lint", "While the window is open it cannot go to 0."), {text(std::chrono::ceil<std::chrono::hours>(cron.length).count())}, found);
    for (const auto& [metric, active] : object.triggersActive) {
        const auto index = active ? triggerOf(object, metric) : std::nullopt;
        if (index && object.triggers[*index].type != "cron")
            return say(scope, object, all / *index, LOADLINE_TR("Lint", "Its %1 trigger has been active for over a day, so it does not go to 0."),
                LOADLINE_TR("Lint", "Its value stays above the activation threshold. Raise the threshold if so little work may wait, or the minimum if it is always there."), {object.triggers[*index].type}, found);
    }
    if (object.cooldownPeriod >= std::chrono::duration_cast<std::chrono::seconds>(std::chrono::hours {1}).count())
        say(scope, object, "spec.cooldownPeriod", LOADLINE_TR("Lint", "It waits for %1 s without work before it goes to 0."),
            LOADLINE_TR("Lint", "Work that comes once within that time keeps it awake for good."), {text(object.cooldownPeriod)}, found);
}

// Awake since long: at least a replica all day, as far as it can be told.
void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>()) {
        const auto* workload = scope.targetOf(*object).workload;
        const bool mayRest = object->minReplicas == 0 || object->idleReplicas == 0;
        if (!mayRest || !workload || workload->replicas == 0 || object->triggers.empty() || toldElsewhere(*object))
            continue;
        const auto* hpa = scope.world().find<Hpa>(object->meta.ns.str(), hpaNameOf(*object));
        const auto* active = hpa ? find(hpa->conditions, "ScalingActive") : nullptr;
        if (active && active->status == Truth::True && active->since && scope.world().now - *active->since >= patience)
            look(scope, *object, found);
    }
}

} // namespace

Rule kedaNeverSleeps()
{
    return {
        .id = "keda-never-sleeps",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "It may go to zero and never does"),
        .explanation = LOADLINE_TR("Lint",
            "A ScaledObject whose minimum is 0 sleeps when no trigger is active, for as long as the cooldown lasts. A cron window that is open, a trigger that fails, or a value above its activation keeps it awake."),
        .link = link::kedaActivation,
        .check = &check,
    };
}

} // namespace loadline
