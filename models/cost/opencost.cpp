// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/opencost.h"

#include <algorithm>
#include <cmath>

namespace loadline {

namespace {

constexpr double gib = 1024.0 * 1024 * 1024;

double number(double value) { return std::isfinite(value) ? value : 0; }

// One resource's cost on both sides: hours of it and money. `livedHours`: of ours, those of pods that were there then.
struct Resource {
    double ourHours, ourCost, livedHours, theirHours, theirCost;
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

// (their hours - ours) at our price: what was not there for all of the window, and other amounts; the rest is the price.
// What only one of the two charges has no price to compare.
void addResource(TermSums& terms, const Resource& resource, CostTerm amount, CostTerm alone)
{
    const double price = resource.ourPrice();
    if (price <= 0 || (resource.theirHours <= 0 && resource.livedHours > 0)) {
        terms.add(alone, resource.theirCost - resource.ourCost);
        return;
    }
    terms.add(CostTerm::Window, (resource.livedHours - resource.ourHours) * price);
    terms.add(amount, (resource.theirHours - resource.livedHours) * price);
    terms.add(CostTerm::Price, resource.theirCost - resource.theirHours * price);
}

Money totalOf(const OpenCostEntry& entry) { return Money::fromDouble(number(entry.totalCost)); }

// How much of the window a pod or node that began then has been there for.
Amounts over(const Amounts& amounts, const std::optional<TimePoint>& began, TimePoint now, Millis window)
{
    if (!began || now - *began >= window)
        return amounts;
    const Int128 there = std::max<Int128>(0, (now - *began).count()), all = window.count();
    const auto part = [&](Quantity amount) { return Quantity::fromNano(amount.nano() / all * there + amount.nano() % all * there / all); };
    return {part(amounts.cpu), part(amounts.memory), part(amounts.gpu)};
}

std::vector<std::pair<CostTerm, Money>> explain(const CostGroup& group, const OpenCostEntry& entry, Millis window, const LivedAmounts& own)
{
    TermSums terms;
    const bool idle = group.special == CostGroup::Special::Idle;
    const double hours = double(window.count()) / 3'600'000;
    const auto cost = [&](Money hourly) { return hourly.over(window).value(); };
    const Money whole = totalOf(entry) - group.total().over(window);
    // Nothing tells how much of each is idle.
    if (idle && (own.now == Amounts() || number(entry.cpuCost) + number(entry.ramCost) + number(entry.gpuCost) == 0)) {
        terms.add(CostTerm::Idle, whole.value());
        return terms.upTo(whole);
    }
    const CostTerm amount = idle ? CostTerm::Idle : CostTerm::Amount;
    const auto add = [&](Quantity Amounts::*of, double unit, Money CostParts::*part, double theirHours, double theirCost, CostTerm alone) {
        addResource(terms, {(own.now.*of).value() / unit * hours, cost(group.cost.*part), (own.mean.*of).value() / unit * hours, theirHours / unit, theirCost},
            amount, alone);
    };
    add(&Amounts::cpu, 1, &CostParts::cpu, number(entry.cpuCoreHours), number(entry.cpuCost), amount);
    add(&Amounts::memory, gib, &CostParts::memory, number(entry.ramByteHours), number(entry.ramCost), amount);
    add(&Amounts::gpu, 1, &CostParts::gpu, number(entry.gpuHours), number(entry.gpuCost), idle ? CostTerm::Idle : CostTerm::Gpu);
    terms.add(CostTerm::Idle, -cost(group.idle.total()));
    terms.add(CostTerm::Shared, number(entry.sharedCost));
    terms.add(CostTerm::Discount,
        number(entry.cpuCostAdjustment) + number(entry.ramCostAdjustment) + number(entry.gpuCostAdjustment));
    terms.add(CostTerm::Extras,
        number(entry.networkCost) + number(entry.loadBalancerCost) + number(entry.pvCost) + number(entry.externalCost) - cost(group.other));
    return terms.upTo(whole);
}

// Where nobody knows since when our pods run, the minutes of their entry tell how long it was there.
LivedAmounts amountsOf(const CostGroup& group, const OpenCostEntry& entry, Millis window, const LivedByName& lived)
{
    const bool idle = group.special == CostGroup::Special::Idle;
    if (const auto known = lived.find(idle ? "__idle__" : group.name); known != lived.end())
        return known->second;
    const double hours = double(window.count()) / 3'600'000, share = hours > 0 ? number(entry.minutes) / 60 / hours : 0;
    if (idle || share <= 0)
        return {group.charged, group.charged};
    // Of their hours, those beyond the window or short of it.
    const auto then = [&](Quantity now, double theirs) { return Quantity::fromDouble(now.value() + (theirs - theirs / share) / hours); };
    return {group.charged, {then(group.charged.cpu, number(entry.cpuCoreHours)), then(group.charged.memory, number(entry.ramByteHours)),
        then(group.charged.gpu, number(entry.gpuHours))}};
}

// Their idle is told in money alone (cost.md 1.4): the hours are those that it buys at what they charge for the rest.
OpenCostEntry withIdleHours(OpenCostEntry idle, const std::vector<OpenCostEntry>& all)
{
    const auto fill = [&](double OpenCostEntry::*hours, double OpenCostEntry::*cost) {
        double bought = 0, paid = 0;
        for (const OpenCostEntry& entry : all) {
            bought += number(entry.*hours);
            paid += number(entry.*hours) > 0 ? number(entry.*cost) : 0;
        }
        if (number(idle.*hours) == 0 && bought > 0 && paid > 0)
            idle.*hours = number(idle.*cost) * bought / paid;
    };
    fill(&OpenCostEntry::cpuCoreHours, &OpenCostEntry::cpuCost);
    fill(&OpenCostEntry::ramByteHours, &OpenCostEntry::ramCost);
    fill(&OpenCostEntry::gpuHours, &OpenCostEntry::gpuCost);
    return idle;
}

Amounts idleOf(const NodeCost& node)
{
    const auto left = [&](Quantity Amounts::*amount) { return std::max(Quantity(), node.capacity.*amount - node.charged.*amount); };
    return {left(&Amounts::cpu), left(&Amounts::memory), left(&Amounts::gpu)};
}

} // namespace

std::optional<Money> CostComparison::difference() const
{
    return ours && theirs ? std::optional(*theirs - *ours) : std::nullopt;
}

LivedByName livedByNamespace(const Allocation& now, Millis window)
{
    LivedByName lived;
    const TimePoint at = now.world->now;
    const auto add = [&](LivedAmounts& sum, const Amounts& amounts, std::optional<TimePoint> began) {
        sum.now += amounts;
        sum.mean += over(amounts, began == TimePoint {} ? std::nullopt : began, at, window);
    };
    for (const PodCost& pod : now.pods)
        if (pod.state == PodState::Charged)
            add(lived[now.workloads[pod.workload].ns], pod.charged, pod.pod->started);
    for (const NodeCost& node : now.nodes)
        if (node.cost)
            add(lived["__idle__"], idleOf(node), node.node->meta.created);
    return lived;
}

std::vector<CostComparison> compareWithOpenCost(const std::vector<CostGroup>& ours, const std::vector<OpenCostEntry>& theirs,
    Millis window, const LivedByName& lived)
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
        if (!pair.first || !pair.second)
            continue;
        const bool idle = pair.first->special == CostGroup::Special::Idle;
        const OpenCostEntry entry = idle ? withIdleHours(*pair.second, theirs) : *pair.second;
        comparison.terms = explain(*pair.first, entry, window, amountsOf(*pair.first, entry, window, lived));
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
