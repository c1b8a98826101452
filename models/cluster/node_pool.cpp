// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/node.h"

#include "cluster/resource_fields.h"

#include <algorithm>
#include <tuple>

namespace loadline {
namespace {

// "10%", or with its schedule "0 between 0 9 * * mon-fri for 8h (Drifted, Empty)".
std::string budgetText(Json budget, Fault& fault)
{
    std::string text = intOrPercentAt(budget, "nodes", fault);
    if (const auto schedule = textAt(budget, "schedule", fault); !schedule.empty())
        text.append(" at ").append(schedule);
    if (const auto duration = textAt(budget, "duration", fault); !duration.empty())
        text.append(" for ").append(duration);
    std::string reasons;
    for (const std::string& reason : textsAt(budget, "reasons", fault))
        reasons += (reasons.empty() ? "" : ", ") + reason;
    return reasons.empty() ? text : text + " (" + reasons + ")";
}

std::optional<std::int64_t> wholeOf(Resources& resources, std::string_view name)
{
    const auto quantity = resources.get(name);
    std::erase_if(resources.others, [&](const auto& entry) { return entry.first == name; });
    return quantity ? std::optional(quantity->whole()) : std::nullopt;
}

void readNodePool(NodePool& pool, Json object, Fault& fault)
{
    const Json spec = object["spec"];
    pool.limits = readResources(spec["limits"], fault);
    pool.nodeLimit = wholeOf(pool.limits, "nodes");
    pool.replicas = integerAt(spec, "replicas", fault);
    pool.weight = integerAt(spec, "weight", fault).value_or(0);
    const Json disruption = spec["disruption"];
    pool.consolidationPolicy = stringAt(disruption, "consolidationPolicy", fault);
    pool.consolidateAfter = stringAt(disruption, "consolidateAfter", fault);
    disruption["budgets"].eachItem([&](Json budget) { pool.budgets.push_back(budgetText(budget, fault)); });
    spec["template"]["metadata"]["labels"].eachField(
        [&](std::string_view key, Json value) { pool.nodeLabels.emplace_back(key, value.text()); });
    const Json nodeSpec = spec["template"]["spec"];
    pool.expireAfter = stringAt(nodeSpec, "expireAfter", fault);
    pool.nodeClass = stringAt(nodeSpec["nodeClassRef"], "name", fault);
    nodeSpec["requirements"].eachItem([&](Json item) {
        pool.requirements.push_back(
            {stringAt(item, "key", fault), stringAt(item, "operator", fault), textsAt(item, "values", fault)});
    });
    const Json status = object["status"];
    pool.inUse = readResources(status["resources"], fault);
    pool.nodes = integerAt(status, "nodes", fault);
    const auto counted = wholeOf(pool.inUse, "nodes");
    if (!pool.nodes)
        pool.nodes = counted;
    pool.conditions = parseConditions(status["conditions"]);
}

CapacityType parseCapacity(const std::string* text)
{
    if (!text)
        return CapacityType::Unknown;
    return *text == "spot" ? CapacityType::Spot
        : *text == "on-demand" ? CapacityType::OnDemand
        : *text == "reserved" ? CapacityType::Reserved
                              : CapacityType::Unknown;
}

void readNodeClaim(NodeClaim& claim, Json object, Fault& fault)
{
    const auto label = [&](std::string_view key) {
        const std::string* value = claim.meta.label(key);
        return value ? *value : std::string();
    };
    claim.pool = label("karpenter.sh/nodepool");
    claim.instanceType = label("node.kubernetes.io/instance-type");
    claim.zone = label("topology.kubernetes.io/zone");
    claim.capacityType = parseCapacity(claim.meta.label("karpenter.sh/capacity-type"));
    const Json status = object["status"];
    claim.nodeName = stringAt(status, "nodeName", fault);
    claim.capacity = readResources(status["capacity"], fault);
    claim.conditions = parseConditions(status["conditions"]);
}

} // namespace

bool NodePool::operator==(const NodePool& other) const
{
    const auto members = [](const NodePool& p) {
        return std::tie(p.meta, p.limits, p.nodeLimit, p.inUse, p.nodes, p.replicas, p.weight, p.consolidationPolicy,
            p.consolidateAfter, p.expireAfter, p.nodeClass, p.budgets, p.requirements, p.conditions);
    };
    return members(*this) == members(other);
}

Result<NodePool> parseNodePool(Json object, ParseContext& context)
{
    return readObject<NodePool>(
        "NodePool", object, context, [&](NodePool& pool, Fault& fault) { readNodePool(pool, object, fault); });
}

bool NodeClaim::operator==(const NodeClaim& other) const
{
    const auto members = [](const NodeClaim& c) {
        return std::tie(c.meta, c.pool, c.nodeName, c.instanceType, c.zone, c.capacityType, c.capacity, c.conditions);
    };
    return members(*this) == members(other);
}

Result<NodeClaim> parseNodeClaim(Json object, ParseContext& context)
{
    return readObject<NodeClaim>(
        "NodeClaim", object, context, [&](NodeClaim& claim, Fault& fault) { readNodeClaim(claim, object, fault); });
}

} // namespace loadline
