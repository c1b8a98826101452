// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/opencost.h"
#include "cost_worlds.h"
#include "ledger_days.h"

#include <QTest>

using namespace loadline;
using namespace loadline::test;

namespace {

constexpr double gib = 1024.0 * 1024 * 1024;

// 2 cores at 3 and 4 GiB at 1 an hour.
CostGroup ours()
{
    CostGroup group;
    group.key = group.name = "a";
    group.charged = {quantity("2"), quantity("4Gi"), {}};
    group.cost = {money("6"), money("4"), {}};
    return group;
}

// The same over ten hours as OpenCost would say it.
OpenCostEntry theirs()
{
    OpenCostEntry entry;
    entry.name = "a";
    entry.minutes = 600;
    entry.cpuCoreHours = 20;
    entry.cpuCost = 60;
    entry.ramByteHours = 40 * gib;
    entry.ramCost = 40;
    entry.totalCost = 100;
    return entry;
}

CostComparison compared(const CostGroup& group, const OpenCostEntry& entry)
{
    return compareWithOpenCost({group}, {entry}, std::chrono::hours {10}).front();
}

std::string term(const CostComparison& comparison, CostTerm wanted)
{
    for (const auto& [found, amount] : comparison.terms)
        if (found == wanted)
            return amount.rounded(6);
    return {};
}

// Until noon of the 27th: a Deployment with one of its pods running now, a Job that began six hours ago, an idle node.
WorldPtr lived()
{
    WorldOf maker;
    for (const char* name : {"m", "n"})
        maker.add(awsNode(name, "m5.large", "on-demand", resources("2", "8Gi")));
    Deployment api;
    setMeta(api.meta, "shop", "api");
    api.shape = shape({resources("500m", "1Gi")});
    maker.add(api);
    Pod one = pod("shop", "api-1", "m", api.shape, owner("Deployment", "api"));
    one.started = maker.world().now - std::chrono::hours {600};
    Pod job = pod("ml", "train-1", "n", shape({resources("1", "4Gi")}), owner("Job", "train"));
    job.started = maker.world().now - std::chrono::hours {6};
    maker.add(one).add(job);
    return maker.make();
}

// Two nodes and three replicas at 0.01 an hour until midnight, then four and six; another workload ended at 18.
std::vector<UsageDay> livedDays()
{
    std::vector<UsageDay> days {wholeDay(at("2026-11-26T00:00:00Z")), wholeDay(at("2026-11-27T00:00:00Z"))};
    days[1].covered = {{0, hours(12)}};
    days[0].machines = {machineDay("p", "m5.large", CapacityType::OnDemand, priceOf("0.096"), {{0, hours(24), 2}})};
    days[1].machines = {machineDay("p", "m5.large", CapacityType::OnDemand, priceOf("0.096"), {{0, hours(12), 4}})};
    days[0].workloads = {workloadDay("api", ScaledBy::Hpa, "0.01", {{0, hours(24), 3}}), workloadDay("gone", ScaledBy::Nothing, "0.02", {{hours(12), hours(18), 1}})};
    days[0].workloads[1].ns = "old";
    days[1].workloads = {workloadDay("api", ScaledBy::Hpa, "0.01", {{0, hours(12), 6}})};
    return days;
}

const TimeRange noonToNoon {at("2026-11-26T12:00:00Z"), at("2026-11-27T12:00:00Z")};
constexpr Millis dayLong = std::chrono::hours {24};

Money over(const OursOver& ours, const char* name)
{
    for (const CostGroup& group : ours.groups)
        if (group.name == name || group.key == name)
            return group.total().over(dayLong);
    return Money::fromWhole(-1);
}

} // namespace

