// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/pool_rows.h"

#include "tables/cells.h"
#include "tables/pool_parts.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(PoolRows)
};

void add(Known& sum, const Known& more)
{
    if (sum.value && more.value)
        *sum.value += *more.value;
    else if (sum.value)
        sum = more; // one that is not known makes the sum unknown
}

void add(NodeFigures& sum, const NodeFigures& more)
{
    if (sum.allocatable && more.allocatable)
        *sum.allocatable += *more.allocatable;
    else
        sum.allocatable.reset();
    add(sum.requested, more.requested);
    add(sum.used, more.used);
}

// Unknown rather than beyond the end: no pool is that large.
std::optional<std::int64_t> plus(std::int64_t a, std::int64_t b)
{
    std::int64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? std::nullopt : std::optional(sum);
}

constexpr std::chrono::minutes startTime {5}; // so long a node that is not ready is taken for a starting one

class PoolDerivation {
public:
    PoolDerivation(const World& world, const Preferences& preferences)
        : world_(world)
        , preferences_(preferences)
        , nodesKnown_(world.state(KindId::Node).complete())
        , autoscaler_(world.all<AutoscalerStatus>().empty() ? nullptr : &world.all<AutoscalerStatus>()[0])
    {
    }

    std::vector<std::shared_ptr<PoolRow>> rows()
    {
        countNodes();
        addNodePools();
        addGroups();
        std::vector<std::shared_ptr<PoolRow>> rows;
        for (auto& [name, pool] : pools_)
            rows.push_back(pool.row);
        const auto waiting = waitingPods(world_, rows);
        for (auto& [name, pool] : pools_)
            finish(pool, waiting);
        return rows;
    }

private:
    struct Pool {
        std::shared_ptr<PoolRow> row;
        std::map<std::string, std::int64_t> types;
        std::string cloud; // what the labels say manages it
        std::int64_t starting = 0;
        std::vector<const NodeClaim*> claims;
    };

    Pool& pool(const std::string& name)
    {
        Pool& pool = pools_[name];
        if (!pool.row) {
            auto row = std::make_shared<PoolRow>();
            row->id = rowId(world_.cluster, {}, name);
            row->cluster = world_.cluster;
            row->name = name;
            row->title = name.empty() ? Words::tr("no pool label") : qtext(name);
            if (nodesKnown_)
                row->nodes = 0;
            else
                row->nodesWhy = whyNot(world_, KindId::Node);
            for (auto* figures : {&row->cpu, &row->memory, &row->gpu, &row->pods}) {
                if (nodesKnown_)
                    *figures = {0.0, {0.0, {}}, {0.0, {}}};
                else
                    *figures = {{}, {{}, row->nodesWhy}, {{}, row->nodesWhy}};
            }
            pool.row = std::move(row);
        }
        return pool;
    }

    void countNodes()
    {
        for (const auto& node : nodesOf(world_, preferences_)) {
            const auto identity = identify(*node->object);
            Pool& of = pool(node->pool);
            PoolRow& row = *of.row;
            row.nodes = row.nodes.value_or(0) + 1;
            row.label = poolOf(*node->object, identity, preferences_).second;
            of.cloud = identity.manager;
            (node->capacity == CapacityType::Spot         ? row.spot
                : node->capacity == CapacityType::OnDemand ? row.onDemand
                : node->capacity == CapacityType::Reserved ? row.reserved
                                                           : row.unknownCapacity) += 1;
            ++of.types[node->instanceType];
            if (!node->zone.empty() && std::find(row.zones.begin(), row.zones.end(), node->zone) == row.zones.end())
                row.zones.push_back(node->zone);
            add(row.cpu, node->cpu);
            add(row.memory, node->memory);
            add(row.gpu, node->gpu);
            add(row.pods, node->pods);
            row.notReady += node->ready ? 0 : 1;
            row.cordoned += node->cordoned ? 1 : 0;
            of.starting += !node->ready && world_.now - node->object->meta.created < startTime ? 1 : 0;
        }
    }

    void addNodePools()
    {
        const auto objects = world_.all<NodePool>();
        for (std::size_t i = 0; i < objects.size(); ++i) {
            PoolRow& row = *pool(objects[i].meta.name).row;
            row.object = objects.share(i);
            row.limits = limitsText(objects[i]);
            row.max = objects[i].nodeLimit;
            row.min = objects[i].replicas;
            row.wanted = objects[i].replicas;
            row.maxWhy = row.max ? Words::tr("From limits.nodes of the NodePool.")
                : row.limits.isEmpty()
                ? Words::tr("The NodePool has no limits.")
                : Words::tr("The NodePool limits resources, not the number of nodes: %1.").arg(row.limits);
        }
        for (const auto& claim : world_.all<NodeClaim>())
            if (!claim.pool.empty())
                pool(claim.pool).claims.push_back(&claim);
    }

