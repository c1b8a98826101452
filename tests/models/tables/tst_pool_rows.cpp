// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/pool_rows.h"

#include "../../support/world_from_fixtures.h"
#include "hpa_texts.h"
#include "tables/pool_parts.h"

#include <QtTest>

#include <set>

using namespace loadline;

namespace {

QString cell(const PoolRow& row, const char* column)
{
    for (const auto& known : poolColumns(false))
        if (known.id == QLatin1String(column))
            return plain(known.text(row));
    return QStringLiteral("no such column");
}

PoolRow pool(const WorldMaker& maker, const char* name, const Preferences& preferences = {})
{
    for (const auto& row : derivePools({maker.make()}, preferences))
        if (row->name == name)
            return *row;
    QTest::qFail(name, __FILE__, __LINE__);
    return {};
}

std::string nodeJson(const std::string& name, const std::string& labels, const char* ready = "True", const char* more = "",
    const char* created = "2026-11-23T12:00:00Z", const char* gpus = "")
{
    return R"({"metadata":{"name":")" + name + R"(","creationTimestamp":")" + created + R"(","labels":{)" + labels + R"(}},"spec":{)" + more
        + R"(},"status":{"allocatable":{"cpu":"4","memory":"16Gi","pods":"110")" + gpus + R"(},"conditions":[)"
        + condition("Ready", ready, "Kubelet") + "]}}";
}

std::string karpenterLabels(const char* pool, const char* capacity)
{
    return std::string(R"("karpenter.sh/nodepool":")") + pool + R"(","karpenter.sh/capacity-type":")" + capacity + R"(")";
}

std::string waitingPod(const std::string& name, const std::string& requests = R"({"cpu":"2"})")
{
    return R"({"metadata":{"name":")" + name + R"(","namespace":"shop"},"spec":{"containers":[)" + containerJson("c", requests.c_str())
        + R"(]},"status":{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"0/3 nodes"}]}})";
}

std::string podOn(const std::string& name, const std::string& node, const std::string& requests, const char* phase = "Running")
{
    return R"({"metadata":{"name":")" + name + R"(","namespace":"shop"},"spec":{"nodeName":")" + node + R"(","containers":[)"
        + containerJson("c", requests.c_str()) + R"(]},"status":{"phase":")" + phase + R"("}})";
}

std::string podEvent(const std::string& pod, const char* reason, const char* message)
{
    return R"({"metadata":{"name":")" + pod + R"(.1","namespace":"shop"},"involvedObject":{"kind":"Pod","namespace":"shop","name":")" + pod
        + R"("},"reason":")" + reason + R"(","message":")" + message
        + R"(","type":"Normal","count":1,"firstTimestamp":"2026-11-23T15:56:00Z","lastTimestamp":"2026-11-23T15:56:00Z"})";
}

ObjectPtr autoscaler(std::vector<AutoscalerGroup> groups, const char* written = "2026-11-23T15:56:55Z")
{
    auto status = std::make_shared<AutoscalerStatus>();
    status->meta.ns = Text(std::string("kube-system"));
    status->meta.name = "cluster-autoscaler-status";
    status->written = parseRfc3339(written).value();
    status->groups = std::move(groups);
    return status;
}

AutoscalerGroup group(const char* name, std::int64_t target, std::int64_t max, const char* scaleUp = "NoActivity", const char* health = "Healthy")
{
    AutoscalerGroup group;
    group.name = name;
    group.health = health;
    group.scaleUp = scaleUp;
    group.scaleDown = "NoCandidates";
    group.minSize = 1;
    group.maxSize = max;
    group.target = target;
    return group;
}

} // namespace

class TestPoolRows : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void recorded();
    void karpenter();
    void karpenterFullAndFailing();
    void autoscalerGroups();
    void autoscalerStates_data();
    void autoscalerStates();
    void anUnhealthyClusterIsNotScaled();
    void namesOfGroups();
    void ownLabelFirst();
    void waitingPodsFindTheirPool();
    void sumsNeedEveryPod();
    void nodeStates_data();
    void nodeStates();
    void nodesOfAPool();
    void unlabelledNodes();
    void refusedNodesAreUnknown();
    void columnsAreWhole();
};

