// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

namespace loadline {

// The lines of a text, each with its line break, so that a missing last one can be told. Together they are the text.
std::vector<std::string_view> linesIn(std::string_view text);

} // namespace loadline
