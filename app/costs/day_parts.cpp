// SPDX-License-Identifier: GPL-3.0-or-later
#include "costs/day_parts.h"

#include "cluster/capacity_key.h"

#include <algorithm>
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

std::optional<Money> average(const Series& series)
{
    if (series.samples.empty())
        return std::nullopt;
    double sum = 0;
    for (const Sample& sample : series.samples)
        sum += sample.value;
    const double mean = sum / double(series.samples.size());
    return mean > 0 ? std::optional(Money::fromDouble(mean)) : std::nullopt;
}

// What Prometheus told of prices on one day.
class DayPrices {
public:
    explicit DayPrices(const DayAnswers& answers)
    {
        if (const auto& machines = answers.of(DayPart::Machines))
            for (const Series& series : *machines) {
                const Machine machine = machineOfLabels(series);
                bought_[{machine.instanceType, machine.region}].insert(machine.capacity);
            }
        if (const auto& prices = answers.of(DayPart::MachinePrices))
            for (const Series& series : *prices)
                if (const auto hourly = average(series))
                    openCost_[{labelOf(series, "instance_type"), labelOf(series, "region")}] = *hourly;
        if (const auto& offerings = answers.of(DayPart::Offerings))
            for (const Series& series : *offerings)
                if (const auto hourly = average(series))
                    offerings_[{labelOf(series, "instance_type"), capacityOfKey(labelOf(series, "capacity_type")).value_or(CapacityType::Unknown)}]
                        .emplace(labelOf(series, "zone"), *hourly);
    }

    [[nodiscard]] Price of(const Machine& machine) const
    {
        Price price;
        if (machine.capacity != CapacityType::Reserved)
            price.onDemandHourly = offering(machine, CapacityType::OnDemand);
        const std::pair key {machine.instanceType, machine.region};
        const auto known = openCost_.find(key);
        const auto bought = bought_.find(key);
        if (known != openCost_.end() && bought != bought_.end() && bought->second.size() == 1) {
            price.hourly = known->second;
            price.source = PriceSource::OpenCost;
            return price;
        }
        if (machine.capacity == CapacityType::Spot || machine.capacity == CapacityType::OnDemand)
            if (const auto hourly = offering(machine, machine.capacity)) {
                price.hourly = hourly;
                price.source = PriceSource::Karpenter;
            }
        return price;
    }
    [[nodiscard]] std::optional<Money> spotOf(const Machine& machine) const
    {
        return offering(machine, CapacityType::Spot);
    }

private:
    [[nodiscard]] std::optional<Money> offering(const Machine& machine, CapacityType capacity) const
    {
        const auto found = offerings_.find({machine.instanceType, capacity});
        if (found == offerings_.end())
            return std::nullopt;
        if (const auto zone = found->second.find(machine.zone); zone != found->second.end())
            return zone->second;
        if (!machine.zone.empty())
            return std::nullopt;
        Money sum;
        for (const auto& [zone, hourly] : found->second)
            sum += hourly;
        return sum.scaled(1, Int128(found->second.size()));
    }
    std::map<std::pair<std::string, std::string>, std::set<CapacityType>> bought_;
    std::map<std::pair<std::string, std::string>, Money> openCost_;
    std::map<std::pair<std::string, CapacityType>, std::map<std::string, Money>> offerings_;
};

void addWorkloads(std::vector<WorkloadSeries>& out, const std::optional<std::vector<Series>>& answer, const char* kind)
{
    if (!answer)
        return;
    for (const Series& series : *answer) {
        WorkloadSeries one;
        one.workload.ns = labelOf(series, "namespace");
        one.workload.kind = kind;
        one.workload.name = labelOf(series, "name");
        one.replicas = series;
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
    case DayPart::MachinePrices:
        return {QueryId::MachinePrices, {}, {range.from, range.from + (range.to - range.from) / priceStep * priceStep},
            priceStep};
    case DayPart::Offerings:
        return {QueryId::OfferingPrices, {{"types", anyOf(types)}},
            {range.from, range.from + (range.to - range.from) / priceStep * priceStep}, priceStep};
    }
    return {};
}

UsageDay makeDay(TimePoint day, const DayAnswers& answers)
{
    const DayPrices prices(answers);
    std::vector<MachineSeries> machines;
    if (const auto& counts = answers.of(DayPart::Machines)) {
        for (const Series& series : *counts) {
            MachineSeries one;
            one.machine = machineOfLabels(series);
            one.counts = series;
            one.price = prices.of(one.machine);
            one.spotHourly = prices.spotOf(one.machine);
            machines.push_back(std::move(one));
        }
    }
    std::vector<WorkloadSeries> workloads;
    addWorkloads(workloads, answers.of(DayPart::Deployments), "Deployment");
    addWorkloads(workloads, answers.of(DayPart::StatefulSets), "StatefulSet");
    UsageDay usage = usageDay(day, dayStep, machines, workloads);
    usage.origin = answers.origin;
    return usage;
}

} // namespace loadline
