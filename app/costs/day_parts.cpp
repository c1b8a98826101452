// SPDX-License-Identifier: GPL-3.0-or-later
#include "costs/day_parts.h"

#include "cluster/capacity_key.h"
#include "cost/gpus.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace loadline {
namespace {

std::string labelOf(const Series& series, std::string_view name)
{
    const auto* value = series.label(name);
    return value ? *value : std::string();
}

Machine machineOfLabels(const Series& series)
{
    Machine machine;
    machine.capacity = capacityOfKey(labelOf(series, "capacity")).value_or(CapacityType::Unknown);
    machine.instanceType = labelOf(series, "instance_type");
    machine.pool = labelOf(series, "pool");
    machine.region = labelOf(series, "region");
    machine.zone = labelOf(series, "zone");
    return machine;
}

// An amount over one day: what was told holds until something else is, the first from midnight on.
using Steps = std::vector<std::pair<std::int32_t, Money>>;

Steps stepsOf(const Series& series, TimePoint day)
{
    Steps steps;
    for (const Sample& sample : series.samples) {
        if (!(sample.value > 0) || sample.at < day || sample.at >= day + dayLength)
            continue;
        const Money amount = Money::fromDouble(sample.value);
        if (steps.empty())
            steps.emplace_back(0, amount);
        else if (steps.back().second != amount)
            steps.emplace_back(static_cast<std::int32_t>((sample.at - day).count()), amount);
    }
    return steps;
}

std::optional<Money> amountAt(const Steps& steps, std::int32_t at)
{
    const auto after = std::find_if(steps.begin(), steps.end(), [at](const auto& step) { return step.first > at; });
    return after == steps.begin() ? std::nullopt : std::optional(std::prev(after)->second);
}

// What Prometheus told of prices on one day.
class DayPrices {
public:
    DayPrices(TimePoint day, const DayAnswers& answers)
    {
        if (const auto& machines = answers.of(DayPart::Machines))
            for (const Series& series : *machines) {
                const Machine machine = machineOfLabels(series);
                bought_[{machine.instanceType, machine.region}].insert(machine.capacity);
            }
        if (const auto& prices = answers.of(DayPart::MachinePrices))
            for (const Series& series : *prices) {
                if (series.label("capacity")) // told of machines alike
                    machines_.emplace(machineOfLabels(series), stepsOf(series, day));
                else
                    types_.emplace(std::pair(labelOf(series, "instance_type"), labelOf(series, "region")), stepsOf(series, day));
            }
        if (const auto& offerings = answers.of(DayPart::Offerings))
            for (const Series& series : *offerings)
                if (auto steps = stepsOf(series, day); !steps.empty()) {
                    const auto capacity = capacityOfKey(labelOf(series, "capacity_type")).value_or(CapacityType::Unknown);
                    offerings_[{labelOf(series, "instance_type"), capacity}].emplace(labelOf(series, "zone"), std::move(steps));
                }
    }

