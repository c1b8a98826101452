// SPDX-License-Identifier: GPL-3.0-or-later
// What a month of the ledger takes from its cached days, and a step of the what-if calculator.
//
//     bench_ledger      (build without sanitizers)
//
// Nodes come and go as they do under a load that follows the day: a third of them live for a few hours, a third of these
// on spot for less than one. Times are of the processor, as everything runs on one thread: other load does not count.
// Exit status 1 when 1,000 nodes over 30 days take 200 ms, a step 16 ms, or ten times the nodes twice what is linear
// (they no longer fit in the caches).
#include "cost/ledger.h"
#include "cost/scenario.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <map>
#include <random>

using namespace loadline;

namespace {

constexpr int dayCount = 30;
constexpr std::int32_t minute = 60'000;
const TimePoint first = parseRfc3339("2026-10-01T00:00:00Z").value();

Machine machineOf(std::mt19937& random, int pools)
{
    Machine machine;
    const auto one = [&](const char* name, int count) { return name + std::to_string(random() % unsigned(count)); };
    machine.provider = "aws";
    machine.region = "eu-central-1";
    machine.zone = one("eu-central-1", 3);
    machine.pool = one("pool-", pools);
    machine.instanceType = one("m6i.", 8);
    machine.capacity = random() % 3 == 0 ? CapacityType::Spot : CapacityType::OnDemand;
    return machine;
}

// When a node that is not always there comes and goes, in minutes.
std::vector<DaySpan> livesOf(std::mt19937& random, bool spot)
{
    std::vector<DaySpan> lives;
    const auto upTo = [&](int minutes) { return std::int32_t(random() % unsigned(minutes)); };
    std::int32_t at = upTo(spot ? 120 : 700);
    while (at < 1440) {
        const std::int32_t length = spot ? 10 + upTo(50) : 120 + upTo(480);
        lives.push_back({at * minute, std::min(1440, at + length) * minute});
        at += length + 5 + upTo(spot ? 60 : 300);
    }
    return lives;
}

std::vector<CountRun> runsOf(std::map<std::int32_t, std::int32_t>& changes)
{
    std::vector<CountRun> runs;
    std::int32_t count = 0, from = 0;
    for (const auto& [at, change] : changes) {
        if (count > 0 && at > from)
            runs.push_back({from, at, count});
        count += change;
        from = at;
    }
    return runs;
}

UsageDay dayOf(std::mt19937& random, int index, int nodes)
{
    UsageDay day;
    day.day = first + dayLength * index;
    day.covered = {{0, 1440 * minute}};
    if (index % 7 == 3)
        day.covered = {{0, 600 * minute}, {660 * minute, 1440 * minute}};
    std::map<Machine, std::map<std::int32_t, std::int32_t>> changes;
    for (int node = 0; node < nodes; ++node) {
        auto& change = changes[machineOf(random, nodes / 25)];
        if (node % 3 != 0) {
            ++change[0];
            --change[1440 * minute];
            continue;
        }
        for (const DaySpan& life : livesOf(random, node % 9 == 0)) {
            ++change[life.from];
            --change[life.to];
        }
    }
    for (auto& [machine, change] : changes) {
        MachineDay line;
        line.machine = machine;
        line.runs = runsOf(change);
        line.price.hourly = Money::fromPico(Int128(100'000'000'000 + machine.instanceType.back() * 1'000'000'000));
        line.price.onDemandHourly = *line.price.hourly * (machine.capacity == CapacityType::Spot ? 3 : 1);
        line.price.source = PriceSource::BundledRegion;
        line.price.detail = "AWS eu-central-1 list";
        day.machines.push_back(std::move(line));
    }
    for (int i = 0; i < nodes; ++i) {
        WorkloadDay workload;
        workload.ns = "team-" + std::to_string(i % 40);
        workload.kind = "Deployment";
        workload.name = "service-" + std::to_string(i);
        workload.scaledBy = i % 4 == 0 ? ScaledBy::Keda : ScaledBy::Hpa;
        workload.replicaHourly = Money::fromPico(12'345'678'901);
        for (std::int32_t at = 0; at < 1440; at += 120)
            workload.runs.push_back({at * minute, (at + 120) * minute, std::int32_t(random() % 12)});
        day.workloads.push_back(std::move(workload));
    }
    return day;
}

double processorMillis()
{
    timespec time {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

template <class Work>
double fastest(int rounds, const Work& work)
{
    double best = 1e9;
    for (int i = 0; i < rounds; ++i) {
        const double start = processorMillis();
        work();
        best = std::min(best, processorMillis() - start);
    }
    return best;
}

double month(int nodes)
{
    std::mt19937 random(42);
    std::vector<std::string> cached;
    std::size_t bytes = 0, groups = 0, runs = 0;
    for (int i = 0; i < dayCount; ++i) {
        const UsageDay day = dayOf(random, i, nodes);
        groups = std::max(groups, day.machines.size());
        for (const MachineDay& machine : day.machines)
            runs += machine.runs.size();
        cached.push_back(writeUsageDay(day));
        bytes += cached.back().size();
    }
    std::vector<UsageDay> days;
    const double read = fastest(5, [&] {
        days.clear();
        for (const std::string& blob : cached)
            days.push_back(readUsageDay(blob).value());
    });
    Ledger result;
    const TimeRange window {first, first + dayLength * dayCount};
    const double fold = fastest(5, [&] { result = ledger(days, {}, window); });
    std::printf("%6d nodes, %4zu groups, %7zu runs, %5.1f MB cached: read %6.1f ms, ledger %6.1f ms, together %6.1f ms"
                "  (saved %s of %s $)\n",
                nodes, groups, runs, double(bytes) / 1e6, read, fold, read + fold,
                result.saving.total().rounded(0).c_str(), result.saving.baseline.rounded(0).c_str());
    return result.saving.addsUp() ? read + fold : 1e9;
}

double step(int lines)
{
    std::mt19937 random(7);
    Scenario scenario;
    for (int i = 0; i < lines; ++i) {
        WhatIfLine line;
        line.name = "pool-" + std::to_string(i);
        line.baselineCount = Quantity::fromMilli(random() % 100'000);
        line.averageCount = Quantity::fromMilli(random() % 60'000);
        line.price = Money::fromPico(Int128(random()) * 997);
        line.spotPercent = Quantity::fromMilli(random() % 100'000);
        line.spotDiscountPercent = Quantity::fromWhole(60);
        line.requestsTooHighPercent = Quantity::fromWhole(40);
        line.mix = {{"a", Quantity::fromWhole(70), line.price}, {"b", Quantity::fromWhole(30), line.price * 2}};
        scenario.pools.push_back(std::move(line));
    }
    Money paid;
    const double time = fastest(20, [&] {
        paid = evaluate(scenario).pools.monthly();
        for (const ScenarioRow& row : exportRows({&scenario, 1}))
            paid += row.result.monthly();
    });
    std::printf("%6d lines: a what-if step with every line's result %.2f ms  (%s $)\n", lines, time, paid.rounded(0).c_str());
    return time;
}

bool within(const char* what, double value, double limit)
{
    if (value >= limit)
        std::printf("OVER: %s %.2f, limit %.2f\n", what, value, limit);
    return value < limit;
}

} // namespace

int main()
{
    const double one = month(1000);
    const double ten = month(10'000);
    bool fine = within("30 days of 1,000 nodes, ms", one, 200);
    fine = within("growth from 1,000 to 10,000 nodes", ten / one, 20) && fine;
    fine = within("what-if step of 1,000 lines, ms", step(1000), 16) && fine;
    return fine ? 0 : 1;
}
