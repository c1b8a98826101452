// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/change.h"

#include "manifest/identity.h"

#include <algorithm>

namespace loadline {
namespace {

using Kind = FieldDiff::Kind;
using Origin = FieldDiff::Origin;

const Value* present(const Value* value) { return value && !value->isNull() ? value : nullptr; }

const Value* field(const Value* map, const std::string& key) { return map ? present(map->find(key)) : nullptr; }

// The item of a list that is the same one by its identity, or else by its position.
struct Pairing {
    Pairing(const FieldPath& path, const Value* list)
        : items(list ? &list->items() : nullptr)
        , identities(items ? identitiesOf(path, *items) : std::vector<std::string>())
    {
    }
    [[nodiscard]] bool named() const { return !items || items->size() == identities.size(); }
    [[nodiscard]] const Value* match(const std::vector<std::string>& others, std::size_t index, bool byName) const
    {
        if (!items)
            return nullptr;
        if (!byName)
            return index < items->size() ? &(*items)[index] : nullptr;
        const auto found = std::find(identities.begin(), identities.end(), others[index]);
        return found == identities.end() ? nullptr : &(*items)[static_cast<std::size_t>(found - identities.begin())];
    }
    const Value::List* items;
    std::vector<std::string> identities;
};

class Comparer {
public:
    explicit Comparer(bool threeWay)
        : threeWay_(threeWay)
    {
    }
    std::vector<FieldDiff> take() { return std::move(diffs_); }

    void compare(const FieldPath& path, const Value* before, const Value* after, const Value* wanted)
    {
        before = present(before);
        after = present(after);
        wanted = present(wanted);
        if ((!before && !after) || (before && after && sameMeaning(path, *before, *after)))
            return;
        const bool bothMaps = before && after && before->isMap() && after->isMap();
        const bool bothLists = before && after && before->isList() && after->isList();
        // What came as a whole is told as a whole, unless only parts of it were asked for.
        const bool parts = threeWay_ && !before && wanted && !sameMeaning(path, *after, *wanted);
        if (bothMaps || (parts && after->isMap() && wanted->isMap()))
            maps(path, before, *after, wanted);
        else if (bothLists || (parts && after->isList() && wanted->isList()))
            lists(path, before, *after, wanted);
        else
            tell(path, before, after, wanted);
    }

private:
    void tell(const FieldPath& path, const Value* before, const Value* after, const Value* wanted)
    {
        FieldDiff diff;
        diff.path = path;
        diff.kind = !before ? Kind::Added : !after ? Kind::Removed : Kind::Changed;
        if (before)
            diff.before = *before;
        if (after)
            diff.after = *after;
        // What the change leaves out it gives up: that it goes is wanted.
        const bool asked = !threeWay_ || (after ? wanted && sameMeaning(path, *after, *wanted) : !wanted);
        diff.origin = asked ? Origin::Wanted : !before && !path.startsWith("metadata") ? Origin::Defaulted : Origin::Server;
        diffs_.push_back(std::move(diff));
    }

    void maps(const FieldPath& path, const Value* before, const Value& after, const Value* wanted)
    {
        for (const ValueField& each : after.fields())
            compare(path / each.key, field(before, each.key), &each.value, field(wanted, each.key));
        if (!before)
            return;
        for (const ValueField& each : before->fields())
            if (!field(&after, each.key))
                compare(path / each.key, &each.value, nullptr, field(wanted, each.key));
    }

    void lists(const FieldPath& path, const Value* before, const Value& after, const Value* wanted)
    {
        const Pairing was(path, before), is(path, &after), want(path, wanted);
        const bool byName = was.named() && is.named();
        for (std::size_t i = 0; i < is.items->size(); ++i)
            compare(path / i, was.match(is.identities, i, byName), &(*is.items)[i],
                want.match(is.identities, i, is.named() && want.named()));
        for (std::size_t i = 0; was.items && i < was.items->size(); ++i)
            if (!is.match(was.identities, i, byName))
                compare(path / i, &(*was.items)[i], nullptr, want.match(was.identities, i, was.named() && want.named()));
    }

