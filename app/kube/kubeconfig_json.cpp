// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/kubeconfig_yaml.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

namespace loadline {
namespace {

void writeText(std::string& out, std::string_view text)
{
    constexpr std::string_view digits = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            (out += '\\') += c;
        else if (byte < 0x20)
            ((out += "\\u00") += digits[byte >> 4]) += digits[byte & 15];
        else
            out += c;
    }
    out += '"';
}

template <std::size_t N> bool among(std::string_view text, const std::array<std::string_view, N>& words)
{
    return std::ranges::find(words, text) != words.end();
}

// The words of YAML 1.1 in the three spellings it allows.
std::optional<bool> boolean(std::string_view text)
{
    constexpr std::array<std::string_view, 11> yes {
        "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"};
    constexpr std::array<std::string_view, 11> no {
        "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"};
    if (among(text, yes))
        return true;
    if (among(text, no))
        return false;
    return std::nullopt;
}

// Decimal, 0x, 0o, 0b, and octal by a leading zero, with _ between digits.
std::optional<std::string> integer(std::string_view text)
{
    std::string digits(text);
    std::erase(digits, '_');
    const bool negative = digits.starts_with('-');
    if (negative || digits.starts_with('+'))
        digits.erase(0, 1);
    int base = 10;
    if (digits.size() > 1 && digits[0] == '0') {
        const char mark = digits[1];
        base = mark == 'x' || mark == 'X' ? 16 : mark == 'b' || mark == 'B' ? 2 : 8;
        digits.erase(0, base == 8 && mark != 'o' && mark != 'O' ? 1 : 2);
    }
    std::uint64_t value = 0;
    const char* end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, value, base);
    if (digits.empty() || read.ec != std::errc {} || read.ptr != end || (negative && value > INT64_MAX))
        return std::nullopt;
    return (negative ? "-" : "") + std::to_string(value);
}

// A fraction or exponent, as JSON writes it: a digit before and after the point, no zeros in front. Text of digits and
// an e, like 06e3, is a number to kubectl as well.
std::optional<std::string> fraction(std::string_view text)
{
    const auto digits = [&text] {
        const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
        const std::string_view found = text.substr(0, count);
        text.remove_prefix(count);
        return found;
    };
    const auto takeSign = [&text] {
        const char sign = !text.empty() && (text[0] == '-' || text[0] == '+') ? text[0] : '\0';
        text.remove_prefix(sign ? 1 : 0);
        return sign;
    };
    std::string out = takeSign() == '-' ? "-" : "";
    std::string_view whole = digits(), part;
    const bool point = text.starts_with('.');
    if (point) {
        text.remove_prefix(1);
        part = digits();
    }
    if (whole.empty() && part.empty())
        return std::nullopt;
    whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
    out.append(whole.empty() ? "0" : whole);
    if (point)
        out.append(".").append(part.empty() ? "0" : part);
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        out += 'e';
        if (const char sign = takeSign())
            out += sign;
        const std::string_view power = digits();
        if (power.empty())
            return std::nullopt;
        out.append(power);
    }
    return text.empty() ? std::optional(out) : std::nullopt;
}

void writeScalar(std::string& out, const YamlValue& value)
{
    if (value.quoted)
        writeText(out, value.text);
    else if (const auto word = boolean(value.text))
        out += *word ? "true" : "false";
    else if (const auto whole = integer(value.text))
        out += *whole;
    else if (const auto real = fraction(value.text))
        out += *real;
    else
        writeText(out, value.text);
}

void write(std::string& out, const YamlValue& value);

// The keys of a mapping with those it merges in; some may come more than once.
void collectKeys(const YamlValue& mapping, std::vector<std::string_view>& keys)
{
    for (const auto& [name, value] : mapping.fields) {
        if (name != "<<") {
            keys.push_back(name);
            continue;
        }
        collectKeys(*value, keys);
        for (const auto& merged : value->items)
            collectKeys(*merged, keys);
    }
}

void writeMapping(std::string& out, const YamlValue& value)
{
    std::vector<std::string_view> keys;
    collectKeys(value, keys);
    std::ranges::sort(keys);
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end()); // clang 14 lacks std::ranges::unique
    out += '{';
    bool first = true;
    for (const std::string_view key : keys) {
        if (!first)
            out += ',';
        first = false;
        writeText(out, key);
        out += ':';
        write(out, *value.field(key));
    }
    out += '}';
}

void write(std::string& out, const YamlValue& value)
{
    switch (value.kind) {
    case YamlValue::Kind::Null:
        out += "null";
        return;
    case YamlValue::Kind::Scalar:
        writeScalar(out, value);
        return;
    case YamlValue::Kind::Mapping:
        writeMapping(out, value);
        return;
    case YamlValue::Kind::Sequence:
        out += '[';
        for (std::size_t i = 0; i < value.items.size(); ++i) {
            out += i ? "," : "";
            write(out, *value.items[i]);
        }
        out += ']';
    }
}

} // namespace

std::string yamlToJson(const YamlValue& value)
{
    std::string out;
    write(out, value);
    return out;
}

} // namespace loadline
