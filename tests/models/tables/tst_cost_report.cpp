// SPDX-License-Identifier: GPL-3.0-or-later
#include "../cost/cost_worlds.h"
#include "tables/cost_report.h"

#include <QTest>

using namespace loadline;
using namespace loadline::test;

namespace {

// One node without a capacity label at 2 $ an hour, and a ScaledObject's workload that slept half of the day. It is
// noon; history was heard until `heard` hours after midnight.
struct Scene {
    WorldPtr world;
    Costs costs;
    explicit Scene(int heard)
    {
        WorldOf objects;
        objects.add(awsNode("n", "m5.large", "", resources("4", "8Gi"), {{"karpenter.sh/nodepool", "p"}}));
        ScaledObject scaler;
        setMeta(scaler.meta, "shop", "batch");
        scaler.target = {"apps/v1", "Deployment", "batch"};
        scaler.triggers.emplace_back().type = "rabbitmq";
        ReplicaSet set;
        setMeta(set.meta, "shop", "batch-5d8f", {}, owner("Deployment", "batch"));
        Deployment deployment;
        setMeta(deployment.meta, "shop", "batch");
        objects.add(scaler).add(set).add(deployment);
        objects.add(pod("shop", "batch-5d8f-1", "n", shape({resources("1", "2Gi")}), owner("ReplicaSet", "batch-5d8f")));
        world = objects.make();
        OwnPrice own;
        own.match = OwnPrice::Match::Pool;
        own.value = "p";
        own.hourly = money("2");
        costs.settings.prices.own.push_back(own);
        costs.settings.windowDays = 1;
        ClusterCosts one;
        one.book = PriceBook(costs.settings.prices);
        UsageDay day;
        day.day = midnight(world->now);
        day.covered = {{0, heard * 3'600'000}};
        MachineDay& machine = day.machines.emplace_back();
        machine.machine = machineOf(world->all<Node>()[0], identify(world->all<Node>()[0]));
        machine.price.hourly = machine.price.onDemandHourly = money("1");
        machine.runs = {{0, heard * 3'600'000, 1}};
        WorkloadDay& workload = day.workloads.emplace_back();
        workload.ns = "shop";
        workload.kind = "Deployment";
        workload.name = "batch";
        workload.scaledBy = ScaledBy::Keda;
        workload.replicaHourly = money("0.5");
        workload.runs = {{0, 4 * 3'600'000, 0}, {4 * 3'600'000, heard * 3'600'000, 3}};
        one.days = std::make_shared<const std::vector<UsageDay>>(std::vector {day});
        costs.clusters.emplace(world->cluster, std::move(one));
    }
    CostReport by(GroupKind kind)
    {
        costs.settings.by = {kind, {}};
        return deriveCosts({world}, {}, costs);
    }
};

const CostRow* rowWith(const CostReport& report, const std::string& key)
{
    for (const auto& row : report.rows)
        if (row->key == key && !row->total && row->special == CostGroup::Special::None)
            return row.get();
    return nullptr;
}

} // namespace

class TestCostReport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aWorkloadIsHeldAgainstItsRule()
    {
        Scene scene(12);
        // KEDA: four hours at zero, one replica each; not the three of its peak.
        const auto report = scene.by(GroupKind::Workload);
        const CostRow* row = rowWith(report, "shop/Deployment/batch");
        QVERIFY(row);
        QCOMPARE(row->saved->decimal(), std::string("2"));
        QCOMPARE(row->actual->decimal(), std::string("12"));
        QVERIFY(row->why.contains(QStringLiteral("hours at zero (4.0 h)")));
        // Groups show what was released, which adds up to the card.
        const auto spaces = scene.by(GroupKind::Namespace);
        QCOMPARE(rowWith(spaces, "shop")->saved->decimal(), std::string("6"));
        QCOMPARE(spaces.ledger.released.decimal(), std::string("6"));
    }
    void whatWaitsAndHowLargeItWasIsSaid()
    {
        const QString sizes = QStringLiteral("kube_pod_container_resource_requests");
        Scene scene(12);
        for (const GroupKind by : {GroupKind::Workload, GroupKind::Namespace}) {
            const CostReport report = scene.by(by);
            const CostRow* row = rowWith(report, by == GroupKind::Workload ? "shop/Deployment/batch" : "shop");
            QVERIFY2(row->why.contains(QStringLiteral("each as large as now")), qPrintable(row->why));
            QVERIFY(!row->why.contains(QStringLiteral("waited")));
            QCOMPARE(report.notes.filter(sizes).size(), 1);
        }
        // One of its three replicas had no node for five hours, and the history tells how large the others were.
        UsageDay day = scene.costs.clusters.begin()->second.days->front();
        day.workloads[0].runs = {{0, 4 * 3'600'000, 0}, {4 * 3'600'000, 7 * 3'600'000, 3}, {7 * 3'600'000, 12 * 3'600'000, 2}};
        day.workloads[0].waiting = {{7 * 3'600'000, 12 * 3'600'000, 1}};
        day.workloads[0].size.cpu = Quantity::fromWhole(1);
        scene.costs.clusters.begin()->second.days = std::make_shared<const std::vector<UsageDay>>(std::vector {day});
        for (const GroupKind by : {GroupKind::Workload, GroupKind::Namespace}) {
            const CostReport report = scene.by(by);
            const CostRow* row = rowWith(report, by == GroupKind::Workload ? "shop/Deployment/batch" : "shop");
            QCOMPARE(row->actual->decimal(), std::string("9.5"));
            QVERIFY2(row->why.contains(QStringLiteral("Replicas waited 5.0 h for a node: that costs nothing")), qPrintable(row->why));
            QVERIFY2(row->why.contains(QStringLiteral("each as large as its pods were on the day")), qPrintable(row->why));
            QVERIFY(report.notes.filter(sizes).isEmpty());
        }
    }
    void unknownCapacityIsOneRow()
    {
        Scene scene(12);
        const auto report = scene.by(GroupKind::Capacity);
        const CostRow* row = rowWith(report, "");
        QVERIFY(row);
        QCOMPARE(row->hourly->decimal(), std::string("2"));
        QCOMPARE(row->actual->decimal(), std::string("12"));
        QVERIFY(!rowWith(report, "unknown"));
    }
    void gapsUpToNowAreNotEstimated()
    {
        QCOMPARE(Scene(12).by(GroupKind::Pool).sinceMidnight->decimal(), std::string("12"));
        // Silent since 10: two hours that nobody knows are not charged at the rate of now.
        QCOMPARE(Scene(10).by(GroupKind::Pool).sinceMidnight->decimal(), std::string("10"));
    }
};

QTEST_GUILESS_MAIN(TestCostReport)
#include "tst_cost_report.moc"
