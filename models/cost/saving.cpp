// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/saving.h"

namespace loadline {

std::optional<Quantity> Saving::percent() const
{
    if (baseline <= Money())
        return {};
    // 100 * 10^9 nano per percent: the ratio of two amounts as a quantity.
    return Quantity::fromNano(Money::fromPico(100'000'000'000).scaled(total().pico(), baseline.pico()).pico());
}

Saving& Saving::operator+=(const Saving& other)
{
    baseline += other.baseline;
    actual += other.actual;
    hoursNotRun += other.hoursNotRun;
    atZero += other.atZero;
    spot += other.spot;
    machineTypes += other.machineTypes;
    return *this;
}

std::vector<WaterfallBar> waterfall(const Saving& saving)
{
    std::vector<WaterfallBar> bars {{WaterfallStep::Baseline, {}, saving.baseline}};
    Money level = saving.baseline;
    const auto step = [&](WaterfallStep kind, Money saved) {
        if (saved.isZero())
            return;
        bars.push_back({kind, level, level - saved});
        level -= saved;
    };
    step(WaterfallStep::HoursNotRun, saving.hoursNotRun - saving.whileAtZero());
    step(WaterfallStep::AtZero, saving.whileAtZero());
    step(WaterfallStep::Spot, saving.spot);
    step(WaterfallStep::MachineTypes, saving.machineTypes);
    bars.push_back({WaterfallStep::Actual, {}, saving.actual});
    return bars;
}

} // namespace loadline
