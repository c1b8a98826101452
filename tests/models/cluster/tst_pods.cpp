// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/pod.h"
#include "cluster/workload.h"

#include "../../support/parsed.h"

#include <QtTest>

using namespace loadline;

// What a pod takes in memory beside its name and what it shares: a cluster keeps 100,000 of them.
static_assert(sizeof(Pod) <= 320);
static_assert(sizeof(PodMetrics) <= 272);

namespace {

Pod podOf(const std::string& spec, const std::string& status = "{}", const std::string& meta = "")
{
    const auto pod = parsed(R"({"metadata":{"name":"p","namespace":"n","uid":"0123456789-0123456789-0123456789","annotations":{"a":"b"})" + meta
            + "},\"spec\":" + spec + ",\"status\":" + status + "}",
        parsePod);
    if (!pod)
        QTest::qFail(plainText(pod.error()).c_str(), __FILE__, __LINE__);
    return pod ? *pod : Pod {};
}

Resources requests(const std::string& spec) { return requestsOf(*podOf(spec).shape); }

} // namespace

class TestPods : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatTheSchedulerReserves();
    void podLevelResources();
    void absentIsNotZero();
    void trouble_data();
    void trouble();
    void longTroubleIsCut();
    void restarts();
    void whatIsDropped();
    void labelsOfOnePodAlone();
    void sharing();
    void brokenShapesAreNotRemembered();
    void owners();
    void workloads();
    void usage();
    void events_data();
    void events();
};

void TestPods::whatTheSchedulerReserves()
{
    // Containers and sidecars run together; a plain init container runs alone with the sidecars before it.
    const Resources sum = requests(R"({"containers":[{"name":"a","resources":{"requests":{"cpu":"100m","memory":"1Gi"}}},
        {"name":"b","resources":{"requests":{"cpu":"200m","nvidia.com/gpu":"1"},"limits":{"cpu":"1"}}}],
        "initContainers":[{"name":"s1","restartPolicy":"Always","resources":{"requests":{"cpu":"50m"}}},
          {"name":"i","resources":{"requests":{"cpu":"400m","memory":"512Mi"}}},
          {"name":"s2","restartPolicy":"Always","resources":{"requests":{"cpu":"10m"}}}],
        "overhead":{"cpu":"5m","memory":"10Mi"}})");
    QCOMPARE(sum.cpu, std::optional(Quantity::fromMilli(450 + 5))); // 400m + s1, over 100m + 200m + 50m + 10m
    QCOMPARE(sum.memory, std::optional(Quantity::fromWhole((1024 + 10) << 20)));
    QCOMPARE(sum.get("nvidia.com/gpu"), std::optional(Quantity::fromWhole(1)));
    const Pod pod = podOf(R"({"containers":[{"name":"a"}],"initContainers":[{"name":"s","restartPolicy":"Always"},{"name":"i"}],"priorityClassName":"high"})");
    QCOMPARE(pod.shape->containers.size(), std::size_t(2));
    QVERIFY(!pod.shape->containers[0].sidecar && pod.shape->containers[1].sidecar);
    QCOMPARE(pod.shape->priorityClass, std::string("high"));
}

void TestPods::podLevelResources()
{
    const Resources sum = requests(R"({"resources":{"requests":{"cpu":"2"}},"overhead":{"cpu":"100m"},
        "containers":[{"name":"a","resources":{"requests":{"cpu":"500m","memory":"1Gi"}}}]})");
    QCOMPARE(sum.cpu, std::optional(Quantity::fromMilli(2100)));
    QCOMPARE(sum.memory, std::optional(Quantity::fromWhole(1 << 30)));
}

void TestPods::absentIsNotZero()
{
    const Resources sum = requests(R"({"containers":[{"name":"a","resources":{"requests":{"cpu":"0"}}}]})");
    QVERIFY(sum.cpu && sum.cpu->isZero());
    QVERIFY(!sum.memory);
    const Pod silent = podOf("{}");
    QVERIFY(silent.shape && silent.shape->containers.empty());
    QVERIFY(silent.phase == PodPhase::Unknown && silent.ready == Truth::Unknown && !silent.started && !silent.readySince);
    QVERIFY(silent.node.empty() && silent.trouble.empty());
}

