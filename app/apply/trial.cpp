// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/trial.h"

#include <algorithm>

namespace loadline {
namespace {

// The value without what stands at `steps`, and without maps that become empty by it.
Value without(const Value& value, std::span<const FieldPath::Step> steps)
{
    Value rest = value;
    if (const auto* key = std::get_if<std::string>(&steps.front())) {
        const Value* inside = value.find(*key);
        if (!inside)
            return rest;
        const Value left = steps.size() == 1 ? Value {} : without(*inside, steps.subspan(1));
        if (steps.size() == 1 || (left.isMap() && left.fields().empty()))
            rest.remove(*key);
        else
            rest.set(*key, left);
        return rest;
    }
    const std::size_t index = std::get<std::size_t>(steps.front());
    if (value.type() != Value::Type::List || index >= value.items().size())
        return rest;
    Value list = Value::list();
    for (std::size_t i = 0; i < value.items().size(); ++i) {
        if (i != index)
            list.add(value.items()[i]);
        else if (steps.size() > 1)
            list.add(without(value.items()[i], steps.subspan(1)));
    }
    return list;
}

} // namespace

Change withoutConflicts(const Change& change, const std::vector<FieldConflict>& conflicts)
{
    std::vector<FieldPath> paths;
    for (const FieldConflict& conflict : conflicts)
        if (conflict.path && !conflict.path->empty())
            paths.push_back(*conflict.path);
    // From the last to the first, so that what is removed from a list moves nothing that is still to go.
    std::sort(paths.rbegin(), paths.rend());
    Change rest = change;
    for (const FieldPath& path : paths)
        rest.after = without(rest.after, path.steps());
    return rest;
}

std::string patchForGit(const Change& change)
{
    if (change.verb == Change::Verb::Delete) {
        Value patch = Value::map();
        patch.set("$patch", "delete");
        patch.set("apiVersion", change.ref.apiVersion);
        patch.set("kind", change.ref.kind);
        Value metadata = Value::map();
        metadata.set("name", change.ref.name);
        if (!change.ref.ns.empty())
            metadata.set("namespace", change.ref.ns);
        patch.set("metadata", std::move(metadata));
        return Document::write(patch).text();
    }
    return Document::write(change.after).text();
}

} // namespace loadline
