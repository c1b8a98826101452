// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/narrow.h"

#include "apply/ownership.h"
#include "manifest/form_walk.h"
#include "manifest/identity.h"

namespace loadline {
namespace {

// Lists are written whole: a path ends before its first index.
FieldPath beforeIndex(const FieldPath& path)
{
    FieldPath before;
    for (const FieldPath::Step& step : path.steps()) {
        if (!std::holds_alternative<std::string>(step))
            break;
        before = before / std::get<std::string>(step);
    }
    return before;
}

Value nullAt(const FieldPath& path)
{
    Value value = Value::map();
    setIn(value, path, Value {});
    return value;
}

} // namespace

Change narrowed(const Change& whole)
{
    if (!whole.before || whole.before->isNull() || whole.verb != Change::Verb::Apply)
        return whole;
    const Value& live = *whole.before;
    const Value owned = ownedBy(live);
    Value after = owned;
    for (const FieldDiff& diff : compare(withoutServerFields(live), whole.after)) {
        const FieldPath path = beforeIndex(diff.path);
        if (path.empty())
            continue;
        if (const Value* now = findIn(whole.after, path)) {
            setIn(after, path, *now);
            continue;
        }
        const bool ours = findIn(owned, path) && otherOwners(live, live, path).empty();
        if (ours)
            after = heldWith(after, nullAt(path)); // goes by being left out
        else
            setIn(after, path, Value {}); // asks about its owner
    }
    Change change = whole;
    change.after = std::move(after);
    return change;
}

} // namespace loadline
