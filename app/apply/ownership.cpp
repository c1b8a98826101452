// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/ownership.h"

#include "apply/json_value.h"

#include <algorithm>

namespace loadline {
namespace {

const Value* itemNamed(const Value& list, std::string_view key, const Value& name)
{
    for (const Value& item : list.items())
        if (item[key] == name)
            return &item;
    return nullptr;
}

// One step of fieldsV1 down: "f:spec", "k:{\"name\":\"app\"}", "v:\"x\"", "i:0".
const Value* stepDown(const Value& object, std::string_view step)
{
    const std::string_view rest = step.substr(2);
    if (step.starts_with("f:"))
        return object.find(rest);
    if (step.starts_with("i:")) {
        const auto index = readValue(rest);
        if (!index || index->integer() < 0 || static_cast<std::size_t>(index->integer()) >= object.items().size())
            return nullptr;
        return &object.items()[static_cast<std::size_t>(index->integer())];
    }
    const auto keys = readValue(rest);
    if (!keys)
        return nullptr;
    for (const Value& item : object.items()) {
        const bool same = step.starts_with("v:")
            ? item == *keys
            : std::all_of(keys->fields().begin(), keys->fields().end(), [&](const ValueField& key) { return item[key.key] == key.value; });
        if (same)
            return &item;
    }
    return nullptr;
}

// The part of an object that a fieldsV1 tree names.
class OwnedPart {
public:
    explicit OwnedPart(const Value& whole)
        : whole_(whole)
    {
    }
    // Of `object`, which the keys so far lead to. Nothing: the bare map or list alone, which needs no one to hold it.
    std::optional<Value> of(const Value& object, const Value& fields)
    {
        if (fields.fields().empty())
            return heldInParts(whole_, keys_) ? std::nullopt : std::optional(object);
        Value part = object.type() == Value::Type::List ? Value::list() : object.isMap() ? Value::map() : object;
        for (const ValueField& field : fields.fields()) {
            if (field.key.size() < 2 || field.key[1] != ':')
                continue; // "." is the map or item itself
            const Value* inside = stepDown(object, field.key);
            if (!inside)
                continue;
            keys_.push_back(field.key);
            auto held = of(*inside, field.value);
            keys_.pop_back();
            if (held && object.isMap())
                part.set(std::string_view(field.key).substr(2), std::move(*held));
            else if (held)
                part.add(std::move(*held));
        }
        return part;
    }

private:
    const Value& whole_;
    std::vector<std::string> keys_;
};

Value overlayList(const Value& base, const Value& over, const char* key)
{
    Value merged = Value::list();
    for (const Value& item : base.items()) {
        const Value* same = itemNamed(over, key, item[key]);
        merged.add(same ? overlay(item, *same) : item);
    }
    for (const Value& item : over.items())
        if (!itemNamed(base, key, item[key]))
            merged.add(overlay({}, item));
    return merged;
}

bool isKeyed(std::string_view field, const Value& list)
{
    const char* key = listKey(field);
    return key && list.type() == Value::Type::List && !list.items().empty()
        && std::all_of(list.items().begin(), list.items().end(), [&](const Value& item) { return item.find(key) != nullptr; });
}

void addLeaves(const Value& value, const FieldPath& path, std::string_view field, std::vector<FieldPath>& leaves)
{
    if (value.isMap() && !value.fields().empty()) {
        for (const ValueField& one : value.fields())
            addLeaves(one.value, path / one.key, one.key, leaves);
    } else if (isKeyed(field, value)) {
        for (std::size_t i = 0; i < value.items().size(); ++i)
            addLeaves(value.items()[i], path / i, "", leaves);
    } else {
        leaves.push_back(path);
    }
}

Value withoutEmptied(Value now, const Value& before)
{
    for (const ValueField& field : before.fields()) {
        const Value* inside = now.find(field.key);
        if (!inside || !inside->isMap() || field.value.fields().empty())
            continue;
        Value rest = withoutEmptied(*inside, field.value);
        if (rest.fields().empty())
            now.remove(field.key);
        else
            now.set(field.key, std::move(rest));
    }
    return now;
}

bool isIdentity(const FieldPath& path)
{
    static const FieldPath identity[] = {"apiVersion", "kind", "metadata.name", "metadata.namespace"};
    return std::find(std::begin(identity), std::end(identity), path) != std::end(identity);
}

bool hasNull(const Value& value)
{
    if (value.isNull())
        return true;
    const auto& fields = value.fields();
    const auto& items = value.items();
    return std::any_of(fields.begin(), fields.end(), [](const ValueField& field) { return hasNull(field.value); })
        || std::any_of(items.begin(), items.end(), [](const Value& item) { return hasNull(item); });
}

} // namespace

const char* listKey(std::string_view field)
{
    for (const std::string_view named : {"containers", "initContainers", "volumes", "env", "ephemeralContainers"})
        if (field == named)
            return "name";
    return nullptr;
}

Value identityOf(const Value& object)
{
    return identityOf(refOf(object));
}

ManifestRef refOf(const Value& object)
{
    const Value& metadata = object["metadata"];
    return {object["apiVersion"].text(), object["kind"].text(), metadata["namespace"].text(), metadata["name"].text()};
}

bool heldInParts(const Value& object, const std::vector<std::string>& keys)
{
    const auto& entries = object["metadata"]["managedFields"].items();
    return std::any_of(entries.begin(), entries.end(), [&](const Value& entry) {
        const Value* at = &entry["fieldsV1"];
        for (const std::string& key : keys)
            at = at ? at->find(key) : nullptr;
        if (!at)
            return false;
        const auto& parts = at->fields();
        return std::any_of(parts.begin(), parts.end(), [](const ValueField& part) { return part.key != "."; });
    });
}

Value ownedBy(const Value& object, std::string_view manager)
{
    Value owned = identityOf(object);
    for (const Value& entry : object["metadata"]["managedFields"].items()) {
        const bool ours = entry["manager"].text() == manager && entry["operation"].text() == "Apply" && entry["subresource"].text().empty();
        if (ours && !entry["fieldsV1"].fields().empty())
            owned = overlay(owned, *OwnedPart(object).of(object, entry["fieldsV1"]));
    }
    return owned;
}

Value overlay(const Value& base, const Value& over)
{
    if (!over.isMap())
        return over;
    Value merged = base.isMap() ? base : Value::map();
    for (const ValueField& field : over.fields()) {
        const Value& below = merged[field.key];
        if (field.value.isNull())
            merged.remove(field.key);
        else if (isKeyed(field.key, field.value) && isKeyed(field.key, below))
            merged.set(field.key, overlayList(below, field.value, listKey(field.key)));
        else
            merged.set(field.key, overlay(below, field.value));
    }
    return merged;
}

Value heldWith(const Value& held, const Value& over)
{
    return withoutEmptied(overlay(held, over), held);
}

std::vector<FieldPath> leavesOf(const Value& wanted)
{
    std::vector<FieldPath> leaves;
    addLeaves(wanted, {}, "", leaves);
    std::erase_if(leaves, isIdentity);
    return leaves;
}

const Value* counterpart(const Value& object, const Value& wanted, const FieldPath& path)
{
    const Value* at = &object;
    const Value* asked = &wanted;
    std::string_view field;
    for (const FieldPath::Step& step : path.steps()) {
        if (const auto* key = std::get_if<std::string>(&step)) {
            at = at->find(*key);
            asked = asked->find(*key);
            field = *key;
        } else {
            const std::size_t index = std::get<std::size_t>(step);
            if (!asked || index >= asked->items().size())
                return nullptr;
            const bool keyed = isKeyed(field, *asked);
            const Value& item = asked->items()[index];
            if (keyed)
                at = itemNamed(*at, listKey(field), item[listKey(field)]);
            else
                at = index < at->items().size() ? &at->items()[index] : nullptr;
            asked = &item;
            field = {};
        }
        if (!at || !asked)
            return at;
    }
    return at;
}

bool holds(const Value& object, const Value& wanted)
{
    const Value merged = overlay(object, wanted);
    return compare(object, merged).empty();
}

std::vector<FieldPath> differing(const Value& wanted, const Value& before, const Value& now)
{
    std::vector<FieldPath> paths;
    for (FieldPath& path : leavesOf(wanted)) {
        const Value* then = counterpart(before, wanted, path);
        const Value* today = counterpart(now, wanted, path);
        // Compared as fields of an object, so that "1" and "1000m" are one.
        Value a = Value::map(), b = Value::map();
        if (then)
            a.set("field", *then);
        if (today)
            b.set("field", *today);
        if (!compare(a, b).empty())
            paths.push_back(std::move(path));
    }
    return paths;
}

bool removesFields(const Value& wanted)
{
    return hasNull(wanted);
}

} // namespace loadline
