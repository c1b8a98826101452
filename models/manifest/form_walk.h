// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/form.h"

#include <functional>

namespace loadline {

// Steps through plain values by paths, and through a spec's fields beside them.

FieldPath joined(FieldPath base, const FieldPath& rest);
FieldPath tail(const FieldPath& path, std::size_t from); // without its first steps
const Value* findIn(const Value& value, const FieldPath& path); // null: absent
// Makes what is missing above it; an index one past the end appends. Nothing where the path leads through a scalar.
void setIn(Value& value, const FieldPath& path, Value to);
// Maps are laid over each other, anything else is replaced.
Value laidOver(const Value& base, const Value& over);
std::string scalarText(const Value& value); // "true", "3", "0.5", the string itself; "" for anything else

// Whether a field shows, among its siblings in this object or item.
bool shows(const Field& field, const Value& base, std::span<const Field> siblings);

// Every field that shows below `base`, lists item by item.
void walkFields(std::span<const Field> fields, const Value& base, const FieldPath& at, std::size_t depth,
    const std::function<void(const Field&, const FieldPath&, std::size_t depth)>& visit);

// The field at a path, whether it shows or not. `inside`: the path leads into the field's own value (a map's key, one
// string of a list). Null: none.
struct FoundField {
    const Field* field = nullptr;
    bool inside = false;
};
FoundField findField(std::span<const Field> fields, const Value& base, const FieldPath& path);

// Every field there is, shown or hidden, lists item by item.
void eachField(std::span<const Field> fields, const Value& base, const FieldPath& at,
    const std::function<void(const Field&, const FieldPath&)>& visit);

// What a new item of a list holds.
Value newItemOf(const Field& list);

} // namespace loadline
