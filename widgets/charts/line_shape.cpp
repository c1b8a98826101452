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
            else if (run.back().x() < at)
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
            if (!std::isfinite(sample.value))
                continue;
            // Steps within one pixel stand above each other: half the points, and nobody sees the difference.
            const double at = x(sample.at, range);
            if (steps)
                addStep(run, !run.isEmpty() && at - run.back().x() < pixel ? run.back().x() : at, sample.value);
            else
                run << QPointF(x(sample.at, range), sample.value);
        }
        const bool inForce = steps && piece.back().at < range.to && range.to - piece.back().at <= line.gapAfter;
        if (inForce && piece.back() == line.samples.back())
            addStep(run, x(range.to, range), piece.back().value);
        if (run.isEmpty())
            continue;
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

    // Walks along one line; times asked for must ascend.
    class Walker {
    public:
        Walker(const ChartLine& line, bool steps, Millis pixel)
            : line_(&line)
            , steps_(steps)
            , pixel_(pixel)
        {
        }
        std::optional<double> at(TimePoint t)
        {
            const auto& samples = line_->samples;
            while (next_ < samples.size() && samples[next_].at <= t)
                ++next_;
            if (next_ == 0)
                return std::nullopt;
            const Sample& last = samples[next_ - 1];
            // The last of all stands as long as nothing newer was due; before a gap a sample stands for a pixel.
            if (next_ == samples.size())
                return t - last.at <= line_->gapAfter ? std::optional(last.value) : std::nullopt;
            const Sample& coming = samples[next_];
            if (coming.at - last.at > line_->gapAfter)
                return t - last.at <= pixel_ ? std::optional(last.value) : std::nullopt;
            if (steps_)
                return last.value;
            const double share = double((t - last.at).count()) / double((coming.at - last.at).count());
            return last.value + share * (coming.value - last.value);
        }

    private:
        const ChartLine* line_;
        bool steps_;
        Millis pixel_;
        std::size_t next_ = 0; // the first sample after the time last asked for
    };

    // Every time at which some line has a sample, and the start of every column.
    std::vector<TimePoint> moments(const std::vector<const ChartLine*>& lines, TimeRange range, int columns)
    {
        std::vector<TimePoint> times;
        const double width = double(range.length().count()) / columns;
        for (int column = 0; column < columns; ++column)
            // Rounded up: a moment too early would fall into the column before, and leave this one without any.
            times.push_back(range.from + Millis(static_cast<Millis::rep>(std::ceil(column * width))));
        for (const ChartLine* line : lines) {
            const auto first = std::lower_bound(line->samples.begin(), line->samples.end(), range.from, before);
            for (auto sample = first; sample != line->samples.end() && sample->at < range.to; ++sample)
                times.push_back(sample->at);
        }
        std::sort(times.begin(), times.end());
        times.erase(std::unique(times.begin(), times.end()), times.end());
        return times;
    }

} // namespace

Stack stackOf(const std::vector<const ChartLine*>& lines, TimeRange range, int columns, bool steps)
{
    Stack stack;
    const auto count = static_cast<std::size_t>(std::max(1, columns));
    stack.silent.assign(count, true);
    stack.tops.assign(lines.size(), std::vector<double>(count, 0));
    if (lines.empty() || range.length() <= Millis(0))
        return stack;
    const double perMilli = double(count) / double(range.length().count());
    std::vector<Walker> walkers;
    for (const ChartLine* line : lines)
        walkers.emplace_back(*line, steps, range.length() / static_cast<Millis::rep>(count));
    std::vector<double> tops(lines.size());
    for (const TimePoint t : moments(lines, range, static_cast<int>(count))) {
        const auto column = std::min(count - 1, static_cast<std::size_t>(x(t, range) * perMilli + 1e-6));
        bool speaks = false;
        double sum = 0;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const auto value = walkers[i].at(t);
            speaks = speaks || value;
            sum += value && std::isfinite(*value) ? std::max(0.0, *value) : 0.0;
            tops[i] = sum;
        }
        if (!speaks || (!stack.silent[column] && sum <= stack.tops.back()[column]))
            continue;
        stack.silent[column] = false;
        for (std::size_t i = 0; i < lines.size(); ++i)
            stack.tops[i][column] = tops[i];
        stack.top = std::max(stack.top, sum);
    }
    return stack;
}

} // namespace loadline
