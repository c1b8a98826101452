// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/ledger_day.h"
#include "metrics/promql.h"

#include <optional>
#include <string>
#include <vector>

namespace loadline {

// The questions that one day of usage is made from.
enum class DayPart { Machines, Deployments, StatefulSets, Waiting, Sizes, MachinePrices, Offerings };
inline constexpr std::size_t dayPartCount = 7;

// The answers for one day, as they came. An answer that failed for good (no such series) is an empty one.
struct DayAnswers {
    std::array<std::optional<std::vector<Series>>, dayPartCount> parts;
    SeriesOrigin origin = SeriesOrigin::None; // of the machines
    [[nodiscard]] const std::optional<std::vector<Series>>& of(DayPart part) const
    {
        return parts[static_cast<std::size_t>(part)];
    }
    // The instance types seen, for the question for offerings; sorted, each once.
    [[nodiscard]] std::vector<std::string> types() const;
};

inline constexpr Millis dayStep {Seconds {300}};
inline constexpr Millis slowStep {Seconds {3600}}; // of offerings, which move slowly, and sizes, which look back over it
// What to ask for a part of a day up to `until`. `types` for Offerings only.
SeriesRequest dayRequest(DayPart part, TimePoint day, TimePoint until, const std::vector<std::string>& types = {});

// One day of usage. Machines carry a price only where Prometheus told one for that day, and come once for each price
// they had: OpenCost's of machines alike (of a type where all of it is bought in one way: a mean of spot and on demand is
// neither), else Karpenter's offering, averaged over zones where the zone is unknown. Reserved offerings are worth
// nothing (cost.md 2.6) and are left.
UsageDay makeDay(TimePoint day, const DayAnswers& answers);

} // namespace loadline
