// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/size_steps.h"

#include "tables/vpa_money.h"
#include "tables/wording.h"

#include <QCoreApplication>

#include <cmath>
#include <map>
#include <set>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(SizeSteps)
};

// An event and a sample that tell of the same change are no further apart than this: a scrape and a step.
constexpr Millis sameChange {Seconds {900}};

QString sourceOf(const SeriesAnswer& answer)
{
    const QString source = QString::fromStdString(answer.source).section(QStringLiteral(" ("), 0, 0); // not how it was found
    switch (answer.origin) {
    case SeriesOrigin::Prometheus:
        return source.isEmpty() ? Words::tr("Prometheus") : Words::tr("Prometheus (%1)").arg(source);
    case SeriesOrigin::Recorded:
        return Words::tr("what Loadline recorded");
    case SeriesOrigin::Simulated:
        return Words::tr("the demonstration's history");
    case SeriesOrigin::None:
        break;
    }
    return source.isEmpty() ? Words::tr("history") : source;
}

std::optional<SizeHistory::Known> lastOf(const std::vector<Sample>& samples, const QString& source)
{
    std::optional<SizeHistory::Known> known;
    for (const Sample& sample : samples) {
        if (!std::isfinite(sample.value) || sample.value < 0 || sample.value > 1e9)
            continue;
        const std::int64_t size = std::llround(sample.value);
        if (!known)
            known = SizeHistory::Known {{}, size, sample.at, sample.at, source};
        else if (size != known->size)
            known->step = SizeStep {sample.at, known->size, size, source};
        known->size = size;
        known->until = sample.at;
    }
    return known;
}

// Of pools each capacity type is a series, and a pool without nodes has none: while others are heard it is at zero.
std::map<std::string, std::vector<Sample>> poolSamples(const std::vector<Series>& all)
{
    std::map<std::string, std::map<TimePoint, double>> sums;
    std::set<TimePoint> heard;
    for (const Series& series : all) {
        const auto* name = series.label("pool");
        auto& sum = sums[name ? *name : std::string()];
        for (const Sample& sample : series.samples)
            if (std::isfinite(sample.value)) {
                sum[sample.at] += sample.value;
                heard.insert(sample.at);
            }
    }
    std::map<std::string, std::vector<Sample>> pools;
    for (const auto& [name, sum] : sums)
        for (const TimePoint at : heard) {
            const auto known = sum.find(at);
            pools[name].push_back({at, known == sum.end() ? 0 : known->second});
        }
    return pools;
}

} // namespace

QString stepWords(const SizeStep& step, bool utc)
{
    if (!step.at)
        return step.source.isEmpty() ? Words::tr("under way now") : Words::tr("by %1").arg(step.source);
    // As seen from another week, so that the day stands there whenever it is read.
    const QString when = moment(*step.at, *step.at + std::chrono::hours {24 * 8}, utc);
    return Words::tr("on %1, by %2").arg(utc ? Words::tr("%1 UTC").arg(when) : when, step.source);
}

void SizeHistory::add(Grain grain, const std::string& cluster, const std::string& kind, const SeriesAnswer& answer)
{
    auto& all = known_[std::size_t(grain)];
    const QString source = sourceOf(answer);
    const auto keep = [&](const std::string& ns, const std::string& name, const std::vector<Sample>& samples) {
        if (auto known = lastOf(samples, source))
            all[averageKey(cluster, ns, kind, name)] = std::move(*known);
    };
    if (kind == poolKind) {
        for (const auto& [name, samples] : poolSamples(answer.series))
            keep({}, name, samples);
        return;
    }
    for (const Series& series : answer.series) {
        const auto* ns = series.label("namespace");
        const auto* name = series.label("name");
        for (const char* label : {"deployment", "statefulset"})
            name = name ? name : series.label(label);
        if (ns && name)
            keep(*ns, *name, series.samples);
    }
}

std::optional<SizeHistory::Known> SizeHistory::find(
    const std::string& cluster, const std::string& ns, const std::string& kind, const std::string& name) const
{
    const std::string key = averageKey(cluster, ns, kind, name);
    const auto fine = known_[0].find(key), coarse = known_[1].find(key);
    if (fine == known_[0].end())
        return coarse == known_[1].end() ? std::nullopt : std::optional(coarse->second);
    Known known = fine->second;
    if (coarse != known_[1].end()) {
        known.from = std::min(known.from, coarse->second.from);
        // What the last day does not know lies before it; a coarse change within it is one that the fine one sees too.
        if (!known.step && coarse->second.step && coarse->second.step->at <= fine->second.from + sameChange * 4)
            known.step = coarse->second.step;
    }
    return known;
}

std::optional<SizeStep> lastStep(
    const std::optional<SizeStep>& events, const std::optional<SizeStep>& named, const std::optional<SizeHistory::Known>& history)
{
    const auto seen = history ? history->step : std::nullopt;
    const auto sameAs = [&](const SizeStep& event) {
        return seen && seen->to == event.to && *event.at <= *seen->at + Seconds {60} && *seen->at - *event.at <= sameChange;
    };
    if (named && sameAs(*named))
        return SizeStep {named->at, seen->from, seen->to, Words::tr("%1 and %2").arg(named->source, seen->source)};
    auto last = events;
    if (seen && (!last || (!sameAs(*last) && *last->at < *seen->at)))
        last = seen;
    if (!named || (last && *last->at >= *named->at))
        return last;
    SizeStep step = *named;
    const bool justBefore = history && history->until <= *named->at && *named->at - history->until <= sameChange;
    if (justBefore && history->size != named->to) {
        step.from = history->size;
        step.source = Words::tr("%1 and %2").arg(named->source, history->source);
    }
    return step;
}

} // namespace loadline
