// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/money.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace loadline {
namespace {

__extension__ typedef unsigned __int128 UInt128;

constexpr int picoDigits = 12;
constexpr Int128 unit = 1'000'000'000'000;
constexpr Int128 largest = unit * 1'000'000'000'000'000; // 10^15 units

UInt128 magnitude(Int128 value) { return value < 0 ? UInt128(0) - UInt128(value) : UInt128(value); }

// quotient and remainder decide: half to even.
UInt128 roundHalfEven(UInt128 quotient, UInt128 remainder, UInt128 divisor)
{
    const UInt128 rest = divisor - remainder;
    if (remainder > rest || (remainder == rest && quotient % 2 == 1))
        return quotient + 1;
    return quotient;
}

// a * b / c without losing the top: 256-bit product by halves, then long division bit by bit where it does not fit.
UInt128 mulDiv(UInt128 a, UInt128 b, UInt128 c)
{
    if (a == 0 || b == 0)
        return 0;
    if (a <= ~UInt128(0) / b)
        return roundHalfEven(a * b / c, a * b % c, c);
    // a * b = (a / c) * b * c + (a % c) * b, so only the second part needs the wide way.
    const UInt128 whole = (a / c) * b;
    UInt128 rest = a % c, quotient = 0, remainder = 0;
    for (int bit = 127; bit >= 0; --bit) {
        quotient <<= 1;
        const bool carry = (remainder >> 127) != 0;
        remainder <<= 1;
        if (carry || remainder >= c) {
            remainder -= c;
            ++quotient;
        }
        if ((b >> bit) & 1) {
            const UInt128 before = remainder;
            remainder += rest;
            if (remainder < before || remainder >= c) {
                remainder -= c;
                ++quotient;
            }
        }
    }
    return whole + roundHalfEven(quotient, remainder, c);
}

std::string digitsOf(UInt128 value)
{
    std::string digits;
    do {
        digits += char('0' + int(value % 10));
        value /= 10;
    } while (value != 0);
    std::reverse(digits.begin(), digits.end());
    return digits;
}

std::string fixedPoint(Int128 value, int decimals)
{
    std::string digits = digitsOf(magnitude(value));
    if (decimals > 0) {
        if (digits.size() <= std::size_t(decimals))
            digits.insert(0, std::size_t(decimals) + 1 - digits.size(), '0');
        digits.insert(digits.size() - std::size_t(decimals), ".");
    }
    return value < 0 ? '-' + digits : digits;
}

Int128 powerOfTen(int exponent)
{
    Int128 power = 1;
    for (int i = 0; i < exponent; ++i)
        power *= 10;
    return power;
}

Error notMoney(std::string_view text)
{
    return {Error::Kind::Malformed, LOADLINE_TR("Error", "\"%1\" is not an amount of money."), {},
        LOADLINE_TR("Error", "Write it as a plain number with a decimal point, such as 0.0255."), {std::string(text)}};
}

} // namespace

Money Money::fromDouble(double value)
{
    if (!std::isfinite(value) || std::abs(value) > 1e15)
        return {};
    return Money(Int128(std::nearbyint(std::trunc(value))) * unit + Int128(std::nearbyint((value - std::trunc(value)) * 1e12)));
}

Result<Money> Money::parse(std::string_view text)
{
    const std::string_view whole = text;
    const bool minus = text.starts_with('-');
    if (minus || text.starts_with('+'))
        text.remove_prefix(1);
    Int128 digits = 0;
    int scale = 0, seen = 0;
    bool point = false;
    std::size_t i = 0;
    for (; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '.' && !point) {
            point = true;
        } else if (c >= '0' && c <= '9') {
            if (digits > largest * 1000)
                return notMoney(whole);
            digits = digits * 10 + (c - '0');
            scale += point ? 1 : 0;
            ++seen;
        } else {
            break;
        }
    }
    int exponent = 0;
    if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        std::string_view rest = text.substr(i + 1);
        if (rest.starts_with('+'))
            rest.remove_prefix(1);
        const auto [end, fault] = std::from_chars(rest.data(), rest.data() + rest.size(), exponent);
        if (fault != std::errc {} || end != rest.data() + rest.size() || std::abs(exponent) > 40)
            return notMoney(whole);
        i = text.size();
    }
    if (seen == 0 || i != text.size())
        return notMoney(whole);
    int shift = picoDigits - scale + exponent;
    while (shift > 0 && digits != 0) {
        if (digits > largest)
            return notMoney(whole);
        digits *= 10;
        --shift;
    }
    if (shift < 0) {
        if (shift < -37)
            digits = 0;
        else
            digits = Int128(mulDiv(UInt128(digits), 1, UInt128(powerOfTen(-shift))));
    }
    if (digits > largest)
        return notMoney(whole);
    return Money(minus ? -digits : digits);
}

double Money::value() const
{
    return double(pico_ / unit) + double(pico_ % unit) / 1e12;
}

std::string Money::decimal() const
{
    std::string text = fixedPoint(pico_, picoDigits);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.'))
        text.pop_back();
    return text;
}

std::string Money::rounded(int decimals) const
{
    decimals = std::clamp(decimals, 0, picoDigits);
    return fixedPoint(toDecimals(decimals).pico_ / powerOfTen(picoDigits - decimals), decimals);
}

Money Money::toDecimals(int decimals) const
{
    const Int128 step = powerOfTen(picoDigits - std::clamp(decimals, 0, picoDigits));
    return Money(Money(pico_).scaled(1, step).pico_ * step);
}

Money Money::scaled(Int128 numerator, Int128 denominator) const
{
    const bool minus = (pico_ < 0) != (numerator < 0);
    const UInt128 amount = mulDiv(magnitude(pico_), magnitude(numerator), UInt128(denominator));
    return Money(minus ? -Int128(amount) : Int128(amount));
}

std::vector<Money> split(Money total, std::span<const Int128> weights)
{
    std::vector<Money> parts(weights.size());
    if (weights.empty())
        return parts;
    Int128 sum = std::accumulate(weights.begin(), weights.end(), Int128(0));
    std::vector<Int128> even;
    if (sum == 0) {
        even.assign(weights.size(), 1);
        weights = even;
        sum = Int128(weights.size());
    }
    // Weights are brought below 2^60 so that products of amounts and weights fit; the order of remainders stays.
    int shift = 0;
    while ((sum >> shift) > (Int128(1) << 60))
        ++shift;
    std::vector<std::pair<Int128, std::size_t>> remainders;
    const bool minus = total.negative();
    const UInt128 amount = magnitude(total.pico());
    Int128 scaledSum = 0;
    for (const Int128 weight : weights)
        scaledSum += weight >> shift;
    UInt128 given = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const UInt128 weight = UInt128(weights[i] >> shift), of = UInt128(scaledSum);
        const UInt128 whole = (amount / of) * weight, rest = (amount % of) * weight;
        const UInt128 part = whole + rest / of;
        given += part;
        parts[i] = Money::fromPico(Int128(part));
        remainders.emplace_back(Int128(rest % of), i);
    }
    std::stable_sort(remainders.begin(), remainders.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    UInt128 left = amount - given;
    for (std::size_t i = 0; left > 0; i = (i + 1) % remainders.size(), --left)
        parts[remainders[i].second] += Money::fromPico(1);
    if (minus)
        for (Money& part : parts)
            part = -part;
    return parts;
}

} // namespace loadline
