// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/kind_id.h"
#include "cluster/meta.h"

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace loadline {

// How far what we know of one kind can be trusted. Unknown is never zero: a page asks this before it counts.
enum class Presence {
    NotAsked, // nobody needs it yet
    Loading, // the first list is under way
    Live, // complete, and the watch was heard within its time
    Stale, // complete once; the watch is silent or broken since `heard`
    Refused, // 401 or 403: see error
    Missing, // the API or CRD is not installed
    Failed, // never complete: see error
};

struct KindState {
    Presence presence = Presence::NotAsked;
    std::optional<Error> error; // why Refused, Missing, Failed or Stale
    TimePoint heard {}; // when the server last said anything of it (an event or a bookmark)
    std::vector<std::string> namespaces; // empty: cluster-wide; else the ones watched one by one
    std::vector<std::string> refusedNamespaces; // of these, the ones that were refused
    std::size_t malformed = 0; // objects that did not parse and are left out; lastMalformed says why
    std::optional<Error> lastMalformed;
    [[nodiscard]] bool complete() const { return presence == Presence::Live || presence == Presence::Stale; }
    bool operator==(const KindState&) const = default;
};

using ObjectPtr = std::shared_ptr<const Object>;
// All objects of one kind, sorted by (namespace, name); immutable once in a World.
using ObjectTable = std::vector<ObjectPtr>;

// A typed, read-only view of one table.
template <class T>
class Objects {
public:
    class iterator {
    public:
        using value_type = T;
        using difference_type = std::ptrdiff_t;
        iterator() = default;
        explicit iterator(const ObjectPtr* at)
            : at_(at)
        {
        }
        const T& operator*() const { return static_cast<const T&>(**at_); }
        const T* operator->() const { return &**this; }
        iterator& operator++()
        {
            ++at_;
            return *this;
        }
        iterator operator++(int)
        {
            auto old = *this;
            ++at_;
            return old;
        }
        bool operator==(const iterator&) const = default;

    private:
        const ObjectPtr* at_ = nullptr;
    };
    explicit Objects(std::span<const ObjectPtr> rows)
        : rows_(rows)
    {
    }
    [[nodiscard]] iterator begin() const { return iterator(rows_.data()); }
    [[nodiscard]] iterator end() const { return iterator(rows_.data() + rows_.size()); }
    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    [[nodiscard]] bool empty() const { return rows_.empty(); }
    const T& operator[](std::size_t index) const { return static_cast<const T&>(*rows_[index]); }
    // Keeps the object alive beyond the World.
    [[nodiscard]] std::shared_ptr<const T> share(std::size_t index) const
    {
        return std::static_pointer_cast<const T>(rows_[index]);
    }
    // By binary search; null when there is none.
    [[nodiscard]] const T* find(std::string_view ns, std::string_view name) const;

private:
    std::span<const ObjectPtr> rows_;
};

// A live value that only an API on demand tells, such as a KEDA trigger's external metric.
struct LiveValue {
    std::optional<Quantity> value;
    std::optional<Error> error;
    TimePoint at {}; // when it was read
    bool operator==(const LiveValue&) const = default;
};
struct LiveMetricKey {
    std::string ns;
    std::string metric; // "s0-rabbitmq-inference-queue"
    std::string scaledObject;
    auto operator<=>(const LiveMetricKey&) const = default;
};

// What is known of one cluster at one moment: an immutable value, cheap to copy (a pointer per kind), published by
// the feed and read by any thread.
struct World {
    std::string cluster; // the context's name: what the user calls this cluster
    std::string server; // URL, for the window; no credentials
    std::string version; // "v1.36.0", "" unknown
    TimePoint now {}; // the moment it was published, by the cluster's clock (simulated in the demo)
    std::optional<Error> trouble; // why the cluster as a whole cannot be reached or refuses us
    std::array<std::shared_ptr<const ObjectTable>, kindCount> tables; // null: empty
    std::array<KindState, kindCount> states;
    std::shared_ptr<const std::vector<std::pair<LiveMetricKey, LiveValue>>> liveMetrics; // sorted by key; may be null
    std::vector<std::string> apiGroups; // group/version of discovery, sorted; empty: not known yet

    template <class T>
    [[nodiscard]] Objects<T> all() const
    {
        const auto& table = tables[static_cast<std::size_t>(T::id)];
        return Objects<T>(table ? std::span<const ObjectPtr>(*table) : std::span<const ObjectPtr>());
    }
    [[nodiscard]] const KindState& state(KindId kind) const { return states[static_cast<std::size_t>(kind)]; }
    template <class T>
    [[nodiscard]] const T* find(std::string_view ns, std::string_view name) const
    {
        return all<T>().find(ns, name);
    }
    [[nodiscard]] const LiveValue* live(const LiveMetricKey& key) const;
    [[nodiscard]] bool serves(std::string_view groupVersion) const; // true while discovery is unknown
};
// Whether the World would hold an object of this kind and namespace if there were one, so that "not found" is known.
bool wouldHold(const World& world, KindId kind, std::string_view ns);
using WorldPtr = std::shared_ptr<const World>;
using Worlds = std::vector<WorldPtr>; // one per open cluster

template <class T>
const T* Objects<T>::find(std::string_view ns, std::string_view name) const
{
    const auto before = [&](const ObjectPtr& object) {
        const int order = object->meta.ns.str().compare(ns);
        return order < 0 || (order == 0 && object->meta.name.compare(name) < 0);
    };
    const auto at = std::partition_point(rows_.begin(), rows_.end(), before);
    if (at == rows_.end() || (*at)->meta.ns.str() != ns || (*at)->meta.name != name)
        return nullptr;
    return static_cast<const T*>(at->get());
}

} // namespace loadline
