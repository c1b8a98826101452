// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/ledger.h"

#include <map>

namespace loadline {

// Adds days up to a ledger. What a stretch of a day comes to is the day up to its end less the day up to its start, and
// each of these is rounded once: so any cuts of a window add up to the window to the last digit.
class LedgerFold {
public:
    LedgerFold(Ledger& ledger, const Reference& reference);
    void add(const UsageDay& day, DaySpan part);
    void finish();

private:
    // Of one pool, from midnight up to a moment.
    struct PoolSum {
        NodeTime ran = 0, spotRan = 0, unpriced = 0;
        NodeTime missing = 0; // of unpriced: machines the baseline counts
        Money actual, onDemand;
        bool operator==(const PoolSum&) const = default;
    };
    // By provider, region, type, pool and the user's row about nodes; "" is any pool, and no such row.
    using PriceKey = std::tuple<std::string_view, std::string_view, std::string_view, std::string_view, std::string_view>;
    using DayPrices = std::map<PriceKey, Money>;

    void readPrices(const UsageDay& day);
    [[nodiscard]] std::optional<Money> priceToday(const Machine& machine) const;
    void addUpTo(const UsageDay& day, std::int32_t end, int sign);
    void addMachine(const MachineDay& machine, NodeTime time, int sign, std::map<std::string_view, PoolSum>& pools);
    void addPool(LedgerPool& pool, const PoolSum& sum, NodeTime covered, int sign);
    [[nodiscard]] NodeTime baselineTime(const PoolReference& reference, const PoolSum& sum, NodeTime covered) const;
    Money addWorkload(const UsageDay& day, const WorkloadDay& workload, std::int32_t end, int sign);
    void addAtZero(Money atZero, Money hours, int sign);
    [[nodiscard]] bool compares(const std::string& pool) const;
    [[nodiscard]] Money hourlyOf(const PoolReference& reference) const;

    Ledger& ledger_;
    const Reference& reference_;
    DayPrices prices_; // on demand, the mean over the day being added
    std::map<std::string, LedgerPool, std::less<>> pools_;
    using Machines = std::map<Machine, LedgerMachine>;
    using Workloads = std::map<std::tuple<std::string, std::string, std::string>, LedgerWorkload, std::less<>>;
    Machines machines_;
    Workloads workloads_;
    // Where the last one was: days list them in the same order, so the next is mostly the one looked for.
    Machines::iterator machine_ = machines_.end();
    Workloads::iterator workload_ = workloads_.end();
    LedgerDay* day_ = nullptr;
};

} // namespace loadline
