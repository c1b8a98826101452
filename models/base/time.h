// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace loadline {

using Millis = std::chrono::milliseconds;
using Seconds = std::chrono::seconds;
// UTC wall time to the millisecond. The demo has its own; nobody but app/net and main asks the system for it.
using TimePoint = std::chrono::sys_time<Millis>;

struct TimeRange {
    TimePoint from;
    TimePoint to;
    [[nodiscard]] Millis length() const { return to - from; }
    [[nodiscard]] bool contains(TimePoint t) const { return from <= t && t <= to; }
    bool operator==(const TimeRange&) const = default;
};

// "2026-11-23T15:55:49Z", with fraction or offset. Errors: Malformed.
Result<TimePoint> parseRfc3339(std::string_view text);
// "2026-11-23T15:55:49Z"; the fraction only where there is one.
std::string formatRfc3339(TimePoint time);
// Go's time.String(): "2024-01-10 08:15:30.123456789 +0000 UTC", as cluster-autoscaler writes it.
Result<TimePoint> parseGoTime(std::string_view text);
// Go's time.Duration text: "15s", "15.1s", "1m0s", "1h30m", "250ms".
Result<Millis> parseGoDuration(std::string_view text);
TimePoint fromUnixSeconds(double seconds);
double toUnixSeconds(TimePoint time);

} // namespace loadline
