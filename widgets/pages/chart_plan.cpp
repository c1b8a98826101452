// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/chart_plan.h"

#include <QCoreApplication>

#include <algorithm>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ChartPlan)
};

} // namespace

const SeriesAnswer* SeriesBook::find(const QString& key) const
{
    const auto at = answers_.constFind(key);
    return at == answers_.constEnd() ? nullptr : &*at;
}

const Series* SeriesBook::series(
    const QString& key, const std::vector<std::pair<std::string_view, std::string_view>>& labels) const
{
    const auto* answer = find(key);
    if (!answer)
        return nullptr;
    for (const auto& series : answer->series) {
        const bool fits = std::all_of(labels.begin(), labels.end(), [&](const auto& wanted) {
            const auto* value = series.label(wanted.first);
            return value ? *value == wanted.second : wanted.second.empty();
        });
        if (fits)
            return &series;
    }
    return nullptr;
}

ChartLine lineOf(const Series* series, const QString& name, LineColour colour, ChartLine::Style style)
{
    ChartLine line;
    line.name = name;
    line.colour = colour;
    line.style = style;
    if (series) {
        line.samples = series->samples;
        line.gapAfter = series->gapAfter;
    }
    return line;
}

void extendTo(ChartLine& line, TimePoint now, std::optional<double> value)
{
    if (value && (line.samples.empty() || line.samples.back().at < now))
        line.samples.push_back({now, *value});
}

LineColour seriesColour(std::size_t n)
{
    constexpr LineColour colours[] {LineColour::Series1, LineColour::Series2, LineColour::Series3, LineColour::Series4};
    return colours[n % std::size(colours)];
}

QString sourceText(const std::vector<const SeriesAnswer*>& answers, Millis step)
{
    QStringList parts;
    for (const auto* answer : answers) {
        if (answer->series.empty() || answer->source.empty())
            continue;
        const QString source = QString::fromStdString(answer->source);
        QString text;
        if (answer->origin == SeriesOrigin::Prometheus)
            text = Words::tr("Prometheus %1, a value every %2").arg(source, length(step));
        else if (answer->origin == SeriesOrigin::Recorded)
            text = source;
        else
            text = Words::tr("simulated: %1").arg(source);
        if (!parts.contains(text))
            parts << text;
        for (const auto& warning : answer->warnings)
            parts << Words::tr("warning: %1").arg(QString::fromStdString(warning));
    }
    parts.removeDuplicates();
    return parts.join(QStringLiteral("; "));
}

QString emptyText(const std::vector<const SeriesAnswer*>& answers, bool allAnswered)
{
    QString source;
    for (const auto* answer : answers) {
        const bool drawn = std::any_of(answer->series.begin(), answer->series.end(), [](const auto& s) { return !s.samples.empty(); });
        if (drawn)
            return {};
        if (answer->complete && answer->error) {
            const QString mend = hint(*answer->error);
            return mend.isEmpty() ? sentence(*answer->error) : sentence(*answer->error) + QLatin1Char(' ') + mend;
        }
        if (source.isEmpty())
            source = QString::fromStdString(answer->source);
    }
    const bool complete = allAnswered && std::all_of(answers.begin(), answers.end(), [](const auto* a) { return a->complete; });
    if (!complete)
        return Words::tr("Asking for history \u2026");
    if (source.isEmpty())
        return Words::tr("No history in this time.");
    return Words::tr("No history in this time from %1.").arg(source);
}

} // namespace loadline
