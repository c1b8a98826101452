// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/world.h"

#include <string>
#include <unordered_set>

namespace loadline {

// The objects of one watch or poll, folded. Changes are noted and merged into the sorted table when it is asked for,
// so that an event costs next to nothing and a table is copied at most once per publication. What is listed anew is
// collected beside the table, which stays until the list is complete.
class Shard {
public:
    void begin(); // a list begins
    void drop(); // it broke off
    void swap(); // it is complete: it takes the table's place
    void clear(); // nothing is known any more
    // Into the list that is under way, or into the table.
    void put(ObjectPtr object, bool listing);
    void remove(std::string_view ns, std::string_view name, bool listing);
    // An object that did not parse: left out and counted.
    void malformed(std::string_view ns, std::string_view name, Error why, bool listing);
    // The same object of an earlier list, when its version is still this one, so that nothing is parsed or kept twice.
    [[nodiscard]] ObjectPtr known(std::string_view ns, std::string_view name, std::string_view resourceVersion) const;

    [[nodiscard]] bool changed() const { return changed_ || !pending_.empty(); }
    // Sorted by namespace and name, each once; never null.
    std::shared_ptr<const ObjectTable> table();
    [[nodiscard]] std::size_t malformedCount() const { return malformed_.size() + malformedBeyond_; }
    [[nodiscard]] const std::optional<Error>& lastMalformed() const { return lastMalformed_; }

private:
    struct Change {
        ObjectPtr object; // of a removal: only namespace and name
        bool removed = false;
    };
    using Changes = std::vector<Change>;
    static void sortLatest(Changes& changes);
    void merge();
    std::shared_ptr<const ObjectTable> table_ = std::make_shared<const ObjectTable>();
    Changes pending_;
    Changes collected_;
    std::unordered_set<std::string> malformed_; // "ns/name" of what is left out
    std::unordered_set<std::string> malformedCollected_;
    std::size_t malformedBeyond_ = 0;
    std::optional<Error> lastMalformed_;
    bool changed_ = false;
};

} // namespace loadline
