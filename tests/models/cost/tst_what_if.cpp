// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/preset.h"
#include "ledger_days.h"

#include <QTest>

using namespace loadline;
using namespace loadline::test;

namespace {

const TimePoint day = at("2026-11-23T00:00:00Z");

Quantity number(const char* text)
{
    return Quantity::parse(text).value();
}

WhatIfLine randomLine(std::mt19937& random)
{
    const auto upTo = [&](std::int64_t most) { return Quantity::fromMilli(std::int64_t(random() % std::uint64_t(most * 1000 + 1))); };
    WhatIfLine line;
    line.name = "pool \"" + std::to_string(random() % 100) + "\" ä";
    line.baselineCount = upTo(200);
    line.averageCount = upTo(200);
    line.price = Money::fromPico(Int128(random()) * 3'337);
    line.per = random() % 2 ? PricePer::Month : PricePer::Hour;
    line.spotPercent = upTo(100);
    line.spotDiscountPercent = upTo(100);
    line.hoursOnDuty = upTo(168);
    line.hoursAtZero = upTo(168);
    line.requestsTooHighPercent = upTo(90);
    line.discountPercent = upTo(40);
    for (std::size_t i = random() % 3; i > 0; --i)
        line.mix.push_back({"type", upTo(100), Money::fromPico(Int128(random()) * 2'221)});
    return line;
}

Money barsOf(const std::vector<WaterfallBar>& bars)
{
    Money level = bars.front().to;
    for (std::size_t i = 1; i + 1 < bars.size(); ++i) {
        if (bars[i].from != level)
            return Money::fromWhole(-1);
        level = bars[i].to;
    }
    return level;
}

} // namespace

class TestWhatIf : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void reckonsTheTextbookCase();
    void reckonsScaleToZero();
    void reckonsSpotAndRightSizing();
    void namesEveryAssumption();
    void takesStepsInOrder();
    void pricesHours();
    void mixesMachines();
    void stepsAddUp();
    void holdsInputsToTheirRange();
    void startsFromTheCluster();
    void startsFromALedger();
    void comparesScenarios();
    void exportsRows();
    void roundTrips();
    void refusesBadFiles_data();
    void refusesBadFiles();
};

void TestWhatIf::reckonsTheTextbookCase()
{
    const WhatIfResult result = evaluate(findCostPreset("textbook")->scenario).pools;
    QCOMPARE(result.saving.baseline, Money::fromWhole(6000));
    QCOMPARE(result.monthly(), Money::fromWhole(1400));
    QCOMPARE(result.saved(), Money::fromWhole(4600));
    QCOMPARE(result.savedYearly(), Money::fromWhole(55200));
    QCOMPARE(result.savedPercent()->decimal().substr(0, 5), std::string("76.66"));
    QCOMPARE(qRound(result.savedPercent()->value()), 77);
}

void TestWhatIf::reckonsScaleToZero()
{
    const Scenario& scenario = findCostPreset("scale-to-zero")->scenario;
    std::vector<std::string> percents;
    for (const WhatIfLine& line : scenario.pools)
        percents.push_back(whatIf(line).savedPercent()->decimal());
    QVERIFY((percents == std::vector<std::string> {"80", "60", "90"}));
    const WhatIfResult batch = whatIf(scenario.pools[0]);
    QCOMPARE(batch.saving.atZero, Money::fromWhole(320));
    QCOMPARE(batch.saving.atZero, batch.saving.hoursNotRun);
    const WhatIfResult development = whatIf(scenario.pools[2]);
    QVERIFY(development.saving.atZero < development.saving.hoursNotRun);
}

void TestWhatIf::reckonsSpotAndRightSizing()
{
    const WhatIfResult spot = evaluate(findCostPreset("spot-gpus")->scenario).pools;
    QCOMPARE(spot.savedPercent()->decimal(), std::string("70"));
    QCOMPARE(spot.saving.spot, Money::fromWhole(3500));
    const Scenario& sizing = findCostPreset("right-sizing")->scenario;
    QCOMPARE(whatIf(sizing.pools[0]).rightSizing.rounded(2), std::string("285.71")); // 2 of 7
    QCOMPARE(whatIf(sizing.pools[1]).rightSizing, Money::fromWhole(375)); // 3 of 8
}

void TestWhatIf::namesEveryAssumption()
{
    QCOMPARE(costPresets().size(), std::size_t(4));
    for (const CostPreset& preset : costPresets()) {
        QVERIFY(!preset.title.text.empty() && !preset.about.text.empty());
        QVERIFY(preset.scenario.assumptions.size() >= 2);
        QCOMPARE(findCostPreset(preset.id), &preset);
    }
    QVERIFY(!findCostPreset("none"));
}

void TestWhatIf::takesStepsInOrder()
{
    WhatIfLine line;
    line.baselineCount = Quantity::fromWhole(10);
    line.averageCount = Quantity::fromWhole(8);
    line.price = Money::fromWhole(100);
    line.per = PricePer::Month;
    line.hoursOnDuty = Quantity::fromWhole(126);
    line.hoursAtZero = Quantity::fromWhole(42);
    line.spotPercent = Quantity::fromWhole(50);
    line.spotDiscountPercent = Quantity::fromWhole(60);
    line.mix = {{"smaller", Quantity::fromWhole(1), Money::fromWhole(80)}};
    line.requestsTooHighPercent = Quantity::fromWhole(25);
    line.discountPercent = Quantity::fromWhole(10);
    const WhatIfResult result = whatIf(line);
    QCOMPARE(result.saving.baseline, Money::fromWhole(1000));
    QCOMPARE(result.saving.hoursNotRun, Money::fromWhole(600)); // half the week of 8 is 400
    QCOMPARE(result.saving.atZero, Money::fromWhole(200));
    QCOMPARE(result.saving.spot, Money::fromWhole(120));
    QCOMPARE(result.saving.machineTypes, Money::fromWhole(56)); // a fifth of 280
    QCOMPARE(result.rightSizing, usd("44.8"));
    QCOMPARE(result.discount, usd("12.8")); // a tenth of the 128 on demand
    QCOMPARE(result.monthly(), usd("166.4"));
    const auto bars = waterfall(result);
    QCOMPARE(bars.size(), std::size_t(8));
    QCOMPARE(barsOf(bars), result.monthly());
    QCOMPARE(bars.back().to, result.monthly());
}

void TestWhatIf::pricesHours()
{
    WhatIfLine line;
    line.baselineCount = line.averageCount = Quantity::fromWhole(2);
    line.price = usd("0.1");
    QCOMPARE(whatIf(line).saving.baseline, Money::fromWhole(146));
    QCOMPARE(whatIf(line, Quantity::fromWhole(720)).saving.baseline, Money::fromWhole(144));
    QCOMPARE(whatIf(line, number("730.5")).monthly(), usd("146.1"));
}

void TestWhatIf::mixesMachines()
{
    WhatIfLine line;
    line.baselineCount = line.averageCount = Quantity::fromWhole(10);
    line.price = Money::fromWhole(100);
    line.per = PricePer::Month;
    line.mix = {{"small", Quantity::fromWhole(75), Money::fromWhole(60)}, {"large", Quantity::fromWhole(25), Money::fromWhole(140)}};
    QCOMPARE(whatIf(line).saving.machineTypes, Money::fromWhole(200));
    line.mix[0].price = Money::fromWhole(200);
    QCOMPARE(whatIf(line).saving.machineTypes, Money::fromWhole(-850));
    QCOMPARE(barsOf(waterfall(whatIf(line))), Money::fromWhole(1850));
}

void TestWhatIf::stepsAddUp()
{
    std::mt19937 random(7);
    for (int round = 0; round < 2000; ++round) {
        const WhatIfLine line = randomLine(random);
        const WhatIfResult result = whatIf(line);
        QVERIFY(result.saving.addsUp());
        QCOMPARE(barsOf(waterfall(result)), result.monthly());
        QVERIFY(!result.monthly().negative());
        QVERIFY(result.saving.atZero <= std::max(Money(), result.saving.hoursNotRun));
        QCOMPARE(result.saving.baseline - result.saved(), result.monthly());
    }
}

void TestWhatIf::holdsInputsToTheirRange()
{
    WhatIfLine line;
    line.baselineCount = Quantity::fromWhole(10);
    line.averageCount = Quantity::fromWhole(-4);
    line.price = Money::fromWhole(-100);
    QCOMPARE(whatIf(line).monthly(), Money());
    line.averageCount = Quantity::fromWhole(10);
    line.price = Money::fromWhole(100);
    line.per = PricePer::Month;
    line.spotPercent = Quantity::fromWhole(400);
    line.spotDiscountPercent = Quantity::fromWhole(400);
    QCOMPARE(whatIf(line).monthly(), Money());
    line.spotPercent = Quantity();
    line.hoursOnDuty = Quantity::fromWhole(999);
    line.requestsTooHighPercent = Quantity::fromWhole(-50);
    QCOMPARE(whatIf(line).monthly(), Money::fromWhole(1000));
    line.hoursOnDuty = Quantity::fromWhole(40);
    line.hoursAtZero = Quantity::fromWhole(90);
    QCOMPARE(whatIf(line).monthly(), Money());
    line.baselineCount = Quantity::fromNano((Int128(1) << 100));
    line.price = Money::fromWhole(1'000'000'000'000);
    QVERIFY(whatIf(line).saving.addsUp());
}

void TestWhatIf::startsFromTheCluster()
{
    const Machine onDemand {"aws", "eu", "", "m6i.xlarge", "cpu", CapacityType::OnDemand};
    const Machine spot {"aws", "eu", "", "m6i.xlarge", "cpu", CapacityType::Spot};
    const std::vector<MachineCount> machines {{onDemand, 3, priceOf("0.2")}, {spot, 1, priceOf("0.08", "0.2")}, {{}, 2, {}}};
    const Scenario scenario = scenarioOfCounts(machines);
    QCOMPARE(scenario.pools.size(), std::size_t(1));
    QCOMPARE(scenario.pools[0].price, usd("0.2"));
    QCOMPARE(scenario.pools[0].spotPercent, Quantity::fromWhole(25));
    QCOMPARE(scenario.pools[0].spotDiscountPercent, Quantity::fromWhole(60));
    QCOMPARE(evaluate(scenario).pools.monthly(), usd("496.4")); // 0.68 * 730
    QCOMPARE(scenario.assumptions[1].args[0], std::string("2"));
}

void TestWhatIf::startsFromALedger()
{
    UsageDay usage = wholeDay(day);
    usage.machines = {
        machineDay("cpu", "m6i.xlarge", CapacityType::OnDemand, priceOf("0.1"), {{0, hours(12), 10}, {hours(12), hours(24), 2}}),
        machineDay("gpu", "g5.xlarge", CapacityType::Spot, priceOf("0.3", "1"), {{hours(6), hours(12), 2}}),
    };
    usage.workloads = {workloadDay("batch", ScaledBy::Keda, "0.5", {{0, hours(20), 0}, {hours(20), hours(24), 3}})};
    const std::vector days {usage};
    const Ledger result = ledger(days, {}, {day, day + dayLength});
    const Scenario scenario = scenarioOfLedger(result);
    // A day of the window is 24 of the month's 730 hours.
    const ScenarioResult month = evaluate(scenario);
    QCOMPARE(month.pools.saving.baseline.rounded(6), result.saving.baseline.scaled(730, 24).rounded(6));
    QCOMPARE(month.pools.monthly().rounded(6), result.saving.actual.scaled(730, 24).rounded(6));
    QCOMPARE(month.pools.saving.spot.rounded(6), result.saving.spot.scaled(730, 24).rounded(6));
    QCOMPARE(scenario.workloads[0].name, std::string("shop/batch"));
    QCOMPARE(scenario.workloads[0].hoursAtZero.decimal(), std::string("140"));
    QCOMPARE(month.workloads.monthly().rounded(6), usd("6").scaled(730, 24).rounded(6));
    QVERIFY(scenario.assumptions.size() >= 2);
}

void TestWhatIf::comparesScenarios()
{
    std::vector<Scenario> scenarios {findCostPreset("textbook")->scenario, findCostPreset("textbook")->scenario};
    scenarios[1].name = "More";
    scenarios[1].pools[0].averageCount = Quantity::fromWhole(6);
    const auto columns = compare(scenarios);
    QCOMPARE(columns[0].monthlyLess, Money());
    QCOMPARE(columns[1].monthlyLess, Money::fromWhole(-200));
    QCOMPARE(columns[1].result.name, std::string("More"));
    QVERIFY(compare({}).empty());
}

void TestWhatIf::exportsRows()
{
    std::vector<Scenario> scenarios {findCostPreset("textbook")->scenario};
    scenarios[0].workloads.push_back(scenarios[0].pools[0]);
    const auto rows = exportRows(scenarios);
    QCOMPARE(rows.size(), std::size_t(5));
    QVERIFY(!rows[2].assumptions && rows[2].line.empty());
    QCOMPARE(rows[0].result.saved() + rows[1].result.saved(), rows[2].result.saved());
    QVERIFY(rows[3].workload && rows[4].workload);
}

void TestWhatIf::roundTrips()
{
    std::mt19937 random(9);
    std::vector<Scenario> scenarios;
    for (const CostPreset& preset : costPresets())
        scenarios.push_back(preset.scenario);
    for (int i = 0; i < 30; ++i) {
        Scenario scenario;
        scenario.name = "Plan \t\n\\ " + std::to_string(i);
        scenario.note = "naïve – 計画";
        scenario.hoursPerMonth = number("730.5");
        scenario.pools = {randomLine(random), randomLine(random)};
        scenario.workloads = {randomLine(random)};
        scenario.assumptions = {{"From %1", {"x"}}};
        scenarios.push_back(scenario);
    }
    const auto read = readScenarios(writeScenarios(scenarios));
    QVERIFY(read);
    QVERIFY(*read == scenarios);
    QVERIFY(readScenarios(writeScenarios({}))->empty());
    Scenario odd;
    odd.name = "bad \xFF\xC3 bytes";
    const std::vector one {odd};
    QVERIFY(readScenarios(writeScenarios(one)));
}

void TestWhatIf::refusesBadFiles_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("where");
    const auto file = [](const char* pools) {
        return QByteArray(R"({"kind":"loadline-scenarios","version":1,"scenarios":[{"name":"a","pools":)") + pools + "}]}";
    };
    QTest::newRow("empty") << QByteArray() << QByteArray("*");
    QTest::newRow("no json") << QByteArray("name: a") << QByteArray("*");
    QTest::newRow("another kind") << QByteArray("{}") << QByteArray();
    QTest::newRow("no list") << QByteArray(R"({"kind":"loadline-scenarios","version":1})") << QByteArray();
    QTest::newRow("later") << QByteArray(R"({"kind":"loadline-scenarios","version":2,"scenarios":[]})") << QByteArray();
    QTest::newRow("scenario") << QByteArray(R"({"kind":"loadline-scenarios","version":1,"scenarios":[3]})") << QByteArray("scenarios[0]");
    QTest::newRow("pools") << file("7") << QByteArray("scenarios[0].pools");
    QTest::newRow("line") << file("[1]") << QByteArray("scenarios[0].pools[0]");
    QTest::newRow("no price") << file(R"([{"name":"x","per":"hour"}])") << QByteArray("scenarios[0].pools[0].price");
    QTest::newRow("price") << file(R"([{"price":"1,5","per":"hour"}])") << QByteArray("scenarios[0].pools[0].price");
    QTest::newRow("negative") << file(R"([{"price":"-1","per":"hour"}])") << QByteArray("scenarios[0].pools[0].price");
    QTest::newRow("per") << file(R"([{"price":"1","per":"week"}])") << QByteArray("scenarios[0].pools[0].per");
    QTest::newRow("count") << file(R"([{"price":"1","per":"hour","averageCount":"many"}])") << QByteArray("scenarios[0].pools[0].averageCount");
    QTest::newRow("below zero") << file(R"([{"price":1,"per":"hour","spotPercent":-1}])") << QByteArray("scenarios[0].pools[0].spotPercent");
    QTest::newRow("mix") << file(R"([{"price":1,"per":"hour","mix":[{}]}])") << QByteArray("scenarios[0].pools[0].mix[0].price");
}

void TestWhatIf::refusesBadFiles()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, where);
    const auto read = readScenarios(std::string_view(text.constData(), std::size_t(text.size())));
    QVERIFY(!read);
    QVERIFY(!read.error().what.empty());
    if (where != "*")
        QCOMPARE(read.error().where, where.toStdString());
}

QTEST_GUILESS_MAIN(TestWhatIf)
#include "tst_what_if.moc"
