// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/change_flow.h"

#include <string>
#include <string_view>
#include <vector>

namespace loadline {

// Paths as the API server writes them: ".spec.template.spec.containers[name=\"app\"].image", "spec.metrics[0].type",
// "spec.hard[cpu]". Items named by their keys, or in sets by their value, are found in `object`; where they are not
// there the path ends at their list. The empty path for what is no path ("<nil>").
FieldPath pathFromServer(std::string_view text, const Value& object);

// The conflicts that a 409 Status names, in its order; empty for any other answer, and for a 409 of another reason
// (an object that moved on).
std::vector<OwnedConflict> conflictsOf(const Value& status, const Change& change);

// What a 422 (or the "field not declared in schema" of strict validation) says is wrong, field by field.
struct FieldComplaint {
    FieldPath path; // empty: the object
    std::string reason; // "FieldValueRequired"
    std::string message; // of the server
    bool operator==(const FieldComplaint&) const = default;
};
std::vector<FieldComplaint> complaintsOf(const Value& status, const Value& object);

// Who wrote a field last, by metadata.managedFields; a field has several owners when they agree.
struct ManagedField {
    std::string manager;
    std::string operation; // "Apply", "Update"
    std::string subresource; // "status", "scale"; "" the object itself
    std::string time; // RFC 3339; may be empty
    bool operator==(const ManagedField&) const = default;
};
// Owners of the field or of anything within it; of a field inside an atomic one, the owners of that.
std::vector<ManagedField> ownersOf(const Value& object, const FieldPath& path);

} // namespace loadline
