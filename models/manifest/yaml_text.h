// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/document.h"
#include "manifest/yaml_tree.h"

#include <optional>

namespace loadline {

// A document read: its text, where everything stands in it, and what it says.
struct YamlText {
    std::string text;
    YamlTree tree;
    Value value;
    LineStarts lines;
};
Result<YamlText> readYaml(std::string text, const YamlPlace& place);

// Where a path leads in a text. An alias or a merged field has no place of its own: the way ends before it.
struct YamlSpot {
    const YamlNode* node = nullptr; // the deepest that is there; null: an empty document
    const YamlNode* parent = nullptr; // what holds it; null: it is the root
    std::size_t child = 0; // its place among the parent's children (of a map: of the value)
    std::size_t steps = 0; // how many of the path led there
    bool inFlow = false; // within brackets or braces
};
YamlSpot spotOf(const YamlText& yaml, const FieldPath& path);
// The place of the value of a field among the children of a map; nullopt: not written there.
std::optional<std::size_t> childOf(const YamlNode& map, const std::string& key);
// Past blanks, line breaks, comments, anchors and tags.
std::size_t skipToToken(std::string_view text, std::size_t at);
// Bytes from the key or dash to the end of the value.
struct YamlSpan {
    std::size_t begin = 0, end = 0;
};
YamlSpan entryOf(const YamlText& yaml, const YamlNode& parent, std::size_t child);
// The dash of an item of a block list.
std::size_t dashOf(const YamlText& yaml, const YamlNode& list, std::size_t item);

} // namespace loadline
