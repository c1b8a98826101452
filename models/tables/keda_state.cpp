// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/keda_state.h"

#include "tables/cells.h"
#include "tables/hpa_causes.h"

#include <QCoreApplication>

#include <algorithm>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(KedaState)
};

void say(KedaRow& row, TriggerState kind, QString word, Tone tone, Attention attention, QString cause = {})
{
    row.kind = kind;
    row.state.word = std::move(word);
    row.state.tone = tone;
    row.state.attention = attention;
    row.state.cause = std::move(cause);
}

bool sayPaused(KedaRow& row)
{
    const auto cause = Words::tr("Its annotations autoscaling.keda.sh/paused… say so; remove them to go on.");
    if (row.pause.atReplicas)
        say(row, TriggerState::PausedAt, Words::tr("Paused at %1").arg(integer(row.pause.atReplicas)), Tone::Warn,
            Attention::Warning, cause);
    else if (row.pause.full)
        say(row, TriggerState::PausedFully, Words::tr("Paused"), Tone::Warn, Attention::Warning, cause);
    else
        return false;
    return true;
}

bool sayMissing(KedaRow& row, const KedaStateInputs& in)
{
    if (in.targetMissing) {
        say(row, TriggerState::TargetMissing, Words::tr("Target missing: %1").arg(targetText(row.target)), Tone::Bad,
            Attention::Error, Words::tr("scaleTargetRef names something that is not there. Correct it, or delete this object."));
        return true;
    }
    if (!row.authenticationMissing)
        return false;
    // KEDA only logs it, builds the scaler without parameters, and reports a misleading "missing parameter".
    say(row, TriggerState::AuthenticationMissing, Words::tr("Authentication missing: %1").arg(row.authentication), Tone::Bad,
        Attention::Error,
        Words::tr("authenticationRef names an object that is not there. Create it in the same namespace, or set its kind to "
                  "ClusterTriggerAuthentication."));
    return true;
}

QString failureCause(const KedaStateInputs& in, const Condition* ready)
{
    if (!in.failure.empty())
        return qtext(in.failure);
    return ready ? qtext(ready->message) : QString();
}

bool sayFaulty(KedaRow& row, const KedaStateInputs& in)
{
    const auto* ready = find(in.conditions, "Ready");
    const bool unhealthy = row.failures > 0 || !in.live;
    if (row.fallbackActive) {
        const bool fixed = row.fallback && row.fallback->behavior == "static";
        say(row, TriggerState::Fallback,
            fixed ? Words::tr("On fallback, %1 replicas").arg(integer(row.fallback->replicas)) : Words::tr("On fallback"), Tone::Warn,
            Attention::Warning,
            joined({Words::tr("A trigger has failed more often than its failureThreshold allows."), failureCause(in, ready)}));
        return true;
    }
    const bool broken = ready && ready->status == Truth::False;
    if (broken && ready->reason != "TriggerError") {
        say(row, TriggerState::NotReady, Words::tr("Not ready"), Tone::Bad, Attention::Error,
            joined({qtext(ready->message), qtext(in.failure)}));
        return true;
    }
    const auto* hpa = find(in.conditions, "HPAActive"); // since KEDA 2.20.2
    if (!broken && row.failures == 0 && hpa && hpa->status == Truth::False) {
        say(row, TriggerState::NotReady, Words::tr("Its HPA does not scale"), Tone::Bad, Attention::Error,
            qtext(hpa->message.empty() ? hpa->reason : hpa->message));
        return true;
    }
    const bool partly = ready && ready->status == Truth::Unknown && ready->reason == "PartialTriggerError";
    if (!broken && !(partly && unhealthy) && row.failures == 0)
        return false;
    say(row, TriggerState::TriggerFailing, Words::tr("Trigger fails"), Tone::Bad, Attention::Error,
        joined({failureCause(in, ready),
            row.isJob ? QString() : Words::tr("While a trigger fails without fallback, nothing is scaled down.")}));
    return true;
}

