// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/splice.h"

#include "manifest/key_order.h"
#include "manifest/scalar.h"
#include "manifest/yaml_value.h"

#include <algorithm>

namespace loadline {
namespace {

using Kind = YamlNode::Kind;
using Style = YamlNode::Style;

std::string_view eolOf(const std::string& text)
{
    const std::size_t at = text.find('\n');
    return at != std::string::npos && at > 0 && text[at - 1] == '\r' ? "\r\n" : "\n";
}

std::size_t lineBegin(const std::string& text, std::size_t at)
{
    const std::size_t begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    return begin == 0 && text.starts_with("\xEF\xBB\xBF") ? 3 : begin;
}

// Before the line break.
std::size_t lineEnd(const std::string& text, std::size_t at)
{
    const std::size_t end = std::min(text.find('\n', at), text.size());
    return end > at && end < text.size() && text[end - 1] == '\r' ? end - 1 : end;
}

std::size_t columnOf(const std::string& text, std::size_t at) { return at - lineBegin(text, at); }

bool startsLine(const std::string& text, std::size_t at)
{
    const std::size_t begin = lineBegin(text, at);
    return text.find_first_not_of(" \t", begin) >= at;
}

std::string joinLines(const std::vector<std::string>& lines, std::string_view eol, bool before)
{
    std::string text;
    for (const std::string& line : lines) {
        if (before || &line != &lines.front())
            text += eol;
        text += line;
    }
    return text;
}

// Past comment lines that are indented deeper than `column`: they belong to what stands above them.
std::size_t pastComments(const std::string& text, std::size_t end, std::size_t column)
{
    for (;;) {
        const std::size_t next = text.find('\n', end);
        if (next == std::string::npos || next + 1 >= text.size())
            return end;
        const std::size_t first = text.find_first_not_of(' ', next + 1);
        if (first == std::string::npos || text[first] != '#' || first - next - 1 <= column)
            return end;
        end = lineEnd(text, first);
    }
}

std::string spliced(const std::string& text, std::size_t begin, std::size_t end, const std::string& by)
{
    return text.substr(0, begin) + by + text.substr(end);
}

// The lines that [begin, end) stands on, with one of the line breaks around them, so that a missing last one stays so.
std::string withoutLines(const std::string& text, std::size_t begin, std::size_t end)
{
    const std::size_t first = lineBegin(text, begin);
    const std::size_t last = lineEnd(text, end);
    if (first > 3 || (first > 0 && text[first - 1] == '\n')) {
        std::size_t before = first - 1;
        if (before > 0 && text[before - 1] == '\r')
            --before;
        return spliced(text, before, last, "");
    }
    const std::size_t after = text.find('\n', last);
    return spliced(text, first, after == std::string::npos ? text.size() : after + 1, "");
}

std::size_t bracketOf(const YamlText& yaml, const YamlNode& node) { return skipToToken(yaml.text, node.begin) + 1; }

// Keeps the quotes a string was written with.
std::string scalarLike(const YamlNode& old, const Value& value, bool block, const YamlStyle& style)
{
    if (value.isString() && !style.json && old.kind == Kind::Scalar) {
        if (old.style == Style::Double)
            return doubleQuoted(value.text());
        if (old.style == Style::Single && canSingleQuote(value.text()))
            return singleQuoted(value.text());
    }
    return scalarText(value, block, style);
}

std::string replaceInFlow(const YamlText& yaml, const YamlNode& node, const FieldPath& path, const Value& value, const YamlStyle& style)
{
    std::string text = value.items().empty() && value.fields().empty() ? scalarLike(node, value, false, style) : flowOf(value, path, style);
    if (node.isEmptyScalar() && node.begin > 0 && yaml.text[node.begin - 1] == ':')
        text.insert(0, 1, ' ');
    return spliced(yaml.text, node.begin, node.end, text);
}

std::string replaceRoot(const YamlText& yaml, const YamlNode& node, const Value& value, const YamlStyle& style)
{
    if (node.isFlow() && (style.json || node.children.size() > 0))
        return spliced(yaml.text, node.begin, node.end, flowOf(value, {}, style));
    std::string text = writeYaml(value);
    if (text.ends_with('\n'))
        text.pop_back();
    const bool ownLine = startsLine(yaml.text, node.begin);
    const std::string_view eol = eolOf(yaml.text);
    for (std::size_t at = text.find('\n'); eol.size() > 1 && at != std::string::npos; at = text.find('\n', at + 2))
        text.replace(at, 1, eol);
    return spliced(yaml.text, ownLine ? lineBegin(yaml.text, node.begin) : node.begin, node.end, ownLine ? text : std::string(eol) + text);
}

// After the colon of a key or the dash of an item.
std::size_t placeOf(const YamlText& yaml, const YamlNode& parent, std::size_t child)
{
    if (parent.kind == Kind::List)
        return dashOf(yaml, parent, child) + 1;
    const std::size_t colon = yaml.text.find(':', parent.children[child - 1].end);
    return std::min(colon, yaml.text.size() - 1) + 1;
}

// Where a new field goes among the entries of a map: before which one; the count of entries for the end.
std::size_t rankedPlace(const YamlNode& map, const FieldPath& path, const std::string& key)
{
    const std::size_t rank = keyRank(path, key), count = map.children.size() / 2;
    if (rank == unranked)
        return count;
    for (std::size_t i = 0; i < count; ++i)
        if (const std::size_t other = keyRank(path, keyOf(map.children[2 * i])); other > rank)
            return i;
    return count;
}

// Between brackets: on a line of its own where the entries are so.
std::string insertInFlow(const YamlText& yaml, const YamlNode& node, std::size_t place, const std::string& entry)
{
    const std::size_t stride = node.kind == Kind::Map ? 2 : 1;
    const std::size_t bracket = bracketOf(yaml, node);
    if (node.children.empty())
        return spliced(yaml.text, bracket, bracket, entry);
    const std::size_t first = node.children[0].begin;
    const bool ownLines = yaml.lines.lineOf(first) != yaml.lines.lineOf(bracket - 1);
    const std::string separator
        = ownLines ? std::string(eolOf(yaml.text)) + std::string(columnOf(yaml.text, first), ' ') : std::string(" ");
    if (place == 0)
        return spliced(yaml.text, first, first, entry + ',' + separator);
    const std::size_t after = entryOf(yaml, node, place * stride - 1).end;
    return spliced(yaml.text, after, after, ',' + separator + entry);
}

} // namespace

YamlStyle styleOf(const YamlText& yaml)
{
    YamlStyle style;
    if (!yaml.tree.present)
        return style;
    const YamlNode& root = yaml.tree.root;
    style.json = root.isFlow() && (root.children.empty() || root.kind == Kind::List || root.children[0].style == Style::Double);
    bool stepKnown = false, listsKnown = false;
    std::vector<const YamlNode*> open{&root};
    while (!open.empty() && !(stepKnown && listsKnown)) {
        const YamlNode& node = *open.back();
        open.pop_back();
        for (std::size_t i = node.children.size(); i-- > 0;)
            if (!node.isFlow() && !node.children[i].children.empty())
                open.push_back(&node.children[i]);
        for (std::size_t i = 1; node.kind == Kind::Map && !node.isFlow() && i < node.children.size(); i += 2) {
            const YamlNode& key = node.children[i - 1];
            const YamlNode& value = node.children[i];
            if (value.isFlow() || value.children.empty() || yaml.lines.lineOf(value.begin) == yaml.lines.lineOf(key.begin))
                continue;
            const std::size_t outer = columnOf(yaml.text, key.begin), inner = columnOf(yaml.text, value.begin);
            if (value.kind == Kind::List && !listsKnown) {
                listsKnown = true;
                style.listsIndented = inner > outer;
            } else if (value.kind == Kind::Map && inner > outer && !stepKnown) {
                stepKnown = true;
                style.step = std::min<std::size_t>(inner - outer, 8);
            }
        }
    }
    return style;
}

std::string replaceNode(const YamlText& yaml, const YamlSpot& spot, const FieldPath& path, const Value& value)
{
    const YamlStyle style = styleOf(yaml);
    const YamlNode& node = *spot.node;
    if (!spot.parent)
        return replaceRoot(yaml, node, value, style);
    if (spot.inFlow)
        return replaceInFlow(yaml, node, path, value, style);
    const std::string& text = yaml.text;
    const std::size_t place = placeOf(yaml, *spot.parent, spot.child);
    const bool underDash = spot.parent->kind == Kind::List;
    const std::size_t column = columnOf(text, underDash ? place - 1 : spot.parent->children[spot.child - 1].begin);
    YamlBlock block = blockOf(value, path, column, style, underDash);
    if (value.isString() && block.lines.empty())
        block.head = scalarLike(node, value, true, style);
    const std::string head = block.head.empty() ? "" : ' ' + block.head;
    const std::string body = joinLines(block.lines, eolOf(text), true);
    const bool sameLine = node.isEmptyScalar() || yaml.lines.lineOf(node.begin) == yaml.lines.lineOf(place);
    if (sameLine) {
        const std::size_t rest = std::max(node.end, place), end = lineEnd(text, rest);
        const std::string comment = text.substr(rest, end - rest);
        const bool blank = comment.find_first_not_of(" \t") == std::string::npos;
        return text.substr(0, place) + head + (blank ? "" : comment) + body + text.substr(end);
    }
    const std::string shorter = withoutLines(text, node.begin, node.end);
    const std::size_t end = lineEnd(shorter, place);
    return shorter.substr(0, place) + head + shorter.substr(place, end - place) + body + shorter.substr(end);
}

std::string insertField(
    const YamlText& yaml, const YamlSpot& spot, const FieldPath& path, const std::string& key, const Value& value)
{
    const YamlNode& map = *spot.node;
    const YamlStyle style = styleOf(yaml);
    const bool inFlow = spot.inFlow || style.json;
    if (map.isFlow() && (inFlow || !map.children.empty()))
        return insertInFlow(yaml, map, rankedPlace(map, path, key), keyOf(key, false, style) + ": " + flowOf(value, path / key, style));
    if (map.isFlow())
        return replaceNode(yaml, spot, path, Value::map({{key, value}}));
    const std::size_t column = columnOf(yaml.text, map.children[0].begin);
    const std::vector<std::string> lines = entryLines(key, value, path / key, column, style);
    const std::string_view eol = eolOf(yaml.text);
    const std::size_t place = rankedPlace(map, path, key);
    if (place == 0) {
        const std::size_t first = map.children[0].begin;
        return spliced(yaml.text, first, first, joinLines(lines, eol, false).substr(column) + std::string(eol) + std::string(column, ' '));
    }
    const std::size_t after = pastComments(yaml.text, lineEnd(yaml.text, entryOf(yaml, map, place * 2 - 1).end), column);
    return spliced(yaml.text, after, after, joinLines(lines, eol, true));
}

std::string appendItem(const YamlText& yaml, const YamlSpot& spot, const FieldPath& path, const Value& value)
{
    const YamlNode& list = *spot.node;
    const YamlStyle style = styleOf(yaml);
    const std::size_t count = list.children.size();
    if (list.isFlow() && (spot.inFlow || style.json || count > 0))
        return insertInFlow(yaml, list, count, flowOf(value, path / count, style));
    if (list.isFlow())
        return replaceNode(yaml, spot, path, Value::list({value}));
    const std::size_t column = columnOf(yaml.text, dashOf(yaml, list, count - 1));
    const std::vector<std::string> lines = itemLines(value, path / count, column, style);
    const std::size_t end = std::max(list.children.back().end, dashOf(yaml, list, count - 1) + 1);
    const std::size_t after = pastComments(yaml.text, lineEnd(yaml.text, end), column);
    return spliced(yaml.text, after, after, joinLines(lines, eolOf(yaml.text), true));
}

std::string removeEntry(const YamlText& yaml, const YamlNode& parent, std::size_t child)
{
    const std::size_t stride = parent.kind == Kind::Map ? 2 : 1;
    const YamlSpan span = entryOf(yaml, parent, child);
    const bool last = child + 1 >= parent.children.size();
    const std::string& text = yaml.text;
    if (parent.isFlow()) {
        if (!last)
            return spliced(text, span.begin, entryOf(yaml, parent, child + stride).begin, "");
        const std::size_t before = child >= stride ? entryOf(yaml, parent, child - stride).end : span.begin;
        return spliced(text, before, span.end, "");
    }
    if (startsLine(text, span.begin))
        return withoutLines(text, span.begin, span.end);
    const std::size_t next = last ? lineEnd(text, span.end) : entryOf(yaml, parent, child + stride).begin;
    if (text.substr(span.end, next - span.end).find('#') == std::string::npos)
        return spliced(text, span.begin, next, "");
    return spliced(text, span.begin, lineEnd(text, span.end), "");
}

std::string fillEmpty(const YamlText& yaml, const Value& value)
{
    std::string added = writeYaml(value);
    const std::string_view eol = eolOf(yaml.text);
    for (std::size_t at = added.find('\n'); eol.size() > 1 && at != std::string::npos; at = added.find('\n', at + 2))
        added.replace(at, 1, eol);
    const std::size_t end = yaml.tree.end == 0 ? yaml.text.size() : yaml.tree.end;
    std::string before = yaml.text.substr(0, end);
    if (!before.empty() && before != "\xEF\xBB\xBF" && before.back() != '\n') {
        before += eol;
        if (end == yaml.text.size())
            added.resize(added.size() - eol.size());
    }
    return before + added + yaml.text.substr(end);
}

} // namespace loadline
