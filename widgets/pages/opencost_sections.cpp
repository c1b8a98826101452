// SPDX-License-Identifier: GPL-3.0-or-later
// What OpenCost in the clusters tells, and why it differs.
#include "pages/cost_choosers.h"

#include "tables/cells.h"
#include "tables/money_text.h"

#include <QCoreApplication>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(CostPage)
};

std::vector<DetailSection> difference(const CostReport& report, const OpenCostRow& row)
{
    const Currency& currency = report.terms.currency;
    const CostComparison& figures = row.figures;
    const auto amount = [&](const std::optional<Money>& money) { return money ? moneyText(*money, currency, MoneyStyle::Cents) : Words::tr("unknown to it"); };
    DetailSection both;
    both.title = openCostName(row);
    both.pairs.push_back({Words::tr("Loadline"), amount(figures.ours), Tone::Normal, {}});
    both.pairs.push_back({Words::tr("OpenCost"), amount(figures.theirs), Tone::Normal, {}});
    const auto whole = figures.difference();
    if (!whole)
        return {both};
    both.pairs.push_back({Words::tr("Higher by"), moneyChange(*whole, currency, MoneyStyle::Cents), Tone::Accent, Words::tr("OpenCost's figure less Loadline's.")});
    DetailSection terms;
    terms.title = Words::tr("The difference by term");
    for (const auto& [term, money] : figures.terms)
        terms.pairs.push_back({termName(term), moneyChange(money, currency, MoneyStyle::Cents), Tone::Normal, {}});
    if (terms.pairs.empty())
        return {both};
    return {both, terms};
}

DetailSection meanings()
{
    DetailSection section;
    section.title = Words::tr("What the terms mean");
    for (const QString& line : {Words::tr("Other hours: without a ledger, Loadline takes pods and nodes that came within the time OpenCost was asked for to have been there for all of it."),
             Words::tr("Amounts: OpenCost takes the mean of the larger of request and usage over that time, with jobs that have gone since; Loadline the replicas of that time, as large as they were then or are now."),
             Words::tr("Prices: another price of a core, a GiB or a GPU. OpenCost charges spot at the on-demand price where it has no spot feed."),
             Words::tr("Idle: one of the two shares it out, or more or less of the machines was left over that time than now."),
             Words::tr("Shared costs: what OpenCost shares out over all, as it was told to.")})
        section.lines.push_back({line, Tone::Muted, {}});
    return section;
}

} // namespace

TableMessage openCostMessage(const CostReport& report)
{
    if (report.openCost.empty())
        return {TableMessage::Kind::Loading, Words::tr("Asking the clusters for their OpenCost."), {}, {}};
    for (const OpenCostBeside& beside : report.openCost)
        if (beside.error)
            return {beside.error->kind == Error::Kind::NotFound ? TableMessage::Kind::Empty : TableMessage::Kind::Refused, sentence(*beside.error), hint(*beside.error), {}};
    return {TableMessage::Kind::Empty, Words::tr("No namespace is there that OpenCost or Loadline charges."), {}, {}};
}

std::vector<DetailSection> openCostSections(const CostReport& report, const OpenCostRow* row)
{
    std::vector<DetailSection> sections;
    if (row)
        sections = difference(report, *row);
    for (const OpenCostBeside& beside : report.openCost) {
        DetailSection one;
        one.title = report.openCost.size() > 1 ? qtext(beside.cluster) : Words::tr("OpenCost");
        one.lines.push_back({openCostLine(beside, report.terms.currency).toHtmlEscaped(), beside.error ? Tone::Warn : Tone::Muted, {}});
        sections.push_back(std::move(one));
    }
    if (row)
        sections.push_back(meanings());
    return sections;
}

} // namespace loadline
