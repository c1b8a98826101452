// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/yaml_text.h"

#include "manifest/yaml_error.h"
#include "manifest/yaml_value.h"

#include <algorithm>

namespace loadline {
namespace {

constexpr std::size_t largestMiB = 3;

} // namespace

std::size_t skipToToken(std::string_view text, std::size_t at)
{
    while (at < text.size()) {
        const char c = text[at];
        if (c == '#')
            at = std::min(text.find('\n', at), text.size());
        else if (c == '&' || c == '!')
            at = std::min(text.find_first_of(" \t\r\n", at), text.size());
        else if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
            ++at;
        else
            break;
    }
    return at;
}

Result<YamlText> readYaml(std::string text, const YamlPlace& place)
{
    if (text.size() > largestMiB << 20)
        return yamlError(YamlFault::TooLarge, place, text, 0, std::to_string(largestMiB));
    Result<YamlTree> tree = parseYaml(text, place);
    if (!tree)
        return tree.error();
    Result<Value> value = valueOf(*tree, text, place);
    if (!value)
        return value.error();
    LineStarts lines(text);
    return YamlText{std::move(text), std::move(*tree), std::move(*value), std::move(lines)};
}

std::optional<std::size_t> childOf(const YamlNode& map, const std::string& key)
{
    for (std::size_t i = 0; i + 1 < map.children.size(); i += 2)
        if (map.children[i].kind == YamlNode::Kind::Scalar && !isMergeKey(map.children[i]) && keyOf(map.children[i]) == key)
            return i + 1;
    return std::nullopt;
}

YamlSpot spotOf(const YamlText& yaml, const FieldPath& path)
{
    YamlSpot spot;
    if (!yaml.tree.present)
        return spot;
    spot.node = &yaml.tree.root;
    for (const FieldPath::Step& step : path.steps()) {
        std::optional<std::size_t> child;
        const auto* index = std::get_if<std::size_t>(&step);
        if (index && spot.node->kind == YamlNode::Kind::List && *index < spot.node->children.size())
            child = *index;
        else if (!index && spot.node->kind == YamlNode::Kind::Map)
            child = childOf(*spot.node, std::get<std::string>(step));
        if (!child)
            break;
        spot.parent = spot.node;
        spot.inFlow = spot.inFlow || spot.parent->isFlow();
        spot.child = *child;
        spot.node = &spot.parent->children[*child];
        ++spot.steps;
    }
    return spot;
}

std::size_t dashOf(const YamlText& yaml, const YamlNode& list, std::size_t item)
{
    return skipToToken(yaml.text, item == 0 ? list.begin : list.children[item - 1].end);
}

YamlSpan entryOf(const YamlText& yaml, const YamlNode& parent, std::size_t child)
{
    const YamlNode& node = parent.children[child];
    if (parent.kind == YamlNode::Kind::Map)
        return {parent.children[child - 1].begin, std::max(node.end, parent.children[child - 1].end)};
    return {parent.isFlow() ? node.begin : dashOf(yaml, parent, child), node.end};
}

} // namespace loadline
