// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/nodes.h"

#include <algorithm>

namespace loadline {

namespace {

std::string hexDigits(std::uint64_t value, std::size_t length)
{
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < length; ++i, value = mixed(value))
        text += digits[value & 0xf];
    return text;
}

} // namespace

Footprint emptyRoom(const SimState& state, std::size_t pool)
{
    const auto& plan = state.plan->pools[pool];
    auto room = roomOf(plan.allocatable, Quantity::fromWhole(plan.pods));
    for (std::size_t w = 0; w < state.workloads.size(); ++w)
        if (state.plan->workloads[w].kind == SimKind::DaemonSet)
            room -= state.workloads[w].shapes.front().need;
    return room;
}

std::string groupName(const SimState& state, std::size_t pool)
{
    const auto& name = state.plan->pools[pool].name;
    return "eks-" + name + "-" + hexDigits(mixed(state.seed, hashOf(name)), 8);
}

void touchNode(SimState& state, const SimNode& node)
{
    if (node.registered)
        state.touch(KindId::Node, {}, node.name);
    if (!node.claim.empty())
        state.touch(KindId::NodeClaim, {}, node.claim);
    touchPool(state, node.pool);
}

void touchPool(SimState& state, std::size_t pool)
{
    if (state.plan->pools[pool].manager == SimManager::Karpenter)
        state.touch(KindId::NodePool, {}, state.plan->pools[pool].name);
}

std::size_t addNode(SimState& state, std::size_t pool, TimePoint readyAt)
{
    const auto& plan = state.plan->pools[pool];
    auto slot = std::find_if(state.nodes.begin(), state.nodes.end(), [](const auto& node) { return !node.present; });
    if (slot == state.nodes.end())
        slot = state.nodes.insert(state.nodes.end(), SimNode {});
    auto& node = *slot;
    node = {};
    node.present = true;
    node.pool = pool;
    node.created = state.now;
    node.readyAt = readyAt;
    const auto grain = state.dice.next();
    node.zone = state.plan->region + std::string(1, static_cast<char>('a' + grain % 3));
    node.address = "10.0." + std::to_string(grain / 3 % 192) + "." + std::to_string(4 + grain / 1000 % 250);
    node.name = "ip-" + node.address
        + (state.plan->region == "us-east-1" ? ".ec2.internal" : "." + state.plan->region + ".compute.internal");
    std::replace(node.name.begin(), node.name.begin() + static_cast<std::ptrdiff_t>(3 + node.address.size()), '.', '-');
    node.instanceId = "i-0" + hexDigits(grain, 16);
    if (plan.manager == SimManager::Karpenter)
        node.claim = plan.name + "-" + state.dice.suffix(5);
    node.room = roomOf(plan.allocatable, Quantity::fromWhole(plan.pods));
    node.free = node.room;
    touchNode(state, node);
    return static_cast<std::size_t>(slot - state.nodes.begin());
}

void removeNode(SimState& state, std::size_t n)
{
    auto& node = state.nodes[n];
    for (std::size_t w = 0; w < state.workloads.size(); ++w) {
        auto& pods = state.workloads[w].pods;
        std::erase_if(pods, [&](const SimPod& pod) {
            const bool here = pod.node == static_cast<int>(n);
            if (here)
                state.touch(KindId::Pod, state.plan->workloads[w].ns, pod.name, true);
            return here;
        });
    }
    if (node.registered)
        state.touch(KindId::Node, {}, node.name, true);
    if (!node.claim.empty())
        state.touch(KindId::NodeClaim, {}, node.claim, true);
    touchPool(state, node.pool);
    node = {};
    ++state.moves;
}

} // namespace loadline
