// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/series.h"

#include <algorithm>
#include <cstdint>
#include <span>

namespace loadline {

namespace {

// Where the pixel columns lie on the time axis.
struct Columns {
    std::int64_t from;
    double perMilli; // columns per millisecond
    std::int64_t last; // the index of the last column
    [[nodiscard]] std::int64_t of(TimePoint t) const
    {
        const auto index
            = static_cast<std::int64_t>(static_cast<double>(t.time_since_epoch().count() - from) * perMilli);
        return std::clamp<std::int64_t>(index, 0, last);
    }
};

Columns columnsOf(TimeRange range, int columns)
{
    const auto length = std::max<std::int64_t>(range.length().count(), 1);
    return {
        range.from.time_since_epoch().count(), static_cast<double>(columns) / static_cast<double>(length), columns - 1};
}

// What is kept of one column.
struct Bucket {
    const Sample* first = nullptr;
    const Sample* last = nullptr;
    const Sample* low = nullptr;
    const Sample* high = nullptr;
    void start(const Sample& sample) { first = last = low = high = &sample; }
    void add(const Sample& sample)
    {
        last = &sample;
        if (sample.value < low->value)
            low = &sample;
        if (sample.value > high->value)
            high = &sample;
    }
    void flush(std::vector<Sample>& out, bool keepFirst, bool keepLast) const
    {
        const Sample* kept[]
            = {keepFirst ? first : nullptr, std::min(low, high), std::max(low, high), keepLast ? last : nullptr};
        const Sample* previous = nullptr;
        for (const Sample* sample : kept) {
            if (sample && sample != previous) {
                out.push_back(*sample);
                previous = sample;
            }
        }
    }
};

std::vector<Sample> decimateSpan(std::span<const Sample> samples, const Columns& columns)
{
    std::vector<Sample> out;
    if (samples.empty())
        return out;
    out.reserve(std::min<std::size_t>(samples.size(), static_cast<std::size_t>(columns.last + 1) * 2 + 4));
    Bucket bucket;
    std::int64_t at = -1;
    bool besideEmpty = true; // the column before `at` holds nothing
    for (const Sample& sample : samples) {
        const auto column = columns.of(sample.at);
        if (column == at) {
            bucket.add(sample);
            continue;
        }
        const bool skips = column > at + 1;
        if (bucket.first)
            bucket.flush(out, besideEmpty, skips);
        besideEmpty = skips || !bucket.first;
        bucket.start(sample);
        at = column;
    }
    bucket.flush(out, besideEmpty, true);
    return out;
}

// The samples inside the range and one more on each side.
std::span<const Sample> around(std::span<const Sample> samples, TimeRange range)
{
    auto first = std::lower_bound(
        samples.begin(), samples.end(), range.from, [](const Sample& s, TimePoint t) { return s.at < t; });
    auto last = std::upper_bound(first, samples.end(), range.to, [](TimePoint t, const Sample& s) { return t < s.at; });
    if (first != samples.begin())
        --first;
    if (last != samples.end())
        ++last;
    return {first, last};
}

// Decimates the inside; the one sample outside on each side is passed on as it is, for the line to come from.
std::vector<Sample> decimateAround(std::span<const Sample> samples, TimeRange range, const Columns& columns)
{
    auto shown = around(samples, range);
    std::vector<Sample> out;
    const bool before = !shown.empty() && shown.front().at < range.from;
    if (before) {
        out.push_back(shown.front());
        shown = shown.subspan(1);
    }
    const bool after = !shown.empty() && shown.back().at > range.to;
    const auto inside = decimateSpan(after ? shown.first(shown.size() - 1) : shown, columns);
    out.insert(out.end(), inside.begin(), inside.end());
    if (after)
        out.push_back(shown.back());
    return out;
}

} // namespace

std::vector<Sample> decimate(const std::vector<Sample>& samples, TimeRange range, int columns)
{
    if (columns <= 0)
        return {};
    return decimateAround(samples, range, columnsOf(range, columns));
}

std::vector<std::vector<Sample>> decimatePieces(
    const std::vector<Sample>& samples, Millis gapAfter, TimeRange range, int columns)
{
    std::vector<std::vector<Sample>> pieces;
    if (columns <= 0)
        return pieces;
    const auto grid = columnsOf(range, columns);
    const Millis visible = std::max(gapAfter, range.length() / columns);
    const auto shown = around(samples, range);
    std::size_t start = 0;
    for (std::size_t i = 1; i <= shown.size(); ++i) {
        if (i < shown.size() && shown[i].at - shown[i - 1].at <= visible)
            continue;
        auto piece = decimateAround(shown.subspan(start, i - start), range, grid);
        const bool outside = piece.empty() || piece.back().at < range.from || piece.front().at > range.to;
        if (!outside)
            pieces.push_back(std::move(piece));
        start = i;
    }
    return pieces;
}

} // namespace loadline
