// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/cells.h"
#include "tables/hpa_causes.h"
#include "tables/keda_state.h"
#include "tables/money_columns.h"

#include <QCoreApplication>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(KedaColumns)
};

QString triggerText(const KedaRow& row)
{
    if (row.type.empty())
        return Words::tr("no triggers");
    return row.triggerName.empty() ? qtext(row.type) : Words::tr("%1 (%2)").arg(qtext(row.triggerName), qtext(row.type));
}

QString valueTip(const KedaRow& row)
{
    const auto metric = row.metric.empty() ? QString() : Words::tr("Metric %1.").arg(qtext(row.metric));
    if (!row.value.value)
        return joined({row.value.why, metric});
    return joined({Words::tr("%1, %2.").arg(figure(*row.value.value, row.unit), row.valueFrom), metric});
}

QString thresholdText(const KedaRow& row)
{
    if (row.type == "cron") // KEDA's own is 1 for each replica that the schedule wants
        return Words::tr("by schedule");
    if (!row.threshold)
        return unknown();
    const auto text = figure(*row.threshold, row.unit);
    return row.perPod && row.unit != Unit::Percent ? Words::tr("%1 per pod").arg(text) : text;
}

QString replicasText(const KedaRow& row)
{
    const auto range = Words::tr("of %1–%2").arg(integer(row.min), integer(row.max));
    const auto idle = row.idle ? Words::tr(", idle %1").arg(integer(row.idle)) : QString();
    const bool moves = row.current && row.desired && *row.current != *row.desired;
    const auto now = moves ? Words::tr("%1 → %2").arg(integer(row.current), integer(row.desired)) : integer(row.current);
    return now + QLatin1Char(' ') + range + idle;
}

Column<KedaRow> valueColumn()
{
    auto column = figureColumn<KedaRow>("value", Words::tr("Value"),
        Words::tr("The source's value now, as KEDA's metrics API answers (at most every 15 s, only for what shows), else from the "
                  "status of the HPA. Of the whole source; for CPU and memory as the HPA measures it."),
        90, Unit::None, [](const KedaRow& row) { return row.value.value; });
    column.text = [](const KedaRow& row) { return row.value.value ? figure(*row.value.value, row.unit) : unknown(); };
    column.tip = valueTip;
    column.tone = [](const KedaRow& row) {
        return !row.value.value ? Tone::Idle : row.active.value_or(false) ? Tone::Accent : Tone::Normal;
    };
    return column;
}

Column<KedaRow> replicasColumn()
{
    auto column = textColumn<KedaRow>("replicas", Words::tr("Replicas"),
        Words::tr("The target's replicas on the range from minReplicaCount to maxReplicaCount; all rows share one scale."), 230,
        replicasText);
    column.key = [](const KedaRow& row) { return row.current ? SortKey(static_cast<double>(*row.current)) : SortKey(); };
    column.tip = [help = column.help](const KedaRow& row) { return row.current ? help : joined({row.currentWhy, help}); };
    column.exact = [](const KedaRow& row) {
        return QJsonObject {{QStringLiteral("current"), exactOf(row.current)}, {QStringLiteral("desired"), exactOf(row.desired)},
            {QStringLiteral("min"), static_cast<qint64>(row.min)}, {QStringLiteral("max"), static_cast<qint64>(row.max)},
            {QStringLiteral("idle"), exactOf(row.idle)}};
    };
    column.bar = [](const KedaRow& row) {
        return std::optional(ReplicaBar {static_cast<double>(row.min), static_cast<double>(row.max), asDouble(row.current),
            asDouble(row.desired), row.scaleTo});
    };
    return column;
}

Column<KedaRow> activeColumn()
{
    auto column = textColumn<KedaRow>("active", Words::tr("Active"),
        Words::tr("Whether the value is above the activation threshold: status.triggersActivity since KEDA 2.19, else by the "
                  "value, else the condition Active of the whole object."),
        80, [](const KedaRow& row) { return row.active ? (*row.active ? Words::tr("yes") : Words::tr("no")) : unknown(); });
    column.tone = [](const KedaRow& row) {
        return !row.active ? Tone::Idle : *row.active ? Tone::Good : Tone::Muted;
    };
    column.exact = [](const KedaRow& row) { return row.active ? QJsonValue(*row.active) : QJsonValue(QJsonValue::Null); };
    return column;
}

