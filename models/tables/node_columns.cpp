// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/figures_column.h"
#include "tables/money_columns.h"

#include <QCoreApplication>

#include <cmath>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(NodeColumns)
};

QString known(const Known& value, Unit unit)
{
    return value.value ? figure(*value.value, unit) : joined({unknown() + QLatin1Char('.'), value.why});
}

} // namespace

bool hasNone(const NodeFigures& figures) { return figures.allocatable == 0.0 && figures.requested.value.value_or(0) == 0; }

QString figuresBrief(const NodeFigures& figures)
{
    if (hasNone(figures))
        return Words::tr("none");
    const bool known = figures.requested.value && figures.allocatable && *figures.allocatable > 0;
    return known ? figure(std::round(*figures.requested.value / *figures.allocatable * 100), Unit::Percent) : unknown();
}

QString figuresHelp()
{
    return Words::tr("What the pods request (as the scheduler counts, finished pods left out) of what the nodes allow, and what "
                     "metrics.k8s.io says is used.");
}

QString figuresText(const NodeFigures& figures, Unit unit)
{
    if (hasNone(figures))
        return Words::tr("none");
    if (!figures.requested.value && !figures.allocatable)
        return unknown();
    const auto text = figureOf(figures.requested.value, figures.allocatable, unit);
    return figures.used.value && figures.used.value != figures.requested.value
        ? Words::tr("%1, %2 used").arg(text, figure(*figures.used.value, unit))
        : text;
}

QString figuresTip(const NodeFigures& figures, Unit unit)
{
    return QStringList {Words::tr("requested: %1").arg(known(figures.requested, unit)),
        Words::tr("used: %1").arg(known(figures.used, unit)),
        Words::tr("allocatable: %1").arg(figures.allocatable ? figure(*figures.allocatable, unit) : unknown())}
        .join(QLatin1Char('\n'));
}

QJsonValue figuresExact(const NodeFigures& figures)
{
    return QJsonObject {{QStringLiteral("requested"), exactOf(figures.requested.value)},
        {QStringLiteral("used"), exactOf(figures.used.value)}, {QStringLiteral("allocatable"), exactOf(figures.allocatable)}};
}

std::optional<ScaleBar> figuresScale(const NodeFigures& figures)
{
    if (!figures.allocatable || *figures.allocatable <= 0)
        return {};
    ScaleBar bar;
    bar.scaleTo = std::max(*figures.allocatable, figures.requested.value.value_or(0));
    if (figures.requested.value)
        bar.marks.push_back({ScaleMark::Kind::Request, *figures.requested.value});
    if (figures.used.value)
        bar.marks.push_back({ScaleMark::Kind::Usage, *figures.used.value});
    return bar;
}

namespace {

// What it costs, and whether it could go.
void addMoney(Columns<NodeRow>& columns)
{
    const auto currency = [](const NodeRow& row) -> const Currency& { return row.money.currency; };
    columns.push_back(hourlyColumn<NodeRow>("price", Words::tr("Price"), Words::tr("An hour of it, after the discounts of the settings."),
        [](const NodeRow& row) { return &row.money.price; }, currency));
    columns.back().tip = [](const NodeRow& row) { return joined({row.money.price.why, row.money.source}); };
    columns.back().exact = [](const NodeRow& row) {
        auto exact = hourlyExact(row.money.price, row.money.currency).toObject();
        exact.insert(QStringLiteral("source"), row.money.source);
        return QJsonValue(exact);
    };
    columns.back().least = 70;
    columns.back().yields = 1;
    columns.push_back(textColumn<NodeRow>("priceFrom", Words::tr("Price from"), Words::tr("Which list the price stands in, and of which day."), 200,
        [](const NodeRow& row) { return row.money.source.isEmpty() ? unknown() : row.money.source; }));
    columns.back().least = 90;
    columns.back().yields = 9;
    columns.push_back(textColumn<NodeRow>("canGo", Words::tr("Could go"),
        Words::tr("Whether all of its pods fit on other nodes of the pool that stay, past disruption budgets and annotations."), 260,
        [](const NodeRow& row) { return row.money.verdict.isEmpty() ? unknown() : row.money.verdict; }));
    columns.back().tone = [](const NodeRow& row) {
        return !row.money.canGo ? Tone::Idle : *row.money.canGo ? Tone::Good : Tone::Normal;
    };
    columns.back().tip = [](const NodeRow& row) { return row.money.verdict; };
    columns.back().exact = [](const NodeRow& row) { return row.money.canGo ? QJsonValue(*row.money.canGo) : QJsonValue(); };
    columns.back().least = 150;
    columns.push_back(hourlyColumn<NodeRow>("saves", Words::tr("Saves"), Words::tr("What an hour without it would save; nothing where it stays."),
        [](const NodeRow& row) { return &row.money.saves; }, currency));
    columns.back().least = 70;
    columns.back().yields = 8;
}

} // namespace

