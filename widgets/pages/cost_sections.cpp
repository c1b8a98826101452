// SPDX-License-Identifier: GPL-3.0-or-later
// What stands beside the tables of the Cost page, and its words.
#include "pages/cost_choosers.h"

#include "tables/cells.h"
#include "tables/cost_review.h"
#include "tables/money_text.h"

#include <QCoreApplication>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(CostPage)
};

DetailPair pair(const QString& name, const QString& value)
{
    return {name, value, Tone::Normal, {}};
}

QString amounts(const Quantity& value, Unit unit) { return figure(value, unit); }

DetailSection textSection(const QString& title, const QStringList& lines, Tone tone)
{
    DetailSection section;
    section.title = title;
    for (const QString& line : lines)
        section.lines.push_back({line, tone, {}});
    return section;
}

} // namespace

std::vector<DetailSection> costSections(const CostReport& report, const CostRow& row)
{
    const Currency& currency = report.terms.currency;
    std::vector<DetailSection> sections;
    DetailSection now;
    now.title = !row.label.isEmpty() ? row.label : groupName(report.by, row.total ? "__total__" : row.key, row.special);
    now.pairs.push_back(pair(Words::tr("Now"), rateText(row, moneyText(row.hourly, currency, MoneyStyle::Rate))));
    if (row.hourly && !row.partly)
        now.pairs.push_back(pair(Words::tr("A month"), moneyText(report.terms.perMonth(*row.hourly), currency)));
    if (!row.total && row.hourly) {
        const CostParts parts = row.now.cost + row.now.idle;
        now.pairs.push_back(pair(Words::tr("CPU"), moneyText(parts.cpu, currency, MoneyStyle::Rate)));
        now.pairs.push_back(pair(Words::tr("Memory"), moneyText(parts.memory, currency, MoneyStyle::Rate)));
        if (!parts.gpu.isZero())
            now.pairs.push_back(pair(Words::tr("GPU"), moneyText(parts.gpu, currency, MoneyStyle::Rate)));
        if (!row.now.idle.total().isZero())
            now.pairs.push_back(pair(Words::tr("Of it idle"), moneyText(row.now.idle.total(), currency, MoneyStyle::Rate)));
    }
    if (!row.actual && !row.why.isEmpty())
        now.lines.push_back({row.why, Tone::Muted, {}});
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
    if (!row.total && (row.now.pods > 0 || !row.container.empty())) {
        DetailSection use;
        use.title = Words::tr("Requested and used");
        if (row.now.pods > 0)
            use.pairs.push_back(pair(Words::tr("Pods"), QString::number(row.now.pods)));
        use.pairs.push_back(pair(Words::tr("CPU requested"), amounts(row.now.requested.cpu, Unit::Cores)));
        use.pairs.push_back(pair(Words::tr("CPU used"), row.now.cpuEfficiency() ? amounts(row.now.used.cpu, Unit::Cores) : unknown()));
        use.pairs.push_back(pair(Words::tr("Memory requested"), amounts(row.now.requested.memory, Unit::Bytes)));
        use.pairs.push_back(pair(Words::tr("Memory used"), row.now.memoryEfficiency() ? amounts(row.now.used.memory, Unit::Bytes) : unknown()));
        if (row.now.unpricedPods > 0)
            use.lines.push_back({Words::tr("%n pod(s) on machines that have no price or are not listed: not counted.", nullptr, int(row.now.unpricedPods)), Tone::Warn, {}});
        if (row.now.pendingPods > 0)
            use.lines.push_back({Words::tr("%n pod(s) wait for a node and cost nothing yet.", nullptr, int(row.now.pendingPods)), Tone::Muted, {}});
        sections.push_back(std::move(use));
    }
    return sections;
}

