// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/fields.h"

namespace loadline {
namespace {

bool absent(Json value) { return !value.present() || value.isNull(); }

} // namespace

void Fault::wrong(std::string_view field, Json found, const char* what)
{
    if (first)
        return;
    std::string shown = found.isString() ? found.str() : found.dump();
    if (shown.size() > 64)
        shown = shown.substr(0, 61) + "...";
    first = Error {Error::Kind::Malformed, what, "", "", {std::string(field), std::move(shown)}};
}

void Fault::missing(std::string_view field)
{
    if (!first)
        first = Error {Error::Kind::Malformed, LOADLINE_TR("Error", "The field “%1” is missing."), "", "",
            {std::string(field)}};
}

std::string_view textAt(Json object, std::string_view key, Fault& fault)
{
    const Json value = object[key];
    if (value.isString())
        return value.text();
    if (!absent(value))
        fault.wrong(key, value, LOADLINE_TR("Error", "The field “%1” holds %2, which is not a text."));
    return {};
}

std::string stringAt(Json object, std::string_view key, Fault& fault) { return std::string(textAt(object, key, fault)); }

std::optional<std::int64_t> integerAt(Json object, std::string_view key, Fault& fault)
{
    const Json value = object[key];
    if (absent(value))
        return std::nullopt;
    const auto integer = value.integer();
    if (!integer)
        fault.wrong(key, value, LOADLINE_TR("Error", "The field “%1” holds %2, which is not a whole number."));
    return integer;
}

std::optional<Quantity> quantityOf(std::string_view field, Json value, Fault& fault)
{
    if (absent(value))
        return std::nullopt;
    const auto quantity = value.quantity();
    if (!quantity)
        fault.wrong(field, value,
            LOADLINE_TR("Error", "The field “%1” holds %2, which is not a quantity that Kubernetes can hold."));
    return quantity;
}

std::optional<Quantity> quantityAt(Json object, std::string_view key, Fault& fault)
{
    return quantityOf(key, object[key], fault);
}

bool flagAt(Json object, std::string_view key, Fault& fault)
{
    const Json value = object[key];
    if (absent(value))
        return false;
    const auto flag = value.boolean();
    if (!flag)
        fault.wrong(key, value, LOADLINE_TR("Error", "The field “%1” holds %2, which is neither true nor false."));
    return flag.value_or(false);
}

std::optional<TimePoint> timeAt(Json object, std::string_view key, Fault& fault)
{
    const Json value = object[key];
    if (absent(value))
        return std::nullopt;
    const auto time = value.time();
    if (!time)
        fault.wrong(key, value, LOADLINE_TR("Error", "The field “%1” holds %2, which is not a time."));
    return time;
}

std::string intOrPercentAt(Json object, std::string_view key, Fault& fault)
{
    const Json value = object[key];
    if (absent(value))
        return {};
    if (value.isString())
        return value.str();
    const auto integer = value.integer();
    if (!integer)
        fault.wrong(key, value, LOADLINE_TR("Error", "The field “%1” holds %2, which is neither a number nor a percentage."));
    return integer ? std::to_string(*integer) : std::string();
}

std::vector<std::string> textsAt(Json object, std::string_view key, Fault& fault)
{
    const Json value = object[key];
    std::vector<std::string> texts;
    if (!absent(value) && !value.isArray())
        fault.wrong(key, value, LOADLINE_TR("Error", "The field “%1” holds %2, which is not a list."));
    value.eachItem([&](Json item) {
        if (item.isString())
            texts.push_back(item.str());
        else
            fault.wrong(key, item, LOADLINE_TR("Error", "The list “%1” holds %2, which is not a text."));
    });
    return texts;
}

} // namespace loadline
