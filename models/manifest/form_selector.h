// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "manifest/value.h"

namespace loadline {

// A LabelSelector as one types it, "app=web,tier in (a,b),!old", to its value {matchLabels, matchExpressions} and back.
// Errors: Malformed, naming the part.
Result<Value> selectorFrom(std::string_view text);
std::string selectorText(const Value& selector);

} // namespace loadline
