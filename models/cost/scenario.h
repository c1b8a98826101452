// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/phrase.h"
#include "cost/ledger.h"
#include "cost/what_if.h"

namespace loadline {

// A named set of assumptions for the calculator. Pools are what is paid; workloads are what they release, beside it
// and never added to it.
struct Scenario {
    std::string name;
    std::string note; // the user's own words
    std::vector<WhatIfLine> pools;
    std::vector<WhatIfLine> workloads;
    Quantity hoursPerMonth = Quantity::fromWhole(usualHoursPerMonth);
    std::vector<Phrase> assumptions; // where its figures come from, shown with them
    bool operator==(const Scenario&) const = default;
};
struct ScenarioResult {
    std::string name;
    WhatIfResult pools, workloads;
    [[nodiscard]] bool operator==(const ScenarioResult&) const = default;
};
ScenarioResult evaluate(const Scenario& scenario);

// Side by side: each scenario's months against the first one's.
struct ScenarioColumn {
    ScenarioResult result;
    Money monthlyLess; // what it pays less a month than the first; negative: more
    bool operator==(const ScenarioColumn&) const = default;
};
std::vector<ScenarioColumn> compare(std::span<const Scenario> scenarios);

// One line of an export: a scenario's pool or workload, or its total (line "").
struct ScenarioRow {
    std::string scenario;
    bool workload = false;
    std::string line;
    std::optional<WhatIfLine> assumptions; // absent for a total
    WhatIfResult result;
    bool operator==(const ScenarioRow&) const = default;
};
std::vector<ScenarioRow> exportRows(std::span<const Scenario> scenarios);

// From the live cluster: machines alike with their counts and prices, one line per pool; both counts are today's.
struct MachineCount {
    Machine machine;
    std::int64_t count = 0;
    Price price;
};
Scenario scenarioOfCounts(std::span<const MachineCount> machines);
// From a window: the baseline's counts, and averages of what ran.
Scenario scenarioOfLedger(const Ledger& ledger);

// JSON, versioned; several in one document. Errors of readScenarios: Malformed (which scenario and field), Unsupported
// (a later version). Numbers are written as exact decimal strings.
std::string writeScenarios(std::span<const Scenario> scenarios);
Result<std::vector<Scenario>> readScenarios(std::string_view json);

} // namespace loadline
