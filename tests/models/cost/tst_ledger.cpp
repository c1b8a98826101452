// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_days.h"

#include <QTest>

using namespace loadline;
using namespace loadline::test;

namespace {

const TimePoint day = at("2026-11-23T00:00:00Z");

TimeRange daysFrom(TimePoint first, int count)
{
    return {first, first + dayLength * count};
}

// 10 nodes for 12 hours and 2 for 12, at 0.10 an hour; 2 GPU nodes on spot for 6 hours at 0.30 instead of 1.00.
UsageDay workedDay(TimePoint on = day)
{
    UsageDay usage = wholeDay(on);
    usage.machines = {
        machineDay("cpu", "m6i.xlarge", CapacityType::OnDemand, priceOf("0.1"), {{0, hours(12), 10}, {hours(12), hours(24), 2}}),
        machineDay("gpu", "g5.xlarge", CapacityType::Spot, priceOf("0.3", "1"), {{hours(6), hours(12), 2}}),
    };
    return usage;
}

Baseline fixed(std::vector<BaselinePool> pools)
{
    Baseline baseline;
    baseline.kind = BaselineKind::Fixed;
    baseline.pools = std::move(pools);
    return baseline;
}

Baseline ofKind(BaselineKind kind)
{
    Baseline baseline;
    baseline.kind = kind;
    return baseline;
}

const LedgerPool& poolOf(const Ledger& ledger, const std::string& name)
{
    for (const LedgerPool& pool : ledger.pools)
        if (pool.pool == name)
            return pool;
    qFatal("no such pool");
}

} // namespace

class TestLedger : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void reckonsAWorkedDay();
    void leavesGapsOutOnBothSides();
    void takesCheaperMachinesFromTheBaseline();
    void showsNegativeParts();
    void followsPricesOfTheirTime();
    void leavesUnpricedNodesOutOnBothSides();
    void namesWhatHasNoOnDemandPrice();
    void comparesFixedPoolsOnly();
    void pinsAtMax();
    void comparesWithARecordedDate();
    void reckonsWorkloads();
    void holdsSchedulesAgainstThemselves();
    void capsTimeAtZero();
    void timeAtZeroIsPartOfTheHours();
    void partsAddUp_data();
    void partsAddUp();
    void windowsAddUp_data();
    void windowsAddUp();
    void pricesScale();
    void stacksByDay();
    void survivesEmptyInput();
    void readsFixedBaselines();
    void refusesBadBaselines_data();
    void refusesBadBaselines();
    void keepsBaselines();
};

void TestLedger::reckonsAWorkedDay()
{
    const std::vector days {workedDay()};
    const Ledger result = ledger(days, {}, daysFrom(day, 1));
    // Always on: 10 * 24 * 0.10 + 2 * 24 * 1.00 = 72. Ran: 144 h * 0.10 = 14.4, and 12 h * 0.30 = 3.6.
    QCOMPARE(result.saving.baseline, usd("72"));
    QCOMPARE(result.saving.actual, usd("18"));
    QCOMPARE(result.saving.total(), usd("54"));
    QCOMPARE(result.saving.hoursNotRun, usd("45.6")); // 96 h * 0.10 + 36 h * 1.00
    QCOMPARE(result.saving.spot, usd("8.4")); // 12 h * 0.70
    QCOMPARE(result.saving.machineTypes, Money());
    QVERIFY(result.saving.addsUp());
    QCOMPARE(result.realised(), usd("45.6"));
    QCOMPARE(result.saving.percent()->decimal(), std::string("75"));
    QCOMPARE(result.coveredPercent(), Quantity::fromWhole(100));
    QVERIFY(result.gaps.empty());
    QCOMPARE(hoursOf(result.ran), Quantity::fromWhole(156));
    QCOMPARE(poolOf(result, "gpu").saving.baseline, usd("48"));
    QCOMPARE(result.reference.find("gpu")->peakAt.value(), day + Millis {hours(6)});
    QCOMPARE(result.machines.size(), std::size_t(2));
    QCOMPARE(result.machines[0].onDemand.value(), usd("12"));
    const auto bars = waterfall(result.saving);
    QCOMPARE(bars.size(), std::size_t(4));
    QCOMPARE(bars[1].to, usd("26.4"));
    QCOMPARE(bars[2].to, bars[3].to);
    QCOMPARE(fillIn(describe(result.baseline).text, {}), std::string("Always on at the peak of the window, on demand"));
}

