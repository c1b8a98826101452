// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/shard.h"

#include <algorithm>

namespace loadline {

namespace {

constexpr std::size_t mostMalformedKept = 10'000; // keys; the rest is only counted

int compare(const Object& a, std::string_view ns, std::string_view name)
{
    const int order = a.meta.ns.str().compare(ns);
    return order != 0 ? order : a.meta.name.compare(name);
}

int compare(const Object& a, const Object& b)
{
    return compare(a, b.meta.ns.str(), b.meta.name);
}

std::string keyOf(std::string_view ns, std::string_view name)
{
    std::string key(ns);
    key += '/';
    key += name;
    return key;
}

ObjectPtr bareObject(std::string_view ns, std::string_view name)
{
    Object object;
    object.meta.ns = Text(std::string(ns));
    object.meta.name = name;
    return std::make_shared<const Object>(std::move(object));
}

} // namespace

void Shard::begin()
{
    drop();
}

void Shard::drop()
{
    Changes().swap(collected_);
    malformedCollected_.clear();
}

void Shard::clear()
{
    drop();
    pending_.clear();
    malformed_.clear();
    malformedBeyond_ = 0;
    lastMalformed_.reset();
    changed_ = changed_ || !table_->empty();
    table_ = std::make_shared<const ObjectTable>();
}

void Shard::swap()
{
    sortLatest(collected_);
    auto next = std::make_shared<ObjectTable>();
    next->reserve(collected_.size());
    for (auto& change : collected_) {
        if (!change.removed)
            next->push_back(std::move(change.object));
    }
    table_ = std::move(next);
    malformed_ = std::move(malformedCollected_);
    malformedBeyond_ = 0;
    if (malformed_.empty())
        lastMalformed_.reset();
    pending_.clear();
    drop();
    changed_ = true;
}

void Shard::put(ObjectPtr object, bool listing)
{
    auto& malformed = listing ? malformedCollected_ : malformed_;
    if (!malformed.empty())
        malformed.erase(keyOf(object->meta.ns.str(), object->meta.name));
    (listing ? collected_ : pending_).push_back({std::move(object), false});
    // A flood between two publications must not pile up more than a table does.
    if (pending_.size() > table_->size() + 10'000)
        merge();
}

void Shard::remove(std::string_view ns, std::string_view name, bool listing)
{
    auto& malformed = listing ? malformedCollected_ : malformed_;
    if (!malformed.empty())
        malformed.erase(keyOf(ns, name));
    (listing ? collected_ : pending_).push_back({bareObject(ns, name), true});
}

void Shard::malformed(std::string_view ns, std::string_view name, Error why, bool listing)
{
    remove(ns, name, listing); // what it was before is no longer so
    auto& keys = listing ? malformedCollected_ : malformed_;
    if (keys.size() < mostMalformedKept)
        keys.insert(keyOf(ns, name));
    else
        ++malformedBeyond_;
    lastMalformed_ = std::move(why);
    changed_ = true;
}

ObjectPtr Shard::known(std::string_view ns, std::string_view name, std::string_view resourceVersion) const
{
    if (resourceVersion.empty() || table_->empty())
        return nullptr;
    const auto at = std::partition_point(
        table_->begin(), table_->end(), [&](const ObjectPtr& object) { return compare(*object, ns, name) < 0; });
    if (at == table_->end() || compare(**at, ns, name) != 0 || (*at)->meta.resourceVersion != resourceVersion)
        return nullptr;
    return *at;
}

// In key order, of several changes of one object only the last.
void Shard::sortLatest(Changes& changes)
{
    const auto before = [](const Change& a, const Change& b) { return compare(*a.object, *b.object) < 0; };
    // Lists come nearly always in order already.
    if (!std::is_sorted(changes.begin(), changes.end(), before))
        std::stable_sort(changes.begin(), changes.end(), before);
    const auto sameAsNext = [&](const Change& a, const Change& b) { return compare(*a.object, *b.object) == 0; };
    auto keep = changes.begin();
    for (auto at = changes.begin(); at != changes.end(); ++at) {
        const auto next = at + 1;
        if (next != changes.end() && sameAsNext(*at, *next))
            continue;
        if (keep != at)
            *keep = std::move(*at);
        ++keep;
    }
    changes.erase(keep, changes.end());
}

void Shard::merge()
{
    if (pending_.empty())
        return;
    sortLatest(pending_);
    auto next = std::make_shared<ObjectTable>();
    next->reserve(table_->size() + pending_.size());
    auto old = table_->begin();
    for (auto& change : pending_) {
        const auto until = std::partition_point(
            old, table_->end(), [&](const ObjectPtr& o) { return compare(*o, *change.object) < 0; });
        next->insert(next->end(), old, until);
        old = until;
        if (old != table_->end() && compare(**old, *change.object) == 0)
            ++old;
        if (!change.removed)
            next->push_back(std::move(change.object));
    }
    next->insert(next->end(), old, table_->end());
    table_ = std::move(next);
    pending_.clear();
    changed_ = true;
}

std::shared_ptr<const ObjectTable> Shard::table()
{
    merge();
    changed_ = false;
    return table_;
}

} // namespace loadline
