// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/form.h"
#include "manifest/form_pairs.h"
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

// What cannot be read as a list or as names with values stays a text, which wrongWith() then explains.
Value listFrom(std::string_view text)
{
    const auto items = listedIn(text);
    if (!items)
        return std::string(text);
    Value list = Value::list();
    for (const std::string& item : *items)
        list.add(item);
    return list;
}

Value mapFrom(std::string_view text)
{
    const auto pairs = pairsFrom(text);
    if (!pairs)
        return std::string(text);
    Value map = Value::map();
    for (const auto& [name, value] : *pairs) {
        if (map.find(name)) // of two values one would be lost
            return std::string(text);
        map.set(name, value);
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
    std::vector<std::string> items;
    for (const Value& item : list.items())
        items.push_back(scalarText(item));
    return listText(items);
}

std::string joinedFields(const Value& map)
{
    TextPairs pairs;
    for (const ValueField& field : map.fields())
        pairs.emplace_back(field.key, scalarText(field.value));
    return pairsText(pairs);
}

// Nothing of what was there and says the same as typed changes its kind: an unquoted 3 stays one.
Value keptWhereSame(const Value& old, const Value& typed)
{
    Value map = Value::map();
    for (const ValueField& field : typed.fields()) {
        const Value* before = old.find(field.key);
        map.set(field.key, before && scalarText(*before) == field.value.text() ? *before : field.value);
    }
    return map;
}

Value itemsKept(const Value& old, const Value& typed)
{
    Value list = Value::list();
    for (std::size_t i = 0; i < typed.items().size(); ++i) {
        const Value& item = typed.items()[i];
        const bool same = i < old.items().size() && scalarText(old.items()[i]) == item.text();
        list.add(same ? old.items()[i] : item);
    }
    return list;
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
        if (text.starts_with('{')) // one that cannot be typed otherwise
            if (const auto read = Document::parse(std::string(text)); read && read->value().isMap())
                return read->value();
        return selectorFrom(text).value_or(std::string(text));
    case Type::Reference:
        return referenceFrom(text);
    default:
        return std::string(text);
    }
}

Value valueFrom(const Field& field, std::string_view typed, const Value& old)
{
    Value value = valueFrom(field, typed);
    if (value.isMap() && old.isMap() && (field.type == Field::Type::TextMap || field.type == Field::Type::QuantityMap))
        return keptWhereSame(old, value);
    if (value.isList() && old.isList())
        return itemsKept(old, value);
    if (value.isMap() && old.isMap() && field.type == Field::Type::Reference)
        for (const ValueField& more : old.fields()) // beyond what a reference is typed as
            if (more.key != "apiVersion" && more.key != "kind" && more.key != "name")
                value.set(more.key, more.value);
    return value;
}

std::string textOf(const Field& field, const Value& value)
{
    if (value.isList())
        return field.type == Field::Type::List ? std::string() : joinedItems(value);
    if (!value.isMap())
        return scalarText(value);
    if (field.type == Field::Type::Selector) {
        const std::string text = selectorText(value);
        const auto back = selectorFrom(text);
        return back && *back == value ? text : value.json();
    }
    if (field.type != Field::Type::Reference)
        return joinedFields(value);
    std::string text;
    for (const std::string_view part : {"apiVersion", "kind", "name"})
        if (const std::string& step = value[part].text(); !step.empty())
            text += (text.empty() ? "" : "/") + step;
    return text;
}

} // namespace loadline
