// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/figures_column.h"
#include "tables/money_columns.h"
#include "tables/pool_rows.h"

#include <QCoreApplication>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(PoolColumns)
};

QString nodesText(const PoolRow& row)
{
    const bool moves = row.nodes && row.wanted && *row.wanted != *row.nodes;
    const auto count = moves ? Words::tr("%1 → %2").arg(integer(row.nodes), integer(row.wanted)) : integer(row.nodes);
    if (row.min && row.max)
        return Words::tr("%1 of %2–%3").arg(count, integer(row.min), integer(row.max));
    return row.max ? Words::tr("%1 of at most %2").arg(count, integer(row.max)) : count;
}

Column<PoolRow> nodesColumn()
{
    auto column = textColumn<PoolRow>("nodes", Words::tr("Nodes"),
        Words::tr("Nodes that carry the pool's label, on the range that the autoscaler allows; all rows share one scale."), 190, nodesText);
    column.key = [](const PoolRow& row) { return row.nodes ? SortKey(static_cast<double>(*row.nodes)) : SortKey(); };
    column.tone = [](const PoolRow& row) { return row.nodes ? Tone::Normal : Tone::Idle; };
    column.tip = [](const PoolRow& row) {
        return joined({row.nodesWhy, row.label.empty() ? QString() : Words::tr("Counted by the label %1.").arg(qtext(row.label)), row.maxWhy});
    };
    column.exact = [](const PoolRow& row) {
        return QJsonObject {{QStringLiteral("nodes"), exactOf(row.nodes)}, {QStringLiteral("min"), exactOf(row.min)},
            {QStringLiteral("max"), exactOf(row.max)}, {QStringLiteral("wanted"), exactOf(row.wanted)}};
    };
    column.bar = [](const PoolRow& row) {
        const auto nodes = asDouble(row.nodes);
        return std::optional(ReplicaBar {asDouble(row.min).value_or(0), asDouble(row.max).value_or(nodes.value_or(0)), nodes,
            asDouble(row.wanted), row.scaleTo});
    };
    return column;
}

std::vector<Chip> capacityChips(const PoolRow& row)
{
    std::vector<Chip> chips;
    const auto add = [&](CapacityType type, std::int64_t count, Tone tone) {
        if (count > 0)
            chips.push_back({capacityName(type), integer(count), tone});
    };
    add(CapacityType::Spot, row.spot, Tone::Spot);
    add(CapacityType::OnDemand, row.onDemand, Tone::Normal);
    add(CapacityType::Reserved, row.reserved, Tone::Accent);
    add(CapacityType::Unknown, row.unknownCapacity, Tone::Idle);
    return chips;
}

Column<PoolRow> capacityColumn()
{
    auto column = textColumn<PoolRow>("capacity", Words::tr("Capacity"),
        Words::tr("How the nodes are paid for, from the provider's labels; unknown is not on-demand."), 170,
        [](const PoolRow& row) {
            return !row.nodes ? unknown() : *row.nodes == 0 ? Words::tr("none") : chipsText(capacityChips(row));
        });
    column.tone = [](const PoolRow& row) { return row.nodes ? Tone::Normal : Tone::Idle; };
    column.tip = [help = column.help](const PoolRow& row) { return row.nodes ? help : row.nodesWhy; };
    column.chips = capacityChips;
    column.key = [](const PoolRow& row) {
        return row.nodes.value_or(0) > 0 ? SortKey(static_cast<double>(row.spot) / static_cast<double>(*row.nodes)) : SortKey();
    };
    column.exact = [](const PoolRow& row) {
        if (!row.nodes)
            return QJsonValue();
        return QJsonValue(QJsonObject {{QStringLiteral("spot"), static_cast<qint64>(row.spot)},
            {QStringLiteral("onDemand"), static_cast<qint64>(row.onDemand)},
            {QStringLiteral("reserved"), static_cast<qint64>(row.reserved)},
            {QStringLiteral("unknown"), static_cast<qint64>(row.unknownCapacity)}});
    };
    return column;
}

