// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/value.h"

#include "manifest/utf8.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace loadline {
namespace {

const Value& nothing()
{
    static const Value value;
    return value;
}

bool fitsInteger(double value) { return value >= -9223372036854775808.0 && value < 9223372036854775808.0; }

void appendNumber(std::string& to, double value)
{
    char digits[40];
    if (!std::isfinite(value)) {
        to += "null"; // JSON has no word for it
        return;
    }
    // Whole numbers without an exponent: the API server reads "1e+05" into no integer field.
    const bool whole = fitsInteger(value) && value == std::trunc(value);
    const auto end = whole ? std::to_chars(digits, digits + sizeof digits, static_cast<std::int64_t>(value)).ptr
                           : std::to_chars(digits, digits + sizeof digits, value).ptr;
    to.append(digits, end);
}

void appendText(std::string& to, std::string_view text)
{
    static constexpr char hex[] = "0123456789abcdef";
    to += '"';
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8Length(text.substr(at));
        const char c = text[at];
        if (length == 0) {
            to += "\xEF\xBF\xBD"; // not UTF-8: U+FFFD, as every JSON writer does
            ++at;
            continue;
        }
        if (c == '"' || c == '\\')
            (to += '\\') += c;
        else if (c == '\n')
            to += "\\n";
        else if (c == '\t')
            to += "\\t";
        else if (c == '\r')
            to += "\\r";
        else if (static_cast<unsigned char>(c) < 0x20)
            ((to += "\\u00") += hex[c >> 4]) += hex[c & 15];
        else
            to.append(text, at, length);
        at += length;
    }
    to += '"';
}

void append(std::string& to, const Value& value)
{
    switch (value.type()) {
    case Value::Type::Null:
        to += "null";
        break;
    case Value::Type::Bool:
        to += value.boolean() ? "true" : "false";
        break;
    case Value::Type::Integer:
        to += std::to_string(value.integer());
        break;
    case Value::Type::Number:
        appendNumber(to, value.number());
        break;
    case Value::Type::String:
        appendText(to, value.text());
        break;
    case Value::Type::List: {
        char before = '[';
        for (const Value& item : value.items())
            append(to += std::exchange(before, ','), item);
        to += before == '[' ? "[]" : "]";
        break;
    }
    case Value::Type::Map: {
        char before = '{';
        for (const ValueField& field : value.fields()) {
            appendText(to += std::exchange(before, ','), field.key);
            append(to += ':', field.value);
        }
        to += before == '{' ? "{}" : "}";
        break;
    }
    }
}

bool equalInOrder(const Value::Map& a, const Value::Map& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
        [](const ValueField& x, const ValueField& y) { return x.key == y.key && x.value == y.value; });
}

std::vector<const ValueField*> byKey(const Value::Map& fields)
{
    std::vector<const ValueField*> sorted;
    for (const ValueField& field : fields)
        sorted.push_back(&field);
    std::stable_sort(sorted.begin(), sorted.end(), [](auto* x, auto* y) { return x->key < y->key; });
    return sorted;
}

bool sameKeysInOrder(const Value::Map& a, const Value::Map& b)
{
    return std::equal(
        a.begin(), a.end(), b.begin(), b.end(), [](const ValueField& x, const ValueField& y) { return x.key == y.key; });
}

bool equalMaps(const Value::Map& a, const Value::Map& b)
{
    if (a.size() != b.size())
        return false;
    if (sameKeysInOrder(a, b))
        return equalInOrder(a, b);
    const auto x = byKey(a), y = byKey(b);
    return std::equal(x.begin(), x.end(), y.begin(),
        [](auto* left, auto* right) { return left->key == right->key && left->value == right->value; });
}

} // namespace

Value::Value(bool value)
    : data_(value)
{
}
Value::Value(std::int64_t value)
    : data_(value)
{
}
Value::Value(int value)
    : data_(std::int64_t(value))
{
}
Value::Value(double value)
    : data_(value)
{
}
Value::Value(std::string value)
    : data_(std::move(value))
{
}
Value::Value(const char* value)
    : data_(std::string(value))
{
}

Value Value::list(List items)
{
    Value value;
    value.data_ = std::move(items);
    return value;
}

Value Value::list() { return list(List()); }
Value Value::map() { return map(Map()); }

Value Value::map(Map fields)
{
    Value value;
    value.data_ = std::move(fields);
    return value;
}

bool Value::boolean() const
{
    const bool* value = std::get_if<bool>(&data_);
    return value && *value;
}

std::int64_t Value::integer() const
{
    if (const auto* whole = std::get_if<std::int64_t>(&data_))
        return *whole;
    const double* real = std::get_if<double>(&data_);
    return real && fitsInteger(*real) && *real == std::trunc(*real) ? static_cast<std::int64_t>(*real) : 0;
}

double Value::number() const
{
    if (const auto* whole = std::get_if<std::int64_t>(&data_))
        return static_cast<double>(*whole);
    const double* real = std::get_if<double>(&data_);
    return real ? *real : 0;
}

const std::string& Value::text() const
{
    static const std::string empty;
    const auto* value = std::get_if<std::string>(&data_);
    return value ? *value : empty;
}

const Value::List& Value::items() const
{
    static const List empty;
    const auto* value = std::get_if<List>(&data_);
    return value ? *value : empty;
}

const Value::Map& Value::fields() const
{
    static const Map empty;
    const auto* value = std::get_if<Map>(&data_);
    return value ? *value : empty;
}

const Value* Value::find(std::string_view key) const
{
    for (const ValueField& field : fields())
        if (field.key == key)
            return &field.value;
    return nullptr;
}

const Value& Value::operator[](std::string_view key) const
{
    const Value* found = find(key);
    return found ? *found : nothing();
}

Value& Value::set(std::string_view key, Value value)
{
    if (!isMap())
        data_ = Map();
    Map& fields = std::get<Map>(data_);
    for (ValueField& field : fields)
        if (field.key == key) {
            field.value = std::move(value);
            return field.value;
        }
    fields.push_back({std::string(key), std::move(value)});
    return fields.back().value;
}

void Value::remove(std::string_view key)
{
    if (isMap())
        std::erase_if(std::get<Map>(data_), [key](const ValueField& field) { return field.key == key; });
}

void Value::add(Value item)
{
    if (!isList())
        data_ = List();
    std::get<List>(data_).push_back(std::move(item));
}

std::string Value::json() const
{
    std::string text;
    append(text, *this);
    return text;
}

bool operator==(const Value& a, const Value& b)
{
    using Type = Value::Type;
    const bool aNumber = a.type() == Type::Integer || a.type() == Type::Number;
    const bool bNumber = b.type() == Type::Integer || b.type() == Type::Number;
    if (aNumber && bNumber && a.type() != b.type()) {
        const Value& real = a.type() == Type::Number ? a : b;
        const Value& whole = a.type() == Type::Number ? b : a;
        return fitsInteger(real.number()) && real.number() == std::trunc(real.number()) && real.integer() == whole.integer();
    }
    if (a.type() != b.type())
        return false;
    if (a.isMap())
        return equalMaps(a.fields(), b.fields());
    if (a.isList())
        return std::equal(a.items().begin(), a.items().end(), b.items().begin(), b.items().end());
    switch (a.type()) {
    case Type::Bool:
        return a.boolean() == b.boolean();
    case Type::Integer:
        return a.integer() == b.integer();
    case Type::Number:
        return a.number() == b.number();
    default:
        return a.text() == b.text(); // also null, whose text is empty
    }
}

} // namespace loadline
