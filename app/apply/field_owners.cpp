// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/json_value.h"
#include "apply/ownership.h"

#include <algorithm>

namespace loadline {
namespace {

// Whether a fieldsV1 tree of the object names a path: a manager that holds a map as one value holds what is in it, too.
bool names(const Value& object, const Value& fields, const std::vector<FieldPath::Step>& steps, const Value& wanted)
{
    const Value* at = &fields;
    const Value* asked = &wanted;
    std::string_view field;
    std::vector<std::string> keys; // of fieldsV1, so far
    for (const FieldPath::Step& step : steps) {
        if (at != &fields && at->fields().empty())
            return !heldInParts(object, keys);
        if (const auto* key = std::get_if<std::string>(&step)) {
            keys.push_back("f:" + *key);
            at = at->find(keys.back());
            asked = asked->find(*key);
            field = *key;
        } else {
            const std::size_t index = std::get<std::size_t>(step);
            const char* named = listKey(field);
            if (!named || !asked || index >= asked->items().size())
                return false;
            asked = &asked->items()[index];
            const Value* found = nullptr;
            std::string itemKey;
            for (const ValueField& one : at->fields()) {
                const auto id = one.key.starts_with("k:") ? readValue(std::string_view(one.key).substr(2)) : Value {};
                if (id && (*id)[named] == (*asked)[named] && !(*id)[named].isNull()) {
                    found = &one.value;
                    itemKey = one.key;
                }
            }
            at = found;
            keys.push_back(std::move(itemKey));
        }
        if (!at || !asked)
            return at != nullptr;
    }
    return true;
}

// "[name=\"app\"]" or "[3]": the index in the list it stands for.
std::optional<std::size_t> indexOf(std::string_view bracket, const Value& list)
{
    if (const std::size_t equals = bracket.find('='); equals != std::string_view::npos) {
        const std::string_view key = bracket.substr(0, equals);
        const auto value = readValue(bracket.substr(equals + 1));
        for (std::size_t i = 0; value && i < list.items().size(); ++i)
            if (list.items()[i][key] == *value)
                return i;
        return std::nullopt;
    }
    const auto index = readValue(bracket);
    if (!index || index->type() != Value::Type::Integer || index->integer() < 0)
        return std::nullopt;
    return static_cast<std::size_t>(index->integer());
}

// The longest key of the map that the text begins with, for keys with dots in them ("autoscaling.keda.sh/paused").
std::string_view keyAt(std::string_view text, const Value& map)
{
    std::string_view longest;
    for (const ValueField& field : map.fields()) {
        const std::string_view key = field.key;
        const bool ends = text.size() == key.size() || (text.size() > key.size() && (text[key.size()] == '.' || text[key.size()] == '['));
        if (text.starts_with(key) && ends && key.size() > longest.size())
            longest = key;
    }
    return longest.empty() ? text.substr(0, text.find_first_of(".[")) : longest;
}

} // namespace

std::vector<FieldOwner> otherOwners(const Value& object, const Value& wanted, const FieldPath& path)
{
    std::vector<FieldOwner> owners;
    for (const Value& entry : object["metadata"]["managedFields"].items()) {
        const std::string& manager = entry["manager"].text();
        if (manager == ourManager || !names(object, entry["fieldsV1"], path.steps(), wanted))
            continue;
        std::string since = entry["apiVersion"].text();
        if (!entry["time"].text().empty())
            since += " at " + entry["time"].text();
        owners.push_back({manager, std::move(since)});
    }
    return owners;
}

std::optional<FieldPath> pathOfServer(std::string_view field, const Value& wanted)
{
    FieldPath path;
    const Value* at = &wanted;
    if (field.starts_with('.'))
        field.remove_prefix(1);
    while (!field.empty()) {
        if (field.front() == '[') {
            const std::size_t end = field.find(']');
            const auto index = end == std::string_view::npos ? std::nullopt : indexOf(field.substr(1, end - 1), *at);
            if (!index)
                return std::nullopt;
            path = path / *index;
            at = *index < at->items().size() ? &at->items()[*index] : &wanted;
            field.remove_prefix(end + 1);
        } else {
            const std::string_view key = keyAt(field, *at);
            if (key.empty())
                return std::nullopt;
            path = path / std::string(key);
            at = &(*at)[key];
            field.remove_prefix(key.size());
        }
        if (field.starts_with('.'))
            field.remove_prefix(1);
    }
    return path.empty() ? std::nullopt : std::optional(path);
}

std::string serverPath(const FieldPath& path)
{
    std::string text;
    for (const FieldPath::Step& step : path.steps()) {
        if (const auto* key = std::get_if<std::string>(&step))
            text += "." + *key;
        else
            text += "[" + std::to_string(std::get<std::size_t>(step)) + "]";
    }
    return text;
}

} // namespace loadline
