// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/ledger.h"

#include <random>

// Days made by hand and at random, for the tests of the ledger.
namespace loadline::test {

inline TimePoint at(const char* text)
{
    return parseRfc3339(text).value();
}

constexpr std::int32_t hours(int count)
{
    return count * 3'600'000;
}

inline Money usd(const char* text)
{
    return Money::parse(text).value();
}

inline Price priceOf(const char* hourly, const char* onDemand = nullptr)
{
    Price price;
    price.hourly = usd(hourly);
    price.onDemandHourly = usd(onDemand ? onDemand : hourly);
    price.source = PriceSource::BundledRegion;
    price.asOf = "2026-07-20";
    return price;
}

inline MachineDay machineDay(const char* pool, const char* type, CapacityType capacity, Price price,
                             std::vector<CountRun> runs)
{
    MachineDay day;
    day.machine = {"aws", "eu-central-1", "eu-central-1a", type, pool, capacity};
    day.price = std::move(price);
    day.runs = std::move(runs);
    return day;
}

inline WorkloadDay workloadDay(const char* name, ScaledBy by, const char* hourly, std::vector<CountRun> runs)
{
    WorkloadDay day;
    day.ns = "shop";
    day.kind = "Deployment";
    day.name = name;
    day.scaledBy = by;
    day.replicaHourly = usd(hourly);
    day.runs = std::move(runs);
    return day;
}

inline UsageDay wholeDay(TimePoint day)
{
    UsageDay usage;
    usage.day = day;
    usage.covered = {{0, hours(24)}};
    usage.origin = SeriesOrigin::Prometheus;
    return usage;
}

// Days in which anything can happen: counts that churn, prices that change or are not known, gaps.
class RandomDays {
public:
    explicit RandomDays(unsigned seed)
        : random_(seed)
    {
    }
    std::vector<UsageDay> days(TimePoint first, int count)
    {
        std::vector<UsageDay> days;
        for (int i = 0; i < count; ++i)
            days.push_back(day(first + dayLength * i));
        return days;
    }
    std::int32_t number(std::int32_t from, std::int32_t to)
    {
        return std::uniform_int_distribution<std::int32_t>(from, to)(random_);
    }

private:
    UsageDay day(TimePoint at)
    {
        UsageDay usage = wholeDay(at);
        if (number(0, 3) == 0)
            usage.covered = {{number(0, hours(3)), number(hours(4), hours(9))}, {number(hours(10), hours(11)), hours(24)}};
        for (const char* pool : {"cpu", "gpu", "spot"})
            for (const char* type : {"m6i.xlarge", "m7g.large", "g5.xlarge"})
                usage.machines.push_back(machineDay(pool, type, number(0, 1) ? CapacityType::Spot : CapacityType::OnDemand,
                                                    price(), runs(0)));
        for (const char* name : {"api", "batch", "web"})
            usage.workloads.push_back(workloadDay(name, name[0] == 'b' ? ScaledBy::Keda : ScaledBy::Hpa, "0.0123", runs(-3)));
        if (number(0, 1) == 1) {
            usage.workloads[1].scaledBy = ScaledBy::Cron;
            usage.workloads[1].scheduled = number(1, 12);
        }
        for (WorkloadDay& workload : usage.workloads) {
            for (const CountRun& run : workload.runs)
                if (number(0, 2) == 0)
                    workload.waiting.push_back({run.from, run.to, number(1, 4)});
            if (number(0, 1) == 1)
                workload.size = {Quantity::fromMilli(number(0, 9000)), Quantity::fromWhole(number(0, 2'000'000'000)), {}};
        }
        return usage;
    }
    Price price()
    {
        Price price;
        if (number(0, 9) == 0)
            return price;
        price.hourly = Money::fromPico(Int128(number(1, 2'000'000'000)) * 1'733);
        if (number(0, 4) > 0)
            price.onDemandHourly = Money::fromPico(Int128(number(1, 2'000'000'000)) * 1'999);
        price.source = PriceSource::BundledOther;
        price.estimated = number(0, 1) == 1;
        return price;
    }
    std::vector<CountRun> runs(std::int32_t least)
    {
        std::vector<CountRun> runs;
        std::int32_t from = number(0, hours(2));
        while (from < hours(24)) {
            const std::int32_t to = std::min(hours(24), from + number(1, hours(5)));
            const std::int32_t count = std::max(0, number(least, 20));
            if (count > 0 || least < 0)
                runs.push_back({from, to, count});
            from = to + (number(0, 1) ? number(0, hours(1)) : 0);
        }
        return runs;
    }
    std::mt19937 random_;
};

} // namespace loadline::test