QString typesText(const PoolRow& row)
{
    if (!row.nodes)
        return unknown();
    QStringList texts;
    for (const auto& [type, count] : row.instanceTypes) {
        const auto name = type.empty() ? unknown() : qtext(type);
        texts << (count == 1 ? name : Words::tr("%1 ×%2").arg(name, integer(count)));
    }
    return texts.isEmpty() ? Words::tr("none") : texts.join(QStringLiteral(", "));
}

Column<PoolRow> pendingColumn()
{
    auto column = figureColumn<PoolRow>("pending", Words::tr("Pods waiting"),
        Words::tr("Pods that no node has room for and that wait for this pool, by the autoscaler's events; a range where nobody says "
                  "for which pool some wait."),
        100, Unit::None, [](const PoolRow& row) { return row.pending.value; });
    column.text = pendingText;
    column.tip = [](const PoolRow& row) { return row.pending.value ? row.pendingHow : row.pending.why; };
    column.tone = [](const PoolRow& row) {
        return !row.pending.value ? Tone::Idle : *row.pending.value > 0 ? Tone::Warn : row.pendingAtMost > 0 ? Tone::Normal : Tone::Muted;
    };
    column.exact = [](const PoolRow& row) {
        return row.pending.value ? QJsonValue(QJsonObject {{QStringLiteral("atLeast"), *row.pending.value},
                                       {QStringLiteral("atMost"), static_cast<qint64>(row.pendingAtMost)}})
                                 : QJsonValue();
    };
    return column;
}

Column<PoolRow> countColumn(const char* id, QString title, QString help, std::int64_t PoolRow::*count)
{
    auto column = figureColumn<PoolRow>(id, std::move(title), std::move(help), 80, Unit::Nodes,
        [count](const PoolRow& row) { return row.nodes ? std::optional(static_cast<double>(row.*count)) : std::nullopt; });
    column.tone = [count](const PoolRow& row) { return !row.nodes ? Tone::Idle : row.*count > 0 ? Tone::Warn : Tone::Muted; };
    column.tip = [help = column.help](const PoolRow& row) { return row.nodes ? help : row.nodesWhy; };
    return column;
}

