// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/money.h"

#include <optional>
#include <vector>

namespace loadline {

// Where baseline - actual comes from, in this fixed order, each priced on what the ones before left, so that the parts
// add up to it exactly. Any part may be negative (more hours than the baseline, dearer machines).
struct Saving {
    Money baseline;
    Money actual;
    Money hoursNotRun; // node-hours of the baseline that did not run, at its on-demand price
    Money atZero; // of hoursNotRun: while workloads were at zero; never more than it
    Money spot; // on the hours that ran: on demand - paid
    Money machineTypes; // on the hours that ran: the baseline's machines - those that ran, both on demand

    [[nodiscard]] Money total() const { return baseline - actual; }
    [[nodiscard]] bool addsUp() const { return hoursNotRun + spot + machineTypes == total(); }
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
