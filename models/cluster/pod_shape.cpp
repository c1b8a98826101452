// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/pod_shape.h"

#include "cluster/resource_fields.h"

#include <algorithm>

namespace loadline {
namespace {

void addInto(Resources& sum, const Resources& more)
{
    if (more.cpu)
        sum.cpu = sum.cpu.value_or(Quantity()) + *more.cpu;
    if (more.memory)
        sum.memory = sum.memory.value_or(Quantity()) + *more.memory;
    for (const auto& [name, quantity] : more.others)
        sum.set(name, sum.get(name).value_or(Quantity()) + quantity);
}

void raiseTo(Resources& peak, const Resources& other)
{
    if (other.cpu && (!peak.cpu || *peak.cpu < *other.cpu))
        peak.cpu = other.cpu;
    if (other.memory && (!peak.memory || *peak.memory < *other.memory))
        peak.memory = other.memory;
    for (const auto& [name, quantity] : other.others) {
        const auto known = peak.get(name);
        if (!known || *known < quantity)
            peak.set(name, quantity);
    }
}

void replaceBy(Resources& resources, const Resources& written)
{
    if (written.cpu)
        resources.cpu = written.cpu;
    if (written.memory)
        resources.memory = written.memory;
    for (const auto& [name, quantity] : written.others)
        resources.set(name, quantity);
}

// The API server gives a pod a request of whatever has a limit and no request; its template stays as it was written.
Resources withDefaults(Resources requests, const Resources& limits)
{
    if (!requests.cpu)
        requests.cpu = limits.cpu;
    if (!requests.memory)
        requests.memory = limits.memory;
    for (const auto& [name, quantity] : limits.others)
        if (!requests.get(name))
            requests.set(name, quantity);
    return requests;
}

// A pod's own limit stands in for its request only where no container asks for the resource.
void addPodDefaults(Resources& own, const Resources& limits, const PodShape& shape)
{
    const auto asked = [&](std::string_view name) {
        return own.get(name) || std::any_of(shape.containers.begin(), shape.containers.end(), [&](const Container& one) { return one.requests.get(name).has_value(); });
    };
    for (const auto* name : {"cpu", "memory"})
        if (const auto limit = limits.get(name); limit && !asked(name))
            own.set(name, *limit);
}

// All of a PodSpec that a shape is made of, as text: pods of one template spell the same key. Lengths are part of it,
// so that no two specs spell one key.
class Spelling {
public:
    explicit Spelling(std::string& key)
        : key_(key)
    {
        key_.clear();
    }
    void add(std::string_view text)
    {
        const auto size = static_cast<std::uint32_t>(text.size());
        key_.append(reinterpret_cast<const char*>(&size), sizeof size).append(text);
    }
    void mark(char c) { key_ += c; }
    void addResources(Json map)
    {
        map.eachField([&](std::string_view name, Json value) {
            add(name);
            add(value.isString() ? value.text() : std::string_view(value.dump()));
        });
        mark(';');
    }
    void addContainers(Json list, char kind)
    {
        list.eachItem([&](Json container) {
            Json resources;
            mark(kind);
            container.eachField([&](std::string_view key, Json value) {
                if (key == "name")
                    add(value.text());
                else if (key == "resources")
                    resources = value;
                else if (key == "restartPolicy")
                    mark(value.text() == "Always" ? 'S' : 's');
            });
            if (resources.present()) {
                addResources(resources["requests"]);
                mark('/');
                addResources(resources["limits"]);
            }
        });
    }

private:
    std::string& key_;
};

Container readContainer(Json json, bool sidecar, Fault& fault)
{
    const Json resources = json["resources"];
    Resources limits = readResources(resources["limits"], fault);
    Resources requests = withDefaults(readResources(resources["requests"], fault), limits);
    return {stringAt(json, "name", fault), std::move(requests), std::move(limits), sidecar};
}

} // namespace

std::shared_ptr<const PodShape> readShape(Json podSpec, ParseContext& context, Fault& fault)
{
    Json containers, initContainers, resources, overhead;
    std::string_view priorityClass;
    podSpec.eachField([&](std::string_view key, Json value) {
        if (key == "containers")
            containers = value;
        else if (key == "initContainers")
            initContainers = value;
        else if (key == "resources")
            resources = value;
        else if (key == "overhead")
            overhead = value;
        else if (key == "priorityClassName")
            priorityClass = value.text();
    });
    Spelling spelling(context.scratch);
    spelling.addContainers(containers, 'c');
    spelling.addContainers(initContainers, 'i');
    spelling.addResources(resources["requests"]);
    spelling.addResources(resources["limits"]);
    spelling.addResources(overhead);
    spelling.add(priorityClass);
    const auto cached = context.interner.cached<PodShape>(context.scratch, [&]() -> std::shared_ptr<const PodShape> {
        auto shape = std::make_shared<PodShape>();
        containers.eachItem([&](Json item) { shape->containers.push_back(readContainer(item, false, fault)); });
        Resources sidecars; // that already run when a plain init container does
        initContainers.eachItem([&](Json item) {
            const bool sidecar = item["restartPolicy"].text() == "Always";
            Container container = readContainer(item, sidecar, fault);
            if (sidecar) {
                addInto(sidecars, container.requests);
                shape->containers.push_back(std::move(container));
            } else {
                addInto(container.requests, sidecars);
                raiseTo(shape->initPeak, container.requests);
            }
        });
        shape->podRequests = readResources(resources["requests"], fault);
        addPodDefaults(shape->podRequests, readResources(resources["limits"], fault), *shape);
        shape->overhead = readResources(overhead, fault);
        shape->priorityClass = priorityClass;
        if (fault.first) // not remembered, so that the next pod that spells it is told too
            return nullptr;
        return shape;
    });
    return cached ? cached : std::make_shared<const PodShape>();
}

Resources requestsOf(const PodShape& shape)
{
    Resources sum;
    for (const Container& container : shape.containers)
        addInto(sum, container.requests);
    raiseTo(sum, shape.initPeak);
    replaceBy(sum, shape.podRequests);
    addInto(sum, shape.overhead);
    return sum;
}

const Container* find(const std::vector<Container>& containers, std::string_view name)
{
    const auto at = std::find_if(containers.begin(), containers.end(), [&](const Container& one) { return one.name == name; });
    return at == containers.end() ? nullptr : &*at;
}

} // namespace loadline
