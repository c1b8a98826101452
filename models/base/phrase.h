// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace loadline {

// A sentence in English, marked with LOADLINE_TR, in which %1 to %9 stand for `args`: translated at the edge
// (tables/wording), filled in with fillIn() for logs and tests.
struct Phrase {
    std::string text;
    std::vector<std::string> args;
    bool operator==(const Phrase&) const = default;
};

} // namespace loadline