    bool threeWay_;
    std::vector<FieldDiff> diffs_;
};

// What `before` said for the fields that were applied, and for those that are gone since. What `before` did not have is
// left out: the server takes a field away that its last applier no longer names.
Value restored(const FieldPath& path, const Value& before, const Value& applied, const Value& stored)
{
    if (before.isMap() && applied.isMap()) {
        Value map = Value::map();
        for (const ValueField& each : before.fields()) {
            const Value* wanted = present(applied.find(each.key));
            if (wanted)
                map.set(each.key, restored(path / each.key, each.value, *wanted, stored[each.key]));
            else if (!present(stored.find(each.key)))
                map.set(each.key, each.value);
        }
        return map;
    }
    const Pairing was(path, &before), want(path, &applied), is(path, &stored);
    if (!before.isList() || !applied.isList() || !mergesByItem(path) || !was.named() || !want.named() || !is.named())
        return before;
    Value list = Value::list();
    for (std::size_t i = 0; i < was.items->size(); ++i) {
        const Value* wanted = want.match(was.identities, i, true);
        const Value* now = is.match(was.identities, i, true);
        if (wanted)
            list.add(restored(path / i, (*was.items)[i], *wanted, now ? *now : Value()));
        else if (!now)
            list.add((*was.items)[i]);
    }
    return list;
}

Value withIdentity(const ManifestRef& ref, const Value& body)
{
    Value object = Value::map({{"apiVersion", ref.apiVersion}, {"kind", ref.kind}});
    Value metadata = Value::map({{"name", ref.name}});
    if (!ref.ns.empty())
        metadata.set("namespace", ref.ns);
    for (const ValueField& each : body["metadata"].fields())
        metadata.set(each.key, each.value);
    object.set("metadata", std::move(metadata));
    for (const ValueField& each : body.fields())
        if (each.key != "metadata" && each.key != "apiVersion" && each.key != "kind")
            object.set(each.key, each.value);
    return object;
}

} // namespace

Change inverse(const Change& change, const Value& afterAsStored)
{
    Change undo;
    undo.ref = change.ref;
    if (!change.before) {
        undo.verb = Change::Verb::Delete;
        undo.before = afterAsStored;
        return undo;
    }
    const Value before = withoutServerFields(*change.before);
    if (change.verb == Change::Verb::Delete) {
        undo.after = withIdentity(change.ref, before);
        return undo;
    }
    undo.before = afterAsStored;
    undo.after = withIdentity(change.ref, restored({}, before, change.after, withoutServerFields(afterAsStored)));
    return undo;
}

std::vector<FieldDiff> compare(const Value& before, const Value& after)
{
    const Value x = withoutServerFields(before), y = withoutServerFields(after);
    Comparer comparer(false);
    comparer.compare({}, &x, &y, nullptr);
    return comparer.take();
}

std::vector<FieldDiff> compare(const Value& live, const Value& answer, const Value& wanted)
{
    const Value x = withoutServerFields(live), y = withoutServerFields(answer), z = withoutServerFields(wanted);
    Comparer comparer(true);
    comparer.compare({}, &x, &y, &z);
    return comparer.take();
}

namespace {

void addLeaves(std::vector<FieldDiff>& leaves, const FieldDiff& diff)
{
    const Value* whole = diff.kind == FieldDiff::Kind::Added && diff.after ? &*diff.after : diff.kind == FieldDiff::Kind::Removed && diff.before ? &*diff.before : nullptr;
    const bool objects = whole && whole->isList() && !whole->items().empty()
        && std::all_of(whole->items().begin(), whole->items().end(), [](const Value& item) { return item.isMap(); });
    if (!whole || (!objects && (!whole->isMap() || whole->fields().empty()))) {
        leaves.push_back(diff);
        return;
    }
    for (std::size_t i = 0; i < whole->items().size(); ++i) {
        FieldDiff inner = diff;
        inner.path = diff.path / i;
        (diff.kind == FieldDiff::Kind::Added ? inner.after : inner.before) = whole->items()[i];
        addLeaves(leaves, inner);
    }
    for (const ValueField& field : whole->fields()) {
        FieldDiff inner = diff;
        inner.path = diff.path / field.key;
        (diff.kind == FieldDiff::Kind::Added ? inner.after : inner.before) = field.value;
        addLeaves(leaves, inner);
    }
}

} // namespace

std::vector<FieldDiff> leafwise(const std::vector<FieldDiff>& diff)
{
    std::vector<FieldDiff> leaves;
    for (const FieldDiff& one : diff)
        addLeaves(leaves, one);
    return leaves;
}

} // namespace loadline
