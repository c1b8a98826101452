// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/opencost_rows.h"

#include "tables/cells.h"
#include "tables/money_columns.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(OpenCostTable)
};

constexpr std::array terms {CostTerm::Window, CostTerm::Amount, CostTerm::Price, CostTerm::Gpu, CostTerm::Idle, CostTerm::Shared,
    CostTerm::Discount, CostTerm::Extras, CostTerm::OneSided, CostTerm::Rest};
constexpr const char* largestId = "largest";

Money sizeOf(const CostComparison& comparison)
{
    return (comparison.theirs.value_or(Money()) - comparison.ours.value_or(Money())).absolute();
}

std::optional<Money> termOf(const CostComparison& comparison, CostTerm term)
{
    if (!comparison.difference())
        return std::nullopt;
    const auto at = std::find_if(comparison.terms.begin(), comparison.terms.end(), [&](const auto& one) { return one.first == term; });
    return at != comparison.terms.end() ? at->second : Money();
}

// The term that makes most of the difference, in its direction.
std::optional<std::pair<CostTerm, Money>> largestTerm(const CostComparison& comparison)
{
    std::optional<std::pair<CostTerm, Money>> largest;
    for (const auto& one : comparison.terms)
        if (!largest || one.second.absolute() > largest->second.absolute())
            largest = one;
    return largest;
}

using MoneyOf = std::function<std::optional<Money>(const OpenCostRow&)>;

Column<OpenCostRow> amountColumn(const char* id, QString title, QString help, const Currency& currency, const QString& absent, MoneyOf of)
{
    auto column = moneyColumn<OpenCostRow>(id, std::move(title), std::move(help), 120, currency, MoneyStyle::Cents, absent, of);
    column.exact = [of, currency](const OpenCostRow& row) {
        return of(row) ? QJsonValue(qtext(currency.of(*of(row)).decimal())) : QJsonValue(QJsonValue::Null);
    };
    return column;
}

QString lengthText(Millis window)
{
    const auto hours = std::chrono::duration_cast<std::chrono::hours>(window).count();
    return hours % 24 == 0 && hours > 24 ? Words::tr("%1 days").arg(hours / 24) : Words::tr("%1 h").arg(hours);
}

} // namespace

OpenCostBeside besideOpenCost(const Allocation& now, const OpenCostFigures& theirs, std::span<const UsageDay> days)
{
    OpenCostBeside beside;
    beside.cluster = now.world->cluster;
    beside.source = theirs.source;
    beside.window = theirs.window;
    beside.error = theirs.error;
    if (theirs.error)
        return beside;
    const TimePoint until = theirs.at == TimePoint {} ? now.world->now : theirs.at;
    const OursOver ours = oursOver(now, days, {until - theirs.window, until});
    beside.ofLedger = ours.ofLedger;
    beside.why = ours.ofLedger ? QString() : phraseText(ours.why);
    auto comparisons = compareWithOpenCost(ours.groups, theirs.entries, theirs.window, ours.lived);
    std::stable_sort(comparisons.begin(), comparisons.end(),
        [](const CostComparison& a, const CostComparison& b) { return sizeOf(a) > sizeOf(b); });
    const CostComparison sum = sumOf(comparisons, "__total__");
    const auto add = [&](CostComparison figures, bool total) {
        auto row = std::make_shared<OpenCostRow>();
        row->id = beside.cluster + '/' + figures.name;
        row->cluster = beside.cluster;
        row->figures = std::move(figures);
        row->total = total;
        beside.rows.push_back(std::move(row));
    };
    for (CostComparison& one : comparisons)
        add(std::move(one), false);
    add(sum, true);
    return beside;
}

QString termName(CostTerm term)
{
    switch (term) {
    case CostTerm::Window:
        return Words::tr("other hours");
    case CostTerm::Amount:
        return Words::tr("resource hours");
    case CostTerm::Price:
        return Words::tr("prices");
    case CostTerm::Gpu:
        return Words::tr("GPUs");
    case CostTerm::Idle:
        return Words::tr("idle");
    case CostTerm::Shared:
        return Words::tr("shared costs");
    case CostTerm::Discount:
        return Words::tr("bill adjustment");
    case CostTerm::Extras:
        return Words::tr("network, volumes");
    case CostTerm::OneSided:
        return Words::tr("one side alone");
    case CostTerm::Rest:
        break;
    }
    return Words::tr("rest");
}

