// SPDX-License-Identifier: GPL-3.0-or-later
#include "prom/slice_cache.h"

#include <algorithm>

namespace loadline {

namespace {

std::vector<Series> cutTo(const std::vector<Series>& series, const TimeRange& range)
{
    std::vector<Series> cut;
    for (const Series& one : series) {
        Series part {one.labels, {}, one.gapAfter};
        std::copy_if(one.samples.begin(), one.samples.end(), std::back_inserter(part.samples),
            [&](const Sample& sample) { return range.contains(sample.at); });
        if (!part.samples.empty())
            cut.push_back(std::move(part));
    }
    return cut;
}

} // namespace

std::optional<std::vector<Series>> SliceCache::find(const std::string& question, const TimeRange& range)
{
    const auto [first, last] = byQuestion_.equal_range(question);
    for (auto at = first; at != last; ++at) {
        const auto& known = at->second->range;
        if (known.from <= range.from && range.to <= known.to) {
            entries_.splice(entries_.begin(), entries_, at->second);
            return cutTo(at->second->series, range);
        }
    }
    return std::nullopt;
}

void SliceCache::keep(const std::string& question, const TimeRange& range, std::vector<Series> series)
{
    // An empty answer is worth remembering too; it weighs something, so that they are bounded as well.
    std::size_t weight = 16;
    for (const Series& one : series)
        weight += one.samples.size() + 16;
    if (weight > maxSamples_)
        return;
    const auto [first, last] = byQuestion_.equal_range(question);
    for (auto at = first; at != last;) {
        const auto entry = (at++)->second;
        if (range.from <= entry->range.from && entry->range.to <= range.to)
            drop(entry);
    }
    entries_.push_front({question, range, std::move(series), weight});
    byQuestion_.emplace(question, entries_.begin());
    samples_ += weight;
    while (samples_ > maxSamples_)
        drop(std::prev(entries_.end()));
}

void SliceCache::clear()
{
    entries_.clear();
    byQuestion_.clear();
    samples_ = 0;
}

void SliceCache::drop(Entries::iterator entry)
{
    const auto [first, last] = byQuestion_.equal_range(entry->question);
    const auto at = std::find_if(first, last, [&](const auto& pair) { return pair.second == entry; });
    byQuestion_.erase(at);
    samples_ -= entry->weight;
    entries_.erase(entry);
}

} // namespace loadline
