// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/cluster_prices.h"

#include "cost/autoscaler_cost.h"
#include "tables/money_text.h"
#include "tables/pool_parts.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>
#include <set>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ClusterPrices)
};

// The smallest size of pools by the cluster-autoscaler's groups, which are found as a pool's row finds them; that of a pool
// of several groups is their sum, and unknown where one of them does not tell.
std::map<std::string, std::optional<std::int64_t>> groupMinima(const World& world, const Allocation& allocation)
{
    std::map<std::string, std::optional<std::int64_t>> minima;
    const auto statuses = world.all<AutoscalerStatus>();
    if (statuses.empty())
        return minima;
    std::set<std::string> names;
    for (const NodeCost& node : allocation.nodes)
        names.insert(node.machine.pool);
    for (const NodePool& pool : world.all<NodePool>())
        names.insert(pool.meta.name);
    const auto& groups = statuses[0].groups;
    const auto matched = poolsOfGroups(groups, {names.begin(), names.end()});
    for (std::size_t i = 0; i < matched.size(); ++i) {
        const auto [known, first] = minima.try_emplace(matched[i], groups[i].minSize);
        auto& sum = known->second;
        std::int64_t more = 0;
        if (!first)
            sum = sum && groups[i].minSize && !__builtin_add_overflow(*sum, *groups[i].minSize, &more) ? std::optional(more) : std::nullopt;
    }
    minima.erase(std::string());
    return minima;
}

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
    question.minimum = [minima = groupMinima(*world, allocation_)](const std::string& pool) -> std::optional<std::int64_t> {
        const auto at = minima.find(pool);
        return at == minima.end() ? std::nullopt : at->second;
    };
    const RequestsAsked& asked = costs.settings.requests;
    if (asked.taken != RequestsTaken::AsNow)
        removalNow_ = nodesThatCanGo(*world, question);
    question.requests = requestsAfter(*world, asked);
    removal_ = nodesThatCanGo(*world, question);
    const auto said = describe(asked, *world);
    removal_.assumptions.insert(removal_.assumptions.begin(), said.begin(), said.end());
    requests_ = requestsName(asked);
}

QString requestsName(const RequestsAsked& asked)
{
    switch (asked.taken) {
    case RequestsTaken::VpaTargets:
        return Words::tr("the VPAs' targets");
    case RequestsTaken::Smaller:
        return Words::tr("what is needed where requests are %1 too high").arg(figure(asked.tooHighPercent, Unit::Percent));
    case RequestsTaken::AsNow:
        break;
    }
    return {};
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
