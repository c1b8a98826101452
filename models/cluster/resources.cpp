// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/resource_fields.h"

#include <algorithm>

namespace loadline {
namespace {

auto placeOf(const std::vector<std::pair<std::string, Quantity>>& others, std::string_view resource)
{
    return std::lower_bound(
        others.begin(), others.end(), resource, [](const auto& entry, std::string_view wanted) { return entry.first < wanted; });
}

} // namespace

std::optional<Quantity> Resources::get(std::string_view resource) const
{
    if (resource == "cpu")
        return cpu;
    if (resource == "memory")
        return memory;
    const auto at = placeOf(others, resource);
    return at != others.end() && at->first == resource ? std::optional(at->second) : std::nullopt;
}

void Resources::set(std::string_view resource, Quantity quantity)
{
    if (resource == "cpu") {
        cpu = quantity;
    } else if (resource == "memory") {
        memory = quantity;
    } else {
        const auto place = others.begin() + (placeOf(others, resource) - others.cbegin());
        if (place != others.end() && place->first == resource)
            place->second = quantity;
        else
            others.emplace(place, std::string(resource), quantity);
    }
}

Resources readResources(Json map, Fault& fault)
{
    Resources resources;
    map.eachField([&](std::string_view key, Json value) {
        if (const auto quantity = quantityOf(key, value, fault))
            resources.set(key, *quantity);
    });
    return resources;
}

Resources parseResources(Json map)
{
    Fault fault;
    return readResources(map, fault);
}

} // namespace loadline