void TestPods::trouble_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QString>("trouble");
    QTest::addColumn<bool>("unschedulable");
    QTest::addColumn<bool>("oom");
    const auto row = [](const char* name, const char* status, const char* trouble, bool unschedulable, bool oom) {
        QTest::newRow(name) << QByteArray(status) << QString::fromLatin1(trouble) << unschedulable << oom;
    };
    row("running", R"({"phase":"Running","containerStatuses":[{"state":{"running":{}},"lastState":{}}]})", "", false, false);
    row("starting", R"({"phase":"Pending","containerStatuses":[{"state":{"waiting":{"reason":"ContainerCreating"}}}]})", "", false,
        false);
    row("initialising", R"({"containerStatuses":[{"state":{"waiting":{"reason":"PodInitializing"}}}]})", "", false, false);
    row("crash loop",
        R"({"containerStatuses":[{"state":{"waiting":{"reason":"CrashLoopBackOff"}},"lastState":{"terminated":{"reason":"Error"}}}]})",
        "CrashLoopBackOff", false, false);
    row("crash loop by memory",
        R"({"containerStatuses":[{"state":{"waiting":{"reason":"CrashLoopBackOff"}},"lastState":{"terminated":{"reason":"OOMKilled"}}}]})",
        "CrashLoopBackOff", false, true);
    row("killed now", R"({"containerStatuses":[{"state":{"terminated":{"reason":"OOMKilled"}}}]})", "OOMKilled", false, true);
    row("killed once, runs again",
        R"({"containerStatuses":[{"state":{"running":{}},"lastState":{"terminated":{"reason":"OOMKilled"}}}]})", "", false, true);
    row("image", R"({"containerStatuses":[{"state":{"waiting":{"reason":"ImagePullBackOff"}}}]})", "ImagePullBackOff", false, false);
    row("init image", R"({"initContainerStatuses":[{"state":{"waiting":{"reason":"ErrImagePull"}}}],
        "containerStatuses":[{"state":{"waiting":{"reason":"PodInitializing"}}}]})",
        "ErrImagePull", false, false);
    row("done", R"({"phase":"Succeeded","containerStatuses":[{"state":{"terminated":{"reason":"Completed"}}}]})", "", false, false);
    row("unschedulable",
        R"({"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"0/3 nodes are available"}]})",
        "Unschedulable: 0/3 nodes are available", true, false);
    row("gated", R"({"conditions":[{"type":"PodScheduled","status":"False","reason":"SchedulingGated"}]})", "SchedulingGated", false,
        false);
    row("evicted", R"({"phase":"Failed","reason":"Evicted","message":"The node was low on memory."})",
        "Evicted: The node was low on memory.", false, false);
    row("wrong types", R"({"phase":5,"conditions":{},"containerStatuses":"x","startTime":[]})", "", false, false);
}

void TestPods::trouble()
{
    QFETCH(QByteArray, status);
    QFETCH(QString, trouble);
    QFETCH(bool, unschedulable);
    QFETCH(bool, oom);
    const Pod pod = podOf("{}", status.toStdString());
    QCOMPARE(QString::fromStdString(pod.trouble.str()), trouble);
    QCOMPARE(pod.unschedulable, unschedulable);
    QCOMPARE(pod.oomKilled, oom);
}

void TestPods::longTroubleIsCut()
{
    std::string message;
    for (int i = 0; i < 3000; ++i)
        message += "ü";
    const Pod pod = podOf("{}", R"({"reason":"Evicted","message":")" + message + "\"}");
    QVERIFY(pod.trouble.str().size() < 410);
    const QString text = QString::fromStdString(pod.trouble.str());
    QVERIFY(!text.contains(QChar::ReplacementCharacter) && text.endsWith(QStringLiteral("ü…")));
}

