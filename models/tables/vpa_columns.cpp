// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/vpa_rows.h"

#include "tables/cells.h"
#include "tables/hpa_causes.h"

#include <QCoreApplication>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(VpaColumns)
};

using FiguresOf = const VpaFigures& (*)(const VpaRow&);
const VpaFigures& cpuOf(const VpaRow& row) { return row.cpu; }
const VpaFigures& memoryOf(const VpaRow& row) { return row.memory; }

QString requestText(const VpaRow& row, const VpaFigures& figures, Unit unit)
{
    return figures.request ? figure(*figures.request, unit) : row.requestsKnown ? Words::tr("none") : unknown();
}

QString targetFigure(const VpaRow& row, const VpaFigures& figures, Unit unit)
{
    if (figures.target)
        return figure(*figures.target, unit);
    if (row.kind == VpaState::ContainerOff || !figures.controlled)
        return Words::tr("not controlled");
    return unknown();
}

QString resourceTip(const VpaRow& row, const VpaFigures& figures, Unit unit)
{
    QStringList lines;
    const auto add = [&](const QString& name, const std::optional<Quantity>& value) {
        if (value)
            lines << Words::tr("%1: %2").arg(name, figure(*value, unit));
    };
    const auto addKnown = [&](const QString& name, const Known& known) {
        lines << Words::tr("%1: %2").arg(name, known.value ? figure(*known.value, unit) : unknown() + QStringLiteral(". ") + known.why);
    };
    lines << Words::tr("request: %1").arg(requestText(row, figures, unit));
    if (figures.templateRequest && figures.request && *figures.templateRequest != *figures.request)
        lines << Words::tr("request in the template: %1").arg(figure(*figures.templateRequest, unit));
    add(Words::tr("limit"), figures.limit);
    add(Words::tr("lower bound"), figures.lower);
    add(Words::tr("target"), figures.target);
    add(Words::tr("upper bound"), figures.upper);
    add(Words::tr("uncapped target"), figures.uncapped);
    addKnown(row.usageIsLive ? Words::tr("usage now, mean over pods") : Words::tr("usage, p95 of the window"), figures.usage);
    addKnown(row.usageIsLive ? Words::tr("usage now, highest pod") : Words::tr("usage, most in the window"), figures.peak);
    return lines.join(QLatin1Char('\n'));
}

ScaleBar scaleOf(const VpaFigures& figures)
{
    ScaleBar bar;
    bar.low = asDouble(figures.lower);
    bar.high = asDouble(figures.upper);
    bar.scaleTo = figures.scaleTo;
    const auto mark = [&](ScaleMark::Kind kind, const std::optional<double>& value) {
        if (value)
            bar.marks.push_back({kind, *value});
    };
    mark(ScaleMark::Kind::Request, asDouble(figures.request));
    mark(ScaleMark::Kind::Limit, asDouble(figures.limit));
    mark(ScaleMark::Kind::Target, asDouble(figures.target));
    mark(ScaleMark::Kind::Usage, figures.usage.value);
    mark(ScaleMark::Kind::Peak, figures.peak.value);
    return bar;
}

Column<VpaRow> resourceColumn(const char* id, const QString& resource, FiguresOf figuresOf, Unit unit)
{
    auto column = textColumn<VpaRow>(id, resource,
        Words::tr("Request → target of the recommendation. The bar runs from lower to upper bound, with request, limit, "
                  "target and usage on one scale."),
        240, [figuresOf, unit](const VpaRow& row) {
            const auto& figures = figuresOf(row);
            return Words::tr("%1 → %2").arg(requestText(row, figures, unit), targetFigure(row, figures, unit));
        });
    column.key = [figuresOf](const VpaRow& row) {
        const auto value = asDouble(figuresOf(row).request);
        return value ? SortKey(*value) : SortKey();
    };
    column.tone = [figuresOf](const VpaRow& row) { return figuresOf(row).outside ? Tone::Warn : Tone::Normal; };
    column.tip = [figuresOf, unit](const VpaRow& row) { return resourceTip(row, figuresOf(row), unit); };
    column.scale = [figuresOf](const VpaRow& row) -> std::optional<ScaleBar> {
        const auto bar = scaleOf(figuresOf(row));
        return bar.scaleTo > 0 ? std::optional(bar) : std::nullopt;
    };
    column.exact = [figuresOf](const VpaRow& row) {
        const auto& f = figuresOf(row);
        return QJsonObject {{QStringLiteral("request"), exactOf(asDouble(f.request))},
            {QStringLiteral("limit"), exactOf(asDouble(f.limit))}, {QStringLiteral("lowerBound"), exactOf(asDouble(f.lower))},
            {QStringLiteral("target"), exactOf(asDouble(f.target))}, {QStringLiteral("upperBound"), exactOf(asDouble(f.upper))},
            {QStringLiteral("uncappedTarget"), exactOf(asDouble(f.uncapped))},
            {QStringLiteral("usage"), exactOf(f.usage.value)}, {QStringLiteral("peak"), exactOf(f.peak.value)}};
    };
    return column;
}

