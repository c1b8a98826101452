// SPDX-License-Identifier: GPL-3.0-or-later
#include "world_from_fixtures.h"

#include "catalog/kind.h"
#include "fixtures.h"

#include <cstdio>
#include <cstdlib>

namespace loadline {

namespace {

[[noreturn]] void give(const std::string& fault)
{
    std::fprintf(stderr, "fixture: %s\n", fault.c_str());
    std::abort();
}

std::size_t indexOf(KindId kind) { return static_cast<std::size_t>(kind); }

} // namespace

WorldMaker::WorldMaker(std::string cluster)
    : interner_(std::make_shared<Interner>())
{
    world_.cluster = std::move(cluster);
    world_.server = "https://" + world_.cluster + ".example:6443";
    world_.version = "v1.36.0";
    at("2026-11-23T15:57:02Z");
    for (auto& state : world_.states)
        state.presence = Presence::Live;
}

WorldMaker WorldMaker::recorded(std::string cluster)
{
    WorldMaker maker(std::move(cluster));
    const std::pair<KindId, const char*> lists[] = {{KindId::Hpa, "hpa-list"}, {KindId::Vpa, "vpa-list"},
        {KindId::ScaledObject, "scaledobject-list"}, {KindId::TriggerAuthentication, "triggerauthentication-list"},
        {KindId::Node, "nodes-list"}, {KindId::Pod, "pods-list"}, {KindId::Deployment, "deployments-list"},
        {KindId::StatefulSet, "statefulsets-list"}, {KindId::ReplicaSet, "replicasets-list"},
        {KindId::DisruptionBudget, "pdb-list"}, {KindId::Quota, "quota-list"}, {KindId::LimitRange, "limitrange-list"},
        {KindId::PriorityClass, "priorityclass-list"}, {KindId::Event, "events-list"}, {KindId::PodMetrics, "podmetrics"},
        {KindId::NodeMetrics, "nodemetrics"}};
    for (const auto& [kind, file] : lists)
        maker.list(kind, recording(std::string(file) + ".json"));
    return maker;
}

WorldMaker& WorldMaker::at(const char* rfc3339)
{
    world_.now = parseRfc3339(rfc3339).value();
    for (auto& state : world_.states)
        state.heard = world_.now;
    return *this;
}

WorldMaker& WorldMaker::list(KindId kind, const std::string& json)
{
    JsonDocument document;
    const auto root = document.parse(std::string_view(json));
    if (!root)
        give(plainText(root.error()));
    ParseContext context {*interner_};
    for (std::size_t i = 0; i < (*root)["items"].size(); ++i) {
        auto object = kindOf(kind).parse((*root)["items"].at(i), context);
        if (!object)
            give(plainText(object.error()));
        add(kind, *std::move(object));
    }
    return *this;
}

WorldMaker& WorldMaker::add(KindId kind, const std::string& json) { return list(kind, "{\"items\":[" + json + "]}"); }

WorldMaker& WorldMaker::add(KindId kind, ObjectPtr object)
{
    const auto key = std::pair(object->meta.ns.str(), object->meta.name);
    objects_[indexOf(kind)][key] = std::move(object);
    return *this;
}

WorldMaker& WorldMaker::remove(KindId kind, const std::string& ns, const std::string& name)
{
    if (objects_[indexOf(kind)].erase({ns, name}) == 0)
        give("there is no " + ns + "/" + name + " to remove");
    return *this;
}

WorldMaker& WorldMaker::clear(KindId kind)
{
    objects_[indexOf(kind)].clear();
    return *this;
}

WorldMaker& WorldMaker::presence(KindId kind, Presence presence, std::optional<Error> error)
{
    world_.states[indexOf(kind)].presence = presence;
    world_.states[indexOf(kind)].error = std::move(error);
    return *this;
}

WorldMaker& WorldMaker::namespaces(KindId kind, std::vector<std::string> watched, std::vector<std::string> refused)
{
    world_.states[indexOf(kind)].namespaces = std::move(watched);
    world_.states[indexOf(kind)].refusedNamespaces = std::move(refused);
    return *this;
}

WorldMaker& WorldMaker::live(LiveMetricKey key, LiveValue value)
{
    live_[std::move(key)] = std::move(value);
    return *this;
}

WorldMaker& WorldMaker::trouble(Error error)
{
    world_.trouble = std::move(error);
    return *this;
}

WorldPtr WorldMaker::make() const
{
    auto world = std::make_shared<World>(world_);
    for (std::size_t kind = 0; kind < kindCount; ++kind) {
        auto table = std::make_shared<ObjectTable>();
        for (const auto& [key, object] : objects_[kind])
            table->push_back(object);
        world->tables[kind] = std::move(table);
    }
    world->liveMetrics = std::make_shared<const std::vector<std::pair<LiveMetricKey, LiveValue>>>(live_.begin(), live_.end());
    return world;
}

} // namespace loadline
