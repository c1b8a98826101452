// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/quantity.h"
#include "cost/saving.h"

#include <span>
#include <string>
#include <vector>

namespace loadline {

enum class PricePer : unsigned char { Hour, Month };

// One machine type of a pool's mix.
struct MixPart {
    std::string name; // "m7g.large"
    Quantity share; // of the nodes; shares are taken relative to their sum
    Money price; // on demand, per the line's unit
    bool operator==(const MixPart&) const = default;
};

// One pool (or workload: nodes are replicas then) of the calculator: what would always have run, and what runs.
struct WhatIfLine {
    std::string name;
    Quantity baselineCount; // always on
    Quantity averageCount; // on average while it runs
    Money price; // of one node, on demand
    PricePer per = PricePer::Hour;
    Quantity spotPercent; // share of the nodes on spot, 0 to 100
    Quantity spotDiscountPercent; // off the on-demand price, 0 to 100
    Quantity hoursOnDuty = Quantity::fromWhole(168); // a week; outside of them nothing runs
    Quantity hoursAtZero; // a week, of the hours on duty: nothing to do
    Quantity requestsTooHighPercent; // right-sizing: 50 means that 1.5 is asked for where 1 is needed
    Quantity discountPercent; // negotiated on top, on what runs on demand
    std::vector<MixPart> mix; // machines it runs on instead; empty: the same as the baseline
    bool operator==(const WhatIfLine&) const = default;
};

constexpr std::int64_t usualHoursPerMonth = 730; // 365 * 24 / 12

// A month of one line or of all. The steps' order is fixed: hours, spot, machine types, right-sizing, discount; each
// is priced on what the ones before left, and they add up to the saving exactly.
struct WhatIfResult {
    Saving saving; // hours, spot and machine types as in the ledger; its total() leaves out the two below
    Money rightSizing, discount;
    [[nodiscard]] Money monthly() const { return saving.actual - rightSizing - discount; } // what is paid
    [[nodiscard]] Money saved() const { return saving.baseline - monthly(); }
    [[nodiscard]] Money yearly() const { return monthly() * 12; }
    [[nodiscard]] Money savedYearly() const { return saved() * 12; }
    [[nodiscard]] std::optional<Quantity> savedPercent() const; // of the baseline; absent when that is nothing
    WhatIfResult& operator+=(const WhatIfResult& other);
    bool operator==(const WhatIfResult&) const = default;
};
// Out-of-range values are held to their range (percentages 0 to 100, hours 0 to 168, counts and prices not negative).
WhatIfResult whatIf(const WhatIfLine& line, Quantity hoursPerMonth = Quantity::fromWhole(usualHoursPerMonth));
WhatIfResult whatIf(std::span<const WhatIfLine> lines, Quantity hoursPerMonth = Quantity::fromWhole(usualHoursPerMonth));
std::vector<WaterfallBar> waterfall(const WhatIfResult& result);

} // namespace loadline
