// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/autoscaler_status.h"

#include <yaml-cpp/yaml.h>

#include <charconv>

namespace loadline {
namespace {

// A member of a map; an undefined node where there is none or `node` is no map.
YAML::Node member(const YAML::Node& node, const char* key)
{
    return node.IsDefined() && node.IsMap() ? node[key] : YAML::Node(YAML::NodeType::Undefined);
}

std::string textOf(const YAML::Node& node)
{
    std::string text = node.IsDefined() && node.IsScalar() ? node.Scalar() : std::string();
    return text == "<unknown>" ? std::string() : text;
}

std::optional<std::int64_t> integerOf(const YAML::Node& node)
{
    const std::string text = textOf(node);
    std::int64_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || fault != std::errc {} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::optional<TimePoint> timeOf(const YAML::Node& node)
{
    const std::string text = textOf(node);
    const auto time = text.find(' ') == std::string::npos ? parseRfc3339(text) : parseGoTime(text);
    return time ? std::optional(*time) : std::nullopt;
}

// Zeros are left out of a map; a map that is not there tells nothing.
std::optional<std::int64_t> countOf(const YAML::Node& map, const char* key)
{
    if (!map.IsDefined() || !map.IsMap())
        return std::nullopt;
    const YAML::Node value = member(map, key);
    return value.IsDefined() && !value.IsNull() ? integerOf(value) : std::optional<std::int64_t>(0);
}

AutoscalerGroup readGroup(const YAML::Node& node)
{
    AutoscalerGroup group;
    group.name = textOf(member(node, "name"));
    const YAML::Node health = member(node, "health");
    group.health = textOf(member(health, "status"));
    const YAML::Node registered = member(member(health, "nodeCounts"), "registered");
    group.ready = countOf(registered, "ready");
    group.registered = countOf(registered, "total");
    // A group that can be scaled has a largest size above zero, so without one nothing was written of its sizes.
    group.maxSize = integerOf(member(health, "maxSize"));
    if (group.maxSize) {
        group.minSize = countOf(health, "minSize");
        group.target = countOf(health, "cloudProviderTarget");
    } else {
        group.minSize = integerOf(member(health, "minSize"));
        group.target = integerOf(member(health, "cloudProviderTarget"));
    }
    const YAML::Node scaleUp = member(node, "scaleUp");
    group.scaleUp = textOf(member(scaleUp, "status"));
    group.scaleUpSince = timeOf(member(scaleUp, "lastTransitionTime"));
    const YAML::Node backoff = member(scaleUp, "backoffInfo");
    group.backoffCode = textOf(member(backoff, "errorCode"));
    group.backoffMessage = textOf(member(backoff, "errorMessage"));
    group.scaleDown = textOf(member(member(node, "scaleDown"), "status"));
    return group;
}

AutoscalerStatus readStatus(const YAML::Node& root)
{
    AutoscalerStatus status;
    status.written = timeOf(member(root, "time"));
    status.running = textOf(member(root, "autoscalerStatus"));
    status.message = textOf(member(root, "message"));
    const YAML::Node wide = member(root, "clusterWide");
    status.health = textOf(member(member(wide, "health"), "status"));
    status.scaleUp = textOf(member(member(wide, "scaleUp"), "status"));
    status.scaleDown = textOf(member(member(wide, "scaleDown"), "status"));
    const YAML::Node groups = member(root, "nodeGroups");
    if (groups.IsDefined() && groups.IsSequence())
        for (const YAML::Node& group : groups)
            status.groups.push_back(readGroup(group));
    return status;
}

} // namespace

Result<AutoscalerStatus> parseAutoscalerYaml(std::string_view text)
{
    try {
        const YAML::Node root = YAML::Load(std::string(text));
        if (!root.IsMap())
            return Error {Error::Kind::Malformed,
                LOADLINE_TR("Error", "The cluster autoscaler's status is neither YAML nor the older text."), "line 1", "", {}};
        return readStatus(root);
    } catch (const YAML::Exception& fault) {
        return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "The cluster autoscaler's status is not YAML: %1."),
            "line " + std::to_string(fault.mark.is_null() ? 1 : fault.mark.line + 1), "", {fault.msg}};
    }
}

} // namespace loadline
