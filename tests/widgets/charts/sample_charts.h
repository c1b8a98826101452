// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/time_chart.h"

#include <cmath>

namespace loadline::sample {

inline const TimePoint now {Millis(1795445749000)}; // 2026-11-23 14:55:49 UTC, a Monday

inline ChartLine line(const QString& name, LineColour colour, ChartLine::Style style, TimeRange range, Millis step,
    const std::function<double(double)>& valueOfShare)
{
    ChartLine made;
    made.name = name;
    made.colour = colour;
    made.style = style;
    made.gapAfter = std::max(Millis(Seconds(300)), step * 3);
    const double length = double(range.length().count());
    for (TimePoint t = range.from; t <= range.to; t += step)
        made.samples.push_back({t, valueOfShare(double((t - range.from).count()) / length)});
    return made;
}

inline ChartContent replicas()
{
    ChartContent content;
    content.title = QStringLiteral("fraud-detector-hpa");
    content.subtitle = QStringLiteral("replicas");
    content.unit = Unit::Replicas;
    content.range = {now - std::chrono::hours(8), now};
    content.utc = true;
    const auto wave = [](double share) {
        return std::round(2 + 6 * std::exp(-std::pow((share - 0.55) / 0.18, 2)) + (share > 0.95 ? 4 : 0));
    };
    content.lines = {line(QStringLiteral("current"), LineColour::Series1, ChartLine::Style::Step, content.range, Seconds(60), wave),
        line(QStringLiteral("desired"), LineColour::Series2, ChartLine::Style::Step, content.range, Seconds(60),
            [wave](double share) { return wave(std::min(1.0, share + 0.015)); })};
    content.lines[1].dashed = true;
    content.band = ChartRange {QStringLiteral("2–20"), 2, 20};
    for (const double share : {0.38, 0.44, 0.5, 0.66, 0.72, 0.955})
        content.marks.push_back({content.range.from + Millis(static_cast<Millis::rep>(share * 8 * 3600000)),
            QStringLiteral("4 to 8: cpu above target"), Tone::Accent});
    content.source = QStringLiteral("Prometheus monitoring/prometheus-server, 1 min step");
    return content;
}

inline ChartContent cpu()
{
    ChartContent content;
    content.title = QStringLiteral("CPU");
    content.subtitle = QStringLiteral("average per pod, of request 500 m");
    content.unit = Unit::Percent;
    content.range = {now - std::chrono::hours(8), now};
    content.utc = true;
    content.lines = {line(QStringLiteral("cpu"), LineColour::Series1, ChartLine::Style::Line, content.range, Seconds(60), [](double s) {
        return 28 + 38 * std::exp(-std::pow((s - 0.55) / 0.2, 2)) + 3 * std::sin(s * 190) + (s > 0.92 ? 72 : 0);
    })};
    auto& samples = content.lines[0].samples; // the scrape was away for half an hour
    std::erase_if(samples, [&](const Sample& sample) {
        const double share = double((sample.at - content.range.from).count()) / double(content.range.length().count());
        return share > 0.2 && share < 0.27;
    });
    content.targets = {{QStringLiteral("target 70 %, tolerance 10 %"), 70, 63, 77}};
    return content;
}

inline ChartContent nodes()
{
    ChartContent content;
    content.title = QStringLiteral("Nodes");
    content.subtitle = QStringLiteral("by pool and capacity");
    content.unit = Unit::Nodes;
    content.range = {now - std::chrono::hours(24 * 30), now};
    content.utc = true;
    const auto day = [](double share, double depth) { return std::max(0.0, std::sin(share * 30 * 6.28318)) * depth; };
    const auto style = ChartLine::Style::Area;
    content.lines = {
        line(QStringLiteral("cpu, on demand"), LineColour::Series1, style, content.range, Seconds(3600),
            [day](double s) { return std::round(4 + day(s, 3)); }),
        line(QStringLiteral("cpu, spot"), LineColour::Spot, style, content.range, Seconds(3600),
            [day](double s) { return std::round(day(s, 6)); }),
        line(QStringLiteral("gpu, spot"), LineColour::Series3, style, content.range, Seconds(3600),
            [day](double s) { return std::round(day(s + 0.01, std::fmod(s * 30, 7.0) < 5 ? 4 : 0)); })};
    for (auto& one : content.lines)
        std::erase_if(one.samples, [&](const Sample& sample) {
            return sample.at > now - std::chrono::hours(24 * 12) && sample.at < now - std::chrono::hours(24 * 11);
        });
    content.source = QStringLiteral("What Loadline recorded since 24 Oct, 1 h step");
    return content;
}

} // namespace loadline::sample
