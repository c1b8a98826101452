// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/form.h"
#include "manifest/form_walk.h"
#include "manifest/names.h"
#include "scaling/cron.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace loadline {
namespace {

Error wrong(const char* what, std::vector<std::string> args = {}, const char* hint = "")
{
    return {.kind = Error::Kind::Malformed, .what = what, .where = {}, .hint = hint, .args = std::move(args)};
}

std::optional<double> numberOf(const Field& field, const Value& value)
{
    if (!field.asText)
        return value.type() == Value::Type::Integer || value.type() == Value::Type::Number
            ? std::optional(value.number())
            : std::nullopt;
    const std::string& text = value.text();
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number))
        return {};
    return number;
}

std::optional<Error> rangeFault(const Field& field, double number)
{
    if (field.least && number < static_cast<double>(*field.least))
        return wrong(LOADLINE_TR("Error", "%1 is too small: at least %2."),
            {Quantity::fromDouble(number).decimal(), std::to_string(*field.least)});
    if (field.most && number > static_cast<double>(*field.most))
        return wrong(LOADLINE_TR("Error", "%1 is too large: at most %2."),
            {Quantity::fromDouble(number).decimal(), std::to_string(*field.most)});
    return {};
}

std::optional<Error> numberFault(const Field& field, const Value& value, bool fraction)
{
    const std::optional<double> number = numberOf(field, value);
    if (!number)
        return wrong(LOADLINE_TR("Error", "“%1” is not a number."), {scalarText(value)});
    if (!fraction && *number != std::floor(*number))
        return wrong(LOADLINE_TR("Error", "“%1” is not a whole number."), {scalarText(value)});
    return rangeFault(field, *number);
}

std::optional<Error> countOrPercentFault(const Field& field, const Value& value)
{
    if (value.type() == Value::Type::Integer)
        return rangeFault(field, value.number());
    const std::string& text = value.text();
    if (field.asText && !text.empty() && text.size() <= 9 && text.find_first_not_of("0123456789") == std::string::npos)
        return {};
    const bool percent = text.size() >= 2 && text.back() == '%'
        && text.find_first_not_of("0123456789") == text.size() - 1;
    if (percent && (text.size() <= 3 || text == "100%"))
        return {};
    if (percent)
        return wrong(LOADLINE_TR("Error", "“%1” is more than all."), {text}, LOADLINE_TR("Error", "Write up to 100%."));
    return wrong(LOADLINE_TR("Error", "“%1” is neither a number nor a percentage."), {scalarText(value)},
        LOADLINE_TR("Error", "Write 2 or 30%."));
}

std::optional<Error> quantityFault(const Value& value)
{
    if (value.isMap() || value.isList() || value.isNull() || value.type() == Value::Type::Bool)
        return wrong(
            LOADLINE_TR("Error", "A quantity belongs here."), {}, LOADLINE_TR("Error", "Write 500m, 2 or 1Gi."));
    const Result<Quantity> quantity = Quantity::parse(scalarText(value));
    if (!quantity)
        return quantity.error();
    if (quantity->nano() < 0)
        return wrong(LOADLINE_TR("Error", "“%1” is below zero."), {scalarText(value)});
    return {};
}

std::optional<Error> durationFault(const Field& field, const std::string& text)
{
    if (std::any_of(field.choices.begin(), field.choices.end(), [&](const Choice& c) { return c.value == text; }))
        return {};
    const Result<Millis> duration = parseGoDuration(text);
    if (!duration)
        return duration.error();
    if (duration->count() < 0)
        return wrong(LOADLINE_TR("Error", "“%1” is below zero."), {text});
    return {};
}

std::optional<Error> choiceFault(const Field& field, const std::string& text)
{
    if (std::any_of(field.choices.begin(), field.choices.end(), [&](const Choice& c) { return c.value == text; }))
        return {};
    std::string all;
    for (const Choice& choice : field.choices)
        if (!choice.value.empty())
            all += (all.empty() ? "" : ", ") + choice.value;
    return wrong(LOADLINE_TR("Error", "“%1” is none of %2."), {text, all});
}

// Only what can be told without a parser for the language: Prometheus itself says the rest.
std::optional<Error> promQlFault(const std::string& text)
{
    std::string open;
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quote) {
            if (c == '\\' && quote != '`')
                ++i;
            else if (c == quote)
                quote = 0;
        } else if (c == '"' || c == '\'' || c == '`') {
            quote = c;
        } else if (c == '(' || c == '[' || c == '{') {
            open += c == '(' ? ')' : c == '[' ? ']' : '}';
        } else if (c == ')' || c == ']' || c == '}') {
            if (open.empty() || open.back() != c)
                return wrong(
                    LOADLINE_TR("Error", "The query closes with %1 what it did not open."), {std::string(1, c)});
            open.pop_back();
        }
    }
    if (quote)
        return wrong(LOADLINE_TR("Error", "A quotation in the query does not end."));
    if (!open.empty())
        return wrong(LOADLINE_TR("Error", "The query lacks a closing %1."), {std::string(1, open.back())});
    return {};
}