void TestPoolRows::recorded()
{
    const auto maker = WorldMaker::recorded();
    const auto cpu = pool(maker, "cpu-pool");
    QCOMPARE(cell(cpu, "nodes"), QStringLiteral("4"));
    QCOMPARE(cell(cpu, "capacity"), QStringLiteral("on-demand 4"));
    QCOMPARE(cell(cpu, "types"), QStringLiteral("m5.2xlarge ×4"));
    QCOMPARE(cell(cpu, "manager"), QStringLiteral("EKS managed node group, no autoscaler seen"));
    QCOMPARE(cpu.label, std::string("eks.amazonaws.com/nodegroup"));
    QCOMPARE(cpu.cpu.allocatable, std::optional<double>(32));
    QCOMPARE(cpu.cpu.used.value, std::optional<double>(3.6));
    QVERIFY(cpu.cpu.requested.value && *cpu.cpu.requested.value > 0);
    QCOMPARE(cell(cpu, "gpu"), QStringLiteral("none"));
    QCOMPARE(cell(cpu, "pending"), QStringLiteral("0"));
    QCOMPARE(cell(cpu, "state"), QStringLiteral("Healthy"));
    const auto pools = derivePools({maker.make()}, {});
    QCOMPARE(pools.size(), std::size_t(2));
    const auto& gpu = pools[1]->name == "cpu-pool" ? *pools[0] : *pools[1];
    QVERIFY(gpu.gpu.allocatable.value_or(0) > 0);
    QVERIFY(gpu.gpu.requested.value.value_or(0) >= 1);
    QVERIFY(!gpu.gpu.used.value && !gpu.gpu.used.why.isEmpty());
    double pods = 0;
    for (const auto& row : pools)
        pods += row->pods.requested.value.value_or(0);
    QCOMPARE(pods, 30.0);
}

void TestPoolRows::karpenter()
{
    WorldMaker maker;
    maker.add(KindId::NodePool, R"({"metadata":{"name":"workers"},"spec":{"limits":{"cpu":"100","memory":"400Gi"}},"status":{"resources":
        {"cpu":"8","memory":"32Gi","nodes":"2"},"conditions":[)" + condition("Ready", "True", "Ready") + "]}}");
    maker.add(KindId::NodePool, R"({"metadata":{"name":"empty"},"spec":{},"status":{}})");
    maker.add(KindId::Node, nodeJson("a", karpenterLabels("workers", "spot")));
    maker.add(KindId::Node, nodeJson("b", karpenterLabels("workers", "reserved"), "True", R"("unschedulable":true)"));
    maker.add(KindId::NodeClaim, R"({"metadata":{"name":"workers-x","labels":{"karpenter.sh/nodepool":"workers"}},"spec":{},"status":{"conditions":[)"
            + condition("Launched", "True", "Launched") + "]}}");
    const auto workers = pool(maker, "workers");
    QCOMPARE(cell(workers, "manager"), QStringLiteral("Karpenter"));
    QCOMPARE(cell(workers, "capacity"), QStringLiteral("spot 1, reserved 1"));
    QCOMPARE(cell(workers, "limits"), QStringLiteral("CPU 8 of 100_cores, memory 32 of 400_GiB"));
    QCOMPARE(cell(workers, "state"), QStringLiteral("1 node on its way"));
    QCOMPARE(cell(workers, "cordoned"), QStringLiteral("1"));
    QVERIFY(!workers.max);
    QVERIFY(workers.maxWhy.contains(QStringLiteral("limits resources")));
    QCOMPARE(workers.conditions.size(), std::size_t(1));
    const auto empty = pool(maker, "empty");
    QCOMPARE(cell(empty, "state"), QStringLiteral("Empty"));
    QCOMPARE(cell(empty, "types"), QStringLiteral("none"));
}