void TestPods::restarts()
{
    QCOMPARE(podOf("{}", R"({"containerStatuses":[{"restartCount":3},{"restartCount":4}],"initContainerStatuses":[{"restartCount":1}]})").restarts, 8);
    QCOMPARE(podOf("{}", R"({"containerStatuses":[{"restartCount":2147483647},{"restartCount":9999999999}]})").restarts, 2147483647);
    QCOMPARE(podOf("{}", R"({"containerStatuses":[{"restartCount":-5},{"restartCount":"x"}]})").restarts, 0);
}

void TestPods::whatIsDropped()
{
    const Pod pod = podOf("{}");
    QVERIFY(pod.meta.uid.empty() && pod.meta.annotations->empty());
    QCOMPARE(pod.meta.uid.capacity(), std::string().capacity());
    // What holds a pod on its node is kept.
    const auto held = parsed(R"({"metadata":{"name":"p","annotations":{"karpenter.sh/do-not-disrupt":"true","note":"b"}}})", parsePod);
    QVERIFY(held);
    QCOMPARE(held->meta.annotations->size(), std::size_t(1));
    QCOMPARE(*held->meta.annotation("karpenter.sh/do-not-disrupt"), std::string("true"));
}

void TestPods::labelsOfOnePodAlone()
{
    const Pod pod = podOf("{}", "{}", R"(,"labels":{"app":"db","statefulset.kubernetes.io/pod-name":"db-0","apps.kubernetes.io/pod-index":"0"})");
    QCOMPARE(pod.meta.labels->size(), std::size_t(1));
    QCOMPARE(*pod.meta.label("app"), std::string("db"));
}

void TestPods::sharing()
{
    const std::string spec = R"({"nodeName":"n1","containers":[{"name":"a","image":"%1","resources":{"requests":{"cpu":"%2"}}}]})";
    const auto made = [&](const char* image, const char* cpu) {
        return podOf(QString::fromStdString(spec).arg(QLatin1String(image), QLatin1String(cpu)).toStdString(), "{}",
            R"(,"labels":{"app":"x"})");
    };
    const Pod a = made("i:1", "100m"), b = made("i:2", "100m"), c = made("i:1", "200m");
    QVERIFY(a.shape == b.shape && a.shape != c.shape); // images are no matter here
    QVERIFY(a.meta.labels == b.meta.labels);
    QCOMPARE(&a.node.str(), &b.node.str());
    QVERIFY(a == b && !(a == c));
    // Names that run into each other must not spell the same shape.
    const auto two = [](const char* first, const char* second) {
        return podOf(std::string(R"({"containers":[{"name":")") + first + R"("},{"name":")" + second + R"("}]})").shape;
    };
    QVERIFY(two("ab", "c") != two("a", "bc"));
    QVERIFY(podOf(R"({"containers":[{"name":"a","resources":{"requests":{"cpu":"1"}}}]})").shape
        != podOf(R"({"containers":[{"name":"a","resources":{"limits":{"cpu":"1"}}}]})").shape);
}

void TestPods::brokenShapesAreNotRemembered()
{
    const std::string text = R"({"metadata":{"name":"p","namespace":"n"},"spec":{"containers":[{"name":"a","resources":{"requests":{"cpu":"1e400"}}}]}})";
    for (int i = 0; i < 3; ++i) {
        const auto pod = parsed(text, parsePod);
        QVERIFY(!pod);
        QCOMPARE(pod.error().where, std::string("Pod n/p"));
        QCOMPARE(pod.error().args, (std::vector<std::string> {"cpu", "1e400"}));
    }
}

void TestPods::owners()
{
    const auto ownerOf = [](const char* references) {
        const Owner owner = podOf("{}", "{}", std::string(R"(,"ownerReferences":)") + references).meta.owner;
        return owner.kind.str() + "/" + owner.name.str();
    };
    QCOMPARE(ownerOf("[]"), std::string("/"));
    QCOMPARE(ownerOf("null"), std::string("/"));
    QCOMPARE(ownerOf(R"([{"kind":"Job","name":"j"}])"), std::string("Job/j"));
    QCOMPARE(ownerOf(R"([{"kind":"Foo","name":"f"},{"kind":"ReplicaSet","name":"r","controller":true}])"), std::string("ReplicaSet/r"));
}

void TestPods::workloads()
{
    const auto workload = parsed(R"({"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"app":"x"}},"paused":true,
        "template":{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"a"}]}}},"status":{"observedGeneration":1,"replicas":2}})",
        parseDeployment);
    QVERIFY(workload.has_value());
    QCOMPARE(workload->replicas, 1); // the API's default
    QVERIFY(workload->paused && workload->current == 2 && workload->ready == 0 && workload->updated == 0);
    QVERIFY(matches(workload->selector, *workload->podLabels));
    QCOMPARE(workload->shape->containers.size(), std::size_t(1));
    const auto fresh = parsed(R"({"metadata":{"name":"d"},"spec":{"replicas":0}})", parseReplicaSet);
    QVERIFY(fresh && fresh->replicas == 0 && !fresh->current && !fresh->ready && fresh->shape && fresh->podLabels);
}