void TestLedger::leavesGapsOutOnBothSides()
{
    // Nothing is known of 18 to 24, though the cached runs claim something.
    std::vector days {workedDay()};
    days[0].covered = {{0, hours(18)}};
    const Ledger result = ledger(days, {}, daysFrom(day, 2));
    QCOMPARE(result.saving.baseline, usd("54")); // 18 of 24 hours
    QCOMPARE(result.saving.actual, usd("16.8"));
    QCOMPARE(result.covered, Millis {hours(18)});
    QCOMPARE(result.asked, dayLength * 2);
    QCOMPARE(result.gaps.size(), std::size_t(1));
    QCOMPARE(result.gaps[0], (TimeRange {day + Millis {hours(18)}, day + dayLength * 2}));
    QCOMPARE(result.coveredPercent().decimal(), std::string("37.5"));
    QCOMPARE(result.days.size(), std::size_t(2));
    QCOMPARE(result.days[1].covered, Millis {0});
    QCOMPARE(result.days[1].baseline, Money());
}

void TestLedger::takesCheaperMachinesFromTheBaseline()
{
    std::vector days {wholeDay(day), wholeDay(day + dayLength)};
    days[0].machines = {machineDay("cpu", "m6i.xlarge", CapacityType::OnDemand, priceOf("0.2"), {{0, hours(24), 4}})};
    days[1].machines = {machineDay("cpu", "m7g.large", CapacityType::OnDemand, priceOf("0.15"), {{0, hours(24), 4}})};
    const Ledger result = ledger(days, {}, daysFrom(day, 2));
    QCOMPARE(result.saving.baseline, usd("38.4"));
    QCOMPARE(result.saving.hoursNotRun, Money());
    QCOMPARE(result.saving.machineTypes, usd("4.8"));
    QCOMPARE(result.realised(), Money());
    QVERIFY(result.saving.addsUp());
}

void TestLedger::showsNegativeParts()
{
    const std::vector days {workedDay()};
    const Ledger result = ledger(days, fixed({{"cpu", 4, usd("0.05")}}), daysFrom(day, 1));
    QCOMPARE(result.saving.baseline, usd("4.8"));
    QCOMPARE(result.saving.hoursNotRun, usd("-2.4")); // 48 hours more than the baseline
    QCOMPARE(result.saving.machineTypes, usd("-7.2")); // 144 hours at 0.05 more
    QCOMPARE(result.saving.total(), usd("-9.6"));
    QCOMPARE(result.realised(), usd("-9.6"));
    QVERIFY(result.saving.addsUp());
    const auto bars = waterfall(result.saving);
    QVERIFY(bars[1].to > bars[1].from);
}

void TestLedger::followsPricesOfTheirTime()
{
    // The same nodes all the time: a price that changes at midnight is no saving.
    std::vector days {wholeDay(day), wholeDay(day + dayLength)};
    for (std::size_t i = 0; i < 2; ++i)
        days[i].machines = {machineDay("cpu", "m6i.xlarge", CapacityType::OnDemand, priceOf(i ? "0.3" : "0.2"), {{0, hours(24), 1}})};
    const Ledger result = ledger(days, {}, daysFrom(day, 2));
    QCOMPARE(result.saving.actual, usd("12"));
    QCOMPARE(result.saving.total(), Money());
    QCOMPARE(result.saving.machineTypes, Money());
}

