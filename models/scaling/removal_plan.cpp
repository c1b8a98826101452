// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/removal_plan.h"

#include <algorithm>

namespace loadline {
namespace {

double share(std::int64_t part, std::int64_t of)
{
    return of > 0 ? static_cast<double>(part) / static_cast<double>(of) : (part > 0 ? 1.0 : 0.0);
}

// The largest share of any resource.
double shareOf(const Footprint& need, const Footprint& size)
{
    return std::max({share(need.cpuMilli, size.cpuMilli), share(need.memory, size.memory), share(need.gpus, size.gpus)});
}

double usedShare(const NodePlan& node)
{
    Footprint used = node.size;
    used -= node.room;
    return shareOf(used, node.size);
}

// What would have to move: DaemonSets and static pods go with their node.
double movingShare(const NodePlan& node)
{
    Footprint moving;
    for (const PodPlan& pod : node.pods)
        moving += pod.need;
    return shareOf(moving, node.size);
}

struct Move {
    std::size_t pod; // of the node that is emptied
    NodePlan* to;
};

// Finds a place for every pod of `node`, or gives the one that has none. Nothing is moved yet but the room is taken.
const Pod* place(NodePlan& node, const std::vector<NodePlan*>& targets, std::vector<Move>& moves)
{
    std::vector<std::size_t> order(node.pods.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return shareOf(node.pods[a].need, node.size) > shareOf(node.pods[b].need, node.size);
    });
    for (const std::size_t index : order) {
        const PodPlan& pod = node.pods[index];
        const auto takes = [&](const NodePlan* target) {
            return target != &node && !target->leaving && target->room.fits(pod.need)
                && (!pod.keepsZone || target->zone == node.zone);
        };
        const auto at = std::find_if(targets.begin(), targets.end(), takes);
        if (at == targets.end())
            return pod.pod;
        (*at)->room -= pod.need;
        moves.push_back({index, *at});
    }
    return nullptr;
}

} // namespace

void emptyPool(std::vector<NodePlan*>& nodes, std::int64_t minimum)
{
    std::vector<std::pair<double, NodePlan*>> candidates;
    std::vector<std::pair<double, NodePlan*>> others;
    for (NodePlan* node : nodes) {
        if (node->verdict.canGo())
            candidates.emplace_back(movingShare(*node), node);
        if (node->verdict.reason != StayReason::NotCounted)
            others.emplace_back(usedShare(*node) + (node->verdict.canGo() ? 0 : 1000), node);
    }
    const auto less = [](const auto& a, const auto& b) { return a.first < b.first; };
    const auto more = [](const auto& a, const auto& b) { return a.first > b.first; };
    std::stable_sort(candidates.begin(), candidates.end(), less);
    // Nodes that stay anyway are filled first, then the fullest.
    std::stable_sort(others.begin(), others.end(), more);
    std::vector<NodePlan*> targets;
    for (const auto& other : others)
        targets.push_back(other.second);
    auto left = static_cast<std::int64_t>(nodes.size());
    for (const auto& candidate : candidates) {
        NodePlan& node = *candidate.second;
        if (left <= minimum) {
            node.verdict.reason = StayReason::PoolMinimum;
            continue;
        }
        std::vector<Move> moves;
        if (const Pod* stuck = place(node, targets, moves)) {
            for (const Move& move : moves)
                move.to->room += node.pods[move.pod].need;
            node.verdict.reason = StayReason::NoRoom;
            node.verdict.pod = stuck->meta.ns.str() + "/" + stuck->meta.name;
            continue;
        }
        for (const Move& move : moves)
            move.to->pods.push_back(node.pods[move.pod]);
        node.verdict.moved = node.pods.size();
        node.leaving = true;
        --left;
    }
}

} // namespace loadline
