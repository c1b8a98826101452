// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/day_prices.h"
#include "cost/ledger.h"
#include "ledger_days.h"

#include <QTest>

using namespace loadline;
using namespace loadline::test;

namespace {

const TimePoint day = at("2026-11-23T00:00:00Z");

// One m6i.large of us-east-1 (0.096 on demand on the list), told at so much.
UsageDay toldDay(CapacityType capacity, PriceSource source, const char* hourly, const char* onDemand = "")
{
    UsageDay usage = wholeDay(day);
    MachineDay machine = machineDay("p", "m6i.large", capacity, {}, {{0, hours(24), 1}});
    machine.machine.region = "us-east-1";
    machine.machine.zone = "us-east-1a";
    machine.price.hourly = usd(hourly);
    if (*onDemand)
        machine.price.onDemandHourly = usd(onDemand);
    machine.price.source = source;
    usage.machines.push_back(machine);
    return usage;
}

Price pricedWith(const UsageDay& usage, const PriceBook& book = {})
{
    return priced(usage, book, {}, {}, nullptr).machines[0].price;
}

} // namespace

class TestDayPrices : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keepsWhatWasMeasured()
    {
        const Price spot = pricedWith(toldDay(CapacityType::Spot, PriceSource::OpenCost, "0.041"));
        QCOMPARE(*spot.hourly, usd("0.041"));
        QCOMPARE(*spot.onDemandHourly, usd("0.096"));
        QVERIFY(spot.source == PriceSource::OpenCost);
        // What was paid on demand is its own on-demand price: a negotiated price is no saving by spot.
        const Price onDemand = pricedWith(toldDay(CapacityType::OnDemand, PriceSource::OpenCost, "0.08"));
        QCOMPARE(*onDemand.onDemandHourly, usd("0.08"));
    }
    void neverChargesSpotOnDemandSilently()
    {
        // OpenCost without a spot feed tells the list price (cost.md 1.3).
        const Price full = pricedWith(toldDay(CapacityType::Spot, PriceSource::OpenCost, "0.096"));
        QVERIFY(full.estimated);
        QVERIFY(*full.hourly < usd("0.06"));
        QVERIFY(full.notes.openCostRefused);
        QVERIFY(full.source == PriceSource::BundledRegion);
        // Karpenter's is the market's.
        const Price offered = pricedWith(toldDay(CapacityType::Spot, PriceSource::Karpenter, "0.097", "0.096"));
        QCOMPARE(*offered.hourly, usd("0.097"));
    }
    void refusesWhatIsThirtyTimesOff()
    {
        for (const char* hourly : {"0.0032", "2.88"}) {
            const Price price = pricedWith(toldDay(CapacityType::OnDemand, PriceSource::OpenCost, hourly));
            QCOMPARE(*price.hourly, usd("0.096"));
            QVERIFY(price.notes.openCostRefused);
        }
        QCOMPARE(*pricedWith(toldDay(CapacityType::OnDemand, PriceSource::OpenCost, "0.0033")).hourly, usd("0.0033"));
    }
    void theUsersOwnPriceStandsAboveAll()
    {
        PriceSettings settings;
        OwnPrice own;
        own.match = OwnPrice::Match::Pool;
        own.value = "p";
        own.hourly = usd("0.05");
        settings.own.push_back(own);
        const Price price
            = pricedWith(toldDay(CapacityType::OnDemand, PriceSource::Karpenter, "0.096", "0.096"), PriceBook(settings));
        QCOMPARE(*price.hourly, usd("0.05"));
        QCOMPARE(*price.onDemandHourly, usd("0.05")); // no saving by spot on a node that is none
        QVERIFY(!price.notes.openCostRefused);
    }
    void poolsKeepTheirOwnPrice()
    {
        // The same machines at another price in each pool: no saving by machine types, either way.
        UsageDay usage = wholeDay(day);
        usage.machines = {machineDay("cheap", "m6i.xlarge", CapacityType::OnDemand, priceOf("0.1"), {{0, hours(24), 2}}),
            machineDay("dear", "m6i.xlarge", CapacityType::OnDemand, priceOf("0.3"), {{0, hours(24), 3}})};
        const Ledger result = ledger(std::vector {usage}, {}, {day, day + dayLength});
        QCOMPARE(result.saving.baseline, usd("26.4"));
        QCOMPARE(result.saving.machineTypes, Money());
        QCOMPARE(result.saving.total(), Money());
    }
    void aReplicaCostsWhatItsMachinesCostThen()
    {
        // A fifth of a node at 0.10 now: at 0.05 then 0.01, and at 0.05 for a quarter of a day, 0.15 for the rest, 0.025.
        const Machine machine = machineDay("p", "m6i.xlarge", CapacityType::OnDemand, {}, {}).machine;
        WorkloadPrice known {"shop", "Deployment", "api", ScaledBy::Hpa, usd("0.02"), {}, {}, {{machine, usd("0.02"), usd("0.1")}}};
        UsageDay usage = wholeDay(day);
        usage.machines = {machineDay("p", "m6i.xlarge", CapacityType::OnDemand, {}, {{0, hours(24), 1}})};
        usage.machines[0].price.hourly = usage.machines[0].price.onDemandHourly = usd("0.05");
        usage.machines[0].price.source = PriceSource::Karpenter;
        usage.workloads = {workloadDay("api", ScaledBy::Nothing, "1", {{0, hours(24), 2}})};
        const auto replica = [&](const UsageDay& of) { return *priced(of, {}, {}, std::span(&known, 1), nullptr).workloads[0].replicaHourly; };
        QCOMPARE(replica(usage), usd("0.01"));
        QCOMPARE(*ledger(std::vector {priced(usage, {}, {}, std::span(&known, 1), nullptr)}, {}, {day, day + dayLength}).workloads[0].actual, usd("0.48"));
        UsageDay changing = usage;
        changing.machines.push_back(changing.machines[0]);
        changing.machines[0].priced = {0, hours(6)};
        changing.machines[0].runs = {{0, hours(6), 1}};
        changing.machines[1].priced = {hours(6), hours(24)};
        changing.machines[1].runs = {{hours(6), hours(24), 1}};
        changing.machines[1].price.hourly = changing.machines[1].price.onDemandHourly = usd("0.15");
        QCOMPARE(replica(changing), usd("0.025"));
        // Another zone of the same pool tells too; a machine that the day did not have leaves the price as it is.
        known.machines[0].machine.zone = "eu-central-1c";
        QCOMPARE(replica(usage), usd("0.01"));
        known.machines[0].machine.instanceType = "m7g.large";
        QCOMPARE(replica(usage), usd("0.02"));
        // Half of it on machines whose price stood still.
        known.machines = {{machine, usd("0.01"), usd("0.1")}, {known.machines[0].machine, usd("0.01"), usd("0.1")}};
        QCOMPARE(replica(usage), usd("0.015"));
    }
    void aReplicaIsAsLargeAsItWasThen()
    {
        // 2 cores and 4 GiB now at 0.02 a core and 0.005 a GiB: 0.06. A day of 1 core and 8 GiB: 0.06 - 0.02 + 0.02.
        constexpr std::int64_t gib = std::int64_t(1) << 30;
        const auto cores = [](std::int64_t milli) { return Quantity::fromMilli(milli); };
        WorkloadPrice known {"shop", "Deployment", "api", ScaledBy::Hpa, usd("0.06"), {}, {}, {}};
        known.requested = known.reserved = known.charged = {cores(2000), Quantity::fromWhole(4 * gib), {}};
        known.units = UnitPrices {usd("0.02"), usd("0.005"), {}};
        UsageDay usage = wholeDay(day);
        usage.workloads = {workloadDay("api", ScaledBy::Nothing, "1", {{0, hours(24), 2}})};
        const auto replica = [&](ReplicaSize size) {
            usage.workloads[0].size = size;
            return *priced(usage, {}, {}, std::span(&known, 1), nullptr).workloads[0].replicaHourly;
        };
        QCOMPARE(replica({}), usd("0.06")); // nobody tells: as large as now
        QCOMPARE(replica({cores(2000), Quantity::fromWhole(4 * gib), {}}), usd("0.06"));
        QCOMPARE(replica({cores(1000), Quantity::fromWhole(8 * gib), {}}), usd("0.06"));
        QCOMPARE(replica({cores(500), {}, {}}), usd("0.03"));
        QCOMPARE(replica({cores(4000), Quantity::fromWhole(4 * gib), {}}), usd("0.1"));
        // What a mean of floating point tells of the same size is the same size.
        QCOMPARE(replica({Quantity::fromDouble(2.0000000149), {}, {}}), usd("0.06"));
        // It uses 3 cores of its 2 now, so it did on a day of 1; on one of 4 the request counts.
        known.charged.cpu = cores(3000);
        known.replicaHourly = usd("0.08");
        QCOMPARE(replica({cores(1000), {}, {}}), usd("0.08"));
        QCOMPARE(replica({cores(4000), {}, {}}), usd("0.1"));
        // A sidecar's or the runtime's half a core stays beside what the containers asked for.
        known.reserved.cpu = known.charged.cpu = cores(2500);
        known.replicaHourly = usd("0.07");
        QCOMPARE(replica({cores(1000), {}, {}}), usd("0.05"));
        // Machines that cost half as much then halve it, whatever its size.
        const Machine machine = machineDay("p", "m6i.xlarge", CapacityType::OnDemand, {}, {}).machine;
        known.machines = {{machine, usd("0.07"), usd("0.1")}};
        usage.machines = {machineDay("p", "m6i.xlarge", CapacityType::OnDemand, {}, {{0, hours(24), 1}})};
        usage.machines[0].price.hourly = usage.machines[0].price.onDemandHourly = usd("0.05");
        usage.machines[0].price.source = PriceSource::Karpenter;
        QCOMPARE(replica({cores(1000), {}, {}}), usd("0.025"));
        const Ledger result = ledger(std::vector {priced(usage, {}, {}, std::span(&known, 1), nullptr)}, {}, {day, day + dayLength});
        QCOMPARE(*result.workloads[0].actual, usd("1.2"));
        QCOMPARE(result.workloads[0].sized, result.workloads[0].ran);
    }
    void followsAPriceThatChangesWithinADay()
    {
        // 10 nodes at 0.10 until 6, 2 at 0.20 until midnight: 6 + 7.2. Always on: 10 * (6 * 0.10 + 18 * 0.20) = 42.
        UsageDay usage = wholeDay(day);
        usage.machines = {machineDay("p", "m6i.xlarge", CapacityType::OnDemand, priceOf("0.1"), {{0, hours(6), 10}}),
            machineDay("p", "m6i.xlarge", CapacityType::OnDemand, priceOf("0.2"), {{hours(6), hours(24), 2}})};
        usage.machines[0].priced = {0, hours(6)};
        usage.machines[1].priced = {hours(6), hours(24)};
        const Ledger result = ledger(std::vector {usage}, {}, {day, day + dayLength});
        QCOMPARE(result.saving.actual, usd("13.2"));
        QCOMPARE(result.saving.baseline, usd("42"));
        QCOMPARE(result.saving.spot, Money());
        QVERIFY(result.saving.addsUp());
        QCOMPARE(result.reference.find("p")->nodes, std::int64_t(10));
        const auto kept = readUsageDay(writeUsageDay(usage));
        QVERIFY(kept && *kept == usage);
        // A run outside of the time of its price is no sound day.
        usage.machines[1].priced = {hours(7), hours(24)};
        QVERIFY(!readUsageDay(writeUsageDay(usage)));
    }
    void pricesScale_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 0; seed < 25; ++seed)
            QTest::addRow("%d", seed) << seed;
    }
    // Three times every price is three times every figure, to what rounding at 10^-12 leaves.
    void pricesScale()
    {
        QFETCH(const int, seed);
        auto days = RandomDays {unsigned(seed)}.days(day, 4);
        const TimeRange window {day + Millis {hours(5)}, day + Millis {hours(90)}};
        const Ledger once = ledger(days, {}, window);
        for (UsageDay& usage : days) {
            for (MachineDay& machine : usage.machines)
                for (auto* price : {&machine.price.hourly, &machine.price.onDemandHourly})
                    if (*price)
                        **price = **price * 3;
            for (WorkloadDay& workload : usage.workloads)
                workload.replicaHourly = *workload.replicaHourly * 3;
        }
        const Ledger thrice = ledger(days, {}, window);
        const auto near = [](Money a, Money b) { return std::abs(double((a - b).pico())) < 5000; };
        for (const auto part : {&Saving::baseline, &Saving::actual, &Saving::hoursNotRun, &Saving::spot, &Saving::machineTypes})
            QVERIFY(near(thrice.saving.*part, once.saving.*part * 3));
        QVERIFY(near(thrice.released, once.released * 3));
        QVERIFY(near(thrice.realised(), once.realised() * 3));
    }
    // What is unknown is left out on both sides: an hour more of gap takes as much off the baseline as it lasts.
    void gapsTakeOffBothSides_data() { pricesScale_data(); }
    void gapsTakeOffBothSides()
    {
        QFETCH(const int, seed);
        RandomDays random {unsigned(seed) + 500};
        auto days = random.days(day, 3);
        const TimeRange window {day, day + dayLength * 3};
        const Reference reference = resolve({}, days, window);
        const Ledger whole = ledger(days, {}, reference, window);
        const DaySpan cut {random.number(0, hours(11)), random.number(hours(12), hours(24))};
        const TimeRange gap {days[1].day + Millis {cut.from}, days[1].day + Millis {cut.to}};
        const Ledger missing = ledger(days, {}, reference, gap);
        std::vector<DaySpan> left;
        for (const DaySpan& span : days[1].covered)
            for (const DaySpan& part : {DaySpan {span.from, std::min(span.to, cut.from)}, DaySpan {std::max(span.from, cut.to), span.to}})
                if (part.from < part.to)
                    left.push_back(part);
        days[1].covered = left;
        const Ledger rest = ledger(days, {}, reference, window);
        const auto near = [](Money a, Money b) { return std::abs(double((a - b).pico())) < 5000; };
        QVERIFY(near(rest.saving.actual + missing.saving.actual, whole.saving.actual));
        QVERIFY(near(rest.saving.baseline + missing.saving.baseline, whole.saving.baseline));
        QVERIFY(near(rest.saving.hoursNotRun + missing.saving.hoursNotRun, whole.saving.hoursNotRun));
        QCOMPARE(rest.covered + missing.covered, whole.covered);
        QVERIFY(rest.saving.addsUp());
    }
};

QTEST_GUILESS_MAIN(TestDayPrices)
#include "tst_day_prices.moc"