void TestLedger::leavesUnpricedNodesOutOnBothSides()
{
    std::vector days {workedDay(), workedDay(day + dayLength)};
    days[0].machines.push_back(machineDay("cpu", "odd", CapacityType::OnDemand, {}, {{0, hours(24), 3}}));
    days[1].machines[0].price = {}; // priced yesterday, not today
    const Ledger result = ledger(days, {}, daysFrom(day, 2));
    QCOMPARE(hoursOf(result.unpriced), Quantity::fromWhole(72 + 144));
    QCOMPARE(result.actual, usd("21.6"));
    // 10 nodes over two days less the 144 hours nobody can price.
    QCOMPARE(poolOf(result, "cpu").saving.baseline, usd("33.6"));
    QCOMPARE(poolOf(result, "cpu").saving.hoursNotRun, usd("19.2"));
    QVERIFY(!result.machines[0].actual || !result.machines[1].actual || !result.machines[2].actual);
    QVERIFY(result.saving.addsUp());
}

void TestLedger::namesWhatHasNoOnDemandPrice()
{
    std::vector days {workedDay()};
    days[0].machines[1].price.onDemandHourly.reset();
    days[0].machines[0].price.estimated = true;
    const Ledger result = ledger(days, {}, daysFrom(day, 1));
    QCOMPARE(result.saving.spot, Money());
    QCOMPARE(hoursOf(result.withoutOnDemand), Quantity::fromWhole(12));
    QCOMPARE(hoursOf(result.estimated), Quantity::fromWhole(144));
    QCOMPARE(poolOf(result, "gpu").saving.baseline, usd("14.4"));
}

void TestLedger::comparesFixedPoolsOnly()
{
    const std::vector days {workedDay()};
    const Ledger result = ledger(days, fixed({{"cpu", 20, {}}, {"edge", 3, {}}}), daysFrom(day, 1));
    QCOMPARE(result.saving.baseline, usd("48"));
    QCOMPARE(result.saving.actual, usd("14.4"));
    QCOMPARE(result.outside, usd("3.6"));
    QCOMPARE(result.actual, usd("18"));
    QVERIFY(!poolOf(result, "gpu").compared);
    QCOMPARE(poolOf(result, "gpu").actual, usd("3.6"));
    QVERIFY(result.reference.withoutPrice == std::vector<std::string> {"edge"});
}

void TestLedger::pinsAtMax()
{
    Baseline baseline = ofKind(BaselineKind::PinnedAtMax);
    baseline.pools = {{"cpu", 15, {}}};
    std::vector days {workedDay()};
    days[0].workloads = {workloadDay("api", ScaledBy::Hpa, "0.1", {{0, hours(24), 4}})};
    days[0].workloads[0].maxReplicas = 10;
    days[0].workloads.push_back(workloadDay("fixed", ScaledBy::Nothing, "0.1", {{0, hours(24), 4}}));
    const Ledger result = ledger(days, baseline, daysFrom(day, 1));
    QCOMPARE(poolOf(result, "cpu").saving.baseline, usd("36"));
    QCOMPARE(poolOf(result, "gpu").saving.baseline, usd("48")); // no known maximum: its peak
    QVERIFY(result.reference.find("gpu")->atPeak);
    QCOMPARE(result.workloads[0].rule, WorkloadRule::Max);
    QCOMPARE(result.workloads[0].saved.value(), usd("14.4"));
    QCOMPARE(result.workloads[1].rule, WorkloadRule::Peak); // nothing scales it, so it has no maximum
}

