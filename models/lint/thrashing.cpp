// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>
#include <unordered_map>

namespace loadline {

namespace {

constexpr Millis hour = std::chrono::hours {1};
constexpr std::int64_t reversalsTolerated = 3, longestWindow = 3600;

struct Move {
    TimePoint at {};
    std::int64_t size = 0;
};

// The sizes of the last hour as events tell them. Equal ones share an event, of which the first and last time are known:
// what is counted is no more than what happened.
std::vector<Move> movesOf(const std::vector<const Event*>& events, TimePoint now)
{
    std::vector<Move> moves;
    for (const auto* event : events) {
        const auto size = newSizeOf(*event);
        const bool corrected = event->message.find("Current number of replicas") != std::string::npos; // of the bounds
        if (!size || corrected || now - event->last > hour)
            continue;
        moves.push_back({event->last, *size});
        if (event->count > 1 && event->first != event->last && now - event->first <= hour)
            moves.push_back({event->first, *size});
    }
    std::sort(moves.begin(), moves.end(), [](const Move& a, const Move& b) { return a.at < b.at; });
    return moves;
}

struct Swings {
    std::int64_t reversals = 0;
    std::int64_t least = 0, most = 0;
    Millis period {0}; // the median time from one change of direction to the next but one
};

Swings swingsOf(const std::vector<Move>& moves)
{
    Swings swings;
    std::vector<TimePoint> turns;
    int direction = 0;
    for (std::size_t i = 0; i < moves.size(); ++i) {
        const auto size = moves[i].size;
        swings.least = i == 0 ? size : std::min(swings.least, size);
        swings.most = std::max(swings.most, size);
        if (i == 0 || size == moves[i - 1].size)
            continue;
        const int now = size > moves[i - 1].size ? 1 : -1;
        if (direction != 0 && now != direction)
            turns.push_back(moves[i].at);
        direction = now;
    }
    swings.reversals = std::int64_t(turns.size());
    std::vector<Millis> periods;
    for (std::size_t i = 2; i < turns.size(); ++i)
        periods.push_back(turns[i] - turns[i - 2]);
    std::sort(periods.begin(), periods.end());
    if (!periods.empty())
        swings.period = periods[periods.size() / 2];
    return swings;
}

void tellOf(const LintScope& scope, const Hpa& hpa, const Swings& swings, const Found& found)
{
    const auto& objects = scope.targetOf(hpa).scaledObjects;
    const auto* keda = objects.empty() ? nullptr : objects.front();
    const auto ref = keda ? scope.refOf(*keda) : scope.refOf(hpa);
    const auto at = FieldPath(keda ? "spec.advanced.horizontalPodAutoscalerConfig.behavior" : "spec.behavior") / "scaleDown"
        / "stabilizationWindowSeconds";
    const auto period = std::chrono::ceil<Seconds>(swings.period).count();
    const auto window = std::min(longestWindow, (period * 3 / 2 + 59) / 60 * 60);
    auto finding = tell(ref, at, LOADLINE_TR("Lint", "Its size turned %1 times within an hour, between %2 and %3 replicas."),
        LOADLINE_TR("Lint", "It reacts faster than the load settles: pods start and stop without doing much. A swing takes about %4; a window of %5 s outlasts it."),
        {text(swings.reversals), text(swings.least), text(swings.most), lasting(swings.period), text(window)});
    finding = with(std::move(finding), Fix {LOADLINE_TR("Lint", "Wait %1 s before scaling down"), {text(window)}, {put(ref, at, Value(window))}});
    const bool wide = swings.most >= 2 * std::max<std::int64_t>(swings.least, 1);
    found(wide ? with(std::move(finding), "thrashing", Severity::Error) : std::move(finding));
}

void check(const LintScope& scope, const Found& found)
{
    const World& world = scope.world();
    std::unordered_map<std::string, std::vector<const Event*>> byHpa;
    for (const Event& event : world.all<Event>())
        if (event.reason == "SuccessfulRescale" && event.about.kind == "HorizontalPodAutoscaler")
            byHpa[event.meta.ns.str() + "/" + event.about.name].push_back(&event);
    for (const auto* hpa : scope.judged<Hpa>()) {
        const auto events = byHpa.find(hpa->meta.ns.str() + "/" + hpa->meta.name);
        if (events == byHpa.end())
            continue;
        if (const auto swings = swingsOf(movesOf(events->second, world.now)); swings.reversals > reversalsTolerated)
            tellOf(scope, *hpa, swings, found);
    }
}

} // namespace

Rule thrashing()
{
    return {
        .id = "thrashing",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "The size swings to and fro"),
        .explanation = LOADLINE_TR("Lint",
            "Four changes of direction within an hour mean that the autoscaler reacts faster than the load "
            "settles. A longer window, or a wider tolerance, lets it settle."),
        .link = link::hpaBehavior,
        .needs = {KindId::Event},
        .observes = true,
        .check = &check,
    };
}

} // namespace loadline
