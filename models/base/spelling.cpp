// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/spelling.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace loadline {
namespace {

// The edits that make one text of the other; two letters that changed places are one.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t {0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        before = std::exchange(above, row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
    }
    return row.back();
}

} // namespace

std::string lowered(std::string_view text)
{
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

std::string nearestWord(std::string_view word, const std::vector<std::string_view>& known)
{
    // A name that was broken off, where one alone goes on with it.
    if (word.size() >= 3) {
        const auto goesOn = [word](std::string_view other) { return other.starts_with(word) && other != word; };
        if (std::count_if(known.begin(), known.end(), goesOn) == 1)
            return std::string(*std::find_if(known.begin(), known.end(), goesOn));
    }
    const std::size_t slips = std::min<std::size_t>(2, word.size() / 3);
    std::string_view nearest;
    std::size_t least = slips + 1;
    if (word.size() <= 40)
        for (const std::string_view other : known)
            if (const std::size_t edits = distance(word, other); edits < least) {
                least = edits;
                nearest = other;
            }
    return std::string(nearest);
}

} // namespace loadline
