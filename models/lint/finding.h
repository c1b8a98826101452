// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/document.h"

#include <compare>
#include <optional>
#include <string>
#include <vector>

namespace loadline {

enum class Severity { Info, Warning, Error };

// One step of a fix: a field of an object set to a value, or removed.
struct FixEdit {
    ManifestRef object;
    FieldPath path; // empty: the whole object: one that is not there yet, or one that goes
    std::optional<Value> value; // absent: remove the field, or the object
    [[nodiscard]] bool removesObject() const { return path.empty() && !value; }
    bool operator==(const FixEdit&) const = default;
};
struct Fix {
    std::string label; // LOADLINE_TR("Lint", ...): "Limit VPA to memory"; %1 to %9 stand for args
    std::vector<std::string> args;
    std::vector<FixEdit> edits;
    bool operator==(const Fix&) const = default;
};

// Where only the user knows what is right: the field that the editor opens at. Every finding has this or a fix.
struct EditAt {
    std::string label; // LOADLINE_TR("Lint", ...): "Edit %1"; %1 to %9 stand for args
    std::vector<std::string> args;
    ManifestRef object;
    FieldPath field;
    bool operator==(const EditAt&) const = default;
};

// What a rule has to say of one object. Texts are in English, marked with LOADLINE_TR("Lint", ...); in them %1 to %9
// stand for `args`, so that they can be translated at the edge (tables/wording).
struct Finding {
    std::string rule; // "hpa-vpa-same-resource"
    Severity severity = Severity::Warning;
    ManifestRef object;
    FieldPath field; // the field to look at, there or not
    std::string what; // one sentence: what is wrong here, with its values
    std::string why; // one or two: what happens because of it, in plain words
    std::vector<std::string> args;
    std::optional<Fix> fix;
    std::optional<EditAt> edit; // where there is no fix; lint() fills in the finding's own field
    std::string link; // where it is explained
    std::optional<ManifestRef> together; // told at the manifest that causes it: the live object that it is about
    std::optional<std::size_t> document; // which of the manifests, where its object alone does not tell
    std::optional<std::string> silenced; // the reason given in the object's annotation
    bool operator==(const Finding&) const = default;
};

// Stands before `what` of a finding that is told at its cause: kind and name of the live object, and its sentence.
inline constexpr const char* togetherWords = LOADLINE_TR("Lint", "Together with the live %1 %2: %3");
// In English, filled in.
std::string whatOf(const Finding& finding);
std::string whyOf(const Finding& finding);

} // namespace loadline
