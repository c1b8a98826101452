// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/groups.h"

#include "cluster/capacity_key.h"
#include "cost/owners.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace loadline {

namespace {

constexpr std::array<std::pair<std::string_view, GroupKind>, 8> groupNames {{{"cluster", GroupKind::Cluster},
    {"pool", GroupKind::Pool}, {"capacity-type", GroupKind::Capacity}, {"node", GroupKind::Node},
    {"namespace", GroupKind::Namespace}, {"workload", GroupKind::Workload}, {"workload-type", GroupKind::WorkloadType},
    {"autoscaler", GroupKind::Autoscaler}}};
constexpr std::string_view labelPrefix = "label:";

bool ofNodes(GroupKind kind)
{
    return kind == GroupKind::Cluster || kind == GroupKind::Pool || kind == GroupKind::Capacity || kind == GroupKind::Node;
}

// Types, labels, namespaces and capacity types mean the same in every cluster; the others are one cluster's own.
bool acrossClusters(GroupKind kind)
{
    return kind == GroupKind::Capacity || kind == GroupKind::WorkloadType || kind == GroupKind::Label;
}

class Grouper {
public:
    explicit Grouper(const GroupBy& by)
        : by_(by)
    {
    }
    void add(const Allocation& allocation)
    {
        cluster_ = allocation.world ? allocation.world->cluster : std::string();
        workloadGroups_.assign(allocation.workloads.size(), nullptr);
        nodeGroups_.assign(allocation.nodes.size(), nullptr);
        for (std::size_t i = 0; i < allocation.nodes.size(); ++i)
            addNode(allocation.nodes[i], i);
        for (const PodCost& pod : allocation.pods)
            if (pod.state != PodState::NotCharged)
                addPod(allocation, pod);
        Money lines;
        for (const CostLine& line : allocation.lines)
            lines += line.hourly;
        if (lines.isZero())
            return;
        const bool inCluster = by_.kind == GroupKind::Cluster;
        (inCluster ? group(cluster_, cluster_) : group("__lines__", {}, CostGroup::Special::Lines)).other += lines;
    }
    std::vector<CostGroup> take()
    {
        std::vector<CostGroup> list;
        list.reserve(groups_.size());
        for (auto& [key, group] : groups_)
            list.push_back(std::move(*group));
        std::sort(list.begin(), list.end(), [](const CostGroup& a, const CostGroup& b) {
            if (a.special != b.special)
                return a.special < b.special;
            const Money ofA = a.total(), ofB = b.total();
            if (ofA != ofB)
                return ofA > ofB;
            return std::tie(a.cluster, a.key) < std::tie(b.cluster, b.key);
        });
        return list;
    }

private:
    CostGroup& group(std::string_view key, std::string_view name, CostGroup::Special special = CostGroup::Special::None)
    {
        const bool shared = special != CostGroup::Special::None || acrossClusters(by_.kind);
        scratch_.clear();
        if (!shared)
            scratch_.append(cluster_).append(1, '\0');
        scratch_.append(1, char('0' + int(special))).append(key);
        auto& known = groups_[scratch_];
        if (!known) {
            known = std::make_unique<CostGroup>();
            known->special = special;
            known->key = key;
            known->name = name;
            if (!shared)
                known->cluster = cluster_;
        }
        return *known;
    }

    CostGroup& nodeGroup(const NodeCost& node)
    {
        switch (by_.kind) {
        case GroupKind::Pool:
            return group(node.machine.pool, node.machine.pool);
        case GroupKind::Capacity:
            return group(capacityKey(node.machine.capacity), capacityKey(node.machine.capacity));
        case GroupKind::Node:
            return group(node.node->meta.name, node.node->meta.name);
        default:
            return group(cluster_, cluster_);
        }
    }

    void addNode(const NodeCost& node, std::size_t index)
    {
        if (!ofNodes(by_.kind)) {
            if (node.cost && node.idle != CostParts())
                group("__idle__", {}, CostGroup::Special::Idle).cost += node.idle;
            return;
        }
        CostGroup& into = nodeGroup(node);
        nodeGroups_[index] = &into;
        ++into.nodes;
        into.unpricedNodes += node.cost ? 0 : 1;
        into.idle += node.cost ? node.idle : CostParts();
        into.capacity += node.capacity;
    }

