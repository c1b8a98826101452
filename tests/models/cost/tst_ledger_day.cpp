// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_days.h"

#include <QTest>

using namespace loadline;
using namespace loadline::test;

namespace {

const TimePoint day = at("2026-11-23T00:00:00Z");
constexpr Millis minute {60'000};

Series series(std::initializer_list<std::pair<int, double>> minutes, Millis gapAfter = minute * 5)
{
    Series series;
    series.gapAfter = gapAfter;
    for (const auto& [at, value] : minutes)
        series.samples.push_back({day + minute * at, value});
    return series;
}

Series steady(int from, int to, int every, double value)
{
    Series series;
    for (int at = from; at < to; at += every)
        series.samples.push_back({day + minute * at, value});
    return series;
}

MachineSeries machine(const char* pool, Series counts)
{
    MachineSeries machine;
    machine.machine.pool = pool;
    machine.counts = std::move(counts);
    machine.price = priceOf("0.1");
    return machine;
}

std::vector<CountRun> inMinutes(std::vector<CountRun> runs)
{
    for (CountRun& run : runs) {
        run.from *= 60'000;
        run.to *= 60'000;
    }
    return runs;
}

// FNV-1a over what is there, least byte first.
void appendChecksum(std::string& bytes)
{
    std::uint32_t hash = 2166136261u;
    for (const char c : bytes)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    for (unsigned shift = 0; shift < 32; shift += 8)
        bytes += static_cast<char>(hash >> shift & 0xFFu);
}

} // namespace

class TestLedgerDay : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void laysOutRuns();
    void aMissingMachineIsGoneWhileOthersAreHeard();
    void aSilentSourceIsAGap();
    void knowsAnEmptyCluster();
    void joinsDuplicateSeries();
    void toleratesJitter();
    void holdsOverMidnight();
    void zeroIsAStretchForWorkloads();
    void whatWaitsDoesNotRun();
    void survivesStrangeSamples();
    void roundTrips();
    void readsDaysWithoutSchedules();
    void refusesDamage();
    void countsCoveredTimeOnly();
};

void TestLedgerDay::laysOutRuns()
{
    Series counts = steady(0, 60, 1, 3);
    append(counts, steady(60, 1440, 1, 5).samples);
    const std::vector machines {machine("cpu", counts)};
    const UsageDay usage = usageDay(day + minute * 700, minute, machines, {});
    QCOMPARE(usage.day, day);
    QVERIFY((usage.covered == std::vector<DaySpan> {{0, hours(24)}}));
    QCOMPARE(usage.machines.size(), std::size_t(1));
    QVERIFY(usage.machines[0].runs == inMinutes({{0, 60, 3}, {60, 1440, 5}}));
}

void TestLedgerDay::aMissingMachineIsGoneWhileOthersAreHeard()
{
    // Spot nodes live for a few minutes: nothing bridges over the time between them.
    const std::vector machines {machine("cpu", steady(0, 1440, 1, 2)), machine("spot", series({{10, 4}, {11, 4}, {14, 6}, {15, 6}}))};
    const UsageDay usage = usageDay(day, minute, machines, {});
    QVERIFY(usage.machines[1].runs == inMinutes({{10, 12, 4}, {14, 16, 6}}));
    QVERIFY((usage.covered == std::vector<DaySpan> {{0, hours(24)}}));
}