void TestPoolRows::karpenterFullAndFailing()
{
    WorldMaker maker;
    maker.add(KindId::NodePool, R"({"metadata":{"name":"workers"},"spec":{"limits":{"cpu":"8"}},"status":{"resources":{"cpu":"8"}}})");
    maker.add(KindId::Node, nodeJson("a", karpenterLabels("workers", "spot")));
    QCOMPARE(cell(pool(maker, "workers"), "state"), QStringLiteral("At max"));
    QCOMPARE(int(pool(maker, "workers").state.attention), int(Attention::Notice));
    maker.add(KindId::Pod, waitingPod("p")); // the only pool there is
    QCOMPARE(int(pool(maker, "workers").state.attention), int(Attention::Error));
    maker.add(KindId::NodeClaim, R"({"metadata":{"name":"workers-x","labels":{"karpenter.sh/nodepool":"workers"}},"spec":{},"status":{"conditions":[)"
            + condition("Launched", "False", "InsufficientCapacity", "no spot capacity in us-east-1a") + "]}}");
    const auto failing = pool(maker, "workers");
    QCOMPARE(cell(failing, "state"), QStringLiteral("Cannot launch nodes"));
    QVERIFY(failing.state.cause.contains(QStringLiteral("no spot capacity in us-east-1a")));
}

void TestPoolRows::autoscalerGroups()
{
    WorldMaker maker = WorldMaker::recorded();
    maker.add(KindId::AutoscalerStatus, autoscaler({group("eks-cpu-pool-1a-77", 3, 10), group("eks-cpu-pool-1b-78", 2, 10), group("eks-batch-9", 0, 5)}));
    const auto cpu = pool(maker, "cpu-pool");
    QCOMPARE(cell(cpu, "manager"), QStringLiteral("cluster-autoscaler (EKS managed node group)"));
    QCOMPARE(cell(cpu, "nodes"), QStringLiteral("4 → 5 of 2–20")); // a group for each zone
    QCOMPARE(cell(cpu, "state"), QStringLiteral("1 node on its way"));
    QCOMPARE(cpu.groups.size(), std::size_t(2));
    QCOMPARE(cpu.conditions.size(), std::size_t(6));
    const auto batch = pool(maker, "eks-batch-9"); // no nodes, and yet a pool
    QCOMPARE(cell(batch, "nodes"), QStringLiteral("0 of 1–5"));
    QCOMPARE(cell(batch, "state"), QStringLiteral("Empty"));
}

void TestPoolRows::autoscalerStates_data()
{
    QTest::addColumn<QString>("scaleUp");
    QTest::addColumn<QString>("health");
    QTest::addColumn<int>("target");
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("word");
    const auto row = [](const char* title, const char* scaleUp, const char* health, int target, const char* written, const char* word) {
        QTest::newRow(title) << QString::fromLatin1(scaleUp) << QString::fromLatin1(health) << target << QString::fromLatin1(written)
                             << QString::fromLatin1(word);
    };
    const char* fresh = "2026-11-23T15:56:55Z";
    row("healthy", "NoActivity", "Healthy", 4, fresh, "Healthy");
    row("backoff", "Backoff", "Healthy", 4, fresh, "Backing off: QUOTA_EXCEEDED");
    row("unhealthy", "NoActivity", "Unhealthy", 4, fresh, "Group unhealthy");
    row("full", "NoActivity", "Healthy", 10, fresh, "At max");
    row("growing", "InProgress", "Healthy", 4, fresh, "Scaling up");
    row("silent", "NoActivity", "Healthy", 4, "2026-11-23T15:50:00Z", "Autoscaler silent");
}

