// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/cells.h"
#include "tables/keda_state.h"

#include <QCoreApplication>

#include <array>
#include <cmath>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(KedaExplanation)
};

QString seconds(std::int64_t value) { return length(secondsOf(value)); }

QString valueLine(const KedaRow& row)
{
    if (row.type.empty())
        return Words::tr("It has no triggers, so nothing scales it.");
    if (!row.value.value)
        return joined({Words::tr("The value is unknown."), row.value.why});
    const auto value = figure(*row.value.value, row.unit);
    if (row.type == "cpu" || row.type == "memory")
        return Words::tr("The value is %1. CPU and memory never wake a target from zero.").arg(value);
    const auto activation = figure(row.activation.value_or(0), row.unit);
    return *row.value.value > row.activation.value_or(0)
        ? Words::tr("The value %1 is above the activation threshold %2: the target runs.").arg(value, activation)
        : Words::tr("The value %1 is not above the activation threshold %2: the trigger is not active.").arg(value, activation);
}

// value / threshold, where the average over pods is what is compared.
QString sizeLine(const KedaRow& row)
{
    const bool average = row.perPod && row.type != "cpu" && row.type != "memory" && row.type != "cron";
    if (!average || !row.value.value || !row.threshold || *row.threshold <= 0 || *row.value.value <= 0)
        return {};
    const auto size = std::ceil(*row.value.value / *row.threshold - 1e-9);
    return Words::tr("One pod per %1 of it: %2 / %3 asks for %4.")
        .arg(figure(*row.threshold, row.unit), figure(*row.value.value, row.unit), figure(*row.threshold, row.unit),
            figure(size, Unit::Replicas));
}

QStringList objectSettings(const ScaledObject& object)
{
    QStringList lines {Words::tr("Looks every %1").arg(seconds(object.pollingInterval)),
        Words::tr("Sleeps %1 after the last activity").arg(seconds(object.cooldownPeriod))};
    if (object.initialCooldownPeriod > 0)
        lines << Words::tr("First sleep not before %1 after its creation").arg(seconds(object.initialCooldownPeriod));
    if (object.idleReplicas)
        lines << Words::tr("Idle at %1 replicas").arg(integer(object.idleReplicas));
    if (object.fallback)
        lines << Words::tr("Fallback: %1 replicas when a trigger fails more than %2 times (%3)")
                     .arg(integer(object.fallback->replicas), integer(object.fallback->failureThreshold),
                         qtext(object.fallback->behavior));
    else
        lines << Words::tr("No fallback: a failing trigger keeps the size");
    if (object.modifiers)
        lines << Words::tr("Formula: %1, target %2").arg(qtext(object.modifiers->formula), qtext(object.modifiers->target));
    return lines;
}

QStringList jobSettings(const ScaledJob& job)
{
    return {Words::tr("Looks every %1").arg(seconds(job.pollingInterval)),
        Words::tr("Strategy: %1").arg(job.strategy.empty() ? QStringLiteral("default") : qtext(job.strategy)),
        Words::tr("Several triggers count by their %1").arg(qtext(job.multipleScalersCalculation))};
}

std::vector<ConditionLine> healthLines(const ScaledObject& object)
{
    std::vector<ConditionLine> lines;
    for (const auto& health : object.health) {
        ConditionLine line;
        line.type = qtext(health.metric);
        line.reason = health.failing ? Words::tr("failing") : Words::tr("happy");
        line.message = health.failures == 1 ? Words::tr("1 failure in a row")
                                            : Words::tr("%1 failures in a row").arg(integer(health.failures));
        line.tone = health.failing ? Tone::Bad : Tone::Good;
        line.status = health.failing ? Truth::False : Truth::True;
        lines.push_back(std::move(line));
    }
    return lines;
}

} // namespace

KedaExplanation explain(const KedaRow& row, const Preferences&, TimePoint now)
{
    static constexpr std::array<std::string_view, 2> goodWhenFalse {"Fallback", "Paused"};
    static constexpr std::array<std::string_view, 1> idleWhenFalse {"Active"}; // it sleeps, as it should
    KedaExplanation explanation;
    explanation.why = {valueLine(row), sizeLine(row), row.state.cause};
    if (row.cron)
        explanation.why << (row.cron->problem.isEmpty() ? Words::tr("The schedule is %1.").arg(cronText(*row.cron, now))
                                                        : row.cron->problem);
    explanation.why.removeAll(QString());
    if (row.object) {
        explanation.settings = objectSettings(*row.object);
        explanation.conditions = conditionLines(row.object->conditions, now, goodWhenFalse, idleWhenFalse);
        explanation.health = healthLines(*row.object);
    } else if (row.job) {
        explanation.settings = jobSettings(*row.job);
        explanation.conditions = conditionLines(row.job->conditions, now, goodWhenFalse, idleWhenFalse);
    }
    return explanation;
}

} // namespace loadline
