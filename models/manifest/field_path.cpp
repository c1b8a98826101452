// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/field_path.h"

#include <algorithm>
#include <cassert>
#include <charconv>

namespace loadline {
namespace {

constexpr std::string_view needsQuotes = ".[]\"\\ \t\r\n";

bool isPlainKey(std::string_view key) { return !key.empty() && key.find_first_of(needsQuotes) == std::string_view::npos; }

Error malformed(std::string_view text, std::size_t at)
{
    return {Error::Kind::Malformed, LOADLINE_TR("Error", "“%1” is not a field path: it goes wrong at column %2."), "",
        LOADLINE_TR("Error", "Write paths as spec.metrics[0].type, keys with dots as metadata.labels[\"a.b/c\"]."),
        {std::string(text.substr(0, 200)), std::to_string(at + 1)}};
}

// One pass over the text; `at` stands where it goes wrong when a step gives false.
struct Reader {
    std::string_view text;
    std::size_t at = 0;
    std::vector<FieldPath::Step> steps;

    bool quoted()
    {
        std::string key;
        for (++at; at < text.size() && text[at] != '"'; ++at) {
            if (text[at] == '\\' && ++at == text.size())
                return false;
            key += text[at];
        }
        if (at >= text.size())
            return false;
        ++at;
        steps.emplace_back(std::move(key));
        return true;
    }
    bool bracket()
    {
        ++at;
        if (at < text.size() && text[at] == '"') {
            if (!quoted())
                return false;
        } else {
            std::size_t index = 0;
            const auto [end, fault] = std::from_chars(text.data() + at, text.data() + text.size(), index);
            if (fault != std::errc())
                return false;
            at = static_cast<std::size_t>(end - text.data());
            steps.emplace_back(index);
        }
        if (at >= text.size() || text[at] != ']')
            return false;
        ++at;
        return true;
    }
    bool key()
    {
        const std::size_t end = std::min(text.find_first_of(needsQuotes, at), text.size());
        if (end == at)
            return false;
        steps.emplace_back(std::string(text.substr(at, end - at)));
        at = end;
        return true;
    }
    bool read()
    {
        for (bool first = true; at < text.size(); first = false) {
            if (text[at] == '[') {
                if (!bracket())
                    return false;
                continue;
            }
            if (!first && text[at++] != '.') {
                --at;
                return false;
            }
            if (!key())
                return false;
        }
        return true;
    }
};

} // namespace

FieldPath::FieldPath(std::string_view text)
{
    Result<FieldPath> parsed = parse(text);
    assert(parsed && "a path in the code does not parse");
    if (parsed)
        *this = std::move(*parsed);
}

Result<FieldPath> FieldPath::parse(std::string_view text)
{
    Reader reader{text, 0, {}};
    if (!reader.read())
        return malformed(text, reader.at);
    FieldPath path;
    path.steps_ = std::move(reader.steps);
    return path;
}

FieldPath FieldPath::operator/(std::string key) const
{
    FieldPath path = *this;
    path.steps_.emplace_back(std::move(key));
    return path;
}

FieldPath FieldPath::operator/(std::size_t index) const
{
    FieldPath path = *this;
    path.steps_.emplace_back(index);
    return path;
}

FieldPath FieldPath::parent() const
{
    FieldPath path = *this;
    if (!path.steps_.empty())
        path.steps_.pop_back();
    return path;
}

bool FieldPath::startsWith(const FieldPath& prefix) const
{
    return prefix.steps_.size() <= steps_.size() && std::equal(prefix.steps_.begin(), prefix.steps_.end(), steps_.begin());
}

std::string FieldPath::text() const
{
    std::string text;
    for (const Step& step : steps_) {
        if (const auto* index = std::get_if<std::size_t>(&step)) {
            text += '[' + std::to_string(*index) + ']';
            continue;
        }
        const std::string& key = std::get<std::string>(step);
        if (isPlainKey(key)) {
            text += text.empty() ? key : '.' + key;
            continue;
        }
        text += "[\"";
        for (const char c : key) {
            if (c == '"' || c == '\\')
                text += '\\';
            text += c;
        }
        text += "\"]";
    }
    return text;
}

std::string FieldPath::jsonPointer() const
{
    std::string pointer;
    for (const Step& step : steps_) {
        pointer += '/';
        if (const auto* index = std::get_if<std::size_t>(&step)) {
            pointer += std::to_string(*index);
            continue;
        }
        for (const char c : std::get<std::string>(step)) {
            if (c == '~')
                pointer += "~0";
            else if (c == '/')
                pointer += "~1";
            else
                pointer += c;
        }
    }
    return pointer;
}

} // namespace loadline
