// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/hpa_rows.h"

#include "tables/cells.h"
#include "tables/hpa_causes.h"
#include "tables/money_columns.h"

#include <QCoreApplication>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(HpaColumns)
};

QString replicasText(const HpaRow& row)
{
    const auto range = Words::tr("of %1–%2").arg(integer(row.min), integer(row.max));
    if (row.current && row.desired && *row.current != *row.desired)
        return Words::tr("%1 → %2 %3").arg(integer(row.current), integer(row.desired), range);
    return integer(row.current) + QLatin1Char(' ') + range;
}

std::vector<Chip> chips(const HpaRow& row)
{
    std::vector<Chip> chips;
    for (const auto& metric : row.metrics)
        chips.push_back(chipOf(metric));
    return chips;
}

QString metricsTip(const HpaRow& row)
{
    QStringList lines;
    for (const auto& metric : row.metrics) {
        lines << metric.label + QLatin1Char(' ') + valueText(metric);
        if (!metric.why.isEmpty())
            lines.last() += QStringLiteral(". ") + metric.why;
        else if (metric.winning)
            lines.last() += QStringLiteral(". ") + Words::tr("It decided the size last.");
    }
    return lines.join(QLatin1Char('\n'));
}

QJsonValue metricsExact(const HpaRow& row)
{
    QJsonArray metrics;
    for (const auto& metric : row.metrics)
        metrics.append(QJsonObject {{QStringLiteral("name"), qtext(metric.metric.name)},
            {QStringLiteral("label"), metric.label}, {QStringLiteral("current"), exactOf(metric.current)},
            {QStringLiteral("target"), exactOf(metric.wanted)}, {QStringLiteral("unit"), unitName(metric.unit)},
            {QStringLiteral("perPod"), metric.perPod}, {QStringLiteral("winning"), metric.winning}});
    return metrics;
}

Column<HpaRow> replicasColumn()
{
    auto column = textColumn<HpaRow>("replicas", Words::tr("Replicas"),
        Words::tr("status.currentReplicas and desiredReplicas on the range from spec.minReplicas to maxReplicas; all rows "
                  "share one scale."),
        230, replicasText);
    column.key = [](const HpaRow& row) { return row.current ? SortKey(static_cast<double>(*row.current)) : SortKey(); };
    column.exact = [](const HpaRow& row) {
        return QJsonObject {{QStringLiteral("current"), exactOf(row.current)},
            {QStringLiteral("desired"), exactOf(row.desired)}, {QStringLiteral("min"), static_cast<qint64>(row.min)},
            {QStringLiteral("max"), static_cast<qint64>(row.max)}};
    };
    column.bar = [](const HpaRow& row) {
        return std::optional(ReplicaBar {static_cast<double>(row.min), static_cast<double>(row.max),
            asDouble(row.current), asDouble(row.desired), row.scaleTo});
    };
    return column;
}

Column<HpaRow> metricsColumn()
{
    auto column = textColumn<HpaRow>("metrics", Words::tr("Metrics, current of target"),
        Words::tr("Each entry of spec.metrics with the value of status.currentMetrics at the same place, in human units."),
        380, [](const HpaRow& row) {
            return row.metrics.empty() ? Words::tr("none") : chipsText(chips(row));
        });
    column.key = [](const HpaRow& row) { // by the metric furthest above its target
        std::optional<double> most;
        for (const auto& metric : row.metrics)
            if (metric.current && metric.wanted && *metric.wanted > 0)
                most = std::max(most.value_or(0), *metric.current / *metric.wanted);
        return most ? SortKey(*most) : SortKey();
    };
    column.chips = chips;
    column.tip = metricsTip;
    column.exact = metricsExact;
    return column;
}

const Spark& trendOf(const HpaRow& row)
{
    static const Spark none;
    return row.trend ? *row.trend : none;
}

Column<HpaRow> trendColumn()
{
    auto column = textColumn<HpaRow>("trend", Words::tr("Trend"),
        Words::tr("Current replicas over the last hour, from Prometheus, else as far back as this program has looked; gaps are "
                  "times nobody looked."),
        120, [](const HpaRow& row) {
            std::optional<double> low;
            std::optional<double> high;
            for (const auto& value : trendOf(row)) {
                if (!value)
                    continue;
                low = std::min(low.value_or(*value), *value);
                high = std::max(high.value_or(*value), *value);
            }
            if (!low)
                return unknown();
            return *low == *high ? figure(*low, Unit::Replicas)
                                 : Words::tr("%1 to %2").arg(figure(*low, Unit::Replicas), figure(*high, Unit::Replicas));
        });
    column.spark = [](const HpaRow& row) { return trendOf(row); };
    column.exact = [](const HpaRow& row) {
        QJsonArray values;
        for (const auto& value : trendOf(row))
            values.append(exactOf(value));
        return QJsonValue(values);
    };
    return column;
}

