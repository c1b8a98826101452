// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/vpa_state.h"

#include "scaling/vpa_estimate.h"
#include "tables/cells.h"
#include "tables/hpa_causes.h"

#include <QCoreApplication>

#include <algorithm>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(VpaState)
};

// The updater leaves workloads with fewer live replicas than this alone (its flag --min-replicas, default 2).
std::int64_t replicasNeeded(const Vpa& vpa) { return vpa.minReplicas.value_or(2); }

bool tooFewReplicas(const VpaRow& row, const Vpa& vpa)
{
    const bool evicts = row.mode != UpdateMode::InPlace;
    return evicts && row.replicas && *row.replicas < replicasNeeded(vpa);
}

void say(VpaRow& row, VpaState kind, QString word, Tone tone, Attention attention, QString cause)
{
    row.kind = kind;
    row.state.word = std::move(word);
    row.state.tone = tone;
    row.state.attention = attention;
    row.state.cause = std::move(cause);
}

bool sayTrouble(VpaRow& row, const VpaStateInputs& in)
{
    if (in.target.missing) {
        say(row, VpaState::TargetMissing, Words::tr("Target missing: %1").arg(targetText(row.target)), Tone::Bad,
            Attention::Error, Words::tr("targetRef names something that is not there. Correct it, or delete this object."));
        return true;
    }
    if (in.policy && in.policy->off) {
        say(row, VpaState::ContainerOff, Words::tr("Left alone"), Tone::Idle, Attention::None,
            Words::tr("The policy's mode for this container is Off: it gets no recommendation."));
        return true;
    }
    if (in.recommendation)
        return false;
    const auto why = whyNoRecommendation(in.vpa);
    say(row, VpaState::NoRecommendation, Words::tr("No recommendation: %1").arg(why), Tone::Warn, Attention::Warning,
        Words::tr("The recommender needs pods that match targetRef, which must name the topmost controller, and at least "
                  "one sample of their usage."));
    return true;
}

QString willWord(const VpaRow& row)
{
    const bool inPlace = row.mode == UpdateMode::InPlace || row.mode == UpdateMode::InPlaceOrRecreate;
    return inPlace ? Words::tr("Pods will be resized") : Words::tr("Pods will be replaced");
}

void sayOutside(VpaRow& row, const VpaStateInputs& in)
{
    if (!actsOnRunningPods(row.mode)) {
        const auto off = row.mode == UpdateMode::Off;
        say(row, VpaState::OutsideBounds, Words::tr("Request outside bounds"), Tone::Warn, Attention::Notice,
            off ? Words::tr("Mode Off: it recommends and changes nothing.")
                : Words::tr("Mode %1: running pods stay as they are.").arg(row.modeText));
    } else if (tooFewReplicas(row, in.vpa)) {
        say(row, VpaState::OutsideBounds,
            Words::tr("Held: needs %1 replicas, has %2").arg(integer(replicasNeeded(in.vpa)), integer(row.replicas)), Tone::Warn,
            Attention::Notice,
            Words::tr("The updater never takes a pod from a workload with fewer replicas. updatePolicy.minReplicas changes "
                      "that."));
    } else {
        say(row, VpaState::WillChange, willWord(row), Tone::Accent, Attention::None,
            Words::tr("A request lies outside its bounds, so the updater acts on it, minding disruption budgets."));
    }
}

// The newest pod is as it should be, and others are not: the updater looks at each, and takes along what is far from the
// target for long.
bool sayPods(VpaRow& row, const VpaStateInputs& in)
{
    if (!actsOnRunningPods(row.mode) || tooFewReplicas(row, in.vpa) || in.pods.outside + in.pods.drifted == 0)
        return false;
    const auto count = in.pods.outside > 0 ? in.pods.outside : in.pods.drifted;
    say(row, VpaState::WillChange, willWord(row), Tone::Accent, Attention::None,
        (in.pods.outside > 0
                ? Words::tr("%1 of %2 pods have a request outside its bounds, so the updater acts on them, minding disruption budgets.")
                : Words::tr("%1 of %2 pods are over 12 hours old with requests within the bounds and 10 % or more off the target, so the "
                            "updater brings them to it."))
            .arg(integer(count), integer(in.pods.all)));
    return true;
}

// "CPU 500 m → 203 m"
QString stepText(const QString& resource, const std::optional<Quantity>& from, const std::optional<Quantity>& to, Unit unit)
{
    if (!to || from == to)
        return {};
    const QString before = from ? figure(*from, unit) : Words::tr("none"), after = figure(*to, unit);
    return before == after ? QString() : Words::tr("%1 %2 → %3").arg(resource, before, after); // rounding is no change to tell
}

