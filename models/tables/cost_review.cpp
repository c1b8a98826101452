// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/cost_review.h"

#include "cluster/capacity_key.h"
#include "tables/cells.h"
#include "tables/cost_export.h"
#include "tables/money_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Cost)
};

constexpr std::size_t mostRows = 48, mostMachines = 16, mostNamespaces = 12; // what fits on two pages

QString dateText(TimePoint at)
{
    const auto time = QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count(), Qt::UTC);
    return QLocale(QLocale::English).toString(time, QStringLiteral("d MMM yyyy HH:mm"));
}

QString percentText(const std::optional<double>& percent)
{
    if (!percent)
        return unknown();
    QString text = QString::number(std::round(*percent * 100) / 100, 'g', 12); // as in the CSV
    return text.replace(QLatin1Char('-'), QChar(0x2212)) + QChar(0x2009) + QLatin1Char('%');
}

// Writes amounts as the review does.
class Teller {
public:
    explicit Teller(const CostReport& report)
        : report_(report)
    {
    }
    [[nodiscard]] QString cents(const std::optional<Money>& dollars) const
    {
        return moneyText(dollars, report_.terms.currency, MoneyStyle::Cents);
    }
    [[nodiscard]] QString cell(const std::optional<Money>& dollars) const { return dollars ? cents(dollars) : QStringLiteral("–"); }
    [[nodiscard]] QString rate(const std::optional<Money>& dollars) const
    {
        return moneyText(dollars, report_.terms.currency, MoneyStyle::Rate);
    }
    [[nodiscard]] Money baseline() const { return report_.whole.baseline; }
    [[nodiscard]] QString savedPercent() const
    {
        if (!report_.haveLedger || baseline() <= Money())
            return unknown();
        return percentText(report_.whole.total().value() / baseline().value() * 100);
    }

private:
    const CostReport& report_;
};

QStringList headOf(const CostReport& report, const Baseline& baseline)
{
    return {Words::tr("Clusters: %1").arg(report.clusters.join(QStringLiteral(", "))),
        Words::tr("Window: %1 to %2 (UTC), %3 days")
            .arg(dateText(report.window.from), dateText(report.window.to))
            .arg(std::chrono::round<std::chrono::days>(report.window.length()).count()),
        Words::tr("Compared with: %1").arg(baselineText(baseline)), Words::tr("Made %1 UTC by Loadline").arg(dateText(report.now))};
}

QStringList summaryOf(const CostReport& report, const Baseline& baseline, const Teller& tell)
{
    QStringList lines;
    if (!report.haveLedger) {
        lines << Words::tr("What was saved is unknown: no history covers the window, so that only what runs now has a price.");
    } else {
        const Saving& saving = report.whole;
        const bool less = !saving.total().negative();
        const QString text = less
            ? Words::tr("In the window the clusters cost %1. By the baseline (%4) they would have cost %2: %3 was saved, %5.")
            : Words::tr("In the window the clusters cost %1. By the baseline (%4) they would have cost %2: they cost %3 more, %5.");
        lines << text.arg(tell.cents(saving.actual), tell.cents(tell.baseline()),
            tell.cents(less ? saving.total() : -saving.total()), baselineText(baseline).toLower(), tell.savedPercent());
        lines << Words::tr("Of the saving, %1 is hours in which nodes did not run (%2 of it while workloads were at zero), %3 is the lower price "
                           "of spot machines and %4 comes from other machine types.")
                     .arg(tell.cents(saving.hoursNotRun), tell.cents(saving.whileAtZero()), tell.cents(saving.spot), tell.cents(saving.machineTypes));
    }
    if (report.runRate)
        lines << Words::tr("What runs now costs %1, or %2 in a month of %3 hours.")
                     .arg(tell.rate(report.runRate), tell.cents(report.terms.perMonth(*report.runRate)))
                     .arg(report.terms.hoursPerMonth);
    return lines;
}

