// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/hpa_fields.h"
#include "cluster/trigger_fields.h"

#include <algorithm>

namespace loadline {
namespace {

Trigger readTrigger(Json json, Fault& fault)
{
    Trigger trigger;
    trigger.type = stringAt(json, "type", fault);
    trigger.name = stringAt(json, "name", fault);
    json["metadata"].eachField([&](std::string_view key, Json value) {
        // KEDA's schema allows texts only; whatever else got in is kept as it is written.
        trigger.metadata.emplace_back(key, value.isString() ? value.str() : value.dump());
    });
    std::sort(trigger.metadata.begin(), trigger.metadata.end());
    const Json authentication = json["authenticationRef"];
    trigger.authentication = {stringAt(authentication, "name", fault), stringAt(authentication, "kind", fault)};
    if (!trigger.authentication.name.empty() && trigger.authentication.kind.empty())
        trigger.authentication.kind = "TriggerAuthentication";
    if (const std::string_view type = textAt(json, "metricType", fault); !type.empty())
        trigger.metricType = parseTargetType(type);
    trigger.useCachedMetrics = flagAt(json, "useCachedMetrics", fault);
    return trigger;
}

} // namespace

const std::string* Trigger::get(std::string_view key) const
{
    const auto at = std::lower_bound(
        metadata.begin(), metadata.end(), key, [](const auto& entry, std::string_view wanted) { return entry.first < wanted; });
    return at != metadata.end() && at->first == key ? &at->second : nullptr;
}

std::vector<Trigger> readTriggers(Json triggers, Fault& fault)
{
    std::vector<Trigger> read;
    triggers.eachItem([&](Json item) { read.push_back(readTrigger(item, fault)); });
    return read;
}

std::vector<Trigger> parseTriggers(Json triggers)
{
    Fault fault;
    return readTriggers(triggers, fault);
}

} // namespace loadline
