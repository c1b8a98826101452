// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/ledger.h"

#include "cost/ledger_fold.h"

#include <algorithm>

namespace loadline {
namespace {

// Of several days of one date the last counts.
std::map<TimePoint, const UsageDay*> byDate(std::span<const UsageDay> days)
{
    std::map<TimePoint, const UsageDay*> dates;
    for (const UsageDay& day : days)
        dates[day.day] = &day;
    return dates;
}

void addGap(std::vector<TimeRange>& gaps, TimePoint from, TimePoint to)
{
    if (from >= to)
        return;
    if (!gaps.empty() && gaps.back().to == from)
        gaps.back().to = to;
    else
        gaps.push_back({from, to});
}

void addGaps(std::vector<TimeRange>& gaps, const UsageDay& day, DaySpan part)
{
    std::int32_t at = part.from;
    for (const DaySpan& span : day.covered) {
        addGap(gaps, day.day + Millis {at}, day.day + Millis {std::min(span.from, part.to)});
        at = std::max(at, std::min(span.to, part.to));
    }
    addGap(gaps, day.day + Millis {at}, day.day + Millis {part.to});
}

// visit(day, the part of it in the window); a date nobody knows comes as an uncovered day.
template <class Visit>
void eachDay(std::span<const UsageDay> days, const TimeRange& window, const Visit& visit)
{
    const auto known = byDate(days);
    for (TimePoint date = midnight(window.from); date < window.to; date += dayLength) {
        const DaySpan part = partOf(date, window);
        if (part.from >= part.to)
            continue;
        UsageDay unknown;
        unknown.day = date;
        const auto at = known.find(date);
        const UsageDay* day = at != known.end() ? at->second : &unknown;
        visit(*day, part);
    }
}

// Ten years and a bit: a window typed wrongly does not make a million days.
TimeRange sensible(TimeRange window)
{
    constexpr Millis longest = dayLength * 3700;
    if (window.to > window.from && window.to - window.from > longest)
        window.from = window.to - longest;
    return window;
}

} // namespace

Quantity hoursOf(NodeTime time)
{
    return Quantity::fromNano(Int128(time) * 1'000'000'000 / 3'600'000);
}

Quantity Ledger::coveredPercent() const
{
    if (asked <= Millis {0})
        return {};
    return Quantity::fromNano(Int128(covered.count()) * 100'000'000'000 / asked.count());
}

Ledger ledger(std::span<const UsageDay> days, const Baseline& baseline, const TimeRange& window)
{
    return ledger(days, baseline, resolve(baseline, days, window), window);
}

Ledger ledger(std::span<const UsageDay> days, const Baseline& baseline, const Reference& reference,
              const TimeRange& window)
{
    Ledger ledger;
    ledger.window = sensible(window);
    ledger.baseline = baseline;
    ledger.reference = reference;
    ledger.asked = std::max(Millis {0}, ledger.window.length());
    LedgerFold fold(ledger, ledger.reference);
    eachDay(days, ledger.window, [&](const UsageDay& day, DaySpan part) {
        addGaps(ledger.gaps, day, part);
        fold.add(day, part);
    });
    fold.finish();
    return ledger;
}

std::optional<Quantity> scaleToNodes(Ledger& ledger)
{
    Money sum;
    for (const LedgerWorkload& workload : ledger.workloads)
        sum += workload.actual.value_or(Money());
    if (sum <= ledger.actual)
        return std::nullopt;
    const Money nodes = ledger.actual;
    // A rounded part may be up to one more than its share: so the room is less by one for each.
    const Money room = std::max(Money(), nodes - Money::fromPico(Int128(ledger.workloads.size())));
    ledger.released = {};
    for (LedgerWorkload& workload : ledger.workloads) {
        for (auto* amount : {&workload.actual, &workload.saved, &workload.savedAtZero, &workload.savedBySchedule, &workload.released})
            if (*amount)
                *amount = ledger.ran > 0 ? std::optional((*amount)->scaled(room.pico(), sum.pico())) : std::nullopt;
        ledger.released += workload.released.value_or(Money());
    }
    return Quantity::fromNano(Int128(100) * nodes.scaled(1'000'000'000, sum.pico()).pico());
}

CostStack stackByDay(std::span<const UsageDay> days, const TimeRange& window,
                     const std::function<std::string(const Machine&)>& layerOf)
{
    CostStack stack;
    std::map<std::string, std::map<TimePoint, Money>> layers;
    const auto upTo = [](const UsageDay& day, const MachineDay& machine, std::int32_t end) {
        return machine.price.hourly->scaled(countTime(machine.runs, day.covered, {0, end}), 3'600'000);
    };
    eachDay(days, sensible(window), [&](const UsageDay& day, DaySpan part) {
        stack.days.push_back(day.day);
        for (const MachineDay& machine : day.machines)
            if (machine.price.hourly)
                if (const Money cost = upTo(day, machine, part.to) - upTo(day, machine, part.from); !cost.isZero())
                    layers[layerOf(machine.machine)][day.day] += cost;
    });
    for (const auto& [name, amounts] : layers) {
        std::vector<Money> layer;
        for (const TimePoint day : stack.days) {
            const auto at = amounts.find(day);
            layer.push_back(at != amounts.end() ? at->second : Money());
        }
        stack.layers.emplace_back(name, std::move(layer));
    }
    return stack;
}

} // namespace loadline
