// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/cost_report.h"

#include "tables/cells.h"
#include "tables/cost_parts.h"
#include "tables/money_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <chrono>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Cost)
};

TimePoint monthStart(TimePoint now)
{
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(now));
    return TimePoint(std::chrono::sys_days(date.year() / date.month() / 1));
}

TimePoint monthEnd(TimePoint now)
{
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(now));
    return TimePoint(std::chrono::sys_days(date.year() / date.month() / 1 + std::chrono::months {1}));
}

// Covered up to here; the time since then is at the run rate of now.
TimePoint coveredUntil(const std::vector<UsageDay>& days, TimePoint from)
{
    TimePoint last = from;
    for (const UsageDay& day : days)
        for (const DaySpan& span : day.covered)
            last = std::max(last, day.day + Millis(span.to));
    return last;
}

template <class T>
void add(std::optional<T>& sum, const std::optional<T>& more)
{
    if (more)
        sum = sum ? *sum + *more : *more;
}

Money linesHourly(const Allocation& now)
{
    Money sum;
    for (const CostLine& line : now.lines)
        sum += line.hourly;
    return sum;
}

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
    row.efficiency = group.efficiency();
    return row;
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

void addWorkloads(RowIndex& rows, const ClusterMoney& money)
{
    for (const LedgerWorkload& workload : money.ledger->workloads) {
        const auto group = money.groupOf.find({workload.ns, workload.kind, workload.name});
        if (group == money.groupOf.end() || !workload.actual)
            continue;
        CostRow& row = rowFor(rows, money, group->second);
        add(row.actual, workload.actual);
        const Money saved = workload.released.value_or(workload.saved.value_or(Money()));
        add(row.saved, std::optional(saved));
        add(row.baseline, std::optional(*workload.actual + saved));
    }
    for (auto& [key, row] : rows)
        if (row->actual)
            row->why = Words::tr("Replicas over the window at what one costs now; saved is what its pods no longer requested, "
                                 "which turns into money when nodes go.");
}

void addPools(RowIndex& rows, const ClusterMoney& money)
{
    for (const LedgerPool& pool : money.ledger->pools) {
        CostRow& row = rowFor(rows, money, pool.pool);
        row.actual = pool.actual;
        if (!pool.compared) {
            row.why = Words::tr("The baseline says nothing of this pool: it is left out on both sides.");
            continue;
        }
        row.baseline = pool.saving.baseline;
        row.saved = pool.saving.total();
        row.why = Words::tr("Nodes that ran, at the price of their time, against the baseline.");
    }
}

std::string capacityKey(CapacityType capacity)
{
    switch (capacity) {
    case CapacityType::OnDemand:
        return "on-demand";
    case CapacityType::Spot:
        return "spot";
    case CapacityType::Reserved:
        return "reserved";
    case CapacityType::Unknown:
        break;
    }
    return "unknown";
}

void addCapacities(RowIndex& rows, const ClusterMoney& money)
{
    for (const LedgerMachine& machine : money.ledger->machines) {
        CostRow& row = rowFor(rows, money, capacityKey(machine.machine.capacity));
        add(row.actual, machine.actual);
    }
}

