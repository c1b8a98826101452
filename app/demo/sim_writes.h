// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/api_store.h"
#include "manifest/value.h"
#include "net/transport.h"
#include "sim/state.h"

#include <map>
#include <string>
#include <vector>

namespace loadline {

// What users wrote into a simulated cluster: patches, deletes, and who holds which field. What the simulation takes up
// shows through it; the rest is kept here as documents.
class SimWrites {
public:
    // The simulation's documents with what was written laid over them.
    [[nodiscard]] std::vector<ApiDocument> laidOver(const ApiResource& resource, std::vector<ApiDocument> documents) const;
    // As the store, with managedFields where one object is asked for.
    [[nodiscard]] ApiAnswer get(const ApiStore& store, const ApiPath& path) const;
    // As it was stored before; null: it was deleted.
    void restore(SimState& state, const ApiStore::Place& place, const Value& stored, TimePoint now);
    ApiAnswer write(const ApiStore& store, SimState& state, const Request& request, const ApiPath& path, TimePoint now);

private:
    struct Key {
        std::string plural, ns, name; // with its group/version before a blank
        auto operator<=>(const Key&) const = default;
    };
    struct Written {
        Value object; // as it was stored
        bool kept = false; // not in the simulation
    };
    static Key keyOf(const ApiResource& resource, const std::string& ns, const std::string& name);
    [[nodiscard]] Value live(const ApiStore& store, const ApiPath& path) const; // null: not there
    ApiAnswer patch(const ApiStore& store, SimState& state, const Request& request, const ApiPath& path, TimePoint now);
    ApiAnswer scale(const ApiStore& store, SimState& state, const Request& request, const ApiPath& path, TimePoint now);
    ApiAnswer remove(const ApiStore& store, SimState& state, const Request& request, const ApiPath& path);
    void keep(SimState& state, const ApiStore::Place& place, const Value& object, TimePoint now);
    std::map<Key, Written> written_;
    std::uint64_t made_ = 0;
};

} // namespace loadline