QString cooldownText(const KedaRow& row)
{
    if (row.isJob)
        return Words::tr("none");
    if (!row.cooldownLeft)
        return row.min > 0 && !row.idle ? Words::tr("never sleeps") : Words::tr("not running");
    return *row.cooldownLeft == 0 ? Words::tr("over") : figure(static_cast<double>(*row.cooldownLeft), Unit::Duration);
}

QString fallbackText(const KedaRow& row)
{
    if (!row.fallback)
        return Words::tr("none");
    const auto text = Words::tr("%1 replicas after more than %2 failures")
                          .arg(integer(row.fallback->replicas), integer(row.fallback->failureThreshold));
    return row.fallbackActive ? Words::tr("active: %1").arg(text) : text;
}

void addRest(Columns<KedaRow>& columns)
{
    const auto add = [&](const char* id, QString title, QString help, int width, std::function<QString(const KedaRow&)> text) {
        columns.push_back(textColumn<KedaRow>(id, std::move(title), std::move(help), width, std::move(text)));
    };
    add("cooldown", Words::tr("Cooldown"),
        Words::tr("Seconds until the target goes to zero or idle: status.lastActiveTime + cooldownPeriod. Between other sizes the "
                  "HPA decides."),
        100, cooldownText);
    columns.back().key = [](const KedaRow& row) {
        return row.cooldownLeft ? SortKey(static_cast<double>(*row.cooldownLeft)) : SortKey();
    };
    columns.back().exact = [](const KedaRow& row) { return exactOf(row.cooldownLeft); };
    add("paused", Words::tr("Paused"), Words::tr("From the annotations autoscaling.keda.sh/paused…"), 90,
        [](const KedaRow& row) { return pauseText(row.pause); });
    columns.back().tone = [](const KedaRow& row) { return row.pause.any() ? Tone::Warn : Tone::Muted; };
    add("authentication", Words::tr("Authentication"),
        Words::tr("authenticationRef of the trigger, and whether the object it names is there."), 150,
        [](const KedaRow& row) { return row.authentication.isEmpty() ? unknown() : row.authentication; });
    columns.back().tone = [](const KedaRow& row) { return row.authenticationMissing ? Tone::Bad : Tone::Normal; };
    add("fallback", Words::tr("Fallback"), Words::tr("spec.fallback: the size when a trigger keeps failing."), 170, fallbackText);
    columns.back().tone = [](const KedaRow& row) { return row.fallbackActive ? Tone::Warn : Tone::Muted; };
    columns.back().shown = false;
    add("hpa", Words::tr("HPA"), Words::tr("The HorizontalPodAutoscaler that KEDA made for it; a full pause deletes it."), 180,
        [](const KedaRow& row) { return row.hpa.empty() ? Words::tr("none") : qtext(row.hpa); });
    columns.back().shown = false;
    add("metric", Words::tr("Metric"), Words::tr("The trigger's name among the external metrics, from status.externalMetricNames."),
        200, [](const KedaRow& row) { return row.metric.empty() ? unknown() : qtext(row.metric); });
    columns.back().shown = false;
}