void addRightSizing(RowIndex& rows, const ClusterMoney& money, CostReport& report)
{
    for (const RightSizing& one : rightSizing(money, report.terms)) {
        if (one.monthly > Money()) {
            add(report.potentialMonthly, std::optional(one.monthly));
            ++report.potentialWorkloads;
        }
        if (const auto group = money.groupOf.find({one.ns, one.kind, one.name}); group != money.groupOf.end())
            if (const auto row = rows.find(group->second); row != rows.end())
                add(row->second->potential, std::optional(one.monthly));
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

// What the cluster paid beside the workloads' shares: idle, system, what has no series.
void addRest(std::vector<std::shared_ptr<CostRow>>& rows, const ClusterMoney& money)
{
    Money shares;
    std::shared_ptr<CostRow> idle;
    for (const auto& row : rows) {
        if (row->special == CostGroup::Special::Idle)
            idle = row;
        else if (row->actual)
            shares += *row->actual;
    }
    if (!idle || !money.ledger)
        return;
    idle->actual = money.ledger->actual - shares;
    idle->why = Words::tr("What the nodes cost beyond the workloads above: room nobody asked for, DaemonSets, jobs and pods "
                          "without an owner, and the difference between a replica's price then and now.");
}

std::shared_ptr<CostRow> totalRow(const ClusterMoney& money)
{
    auto row = std::make_shared<CostRow>();
    row->total = true;
    row->cluster = money.world->cluster;
    row->key = "__total__";
    row->id = row->cluster + "/__total__";
    row->hourly = money.now.totalHourly();
    if (money.ledger) {
        row->actual = money.ledger->actual;
        row->baseline = money.ledger->saving.baseline + money.ledger->outside;
        row->saved = money.ledger->saving.total();
        row->why = Words::tr("All nodes with a price, against the baseline; pools that it does not name stand on both sides.");
    }
    return row;
}

void addRows(CostReport& report, const ClusterMoney& money)
{
    RowIndex byKey;
    std::vector<std::shared_ptr<CostRow>> rows;
    for (const CostGroup& group : aggregate(money.now, report.by)) {
        auto row = std::make_shared<CostRow>(rowOf(money, group));
        if (group.special == CostGroup::Special::None)
            byKey[group.key] = row;
        else
            rows.push_back(row);
    }
    if (money.ledger) {
        if (groupsOfPods(report.by.kind))
            addWorkloads(byKey, money);
        else if (report.by.kind == GroupKind::Pool)
            addPools(byKey, money);
        else if (report.by.kind == GroupKind::Capacity)
            addCapacities(byKey, money);
    }
    addRightSizing(byKey, money, report);
    countAutoscalers(byKey, money);
    std::vector<std::shared_ptr<CostRow>> sorted;
    for (auto& [key, row] : byKey)
        sorted.push_back(row);
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
        return std::pair(a->actual.value_or(Money()), a->hourly.value_or(Money()))
            > std::pair(b->actual.value_or(Money()), b->hourly.value_or(Money()));
    });
    sorted.insert(sorted.end(), rows.begin(), rows.end());
    if (groupsOfPods(report.by.kind))
        addRest(sorted, money);
    sorted.push_back(totalRow(money));
    for (const auto& row : sorted) {
        if (row->saved && row->baseline)
            row->savedPercent = percentOf(*row->saved, *row->baseline);
        report.rows.push_back(row);
    }
}

void addCards(CostReport& report, const ClusterMoney& money)
{
    const TimePoint now = money.world->now;
    const Money rate = money.now.totalHourly();
    add(report.runRate, std::optional(rate));
    report.coverage.add(money.now.coverage);
    if (!money.ledger)
        return;
    const auto& days = *money.costs->days;
    const Money lines = linesHourly(money.now);
    const auto since = [&](TimePoint from) {
        const Ledger part = ledger(days, Baseline {}, {from, now});
        const TimePoint heard = std::max(from, coveredUntil(days, from));
        const Money tail = heard < now ? rate.over(now - heard) : Money();
        return std::pair(part.actual + lines.over(part.covered) + tail, part.covered + (now - heard));
    };
    add(report.sinceMidnight, std::optional(since(midnight(now)).first));
    const TimePoint first = monthStart(now);
    const auto [month, covered] = since(first);
    add(report.monthToDate, std::optional(month));
    report.monthWhole = covered * 1000 >= (now - first) * 995;
    add(report.projectedMonth, std::optional(month + rate.over(monthEnd(now) - now)));
    if (money.ledger->potential.spot && money.ledger->covered > Millis {0})
        add(report.potentialSpotMonthly,
            std::optional(money.ledger->potential.spot->scaled(report.terms.hoursPerMonth * 3'600'000, money.ledger->covered.count())));
}

