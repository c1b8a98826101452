// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/node_money.h"

#include "tables/cells.h"
#include "tables/cluster_prices.h"
#include "tables/money_text.h"
#include "tables/row_money.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(NodeMoney)
};

constexpr qsizetype mostNamed = 12; // nodes, in a pane

void fill(NodeMoney& money, const std::string& node, const ClusterPrices& prices)
{
    money.price = prices.priceOf(node);
    money.source = prices.sourceOf(node);
    const NodeVerdict* verdict = prices.verdictOf(node);
    if (!verdict)
        return;
    money.verdict = phraseText(describe(*verdict));
    if (verdict->reason == StayReason::PodsUnknown) {
        money.saves.why = money.verdict;
        return;
    }
    money.canGo = verdict->canGo();
    if (verdict->canGo())
        money.saves = money.price;
    else
        money.saves.hourly = Money();
}

} // namespace

void addMoney(Rows<NodeRow>& rows, const Worlds& worlds, const Preferences& preferences, const Costs& costs)
{
    std::map<std::string, ClusterPrices> known;
    for (const WorldPtr& world : worlds)
        if (const ClusterCosts* of = costs.find(world->cluster))
            known.try_emplace(world->cluster, world, *of, costs, preferences);
    for (auto& row : rows) {
        auto richer = std::make_shared<NodeRow>(*row);
        richer->money.currency = costs.settings.terms.currency;
        if (const auto at = known.find(row->cluster); at != known.end())
            fill(richer->money, row->name, at->second);
        else
            richer->money.price.why = richer->money.saves.why = whyNoCosts();
        row = std::move(richer);
    }
}

PoolRemoval ClusterPrices::removalOf(const std::string& pool) const
{
    return summed([&](const NodeVerdict&, const NodeCost& node) { return node.machine.pool == pool; });
}

PoolRemoval ClusterPrices::removalOfLeaving() const
{
    return summed([&](const NodeVerdict& verdict, const NodeCost&) { return leaving_.contains(verdict.node); });
}

PoolRemoval removalOfNodes(const Worlds& worlds, const Preferences& preferences, const Costs& costs, const std::string& cluster,
    const std::vector<std::string>& nodes)
{
    const auto world = std::find_if(worlds.begin(), worlds.end(), [&](const WorldPtr& one) { return one->cluster == cluster; });
    const ClusterCosts* known = costs.find(cluster);
    if (world == worlds.end() || !known) {
        PoolRemoval none;
        none.why = none.saves.why = whyNoCosts();
        return none;
    }
    return ClusterPrices(*world, *known, costs, preferences, {nodes.begin(), nodes.end()}).removalOfLeaving();
}

PoolRemoval ClusterPrices::summed(const std::function<bool(const NodeVerdict& verdict, const NodeCost& node)>& counts) const
{
    PoolRemoval out;
    out.canGo = 0;
    out.requests = requests_;
    if (removalNow_)
        out.canGoNow = std::count_if(removalNow_->nodes.begin(), removalNow_->nodes.end(), [&](const NodeVerdict& verdict) {
            const auto node = nodes_.find(verdict.node);
            return node != nodes_.end() && verdict.canGo() && counts(verdict, *node->second);
        });
    Money saved;
    std::set<std::string> counted; // pools
    for (const NodeVerdict& verdict : removal().nodes) {
        const auto node = nodes_.find(verdict.node);
        if (node == nodes_.end() || !counts(verdict, *node->second))
            continue;
        const QString line = Words::tr("%1: %2").arg(qtext(verdict.node), phraseText(describe(verdict)));
        counted.insert(verdict.pool);
        if (verdict.reason == StayReason::PodsUnknown) {
            out.canGo.reset();
            out.why = out.saves.why = phraseText(describe(verdict));
            return out;
        }
        (verdict.canGo() ? out.going : out.staying) << line;
        if (!verdict.canGo())
            continue;
        ++*out.canGo;
        const HourlyCost price = priceOf(verdict.node);
        if (price.hourly)
            saved += *price.hourly;
        else
            out.saves.why = price.why;
    }
    if (out.saves.why.isEmpty()) {
        out.saves.hourly = saved;
        out.monthly = terms().perMonth(saved);
    }
    for (const Phrase& phrase : removal().assumptions)
        out.assumptions << phraseText(phrase);
    std::vector<std::string> pools;
    std::set_intersection(counted.begin(), counted.end(), removal().withoutMinimum.begin(), removal().withoutMinimum.end(), std::back_inserter(pools));
    if (!pools.empty())
        out.assumptions << phraseText(describeWithoutMinimum(pools));
    return out;
}

QStringList removalSentences(const PoolRemoval& removal, const Currency& currency)
{
    if (!removal.canGo)
        return {removal.why};
    const auto all = removal.going.size() + removal.staying.size();
    QStringList lines;
    if (all > 0 && removal.canGoNow)
        lines << Words::tr("With requests as %1, and not as now: with those of now, %2 of %3 could go.")
                     .arg(removal.requests, integer(removal.canGoNow), integer(all));
    if (*removal.canGo == 0)
        lines << (all == 0 ? Words::tr("No node runs.") : Words::tr("None of %1 nodes could go now.").arg(all));
    else if (removal.saves.hourly)
        lines << Words::tr("%1 of %2 nodes could go: %3, or %4 a month.")
                     .arg(integer(removal.canGo), integer(all), hourlyText(removal.saves, currency), moneyText(removal.monthly, currency));
    else
        lines << joined({Words::tr("%1 of %2 nodes could go; what that saves is not known.").arg(integer(removal.canGo), integer(all)),
            removal.saves.why});
    const auto list = [&](const QStringList& named) {
        lines << named.mid(0, mostNamed);
        if (named.size() > mostNamed)
            lines << Words::tr("And %1 more nodes, in the table of its nodes.").arg(named.size() - mostNamed);
    };
    list(removal.going);
    list(removal.staying);
    return all == 0 ? lines : lines + removal.assumptions;
}

} // namespace loadline
