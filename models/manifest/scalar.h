// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/value.h"

#include <string>
#include <string_view>

namespace loadline {

// What a plain scalar means to kubectl (sigs.k8s.io/yaml, which is go-yaml v2): y, on, yes are booleans, 0123 and 0o17
// are octal, 1_000 and 1e3 numbers; 1:30 and dates are strings. Infinity and NaN come back as such numbers.
Value resolvePlain(std::string_view text);
// What a mapping key becomes in JSON: "true" for y, "83" for 0123. Only for booleans, numbers and strings.
std::string keyText(const Value& key);

// Text as YAML writes it. `block`: not within brackets, where commas need no quotes.
std::string yamlString(std::string_view text, bool block);
std::string doubleQuoted(std::string_view text); // also valid JSON
std::string singleQuoted(std::string_view text); // only where canSingleQuote
bool canSingleQuote(std::string_view text);
bool plainIsSafeInFlow(std::string_view text);
// Whether a literal block ("|") can hold it: several lines, none of which would be changed by it.
bool fitsLiteral(std::string_view text);

} // namespace loadline
