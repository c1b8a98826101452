// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/overview.h"

#include "tables/cells.h"
#include "tables/decisions.h"
#include "tables/state_names.h"

#include <QCoreApplication>

#include <algorithm>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Overview)
};

constexpr std::size_t decisionsShown = 50;

// Counts states by word in the order of first sight, then most first.
class Tally {
public:
    void add(const QString& word, Tone tone)
    {
        const auto at = std::find_if(counts_.begin(), counts_.end(), [&](const auto& count) { return count.word == word; });
        if (at == counts_.end())
            counts_.push_back({word, tone, 1});
        else
            ++at->count;
    }
    [[nodiscard]] std::vector<StateCount> mostFirst()
    {
        std::stable_sort(counts_.begin(), counts_.end(), [](const auto& a, const auto& b) { return a.count > b.count; });
        return std::move(counts_);
    }

private:
    std::vector<StateCount> counts_;
};

QString nameOf(const HpaRow& row) { return qtext(row.name); }
QString nameOf(const VpaRow& row)
{
    return row.container.empty() ? qtext(row.name) : Words::tr("%1, container %2").arg(qtext(row.name), qtext(row.container));
}
QString nameOf(const KedaRow& row)
{
    return row.type.empty() ? qtext(row.name) : Words::tr("%1, trigger %2").arg(qtext(row.name), qtext(row.type));
}
QString nameOf(const PoolRow& row) { return Words::tr("Pool %1").arg(row.title); }

// One kind of autoscaler of one cluster: its card, and what of it needs the eye.
template <class Row>
AutoscalerCard card(const char* page, QString title, const Rows<Row>& rows, const World& world, std::initializer_list<KindId> kinds,
    std::vector<AttentionItem>& attention)
{
    AutoscalerCard card;
    card.page = QLatin1String(page);
    card.title = std::move(title);
    bool known = false;
    for (const auto kind : kinds) {
        const auto why = whyNot(world, kind);
        if (!why.isEmpty() && !card.sentences.contains(why)) // KEDA's two kinds miss with one sentence
            card.sentences << why;
        known = known || world.state(kind).complete();
    }
    Tally tally;
    for (const auto& row : rows) {
        tally.add(stateName(row->kind), row->state.tone);
        if (row->state.attention >= Attention::Warning)
            attention.push_back({row->state.attention, Words::tr("%1: %2").arg(nameOf(*row), row->state.word), row->state.cause,
                row->state.since, card.page, row->id, row->cluster});
    }
    if (known)
        card.total = static_cast<int>(rows.size());
    card.states = tally.mostFirst();
    return card;
}

// KEDA and VPA have several rows for an object; the card counts objects by their worst row.
template <class Row>
Rows<Row> worstOfEach(const Rows<Row>& rows)
{
    Rows<Row> worst;
    for (const auto& row : rows) {
        if (worst.empty() || worst.back()->group != row->group)
            worst.push_back(row);
        else if (row->state.attention > worst.back()->state.attention)
            worst.back() = row;
    }
    return worst;
}

