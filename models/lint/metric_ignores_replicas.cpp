// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <cmath>

namespace loadline {

namespace {

constexpr std::size_t enough = 20; // rescales, to say anything (autoscaling.md 7, row 42)
constexpr double nothing = 0.2; // a correlation below this is none
constexpr Millis settled = std::chrono::minutes {5}; // until new pods carry load

std::optional<double> meanWithin(const Series& series, TimePoint from, TimePoint to)
{
    double sum = 0;
    std::size_t count = 0;
    for (const auto& sample : series.samples) {
        if (sample.at < from || sample.at > to)
            continue;
        sum += sample.value;
        ++count;
    }
    return count == 0 ? std::nullopt : std::optional(sum / static_cast<double>(count));
}

// For each rescale: by how much the load of one replica should have changed, and by how much the metric did (logarithms).
struct Reaction {
    double wanted = 0, seen = 0;
};
std::vector<Reaction> reactionsOf(const Observed::Course& course)
{
    std::vector<Reaction> reactions;
    const auto& sizes = course.replicas.samples;
    for (std::size_t i = 1; i < sizes.size(); ++i) {
        const double before = sizes[i - 1].value, after = sizes[i].value;
        if (before == after || before <= 0 || after <= 0)
            continue;
        const auto at = sizes[i].at;
        const auto was = meanWithin(course.values, at - settled, sizes[i - 1].at), is = meanWithin(course.values, at + settled / 2, at + settled * 2);
        if (was && is && *was > 0 && *is > 0)
            reactions.push_back({std::log(before / after), std::log(*is / *was)});
    }
    return reactions;
}

// Pearson's, of what was wanted and seen; nullopt where one of them never moved.
std::optional<double> correlation(const std::vector<Reaction>& reactions)
{
    double wanted = 0, seen = 0;
    for (const auto& one : reactions) {
        wanted += one.wanted / static_cast<double>(reactions.size());
        seen += one.seen / static_cast<double>(reactions.size());
    }
    double both = 0, a = 0, b = 0;
    for (const auto& one : reactions) {
        both += (one.wanted - wanted) * (one.seen - seen);
        a += (one.wanted - wanted) * (one.wanted - wanted);
        b += (one.seen - seen) * (one.seen - seen);
    }
    if (a <= 0)
        return std::nullopt;
    return b <= 0 ? 0 : both / std::sqrt(a * b);
}

void check(const LintScope& scope, const Found& found)
{
    const auto& observed = scope.overlay().observed;
    if (!observed)
        return;
    for (const auto& course : observed->courses) {
        const auto* hpa = scope.world().find<Hpa>(course.ns, course.hpa);
        const auto reactions = reactionsOf(course);
        const auto related = reactions.size() < enough ? std::nullopt : correlation(reactions);
        if (!hpa || !scope.isJudged(*hpa) || !related || *related >= nothing)
            continue;
        FieldPath at("spec.metrics");
        for (std::size_t i = 0; i < hpa->metrics.size(); ++i)
            if (hpa->metrics[i].metric.name == course.metric)
                at = at / i;
        const auto ref = scope.refOf(*hpa);
        found(with(tell(ref, at, LOADLINE_TR("Lint", "%1 did not follow its replicas in %2 rescales."),
                       LOADLINE_TR("Lint", "More replicas do not lower it, so the autoscaler cannot reach its target. Measure the load of one pod instead: requests per second, CPU, or messages per replica."),
                       {course.metric, text(std::int64_t(reactions.size()))}),
            EditAt {LOADLINE_TR("Lint", "Scale by another metric"), {}, ref, at}));
    }
}

} // namespace

Rule metricIgnoresReplicas()
{
    return {
        .id = "metric-ignores-replicas",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "The metric does not react to replicas"),
        .explanation = LOADLINE_TR("Lint",
            "An HPA works where more replicas lower its metric. One that stays the same however many there are (a latency of a slow database, the length of a queue that others fill) drives it to a bound for nothing."),
        .link = link::hpaAlgorithm,
        .observes = true,
        .check = &check,
    };
}

} // namespace loadline
