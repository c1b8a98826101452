// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace loadline {

// A string that many objects share (a namespace, a node, an owner). Never null; compares by text.
class Text {
public:
    Text() = default;
    explicit Text(std::shared_ptr<const std::string> shared)
        : shared_(std::move(shared))
    {
    }
    explicit Text(std::string text)
        : shared_(text.empty() ? nullptr : std::make_shared<const std::string>(std::move(text)))
    {
    }
    [[nodiscard]] const std::string& str() const { return shared_ ? *shared_ : emptyString(); }
    operator const std::string&() const { return str(); }
    [[nodiscard]] bool empty() const { return str().empty(); }
    friend bool operator==(const Text& a, const Text& b) { return a.shared_ == b.shared_ || a.str() == b.str(); }
    friend bool operator==(const Text& a, std::string_view b) { return a.str() == b; }
    friend auto operator<=>(const Text& a, const Text& b) { return a.str() <=> b.str(); }

private:
    static const std::string& emptyString();
    std::shared_ptr<const std::string> shared_;
};

// Labels or annotations in key order.
using Labels = std::vector<std::pair<Text, Text>>;
// The value of a key, or null.
const std::string* find(const Labels& labels, std::string_view key);

// Lets equal texts, label sets and container lists share memory, so that what is kept for 100,000 pods grows with
// what differs between them. Used by one thread; what nobody else holds any more is dropped by sweep().
class Interner {
public:
    Text text(std::string_view text);
    // Sorted by key. Empty sets share one instance.
    std::shared_ptr<const Labels> labels(Labels labels);
    // Any value type with operator==: returns the pooled equal or pools this one. `hash` must be equal for equals.
    template <class T>
    std::shared_ptr<const T> share(std::size_t hash, T value);
    // The value that the text `key` spells, as `make` (-> shared_ptr<const T>) once made it: spares building what is
    // already known. A null is handed on and not kept. Keys of different T never meet.
    template <class T, class Make>
    std::shared_ptr<const T> cached(std::string_view key, const Make& make);
    // Drops what only the pool holds. Called by itself whenever the pool has doubled since the last sweep.
    void sweep();
    [[nodiscard]] std::size_t size() const { return texts_.size() + values_.size() + cached_.size(); }

private:
    void sweepIfGrown();
    std::unordered_multimap<std::size_t, std::shared_ptr<const std::string>> texts_;
    struct Shared {
        const void* type; // one address per T
        std::shared_ptr<const void> value;
    };
    std::unordered_multimap<std::size_t, Shared> values_;
    struct Keyed {
        std::string key;
        Shared shared;
    };
    std::unordered_multimap<std::size_t, Keyed> cached_;
    std::size_t sweepAt_ = 4096;
    template <class T>
    static const void* typeTag()
    {
        static const char tag = 0;
        return &tag;
    }
};

template <class T>
std::shared_ptr<const T> Interner::share(std::size_t hash, T value)
{
    const auto [first, last] = values_.equal_range(hash);
    for (auto it = first; it != last; ++it) {
        if (it->second.type == typeTag<T>()) {
            const auto& known = *static_cast<const T*>(it->second.value.get());
            if (known == value)
                return std::static_pointer_cast<const T>(it->second.value);
        }
    }
    sweepIfGrown();
    auto shared = std::make_shared<const T>(std::move(value));
    values_.emplace(hash, Shared {typeTag<T>(), shared});
    return shared;
}

template <class T, class Make>
std::shared_ptr<const T> Interner::cached(std::string_view key, const Make& make)
{
    const std::size_t hash = std::hash<std::string_view> {}(key);
    const auto [first, last] = cached_.equal_range(hash);
    for (auto it = first; it != last; ++it)
        if (it->second.shared.type == typeTag<T>() && it->second.key == key)
            return std::static_pointer_cast<const T>(it->second.shared.value);
    sweepIfGrown();
    std::shared_ptr<const T> made = make();
    if (made)
        cached_.emplace(hash, Keyed {std::string(key), Shared {typeTag<T>(), made}});
    return made;
}

} // namespace loadline
