// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of the cost table: what runs now by group, with what the ledger knows of its past.
#include "cluster/capacity_key.h"
#include "tables/cells.h"
#include "tables/cost_parts.h"
#include "tables/money_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Cost)
};

std::optional<Quantity> percentOf(Money part, Money whole)
{
    if (whole <= Money())
        return std::nullopt;
    return Quantity::fromNano(part.scaled(100, 1).scaled(1'000'000'000, whole.pico() == 0 ? 1 : whole.pico()).pico());
}

CostRow rowOf(const ClusterMoney& money, const CostGroup& group)
{
    CostRow row;
    row.cluster = money.world->cluster;
    row.key = group.key;
    row.name = group.name;
    row.special = group.special;
    row.id = row.cluster + '/' + group.key + (group.special == CostGroup::Special::None ? "" : "*");
    row.now = group;
    row.hourly = group.total();
    row.partly = group.special == CostGroup::Special::None && (group.unpricedNodes > 0 || group.unpricedPods > 0);
    row.waits = group.pods > 0 && group.pendingPods == group.pods;
    if (row.partly && row.hourly->isZero())
        row.hourly.reset();
    row.efficiency = group.efficiency();
    return row;
}

// How large replicas of the past are taken to be.
QString sizeText(const CostRow& row)
{
    if (row.sized == 0 && row.ran > 0)
        return Words::tr("Replicas that had a node over the window, each as large as now (the history tells no requests), at the price of their time.");
    return row.sized >= row.ran ? Words::tr("Replicas that had a node over the window, each as large as its pods were on the day, at the price of their time.")
                                  : Words::tr("Replicas that had a node over the window, each as large as its pods were on the day, or as now on the days of which "
                                              "the history tells no requests, at the price of their time.");
}

// Beside it, what is in no amount.
QString waitedText(const CostRow& row)
{
    return row.waited == 0 ? QString() : Words::tr("Replicas waited %1 h for a node: that costs nothing and is not in it.").arg(hoursOf(row.waited).value(), 0, 'f', 1);
}

using RowIndex = std::map<std::string, std::shared_ptr<CostRow>>; // by key

// The row of a group, made when nothing of it runs now: what slept all day still has a past.
CostRow& rowFor(RowIndex& rows, const ClusterMoney& money, const std::string& key)
{
    auto& row = rows[key];
    if (!row) {
        row = std::make_shared<CostRow>();
        row->cluster = money.world->cluster;
        row->key = key;
        row->name = key;
        row->id = row->cluster + '/' + key;
        row->hourly = Money();
        row->now.key = key;
    }
    return *row;
}

// What its scaler is held against.
QString ruleText(const LedgerWorkload& workload)
{
    switch (workload.rule) {
    case WorkloadRule::Peak:
        return Words::tr("Its scaler is held against always running as many replicas as at its peak (%1).").arg(workload.against);
    case WorkloadRule::Max:
        return Words::tr("Its scaler is held against always running the maximum (%1).").arg(workload.against);
    case WorkloadRule::AtLeastOne:
        return Words::tr("Its scaler is held against one replica that is always on: it was at zero for %1 h.").arg(hoursOf(workload.atZero).value(), 0, 'f', 1);
    case WorkloadRule::AllHours:
        return joined({Words::tr("Its scaler is held against running around the clock what its schedule (cron) asks for now (%1).").arg(workload.scheduled.value_or(0)),
            workload.beyond == 0 ? QString()
                                 : Words::tr("%1 replica-hours beyond that were for its other triggers, and are no part of it.").arg(hoursOf(workload.beyond).value(), 0, 'f', 1)});
    case WorkloadRule::Recorded:
        break;
    }
    return Words::tr("Its scaler is held against the replicas of the recorded date (%1).").arg(workload.against);
}

std::int64_t scalerAgainst(const LedgerWorkload& workload)
{
    return workload.rule == WorkloadRule::AtLeastOne ? 1 : workload.rule == WorkloadRule::AllHours ? workload.scheduled.value_or(0) : workload.against;
}

// What those are held against that only the baseline judges: groups of workloads, and nodes.
WorkloadRule ruleOf(BaselineKind kind, WorkloadRule own = WorkloadRule::Max)
{
    // What nothing scales has no maximum: its peak stands.
    return kind == BaselineKind::PinnedAtMax ? (own == WorkloadRule::Peak ? WorkloadRule::Peak : WorkloadRule::Max) : kind == BaselineKind::Before ? WorkloadRule::Recorded : WorkloadRule::Peak;
}

void judgeNodes(CostRow& row, const ClusterMoney& money)
{
    row.ofNodes = true;
    if (money.ledger->baseline.kind != BaselineKind::Fixed)
        row.rule = ruleOf(money.ledger->baseline.kind);
}

// What ran without a size that anybody knows.
void addUnsized(CostRow& row, const LedgerWorkload& workload)
{
    if (workload.ran > 0)
        row.unsized << qtext(workload.name);
}

// Lines of pods stand for what was released, which adds up to the card, whatever they are grouped by. What scalers saved
// by rules of their own stands beside it.
void addWorkloads(RowIndex& rows, const ClusterMoney& money, GroupKind by)
{
    for (const LedgerWorkload& workload : money.ledger->workloads) {
        const auto group = money.groupOf.find({workload.ns, workload.kind, workload.name});
        if (group == money.groupOf.end())
            continue;
        if (!workload.actual) {
            if (workload.ran > 0)
                addUnsized(rowFor(rows, money, group->second), workload);
            continue;
        }
        CostRow& row = rowFor(rows, money, group->second);
        addKnown(row.actual, workload.actual);
        row.ran += workload.ran;
        row.sized += workload.sized;
        row.waited += workload.waited;
        const Money saved = workload.released.value_or(workload.saved.value_or(Money()));
        addKnown(row.saved, std::optional(saved));
        addKnown(row.baseline, std::optional(*workload.actual + saved));
        row.rule = ruleOf(money.ledger->baseline.kind, by == GroupKind::Workload ? workload.rule : WorkloadRule::Max);
        if (by == GroupKind::Workload)
            row.against = workload.against;
        if (workload.scaledBy == ScaledBy::Nothing || !workload.saved)
            continue;
        addKnown(row.byScaler, workload.saved);
        if (by == GroupKind::Workload) {
            row.scalerRule = workload.rule;
            row.scalerAgainst = scalerAgainst(workload);
            row.why = ruleText(workload);
        }
    }
    for (auto& [key, row] : rows) {
        const QString unsized = row->unsized.isEmpty() ? QString()
            : Words::tr("%1 ran in the window, but nothing tells how large: what it cost is in no line but idle.").arg(listed(row->unsized));
        if (row->actual)
            row->why = joined({sizeText(*row), waitedText(*row), unsized, Words::tr("Saved is what its pods no longer requested."), row->why,
                Words::tr("It turns into money when nodes go.")});
        else if (!unsized.isEmpty())
            row->why = unsized;
    }
}

void addPools(RowIndex& rows, const ClusterMoney& money)
{
    for (const LedgerPool& pool : money.ledger->pools) {
        CostRow& row = rowFor(rows, money, pool.pool);
        row.actual = pool.actual;
        if (!pool.compared) {
            row.baseline = row.actual;
            row.saved = Money();
            row.otherRule = Words::tr("as actual");
            row.why = Words::tr("The baseline says nothing of this pool: it stands in actual and baseline alike, and is no part of a saving.");
            continue;
        }
        row.baseline = pool.saving.baseline;
        row.saved = pool.saving.total();
        judgeNodes(row, money);
        if (const PoolReference* reference = money.ledger->reference.find(pool.pool); reference && reference->atPeak)
            row.rule = WorkloadRule::Peak;
        row.why = Words::tr("Nodes that ran, at the price of their time, against the baseline.");
    }
}

// The hours that ran of each capacity type, against the same hours on demand: what spot saves stands in its line.
void addCapacities(RowIndex& rows, const ClusterMoney& money)
{
    const auto compared = [&](const std::string& name) {
        return std::any_of(money.ledger->pools.begin(), money.ledger->pools.end(), [&](const LedgerPool& pool) { return pool.pool == name && pool.compared; });
    };
    for (const LedgerMachine& machine : money.ledger->machines) {
        CostRow& row = rowFor(rows, money, std::string(capacityKey(machine.machine.capacity)));
        if (!machine.actual)
            continue;
        const Money onDemand = compared(machine.machine.pool) ? machine.onDemand.value_or(*machine.actual) : *machine.actual;
        addKnown(row.actual, machine.actual);
        addKnown(row.baseline, std::optional(onDemand));
        addKnown(row.saved, std::optional(onDemand - *machine.actual));
        row.otherRule = Words::tr("on demand");
        row.why = Words::tr("Nodes that ran, at the price of their time, against the same hours on demand.");
    }
}

void addRightSizing(RowIndex& rows, const ClusterMoney& money)
{
    for (const RightSizing& one : money.rightSizing) {
        const auto group = money.groupOf.find({one.ns, one.kind, one.name});
        const auto row = group != money.groupOf.end() ? rows.find(group->second) : rows.end();
        if (row == rows.end() || !one.monthly)
            continue;
        addKnown(row->second->potential, std::optional(one.potential()));
        if (one.monthly->negative())
            row->second->why = joined({row->second->why,
                Words::tr("The VPA's target for %1 asks for %2 a month more, which is no potential.")
                    .arg(qtext(one.name), moneyText(-*one.monthly, money.now.terms.currency))});
    }
}

void countAutoscalers(RowIndex& rows, const ClusterMoney& money)
{
    for (const AutoscalerCost& cost : money.autoscalers) {
        if (cost.kind == "VerticalPodAutoscaler")
            continue;
        for (const char* kind : {"Deployment", "StatefulSet", "Job"})
            if (const auto group = money.groupOf.find({cost.workload.ns, kind, cost.workload.name}); group != money.groupOf.end()) {
                if (const auto row = rows.find(group->second); row != rows.end())
                    ++row->second->autoscalers;
                break;
            }
    }
}

// A whole cluster: its nodes, and what it pays beside them.
void compareWhole(CostRow& row, const ClusterMoney& money)
{
    const Saving whole = money.whole();
    row.actual = whole.actual;
    row.baseline = whole.baseline;
    row.saved = whole.total();
    judgeNodes(row, money);
    row.why = Words::tr("All nodes with a price, against the baseline; pools that it does not name, fees and disks stand on both sides.");
}

std::shared_ptr<CostRow> totalRow(const ClusterMoney& money)
{
    auto row = std::make_shared<CostRow>();
    row->total = true;
    row->cluster = money.world->cluster;
    row->key = "__total__";
    row->id = row->cluster + "/__total__";
    row->hourly = money.now.totalHourly();
    row->partly = money.now.coverage.count(PriceSource::Unknown) > 0;
    if (row->partly && row->hourly->isZero())
        row->hourly.reset();
    if (money.ledger)
        compareWhole(*row, money);
    return row;
}

void finish(CostRow& row)
{
    if (row.saved && row.baseline && row.special != CostGroup::Special::Rest)
        row.savedPercent = percentOf(*row.saved, *row.baseline);
}

void sortByCost(std::vector<std::shared_ptr<CostRow>>& rows)
{
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
        return std::pair(a->actual.value_or(Money()), a->hourly.value_or(Money()))
            > std::pair(b->actual.value_or(Money()), b->hourly.value_or(Money()));
    });
}

