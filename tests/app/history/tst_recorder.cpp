// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/recorder.h"

#include "cluster/hpa.h"
#include "cluster/node.h"
#include "cluster/pod.h"
#include "cluster/scaled_object.h"
#include "cluster/vpa.h"
#include "cluster/workload.h"
#include "history/observe.h"

#include <QCoreApplication>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace loadline;

namespace {

const TimePoint start {Seconds {1'700'006'400}};

Text text(const char* value)
{
    return Text(std::string(value));
}

void name(
    Object& object, const char* ns, const char* called, std::vector<std::pair<const char*, const char*>> labels = {})
{
    object.meta.ns = text(ns);
    object.meta.name = called;
    Labels all;
    for (const auto& [key, value] : labels)
        all.emplace_back(text(key), text(value));
    object.meta.labels = std::make_shared<const Labels>(all);
    object.meta.annotations = std::make_shared<const Labels>();
}

template <class T> void put(World& world, std::vector<T> objects)
{
    auto table = std::make_shared<ObjectTable>();
    for (auto& object : objects)
        table->push_back(std::make_shared<const T>(std::move(object)));
    world.tables[static_cast<std::size_t>(T::id)] = table;
    world.states[static_cast<std::size_t>(T::id)].presence = Presence::Live;
}

Quantity quantity(const char* value)
{
    return *Quantity::parse(value);
}

void addAutoscalers(World& world, std::int64_t replicas)
{
    Hpa hpa;
    name(hpa, "shop", "api");
    hpa.target = {"apps/v1", "Deployment", "api"};
    hpa.maxReplicas = 20;
    hpa.currentReplicas = replicas;
    hpa.desiredReplicas = replicas + 1;
    MetricSpec spec;
    spec.metric.type = MetricType::Resource;
    spec.metric.name = "cpu";
    spec.averageUtilization = 70;
    hpa.metrics = {spec};
    MetricStatus status;
    status.metric = spec.metric;
    status.averageUtilization = 65;
    status.averageValue = quantity("325m");
    hpa.currentMetrics = {status};
    Hpa owned;
    name(owned, "shop", "keda-hpa-batch");
    owned.target = {"apps/v1", "Deployment", "batch"};
    owned.currentReplicas = 4;
    MetricSpec external;
    external.metric.type = MetricType::External;
    external.metric.name = "s0-queue";
    owned.metrics = {external};
    MetricStatus seen;
    seen.metric = external.metric;
    seen.averageValue = quantity("12500m");
    owned.currentMetrics = {seen};
    put<Hpa>(world, {hpa, owned});
    ScaledObject object;
    name(object, "shop", "batch");
    object.target = {"apps/v1", "Deployment", "batch"};
    object.triggers.resize(1);
    object.hpaName = "keda-hpa-batch";
    object.externalMetricNames = {"s0-queue"};
    object.triggersActive = {{"s0-queue", true}};
    put<ScaledObject>(world, {object});
    Vpa vpa;
    name(vpa, "shop", "api");
    vpa.target = {"apps/v1", "Deployment", "api"};
    ContainerRecommendation recommendation;
    recommendation.container = "app";
    recommendation.target.cpu = quantity("250m");
    recommendation.target.memory = quantity("1Gi");
    vpa.recommendations = {recommendation};
    put<Vpa>(world, {vpa});
}

void addPods(World& world)
{
    ReplicaSet set;
    name(set, "shop", "api-7d9");
    set.meta.owner = {text("Deployment"), text("api")};
    set.shape = std::make_shared<const PodShape>();
    put<ReplicaSet>(world, {set});
    Deployment deployment;
    name(deployment, "shop", "api");
    deployment.replicas = 2;
    deployment.ready = 1;
    put<Deployment>(world, {deployment});
    auto shape = std::make_shared<PodShape>();
    shape->containers.resize(1);
    shape->containers[0].name = "app";
    shape->containers[0].requests.cpu = quantity("500m");
    shape->containers[0].requests.set("amd.com/gpu", quantity("1"));
    shape->containers[0].requests.set("nvidia.com/mig-3g.20gb", quantity("2"));
    std::vector<Pod> pods(3);
    std::vector<PodMetrics> metrics(2);
    const char* names[] = {"api-7d9-a", "api-7d9-b", "other"};
    for (std::size_t i = 0; i < 3; ++i) {
        name(pods[i], "shop", names[i]);
        pods[i].shape = shape;
        pods[i].phase = i == 2 ? PodPhase::Pending : PodPhase::Running;
        pods[i].unschedulable = i == 2;
        if (i == 2)
            continue;
        pods[i].meta.owner = {text("ReplicaSet"), text("api-7d9")};
        if (i == 0)
            pods[i].node = text("n1");
        name(metrics[i], "shop", names[i]);
        metrics[i].containers = {{text("app"), quantity(i == 0 ? "100m" : "300m"), quantity("1Gi")}};
    }
    put<Pod>(world, pods);
    put<PodMetrics>(world, metrics);
    Node spot;
    name(spot, "", "n1", {{"karpenter.sh/capacity-type", "spot"}, {"karpenter.sh/nodepool", "cpu"}});
    Node plain;
    name(plain, "", "n2");
    put<Node>(world, {spot, plain});
}

std::shared_ptr<World> worldAt(Millis after, std::int64_t replicas = 3)
{
    auto world = std::make_shared<World>();
    world->cluster = "c";
    world->now = start + after;
    addAutoscalers(*world, replicas);
    addPods(*world);
    return world;
}

std::vector<Observation> observed(const World& world)
{
    std::vector<Observation> seen;
    observe(world, [&](const Observation& one) { seen.push_back(one); });
    return seen;
}

std::optional<double> valueOf(const std::vector<Observation>& all, QueryId query, const std::string& subject,
    std::vector<std::pair<std::string, std::string>> labels = {})
{
    std::optional<double> value;
    for (const auto& one : all) {
        if (one.query == query && one.subject == subject
            && (labels.empty() || std::includes(one.labels.begin(), one.labels.end(), labels.begin(), labels.end())))
            value = one.value;
    }
    return value;
}

} // namespace

class TestRecorder : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aWorldIsObserved();
    void whatIsNotLiveSaysNothing();
    void liveValuesWin();
    void subjectsMatchTheQuestions();
    void worldsBecomeHistory();
    void atMostOneSampleInFifteenSeconds();
    void problemsAreTold();
    void goingAwayInBetween();
};

void TestRecorder::aWorldIsObserved()
{
    const auto seen = observed(*worldAt({}));
    using enum QueryId;
    const auto is = [&](QueryId query, const char* subject, double value,
                        std::vector<std::pair<std::string, std::string>> labels = {}) {
        const auto got = valueOf(seen, query, subject, labels);
        return got && std::abs(*got - value) < 1e-9;
    };
    QVERIFY(is(HpaCurrent, "shop/api", 3, {{"horizontalpodautoscaler", "api"}, {"namespace", "shop"}}));
    QVERIFY(is(HpaDesired, "shop/api", 4) && is(HpaMin, "shop/api", 1) && is(HpaMax, "shop/api", 20));
    QVERIFY(is(HpaMetricCurrent, "shop/api", 65, {{"metric_name", "cpu"}, {"metric_target_type", "utilization"}}));
    QVERIFY(is(HpaMetricCurrent, "shop/api", 0.325, {{"metric_target_type", "average"}}));
    QVERIFY(is(HpaMetricTarget, "shop/api", 70));
    QVERIFY(is(VpaTarget, "shop/api", 0.25, {{"container", "app"}, {"resource", "cpu"}}));
    QVERIFY(is(VpaTarget, "shop/api", 1073741824, {{"resource", "memory"}}));
    QVERIFY(!valueOf(seen, VpaLower, "shop/api")); // not recommended: absent, not zero
    QVERIFY(is(KedaValue, "shop/batch", 50, {{"metric", "s0-queue"}, {"triggerIndex", "0"}, {"type", "scaledobject"}}));
    QVERIFY(is(KedaActive, "shop/batch", 1) && is(KedaPaused, "shop/batch", 0));
    QVERIFY(is(WorkloadReplicas, "shop/Deployment/api", 2) && is(WorkloadReady, "shop/Deployment/api", 1));
    QVERIFY(is(ContainerCpu, "shop/Deployment/api", 0.4, {{"container", "app"}}));
    QVERIFY(is(ContainerCpuPerPod, "shop/Deployment/api", 0.2) && is(ContainerCpuPeak, "shop/Deployment/api", 0.3));
    QVERIFY(is(ContainerMemory, "shop/Deployment/api", 1073741824));
    QVERIFY(is(ContainerRequest, "shop/Deployment/api/cpu", 0.5));
    QVERIFY(!valueOf(seen, ContainerRequest, "shop/Deployment/api/memory"));
    QVERIFY(is(NodesByPool, "", 1, {{"capacity", "spot"}, {"pool", "cpu"}}));
    QVERIFY(is(NodesByPool, "", 1, {{"capacity", ""}, {"pool", ""}}));
    const std::vector<std::pair<std::string, std::string>> api {{"kind", "Deployment"}, {"name", "api"}, {"namespace", "shop"}};
    QVERIFY(is(WorkloadsWaiting, "", 1, api) && is(WorkloadSizes, "", 0.5, {{"name", "api"}, {"resource", "cpu"}}));
    QVERIFY(!valueOf(seen, WorkloadSizes, "", {{"resource", "memory"}})); // not requested: absent, not zero
    QVERIFY(is(WorkloadSizes, "", 7, {{"name", "api"}, {"resource", "nvidia_com_gpu"}})); // of any vendor, in slices, as they are priced
    QVERIFY(is(NodeCount, "", 2) && is(PodsPending, "", 1) && is(PodsUnschedulable, "", 1));
    for (const auto& one : seen)
        QVERIFY(std::is_sorted(one.labels.begin(), one.labels.end()));
}

void TestRecorder::whatIsNotLiveSaysNothing()
{
    auto world = worldAt({});
    for (auto& state : world->states)
        state.presence = Presence::Stale;
    QVERIFY(observed(*world).empty());
    world->states[static_cast<std::size_t>(KindId::Node)].presence = Presence::Live;
    const auto seen = observed(*world);
    QVERIFY(valueOf(seen, QueryId::NodeCount, "") && !valueOf(seen, QueryId::HpaCurrent, "shop/api"));
}

void TestRecorder::liveValuesWin()
{
    auto world = worldAt({});
    LiveValue live;
    live.value = quantity("77");
    world->liveMetrics = std::make_shared<const std::vector<std::pair<LiveMetricKey, LiveValue>>>(
        std::vector<std::pair<LiveMetricKey, LiveValue>> {{{"shop", "s0-queue", "batch"}, live}});
    QCOMPARE(valueOf(observed(*world), QueryId::KedaValue, "shop/batch"), std::optional(77.0));
}

void TestRecorder::subjectsMatchTheQuestions()
{
    const QueryParams params {{"ns", "shop"}, {"name", "api"}, {"kind", "Deployment"}, {"resource", "cpu"}};
    const auto seen = observed(*worldAt({}));
    for (const auto query : {QueryId::HpaCurrent, QueryId::HpaMetricTarget, QueryId::VpaTarget, QueryId::WorkloadReady,
             QueryId::ContainerCpu, QueryId::ContainerMemoryPeak, QueryId::ContainerRequest, QueryId::NodesByPool})
        QVERIFY2(valueOf(seen, query, subjectOf(query, params)), queryOf(query).name.c_str());
}

void TestRecorder::worldsBecomeHistory()
{
    QTemporaryDir dir;
    const auto file = dir.filePath(QStringLiteral("a/b/history.sqlite"));
    SeriesAnswerPtr answer;
    const SeriesRequest request {
        QueryId::HpaCurrent, {{"ns", "shop"}, {"name", "api"}}, {start, start + Seconds {600}}, Seconds {15}};
    {
        Recorder recorder({file, 200LL << 20, Seconds {15}, Seconds {86'400}});
        for (int i = 0; i < 10; ++i) {
            recorder.record({worldAt(Seconds {15} * i, i)});
            recorder.answer("c", request, [&](const SeriesAnswerPtr& got) { answer = got; });
            QTRY_VERIFY(answer && !answer->series.empty() && answer->series[0].last() == std::optional(double(i)));
        }
        recorder.record({worldAt(Seconds {150}, 10)}); // still written when it goes
    }
    Recorder again({file, 200LL << 20, Seconds {15}, Seconds {86'400}});
    answer.reset();
    again.answer("c", request, [&](const SeriesAnswerPtr& got) { answer = got; });
    QTRY_VERIFY(answer);
    QCOMPARE(answer->series.at(0).samples.size(), 11u);
    QCOMPARE(answer->series[0].last(), std::optional(10.0));
    QCOMPARE(static_cast<int>(answer->origin), static_cast<int>(SeriesOrigin::Recorded));
}

void TestRecorder::atMostOneSampleInFifteenSeconds()
{
    Recorder recorder({QString(), 200LL << 20, Seconds {15}, Seconds {86'400}});
    SeriesAnswerPtr answer;
    const SeriesRequest request {
        QueryId::HpaCurrent, {{"ns", "shop"}, {"name", "api"}}, {start, start + Seconds {600}}, Seconds {1}};
    for (int i = 0; i < 40; ++i) {
        answer.reset();
        recorder.record({worldAt(Seconds {1} * i, i)});
        recorder.answer("c", request, [&](const SeriesAnswerPtr& got) { answer = got; });
        QTRY_VERIFY(answer);
    }
    std::vector<double> values;
    for (const auto& sample : answer->series.at(0).samples) {
        if (values.empty() || values.back() != sample.value)
            values.push_back(sample.value);
    }
    QCOMPARE(values, (std::vector<double> {0, 15, 30}));
}

void TestRecorder::problemsAreTold()
{
    std::vector<Error> problems;
    Recorder recorder({QStringLiteral("/proc/nowhere/history.sqlite"), 200LL << 20, Seconds {15}, Seconds {86'400}});
    connect(&recorder, &Recorder::problem, this, [&](const Error& error) { problems.push_back(error); });
    QTRY_COMPARE(problems.size(), 1u);
    QVERIFY(!problems[0].hint.empty());
}

void TestRecorder::goingAwayInBetween()
{
    for (int round = 0; round < 20; ++round) {
        Recorder recorder({QString(), 200LL << 20, Seconds {15}, Seconds {86'400}});
        for (int i = 0; i < 20; ++i)
            recorder.record({worldAt(Seconds {15} * i)});
        recorder.answer("c", {QueryId::NodeCount, {}, {start, start}, Seconds {15}}, [](const SeriesAnswerPtr&) {});
        recorder.forget("c");
        recorder.record({nullptr});
    }
    QCoreApplication::processEvents();
}

QTEST_GUILESS_MAIN(TestRecorder)
#include "tst_recorder.moc"
