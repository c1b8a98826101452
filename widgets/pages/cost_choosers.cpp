// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/cost_choosers.h"

#include "cluster/workload.h"
#include "tables/cells.h"
#include "tables/pool_rows.h"

#include <QActionGroup>
#include <QCoreApplication>

#include <algorithm>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(CostPage)
};

QAction* entry(QMenu* menu, const QString& text, bool checked, const std::function<void()>& chosen)
{
    auto* action = menu->addAction(text);
    action->setCheckable(true);
    action->setChecked(checked);
    QObject::connect(action, &QAction::triggered, menu, chosen);
    return action;
}

// Label keys that people group by, seen on workloads: most used first, the generated ones left out.
std::vector<std::string> labelKeys(const Worlds& worlds)
{
    std::map<std::string, int> seen;
    const auto add = [&](const Workload& workload) {
        for (const auto& [key, value] : *workload.podLabels)
            ++seen[key.str()];
    };
    for (const WorldPtr& world : worlds) {
        for (const Deployment& one : world->all<Deployment>())
            add(one);
        for (const StatefulSet& one : world->all<StatefulSet>())
            add(one);
    }
    std::vector<std::pair<int, std::string>> sorted;
    for (const auto& [key, count] : seen)
        if (key != "pod-template-hash" && key != "controller-revision-hash")
            sorted.emplace_back(-count, key);
    std::sort(sorted.begin(), sorted.end());
    std::vector<std::string> keys;
    for (const auto& [count, key] : sorted)
        if (keys.size() < 12)
            keys.push_back(key);
    return keys;
}

} // namespace

const std::vector<UsageDay>* onlyDays(const Costs& costs)
{
    const std::vector<UsageDay>* found = nullptr;
    for (const auto& [name, cluster] : costs.clusters) {
        if (cluster.days->empty())
            continue;
        if (found)
            return nullptr;
        found = cluster.days.get();
    }
    return found;
}

std::vector<TimePoint> knownNoons(const Costs& costs)
{
    std::vector<TimePoint> noons;
    const auto* days = onlyDays(costs);
    if (!days)
        return noons;
    const auto half = std::int32_t((dayLength / 2).count());
    for (const UsageDay& day : *days)
        if (std::any_of(day.covered.begin(), day.covered.end(), [half](const DaySpan& span) { return span.from <= half && half < span.to; }))
            noons.push_back(day.day + dayLength / 2);
    std::sort(noons.rbegin(), noons.rend());
    return noons;
}

QString baselineWord(const Baseline& baseline)
{
    switch (baseline.kind) {
    case BaselineKind::Peak:
        return Words::tr("always on at peak");
    case BaselineKind::PinnedAtMax:
        return Words::tr("pinned at max");
    case BaselineKind::Fixed:
        return Words::tr("fixed counts");
    case BaselineKind::Before:
        return Words::tr("a date before");
    }
    return {};
}

void fillBaselineMenu(QMenu* menu, const CostSettings& settings, const Worlds& worlds, const Costs& costs, const Preferences& preferences,
    const ChooseCosts& choose, const std::function<void()>& chooseCounts)
{
    const auto with = [settings, choose](Baseline baseline) {
        CostSettings next = settings;
        next.baseline = std::move(baseline);
        choose(next);
    };
    const BaselineKind kind = settings.baseline.kind;
    entry(menu, Words::tr("Always on at the peak of the window, on demand"), kind == BaselineKind::Peak, [with] { with({}); });
    Baseline pinned;
    pinned.kind = BaselineKind::PinnedAtMax;
    for (const auto& row : derivePools(worlds, preferences))
        if (row->max)
            pinned.pools.push_back({row->name, *row->max, {}});
    entry(menu, Words::tr("Autoscalers pinned at their maximum"), kind == BaselineKind::PinnedAtMax, [with, pinned] { with(pinned); })
        ->setEnabled(!pinned.pools.empty());
    auto* before = menu->addMenu(Words::tr("What ran on a day before"));
    const std::vector<TimePoint> noons = knownNoons(costs);
    before->setEnabled(!noons.empty());
    if (noons.empty() && costs.clusters.size() > 1)
        before->setTitle(Words::tr("What ran on a day before (open one cluster only)"));
    for (const TimePoint noon : noons) {
        const QString text = isoUtc(noon).left(10);
        entry(before, text, kind == BaselineKind::Before && settings.baseline.before == noon, [with, noon, costs] {
            if (auto baseline = baselineBefore(*onlyDays(costs), noon))
                with(*baseline);
        });
    }
    menu->addSeparator();
    entry(menu, kind == BaselineKind::Fixed ? baselineText(settings.baseline) + QStringLiteral(" …") : Words::tr("Fixed counts per pool …"),
        kind == BaselineKind::Fixed, chooseCounts);
}

void fillGroupMenu(QMenu* menu, const CostSettings& settings, const Worlds& worlds, const Costs&, const Preferences&, const ChooseCosts& choose)
{
    const auto add = [&](QMenu* to, const GroupBy& by) {
        entry(to, groupTitle(by), settings.by == by, [settings, choose, by] {
            CostSettings next = settings;
            next.by = by;
            choose(next);
        });
    };
    for (const GroupKind kind : {GroupKind::WorkloadType, GroupKind::Namespace, GroupKind::Workload, GroupKind::Autoscaler,
             GroupKind::Pool, GroupKind::Capacity, GroupKind::Node, GroupKind::Cluster})
        add(menu, {kind, {}});
    auto* labels = menu->addMenu(Words::tr("A label of the pods"));
    for (const std::string& key : labelKeys(worlds))
        add(labels, {GroupKind::Label, key});
    labels->setEnabled(!labels->isEmpty());
}

void fillWindowMenu(QMenu* menu, const CostSettings& settings, const Worlds&, const Costs&, const Preferences&, const ChooseCosts& choose)
{
    for (const int days : {1, 7, 14, 30, 60, 90})
        entry(menu, Words::tr("%n day(s)", nullptr, days), settings.windowDays == days, [settings, choose, days] {
            CostSettings next = settings;
            next.windowDays = days;
            choose(next);
        });
}

} // namespace loadline