std::vector<DetailSection> priceSections(const CostReport& report, const PriceRow* row)
{
    const Currency& currency = report.terms.currency;
    std::vector<DetailSection> sections;
    if (row) {
        DetailSection one;
        one.title = qtext(row->name);
        one.pairs.push_back(pair(Words::tr("List price"), moneyText(row->price.hourly, currency, MoneyStyle::Rate)));
        one.pairs.push_back(pair(Words::tr("After terms"), moneyText(row->paid, currency, MoneyStyle::Rate)));
        one.pairs.push_back(pair(Words::tr("On demand"), moneyText(row->price.onDemandHourly, currency, MoneyStyle::Rate)));
        one.pairs.push_back(pair(Words::tr("Source"), sourceName(row->price.source)));
        one.pairs.push_back(pair(Words::tr("Of"), priceAge(row->price, row->days)));
        one.lines.push_back({priceOrigin(row->price), Tone::Muted, {}});
        for (const QString& caveat : priceCaveats(row->price))
            one.lines.push_back({caveat, Tone::Warn, {}});
        if (row->old)
            one.lines.push_back({Words::tr("This price is old. Import a newer list, or write down your own."), Tone::Warn, {}});
        sections.push_back(std::move(one));
    }
    DetailSection sources;
    sources.title = Words::tr("Sources and coverage");
    for (const SourceSum& sum : sourceSums(report.prices)) {
        const bool none = sum.source == PriceSource::Unknown;
        QString amount = Words::tr("%n node(s)", nullptr, int(sum.nodes));
        if (!none)
            amount += QStringLiteral(", ") + moneyText(sum.paid, currency, MoneyStyle::Rate);
        const QString dates = sum.oldest.empty() ? Words::tr("live or without a date")
            : sum.oldest == sum.newest           ? Words::tr("of %1").arg(qtext(sum.oldest))
                                                 : Words::tr("of %1 to %2").arg(qtext(sum.oldest), qtext(sum.newest));
        sources.pairs.push_back({none ? Words::tr("no price is known") : sourceName(sum.source), amount, none || sum.old > 0 ? Tone::Warn : Tone::Normal,
            none ? Words::tr("Left out of every sum.") : dates});
        if (!none)
            sources.lines.push_back({sourceName(sum.source) + QStringLiteral(": ") + dates
                    + (sum.old > 0 ? QStringLiteral(", ") + Words::tr("%n old", nullptr, int(sum.old)) : QString()),
                sum.old > 0 ? Tone::Warn : Tone::Muted, {}});
    }
    sources.links.push_back({Words::tr("Your own prices …"), QStringLiteral("own")});
    sections.push_back(std::move(sources));
    return sections;
}

std::vector<DetailSection> assumedSections(const CostReport& report, const QString& baseline)
{
    std::vector<DetailSection> sections;
    QStringList unknowns = costUnknowns(report);
    if (!report.haveLedger)
        unknowns << Words::tr("What was saved: no history covers the window.");
    if (unknowns.isEmpty())
        sections.push_back(textSection(Words::tr("What is unknown"), {Words::tr("Nothing: the whole window is covered and every node has a price.")}, Tone::Good));
    else
        sections.push_back(textSection(Words::tr("What is unknown"), unknowns, Tone::Warn));
    sections.push_back(textSection(Words::tr("What could still be saved"), potentialInWords(report), Tone::Normal));
    DetailSection against = textSection(Words::tr("What savings are measured against"), {baseline + QLatin1Char('.')}, Tone::Normal);
    against.links.push_back({Words::tr("Change the baseline …"), QStringLiteral("baseline")});
    sections.push_back(std::move(against));
    DetailSection terms = textSection(Words::tr("Terms"), termsInWords(report.terms), Tone::Normal);
    terms.links.push_back({Words::tr("Change the terms …"), QStringLiteral("terms")});
    sections.push_back(std::move(terms));
    QStringList method {Words::tr("A node costs its price for the hours it ran; the larger of request and usage shares that price among its pods, and what is left is idle.")};
    if (!report.pricesLine.isEmpty())
        method << report.pricesLine;
    if (!report.sourceLine.isEmpty())
        method << report.sourceLine;
    DetailSection how = textSection(Words::tr("How it is reckoned"), method, Tone::Normal);
    how.links.push_back({Words::tr("Rules for workload types …"), QStringLiteral("types")});
    sections.push_back(std::move(how));
    return sections;
}

} // namespace loadline
