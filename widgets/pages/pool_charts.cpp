// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/pools_page.h"
#include "pages/row_parts.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <map>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(PoolCharts)
};

struct Capacity {
    CapacityType type;
    const char* label; // of NodesByPool (promql.h)
    LineColour colour;
};
constexpr std::array<Capacity, 4> capacities {{
    {CapacityType::OnDemand, "on-demand", LineColour::Series1},
    {CapacityType::Reserved, "reserved", LineColour::Series3},
    {CapacityType::Spot, "spot", LineColour::Spot},
    {CapacityType::Unknown, "", LineColour::Idle},
}};

// Sums series sample by sample; a time that one of them lacks counts what the others have.
ChartLine summed(const std::vector<const Series*>& parts)
{
    ChartLine line;
    line.style = ChartLine::Style::Area;
    std::map<TimePoint, double> sums;
    for (const auto* part : parts) {
        line.gapAfter = part->gapAfter;
        for (const auto& sample : part->samples)
            sums[sample.at] += sample.value;
    }
    for (const auto& [at, value] : sums)
        line.samples.push_back({at, value});
    return line;
}

std::int64_t countOf(const PoolRow& row, CapacityType type)
{
    switch (type) {
    case CapacityType::Spot:
        return row.spot;
    case CapacityType::OnDemand:
        return row.onDemand;
    case CapacityType::Reserved:
        return row.reserved;
    case CapacityType::Unknown:
        break;
    }
    return row.unknownCapacity;
}

ChartContent countContent(const SeriesBook& book, const PoolRow& row, const QString& key, const std::vector<ChartMark>& marks, TimePoint now)
{
    ChartContent content;
    content.title = Words::tr("Nodes");
    content.subtitle = Words::tr("by capacity type");
    content.unit = Unit::Nodes;
    content.lines = capacityAreas(book.find(key), row.name);
    // Every type that has nodes now is drawn, also where no scrape knows of it yet.
    for (const auto& capacity : capacities) {
        const QString name = capacityName(capacity.type);
        const auto at = std::find_if(content.lines.begin(), content.lines.end(), [&](const auto& line) { return line.name == name; });
        const auto count = double(countOf(row, capacity.type));
        if (!row.nodes)
            continue;
        if (at != content.lines.end()) {
            extendTo(*at, now, count);
        } else if (count > 0) {
            ChartLine line;
            line.name = name;
            line.colour = capacity.colour;
            line.style = ChartLine::Style::Area;
            line.samples.push_back({now, count});
            content.lines.push_back(std::move(line));
        }
    }
    if (row.max)
        content.targets.push_back({Words::tr("max %1").arg(*row.max), double(*row.max), {}, {}});
    content.marks = marks;
    return content;
}

ChartContent limitContent(const SeriesBook& book, const PoolRow& row, const QString& key, TimePoint now)
{
    ChartContent content;
    content.title = Words::tr("CPU");
    content.subtitle = Words::tr("in the pool, against its limit");
    content.unit = Unit::Cores;
    const auto value = [](const std::optional<Quantity>& q) { return q ? std::optional(q->value()) : std::nullopt; };
    auto limit = lineOf(book.series(key + QStringLiteral("limit"), {{"resource_type", "cpu"}}), Words::tr("limit"), LineColour::Muted, ChartLine::Style::Step);
    limit.dashed = true;
    extendTo(limit, now, value(row.object->limits.cpu));
    auto used = lineOf(book.series(key + QStringLiteral("usage"), {{"resource_type", "cpu"}}), Words::tr("in the pool"), LineColour::Series1, ChartLine::Style::Step);
    extendTo(used, now, value(row.object->inUse.cpu));
    content.lines = {std::move(limit), std::move(used)};
    return content;
}

} // namespace

std::vector<ChartLine> capacityAreas(const SeriesAnswer* answer, const std::optional<std::string>& pool)
{
    std::vector<ChartLine> lines;
    if (!answer)
        return lines;
    for (const auto& capacity : capacities) {
        std::vector<const Series*> parts;
        for (const auto& series : answer->series) {
            const auto* of = series.label("pool");
            const auto* type = series.label("capacity");
            const bool here = !pool || (of ? *of == *pool : pool->empty());
            if (here && (type ? *type : std::string()) == capacity.label)
                parts.push_back(&series);
        }
        if (parts.empty())
            continue;
        auto line = summed(parts);
        line.name = capacityName(capacity.type);
        line.colour = capacity.colour;
        lines.push_back(std::move(line));
    }
    return lines;
}

std::vector<ChartPlan> poolCharts(const PoolRow& row, const std::vector<ChartMark>& marks, TimePoint now)
{
    const QString key = QStringLiteral("pools/%1/").arg(qtext(row.cluster));
    std::vector<ChartPlan> plans;
    plans.push_back({QStringLiteral("nodes"), {{key + QStringLiteral("nodes"), row.cluster, QueryId::NodesByPool, {}}},
        [row, key = key + QStringLiteral("nodes"), marks, now](const SeriesBook& book) { return countContent(book, row, key, marks, now); }});
    if (row.object && row.object->limits.cpu) {
        const QString own = QStringLiteral("pool/%1/").arg(qtext(row.id));
        const QueryParams params {{"pool", row.name}};
        plans.push_back({QStringLiteral("limit"),
            {{own + QStringLiteral("usage"), row.cluster, QueryId::PoolUsage, params},
                {own + QStringLiteral("limit"), row.cluster, QueryId::PoolLimit, params}},
            [row, own, now](const SeriesBook& book) { return limitContent(book, row, own, now); }});
    }
    return plans;
}

} // namespace loadline
