// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/utf8.h"

namespace loadline {
namespace {

unsigned byteAt(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

} // namespace

std::size_t utf8Length(std::string_view text)
{
    if (text.empty())
        return 0;
    const unsigned lead = byteAt(text, 0);
    if (lead < 0x80)
        return 1;
    const std::size_t length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (length == 0 || text.size() < length)
        return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byteAt(text, i) & 0xC0) != 0x80)
            return 0;
    const unsigned second = byteAt(text, 1);
    const bool wrong = (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || (lead == 0xF0 && second < 0x90)
        || (lead == 0xF4 && second > 0x8F);
    return wrong ? 0 : length;
}

char32_t utf8Point(std::string_view text)
{
    const std::size_t length = utf8Length(text);
    char32_t point = length == 0 ? 0xFFFD : length == 1 ? byteAt(text, 0) : byteAt(text, 0) & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i)
        point = (point << 6) | (byteAt(text, i) & 0x3FU);
    return point;
}

void appendUtf8(std::string& to, char32_t point)
{
    const auto tail = [&to](char32_t bits) { to += static_cast<char>(0x80 | (bits & 0x3F)); };
    if (point < 0x80) {
        to += static_cast<char>(point);
    } else if (point < 0x800) {
        to += static_cast<char>(0xC0 | (point >> 6));
        tail(point);
    } else if (point < 0x10000) {
        to += static_cast<char>(0xE0 | (point >> 12));
        tail(point >> 6);
        tail(point);
    } else {
        to += static_cast<char>(0xF0 | (point >> 18));
        tail(point >> 12);
        tail(point >> 6);
        tail(point);
    }
}

std::size_t findNonUtf8(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8Length(text.substr(at));
        if (length == 0)
            return at;
        at += length;
    }
    return std::string_view::npos;
}

} // namespace loadline