void TestLedger::comparesWithARecordedDate()
{
    std::vector days {workedDay(), wholeDay(day + dayLength)};
    days[0].workloads = {workloadDay("api", ScaledBy::Hpa, "0.2", {{0, hours(24), 5}})};
    days[1].machines = {machineDay("cpu", "m6i.xlarge", CapacityType::OnDemand, priceOf("0.1"), {{0, hours(24), 3}}),
                        machineDay("new", "m6i.xlarge", CapacityType::OnDemand, priceOf("0.1"), {{0, hours(24), 1}})};
    days[1].workloads = {workloadDay("api", ScaledBy::Hpa, "0.1", {{0, hours(24), 2}})};
    const auto before = baselineBefore(days, day + Millis {hours(8)});
    QVERIFY(before);
    QCOMPARE(before->machines.size(), std::size_t(2));
    const Ledger result = ledger(days, *before, daysFrom(day + dayLength, 1));
    QCOMPARE(poolOf(result, "cpu").saving.total(), usd("16.8"));
    QCOMPARE(poolOf(result, "gpu").saving.total(), usd("48"));
    QCOMPARE(poolOf(result, "new").saving.total(), usd("-2.4"));
    QVERIFY(poolOf(result, "new").compared);
    // 5 replicas at 0.20 were asked for, 2 at 0.10 are.
    QCOMPARE(result.released, usd("19.2"));
    QCOMPARE(result.workloads[0].rule, WorkloadRule::Recorded);
    QCOMPARE(baselineBefore(days, day - dayLength).error().kind, Error::Kind::NotFound);
    QCOMPARE(fillIn(describe(*before).text, describe(*before).args),
             std::string("What ran at 2026-11-23T08:00:00Z, always on, on demand"));
}

void TestLedger::reckonsWorkloads()
{
    std::vector days {workedDay()};
    days[0].workloads = {
        workloadDay("api", ScaledBy::Hpa, "0.1", {{0, hours(12), 2}, {hours(12), hours(24), 6}}),
        workloadDay("batch", ScaledBy::Keda, "0.5", {{0, hours(20), 0}, {hours(20), hours(24), 3}}),
        workloadDay("office", ScaledBy::Cron, "0.2", {{0, hours(9), 0}, {hours(9), hours(18), 2}, {hours(18), hours(24), 0}}),
        workloadDay("free", ScaledBy::Nothing, "0.2", {{0, hours(24), 2}}),
    };
    days[0].workloads[2].scheduled = 2;
    days[0].workloads[3].replicaHourly.reset();
    const Ledger result = ledger(days, {}, daysFrom(day, 1));
    const auto& api = result.workloads[0];
    QCOMPARE(api.against, std::int64_t(6));
    QCOMPARE(api.saved.value(), usd("4.8"));
    QCOMPARE(api.actual.value(), usd("9.6"));
    const auto& batch = result.workloads[1];
    QCOMPARE(batch.rule, WorkloadRule::AtLeastOne);
    QCOMPARE(batch.saved.value(), usd("10")); // 20 hours of one replica
    QCOMPARE(batch.released.value(), usd("30")); // 3 always on less 12 replica-hours
    const auto& office = result.workloads[3];
    QCOMPARE(office.rule, WorkloadRule::AllHours);
    QCOMPARE(office.saved.value(), usd("6"));
    QVERIFY(!result.workloads[2].saved);
    QCOMPARE(result.released, usd("40.8"));
    QCOMPARE(result.saving.atZero, usd("13")); // 20 h * 0.50 + 15 h * 0.20, of 45.60
}