bool sayOneWay(KedaRow& row)
{
    if (!row.pause.scaleIn && !row.pause.scaleOut)
        return false;
    const auto both = row.pause.scaleIn && row.pause.scaleOut;
    say(row, TriggerState::PausedOneWay,
        both                ? Words::tr("Paused both ways")
        : row.pause.scaleIn ? Words::tr("Scale-in paused")
                            : Words::tr("Scale-out paused"),
        Tone::Warn, Attention::Warning, Words::tr("Its annotations autoscaling.keda.sh/paused… say so; remove them to go on."));
    return true;
}

void sayActivity(KedaRow& row, const KedaStateInputs& in)
{
    const bool objectActive = isTrue(in.conditions, "Active");
    if (in.forced && !row.active.value_or(false)) {
        say(row, TriggerState::Active, Words::tr("Kept awake by annotation"), Tone::Warn, Attention::Notice,
            Words::tr("The annotation autoscaling.keda.sh/force-activation keeps the target running whatever the triggers say. "
                      "Remove it so that it can go to %1.")
                .arg(integer(row.idle ? std::min(*row.idle, row.min) : row.min)));
        return;
    }
    if (row.active.value_or(objectActive)) {
        say(row, TriggerState::Active, Words::tr("Active"), Tone::Good, Attention::None,
            Words::tr("The value is above the activation threshold, so the target runs."));
        return;
    }
    const auto floor = row.idle ? std::min(*row.idle, row.min) : row.min;
    if (objectActive) {
        say(row, TriggerState::Idle, Words::tr("Not active"), Tone::Muted, Attention::None,
            Words::tr("Another trigger of the same object keeps the target running."));
    } else if (row.cooldownLeft && *row.cooldownLeft > 0 && row.current.value_or(1) > floor) {
        say(row, TriggerState::CoolingDown,
            Words::tr("Cooling down, %1 left").arg(figure(static_cast<double>(*row.cooldownLeft), Unit::Duration)), Tone::Accent,
            Attention::None,
            Words::tr("No trigger is active. After the cooldown the target goes to %1.").arg(integer(floor)));
        row.state.since.at = in.quietSince;
    } else if (row.current == 0 && !row.isJob) {
        say(row, TriggerState::AsleepAtZero, Words::tr("Asleep at zero"), Tone::Idle, Attention::None,
            Words::tr("No trigger is above its activation threshold."));
        if (in.quietSince)
            row.state.since.at = in.coolsUntil;
    } else {
        say(row, TriggerState::Idle, row.isJob ? Words::tr("No jobs needed") : Words::tr("Idle"), Tone::Idle, Attention::None,
            Words::tr("No trigger is above its activation threshold."));
    }
}

// The cooldown runs only towards zero or idle.
void countCooldown(KedaRow& row, const KedaStateInputs& in)
{
    const bool sleeps = row.min == 0 || row.idle;
    if (row.isJob || !sleeps || !in.coolsUntil || isTrue(in.conditions, "Active"))
        return;
    row.cooldownLeft = std::max<std::int64_t>(std::chrono::ceil<Seconds>(*in.coolsUntil - in.now).count(), 0);
}

} // namespace

QString pauseText(const Pause& pause)
{
    if (pause.atReplicas)
        return Words::tr("at %1").arg(integer(pause.atReplicas));
    if (pause.full)
        return Words::tr("fully");
    if (pause.scaleIn && pause.scaleOut)
        return Words::tr("both ways");
    if (pause.scaleIn)
        return Words::tr("scale-in");
    return pause.scaleOut ? Words::tr("scale-out") : Words::tr("no");
}

void judge(KedaRow& row, const KedaStateInputs& in)
{
    countCooldown(row, in);
    if (!sayPaused(row) && !sayMissing(row, in)) {
        if (in.conditions.empty())
            say(row, TriggerState::NotLookedYet, Words::tr("Not looked at yet"), Tone::Idle, Attention::None,
                Words::tr("KEDA has written no status."));
        else if (!sayFaulty(row, in) && !sayOneWay(row))
            sayActivity(row, in);
    }
    if (row.cron && !row.cron->problem.isEmpty()) {
        row.state.attention = Attention::Error;
        row.state.cause = joined({row.state.cause, row.cron->problem});
    }
    row.state.since = sinceOf(row.state.since.at, in.now);
}

} // namespace loadline
