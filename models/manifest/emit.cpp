// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/emit.h"

#include "manifest/key_order.h"
#include "manifest/scalar.h"

#include <algorithm>

namespace loadline {
namespace {

// YAML readers look for the colon of a key within 1024 characters only.
constexpr std::size_t longestSimpleKey = 1000;

std::vector<const ValueField*> ordered(const Value& value, const FieldPath& path)
{
    std::vector<std::pair<std::size_t, const ValueField*>> ranked;
    for (const ValueField& field : value.fields())
        ranked.emplace_back(keyRank(path, field.key), &field);
    std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<const ValueField*> fields;
    for (const auto& [rank, field] : ranked)
        fields.push_back(field);
    return fields;
}

void append(std::vector<std::string>& to, std::vector<std::string> lines)
{
    std::move(lines.begin(), lines.end(), std::back_inserter(to));
}

YamlBlock literal(const std::string& text, std::size_t column, const YamlStyle& style)
{
    YamlBlock block;
    block.head = text.back() == '\n' ? "|" : "|-";
    const std::string indent(column + style.step, ' ');
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        block.lines.push_back(end == at ? "" : indent + text.substr(at, end - at));
        at = end + 1;
    }
    return block;
}

// A map or list right after its dash: the first line moves up to it.
YamlBlock joined(std::vector<std::string> lines, std::size_t indent)
{
    YamlBlock block;
    block.head = lines.front().substr(std::min(indent, lines.front().size()));
    block.lines.assign(std::make_move_iterator(lines.begin() + 1), std::make_move_iterator(lines.end()));
    return block;
}

bool isNested(const Value& value) { return !value.items().empty() || !value.fields().empty(); }

} // namespace

std::string scalarText(const Value& value, bool block, const YamlStyle& style)
{
    if (value.isMap())
        return "{}";
    if (value.isList())
        return "[]";
    if (!value.isString()) {
        std::string number = value.json();
        // "1e+30" is a string to YAML 1.1 readers, which want a point.
        if (const std::size_t at = number.find('e'); value.type() == Value::Type::Number && at != std::string::npos && number.find('.') == std::string::npos)
            number.insert(at, ".0");
        return number;
    }
    return style.json ? doubleQuoted(value.text()) : yamlString(value.text(), block);
}

std::string keyOf(const std::string& key, bool block, const YamlStyle& style)
{
    const std::string text = scalarText(key, block, style);
    return text.size() > longestSimpleKey ? "? " + text : text;
}

YamlBlock blockOf(const Value& value, const FieldPath& path, std::size_t column, const YamlStyle& style, bool underDash)
{
    if (!isNested(value)) {
        if (value.isString() && fitsLiteral(value.text()))
            return literal(value.text(), column, style);
        return {scalarText(value, true, style), {}};
    }
    std::vector<std::string> lines;
    // What hangs on a dash is indented by the dash and its blank, whatever the step.
    const std::size_t inner = underDash ? column + 2 : value.isList() && !style.listsIndented ? column : column + style.step;
    if (value.isList())
        for (std::size_t i = 0; i < value.items().size(); ++i)
            append(lines, itemLines(value.items()[i], path / i, inner, style));
    else
        for (const ValueField* field : ordered(value, path))
            append(lines, entryLines(field->key, field->value, path / field->key, inner, style));
    return underDash ? joined(std::move(lines), inner) : YamlBlock{"", std::move(lines)};
}

std::vector<std::string> entryLines(
    const std::string& key, const Value& value, const FieldPath& path, std::size_t column, const YamlStyle& style)
{
    YamlBlock block = blockOf(value, path, column, style, false);
    std::vector<std::string> lines;
    std::string first = std::string(column, ' ') + keyOf(key, true, style);
    if (first.compare(column, 2, "? ") == 0) {
        lines.push_back(std::move(first));
        first = std::string(column, ' ');
    }
    first += ':';
    lines.push_back(block.head.empty() ? first : first + ' ' + block.head);
    append(lines, std::move(block.lines));
    return lines;
}

std::vector<std::string> itemLines(const Value& value, const FieldPath& path, std::size_t column, const YamlStyle& style)
{
    YamlBlock block = blockOf(value, path, column, style, true);
    std::vector<std::string> lines{std::string(column, ' ') + "- " + block.head};
    append(lines, std::move(block.lines));
    return lines;
}

std::string flowOf(const Value& value, const FieldPath& path, const YamlStyle& style)
{
    if (!isNested(value))
        return scalarText(value, false, style);
    std::string text;
    if (value.isList()) {
        for (std::size_t i = 0; i < value.items().size(); ++i)
            text += (i == 0 ? "[" : ", ") + flowOf(value.items()[i], path / i, style);
        return text + ']';
    }
    for (const ValueField* field : ordered(value, path)) {
        text += text.empty() ? "{" : ", ";
        text += keyOf(field->key, false, style) + ": " + flowOf(field->value, path / field->key, style);
    }
    return text + '}';
}

std::string writeYaml(const Value& value)
{
    const YamlStyle style;
    if (!isNested(value))
        return value.isNull() ? std::string() : scalarText(value, true, style) + '\n';
    std::string text;
    // The root has no key: its fields begin at the first column.
    std::vector<std::string> lines;
    if (value.isList())
        for (std::size_t i = 0; i < value.items().size(); ++i)
            append(lines, itemLines(value.items()[i], FieldPath() / i, 0, style));
    else
        for (const ValueField* field : ordered(value, {}))
            append(lines, entryLines(field->key, field->value, FieldPath() / field->key, 0, style));
    for (const std::string& line : lines)
        (text += line) += '\n';
    return text;
}

} // namespace loadline