Column<VpaRow> differenceColumn(const char* id, QString title, FiguresOf figuresOf)
{
    auto column = figureColumn<VpaRow>(id, std::move(title), Words::tr("(target − request) / request."), 80, Unit::Percent,
        [figuresOf](const VpaRow& row) { return figuresOf(row).difference; });
    column.text = [figuresOf](const VpaRow& row) {
        const auto& figures = figuresOf(row);
        if (figures.difference)
            return (*figures.difference > 0 ? QStringLiteral("+") : QString()) + figure(*figures.difference, Unit::Percent);
        return row.requestsKnown && !figures.request ? Words::tr("no request") : unknown();
    };
    column.tone = [figuresOf](const VpaRow& row) {
        return !figuresOf(row).difference ? Tone::Idle : figuresOf(row).outside ? Tone::Warn : Tone::Normal;
    };
    return column;
}

// Every figure of one resource as a column of its own, for those who want it and for exports.
void addFigures(Columns<VpaRow>& columns, const QString& prefix, const QString& resource, FiguresOf figuresOf, Unit unit)
{
    using Value = std::optional<double>;
    const auto add = [&](const char* id, const QString& title, const QString& help, std::function<Value(const VpaFigures&)> value) {
        auto column = figureColumn<VpaRow>("", Words::tr("%1 %2").arg(resource, title), help, 100, unit,
            [figuresOf, value](const VpaRow& row) { return value(figuresOf(row)); });
        column.id = prefix + QLatin1String(id);
        column.shown = false;
        columns.push_back(std::move(column));
    };
    add("Request", Words::tr("request"), Words::tr("Of the newest pod, else of the template."),
        [](const VpaFigures& f) { return asDouble(f.request); });
    columns.back().text = [figuresOf, unit](const VpaRow& row) { return requestText(row, figuresOf(row), unit); };
    add("Limit", Words::tr("limit"), Words::tr("Of the newest pod, else of the template."),
        [](const VpaFigures& f) { return asDouble(f.limit); });
    columns.back().text = [figuresOf, unit](const VpaRow& row) {
        const auto& limit = figuresOf(row).limit;
        return limit ? figure(*limit, unit) : row.requestsKnown ? Words::tr("none") : unknown();
    };
    add("Usage", Words::tr("usage"),
        Words::tr("p95 over the chosen window from Prometheus, else the mean of the pods now from metrics.k8s.io."),
        [](const VpaFigures& f) { return f.usage.value; });
    add("Peak", Words::tr("peak"), Words::tr("The most over the chosen window, else of the pods now."),
        [](const VpaFigures& f) { return f.peak.value; });
    add("Lower", Words::tr("lower bound"), Words::tr("status.recommendation, lowerBound: below it pods are replaced."),
        [](const VpaFigures& f) { return asDouble(f.lower); });
    add("Target", Words::tr("target"), Words::tr("status.recommendation, target."),
        [](const VpaFigures& f) { return asDouble(f.target); });
    add("Upper", Words::tr("upper bound"), Words::tr("status.recommendation, upperBound: above it pods are replaced."),
        [](const VpaFigures& f) { return asDouble(f.upper); });
    add("Uncapped", Words::tr("uncapped"), Words::tr("status.recommendation, uncappedTarget: before minAllowed and maxAllowed."),
        [](const VpaFigures& f) { return asDouble(f.uncapped); });
}