std::vector<ReviewFigure> figuresOf(const CostReport& report, const Teller& tell)
{
    std::vector<ReviewFigure> out;
    const bool known = report.haveLedger;
    const Saving& saving = report.whole;
    const auto past = [known](Money amount) { return known ? std::optional(amount) : std::nullopt; };
    out.push_back({Words::tr("Actual"), tell.cents(past(saving.actual)), Words::tr("what ran in the window")});
    out.push_back({Words::tr("Baseline"), tell.cents(past(tell.baseline())), Words::tr("what would have run")});
    out.push_back({Words::tr("Saved"), tell.cents(past(saving.total())), Words::tr("%1 of the baseline").arg(tell.savedPercent()),
        known && saving.total().negative() ? Tone::Warn : Tone::Good});
    out.push_back({Words::tr("Run rate"), tell.rate(report.runRate),
        Words::tr("%1 a month").arg(report.runRate ? tell.cents(report.terms.perMonth(*report.runRate)) : unknown())});
    out.push_back({Words::tr("This month"), tell.cents(report.monthToDate),
        report.projectedMonth ? Words::tr("projected %1").arg(tell.cents(report.projectedMonth)) : Words::tr("no history is known")});
    out.push_back({Words::tr("Potential"), tell.cents(report.potential.rightSizing), Words::tr("a month by right-sizing, not yet saved"), Tone::Accent});
    return out;
}

std::vector<ReviewFigure> termsOf(const CostReport& report, const Teller& tell)
{
    std::vector<ReviewFigure> out;
    const auto past = [&](Money amount) { return report.haveLedger ? std::optional(amount) : std::nullopt; };
    out.push_back({Words::tr("Realised"), tell.cents(past(report.whole.realised())),
        Words::tr("Nodes that really went away: hours of the baseline that did not run, at their on-demand price.")});
    out.push_back({Words::tr("Released"), tell.cents(past(report.ledger.released)),
        Words::tr("What pods no longer requested, at the price of their requests. It becomes money when nodes go, and is never added to what was realised.")});
    // What stands behind each is among the assumptions.
    const auto month = [&](const std::optional<Money>& amount) { return amount ? Words::tr("%1 a month").arg(tell.cents(amount)) : unknown(); };
    out.push_back({Words::tr("By right-sizing"), month(report.potential.rightSizing), Words::tr("Could still be saved by requests at the VPAs' targets.")});
    out.push_back({Words::tr("By schedules"), month(report.potential.schedules), Words::tr("Could still be saved by notebooks and development that sleep off duty.")});
    out.push_back({Words::tr("By spot"), month(report.potential.spot), Words::tr("Could still be saved on spot, by what ran on demand. These three overlap.")});
    return out;
}

ReviewTable groupsOf(const CostReport& report, const Teller& tell)
{
    ReviewTable table;
    const bool many = report.clusters.size() > 1;
    table.titles << groupTitle(report.by);
    if (many)
        table.titles << clusterTitle();
    table.names = int(table.titles.size());
    table.titles << Words::tr("Now") << Words::tr("Actual") << Words::tr("Baseline") << Words::tr("Saved") << Words::tr("Saved %")
                 << Words::tr("Potential a month") << Words::tr("Efficiency");
    std::size_t plain = 0, left = 0;
    Money leftActual;
    for (const auto& row : report.rows) {
        const bool sums = row->total || row->special != CostGroup::Special::None;
        if (!sums && ++plain > mostRows) {
            ++left;
            leftActual += row->actual.value_or(Money());
            continue;
        }
        QStringList cells {groupName(report.by, row->total ? "__total__" : row->key, row->special)};
        if (many)
            cells << qtext(row->cluster);
        cells << tell.rate(row->hourly) << tell.cell(row->actual) << tell.cell(row->baseline) << tell.cell(row->saved)
              << (row->savedPercent ? percentText(row->savedPercent->value()) : QStringLiteral("–")) << tell.cell(row->potential)
              << (row->efficiency ? percentText(*row->efficiency * 100) : QStringLiteral("–"));
        if (row->total)
            table.strong.push_back(table.rows.size());
        table.rows.push_back(std::move(cells));
    }
    QStringList notes;
    if (left > 0)
        notes << Words::tr("%1 smaller rows with %2 in all are left out here; the CSV has them.").arg(left).arg(tell.cents(leftActual));
    const GroupKind by = report.by.kind;
    if (report.haveLedger && by != GroupKind::Pool && by != GroupKind::Capacity && by != GroupKind::Cluster && by != GroupKind::Node)
        notes << (by == GroupKind::Workload || by == GroupKind::Autoscaler
                ? Words::tr("Rows stand for pods: replicas that had a node over the window, at the size and the price of their time. Each is held against its own rule: one that KEDA "
                            "scales against at least one replica, one with a schedule against all of its replicas around the clock, any other against %1.")
                      .arg(report.ledger.baseline.kind == BaselineKind::PinnedAtMax ? Words::tr("its autoscaler's maximum, or its peak where nothing scales it")
                              : report.ledger.baseline.kind == BaselineKind::Before ? Words::tr("what ran at the recorded date")
                                                                                    : Words::tr("its peak in the window"))
                : Words::tr("Rows stand for pods: replicas that had a node over the window, at the size and the price of their time, compared with what they requested by the baseline."))
              << Words::tr("The total stands for nodes: the rows of pods do not add up to what was saved there.");
    table.note = notes.join(QLatin1Char(' '));
    return table;
}