QString changeText(const VpaRow& row, const VpaStateInputs& in)
{
    const Resources requests {row.cpu.request, row.memory.request, {}};
    const Resources limits {row.cpu.limit, row.memory.limit, {}};
    const auto change = changeOf(*in.recommendation, in.policy, requests, limits);
    QStringList steps {stepText(Words::tr("CPU"), requests.cpu, change.requests.cpu, Unit::Cores),
        stepText(Words::tr("memory"), requests.memory, change.requests.memory, Unit::Bytes),
        stepText(Words::tr("CPU limit"), limits.cpu, limits.cpu ? change.limits.cpu : limits.cpu, Unit::Cores),
        stepText(Words::tr("memory limit"), limits.memory, limits.memory ? change.limits.memory : limits.memory, Unit::Bytes)};
    steps.removeAll(QString());
    return steps.join(QStringLiteral(", "));
}

QString howText(const VpaRow& row)
{
    switch (row.mode) {
    case UpdateMode::Off:
        return Words::tr("never by itself");
    case UpdateMode::Initial:
        return Words::tr("for new pods");
    case UpdateMode::Recreate:
    case UpdateMode::Auto:
        return row.kind == VpaState::WillChange ? Words::tr("by replacing pods") : Words::tr("for new pods");
    case UpdateMode::InPlaceOrRecreate:
        return row.kind == VpaState::WillChange ? Words::tr("in place, else by replacing pods") : Words::tr("for new pods");
    case UpdateMode::InPlace:
        return row.kind == VpaState::WillChange ? Words::tr("in place") : Words::tr("for new pods");
    case UpdateMode::Unknown:
        break;
    }
    return Words::tr("how is not known");
}

void addNotes(VpaRow& row, const VpaStateInputs& in)
{
    const auto note = [&](const QString& cause) {
        row.state.attention = std::max(row.state.attention, Attention::Notice);
        row.state.cause = joined({row.state.cause, cause});
    };
    if (row.mode == UpdateMode::Auto)
        note(Words::tr("Mode Auto is deprecated and the same as Recreate: write Recreate or InPlaceOrRecreate."));
    if (!in.recommendation || row.kind == VpaState::ContainerOff)
        return;
    const bool capped = (row.cpu.uncapped && row.cpu.target && *row.cpu.uncapped != *row.cpu.target)
        || (row.memory.uncapped && row.memory.target && *row.memory.uncapped != *row.memory.target);
    if (capped)
        note(Words::tr("minAllowed or maxAllowed cut the recommendation."));
}

} // namespace

QString modeText(const Vpa& vpa)
{
    switch (vpa.mode) {
    case UpdateMode::Off:
        return QStringLiteral("Off");
    case UpdateMode::Initial:
        return QStringLiteral("Initial");
    case UpdateMode::Recreate:
        return vpa.modeText.empty() ? Words::tr("Recreate (default)") : QStringLiteral("Recreate");
    case UpdateMode::Auto:
        return Words::tr("Auto (deprecated)");
    case UpdateMode::InPlaceOrRecreate:
        return QStringLiteral("InPlaceOrRecreate");
    case UpdateMode::InPlace:
        return QStringLiteral("InPlace");
    case UpdateMode::Unknown:
        break;
    }
    return Words::tr("%1 (not known)").arg(qtext(vpa.modeText));
}

QString whyNoRecommendation(const Vpa& vpa)
{
    if (const auto* unsupported = find(vpa.conditions, "ConfigUnsupported"); unsupported && unsupported->status == Truth::True)
        return unsupported->message.empty() ? Words::tr("its configuration is not supported") : qtext(unsupported->message);
    if (isTrue(vpa.conditions, "NoPodsMatched"))
        return Words::tr("no pods match its target");
    const auto* provided = find(vpa.conditions, "RecommendationProvided");
    if (!provided)
        return Words::tr("the recommender has not looked yet");
    if (provided->status == Truth::True)
        return vpa.recommendations.empty() ? Words::tr("the recommender gave an empty one")
                                           : Words::tr("none for this container");
    if (provided->reason == "NoPodsMatched")
        return Words::tr("no pods match its target");
    return provided->message.empty() ? Words::tr("too few samples yet") : qtext(provided->message);
}

void judge(VpaRow& row, const VpaStateInputs& in)
{
    const auto* provided = find(in.vpa.conditions, "RecommendationProvided");
    row.state.since = sinceOf(provided ? provided->since : std::nullopt, in.now);
    if (sayTrouble(row, in)) {
        row.wouldChange = Words::tr("nothing");
        addNotes(row, in);
        return;
    }
    if (!row.requestsKnown)
        say(row, VpaState::WithinBounds, Words::tr("Recommends"), Tone::Idle, Attention::None,
            Words::tr("The target's requests are not known, so nobody can say what would change."));
    else if (row.cpu.outside || row.memory.outside)
        sayOutside(row, in);
    else if (!sayPods(row, in))
        say(row, VpaState::WithinBounds, Words::tr("Within bounds"), Tone::Good, Attention::None, {});
    const auto change = row.requestsKnown ? changeText(row, in) : QString();
    row.wouldChange = !row.requestsKnown ? unknown()
        : change.isEmpty() && row.kind == VpaState::WillChange ? Words::tr("older pods to the same, %1").arg(howText(row))
        : change.isEmpty()               ? Words::tr("nothing")
                                         : Words::tr("%1, %2").arg(change, howText(row));
    addNotes(row, in);
}

} // namespace loadline
