// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loadline {

// One value of a YAML document, with the place it was written at. Aliases share the value they name; how large the
// document is with all of them written out is bounded, so that walking it always ends.
class YamlValue {
public:
    enum class Kind { Null, Scalar, Sequence, Mapping };
    using Ptr = std::shared_ptr<const YamlValue>;

    Kind kind = Kind::Null;
    bool quoted = false; // a quoted scalar is always text
    std::string text;
    std::vector<Ptr> items;
    std::vector<std::pair<std::string, Ptr>> fields;
    int line = 0, column = 0; // from 1
    std::size_t weight = 0; // about how many bytes it is with its aliases written out

    // The field of a mapping, also through a merge key (<<); the last one where a key is repeated. Null when absent.
    [[nodiscard]] const YamlValue* field(std::string_view key) const;
};

// The first document of a text. Errors: Malformed with "path:line:column", for what is no YAML, for cycles, and for
// texts with more than half a million values or 64 MiB once aliases are written out.
Result<YamlValue::Ptr> parseYaml(std::string_view text, const std::string& path);

// As JSON, plain scalars resolved as kubectl does (YAML 1.1: yes and on are true, 0x1f and 017 are numbers).
std::string yamlToJson(const YamlValue& value);

} // namespace loadline
