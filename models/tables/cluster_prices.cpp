// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/cluster_prices.h"

#include "cost/autoscaler_cost.h"
#include "tables/money_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ClusterPrices)
};

} // namespace

ClusterPrices::ClusterPrices(const WorldPtr& world, const ClusterCosts& known, const Costs& costs, const Preferences& preferences,
    std::set<std::string, std::less<>> leaving)
    : leaving_(std::move(leaving))
    , allocation_(allocate(world, known.book, costs.settings.terms, costs.allocationOptions(preferences.poolLabel)))
{
    for (const NodeCost& node : allocation_.nodes)
        nodes_.emplace(node.node->meta.name, &node);
    RemovalQuestion question;
    question.price = [this](const Node& node) -> std::optional<Money> { return priceOf(node.meta.name).hourly; };
    question.nodes = leaving_;
    removal_ = nodesThatCanGo(*world, question);
}

HourlyCost ClusterPrices::priceOf(const std::string& node) const
{
    const auto at = nodes_.find(node);
    if (at == nodes_.end())
        return {{}, Words::tr("The node is not listed.")};
    return at->second->cost ? HourlyCost {at->second->cost->total(), {}} : HourlyCost {{}, phraseText(whyNoPrice(*at->second))};
}

QString ClusterPrices::sourceOf(const std::string& node) const
{
    const auto at = nodes_.find(node);
    return at == nodes_.end() || !at->second->cost ? QString() : priceOrigin(at->second->price);
}

const NodeVerdict* ClusterPrices::verdictOf(const std::string& node) const
{
    const auto& all = removal_.nodes;
    const auto at = std::lower_bound(all.begin(), all.end(), node, [](const NodeVerdict& a, const std::string& b) { return a.node < b; });
    return at == all.end() || at->node != node ? nullptr : &*at;
}

} // namespace loadline
