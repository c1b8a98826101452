// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/keda_page.h"
#include "pages/row_parts.h"

#include <QCoreApplication>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(KedaCharts)
};

std::optional<double> asDouble(const std::optional<std::int64_t>& value)
{
    return value ? std::optional(double(*value)) : std::nullopt;
}

// By the metric's name; before 2.13 and for ScaledJobs, whose metric the row may not know, by the trigger's place.
const Series* valueSeries(const SeriesBook& book, const QString& key, const KedaRow& row)
{
    if (!row.metric.empty())
        if (const auto* named = book.series(key, {{"metric", row.metric}}))
            return named;
    const std::string index = std::to_string(row.index);
    if (const auto* placed = book.series(key, {{"triggerIndex", index}}))
        return placed;
    return book.series(key, {{"scalerIndex", index}});
}

ChartContent valueContent(const SeriesBook& book, const KedaRow& row, const QString& key, const std::vector<ChartMark>& marks, TimePoint now)
{
    ChartContent content;
    content.title = row.triggerName.empty() ? qtext(row.type) : qtext(row.triggerName);
    content.subtitle = row.perPod ? Words::tr("value of the source, of all pods together") : Words::tr("value of the source");
    content.unit = row.unit;
    auto line = lineOf(valueSeries(book, key, row), Words::tr("value"), LineColour::Series1, ChartLine::Style::Line);
    extendTo(line, now, row.value.value);
    if (line.samples.empty() && !row.value.why.isEmpty())
        content.message = row.value.why;
    content.lines.push_back(std::move(line));
    if (row.threshold) {
        const QString text = row.perPod ? Words::tr("threshold %1 per pod") : Words::tr("threshold %1");
        content.targets.push_back({text.arg(figure(*row.threshold, row.unit)), *row.threshold, {}, {}});
    }
    if (row.activation && row.activation != row.threshold)
        content.targets.push_back({Words::tr("wakes above %1").arg(figure(*row.activation, row.unit)), *row.activation, {}, {}});
    content.marks = marks;
    return content;
}

ChartContent replicasContent(const SeriesBook& book, const KedaRow& row, const QString& key, const std::vector<ChartMark>& marks, TimePoint now)
{
    ChartContent content;
    content.title = Words::tr("Replicas");
    content.unit = Unit::Replicas;
    content.band = ChartRange {Words::tr("%1\u2013%2").arg(row.min).arg(row.max), double(row.min), double(row.max)};
    auto desired = lineOf(book.series(key + QStringLiteral("desired")), Words::tr("desired"), LineColour::Series2, ChartLine::Style::Step);
    desired.dashed = true;
    extendTo(desired, now, asDouble(row.desired));
    // The workload's own count knows zero; the HPA's is what there is where nobody scrapes it.
    const auto* workload = book.series(key + QStringLiteral("workload"));
    const auto* counted = workload && !workload->samples.empty() ? workload : book.series(key + QStringLiteral("current"));
    auto current = lineOf(counted, Words::tr("current"), LineColour::Series1, ChartLine::Style::Step);
    extendTo(current, now, asDouble(row.current));
    content.lines.push_back(std::move(desired));
    content.lines.push_back(std::move(current));
    content.marks = marks;
    return content;
}

} // namespace

std::vector<ChartPlan> kedaCharts(const KedaRow& row, const std::vector<ChartMark>& marks, TimePoint now)
{
    std::vector<ChartPlan> plans;
    const QString key = QStringLiteral("keda/") + qtext(row.group) + QLatin1Char('/');
    if (!row.type.empty() && !row.cron)
        plans.push_back({QStringLiteral("value"),
            {{key + QStringLiteral("value"), row.cluster, QueryId::KedaValue, {{"ns", row.ns}, {"name", row.name}}}},
            [row, key = key + QStringLiteral("value"), marks, now](const SeriesBook& book) { return valueContent(book, row, key, marks, now); }});
    if (row.isJob)
        return plans;
    std::vector<ChartWish> wishes {{key + QStringLiteral("workload"), row.cluster, QueryId::WorkloadReplicas,
        {{"ns", row.ns}, {"name", row.target.name}, {"kind", row.target.kind}}}};
    if (!row.hpa.empty()) {
        const QueryParams hpa {{"ns", row.ns}, {"name", row.hpa}};
        wishes.push_back({key + QStringLiteral("current"), row.cluster, QueryId::HpaCurrent, hpa});
        wishes.push_back({key + QStringLiteral("desired"), row.cluster, QueryId::HpaDesired, hpa});
    }
    plans.push_back({QStringLiteral("replicas"), std::move(wishes),
        [row, key, marks, now](const SeriesBook& book) { return replicasContent(book, row, key, marks, now); }});
    return plans;
}

} // namespace loadline