void TestPods::usage()
{
    const auto metrics = parsed(R"({"metadata":{"name":"p","namespace":"n"},"timestamp":"2026-11-23T15:57:02Z","window":"15.1s",
        "containers":[{"name":"a","usage":{"cpu":"425123n","memory":"100Ki"}},{"name":"b","usage":{"cpu":"1u"}},{"name":"c"}]})",
        parsePodMetrics);
    QVERIFY(metrics.has_value());
    QVERIFY(metrics->window == Millis(15'100));
    QCOMPARE(metrics->containers[0].cpu, std::optional(Quantity::fromNano(425123)));
    QVERIFY(!metrics->containers[1].memory && !metrics->containers[2].cpu);
}

void TestPods::events_data()
{
    QTest::addColumn<QByteArray>("event");
    QTest::addColumn<int>("size"); // -1 none
    const auto row = [](const char* name, const char* reason, const char* message, int size) {
        QTest::newRow(name) << QByteArray(R"("reason":")") + reason + R"(","message":")" + message + "\"" << size;
    };
    row("up", "SuccessfulRescale", "New size: 8; reason: cpu resource utilization (percentage of request) above target", 8);
    row("to zero", "SuccessfulRescale", "New size: 0; reason: All metrics below target", 0);
    row("bare", "SuccessfulRescale", "New size: 3", 3);
    row("other reason", "FailedRescale", "New size: 8; reason: x", -1);
    row("no number", "SuccessfulRescale", "New size: many; reason: x", -1);
    row("huge", "SuccessfulRescale", "New size: 99999999999999999999; reason: x", -1);
    row("negative", "SuccessfulRescale", "New size: -1; reason: x", -1);
    row("runs on", "SuccessfulRescale", "New size: 8x", -1);
    row("empty", "SuccessfulRescale", "", -1);
}

void TestPods::events()
{
    QFETCH(QByteArray, event);
    QFETCH(int, size);
    const auto read = parsed(R"({"metadata":{"name":"e","creationTimestamp":"2026-11-23T15:00:00Z"},"reportingComponent":"keda-operator",
        "eventTime":"2026-11-23T15:30:00.000000Z","series":{"count":7,"lastObservedTime":"2026-11-23T15:40:00.000000Z"},)"
            + event.toStdString() + "}",
        parseEvent);
    QVERIFY(read.has_value());
    QCOMPARE(newSizeOf(*read).value_or(-1), std::int64_t(size));
    QCOMPARE(read->source.str(), std::string("keda-operator"));
    QCOMPARE(read->count, 7);
    QCOMPARE(formatRfc3339(read->first) + formatRfc3339(read->last), std::string("2026-11-23T15:30:00Z2026-11-23T15:40:00Z"));
}

QTEST_APPLESS_MAIN(TestPods)
#include "tst_pods.moc"