ReviewTable sourcesOf(const CostReport& report)
{
    ReviewTable table;
    table.titles << Words::tr("Price source, of what runs now") << Words::tr("Nodes");
    for (std::size_t i = 0; i < report.coverage.bySource.size(); ++i)
        if (const auto count = report.coverage.bySource[i]) {
            const auto source = static_cast<PriceSource>(i);
            table.rows.push_back({source == PriceSource::Unknown ? Words::tr("no price is known: left out") : sourceName(source), QString::number(count)});
        }
    QStringList notes;
    if (report.coverage.estimated > 0)
        notes << Words::tr("Of these, %1 are spot machines at an estimate from published savings.").arg(report.coverage.estimated);
    notes << (report.coverage.oldest.empty() ? Words::tr("Prices are live, none from a list with a date.")
                                             : Words::tr("The oldest listed price is of %1.").arg(qtext(report.coverage.oldest)));
    table.note = notes.join(QLatin1Char(' '));
    return table;
}

ReviewTable machinesOf(const CostReport& report, const Teller& tell)
{
    ReviewTable table;
    table.titles << Words::tr("Machine type") << Words::tr("Capacity") << Words::tr("Pool") << Words::tr("Price from") << Words::tr("Node-hours")
                 << Words::tr("Actual") << Words::tr("On demand");
    table.names = 4;
    std::vector<const LedgerMachine*> machines;
    for (const LedgerMachine& machine : report.ledger.machines)
        machines.push_back(&machine);
    std::stable_sort(machines.begin(), machines.end(),
        [](const auto* a, const auto* b) { return a->actual.value_or(Money()) > b->actual.value_or(Money()); });
    Money left;
    for (std::size_t i = 0; i < machines.size(); ++i) {
        const LedgerMachine& one = *machines[i];
        if (i >= mostMachines) {
            left += one.actual.value_or(Money());
            continue;
        }
        const GroupBy capacity {GroupKind::Capacity, {}};
        const std::string key(capacityKey(one.machine.capacity, "unknown"));
        QString from = sourceName(one.source);
        if (one.estimated)
            from = Words::tr("%1, estimated").arg(from);
        if (!one.asOf.empty())
            from = Words::tr("%1 of %2").arg(from, qtext(one.asOf));
        table.rows.push_back({qtext(one.machine.instanceType), groupName(capacity, key, CostGroup::Special::None), qtext(one.machine.pool), from,
            figure(hoursOf(one.ran), Unit::None), tell.cell(one.actual), tell.cell(one.onDemand)});
    }
    if (machines.size() > mostMachines)
        table.note = Words::tr("%1 more with %2 in all.").arg(machines.size() - mostMachines).arg(tell.cents(left));
    return table;
}

ReviewTable openCostOf(const CostReport& report)
{
    ReviewTable table;
    const bool many = report.clusters.size() > 1;
    const auto columns = openCostColumns(report.terms.currency, many);
    for (const auto& column : columns)
        if (column.shown)
            table.titles << column.title;
    table.names = many ? 2 : 1;
    for (const OpenCostBeside& beside : report.openCost) {
        const std::size_t left = beside.rows.size() > mostNamespaces ? beside.rows.size() - mostNamespaces : 0;
        for (std::size_t i = 0; i < beside.rows.size(); ++i) {
            if (!beside.rows[i]->total && i + 1 >= mostNamespaces && left > 0)
                continue;
            QStringList cells;
            for (const auto& column : columns)
                if (column.shown)
                    cells << column.text(*beside.rows[i]);
            if (beside.rows[i]->total)
                table.strong.push_back(table.rows.size());
            table.rows.push_back(std::move(cells));
        }
        if (left > 0)
            table.note = Words::tr("Namespaces with smaller differences are left out here; loadline opencost writes them all.");
    }
    return table;
}

} // namespace