void TestPoolRows::autoscalerStates()
{
    QFETCH(QString, scaleUp);
    QFETCH(QString, health);
    QFETCH(int, target);
    QFETCH(QString, written);
    QFETCH(QString, word);
    auto one = group("cpu-pool", target, 10, qPrintable(scaleUp), qPrintable(health));
    if (scaleUp == QStringLiteral("Backoff")) {
        one.backoffCode = "QUOTA_EXCEEDED";
        one.backoffMessage = "instance quota reached";
    }
    WorldMaker maker = WorldMaker::recorded();
    maker.add(KindId::AutoscalerStatus, autoscaler({one}, qPrintable(written)));
    const auto cpu = pool(maker, "cpu-pool");
    QCOMPARE(cpu.state.word, word);
    QCOMPARE(cpu.state.attention >= Attention::Warning, word != QStringLiteral("Healthy") && word != QStringLiteral("At max")
        && word != QStringLiteral("Scaling up"));
}

void TestPoolRows::anUnhealthyClusterIsNotScaled()
{
    auto object = autoscaler({group("cpu-pool", 4, 10)});
    auto status = std::make_shared<AutoscalerStatus>(static_cast<const AutoscalerStatus&>(*object));
    status->health = "Unhealthy";
    status->message = "too many nodes are not ready";
    WorldMaker maker = WorldMaker::recorded();
    maker.add(KindId::AutoscalerStatus, ObjectPtr(status));
    const auto cpu = pool(maker, "cpu-pool");
    QCOMPARE(cpu.state.word, QStringLiteral("Cluster unhealthy"));
    QVERIFY(cpu.state.cause.startsWith(QStringLiteral("too many nodes are not ready")));
    QCOMPARE(int(cpu.state.attention), int(Attention::Error));
}

void TestPoolRows::namesOfGroups()
{
    QVERIFY(speaksOf("workers", "workers"));
    QVERIFY(speaksOf("eks-workers-a-1c2d", "workers-a"));
    QVERIFY(speaksOf("aks-workers-123-vmss", "workers"));
    QVERIFY(speaksOf("https://www.googleapis.com/compute/v1/projects/p/zones/z/instanceGroups/gke-prod-workers-1f2e-grp", "workers"));
    QVERIFY(!speaksOf("eks-coworkers-1", "workers"));
    QVERIFY(!speaksOf("eks-workers2-1", "workers"));
    QVERIFY(!speaksOf("anything", ""));
    QCOMPARE(poolsOfGroups({group("eks-gpu-workers-1", 1, 1), group("eks-workers-1", 1, 1), group("x", 1, 1)}, {"workers", "gpu-workers"}),
        (std::vector<std::string> {"gpu-workers", "workers", ""}));
}

void TestPoolRows::ownLabelFirst()
{
    WorldMaker maker;
    maker.add(KindId::Node, nodeJson("a", karpenterLabels("workers", "spot") + R"(,"team":"search")"));
    maker.add(KindId::Node, nodeJson("b", karpenterLabels("workers", "spot")));
    Preferences preferences;
    preferences.poolLabel = "team";
    QCOMPARE(pool(maker, "search", preferences).label, std::string("team"));
    QCOMPARE(pool(maker, "workers", preferences).nodes, std::int64_t(1));
}

