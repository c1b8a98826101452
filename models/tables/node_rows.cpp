// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/node_rows.h"

#include "cluster/pod.h"
#include "tables/cells.h"

#include <QCoreApplication>

#include <algorithm>
#include <unordered_map>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(NodeRows)
};

// What the pods of a node reserve, as the scheduler counts.
struct Reserved {
    double cpu = 0, memory = 0, gpu = 0, pods = 0;
};

double gpusOf(const Resources& resources)
{
    double sum = 0;
    for (const auto& [name, quantity] : resources.others)
        if (isGpu(name))
            sum += quantity.value();
    return sum;
}

class ReservedByNode {
public:
    explicit ReservedByNode(const World& world)
    {
        for (const auto& pod : world.all<Pod>()) {
            if (pod.node.empty() || pod.phase == PodPhase::Succeeded || pod.phase == PodPhase::Failed)
                continue;
            const auto& asked = requested(pod.shape);
            auto& sum = byNode_[pod.node.str()];
            sum.cpu += asked.cpu;
            sum.memory += asked.memory;
            sum.gpu += asked.gpu;
            sum.pods += 1;
        }
    }
    [[nodiscard]] Reserved of(const std::string& node) const
    {
        const auto at = byNode_.find(node);
        return at == byNode_.end() ? Reserved {} : at->second;
    }

private:
    // Thousands of pods share a few shapes.
    const Reserved& requested(const std::shared_ptr<const PodShape>& shape)
    {
        const auto [at, isNew] = byShape_.try_emplace(shape.get());
        if (isNew && shape) {
            const auto resources = requestsOf(*shape);
            at->second = {resources.cpu.value_or(Quantity()).value(), resources.memory.value_or(Quantity()).value(),
                gpusOf(resources), 1};
        }
        return at->second;
    }
    std::unordered_map<std::string_view, Reserved> byNode_;
    std::unordered_map<const PodShape*, Reserved> byShape_;
};

// Sums over a node need every pod on it, so pods of a few namespaces tell nothing.
QString whyNoSums(const World& world)
{
    const auto& state = world.state(KindId::Pod);
    if (!state.complete())
        return whyNot(world, KindId::Pod);
    if (!state.namespaces.empty() || !state.refusedNamespaces.empty())
        return Words::tr("Only the pods of some namespaces are known, so what a node carries is not.");
    return {};
}

bool isLeaving(const Node& node)
{
    return node.meta.deleting || std::any_of(node.taints.begin(), node.taints.end(), [](const Taint& taint) {
        return taint.key == "ToBeDeletedByClusterAutoscaler" || taint.key == "karpenter.sh/disrupted";
    });
}

StateWord stateOf(const Node& node, TimePoint now)
{
    const auto* ready = find(node.conditions, "Ready");
    const auto since = ready ? sinceOf(ready->since, now) : Since {};
    const auto cause = ready ? qtext(ready->message) : Words::tr("It has no condition Ready.");
    if (isLeaving(node))
        return {Words::tr("Leaving"), Tone::Accent, Attention::None, Words::tr("The autoscaler takes it away."),
            sinceOf(node.meta.deleting, now)};
    if (!node.ready()) {
        const bool fresh = now - node.meta.created < std::chrono::minutes {5};
        return {fresh ? Words::tr("Starting") : Words::tr("Not ready"), fresh ? Tone::Accent : Tone::Bad,
            fresh ? Attention::None : Attention::Warning, cause, since};
    }
    for (const auto* pressure : {"MemoryPressure", "DiskPressure", "PIDPressure"})
        if (isTrue(node.conditions, pressure))
            return {QLatin1String(pressure), Tone::Warn, Attention::Warning, qtext(find(node.conditions, pressure)->message),
                sinceOf(find(node.conditions, pressure)->since, now)};
    if (node.unschedulable)
        return {Words::tr("Cordoned"), Tone::Warn, Attention::Notice, Words::tr("No new pods are put on it."), {}};
    return {Words::tr("Ready"), Tone::Good, Attention::None, {}, since};
}

} // namespace

bool isGpu(std::string_view resource)
{
    return resource.ends_with("/gpu") || resource.starts_with("nvidia.com/mig-") || resource.starts_with("gpu.intel.com/");
}

std::pair<std::string, std::string> poolOf(const Node& node, const NodeIdentity& identity, const Preferences& preferences)
{
    if (!preferences.poolLabel.empty())
        if (const auto* own = node.meta.label(preferences.poolLabel))
            return {*own, preferences.poolLabel};
    return {identity.pool, identity.poolLabel};
}

QString capacityName(CapacityType capacity)
{
    switch (capacity) {
    case CapacityType::Spot:
        return Words::tr("spot");
    case CapacityType::OnDemand:
        return Words::tr("on-demand");
    case CapacityType::Reserved:
        return Words::tr("reserved");
    case CapacityType::Unknown:
        break;
    }
    return unknown();
}

std::vector<std::shared_ptr<NodeRow>> nodesOf(const World& world, const Preferences& preferences)
{
    const ReservedByNode reserved(world);
    const auto whyNoRequests = whyNoSums(world);
    const auto whyNoUsage = world.state(KindId::NodeMetrics).complete() ? Words::tr("It has no metrics yet.")
                                                                          : whyNot(world, KindId::NodeMetrics);
    const auto known = [&](double value) { return whyNoRequests.isEmpty() ? Known {value, {}} : Known {{}, whyNoRequests}; };
    const auto measured = [&](const std::optional<Quantity>& value) {
        return value ? Known {value->value(), {}} : Known {{}, whyNoUsage};
    };
    std::vector<std::shared_ptr<NodeRow>> rows;
    const auto nodes = world.all<Node>();
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const Node& node = nodes[i];
        auto row = std::make_shared<NodeRow>();
        row->id = rowId(world.cluster, {}, node.meta.name);
        row->cluster = world.cluster;
        row->name = node.meta.name;
        const auto identity = identify(node);
        row->pool = poolOf(node, identity, preferences).first;
        row->instanceType = identity.instanceType;
        row->zone = identity.zone;
        row->capacity = identity.capacity;
        row->kubelet = node.kubeletVersion;
        const auto sum = reserved.of(node.meta.name);
        const auto* usage = world.find<NodeMetrics>({}, node.meta.name);
        const auto gpus = gpusOf(node.allocatable);
        row->cpu = {asDouble(node.allocatable.cpu), known(sum.cpu), measured(usage ? usage->cpu : std::nullopt)};
        row->memory = {asDouble(node.allocatable.memory), known(sum.memory), measured(usage ? usage->memory : std::nullopt)};
        row->gpu = {gpus, known(sum.gpu), {{}, Words::tr("metrics.k8s.io does not measure GPUs.")}};
        row->pods = {asDouble(node.allocatablePods), known(sum.pods), known(sum.pods)};
        row->ready = node.ready();
        row->cordoned = node.unschedulable;
        row->state = stateOf(node, world.now);
        row->age = sinceOf(node.meta.created, world.now);
        row->object = nodes.share(i);
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace loadline