// Sums of several clusters' ledgers: what adds up, adds up; the rest stays with each cluster.
void addLedger(CostReport& report, const ClusterMoney& money)
{
    if (!money.ledger)
        return;
    const Ledger& one = *money.ledger;
    Money hourly;
    for (const PoolReference& pool : one.reference.pools)
        for (const BaselineLine& line : pool.lines)
            hourly += line.onDemandHourly.value_or(Money()) * line.count;
    add(report.baselineHourly, std::optional(hourly));
    if (!report.haveLedger) {
        report.haveLedger = true;
        report.ledger = one;
        return;
    }
    Ledger& sum = report.ledger;
    sum.saving += one.saving;
    sum.actual += one.actual;
    sum.outside += one.outside;
    sum.released += one.released;
    sum.asked += one.asked;
    sum.covered += one.covered;
    sum.ran += one.ran;
    sum.unpriced += one.unpriced;
    sum.estimated += one.estimated;
    sum.withoutOnDemand += one.withoutOnDemand;
    sum.machines.insert(sum.machines.end(), one.machines.begin(), one.machines.end());
    sum.workloads.insert(sum.workloads.end(), one.workloads.begin(), one.workloads.end());
    sum.pools.insert(sum.pools.end(), one.pools.begin(), one.pools.end());
    sum.gaps.clear();
}

QString placeOf(const Error& error)
{
    return error.where.empty() ? QString() : u'(' + QString::fromStdString(error.where) + u')';
}

void addNotes(CostReport& report, const ClusterMoney& money)
{
    const auto note = [&](const QString& text) {
        if (!text.isEmpty() && !report.notes.contains(text))
            report.notes << text;
    };
    for (const Error& error : money.now.notes())
        note(sentence(error));
    report.daysMissing += money.costs->daysMissing;
    report.daysAll += money.costs->daysAll;
    if (money.costs->error && money.costs->days->empty())
        note(joined({sentence(*money.costs->error), placeOf(*money.costs->error), hint(*money.costs->error)}));
}

} // namespace

CostReport deriveCosts(const Worlds& worlds, const Preferences& preferences, const Costs& costs)
{
    CostReport report;
    report.by = costs.settings.by;
    report.terms = costs.settings.terms;
    for (const WorldPtr& world : worlds) {
        report.clusters << qtext(world->cluster);
        report.now = std::max(report.now, world->now);
        const ClusterCosts* known = costs.find(world->cluster);
        if (!known || !world->state(KindId::Node).complete()) {
            if (const QString why = whyNot(*world, KindId::Node); !why.isEmpty())
                report.notes << joined({why, Words::tr("Its cost is unknown.")});
            continue;
        }
        ClusterMoney money;
        money.world = world;
        money.costs = known;
        money.window = {world->now - costs.settings.windowDays * dayLength, world->now};
        report.window = money.window;
        money.now = allocate(world, known->book, report.terms, costs.allocationOptions(preferences.poolLabel));
        money.autoscalers = autoscalerCosts(money.now);
        money.groupOf = groupsByWorkload(money, report.by, costs.settings.types);
        if (!known->days->empty())
            money.ledger = ledger(*known->days, costs.settings.baseline, money.window);
        addCards(report, money);
        addLedger(report, money);
        addRows(report, money);
        addLayers(report, layersOf(money, report.by));
        addNotes(report, money);
        if (report.sourceLine.isEmpty())
            report.sourceLine = known->source.empty() ? Words::tr("History: what Loadline recorded.")
                                                      : Words::tr("History: %1.").arg(qtext(known->source));
    }
    sortLayers(report);
    for (const Error& warning : report.coverage.warnings())
        report.notes << sentence(warning);
    QStringList sources;
    for (std::size_t i = 0; i + 1 < report.coverage.bySource.size(); ++i)
        if (const auto count = report.coverage.bySource[i])
            sources << Words::tr("%1 (%n node(s))", nullptr, int(count)).arg(sourceName(static_cast<PriceSource>(i)));
    if (!sources.isEmpty())
        report.pricesLine = Words::tr("Prices: %1.").arg(sources.join(QStringLiteral(", ")));
    return report;
}

} // namespace loadline