void TestPoolRows::waitingPodsFindTheirPool()
{
    WorldMaker maker;
    maker.add(KindId::Node, nodeJson("a", karpenterLabels("workers", "spot")));
    maker.add(KindId::Node, nodeJson("g", karpenterLabels("gpus", "spot"), "True", "", "2026-11-23T12:00:00Z", R"(,"nvidia.com/gpu":"1")"));
    maker.add(KindId::NodeClaim, R"({"metadata":{"name":"workers-x7","labels":{"karpenter.sh/nodepool":"workers"}},"spec":{},"status":{}})");
    maker.add(KindId::Pod, waitingPod("told")).add(KindId::Event, podEvent("told", "Nominated", "Pod should schedule on: nodeclaim/workers-x7, node/ip-10-0-0-1"));
    maker.add(KindId::Pod, waitingPod("gpu", R"({"nvidia.com/gpu":"1"})"));
    maker.add(KindId::Pod, waitingPod("nobody-knows"));
    QCOMPARE(cell(pool(maker, "workers"), "pending"), QStringLiteral("1 to 2"));
    QCOMPARE(cell(pool(maker, "gpus"), "pending"), QStringLiteral("1 to 2"));
    QVERIFY(pool(maker, "gpus").pendingHow.contains(QStringLiteral("1 more")));
    QVERIFY(pool(maker, "workers").state.cause.contains(QStringLiteral("1 pod waits")));
    maker.remove(KindId::Pod, "shop", "nobody-knows");
    QCOMPARE(cell(pool(maker, "workers"), "pending"), QStringLiteral("1"));
    maker.presence(KindId::Pod, Presence::Refused);
    QCOMPARE(cell(pool(maker, "workers"), "pending"), QStringLiteral("unknown"));

    WorldMaker groups = WorldMaker::recorded();
    groups.add(KindId::AutoscalerStatus, autoscaler({group("eks-cpu-pool-1", 4, 10)}));
    groups.add(KindId::Pod, waitingPod("told")).add(KindId::Event, podEvent("told", "TriggeredScaleUp", "pod triggered scale-up: [{eks-cpu-pool-1 4->5 (max: 10)}]"));
    QCOMPARE(cell(pool(groups, "cpu-pool"), "pending"), QStringLiteral("1"));
}

void TestPoolRows::sumsNeedEveryPod()
{
    WorldMaker maker;
    maker.add(KindId::Node, nodeJson("a", karpenterLabels("workers", "spot")));
    maker.add(KindId::Pod, podOn("p", "a", R"({"cpu":"1","memory":"1Gi"})"));
    maker.add(KindId::Pod, podOn("done", "a", R"({"cpu":"1","memory":"1Gi"})", "Succeeded"));
    QCOMPARE(cell(pool(maker, "workers"), "cpu"), QStringLiteral("1_core of 4_cores"));
    QCOMPARE(cell(pool(maker, "workers"), "pods"), QStringLiteral("1 of 110"));
    maker.namespaces(KindId::Pod, {"shop"});
    const auto partly = pool(maker, "workers");
    QCOMPARE(cell(partly, "cpu"), QStringLiteral("unknown of 4_cores"));
    QVERIFY(partly.cpu.requested.why.contains(QStringLiteral("some namespaces")));
    maker.clear(KindId::NodeMetrics).presence(KindId::NodeMetrics, Presence::Missing);
    QVERIFY(pool(maker, "workers").cpu.used.why.contains(QStringLiteral("metrics-server")));
}

void TestPoolRows::nodeStates_data()
{
    QTest::addColumn<QString>("node");
    QTest::addColumn<QString>("word");
    const auto row = [](const char* word, const std::string& node) { QTest::newRow(word) << QString::fromStdString(node) << QString::fromLatin1(word); };
    const auto labels = karpenterLabels("workers", "spot");
    row("Ready", nodeJson("a", labels));
    row("Not ready", nodeJson("a", labels, "Unknown"));
    row("Starting", nodeJson("a", labels, "False", "", "2026-11-23T15:56:00Z"));
    row("Cordoned", nodeJson("a", labels, "True", R"("unschedulable":true)"));
    row("Leaving", nodeJson("a", labels, "True", R"("taints":[{"key":"ToBeDeletedByClusterAutoscaler","effect":"NoSchedule"}])"));
    auto pressed = nodeJson("a", labels);
    pressed.replace(pressed.find(R"("conditions":[)"), 14, R"("conditions":[)" + condition("MemoryPressure", "True", "Low", "low") + ",");
    row("MemoryPressure", pressed);
}

void TestPoolRows::nodeStates()
{
    QFETCH(QString, node);
    QFETCH(QString, word);
    WorldMaker maker;
    maker.add(KindId::Node, node.toStdString());
    QCOMPARE(deriveNodes({maker.make()}, {}, {}).front()->state.word, word);
    const auto lost = word == QStringLiteral("Not ready");
    QCOMPARE(pool(maker, "workers").state.word == QStringLiteral("1 node not ready"), lost);
    QCOMPARE(pool(maker, "workers").state.word == QStringLiteral("1 node on its way"), word == QStringLiteral("Starting"));
}

