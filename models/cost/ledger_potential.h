// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/ledger_day.h"

#include <array>
#include <chrono>
#include <functional>

namespace loadline {

// The hours of a week in which something is needed, on a clock that is `utcOffset` ahead of UTC.
struct DutyHours {
    std::array<bool, 7> days {true, true, true, true, true, false, false}; // from Monday
    int fromMinute = 9 * 60;
    int toMinute = 18 * 60; // at or before `fromMinute`: on the day after
    std::chrono::minutes utcOffset {0};
    // Hours a week.
    [[nodiscard]] Quantity weekly() const;
    bool operator==(const DutyHours&) const = default;
};

// When nobody is on duty on a UTC day, in order.
std::vector<DaySpan> offDuty(TimePoint day, const DutyHours& duty);

// What the replicas of the workloads that `which` picks cost in the window while nobody was on duty: what a schedule
// to zero could have saved at most. Potential only; absent when no such workload has a price.
std::optional<Money> schedulePotential(std::span<const UsageDay> days, const TimeRange& window, const DutyHours& duty,
                                       const std::function<bool(const WorkloadDay&)>& which);

// Replicas of a workload with a node, averaged over what is known of the window: what a change of its replicas is worth
// over time. Absent: nothing is known of it there.
std::optional<Quantity> meanReplicas(std::span<const UsageDay> days, const TimeRange& window, std::string_view ns,
                                     std::string_view kind, std::string_view name);

} // namespace loadline