void TestLedgerDay::aSilentSourceIsAGap()
{
    // Two minutes of silence are bridged, as in every chart; an hour is not.
    const std::vector machines {machine("cpu", series({{0, 2}, {1, 2}, {4, 2}, {64, 3}}))};
    const UsageDay usage = usageDay(day, minute, machines, {});
    QVERIFY(usage.machines[0].runs == inMinutes({{0, 5, 2}, {64, 65, 3}}));
    QCOMPARE(usage.covered.size(), std::size_t(2));
    QCOMPARE(coveredTime(usage.covered, {0, hours(24)}), std::int64_t(6 * 60'000));
}

void TestLedgerDay::knowsAnEmptyCluster()
{
    const Series heard = steady(0, 1440, 1, 1);
    const UsageDay usage = usageDay(day, minute, {}, {}, &heard);
    QVERIFY(usage.machines.empty());
    QCOMPARE(coveredTime(usage.covered, {0, hours(24)}), std::int64_t(dayLength.count()));
    QVERIFY(usageDay(day, minute, {}, {}).covered.empty());
}

void TestLedgerDay::joinsDuplicateSeries()
{
    // A restarted kube-state-metrics is two instances for five minutes: the same nodes are not counted twice.
    const std::vector machines {machine("cpu", steady(0, 65, 1, 8)), machine("cpu", steady(60, 1440, 1, 9))};
    const UsageDay usage = usageDay(day, minute, machines, {});
    QCOMPARE(usage.machines.size(), std::size_t(1));
    QVERIFY(usage.machines[0].runs == inMinutes({{0, 60, 8}, {60, 1440, 9}}));
    // And a sample that came twice counts once.
    Series twice = steady(0, 1440, 1, 8);
    twice.samples.insert(twice.samples.end(), twice.samples.begin(), twice.samples.begin() + 30);
    const std::vector doubled {machine("cpu", twice)};
    QVERIFY(usageDay(day, minute, doubled, {}).machines[0].runs == inMinutes({{0, 1440, 8}}));
}

void TestLedgerDay::toleratesJitter()
{
    Series late = steady(0, 1440, 1, 4);
    for (std::size_t i = 0; i < late.samples.size(); ++i)
        late.samples[i].at += Millis {i % 3 == 0 ? 29'000 : 2'000};
    const std::vector machines {machine("cpu", steady(0, 1440, 1, 2)), machine("gpu", late)};
    const UsageDay usage = usageDay(day, minute, machines, {});
    QCOMPARE(usage.machines[1].runs.size(), std::size_t(1));
    QCOMPARE(usage.machines[1].runs[0].to, hours(24));
}

void TestLedgerDay::holdsOverMidnight()
{
    const std::vector machines {machine("cpu", series({{-2, 7}, {3, 7}, {8, 1}, {1438, 1}, {1443, 9}}, minute * 8))};
    const UsageDay usage = usageDay(day, minute * 5, machines, {});
    QVERIFY(usage.machines[0].runs == inMinutes({{0, 8, 7}, {8, 13, 1}, {1438, 1440, 1}}));
    const std::vector old {machine("cpu", series({{-30, 7}}))};
    QVERIFY(usageDay(day, minute, old, {}).machines.empty());
}

void TestLedgerDay::zeroIsAStretchForWorkloads()
{
    WorkloadSeries batch;
    batch.workload = workloadDay("batch", ScaledBy::Keda, "0.5", {});
    batch.replicas = series({{0, 2}, {5, 0}, {10, 0}, {15, 3}});
    const std::vector workloads {batch, batch};
    const UsageDay usage = usageDay(day, minute * 5, {}, workloads);
    QCOMPARE(usage.workloads.size(), std::size_t(1));
    QVERIFY(usage.workloads[0].runs == inMinutes({{0, 5, 2}, {5, 15, 0}, {15, 20, 3}}));
}

void TestLedgerDay::whatWaitsDoesNotRun()
{
    // Three are wanted and one of them waits from 10 to 20; then one is wanted and waits; at last none is wanted. More
    // wait from 40 on than are wanted: a rollout's.
    WorkloadSeries api;
    api.workload = workloadDay("api", ScaledBy::Keda, "0.5", {});
    api.replicas = series({{0, 3}, {5, 3}, {10, 3}, {15, 3}, {20, 3}, {25, 1}, {30, 1}, {35, 0}, {40, 2}, {45, 2}});
    api.waiting = series({{10, 1}, {15, 1}, {25, 1}, {30, 1}, {40, 5}});
    const std::vector machines {machine("cpu", steady(0, 50, 5, 4))};
    const std::vector workloads {api};
    const UsageDay usage = usageDay(day, minute * 5, machines, workloads);
    QVERIFY(usage.workloads[0].runs == inMinutes({{0, 10, 3}, {10, 20, 2}, {20, 25, 3}, {25, 40, 0}, {40, 45, 0}, {45, 50, 2}})
        || usage.workloads[0].runs == inMinutes({{0, 10, 3}, {10, 20, 2}, {20, 25, 3}, {25, 45, 0}, {45, 50, 2}}));
    QVERIFY(usage.workloads[0].waiting == inMinutes({{10, 20, 1}, {25, 35, 1}, {40, 45, 2}}));
    const Ledger result = ledger(std::vector {usage}, {}, {day, day + minute * 50});
    QCOMPARE(result.workloads[0].ran, (minute * (30 + 20 + 15 + 10)).count());
    QCOMPARE(result.workloads[0].waited, (minute * (10 + 10 + 10)).count());
    QCOMPARE(result.workloads[0].atZero, (minute * 5).count()); // only while none was wanted
    QCOMPARE(*result.workloads[0].actual, usd("0.5").scaled(75, 60));
    QCOMPARE(result.workloads[0].against, std::int64_t(3));
    const auto kept = readUsageDay(writeUsageDay(usage));
    QVERIFY(kept && *kept == usage);
}

void TestLedgerDay::survivesStrangeSamples()
{
    Series strange = series({{5, -3}, {3, 1e300}, {4, 2.4}, {3, std::numeric_limits<double>::infinity()}});
    const std::vector machines {machine("cpu", strange), machine("none", {})};
    const UsageDay usage = usageDay(day, Millis {0}, machines, {});
    for (const MachineDay& line : usage.machines)
        for (const CountRun& run : line.runs)
            QVERIFY(run.from >= 0 && run.from < run.to && run.to <= hours(24) && run.count > 0);
    const UsageDay wide = usageDay(day, dayLength * 100, machines, {});
    QVERIFY(wide.covered.size() <= 1);
}

void TestLedgerDay::roundTrips()
{
    RandomDays random(11);
    for (const UsageDay& usage : random.days(day, 20)) {
        const std::string bytes = writeUsageDay(usage);
        const auto read = readUsageDay(bytes);
        QVERIFY(read);
        QVERIFY(*read == usage);
        std::size_t runs = 0;
        for (const MachineDay& machine : usage.machines)
            runs += machine.runs.size();
        QVERIFY(bytes.size() < 600 + runs * 12);
    }
}

// A day as it was kept before schedules were: the same, but for the last byte of each workload.
void TestLedgerDay::readsDaysWithoutSchedules()
{
    UsageDay usage = wholeDay(day);
    usage.workloads = {workloadDay("api", ScaledBy::Nothing, "0.1", {{0, hours(9), 0}, {hours(9), hours(18), 2}})};
    std::string bytes = writeUsageDay(usage);
    bytes.resize(bytes.size() - 5);
    bytes[4] = 3;
    appendChecksum(bytes);
    const auto read = readUsageDay(bytes);
    QVERIFY(read);
    QVERIFY(*read == usage);
}

void TestLedgerDay::refusesDamage()
{
    const std::string bytes = writeUsageDay(RandomDays(5).days(day, 1)[0]);
    for (std::size_t length = 0; length < bytes.size(); ++length)
        QVERIFY(!readUsageDay(std::string_view(bytes).substr(0, length)));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        std::string damaged = bytes;
        damaged[i] = static_cast<char>(damaged[i] ^ 0x41);
        QVERIFY(!readUsageDay(damaged));
    }
    std::string later = bytes;
    later[4] = 9;
    QCOMPARE(readUsageDay(later).error().kind, Error::Kind::Unsupported);
    QVERIFY(!readUsageDay(bytes + "x"));
    // With a checksum that fits, nonsense inside must still be refused or read as a day in order.
    std::mt19937 random(3);
    for (int round = 0; round < 3000; ++round) {
        std::string forged = bytes.substr(0, bytes.size() - 4);
        for (int i = 0; i < 3; ++i)
            forged[5 + random() % (forged.size() - 5)] = static_cast<char>(random());
        appendChecksum(forged);
        if (const auto read = readUsageDay(forged))
            for (const MachineDay& machine : read->machines)
                for (const CountRun& run : machine.runs)
                    QVERIFY(run.from >= 0 && run.from < run.to && run.to <= hours(24) && run.count > 0);
    }
}

void TestLedgerDay::countsCoveredTimeOnly()
{
    const std::vector<CountRun> runs {{0, 100, 2}, {100, 300, 1}, {500, 600, 10}};
    const std::vector<DaySpan> covered {{50, 150}, {250, 550}};
    QCOMPARE(countTime(runs, covered, {0, 1000}), std::int64_t(50 * 2 + 50 + 50 + 50 * 10));
    QCOMPARE(countTime(runs, covered, {60, 510}), std::int64_t(40 * 2 + 50 + 50 + 10 * 10));
    QCOMPARE(coveredTime(covered, {60, 510}), std::int64_t(90 + 260));
}

QTEST_GUILESS_MAIN(TestLedgerDay)
#include "tst_ledger_day.moc"
