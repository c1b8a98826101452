// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/document_place.h"

#include "manifest/yaml_text.h"

#include <algorithm>

namespace loadline {

std::size_t columnOf(const Document& document, const FieldPath& path)
{
    const auto yaml = readYaml(document.text(), {});
    if (!yaml)
        return 1;
    const YamlSpot spot = spotOf(*yaml, path);
    if (!spot.node)
        return 1;
    const std::size_t begin = spot.parent ? entryOf(*yaml, *spot.parent, spot.child).begin : spot.node->begin;
    const std::string& text = yaml->text;
    const std::size_t line = yaml->lines.begin(yaml->lines.lineOf(begin));
    std::size_t at = begin;
    if (text.compare(at, 2, "- ") == 0) // an item begins behind its dash
        if (const auto behind = text.find_first_not_of(" -", at); behind != std::string::npos && text.find('\n', at) > behind)
            at = behind;
    const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
    return static_cast<std::size_t>(std::count_if(text.begin() + std::ptrdiff_t(line), text.begin() + std::ptrdiff_t(at), begins)) + 1;
}

} // namespace loadline