class TestOpenCost : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalFiguresHaveNoTerms()
    {
        const auto same = compared(ours(), theirs());
        QCOMPARE(same.ours->decimal(), "100");
        QCOMPARE(same.difference()->decimal(), "0");
        QVERIFY(same.terms.empty());
    }
    void eachTermTakesItsPart()
    {
        OpenCostEntry entry = theirs();
        entry.cpuCost = 80; // a core at 4
        entry.ramByteHours = 60 * gib; // half as much again
        entry.ramCost = 60;
        entry.gpuCost = 7; // of GPUs we know nothing of
        entry.cpuCostAdjustment = -5;
        entry.pvCost = 2;
        entry.totalCost = 80 + 60 + 7 - 5 + 2 + 0.5;
        CostGroup group = ours();
        group.idle.cpu = money("0.3");
        const auto comparison = compared(group, entry);
        QCOMPARE(term(comparison, CostTerm::Price), "20.000000");
        QCOMPARE(term(comparison, CostTerm::Amount), "20.000000");
        QCOMPARE(term(comparison, CostTerm::Gpu), "7.000000");
        QCOMPARE(term(comparison, CostTerm::Discount), "-5.000000");
        QCOMPARE(term(comparison, CostTerm::Extras), "2.000000");
        QCOMPARE(term(comparison, CostTerm::Idle), "-3.000000");
        QCOMPARE(term(comparison, CostTerm::Rest), "0.500000");
        QCOMPARE(term(comparison, CostTerm::Window), "");
        Money sum;
        for (const auto& [name, amount] : comparison.terms)
            sum += amount;
        QCOMPARE(sum.decimal(), comparison.difference()->decimal());
    }
    void anotherWindowIsToldApart()
    {
        OpenCostEntry entry = theirs(); // half the window at the same size
        entry.minutes = 300;
        entry.cpuCoreHours = 10;
        entry.cpuCost = 30;
        entry.ramByteHours = 20 * gib;
        entry.ramCost = 20;
        entry.totalCost = 50;
        const auto comparison = compared(ours(), entry);
        QCOMPARE(term(comparison, CostTerm::Window), "-50.000000");
        QCOMPARE(comparison.terms.size(), 1u);
    }
    void whatRunsNowMayNotHaveRunAllTheTime()
    {
        // Two pods of 1 core and 2 GiB, one for all of the 10 hours, one for 4: 14 of 20 core-hours at our price of 3, which
        // OpenCost charges at 4. A third has gone since: 2 core-hours more.
        OpenCostEntry entry = theirs();
        entry.cpuCoreHours = 16;
        entry.cpuCost = 64;
        entry.ramByteHours = 28 * gib;
        entry.ramCost = 28;
        entry.sharedCost = 1.5;
        entry.totalCost = 64 + 28 + 1.5;
        const LivedByName lived {{"a", {{quantity("2"), quantity("4Gi"), {}}, {quantity("1400m"), Quantity::fromNano(quantity("28Gi").nano() / 10), {}}}}};
        const auto comparison = compareWithOpenCost({ours()}, {entry}, std::chrono::hours {10}, lived).front();
        QCOMPARE(term(comparison, CostTerm::Window), "-30.000000"); // 6 core-hours at 3, 12 GiB-hours at 1
        QCOMPARE(term(comparison, CostTerm::Amount), "6.000000");
        QCOMPARE(term(comparison, CostTerm::Price), "16.000000");
        QCOMPARE(term(comparison, CostTerm::Shared), "1.500000");
        QCOMPARE(comparison.terms.size(), 4u);
    }
    void gpusHaveHoursAndAPriceToo()
    {
        CostGroup group = ours();
        group.charged.gpu = quantity("1");
        group.cost.gpu = money("0.5");
        OpenCostEntry entry = theirs();
        entry.gpuHours = 8; // of 10
        entry.gpuCost = 8 * 0.95;
        entry.totalCost += entry.gpuCost;
        const LivedByName lived {{"a", {group.charged, {quantity("2"), quantity("4Gi"), quantity("800m")}}}};
        const auto comparison = compareWithOpenCost({group}, {entry}, std::chrono::hours {10}, lived).front();
        QCOMPARE(term(comparison, CostTerm::Window), "-1.000000");
        QCOMPARE(term(comparison, CostTerm::Price), "3.600000");
        QCOMPARE(comparison.terms.size(), 2u);
        // OpenCost knows of none: that is neither hours nor a price.
        QCOMPARE(term(compareWithOpenCost({group}, {theirs()}, std::chrono::hours {10}, lived).front(), CostTerm::Gpu), "-5.000000");
    }
    void idleIsToldInMoneyAlone()
    {
        // Ours: a core at 3 idle now, and half of it on average. Theirs: 20 for what they charge 4 a core-hour elsewhere.
        CostGroup idle;
        idle.special = CostGroup::Special::Idle;
        idle.key = "__idle__";
        idle.cost.cpu = money("3");
        OpenCostEntry other = theirs(), theirIdle;
        other.cpuCost = 80;
        other.totalCost = 120;
        theirIdle.name = "__idle__";
        theirIdle.cpuCost = theirIdle.totalCost = 32;
        const LivedByName lived {{"__idle__", {{quantity("1"), {}, {}}, {quantity("500m"), {}, {}}}}};
        const auto comparison = compareWithOpenCost({idle}, {other, theirIdle}, std::chrono::hours {10}, lived).front();
        QCOMPARE(comparison.name, "__idle__");
        QCOMPARE(term(comparison, CostTerm::Window), "-15.000000");
        QCOMPARE(term(comparison, CostTerm::Idle), "9.000000"); // 8 core-hours rather than 5
        QCOMPARE(term(comparison, CostTerm::Price), "8.000000");
        QCOMPARE(comparison.terms.size(), 3u);
    }
    void podsTellSinceWhenTheyRun()
    {
        WorldOf maker;
        maker.add(awsNode("n", "m5.large", "on-demand", resources("2", "8Gi")));
        Pod young = pod("a", "young", "n", shape({resources("1", "1Gi")}));
        young.started = maker.world().now - std::chrono::hours {6};
        Pod old = pod("a", "old", "n", shape({resources("500m", "1Gi")}));
        old.started = maker.world().now - std::chrono::hours {600};
        maker.add(young);
        maker.add(old);
        const auto lived = livedByNamespace(allocate(maker.make(), PriceBook(), {}), std::chrono::hours {24});
        QCOMPARE(lived.at("a").now.cpu.decimal(), "1.5");
        QCOMPARE(lived.at("a").mean.cpu.decimal(), "0.75");
        QCOMPARE(lived.at("__idle__").now.cpu.decimal(), "0.5");
    }
    void oursIsTheLedgerOfTheSameHours()
    {
        const Allocation now = allocate(lived(), PriceBook(), {});
        const OursOver ours = oursOver(now, livedDays(), noonToNoon);
        QVERIFY(ours.ofLedger);
        const auto is = [&](const char* name, const char* dollars) {
            const Money found = over(ours, name);
            if ((found - money(dollars)).absolute() < Money::fromPico(1'000'000))
                return true;
            qWarning("%s: %s", name, found.decimal().c_str());
            return false;
        };
        QVERIFY(is("shop", "1.08")); // (3 + 6) replicas for 12 hours each
        QVERIFY(is("old", "0.12")); // it is there no more
        const Money train = now.pods[0].cost.total().over(std::chrono::hours {6});
        QVERIFY(is("ml", train.decimal().c_str())); // its pod came six hours ago
        // All together are what the nodes cost: 2 and 4 of them for 12 hours each.
        QVERIFY(is("__idle__", (money("6.912") - money("1.2") - train).decimal().c_str()));
        // At the rate of now it were another sum: two nodes all day.
        QCOMPARE(oursOver(now, {}, noonToNoon).groups.size(), std::size_t(3));
        QVERIFY(!oursOver(now, {}, noonToNoon).ofLedger && !oursOver(now, {}, noonToNoon).why.text.empty());
    }
    // A job that ended three hours ago, after two: half of a node of 2 cores and 8 GiB.
    void oursHasTheJobsThatEnded()
    {
        const auto add = [&](PodPhase phase) {
            WorldOf maker;
            for (const char* name : {"m", "n"})
                maker.add(awsNode(name, "m5.large", "on-demand", resources("2", "8Gi")));
            Pod ended = pod("night", "etl-1", "m", shape({resources("1", "4Gi")}), owner("Job", "etl"));
            ended.phase = phase;
            ended.started = maker.world().now - std::chrono::hours {5};
            ended.readySince = maker.world().now - std::chrono::hours {3};
            maker.add(ended);
            const Allocation now = allocate(maker.make(), PriceBook(), {});
            return over(oursOver(now, livedDays(), noonToNoon), "night");
        };
        QVERIFY2((add(PodPhase::Succeeded) - money("0.096")).absolute() < Money::fromPico(1'000'000), add(PodPhase::Succeeded).decimal().c_str());
        QCOMPARE(add(PodPhase::Failed), add(PodPhase::Succeeded));
    }
    void theLedgersDifferenceAddsUpToo()
    {
        const Allocation now = allocate(lived(), PriceBook(), {});
        const OursOver ours = oursOver(now, livedDays(), noonToNoon);
        OpenCostEntry shop = theirs(), idle, extra = theirs();
        shop.name = "shop";
        shop.totalCost = 100;
        extra.name = "old";
        idle.name = "__idle__";
        idle.cpuCost = 3;
        idle.ramCost = 1;
        idle.totalCost = 4;
        const auto list = compareWithOpenCost(ours.groups, {shop, idle, extra}, dayLong, ours.lived);
        for (const CostComparison& one : list) {
            Money sum;
            for (const auto& [name, amount] : one.terms)
                sum += amount;
            if (one.difference())
                QCOMPARE(sum.decimal(), one.difference()->decimal());
            QCOMPARE(term(one, CostTerm::Window), ""); // the hours are known
            const auto rest = std::find_if(one.terms.begin(), one.terms.end(), [](const auto& each) { return each.first == CostTerm::Rest; });
            QVERIFY(rest == one.terms.end() || rest->second.absolute() < Money::fromCents(1));
        }
        QCOMPARE(list.size(), std::size_t(4)); // __idle__, ml, old, shop
    }
    void hoursThatAreNotKnownAreAtTheRateOfNow()
    {
        const Allocation now = allocate(lived(), PriceBook(), {});
        auto days = livedDays();
        days[0].covered = {{0, hours(14)}, {hours(17), hours(24)}}; // three hours of the window are a gap
        const OursOver gap = oursOver(now, days, noonToNoon);
        QVERIFY(!gap.ofLedger);
        QCOMPARE(gap.why.args, std::vector<std::string> {"87.5"});
        QCOMPARE(over(gap, "shop").decimal(), now.pods[1].cost.total().over(dayLong).decimal());
        // Twenty minutes that the exporters are behind are no gap: they are at the rate of now.
        days = livedDays();
        days[1].covered = {{0, hours(12) - 1'200'000}};
        days[1].machines[0].runs[0].to = days[1].workloads[0].runs[0].to = hours(12) - 1'200'000;
        const OursOver late = oursOver(now, days, noonToNoon);
        QVERIFY(late.ofLedger);
        const Money tail = now.pods[1].cost.total().over(std::chrono::minutes {20});
        QVERIFY((over(late, "shop") - (money("1.08") - money("0.02") + tail)).absolute() < Money::fromPico(1'000'000));
    }
    void namesOfOneSideStandAlone()
    {
        CostGroup idle;
        idle.special = CostGroup::Special::Idle;
        idle.key = "__idle__";
        idle.cost.cpu = money("1");
        OpenCostEntry theirIdle;
        theirIdle.name = "__idle__";
        theirIdle.totalCost = 4;
        OpenCostEntry only = theirs();
        only.name = "theirs";
        const auto list = compareWithOpenCost({ours(), idle}, {theirIdle, only}, std::chrono::hours {10});
        QCOMPARE(list.size(), 3u);
        QCOMPARE(list[0].name, "__idle__");
        QCOMPARE(term(list[0], CostTerm::Idle), "-6.000000");
        QVERIFY(list[1].ours && !list[1].theirs && !list[1].difference());
        QVERIFY(!list[2].ours && list[2].theirs);
    }
    void nonsenseIsNotCounted()
    {
        OpenCostEntry entry = theirs();
        entry.cpuCost = std::nan("");
        entry.totalCost = INFINITY;
        const auto comparison = compared(ours(), entry);
        QCOMPARE(comparison.theirs->decimal(), "0");
    }
};

QTEST_GUILESS_MAIN(TestOpenCost)
#include "tst_opencost.moc"