    // Groups that no pool matches are pools of their own: they may have no nodes now.
    void addGroups()
    {
        if (!autoscaler_)
            return;
        std::vector<std::string> names;
        for (const auto& [name, known] : pools_)
            names.push_back(name);
        const auto matched = poolsOfGroups(autoscaler_->groups, names);
        for (std::size_t i = 0; i < matched.size(); ++i) {
            const auto& group = autoscaler_->groups[i];
            PoolRow& row = *pool(matched[i].empty() ? group.name : matched[i]).row;
            const auto add = [&](std::optional<std::int64_t>& sum, const std::optional<std::int64_t>& more) {
                if (row.groups.empty())
                    sum = more;
                else
                    sum = sum && more ? plus(*sum, *more) : std::nullopt;
            };
            add(row.min, group.minSize);
            add(row.max, group.maxSize);
            add(row.wanted, group.target);
            row.groups.push_back(group);
            row.groupName = row.groups.front().name;
            row.maxWhy = Words::tr("From the status of the cluster-autoscaler.");
        }
    }

    void finish(Pool& pool, const Waiting& waiting) const
    {
        PoolRow& row = *pool.row;
        row.manager = managerOf(pool);
        for (const auto& [type, count] : pool.types)
            row.instanceTypes.emplace_back(type, count);
        std::stable_sort(row.instanceTypes.begin(), row.instanceTypes.end(),
            [](const auto& a, const auto& b) { return a.second > b.second; });
        std::sort(row.zones.begin(), row.zones.end());
        if (!row.max && row.maxWhy.isEmpty())
            row.maxWhy = world_.state(KindId::AutoscalerStatus).complete()
                ? Words::tr("No autoscaler of this cluster says how far it may grow.")
                : whyNot(world_, KindId::AutoscalerStatus);
        if (!waiting.whyUnknown.isEmpty()) {
            row.pending = {{}, waiting.whyUnknown};
        } else {
            const auto own = waiting.byPool.find(row.name);
            const auto count = own == waiting.byPool.end() ? 0 : own->second;
            row.pending = {static_cast<double>(count), {}};
            row.pendingAtMost = count + waiting.elsewhere;
            row.pendingHow = waiting.elsewhere == 0
                ? Words::tr("Pods that no node has room for, by what the autoscaler said of them.")
                : Words::tr("%1 more pods of this cluster wait, and nobody says for which pool.").arg(waiting.elsewhere);
        }
        judge(row, {autoscaler_, pool.claims, pool.starting, world_.now});
    }

    static QString managerOf(const Pool& pool)
    {
        const auto cloud = qtext(pool.cloud);
        if (pool.row->object || pool.cloud == "Karpenter")
            return QStringLiteral("Karpenter");
        if (!pool.row->groups.empty())
            return cloud.isEmpty() ? QStringLiteral("cluster-autoscaler") : Words::tr("cluster-autoscaler (%1)").arg(cloud);
        return cloud.isEmpty() ? Words::tr("no autoscaler seen") : Words::tr("%1, no autoscaler seen").arg(cloud);
    }

    const World& world_;
    const Preferences& preferences_;
    const bool nodesKnown_;
    const AutoscalerStatus* autoscaler_;
    std::map<std::string, Pool> pools_;
};

} // namespace

Rows<PoolRow> derivePools(const Worlds& worlds, const Preferences& preferences)
{
    std::vector<std::shared_ptr<PoolRow>> made;
    for (const auto& world : worlds)
        for (auto& row : PoolDerivation(*world, preferences).rows())
            made.push_back(std::move(row));
    double scaleTo = 0;
    for (const auto& row : made)
        scaleTo = std::max({scaleTo, static_cast<double>(row->nodes.value_or(0)), static_cast<double>(row->max.value_or(0))});
    for (auto& row : made)
        row->scaleTo = scaleTo;
    return {made.begin(), made.end()};
}

Rows<NodeRow> deriveNodes(const Worlds& worlds, const Preferences& preferences, const std::string& poolId)
{
    Rows<NodeRow> rows;
    for (const auto& world : worlds)
        for (auto& row : nodesOf(*world, preferences))
            if (poolId.empty() || rowId(row->cluster, {}, row->pool) == poolId)
                rows.push_back(std::move(row));
    return rows;
}

} // namespace loadline
