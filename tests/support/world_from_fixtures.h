// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/world.h"

#include <array>
#include <map>

namespace loadline {

// Makes a World for a test, of recorded lists and of objects written as JSON, through the parsers that the program uses.
// What does not parse ends the test: a fixture must not go missing silently.
class WorldMaker {
public:
    explicit WorldMaker(std::string cluster = "prod-eu");

    // Every list of tests/fixtures/apiserver-1.36, all kinds live, at the time they were recorded.
    static WorldMaker recorded(std::string cluster = "prod-eu");

    WorldMaker& at(const char* rfc3339);
    WorldMaker& list(KindId kind, const std::string& json); // {"items": [...]}
    WorldMaker& add(KindId kind, const std::string& json); // one object; replaces one of the same name
    WorldMaker& add(KindId kind, ObjectPtr object);
    WorldMaker& remove(KindId kind, const std::string& ns, const std::string& name);
    WorldMaker& clear(KindId kind);
    WorldMaker& presence(KindId kind, Presence presence, std::optional<Error> error = {});
    WorldMaker& namespaces(KindId kind, std::vector<std::string> watched, std::vector<std::string> refused = {});
    WorldMaker& live(LiveMetricKey key, LiveValue value);
    WorldMaker& trouble(Error error);
    [[nodiscard]] WorldPtr make() const;

private:
    World world_;
    std::array<std::map<std::pair<std::string, std::string>, ObjectPtr>, kindCount> objects_;
    std::map<LiveMetricKey, LiveValue> live_;
    std::shared_ptr<Interner> interner_;
};

} // namespace loadline