std::vector<std::shared_ptr<CostRow>> sorted(const RowIndex& byKey)
{
    std::vector<std::shared_ptr<CostRow>> rows;
    for (const auto& [key, row] : byKey)
        rows.push_back(row);
    sortByCost(rows);
    return rows;
}

void addPast(RowIndex& byKey, const ClusterMoney& money, GroupKind kind)
{
    if (money.ledger) {
        if (sharesOfPods(kind))
            addWorkloads(byKey, money, kind);
        else if (kind == GroupKind::Cluster)
            compareWhole(rowFor(byKey, money, money.world->cluster), money);
        else if (kind == GroupKind::Pool)
            addPools(byKey, money);
        else if (kind == GroupKind::Capacity)
            addCapacities(byKey, money);
    }
    addRightSizing(byKey, money);
    countAutoscalers(byKey, money);
}

} // namespace

void addRows(CostReport& report, const ClusterMoney& money)
{
    RowIndex byKey;
    std::vector<std::shared_ptr<CostRow>> special;
    for (const CostGroup& group : aggregate(money.now, report.by)) {
        auto row = std::make_shared<CostRow>(rowOf(money, group));
        if (group.special == CostGroup::Special::None)
            byKey[group.key] = row;
        else
            special.push_back(row);
    }
    addPast(byKey, money, report.by.kind);
    std::vector<std::shared_ptr<CostRow>> rows = sorted(byKey);
    rows.insert(rows.end(), special.begin(), special.end());
    addRest(rows, money, report.by.kind);
    const auto total = totalRow(money);
    for (const auto& row : rows) {
        addKnown(total->potential, row->potential);
        addKnown(total->byScaler, row->byScaler);
        total->autoscalers += row->autoscalers;
    }
    rows.push_back(total);
    for (const auto& row : rows) {
        finish(*row);
        report.rows.push_back(row);
    }
}

std::vector<std::shared_ptr<CostRow>> workloadRows(const ClusterMoney& money, const std::vector<CostGroup>& groups)
{
    RowIndex byKey;
    for (const CostGroup& group : groups)
        if (group.special == CostGroup::Special::None)
            byKey[group.key] = std::make_shared<CostRow>(rowOf(money, group));
    addPast(byKey, money, GroupKind::Workload);
    std::vector<std::shared_ptr<CostRow>> rows = sorted(byKey);
    for (const auto& row : rows)
        finish(*row);
    return rows;
}

} // namespace loadline
