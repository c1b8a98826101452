// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/allocation.h"

#include <algorithm>

namespace loadline {

namespace {

std::size_t countOf(const Allocation& allocation, PodState state)
{
    return std::size_t(std::count_if(allocation.pods.begin(), allocation.pods.end(),
        [state](const PodCost& pod) { return pod.state == state; }));
}

// What is wrong with the kind as a whole, where that is known.
std::vector<Error> kindNotes(const World& world)
{
    std::vector<Error> notes;
    using enum Error::Kind;
    if (!world.state(KindId::Node).complete())
        notes.push_back({NotFound, LOADLINE_TR("Cost", "The nodes of %1 are not known, so nothing there has a price."), {},
            LOADLINE_TR("Cost", "Costs need leave to list nodes."), {world.cluster}});
    if (!world.state(KindId::Pod).complete())
        notes.push_back({NotFound, LOADLINE_TR("Cost", "The pods of %1 are not known, so all of its cost shows as idle."), {},
            LOADLINE_TR("Cost", "Costs need leave to list pods in all namespaces."), {world.cluster}});
    return notes;
}

} // namespace

std::vector<Error> Allocation::notes() const
{
    if (!world)
        return {};
    std::vector<Error> list = kindNotes(*world);
    const auto note = [&](std::size_t count, const char* one, const char* many) {
        if (count > 0)
            list.push_back({Error::Kind::Unsupported, count == 1 ? one : many, {}, {}, {std::to_string(count)}});
    };
    const bool podsKnown = world->state(KindId::Pod).complete();
    if (podsKnown && !usageKnown && !pods.empty())
        list.push_back({Error::Kind::NotFound,
            LOADLINE_TR("Cost", "No live usage is known, so pods are charged for what they request alone."), {},
            LOADLINE_TR("Cost", "Metrics come from metrics-server (metrics.k8s.io)."), {}});
    note(unmeasured, LOADLINE_TR("Cost", "1 pod has no live usage and is charged for what it requests."),
        LOADLINE_TR("Cost", "%1 pods have no live usage and are charged for what they request."));
    note(overcommitted,
        LOADLINE_TR("Cost", "On 1 node pods ask for or use more than the node has; shares are scaled down to its price."),
        LOADLINE_TR("Cost", "On %1 nodes pods ask for or use more than the node has; shares are scaled down to its price."));
    note(std::size_t(std::count_if(nodes.begin(), nodes.end(), [](const NodeCost& node) { return node.capacityUnknown; })),
        LOADLINE_TR("Cost", "1 node reports no CPU and memory; its price is all idle."),
        LOADLINE_TR("Cost", "%1 nodes report no CPU and memory; their price is all idle."));
    note(countOf(*this, PodState::NodeUnknown), LOADLINE_TR("Cost", "1 pod runs on a node that is not listed."),
        LOADLINE_TR("Cost", "%1 pods run on nodes that are not listed."));
    note(countOf(*this, PodState::Unpriced), LOADLINE_TR("Cost", "1 pod runs on a node without a price and is left out."),
        LOADLINE_TR("Cost", "%1 pods run on nodes without a price and are left out."));
    const bool asks = std::any_of(pods.begin(), pods.end(), [](const PodCost& pod) { return pod.requested != Amounts(); });
    if (!pods.empty() && !asks)
        list.push_back({Error::Kind::Unsupported,
            LOADLINE_TR("Cost", "No pod requests anything, so costs follow usage alone."), {}, {}, {}});
    return list;
}

} // namespace loadline
