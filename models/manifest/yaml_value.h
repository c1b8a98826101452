// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/value.h"
#include "manifest/yaml_tree.h"

#include <utility>
#include <vector>

namespace loadline {

// The values of a tree, as kubectl makes them: anchors expanded, "<<" merged where it stands (what comes later wins).
// Errors: Malformed, `where` as placeOf: duplicate keys, unknown anchors, cycles, tags that do not fit, anchors that
// expand to more than 500,000 values or 16 MiB.
// With `aliases`, also what each alias stands for.
using AliasValues = std::vector<std::pair<const YamlNode*, Value>>;
Result<Value> valueOf(
    const YamlTree& tree, const std::string& text, const YamlPlace& place, AliasValues* aliases = nullptr);

bool isMergeKey(const YamlNode& key);
// A scalar key as JSON has it.
std::string keyOf(const YamlNode& key);

} // namespace loadline