void addHidden(Columns<HpaRow>& columns)
{
    using Value = std::optional<std::int64_t>;
    const auto number = [&](const char* id, QString title, QString help, std::function<Value(const HpaRow&)> value) {
        columns.push_back(figureColumn<HpaRow>(id, std::move(title), std::move(help), 80, Unit::Replicas,
            [value](const HpaRow& row) { return asDouble(value(row)); }));
        columns.back().shown = false;
    };
    number("current", Words::tr("Current"), Words::tr("status.currentReplicas."), [](const HpaRow& row) { return row.current; });
    number("desired", Words::tr("Desired"), Words::tr("status.desiredReplicas; unknown while metrics cannot be read."),
        [](const HpaRow& row) { return row.desired; });
    number("min", Words::tr("Min"), Words::tr("spec.minReplicas; 1 when it is not written."),
        [](const HpaRow& row) { return Value(row.min); });
    number("max", Words::tr("Max"), Words::tr("spec.maxReplicas."), [](const HpaRow& row) { return Value(row.max); });
    number("asked", Words::tr("Asked"),
        Words::tr("What the metrics ask for: replicas × value / target, rounded up, the most of all metrics, before limits."),
        [](const HpaRow& row) { return row.asked; });
    columns.push_back(textColumn<HpaRow>("decides", Words::tr("Decides"),
        Words::tr("The metric that decided the size last, from the condition ScalingActive."), 110,
        [](const HpaRow& row) { return row.winningMetric.isEmpty() ? unknown() : row.winningMetric; }));
    columns.back().shown = false;
    columns.push_back(textColumn<HpaRow>("managedBy", Words::tr("Managed by"),
        Words::tr("The KEDA ScaledObject that owns this autoscaler; edit that one, not this."), 140,
        [](const HpaRow& row) { return row.managedBy.empty() ? Words::tr("nobody") : qtext(row.managedBy); }));
    columns.back().shown = false;
}

} // namespace

Columns<HpaRow> hpaColumns(bool manyClusters)
{
    auto columns = identityColumns<HpaRow>(manyClusters, true, Words::tr("metadata.name of the HorizontalPodAutoscaler."));
    columns.push_back(textColumn<HpaRow>("target", Words::tr("Target"), Words::tr("spec.scaleTargetRef: what it scales."),
        160, [](const HpaRow& row) { return qtext(row.target.name); }));
    columns.back().tip = [](const HpaRow& row) {
        return Words::tr("%1, %2").arg(targetText(row.target),
            row.target.apiVersion.empty() ? Words::tr("no apiVersion") : qtext(row.target.apiVersion));
    };
    columns.back().exact = [](const HpaRow& row) {
        return QJsonObject {{QStringLiteral("apiVersion"), qtext(row.target.apiVersion)},
            {QStringLiteral("kind"), qtext(row.target.kind)}, {QStringLiteral("name"), qtext(row.target.name)}};
    };
    columns.push_back(replicasColumn());
    columns.push_back(metricsColumn());
    columns.push_back(stateColumn<HpaRow>(Words::tr("State"),
        Words::tr("From the conditions AbleToScale, ScalingActive and ScalingLimited, and from its target."), 260));
    columns.push_back(sinceColumn<HpaRow>("since", Words::tr("Since"),
        Words::tr("How long the state has held: from the conditions and the last scaling, or from when this program first "
                  "saw it."),
        80, unknown(), [](const HpaRow& row) { return row.state.since; }));
    columns.push_back(sinceColumn<HpaRow>("lastScale", Words::tr("Last scale"),
        Words::tr("status.lastScaleTime: when the autoscaler last changed the size."), 90, Words::tr("never"),
        [](const HpaRow& row) { return row.lastScale; }));
    columns.push_back(trendColumn());
    addMoneyColumns(columns);
    addHidden(columns);
    giveRoom(columns, {{"name", 165, 0}, {"namespace", 80, 2}, {"cluster", 90, 1}, {"target", 100, 3}, {"replicas", 180, 0},
                          {"metrics", 220, 0}, {"state", 190, 0}, {"since", 60, 0}, {"lastScale", 70, 4}, {"trend", 70, 5}});
    return columns;
}

} // namespace loadline
