// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/line_shape.h"

#include <algorithm>
#include <cmath>

namespace loadline {

namespace {

    double x(TimePoint at, TimeRange range) { return double((at - range.from).count()); }

    // Carries the level on to `at`, then steps. Flat stretches need no points between their ends.
    void addStep(QPolygonF& run, double at, double value)
    {
        if (!run.isEmpty()) {
            const double level = run.back().y();
            if (run.size() > 1 && run.at(run.size() - 2).y() == level)
                run.back().setX(at);
            else
                run << QPointF(at, level);
            if (value == level)
                return;
        }
        run << QPointF(at, value);
    }

    bool before(const Sample& sample, TimePoint t) { return sample.at < t; }

} // namespace

Runs lineRuns(const ChartLine& line, TimeRange range, int columns)
{
    Runs runs;
    const bool steps = line.style == ChartLine::Style::Step;
    const double pixel = double(range.length().count()) / std::max(1, columns);
    for (const auto& piece : decimatePieces(line.samples, line.gapAfter, range, columns)) {
        QPolygonF run;
        run.reserve(static_cast<qsizetype>(piece.size()) * (steps ? 2 : 1) + 1);
        for (const Sample& sample : piece) {
            if (steps)
                addStep(run, x(sample.at, range), sample.value);
            else
                run << QPointF(x(sample.at, range), sample.value);
        }
        const bool inForce = steps && piece.back().at < range.to && range.to - piece.back().at <= line.gapAfter;
        if (inForce && piece.back() == line.samples.back())
            addStep(run, x(range.to, range), piece.back().value);
        if (run.size() == 1) // alone between two gaps: still to be seen
            run = {run.front() - QPointF(pixel, 0), run.front() + QPointF(pixel, 0)};
        runs.push_back(std::move(run));
    }
    return runs;
}

std::optional<double> valueAt(const ChartLine& line, TimePoint t)
{
    auto after = std::upper_bound(line.samples.begin(), line.samples.end(), t,
        [](TimePoint point, const Sample& sample) { return point < sample.at; });
    if (after == line.samples.begin())
        return std::nullopt;
    const Sample& last = *std::prev(after);
    if (t - last.at > line.gapAfter)
        return std::nullopt;
    return last.value;
}

std::optional<Sample> nearest(const ChartLine& line, TimePoint t)
{
    const auto at = std::lower_bound(line.samples.begin(), line.samples.end(), t, before);
    const Sample* best = nullptr;
    if (at != line.samples.end())
        best = &*at;
    if (at != line.samples.begin())
        if (const Sample& left = *std::prev(at); !best || t - left.at <= best->at - t)
            best = &left;
    if (!best || std::chrono::abs(best->at - t) > line.gapAfter)
        return std::nullopt;
    return *best;
}

Extent extentOf(const ChartLine& line, TimeRange range)
{
    Extent extent;
    const auto add = [&extent](double value) {
        extent.low = extent.any ? std::min(extent.low, value) : value;
        extent.high = extent.any ? std::max(extent.high, value) : value;
        extent.any = true;
    };
    auto at = std::lower_bound(line.samples.begin(), line.samples.end(), range.from, before);
    if (at != line.samples.begin() && at != line.samples.end() && at->at - std::prev(at)->at <= line.gapAfter)
        add(std::prev(at)->value);
    else if (const auto held = valueAt(line, range.from))
        add(*held);
    for (; at != line.samples.end() && at->at <= range.to; ++at)
        add(at->value);
    return extent;
}

namespace {

    // The state of all stacked lines at one moment.
    struct Moment {
        TimePoint at;
        std::vector<std::optional<double>> values;
        [[nodiscard]] bool silent() const
        {
            return std::none_of(values.begin(), values.end(), [](const auto& value) { return value.has_value(); });
        }
        [[nodiscard]] double total() const
        {
            double sum = 0;
            for (const auto& value : values)
                sum += value ? std::max(0.0, *value) : 0.0;
            return sum;
        }
    };

    // Until when a sample's value stands: to the next one; before a gap for a pixel, so that it can be seen; the last
    // of all as long as nothing newer was due.
    TimePoint standsUntil(const ChartLine& line, std::size_t i, Millis pixel)
    {
        const Sample& sample = line.samples[i];
        if (i + 1 == line.samples.size())
            return sample.at + line.gapAfter;
        const TimePoint next = line.samples[i + 1].at;
        return next - sample.at > line.gapAfter ? sample.at + std::min(pixel, line.gapAfter) : next;
    }