// What its nodes cost an hour.
void addMoney(Columns<PoolRow>& columns)
{
    const auto add = [&](const char* id, const QString& title, const QString& help, HourlyCost PoolMoney::*of, int yields) {
        columns.push_back(hourlyColumn<PoolRow>(id, title, help, [of](const PoolRow& row) { return &(row.money.*of); },
            [](const PoolRow& row) -> const Currency& { return row.money.currency; }));
        columns.back().least = 74;
        columns.back().yields = yields;
    };
    add("costNow", Words::tr("Cost now"), Words::tr("An hour of the nodes that run, after the discounts of the settings."), &PoolMoney::now, 1);
    add("costNode", Words::tr("One node"), Words::tr("An hour of one node: the mean of those that run."), &PoolMoney::node, 20);
    columns.back().tip = [help = columns.back().help](const PoolRow& row) {
        return joined({row.money.node.why, row.money.basis, row.money.source, help});
    };
    columns.back().exact = [](const PoolRow& row) {
        auto exact = hourlyExact(row.money.node, row.money.currency).toObject();
        exact.insert(QStringLiteral("source"), joined({row.money.basis, row.money.source}));
        return QJsonValue(exact);
    };
    add("costMin", Words::tr("At min"), Words::tr("One node's cost times the least nodes that the autoscaler keeps."), &PoolMoney::atMin, 22);
    add("costMax", Words::tr("At max"), Words::tr("One node's cost times the most nodes that the autoscaler makes: its max, or as many as the NodePool's limits have room for."), &PoolMoney::atMax, 21);
    add("costStep", Words::tr("Last change"), Words::tr("What the last change of the number of nodes added to an hour or took off, at what a node costs now."), &PoolMoney::step, 23);
    auto& step = columns.back();
    step.text = [](const PoolRow& row) { return stepCell(row.money.step, row.money.unchanged, row.money.currency); };
    step.tone = [](const PoolRow& row) { return stepTone(row.money.step); };
    step.exact = [](const PoolRow& row) { return stepExact(row.money.step, row.money.change, row.money.currency); };
    step.tip = [help = step.help](const PoolRow& row) { return joined({row.money.step.why, changeTip(row.money.change, row.money.changeWords), help}); };
    columns.push_back(textColumn<PoolRow>("canGo", Words::tr("Could go"),
        Words::tr("Nodes whose pods all fit on other nodes of the pool, past disruption budgets and annotations; packed one after the "
                  "other, those with the least to move first. What keeps the others stands beside each node."),
        90, [](const PoolRow& row) {
            const auto& going = row.removal.canGo;
            return going ? Words::tr("%1 of %2").arg(integer(going), integer(std::int64_t(row.removal.going.size() + row.removal.staying.size())))
                         : unknown();
        }));
    columns.back().key = [](const PoolRow& row) { return row.removal.canGo ? SortKey(double(*row.removal.canGo)) : SortKey(); };
    columns.back().tone = [](const PoolRow& row) {
        return !row.removal.canGo ? Tone::Idle : *row.removal.canGo > 0 ? Tone::Good : Tone::Muted;
    };
    columns.back().why = [](const PoolRow& row) { return row.removal.why; };
    columns.back().tip = [help = columns.back().help](const PoolRow& row) {
        return joined({row.removal.why, row.removal.requests.isEmpty() ? QString() : Words::tr("With requests as %1.").arg(row.removal.requests), help});
    };
    columns.back().exact = [](const PoolRow& row) {
        return QJsonObject {{QStringLiteral("canGo"), exactOf(row.removal.canGo)},
            {QStringLiteral("canGoWithRequestsOfNow"), exactOf(row.removal.canGoNow ? row.removal.canGoNow : row.removal.canGo)},
            {QStringLiteral("requests"), row.removal.requests.isEmpty() ? QStringLiteral("now") : row.removal.requests},
            {QStringLiteral("going"), QJsonArray::fromStringList(row.removal.going)},
            {QStringLiteral("staying"), QJsonArray::fromStringList(row.removal.staying)},
            {QStringLiteral("assumptions"), QJsonArray::fromStringList(row.removal.assumptions)}};
    };
    columns.back().align = Align::Right;
    columns.back().least = 70;
    columns.back().yields = 18;
    columns.push_back(hourlyColumn<PoolRow>("canSave", Words::tr("Could save"), Words::tr("What an hour of the nodes that could go costs."),
        [](const PoolRow& row) { return &row.removal.saves; }, [](const PoolRow& row) -> const Currency& { return row.money.currency; }));
    columns.back().exact = [](const PoolRow& row) {
        auto exact = hourlyExact(row.removal.saves, row.money.currency).toObject();
        exact.insert(QStringLiteral("monthly"),
            row.removal.monthly ? QJsonValue(qtext(row.money.currency.of(*row.removal.monthly).decimal())) : QJsonValue());
        return QJsonValue(exact);
    };
    columns.back().least = 74;
    columns.back().yields = 19;
    columns.push_back(textColumn<PoolRow>("costSource", Words::tr("Price source"), Words::tr("Who tells what a node costs, and of when."), 220,
        [](const PoolRow& row) { return row.money.source.isEmpty() ? unknown() : row.money.source; }));
    columns.back().why = [](const PoolRow& row) { return row.money.source.isEmpty() ? row.money.node.why : QString(); };
    columns.back().tip = [](const PoolRow& row) { return joined({row.money.node.why, row.money.basis, row.money.source}); };
    columns.back().shown = false;
}

} // namespace

