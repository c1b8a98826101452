// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/node.h"

#include "cluster/resource_fields.h"

#include <algorithm>
#include <tuple>

namespace loadline {
namespace {

void readNode(Node& node, Json object, Fault& fault)
{
    const Json spec = object["spec"];
    node.providerId = stringAt(spec, "providerID", fault);
    node.unschedulable = flagAt(spec, "unschedulable", fault);
    spec["taints"].eachItem([&](Json taint) {
        node.taints.push_back(
            {stringAt(taint, "key", fault), stringAt(taint, "value", fault), stringAt(taint, "effect", fault)});
    });
    const Json status = object["status"];
    node.capacity = readResources(status["capacity"], fault);
    node.allocatable = readResources(status["allocatable"], fault);
    // Pods are a count of its own, not one of the other resources beside GPUs.
    node.allocatablePods = node.allocatable.get("pods");
    for (Resources* resources : {&node.capacity, &node.allocatable})
        std::erase_if(resources->others, [](const auto& entry) { return entry.first == "pods"; });
    node.conditions = parseConditions(status["conditions"]);
    node.kubeletVersion = stringAt(status["nodeInfo"], "kubeletVersion", fault);
}

} // namespace

bool Node::operator==(const Node& other) const
{
    const auto members = [](const Node& n) {
        return std::tie(n.meta, n.providerId, n.kubeletVersion, n.capacity, n.allocatable, n.allocatablePods, n.taints,
            n.conditions, n.unschedulable);
    };
    return members(*this) == members(other);
}

bool Node::ready() const { return isTrue(conditions, "Ready"); }

Result<Node> parseNode(Json object, ParseContext& context)
{
    return readObject<Node>("Node", object, context, [&](Node& node, Fault& fault) { readNode(node, object, fault); });
}

} // namespace loadline
