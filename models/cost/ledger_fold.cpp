// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/ledger_fold.h"

#include <algorithm>

namespace loadline {
namespace {

constexpr std::int64_t hour = 3'600'000;

Money cost(Money hourly, std::int64_t time)
{
    return hourly.scaled(time, hour);
}

// Machines of one type in one region cost the same on demand, but for pools and nodes with a price of their own.
auto typeOf(const Machine& machine, std::string_view pool)
{
    return std::tuple<std::string_view, std::string_view, std::string_view, std::string_view, std::string_view>(
        machine.provider, machine.region, machine.instanceType, pool, machine.own);
}

// The value of `key`, made where it is new; `cursor` is where the last one was found.
template <class Map, class Key>
auto& following(Map& map, typename Map::iterator& cursor, const Key& key)
{
    if (cursor != map.end())
        ++cursor;
    if (cursor == map.end() || cursor->first != key)
        cursor = map.find(key);
    if (cursor == map.end())
        cursor = map.try_emplace(typename Map::key_type(key)).first;
    return cursor->second;
}

// How long some of its replicas waited for a node.
std::int64_t waitedWithin(const WorkloadDay& workload, std::span<const DaySpan> covered, DaySpan within)
{
    std::int64_t time = 0;
    for (const CountRun& run : workload.waiting)
        time += coveredTime(covered, {std::max(run.from, within.from), std::min(run.to, within.to)});
    return time;
}

std::optional<Money> plus(std::optional<Money> sum, Money part)
{
    return sum.value_or(Money()) + part;
}

} // namespace

LedgerFold::LedgerFold(Ledger& ledger, const Reference& reference)
    : ledger_(ledger)
    , reference_(reference)
{
    for (const PoolReference& pool : reference_.pools)
        pools_[pool.pool].pool = pool.pool;
}

bool LedgerFold::compares(const std::string& pool) const
{
    if (reference_.find(pool))
        return true;
    const auto& unknown = reference_.withoutPrice;
    return reference_.newPoolsAtZero && std::find(unknown.begin(), unknown.end(), pool) == unknown.end();
}

// What the pool's baseline costs an hour in all, at this day's prices where it has them.
Money LedgerFold::hourlyOf(const PoolReference& reference) const
{
    Money sum;
    for (const BaselineLine& line : reference.lines) {
        const auto today = line.machine.instanceType.empty() ? std::nullopt : priceToday(line.machine);
        sum += today.value_or(line.onDemandHourly.value_or(Money())) * line.count;
    }
    return sum;
}

std::optional<Money> LedgerFold::priceToday(const Machine& machine) const
{
    for (const std::string_view pool : {std::string_view(machine.pool), std::string_view()})
        if (const auto at = prices_.find(typeOf(machine, pool)); at != prices_.end())
            return at->second;
    return std::nullopt;
}

// What is always on pays every price of the day for as long as it holds. The first machine of a type speaks for it.
void LedgerFold::readPrices(const UsageDay& day)
{
    prices_.clear();
    const auto& machines = day.machines;
    for (std::size_t i = 0; i < machines.size();) {
        const Machine& machine = machines[i].machine;
        std::optional<Money> only;
        bool several = false;
        Money sum;
        NodeTime time = 0;
        for (; i < machines.size() && machines[i].machine == machine; ++i) {
            const auto& price = machines[i].price.onDemandHourly;
            if (!price)
                continue;
            several = several || (only && *only != *price);
            only = only ? only : price;
            const NodeTime held = coveredTime(day.covered, machines[i].priced);
            sum += *price * held;
            time += held;
        }
        if (!only)
            continue;
        const Money mean = several && time > 0 ? sum.scaled(1, time) : *only;
        prices_.emplace(typeOf(machine, machine.pool), mean);
        prices_.emplace(typeOf(machine, {}), mean);
    }
}

// Hours of machines without a price are left out on both sides.
NodeTime LedgerFold::baselineTime(const PoolReference& reference, const PoolSum& sum, NodeTime covered) const
{
    const NodeTime without = reference.whole ? sum.unpriced : sum.missing;
    return std::max<NodeTime>(0, reference.nodes * covered - without);
}

void LedgerFold::add(const UsageDay& day, DaySpan part)
{
    readPrices(day);
    LedgerDay line;
    line.day = day.day;
    line.asked = Millis {part.to - part.from};
    ledger_.days.push_back(line);
    day_ = &ledger_.days.back();
    addUpTo(day, part.to, 1);
    if (part.from > 0)
        addUpTo(day, part.from, -1);
}

void LedgerFold::addUpTo(const UsageDay& day, std::int32_t end, int sign)
{
    const NodeTime covered = coveredTime(day.covered, {0, end});
    day_->covered += Millis {covered} * sign;
    std::map<std::string_view, PoolSum> sums;
    for (const PoolReference& pool : reference_.pools)
        sums[pool.pool];
    for (const MachineDay& machine : day.machines)
        if (const NodeTime time = countTime(machine.runs, day.covered, {0, end}); time > 0)
            addMachine(machine, time, sign, sums);
    const Money before = ledger_.saving.hoursNotRun;
    for (const auto& [name, sum] : sums) {
        auto at = pools_.find(name);
        if (at == pools_.end())
            at = pools_.emplace(std::string(name), LedgerPool {}).first;
        at->second.pool = name;
        addPool(at->second, sum, covered, sign);
    }
    const Money hours = sign > 0 ? ledger_.saving.hoursNotRun - before : before - ledger_.saving.hoursNotRun;
    Money atZero;
    for (const WorkloadDay& workload : day.workloads)
        atZero += addWorkload(day, workload, end, sign);
    addAtZero(atZero, hours, sign);
}

void LedgerFold::addMachine(const MachineDay& machine, NodeTime time, int sign,
                            std::map<std::string_view, PoolSum>& pools)
{
    PoolSum& pool = pools[machine.machine.pool];
    LedgerMachine& line = following(machines_, machine_, machine.machine);
    const Price& price = machine.price;
    line.machine = machine.machine;
    line.ran += time * sign;
    line.source = price.source;
    line.asOf = price.asOf;
    line.estimated = line.estimated || price.estimated;
    if (!price.hourly) {
        pool.unpriced += time;
        ledger_.unpriced += time * sign;
        const PoolReference* reference = reference_.find(machine.machine.pool);
        if (reference && std::any_of(reference->lines.begin(), reference->lines.end(), [&](const BaselineLine& known) {
                return known.machine == machine.machine;
            }))
            pool.missing += time;
        return;
    }
    const Money paid = cost(*price.hourly, time);
    const Money onDemand = price.onDemandHourly ? cost(*price.onDemandHourly, time) : paid;
    pool.ran += time;
    pool.spotRan += machine.machine.capacity == CapacityType::Spot ? time : 0;
    pool.actual += paid;
    pool.onDemand += onDemand;
    ledger_.ran += time * sign;
    ledger_.estimated += price.estimated ? time * sign : 0;
    ledger_.withoutOnDemand += price.onDemandHourly ? 0 : time * sign;
    line.actual = plus(line.actual, paid * sign);
    line.onDemand = plus(line.onDemand, onDemand * sign);
    line.withoutOnDemand = line.withoutOnDemand || !price.onDemandHourly;
    if (machine.spotHourly && machine.machine.capacity == CapacityType::OnDemand)
        ledger_.potential.spot = plus(ledger_.potential.spot, (paid - cost(*machine.spotHourly, time)) * sign);
}

void LedgerFold::addPool(LedgerPool& pool, const PoolSum& sum, NodeTime covered, int sign)
{
    pool.compared = compares(pool.pool);
    pool.ran += sum.ran * sign;
    pool.spotRan += sum.spotRan * sign;
    pool.unpriced += sum.unpriced * sign;
    pool.actual += sum.actual * sign;
    ledger_.actual += sum.actual * sign;
    if (!pool.compared) {
        ledger_.outside += sum.actual * sign;
        day_->outside += sum.actual * sign;
        return;
    }
    Saving part;
    part.actual = sum.actual * sign;
    const PoolReference* reference = reference_.find(pool.pool);
    Money sameMachines = sum.onDemand; // the hours that ran, had they run on the baseline's machines
    if (reference && reference->nodes > 0) {
        const Money hourly = hourlyOf(*reference);
        const Int128 perNode = Int128(reference->nodes) * hour;
        const NodeTime time = baselineTime(*reference, sum, covered);
        pool.baseline += time * sign;
        part.baseline = hourly.scaled(time, perNode) * sign;
        sameMachines = hourly.scaled(sum.ran, perNode);
    }
    part.hoursNotRun = part.baseline - sameMachines * sign;
    part.machineTypes = (sameMachines - sum.onDemand) * sign;
    part.spot = (sum.onDemand - sum.actual) * sign;
    pool.saving += part;
    ledger_.saving += part;
    day_->actual += part.actual;
    day_->baseline += part.baseline;
}

// Gives what the workload's time at zero is worth, up to `end`: the cost of one replica.
Money LedgerFold::addWorkload(const UsageDay& day, const WorkloadDay& workload, std::int32_t end, int sign)
{
    std::int64_t known = 0, ran = 0, zero = 0, beyond = 0;
    for (const CountRun& run : workload.runs) {
        const std::int64_t time = coveredTime(day.covered, {run.from, std::min(run.to, end)});
        known += time;
        ran += time * run.count;
        beyond += workload.scheduled ? time * std::max(0, run.count - *workload.scheduled) : 0;
        zero += run.count == 0 ? time - waitedWithin(workload, day.covered, {run.from, std::min(run.to, end)}) : 0;
    }
    if (known == 0)
        return {};
    const auto key = std::tie(workload.ns, workload.kind, workload.name);
    LedgerWorkload& line = following(workloads_, workload_, key);
    std::tie(line.ns, line.kind, line.name) = key;
    line.scaledBy = workload.scaledBy;
    line.known += known * sign;
    line.ran += ran * sign;
    line.waited += countTime(workload.waiting, day.covered, {0, end}) * sign;
    line.sized += workload.size.known() ? ran * sign : 0;
    line.atZero += zero * sign;
    line.beyond += beyond * sign;
    line.scheduled = workload.scheduled;
    const BaselineWorkload* reference = reference_.find(workload);
    line.against = reference ? reference->replicas : 0;
    if (reference_.kind == BaselineKind::PinnedAtMax && workload.maxReplicas)
        line.rule = WorkloadRule::Max; // one that nothing scales has no maximum: its peak stands
    if (!workload.replicaHourly)
        return {};
    const Money paid = cost(*workload.replicaHourly, ran);
    const Money atZero = cost(*workload.replicaHourly, zero);
    line.actual = plus(line.actual, paid * sign);
    line.savedAtZero = plus(line.savedAtZero, atZero * sign);
    if (workload.scheduled)
        line.savedBySchedule = plus(line.savedBySchedule, cost(*workload.replicaHourly, *workload.scheduled * known - (ran - beyond)) * sign);
    if (!reference && (!reference_.newPoolsAtZero || reference_.workloads.empty()))
        return atZero;
    const Money hourly = reference ? reference->replicaHourly.value_or(*workload.replicaHourly) : Money();
    const Money released = cost(hourly, line.against * known) - paid;
    line.released = plus(line.released, released * sign);
    ledger_.released += released * sign;
    return atZero;
}

// At most what the day's hours that did not run are worth.
void LedgerFold::addAtZero(Money atZero, Money hours, int sign)
{
    ledger_.saving.atZero += std::clamp(atZero, Money(), std::max(Money(), hours)) * sign;
}

void LedgerFold::finish()
{
    for (auto& [name, pool] : pools_)
        ledger_.pools.push_back(std::move(pool));
    for (auto& [machine, line] : machines_)
        if (line.ran > 0)
            ledger_.machines.push_back(std::move(line));
    for (auto& [key, line] : workloads_) {
        if (line.known == 0)
            continue;
        if (line.scaledBy == ScaledBy::Keda)
            line.rule = WorkloadRule::AtLeastOne;
        else if (reference_.kind == BaselineKind::Before)
            line.rule = WorkloadRule::Recorded;
        else if (line.scaledBy == ScaledBy::Cron && line.scheduled)
            line.rule = WorkloadRule::AllHours;
        line.saved = line.rule == WorkloadRule::AtLeastOne ? line.savedAtZero
            : line.rule == WorkloadRule::AllHours          ? line.savedBySchedule
                                                           : line.released;
        ledger_.workloads.push_back(std::move(line));
    }
    for (const LedgerDay& day : ledger_.days)
        ledger_.covered += day.covered;
}

} // namespace loadline
