// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/form.h"
#include "manifest/form_selector.h"
#include "manifest/form_walk.h"

#include <charconv>

namespace loadline {
namespace {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto from = text.find_first_not_of(blanks);
    return from == std::string_view::npos ? std::string_view()
                                          : text.substr(from, text.find_last_not_of(blanks) - from + 1);
}

template <class T> std::optional<T> numberIn(std::string_view text)
{
    T value {};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return {};
    return value;
}

Value numberOrText(std::string_view text, bool fraction)
{
    if (const auto whole = numberIn<std::int64_t>(text))
        return *whole;
    // "inf" and "nan" are numbers to from_chars and to nobody else.
    if (fraction && text.find_first_not_of("0123456789.-+eE") == std::string_view::npos)
        if (const auto number = numberIn<double>(text))
            return *number;
    return std::string(text);
}

Value truthOrText(std::string_view text)
{
    if (text == "true" || text == "yes" || text == "on" || text == "1")
        return true;
    if (text == "false" || text == "no" || text == "off" || text == "0")
        return false;
    return std::string(text);
}

std::vector<std::string_view> splitList(std::string_view text)
{
    std::vector<std::string_view> parts;
    while (true) {
        const auto end = text.find_first_of(",\n");
        if (const auto part = trimmed(text.substr(0, end)); !part.empty())
            parts.push_back(part);
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

Value listFrom(std::string_view text)
{
    Value list = Value::list();
    for (const std::string_view part : splitList(text))
        list.add(std::string(part));
    return list;
}

// A part without "=" makes the whole a text, which wrongWith() then explains.
Value mapFrom(std::string_view text)
{
    Value map = Value::map();
    for (const std::string_view part : splitList(text)) {
        const auto equals = part.find('=');
        if (equals == std::string_view::npos || equals == 0)
            return std::string(text);
        map.set(trimmed(part.substr(0, equals)), std::string(trimmed(part.substr(equals + 1))));
    }
    return map;
}

// "apps/v1/Deployment/api", "Deployment/api".
Value referenceFrom(std::string_view text)
{
    const auto name = text.rfind('/');
    if (name == std::string_view::npos)
        return std::string(text);
    const std::string_view before = text.substr(0, name);
    const auto kind = before.rfind('/');
    Value reference = Value::map();
    if (kind != std::string_view::npos)
        reference.set("apiVersion", std::string(before.substr(0, kind)));
    reference.set("kind", std::string(kind == std::string_view::npos ? before : before.substr(kind + 1)));
    reference.set("name", std::string(text.substr(name + 1)));
    return reference;
}

std::string joinedItems(const Value& list)
{
    std::string text;
    for (const Value& item : list.items())
        text += (text.empty() ? "" : ",") + scalarText(item);
    return text;
}

std::string joinedFields(const Value& map)
{
    std::string text;
    for (const ValueField& field : map.fields())
        text += (text.empty() ? "" : ",") + field.key + "=" + scalarText(field.value);
    return text;
}

} // namespace

Value valueFrom(const Field& field, std::string_view typed)
{
    using Type = Field::Type;
    if (field.type == Type::Text || field.type == Type::LongText || field.type == Type::PromQl)
        return std::string(typed);
    std::string_view text = trimmed(typed);
    if (field.type == Type::Percent && text.ends_with('%'))
        text = trimmed(text.substr(0, text.size() - 1));
    if (field.asText)
        return std::string(text);
    switch (field.type) {
    case Type::Integer:
    case Type::Percent:
    case Type::CountOrPercent:
        return numberOrText(text, false);
    case Type::Number:
        return numberOrText(text, true);
    case Type::Bool:
        return truthOrText(text);
    case Type::MultiChoice:
    case Type::TextList:
        return listFrom(text);
    case Type::TextMap:
    case Type::QuantityMap:
        return mapFrom(text);
    case Type::Selector:
        return selectorFrom(text).value_or(std::string(text));
    case Type::Reference:
        return referenceFrom(text);
    default:
        return std::string(text);
    }
}

std::string textOf(const Field& field, const Value& value)
{
    if (value.isList())
        return field.type == Field::Type::List ? std::string() : joinedItems(value);
    if (!value.isMap())
        return scalarText(value);
    if (field.type == Field::Type::Selector)
        return selectorText(value);
    if (field.type != Field::Type::Reference)
        return joinedFields(value);
    std::string text;
    for (const std::string_view part : {"apiVersion", "kind", "name"})
        if (const std::string& step = value[part].text(); !step.empty())
            text += (text.empty() ? "" : "/") + step;
    return text;
}

} // namespace loadline