    // Every time at which some line changes, speaks again or falls silent, inside the range and at its edges.
    std::vector<TimePoint> moments(const std::vector<const ChartLine*>& lines, TimeRange range, Millis pixel)
    {
        std::vector<TimePoint> times {range.from, range.to};
        const auto add = [&](TimePoint t) {
            if (range.contains(t))
                times.push_back(t);
        };
        for (const ChartLine* line : lines) {
            for (std::size_t i = 0; i < line->samples.size(); ++i) {
                add(line->samples[i].at);
                if (const TimePoint until = standsUntil(*line, i, pixel); i + 1 == line->samples.size() || until < line->samples[i + 1].at)
                    add(until + Millis(1)); // silent from here
            }
        }
        std::sort(times.begin(), times.end());
        times.erase(std::unique(times.begin(), times.end()), times.end());
        return times;
    }

    std::vector<Moment> sweep(const std::vector<const ChartLine*>& lines, TimeRange range, Millis pixel)
    {
        std::vector<Moment> all;
        std::vector<std::size_t> next(lines.size(), 0); // the first sample after the moment
        const auto times = moments(lines, range, pixel);
        all.reserve(times.size());
        for (const TimePoint t : times) {
            Moment moment {t, std::vector<std::optional<double>>(lines.size())};
            for (std::size_t i = 0; i < lines.size(); ++i) {
                const auto& samples = lines[i]->samples;
                while (next[i] < samples.size() && samples[next[i]].at <= t)
                    ++next[i];
                if (next[i] > 0 && t <= standsUntil(*lines[i], next[i] - 1, pixel))
                    moment.values[i] = samples[next[i] - 1].value;
            }
            all.push_back(std::move(moment));
        }
        return all;
    }

    // At most the first, lowest, highest and last of each column; a change between speech and silence always stays.
    std::vector<Moment> thin(std::vector<Moment> all, TimeRange range, int columns)
    {
        const auto most = static_cast<std::size_t>(columns) * 4;
        if (all.size() <= most)
            return all;
        const auto columnOf = [&](const Moment& m) {
            return static_cast<std::int64_t>(
                x(m.at, range) / std::max(1.0, double(range.length().count())) * columns);
        };
        std::vector<Moment> kept;
        for (std::size_t i = 0; i < all.size();) {
            std::size_t end = i;
            std::size_t low = i;
            std::size_t high = i;
            while (end < all.size() && columnOf(all[end]) == columnOf(all[i]) && all[end].silent() == all[i].silent()) {
                if (all[end].total() < all[low].total())
                    low = end;
                if (all[end].total() > all[high].total())
                    high = end;
                ++end;
            }
            std::vector<std::size_t> wanted {i, low, high, end - 1};
            std::sort(wanted.begin(), wanted.end());
            wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
            for (const std::size_t w : wanted)
                kept.push_back(all[w]);
            i = end;
        }
        return kept;
    }

    void addBand(std::vector<Band>& bands, bool fresh, double at, double low, double high, bool steps)
    {
        if (fresh)
            bands.emplace_back();
        Band& band = bands.back();
        if (steps && !band.upper.isEmpty()) {
            band.upper << QPointF(at, band.upper.back().y());
            band.lower << QPointF(at, band.lower.back().y());
        }
        band.upper << QPointF(at, high);
        band.lower << QPointF(at, low);
    }

} // namespace

Stack stackOf(const std::vector<const ChartLine*>& lines, TimeRange range, int columns, bool steps)
{
    Stack stack;
    stack.layers.resize(lines.size());
    bool speaking = false;
    const Millis pixel = range.length() / std::max(1, columns);
    for (const Moment& moment : thin(sweep(lines, range, pixel), range, std::max(1, columns))) {
        const double at = x(moment.at, range);
        if (moment.silent()) {
            for (std::size_t i = 0; speaking && i < lines.size(); ++i) {
                Band& band = stack.layers[i].back();
                band.upper << QPointF(at, band.upper.back().y());
                band.lower << QPointF(at, band.lower.back().y());
            }
            speaking = false;
            continue;
        }
        double sum = 0;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const double low = sum;
            sum += moment.values[i] ? std::max(0.0, *moment.values[i]) : 0.0;
            addBand(stack.layers[i], !speaking, at, low, sum, steps);
        }
        stack.top = std::max(stack.top, sum);
        speaking = true;
    }
    return stack;
}

} // namespace loadline
