// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/spelling.h"
#include "lint/known_fields.h"
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>
#include <cctype>

namespace loadline {

namespace {

// One that differs by a slip of the pen or in capitals only, and is not written beside it already.
std::string meant(const std::string& name, const FieldShape& parent, const Value& beside)
{
    std::vector<std::string_view> open;
    const auto lower = [](std::string_view text) {
        std::string all(text);
        std::transform(all.begin(), all.end(), all.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        return all;
    };
    for (const auto& field : parent.fields) {
        if (beside.find(field.name))
            continue;
        if (lower(field.name) == lower(name))
            return field.name;
        open.push_back(field.name);
    }
    return nearestWord(name, open);
}

// Where else in the spec a field of that name stands; "" nowhere, or in several places.
void places(const FieldShape& shape, const FieldPath& at, const std::string& name, std::vector<FieldPath>& found, int depth)
{
    if (shape.type != FieldShape::Type::Object || depth > 4)
        return;
    for (const auto& field : shape.fields) {
        if (field.name == name)
            found.push_back(at / name);
        places(*field.shape, at / field.name, name, found, depth + 1);
    }
}

struct Unknown {
    const Document& document;
    std::size_t index;
    const FieldShape& root;
    bool served; // by the server's own schema
};

Finding findingOf(const Unknown& of, const WrittenField& at)
{
    const auto ref = of.document.ref();
    const auto& name = std::get<std::string>(at.path.steps().back());
    const auto above = at.path.parent();
    const auto* parent = above.empty() ? &of.document.value() : of.document.find(above);
    const auto where = above.empty() ? ref.kind : above.text();
    const auto near = meant(name, *at.parent, *parent);
    auto finding = tell(ref, at.path, near.empty() ? LOADLINE_TR("Lint", "%2 has no field %1.") : LOADLINE_TR("Lint", "%2 has no field %1; there is %3."),
        of.served ? LOADLINE_TR("Lint", "The schema that this server publishes does not have it: a strict server refuses the object, any other drops the field without a word.")
                  : LOADLINE_TR("Lint", "A strict server refuses the object, any other drops the field without a word."),
        {name, where, near});
    finding.document = of.index;
    if (!near.empty()) {
        finding.fix = Fix {LOADLINE_TR("Lint", "Write %1"), {near}, {drop(ref, at.path), put(ref, above / near, at.value)}};
        return finding;
    }
    std::vector<FieldPath> elsewhere;
    places(of.root, {}, name, elsewhere, 0);
    if (elsewhere.size() == 1 && !of.document.find(elsewhere.front())) {
        finding.what = LOADLINE_TR("Lint", "%2 has no field %1; there is one at %3.");
        finding.args[2] = elsewhere.front().text();
        finding.fix = Fix {LOADLINE_TR("Lint", "Move it to %1"), {elsewhere.front().text()}, {drop(ref, at.path), put(ref, elsewhere.front(), at.value)}};
        return finding;
    }
    finding.edit = EditAt {LOADLINE_TR("Lint", "Edit %1"), {at.path.text()}, ref, at.path};
    // A description may be older than the API: what nobody would mistake for a known name may be a newer field.
    return of.served ? finding : with(std::move(finding), "unknown-field", Severity::Warning);
}

void check(const LintScope& scope, const Found& found)
{
    eachDescribed(scope, [&](std::size_t index, const FieldShape& shape) {
        const auto& document = scope.overlay().documents[index];
        const bool served = scope.overlay().shapes && scope.overlay().shapes->contains(shapeKey(document.ref().apiVersion, document.ref().kind));
        const auto described = served ? describedShape(document.ref().apiVersion, document.ref().kind) : nullptr;
        eachWrittenField(document.value(), shape, [&](const WrittenField& at) {
            if (!at.shape && !isDescribed(described, at.path)) // else it is known, and newer than the server: field-too-new
                found(findingOf({document, index, shape, served}, at));
        });
    });
}

} // namespace

Rule unknownField()
{
    return {
        .id = "unknown-field",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A field that its kind does not have"),
        .explanation = LOADLINE_TR("Lint",
            "A misspelt field is the quietest of faults: with strict validation the server refuses the object, without it the field is dropped and its default "
            "applies."),
        .link = link::objects,
        .check = &check,
    };
}

} // namespace loadline
