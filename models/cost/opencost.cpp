// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/opencost.h"

#include <cmath>
#include <map>

namespace loadline {

namespace {

constexpr double gib = 1024.0 * 1024 * 1024;

double number(double value) { return std::isfinite(value) ? value : 0; }

// One resource's cost on both sides: hours of it and money.
struct Resource {
    double ourHours, ourCost, theirHours, theirCost;
    [[nodiscard]] double ourPrice() const { return ourHours > 0 ? ourCost / ourHours : 0; }
};

class TermSums {
public:
    void add(CostTerm term, double dollars) { sums_[term] += Money::fromDouble(number(dollars)); }
    // The list, with what is missing to the whole as Rest.
    [[nodiscard]] std::vector<std::pair<CostTerm, Money>> upTo(Money whole) const
    {
        std::vector<std::pair<CostTerm, Money>> list;
        for (const auto& [term, money] : sums_) {
            whole -= money;
            if (!money.isZero())
                list.emplace_back(term, money);
        }
        if (!whole.isZero())
            list.emplace_back(CostTerm::Rest, whole);
        return list;
    }

private:
    std::map<CostTerm, Money> sums_;
};

// (their hours - ours) at our price, of which the part by other minutes is the window's; the rest is the price.
void addResource(TermSums& terms, const Resource& resource, double windowShare)
{
    const double price = resource.ourPrice();
    if (price <= 0) {
        terms.add(CostTerm::Price, resource.theirCost - resource.ourCost);
        return;
    }
    const double byWindow = windowShare > 0 ? resource.theirHours - resource.theirHours / windowShare : 0;
    terms.add(CostTerm::Window, byWindow * price);
    terms.add(CostTerm::Amount, (resource.theirHours - resource.ourHours - byWindow) * price);
    terms.add(CostTerm::Price, resource.theirCost - resource.theirHours * price);
}

Money totalOf(const OpenCostEntry& entry) { return Money::fromDouble(number(entry.totalCost)); }

std::vector<std::pair<CostTerm, Money>> explain(const CostGroup& group, const OpenCostEntry& entry, Millis window)
{
    TermSums terms;
    const double hours = double(window.count()) / 3'600'000, theirHours = number(entry.minutes) / 60;
    const auto cost = [&](Money hourly) { return hourly.over(window).value(); };
    const Money whole = totalOf(entry) - group.total().over(window);
    if (group.special == CostGroup::Special::Idle) {
        terms.add(CostTerm::Idle, whole.value());
        return terms.upTo(whole);
    }
    const double share = hours > 0 && theirHours > 0 ? theirHours / hours : 0;
    addResource(terms,
        {group.charged.cpu.value() * hours, cost(group.cost.cpu), number(entry.cpuCoreHours), number(entry.cpuCost)}, share);
    addResource(terms,
        {group.charged.memory.value() / gib * hours, cost(group.cost.memory), number(entry.ramByteHours) / gib,
            number(entry.ramCost)},
        share);
    terms.add(CostTerm::Gpu, number(entry.gpuCost) - cost(group.cost.gpu));
    terms.add(CostTerm::Idle, -cost(group.idle.total()));
    terms.add(CostTerm::Discount,
        number(entry.cpuCostAdjustment) + number(entry.ramCostAdjustment) + number(entry.gpuCostAdjustment));
    terms.add(CostTerm::Extras,
        number(entry.networkCost) + number(entry.loadBalancerCost) + number(entry.pvCost) + number(entry.sharedCost)
            + number(entry.externalCost) - cost(group.other));
    return terms.upTo(whole);
}

} // namespace

std::optional<Money> CostComparison::difference() const
{
    return ours && theirs ? std::optional(*theirs - *ours) : std::nullopt;
}

std::vector<CostComparison> compareWithOpenCost(
    const std::vector<CostGroup>& ours, const std::vector<OpenCostEntry>& theirs, Millis window)
{
    std::map<std::string, std::pair<const CostGroup*, const OpenCostEntry*>> byName;
    for (const CostGroup& group : ours)
        byName[group.name.empty() ? group.key : group.name].first = &group;
    for (const OpenCostEntry& entry : theirs)
        byName[entry.name].second = &entry;
    std::vector<CostComparison> list;
    for (const auto& [name, pair] : byName) {
        CostComparison& comparison = list.emplace_back();
        comparison.name = name;
        if (pair.first)
            comparison.ours = pair.first->total().over(window);
        if (pair.second)
            comparison.theirs = totalOf(*pair.second);
        if (pair.first && pair.second)
            comparison.terms = explain(*pair.first, *pair.second, window);
    }
    return list;
}

CostComparison sumOf(const std::vector<CostComparison>& comparisons, std::string name)
{
    CostComparison sum;
    sum.name = std::move(name);
    std::map<CostTerm, Money> terms;
    for (const CostComparison& one : comparisons) {
        if (one.ours)
            sum.ours = sum.ours.value_or(Money()) + *one.ours;
        if (one.theirs)
            sum.theirs = sum.theirs.value_or(Money()) + *one.theirs;
        for (const auto& [term, money] : one.terms)
            terms[term] += money;
        if (!one.difference())
            terms[CostTerm::OneSided] += one.theirs.value_or(Money()) - one.ours.value_or(Money());
    }
    for (const auto& [term, money] : terms)
        if (!money.isZero())
            sum.terms.emplace_back(term, money);
    return sum;
}

} // namespace loadline
