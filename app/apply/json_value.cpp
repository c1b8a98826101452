// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/json_value.h"

namespace loadline {

Value valueOf(Json json)
{
    if (json.isObject()) {
        Value map = Value::map();
        json.eachField([&](std::string_view key, Json value) { map.set(key, valueOf(value)); });
        return map;
    }
    if (json.isArray()) {
        Value list = Value::list();
        json.eachItem([&](Json item) { list.add(valueOf(item)); });
        return list;
    }
    if (json.isString())
        return json.str();
    if (const auto truth = json.boolean())
        return *truth;
    if (const auto whole = json.integer())
        return *whole;
    if (const auto number = json.number())
        return *number;
    return {};
}

Result<Value> readValue(std::string_view text)
{
    JsonDocument document;
    const auto json = document.parse(text);
    if (!json)
        return json.error();
    return valueOf(*json);
}

} // namespace loadline
