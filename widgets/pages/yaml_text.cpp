// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/yaml_text.h"

#include "json/json.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace loadline {
namespace {

constexpr std::string_view lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

bool isReserved(std::string_view text)
{
    // YAML 1.1 booleans and nulls in all their spellings (yaml.org/type/bool.html): kubectl's parser reads them so.
    static constexpr std::array<std::string_view, 11> words {
        "y", "n", "yes", "no", "true", "false", "on", "off", "null", "~", "<<"};
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return std::find(words.begin(), words.end(), lower) != words.end();
}

bool looksLikeNumber(std::string_view text)
{
    // Whatever starts like a number or a time may be read as one: 0755, 1e3, 12:30, 1_000, .5, 2026-11-23, .inf.
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    std::size_t at = text.front() == '-' || text.front() == '+' ? 1 : 0;
    if (at < text.size() && text[at] == '.')
        ++at;
    if (at >= text.size())
        return true;
    if (digit(text[at]))
        return text.find_first_not_of("0123456789abcdefABCDEFxXoOtTzZ_.:+-") == std::string_view::npos;
    const auto rest = text.substr(at);
    return at > 0 && (rest == "inf" || rest == "Inf" || rest == "INF" || rest == "nan" || rest == "NaN" || rest == "NAN");
}

bool needsQuotes(std::string_view text)
{
    if (text.empty() || isReserved(text) || looksLikeNumber(text))
        return true;
    if (std::string_view("!&*-?|>@`\"'%{}[],#: =").find(text.front()) != std::string_view::npos) {
        const bool plainDash = (text.front() == '-' || text.front() == '?' || text.front() == ':') && text.size() > 1
            && text[1] != ' ' && text != "---";
        if (!plainDash)
            return true;
    }
    if (text.back() == ' ' || text.back() == ':')
        return true;
    if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos)
        return true;
    return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

std::string quoted(std::string_view text)
{
    constexpr std::string_view hex = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            (out += '\\') += c;
        else if (c == '\n')
            out += "\\n";
        else if (c == '\t')
            out += "\\t";
        else if (c == '\r')
            out += "\\r";
        else if (byte < 0x20 || byte == 0x7f)
            ((out += "\\x") += hex[byte >> 4]) += hex[byte & 15];
        else
            out += c;
    }
    return out += '"';
}

std::string scalar(std::string_view text)
{
    return needsQuotes(text) ? quoted(text) : std::string(text);
}

bool isBlock(std::string_view text)
{
    if (text.find('\n') == std::string_view::npos || text.front() == ' ' || text.front() == '\n')
        return false;
    return std::none_of(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7f;
    }) && text.find(" \n") == std::string_view::npos && text.back() != ' ';
}

class Emitter {
public:
    std::string out;

    void value(Json json, int depth, bool inList)
    {
        if (json.isObject() && json.size() > 0)
            object(json, depth, inList);
        else if (json.isArray() && json.size() > 0)
            array(json, depth, inList);
        else
            leaf(json, depth);
    }

private:
    std::vector<std::string> path_;

    [[nodiscard]] bool hidden(std::string_view key) const
    {
        if (path_.size() == 1 && path_[0] == "metadata" && key == "managedFields")
            return true;
        return path_.size() == 2 && path_[0] == "metadata" && path_[1] == "annotations" && key == lastApplied;
    }
    void indent(int depth) { out.append(std::size_t(depth) * 2, ' '); }

    void object(Json json, int depth, bool inList)
    {
        bool first = true;
        bool any = false;
        json.eachField([&](std::string_view key, Json child) {
            if (hidden(key))
                return;
            if (!any && !inList)
                out += '\n';
            any = true;
            if (!(first && inList))
                indent(depth);
            first = false;
            out += scalar(key) += ':';
            path_.emplace_back(key);
            // kubectl does not indent lists below their key.
            const bool list = child.isArray() && child.size() > 0;
            value(child, list ? depth : depth + 1, false);
            path_.pop_back();
        });
        if (!any)
            out += " {}\n";
    }
    void array(Json json, int depth, bool inList)
    {
        bool first = true;
        if (!inList)
            out += '\n';
        json.eachItem([&](Json child) {
            if (!(first && inList))
                indent(depth);
            first = false;
            out += '-';
            path_.emplace_back("-");
            const bool nested = (child.isObject() || child.isArray()) && child.size() > 0;
            if (nested)
                out += ' ';
            value(child, depth + 1, nested);
            path_.pop_back();
        });
    }
    void leaf(Json json, int depth)
    {
        if (json.isString() && !json.text().empty() && isBlock(json.text())) {
            block(json.text(), depth);
            return;
        }
        out += ' ';
        if (json.isString())
            out += scalar(json.text());
        else
            out += json.dump(); // numbers, booleans, null, {} and []
        out += '\n';
    }
    void block(std::string_view text, int depth)
    {
        const auto ending = text.find_last_not_of('\n');
        const auto newlines = text.size() - ending - 1;
        out += newlines == 0 ? " |-\n" : newlines == 1 ? " |\n" : " |+\n";
        if (newlines > 0)
            text.remove_suffix(1);
        std::size_t from = 0;
        while (from <= text.size()) {
            const auto to = std::min(text.find('\n', from), text.size());
            const auto lineText = text.substr(from, to - from);
            if (!lineText.empty())
                indent(depth);
            (out += lineText) += '\n';
            if (to == text.size())
                break;
            from = to + 1;
        }
    }
};

} // namespace

Result<std::string> yamlOfJson(std::string_view json)
{
    JsonDocument document;
    auto root = document.parse(json);
    if (!root)
        return root.error();
    Emitter emitter;
    emitter.value(*root, 0, true);
    return std::move(emitter.out);
}

} // namespace loadline
