// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/change.h"
#include "manifest/identity.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loadline {

inline constexpr std::string_view ourManager = "loadline";

Value identityOf(const Value& object); // as identityOf(refOf(object))
ManifestRef refOf(const Value& object);

// The fields that `manager` holds by server-side apply, with their live values and the identity. A manifest that leaves
// one of them out gives it up, and the server removes it (autoscaling.md 6.2): so a small change starts from these.
Value ownedBy(const Value& object, std::string_view manager = ourManager);

// Whether some manager holds single parts of what these keys of fieldsV1 ("f:metadata", "f:annotations") lead to. Then
// whoever holds it without any ("f:annotations":{}) has the bare map alone, not what others put into it; else it is one
// value, as an atomic map is.
bool heldInParts(const Value& object, const std::vector<std::string>& keys);

// `over` laid on `base`, as the server merges: maps by key, lists of named items by name, all else replaced. A null in
// `over` removes.
Value overlay(const Value& base, const Value& over);
// The same on what we hold: a map of which nothing is left goes too, since sent empty it would be held as a bare map.
Value heldWith(const Value& held, const Value& over);
// Items of such a list are told apart by this key: "name" of containers; null: the list is one value.
const char* listKey(std::string_view field);

// Every value that a manifest sets, but for its identity. Lists without keys and empty maps are one value each.
std::vector<FieldPath> leavesOf(const Value& wanted);
// The value in `object` that a path of `wanted` means: items of named lists are found by their name.
const Value* counterpart(const Value& object, const Value& wanted, const FieldPath& path);
// Whether the object has all that a manifest sets, and nothing of what it removes by a null.
bool holds(const Value& object, const Value& wanted);
// The fields of a manifest whose values differ in two states of its object.
std::vector<FieldPath> differing(const Value& wanted, const Value& before, const Value& now);

bool removesFields(const Value& wanted); // has a null
// Who else than we holds a field, by whatever way they wrote it, with "since" for people.
struct FieldOwner {
    std::string manager, since;
    bool operator==(const FieldOwner&) const = default;
};
std::vector<FieldOwner> otherOwners(const Value& object, const Value& wanted, const FieldPath& path);

// ".spec.template.spec.containers[name=\"app\"].image", as the server writes paths, in `wanted`.
std::optional<FieldPath> pathOfServer(std::string_view field, const Value& wanted);
std::string serverPath(const FieldPath& path);

} // namespace loadline
