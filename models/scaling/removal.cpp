// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/removal_plan.h"

#include "cluster/owner.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

namespace loadline {
namespace {

// What blocks an eviction by itself, whatever room there is elsewhere. Cluster Autoscaler counts both words of
// safe-to-evict; Karpenter's annotation also takes a duration.
StayReason heldBy(const Pod& pod, const RemovalQuestion& question)
{
    const std::string* safe = pod.meta.annotation("cluster-autoscaler.kubernetes.io/safe-to-evict");
    const std::string* disrupt = pod.meta.annotation("karpenter.sh/do-not-disrupt");
    if (disrupt && *disrupt != "false")
        return StayReason::DoNotDisrupt;
    if (safe && *safe == "false")
        return StayReason::NotSafeToEvict;
    if (safe && *safe == "true")
        return StayReason::None;
    if (pod.meta.owner.kind.empty())
        return StayReason::NoOwner;
    if (question.localStorage && question.localStorage(pod))
        return StayReason::LocalStorage;
    return StayReason::None;
}

bool annotatedToStay(const Node& node)
{
    const std::string* disabled = node.meta.annotation("cluster-autoscaler.kubernetes.io/scale-down-disabled");
    const std::string* disrupt = node.meta.annotation("karpenter.sh/do-not-disrupt");
    return (disabled && *disabled == "true") || (disrupt && *disrupt != "false");
}

bool complete(const World& world, KindId kind)
{
    const KindState& state = world.state(kind);
    return state.complete() && state.namespaces.empty();
}

std::string fullName(const Meta& meta)
{
    return meta.ns.str() + "/" + meta.name;
}

void assume(RemovalAnswer& answer, const char* text, std::string arg = {})
{
    Phrase& phrase = answer.assumptions.emplace_back();
    phrase.text = text;
    if (!arg.empty())
        phrase.args.push_back(std::move(arg));
}

// Which budgets cover pods of one set of labels. A budget that names a label is only looked at for pods that carry it.
class Budgets {
public:
    explicit Budgets(const World& world)
    {
        for (const DisruptionBudget& budget : world.all<DisruptionBudget>()) {
            const auto& named = budget.selector.matchLabels;
            Label label{budget.meta.ns.str(), {}, {}};
            if (!named.empty())
                label = {budget.meta.ns.str(), named.front().first, named.front().second};
            byLabel_[label].push_back(&budget);
        }
    }
    // The first budget, by name, that does not let this pod go now.
    const DisruptionBudget* holding(const Pod& pod)
    {
        if (byLabel_.empty() || !pod.meta.labels)
            return nullptr;
        const std::string_view ns = pod.meta.ns.str();
        const auto [known, isNew] = known_.try_emplace({ns, pod.meta.labels.get()}, nullptr);
        if (isNew) {
            look(known->second, {ns, {}, {}}, *pod.meta.labels);
            for (const auto& [key, value] : *pod.meta.labels)
                look(known->second, {ns, key.str(), value.str()}, *pod.meta.labels);
        }
        return known->second;
    }

private:
    using Label = std::tuple<std::string_view, std::string_view, std::string_view>;
    void look(const DisruptionBudget*& holds, const Label& label, const Labels& labels) const
    {
        const auto at = byLabel_.find(label);
        if (at == byLabel_.end())
            return;
        for (const DisruptionBudget* budget : at->second)
            if (budget->allowed.value_or(0) < 1 && (!holds || budget->meta.name < holds->meta.name)
                && matches(budget->selector, labels))
                holds = budget;
    }
    std::map<Label, std::vector<const DisruptionBudget*>> byLabel_; // views of the world's own texts
    std::map<std::pair<std::string_view, const Labels*>, const DisruptionBudget*> known_;
};

// Static NodePools keep their replicas; Cluster Autoscaler names a minimum where its group is named as the pool is.
std::optional<std::int64_t> minimumOf(const World& world, const RemovalQuestion& question, const std::string& pool)
{
    if (question.minimum)
        if (const auto given = question.minimum(pool))
            return given;
    if (const NodePool* nodePool = world.find<NodePool>("", pool))
        return nodePool->replicas.value_or(0);
    for (const AutoscalerStatus& status : world.all<AutoscalerStatus>())
        for (const AutoscalerGroup& group : status.groups)
            if (group.name == pool && group.minSize)
                return group.minSize;
    return {};
}

void hold(NodePlan& node, StayReason reason, const Pod* pod = nullptr, const DisruptionBudget* budget = nullptr)
{
    if (!node.verdict.canGo())
        return;
    node.verdict.reason = reason;
    if (pod)
        node.verdict.pod = fullName(pod->meta);
    if (budget)
        node.verdict.budget = fullName(budget->meta);
}

// Puts one pod on its node in the plan. Pods of DaemonSets and static pods go with their node.
void place(NodePlan& node, const Pod& pod, const Footprint& need, const RemovalQuestion& question, Budgets& budgets)
{
    node.room -= need;
    const Text& owner = pod.meta.owner.kind;
    if (owner == "DaemonSet" || owner == "Node")
        return;
    node.pods.push_back({&pod, need, owner == "StatefulSet"});
    if (const StayReason reason = heldBy(pod, question); reason != StayReason::None)
        hold(node, reason, &pod);
    else if (const DisruptionBudget* budget = budgets.holding(pod))
        hold(node, budget->allowed ? StayReason::Budget : StayReason::BudgetUnknown, &pod, budget);
}

NodePlan planOf(const Node& node, const RemovalQuestion& question)
{
    NodePlan plan;
    const NodeIdentity identity = identify(node);
    plan.zone = identity.zone;
    plan.verdict.node = node.meta.name;
    plan.verdict.pool = identity.pool;
    if (question.price)
        plan.verdict.hourly = question.price(node);
    plan.size = plan.room = roomOf(node.allocatable, node.allocatablePods);
    plan.leaving = node.meta.deleting.has_value();
    if (plan.leaving || node.unschedulable || !node.ready())
        plan.verdict.reason = StayReason::NotCounted;
    else if (!question.nodes.empty() && !question.nodes.contains(node.meta.name))
        plan.verdict.reason = StayReason::NotAsked;
    else if (annotatedToStay(node))
        plan.verdict.reason = StayReason::Annotated;
    return plan;
}

std::vector<NodePlan> plansOf(const World& world, const RemovalQuestion& question, RemovalAnswer& answer)
{
    std::vector<NodePlan> nodes;
    std::unordered_map<std::string_view, std::size_t> byName;
    for (const Node& node : world.all<Node>()) {
        byName.emplace(node.meta.name, nodes.size());
        nodes.push_back(planOf(node, question));
    }
    Budgets budgets(world);
    std::unordered_map<const PodShape*, Footprint> needs; // pods of one workload share their shape
    std::size_t withoutRequests = 0;
    for (const Pod& pod : world.all<Pod>()) {
        const auto at = byName.find(pod.node.str());
        if (at == byName.end() || pod.phase == PodPhase::Succeeded || pod.phase == PodPhase::Failed || pod.meta.deleting)
            continue;
        const auto asked = question.requests ? question.requests(pod) : std::nullopt;
        const auto [need, isNew] = needs.try_emplace(pod.shape.get());
        if (isNew)
            need->second = footprintOf(requestsOf(*pod.shape));
        withoutRequests += need->second.cpuMilli == 0 && need->second.memory == 0 ? 1 : 0;
        place(nodes[at->second], pod, asked ? footprintOf(*asked) : need->second, question, budgets);
    }
    if (withoutRequests > 0)
        assume(answer, LOADLINE_TR("Cost", "%1 pods request nothing and are taken to need no room."),
               std::to_string(withoutRequests));
    return nodes;
}

// The workload, so that a new ReplicaSet's pods count with those of the old one.
std::string workloadOf(const World& world, const Pod& pod)
{
    const Owner owner = workloadAbove(world, pod.meta.ns.str(), pod.meta.owner);
    return pod.meta.ns.str() + "/" + owner.kind.str() + "/" + owner.name.str();
}

// Pods that wait for a node, by the pools in which others of the same workload run; those of nobody else are counted alone.
struct Waiting {
    std::map<std::string, const Pod*> byPool; // one for each pool
    std::size_t homeless = 0;
};

Waiting waitingPods(const World& world, const std::vector<NodePlan>& nodes)
{
    std::map<std::string, std::vector<const Pod*>> byOwner;
    for (const Pod& pod : world.all<Pod>())
        if (pod.node.empty() && pod.phase == PodPhase::Pending && !pod.meta.deleting)
            byOwner[workloadOf(world, pod)].push_back(&pod);
    Waiting waiting;
    if (byOwner.empty())
        return waiting;
    std::set<std::string> housed;
    for (const NodePlan& node : nodes)
        for (const PodPlan& one : node.pods) {
            const std::string owner = workloadOf(world, *one.pod);
            if (const auto at = byOwner.find(owner); at != byOwner.end()) {
                waiting.byPool.try_emplace(node.verdict.pool, at->second.front());
                housed.insert(owner);
            }
        }
    for (const auto& [owner, pods] : byOwner)
        waiting.homeless += housed.contains(owner) ? 0 : pods.size();
    return waiting;
}

// The nodes that a pool has are not too many while one of its pods waits.
void holdForWaiting(std::vector<NodePlan>& nodes, const World& world, RemovalAnswer& answer)
{
    const Waiting waiting = waitingPods(world, nodes);
    for (NodePlan& node : nodes)
        if (const auto at = waiting.byPool.find(node.verdict.pool); at != waiting.byPool.end())
            hold(node, StayReason::PodsWait, at->second);
    if (waiting.homeless > 0)
        assume(answer, LOADLINE_TR("Cost", "Pods that wait for a node and tell no pool: %1. The pool that they mean may need its nodes."), std::to_string(waiting.homeless));
}

std::map<std::string, std::vector<NodePlan*>> byPool(std::vector<NodePlan>& nodes)
{
    std::map<std::string, std::vector<NodePlan*>> pools;
    for (NodePlan& node : nodes)
        if (!node.leaving)
            pools[node.verdict.pool].push_back(&node);
    return pools;
}

void say(RemovalAnswer& answer, const World& world, const RemovalQuestion& question)
{
    assume(answer, LOADLINE_TR("Cost", "Affinity, node selectors, tolerations and volumes of pods are not read: pods stay in "
                                       "their pool, pods of StatefulSets also in their zone."));
    if (!question.localStorage)
        assume(answer, LOADLINE_TR("Cost", "Whether pods keep data on their node is not known; it is taken that none does."));
    if (!complete(world, KindId::DisruptionBudget))
        assume(answer, LOADLINE_TR("Cost", "PodDisruptionBudgets are not all known; those that are not may hold nodes too."));
}

} // namespace

RemovalAnswer nodesThatCanGo(const World& world, const RemovalQuestion& question)
{
    RemovalAnswer answer;
    std::vector<NodePlan> nodes = plansOf(world, question, answer);
    if (!complete(world, KindId::Pod)) {
        for (NodePlan& node : nodes)
            node.verdict.reason = StayReason::PodsUnknown;
    } else {
        holdForWaiting(nodes, world, answer);
        for (auto& [pool, members] : byPool(nodes)) {
            const auto minimum = minimumOf(world, question, pool);
            if (!minimum)
                answer.withoutMinimum.push_back(pool);
            emptyPool(members, minimum.value_or(0));
        }
    }
    say(answer, world, question);
    for (NodePlan& node : nodes) {
        if (node.verdict.canGo()) {
            ++answer.canGo;
            answer.hourly += node.verdict.hourly.value_or(Money());
            answer.withoutPrice += node.verdict.hourly ? 0 : 1;
        }
        answer.nodes.push_back(std::move(node.verdict));
    }
    return answer;
}

} // namespace loadline
