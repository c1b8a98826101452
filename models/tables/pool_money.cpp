// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/pool_money.h"

#include "cost/autoscaler_cost.h"
#include "cost/pool_machine.h"
#include "tables/cells.h"
#include "tables/cluster_prices.h"
#include "tables/money_text.h"
#include "tables/row_money.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>
#include <set>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(PoolMoney)
};

// The nodes of one pool that run.
struct Nodes {
    Money cost;
    std::int64_t priced = 0;
    Money least, most;
    std::set<QString> sources;
    const NodeCost* unpriced = nullptr;
    void add(const NodeCost& node)
    {
        if (!node.cost) {
            unpriced = &node;
            return;
        }
        const Money one = node.cost->total();
        least = priced == 0 ? one : std::min(least, one);
        most = priced == 0 ? one : std::max(most, one);
        cost += one;
        ++priced;
        sources.insert(priceOrigin(node.price));
    }
};

PoolRemoval unknownRemoval(const QString& why)
{
    PoolRemoval removal;
    removal.why = removal.saves.why = why;
    return removal;
}

// Long enough to say that nothing changed.
constexpr Millis longEnough = std::chrono::hours {12};

class PoolPrices {
public:
    PoolPrices(const WorldPtr& world, const ClusterCosts& known, const Costs& costs, const Preferences& preferences)
        : prices_(world, known, costs, preferences)
        , known_(known)
        , currency_(costs.settings.terms.currency)
        , utc_(preferences.utcTimes)
    {
        for (const NodeCost& node : prices_.allocation().nodes)
            pools_[node.machine.pool].add(node);
    }

    [[nodiscard]] PoolMoney of(const PoolRow& row, const SizeHistory& sizes) const
    {
        PoolMoney money;
        money.currency = currency_;
        const auto at = pools_.find(row.name);
        if (!row.nodes)
            money.node.why = money.now.why = row.nodesWhy;
        else if (at != pools_.end())
            ofNodes(money, at->second);
        else
            ofNone(money, row);
        // A NodePool that is not static keeps no node of itself, and makes them until its limits are reached.
        const auto min = row.min || !row.object ? row.min : std::optional<std::int64_t>(0);
        times(money.atMin, money.node, min, Words::tr("No autoscaler of this cluster says how far it may shrink."));
        times(money.atMax, money.node, row.max ? row.max : byLimits(row), row.maxWhy);
        lastChange(money, row, sizes.find(row.cluster, {}, poolKind, row.name));
        return money;
    }

    [[nodiscard]] PoolRemoval removalOf(const PoolRow& row) const
    {
        return row.nodes ? prices_.removalOf(row.name) : unknownRemoval(row.nodesWhy);
    }

private:
    // Its nodes of now, where history is not that far yet, are the last change.
    void lastChange(PoolMoney& money, const PoolRow& row, const std::optional<SizeHistory::Known>& history) const
    {
        std::optional<SizeStep> step = history ? history->step : std::nullopt;
        if (row.nodes && row.wanted && *row.nodes != *row.wanted)
            step = SizeStep {{}, *row.nodes, *row.wanted, {}};
        else if (row.nodes && history && history->size != *row.nodes)
            step = SizeStep {prices_.allocation().world->now, history->size, *row.nodes, Words::tr("%1 and the cluster's nodes").arg(history->source)};
        if (step) {
            money.change = step;
            money.changeWords = stepWords(*step, utc_);
            if (money.node.hourly)
                money.step.hourly = *money.node.hourly * (step->to - *step->from);
            else
                money.step.why = money.node.why;
        } else if (history && history->until - history->from >= longEnough) {
            money.unchanged = true;
            money.step.why = unchangedText(*history);
        } else {
            money.step.why = Words::tr("History tells no change of its nodes.");
        }
    }
    void ofNodes(PoolMoney& money, const Nodes& nodes) const
    {
        if (nodes.unpriced)
            money.now.why = phraseText(whyNoPrice(*nodes.unpriced));
        else
            money.now.hourly = nodes.cost;
        if (nodes.priced == 0) {
            money.node.why = money.now.why;
            return;
        }
        money.node.hourly = nodes.cost.scaled(1, nodes.priced);
        money.source = QStringList(nodes.sources.begin(), nodes.sources.end()).join(QLatin1Char(' '));
        if (nodes.least != nodes.most)
            money.source = joined({Words::tr("Mean of %1 nodes, from %2 to %3.")
                                       .arg(integer(nodes.priced), moneyText(nodes.least, currency_, MoneyStyle::Rate),
                                           moneyText(nodes.most, currency_, MoneyStyle::Rate)),
                money.source});
    }

