// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loadline {

// A node of a YAML text and the bytes it stands on, its anchor and tag included. Text and positions only: what a plain
// scalar means is told by scalar.h.
struct YamlNode {
    enum class Kind : std::uint8_t { Scalar, List, Map, Alias };
    enum class Style : std::uint8_t { Plain, Single, Double, Literal, Folded, Block, Flow };
    Kind kind = Kind::Scalar;
    Style style = Style::Plain;
    std::size_t begin = 0, end = 0; // a block scalar or collection ends with its last line that says something
    std::string anchor; // of an alias: the name it points to
    std::string tag; // "tag:yaml.org,2002:str"; "" none
    std::string text; // of a scalar, unquoted and unescaped
    std::vector<YamlNode> children; // of a map: key, value, key, value

    [[nodiscard]] bool isFlow() const { return style == Style::Flow; }
    [[nodiscard]] bool isEmptyScalar() const { return kind == Kind::Scalar && begin == end; }
};

struct YamlTree {
    bool present = false; // false: blank and comments only
    YamlNode root;
    std::size_t end = 0; // where the document ends: the whole text, or a "..." or "---" that follows it
};

// Where a text stands in what it was cut from, for errors: "hpa.yaml:12:3".
struct YamlPlace {
    std::string source; // "" none: "12:3"
    std::size_t firstLine = 1;
};

constexpr std::size_t deepestYaml = 100;

// The starts of the lines of a text, to tell line and column (from 1, columns in characters) of a byte.
class LineStarts {
public:
    LineStarts() = default;
    explicit LineStarts(std::string_view text);
    [[nodiscard]] std::size_t count() const { return starts_.size(); }
    [[nodiscard]] std::size_t lineOf(std::size_t byte) const; // from 1
    [[nodiscard]] std::size_t begin(std::size_t line) const { return starts_[line - 1]; }

private:
    std::vector<std::size_t> starts_;
};

std::string placeOf(const YamlPlace& place, std::string_view text, std::size_t byte);

// The one document of a text. Errors: Malformed, `where` as placeOf: no YAML, tabs, deeper than deepestYaml, several
// documents, keys that are no scalars.
Result<YamlTree> parseYaml(const std::string& text, const YamlPlace& place);

} // namespace loadline
