// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/quantity.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace loadline {
namespace {

constexpr Int128 nanoPerWhole = 1'000'000'000;
constexpr Int128 largest = Int128(std::numeric_limits<std::int64_t>::max()) * nanoPerWhole;

struct Suffix {
    std::string_view text;
    int exponent; // of ten, or of two
    bool binary;
};
constexpr Suffix suffixes[] = {{"n", -9, false}, {"u", -6, false}, {"m", -3, false}, {"", 0, false}, {"k", 3, false},
    {"M", 6, false}, {"G", 9, false}, {"T", 12, false}, {"P", 15, false}, {"E", 18, false}, {"Ki", 10, true},
    {"Mi", 20, true}, {"Gi", 30, true}, {"Ti", 40, true}, {"Pi", 50, true}, {"Ei", 60, true}};

Error malformed(std::string_view text)
{
    return {Error::Kind::Malformed, LOADLINE_TR("Error", "“%1” is not a quantity."), "",
        LOADLINE_TR("Error", "Kubernetes writes quantities as 250m, 1.5, 2Gi or 1e3."), {std::string(text.substr(0, 64))}};
}

Error outOfRange(std::string_view text)
{
    return {Error::Kind::Malformed, LOADLINE_TR("Error", "The quantity “%1” is too large."), "",
        LOADLINE_TR("Error", "Quantities end at 2^63-1 whole units."), {std::string(text.substr(0, 64))}};
}

bool isDigit(char c) { return c >= '0' && c <= '9'; }

// "e3", "E-2": a decimal exponent, which must not be mistaken for the suffix E.
std::optional<int> decimalExponent(std::string_view text)
{
    if (text.size() < 2 || (text[0] != 'e' && text[0] != 'E'))
        return std::nullopt;
    text.remove_prefix(1);
    const bool negative = text[0] == '-';
    if (text[0] == '-' || text[0] == '+')
        text.remove_prefix(1);
    if (text.empty() || !std::all_of(text.begin(), text.end(), isDigit))
        return std::nullopt;
    int value = 0;
    for (const char c : text)
        value = std::min(value * 10 + (c - '0'), 100'000);
    return negative ? -value : value;
}

// digits * 10^-scale * 10^exponent * 2^shift in nano-units, exact, rounded up; nullopt when out of range. `digits` has
// no leading zero.
std::optional<Int128> toNano(std::string_view digits, long scale, long exponent, int shift)
{
    const Int128 unit = nanoPerWhole << shift;
    const long point = static_cast<long>(digits.size()) - scale + exponent; // digits before the decimal point
    if (point > 19)
        return std::nullopt;
    const auto digit = [&](long i) {
        return i >= 0 && i < static_cast<long>(digits.size()) ? digits[static_cast<std::size_t>(i)] - '0' : 0;
    };
    Int128 whole = 0;
    for (long i = 0; i < point; ++i)
        whole = whole * 10 + digit(i);
    if (whole > largest / unit)
        return std::nullopt;
    // Horner from the last digit of the fraction: floor((d * unit + floor(x)) / 10) loses nothing but the sticky rest.
    Int128 fraction = 0;
    bool rest = false;
    const long first = std::max(point, 0L);
    for (long i = static_cast<long>(digits.size()) - 1; i >= first; --i) {
        const Int128 sum = digit(i) * unit + fraction;
        rest = rest || sum % 10 != 0;
        fraction = sum / 10;
    }
    for (long zeros = point; zeros < 0 && fraction != 0; ++zeros) {
        rest = rest || fraction % 10 != 0;
        fraction /= 10;
    }
    const Int128 nano = whole * unit + fraction + (rest ? 1 : 0);
    return nano > largest ? std::nullopt : std::optional(nano);
}

} // namespace

Result<Quantity> Quantity::parse(std::string_view text)
{
    std::string_view rest = text;
    bool negative = false;
    if (!rest.empty() && (rest[0] == '-' || rest[0] == '+')) {
        negative = rest[0] == '-';
        rest.remove_prefix(1);
    }
    std::string digits;
    long scale = 0;
    bool any = false, point = false;
    std::size_t at = 0;
    for (; at < rest.size(); ++at) {
        if (rest[at] == '.' && !point) {
            point = true;
        } else if (isDigit(rest[at])) {
            any = true;
            if (rest[at] != '0' || !digits.empty())
                digits += rest[at];
            if (point)
                ++scale;
        } else {
            break;
        }
    }
    if (!any || text.size() > 4096)
        return malformed(text);
    const std::string_view suffix = rest.substr(at);
    int exponent = 0;
    int shift = 0;
    if (const auto decimal = decimalExponent(suffix)) {
        exponent = *decimal;
    } else {
        const auto* known = std::find_if(std::begin(suffixes), std::end(suffixes), [&](const Suffix& s) { return s.text == suffix; });
        if (known == std::end(suffixes))
            return malformed(text);
        (known->binary ? shift : exponent) = known->exponent;
    }
    if (digits.empty())
        return Quantity();
    const auto nano = toNano(digits, scale, exponent, shift);
    if (!nano)
        return outOfRange(text);
    return Quantity(negative ? -*nano : *nano);
}

Quantity Quantity::fromDouble(double value)
{
    const double nano = std::nearbyint(value * 1e9);
    if (!std::isfinite(nano) || std::fabs(nano) > static_cast<double>(std::numeric_limits<std::int64_t>::max()) * 1e9)
        return {};
    return Quantity(static_cast<Int128>(nano));
}

namespace {
std::int64_t ceilAway(Int128 nano, Int128 unit)
{
    Int128 count = nano / unit;
    if (nano % unit != 0)
        count += nano < 0 ? -1 : 1;
    const Int128 low = std::numeric_limits<std::int64_t>::min(), high = std::numeric_limits<std::int64_t>::max();
    return static_cast<std::int64_t>(count < low ? low : count > high ? high : count);
}
} // namespace

std::int64_t Quantity::milli() const { return ceilAway(nano_, 1'000'000); }
std::int64_t Quantity::whole() const { return ceilAway(nano_, nanoPerWhole); }
double Quantity::value() const { return static_cast<double>(nano_) / 1e9; }

std::string Quantity::decimal() const
{
    Int128 rest = nano_ < 0 ? -nano_ : nano_;
    std::string text;
    for (int place = 0; rest != 0 || place < 10; ++place) {
        text += static_cast<char>('0' + static_cast<int>(rest % 10));
        rest /= 10;
        if (place == 8)
            text += '.';
    }
    std::reverse(text.begin(), text.end());
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.')
        text.pop_back();
    return nano_ < 0 ? "-" + text : text;
}

} // namespace loadline
