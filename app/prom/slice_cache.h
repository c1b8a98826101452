// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/series.h"

#include <cstddef>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace loadline {

// Answers to slices of the past, which no longer change: a chart opened again, or zoomed within its step, draws at
// once. Bounded by samples; what was used longest ago goes first.
class SliceCache {
public:
    explicit SliceCache(std::size_t maxSamples = 2'000'000)
        : maxSamples_(maxSamples)
    {
    }
    // `question` is the rendered text with its step. Nothing unless the whole range is known.
    std::optional<std::vector<Series>> find(const std::string& question, const TimeRange& range);
    void keep(const std::string& question, const TimeRange& range, std::vector<Series> series);
    void clear();
    [[nodiscard]] std::size_t samples() const { return samples_; }

private:
    struct Entry {
        std::string question;
        TimeRange range;
        std::vector<Series> series;
        std::size_t weight = 0;
    };
    using Entries = std::list<Entry>; // used last in front
    void drop(Entries::iterator entry);
    std::size_t maxSamples_;
    std::size_t samples_ = 0;
    Entries entries_;
    std::multimap<std::string, Entries::iterator> byQuestion_;
};

} // namespace loadline