// A schedule of 5 from 9 to 18, beside a queue that wanted 10 for an hour of the night and 8 for one of the day: the
// schedule saved the hours that its 5 did not run, whatever the peak was.
void TestLedger::holdsSchedulesAgainstThemselves()
{
    std::vector days {workedDay()};
    WorkloadDay train = workloadDay("train", ScaledBy::Cron, "0.2",
        {{0, hours(2), 0}, {hours(2), hours(3), 10}, {hours(3), hours(9), 0}, {hours(9), hours(10), 8}, {hours(10), hours(18), 5}, {hours(18), hours(24), 0}});
    train.scheduled = 5;
    days[0].workloads = {train};
    for (const BaselineKind kind : {BaselineKind::Peak, BaselineKind::PinnedAtMax, BaselineKind::Fixed}) {
        Baseline baseline = ofKind(kind);
        if (kind == BaselineKind::Fixed)
            baseline = fixed({{"cpu", 20, {}}});
        const Ledger result = ledger(days, baseline, daysFrom(day, 1));
        const LedgerWorkload& line = result.workloads[0];
        QCOMPARE(line.rule, WorkloadRule::AllHours);
        QCOMPARE(*line.scheduled, 5);
        QCOMPARE(line.actual.value(), usd("11.6")); // 58 replica-hours
        QCOMPARE(line.beyond, NodeTime(hours(8))); // five in the night, three in the day
        QCOMPARE(line.saved.value(), usd("14")); // 5 * 24 h - 50 h
        QCOMPARE(line.released.value(), usd("36.4")); // the peak of ten around the clock stays the baseline's
    }
    // Of another length of day, of hours that nobody knows, nothing is claimed.
    days[0].covered = {{hours(9), hours(18)}};
    QCOMPARE(ledger(days, {}, daysFrom(day, 1)).workloads[0].saved.value(), Money());
    days[0].workloads[0].scheduled.reset();
    QCOMPARE(ledger(days, {}, daysFrom(day, 1)).workloads[0].rule, WorkloadRule::Peak);
}

void TestLedger::capsTimeAtZero()
{
    std::vector days {workedDay()};
    days[0].workloads = {workloadDay("batch", ScaledBy::Keda, "100", {{0, hours(24), 0}})};
    const Ledger result = ledger(days, {}, daysFrom(day, 1));
    QCOMPARE(result.saving.atZero, result.saving.hoursNotRun);
    QCOMPARE(result.workloads[0].saved.value(), usd("2400"));
    days[0].machines[0].runs = {{0, hours(24), 10}};
    days[0].machines[1].runs = {{0, hours(24), 2}};
    QCOMPARE(ledger(days, {}, daysFrom(day, 1)).saving.atZero, Money()); // no node went: nothing of it is realised
}

// A night at zero in which the nodes went, then a day of more nodes than the baseline has: in all, more hours ran.
void TestLedger::timeAtZeroIsPartOfTheHours()
{
    std::vector days {wholeDay(day), wholeDay(day + dayLength)};
    days[0].machines = {machineDay("cpu", "m6i.xlarge", CapacityType::OnDemand, priceOf("0.1"), {{hours(12), hours(24), 2}})};
    days[0].workloads = {workloadDay("batch", ScaledBy::Keda, "0.1", {{0, hours(12), 0}})};
    days[1].machines = {machineDay("cpu", "m6i.xlarge", CapacityType::OnDemand, priceOf("0.1"), {{0, hours(24), 5}})};
    const Baseline two = fixed({{"cpu", 2, {}}});
    const Saving first = ledger(days, two, daysFrom(day, 1)).saving;
    QCOMPARE(first.hoursNotRun, usd("2.4"));
    QCOMPARE(first.whileAtZero(), usd("1.2"));
    const Saving both = ledger(days, two, daysFrom(day, 2)).saving;
    QCOMPARE(both.hoursNotRun, usd("-4.8"));
    QCOMPARE(both.whileAtZero(), Money());
    for (const WaterfallBar& bar : waterfall(both))
        QVERIFY(bar.step != WaterfallStep::AtZero);
    // A cluster beside it that ran less does not make the part larger than the whole either.
    Saving sum = first;
    sum += ledger(days, two, daysFrom(day + dayLength, 1)).saving;
    QCOMPARE(sum.whileAtZero(), Money());
}

void TestLedger::partsAddUp_data()
{
    QTest::addColumn<int>("seed");
    for (int seed = 0; seed < 40; ++seed)
        QTest::addRow("%d", seed) << seed;
}

