// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace loadline {

// A file compiled into the program (loadline_embed in installer/cmake).
struct EmbeddedFile {
    std::string_view name; // without folder and ending
    std::string_view text;
};

} // namespace loadline