Columns<NodeRow> nodeColumns(bool manyClusters)
{
    auto columns = identityColumns<NodeRow>(manyClusters, false, Words::tr("metadata.name of the Node."));
    const auto add = [&](const char* id, QString title, QString help, int width, std::string NodeRow::*member) {
        columns.push_back(textColumn<NodeRow>(id, std::move(title), std::move(help), width, [member](const NodeRow& row) {
            return (row.*member).empty() ? unknown() : qtext(row.*member);
        }));
    };
    columns.push_back(stateColumn<NodeRow>(Words::tr("State"), Words::tr("From the node's conditions and taints."), 110));
    columns.push_back(sinceColumn<NodeRow>("age", Words::tr("Age"), Words::tr("Since the node joined."), 70, unknown(),
        [](const NodeRow& row) { return row.age; }));
    add("type", Words::tr("Type"), Words::tr("node.kubernetes.io/instance-type."), 120, &NodeRow::instanceType);
    columns.push_back(textColumn<NodeRow>("capacity", Words::tr("Capacity"),
        Words::tr("How it is paid for, from the provider's labels; unknown is not on-demand."), 100,
        [](const NodeRow& row) { return capacityName(row.capacity); }));
    columns.back().tone = [](const NodeRow& row) {
        return row.capacity == CapacityType::Spot ? Tone::Spot : row.capacity == CapacityType::Unknown ? Tone::Idle : Tone::Normal;
    };
    add("zone", Words::tr("Zone"), Words::tr("topology.kubernetes.io/zone."), 110, &NodeRow::zone);
    columns.push_back(figuresColumn<NodeRow>("cpu", Words::tr("CPU"), Unit::Cores, &NodeRow::cpu));
    columns.push_back(figuresColumn<NodeRow>("memory", Words::tr("Memory"), Unit::Bytes, &NodeRow::memory));
    columns.push_back(figuresColumn<NodeRow>("gpu", Words::tr("GPU"), Unit::None, &NodeRow::gpu));
    columns.push_back(figuresColumn<NodeRow>("pods", Words::tr("Pods"), Unit::None, &NodeRow::pods));
    addMoney(columns);
    add("pool", Words::tr("Pool"), Words::tr("The pool that a label puts it in."), 120, &NodeRow::pool);
    columns.back().shown = false;
    add("kubelet", Words::tr("Kubelet"), Words::tr("status.nodeInfo.kubeletVersion."), 90, &NodeRow::kubelet);
    columns.back().shown = false;
    giveRoom(columns, {{"name", 130, 0}, {"state", 70, 0}, {"age", 50, 3}, {"type", 90, 2}, {"capacity", 80, 1}, {"zone", 80, 5},
                          {"cpu", 120, 0}, {"memory", 120, 0}, {"gpu", 90, 4}, {"pods", 90, 6}});
    return columns;
}

} // namespace loadline