QString stepName(WaterfallStep step)
{
    switch (step) {
    case WaterfallStep::Baseline:
        break;
    case WaterfallStep::HoursNotRun:
        return Words::tr("Hours not run");
    case WaterfallStep::AtZero:
        return Words::tr("While at zero");
    case WaterfallStep::Spot:
        return Words::tr("Spot");
    case WaterfallStep::MachineTypes:
        return Words::tr("Machine types");
    case WaterfallStep::RightSizing:
        return Words::tr("Right-sizing");
    case WaterfallStep::Discount:
        return Words::tr("Discount");
    case WaterfallStep::Actual:
        return Words::tr("Actual");
    }
    return Words::tr("Baseline");
}

QStringList costUnknowns(const CostReport& report)
{
    const Teller tell(report);
    QStringList lines;
    const Ledger& ledger = report.ledger;
    if (report.haveLedger) {
        if (const Millis gone = ledger.asked - ledger.covered; gone > Millis {0})
            lines << Words::tr("%1 of the window is unknown and left out on both sides.").arg(length(gone));
        if (ledger.unpriced > 0)
            lines << Words::tr("%1 node-hours have no price and are left out on both sides.").arg(figure(hoursOf(ledger.unpriced), Unit::None));
        if (ledger.estimated > 0)
            lines << Words::tr("%1 node-hours stand at an estimated price.").arg(figure(hoursOf(ledger.estimated), Unit::None));
        if (ledger.withoutOnDemand > 0)
            lines << Words::tr("%1 node-hours have no known on-demand price: no saving by spot is counted for them.")
                         .arg(figure(hoursOf(ledger.withoutOnDemand), Unit::None));
        if (!ledger.outside.isZero())
            lines << Words::tr("Pools that the baseline does not name cost %1; they stand on both sides.").arg(tell.cents(ledger.outside));
        for (const std::string& pool : ledger.reference.withoutPrice)
            lines << Words::tr("The baseline names pool %1, which nobody knows a price for: it is left out.").arg(qtext(pool));
    }
    if (report.daysMissing > 0)
        lines << Words::tr("%1 of %2 days have not been read.").arg(report.daysMissing).arg(report.daysAll);
    lines += report.notes;
    return lines;
}

CostReview costReview(const CostReport& report, const Baseline& baseline)
{
    const Teller tell(report);
    CostReview review;
    review.title = Words::tr("Cost review");
    review.head = headOf(report, baseline);
    review.summary = summaryOf(report, baseline, tell);
    review.figures = figuresOf(report, tell);
    if (report.haveLedger)
        review.bars = waterfall(report.whole);
    for (const WaterfallBar& bar : review.bars) {
        const bool whole = bar.step == WaterfallStep::Baseline || bar.step == WaterfallStep::Actual;
        review.steps.push_back({stepName(bar.step), tell.cents(whole ? bar.to : bar.to - bar.from), {}, bar.to <= bar.from ? Tone::Good : Tone::Warn});
    }
    review.terms = termsOf(report, tell);
    review.groups = groupsOf(report, tell);
    review.sources = sourcesOf(report);
    review.machines = machinesOf(report, tell);
    review.openCost = openCostOf(report);
    for (const OpenCostBeside& beside : report.openCost)
        review.openCostLines << (report.openCost.size() > 1 ? Words::tr("%1: %2", "a cluster and what is said of it").arg(qtext(beside.cluster), openCostLine(beside, report.terms.currency))
                                                            : openCostLine(beside, report.terms.currency));
    review.assumptions = costCaption(report, baseline);
    review.assumptions += discountsInWords(report.terms);
    review.assumptions += potentialInWords(report);
    review.assumptions << Words::tr("Nodes are charged by the hour they ran, at the price of that time before tax; the larger of request and usage "
                                    "shares a node's price among its pods.");
    review.assumptions << Words::tr("Each amount is rounded by itself: sums of shown amounts may differ by a cent.");
    review.unknown = costUnknowns(report);
    if (review.unknown.isEmpty())
        review.unknown << Words::tr("Nothing: the whole window is covered and every node has a price.");
    review.unit = Words::tr("%1 an hour").arg(qtext(report.terms.currency.code));
    if (report.baselineHourly)
        review.baselineLine = Words::tr("baseline %1").arg(tell.rate(report.baselineHourly));
    return review;
}

} // namespace loadline
