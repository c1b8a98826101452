// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/field_path.h"
#include "manifest/value.h"

#include <cstddef>
#include <string>
#include <vector>

namespace loadline {

// How a text is written: found in what is there, or as Kubernetes users write it.
struct YamlStyle {
    std::size_t step = 2; // blanks a nested map is indented by
    bool listsIndented = false; // "- " deeper than its key
    bool json = false; // keys and strings always in double quotes
};

// A value as block YAML: `head` goes on the line of the key or dash, the lines follow, indented already.
struct YamlBlock {
    std::string head; // "" nothing
    std::vector<std::string> lines;
};
// `path` is where the value stands (its keys are ordered by it), `column` where its key or dash begins.
YamlBlock blockOf(const Value& value, const FieldPath& path, std::size_t column, const YamlStyle& style, bool underDash);
// "key: value" with its lines, indented by `column`, the first line as well.
std::vector<std::string> entryLines(
    const std::string& key, const Value& value, const FieldPath& path, std::size_t column, const YamlStyle& style);
std::vector<std::string> itemLines(const Value& value, const FieldPath& path, std::size_t column, const YamlStyle& style);
// "{a: 1, b: [x]}", or {"a": 1} as JSON.
std::string flowOf(const Value& value, const FieldPath& path, const YamlStyle& style);
std::string keyOf(const std::string& key, bool block, const YamlStyle& style);
// A scalar, "{}" or "[]", where it stands in a block or in brackets.
std::string scalarText(const Value& value, bool block, const YamlStyle& style);

std::string writeYaml(const Value& value);

} // namespace loadline