Column<KedaRow> scheduleColumn()
{
    auto column = textColumn<KedaRow>("schedule", Words::tr("Schedule"),
        Words::tr("Cron triggers: the next change, by the clock of the trigger's own time zone."), 230, [](const KedaRow& row) {
            return row.cron ? row.schedule : Words::tr("none");
        });
    column.tone = [](const KedaRow& row) {
        return !row.cron ? Tone::Muted : row.cron->problem.isEmpty() ? Tone::Normal : Tone::Bad;
    };
    column.tip = [help = column.help](const KedaRow& row) {
        if (!row.cron)
            return help;
        const auto utc = [](const std::optional<TimePoint>& at) { return at ? isoUtc(*at) : unknown(); };
        return Words::tr("%1 replicas from “%2” to “%3” in %4. Next start %5, next end %6.")
            .arg(integer(row.cron->desiredReplicas), qtext(row.cron->start), qtext(row.cron->end), qtext(row.cron->timezone),
                utc(row.cron->nextStart), utc(row.cron->nextEnd));
    };
    column.key = [](const KedaRow& row) {
        const auto next = row.cron ? (row.cron->on ? row.cron->nextEnd : row.cron->nextStart) : std::nullopt;
        return next ? SortKey(toUnixSeconds(*next)) : SortKey();
    };
    column.exact = [](const KedaRow& row) {
        const auto utc = [](const std::optional<TimePoint>& at) { return at ? QJsonValue(isoUtc(*at)) : QJsonValue(); };
        return row.cron ? QJsonValue(QJsonObject {{QStringLiteral("timezone"), qtext(row.cron->timezone)},
                              {QStringLiteral("nextStart"), utc(row.cron->nextStart)},
                              {QStringLiteral("nextEnd"), utc(row.cron->nextEnd)}, {QStringLiteral("on"), row.cron->on}})
                        : QJsonValue();
    };
    return column;
}

} // namespace

Columns<KedaRow> kedaColumns(bool manyClusters)
{
    auto columns = identityColumns<KedaRow>(manyClusters, true, Words::tr("metadata.name of the ScaledObject or ScaledJob."));
    columns.push_back(textColumn<KedaRow>("kind", Words::tr("Kind"), Words::tr("ScaledObject or ScaledJob."), 110,
        [](const KedaRow& row) { return row.isJob ? QStringLiteral("ScaledJob") : QStringLiteral("ScaledObject"); }));
    columns.back().shown = false;
    columns.push_back(textColumn<KedaRow>("target", Words::tr("Target"), Words::tr("spec.scaleTargetRef: what it scales."), 150,
        [](const KedaRow& row) { return row.isJob ? Words::tr("new jobs") : qtext(row.target.name); }));
    columns.back().tip = [](const KedaRow& row) {
        return row.isJob ? Words::tr("It creates Jobs and never takes one away.") : targetText(row.target);
    };
    columns.push_back(textColumn<KedaRow>("trigger", Words::tr("Trigger"), Words::tr("Name and type of the entry of spec.triggers."),
        140, triggerText));
    columns.push_back(valueColumn());
    columns.push_back(textColumn<KedaRow>("threshold", Words::tr("Threshold"),
        Words::tr("The trigger's scaling threshold; an average is per pod."), 110, thresholdText));
    columns.back().align = Align::Right;
    columns.back().key = [](const KedaRow& row) { return row.threshold ? SortKey(*row.threshold) : SortKey(); };
    columns.back().exact = [](const KedaRow& row) { return exactOf(row.threshold); };
    columns.push_back(figureColumn<KedaRow>("activation", Words::tr("Activation"),
        Words::tr("The target wakes when the value is above this; 0 when it is not written."), 90, Unit::None,
        [](const KedaRow& row) { return row.type.empty() ? std::nullopt : std::optional(row.activation.value_or(0)); }));
    columns.push_back(activeColumn());
    columns.push_back(replicasColumn());
    columns.push_back(stateColumn<KedaRow>(Words::tr("State"),
        Words::tr("From the conditions Ready, Active, Fallback and Paused, status.health, the annotations and the target."), 210));
    columns.push_back(sinceColumn<KedaRow>("since", Words::tr("Since"),
        Words::tr("How long the state has held, where status.lastActiveTime tells; KEDA writes no times into its conditions."), 80,
        unknown(), [](const KedaRow& row) { return row.state.since; }));
    columns.back().shown = false;
    addMoneyColumns(columns);
    columns.push_back(scheduleColumn());
    addRest(columns);
    giveRoom(columns, {{"name", 165, 0}, {"namespace", 80, 3}, {"cluster", 90, 1}, {"target", 100, 5}, {"trigger", 110, 0},
                          {"value", 70, 0}, {"threshold", 90, 0}, {"activation", 70, 4}, {"active", 80, 2}, {"replicas", 180, 0},
                          {"state", 170, 0}, {"schedule", 170, 7}, {"cooldown", 80, 8}, {"paused", 60, 9}, {"authentication", 110, 6}});
    return columns;
}

} // namespace loadline
