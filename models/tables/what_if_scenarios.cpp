// SPDX-License-Identifier: GPL-3.0-or-later
// Where the calculator starts, and what it hands out.
#include "tables/what_if_lines.h"

#include "cost/autoscaler_cost.h"
#include "cost/pool_machine.h"
#include "tables/cells.h"
#include "tables/pool_rows.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <set>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(WhatIf)
};

struct Part {
    std::string cluster;
    Scenario scenario;
};

void addTo(Scenario& all, Scenario part, const std::string& prefix)
{
    const auto append = [&](std::vector<WhatIfLine>& to, std::vector<WhatIfLine>& from) {
        for (WhatIfLine& line : from) {
            line.name = prefix + line.name;
            to.push_back(std::move(line));
        }
    };
    append(all.pools, part.pools);
    append(all.workloads, part.workloads);
    for (Phrase& phrase : part.assumptions)
        if (std::find(all.assumptions.begin(), all.assumptions.end(), phrase) == all.assumptions.end())
            all.assumptions.push_back(std::move(phrase));
}

// Lines say their cluster where several have any.
Scenario together(Scenario all, std::vector<Part> parts)
{
    std::erase_if(parts, [](const Part& part) { return part.scenario.pools.empty() && part.scenario.workloads.empty(); });
    for (Part& part : parts)
        addTo(all, std::move(part.scenario), parts.size() > 1 ? part.cluster + " · " : std::string());
    return all;
}