QString openCostName(const OpenCostRow& row)
{
    if (row.total)
        return Words::tr("Total");
    if (row.figures.name == "__idle__")
        return Words::tr("Idle");
    if (row.figures.name == "__lines__")
        return Words::tr("Fees, disks and volumes");
    return qtext(row.figures.name);
}

QString openCostBasis(const OpenCostBeside& beside)
{
    return beside.ofLedger ? Words::tr("Loadline's ledger of the same hours") : Words::tr("Loadline's rate of now over the same time (%1)").arg(beside.why);
}

QString openCostLine(const OpenCostBeside& beside, const Currency& currency)
{
    if (beside.error)
        return joined({sentence(*beside.error), hint(*beside.error)});
    const CostComparison* total = beside.total();
    const auto amount = [&](const std::optional<Money>& money) { return moneyText(money, currency, MoneyStyle::Cents); };
    const QString figures = Words::tr("OpenCost at %1 tells %2 for the last %3; %4 is %5.")
                                .arg(qtext(beside.source), amount(total->theirs), lengthText(beside.window), openCostBasis(beside), amount(total->ours));
    const auto largest = largestTerm(*total);
    return largest ? joined({figures, Words::tr("Most of the difference: %1 (%2).").arg(termName(largest->first), moneyChange(largest->second, currency, MoneyStyle::Cents))})
                   : figures;
}

Columns<OpenCostRow> openCostColumns(const Currency& currency, bool manyClusters)
{
    Columns<OpenCostRow> columns;
    columns.push_back(textColumn<OpenCostRow>("name", namespaceTitle(), Words::tr("A namespace, or what nobody uses."), 200, openCostName));
    columns.back().strong = true;
    columns.push_back(
        textColumn<OpenCostRow>("cluster", clusterTitle(), clusterHelp(), 120, [](const OpenCostRow& row) { return qtext(row.cluster); }));
    columns.back().shown = manyClusters;
    columns.push_back(amountColumn("ours", Words::tr("Loadline"), Words::tr("Loadline's ledger of the time that OpenCost was asked for; its rate of now, where no history covers that time."), currency,
        Words::tr("not in Loadline's figures"), [](const OpenCostRow& row) { return row.figures.ours; }));
    columns.push_back(amountColumn("theirs", Words::tr("OpenCost"), Words::tr("What OpenCost in the cluster tells for that time."), currency,
        Words::tr("not in OpenCost's figures"), [](const OpenCostRow& row) { return row.figures.theirs; }));
    columns.push_back(amountColumn("difference", Words::tr("Difference"), Words::tr("OpenCost's figure less Loadline's: below zero where OpenCost tells less. Its terms stand beside it."),
        currency, unknown(), [](const OpenCostRow& row) { return row.figures.difference(); }));
    columns.push_back(textColumn<OpenCostRow>(largestId, Words::tr("Mostly by"), Words::tr("The term that makes most of the difference."), 220,
        [currency](const OpenCostRow& row) {
            const auto largest = largestTerm(row.figures);
            return largest ? Words::tr("%1 (%2)", "a term and its amount").arg(termName(largest->first), moneyChange(largest->second, currency, MoneyStyle::Cents))
                : row.figures.difference() ? Words::tr("no difference") : QStringLiteral("–");
        }));
    for (const CostTerm term : terms) {
        const QByteArray id = "term" + QByteArray::number(int(term));
        columns.push_back(amountColumn(id.constData(), Words::tr("of it: %1").arg(termName(term)), Words::tr("What of the difference comes from this term."), currency,
            unknown(), [term](const OpenCostRow& row) { return termOf(row.figures, term); }));
        columns.back().shown = false;
    }
    giveRoom(columns, {{"name", 110, 0}, {"cluster", 90, 2}, {"ours", 84, 0}, {"theirs", 84, 0}, {"difference", 90, 0}, {largestId, 120, 1}});
    return columns;
}

Columns<OpenCostRow> openCostExportColumns(const Currency& currency, bool manyClusters)
{
    Columns<OpenCostRow> columns = openCostColumns(currency, manyClusters);
    std::erase_if(columns, [&](const auto& column) { return column.id == QLatin1String(largestId) || (column.id == QLatin1String("cluster") && !manyClusters); });
    for (auto& column : columns)
        if (column.exact)
            column.text = [exact = column.exact](const OpenCostRow& row) {
                const QJsonValue value = exact(row);
                return value.isString() ? qtext(Money::parse(value.toString().toStdString())->rounded(2)) : QString();
            };
    return columns;
}

} // namespace loadline
