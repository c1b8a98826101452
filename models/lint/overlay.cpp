// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/lint.h"

#include "lint/readable.h"

#include <algorithm>
#include <map>
#include <set>

namespace loadline {

namespace {

using Key = std::pair<std::string, std::string>; // namespace, name

Key keyOf(const Object& object) { return {object.meta.ns.str(), object.meta.name}; }

// The live table with the laid objects in their places; both in order.
std::shared_ptr<const ObjectTable> merged(const ObjectTable* live, const std::map<Key, ObjectPtr>& laid)
{
    auto table = std::make_shared<ObjectTable>();
    table->reserve((live ? live->size() : 0) + laid.size());
    auto next = laid.begin();
    const auto end = live ? live->end() : ObjectTable::const_iterator();
    for (auto at = live ? live->begin() : end; at != end; ++at) {
        const auto ns = (*at)->meta.ns.str();
        const auto before = [&](const Key& key) { return std::tie(key.first, key.second) < std::tie(ns, (*at)->meta.name); };
        for (; next != laid.end() && before(next->first); ++next)
            table->push_back(next->second);
        if (next != laid.end() && next->first == keyOf(**at))
            table->push_back((next++)->second);
        else
            table->push_back(*at);
    }
    for (; next != laid.end(); ++next)
        table->push_back(next->second);
    return table;
}

} // namespace

Overlay layOver(const WorldPtr& live, std::vector<Document> manifests, const std::string& ns)
{
    Overlay overlay;
    overlay.live = live;
    overlay.ns = ns;
    overlay.documents = std::move(manifests);
    auto world = live ? std::make_shared<World>(*live) : std::make_shared<World>();
    Interner interner;
    ParseContext context {interner};
    JsonDocument json;
    std::map<KindId, std::map<Key, ObjectPtr>> laid;
    for (std::size_t i = 0; i < overlay.documents.size(); ++i) {
        const auto& document = overlay.documents[i];
        const auto* readable = readableAs(document.ref());
        if (!readable)
            continue;
        const auto root = json.parse(document.json());
        auto object = root ? readable->read(*root, context, readable->namespaced ? ns : std::string(), live.get())
                           : Result<ObjectPtr>(root.error());
        if (!object) {
            overlay.unreadable.push_back({i, object.error()});
            continue;
        }
        overlay.laid.push_back({object->get(), i});
        auto& place = laid[readable->id][keyOf(**object)];
        if (place) // the later document of two wins, as with kubectl apply
            std::erase_if(overlay.laid, [&](const Overlay::Laid& entry) { return entry.object == place.get(); });
        place = *std::move(object);
    }
    for (const auto& [kind, objects] : laid) {
        const auto index = static_cast<std::size_t>(kind);
        world->tables[index] = merged(world->tables[index].get(), objects);
        if (!live)
            world->states[index].presence = Presence::Live;
    }
    overlay.world = std::move(world);
    return overlay;
}

WorldPtr without(const WorldPtr& live, const std::vector<Document>& manifests, const std::string& ns)
{
    std::map<KindId, std::set<Key>> gone;
    for (const auto& document : manifests) {
        const auto ref = document.ref();
        if (const auto* readable = readableAs(ref))
            gone[readable->id].emplace(!readable->namespaced ? std::string() : ref.ns.empty() ? ns : ref.ns, ref.name);
    }
    auto world = std::make_shared<World>(*live);
    for (const auto& [kind, keys] : gone) {
        auto& table = world->tables[static_cast<std::size_t>(kind)];
        if (!table)
            continue;
        auto rest = std::make_shared<ObjectTable>();
        std::copy_if(table->begin(), table->end(), std::back_inserter(*rest), [&keys = keys](const ObjectPtr& object) { return !keys.contains(keyOf(*object)); });
        table = std::move(rest);
    }
    return world;
}

} // namespace loadline
