// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/scalar.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace loadline {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

struct Word {
    std::string_view text;
    char meaning; // t f n, i(nfinite) I(-) N(aN)
};
constexpr Word words[] = {{"y", 't'}, {"Y", 't'}, {"yes", 't'}, {"Yes", 't'}, {"YES", 't'}, {"true", 't'}, {"True", 't'},
    {"TRUE", 't'}, {"on", 't'}, {"On", 't'}, {"ON", 't'}, {"n", 'f'}, {"N", 'f'}, {"no", 'f'}, {"No", 'f'}, {"NO", 'f'},
    {"false", 'f'}, {"False", 'f'}, {"FALSE", 'f'}, {"off", 'f'}, {"Off", 'f'}, {"OFF", 'f'}, {"", 'n'}, {"~", 'n'},
    {"null", 'n'}, {"Null", 'n'}, {"NULL", 'n'}, {".nan", 'N'}, {".NaN", 'N'}, {".NAN", 'N'}, {".inf", 'i'}, {".Inf", 'i'},
    {".INF", 'i'}, {"+.inf", 'i'}, {"+.Inf", 'i'}, {"+.INF", 'i'}, {"-.inf", 'I'}, {"-.Inf", 'I'}, {"-.INF", 'I'}};

std::optional<Value> wordValue(std::string_view text)
{
    const auto found = std::find_if(std::begin(words), std::end(words), [text](const Word& w) { return w.text == text; });
    if (found == std::end(words))
        return std::nullopt;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    switch (found->meaning) {
    case 't':
        return Value(true);
    case 'f':
        return Value(false);
    case 'i':
        return Value(infinity);
    case 'I':
        return Value(-infinity);
    case 'N':
        return Value(std::numeric_limits<double>::quiet_NaN());
    default:
        return Value();
    }
}

// Digits of one base, which may be too many for 64 bits: those become the nearest double, as in JSON.
std::optional<Value> wholeNumber(std::string_view digits, int base, bool negative)
{
    if (digits.empty())
        return std::nullopt;
    std::uint64_t value = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    if (end != digits.data() + digits.size())
        return std::nullopt;
    constexpr std::uint64_t limit = std::uint64_t(1) << 63;
    if (fault == std::errc() && (value < limit || (negative && value == limit)))
        return Value(static_cast<std::int64_t>(negative ? 0 - value : value));
    double large = 0;
    if (base == 10 && std::from_chars(digits.data(), digits.data() + digits.size(), large).ec != std::errc())
        return std::nullopt;
    for (const char c : base == 10 ? std::string_view() : digits)
        large = large * base + (isDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
    return std::isfinite(large) ? std::optional<Value>(Value(negative ? -large : large)) : std::nullopt;
}

std::optional<Value> integerValue(std::string_view text)
{
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+'))
        text.remove_prefix(1);
    if (text.size() < 2 || text[0] != '0')
        return wholeNumber(text, 10, negative);
    switch (text[1] | 0x20) {
    case 'x':
        return wholeNumber(text.substr(2), 16, negative);
    case 'o':
        return wholeNumber(text.substr(2), 8, negative);
    case 'b':
        return wholeNumber(text.substr(2), 2, negative);
    default:
        return wholeNumber(text.substr(1), 8, negative);
    }
}

// [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?
bool looksDecimal(std::string_view text)
{
    const auto digits = [&text] {
        const std::size_t count = std::min(static_cast<std::size_t>(
                                               std::find_if_not(text.begin(), text.end(), isDigit) - text.begin()),
            text.size());
        text.remove_prefix(count);
        return count;
    };
    const auto sign = [&text] {
        if (text.starts_with('-') || text.starts_with('+'))
            text.remove_prefix(1);
    };
    sign();
    const std::size_t whole = digits();
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        if (digits() == 0 && whole == 0)
            return false;
    } else if (whole == 0) {
        return false;
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        sign();
        if (digits() == 0)
            return false;
    }
    return text.empty();
}

std::optional<Value> decimalValue(std::string_view text)
{
    if (!looksDecimal(text))
        return std::nullopt;
    if (text.starts_with('+'))
        text.remove_prefix(1);
    double value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault == std::errc::result_out_of_range) { // too small is zero, too large a string
        const std::size_t exponent = text.find_first_of("eE");
        if (exponent == std::string_view::npos || text[exponent + 1] != '-')
            return std::nullopt;
        return Value(0.0);
    }
    return Value(value);
}

std::string withoutUnderscores(std::string_view text)
{
    std::string plain(text);
    std::erase(plain, '_');
    return plain;
}

} // namespace

Value resolvePlain(std::string_view text)
{
    if (text.size() <= 5)
        if (std::optional<Value> word = wordValue(text))
            return *word;
    if (text.empty() || !(isDigit(text[0]) || text[0] == '-' || text[0] == '+' || text[0] == '.'))
        return Value(std::string(text));
    if (text[0] == '.' && (text.size() < 2 || !isDigit(text[1]) || text.find("__") != std::string_view::npos || text.back() == '_'))
        return Value(std::string(text));
    const std::string plain = withoutUnderscores(text);
    if (text[0] != '.')
        if (std::optional<Value> whole = integerValue(plain))
            return *whole;
    if (std::optional<Value> decimal = decimalValue(plain))
        return *decimal;
    return Value(std::string(text));
}

std::string keyText(const Value& key)
{
    if (key.type() != Value::Type::Number)
        return key.isString() ? key.text() : key.json();
    char digits[40];
    const int length = std::snprintf(digits, sizeof digits, "%g", key.number());
    const double back = std::strtod(digits, nullptr);
    if (static_cast<float>(back) == static_cast<float>(key.number()))
        return std::string(digits, static_cast<std::size_t>(length));
    const auto end = std::to_chars(digits, digits + sizeof digits, static_cast<float>(key.number())).ptr;
    return std::string(digits, end);
}

} // namespace loadline
