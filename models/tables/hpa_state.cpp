// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/hpa_state.h"

#include "tables/cells.h"

#include <QCoreApplication>

#include <algorithm>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(HpaState)
};

using At = std::optional<TimePoint>;

At later(const At& a, const At& b) { return !a || (b && *b > *a) ? b : a; }

At conditionSince(const Hpa& hpa, const char* type)
{
    const auto* condition = find(hpa.conditions, type);
    return condition ? condition->since : std::nullopt;
}

void say(HpaRow& row, HpaState kind, QString word, Tone tone, Attention attention, QString cause, const At& since)
{
    row.kind = kind;
    row.state.word = std::move(word);
    row.state.tone = tone;
    row.state.attention = attention;
    row.state.cause = std::move(cause);
    row.state.since.at = since;
}

bool sayTarget(HpaRow& row, const HpaStateInputs& in)
{
    const auto* able = find(in.hpa.conditions, "AbleToScale");
    const bool refused = able && able->status == Truth::False;
    if (in.target.missing || (refused && able->reason == "FailedGetScale" && saysTargetMissing(able->message))) {
        say(row, HpaState::TargetMissing, Words::tr("Target missing: %1").arg(targetText(in.hpa.target)), Tone::Bad,
            Attention::Error, Words::tr("scaleTargetRef names something that is not there. Correct it, or delete this "
                                        "autoscaler."),
            conditionSince(in.hpa, "AbleToScale"));
        return true;
    }
    if (!refused)
        return false;
    const auto cause = scaleCause(in.hpa, able->message);
    const bool writing = able->reason == "FailedUpdateScale";
    say(row, HpaState::CannotScale,
        (writing ? Words::tr("Cannot set the size: %1") : Words::tr("Cannot read the size: %1")).arg(cause.phrase),
        Tone::Bad, Attention::Error, cause.mend, able->since);
    return true;
}

bool sayZero(HpaRow& row, const Condition& active)
{
    if (active.reason != "ScalingDisabled")
        return false;
    if (!row.managedBy.empty())
        say(row, HpaState::AsleepAtZero, Words::tr("Asleep at zero (KEDA)"), Tone::Idle, Attention::None,
            Words::tr("KEDA has set the target to zero, for no trigger is active, and wakes it when one is."), active.since);
    else
        say(row, HpaState::DisabledAtZero, Words::tr("Disabled at zero"), Tone::Warn, Attention::Warning,
            Words::tr("Someone has set the target to zero replicas. The autoscaler never wakes it from there: set it to at "
                      "least one by hand."),
            active.since);
    return true;
}

// Behind the gate HPAScaleToZero an autoscaler remembers that the zero is its own (autoscaling.md 1.9).
bool sayOwnZero(HpaRow& row, const HpaStateInputs& in)
{
    const auto* zero = find(in.hpa.conditions, "ScaledToZero");
    if (!zero || zero->status != Truth::True || row.current != 0)
        return false;
    say(row, HpaState::AsleepAtZero, Words::tr("Asleep at zero"), Tone::Idle, Attention::None,
        Words::tr("The autoscaler has set the target to zero itself, and wakes it when a metric asks for it."), zero->since);
    return true;
}

bool sayMetrics(HpaRow& row, const HpaStateInputs& in)
{
    const auto* active = find(in.hpa.conditions, "ScalingActive");
    if (!active || active->status != Truth::False)
        return false;
    if (sayZero(row, *active))
        return true;
    if (active->reason == "AmbiguousSelector") {
        say(row, HpaState::Ambiguous, Words::tr("Two autoscalers own its pods"), Tone::Bad, Attention::Error,
            joined({qtext(active->message), Words::tr("Both stop until their selectors match different pods.")}),
            active->since);
        return true;
    }
    if (active->reason == "InvalidSelector") {
        say(row, HpaState::SelectorInvalid, Words::tr("Target reports no pod selector"), Tone::Bad, Attention::Error,
            Words::tr("The target's scale has no selector. For a custom resource, correct labelSelectorPath in its "
                      "definition."),
            active->since);
        return true;
    }
    const auto cause = metricCause(in.hpa, active->reason, active->message, in.around.workload);
    const bool fresh = active->since && !in.moment.past(*active->since + std::chrono::minutes {5});
    const bool young = cause.young && fresh;
    say(row, HpaState::CannotReadMetrics, Words::tr("Cannot read metrics: %1").arg(cause.phrase),
        young ? Tone::Warn : Tone::Bad, young ? Attention::Warning : Attention::Error,
        joined({cause.mend, Words::tr("Until then the size stays as it is.")}), active->since);
    return true;
}

