// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/form_pairs.h"

namespace loadline {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string_view trimmed(std::string_view text)
{
    const auto from = text.find_first_not_of(blanks);
    return from == std::string_view::npos ? std::string_view() : text.substr(from, text.find_last_not_of(blanks) - from + 1);
}

std::string quoted(std::string_view text)
{
    std::string made = "\"";
    for (const char c : text) {
        const auto at = std::string_view("\"\\\n\r\t").find(c);
        if (at == std::string_view::npos)
            made += c;
        else
            made += {'\\', "\"\\nrt"[at]};
    }
    return made + '"';
}

// In quotes where the plain text would be read otherwise.
std::string asPart(const std::string& text, std::string_view parting, bool mayBeEmpty)
{
    const bool plain = (mayBeEmpty || !text.empty()) && trimmed(text).size() == text.size() && !text.starts_with('"')
        && text.find_first_of(parting) == std::string::npos;
    return plain ? text : quoted(text);
}

// A name, a value or an item, up to one of `ends`; it is taken off `text`, its end is not.
std::optional<std::string> nextPart(std::string_view& text, std::string_view ends)
{
    const auto start = text.find_first_not_of(" \t\r");
    text.remove_prefix(start == std::string_view::npos ? text.size() : start);
    if (!text.starts_with('"')) {
        const auto end = std::min(text.size(), text.find_first_of(ends));
        const std::string part(trimmed(text.substr(0, end)));
        text.remove_prefix(end);
        return part;
    }
    std::string part;
    std::size_t at = 1;
    for (; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\' && at + 1 < text.size()) {
            ++at;
            const auto known = std::string_view("nrt").find(text[at]);
            part += known == std::string_view::npos ? text[at] : "\n\r\t"[known];
        } else {
            part += text[at];
        }
    }
    if (at >= text.size())
        return {};
    text.remove_prefix(at + 1);
    const auto after = std::min(text.size(), text.find_first_not_of(" \t\r"));
    text.remove_prefix(after);
    if (!text.empty() && ends.find(text.front()) == std::string_view::npos)
        return {};
    return part;
}

} // namespace

std::string pairsText(const TextPairs& pairs)
{
    std::string text;
    for (const auto& [name, value] : pairs)
        text += (text.empty() ? "" : ",") + asPart(name, ",\n=", false) + "=" + asPart(value, ",\n", true);
    return text;
}

std::optional<TextPairs> pairsFrom(std::string_view text)
{
    TextPairs pairs;
    while (!text.empty()) {
        if (text.front() == ',' || blanks.find(text.front()) != std::string_view::npos) {
            text.remove_prefix(1);
            continue;
        }
        const bool quotedName = text.front() == '"';
        auto name = nextPart(text, ",\n=");
        if (!name || (name->empty() && !quotedName) || !text.starts_with('='))
            return {};
        text.remove_prefix(1);
        auto value = nextPart(text, ",\n");
        if (!value)
            return {};
        pairs.emplace_back(std::move(*name), std::move(*value));
    }
    return pairs;
}

std::string listText(const std::vector<std::string>& items)
{
    std::string text;
    for (std::size_t i = 0; i < items.size(); ++i)
        text += (i == 0 ? "" : ",") + asPart(items[i], ",\n", false);
    return text;
}

std::optional<std::vector<std::string>> listedIn(std::string_view text)
{
    std::vector<std::string> items;
    while (!text.empty()) {
        if (text.front() == ',' || blanks.find(text.front()) != std::string_view::npos) {
            text.remove_prefix(1);
            continue;
        }
        auto item = nextPart(text, ",\n");
        if (!item)
            return {};
        items.push_back(std::move(*item));
    }
    return items;
}

} // namespace loadline
