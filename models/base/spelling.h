// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace loadline {

// A to Z as a to z; all else as it is, whatever the locale.
std::string lowered(std::string_view text);

// The one of `known` that differs from `word` by a slip of the pen: at most two letters, fewer in a short word. "" when
// none does. O(letters squared) for each that is known; words over 40 letters are no slips.
std::string nearestWord(std::string_view word, const std::vector<std::string_view>& known);

} // namespace loadline
