// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace loadline {

// Bytes of the character that `text` begins with, 1 to 4; 0 when there is none or it is not UTF-8 (RFC 3629: neither
// overlong nor a surrogate).
std::size_t utf8Length(std::string_view text);
// Its code point; only where utf8Length is not 0.
char32_t utf8Point(std::string_view text);
void appendUtf8(std::string& to, char32_t point);
// The first byte that is no UTF-8, or npos.
std::size_t findNonUtf8(std::string_view text);

} // namespace loadline
