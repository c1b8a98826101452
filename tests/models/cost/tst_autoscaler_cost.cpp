// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/autoscaler_cost.h"
#include "cost/day_prices.h"
#include "cost_worlds.h"

#include <QTest>

using namespace loadline;
using namespace loadline::test;

namespace {

// Machines with 4 cores and 8 GiB at 20 an hour, a core at 3 and a GiB at 1; with a GPU 10 more.
PriceBook book()
{
    PriceSettings settings;
    for (const auto& [pool, hourly] : {std::pair("p", "20"), std::pair("g", "30")}) {
        OwnPrice price;
        price.match = OwnPrice::Match::Pool;
        price.value = pool;
        price.hourly = money(hourly);
        settings.own.push_back(price);
    }
    settings.rates = Rates {"test", money("3"), money("1"), money("10"), {}, {}, {}};
    return PriceBook(settings);
}

Node machine(const char* name, const char* pool)
{
    Resources capacity = resources("4", "8Gi");
    if (pool[0] == 'g')
        capacity.others.emplace_back("nvidia.com/gpu", Quantity::fromWhole(1));
    return node(name, capacity, {{"karpenter.sh/nodepool", pool}, {"karpenter.sh/capacity-type", "on-demand"}});
}

Deployment deployment(const char* name, const std::shared_ptr<const PodShape>& shape)
{
    Deployment deployment;
    setMeta(deployment.meta, "a", name);
    deployment.shape = shape;
    return deployment;
}

Hpa hpa(const char* name, const char* target, std::int64_t min, std::int64_t max)
{
    Hpa hpa;
    setMeta(hpa.meta, "a", name);
    hpa.target = {"apps/v1", "Deployment", target};
    hpa.minReplicas = min;
    hpa.maxReplicas = max;
    return hpa;
}

ScaledObject scaledObject(const char* name, const char* target, std::int64_t max)
{
    ScaledObject object;
    setMeta(object.meta, "a", name);
    object.target = {"apps/v1", "Deployment", target};
    object.maxReplicas = max;
    return object;
}

} // namespace