// What applying the target would release; the tooltip warns of an HPA that would undo it.
Column<VpaRow> releaseColumn()
{
    auto column = textColumn<VpaRow>("release", Words::tr("Release a month"),
        Words::tr("(request − target) × replicas averaged over the window × what a core and a GiB cost there × hours of a month."), 110,
        [](const VpaRow& row) {
            return row.money.warnings.isEmpty() ? releaseText(row.money) : releaseText(row.money) + QStringLiteral(" ⚠");
        });
    column.align = Align::Right;
    column.key = [](const VpaRow& row) { return row.money.monthly ? SortKey(row.money.monthly->value()) : SortKey(); };
    column.tone = [](const VpaRow& row) {
        const auto& monthly = row.money.monthly;
        return !monthly ? Tone::Idle : !row.money.warnings.isEmpty() ? Tone::Warn : monthly->negative() ? Tone::Normal : monthly->isZero() ? Tone::Muted : Tone::Good;
    };
    column.why = [](const VpaRow& row) { return row.money.why; };
    column.tip = [help = column.help](const VpaRow& row) {
        return joined({row.money.warnings.join(QLatin1Char(' ')), row.money.why, row.money.basis, help});
    };
    column.exact = [](const VpaRow& row) {
        const auto& money = row.money;
        QJsonObject exact {{QStringLiteral("monthly"), money.monthly ? QJsonValue(qtext(money.currency.of(*money.monthly).decimal())) : QJsonValue()},
            {QStringLiteral("currency"), qtext(money.currency.code)}, {QStringLiteral("averageReplicas"), exactOf(money.replicas)},
            {QStringLiteral("warnings"), QJsonArray::fromStringList(money.warnings)}};
        if (!money.monthly)
            exact.insert(QStringLiteral("why"), money.why);
        return exact;
    };
    column.least = 84;
    return column;
}

} // namespace

Columns<VpaRow> vpaColumns(bool manyClusters)
{
    auto columns = identityColumns<VpaRow>(manyClusters, true, Words::tr("metadata.name of the VerticalPodAutoscaler."));
    columns.push_back(textColumn<VpaRow>("container", Words::tr("Container"), Words::tr("A container of the target's pods."), 110,
        [](const VpaRow& row) { return row.container.empty() ? unknown() : qtext(row.container); }));
    columns.push_back(textColumn<VpaRow>("target", Words::tr("Target"), Words::tr("spec.targetRef: whose pods it sizes."), 150,
        [](const VpaRow& row) { return qtext(row.target.name); }));
    columns.back().tip = [](const VpaRow& row) { return targetText(row.target); };
    columns.push_back(textColumn<VpaRow>("mode", Words::tr("Mode"),
        Words::tr("spec.updatePolicy.updateMode; Recreate when it is not written."), 130,
        [](const VpaRow& row) { return row.modeText; }));
    columns.back().tone = [](const VpaRow& row) {
        return row.mode == UpdateMode::Auto ? Tone::Warn : row.mode == UpdateMode::Off ? Tone::Muted : Tone::Normal;
    };
    columns.push_back(resourceColumn("cpu", Words::tr("CPU"), cpuOf, Unit::Cores));
    columns.push_back(differenceColumn("cpuDifference", Words::tr("CPU, %"), cpuOf));
    columns.push_back(resourceColumn("memory", Words::tr("Memory"), memoryOf, Unit::Bytes));
    columns.push_back(differenceColumn("memoryDifference", Words::tr("Memory, %"), memoryOf));
    columns.push_back(releaseColumn());
    columns.push_back(stateColumn<VpaRow>(Words::tr("State"),
        Words::tr("Whether the requests lie between the recommendation's bounds, and what the update mode makes of it."), 180));
    columns.push_back(textColumn<VpaRow>("change", Words::tr("Would change"),
        Words::tr("What the recommendation would set, and how it would come about. Limits keep their proportion to the request "
                  "unless controlledValues is RequestsOnly."),
        300, [](const VpaRow& row) { return row.wouldChange; }));
    addFigures(columns, QStringLiteral("cpu"), Words::tr("CPU"), cpuOf, Unit::Cores);
    addFigures(columns, QStringLiteral("memory"), Words::tr("Memory"), memoryOf, Unit::Bytes);
    giveRoom(columns, {{"name", 150, 0}, {"namespace", 80, 4}, {"cluster", 90, 3}, {"container", 80, 0}, {"target", 100, 5},
                          {"mode", 112, 0}, {"cpu", 120, 0}, {"cpuDifference", 70, 0}, {"memory", 120, 0}, {"memoryDifference", 70, 0},
                          {"state", 170, 0}, {"change", 180, 6}, {"release", 84, 1}});
    return columns;
}

} // namespace loadline
