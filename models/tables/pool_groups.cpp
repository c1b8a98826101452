// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/pod.h"
#include "cluster/workload.h"
#include "tables/cells.h"
#include "tables/pool_parts.h"

#include <QCoreApplication>

#include <algorithm>
#include <cctype>
#include <unordered_map>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(PoolGroups)
};

bool isWordSign(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// cluster-autoscaler on the pod: "pod triggered scale-up: [{eks-workers-a 1->2 (max: 10)}]".
std::string groupOfEvent(const std::string& message)
{
    const auto open = message.find("[{");
    if (open == std::string::npos)
        return {};
    const auto end = message.find(' ', open);
    return message.substr(open + 2, end == std::string::npos ? end : end - open - 2);
}

// Karpenter on the pod: "Pod should schedule on: nodeclaim/workers-x7k2p, node/ip-10-0-0-1".
std::string claimOfEvent(const std::string& message)
{
    constexpr std::string_view mark = "nodeclaim/";
    const auto at = message.find(mark);
    if (at == std::string::npos)
        return {};
    const auto from = at + mark.size();
    return message.substr(from, message.find_first_of(", ", from) - from);
}

using EventsByPod = std::unordered_map<std::string, const Event*>;

EventsByPod scaleUpEvents(const World& world)
{
    EventsByPod newest;
    for (const auto& event : world.all<Event>()) {
        if (event.about.kind != "Pod" || (event.reason != "TriggeredScaleUp" && event.reason != "Nominated"))
            continue;
        auto& known = newest[rowId({}, event.meta.ns.str(), event.about.name)];
        if (!known || known->last < event.last)
            known = &event;
    }
    return newest;
}

bool wantsGpu(const Pod& pod)
{
    if (!pod.shape)
        return false;
    const auto resources = requestsOf(*pod.shape);
    return std::any_of(resources.others.begin(), resources.others.end(),
        [](const auto& entry) { return isGpu(entry.first) && !entry.second.isZero(); });
}

class PendingSorter {
public:
    PendingSorter(const World& world, const std::vector<std::shared_ptr<PoolRow>>& pools)
        : world_(world)
        , pools_(pools)
        , events_(scaleUpEvents(world))
    {
        for (const auto& pool : pools)
            if (pool->gpu.allocatable.value_or(0) > 0)
                gpuPools_.push_back(pool->name);
    }

    // The one pool that the pod waits for; nullopt where nobody can tell.
    [[nodiscard]] std::optional<std::string> poolOf(const Pod& pod) const
    {
        if (const auto event = events_.find(rowId({}, pod.meta.ns.str(), pod.meta.name)); event != events_.end())
            if (auto named = poolOfEvent(*event->second))
                return named;
        if (pools_.size() == 1)
            return pools_.front()->name;
        if (gpuPools_.size() == 1 && wantsGpu(pod))
            return gpuPools_.front();
        return {};
    }

private:
    [[nodiscard]] std::optional<std::string> poolOfEvent(const Event& event) const
    {
        if (event.reason == "Nominated") {
            const auto* claim = world_.find<NodeClaim>({}, claimOfEvent(event.message));
            return claim && !claim->pool.empty() ? std::optional(claim->pool) : std::nullopt;
        }
        const auto group = groupOfEvent(event.message);
        for (const auto& pool : pools_)
            for (const auto& matched : pool->groups)
                if (matched.name == group)
                    return pool->name;
        return {};
    }

    const World& world_;
    const std::vector<std::shared_ptr<PoolRow>>& pools_;
    EventsByPod events_;
    std::vector<std::string> gpuPools_;
};

} // namespace

bool speaksOf(std::string_view group, std::string_view pool)
{
    if (pool.empty())
        return false;
    for (auto at = group.find(pool); at != std::string_view::npos; at = group.find(pool, at + 1)) {
        const auto end = at + pool.size();
        const bool begins = at == 0 || !isWordSign(group[at - 1]);
        if (begins && (end == group.size() || !isWordSign(group[end])))
            return true;
    }
    return false;
}

std::vector<std::string> poolsOfGroups(const std::vector<AutoscalerGroup>& groups, const std::vector<std::string>& pools)
{
    std::vector<std::string> matched;
    for (const auto& group : groups) {
        std::string best;
        for (const auto& pool : pools)
            if (pool.size() > best.size() && speaksOf(group.name, pool))
                best = pool;
        matched.push_back(std::move(best));
    }
    return matched;
}

Waiting waitingPods(const World& world, const std::vector<std::shared_ptr<PoolRow>>& pools)
{
    Waiting waiting;
    if (!world.state(KindId::Pod).complete()) {
        waiting.whyUnknown = whyNot(world, KindId::Pod);
        return waiting;
    }
    const PendingSorter sorter(world, pools);
    for (const auto& pod : world.all<Pod>()) {
        if (!pod.unschedulable || pod.phase != PodPhase::Pending || !pod.node.empty())
            continue;
        if (const auto pool = sorter.poolOf(pod))
            ++waiting.byPool[*pool];
        else
            ++waiting.elsewhere;
    }
    return waiting;
}

bool isFull(const NodePool& pool)
{
    if (pool.nodeLimit && pool.nodes && *pool.nodes >= *pool.nodeLimit)
        return true;
    const auto reached = [](const std::optional<Quantity>& limit, const std::optional<Quantity>& used) {
        return limit && used && *used >= *limit;
    };
    return reached(pool.limits.cpu, pool.inUse.cpu) || reached(pool.limits.memory, pool.inUse.memory)
        || std::any_of(pool.limits.others.begin(), pool.limits.others.end(),
            [&](const auto& entry) { return reached(entry.second, pool.inUse.get(entry.first)); });
}

QString limitsText(const NodePool& pool)
{
    QStringList texts;
    const auto add = [&](const QString& name, const std::optional<Quantity>& used, const std::optional<Quantity>& limit, Unit unit) {
        if (limit)
            texts << Words::tr("%1 %2").arg(name, figureOf(asDouble(used), asDouble(limit), unit));
    };
    if (pool.nodeLimit)
        texts << Words::tr("nodes %1").arg(figureOf(asDouble(pool.nodes), asDouble(pool.nodeLimit), Unit::Nodes));
    add(Words::tr("CPU"), pool.inUse.cpu, pool.limits.cpu, Unit::Cores);
    add(Words::tr("memory"), pool.inUse.memory, pool.limits.memory, Unit::Bytes);
    for (const auto& [name, limit] : pool.limits.others)
        add(qtext(name), pool.inUse.get(name), limit, Unit::None);
    return texts.join(QStringLiteral(", "));
}

} // namespace loadline
