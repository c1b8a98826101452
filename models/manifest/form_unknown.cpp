// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/form_unknown.h"

#include "base/spelling.h"
#include "manifest/form_walk.h"

#include <algorithm>
#include <array>

namespace loadline {
namespace {

// What every object may have beside what forms ask (ObjectMeta).
constexpr std::array<const char*, 7> metadata {"name", "generateName", "namespace", "labels", "annotations", "finalizers", "ownerReferences"};

FieldPath begun(const FieldPath& path, std::size_t steps)
{
    FieldPath start;
    for (std::size_t i = 0; i < steps; ++i)
        start = std::visit([&](const auto& step) { return start / step; }, path.steps()[i]);
    return start;
}

} // namespace

KnownPlaces::KnownPlaces(const FormSpec& spec, const Value& object)
{
    for (const char* key : {"apiVersion", "kind", "status"})
        fields_.emplace_back(FieldPath(key), true);
    for (const char* key : metadata)
        fields_.emplace_back(FieldPath("metadata") / std::string(key), true);
    for (const FormSection& section : spec.sections)
        eachField(section.fields, object, {}, [this](const Field& field, const FieldPath& path) {
            fields_.emplace_back(path, field.type != Field::Type::List && field.type != Field::Type::Reference);
        });
}

bool KnownPlaces::knows(const FieldPath& path) const
{
    return std::any_of(fields_.begin(), fields_.end(), [&](const auto& field) {
        return field.first.startsWith(path) || (field.second && path.startsWith(field.first))
            || (!field.second && path.parent() == field.first && std::holds_alternative<std::size_t>(path.steps().back()));
    });
}

std::vector<std::string_view> KnownPlaces::keysBelow(const FieldPath& path) const
{
    std::vector<std::string_view> keys;
    for (const auto& [field, inside] : fields_)
        if (field.startsWith(path) && field.steps().size() > path.steps().size())
            if (const auto* key = std::get_if<std::string>(&field.steps()[path.steps().size()]))
                keys.push_back(*key);
    return keys;
}

std::string KnownPlaces::nearest(const FieldPath& path) const
{
    for (std::size_t i = 0; i < path.steps().size(); ++i) {
        if (knows(begun(path, i + 1)))
            continue;
        const auto* word = std::get_if<std::string>(&path.steps()[i]);
        const std::string near = word ? nearestWord(*word, keysBelow(begun(path, i))) : std::string();
        return near.empty() ? std::string() : (begun(path, i) / near).text();
    }
    return {};
}

} // namespace loadline