bool sayMove(HpaRow& row, const HpaStateInputs& in)
{
    if (!row.current || !row.desired || *row.current == *row.desired)
        return false;
    const bool up = *row.desired > *row.current;
    const auto* limited = find(in.hpa.conditions, "ScalingLimited");
    QString cause;
    if (limited && (limited->reason == "ScaleUpLimit" || limited->reason == "ScaleDownLimit"))
        cause = Words::tr("The metrics ask for more, but a scaling policy limits the step.");
    say(row, up ? HpaState::ScalingUp : HpaState::ScalingDown,
        (up ? Words::tr("Scaling up %1 → %2") : Words::tr("Scaling down %1 → %2"))
            .arg(integer(row.current), integer(row.desired)),
        Tone::Accent, Attention::None, cause, in.hpa.lastScaleTime);
    return true;
}

QString askedText(const HpaRow& row)
{
    return row.asked ? Words::tr("The metrics ask for %1.").arg(integer(row.asked)) : QString();
}

bool sayPause(HpaRow& row, const HpaStateInputs& in)
{
    if (!in.around.scaledObject || !in.around.scaledObject->pause.any())
        return false;
    const auto& pause = in.around.scaledObject->pause;
    QString word = Words::tr("Paused by KEDA");
    if (pause.atReplicas)
        word = Words::tr("Paused by KEDA at %1").arg(integer(pause.atReplicas));
    else if (!pause.full)
        word = pause.scaleIn && pause.scaleOut ? Words::tr("Paused by KEDA both ways")
            : pause.scaleIn                    ? Words::tr("Scale-in paused by KEDA")
                                               : Words::tr("Scale-out paused by KEDA");
    say(row, HpaState::PausedByKeda, word, Tone::Warn, Attention::Warning,
        Words::tr("An annotation autoscaling.keda.sh/paused… on the ScaledObject %1 says so; remove it to go on.")
            .arg(qtext(row.managedBy)),
        {});
    return true;
}

// The controller still says TooManyReplicas while the peak's recommendation lasts, though the metrics ask for less now.
bool onlyThePeakWasAboveMax(const HpaRow& row, const HpaStateInputs& in)
{
    const auto* able = find(in.hpa.conditions, "AbleToScale");
    return able && able->reason == "ScaleDownStabilized" && row.asked && *row.asked < in.hpa.maxReplicas;
}

// ScalingLimited, in force when the size already is what the limit allows.
bool sayLimit(HpaRow& row, const HpaStateInputs& in)
{
    const auto* limited = find(in.hpa.conditions, "ScalingLimited");
    if (!limited || limited->status != Truth::True)
        return false;
    if (limited->reason == "TooManyReplicas" && onlyThePeakWasAboveMax(row, in))
        return false;
    const auto since = later(limited->since, in.hpa.lastScaleTime);
    if (limited->reason == "TooManyReplicas") {
        const bool lasts = since && in.moment.past(*since + in.preferences.heldAtMaxWarning);
        say(row, HpaState::HeldAtMax, Words::tr("Held at max"), lasts ? Tone::Bad : Tone::Warn,
            lasts ? Attention::Warning : Attention::Notice,
            joined({askedText(row), Words::tr("The demand is above what max = %1 can serve.").arg(in.hpa.maxReplicas),
                Words::tr("Raise max, give each pod more, or check that the metric falls at all when replicas rise.")}),
            since);
    } else if (limited->reason == "TooFewReplicas") {
        say(row, HpaState::HeldAtMin, Words::tr("At min"), Tone::Good, Attention::None,
            joined({askedText(row), Words::tr("min = %1 keeps it from going lower.").arg(in.hpa.minReplicas)}), since);
    } else {
        const bool up = limited->reason == "ScaleUpLimit";
        say(row, HpaState::LimitedByPolicy,
            up ? Words::tr("Scale-up limited by policy") : Words::tr("Scale-down limited by policy"), Tone::Warn,
            Attention::Notice, joined({askedText(row), Words::tr("A scaling policy of its behavior allows no larger step yet.")}),
            since);
    }
    return true;
}