void TestLedger::partsAddUp()
{
    QFETCH(int, seed);
    RandomDays random {unsigned(seed)};
    const auto days = random.days(day, 6);
    for (const BaselineKind kind : {BaselineKind::Peak, BaselineKind::PinnedAtMax, BaselineKind::Fixed}) {
        Baseline baseline = ofKind(kind);
        if (kind != BaselineKind::Peak)
            baseline.pools = {{"cpu", 30, {}}, {"gpu", 2, usd("0.77")}};
        const Ledger result = ledger(days, baseline, {day + Millis {hours(3)}, day + Millis {hours(130)}});
        QVERIFY(result.saving.addsUp());
        QCOMPARE(result.actual, result.outside + result.saving.actual);
        QVERIFY(result.realised() <= result.saving.total());
        Saving sum;
        Money actual, base;
        for (const LedgerPool& pool : result.pools) {
            sum += pool.saving;
            QVERIFY(pool.saving.addsUp());
        }
        for (const LedgerDay& line : result.days) {
            actual += line.actual;
            base += line.baseline;
        }
        sum.atZero = result.saving.atZero;
        QVERIFY(sum == result.saving);
        QVERIFY(result.saving.whileAtZero() <= std::max(Money(), result.saving.hoursNotRun));
        QCOMPARE(actual, result.saving.actual);
        QCOMPARE(base, result.saving.baseline);
        const auto bars = waterfall(result.saving);
        QCOMPARE(bars[bars.size() - 2].to, bars.back().to);
        if (kind == BaselineKind::Peak)
            for (const LedgerPool& pool : result.pools)
                QVERIFY(pool.ran <= pool.baseline + pool.unpriced);
    }
}

void TestLedger::windowsAddUp_data()
{
    partsAddUp_data();
}