class TestAutoscalerCost : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aReplicaCostsWhatTheRunningOnesDo()
    {
        const auto api = shape({resources("1", "1Gi")});
        WorldOf world;
        world.add(machine("n", "p")).add(deployment("api", api)).add(hpa("api", "api", 2, 10));
        for (const char* name : {"api-1-a", "api-1-b"})
            world.add(pod("a", name, "n", api, owner("ReplicaSet", "api-1")));
        const auto costs = autoscalerCosts(allocate(world.make(), book(), {}));
        const auto* cost = find(costs, "HorizontalPodAutoscaler", "a", "api");
        QVERIFY(cost);
        QCOMPARE(cost->replicas, 2);
        QCOMPARE(cost->replica->decimal(), "4");
        QCOMPARE(cost->now->decimal(), "8");
        QCOMPARE(cost->atMin->decimal(), "8");
        QCOMPARE(cost->atMax->decimal(), "40");
        QVERIFY(!cost->assumed);
        QCOMPARE(cost->units->cpu.decimal(), "3");
        QCOMPARE(cost->units->memory.decimal(), "1");
        QCOMPARE(cost->units->of({quantity("500m"), quantity("2Gi"), {}}).decimal(), "3.5");
    }
    void whatSleepsIsReckonedFromItsTemplate()
    {
        WorldOf world;
        world.add(machine("n", "p")).add(machine("g", "g"));
        world.add(deployment("llm", shape({resources("1", "2Gi", {{"nvidia.com/gpu", "1"}})}))).add(scaledObject("llm", "llm", 4));
        world.add(deployment("web", shape({resources("500m", "1Gi")}))).add(hpa("web", "web", 1, 3));
        world.add(deployment("bare", shape({{}}))).add(hpa("bare", "bare", 1, 3));
        world.add(hpa("lost", "gone", 1, 3));
        const auto costs = autoscalerCosts(allocate(world.make(), book(), {}));
        const auto* llm = find(costs, "ScaledObject", "a", "llm");
        QVERIFY(llm->assumed);
        QCOMPARE(llm->replica->decimal(), "15"); // of the GPU machine: 3 + 2 + 10
        QCOMPARE(llm->now->decimal(), "0");
        QCOMPARE(llm->atMin->decimal(), "0");
        QCOMPARE(llm->atMax->decimal(), "60");
        QCOMPARE(find(costs, "HorizontalPodAutoscaler", "a", "web")->replica->decimal(), "2.5"); // of machines without
        QVERIFY(!find(costs, "HorizontalPodAutoscaler", "a", "bare")->replica); // nothing tells its size
        QVERIFY(!find(costs, "HorizontalPodAutoscaler", "a", "lost")->atMax);
        QVERIFY(!find(costs, "HorizontalPodAutoscaler", "a", "none"));
    }
    // The HPA that KEDA writes for it would hold it against its peak, and sorts first.
    void whatSleepsBelongsToKeda()
    {
        WorldOf world;
        world.add(machine("n", "p")).add(deployment("llm", shape({resources("1", "2Gi")})));
        world.add(scaledObject("llm", "llm", 4)).add(hpa("keda-hpa-llm", "llm", 1, 4));
        const Allocation allocation = allocate(world.make(), book(), {});
        const auto prices = workloadPrices(allocation, autoscalerCosts(allocation));
        QCOMPARE(prices.size(), std::size_t(1));
        QCOMPARE(prices[0].scaledBy, ScaledBy::Keda);
        QCOMPARE(prices[0].maxReplicas, std::optional(4));
    }
    // A schedule is one also beside other triggers, in jobs as well.
    void schedulesAreFoundAmongTriggers()
    {
        const auto priceWith = [](std::initializer_list<const char*> types, const char* replicas = "3") {
            ScaledObject scaler = scaledObject("llm", "llm", 4);
            scaler.triggers.clear();
            for (const char* type : types) {
                scaler.triggers.emplace_back().type = type;
                if (scaler.triggers.back().type == "cron")
                    scaler.triggers.back().metadata = {{"desiredReplicas", replicas}, {"end", "0 18 * * *"}, {"start", "0 9 * * *"}};
            }
            WorldOf world;
            world.add(machine("n", "p")).add(deployment("llm", shape({resources("1", "2Gi")}))).add(scaler);
            const Allocation allocation = allocate(world.make(), book(), {});
            return workloadPrices(allocation, autoscalerCosts(allocation)).front();
        };
        const auto scaledBy = [&](std::initializer_list<const char*> types) { return priceWith(types).scaledBy; };
        QCOMPARE(scaledBy({"cron"}), ScaledBy::Cron);
        QCOMPARE(scaledBy({"cron", "cpu"}), ScaledBy::Cron);
        QCOMPARE(scaledBy({"redis", "cron"}), ScaledBy::Cron);
        QCOMPARE(scaledBy({"redis", "cpu"}), ScaledBy::Keda);
        QCOMPARE(scaledBy({}), ScaledBy::Keda);
        QCOMPARE(priceWith({"redis", "cron"}).scheduled, std::optional(3));
        QCOMPARE(priceWith({"redis"}).scheduled, std::optional<std::int32_t>());
        QCOMPARE(priceWith({"cron"}, "9").scheduled, std::optional(4)); // no more than the maximum
        QCOMPARE(priceWith({"cron"}, "many").scaledBy, ScaledBy::Keda); // KEDA cannot read it: no schedule runs
    }
    // A GPU machine that its nodeSelector names and that does not run: what the NodePool makes, what ran last, the type.
    void whatSleepsIsPricedByTheMachineItAsksFor()
    {
        const PriceBook lists((PriceSettings()));
        auto train = deployment("train", shape({resources("4", "16Gi", {{"nvidia.com/gpu", "1"}})}));
        train.placement.labels = {{"team/pool", "gpu"}};
        auto typed = deployment("typed", shape({resources("1", "1Gi")}));
        typed.placement.anyOf = {{{"node.kubernetes.io/instance-type", Selector::Requirement::Op::In, {"m5.large"}}}};
        auto lost = deployment("lost", shape({resources("1", "1Gi")}));
        lost.placement.labels = {{"team/pool", "nowhere"}};
        NodePool pool;
        setMeta(pool.meta, "", "gpu-training");
        pool.nodeLabels = {{"team/pool", "gpu"}};
        pool.requirements = {{"karpenter.sh/capacity-type", "In", {"on-demand"}},
            {"node.kubernetes.io/instance-type", "In", {"g5.xlarge", "g5.2xlarge"}}};
        WorldOf world;
        world.add(awsNode("n", "m5.large", "on-demand", resources("2", "8Gi"))).add(train).add(typed).add(lost).add(pool);
        for (const char* name : {"train", "typed", "lost"})
            world.add(scaledObject(name, name, 4));
        const auto allocation = allocate(world.make(), lists, {});
        const auto costs = autoscalerCosts(allocation, &lists);
        const auto* cost = find(costs, "ScaledObject", "a", "train");
        QVERIFY(cost->assumed && cost->price && cost->replica);
        QCOMPARE(cost->basis.args, (std::vector<std::string> {"g5.xlarge", "gpu-training", "2"})); // the cheaper: it has room
        // All of its cores, GPU and memory are asked for: the whole machine, 1.006 $ in the list of us-east-1.
        QCOMPARE(cost->replica->rounded(3), "1.006");
        QCOMPARE(cost->atMax->rounded(3), "4.024");
        QCOMPARE(cost->now->decimal(), "0");
        QVERIFY(find(costs, "ScaledObject", "a", "typed")->replica); // by the node that runs and carries the label
        const auto* nowhere = find(costs, "ScaledObject", "a", "lost");
        QVERIFY(!nowhere->replica && !nowhere->atMax);
        QCOMPARE(nowhere->whyReplica.args, std::vector<std::string> {"team/pool=nowhere"});

        UsageDay day; // what ran last wins over what may run
        day.day = *parseRfc3339("2026-11-20T00:00:00Z");
        MachineDay machine;
        machine.machine = {"aws", "us-east-1", "", "g5.2xlarge", "gpu-training", CapacityType::OnDemand};
        machine.runs = {{0, 1000, 1}};
        day.machines = {machine};
        const auto last = autoscalerCosts(allocation, &lists, std::vector<UsageDay> {day});
        QCOMPARE(find(last, "ScaledObject", "a", "train")->basis.args, (std::vector<std::string> {"g5.2xlarge", "gpu-training", "2026-11-20"}));
    }
    void noPriceIsNotZero()
    {
        const auto api = shape({resources("1", "1Gi")});
        WorldOf world;
        world.add(node("n", {})).add(deployment("api", api)).add(hpa("api", "api", 2, 10));
        world.add(pod("a", "api-1-a", "n", api, owner("ReplicaSet", "api-1")));
        const auto costs = autoscalerCosts(allocate(world.make(), book(), {}));
        QVERIFY(!costs[0].now);
        QVERIFY(!costs[0].replica && !costs[0].atMax);
        WorldOf refused;
        refused.state(KindId::Pod).presence = Presence::Refused;
        refused.add(machine("n", "p")).add(hpa("api", "api", 2, 10));
        QVERIFY(!autoscalerCosts(allocate(refused.make(), book(), {}))[0].now);
    }
    void vpasHaveNoBounds()
    {
        const auto api = shape({resources("1", "1Gi")});
        Vpa vpa;
        setMeta(vpa.meta, "a", "api");
        vpa.target = {"apps/v1", "Deployment", "api"};
        WorldOf world;
        world.add(machine("n", "p")).add(vpa).add(pod("a", "api-1-a", "n", api, owner("ReplicaSet", "api-1")));
        const auto costs = autoscalerCosts(allocate(world.make(), book(), {}));
        QCOMPARE(costs[0].now->decimal(), "4");
        QVERIFY(!costs[0].atMin && !costs[0].atMax);
    }
    void typesComeFromLabelsThenRules_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("gpu");
        QTest::addColumn<QString>("scaler");
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("type");
        const auto add = [](const char* kind, const char* name, bool gpu, const char* scaler, const char* label, const char* type) {
            QTest::addRow("%s %s %s", kind, name, label) << QString::fromLatin1(kind) << QString::fromLatin1(name) << gpu
                << QString::fromLatin1(scaler) << QString::fromLatin1(label) << QString::fromLatin1(type);
        };
        add("Deployment", "x", false, "", "Training", "model-training");
        add("Deployment", "x", false, "", "billing", "billing");
        add("Job", "llm-train-7b", true, "", "", "model-training");
        add("Deployment", "constraint-api", false, "hpa", "", "other");
        add("StatefulSet", "jupyter-anna", false, "", "", "notebooks");
        add("StatefulSet", "feature-store", false, "", "", "feature-store");
        add("Deployment", "consumer", false, "kafka", "", "batch-inference");
        add("ScaledJob", "render", true, "scaledjob", "", "batch-inference");
        add("CronJob", "nightly", true, "", "", "model-training");
        add("CronJob", "nightly", false, "", "", "other");
        add("Deployment", "llama", true, "hpa", "", "model-serving");
        add("Deployment", "web", false, "hpa", "", "other");
    }
    void typesComeFromLabelsThenRules()
    {
        QFETCH(QString, kind);
        QFETCH(QString, name);
        QFETCH(bool, gpu);
        QFETCH(QString, scaler);
        QFETCH(QString, label);
        QFETCH(QString, type);
        const std::string kindText = kind.toStdString(), nameText = name.toStdString(), scalerText = scaler.toStdString();
        const std::string labelText = label.toStdString();
        WorkloadTypeFacts facts {"prod", kindText, nameText, gpu, {}};
        if (!scalerText.empty())
            facts.scalers.push_back(scalerText);
        QCOMPARE(QString::fromStdString(workloadTypeOf(defaultWorkloadTypes(), facts, label.isEmpty() ? nullptr : &labelText)),
            type);
    }
    void rulesAreTheUsersToEdit()
    {
        const WorkloadTypeRules rules {"kind", {{"mine", {"Deployment"}, {}, {"web"}, WorkloadTypeRule::Gpu::Without}}};
        QCOMPARE(workloadTypeOf(rules, {"a", "Deployment", "web", false, {}}, nullptr), "mine");
        QCOMPARE(workloadTypeOf(rules, {"a", "Deployment", "web", true, {}}, nullptr), "other");
        QCOMPARE(workloadTypeOf(rules, {"web", "StatefulSet", "x", false, {}}, nullptr), "other");
    }
};

QTEST_GUILESS_MAIN(TestAutoscalerCost)
#include "tst_autoscaler_cost.moc"