bool sayStabilising(HpaRow& row, const HpaStateInputs& in)
{
    const auto* able = find(in.hpa.conditions, "AbleToScale");
    const bool down = able && able->reason == "ScaleDownStabilized";
    if (!down && (!able || able->reason != "ScaleUpStabilized"))
        return false;
    const auto window = Millis(secondsOf((down ? in.around.behavior.down : in.around.behavior.up).window.count()));
    // The window runs from when the metrics last asked for this size; the API does not tell that, looking on does.
    const TimePoint now = in.moment.now();
    Millis left = window;
    if (down && in.lastHigh) {
        left = window - (now - *in.lastHigh);
        row.secondsLeftAtMost = false;
    } else if (in.seen && in.seen->state == HpaState::Stabilising) {
        left = window - (now - in.seen->since);
    }
    left = std::max(left, Millis {0});
    row.secondsLeft = std::chrono::ceil<Seconds>(left).count();
    const Millis part = left % Seconds {1};
    in.moment.changesAt(now + (part > Millis {0} ? part : Seconds {1}));
    const auto seconds = figure(static_cast<double>(*row.secondsLeft), Unit::Duration);
    say(row, HpaState::Stabilising,
        (row.secondsLeftAtMost ? Words::tr("Stabilising, at most %1 left") : Words::tr("Stabilising, %1 left")).arg(seconds),
        Tone::Warn, Attention::None,
        joined({askedText(row), (down ? Words::tr("The highest recommendation of the last %1 counts, so that a short dip "
                                                  "does not cost pods.")
                                      : Words::tr("The lowest recommendation of the last %1 counts, so that a short peak "
                                                  "adds no pods."))
                                    .arg(length(window))}),
        {});
    return true;
}

void saySteady(HpaRow& row, const HpaStateInputs& in)
{
    say(row, HpaState::Steady, Words::tr("Steady"), Tone::Good, Attention::None, {},
        later(later(in.hpa.lastScaleTime, conditionSince(in.hpa, "ScalingActive")), conditionSince(in.hpa, "ScalingLimited")));
}

void raise(StateWord& state, Attention attention, const QString& cause)
{
    state.attention = std::max(state.attention, attention);
    state.cause = joined({state.cause, cause});
}

// What is wrong beside the state: part of the metrics unreadable, bounds that leave no room, a rival.
void addTroubles(HpaRow& row, const HpaStateInputs& in)
{
    const auto* active = find(in.hpa.conditions, "ScalingActive");
    const bool evaluated = active && active->status == Truth::True && row.current && *row.current >= row.min
        && *row.current <= row.max;
    QStringList unread;
    for (const auto& metric : row.metrics)
        if (!metric.current)
            unread << metric.label;
    if (evaluated && !unread.isEmpty()) {
        const auto share = Words::tr("%1 of %2 metrics unreadable").arg(unread.size()).arg(row.metrics.size());
        if (row.kind == HpaState::Steady) {
            row.state.word = Words::tr("Steady, %1").arg(share);
            row.state.tone = Tone::Warn;
        }
        raise(row.state, Attention::Warning,
            Words::tr("%1: %2. The others decide, but never to scale down.").arg(share, listed(unread)));
    }
    if (in.hpa.minReplicas == in.hpa.maxReplicas)
        raise(row.state, Attention::Notice, Words::tr("min and max are equal, so it can never act."));
    if (!in.rivals.isEmpty() && row.kind != HpaState::Ambiguous) {
        if (row.state.attention < Attention::Error) {
            row.kind = HpaState::Ambiguous;
            row.state.word = Words::tr("Shares its target with %1").arg(listed(in.rivals));
            row.state.tone = Tone::Bad;
        }
        raise(row.state, Attention::Error, Words::tr("Two autoscalers on one target work against each other."));
    }
}

// Conditions keep their times through changes of reason, so what Loadline saw itself is newer where it knows.
void settleSince(HpaRow& row, const HpaStateInputs& in)
{
    auto at = row.state.since.at;
    bool atLeast = false;
    if (in.seen && in.seen->state == row.kind) {
        if (!in.seen->fromStart) {
            at = later(at, in.seen->since);
        } else if (!at) {
            at = in.seen->since;
            atLeast = true;
        }
    }
    row.state.since = in.moment.since(at);
    row.state.since.atLeast = atLeast;
}

} // namespace

void judge(HpaRow& row, const HpaStateInputs& in)
{
    if (!sayTarget(row, in)) {
        if (in.hpa.conditions.empty())
            say(row, HpaState::NotLookedYet, Words::tr("Not looked at yet"), Tone::Idle, Attention::None,
                Words::tr("The controller has written no status. It looks every %1.")
                    .arg(length(Millis(in.preferences.hpaSyncPeriod))),
                in.hpa.meta.created);
        else if (!sayMetrics(row, in) && !sayPause(row, in) && !sayOwnZero(row, in) && !sayMove(row, in) && !sayLimit(row, in)
            && !sayStabilising(row, in))
            saySteady(row, in);
    }
    addTroubles(row, in);
    settleSince(row, in);
}

} // namespace loadline
