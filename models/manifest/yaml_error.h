// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/yaml_tree.h"

#include <string>
#include <string_view>

namespace loadline {

// What can be wrong with a manifest's text, and a sentence for each that tells what to do. `detail` is what the
// sentence names: a key, an anchor, a tag.
enum class YamlFault {
    Other,
    NotUtf8,
    Control,
    Tab,
    Colon,
    KeyWithoutColon,
    Indentation,
    Bracket,
    Quote,
    Start,
    TooDeep,
    TooLarge,
    SeveralDocuments,
    KeyIsNoScalar,
    KeyIsNull,
    DuplicateKey,
    UnknownAnchor,
    AnchorCycle,
    AliasBomb,
    MergeOfNoMap,
    Infinity,
    WrongTag,
};
Error yamlError(YamlFault fault, const YamlPlace& place, std::string_view text, std::size_t at, std::string detail = {});
// From the parser's own words.
Error yamlProblem(const std::string& problem, const YamlPlace& place, std::string_view text, std::size_t at);

} // namespace loadline
