// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/server_apply.h"

#include "apply/ownership.h"

#include <algorithm>

namespace loadline {
namespace {

constexpr const char* managedKey = "managedFields";

// The fieldsV1 tree of what a manifest sets.
Value fieldSet(const Value& value, std::string_view field)
{
    Value fields = Value::map();
    const char* key = listKey(field);
    if (value.isMap()) {
        for (const ValueField& one : value.fields())
            fields.set("f:" + one.key, fieldSet(one.value, one.key));
    } else if (key && value.type() == Value::Type::List) {
        for (const Value& item : value.items()) {
            Value name = Value::map();
            name.set(key, item[key]);
            Value inside = fieldSet(item, "");
            inside.set(".", Value::map());
            fields.set("k:" + name.json(), std::move(inside));
        }
    }
    return fields;
}

// Without apiVersion, kind and what names the object.
Value ownable(const Value& manifest)
{
    Value rest = Value::map();
    for (const ValueField& field : manifest.fields()) {
        if (field.key == "apiVersion" || field.key == "kind" || field.key == "status")
            continue;
        if (field.key != "metadata") {
            rest.set(field.key, field.value);
            continue;
        }
        Value metadata = Value::map();
        for (const char* key : {"labels", "annotations"})
            if (field.value.find(key))
                metadata.set(key, field.value[key]);
        if (!metadata.fields().empty())
            rest.set("metadata", std::move(metadata));
    }
    return rest;
}

Value entryOf(const Value& manifest, const std::string& manager, const char* operation, const std::optional<TimePoint>& at)
{
    Value entry = Value::map();
    entry.set("manager", manager);
    entry.set("operation", operation);
    entry.set("apiVersion", manifest["apiVersion"]);
    if (at)
        entry.set("time", formatRfc3339(std::chrono::floor<Seconds>(*at)));
    entry.set("fieldsType", "FieldsV1");
    entry.set("fieldsV1", fieldSet(ownable(manifest), ""));
    return entry;
}

// The tree without one field, and without the branches that become empty by it.
Value withoutField(const Value& fields, const std::vector<FieldPath::Step>& steps, std::size_t at, const Value& wanted)
{
    const auto* name = std::get_if<std::string>(&steps[at]);
    std::string key;
    const Value* inside = nullptr;
    if (name) {
        key = "f:" + *name;
        inside = wanted.find(*name);
    } else if (const std::size_t index = std::get<std::size_t>(steps[at]); index < wanted.items().size()) {
        Value named = Value::map();
        named.set("name", wanted.items()[index]["name"]);
        key = "k:" + named.json();
        inside = &wanted.items()[index];
    }
    const Value* below = fields.find(key);
    Value rest = fields;
    if (!below)
        return rest;
    if (at + 1 == steps.size() || !inside) {
        rest.remove(key);
        return rest;
    }
    Value left = withoutField(*below, steps, at + 1, *inside);
    if (left.fields().empty())
        rest.remove(key);
    else
        rest.set(key, std::move(left));
    return rest;
}

Value removed(const Value& object, const FieldPath& path)
{
    Value patch = Value {};
    for (auto step = path.steps().rbegin(); step != path.steps().rend(); ++step) {
        Value outer = Value::map();
        outer.set(std::get<std::string>(*step), std::move(patch));
        patch = std::move(outer);
    }
    return overlay(object, patch);
}

bool hasIndex(const FieldPath& path)
{
    return std::any_of(path.steps().begin(), path.steps().end(), [](const auto& step) { return std::holds_alternative<std::size_t>(step); });
}

Value withManaged(Value object, Value managed)
{
    Value metadata = object["metadata"];
    metadata.set(managedKey, std::move(managed));
    object.set("metadata", std::move(metadata));
    return object;
}

// What the manager held and now leaves out goes, where nobody else holds it.
Value withoutGivenUp(Value object, const Value& applied, const std::string& manager)
{
    const Value owned = ownedBy(object, manager);
    for (const FieldPath& path : leavesOf(owned))
        if (!hasIndex(path) && !counterpart(applied, owned, path) && otherOwners(object, owned, path).empty())
            object = removed(object, path);
    return object;
}

} // namespace

ServerApplied serverApply(const Value& live, const Value& applied, const std::string& manager, bool force, TimePoint now)
{
    ServerApplied result;
    std::vector<FieldPath> taken;
    for (const FieldPath& path : leavesOf(applied)) {
        const Value* there = counterpart(live, applied, path);
        const Value* wanted = counterpart(applied, applied, path);
        if (!there || !wanted || *there == *wanted)
            continue;
        for (const FieldOwner& owner : otherOwners(live, applied, path))
            result.conflicts.push_back({serverPath(path), owner.manager, owner.since, path});
        taken.push_back(path);
    }
    if (!result.conflicts.empty() && !force)
        return result;
    result.conflicts.clear();
    Value managed = Value::list();
    for (const Value& entry : live["metadata"][managedKey].items()) {
        if (entry["manager"].text() == manager && entry["operation"].text() == "Apply")
            continue;
        Value kept = entry;
        for (const FieldPath& path : taken)
            kept.set("fieldsV1", withoutField(kept["fieldsV1"], path.steps(), 0, applied));
        if (!kept["fieldsV1"].fields().empty())
            managed.add(std::move(kept));
    }
    managed.add(entryOf(applied, manager, "Apply", now));
    result.object = withManaged(overlay(live.isNull() ? live : withoutGivenUp(live, applied, manager), applied), std::move(managed));
    return result;
}

Value foreignFields(const Value& object, const std::string& manager)
{
    Value managed = Value::list();
    managed.add(entryOf(object, manager, "Update", std::nullopt));
    return managed;
}

Value mergePatch(const Value& live, const Value& patch, const std::string& manager, TimePoint now)
{
    Value managed = Value::list();
    for (const Value& entry : live["metadata"][managedKey].items()) {
        Value kept = entry;
        for (const FieldPath& path : leavesOf(patch))
            kept.set("fieldsV1", withoutField(kept["fieldsV1"], path.steps(), 0, patch));
        if (!kept["fieldsV1"].fields().empty())
            managed.add(std::move(kept));
    }
    const Value set = overlay({}, patch); // without the nulls
    if (!ownable(set).fields().empty())
        managed.add(entryOf(overlay(set, identityOf(live)), manager, "Update", now));
    return withManaged(overlay(live, patch), std::move(managed));
}

} // namespace loadline