    // How many nodes like those of now, or like the one that would start, its limits have room for.
    [[nodiscard]] std::optional<std::int64_t> byLimits(const PoolRow& row) const
    {
        if (!row.object)
            return std::nullopt;
        Amounts size;
        for (const NodeCost& node : prices_.allocation().nodes)
            if (node.machine.pool == row.name && size == Amounts())
                size = node.capacity;
        Phrase why;
        if (size == Amounts())
            if (const auto machine = poolMachine(prices_.allocation(), known_.book, *known_.days, row.name, why))
                size = machine->size;
        std::optional<std::int64_t> count;
        const auto fit = [&](const std::optional<Quantity>& limit, Quantity one) {
            if (limit && Quantity() < one)
                count = std::min(count.value_or(std::int64_t(limit->nano() / one.nano())), std::int64_t(limit->nano() / one.nano()));
        };
        fit(row.object->limits.cpu, size.cpu);
        fit(row.object->limits.memory, size.memory);
        fit(row.object->limits.get("nvidia.com/gpu"), size.gpu);
        return count;
    }

    void ofNone(PoolMoney& money, const PoolRow& row) const
    {
        money.now.hourly = Money();
        Phrase why;
        if (const auto machine = poolMachine(prices_.allocation(), known_.book, *known_.days, row.name, why)) {
            money.node.hourly = machine->cost.total();
            money.source = priceOrigin(machine->price);
            money.basis = phraseText(machine->basis);
        } else {
            money.node.why = phraseText(why);
        }
    }

    static void times(HourlyCost& cost, const HourlyCost& node, std::optional<std::int64_t> count, const QString& whyNoCount)
    {
        if (!count)
            cost.why = whyNoCount;
        else if (*count == 0)
            cost.hourly = Money();
        else if (node.hourly)
            cost.hourly = *node.hourly * *count;
        else
            cost.why = node.why;
    }

    ClusterPrices prices_;
    const ClusterCosts& known_;
    Currency currency_;
    bool utc_;
    std::map<std::string, Nodes> pools_;
};

} // namespace

void addMoney(Rows<PoolRow>& rows, const Worlds& worlds, const Preferences& preferences, const Costs& costs, const SizeHistory& sizes)
{
    std::map<std::string, PoolPrices> known;
    for (const WorldPtr& world : worlds)
        if (const ClusterCosts* of = costs.find(world->cluster))
            known.try_emplace(world->cluster, world, *of, costs, preferences);
    for (auto& row : rows) {
        auto richer = std::make_shared<PoolRow>(*row);
        if (const auto at = known.find(row->cluster); at != known.end()) {
            richer->money = at->second.of(*row, sizes);
            richer->removal = at->second.removalOf(*row);
        } else {
            const HourlyCost none {{}, whyNoCosts()};
            richer->money.node = richer->money.now = richer->money.atMin = richer->money.atMax = richer->money.step = none;
            richer->money.currency = costs.settings.terms.currency;
            richer->removal.why = richer->removal.saves.why = none.why;
        }
        row = std::move(richer);
    }
}

QStringList moneySentences(const PoolMoney& money)
{
    const auto said = [&](const QString& what, const HourlyCost& cost) {
        const QString line = what.arg(hourlyText(cost, money.currency));
        return cost.hourly ? line : joined({line, cost.why});
    };
    const bool none = !money.node.hourly && !money.now.hourly && !money.atMin.hourly && !money.atMax.hourly;
    if (none && money.now.why == money.node.why)
        return {joined({Words::tr("What its nodes cost is unknown."), money.node.why})};
    QStringList lines {joined({said(Words::tr("One node %1."), money.node), money.basis, money.source})};
    lines << said(Words::tr("Now %1."), money.now) << said(Words::tr("At min %1."), money.atMin) << said(Words::tr("At max %1."), money.atMax);
    const QString step = stepSentence(money.step, money.change, money.changeWords, money.currency);
    lines << (!step.isEmpty() ? step : money.unchanged ? money.step.why : said(Words::tr("The last change: %1."), money.step));
    return lines;
}

} // namespace loadline