    // The prices of a machine, each with the time of the day from which it held; never empty.
    struct Told {
        std::int32_t from = 0;
        Price price;
        std::optional<Money> spotHourly;
    };
    [[nodiscard]] std::vector<Told> of(const Machine& machine) const
    {
        const Steps* openCost = openCostOf(machine);
        std::set<std::int32_t> times {0};
        if (openCost)
            for (const auto& [from, amount] : *openCost)
                times.insert(from);
        for (const CapacityType capacity : {CapacityType::OnDemand, CapacityType::Spot})
            if (const auto found = offerings_.find({machine.instanceType, capacity}); found != offerings_.end())
                for (const auto& [zone, steps] : found->second)
                    for (const auto& [from, amount] : steps)
                        times.insert(from);
        std::vector<Told> all;
        for (const std::int32_t from : times)
            if (Told told {from, priceAt(machine, openCost, from), offering(machine, CapacityType::Spot, from)};
                all.empty() || told.price != all.back().price || told.spotHourly != all.back().spotHourly)
                all.push_back(std::move(told));
        return all;
    }

private:
    // OpenCost's, where it is known to be that of such machines alone: the mean of a type that is bought in several ways
    // would mix spot and on demand.
    [[nodiscard]] const Steps* openCostOf(const Machine& machine) const
    {
        if (const auto own = machines_.find(machine); own != machines_.end())
            return own->second.empty() ? nullptr : &own->second;
        const std::pair key {machine.instanceType, machine.region};
        const auto known = types_.find(key);
        const auto bought = bought_.find(key);
        const bool alike = bought != bought_.end() && bought->second.size() == 1;
        return known != types_.end() && alike && !known->second.empty() ? &known->second : nullptr;
    }
    [[nodiscard]] Price priceAt(const Machine& machine, const Steps* openCost, std::int32_t at) const
    {
        Price price;
        if (openCost)
            price.hourly = amountAt(*openCost, at);
        if (price.hourly) {
            price.source = PriceSource::OpenCost;
            if (machine.capacity == CapacityType::Spot)
                price.onDemandHourly = offering(machine, CapacityType::OnDemand, at);
            return price;
        }
        if (machine.capacity != CapacityType::Reserved)
            price.onDemandHourly = offering(machine, CapacityType::OnDemand, at);
        if (machine.capacity == CapacityType::Spot || machine.capacity == CapacityType::OnDemand)
            price.hourly = offering(machine, machine.capacity, at);
        if (price.hourly)
            price.source = PriceSource::Karpenter;
        return price;
    }
    [[nodiscard]] std::optional<Money> offering(const Machine& machine, CapacityType capacity, std::int32_t at) const
    {
        const auto found = offerings_.find({machine.instanceType, capacity});
        if (found == offerings_.end())
            return std::nullopt;
        if (const auto zone = found->second.find(machine.zone); zone != found->second.end())
            return amountAt(zone->second, at);
        if (!machine.zone.empty())
            return std::nullopt;
        Money sum;
        for (const auto& [zone, steps] : found->second)
            sum += amountAt(steps, at).value_or(Money());
        return sum.scaled(1, Int128(found->second.size()));
    }
    std::map<std::pair<std::string, std::string>, std::set<CapacityType>> bought_;
    std::map<Machine, Steps> machines_;
    std::map<std::pair<std::string, std::string>, Steps> types_;
    std::map<std::pair<std::string, CapacityType>, std::map<std::string, Steps>> offerings_;
};

// Cuts the days of machines where their price changed.
std::vector<MachineDay> cutByPrice(std::vector<MachineDay> machines, const DayPrices& prices)
{
    std::vector<MachineDay> cut;
    for (MachineDay& machine : machines) {
        const auto told = prices.of(machine.machine);
        for (std::size_t i = 0; i < told.size(); ++i) {
            MachineDay part = machine;
            part.priced = {told[i].from, i + 1 < told.size() ? told[i + 1].from : static_cast<std::int32_t>(dayLength.count())};
            part.runs = runsWithin(machine.runs, part.priced);
            part.price = told[i].price;
            part.spotHourly = told[i].spotHourly;
            cut.push_back(std::move(part));
        }
    }
    return cut;
}

// Of samples that look back: midnight's is of the day before.
std::optional<Quantity> meanOf(const Series& series, TimePoint day)
{
    double sum = 0;
    int samples = 0;
    for (const Sample& sample : series.samples)
        if (std::isfinite(sample.value) && sample.value >= 0 && sample.at > day && sample.at <= day + dayLength) {
            sum += sample.value;
            ++samples;
        }
    return samples == 0 ? std::nullopt : std::optional(Quantity::fromDouble(sum / samples));
}

// What pods tell of the workloads they belong to: how many wait, how large they are.
class PodFacts {
public:
    PodFacts(TimePoint day, const DayAnswers& answers)
        : day_(day)
    {
        if (const auto& waiting = answers.of(DayPart::Waiting))
            for (const Series& series : *waiting)
                waiting_[keyOf(series)] = &series;
        if (const auto& sizes = answers.of(DayPart::Sizes))
            for (const Series& series : *sizes)
                sizes_[keyOf(series)].push_back(&series);
    }
    void addTo(WorkloadSeries& series) const
    {
        const std::tuple key {series.workload.ns, series.workload.kind, series.workload.name};
        if (const auto at = waiting_.find(key); at != waiting_.end())
            series.waiting = *at->second;
        const auto at = sizes_.find(key);
        if (at == sizes_.end())
            return;
        for (const Series* one : at->second)
            addTo(series.workload.size, labelOf(*one, "resource"), meanOf(*one, day_));
    }

private:
    // As amountsOf() adds a pod's requests up: huge pages are memory, GPUs of all kinds are slices.
    static void addTo(ReplicaSize& size, const std::string& resource, const std::optional<Quantity>& mean)
    {
        const bool memory = resource == "memory" || resource.starts_with("hugepages");
        const std::int64_t weight = resource == "cpu" || memory ? 1 : gpuWeightOfLabel(resource);
        if (!mean || weight == 0)
            return;
        auto& sum = resource == "cpu" ? size.cpu : memory ? size.memory : size.gpu;
        sum = sum.value_or(Quantity()) + *mean * weight;
    }
    using Key = std::tuple<std::string, std::string, std::string>;
    static Key keyOf(const Series& series) { return {labelOf(series, "namespace"), labelOf(series, "kind"), labelOf(series, "name")}; }
    TimePoint day_;
    std::map<Key, const Series*> waiting_;
    std::map<Key, std::vector<const Series*>> sizes_;
};

void addWorkloads(std::vector<WorkloadSeries>& out, const std::optional<std::vector<Series>>& answer, const char* kind, const PodFacts& pods)
{
    if (!answer)
        return;
    for (const Series& series : *answer) {
        WorkloadSeries one;
        one.workload.ns = labelOf(series, "namespace");
        one.workload.kind = kind;
        one.workload.name = labelOf(series, "name");
        one.replicas = series;
        pods.addTo(one);
        out.push_back(std::move(one));
    }
}

} // namespace