Quantity countOf(Money all, Money one)
{
    return Quantity::fromNano(Money::fromPico(1'000'000'000).scaled(all.pico(), one.pico()).pico());
}

// A KEDA workload has an HPA too: it is one line.
std::vector<WhatIfLine> workloadsOf(const Allocation& allocation, const ClusterCosts& known)
{
    std::vector<WhatIfLine> lines;
    std::set<std::string> seen;
    const auto costs = autoscalerCosts(allocation, &known.book, *known.days);
    for (const char* kind : {"ScaledObject", "HorizontalPodAutoscaler"})
        for (const AutoscalerCost& cost : costs) {
            if (cost.kind != kind || !cost.replica || *cost.replica <= Money() || !cost.now || !cost.atMax)
                continue;
            WhatIfLine line;
            line.name = cost.autoscaler.ns + "/" + cost.workload.name;
            if (!seen.insert(line.name).second)
                continue;
            line.price = *cost.replica;
            line.averageCount = countOf(*cost.now, *cost.replica);
            line.baselineCount = countOf(*cost.atMax, *cost.replica);
            lines.push_back(std::move(line));
        }
    return lines;
}

// What a pool without nodes would run at, as far as anything names its machine.
std::optional<WhatIfLine> emptyLine(const Allocation& allocation, const ClusterCosts& known, const std::string& pool)
{
    Phrase why;
    const auto machine = poolMachine(allocation, known.book, *known.days, pool, why);
    if (!machine)
        return std::nullopt;
    WhatIfLine line;
    line.name = pool;
    const Money paid = machine->cost.total();
    line.price = paid;
    if (machine->machine.capacity != CapacityType::OnDemand)
        if (const auto listed = machineOfType(allocation, known.book, machine->machine.instanceType, CapacityType::OnDemand))
            line.price = std::max(paid, listed->cost.total());
    if (paid < line.price) {
        line.spotPercent = Quantity::fromWhole(100);
        line.spotDiscountPercent = countOf((line.price - paid) * 100, line.price);
    }
    return line;
}

// Pools that have no node now can be tried out too: none of them, at their price.
void addEmptyPools(Scenario& scenario, const WorldPtr& world, const ClusterCosts& known, const Allocation& allocation, const Preferences& preferences)
{
    std::string added, unknown;
    for (const auto& row : derivePools({world}, preferences)) {
        if (row->nodes != 0 || row->name.empty())
            continue;
        auto line = emptyLine(allocation, known, row->name);
        auto& names = line ? added : unknown;
        names += (names.empty() ? "" : ", ") + row->name;
        if (line)
            scenario.pools.push_back(std::move(*line));
    }
    std::stable_sort(scenario.pools.begin(), scenario.pools.end(), [](const WhatIfLine& a, const WhatIfLine& b) { return a.name < b.name; });
    if (!added.empty())
        scenario.assumptions.push_back({LOADLINE_TR("Cost", "Without nodes now, at the price of the machine that would start: %1"), {added}});
    if (!unknown.empty())
        scenario.assumptions.push_back({LOADLINE_TR("Cost", "Without nodes now, and left out as their price is not known: %1"), {unknown}});
}

Scenario ofWorld(const WorldPtr& world, const ClusterCosts& known, const Preferences& preferences, const Costs& costs)
{
    const Allocation allocation = allocate(world, known.book, costs.settings.terms, costs.allocationOptions(preferences.poolLabel));
    std::vector<MachineCount> machines;
    for (const NodeCost& node : allocation.nodes) {
        MachineCount one {node.machine, 1, node.price};
        one.price.hourly = node.cost ? std::optional(node.cost->total()) : std::nullopt;
        one.price.onDemandHourly = node.onDemand ? std::optional(node.onDemand->total()) : std::nullopt;
        machines.push_back(std::move(one));
    }
    Scenario scenario = scenarioOfCounts(machines);
    addEmptyPools(scenario, world, known, allocation, preferences);
    scenario.workloads = workloadsOf(allocation, known);
    if (!scenario.workloads.empty())
        scenario.assumptions.push_back({LOADLINE_TR("Cost", "Workloads at the replicas of now, against their maximum always on, for which today's nodes may be too few: what they release is no part of the saving"), {}});
    return scenario;
}

Column<ScenarioRow> column(const char* id, std::function<QString(const ScenarioRow&)> text)
{
    return textColumn<ScenarioRow>(id, QLatin1String(id), {}, 100, std::move(text));
}

Column<ScenarioRow> amount(const char* id, const Currency& currency, std::function<Money(const ScenarioRow&)> of)
{
    auto made = column(id, [of, currency](const ScenarioRow& row) { return qtext(currency.of(of(row)).rounded(2)); });
    made.exact = [of, currency](const ScenarioRow& row) { return QJsonValue(qtext(currency.of(of(row)).decimal())); };
    return made;
}

void addAssumptions(Columns<ScenarioRow>& columns)
{
    const std::pair<WhatIfField, const char*> ids[] = {{WhatIfField::Baseline, "BaselineCount"}, {WhatIfField::Average, "AverageCount"},
        {WhatIfField::Price, "PriceUSD"}, {WhatIfField::Per, "PricePer"}, {WhatIfField::Spot, "SpotPercent"},
        {WhatIfField::SpotDiscount, "SpotDiscountPercent"}, {WhatIfField::OnDuty, "HoursOnDuty"}, {WhatIfField::AtZero, "HoursAtZero"},
        {WhatIfField::TooHigh, "RequestsTooHighPercent"}, {WhatIfField::Discount, "DiscountPercent"}, {WhatIfField::Mix, "MachineMix"}};
    for (const auto& [field, id] : ids)
        columns.push_back(column(id, [field = field](const ScenarioRow& row) -> QString {
            if (!row.assumptions)
                return {};
            if (field == WhatIfField::Mix)
                return mixText(row.assumptions->mix);
            if (field == WhatIfField::Per)
                return row.assumptions->per == PricePer::Hour ? QStringLiteral("hour") : QStringLiteral("month");
            return QString::number(whatIfNumber(*row.assumptions, field), 'g', 12);
        }));
}

} // namespace

Scenario scenarioOfNow(const Worlds& worlds, const Preferences& preferences, const Costs& costs)
{
    Scenario all;
    all.name = Words::tr("As it runs now").toStdString();
    all.hoursPerMonth = Quantity::fromWhole(costs.settings.terms.hoursPerMonth);
    std::vector<Part> parts;
    for (const WorldPtr& world : worlds) {
        const ClusterCosts* known = costs.find(world->cluster);
        if (known && world->state(KindId::Node).complete())
            parts.push_back({world->cluster, ofWorld(world, *known, preferences, costs)});
    }
    return together(std::move(all), std::move(parts));
}

Scenario scenarioOfWindow(const Worlds& worlds, const Costs& costs)
{
    Scenario all;
    all.name = Words::tr("The last %1 days").arg(costs.settings.windowDays).toStdString();
    all.hoursPerMonth = Quantity::fromWhole(costs.settings.terms.hoursPerMonth);
    std::vector<Part> parts;
    for (const WorldPtr& world : worlds) {
        const ClusterCosts* known = costs.find(world->cluster);
        if (!known || known->days->empty())
            continue;
        const TimeRange window {world->now - costs.settings.windowDays * dayLength, world->now};
        parts.push_back({world->cluster, scenarioOfLedger(ledger(*known->days, costs.settings.baseline, window))});
    }
    return together(std::move(all), std::move(parts));
}

std::string freeName(std::span<const Scenario> scenarios, const std::string& wanted)
{
    const auto taken = [&](const std::string& name) {
        return std::any_of(scenarios.begin(), scenarios.end(), [&](const Scenario& scenario) { return scenario.name == name; });
    };
    if (!taken(wanted))
        return wanted;
    // "Textbook 2" is followed by "Textbook 3".
    const auto digits = wanted.find_last_not_of("0123456789");
    const bool numbered = digits != std::string::npos && digits + 1 < wanted.size() && wanted[digits] == ' ' && digits > 0;
    const std::string stem = numbered ? wanted.substr(0, digits) : wanted;
    std::string name;
    for (int i = 2; taken(name = stem + " " + std::to_string(i)); ++i)
        ;
    return name;
}

ExportTable whatIfExport(std::span<const Scenario> scenarios, const Terms& terms, const QStringList& clusters, TimePoint at)
{
    const Currency& currency = terms.currency;
    Columns<ScenarioRow> columns;
    columns.push_back(column("Scenario", [](const ScenarioRow& row) { return qtext(row.scenario); }));
    columns.push_back(column("Of", [](const ScenarioRow& row) { return row.workload ? QStringLiteral("workload") : QStringLiteral("pool"); }));
    columns.push_back(column("Line", [](const ScenarioRow& row) { return row.assumptions ? qtext(row.line) : QStringLiteral("total"); }));
    addAssumptions(columns);
    columns.push_back(amount("BaselineMonth", currency, [](const ScenarioRow& row) { return row.result.saving.baseline; }));
    columns.push_back(amount("HoursNotRun", currency, [](const ScenarioRow& row) { return row.result.saving.hoursNotRun; }));
    columns.push_back(amount("OfItAtZero", currency, [](const ScenarioRow& row) { return row.result.saving.whileAtZero(); }));
    columns.push_back(amount("Spot", currency, [](const ScenarioRow& row) { return row.result.saving.spot; }));
    columns.push_back(amount("MachineTypes", currency, [](const ScenarioRow& row) { return row.result.saving.machineTypes; }));
    columns.push_back(amount("RightSizing", currency, [](const ScenarioRow& row) { return row.result.rightSizing; }));
    columns.push_back(amount("Discount", currency, [](const ScenarioRow& row) { return row.result.discount; }));
    columns.push_back(amount("Month", currency, [](const ScenarioRow& row) { return row.result.monthly(); }));
    columns.push_back(amount("Year", currency, [](const ScenarioRow& row) { return row.result.yearly(); }));
    columns.push_back(amount("SavedMonth", currency, [](const ScenarioRow& row) { return row.result.saved(); }));
    columns.push_back(amount("SavedYear", currency, [](const ScenarioRow& row) { return row.result.savedYearly(); }));
    columns.push_back(column("SavedPercent", [](const ScenarioRow& row) {
        const auto percent = row.result.savedPercent();
        return percent ? QString::number(std::round(percent->value() * 100) / 100, 'g', 12) : QString();
    }));
    ExportHead head;
    head.page = Words::tr("What if");
    head.clusters = clusters;
    head.namespaces = QStringLiteral("all");
    head.at = at;
    head.notes << (currency.converts() ? Words::tr("Amounts in %1, %2 for a US dollar; prices in US dollars.").arg(qtext(currency.code), qtext(currency.perDollar.decimal()))
                                       : Words::tr("Amounts in US dollars."));
    head.notes << Words::tr("Workloads stand beside the pools and are never added to them.");
    QStringList ids;
    for (const auto& one : columns)
        ids << one.id;
    Rows<ScenarioRow> rows;
    for (ScenarioRow& row : exportRows(scenarios))
        rows.push_back(std::make_shared<const ScenarioRow>(std::move(row)));
    return exportTable(std::move(head), columns, ids, rows);
}

} // namespace loadline
