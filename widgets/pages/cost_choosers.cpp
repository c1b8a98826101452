// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/cost_choosers.h"

#include "pages/row_parts.h"
#include "tables/money_text.h"
#include "tables/pool_rows.h"

#include <QActionGroup>
#include <QCoreApplication>

#include <set>

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

DetailPair pair(const QString& name, const QString& value)
{
    return {name, value, Tone::Normal, {}};
}

QString amounts(const Quantity& value, Unit unit) { return figure(value, unit); }

} // namespace

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
    const ChooseCosts& choose)
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
    std::set<TimePoint> days;
    for (const auto& [name, cluster] : costs.clusters)
        for (const UsageDay& day : *cluster.days)
            if (!day.covered.empty())
                days.insert(day.day);
    before->setEnabled(!days.empty() && costs.clusters.size() == 1);
    if (costs.clusters.size() > 1)
        before->setTitle(Words::tr("What ran on a day before (open one cluster only)"));
    for (auto day = days.rbegin(); day != days.rend(); ++day) {
        const TimePoint noon = *day + dayLength / 2;
        const QString text = isoUtc(noon).left(10);
        entry(before, text, kind == BaselineKind::Before && settings.baseline.before == noon, [with, noon, costs] {
            if (auto baseline = baselineBefore(*costs.clusters.begin()->second.days, noon))
                with(*baseline);
        });
    }
    if (kind == BaselineKind::Fixed)
        entry(menu, baselineText(settings.baseline), true, [] {});
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

std::vector<DetailSection> costSections(const CostReport& report, const CostRow& row)
{
    const Currency& currency = report.terms.currency;
    std::vector<DetailSection> sections;
    DetailSection now;
    now.title = groupName(report.by, row.total ? "__total__" : row.key, row.special);
    now.pairs.push_back(pair(Words::tr("Now"), moneyText(row.hourly, currency, MoneyStyle::Rate)));
    if (row.hourly)
        now.pairs.push_back(pair(Words::tr("A month at this rate"), moneyText(report.terms.perMonth(*row.hourly), currency)));
    if (!row.total) {
        const CostParts parts = row.now.cost + row.now.idle;
        now.pairs.push_back(pair(Words::tr("CPU"), moneyText(parts.cpu, currency, MoneyStyle::Rate)));
        now.pairs.push_back(pair(Words::tr("Memory"), moneyText(parts.memory, currency, MoneyStyle::Rate)));
        if (!parts.gpu.isZero())
            now.pairs.push_back(pair(Words::tr("GPU"), moneyText(parts.gpu, currency, MoneyStyle::Rate)));
        if (!row.now.idle.total().isZero())
            now.pairs.push_back(pair(Words::tr("Of it idle"), moneyText(row.now.idle.total(), currency, MoneyStyle::Rate)));
    }
    sections.push_back(std::move(now));
    if (row.actual) {
        DetailSection window;
        window.title = Words::tr("In the window");
        window.pairs.push_back(pair(Words::tr("Actual"), moneyText(row.actual, currency, MoneyStyle::Cents)));
        if (row.baseline)
            window.pairs.push_back(pair(Words::tr("Baseline"), moneyText(row.baseline, currency, MoneyStyle::Cents)));
        if (row.saved)
            window.pairs.push_back(pair(Words::tr("Saved"), moneyText(row.saved, currency, MoneyStyle::Cents)));
        if (!row.why.isEmpty())
            window.lines.push_back({row.why, Tone::Muted, {}});
        sections.push_back(std::move(window));
    }
    if (!row.total && row.now.pods > 0) {
        DetailSection use;
        use.title = Words::tr("Requested and used");
        use.pairs.push_back(pair(Words::tr("Pods"), QString::number(row.now.pods)));
        use.pairs.push_back(pair(Words::tr("CPU requested"), amounts(row.now.requested.cpu, Unit::Cores)));
        use.pairs.push_back(pair(Words::tr("CPU used"), row.now.cpuEfficiency() ? amounts(row.now.used.cpu, Unit::Cores) : unknown()));
        use.pairs.push_back(pair(Words::tr("Memory requested"), amounts(row.now.requested.memory, Unit::Bytes)));
        use.pairs.push_back(pair(Words::tr("Memory used"), row.now.memoryEfficiency() ? amounts(row.now.used.memory, Unit::Bytes) : unknown()));
        if (row.now.unpricedPods > 0)
            use.lines.push_back({Words::tr("%n pod(s) run on machines without a price and are not counted.", nullptr, int(row.now.unpricedPods)), Tone::Warn, {}});
        if (row.now.pendingPods > 0)
            use.lines.push_back({Words::tr("%n pod(s) wait for a node and cost nothing yet.", nullptr, int(row.now.pendingPods)), Tone::Muted, {}});
        sections.push_back(std::move(use));
    }
    return sections;
}

} // namespace loadline
