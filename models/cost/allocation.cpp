// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/allocation.h"

#include "cost/node_costs.h"
#include "cost/owners.h"
#include "cost/pod_amounts.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace loadline {

namespace {

// The metrics of pods that are asked for in the World's order: both tables are sorted by (namespace, name).
class MetricsWalk {
public:
    explicit MetricsWalk(const World& world)
        : metrics_(world.all<PodMetrics>())
    {
    }
    const PodMetrics* of(const Pod& pod)
    {
        for (; at_ < metrics_.size(); ++at_) {
            const Meta& meta = metrics_[at_].meta;
            int order = meta.ns == pod.meta.ns ? 0 : meta.ns.str().compare(pod.meta.ns.str());
            if (order == 0)
                order = meta.name.compare(pod.meta.name);
            if (order >= 0)
                return order == 0 ? &metrics_[at_] : nullptr;
        }
        return nullptr;
    }

private:
    Objects<PodMetrics> metrics_;
    std::size_t at_ = 0;
};

bool waitsForImage(const Pod& pod)
{
    const std::string& trouble = pod.trouble.str();
    return pod.phase == PodPhase::Pending
        && (trouble.starts_with("ImagePullBackOff") || trouble.starts_with("ErrImagePull"));
}

class Allocator {
public:
    Allocator(Allocation& allocation, const AllocationOptions& options)
        : out_(allocation)
        , world_(*allocation.world)
        , options_(options)
        , owners_(world_)
        , metrics_(world_)
    {
    }
    void run(const PriceBook& book)
    {
        out_.nodes = nodeCosts(world_, book, out_.terms, options_.poolLabel);
        for (std::size_t i = 0; i < out_.nodes.size(); ++i)
            nodeByName_.emplace(out_.nodes[i].node->meta.name, std::uint32_t(i));
        readPods();
        sharePrices();
        for (NodeCost& node : out_.nodes) {
            out_.coverage.add(node.price, world_.now, book.settings().staleAfterDays);
            out_.overcommitted += node.overcommitted ? 1 : 0;
        }
        sumWorkloads();
        out_.lines = linesOf(out_.terms, std::int64_t(out_.nodes.size()));
    }

private:
    PodState place(const Pod& pod, PodCost& cost)
    {
        if (pod.phase == PodPhase::Succeeded || pod.phase == PodPhase::Failed || waitsForImage(pod))
            return PodState::NotCharged;
        // Pods of one node share its name's text, so only the first reads it; the others lie far from it in memory.
        const auto [known, fresh] = placeByText_.try_emplace(&pod.node.str());
        if (fresh)
            known->second = placeOf(pod.node.str());
        cost.node = known->second.node;
        return known->second.state;
    }
    struct Place {
        std::uint32_t node = 0;
        PodState state = PodState::Charged;
    };
    [[nodiscard]] Place placeOf(const std::string& node) const
    {
        if (node.empty())
            return {0, PodState::NoNode};
        const auto at = nodeByName_.find(node);
        if (at == nodeByName_.end())
            return {0, PodState::NodeUnknown};
        return {at->second, out_.nodes[at->second].cost ? PodState::Charged : PodState::Unpriced};
    }

    void readPods()
    {
        const auto pods = world_.all<Pod>();
        out_.usageKnown = world_.state(KindId::PodMetrics).complete();
        out_.pods.reserve(pods.size());
        for (const Pod& pod : pods) {
            PodCost& cost = out_.pods.emplace_back();
            cost.pod = &pod;
            cost.state = place(pod, cost);
            cost.workload = owners_.indexOf(pod);
            const PodMetrics* metrics = metrics_.of(pod);
            const auto sums = amounts_.of(pod, metrics);
            cost.requested = sums.requested;
            cost.used = sums.used;
            cost.charged = sums.charged;
            cost.measured = metrics != nullptr;
            usesGpu_.resize(std::max<std::size_t>(usesGpu_.size(), cost.workload + 1));
            usesGpu_[cost.workload] = usesGpu_[cost.workload] || !sums.requested.gpu.isZero();
            if (cost.state == PodState::Charged && out_.usageKnown && !metrics)
                ++out_.unmeasured;
        }
    }

    // What is shared out lies node by node for this, close together: the pods of a node lie all over the list.
    void sharePrices()
    {
        std::vector<std::uint32_t> start(out_.nodes.size() + 1, 0);
        for (const PodCost& pod : out_.pods)
            if (onNode(pod))
                ++start[pod.node + 1];
        std::partial_sum(start.begin(), start.end(), start.begin());
        std::vector<std::uint32_t> next(start.begin(), start.end() - 1);
        std::vector<Amounts> charged(start.back());
        std::vector<CostParts> costs(start.back());
        for (const PodCost& pod : out_.pods)
            if (onNode(pod))
                charged[next[pod.node]++] = pod.charged;
        for (std::size_t i = 0; i < out_.nodes.size(); ++i) {
            const std::size_t from = start[i], count = start[i + 1] - from;
            shareOut(out_.nodes[i], std::span(charged).subspan(from, count), std::span(costs).subspan(from, count));
        }
        next.assign(start.begin(), start.end() - 1);
        for (PodCost& pod : out_.pods)
            if (onNode(pod))
                pod.cost = costs[next[pod.node]++];
    }
    static bool onNode(const PodCost& pod) { return pod.state == PodState::Charged || pod.state == PodState::Unpriced; }

    void sumWorkloads()
    {
        std::vector<std::uint32_t> moved;
        out_.workloads = owners_.finish(options_.types, usesGpu_, moved);
        for (PodCost& pod : out_.pods) {
            pod.workload = moved[pod.workload];
            WorkloadCost& workload = out_.workloads[pod.workload];
            workload.cost += pod.cost;
            workload.pods += pod.state == PodState::NotCharged ? 0 : 1;
            workload.charged += pod.state == PodState::Charged ? 1 : 0;
        }
    }

    Allocation& out_;
    const World& world_;
    const AllocationOptions& options_;
    Owners owners_;
    MetricsWalk metrics_;
    PodAmounts amounts_;
    std::vector<bool> usesGpu_; // workloads
    std::unordered_map<std::string_view, std::uint32_t> nodeByName_;
    std::unordered_map<const std::string*, Place> placeByText_;
};

} // namespace

Allocation allocate(const WorldPtr& world, const PriceBook& book, const Terms& terms, const AllocationOptions& options)
{
    Allocation allocation;
    allocation.world = world;
    allocation.terms = terms;
    if (world)
        Allocator(allocation, options).run(book);
    return allocation;
}

CostParts Allocation::nodesHourly() const
{
    CostParts sum;
    for (const NodeCost& node : nodes)
        sum += node.cost.value_or(CostParts());
    return sum;
}

CostParts Allocation::idleHourly() const
{
    CostParts sum;
    for (const NodeCost& node : nodes)
        sum += node.idle;
    return sum;
}

Money Allocation::totalHourly() const
{
    Money sum = nodesHourly().total();
    for (const CostLine& line : lines)
        sum += line.hourly;
    return sum;
}

} // namespace loadline
