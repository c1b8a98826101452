// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of a cost review.
#include "tables/cost_review_parts.h"

#include "cluster/capacity_key.h"
#include "tables/cost_parts.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <map>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Cost)
};

// Rows that a review has no room for, or that stand for several clusters at once, as one.
struct SummedRows {
    std::size_t count = 0;
    Money hourly, baseline, saved, potential;
    std::optional<Money> actual;
    bool compared = false;
    void add(const CostRow& row)
    {
        ++count;
        hourly += row.hourly.value_or(Money());
        if (row.actual)
            actual = actual.value_or(Money()) + *row.actual;
        baseline += row.baseline.value_or(Money());
        saved += row.saved.value_or(Money());
        potential += row.potential.value_or(Money());
        compared = compared || row.baseline;
    }
    [[nodiscard]] QStringList cells(const QString& name, bool many, const ReviewTeller& tell) const
    {
        const auto known = [](bool is, Money amount) { return is ? std::optional(amount) : std::nullopt; };
        QStringList cells {name};
        if (many)
            cells << QStringLiteral("–");
        return cells << tell.rate(hourly) << tell.cell(actual) << tell.cell(known(compared, baseline)) << tell.cell(known(compared, saved))
                     << QStringLiteral("–") << tell.cell(known(!potential.isZero(), potential)) << QStringLiteral("–");
    }
};

} // namespace

QString reviewPercent(const std::optional<double>& percent)
{
    if (!percent)
        return unknown();
    QString text = QString::number(std::round(*percent * 100) / 100, 'g', 12); // as in the CSV
    return text.replace(QLatin1Char('-'), QChar(0x2212)) + QChar(0x2009) + QLatin1Char('%');
}

ReviewTable reviewGroups(const CostReport& report, const ReviewTeller& tell, const ReviewLimits& limits)
{
    ReviewTable table;
    const bool many = report.clusters.size() > 1, together = report.clusters.size() > 3; // what is nobody's
    table.titles << groupTitle(report.by);
    if (many)
        table.titles << clusterTitle();
    table.names = int(table.titles.size());
    table.titles << Words::tr("Now") << Words::tr("Actual") << Words::tr("Baseline") << Words::tr("Saved") << Words::tr("Saved %")
                 << Words::tr("Potential a month") << Words::tr("Efficiency");
    std::size_t plain = 0, totals = 0;
    SummedRows left, clustersLeft;
    std::map<CostGroup::Special, SummedRows> specials;
    std::vector<QStringList> sums;
    for (const auto& row : report.rows) {
        const bool special = row->special != CostGroup::Special::None;
        if (!row->total && !special && ++plain > limits.groups) {
            left.add(*row);
            continue;
        }
        if (special && together) {
            specials[row->special].add(*row);
            continue;
        }
        if (row->total && ++totals > limits.clusters) {
            clustersLeft.add(*row);
            continue;
        }
        QStringList cells {groupName(report.by, row->total ? "__total__" : row->key, row->special)};
        if (many)
            cells << qtext(row->cluster);
        cells << rateText(*row, tell.rate(row->hourly)) << tell.cell(row->actual) << tell.cell(row->baseline) << tell.cell(row->saved)
              << (row->savedPercent ? reviewPercent(row->savedPercent->value()) : QStringLiteral("–")) << tell.cell(row->potential)
              << (row->efficiency ? reviewPercent(*row->efficiency * 100) : QStringLiteral("–"));
        (row->total ? sums : table.rows).push_back(std::move(cells));
    }
    if (left.count > 0)
        table.rows.push_back(left.cells(Words::tr("%1 smaller rows").arg(left.count), many, tell));
    for (const auto& [special, rows] : specials)
        table.rows.push_back(rows.cells(Words::tr("%1, of all clusters").arg(groupName(report.by, {}, special)), many, tell));
    for (QStringList& sum : sums) {
        table.strong.push_back(table.rows.size());
        table.rows.push_back(std::move(sum));
    }
    if (clustersLeft.count > 0) {
        table.strong.push_back(table.rows.size());
        table.rows.push_back(clustersLeft.cells(Words::tr("Total of %1 more clusters").arg(clustersLeft.count), many, tell));
    }
    QStringList notes;
    if (left.count > 0)
        notes << (left.actual ? Words::tr("%1 smaller rows with %2 in all are left out here; the CSV has them.").arg(left.count).arg(tell.cents(left.actual))
                              : Words::tr("%1 smaller rows are left out here; the CSV has them.").arg(left.count));
    if (report.haveLedger && sharesOfPods(report.by.kind))
        notes << Words::tr("Rows stand for pods: replicas that had a node over the window, at the size and the price of their time, compared with what they requested by the baseline.")
              << Words::tr("The total stands for nodes: what was saved there beyond those pods is in the line of idle and system.");
    table.note = notes.join(QLatin1Char(' '));
    return table;
}

ReviewTable reviewSources(const CostReport& report)
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

ReviewTable reviewMachines(const CostReport& report, const ReviewTeller& tell, const ReviewLimits& limits)
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
        if (i >= limits.machines) {
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
    if (machines.size() > limits.machines)
        table.note = Words::tr("%1 more with %2 in all.").arg(machines.size() - limits.machines).arg(tell.cents(left));
    return table;
}

// Of several clusters fewer namespaces each, down to their totals.
ReviewTable reviewOpenCost(const CostReport& report, const ReviewLimits& limits)
{
    ReviewTable table;
    const bool many = report.clusters.size() > 1;
    const auto columns = openCostColumns(report.terms.currency, many);
    for (const auto& column : columns)
        if (column.shown)
            table.titles << column.title;
    table.names = many ? 2 : 1;
    const std::size_t each = std::max<std::size_t>(1, limits.namespaces / std::max<std::size_t>(1, report.openCost.size()));
    for (const OpenCostBeside& beside : report.openCost) {
        const bool left = beside.rows.size() > each;
        for (std::size_t i = 0; i < beside.rows.size(); ++i) {
            if (!beside.rows[i]->total && i + 1 >= each && left)
                continue;
            QStringList cells;
            for (const auto& column : columns)
                if (column.shown)
                    cells << column.text(*beside.rows[i]);
            if (beside.rows[i]->total)
                table.strong.push_back(table.rows.size());
            table.rows.push_back(std::move(cells));
        }
        if (left)
            table.note = Words::tr("Namespaces with smaller differences are left out here; loadline opencost writes them all.");
    }
    return table;
}

} // namespace loadline
