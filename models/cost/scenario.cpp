// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/scenario.h"

#include <map>

namespace loadline {
namespace {

// The machines of one pool on the way to a line.
struct PoolCounts {
    std::int64_t nodes = 0;
    Money onDemand; // an hour of all of them
    Money lessPaid, lessOnDemand; // of those that cost less than on demand: spot, and what is reserved
};

Quantity ratio(Int128 part, Int128 of, Int128 times)
{
    return of > 0 ? Quantity::fromNano(part * times * 1'000'000'000 / of) : Quantity();
}

// part / of in percent, of amounts.
Quantity percentOf(Money part, Money of)
{
    if (of <= Money())
        return {};
    return Quantity::fromNano(Money::fromPico(100'000'000'000).scaled(part.pico(), of.pico()).pico());
}

Phrase withoutPrice(std::int64_t nodes)
{
    return {LOADLINE_TR("Cost", "Left out, as their price is not known: %1 nodes"), {std::to_string(nodes)}};
}

void addLines(Scenario& scenario, const std::map<std::string, PoolCounts>& pools)
{
    for (const auto& [name, pool] : pools) {
        WhatIfLine line;
        line.name = name;
        line.baselineCount = line.averageCount = Quantity::fromWhole(pool.nodes);
        line.price = pool.onDemand.scaled(1, pool.nodes);
        line.spotPercent = percentOf(pool.lessOnDemand, pool.onDemand);
        line.spotDiscountPercent = percentOf(pool.lessOnDemand - pool.lessPaid, pool.lessOnDemand);
        scenario.pools.push_back(std::move(line));
    }
}

// What a pool ran in the window as a line whose month is the window's average month.
WhatIfLine lineOf(const LedgerPool& pool, Millis covered)
{
    WhatIfLine line;
    line.name = pool.pool;
    line.baselineCount = ratio(pool.baseline, covered.count(), 1);
    line.averageCount = ratio(pool.ran, covered.count(), 1);
    const Saving& saving = pool.saving;
    const Money onDemand = saving.actual + saving.spot;
    if (pool.baseline > 0)
        line.price = saving.baseline.scaled(3'600'000, pool.baseline);
    else if (pool.ran > 0)
        line.price = onDemand.scaled(3'600'000, pool.ran);
    if (saving.machineTypes != Money() && pool.ran > 0)
        line.mix.push_back({{}, Quantity::fromWhole(100), onDemand.scaled(3'600'000, pool.ran)});
    if (saving.spot > Money()) {
        line.spotPercent = ratio(pool.spotRan, pool.ran, 100);
        line.spotDiscountPercent = percentOf(saving.spot, onDemand.scaled(pool.spotRan, pool.ran));
        if (line.spotPercent.isZero() || line.spotDiscountPercent > Quantity::fromWhole(100)) {
            line.spotPercent = Quantity::fromWhole(100);
            line.spotDiscountPercent = percentOf(saving.spot, onDemand);
        }
    }
    return line;
}

WhatIfLine lineOf(const LedgerWorkload& workload)
{
    WhatIfLine line;
    line.name = workload.ns + "/" + workload.name;
    line.baselineCount = Quantity::fromWhole(workload.against);
    const NodeTime busy = workload.known - workload.atZero;
    line.averageCount = ratio(workload.ran, busy, 1);
    if (workload.ran > 0)
        line.price = workload.actual->scaled(3'600'000, workload.ran);
    line.hoursAtZero = ratio(workload.atZero, workload.known, 168);
    return line;
}

} // namespace

ScenarioResult evaluate(const Scenario& scenario)
{
    return {scenario.name, whatIf(scenario.pools, scenario.hoursPerMonth), whatIf(scenario.workloads, scenario.hoursPerMonth)};
}

std::vector<ScenarioColumn> compare(std::span<const Scenario> scenarios)
{
    std::vector<ScenarioColumn> columns;
    for (const Scenario& scenario : scenarios)
        columns.push_back({evaluate(scenario), {}});
    for (ScenarioColumn& column : columns)
        column.monthlyLess = columns.front().result.pools.monthly() - column.result.pools.monthly();
    return columns;
}

std::vector<ScenarioRow> exportRows(std::span<const Scenario> scenarios)
{
    std::vector<ScenarioRow> rows;
    for (const Scenario& scenario : scenarios)
        for (const bool workload : {false, true}) {
            const auto& lines = workload ? scenario.workloads : scenario.pools;
            if (lines.empty())
                continue;
            for (const WhatIfLine& line : lines)
                rows.push_back({scenario.name, workload, line.name, line, whatIf(line, scenario.hoursPerMonth)});
            rows.push_back({scenario.name, workload, {}, {}, whatIf(lines, scenario.hoursPerMonth)});
        }
    return rows;
}

Scenario scenarioOfCounts(std::span<const MachineCount> machines)
{
    Scenario scenario;
    scenario.assumptions = {{LOADLINE_TR("Cost", "Counts and prices of the cluster as it is now"), {}}};
    std::map<std::string, PoolCounts> pools;
    std::int64_t unpriced = 0;
    for (const MachineCount& machine : machines) {
        if (machine.count <= 0)
            continue;
        if (!machine.price.hourly) {
            unpriced += machine.count;
            continue;
        }
        PoolCounts& pool = pools[machine.machine.pool];
        const Money paid = *machine.price.hourly * machine.count;
        const Money onDemand = machine.price.onDemandHourly.value_or(*machine.price.hourly) * machine.count;
        pool.nodes += machine.count;
        pool.onDemand += onDemand;
        if (paid < onDemand) {
            pool.lessPaid += paid;
            pool.lessOnDemand += onDemand;
        }
    }
    addLines(scenario, pools);
    if (unpriced > 0)
        scenario.assumptions.push_back(withoutPrice(unpriced));
    return scenario;
}

Scenario scenarioOfLedger(const Ledger& ledger)
{
    Scenario scenario;
    for (const LedgerPool& pool : ledger.pools)
        if (pool.compared && (pool.ran > 0 || pool.baseline > 0))
            scenario.pools.push_back(lineOf(pool, ledger.covered));
    for (const LedgerWorkload& workload : ledger.workloads)
        if (workload.actual && workload.known > 0)
            scenario.workloads.push_back(lineOf(workload));
    scenario.assumptions.push_back({LOADLINE_TR("Cost", "Averages from %1 to %2, of which %3 % is known"),
                                    {formatRfc3339(ledger.window.from), formatRfc3339(ledger.window.to),
                                     ledger.coveredPercent().decimal()}});
    scenario.assumptions.push_back(describe(ledger.baseline));
    if (ledger.unpriced > 0)
        scenario.assumptions.push_back({LOADLINE_TR("Cost", "Left out, as their price is not known: %1 node-hours"),
                                        {hoursOf(ledger.unpriced).decimal()}});
    return scenario;
}

} // namespace loadline
