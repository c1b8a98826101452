// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/form_selector.h"

#include <algorithm>

namespace loadline {
namespace {

std::string_view trimmed(std::string_view text)
{
    const auto from = text.find_first_not_of(" \t\n");
    return from == std::string_view::npos ? std::string_view()
                                          : text.substr(from, text.find_last_not_of(" \t\n") - from + 1);
}

// Up to the next comma outside brackets; takes it off `text`.
std::string_view nextPart(std::string_view& text)
{
    std::size_t depth = 0;
    std::size_t end = 0;
    for (; end < text.size(); ++end) {
        if (text[end] == '(')
            ++depth;
        else if (text[end] == ')')
            depth -= depth > 0 ? 1 : 0;
        else if (text[end] == ',' && depth == 0)
            break;
    }
    const std::string_view part = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + 1));
    return part;
}

bool isLabelKey(std::string_view key)
{
    return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'
            || c == '.' || c == '/';
    });
}

bool isLabelValue(std::string_view value)
{
    return value.empty() || (isLabelKey(value) && value.find('/') == std::string_view::npos);
}

Value expression(std::string_view key, const char* op)
{
    Value made = Value::map();
    made.set("key", std::string(key));
    made.set("operator", op);
    return made;
}

// "key in (a, b)", "key notin (a)".
std::optional<Value> listed(std::string_view part)
{
    const auto open = part.find('(');
    if (open == std::string_view::npos || !part.ends_with(')'))
        return {};
    const std::string_view head = trimmed(part.substr(0, open));
    const auto blank = head.find_last_of(" \t");
    if (blank == std::string_view::npos)
        return {};
    const std::string_view word = head.substr(blank + 1);
    const std::string_view key = trimmed(head.substr(0, blank));
    if ((word != "in" && word != "notin") || !isLabelKey(key))
        return {};
    Value made = expression(key, word == "in" ? "In" : "NotIn");
    Value values = Value::list();
    std::string_view rest = part.substr(open + 1, part.size() - open - 2);
    while (!rest.empty()) {
        const std::string_view value = nextPart(rest);
        if (!isLabelValue(value))
            return {};
        values.add(std::string(value));
    }
    if (values.items().empty())
        return {};
    made.set("values", std::move(values));
    return made;
}

std::optional<Value> requirement(std::string_view part)
{
    if (part.starts_with('!') && isLabelKey(trimmed(part.substr(1))))
        return expression(trimmed(part.substr(1)), "DoesNotExist");
    if (isLabelKey(part))
        return expression(part, "Exists");
    if (const auto unequal = part.find("!="); unequal != std::string_view::npos) {
        const std::string_view key = trimmed(part.substr(0, unequal));
        const std::string_view value = trimmed(part.substr(unequal + 2));
        if (!isLabelKey(key) || !isLabelValue(value))
            return {};
        Value made = expression(key, "NotIn");
        made.set("values", Value::list({Value(std::string(value))}));
        return made;
    }
    return listed(part);
}

std::optional<std::pair<std::string_view, std::string_view>> equality(std::string_view part)
{
    const auto equals = part.find('=');
    if (equals == std::string_view::npos || (equals > 0 && part[equals - 1] == '!'))
        return {};
    const std::string_view key = trimmed(part.substr(0, equals));
    std::string_view value = part.substr(equals + 1);
    if (value.starts_with('='))
        value.remove_prefix(1);
    value = trimmed(value);
    if (!isLabelKey(key) || !isLabelValue(value))
        return {};
    return std::pair(key, value);
}

std::string expressionText(const Value& requirement)
{
    const std::string& key = requirement["key"].text();
    const std::string& op = requirement["operator"].text();
    if (op == "Exists")
        return key;
    if (op == "DoesNotExist")
        return "!" + key;
    std::string values;
    for (const Value& value : requirement["values"].items())
        values += (values.empty() ? "" : ",") + value.text();
    return key + (op == "NotIn" ? " notin (" : " in (") + values + ")";
}

} // namespace

Result<Value> selectorFrom(std::string_view text)
{
    Value labels = Value::map();
    Value expressions = Value::list();
    while (!text.empty()) {
        const std::string_view part = nextPart(text);
        if (part.empty())
            continue;
        if (const auto pair = equality(part)) {
            labels.set(pair->first, std::string(pair->second));
        } else if (auto made = requirement(part)) {
            expressions.add(std::move(*made));
        } else {
            return Error {.kind = Error::Kind::Malformed,
                .what = LOADLINE_TR("Error", "“%1” is no label selector."),
                .where = {},
                .hint = LOADLINE_TR("Error", "Write app=web, tier in (a,b), key or !key, with commas between."),
                .args = {std::string(part)}};
        }
    }
    Value selector = Value::map();
    if (!labels.fields().empty())
        selector.set("matchLabels", std::move(labels));
    if (!expressions.items().empty())
        selector.set("matchExpressions", std::move(expressions));
    return selector;
}

std::string selectorText(const Value& selector)
{
    std::string text;
    for (const ValueField& label : selector["matchLabels"].fields())
        text += (text.empty() ? "" : ",") + label.key + "=" + label.value.text();
    for (const Value& requirement : selector["matchExpressions"].items())
        text += (text.empty() ? "" : ",") + expressionText(requirement);
    return text;
}

} // namespace loadline
