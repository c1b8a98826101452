// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/undo.h"

#include "apply/ownership.h"
#include "apply/quick_action.h"
#include "apply/refusal.h"
#include "manifest/ownership.h"

#include <algorithm>
#include <iterator>

namespace loadline {
namespace {

using Outcome = Applied::Outcome;

Error cannot(const JournalEntry& entry)
{
    const std::vector<std::string> args {std::to_string(entry.id), entry.undoneBy ? std::to_string(*entry.undoneBy) : ""};
    if (entry.undoneBy)
        return {Error::Kind::Unsupported, LOADLINE_TR("Error", "Entry %1 was undone already, by entry %2."), nameOf(entry.change.ref), "", args};
    if (entry.outcome == Outcome::Unknown)
        return {Error::Kind::Unsupported, LOADLINE_TR("Error", "Whether entry %1 was stored is not known."), nameOf(entry.change.ref),
            LOADLINE_TR("Error", "Open its cluster: Loadline then looks what became of it."), args};
    return {Error::Kind::Unsupported, LOADLINE_TR("Error", "Entry %1 changed nothing, so there is nothing to undo."), nameOf(entry.change.ref),
        "", args};
}

Error gone(const ManifestRef& ref)
{
    return {Error::Kind::NotFound, LOADLINE_TR("Error", "%1 is not there any more."), "", LOADLINE_TR("Error", "There is nothing left to undo."),
        {nameOf(ref)}};
}

Error replaced(const ManifestRef& ref)
{
    return {Error::Kind::Conflict, LOADLINE_TR("Error", "%1 was deleted and made again by somebody since."), "",
        LOADLINE_TR("Error", "It is another object now; look at it before you change it."), {nameOf(ref)}};
}

// The values that `object` has of the fields which `wanted` writes; what it lacks is left out.
Value pick(const Value& object, const Value& wanted)
{
    if (!wanted.isMap() || !object.isMap())
        return object;
    Value picked = Value::map();
    for (const ValueField& field : wanted.fields()) {
        const Value* inside = object.find(field.key);
        if (!inside)
            continue;
        const char* key = listKey(field.key);
        if (!key || inside->type() != Value::Type::List) {
            Value part = pick(*inside, field.value);
            // An empty map of what others filled would hold the map itself.
            if (!part.isMap() || !part.fields().empty() || inside->fields().empty())
                picked.set(field.key, std::move(part));
            continue;
        }
        Value items = Value::list();
        for (const Value& item : inside->items())
            for (const Value& asked : field.value.items())
                if (item[key] == asked[key])
                    items.add(pick(item, asked));
        picked.set(field.key, std::move(items));
    }
    return picked;
}

std::optional<Value> copyOf(const Value* value)
{
    return value ? std::optional(*value) : std::nullopt;
}

// What controllers write into objects of others, by who holds it or by its name.
bool isControllers(const Value& live, const FieldPath& path)
{
    static constexpr std::string_view managers[] = {"kube-controller-manager", "keda", "keda-operator", "karpenter"};
    static constexpr std::string_view marks[] = {"scaledobject.keda.sh/name", "scaledjob.keda.sh/name", "deployment.kubernetes.io/revision",
        "deprecated.daemonset.template.generation", "pv.kubernetes.io/bind-completed", "pv.kubernetes.io/bound-by-controller",
        "volume.kubernetes.io/storage-provisioner", "volume.beta.kubernetes.io/storage-provisioner", "prometheus-operator-validated",
        "karpenter.sh/nodepool-hash", "karpenter.sh/nodepool-hash-version"};
    const auto isOneOf = [](const auto& names, std::string_view name) { return std::find(std::begin(names), std::end(names), name) != std::end(names); };
    const auto keyAt = [&](std::size_t step) {
        const auto* key = step < path.steps().size() ? std::get_if<std::string>(&path.steps()[step]) : nullptr;
        return key ? std::string_view(*key) : std::string_view();
    };
    if (keyAt(0) == "metadata" && (keyAt(1) == "finalizers" || isOneOf(marks, keyAt(2))))
        return true;
    const auto owners = otherOwners(live, live, path);
    return !owners.empty() && std::all_of(owners.begin(), owners.end(), [&](const FieldOwner& owner) { return isOneOf(managers, owner.manager); });
}

std::vector<MovedField> byWhom(std::vector<MovedField> moved, const Value& live)
{
    for (MovedField& field : moved)
        for (const ManagedField& owner : ownersOf(live, field.path))
            if (owner.manager != ourManager && std::find(field.by.begin(), field.by.end(), owner.manager) == field.by.end())
                field.by.push_back(owner.manager);
    return moved;
}

std::vector<MovedField> movedFields(const JournalEntry& entry, const Value& live)
{
    const Value nothing, stored = entry.stored.value_or(overlay(entry.change.before.value_or(nothing), entry.change.after));
    std::vector<MovedField> moved;
    for (const FieldPath& path : differing(entry.change.after, stored, live)) {
        const Value& after = entry.change.after;
        moved.push_back({path, entry.change.before ? copyOf(counterpart(*entry.change.before, after, path)) : std::nullopt,
            copyOf(counterpart(stored, after, path)), copyOf(counterpart(live, after, path))});
    }
    if (entry.change.before)
        return byWhom(std::move(moved), live);
    // What was created is deleted whole: so nobody may have added to it, but for controllers.
    for (FieldDiff& diff : leafwise(compare(stored, live))) {
        const bool told = std::any_of(moved.begin(), moved.end(), [&](const MovedField& field) { return field.path == diff.path; });
        if (!told && !isControllers(live, diff.path))
            moved.push_back({std::move(diff.path), std::nullopt, std::move(diff.before), std::move(diff.after)});
    }
    return byWhom(std::move(moved), live);
}

// What stood there before, in a manifest that gives up nothing which we held then.
Value restored(const Change& change)
{
    const Value& before = *change.before;
    const Value picked = pick(before, change.after);
    if (isScale(change))
        return overlay(identityOf(change.ref), picked);
    return overlay(ownedBy(before), overlay(picked, identityOf(change.ref)));
}

// The object that was deleted, without what only its own life gave it.
Value reborn(const Change& change)
{
    Value object = inverse(change, {}).after;
    Value metadata = object["metadata"];
    for (const char* key : {"managedFields", "resourceVersion", "uid", "generation", "creationTimestamp", "selfLink", "deletionTimestamp",
             "deletionGracePeriodSeconds", "finalizers"})
        metadata.remove(key);
    object.set("metadata", std::move(metadata));
    object.remove("status");
    return object;
}

std::string heldText(const std::vector<std::string>& held)
{
    std::string text;
    for (const std::string& field : held)
        text += (text.empty() ? "Loadline goes on holding " : ", ") + field;
    return text;
}

} // namespace

bool JournalEntry::canUndo() const
{
    return ended && !undoneBy && (outcome == Outcome::Created || outcome == Outcome::Changed || outcome == Outcome::Deleted);
}

bool deletesNamespace(const Change& change)
{
    return change.verb == Change::Verb::Delete && change.ref.kind == "Namespace" && change.ref.apiVersion == "v1";
}

UndoPlan planUndo(const JournalEntry& entry, const std::optional<Value>& live)
{
    UndoPlan plan;
    plan.entry = entry.id;
    plan.change.ref = entry.change.ref;
    plan.change.before = live;
    const bool there = live && !live->isNull();
    if (!there)
        plan.change.before.reset();
    if (!entry.canUndo()) {
        plan.refused = cannot(entry);
    } else if (entry.change.verb == Change::Verb::Delete) {
        plan.change.after = reborn(entry.change);
        if (there)
            plan.refused = replaced(entry.change.ref);
    } else if (!there) {
        plan.refused = gone(entry.change.ref);
    } else {
        const std::string then = entry.stored ? (*entry.stored)["metadata"]["uid"].text() : "";
        if (!then.empty() && then != (*live)["metadata"]["uid"].text())
            plan.refused = replaced(entry.change.ref);
        else
            plan.moved = movedFields(entry, *live);
        if (entry.change.before) {
            plan.change.after = restored(entry.change);
            plan.held = entry.takenOver;
        } else {
            plan.change.verb = Change::Verb::Delete;
        }
        plan.change.why = heldText(plan.held);
    }
    return plan;
}

} // namespace loadline
