// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/what_if.h"

#include <algorithm>

namespace loadline {
namespace {

constexpr Int128 whole = 1'000'000'000; // nano of one
constexpr Int128 hundred = 100 * whole;
constexpr Int128 week = 168 * whole;
constexpr Int128 mostCount = 10'000'000 * whole;
constexpr Int128 mostTooHigh = 10'000 * whole;

Int128 held(Quantity value, Int128 most) { return std::clamp(value.nano(), Int128(0), most); }
Money notNegative(Money price) { return std::max(price, Money()); }

// What one node of the mix costs in place of `price`.
Money mixed(const WhatIfLine& line, Money price)
{
    Int128 shares = 0;
    for (const MixPart& part : line.mix)
        shares += held(part.share, hundred);
    if (shares == 0)
        return price;
    Money sum;
    for (const MixPart& part : line.mix)
        sum += notNegative(part.price).scaled(held(part.share, hundred), shares);
    return sum;
}

// A month of so many nodes (in nano) at a price per hour or month.
struct Month {
    PricePer per;
    Int128 hours;
    [[nodiscard]] Money of(Money price, Int128 count) const
    {
        const Money nodes = price.scaled(count, whole);
        return per == PricePer::Month ? nodes : nodes.scaled(hours, whole);
    }
};

} // namespace

std::optional<Quantity> WhatIfResult::savedPercent() const
{
    Saving all = saving;
    all.actual = monthly();
    return all.percent();
}

WhatIfResult& WhatIfResult::operator+=(const WhatIfResult& other)
{
    saving += other.saving;
    rightSizing += other.rightSizing;
    discount += other.discount;
    return *this;
}

WhatIfResult whatIf(const WhatIfLine& line, Quantity hoursPerMonth)
{
    const Month month {line.per, held(hoursPerMonth, 10'000 * whole)};
    const Money price = notNegative(line.price);
    const Int128 average = held(line.averageCount, mostCount);
    const Int128 duty = held(line.hoursOnDuty, week);
    const Int128 zero = std::min(held(line.hoursAtZero, week), duty);
    const Int128 spot = held(line.spotPercent, hundred);
    const Int128 off = held(line.spotDiscountPercent, hundred);
    const auto share = [](Int128 part) { return [part](Money of) { return of.scaled(part, hundred); }; };

    WhatIfResult result;
    Saving& saving = result.saving;
    saving.baseline = month.of(price, held(line.baselineCount, mostCount));
    const Money always = month.of(price, average);
    const Money ran = always.scaled(duty - zero, week);
    saving.hoursNotRun = saving.baseline - ran;
    saving.atZero = std::clamp(always.scaled(zero, week), Money(), std::max(Money(), saving.hoursNotRun));
    saving.spot = share(off)(share(spot)(ran));
    const Money other = month.of(mixed(line, price), average).scaled(duty - zero, week);
    const Money onSpot = share(hundred - off)(share(spot)(other));
    const Money onDemand = other - share(spot)(other);
    saving.actual = onSpot + onDemand;
    saving.machineTypes = saving.baseline - saving.hoursNotRun - saving.spot - saving.actual;

    const Int128 tooHigh = hundred + held(line.requestsTooHighPercent, mostTooHigh);
    const Money rightSized = saving.actual.scaled(hundred, tooHigh);
    result.rightSizing = saving.actual - rightSized;
    result.discount = share(held(line.discountPercent, hundred))(onDemand.scaled(hundred, tooHigh));
    return result;
}

WhatIfResult whatIf(std::span<const WhatIfLine> lines, Quantity hoursPerMonth)
{
    WhatIfResult sum;
    for (const WhatIfLine& line : lines)
        sum += whatIf(line, hoursPerMonth);
    return sum;
}

std::vector<WaterfallBar> waterfall(const WhatIfResult& result)
{
    std::vector<WaterfallBar> bars = waterfall(result.saving);
    const WaterfallBar last {WaterfallStep::Actual, {}, result.monthly()};
    bars.pop_back();
    Money level = result.saving.actual;
    for (const auto& [step, saved] : {std::pair {WaterfallStep::RightSizing, result.rightSizing},
                                      std::pair {WaterfallStep::Discount, result.discount}}) {
        if (saved.isZero())
            continue;
        bars.push_back({step, level, level - saved});
        level -= saved;
    }
    bars.push_back(last);
    return bars;
}

} // namespace loadline
