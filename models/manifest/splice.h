// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/emit.h"
#include "manifest/yaml_text.h"

namespace loadline {

// Single edits of a YAML text, by its lines: each gives the new text and leaves every other line as it was. They trust
// the positions of the tree; whoever calls them reads the result again and compares.

YamlStyle styleOf(const YamlText& yaml);
// The value at a spot that is there becomes another; its comment on the same line stays.
std::string replaceNode(const YamlText& yaml, const YamlSpot& spot, const FieldPath& path, const Value& value);
// A field that the map at `spot` lacks, put where its kind orders it.
std::string insertField(
    const YamlText& yaml, const YamlSpot& spot, const FieldPath& path, const std::string& key, const Value& value);
std::string appendItem(const YamlText& yaml, const YamlSpot& spot, const FieldPath& path, const Value& value);
// Takes a field or item out of a container that has others.
std::string removeEntry(const YamlText& yaml, const YamlNode& parent, std::size_t child);
// The first fields of an empty document.
std::string fillEmpty(const YamlText& yaml, const Value& value);

} // namespace loadline
