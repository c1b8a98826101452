// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/fields_common.h"
#include "manifest/form.h"
#include "manifest/form_unknown.h"
#include "manifest/form_walk.h"

#include <algorithm>
#include <array>
#include <set>

namespace loadline {
namespace {

// What only the server writes (autoscaling.md 6.2), and what says which form this is.
bool isServers(const FieldPath& path)
{
    static const std::array<FieldPath, 9> theirs {"apiVersion", "kind", "status", "metadata.uid",
        "metadata.resourceVersion", "metadata.generation", "metadata.creationTimestamp", "metadata.managedFields",
        "metadata.selfLink"};
    return std::find(theirs.begin(), theirs.end(), path) != theirs.end();
}

struct Asked {
    std::set<FieldPath> whole; // of which everything below is the form's too
    std::set<FieldPath> parts; // lists and references, of which only the parts are
};

Asked askedBy(const std::vector<Question>& questions)
{
    Asked asked;
    for (const Question& question : questions) {
        const bool parted = question.field->type == Field::Type::List || question.field->type == Field::Type::Reference;
        (parted ? asked.parts : asked.whole).insert(question.path);
    }
    return asked;
}

// Whether any question stands at or below this path: paths sort right before what is below them.
bool asksBelow(const std::set<FieldPath>& paths, const FieldPath& path)
{
    const auto next = paths.lower_bound(path);
    return next != paths.end() && next->startsWith(path);
}

void collectKept(const Value& value, const FieldPath& path, const Asked& asked, std::vector<FieldPath>& kept)
{
    if (isServers(path) || asked.whole.contains(path))
        return;
    const bool known = path.empty() || asksBelow(asked.whole, path) || asksBelow(asked.parts, path);
    if (!known) {
        // An item of a list that the form shows is known even when it is empty.
        if (!(value.isMap() && value.fields().empty() && asked.parts.contains(path.parent())))
            kept.push_back(path);
        return;
    }
    for (const ValueField& field : value.fields())
        collectKept(field.value, path / field.key, asked, kept);
    for (std::size_t i = 0; i < value.items().size(); ++i)
        collectKept(value.items()[i], path / i, asked, kept);
}

Error missing(const Field& field)
{
    return {.kind = Error::Kind::NotFound,
        .what = LOADLINE_TR("Error", "“%1” is missing."),
        .where = {},
        .hint = {},
        .args = {field.label}};
}

} // namespace

std::vector<FieldError> Form::errors() const
{
    std::vector<FieldError> all;
    for (const Question& question : questions()) {
        const Value* value = answer(question.path);
        if (!value || value->isNull() || (value->isString() && value->text().empty())) {
            if (question.field->required)
                all.push_back({question.path, missing(*question.field)});
        } else if (auto fault = wrongWith(*question.field, *value)) {
            all.push_back({question.path, std::move(*fault)});
        }
    }
    checkMetadata(document_.value(), all);
    if (kind_->check)
        kind_->check(document_.value(), facts_, all);
    for (FieldError& found : all)
        found.error.where = found.path.text();
    return all;
}

std::vector<FieldPath> Form::kept() const
{
    std::vector<FieldPath> kept;
    collectKept(document_.value(), {}, askedBy(questions()), kept);
    return kept;
}

std::vector<UnknownField> Form::unknown() const
{
    const KnownPlaces places(*spec_, document_.value());
    std::vector<UnknownField> unknown;
    for (const FieldPath& path : kept())
        if (!places.knows(path))
            unknown.push_back({path, places.nearest(path)});
    return unknown;
}

} // namespace loadline
