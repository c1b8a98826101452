// SPDX-License-Identifier: GPL-3.0-or-later
#include "money_worlds.h"
#include "cost/day_prices.h"
#include "tables/cost_drill.h"
#include "tables/cost_export.h"
#include "tables/cost_report.h"

#include <QTest>

using namespace loadline;
using namespace loadline::test;

namespace {

// One node without a capacity label at 2 $ an hour, and a ScaledObject's workload that slept half of the day. It is
// noon; history was heard until `heard` hours after midnight.
struct Scene {
    WorldOf objects;
    WorldPtr world;
    Costs costs;
    std::vector<UsageDay>& days() { return kept_; }
    void keepDays() { costs.clusters.begin()->second.days = std::make_shared<const std::vector<UsageDay>>(kept_); }
    explicit Scene(int heard)
    {
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
        kept_ = {day};
        one.days = std::make_shared<const std::vector<UsageDay>>(kept_);
        costs.clusters.emplace(world->cluster, std::move(one));
    }
    CostReport by(GroupKind kind)
    {
        costs.settings.by = {kind, {}};
        return deriveCosts({world}, {}, costs);
    }

private:
    std::vector<UsageDay> kept_;
};

const CostRow* rowWith(const CostReport& report, const std::string& key)
{
    for (const auto& row : report.rows)
        if (row->key == key && !row->total && row->special == CostGroup::Special::None)
            return row.get();
    return nullptr;
}

// The days of moneyWorld() with anything in them: other counts, who scales the API, a pool that no count names.
std::vector<UsageDay> strangeDays(RandomDays& random)
{
    std::vector<UsageDay> days = moneyDays();
    const auto runs = [&](int most) {
        std::vector<CountRun> all;
        for (std::int32_t from = 0; from < hours(24);) {
            const std::int32_t to = std::min(hours(24), from + random.number(1, hours(7)));
            all.push_back({from, to, random.number(1, most)});
            from = to;
        }
        return all;
    };
    const auto by = std::array {ScaledBy::Nothing, ScaledBy::Hpa, ScaledBy::Keda, ScaledBy::Cron}[std::size_t(random.number(0, 3))];
    for (UsageDay& day : days) {
        day.machines.push_back(machineDay("edge", "made-up", CapacityType::Reserved, priceOf("0.0777", "0.1003"), {}));
        std::sort(day.machines.begin(), day.machines.end(), [](const auto& a, const auto& b) { return a.machine < b.machine; });
        for (MachineDay& machine : day.machines)
            machine.runs = runs(9);
        WorkloadDay& api = day.workloads[0];
        api.scaledBy = by;
        api.maxReplicas = 11;
        if (by == ScaledBy::Cron)
            api.scheduled = 4;
        api.runs = runs(8);
        if (random.number(0, 1) == 1)
            api.runs.front().count = 0;
        WorkloadDay gone = workloadDay("gone", ScaledBy::Nothing, "0.0031", runs(3)); // deleted since: no line is its
        day.workloads.push_back(std::move(gone));
    }
    return days;
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
        QCOMPARE(row->byScaler->decimal(), std::string("2"));
        QCOMPARE(row->actual->decimal(), std::string("12"));
        QVERIFY2(row->why.contains(QStringLiteral("it was at zero for 4.0 h")), qPrintable(row->why));
        // Groups show what was released, which adds up to the card.
        const auto spaces = scene.by(GroupKind::Namespace);
        QCOMPARE(rowWith(spaces, "shop")->saved->decimal(), std::string("6"));
        QCOMPARE(spaces.ledger.released.decimal(), std::string("6"));
    }
    void columnsAddUp_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 0; seed < 12; ++seed)
            QTest::addRow("%d", seed) << seed;
    }
    // Whatever lines stand for, every column of money adds up to the total's cell, to the last digit.
    void columnsAddUp()
    {
        QFETCH(const int, seed);
        RandomDays random {unsigned(seed)};
        const WorldPtr world = moneyWorld();
        const auto days = strangeDays(random);
        CostSettings settings;
        settings.windowDays = random.number(1, 9);
        if (seed % 2 == 1)
            settings.terms.controlPlaneHourly = money("0.1037");
        const std::array baselines {Baseline {}, *parseFixedBaseline("general=7\ngpu=1@0.91"), *baselineBefore(days, world->now - dayLength * 9)};
        for (const Baseline& baseline : baselines)
            for (const char* by : {"namespace", "workload", "workload-type", "label:team", "autoscaler", "pool", "capacity-type", "node", "cluster"}) {
                settings.baseline = baseline;
                settings.by = *parseGroupBy(by);
                const CostReport report = deriveCosts({world}, {}, *moneyCosts(settings, days));
                QVERIFY(report.haveLedger);
                Money hourly, actual, base, saved, byScaler;
                const CostRow* total = nullptr;
                for (const auto& row : report.rows) {
                    if (row->total) {
                        total = row.get();
                        continue;
                    }
                    hourly += row->hourly.value_or(Money());
                    actual += row->actual.value_or(Money());
                    base += row->baseline.value_or(Money());
                    saved += row->saved.value_or(Money());
                    byScaler += row->byScaler.value_or(Money());
                    if (row->actual)
                        QVERIFY2(*row->baseline - *row->actual == *row->saved, row->id.c_str());
                    QVERIFY2(!row->baseline || !ruleWord(*row).isEmpty(), row->id.c_str());
                }
                QVERIFY(total);
                QVERIFY2(hourly == total->hourly.value(), by);
                QVERIFY2(actual == total->actual.value(), by);
                QVERIFY2(base == total->baseline.value(), by);
                QVERIFY2(saved == total->saved.value(), by);
                QVERIFY2(byScaler == total->byScaler.value_or(Money()), by);
                QCOMPARE(*total->saved, report.whole.total());
            }
    }
    // What its scaler saved by a rule of its own stands beside what the baseline makes of the same replicas.
    void scalersHaveAColumn()
    {
        Scene scene(12);
        const auto lineOf = [](const CostReport& report, const char* key) -> const CostRow* {
            for (const auto& row : report.rows)
                if (row->key == key)
                    return row.get();
            return nullptr;
        };
        // By its own rule the batch saved 2, by the peak of three 6; its node ran all the time and saved nothing.
        for (const GroupKind by : {GroupKind::Workload, GroupKind::Autoscaler, GroupKind::Namespace}) {
            const CostReport report = scene.by(by);
            const CostRow* row = lineOf(report, by == GroupKind::Workload ? "shop/Deployment/batch" : by == GroupKind::Namespace ? "shop" : "shop/ScaledObject/batch");
            QVERIFY(row);
            QCOMPARE(*row->saved, money("6"));
            QCOMPARE(*row->byScaler, money("2"));
            QCOMPARE(*lineOf(report, "__idle__")->saved, money("-6"));
            QCOMPARE(*lineOf(report, "__total__")->saved, Money());
            QCOMPARE(*lineOf(report, "__total__")->byScaler, money("2"));
            QCOMPARE(ruleWord(*lineOf(report, "__idle__")), QStringLiteral("remainder"));
            int shown = 0;
            for (const auto& column : costColumns(report, false))
                shown += column.id == QLatin1String("by-scaler") && column.shown ? 1 : 0;
            QCOMPARE(shown, by == GroupKind::Namespace ? 0 : 1);
            // Inside a line the same figures stand again.
            const auto path = pathInto(report.by, {}, *row);
            QVERIFY(path);
            const CostDrill drill = drillCosts({scene.world}, {}, scene.costs, *path);
            if (by == GroupKind::Namespace)
                for (const auto part : {&CostRow::actual, &CostRow::baseline, &CostRow::saved, &CostRow::byScaler})
                    QCOMPARE((*drill.rows.back()).*part, row->*part);
        }
    }
    // A node's own price holds for its hours of the past too; of the others' nothing changes, and idle is never negative.
    void aNodesOwnPriceIsThatOfItsPast_data()
    {
        QTest::addColumn<int>("match");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        using M = OwnPrice::Match;
        QTest::newRow("name") << int(M::NodeName) << QString() << QStringLiteral("n2");
        QTest::newRow("provider ID") << int(M::ProviderId) << QString() << QStringLiteral("aws:///us-east-1a/i-2");
        QTest::newRow("label") << int(M::Label) << QStringLiteral("team") << QStringLiteral("red");
        QTest::newRow("label of the pool") << int(M::Label) << QStringLiteral("karpenter.sh/nodepool") << QStringLiteral("general");
    }
    void aNodesOwnPriceIsThatOfItsPast()
    {
        QFETCH(const int, match);
        QFETCH(const QString, key);
        QFETCH(const QString, value);
        WorldOf objects;
        Node other = awsNode("n1", "m5.large", "on-demand", resources("2", "8Gi"), {{"karpenter.sh/nodepool", "general"}});
        Node own = awsNode("n2", "m5.large", "on-demand", resources("2", "8Gi"), {{"karpenter.sh/nodepool", "general"}, {"team", "red"}});
        own.providerId = "aws:///us-east-1a/i-2";
        const TimePoint now = objects.make()->now;
        other.meta.created = now - dayLength * 30;
        own.meta.created = midnight(now) + Millis {hours(4)};
        Deployment api;
        setMeta(api.meta, "shop", "api");
        api.shape = shape({resources("1", "4Gi")});
        objects.add(other).add(own).add(api).add(pod("shop", "api-1", "n2", shape({resources("1", "4Gi")}), owner("Deployment", "api")));
        const WorldPtr world = objects.make();
        CostSettings settings;
        settings.windowDays = 1;
        settings.by = {GroupKind::Workload, {}};
        settings.prices.own.push_back({OwnPrice::Asset::Node, OwnPrice::Match(match), key.toStdString(), value.toStdString(), {}, CapacityType::Unknown, money("10"), {}, {}, 0});
        // It is noon: two ran from four on, before that one; nobody tells their price.
        UsageDay day = wholeDay(midnight(now));
        day.covered = {{0, hours(12)}};
        const Allocation costs = allocate(world, PriceBook(settings.prices), {});
        MachineDay machines;
        machines.machine = costs.nodes[0].machine;
        machines.machine.own.clear();
        machines.runs = {{0, hours(4), 1}, {hours(4), hours(12), 2}};
        day.machines = {machines};
        day.workloads = {workloadDay("api", ScaledBy::Nothing, "0.1", {{0, hours(12), 1}})};
        const auto prices = workloadPrices(costs, autoscalerCosts(costs));
        const std::vector<UsageDay> days {priced(day, PriceBook(settings.prices), {}, prices, &costs)};
        const CostReport report = deriveCosts({world}, {}, *moneyCosts(settings, days));
        const bool all = key.startsWith(QStringLiteral("karpenter"));
        const Money listed = *PriceBook().of(machines.machine).hourly;
        QCOMPARE(report.whole.actual, all ? money("10") * 20 : money("10") * 8 + listed * 12);
        for (const auto& row : report.rows)
            QVERIFY2(!row->actual || !row->actual->negative(), row->id.c_str());
        QCOMPARE(report.notes.filter(QStringLiteral("prices of single nodes")).size(), all ? 0 : 1);
    }
    // Past replicas that come to more than the nodes of then are scaled down, and it is said.
    void idleIsNeverNegative()
    {
        Scene scene(12);
        scene.days()[0].workloads[0].replicaHourly = money("5");
        scene.keepDays();
        for (const GroupKind by : {GroupKind::Workload, GroupKind::Namespace, GroupKind::WorkloadType, GroupKind::Autoscaler}) {
            const CostReport report = scene.by(by);
            Money actual;
            for (const auto& row : report.rows) {
                QVERIFY2(!row->actual || !row->actual->negative(), row->id.c_str());
                actual += row->total ? Money() : row->actual.value_or(Money());
            }
            QCOMPARE(actual, report.whole.actual);
            QCOMPARE(report.notes.filter(QStringLiteral("scaled down to 10")).size(), 1); // 12 of 120
        }
    }
    // What ran and has no size known has a line that says so, and a note.
    void whatNobodySizedIsSaid()
    {
        Scene scene(12);
        scene.days()[0].workloads[0].replicaHourly.reset();
        scene.keepDays();
        const CostReport report = scene.by(GroupKind::Workload);
        const CostRow* row = rowWith(report, "shop/Deployment/batch");
        QVERIFY(row && !row->actual);
        QVERIFY2(row->why.contains(QStringLiteral("batch ran in the window, but nothing tells how large")), qPrintable(row->why));
        QCOMPARE(report.notes.filter(QStringLiteral("shop/batch ran in the window")).size(), 1);
    }
    // What is not known of the month is neither free nor guessed in silence.
    void theMonthSaysWhatIsKnown()
    {
        Scene scene(12);
        const CostReport report = scene.by(GroupKind::Namespace);
        QVERIFY(!report.monthWhole);
        QCOMPARE(*report.monthToDate, money("12"));
        QCOMPARE(report.monthCovered, Millis {hours(12)});
        const auto date = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(scene.world->now));
        const auto days = unsigned((date.year() / date.month() / std::chrono::last).day());
        QCOMPARE(*report.projectedMonth, money("24") * std::int64_t(days)); // the mean of what is known, over the whole month
        QVERIFY2(monthKnownText(report).startsWith(QStringLiteral("0.5 of ")), qPrintable(monthKnownText(report)));
        QCOMPARE(report.notes.filter(QStringLiteral("Month to date: 0.5 of ")).size(), 1);
        const ExportTable table = costExport(report, {});
        QVERIFY(std::any_of(table.head.figures.begin(), table.head.figures.end(), [](const ExportFigure& one) { return one.id == QLatin1String("monthDaysKnown") && one.text == QLatin1String("0.5"); }));
    }
    // No price is drawn as zero: unknown, or at least so much.
    void whatHasNoPriceIsNotFree()
    {
        WorldOf objects;
        objects.add(awsNode("n1", "m5.large", "on-demand", resources("2", "8Gi"), {{"karpenter.sh/nodepool", "general"}}));
        objects.add(awsNode("odd", "made-up", "on-demand", {}, {{"karpenter.sh/nodepool", "odd"}}));
        objects.add(pod("shop", "a", "n1", shape({resources("1", "2Gi")}))).add(pod("shop", "b", "odd", shape({resources("1", "2Gi")})));
        objects.add(pod("lost", "c", "odd", shape({resources("1", "2Gi")}))).add(pod("late", "d", "", shape({resources("1", "2Gi")})));
        const WorldPtr world = objects.make();
        const auto row = [&](const char* by, const char* key) {
            CostSettings settings;
            settings.by = *parseGroupBy(by);
            const CostReport report = deriveCosts({world}, {}, *moneyCosts(settings, {}));
            const CostRow* found = rowWith(report, key);
            return found ? *found : CostRow();
        };
        const QString rate = QStringLiteral("$1/h");
        QVERIFY(!row("node", "odd").hourly);
        QCOMPARE(rateText(row("node", "odd"), {}), QStringLiteral("unknown"));
        QVERIFY(!row("namespace", "lost").hourly);
        QVERIFY(*row("namespace", "shop").hourly > Money());
        QCOMPARE(rateText(row("namespace", "shop"), rate), QStringLiteral("≥ $1/h"));
        QCOMPARE(rateText(row("namespace", "late"), rate), QStringLiteral("waits"));
        QCOMPARE(rateText(row("node", "n1"), rate), rate);
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
    // What a cluster does not tell is said with what it means for the figures, and is no zero.
    void poorClustersSayWhatIsMissing_data()
    {
        QTest::addColumn<QString>("which");
        QTest::addColumn<QStringList>("says");
        QTest::addColumn<QString>("hourly"); // "" unknown
        QTest::addRow("no prices") << QStringLiteral("prices") << QStringList {QStringLiteral("1 node has no price and is left out of every sum.")} << QString();
        QTest::addRow("no Prometheus") << QStringLiteral("history") << QStringList {QStringLiteral("No history of test is known: what was saved there")} << QStringLiteral("2");
        QTest::addRow("no requests") << QStringLiteral("requests") << QStringList {QStringLiteral("No pod requests anything, so costs follow usage alone."), QStringLiteral("No live usage is known")} << QStringLiteral("2");
        QTest::addRow("no capacity") << QStringLiteral("capacity") << QStringList {QStringLiteral("1 node reports no CPU and memory; its price is all idle.")} << QStringLiteral("2");
        QTest::addRow("no labels") << QStringLiteral("labels")
                                  << QStringList {QStringLiteral("1 node is on no list and priced per vCPU, GiB and GPU."), QStringLiteral("1 node does not tell whether it is spot; it is charged on demand.")} << QStringLiteral("0.16034"); // 4 vCPU at 0.031611, 8 GiB at 0.004237
        QTest::addRow("nodes refused") << QStringLiteral("nodes") << QStringList {QStringLiteral("You may not list nodes"), QStringLiteral("Its cost is unknown.")} << QString();
        QTest::addRow("pods refused") << QStringLiteral("pods") << QStringList {QStringLiteral("The pods of test are not known, so all of its cost shows as idle.")} << QStringLiteral("2");
    }
    void poorClustersSayWhatIsMissing()
    {
        QFETCH(const QString, which);
        QFETCH(const QStringList, says);
        QFETCH(const QString, hourly);
        WorldOf objects;
        Node node = awsNode("n", which == QLatin1String("prices") ? "zz9.large" : "m5.large", "on-demand", which == QLatin1String("capacity") ? resources("0", "0") : resources("4", "8Gi"), {{"karpenter.sh/nodepool", "p"}});
        if (which == QLatin1String("labels"))
            node.meta.labels = std::make_shared<const Labels>();
        objects.add(node).add(pod("shop", "api-1", "n", which == QLatin1String("requests") ? shape({{}}) : shape({resources("1", "2Gi")}), owner("ReplicaSet", "api-5d8f")));
        if (which == QLatin1String("nodes"))
            objects.state(KindId::Node).presence = Presence::Refused;
        if (which == QLatin1String("pods"))
            objects.state(KindId::Pod).presence = Presence::Refused;
        Costs costs;
        costs.settings.prices.useRates = which == QLatin1String("labels");
        if (which != QLatin1String("prices")) {
            OwnPrice own;
            own.match = OwnPrice::Match::Pool;
            own.value = "p";
            own.hourly = money("2");
            costs.settings.prices.own.push_back(own);
        }
        ClusterCosts one;
        one.book = PriceBook(costs.settings.prices);
        one.days = std::make_shared<const std::vector<UsageDay>>();
        costs.clusters.emplace("test", std::move(one));
        const CostReport report = deriveCosts({objects.make()}, {}, costs);
        for (const QString& sentence : says)
            QVERIFY2(!report.notes.filter(sentence).isEmpty(), qPrintable(report.notes.join(QStringLiteral(" | "))));
        QCOMPARE(report.runRate ? QString::fromStdString(report.runRate->decimal()) : QString(), hourly);
        QVERIFY(!report.haveLedger && !report.monthToDate && !report.sinceMidnight);
        // The files say the same.
        const ExportTable table = costExport(report, {});
        for (const QString& sentence : says)
            QVERIFY(!table.head.notes.filter(sentence).isEmpty());
    }
    void picturesSayWhatTheyStandOn()
    {
        Scene scene(12);
        scene.costs.settings.terms.currency = {"EUR", Quantity::fromMilli(920), "2026-11-20"};
        scene.costs.clusters.begin()->second.source = "monitoring/prometheus:80";
        const CostReport report = scene.by(GroupKind::Pool);
        Baseline max;
        max.kind = BaselineKind::PinnedAtMax;
        const QString said = costCaption(report, max).join(QStringLiteral(" · "));
        for (const char* part : {"Window: 2026-11-26T12:00:00Z to 2026-11-27T12:00:00Z (UTC)", "Baseline: ", "Currency: EUR, 0.92 for a US dollar of 2026-11-20", "Prices: ", "History: monitoring/prometheus:80."})
            QVERIFY2(said.contains(QLatin1String(part)), qPrintable(said));
        QVERIFY(said.contains(baselineText(max)));
    }
    void gapsUpToNowAreNotEstimated()
    {
        QCOMPARE(Scene(12).by(GroupKind::Pool).sinceMidnight->decimal(), std::string("12"));
        // Silent since 10: two hours that nobody knows are not charged at the rate of now.
        QCOMPARE(Scene(10).by(GroupKind::Pool).sinceMidnight->decimal(), std::string("10"));
    }
    // Nodes cost 3 an hour where workloads cost 1.5: the rest is in the line of the cluster, and in its chart.
    void clustersAddUp()
    {
        Scene scene(12);
        scene.days()[0].machines[0].price.hourly = scene.days()[0].machines[0].price.onDemandHourly = money("3");
        scene.keepDays();
        const CostReport report = scene.by(GroupKind::Cluster);
        QCOMPARE(report.rows.size(), std::size_t(2));
        for (const auto& row : report.rows) {
            QCOMPARE(row->actual->decimal(), std::string("36"));
            QCOMPARE(row->baseline->decimal(), std::string("36"));
            QCOMPARE(ruleWord(*row), QStringLiteral("nodes, peak"));
        }
        QCOMPARE(report.layers.size(), std::size_t(1));
        for (const Sample& sample : report.layers[0].hourly.samples)
            QCOMPARE(sample.value, 3.0);
        // What a line of it opens into adds up to it.
        const CostDrill drill = drillCosts({scene.world}, {}, scene.costs, *pathInto(report.by, {}, *report.rows[0]));
        QVERIFY(drill.rows.back()->total);
        QCOMPARE(drill.rows.back()->actual->decimal(), std::string("36"));
        QCOMPARE(drill.rows.back()->saved->decimal(), report.rows[0]->saved->decimal());
    }
    // A fee of 0.1 and a boot disk of 0.01 an hour: in actual and baseline of every grouping, in the cards and the chart,
    // and in no saving.
    void linesAreOnBothSides()
    {
        Scene bare(12), scene(12);
        Terms& terms = scene.costs.settings.terms;
        terms.controlPlaneHourly = money("0.1");
        terms.bootDiskGbMonth = money("0.073");
        // Two nodes for half of it: a disk for each.
        for (Scene* one : {&bare, &scene}) {
            one->days()[0].machines[0].price.hourly = one->days()[0].machines[0].price.onDemandHourly = money("2");
            one->days()[0].machines[0].runs = {{0, 6 * 3'600'000, 1}, {6 * 3'600'000, 12 * 3'600'000, 2}};
            one->keepDays();
        }
        const Money lines = money("1.2") + money("0.18");
        for (const GroupKind by : {GroupKind::Pool, GroupKind::Namespace, GroupKind::Workload, GroupKind::WorkloadType, GroupKind::Cluster, GroupKind::Capacity}) {
            const CostReport report = scene.by(by), without = bare.by(by);
            QCOMPARE(report.whole.actual, money("36") + lines);
            QCOMPARE(report.whole.baseline, money("48") + lines);
            QCOMPARE(report.whole.total(), without.whole.total());
            QCOMPARE(report.lines, lines);
            QCOMPARE(*report.sinceMidnight, report.whole.actual);
            Money actual;
            for (const auto& row : report.rows) {
                if (row->special == CostGroup::Special::Lines) {
                    QCOMPARE(*row->actual, lines);
                    QCOMPARE(*row->baseline, lines);
                    QVERIFY(row->saved->isZero());
                }
                if (!row->total)
                    actual += row->actual.value_or(Money());
            }
            QCOMPARE(actual, report.whole.actual);
            QCOMPARE(*report.rows.back()->actual, report.whole.actual);
            QCOMPARE(*report.rows.back()->baseline, report.whole.baseline);
            double charted = 0;
            for (const CostLayer& layer : report.layers)
                for (const Sample& sample : layer.hourly.samples)
                    charted += sample.value; // an hour each
            QVERIFY2(qAbs(charted - report.whole.actual.value()) < 1e-6, qPrintable(QString::number(charted)));
            QCOMPARE(report.notes.filter(QStringLiteral("they are no part of a saving")).size(), 1);
            QVERIFY(without.notes.filter(QStringLiteral("they are no part of a saving")).isEmpty());
        }
    }
    // A workload of notebooks that runs all the time, 2 replicas at 0.5, from midnight to noon of a Friday: 9 of the 12
    // hours are before nine.
    void schedulesAreAPotential()
    {
        Scene scene(12);
        QVERIFY(scene.by(GroupKind::Pool).potential.schedules->isZero()); // what KEDA sends to sleep needs no schedule
        WorkloadDay notebook = scene.days()[0].workloads[0];
        notebook.name = "jupyter";
        notebook.scaledBy = ScaledBy::Nothing;
        notebook.runs = {{0, 12 * 3'600'000, 2}};
        scene.days()[0].workloads.push_back(notebook);
        scene.keepDays();
        Deployment deployment;
        setMeta(deployment.meta, "shop", "jupyter");
        deployment.shape = shape({resources("1", "2Gi")});
        deployment.podLabels = std::make_shared<const Labels>();
        scene.objects.add(deployment);
        scene.world = scene.objects.make();
        CostReport report = scene.by(GroupKind::Pool);
        QCOMPARE(report.scheduled, 1);
        QCOMPARE(*report.potential.schedules, (money("9") * 730).scaled(1, 12)); // 9 dollars in 12 hours, in a month
        QCOMPARE(report.potential.schedules->decimal(), std::string("547.5"));
        QVERIFY(potentialInWords(report)[1].contains(QStringLiteral("Monday to Friday, 09:00 to 18:00 UTC")));
        QCOMPARE(report.whole.total(), scene.by(GroupKind::Namespace).whole.total());
        scene.costs.settings.duty.fromMinute = 0;
        scene.costs.settings.duty.toMinute = 0; // on duty all day
        report = scene.by(GroupKind::Pool);
        QVERIFY(report.potential.schedules->isZero());
        scene.costs.settings.duty.days = {false, false, false, false, false, true, true};
        scene.costs.settings.duty.utcOffset = std::chrono::minutes {-90};
        QCOMPARE(dutyText(scene.costs.settings.duty), QStringLiteral("Saturday, Sunday, 00:00 to 00:00 UTC-01:30"));
    }
    // What a line is held against is told beside it, also where counts of nodes say nothing of replicas.
    void rulesAreTold()
    {
        Scene scene(12);
        const auto word = [&](GroupKind by, const char* key) {
            const CostReport report = scene.by(by);
            const CostRow* row = rowWith(report, key);
            return row ? ruleWord(*row) : QStringLiteral("no such row");
        };
        const auto scaler = [&] {
            const CostReport report = scene.by(GroupKind::Workload);
            const CostRow* row = rowWith(report, "shop/Deployment/batch");
            return row ? QStringLiteral("%1 %2").arg(scalerRuleWord(*row)).arg(row->scalerAgainst.value_or(-1)) : QString();
        };
        QCOMPARE(scaler(), QStringLiteral("at least one 1"));
        QCOMPARE(word(GroupKind::Workload, "shop/Deployment/batch"), QStringLiteral("peak"));
        QCOMPARE(*rowWith(scene.by(GroupKind::Workload), "shop/Deployment/batch")->against, std::int64_t(3));
        QCOMPARE(word(GroupKind::Namespace, "shop"), QStringLiteral("peak"));
        scene.days()[0].workloads[0].scaledBy = ScaledBy::Cron;
        scene.days()[0].workloads[0].scheduled = 2;
        scene.keepDays();
        QCOMPARE(scaler(), QStringLiteral("24x7 2"));
        scene.days()[0].workloads[0].scaledBy = ScaledBy::Hpa;
        scene.days()[0].workloads[0].maxReplicas = 9;
        scene.keepDays();
        QCOMPARE(scaler(), QStringLiteral("peak 3"));
        scene.costs.settings.baseline.kind = BaselineKind::PinnedAtMax;
        QCOMPARE(word(GroupKind::Workload, "shop/Deployment/batch"), QStringLiteral("max"));
        QCOMPARE(*rowWith(scene.by(GroupKind::Workload), "shop/Deployment/batch")->against, std::int64_t(9));
        QCOMPARE(word(GroupKind::Pool, "p"), QStringLiteral("nodes, peak")); // whose maximum nobody knows
        scene.costs.settings.baseline = *parseFixedBaseline("p=5");
        QCOMPARE(word(GroupKind::Pool, "p"), QStringLiteral("nodes, fixed count"));
        QCOMPARE(word(GroupKind::Workload, "shop/Deployment/batch"), QStringLiteral("peak"));
        QCOMPARE(scene.by(GroupKind::Workload).notes.filter(QStringLiteral("says nothing of replicas")).size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestCostReport)
#include "tst_cost_report.moc"
