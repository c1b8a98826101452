// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/random.h"

namespace loadline {

std::string Dice::suffix(std::size_t length)
{
    static constexpr std::string_view letters = "bcdfghjklmnpqrstvwxz2456789";
    std::string text(length, ' ');
    for (auto& c : text)
        c = letters[below(letters.size())];
    return text;
}

std::string uuidOf(std::string_view text)
{
    static constexpr std::string_view digits = "0123456789abcdef";
    std::uint64_t halves[2] = {hashOf(text), mixed(hashOf(text), 7)};
    halves[0] = (halves[0] & ~0xf000ULL) | 0x4000ULL;
    halves[1] = (halves[1] & ~(0x3ULL << 62)) | (0x2ULL << 62);
    std::string uuid;
    for (int half = 0; half < 2; ++half) {
        for (int nibble = 15; nibble >= 0; --nibble) {
            uuid += digits[(halves[half] >> (nibble * 4)) & 0xf];
            const int at = half * 16 + 15 - nibble;
            if (at == 7 || at == 11 || at == 15 || at == 19)
                uuid += '-';
        }
    }
    return uuid;
}

} // namespace loadline
