// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/resource_fields.h"
#include "cluster/workload.h"

#include <algorithm>
#include <tuple>

namespace loadline {
namespace {

std::vector<std::pair<std::string, Quantity>> readQuantities(Json map, Fault& fault)
{
    std::vector<std::pair<std::string, Quantity>> read;
    map.eachField([&](std::string_view key, Json value) {
        if (const auto quantity = quantityOf(key, value, fault))
            read.emplace_back(key, *quantity);
    });
    std::sort(read.begin(), read.end());
    return read;
}

} // namespace

bool DisruptionBudget::operator==(const DisruptionBudget& other) const
{
    const auto members = [](const DisruptionBudget& b) {
        return std::tie(b.meta, b.selector, b.minAvailable, b.maxUnavailable, b.allowed, b.currentHealthy, b.desiredHealthy,
            b.expected);
    };
    return members(*this) == members(other);
}

Result<DisruptionBudget> parseDisruptionBudget(Json object, ParseContext& context)
{
    const auto read = [&](DisruptionBudget& budget, Fault& fault) {
        const Json spec = object["spec"];
        budget.selector = parseSelector(spec["selector"]);
        budget.minAvailable = intOrPercentAt(spec, "minAvailable", fault);
        budget.maxUnavailable = intOrPercentAt(spec, "maxUnavailable", fault);
        const Json status = object["status"];
        budget.allowed = integerAt(status, "disruptionsAllowed", fault);
        budget.currentHealthy = integerAt(status, "currentHealthy", fault);
        budget.desiredHealthy = integerAt(status, "desiredHealthy", fault);
        budget.expected = integerAt(status, "expectedPods", fault);
    };
    return readObject<DisruptionBudget>("PodDisruptionBudget", object, context, read);
}

bool Quota::operator==(const Quota& other) const
{
    return std::tie(meta, hard, used) == std::tie(other.meta, other.hard, other.used);
}

Result<Quota> parseQuota(Json object, ParseContext& context)
{
    const auto read = [&](Quota& quota, Fault& fault) {
        const Json status = object["status"];
        // What is enforced now; the spec alone until the quota controller has looked once.
        const Json hard = status["hard"].present() ? status["hard"] : object["spec"]["hard"];
        quota.hard = readQuantities(hard, fault);
        quota.used = readQuantities(status["used"], fault);
    };
    return readObject<Quota>("ResourceQuota", object, context, read);
}

bool LimitRange::operator==(const LimitRange& other) const
{
    return std::tie(meta, items) == std::tie(other.meta, other.items);
}

Result<LimitRange> parseLimitRange(Json object, ParseContext& context)
{
    const auto read = [&](LimitRange& range, Fault& fault) {
        object["spec"]["limits"].eachItem([&](Json item) {
            range.items.push_back({stringAt(item, "type", fault), readResources(item["min"], fault),
                readResources(item["max"], fault), readResources(item["default"], fault),
                readResources(item["defaultRequest"], fault)});
        });
    };
    return readObject<LimitRange>("LimitRange", object, context, read);
}

bool PriorityClass::operator==(const PriorityClass& other) const
{
    return std::tie(meta, value, globalDefault, preemptionPolicy)
        == std::tie(other.meta, other.value, other.globalDefault, other.preemptionPolicy);
}

Result<PriorityClass> parsePriorityClass(Json object, ParseContext& context)
{
    const auto read = [&](PriorityClass& priority, Fault& fault) {
        priority.value = integerAt(object, "value", fault).value_or(0);
        priority.globalDefault = flagAt(object, "globalDefault", fault);
        priority.preemptionPolicy = stringAt(object, "preemptionPolicy", fault);
    };
    return readObject<PriorityClass>("PriorityClass", object, context, read);
}

} // namespace loadline
