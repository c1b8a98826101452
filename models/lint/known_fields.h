// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/field_shape.h"
#include "lint/scope.h"

#include <functional>

namespace loadline {

// The fields of a kind by Loadline's own description (resources/fields); null: it has none of that kind and version.
FieldShapePtr describedShape(std::string_view apiVersion, std::string_view kind);
std::vector<std::string> describedKinds(); // as shapeKey writes them
// One such description as text. Errors: Malformed, with the line.
Result<FieldShapePtr> parseFields(std::string_view text, const std::map<std::string, FieldShapePtr, std::less<>>& shapes);

// By the server's own schema where it is at hand, else by the description; null: nothing is known of the kind.
FieldShapePtr shapeOf(const LintScope& scope, const ManifestRef& ref);

// Whether a shape (null: of nothing) has the field; list positions and the keys of tables lead on inside.
bool isDescribed(const FieldShapePtr& shape, const FieldPath& path);

// Every value of a document beside the shape it should have, parents first; what stands inside a value of the wrong
// type is not looked at.
struct WrittenField {
    const Value& value;
    FieldPath path;
    const FieldShape* shape = nullptr; // null: `parent` has no such field
    const FieldShape* parent = nullptr;
    const FieldShape::Field* field = nullptr; // of the parent, where it is an object
};
void eachWrittenField(const Value& document, const FieldShape& shape, const std::function<void(const WrittenField&)>& visit);
// Whether a value is of that type, as the API server reads it.
bool isOf(const Value& value, FieldShape::Type type);

// The versions of the kinds among these of which a field is not described, or is newer than some releases, and of those
// that a CRD defines, whose values differ by release: what only the server's own schema can tell. Sorted.
std::vector<std::string> doubtfulVersions(const std::vector<Document>& documents);

// The documents whose fields are to be judged, with what is known of their kind.
void eachDescribed(const LintScope& scope, const std::function<void(std::size_t document, const FieldShape& shape)>& visit);

} // namespace loadline
