// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/price.h"

#include <string>

namespace loadline {

// What an amount of dollars is in the user's currency: a conversion, not another sign before the same number.
struct Currency {
    std::string code = "USD";
    Quantity perDollar = Quantity::fromWhole(1); // the user's rate
    std::string asOf; // the rate's date, "2026-11-20"; "" for dollars
    [[nodiscard]] Money of(Money dollars) const { return dollars.times(perDollar); }
    [[nodiscard]] bool converts() const { return code != "USD"; }
    bool operator==(const Currency&) const = default;
};
// "EUR=0.92" or "EUR=0.92@2026-11-20". Errors: Malformed (code of three letters, a rate above zero, a date).
Result<Currency> parseCurrency(std::string_view text);

// A price in its parts, per hour in US dollars, or any sum of such.
struct CostParts {
    Money cpu, memory, gpu;
    [[nodiscard]] Money total() const { return cpu + memory + gpu; }
    CostParts& operator+=(const CostParts& other);
    CostParts& operator-=(const CostParts& other);
    friend CostParts operator+(CostParts a, const CostParts& b) { return a += b; }
    friend CostParts operator-(CostParts a, const CostParts& b) { return a -= b; }
    bool operator==(const CostParts&) const = default;
};

// The user's contract on top of list prices. Shares and discounts are 0 to 1; amounts are US dollars.
struct Terms {
    // Of CPU and memory, combined as 1-(1-d)(1-n); GPUs only where the user says so (cost.md 1.3).
    Quantity listDiscount, negotiatedDiscount;
    bool discountsGpu = false;
    // Google's sustained-use classes override the list discount there: none for spot and e2/f1/g1, 20 % for n2/n2d.
    bool googleClasses = true;
    // The share of on-demand cost under a commitment (reserved instances, savings plans, CUDs), and what it takes off.
    // Machines labelled reserved are wholly under it; spot never is.
    Quantity committedShare, committedDiscount;

    // Lines beside the nodes; absent: not counted.
    std::optional<Money> controlPlaneHourly; // a cluster
    std::optional<Money> bootDiskGbMonth; // with bootDiskGb for each node
    Quantity bootDiskGb = Quantity::fromWhole(100);
    std::optional<Money> loadBalancerHourly; // with loadBalancers
    std::int64_t loadBalancers = 0;
    std::optional<Money> volumeGbMonth; // with volumeGb
    Quantity volumeGb;

    Currency currency;
    std::int64_t hoursPerMonth = 730;

    // What is left of a price: the discount that applies to CPU and memory of such a machine, as a share.
    [[nodiscard]] Quantity discountOn(const Machine& machine) const;
    // List price in parts -> what is paid.
    [[nodiscard]] CostParts pay(const CostParts& list, const Machine& machine) const;
    [[nodiscard]] Money perMonth(Money hourly) const { return hourly * hoursPerMonth; }
    [[nodiscard]] Money perYear(Money hourly) const { return hourly * hoursPerMonth * 12; }
    // "" when sound, else what is wrong. Errors: Malformed, naming the field.
    [[nodiscard]] Done check() const;
    bool operator==(const Terms&) const = default;
};

// One optional line beside the nodes: what, and what it costs an hour.
struct CostLine {
    std::string what; // "control plane", "boot disks", "load balancers", "volumes": marked for translation ("Cost")
    Money hourly;
    bool operator==(const CostLine&) const = default;
};
// The lines of one cluster with so many nodes.
std::vector<CostLine> linesOf(const Terms& terms, std::int64_t nodes);

} // namespace loadline
