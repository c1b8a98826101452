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

// The time since history was last heard is at the run rate of now, but for no longer than this: what is longer is a gap,
// and gaps are not estimated.
constexpr Millis freshFor {Seconds {1800}};

// Covered up to here.
TimePoint coveredUntil(const std::vector<UsageDay>& days, TimePoint from)
{
    TimePoint last = from;
    for (const UsageDay& day : days)
        for (const DaySpan& span : day.covered)
            last = std::max(last, day.day + Millis(span.to));
    return last;
}

void addCards(CostReport& report, const ClusterMoney& money)
{
    const TimePoint now = money.world->now;
    const Money rate = money.now.totalHourly();
    const Coverage& prices = money.now.coverage;
    if (prices.nodes == 0 || prices.priced() > 0 || !money.now.lines.empty()) // else nobody knows
        addKnown(report.runRate, std::optional(rate));
    report.coverage.add(prices);
    for (const RightSizing& one : money.rightSizing)
        if (one.monthly) {
            addKnown(report.potential.rightSizing, std::optional(one.potential()));
            report.rightSized += one.potential().isZero() ? 0 : 1;
        }
    addKnown(report.potential.schedules, money.schedules.monthly);
    report.scheduled += money.schedules.workloads;
    const TimePoint first = monthStart(now);
    report.monthAsked += now - first;
    report.monthWhole = false;
    if (!money.ledger)
        return;
    const auto& days = *money.costs->days;
    const auto since = [&](TimePoint from) {
        const Ledger part = ledger(days, Baseline {}, {from, now});
        const TimePoint heard = std::max(from, coveredUntil(days, from));
        const Millis tail = heard < now && now - heard <= freshFor ? now - heard : Millis {0};
        return std::pair(part.actual + sumOf(linesOver(report.terms, part.covered, part.ran + part.unpriced)) + rate.over(tail), part.covered + tail);
    };
    addKnown(report.sinceMidnight, std::optional(since(midnight(now)).first));
    const auto [month, covered] = since(first);
    addKnown(report.monthToDate, std::optional(month));
    report.monthCovered += covered;
    report.monthWhole = report.monthCovered * 1000 >= report.monthAsked * 995;
    const bool whole = covered * 1000 >= (now - first) * 995;
    if (whole)
        addKnown(report.projectedMonth, std::optional(month + rate.over(monthEnd(now) - now)));
    else if (covered > Millis {0}) // of what is not known nothing is assumed but that it was like the rest
        addKnown(report.projectedMonth, std::optional(month.scaled((monthEnd(now) - first).count(), covered.count())));
    if (money.ledger->potential.spot && money.ledger->covered > Millis {0})
        addKnown(report.potential.spot,
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
    if (one.covered > Millis {0})
        hourly += money.rest.scaled(3'600'000, one.covered.count()); // on both sides
    addKnown(report.baselineHourly, std::optional(hourly));
    report.whole += money.whole();
    report.lines += sumOf(money.lines);
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

void addPrices(CostReport& report, const ClusterMoney& money)
{
    const auto rows = priceRows(money.now, money.costs->book.settings().staleAfterDays);
    for (const auto& row : rows)
        addKnown(report.listHourly, row->price.hourly);
    report.prices.insert(report.prices.end(), rows.begin(), rows.end());
}

// How large replicas of the past are taken to be, where it is not told.
QString sizeNote(const Ledger& ledger)
{
    NodeTime ran = 0, sized = 0;
    for (const LedgerWorkload& workload : ledger.workloads)
        if (workload.actual) {
            ran += workload.ran;
            sized += workload.sized;
        }
    if (sized >= ran)
        return {};
    const QString series = QStringLiteral("kube_pod_container_resource_requests");
    return sized == 0 ? Words::tr("The history tells no requests (%1): replicas of the past are taken to be as large as now.").arg(series)
                      : Words::tr("On some days the history tells no requests of some workloads (%1): their replicas are taken to be as large then as now.").arg(series);
}

// Of which VPAs it is not known what their targets would release.
QString rightSizingNote(const ClusterMoney& money)
{
    const auto unknown = [](const RightSizing& one) { return !one.monthly; };
    const auto first = std::find_if(money.rightSizing.begin(), money.rightSizing.end(), unknown);
    if (first == money.rightSizing.end() || money.costs->daysMissing > 0)
        return {};
    return Words::tr("What right-sizing could save is not known of %n VPA(s).", nullptr,
               int(std::count_if(money.rightSizing.begin(), money.rightSizing.end(), unknown)))
        + QLatin1Char(' ') + first->why;
}

// The past counts machines alike: what is known of single nodes is what those that run now tell.
QString ownNodesNote(const ClusterMoney& money)
{
    const auto& own = money.costs->book.settings().own;
    const auto one = [](const OwnPrice& row) { return row.match == OwnPrice::Match::NodeName || row.match == OwnPrice::Match::ProviderId; };
    const auto laid = std::count_if(money.now.nodes.begin(), money.now.nodes.end(), [](const NodeCost& node) { return !node.machine.own.empty(); });
    if (!money.ledger || (laid == 0 && std::none_of(own.begin(), own.end(), one)))
        return {};
    return Words::tr("Your prices of single nodes, by name, provider ID or label, hold in the past of those that run now (%1), since they were made. "
                     "Which of the nodes that are gone they were for is not known: those stand at the price of their like.").arg(laid);
}

QString scaledNote(const ClusterMoney& money)
{
    return !money.scaledTo ? QString()
                           : Words::tr("Past replicas, as large and as dear as they are taken to be, come to more than the nodes of then cost: their amounts are scaled down to %1.")
                                 .arg(figure(std::floor(money.scaledTo->value() * 10) / 10, Unit::Percent));
}

// What ran without an amount of its own.
QString unsizedNote(const Ledger& ledger)
{
    QStringList names;
    for (const LedgerWorkload& workload : ledger.workloads)
        if (workload.ran > 0 && !workload.actual)
            names << qtext(workload.ns + '/' + workload.name);
    const auto count = names.size();
    if (count == 0)
        return {};
    if (count > 5) {
        names.resize(5);
        names << Words::tr("others");
    }
    return Words::tr("%1 ran in the window, but nothing tells how large: gone, or without pods and requests since. What they cost is in idle.").arg(listed(names));
}

// What the first of the month is known from.
QString monthNote(const CostReport& report)
{
    return report.monthWhole || !report.monthToDate ? QString()
                                                    : Words::tr("Month to date: %1; what is not known is not counted, and the projected month is the mean of what is.").arg(monthKnownText(report));
}

void addNotes(CostReport& report, const ClusterMoney& money)
{
    const auto note = [&](const QString& text) {
        if (!text.isEmpty() && !report.notes.contains(text))
            report.notes << text;
    };
    for (const Error& error : money.now.notes())
        note(sentence(error));
    note(rightSizingNote(money));
    if (money.ledger && money.ledger->baseline.kind == BaselineKind::Fixed)
        note(Words::tr("The baseline counts nodes and says nothing of replicas: what pods released, and lines of pods, stand against the peak of the window."));
    if (money.ledger && !money.lines.empty())
        note(Words::tr("Fees, disks, load balancers and volumes stand at what they cost now, in actual and baseline alike: they are no part of a saving."));
    note(ownNodesNote(money));
    note(scaledNote(money));
    if (money.ledger) {
        note(sizeNote(*money.ledger));
        note(unsizedNote(*money.ledger));
    }
    report.daysMissing += money.costs->daysMissing;
    report.daysAll += money.costs->daysAll;
    if (money.costs->error && money.costs->days->empty())
        note(joined({sentence(*money.costs->error), placeOf(*money.costs->error), hint(*money.costs->error)}));
    else if (money.costs->days->empty() && money.costs->daysMissing == 0)
        note(Words::tr("No history of %1 is known: what was saved there, and what this month has cost, are unknown. It comes from Prometheus, or grows while Loadline runs.")
                 .arg(qtext(money.world->cluster)));
}

} // namespace

ClusterMoney clusterMoney(const WorldPtr& world, const ClusterCosts& known, const Preferences& preferences, const Costs& costs)
{
    ClusterMoney money;
    money.world = world;
    money.costs = &known;
    money.window = {world->now - costs.settings.windowDays * dayLength, world->now};
    money.now = allocate(world, known.book, costs.settings.terms, costs.allocationOptions(preferences.poolLabel));
    money.autoscalers = autoscalerCosts(money.now, &known.book, *known.days);
    money.rightSizing = rightSizing(money, costs.settings);
    money.groupOf = groupsByWorkload(money, costs.settings.by, costs.settings.types);
    if (!known.days->empty()) {
        money.ledger = ledger(*known.days, costs.settings.baseline, money.window);
        money.scaledTo = scaleToNodes(*money.ledger);
        money.lines = linesOver(money.now.terms, money.ledger->covered, money.ledger->ran + money.ledger->unpriced);
        money.rest = sumOf(money.lines) + money.ledger->outside;
        money.schedules = schedulesOf(money, costs.settings);
    }
    return money;
}

Saving ClusterMoney::whole() const
{
    Saving whole = ledger ? ledger->saving : Saving();
    whole.actual += rest;
    whole.baseline += rest;
    return whole;
}

CostReport deriveCosts(const Worlds& worlds, const Preferences& preferences, const Costs& costs)
{
    CostReport report;
    report.by = costs.settings.by;
    report.terms = costs.settings.terms;
    report.duty = costs.settings.duty;
    report.dutyTypes = costs.settings.dutyTypes;
    for (const WorldPtr& world : worlds) {
        report.clusters << qtext(world->cluster);
        report.now = std::max(report.now, world->now);
        const ClusterCosts* known = costs.find(world->cluster);
        if (!known || !world->state(KindId::Node).complete()) {
            if (const QString why = whyNot(*world, KindId::Node); !why.isEmpty())
                report.notes << joined({why, Words::tr("Its cost is unknown.")});
            continue;
        }
        const ClusterMoney money = clusterMoney(world, *known, preferences, costs);
        report.window = money.window;
        addCards(report, money);
        addLedger(report, money);
        addRows(report, money);
        addLayers(report, layersOf(money, report.by));
        addPrices(report, money);
        addNotes(report, money);
        if (known->openCost)
            report.openCost.push_back(besideOpenCost(money.now, *known->openCost, *known->days));
        if (report.sourceLine.isEmpty())
            report.sourceLine = known->source.empty() ? Words::tr("History: what Loadline recorded.")
                                                      : Words::tr("History: %1.").arg(qtext(known->source));
    }
    if (const QString known = monthNote(report); !known.isEmpty())
        report.notes << known;
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
