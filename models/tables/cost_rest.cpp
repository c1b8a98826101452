// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of the cost table that are no group's: with them every column adds up to the total.
#include "tables/cells.h"
#include "tables/cost_parts.h"

#include <QCoreApplication>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Cost)
};

using Special = CostGroup::Special;
using Lines = std::vector<std::shared_ptr<CostRow>>;

std::shared_ptr<CostRow> find(const Lines& rows, Special special)
{
    for (const auto& row : rows)
        if (row->special == special)
            return row;
    return nullptr;
}

// What lines stand for in actual and saved.
struct Sums {
    Money actual, saved;
};
Sums sumsOf(const Lines& rows)
{
    Sums sums;
    for (const auto& row : rows) {
        sums.actual += row->actual.value_or(Money());
        sums.saved += row->saved.value_or(Money());
    }
    return sums;
}

void compare(CostRow& row, Money actual, Money saved, const QString& rule)
{
    row.actual = actual;
    row.saved = saved;
    row.baseline = actual + saved;
    row.otherRule = rule;
}

// Potential of workloads that no line above stands for: DaemonSets, jobs.
void addPotential(CostRow& idle, const Lines& rows, const ClusterMoney& money)
{
    std::optional<Money> left;
    for (const RightSizing& one : money.rightSizing)
        if (one.monthly)
            addKnown(left, std::optional(one.potential()));
    for (const auto& row : rows)
        if (left && row->potential)
            *left = *left - *row->potential;
    if (left && !left->isZero())
        idle.potential = left;
}

bool isEmpty(const CostRow& row)
{
    const auto none = [](const std::optional<Money>& amount) { return !amount || amount->isZero(); };
    return none(row.hourly) && none(row.actual) && none(row.saved) && none(row.potential);
}

void addRemainder(CostRow& idle, const Lines& rows, const ClusterMoney& money)
{
    const Saving whole = money.whole();
    const Sums sums = sumsOf(rows);
    compare(idle, whole.actual - sums.actual, whole.total() - sums.saved, Words::tr("remainder"));
    idle.why = Words::tr("What the nodes cost and saved beyond the workloads above: room nobody asked for, DaemonSets, jobs, pods without an owner, "
                         "and what replicas used beyond their requests then but not now.");
}

void addIdle(Lines& rows, const ClusterMoney& money)
{
    auto idle = find(rows, Special::Idle);
    const bool made = !idle;
    if (made)
        idle = rows.emplace_back(specialRow(money, "__idle__", Special::Idle));
    addPotential(*idle, rows, money);
    if (money.ledger)
        addRemainder(*idle, rows, money);
    if (made && isEmpty(*idle))
        rows.pop_back();
}

void addLines(Lines& rows, const ClusterMoney& money)
{
    const Money sum = sumOf(money.lines);
    auto row = find(rows, Special::Lines);
    if (!money.ledger || (!row && sum.isZero()))
        return;
    if (!row)
        row = rows.emplace_back(specialRow(money, "__lines__", Special::Lines));
    compare(*row, sum, Money(), Words::tr("as actual"));
    row->why = Words::tr("As your terms say, over the time that is known; boot disks for as long as their nodes ran. They stand in actual and baseline "
                         "alike, so that they are no part of a saving.");
}

// What groups of nodes leave of the whole; nothing where they are the baseline's own.
void addLeft(Lines& rows, const ClusterMoney& money, GroupKind kind)
{
    const Saving whole = money.whole();
    const Sums sums = sumsOf(rows);
    if (whole.actual == sums.actual && whole.total() == sums.saved)
        return;
    auto row = specialRow(money, "__rest__", Special::Rest);
    compare(*row, whole.actual - sums.actual, whole.total() - sums.saved, Words::tr("nodes"));
    row->why = kind == GroupKind::Node
        ? Words::tr("History counts machines that are alike, not single nodes: what ran and was saved is told of all of them together.")
        : Words::tr("Node-hours of the baseline that did not run, and what other machines than the baseline's cost more or less. The lines above stand for "
                    "the hours that ran.");
    rows.push_back(std::move(row));
}

} // namespace

std::shared_ptr<CostRow> specialRow(const ClusterMoney& money, const char* key, Special special)
{
    auto row = std::make_shared<CostRow>();
    row->cluster = money.world->cluster;
    row->key = row->now.key = key;
    row->special = row->now.special = special;
    row->id = row->cluster + '/' + key + '*';
    row->hourly = Money();
    return row;
}

void addRest(Lines& rows, const ClusterMoney& money, GroupKind kind)
{
    if (kind == GroupKind::Cluster)
        return;
    addLines(rows, money);
    if (!sharesOfPods(kind)) {
        if (money.ledger)
            addLeft(rows, money, kind);
        return;
    }
    addIdle(rows, money);
    const auto lines = std::find_if(rows.begin(), rows.end(), [](const auto& row) { return row->special == Special::Lines; });
    if (lines != rows.end())
        std::rotate(lines, lines + 1, rows.end());
}

} // namespace loadline
