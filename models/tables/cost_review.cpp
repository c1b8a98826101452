// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/cost_review_parts.h"

#include "tables/cost_export.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Cost)
};

// "a, b, c and 9 more", each cut in its middle where it is longer than a line holds.
QString namesText(const QStringList& names, qsizetype most)
{
    constexpr qsizetype longest = 60;
    QStringList shown;
    for (const QString& name : names.mid(0, most))
        shown << (name.size() <= longest ? name : name.left(longest / 2 - 1) + QChar(0x2026) + name.right(longest / 2 - 1));
    const QString text = shown.join(QStringLiteral(", "));
    return names.size() <= most ? text : Words::tr("%1 and %2 more", "names").arg(text).arg(names.size() - most);
}

QStringList capped(QStringList lines, std::size_t most)
{
    const qsizetype left = lines.size() - qsizetype(most);
    if (left <= 0)
        return lines;
    lines.erase(lines.begin() + qsizetype(most), lines.end());
    return lines << Words::tr("%1 more such lines are left out here; the CSV has them.").arg(left);
}

QString dateText(TimePoint at)
{
    const auto time = QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count(), Qt::UTC);
    return QLocale(QLocale::English).toString(time, QStringLiteral("d MMM yyyy HH:mm"));
}

QStringList headOf(const CostReport& report, const Baseline& baseline)
{
    return {Words::tr("Clusters: %1").arg(namesText(report.clusters, 6)),
        Words::tr("Window: %1 to %2 (UTC), %3 days")
            .arg(dateText(report.window.from), dateText(report.window.to))
            .arg(std::chrono::round<std::chrono::days>(report.window.length()).count()),
        Words::tr("Compared with: %1").arg(baselineText(baseline)), Words::tr("Made %1 UTC by Loadline").arg(dateText(report.now))};
}

QStringList summaryOf(const CostReport& report, const Baseline& baseline, const ReviewTeller& tell)
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

std::vector<ReviewFigure> figuresOf(const CostReport& report, const ReviewTeller& tell)
{
    std::vector<ReviewFigure> out;
    const bool known = report.haveLedger;
    const Saving& saving = report.whole;
    const auto past = [known](Money amount) { return known ? std::optional(amount) : std::nullopt; };
    out.push_back({Words::tr("Actual"), tell.cents(past(saving.actual)), Words::tr("what ran in the window")});
    out.push_back({Words::tr("Baseline"), tell.cents(past(tell.baseline())), Words::tr("what would have run")});
    out.push_back({Words::tr("Saved"), tell.cents(past(saving.total())), known ? Words::tr("%1 of the baseline").arg(tell.savedPercent()) : QString(),
        known && saving.total().negative() ? Tone::Warn : Tone::Good});
    out.push_back({Words::tr("Run rate"), tell.rate(report.runRate),
        Words::tr("%1 a month").arg(report.runRate ? tell.cents(report.terms.perMonth(*report.runRate)) : unknown())});
    out.push_back({Words::tr("This month"), tell.cents(report.monthToDate),
        !report.projectedMonth ? Words::tr("no history is known")
            : report.monthWhole ? Words::tr("projected %1").arg(tell.cents(report.projectedMonth))
                                : Words::tr("%1, projected %2").arg(monthKnownText(report), tell.cents(report.projectedMonth))});
    out.push_back({Words::tr("Potential by right-sizing"), tell.cents(report.potential.rightSizing),
        Words::tr("a month; schedules %1, spot %2").arg(tell.cents(report.potential.schedules), tell.cents(report.potential.spot)), Tone::Accent});
    return out;
}

std::vector<ReviewFigure> termsOf(const CostReport& report, const ReviewTeller& tell)
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
    out.push_back({Words::tr("By schedules"), month(report.potential.schedules), report.dutyTypes.empty() ? Words::tr("No workload type is chosen for schedules.") : Words::tr("Could still be saved by what sleeps off duty: %1.").arg(typesText(report.dutyTypes))});
    out.push_back({Words::tr("By spot"), month(report.potential.spot), Words::tr("Could still be saved on spot, by what ran on demand. These three overlap.")});
    return out;
}

} // namespace

QString stepName(WaterfallStep step)
{
    switch (step) {
    case WaterfallStep::Baseline:
        break;
    case WaterfallStep::HoursNotRun:
        return Words::tr("Not run, in use");
    case WaterfallStep::AtZero:
        return Words::tr("Not run, at zero");
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
    const ReviewTeller tell(report);
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

ReviewLimits ReviewLimits::smaller() const
{
    const auto less = [](std::size_t many, std::size_t least) { return std::max(least, many * 2 / 3); };
    return {less(groups, 8), less(machines, 4), less(namespaces, 3), less(clusters, 4), less(lines, 6)};
}

CostReview costReview(const CostReport& report, const Baseline& baseline, const ReviewLimits& limits)
{
    const ReviewTeller tell(report);
    CostReview review;
    review.baseline = baseline;
    review.limits = limits;
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
    review.groups = reviewGroups(report, tell, limits);
    review.sources = reviewSources(report);
    review.machines = reviewMachines(report, tell, limits);
    review.openCost = reviewOpenCost(report, limits);
    for (const OpenCostBeside& beside : report.openCost)
        review.openCostLines << (report.openCost.size() > 1 ? Words::tr("%1: %2", "a cluster and what is said of it").arg(namesText({qtext(beside.cluster)}, 1), openCostLine(beside, report.terms.currency))
                                                            : openCostLine(beside, report.terms.currency));
    review.openCostLines = capped(review.openCostLines, std::min(limits.clusters, limits.lines));
    review.assumptions = costCaption(report, baseline);
    review.assumptions += discountsInWords(report.terms);
    review.assumptions += potentialInWords(report);
    review.assumptions << Words::tr("Nodes are charged by the hour they ran, at the price of that time before tax; the larger of request and usage "
                                    "shares a node's price among its pods.");
    review.assumptions << Words::tr("Each amount is rounded by itself: sums of shown amounts may differ by a cent.");
    review.unknown = capped(costUnknowns(report), limits.lines);
    if (review.unknown.isEmpty())
        review.unknown << Words::tr("Nothing: the whole window is covered and every node has a price.");
    review.unit = Words::tr("%1 an hour").arg(qtext(report.terms.currency.code));
    if (report.baselineHourly)
        review.baselineLine = Words::tr("baseline %1").arg(tell.rate(report.baselineHourly));
    return review;
}

} // namespace loadline
