// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/cluster_block.h"
#include "pages/pools_page.h"
#include "pages/row_parts.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>
#include <set>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ClusterChart)
};

constexpr std::size_t mostPools = 3; // the rest is one area

std::string poolOf(const Series& series)
{
    const auto* pool = series.label("pool");
    return pool ? *pool : std::string();
}

// The pools that hold most nodes at the end of the answer.
std::vector<std::string> largestPools(const SeriesAnswer& answer)
{
    std::map<std::string, double> sizes;
    for (const auto& series : answer.series)
        sizes[poolOf(series)] += series.last().value_or(0);
    std::vector<std::string> names;
    for (const auto& [name, size] : sizes)
        names.push_back(name);
    std::stable_sort(names.begin(), names.end(), [&](const auto& a, const auto& b) { return sizes[a] > sizes[b]; });
    return names;
}

std::vector<ChartLine> poolAreas(const SeriesAnswer* answer)
{
    std::vector<ChartLine> lines;
    if (!answer)
        return lines;
    const auto names = largestPools(*answer);
    const auto area = [&](const std::set<std::string>& pools, const QString& name, LineColour colour) {
        SeriesAnswer part;
        for (const auto& series : answer->series)
            if (pools.contains(poolOf(series)))
                part.series.push_back(series);
        std::map<TimePoint, double> sums;
        ChartLine line;
        for (const auto& series : part.series) {
            line.gapAfter = series.gapAfter;
            for (const auto& sample : series.samples)
                sums[sample.at] += sample.value;
        }
        for (const auto& [at, value] : sums)
            line.samples.push_back({at, value});
        line.name = name;
        line.colour = colour;
        line.style = ChartLine::Style::Area;
        lines.push_back(std::move(line));
    };
    for (std::size_t i = 0; i < std::min(mostPools, names.size()); ++i)
        area({names[i]}, names[i].empty() ? Words::tr("no pool label") : qtext(names[i]), seriesColour(i));
    if (names.size() > mostPools)
        area({names.begin() + mostPools, names.end()}, Words::tr("%1 others").arg(int(names.size() - mostPools)), LineColour::Idle);
    return lines;
}

} // namespace

ChartPlan nodesPlan(const std::string& cluster, const ClusterSummary& summary, bool byPool, TimePoint now)
{
    const QString key = QStringLiteral("overview/%1/nodes").arg(qtext(cluster));
    const auto nodes = summary.nodes;
    const QString total = QStringLiteral("overview/%1/total").arg(qtext(cluster));
    return {QStringLiteral("nodes"), {{key, cluster, QueryId::NodesByPool, {}}, {total, cluster, QueryId::NodeCount, {}}},
        [key, total, byPool, nodes, now](const SeriesBook& book) {
            ChartContent content;
            content.unit = Unit::Nodes;
            content.lines = byPool ? poolAreas(book.find(key)) : capacityAreas(book.find(key), std::nullopt);
            if (content.lines.empty()) {
                // Where no series tells pools apart, the number of nodes is still known.
                auto line = lineOf(book.series(total), Words::tr("nodes"), LineColour::Series1, ChartLine::Style::Step);
                extendTo(line, now, nodes ? std::optional(double(*nodes)) : std::nullopt);
                content.lines.push_back(std::move(line));
            }
            return content;
        }};
}

} // namespace loadline
