// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace loadline {

// SplitMix64's finaliser: the same value everywhere, whatever the standard library.
constexpr std::uint64_t mixed(std::uint64_t x)
{
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}
constexpr std::uint64_t mixed(std::uint64_t a, std::uint64_t b)
{
    return mixed(a ^ mixed(b));
}
constexpr std::uint64_t hashOf(std::string_view text)
{
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return mixed(hash);
}
// 0 up to 1, from a hash.
constexpr double unitOf(std::uint64_t hash)
{
    return static_cast<double>(hash >> 11) * 0x1.0p-53;
}

// A stream of numbers from a seed.
class Dice {
public:
    explicit Dice(std::uint64_t seed)
        : state_(seed)
    {
    }
    std::uint64_t next() { return mixed(state_++); }
    double unit() { return unitOf(next()); }
    std::uint64_t below(std::uint64_t n) { return next() % n; }
    // What the API server puts behind a generated name: no vowels, no 0, 1, 3.
    std::string suffix(std::size_t length);

private:
    std::uint64_t state_;
};

// A version-4 UUID of a text.
std::string uuidOf(std::string_view text);

} // namespace loadline
