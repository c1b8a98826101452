// SPDX-License-Identifier: GPL-3.0-or-later
#include "money_worlds.h"
#include "tables/what_if_lines.h"

#include <QTest>

using namespace loadline;
using namespace loadline::test;

namespace {

NodePool nodePool(const char* name, std::vector<std::string> types, const char* capacity)
{
    NodePool pool;
    setMeta(pool.meta, "", name);
    pool.requirements = {{"karpenter.sh/capacity-type", "In", {capacity}}, {"node.kubernetes.io/instance-type", "In", std::move(types)}};
    return pool;
}

const WhatIfLine* lineOf(const std::vector<WhatIfLine>& lines, const std::string& name)
{
    const auto at = std::find_if(lines.begin(), lines.end(), [&](const WhatIfLine& line) { return line.name == name; });
    return at == lines.end() ? nullptr : &*at;
}

bool assumes(const Scenario& scenario, const char* text, const std::string& arg)
{
    return std::any_of(scenario.assumptions.begin(), scenario.assumptions.end(),
        [&](const Phrase& phrase) { return phrase.text.find(text) != std::string::npos && phrase.args == std::vector<std::string> {arg}; });
}

} // namespace

class TestWhatIfScenarios : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void poolsAtZeroAreInItWithTheirPrice()
    {
        WorldOf maker;
        maker.add(awsNode("n", "m5.large", "on-demand", resources("2", "8Gi"), {{"karpenter.sh/nodepool", "general"}}));
        maker.add(nodePool("general", {"m5.large"}, "on-demand"));
        maker.add(nodePool("spare", {"m5.xlarge", "m5.large"}, "on-demand")).add(nodePool("training", {"g5.xlarge"}, "spot"));
        maker.add(nodePool("odd", {"zz9.large"}, "on-demand"));
        const Scenario scenario = scenarioOfNow({maker.make()}, {}, *moneyCosts({}, {}));
        QCOMPARE(scenario.pools.size(), std::size_t(3));
        QVERIFY(lineOf(scenario.pools, "general")->averageCount == Quantity::fromWhole(1));
        const WhatIfLine* spare = lineOf(scenario.pools, "spare");
        QVERIFY(spare && spare->averageCount.isZero() && spare->baselineCount.isZero());
        QCOMPARE(spare->price.decimal(), "0.096"); // the cheaper type, by the bundled list
        QVERIFY(spare->spotPercent.isZero());
        // On spot: the on-demand price, less what spot takes off, is what one of them would cost.
        WhatIfLine training = *lineOf(scenario.pools, "training");
        QCOMPARE(training.price.decimal(), "1.006");
        QCOMPARE(training.spotPercent.decimal(), "100");
        QVERIFY(training.spotDiscountPercent > Quantity::fromWhole(10) && training.spotDiscountPercent < Quantity::fromWhole(90));
        QVERIFY(whatIf(training).monthly().isZero());
        training.averageCount = Quantity::fromWhole(1);
        const double month = 1.006 * 730 * (1 - training.spotDiscountPercent.value() / 100);
        QVERIFY(std::abs(whatIf(training).monthly().value() - month) < 1e-6);
        QVERIFY(assumes(scenario, "at the price of the machine that would start", "spare, training"));
        QVERIFY(assumes(scenario, "left out as their price is not known", "odd"));
        // They change nothing of what is paid now.
        QCOMPARE(evaluate(scenario).pools.monthly().decimal(), (money("0.096") * 730).decimal());
    }
    void workloadsAtZeroAreInItToo()
    {
        WorldOf maker;
        maker.add(awsNode("n", "m5.large", "on-demand", resources("2", "8Gi"), {{"karpenter.sh/nodepool", "general"}}));
        Deployment batch;
        setMeta(batch.meta, "shop", "batch");
        batch.shape = shape({resources("1", "4Gi")});
        ScaledObject object;
        setMeta(object.meta, "shop", "batch");
        object.target = {"apps/v1", "Deployment", "batch"};
        object.minReplicas = 0;
        object.maxReplicas = 5;
        maker.add(batch).add(object);
        const Scenario scenario = scenarioOfNow({maker.make()}, {}, *moneyCosts({}, {}));
        const WhatIfLine* line = lineOf(scenario.workloads, "shop/batch");
        QVERIFY(line && line->averageCount.isZero());
        QCOMPARE(line->baselineCount.decimal(), "5");
        QVERIFY(line->price > Money() && line->price < money("0.096"));
    }
    // Every input of the calculator can be told of pools and of workloads alike, and stands in the export.
    void everyInputIsThereForPoolsAndWorkloads()
    {
        Scenario scenario;
        scenario.name = "all";
        for (auto* lines : {&scenario.pools, &scenario.workloads}) {
            WhatIfLine line;
            line.name = "line";
            setWhatIfNumber(line, WhatIfField::Baseline, 10);
            setWhatIfNumber(line, WhatIfField::Average, 4.5);
            setWhatIfNumber(line, WhatIfField::Price, 0.25);
            setWhatIfNumber(line, WhatIfField::Spot, 50);
            setWhatIfNumber(line, WhatIfField::SpotDiscount, 60);
            setWhatIfNumber(line, WhatIfField::OnDuty, 84);
            setWhatIfNumber(line, WhatIfField::AtZero, 42);
            setWhatIfNumber(line, WhatIfField::TooHigh, 25);
            setWhatIfNumber(line, WhatIfField::Discount, 10);
            QVERIFY(setWhatIfText(line, WhatIfField::Mix, QStringLiteral("m7g.large 60 at 0.2; m6i.large 40 at 0.3")));
            lines->push_back(line);
        }
        const ScenarioResult result = evaluate(scenario);
        QVERIFY(result.pools == result.workloads);
        // By hand: 4.5 nodes for a quarter of 730 hours; the mix costs 0.24; half of them 60 % off; / 1.25; 10 % off the rest.
        const double ran = 4.5 * 730 / 4 * 0.24, onDemand = ran / 2, spot = ran / 2 * 0.4;
        QVERIFY(std::abs(result.pools.monthly().value() - (onDemand * 0.9 + spot) / 1.25) < 1e-6);
        QVERIFY(std::abs(result.pools.saving.baseline.value() - 10 * 0.25 * 730) < 1e-6);
        const auto read = readScenarios(writeScenarios(std::span(&scenario, 1)));
        QVERIFY(read && read->front() == scenario);
        const QByteArray csv = toCsv(whatIfExport(std::span(&scenario, 1), {}, {}, {}));
        for (const char* cell : {"pool,line,10,4.5,0.25,hour,50,60,84,42,25,10,m7g.large 60 at 0.2; m6i.large 40 at 0.3", "workload,line,10,4.5"})
            QVERIFY2(csv.contains(cell), csv.constData());
    }
};

QTEST_GUILESS_MAIN(TestWhatIfScenarios)
#include "tst_what_if_scenarios.moc"
