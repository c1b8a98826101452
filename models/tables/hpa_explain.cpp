// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/cells.h"
#include "tables/hpa_metrics.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(HpaExplanation)
};

QString percent(double share) { return figure(share * 100, Unit::Percent); }

// Resources are words of ours; a metric's name stays as it is written.
QString subjectOf(const HpaMetric& metric)
{
    QString text = titleOf(metric);
    const bool ours = metric.metric.type == MetricType::Resource || metric.metric.type == MetricType::ContainerResource;
    if (ours && !text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

QString valueOf(const HpaMetric& metric)
{
    const auto value = figure(*metric.current, metric.unit);
    if (metric.target == TargetType::Utilization)
        return Words::tr("%1 of the request").arg(value);
    return metric.perPod ? Words::tr("%1 per pod").arg(value) : value;
}

// "4 × 140 / 70 = 8", "6 × 85 / 70 = 7.29, rounded up to 8"
QString arithmetic(const HpaMetric& metric, std::int64_t replicas, std::int64_t proposal)
{
    const auto unit = metric.unit == Unit::Percent ? Unit::None : metric.unit;
    const auto exact = *metric.current / *metric.wanted * static_cast<double>(replicas);
    const auto left = Words::tr("%1 × %2 / %3").arg(integer(replicas), figure(*metric.current, unit),
        figure(*metric.wanted, unit));
    if (std::abs(exact - static_cast<double>(proposal)) < 1e-6)
        return Words::tr("%1 = %2").arg(left, integer(proposal));
    const auto shown = figure(exact, Unit::None);
    return shown == integer(proposal) ? Words::tr("%1, rounded up, = %2").arg(left, integer(proposal))
                                      : Words::tr("%1 = %2, rounded up to %3").arg(left, shown, integer(proposal));
}

QString metricLine(const HpaMetric& metric, const HpaRow& row, const EffectiveBehavior& behavior)
{
    if (!metric.current)
        return Words::tr("%1 is unknown. %2").arg(subjectOf(metric), metric.why);
    const auto subject = Words::tr("%1 is %2").arg(subjectOf(metric), valueOf(metric));
    const auto replicas = row.current.value_or(0);
    const auto proposal = proposalOf(metric, replicas, behavior);
    if (!metric.wanted || !proposal || replicas == 0)
        return subject + QLatin1Char('.');
    const auto target = figure(*metric.wanted, metric.unit);
    if (withinTolerance(metric, behavior)) {
        const bool over = *metric.current > *metric.wanted;
        return Words::tr("%1, within the %2 tolerance of %3: no change.")
            .arg(subject, percent(over ? behavior.up.tolerance : behavior.down.tolerance), target);
    }
    const bool above = *metric.current > *metric.wanted;
    return (above ? Words::tr("%1, above %2 and its %3 tolerance: %4.") : Words::tr("%1, below %2 and its %3 tolerance: %4."))
        .arg(subject, target, percent(above ? behavior.up.tolerance : behavior.down.tolerance),
            arithmetic(metric, metric.ready.value_or(replicas), *proposal));
}

QString mostLine(const HpaRow& row, const EffectiveBehavior& behavior)
{
    const auto known = std::count_if(row.metrics.begin(), row.metrics.end(), [](const auto& m) { return m.current; });
    if (known < 2 || !row.asked || !row.current)
        return {};
    QStringList most;
    for (const auto& metric : row.metrics)
        if (proposalOf(metric, *row.current, behavior) == row.asked)
            most << titleOf(metric);
    return Words::tr("The most counts: %1, of %2.").arg(integer(row.asked), listed(most));
}

// What comes of it, where the state's own cause does not say.
QString outcome(const HpaRow& row)
{
    if (!row.asked || !row.current)
        return {};
    switch (row.kind) {
    case HpaState::Steady:
        return *row.asked == *row.current ? Words::tr("The size is right: nothing to do.")
                                          : Words::tr("It looks again within seconds.");
    case HpaState::ScalingUp:
    case HpaState::ScalingDown:
        return row.desired == row.asked ? Words::tr("Nothing holds it back.")
                                        : Words::tr("It goes to %1 now.").arg(integer(row.desired));
    default:
        return {};
    }
}

QString policyText(const ScalingPolicy& policy, bool up)
{
    const auto sign = up ? QStringLiteral("+") : QString(QChar(0x2212));
    const auto amount = policy.type == ScalingPolicy::Type::Percent
        ? sign + figure(static_cast<double>(policy.value), Unit::Percent)
        : policy.value == 1 ? Words::tr("%1%2 pod").arg(sign, integer(policy.value))
                            : Words::tr("%1%2 pods").arg(sign, integer(policy.value));
    return Words::tr("%1 per %2").arg(amount, figure(static_cast<double>(policy.periodSeconds), Unit::Duration)); // as its window is
}

QString windowText(const EffectiveRules& rules)
{
    return rules.window.count() == 0 ? Words::tr("no window") : Words::tr("window %1").arg(
               figure(static_cast<double>(rules.window.count()), Unit::Duration));
}

QString rulesLine(const EffectiveRules& rules, bool up)
{
    const auto direction = up ? Words::tr("Up") : Words::tr("Down");
    if (rules.select == SelectPolicy::Disabled)
        return Words::tr("%1: never (selectPolicy Disabled)").arg(direction);
    QStringList policies;
    for (const auto& policy : rules.policies)
        policies << policyText(policy, up);
    auto text = policies.join(Words::tr(" or "));
    if (policies.size() > 1)
        text += rules.select == SelectPolicy::Min ? Words::tr(", whichever is less") : Words::tr(", whichever is more");
    const auto origin = rules.policiesGiven ? QString() : Words::tr(" (default)");
    return Words::tr("%1: %2%3, %4").arg(direction, text, origin, windowText(rules));
}

QString toleranceLine(const EffectiveBehavior& behavior)
{
    const auto origin = [](const EffectiveRules& rules) {
        return rules.toleranceGiven ? QString() : Words::tr(" (the controller's setting)");
    };
    if (behavior.up.tolerance == behavior.down.tolerance)
        return Words::tr("Tolerance: %1%2").arg(percent(behavior.up.tolerance), origin(behavior.up));
    return Words::tr("Tolerance: %1 up%2, %3 down%4")
        .arg(percent(behavior.up.tolerance), origin(behavior.up), percent(behavior.down.tolerance), origin(behavior.down));
}

} // namespace

QString titleOf(const HpaMetric& metric)
{
    if (metric.metric.type == MetricType::Resource)
        return resourceText(metric.metric.name);
    return metric.metric.type == MetricType::ContainerResource
        ? Words::tr("%1 of %2").arg(resourceText(metric.metric.name), qtext(metric.metric.container))
        : metric.label;
}

QStringList behaviourInForce(const Hpa& hpa, const Preferences& preferences)
{
    const auto behavior = effectiveBehavior(hpa.behavior, flagsOf(preferences));
    if (behavior.given)
        return {rulesLine(behavior.up, true), rulesLine(behavior.down, false), toleranceLine(behavior)};
    const auto reach = hpa.currentReplicas && *hpa.currentReplicas > 0 && *hpa.currentReplicas <= hpa.maxReplicas
        ? Words::tr(" (%1 → %2 at most now)").arg(integer(hpa.currentReplicas), integer(legacyUpLimit(*hpa.currentReplicas)))
        : QString();
    return {Words::tr("Up: doubles at most, or goes to 4 pods, at each look%1; no window").arg(reach),
        Words::tr("Down: by any amount, %1").arg(windowText(behavior.down)), toleranceLine(behavior),
        Words::tr("No behavior is written, so the controller's own rules hold, not the defaults of an empty one.")};
}

HpaExplanation explain(const HpaRow& row, const Preferences& preferences, TimePoint now)
{
    static constexpr std::array<std::string_view, 2> goodWhenFalse {"ScalingLimited", "ScaledToZero"};
    HpaExplanation explanation;
    if (!row.object)
        return explanation;
    const auto behavior = effectiveBehavior(row.object->behavior, flagsOf(preferences));
    for (const auto& metric : row.metrics)
        explanation.why << metricLine(metric, row, behavior);
    if (row.metrics.empty())
        explanation.why << Words::tr("It has no metrics, so it keeps the size between min and max and does nothing else.");
    explanation.why << mostLine(row, behavior) << row.state.cause << outcome(row);
    explanation.why.removeAll(QString());
    explanation.behaviour = behaviourInForce(*row.object, preferences);
    explanation.conditions = conditionLines(row.object->conditions, now, goodWhenFalse);
    if (row.kind == HpaState::AsleepAtZero) // ScalingActive is False as it should be
        for (auto& line : explanation.conditions)
            line.tone = line.tone == Tone::Bad && line.reason == QLatin1String("ScalingDisabled") ? Tone::Idle : line.tone;
    return explanation;
}

} // namespace loadline