void TestPoolRows::nodesOfAPool()
{
    const auto world = WorldMaker::recorded().make();
    QCOMPARE(deriveNodes({world}, {}, "prod-eu//cpu-pool").size(), std::size_t(4));
    QCOMPARE(deriveNodes({world}, {}, "").size(), std::size_t(6));
    QCOMPARE(deriveNodes({world}, {}, "other//cpu-pool").size(), std::size_t(0));
    const auto row = *deriveNodes({world}, {}, "").front();
    QCOMPARE(row.instanceType, std::string("m5.2xlarge"));
    for (const auto& column : nodeColumns(false))
        QVERIFY2(!column.text(row).isEmpty() && !column.help.isEmpty(), qPrintable(column.id));
}

void TestPoolRows::unlabelledNodes()
{
    WorldMaker maker;
    maker.add(KindId::Node, nodeJson("a", R"("x":"y")"));
    const auto row = pool(maker, "");
    QCOMPARE(row.title, QStringLiteral("no pool label"));
    QCOMPARE(cell(row, "name"), QStringLiteral("no pool label"));
    QCOMPARE(cell(row, "capacity"), QStringLiteral("unknown 1")); // never taken for on-demand
    QCOMPARE(cell(row, "types"), QStringLiteral("unknown"));
    QCOMPARE(cell(row, "manager"), QStringLiteral("no autoscaler seen"));
}

void TestPoolRows::refusedNodesAreUnknown()
{
    WorldMaker maker;
    maker.presence(KindId::Node, Presence::Refused, Error {Error::Kind::Forbidden, "forbidden", "", "", {}});
    maker.add(KindId::NodePool, R"({"metadata":{"name":"workers"},"spec":{"limits":{"cpu":"100"}},"status":{"conditions":[)"
            + condition("Ready", "True", "Ready") + "]}}");
    maker.add(KindId::AutoscalerStatus, autoscaler({group("batch", 3, 8)}));
    for (const char* name : {"workers", "batch"}) {
        const auto row = pool(maker, name);
        QVERIFY(!row.nodes);
        QCOMPARE(row.nodesWhy, QStringLiteral("You may not list nodes in prod-eu."));
        for (const char* column : {"capacity", "types", "cpu", "memory", "gpu", "pods", "notReady", "cordoned"})
            QVERIFY2(cell(row, column).startsWith(QLatin1String("unknown")), qPrintable(QLatin1String(column) + u' ' + cell(row, column)));
        for (const auto& column : poolColumns(false))
            if (column.id == QLatin1String("nodes"))
                QVERIFY(column.exact(row).toObject().value(QStringLiteral("nodes")).isNull());
    }
    QCOMPARE(cell(pool(maker, "workers"), "nodes"), QStringLiteral("unknown"));
    QCOMPARE(cell(pool(maker, "batch"), "nodes"), QStringLiteral("unknown of 1–8"));
    QCOMPARE(cell(pool(maker, "workers"), "state"), QStringLiteral("Nodes unknown"));
}

void TestPoolRows::columnsAreWhole()
{
    const auto rows = derivePools({WorldMaker::recorded().make()}, {});
    std::set<QString> ids;
    for (const auto& column : poolColumns(true)) {
        QVERIFY2(ids.insert(column.id).second, qPrintable(column.id));
        QVERIFY2(!column.title.isEmpty() && !column.help.isEmpty() && column.width > 0, qPrintable(column.id));
        for (const auto& row : rows)
            QVERIFY2(!column.text(*row).isEmpty(), qPrintable(column.id));
    }
}

QTEST_GUILESS_MAIN(TestPoolRows)
#include "tst_pool_rows.moc"