    CostGroup& podGroup(const Allocation& allocation, const PodCost& pod)
    {
        if (by_.kind == GroupKind::Label) {
            const std::string* value = pod.pod->meta.label(by_.label);
            return group(value ? *value : std::string(), value ? *value : std::string());
        }
        const WorkloadCost& workload = allocation.workloads[pod.workload];
        CostGroup*& known = workloadGroups_[pod.workload];
        if (known)
            return *known;
        switch (by_.kind) {
        case GroupKind::Workload:
            known = &group(workloadKey(workload.ns, workload.kind, workload.name), workload.name);
            break;
        case GroupKind::WorkloadType:
            known = &group(workload.type, workload.type);
            break;
        case GroupKind::Autoscaler:
            known = workload.autoscaler.empty()
                ? &group({}, {})
                : &group(workloadKey(workload.ns, workload.autoscalerKind, workload.autoscaler), workload.autoscaler);
            break;
        default:
            known = &group(workload.ns, workload.ns);
        }
        return *known;
    }

    void addPod(const Allocation& allocation, const PodCost& pod)
    {
        const bool placed = pod.state == PodState::Charged || pod.state == PodState::Unpriced;
        if (ofNodes(by_.kind) && !placed && by_.kind != GroupKind::Cluster)
            return; // on no node of any group
        CostGroup& into = !ofNodes(by_.kind) ? podGroup(allocation, pod)
            : placed                         ? *nodeGroups_[pod.node]
                                             : group(cluster_, cluster_);
        ++into.pods;
        into.pendingPods += pod.state == PodState::NoNode ? 1 : 0;
        into.unpricedPods += pod.state == PodState::Unpriced || pod.state == PodState::NodeUnknown ? 1 : 0;
        into.cost += pod.cost;
        if (pod.state != PodState::Charged)
            return;
        into.unmeasuredPods += pod.measured ? 0 : 1;
        into.requested += pod.requested;
        into.charged += pod.charged;
        if (!pod.measured)
            return;
        into.used += pod.used;
        into.measuredRequests += pod.requested;
        into.measuredCost += pod.cost;
    }

    const GroupBy& by_;
    std::string cluster_, scratch_;
    std::unordered_map<std::string, std::unique_ptr<CostGroup>> groups_;
    std::vector<CostGroup*> workloadGroups_, nodeGroups_; // of the allocation under way
};

// Used / requested by cost.md 1.4; absent where nothing was measured.
std::optional<double> efficiencyOf(Quantity used, Quantity requested, Money cost)
{
    if (!requested.isZero())
        return used.value() / requested.value();
    if (!used.isZero() && !cost.isZero())
        return 1.0;
    return cost.isZero() && used.isZero() ? std::optional<double>() : 0.0;
}

} // namespace

Result<GroupBy> parseGroupBy(std::string_view text)
{
    for (const auto& [name, kind] : groupNames)
        if (text == name)
            return GroupBy {kind, {}};
    if (text.starts_with(labelPrefix) && text.size() > labelPrefix.size())
        return GroupBy {GroupKind::Label, std::string(text.substr(labelPrefix.size()))};
    return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "Costs cannot be grouped by \"%1\"."), {},
        LOADLINE_TR("Error",
            "Group by cluster, pool, capacity-type, node, namespace, workload, workload-type, autoscaler or label:KEY."),
        {std::string(text)}};
}

std::string groupByText(const GroupBy& by)
{
    for (const auto& [name, kind] : groupNames)
        if (by.kind == kind)
            return std::string(name);
    return std::string(labelPrefix) + by.label;
}

std::optional<double> CostGroup::cpuEfficiency() const
{
    return efficiencyOf(used.cpu, measuredRequests.cpu, measuredCost.cpu);
}

std::optional<double> CostGroup::memoryEfficiency() const
{
    return efficiencyOf(used.memory, measuredRequests.memory, measuredCost.memory);
}

std::optional<double> CostGroup::efficiency() const
{
    const auto ofCpu = cpuEfficiency(), ofMemory = memoryEfficiency();
    const double cpuCost = measuredCost.cpu.value(), memoryCost = measuredCost.memory.value();
    if ((!ofCpu && !ofMemory) || cpuCost + memoryCost <= 0)
        return std::nullopt;
    return (ofCpu.value_or(0) * cpuCost + ofMemory.value_or(0) * memoryCost) / (cpuCost + memoryCost);
}

std::optional<double> CostGroup::gpuRequestedShare() const
{
    return capacity.gpu.isZero() ? std::nullopt : std::optional(requested.gpu.value() / capacity.gpu.value());
}

std::optional<double> CostGroup::idleShare() const
{
    const double all = total().value();
    return all > 0 ? std::optional(idle.total().value() / all) : std::nullopt;
}

std::vector<CostGroup> aggregate(std::span<const Allocation> allocations, const GroupBy& by)
{
    Grouper grouper(by);
    for (const Allocation& allocation : allocations)
        grouper.add(allocation);
    return grouper.take();
}

std::vector<CostGroup> aggregate(const Allocation& allocation, const GroupBy& by)
{
    return aggregate(std::span(&allocation, 1), by);
}

} // namespace loadline
