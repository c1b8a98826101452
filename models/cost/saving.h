// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/money.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace loadline {

// Where baseline - actual comes from, in this fixed order, each priced on what the ones before left, so that the parts
// add up to it exactly. Any part may be negative (more hours than the baseline, dearer machines).
struct Saving {
    Money baseline;
    Money actual;
    Money hoursNotRun; // node-hours of the baseline that did not run, at its on-demand price
    Money atZero; // what time at zero is worth, day by day no more than the hours that did not run; adds up over windows
    Money spot; // on the hours that ran: on demand - paid
    Money machineTypes; // on the hours that ran: the baseline's machines - those that ran, both on demand

    [[nodiscard]] Money total() const { return baseline - actual; }
    [[nodiscard]] bool addsUp() const { return hoursNotRun + spot + machineTypes == total(); }
    // The part of hoursNotRun while workloads were at zero. Days, pools or clusters that ran more than their baseline may
    // use up what others did not run: so of a sum no more than the sum.
    [[nodiscard]] Money whileAtZero() const { return std::clamp(atZero, Money(), std::max(Money(), hoursNotRun)); }
    // Nodes that really went away: hours not run, and never more than the total.
    [[nodiscard]] Money realised() const { return hoursNotRun < total() ? hoursNotRun : total(); }
    // total in percent of the baseline; absent when there is no baseline.
    [[nodiscard]] std::optional<Quantity> percent() const;
    Saving& operator+=(const Saving& other);
    bool operator==(const Saving&) const = default;
};

// One bar of a waterfall chart: from the baseline down (or up) to what is paid.
enum class WaterfallStep : unsigned char {
    Baseline, // a whole bar
    HoursNotRun, // without the part at zero
    AtZero,
    Spot,
    MachineTypes,
    RightSizing, // what-if only
    Discount, // what-if only
    Actual, // a whole bar
};
struct WaterfallBar {
    WaterfallStep step = WaterfallStep::Baseline;
    Money from, to; // whole bars start at zero; a saving goes down, from > to
    bool operator==(const WaterfallBar&) const = default;
};
// Bars in order; the last one ends where the one before it does. Steps without money are left out.
std::vector<WaterfallBar> waterfall(const Saving& saving);

} // namespace loadline
