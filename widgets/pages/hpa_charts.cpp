// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/hpa_page.h"
#include "pages/row_parts.h"
#include "scaling/behavior.h"

#include <QCoreApplication>

#include <algorithm>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(HpaCharts)
};

QueryParams paramsOf(const HpaRow& row)
{
    return {{"ns", row.ns}, {"name", row.name}};
}

bool varies(const ChartLine& line)
{
    return std::adjacent_find(line.samples.begin(), line.samples.end(),
               [](const auto& a, const auto& b) { return a.value != b.value; })
        != line.samples.end();
}

std::optional<double> asDouble(const std::optional<std::int64_t>& value)
{
    return value ? std::optional(double(*value)) : std::nullopt;
}

// A bound is drawn as a line only where it was changed; else the band says it.
void addBound(ChartContent& content, const Series* series, const QString& name, double value, TimePoint now)
{
    auto line = lineOf(series, name, LineColour::Muted, ChartLine::Style::Step);
    extendTo(line, now, value);
    if (!varies(line))
        return;
    line.dashed = true;
    line.inCaption = false;
    content.lines.push_back(std::move(line));
}

ChartContent replicasContent(const SeriesBook& book, const HpaRow& row, const QString& key,
    const std::vector<ChartMark>& marks, TimePoint now)
{
    ChartContent content;
    content.title = Words::tr("Replicas");
    content.unit = Unit::Replicas;
    content.band = ChartRange {Words::tr("%1\u2013%2").arg(row.min).arg(row.max), double(row.min), double(row.max)};
    addBound(content, book.series(key + QStringLiteral("min")), Words::tr("min"), double(row.min), now);
    addBound(content, book.series(key + QStringLiteral("max")), Words::tr("max"), double(row.max), now);
    auto desired = lineOf(book.series(key + QStringLiteral("desired")), Words::tr("desired"), LineColour::Series2, ChartLine::Style::Step);
    desired.dashed = true;
    extendTo(desired, now, asDouble(row.desired));
    auto current = lineOf(book.series(key + QStringLiteral("current")), Words::tr("current"), LineColour::Series1, ChartLine::Style::Step);
    extendTo(current, now, asDouble(row.current));
    content.lines.push_back(std::move(desired));
    content.lines.push_back(std::move(current));
    content.marks = marks;
    return content;
}

// The labels that kube-state-metrics gives a metric of the status.
std::vector<std::pair<std::string_view, std::string_view>> labelsOf(const HpaMetric& metric)
{
    const std::string_view target = metric.target == TargetType::Utilization ? "utilization"
        : metric.target == TargetType::Value                                  ? "value"
                                                                              : "average";
    std::vector<std::pair<std::string_view, std::string_view>> labels {
        {"metric_name", metric.metric.name}, {"metric_target_type", target}};
    if (!metric.metric.container.empty())
        labels.emplace_back("container", metric.metric.container);
    return labels;
}

QString targetName(const HpaMetric& metric, const EffectiveBehavior& behavior)
{
    const auto percent = [](double share) { return figure(share * 100, Unit::Percent); };
    const QString tolerance = behavior.up.tolerance == behavior.down.tolerance
        ? percent(behavior.up.tolerance)
        : Words::tr("%1 up, %2 down").arg(percent(behavior.up.tolerance), percent(behavior.down.tolerance));
    return Words::tr("target %1, tolerance %2").arg(figure(*metric.wanted, metric.unit), tolerance);
}

QString subtitleOf(const HpaMetric& metric)
{
    if (metric.target == TargetType::Utilization)
        return Words::tr("average over the pods, of their request");
    return metric.perPod ? Words::tr("average per pod") : Words::tr("of all pods together");
}

ChartContent metricContent(const SeriesBook& book, const HpaMetric& metric, const EffectiveBehavior& behavior,
    const QString& key, const std::vector<ChartMark>& marks, TimePoint now)
{
    ChartContent content;
    content.title = titleOf(metric);
    if (metric.metric.type == MetricType::Resource || metric.metric.type == MetricType::ContainerResource)
        content.title.replace(0, 1, content.title.left(1).toUpper()); // Memory, beside CPU
    content.subtitle = subtitleOf(metric);
    content.unit = metric.unit;
    auto line = lineOf(book.series(key, labelsOf(metric)), Words::tr("value"), LineColour::Series1, ChartLine::Style::Line);
    extendTo(line, now, metric.current);
    if (line.samples.empty() && !metric.why.isEmpty())
        content.message = metric.why;
    content.lines.push_back(std::move(line));
    if (metric.wanted) {
        const double low = *metric.wanted * (1 - behavior.down.tolerance);
        const double high = *metric.wanted * (1 + behavior.up.tolerance);
        content.targets.push_back({targetName(metric, behavior), *metric.wanted, low, high});
    }
    content.marks = marks;
    return content;
}

} // namespace

std::vector<ChartPlan> hpaCharts(const HpaRow& row, const Preferences& preferences, const std::vector<ChartMark>& marks, TimePoint now)
{
    const QString key = QStringLiteral("hpa/") + qtext(row.id) + QLatin1Char('/');
    const auto wish = [&](const char* what, QueryId query) {
        return ChartWish {key + QLatin1String(what), row.cluster, query, paramsOf(row)};
    };
    std::vector<ChartPlan> plans;
    plans.push_back({QStringLiteral("replicas"),
        {wish("current", QueryId::HpaCurrent), wish("desired", QueryId::HpaDesired), wish("min", QueryId::HpaMin),
            wish("max", QueryId::HpaMax)},
        [row, key, marks, now](const SeriesBook& book) { return replicasContent(book, row, key, marks, now); }});
    const auto behavior = row.object ? effectiveBehavior(row.object->behavior, flagsOf(preferences)) : EffectiveBehavior {};
    for (std::size_t i = 0; i < row.metrics.size(); ++i) {
        const auto& metric = row.metrics[i];
        plans.push_back({QStringLiteral("metric/%1").arg(i), {wish("metrics", QueryId::HpaMetricCurrent)},
            [metric, behavior, key = key + QStringLiteral("metrics"), marks, now](const SeriesBook& book) {
                return metricContent(book, metric, behavior, key, marks, now);
            }});
    }
    return plans;
}

} // namespace loadline
