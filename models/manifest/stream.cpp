// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/document.h"

#include "manifest/lines.h"
#include "manifest/stream_text.h"
#include "manifest/utf8.h"
#include "manifest/yaml_error.h"

#include <algorithm>
#include <span>

namespace loadline {
namespace {

constexpr std::size_t largestStreamMiB = 16;

bool saysNothing(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, end - at);
        const std::size_t first = line.find_first_not_of(" \t\r\xEF\xBB\xBF");
        if (first != std::string_view::npos && line[first] != '#' && line.substr(first, 3) != "...")
            return false;
        at = end + 1;
    }
    return true;
}

// "---" alone, or before a blank or comment. What follows it on the line belongs to the document.
bool separates(std::string_view line)
{
    return line.starts_with("---") && (line.size() == 3 || line[3] == ' ' || line[3] == '\t' || line[3] == '\r' || line[3] == '\n');
}

struct Part {
    std::string text;
    std::size_t firstLine = 1;
};

std::vector<Part> split(std::string_view text)
{
    std::vector<Part> parts(1);
    std::size_t number = 1;
    for (std::size_t at = 0; at < text.size(); ++number) {
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
        std::string_view line = text.substr(at, end - at);
        at = end;
        if (!separates(line)) {
            parts.back().text += line;
            continue;
        }
        const std::string_view rest = line.substr(3);
        const std::size_t first = rest.find_first_not_of(" \t\r\n");
        const bool inline_ = first != std::string_view::npos && rest[first] != '#';
        parts.push_back({inline_ ? std::string(rest.substr(first)) : std::string(), inline_ ? number : number + 1});
    }
    return parts;
}

// JSON objects one after another, as kubectl and jq write them: cut where a top-level brace closes.
std::vector<Part> splitJson(std::string_view text)
{
    std::vector<Part> parts;
    std::size_t depth = 0, begin = 0, line = 1, firstLine = 1;
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        line += c == '\n';
        if (quoted) {
            if (c == '\\')
                ++at;
            else if (c == '"')
                quoted = false;
            continue;
        }
        if (depth == 0 && (c == '{' || c == '[')) {
            begin = parts.empty() ? 0 : at;
            firstLine = parts.empty() ? 1 : line;
        }
        quoted = c == '"';
        depth += c == '{' || c == '[';
        if ((c == '}' || c == ']') && depth > 0 && --depth == 0) {
            const std::size_t end = text.find_first_not_of(" \t\r\n", at + 1) == std::string_view::npos ? text.size() : at + 1;
            parts.push_back({std::string(text.substr(begin, end - begin)), firstLine});
            begin = end;
        }
    }
    if (begin < text.size() && !saysNothing(text.substr(begin)))
        parts.push_back({std::string(text.substr(begin)), firstLine});
    return parts;
}

bool isJson(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    return first != std::string_view::npos && text[first] == '{';
}

bool isComment(std::string_view line)
{
    const std::size_t first = line.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && line[first] == '#';
}

// The lines of one item of a block list, moved to the left edge: what stands there, with its comments. Empty where the
// item does not begin with "- ".
std::string movedLeft(std::span<const std::string_view> lines)
{
    std::size_t depth = std::string_view::npos;
    std::string text;
    for (std::string_view line : lines) {
        const std::size_t first = std::min(line.find_first_not_of(' '), line.size());
        if (depth == std::string_view::npos && !isComment(line)) {
            if (first + 1 >= line.size() || line[first] != '-' || line[first + 1] != ' ')
                return {};
            depth = line.find_first_not_of(' ', first + 1);
            text += line.substr(std::min(depth, line.size()));
        } else {
            text += line.substr(std::min(first, depth == std::string_view::npos ? line.size() : depth));
        }
    }
    return text;
}

// The item as it stands in the list, where that says the same alone as it did there; else written anew. With the line of
// the list that it begins on.
std::pair<Document, std::size_t> itemOf(const Document& list, const std::vector<std::string_view>& lines, std::size_t index)
{
    const FieldPath items("items");
    const Value& value = list.value()["items"].items()[index];
    const auto begins = [&](std::size_t item) {
        std::size_t line = list.linesOf(items / item).first - 1;
        while (line > 0 && isComment(lines[line - 1]))
            --line;
        return line;
    };
    const bool last = index + 1 == list.value()["items"].items().size();
    const std::size_t from = begins(index);
    const std::size_t to = std::min(last ? list.linesOf(items / index).last : begins(index + 1), lines.size());
    if (from < to) {
        Result<Document> moved = Document::parse(movedLeft(std::span(lines).subspan(from, to - from)));
        if (moved && moved->value() == value)
            return {std::move(*moved), from + 1};
    }
    return {Document::write(value), list.linesOf(items / index).first};
}

// Of a List each item for itself, as a document of its own.
bool takeApart(const Document& document, std::size_t firstLine, std::vector<DocumentStream::Entry>& to)
{
    const Value& value = document.value();
    const bool list = value["kind"].text().ends_with("List") && value["items"].isList() && !value.find("spec");
    if (!list)
        return false;
    const auto lines = linesIn(document.text());
    for (std::size_t i = 0; i < value["items"].items().size(); ++i) {
        auto [item, line] = itemOf(document, lines, i);
        to.push_back({item.text(), firstLine + line - 1, std::move(item)});
    }
    return true;
}

} // namespace

Result<DocumentStream> readStream(std::string_view text, const std::string& source)
{
    const YamlPlace place{source, 1};
    if (text.size() > largestStreamMiB << 20)
        return yamlError(YamlFault::TooLarge, place, "", 0, std::to_string(largestStreamMiB));
    if (const std::size_t at = findNonUtf8(text); at != std::string_view::npos)
        return yamlError(YamlFault::NotUtf8, place, text, at);
    if (const std::size_t at = text.find('\0'); at != std::string_view::npos)
        return yamlError(YamlFault::Control, place, text, at);
    DocumentStream stream;
    for (Part& part : split(text)) {
        if (saysNothing(part.text))
            continue;
        std::vector<Part> single;
        if (isJson(part.text)) {
            single = splitJson(part.text);
            for (Part& each : single)
                each.firstLine += part.firstLine - 1;
        } else {
            single.push_back(std::move(part));
        }
        for (Part& each : single) {
            Result<Document> document = Document::parse(each.text, source, each.firstLine);
            if (document && takeApart(*document, each.firstLine, stream.entries))
                continue;
            stream.entries.push_back({std::move(each.text), each.firstLine, std::move(document)});
        }
    }
    return stream;
}

std::string joinStream(const std::vector<std::string>& texts)
{
    std::string joined;
    for (const std::string& text : texts) {
        if (!joined.empty()) {
            if (joined.back() != '\n')
                joined += '\n';
            if (!text.starts_with("---"))
                joined += "---\n";
        }
        joined += text;
    }
    return joined;
}

std::string writeStream(const std::vector<Document>& documents)
{
    std::vector<std::string> texts;
    for (const Document& document : documents)
        texts.push_back(document.text());
    return joinStream(texts);
}

} // namespace loadline
