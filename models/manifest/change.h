// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/document.h"

#include <optional>
#include <string>
#include <vector>

namespace loadline {

// One object to be written, and what it was. Applied server-side as field manager "loadline", so `after` holds only
// the fields Loadline has an opinion on.
struct Change {
    enum class Verb { Apply, Delete };
    ManifestRef ref;
    Verb verb = Verb::Apply;
    std::optional<Value> before; // the live object when it was read; absent: there was none
    Value after; // what is applied; null for Delete
    std::string why; // in the user's words or ours; may be empty
    bool operator==(const Change&) const = default;
};

// What undoes it: Delete for what was created; an apply of what `before` said for what was changed or deleted, without
// what only the server may write (status, uid, resourceVersion, managedFields, ...).
Change inverse(const Change& change, const Value& afterAsStored);

// One field that differs.
struct FieldDiff {
    enum class Kind { Added, Removed, Changed } kind = Kind::Changed;
    // Why it differs: the change asks for it, or the server filled in its default or wrote it by itself.
    enum class Origin { Wanted, Defaulted, Server } origin = Origin::Wanted;
    FieldPath path;
    std::optional<Value> before, after;
    bool operator==(const FieldDiff&) const = default;
};

// Compares two objects field by field. Lists whose items have an identity (containers by name, HPA metrics by their
// identity, triggers by name or position, conditions by type, env by name) are paired by it, others by position.
// Quantities compare by value ("1" and "1000m" are equal). status, managedFields, resourceVersion, uid, generation,
// creationTimestamp and the last-applied annotation are left out. In order of the fields of `after`.
std::vector<FieldDiff> compare(const Value& before, const Value& after);
// The same, telling what the change asked for from what the server added by itself.
std::vector<FieldDiff> compare(const Value& live, const Value& answer, const Value& wanted);

// Maps and lists of maps that came or went whole, as the fields in them.
std::vector<FieldDiff> leafwise(const std::vector<FieldDiff>& diff);

// A line diff of two texts for reading: runs of equal, removed and added lines (Myers).
struct LineDiff {
    enum class Kind { Same, Removed, Added } kind = Kind::Same;
    std::string text;
    bool operator==(const LineDiff&) const = default;
};
std::vector<LineDiff> compareLines(std::string_view before, std::string_view after);
std::string unifiedDiff(std::string_view before, std::string_view after, const std::string& name);

} // namespace loadline
