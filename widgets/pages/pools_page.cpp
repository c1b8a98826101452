// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/pools_page.h"

#include "pages/chart_column.h"
#include "pages/detail_area.h"
#include "pages/requests_chooser.h"
#include "pages/row_parts.h"
#include "pages/step_wishes.h"
#include "tables/row_money.h"
#include "tables/wording.h"
#include "theme/measure.h"

#include <QToolButton>

#include <algorithm>
#include <set>

namespace loadline {
namespace {

TablePage::Setup setup()
{
    TablePage::Setup setup;
    setup.id = QStringLiteral("pools");
    setup.title = PoolsPage::tr("Node pools");
    setup.filterHint = PoolsPage::tr("Filter: pool, type, state \u2026");
    setup.nothingChosen = PoolsPage::tr("Choose a pool to see its nodes.");
    setup.needs.rows = {KindId::Node};
    setup.needs.figures = {KindId::Pod, KindId::NodeMetrics};
    setup.needs.none = PoolsPage::tr("There are no nodes in %1.");
    setup.needs.meaning = PoolsPage::tr("A pool is the nodes that one autoscaler makes alike.");
    return setup;
}

// The pool itself, its claims and nodes, and what the cluster autoscaler says of its group.
std::vector<const Event*> poolEvents(const World& world, const PoolRow& row)
{
    std::set<std::string> names;
    for (const auto& node : world.all<Node>())
        if (identify(node).pool == row.name)
            names.insert(node.meta.name);
    for (const auto& claim : world.all<NodeClaim>())
        if (claim.pool == row.name)
            names.insert(claim.meta.name);
    return eventsOf(world, [&](const Event& event) {
        if (event.about.kind == "NodePool")
            return event.about.name == row.name;
        if (event.about.kind == "Node" || event.about.kind == "NodeClaim")
            return names.contains(event.about.name);
        return event.about.kind == "ConfigMap" && event.about.name == "cluster-autoscaler-status" && !row.groupName.empty()
            && event.message.find(row.groupName) != std::string::npos;
    });
}

QString countedTypes(const std::vector<std::pair<std::string, std::int64_t>>& types)
{
    QStringList parts;
    for (const auto& [type, count] : types)
        parts << PoolsPage::tr("%1 \u00d7 %2").arg(count).arg(qtext(type));
    return parts.join(QStringLiteral(", "));
}

QString boundsOf(const PoolRow& row)
{
    if (row.min && row.max)
        return PoolsPage::tr("%1 to %2").arg(*row.min).arg(*row.max);
    if (row.max)
        return PoolsPage::tr("at most %1").arg(*row.max);
    if (!row.limits.isEmpty())
        return row.limits;
    return row.object ? PoolsPage::tr("no limits") : unknown();
}

QString usedOf(const NodeFigures& figures, Unit unit)
{
    if (!figures.requested.value && !figures.used.value && !figures.allocatable)
        return unknown();
    const auto text = [&](const std::optional<double>& value) { return value ? figure(*value, unit) : unknown(); };
    return PoolsPage::tr("%1 requested, %2 used, of %3")
        .arg(text(figures.requested.value), text(figures.used.value), text(figures.allocatable));
}

} // namespace

PoolsPage::PoolsPage(QWidget* parent)
    : RowsPage(setup(), &poolColumns, parent)
{
    nodes_ = new TablePane;
    nodes_->view()->setAccessibleName(tr("Nodes of the pool"));
    nodes_->setMinimumHeight(scaled(150, font()));
    nodeModel_ = new RowModel<NodeRow>(nodeColumns(false), this);
    nodes_->setTable(nodeModel_);
    nodes_->view()->setToolTip(tr("Select several nodes (Ctrl or Shift) to ask whether they could go together."));
    connect(nodes_->view()->selectionModel(), &QItemSelectionModel::selectionChanged, this, &PoolsPage::askAboutSelected);
    detail()->charts()->setSecond(nodes_, 1);
    requests_ = addRequestsChooser(header(), [this] { return costs_->settings.requests; },
        [this](const RequestsAsked& asked) {
            CostSettings next = costs_->settings;
            next.requests = asked;
            Q_EMIT costSettingsChosen(next);
        });
}

std::vector<std::string> PoolsPage::selectedNodes() const
{
    std::vector<std::string> names;
    for (const QModelIndex& index : nodes_->view()->selectionModel()->selectedRows())
        if (std::size_t(index.row()) < nodeModel_->rows().size())
            names.push_back(nodeModel_->rows()[std::size_t(index.row())]->name);
    std::sort(names.begin(), names.end());
    return names;
}

void PoolsPage::askAboutSelected()
{
    const auto chosen = row(nodesOf_);
    Selected asked {chosen ? chosen->cluster : std::string(), selectedNodes(), {}};
    if (!chosen || asked.nodes.empty()) {
        removalJob_.forget();
        if (!std::exchange(selected_, Selected()).nodes.empty())
            renewDetail();
        return;
    }
    removalJob_.run([this, asked, worlds = worlds(), preferences = preferences(), costs = costs_]() mutable -> LatestJob::Finish {
        asked.removal = removalOfNodes(worlds, preferences, *costs, asked.cluster, asked.nodes);
        return [this, asked = std::move(asked)] {
            if (asked.nodes != selectedNodes() || asked == selected_)
                return;
            selected_ = asked;
            renewDetail();
        };
    });
}

void PoolsPage::setCosts(const CostsPtr& costs)
{
    costs_ = costs;
    requests_->setText(requestsChoiceText(costs->settings.requests));
    derive();
}

PoolsPage::Derivation PoolsPage::derivation() const
{
    return [costs = costs_, sizes = sizes_](const Worlds& worlds, const Preferences& preferences) {
        auto rows = derivePools(worlds, preferences);
        addMoney(rows, worlds, preferences, *costs, *sizes);
        return rows;
    };
}

std::vector<SeriesWish> PoolsPage::moreWishes() const
{
    return stepWishes(StepsOf::Pools, worlds(), preferences());
}

void PoolsPage::takeAnswer(const QString& key, const SeriesAnswer& answer)
{
    auto sizes = *sizes_;
    if (!takeSteps(sizes, key, answer))
        return;
    sizes_ = std::make_shared<const SizeHistory>(std::move(sizes));
    derive();
}

void PoolsPage::rowsArrived(const Rows<PoolRow>&, const Worlds&)
{
    if (!nodesOf_.isEmpty())
        deriveNodesOf(nodesOf_);
}

void PoolsPage::deriveNodesOf(const QString& poolId)
{
    nodesOf_ = poolId;
    nodeJob_.run([this, worlds = worlds(), preferences = preferences(), costs = costs_, poolId]() -> LatestJob::Finish {
        auto rows = deriveNodes(worlds, preferences, poolId.toStdString());
        addMoney(rows, worlds, preferences, *costs);
        return [this, poolId, rows = std::move(rows)] {
            if (poolId != nodesOf_)
                return;
            nodeModel_->setRows(rows);
            fitNodes();
            showNodesMessage();
            askAboutSelected();
        };
    });
}

// As high as its rows ask for; with many it leaves room for the charts.
void PoolsPage::fitNodes()
{
    const int rows = nodeModel_->rowCount();
    const int head = scaled(30, font()) + 4;
    nodes_->setMinimumHeight(rows == 0 ? scaled(150, font()) : head + std::min(rows, 4) * rowHeight(font()));
    nodes_->setMaximumHeight(rows == 0 ? QWIDGETSIZE_MAX : head + rows * rowHeight(font()));
}

// Never an empty table: a pool without nodes, or with nodes that nobody here may see.
void PoolsPage::showNodesMessage()
{
    TableMessage message;
    if (const auto pool = row(nodesOf_); pool && nodeModel_->rowCount() == 0)
        message = {TableMessage::Kind::Empty, pool->nodesWhy.isEmpty() ? tr("This pool has no nodes now.") : pool->nodesWhy, {}, {}};
    nodes_->setMessage(message);
}

bool PoolsPage::settled() const
{
    return RowsPage::settled() && !nodeJob_.busy() && !removalJob_.busy();
}

RowDetail PoolsPage::detailOf(const PoolRow& row)
{
    if (nodesOf_ != qtext(row.id))
        deriveNodesOf(qtext(row.id));
    RowDetail detail;
    detail.title = row.title;
    detail.subtitle = placeText({}, row.cluster);
    detail.cluster = row.cluster;
    if (row.object)
        detail.document = objectPath(KindId::NodePool, {}, row.name);
    const auto at = now(row.cluster);
    std::vector<const Event*> events;
    if (const auto* from = world(row.cluster)) {
        events = poolEvents(*from, row);
        detail.events.push_back(eventSection(*from, events, at));
        detail.eventCount = int(events.size());
    }
    detail.charts = poolCharts(row, marksOf(events), at);
    addState(detail.explanation, row.state);
    if (!row.state.cause.isEmpty())
        addLines(detail.explanation, tr("Why"), {row.state.cause});
    // What the user has just asked stands first.
    if (!selected_.nodes.empty() && selected_.cluster == row.cluster)
        addLines(detail.explanation, tr("Can the %n selected node(s) go together?", nullptr, int(selected_.nodes.size())),
            removalSentences(selected_.removal, row.money.currency));
    DetailSection facts;
    facts.title = tr("Autoscaler");
    const auto count = [](const std::optional<std::int64_t>& value) { return value ? QString::number(*value) : unknown(); };
    facts.pairs.push_back({tr("Managed by"), row.manager, Tone::Normal, {}});
    if (!row.groupName.empty())
        facts.pairs.push_back({tr("Group"), qtext(row.groupName), Tone::Normal, {}});
    facts.pairs.push_back({tr("Nodes"), row.wanted ? tr("%1, wanted %2").arg(count(row.nodes), count(row.wanted)) : count(row.nodes),
        Tone::Normal, row.nodesWhy});
    facts.pairs.push_back({tr("Bounds"), boundsOf(row), Tone::Normal, row.maxWhy});
    facts.pairs.push_back({tr("Pods waiting"), pendingText(row),
        row.pending.value && *row.pending.value > 0 ? Tone::Warn : Tone::Normal, row.pending.value ? row.pendingHow : row.pending.why});
    detail.explanation.push_back(std::move(facts));
    DetailSection room;
    room.title = tr("Room");
    room.pairs.push_back({tr("CPU"), usedOf(row.cpu, Unit::Cores), Tone::Normal, row.cpu.used.why});
    room.pairs.push_back({tr("Memory"), usedOf(row.memory, Unit::Bytes), Tone::Normal, row.memory.used.why});
    if (row.gpu.allocatable && *row.gpu.allocatable > 0)
        room.pairs.push_back({tr("GPU"), usedOf(row.gpu, Unit::None), Tone::Normal, row.gpu.used.why});
    room.pairs.push_back({tr("Machines"), !row.nodes ? unknown() : row.instanceTypes.empty() ? tr("none") : countedTypes(row.instanceTypes),
        Tone::Normal, row.nodesWhy});
    detail.explanation.push_back(std::move(room));
    addLines(detail.explanation, tr("Money"), moneySentences(row.money));
    addLines(detail.explanation, tr("Can these nodes go?"), removalSentences(row.removal, row.money.currency));
    addConditions(detail.explanation, tr("Conditions"), row.conditions);
    return detail;
}

} // namespace loadline
