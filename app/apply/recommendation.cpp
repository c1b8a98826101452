// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/ownership.h"
#include "apply/quick_action.h"
#include "apply/refusal.h"
#include "scaling/vpa_estimate.h"

#include <algorithm>
#include <limits>

namespace loadline {
namespace {

Resources resourcesOf(const Value& map)
{
    Resources resources;
    for (const ValueField& field : map.fields())
        if (const auto quantity = Quantity::parse(field.value.isString() ? field.value.text() : field.value.json()))
            resources.set(field.key, *quantity);
    return resources;
}

// As people write them: "250m", "2", "512Mi", and plain where nothing fits.
std::string written(std::string_view resource, Quantity quantity)
{
    const bool whole = quantity.nano() % 1'000'000'000 == 0;
    if (resource == "cpu")
        return whole ? std::to_string(quantity.whole()) : std::to_string(quantity.milli()) + "m";
    const std::int64_t bytes = quantity.whole(); // rounded up: never less than asked for
    const std::pair<const char*, std::int64_t> units[] = {{"Gi", 1 << 30}, {"Mi", 1 << 20}, {"Ki", 1 << 10}};
    for (const auto& [unit, size] : units)
        if (bytes != 0 && bytes % size == 0)
            return std::to_string(bytes / size) + unit;
    return std::to_string(bytes);
}

// Memory rounded up to whole mebibytes: what is written is what a page and a panel say. Exact where that would be above
// `limit`, which the server refuses.
Quantity rounded(std::string_view resource, Quantity quantity, std::optional<Quantity> limit)
{
    constexpr std::int64_t mebibyte = 1 << 20;
    const std::int64_t bytes = quantity.whole();
    if (resource != "memory" || bytes < mebibyte || bytes > std::numeric_limits<std::int64_t>::max() - mebibyte)
        return quantity;
    const Quantity up = Quantity::fromWhole((bytes + mebibyte - 1) / mebibyte * mebibyte);
    return limit && *limit < up ? quantity : up;
}

// The amounts that differ from before.
Value amounts(const Resources& wanted, const Resources& before, const Resources& limits)
{
    Value map = Value::map();
    for (const char* resource : {"cpu", "memory"}) {
        const auto value = wanted.get(resource);
        const Quantity amount = value ? rounded(resource, *value, limits.get(resource)) : Quantity {};
        if (value && value != before.get(resource) && amount != before.get(resource))
            map.set(resource, written(resource, amount));
    }
    return map;
}

std::optional<Value> resized(const Value& container, const Vpa& vpa)
{
    const std::string& name = container["name"].text();
    const auto& all = vpa.recommendations;
    const auto one = std::find_if(all.begin(), all.end(), [&](const auto& recommendation) { return recommendation.container == name; });
    const ContainerPolicy* policy = policyOf(vpa, name);
    if (one == all.end() || (policy && policy->off))
        return std::nullopt;
    const Resources requests = resourcesOf(container["resources"]["requests"]), limits = resourcesOf(container["resources"]["limits"]);
    const VpaChange change = changeOf(*one, policy, requests, limits);
    Resources ceilings = change.limits; // as they are written
    if (const auto memory = change.limits.get("memory"); memory && memory != limits.get("memory"))
        ceilings.set("memory", rounded("memory", *memory, std::nullopt));
    Value resources = Value::map();
    if (Value map = amounts(change.requests, requests, ceilings); !map.fields().empty())
        resources.set("requests", std::move(map));
    if (Value map = amounts(change.limits, limits, {}); !map.fields().empty())
        resources.set("limits", std::move(map));
    if (resources.fields().empty())
        return std::nullopt;
    Value item = Value::map();
    item.set("name", name);
    item.set("resources", std::move(resources));
    return item;
}

} // namespace

Result<Change> recommendationChange(const Value& workload, const Vpa& vpa, const std::vector<std::string>& containers)
{
    const ManifestRef ref = refOf(workload);
    Value items = Value::list();
    for (const Value& container : workload["spec"]["template"]["spec"]["containers"].items()) {
        const bool chosen = containers.empty() || std::find(containers.begin(), containers.end(), container["name"].text()) != containers.end();
        if (auto item = chosen ? resized(container, vpa) : std::nullopt)
            items.add(std::move(*item));
    }
    if (items.items().empty())
        return Error {Error::Kind::NotFound, LOADLINE_TR("Error", "%1 recommends nothing else for these containers of %2."), "", "",
            {"VerticalPodAutoscaler " + vpa.meta.name, nameOf(ref)}};
    Value inner = Value::map();
    inner.set("containers", std::move(items));
    for (const char* key : {"spec", "template", "spec"}) {
        Value outer = Value::map();
        outer.set(key, std::move(inner));
        inner = std::move(outer);
    }
    return Change {ref, Change::Verb::Apply, workload, overlay(ownedBy(workload), inner), "recommendation of VPA " + vpa.meta.name};
}

} // namespace loadline
