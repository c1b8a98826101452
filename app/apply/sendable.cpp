// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/sendable.h"

#include "apply/ownership.h"
#include "apply/refusal.h"

#include <algorithm>

namespace loadline {
namespace {

Error noManifest()
{
    return {Error::Kind::Malformed, LOADLINE_TR("Error", "This is no manifest."), "",
        LOADLINE_TR("Error", "A manifest is a map of fields with apiVersion, kind and metadata."), {}};
}

Error lacks(const FieldPath& field)
{
    return {Error::Kind::Malformed, LOADLINE_TR("Error", "The manifest has no %1."), "",
        LOADLINE_TR("Error", "Every manifest needs apiVersion, kind and metadata.name."), {field.text()}};
}

Error namedByServer()
{
    return {Error::Kind::Malformed, LOADLINE_TR("Error", "It has a metadata.generateName and no name, so each apply would make another object."), "",
        LOADLINE_TR("Error", "Give it a metadata.name."), {}};
}

Error noText(const FieldPath& field, const Value& value)
{
    const std::vector<std::string> args {field.text(), value.json()};
    if (value.isNull())
        return {Error::Kind::Malformed, LOADLINE_TR("Error", "%1 is empty."), "", LOADLINE_TR("Error", "Write its value, or leave it out."), args};
    if (value.isMap() || value.isList())
        return {Error::Kind::Malformed, LOADLINE_TR("Error", "%1 is no text."), "", LOADLINE_TR("Error", "Write a single name there."), args};
    return {Error::Kind::Malformed, LOADLINE_TR("Error", "%1 is no text: YAML 1.1 reads it as %2."), "",
        LOADLINE_TR("Error", "Put it in quotes. YAML 1.1 takes y, n, yes, no, on and off for true or false, and 012, 1e3, 0x1F and 1_000 for numbers."), args};
}

} // namespace

std::optional<IdentityFault> identityFault(const Value& manifest)
{
    if (!manifest.isMap())
        return IdentityFault {{}, noManifest()};
    static const FieldPath fields[] = {"apiVersion", "kind", "metadata.name", "metadata.namespace"};
    for (const FieldPath& field : fields) {
        const bool inside = field.steps().size() > 1;
        const std::string& key = std::get<std::string>(field.steps().back());
        const Value* value = inside ? manifest["metadata"].find(key) : manifest.find(key);
        const bool needed = key != "namespace";
        if (needed && key == "name" && (!value || value->isNull()) && manifest["metadata"].find("generateName"))
            return IdentityFault {"metadata.generateName", namedByServer()};
        if (needed && (!value || value->isNull() || (value->isString() && value->text().empty())))
            return IdentityFault {field, lacks(field)};
        if (value && !value->isString())
            return IdentityFault {field, noText(field, *value)};
    }
    return std::nullopt;
}

int applyRank(const ManifestRef& ref)
{
    return ref.kind == "Namespace" ? 0 : ref.kind == "PriorityClass" ? 1 : 2;
}

std::optional<Error> unsendable(const Change& change)
{
    if (change.ref.kind == "Secret")
        return secretRefused(change.ref);
    if (auto fault = change.verb == Change::Verb::Apply ? identityFault(change.after) : std::nullopt) {
        fault->error.where = nameOf(change.ref);
        return std::move(fault->error);
    }
    if (change.verb == Change::Verb::Apply && removesFields(change.after)) {
        const auto leaves = leavesOf(change.after);
        const bool lists = std::any_of(leaves.begin(), leaves.end(), [](const FieldPath& path) {
            const auto& steps = path.steps();
            return std::any_of(steps.begin(), steps.end(), [](const auto& step) { return std::holds_alternative<std::size_t>(step); });
        });
        if (lists)
            return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "A field without a value (null) cannot be written together with lists."),
                nameOf(change.ref), LOADLINE_TR("Error", "Leave the field out instead."), {}};
    }
    return std::nullopt;
}

} // namespace loadline
