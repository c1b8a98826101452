// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/world.h"
#include "metrics/promql.h"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace loadline {

// One value that a World tells and a chart may ask for later, named as Prometheus would name it.
struct Observation {
    QueryId query;
    std::string subject; // what it is about: subjectOf the request that asks for it
    std::vector<std::pair<std::string, std::string>> labels; // sorted; as shapeAnswer gives them
    double value = 0;
    bool gauge = false; // averaged when old; else every change is kept as it is
};

// Everything worth keeping of a World, told one by one: a hundred thousand at once would take more memory than the World.
// Kinds that are not live say nothing: what is unknown is no value.
using Observe = std::function<void(const Observation&)>;
void observe(const World& world, const Observe& tell);

// Which observations answer a query: its own, or (for the queries over everything) another's of every subject.
struct RecordedAs {
    QueryId query;
    bool everySubject = false;
};
std::optional<RecordedAs> recordedAs(QueryId query); // nullopt: only a Prometheus can tell
// "ns/name", "ns/kind/name", a pool, or "" where there is one subject only.
std::string subjectOf(QueryId query, const QueryParams& params);

} // namespace loadline