void TestLedger::windowsAddUp()
{
    QFETCH(int, seed);
    RandomDays random {unsigned(seed + 1000)};
    const auto days = random.days(day, 5);
    const TimeRange window {day + Millis {12'345}, day + Millis {hours(117)}};
    const Baseline baseline;
    const Reference reference = resolve(baseline, days, window);
    const Ledger all = ledger(days, baseline, reference, window);
    Saving sum;
    Money actual, released;
    Millis covered {};
    NodeTime ran = 0;
    TimePoint from = window.from;
    while (from < window.to) {
        const TimePoint to = std::min(window.to, from + Millis {random.number(1, hours(31))});
        const Ledger part = ledger(days, baseline, reference, {from, to});
        sum += part.saving;
        actual += part.actual;
        released += part.released;
        covered += part.covered;
        ran += part.ran;
        from = to;
    }
    QVERIFY(sum == all.saving);
    QCOMPARE(actual, all.actual);
    QCOMPARE(released, all.released);
    QCOMPARE(covered, all.covered);
    QCOMPARE(ran, all.ran);
    Millis unknown {};
    for (const TimeRange& gap : all.gaps)
        unknown += gap.length();
    QCOMPARE(unknown + all.covered, all.asked);
}

void TestLedger::pricesScale()
{
    std::vector days {workedDay(), workedDay(day + dayLength)};
    const Ledger once = ledger(days, {}, daysFrom(day, 2));
    for (UsageDay& usage : days)
        for (MachineDay& machine : usage.machines) {
            machine.price.hourly = *machine.price.hourly * 3;
            machine.price.onDemandHourly = *machine.price.onDemandHourly * 3;
        }
    const Ledger thrice = ledger(days, {}, daysFrom(day, 2));
    QCOMPARE(thrice.saving.total(), once.saving.total() * 3);
    QCOMPARE(thrice.saving.spot, once.saving.spot * 3);
}

void TestLedger::stacksByDay()
{
    const std::vector days {workedDay(), workedDay(day + dayLength)};
    const auto pool = [](const Machine& machine) { return machine.pool; };
    const CostStack stack = stackByDay(days, {day + Millis {hours(12)}, day + dayLength * 2}, pool);
    QCOMPARE(stack.days.size(), std::size_t(2));
    QCOMPARE(stack.layers.size(), std::size_t(2));
    QVERIFY((stack.layers[0].second == std::vector {usd("2.4"), usd("14.4")}));
    QVERIFY((stack.layers[1].second == std::vector {Money(), usd("3.6")}));
}

void TestLedger::survivesEmptyInput()
{
    const Ledger none = ledger({}, {}, daysFrom(day, 3));
    QCOMPARE(none.saving.total(), Money());
    QVERIFY(!none.saving.percent());
    QCOMPARE(none.coveredPercent(), Quantity());
    QCOMPARE(none.gaps.size(), std::size_t(1));
    QVERIFY(ledger({}, {}, {day, day}).days.empty());
    QVERIFY(ledger({}, {}, {day, day - dayLength}).days.empty());
    QVERIFY(ledger({}, {}, daysFrom(TimePoint {}, 100'000)).days.size() <= 3701);
}

void TestLedger::readsFixedBaselines()
{
    const auto read = parseFixedBaseline("\xEF\xBB\xBF# before the move\r\ngpu = 5 @ 1.37\r\n\r\ncpu=10 # always on\n", "counts.txt");
    QVERIFY(read);
    QCOMPARE(read->kind, BaselineKind::Fixed);
    QVERIFY((read->pools == std::vector<BaselinePool> {{"cpu", 10, {}}, {"gpu", 5, usd("1.37")}}));
    QCOMPARE(describe(*read).args[0], std::string("cpu 10, gpu 5"));
}

void TestLedger::refusesBadBaselines_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("where");
    QTest::newRow("empty") << QByteArray("") << QByteArray("f");
    QTest::newRow("only comments") << QByteArray("# nothing\n") << QByteArray("f");
    QTest::newRow("no count") << QByteArray("cpu=1\ngpu") << QByteArray("f:2");
    QTest::newRow("no pool") << QByteArray("=3") << QByteArray("f:1");
    QTest::newRow("negative") << QByteArray("cpu=-3") << QByteArray("f:1");
    QTest::newRow("words") << QByteArray("cpu=three") << QByteArray("f:1");
    QTest::newRow("huge") << QByteArray("cpu=99999999999999999999") << QByteArray("f:1");
    QTest::newRow("twice") << QByteArray("cpu=1\n\ncpu=2\n") << QByteArray("f:3");
    QTest::newRow("bad price") << QByteArray("cpu=1@1,5") << QByteArray("f:1");
    QTest::newRow("negative price") << QByteArray("cpu=1@-1") << QByteArray("f:1");
}

void TestLedger::refusesBadBaselines()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, where);
    const auto read = parseFixedBaseline(text.toStdString(), "f");
    QVERIFY(!read);
    QCOMPARE(read.error().kind, Error::Kind::Malformed);
    QCOMPARE(read.error().where, where.toStdString());
}

void TestLedger::keepsBaselines()
{
    const std::vector days {RandomDays(2).days(day, 1)[0], workedDay()};
    const auto before = baselineBefore(std::span(days).last(1), day + Millis {hours(8)});
    for (const Baseline& baseline : {Baseline(), fixed({{"a \"b\"", 3, usd("0.25")}, {"c", 0, {}}}), before.value(), ofKind(BaselineKind::PinnedAtMax)}) {
        const auto read = readBaseline(writeBaseline(baseline));
        QVERIFY(read);
        QVERIFY(*read == baseline);
    }
    for (const char* bad : {"", "{}", "[]", R"({"version":1,"kind":"best"})", R"({"version":1,"kind":"before"})",
                            R"({"version":1,"kind":"fixed","pools":[{"pool":"a","count":-1}]})",
                            R"({"version":1,"kind":"fixed","pools":[{"pool":"a","count":1,"hourly":"x"}]})"})
        QVERIFY2(!readBaseline(bad), bad);
    QCOMPARE(readBaseline(R"({"version":2,"kind":"peak"})").error().kind, Error::Kind::Unsupported);
}

QTEST_GUILESS_MAIN(TestLedger)
#include "tst_ledger.moc"
