// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/field_path.h"
#include "manifest/value.h"

#include <optional>
#include <string>
#include <vector>

namespace loadline {

struct ManifestRef;

// What the items of a list are known by, one text each, all different; empty when they go by their position.
// Containers by name, HPA metrics by type, name and selector, triggers by name, conditions by type, policies by type
// and period.
std::vector<std::string> identitiesOf(const FieldPath& list, const Value::List& items);
// Whether the server merges the list item by item (x-kubernetes-list-type: map), so that an apply may hold some of them.
bool mergesByItem(const FieldPath& list);
// Whether a field holds a quantity, so that "1" and "1000m" are the same.
bool holdsQuantity(const FieldPath& path);
// Equal in what they mean: quantities by value, null as absent.
bool sameMeaning(const FieldPath& path, const Value& a, const Value& b);

// apiVersion, kind and metadata with name and namespace: what every applied manifest must have, and a new one begins with.
Value identityOf(const ManifestRef& ref);

// The object without what only the server writes: status, uid, resourceVersion, managedFields and their like, and
// kubectl's own copy of what was applied last.
Value withoutServerFields(const Value& object);

} // namespace loadline
