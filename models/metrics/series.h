// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "base/time.h"

#include <string>
#include <utility>
#include <vector>

namespace loadline {

struct Sample {
    TimePoint at;
    double value; // never NaN: what is unknown is absent
    bool operator==(const Sample&) const = default;
};

// Samples in time order, with the identity Prometheus gives them. Two neighbours further apart than `gapAfter` have a
// gap between them, which stays a gap (never zero, never bridged).
struct Series {
    std::vector<std::pair<std::string, std::string>> labels; // sorted by name
    std::vector<Sample> samples;
    Millis gapAfter {Seconds {300}};
    [[nodiscard]] const std::string* label(std::string_view name) const;
    [[nodiscard]] std::optional<double> last() const;
    // The value in force at t: the last sample at or before it, unless a gap lies between.
    [[nodiscard]] std::optional<double> at(TimePoint t) const;
    bool operator==(const Series&) const = default;
};

// Joins what arrived in slices: samples sorted, a time twice keeps the later slice's.
void append(Series& series, std::vector<Sample> slice);

enum class SeriesOrigin { None, Prometheus, Recorded, Simulated };

// The answer to a SeriesRequest, as it grows: drawn as it comes.
struct SeriesAnswer {
    std::vector<Series> series;
    SeriesOrigin origin = SeriesOrigin::None;
    std::string source; // "monitoring/prometheus-server:80 (well-known name)", "what Loadline recorded since ..."
    bool complete = false; // all slices are in (or failed)
    double progress = 0; // 0 to 1
    std::optional<Error> error; // of the worst slice; the series that did arrive stand
    std::vector<std::string> warnings; // of Prometheus
};

// Reduces to at most two samples (min and max) per pixel column, keeping order, every spike, and gaps. O(n).
std::vector<Sample> decimate(const std::vector<Sample>& samples, TimeRange range, int columns);

} // namespace loadline
