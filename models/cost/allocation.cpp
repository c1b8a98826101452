// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/allocation.h"

#include "cost/node_costs.h"
#include "cost/owners.h"
#include "cost/pod_amounts.h"

#include <algorithm>
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
        if (pod.node.empty())
            return PodState::NoNode;
        // Pods of one node share its name's text, which spares looking the name itself up.
        const auto [known, fresh] = nodeByText_.try_emplace(&pod.node.str(), unknownNode);
        if (fresh)
            if (const auto at = nodeByName_.find(pod.node.str()); at != nodeByName_.end())
                known->second = at->second;
        if (known->second == unknownNode)
            return PodState::NodeUnknown;
        cost.node = known->second;
        return out_.nodes[cost.node].cost ? PodState::Charged : PodState::Unpriced;
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
            if (cost.state == PodState::Charged && out_.usageKnown && !metrics)
                ++out_.unmeasured;
        }
    }

    void sharePrices()
    {
        // The pods of each node, in one list with a range for each.
        const auto charged = [](const PodCost& pod) { return pod.state == PodState::Charged || pod.state == PodState::Unpriced; };
        std::vector<std::uint32_t> start(out_.nodes.size() + 1, 0);
        for (const PodCost& pod : out_.pods)
            if (charged(pod))
                ++start[pod.node + 1];
        for (std::size_t i = 1; i < start.size(); ++i)
            start[i] += start[i - 1];
        std::vector<std::uint32_t> list(start.back()), next(start.begin(), start.end() - 1);
        for (std::size_t i = 0; i < out_.pods.size(); ++i)
            if (charged(out_.pods[i]))
                list[next[out_.pods[i].node]++] = std::uint32_t(i);
        for (std::size_t i = 0; i < out_.nodes.size(); ++i) {
            // A node's pods lie all over the list: of a large cluster those of the next nodes are called in beforehand.
            const std::size_t soon = std::min(i + 2, out_.nodes.size() - 1);
            for (std::size_t at = start[soon]; at < start[soon + 1]; ++at)
                prefetch(out_.pods[list[at]]);
            shareOut(out_.nodes[i], std::span(list).subspan(start[i], start[i + 1] - start[i]), out_.pods);
        }
    }
    static void prefetch(const PodCost& pod)
    {
        __builtin_prefetch(&pod.cost, 1);
        __builtin_prefetch(&pod.charged);
    }

    void sumWorkloads()
    {
        std::vector<bool> usesGpu;
        for (const PodCost& pod : out_.pods) {
            if (pod.workload >= usesGpu.size())
                usesGpu.resize(pod.workload + 1);
            usesGpu[pod.workload] = usesGpu[pod.workload] || !pod.requested.gpu.isZero();
        }
        std::vector<std::uint32_t> moved;
        out_.workloads = owners_.finish(options_.types, usesGpu, moved);
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
    static constexpr std::uint32_t unknownNode = ~0u;
    std::unordered_map<std::string_view, std::uint32_t> nodeByName_;
    std::unordered_map<const std::string*, std::uint32_t> nodeByText_;
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