void countNodes(ClusterSummary& summary, const Rows<PoolRow>& pools, const World& world)
{
    if (!world.state(KindId::Node).complete())
        return;
    std::int64_t nodes = 0;
    std::int64_t spot = 0;
    std::int64_t onDemand = 0;
    std::int64_t reserved = 0;
    std::int64_t other = 0;
    for (const auto& pool : pools) {
        nodes += pool->nodes.value_or(0);
        spot += pool->spot;
        onDemand += pool->onDemand;
        reserved += pool->reserved;
        other += pool->unknownCapacity;
        if (pool->nodes.value_or(0) > 0)
            summary.pools.emplace_back(pool->title, *pool->nodes);
    }
    summary.nodes = static_cast<int>(nodes);
    const auto add = [&](CapacityType type, std::int64_t count, Tone tone) {
        if (count > 0)
            summary.capacity.push_back({capacityName(type), tone, static_cast<int>(count)});
    };
    add(CapacityType::OnDemand, onDemand, Tone::Normal);
    add(CapacityType::Spot, spot, Tone::Spot);
    add(CapacityType::Reserved, reserved, Tone::Accent);
    add(CapacityType::Unknown, other, Tone::Idle);
    std::stable_sort(summary.pools.begin(), summary.pools.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
}

// Worst first, and within a severity what has lasted longest.
void order(std::vector<AttentionItem>& items)
{
    std::stable_sort(items.begin(), items.end(), [](const auto& a, const auto& b) {
        if (a.attention != b.attention)
            return a.attention > b.attention;
        if (a.since.at.has_value() != b.since.at.has_value())
            return a.since.at.has_value();
        return a.since.at && *a.since.at < *b.since.at;
    });
}

ClusterSummary summarise(const WorldPtr& world, const Preferences& preferences, const HpaMemory& memory)
{
    const Worlds only {world};
    ClusterSummary summary;
    summary.cluster = world->cluster;
    summary.server = world->server;
    summary.version = world->version;
    summary.trouble = world->trouble ? joined({sentence(*world->trouble), hint(*world->trouble)}) : QString();
    auto& items = summary.attention;
    summary.cards.push_back(card("hpa", Words::tr("Horizontal pod autoscalers"), deriveHpas(only, preferences, memory), *world,
        {KindId::Hpa}, items));
    summary.cards.push_back(card("vpa", Words::tr("Vertical pod autoscalers"), worstOfEach(deriveVpas(only, preferences)), *world,
        {KindId::Vpa}, items));
    summary.cards.push_back(card("keda", Words::tr("KEDA"), worstOfEach(deriveKeda(only, preferences)), *world,
        {KindId::ScaledObject, KindId::ScaledJob}, items));
    const auto pools = derivePools(only, preferences);
    summary.cards.push_back(card("pools", Words::tr("Node pools"), pools, *world, {KindId::Node}, items));
    countNodes(summary, pools, *world);
    order(items);
    summary.decisions = decisionsOf(*world, decisionsShown);
    return summary;
}

} // namespace

std::vector<ClusterSummary> deriveOverview(const Worlds& worlds, const Preferences& preferences, const HpaMemory& memory)
{
    std::vector<ClusterSummary> summaries;
    for (const auto& world : worlds)
        summaries.push_back(summarise(world, preferences, memory));
    return summaries;
}

Rows<OverviewRow> attentionRows(const std::vector<ClusterSummary>& summaries)
{
    Rows<OverviewRow> rows;
    for (const auto& summary : summaries) {
        for (const auto& item : summary.attention) {
            auto row = std::make_shared<OverviewRow>();
            row->id = item.page.toStdString() + '/' + item.row;
            row->cluster = item.cluster;
            const auto ns = item.row.substr(std::min(item.cluster.size() + 1, item.row.size()));
            row->ns = ns.substr(0, ns.find('/'));
            row->name = ns.substr(std::min(ns.find('/'), ns.size() - 1) + 1);
            row->item = item;
            rows.push_back(std::move(row));
        }
    }
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a->item.attention > b->item.attention; });
    return rows;
}

Columns<OverviewRow> overviewColumns(bool manyClusters)
{
    auto columns = identityColumns<OverviewRow>(manyClusters, true, Words::tr("The object that needs attention."));
    columns.front().shown = false;
    columns.insert(columns.begin(), textColumn<OverviewRow>("severity", Words::tr("Severity"),
        Words::tr("Error: it does not work. Warning: it works, but not as it should."), 90, [](const OverviewRow& row) {
            return row.item.attention == Attention::Error ? Words::tr("error") : Words::tr("warning");
        }));
    columns.front().tone = [](const OverviewRow& row) { return toneOf(row.item.attention); };
    columns.front().key = [](const OverviewRow& row) { return SortKey(-static_cast<double>(row.item.attention)); };
    columns.push_back(textColumn<OverviewRow>("what", Words::tr("What"), Words::tr("The object and its state, as its page says it."), 380,
        [](const OverviewRow& row) { return row.item.text; }));
    columns.push_back(textColumn<OverviewRow>("cause", Words::tr("Cause"), Words::tr("Why, and what mends it."), 420,
        [](const OverviewRow& row) { return row.item.cause; }));
    columns.push_back(sinceColumn<OverviewRow>("since", Words::tr("Since"), Words::tr("How long it has held, where anything tells."), 80,
        unknown(), [](const OverviewRow& row) { return row.item.since; }));
    columns.push_back(textColumn<OverviewRow>("page", Words::tr("Page"), Words::tr("The page that shows it."), 80,
        [](const OverviewRow& row) { return row.item.page; }));
    columns.back().shown = false;
    return columns;
}

} // namespace loadline