std::optional<Error> listFault(const Field& field, const Value& value)
{
    if (!value.isList())
        return wrong(LOADLINE_TR("Error", "A list belongs here."));
    const auto count = static_cast<std::int64_t>(value.items().size());
    if (field.least && count < *field.least)
        return wrong(LOADLINE_TR("Error", "Give at least %1 of these."), {std::to_string(*field.least)});
    if (field.most && count > *field.most)
        return wrong(LOADLINE_TR("Error", "Give at most %1 of these."), {std::to_string(*field.most)});
    for (const Value& item : value.items()) {
        if (field.type == Field::Type::List ? !item.isMap() : !item.isString())
            return wrong(LOADLINE_TR("Error", "An entry of this list is not what belongs here."));
        if (field.type == Field::Type::MultiChoice)
            if (auto fault = choiceFault(field, item.text()))
                return fault;
    }
    return {};
}

std::optional<Error> mapFault(const Field& field, const Value& value)
{
    if (!value.isMap())
        return wrong(LOADLINE_TR("Error", "Names with values belong here, each name once."), {},
            LOADLINE_TR("Error", "Write name=value, with commas between; a value that holds one stands in quotes."));
    for (const ValueField& entry : value.fields()) {
        if (field.type == Field::Type::TextMap && !entry.value.isString())
            return wrong(LOADLINE_TR("Error", "The value of %1 is no text."), {entry.key});
        if (field.type == Field::Type::QuantityMap)
            if (auto fault = quantityFault(entry.value))
                return fault;
    }
    return {};
}

// An unquoted y or 1.0 is no string to YAML, and so no label.
std::optional<Error> selectorFault(const Value& value)
{
    if (!value.isMap())
        return wrong(LOADLINE_TR("Error", "“%1” is no label selector."), {scalarText(value)},
            LOADLINE_TR("Error", "Write app=web, tier in (a,b), key or !key, with commas between."));
    for (const ValueField& label : value["matchLabels"].fields()) {
        if (!label.value.isString())
            return wrong(LOADLINE_TR("Error", "The value of %1 is no text."), {label.key},
                LOADLINE_TR("Error", "Put it in quotes."));
        if (auto fault = labelKeyFault(label.key))
            return fault;
        if (auto fault = labelValueFault(label.value.text()))
            return fault;
    }
    for (const Value& requirement : value["matchExpressions"].items()) {
        const std::string& op = requirement["operator"].text();
        const bool listed = op == "In" || op == "NotIn";
        if (!listed && op != "Exists" && op != "DoesNotExist")
            return wrong(LOADLINE_TR("Error", "“%1” is none of %2."), {op, "In, NotIn, Exists, DoesNotExist"});
        if (listed == requirement["values"].items().empty())
            return wrong(listed ? LOADLINE_TR("Error", "%1 of a label needs values.")
                                : LOADLINE_TR("Error", "%1 of a label takes no values."),
                {op});
        if (auto fault = labelKeyFault(requirement["key"].text()))
            return fault;
        for (const Value& labelled : requirement["values"].items())
            if (auto fault = labelValueFault(labelled.text()))
                return fault;
    }
    return {};
}

std::optional<Error> textFault(const Field& field, const std::string& text)
{
    using Type = Field::Type;
    switch (field.type) {
    case Type::Name:
        return objectNameFault(text);
    case Type::LabelKey:
        return labelKeyFault(text);
    case Type::LabelValue:
        return labelValueFault(text);
    case Type::Duration:
        return durationFault(field, text);
    case Type::Choice:
        return choiceFault(field, text);
    case Type::Cron:
        if (std::any_of(field.choices.begin(), field.choices.end(), [&](const Choice& word) { return word.value == text; }))
            return {};
        if (const auto schedule = parseCron(text); !schedule)
            return schedule.error();
        return {};
    case Type::TimeZone:
        if (const auto offset = offsetAt(text, TimePoint {}); !offset)
            return offset.error();
        return {};
    case Type::PromQl:
        return promQlFault(text);
    case Type::Url:
        if (text.find("://") == std::string::npos || text.find_first_of(" \t\n") != std::string::npos)
            return wrong(LOADLINE_TR("Error", "“%1” is no address."), {text},
                LOADLINE_TR("Error", "Write it with its scheme, as http://name:port."));
        return {};
    default:
        return {};
    }
}

} // namespace

std::optional<Error> wrongWith(const Field& field, const Value& value)
{
    using Type = Field::Type;
    if (field.asText && !value.isString())
        return wrong(LOADLINE_TR("Error", "%1 must be written as text here."), {scalarText(value)},
            LOADLINE_TR("Error", "Put it in quotes."));
    switch (field.type) {
    case Type::Integer:
    case Type::Percent:
        return numberFault(field, value, false);
    case Type::Number:
        return numberFault(field, value, true);
    case Type::CountOrPercent:
        return countOrPercentFault(field, value);
    case Type::Quantity:
        return quantityFault(value);
    case Type::Bool:
        if (field.asText ? value.text() == "true" || value.text() == "false" : value.type() == Value::Type::Bool)
            return {};
        return wrong(LOADLINE_TR("Error", "“%1” is neither true nor false."), {scalarText(value)});
    case Type::MultiChoice:
    case Type::TextList:
    case Type::List:
        return listFault(field, value);
    case Type::TextMap:
    case Type::QuantityMap:
        return mapFault(field, value);
    case Type::Selector:
        return selectorFault(value);
    case Type::Reference:
        return value.isMap() ? std::nullopt
                             : std::optional(wrong(LOADLINE_TR("Error", "“%1” cannot be read."), {scalarText(value)}));
    default:
        break;
    }
    if (!value.isString())
        return wrong(LOADLINE_TR("Error", "“%1” must be text here."), {scalarText(value)},
            LOADLINE_TR("Error", "Put it in quotes."));
    return textFault(field, value.text());
}

} // namespace loadline
