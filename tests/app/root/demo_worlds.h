// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend.h"
#include "clusters.h"
#include "journal_rows.h"
#include "pages/changes_page.h"

#include <QTest>

#include <algorithm>
#include <cmath>

namespace loadline::demo {

inline bool allRead(const Worlds& worlds, std::size_t clusters)
{
    return worlds.size() == clusters && std::all_of(worlds.begin(), worlds.end(), [](const auto& world) {
        return std::none_of(world->states.begin(), world->states.end(), [](const KindState& state) {
            return state.presence == Presence::Loading;
        }) && world->state(KindId::Hpa).presence == Presence::Live;
    });
}

// The clusters of the demo at a fixed time, read through the program's own feed. Empty where that takes too long.
inline Worlds worlds()
{
    static const Worlds read = [] {
        Invocation invocation;
        invocation.demo = 1.0;
        invocation.demoTime = parseRfc3339("2026-11-23T14:00:00Z").value();
        Backend backend(invocation);
        Clusters clusters(backend.transport(), backend.makeCredentials());
        clusters.setKubeconfig(backend.kubeconfig());
        const auto contexts = backend.firstContexts();
        for (const auto& context : contexts)
            if (!clusters.open(context, {}))
                return Worlds {};
        const bool whole = QTest::qWaitFor([&] { return allRead(clusters.worlds(), contexts.size()); }, 60000);
        return whole ? clusters.worlds() : Worlds {};
    }();
    return read;
}

// What a Prometheus might say to any question: a wave.
inline SeriesAnswer wave(const SeriesRequest& request)
{
    Series series;
    const Millis step = std::max<Millis>(request.step, Millis {1000});
    for (TimePoint at = request.range.from; at <= request.range.to && series.samples.size() < 600; at += step)
        series.samples.push_back({at, 5 + 3 * std::sin(double(series.samples.size()) / 20)});
    SeriesAnswer answer;
    answer.series.push_back(std::move(series));
    answer.origin = SeriesOrigin::Prometheus;
    answer.source = "monitoring/prometheus-server:80 (well-known name)";
    answer.complete = true;
    answer.progress = 1;
    return answer;
}

// Answers whatever a page asks for, soon but not at once, as the desk does.
inline void serve(Page* page)
{
    QObject::connect(page, &Page::seriesWanted, page, [page](const std::vector<SeriesWish>& wishes) {
        for (const auto& wish : wishes)
            QMetaObject::invokeMethod(page, [page, wish] { page->setSeries(wish.key, wave(wish.request)); }, Qt::QueuedConnection);
    });
    QObject::connect(page, &Page::documentWanted, page, [page](const std::string&, const QString& path) {
        QMetaObject::invokeMethod(
            page, [page, path] { page->setDocument(path, std::string(R"({"kind":"Thing","metadata":{"name":"x"}})")); }, Qt::QueuedConnection);
    });
}

inline TimePoint timeOf(const Worlds& worlds)
{
    TimePoint now {};
    for (const auto& world : worlds)
        now = std::max(now, world->now);
    return now;
}

// A month of days in which the nodes of now ran: half of them by night.
inline std::vector<UsageDay> days(const World& world, const PriceBook& book)
{
    constexpr int count = 30;
    constexpr std::int32_t hour = 3'600'000;
    std::map<Machine, std::pair<std::int32_t, Price>> machines;
    for (const Node& node : world.all<Node>()) {
        auto& [nodes, price] = machines[machineOf(node, identify(node))];
        ++nodes;
        price = book.of(node);
    }
    std::vector<UsageDay> all;
    for (int back = count; back >= 0; --back) {
        UsageDay day;
        day.day = midnight(world.now) - back * dayLength;
        day.origin = SeriesOrigin::Prometheus;
        day.covered = {{0, back == 0 ? std::int32_t((world.now - day.day).count()) : 24 * hour}};
        for (const auto& [machine, known] : machines) {
            MachineDay line;
            line.machine = machine;
            line.runs = {{0, 8 * hour, (known.first + 1) / 2}, {8 * hour, 24 * hour, known.first}};
            line.price = known.second;
            day.machines.push_back(std::move(line));
        }
        all.push_back(std::move(day));
    }
    return all;
}

inline CostsPtr costs(const Worlds& worlds)
{
    auto costs = std::make_shared<Costs>();
    for (const auto& world : worlds) {
        ClusterCosts one;
        one.days = std::make_shared<const std::vector<UsageDay>>(days(*world, one.book));
        one.source = "monitoring/prometheus-server:80";
        costs->clusters.emplace(world->cluster, std::move(one));
    }
    return costs;
}

// What a journal may hold: a change, its undo, a refusal, a crash, and a pause that ends.
inline const Journal& journal(const std::string& cluster, TimePoint now)
{
    static const auto kept = [&] {
        auto made = std::make_unique<Journal>(QString());
        JournalEntry entry;
        entry.place = {cluster, "https://demo", "", "jane", "jdoe"};
        entry.change.ref = {"keda.sh/v1alpha1", "ScaledObject", "shop", "orders"};
        entry.change.before = Document::parse("kind: ScaledObject\nspec:\n  maxReplicaCount: 10\n")->value();
        entry.change.after = Document::parse("kind: ScaledObject\nspec:\n  maxReplicaCount: 20\n")->value();
        entry.change.why = "replicas from 0 to 20: the sale begins";
        entry.begun = now - std::chrono::hours {30};
        Applied applied;
        applied.change = entry.change;
        applied.stored = entry.change.after;
        for (const auto outcome : {Applied::Outcome::Changed, Applied::Outcome::Changed, Applied::Outcome::Refused, Applied::Outcome::Created}) {
            applied.outcome = outcome;
            if (outcome == Applied::Outcome::Refused)
                applied.refusal = Refusal {{Error::Kind::Forbidden, "You may not do that.", "", "Ask for a role that allows it.", {}}, {}, {}};
            else
                applied.refusal.reset();
            const auto id = made->begin(entry);
            if (id)
                (void)made->complete(*id, entry.begun + Seconds {1}, applied);
            entry.undoes = entry.undoes ? std::nullopt : std::optional(*id);
            entry.begun += std::chrono::hours {7};
        }
        if (const auto crashed = made->begin(entry))
            made->abandon(*crashed);
        (void)made->remind({0, cluster, entry.change.ref, now, now + std::chrono::hours {2}, "pause"});
        return made;
    }();
    return *kept;
}

// Hands a page everything it must know.
inline void give(Page* page, const Worlds& worlds)
{
    const TimePoint now = timeOf(worlds);
    page->setPreferences({});
    page->setRange({now - std::chrono::hours {8}, now}, true);
    page->setCosts(costs(worlds));
    if (auto* changes = qobject_cast<ChangesPage*>(page))
        changes->setJournal(worlds.empty() ? JournalRows {} : journalRows(journal(worlds.front()->cluster, now), worlds, now));
    page->setWorlds(worlds);
}

// The same worlds with every kind in one state.
inline Worlds all(const Worlds& worlds, Presence presence, const std::optional<Error>& error, bool keepObjects)
{
    Worlds changed;
    for (const auto& world : worlds) {
        auto copy = std::make_shared<World>(*world);
        for (auto& state : copy->states) {
            state.presence = presence;
            state.error = error;
            state.heard = world->now - std::chrono::minutes {3};
        }
        if (!keepObjects)
            copy->tables = World {}.tables;
        changed.push_back(std::move(copy));
    }
    return changed;
}

} // namespace loadline::demo
