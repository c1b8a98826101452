// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/series.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace loadline {

const std::string* Series::label(std::string_view name) const
{
    const auto at = std::lower_bound(labels.begin(), labels.end(), name,
        [](const auto& pair, std::string_view wanted) { return pair.first < wanted; });
    return at != labels.end() && at->first == name ? &at->second : nullptr;
}

std::optional<double> Series::last() const
{
    if (samples.empty())
        return std::nullopt;
    return samples.back().value;
}

std::optional<double> Series::at(TimePoint t) const
{
    const auto after = std::upper_bound(
        samples.begin(), samples.end(), t, [](TimePoint wanted, const Sample& sample) { return wanted < sample.at; });
    if (after == samples.begin())
        return std::nullopt;
    const Sample& before = *std::prev(after);
    if (t - before.at > gapAfter)
        return std::nullopt;
    return before.value;
}

Millis gapAfterStep(Millis step)
{
    return std::max(step + step / 2, std::min(step * 5, Millis {Seconds {300}}));
}

namespace {

bool earlier(const Sample& a, const Sample& b)
{
    return a.at < b.at;
}

void sortSlice(std::vector<Sample>& slice)
{
    if (!std::is_sorted(slice.begin(), slice.end(), earlier))
        std::stable_sort(slice.begin(), slice.end(), earlier);
}

} // namespace

void append(Series& series, std::vector<Sample> slice)
{
    if (slice.empty())
        return;
    sortSlice(slice);
    auto& known = series.samples;
    if (known.empty()) {
        known = std::move(slice);
        return;
    }
    if (known.back().at < slice.front().at) {
        known.insert(known.end(), slice.begin(), slice.end());
        return;
    }
    if (slice.back().at < known.front().at) {
        known.insert(known.begin(), slice.begin(), slice.end());
        return;
    }
    std::vector<Sample> joined;
    joined.reserve(known.size() + slice.size());
    auto old = known.begin();
    for (const Sample& sample : slice) {
        for (; old != known.end() && old->at < sample.at; ++old)
            joined.push_back(*old);
        if (old != known.end() && old->at == sample.at)
            ++old;
        joined.push_back(sample);
    }
    joined.insert(joined.end(), old, known.end());
    known = std::move(joined);
}

void append(std::vector<Series>& series, std::vector<Series> slice)
{
    std::map<std::vector<std::pair<std::string, std::string>>, std::size_t> places;
    for (std::size_t i = 0; i < series.size(); ++i)
        places.emplace(series[i].labels, i);
    for (Series& part : slice) {
        const auto [place, isNew] = places.emplace(part.labels, series.size());
        if (isNew)
            series.push_back(std::move(part));
        else
            append(series[place->second], std::move(part.samples));
    }
}

} // namespace loadline