Columns<PoolRow> poolColumns(bool manyClusters)
{
    auto columns = identityColumns<PoolRow>(manyClusters, false,
        Words::tr("The pool that a provider's label puts nodes in; see the tooltip of Nodes for the label."));
    columns.front().text = [](const PoolRow& row) { return row.title; };
    columns.push_back(textColumn<PoolRow>("manager", Words::tr("Managed by"),
        Words::tr("Karpenter where a NodePool or its label says so, cluster-autoscaler where one of its groups speaks of the pool, else "
                  "what the label belongs to."),
        200, [](const PoolRow& row) { return row.manager; }));
    columns.push_back(nodesColumn());
    columns.push_back(capacityColumn());
    columns.push_back(textColumn<PoolRow>("types", Words::tr("Instance types"), Words::tr("node.kubernetes.io/instance-type, counted."), 170,
        typesText));
    columns.push_back(figuresColumn<PoolRow>("cpu", Words::tr("CPU"), Unit::Cores, &PoolRow::cpu));
    columns.push_back(figuresColumn<PoolRow>("memory", Words::tr("Memory"), Unit::Bytes, &PoolRow::memory));
    columns.push_back(figuresColumn<PoolRow>("gpu", Words::tr("GPU"), Unit::None, &PoolRow::gpu));
    columns.push_back(figuresColumn<PoolRow>("pods", Words::tr("Pods"), Unit::None, &PoolRow::pods));
    columns.push_back(countColumn("notReady", Words::tr("Not ready"), Words::tr("Nodes whose condition Ready is not True."), &PoolRow::notReady));
    columns.push_back(countColumn("cordoned", Words::tr("Cordoned"), Words::tr("Nodes with spec.unschedulable."), &PoolRow::cordoned));
    columns.push_back(pendingColumn());
    columns.push_back(stateColumn<PoolRow>(Words::tr("State"),
        Words::tr("From the cluster-autoscaler's status, the NodePool and its NodeClaims, and the nodes themselves."), 190));
    addMoney(columns);
    columns.push_back(sinceColumn<PoolRow>("since", Words::tr("Since"), Words::tr("How long the state has held, where anything tells."), 80,
        unknown(), [](const PoolRow& row) { return row.state.since; }));
    columns.back().shown = false;
    columns.push_back(textColumn<PoolRow>("limits", Words::tr("Limits"), Words::tr("spec.limits of the NodePool against status.resources."), 220,
        [](const PoolRow& row) { return row.limits.isEmpty() ? Words::tr("none") : row.limits; }));
    columns.back().shown = false;
    columns.push_back(textColumn<PoolRow>("zones", Words::tr("Zones"), Words::tr("topology.kubernetes.io/zone of its nodes."), 160,
        [](const PoolRow& row) {
            QStringList zones;
            for (const auto& zone : row.zones)
                zones << qtext(zone);
            return zones.isEmpty() ? unknown() : zones.join(QStringLiteral(", "));
        }));
    columns.back().shown = false;
    giveRoom(columns, {{"name", 120, 0}, {"cluster", 90, 1}, {"manager", 120, 5}, {"nodes", 150, 0}, {"capacity", 120, 3},
                          {"types", 110, 6}, {"cpu", 150, 0}, {"memory", 150, 0}, {"gpu", 110, 4}, {"pods", 130, 7},
                          {"notReady", 70, 8}, {"cordoned", 70, 9}, {"pending", 80, 2}, {"state", 140, 0}});
    return columns;
}

QString pendingText(const PoolRow& row)
{
    if (!row.pending.value)
        return unknown();
    const auto count = static_cast<std::int64_t>(*row.pending.value);
    return row.pendingAtMost > count ? Words::tr("%1 to %2").arg(integer(count), integer(row.pendingAtMost)) : integer(count);
}

} // namespace loadline