std::vector<std::string> DayAnswers::types() const
{
    std::set<std::string> types;
    if (const auto& machines = of(DayPart::Machines))
        for (const Series& series : *machines)
            if (auto type = labelOf(series, "instance_type"); !type.empty())
                types.insert(std::move(type));
    return {types.begin(), types.end()};
}

SeriesRequest dayRequest(DayPart part, TimePoint day, TimePoint until, const std::vector<std::string>& types)
{
    // The last moment of a day is the first of the next: one step before it.
    const TimePoint last = std::min(until, day + dayLength - dayStep);
    const TimeRange range {day, std::max(day, day + (last - day) / dayStep * dayStep)};
    switch (part) {
    case DayPart::Machines:
        return {QueryId::NodesByMachine, {}, range, dayStep};
    case DayPart::Deployments:
        return {QueryId::WorkloadReplicasAll, {{"kind", "Deployment"}}, range, dayStep};
    case DayPart::StatefulSets:
        return {QueryId::WorkloadReplicasAll, {{"kind", "StatefulSet"}}, range, dayStep};
    case DayPart::Waiting:
        return {QueryId::WorkloadsWaiting, {}, range, dayStep};
    case DayPart::Sizes: // each sample looks back over an hour, the last one, of the next midnight, over the day's last
        return {QueryId::WorkloadSizes, {}, until < day + slowStep ? TimeRange {day, day}
                    : TimeRange {day + slowStep, day + (std::min(until, day + dayLength) - day) / slowStep * slowStep}, slowStep};
    case DayPart::MachinePrices:
        return {QueryId::MachinePrices, {}, range, dayStep};
    case DayPart::Offerings:
        return {QueryId::OfferingPrices, {{"types", anyOf(types)}},
            {range.from, range.from + (range.to - range.from) / slowStep * slowStep}, slowStep};
    }
    return {};
}

UsageDay makeDay(TimePoint day, const DayAnswers& answers)
{
    std::vector<MachineSeries> machines;
    if (const auto& counts = answers.of(DayPart::Machines)) {
        for (const Series& series : *counts) {
            MachineSeries one;
            one.machine = machineOfLabels(series);
            one.counts = series;
            machines.push_back(std::move(one));
        }
    }
    std::vector<WorkloadSeries> workloads;
    const PodFacts pods(day, answers);
    addWorkloads(workloads, answers.of(DayPart::Deployments), "Deployment", pods);
    addWorkloads(workloads, answers.of(DayPart::StatefulSets), "StatefulSet", pods);
    UsageDay usage = usageDay(day, dayStep, machines, workloads);
    usage.machines = cutByPrice(std::move(usage.machines), DayPrices(day, answers));
    usage.origin = answers.origin;
    return usage;
}

} // namespace loadline
