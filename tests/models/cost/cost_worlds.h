// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/money.h"
#include "cluster/hpa.h"
#include "cluster/node.h"
#include "cluster/pod.h"
#include "cluster/scaled_object.h"
#include "cluster/workload.h"
#include "cluster/world.h"

#include <initializer_list>
#include <map>

namespace loadline::test {

inline Labels labelsOf(const std::map<std::string, std::string>& labels)
{
    Labels list;
    for (const auto& [key, value] : labels)
        list.emplace_back(Text(key), Text(value));
    return list;
}

inline void setMeta(Meta& meta, const std::string& ns, const std::string& name,
    const std::map<std::string, std::string>& labels = {}, const Owner& owner = {})
{
    meta.ns = Text(ns);
    meta.name = name;
    meta.labels = std::make_shared<const Labels>(labelsOf(labels));
    meta.annotations = std::make_shared<const Labels>();
    meta.owner = owner;
}

inline Quantity quantity(const char* text) { return *Quantity::parse(text); }
inline Money money(const char* text) { return *Money::parse(text); }

inline Resources resources(const char* cpu, const char* memory, const std::map<std::string, std::string>& others = {})
{
    Resources resources;
    if (*cpu)
        resources.cpu = quantity(cpu);
    if (*memory)
        resources.memory = quantity(memory);
    for (const auto& [name, text] : others)
        resources.others.emplace_back(name, quantity(text.c_str()));
    return resources;
}

inline Node node(const std::string& name, const Resources& capacity, const std::map<std::string, std::string>& labels = {},
    const std::string& providerId = {})
{
    Node node;
    setMeta(node.meta, "", name, labels);
    node.providerId = providerId;
    node.capacity = node.allocatable = capacity;
    return node;
}

// An EC2 node of us-east-1a.
inline Node awsNode(const std::string& name, const std::string& type, const char* capacityType, const Resources& capacity,
    std::map<std::string, std::string> labels = {})
{
    labels["node.kubernetes.io/instance-type"] = type;
    labels["topology.kubernetes.io/region"] = "us-east-1";
    labels["topology.kubernetes.io/zone"] = "us-east-1a";
    if (*capacityType)
        labels["karpenter.sh/capacity-type"] = capacityType;
    return node(name, capacity, labels, "aws:///us-east-1a/i-" + name);
}

inline std::shared_ptr<PodShape> shape(std::initializer_list<Resources> containers)
{
    auto shape = std::make_shared<PodShape>();
    for (const Resources& requests : containers) {
        Container container;
        container.name = "c" + std::to_string(shape->containers.size());
        container.requests = requests;
        shape->containers.push_back(container);
    }
    return shape;
}

inline Pod pod(const std::string& ns, const std::string& name, const std::string& node,
    const std::shared_ptr<const PodShape>& shape, const Owner& owner = {}, const std::map<std::string, std::string>& labels = {})
{
    Pod pod;
    setMeta(pod.meta, ns, name, labels, owner);
    pod.node = Text(node);
    pod.shape = shape;
    pod.phase = node.empty() ? PodPhase::Pending : PodPhase::Running;
    return pod;
}

inline PodMetrics usage(const std::string& ns, const std::string& pod, std::initializer_list<Resources> containers)
{
    PodMetrics metrics;
    setMeta(metrics.meta, ns, pod);
    for (const Resources& used : containers)
        metrics.containers.push_back(
            {Text("c" + std::to_string(metrics.containers.size())), used.cpu, used.memory});
    return metrics;
}

inline Owner owner(const char* kind, const char* name) { return {Text(std::string(kind)), Text(std::string(name))}; }

// Objects on their way into a World.
class WorldOf {
public:
    WorldOf()
    {
        world_->cluster = "test";
        world_->now = *parseRfc3339("2026-11-27T12:00:00Z");
        for (auto& state : world_->states)
            state.presence = Presence::Live;
        state(KindId::PodMetrics).presence = Presence::Missing;
    }
    template <class T>
    WorldOf& add(T object)
    {
        tables_[std::size_t(T::id)].push_back(std::make_shared<const T>(std::move(object)));
        if (T::id == KindId::PodMetrics)
            state(KindId::PodMetrics).presence = Presence::Live;
        return *this;
    }
    KindState& state(KindId kind) { return world_->states[std::size_t(kind)]; }
    World& world() { return *world_; }
    WorldPtr make()
    {
        for (std::size_t kind = 0; kind < kindCount; ++kind) {
            std::sort(tables_[kind].begin(), tables_[kind].end(), [](const auto& a, const auto& b) {
                return std::pair(a->meta.ns.str(), a->meta.name) < std::pair(b->meta.ns.str(), b->meta.name);
            });
            world_->tables[kind] = std::make_shared<const ObjectTable>(tables_[kind]);
        }
        return world_;
    }

private:
    std::shared_ptr<World> world_ = std::make_shared<World>();
    std::array<ObjectTable, kindCount> tables_;
};

} // namespace loadline::test
