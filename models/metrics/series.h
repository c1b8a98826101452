// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "base/time.h"

#include <optional>
#include <string>
#include <string_view>
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

// How far apart two samples asked for every `step` may be before there is a gap between them. A range query repeats
// the last scrape for five minutes, so with long steps one absent sample is a gap; with short ones five are.
Millis gapAfterStep(Millis step);

// Joins what arrived in slices: samples sorted, a time twice keeps the later slice's.
void append(Series& series, std::vector<Sample> slice);
// Joins every series of a slice into the one with the same labels; new ones are added at the end.
void append(std::vector<Series>& series, std::vector<Series> slice);

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

// Reduces to the min and max per pixel column, in time order, so that every spike stays; beside an empty column the
// first or last sample stays too, so that what is drawn across it starts and ends at the true level. Of the samples
// outside the range the nearest on each side stay: a line enters the plot from them. O(n).
std::vector<Sample> decimate(const std::vector<Sample>& samples, TimeRange range, int columns);
// The same in pieces, with a gap between each two. A gap narrower than a column cannot be seen and parts nothing.
std::vector<std::vector<Sample>> decimatePieces(
    const std::vector<Sample>& samples, Millis gapAfter, TimeRange range, int columns);

} // namespace loadline
