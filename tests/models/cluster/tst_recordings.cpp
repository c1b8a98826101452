// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/hpa.h"
#include "cluster/node.h"
#include "cluster/pod.h"
#include "cluster/scaled_object.h"
#include "cluster/vpa.h"
#include "cluster/watch_state.h"
#include "cluster/workload.h"
#include "../../support/fixtures.h"

#include <QtTest>

#include <map>

using namespace loadline;

// What a real API server sent, read whole and in pieces.
class TestRecordings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyListParsesWhole();
    void hpas();
    void unknownIsNoZero();
    void vpas();
    void scaledObjects();
    void pods();
    void nodes();
    void workloadsAndLimits();
    void metrics();
    void events();
    void hpaWatchInPieces();
    void podWatchInPieces();
    void expiredWatch();

private:
    Interner interner_;
    ParseContext context_ {interner_};
    JsonDocument document_;

    template <class T>
    std::map<std::string, T> list(const char* file, Result<T> (*parse)(Json, ParseContext&))
    {
        std::map<std::string, T> objects;
        const std::string text = recording(file);
        const auto root = document_.parse(std::string_view(text));
        if (!root) {
            QTest::qFail(plainText(root.error()).c_str(), __FILE__, __LINE__);
            return objects;
        }
        (*root)["items"].eachItem([&](Json item) {
            auto object = parse(item, context_);
            if (!object)
                QTest::qFail(plainText(object.error()).c_str(), __FILE__, __LINE__);
            else
                objects.emplace(object->meta.name, *std::move(object));
        });
        return objects;
    }
};

void TestRecordings::everyListParsesWhole()
{
    QCOMPARE(list("hpa-list.json", parseHpa).size(), std::size_t(6));
    QCOMPARE(list("vpa-list.json", parseVpa).size(), std::size_t(2));
    QCOMPARE(list("scaledobject-list.json", parseScaledObject).size(), std::size_t(3));
    QCOMPARE(list("triggerauthentication-list.json", parseTriggerAuthentication).size(), std::size_t(1));
    QCOMPARE(list("nodes-list.json", parseNode).size(), std::size_t(6));
    QVERIFY(!list("pods-list.json", parsePod).empty());
    QVERIFY(!list("deployments-list.json", parseDeployment).empty());
    QCOMPARE(list("statefulsets-list.json", parseStatefulSet).size(), std::size_t(1));
    QVERIFY(!list("replicasets-list.json", parseReplicaSet).empty());
    QCOMPARE(list("pdb-list.json", parseDisruptionBudget).size(), std::size_t(2));
    QCOMPARE(list("quota-list.json", parseQuota).size(), std::size_t(1));
    QCOMPARE(list("limitrange-list.json", parseLimitRange).size(), std::size_t(1));
    QCOMPARE(list("priorityclass-list.json", parsePriorityClass).size(), std::size_t(3));
    QVERIFY(!list("events-list.json", parseEvent).empty());
    QVERIFY(!list("podmetrics.json", parsePodMetrics).empty());
    QCOMPARE(list("nodemetrics.json", parseNodeMetrics).size(), std::size_t(6));
    // Pages together are the list.
    QCOMPARE(list("hpa-page1.json", parseHpa).size() + list("hpa-page2.json", parseHpa).size(), std::size_t(4));
}

void TestRecordings::hpas()
{
    const auto all = list("hpa-list.json", parseHpa);
    const Hpa& fraud = all.at("fraud-detector-hpa");
    QCOMPARE(fraud.meta.ns.str(), std::string("ml-platform"));
    QCOMPARE(fraud.target, (ObjectRef {"apps/v1", "Deployment", "fraud-detector-api"}));
    QCOMPARE(fraud.minReplicas, 2);
    QCOMPARE(fraud.maxReplicas, 20);
    QCOMPARE(fraud.currentReplicas, std::optional<std::int64_t>(6));
    QCOMPARE(fraud.desiredReplicas, std::optional<std::int64_t>(8));
    QCOMPARE(fraud.metrics.size(), std::size_t(1));
    QCOMPARE(fraud.metrics[0].averageUtilization, std::optional<std::int64_t>(70));
    const MetricStatus* status = statusOf(fraud, 0);
    QVERIFY(status);
    QCOMPARE(status->averageUtilization, std::optional<std::int64_t>(85));
    QCOMPARE(status->averageValue, std::optional(Quantity::fromMilli(425)));
    QVERIFY(fraud.behavior && fraud.behavior->up && fraud.behavior->down);
    QCOMPARE(fraud.behavior->up->policies, (std::vector<ScalingPolicy> {{ScalingPolicy::Type::Percent, 100, 60}}));
    QCOMPARE(fraud.behavior->down->stabilizationWindowSeconds, std::optional<std::int64_t>(300));
    QCOMPARE(formatRfc3339(*fraud.lastScaleTime), std::string("2026-11-23T15:56:50Z"));
    QVERIFY(find(fraud.conditions, "ScalingLimited")->status == Truth::False);
    QVERIFY(!fraud.meta.annotation("kubectl.kubernetes.io/last-applied-configuration"));

    // The third metric failed: an empty entry, which pairs to nothing.
    const Hpa& recommendation = all.at("recommendation-hpa");
    QCOMPARE(recommendation.metrics.size(), std::size_t(3));
    QVERIFY(statusOf(recommendation, 0));
    QCOMPARE(statusOf(recommendation, 1)->averageValue, std::optional(Quantity::fromWhole(180)));
    QVERIFY(!statusOf(recommendation, 2));
    QVERIFY(!statusOf(recommendation, 3));
}

void TestRecordings::unknownIsNoZero()
{
    const auto all = list("hpa-list.json", parseHpa);
    const Hpa& orphan = all.at("orphan-hpa"); // the target is missing: nothing is known
    QVERIFY(!orphan.currentReplicas);
    QVERIFY(!orphan.desiredReplicas);
    const Hpa& failing = all.at("no-requests-hpa"); // one replica, and a desired count that was never computed
    QCOMPARE(failing.currentReplicas, std::optional<std::int64_t>(1));
    QVERIFY(!failing.desiredReplicas);
    const Hpa& asleep = all.at("keda-hpa-batch-inference-scaler"); // scaled to zero: the API leaves the zero out
    QCOMPARE(asleep.currentReplicas, std::optional<std::int64_t>(0));
    QCOMPARE(asleep.desiredReplicas, std::optional<std::int64_t>(0));
}

void TestRecordings::vpas()
{
    const auto all = list("vpa-list.json", parseVpa);
    const Vpa& training = all.at("model-training-vpa");
    QVERIFY(training.mode == UpdateMode::Off);
    QCOMPARE(training.recommendations.size(), std::size_t(1));
    const ContainerRecommendation& trainer = training.recommendations[0];
    QCOMPARE(trainer.container, std::string("trainer"));
    QCOMPARE(trainer.target.cpu, std::optional(Quantity::fromMilli(250)));
    QCOMPARE(trainer.lowerBound.memory, std::optional(Quantity::fromWhole(966367641)));
    QCOMPARE(trainer.upperBound.memory, std::optional(Quantity::fromWhole(std::int64_t(4) << 30)));
    const ContainerPolicy* policy = policyOf(training, "trainer");
    QVERIFY(policy);
    QCOMPARE(policy->maxAllowed.cpu, std::optional(Quantity::fromWhole(4)));
    QVERIFY(!policyOf(training, "other"));
}

void TestRecordings::scaledObjects()
{
    const auto all = list("scaledobject-list.json", parseScaledObject);
    const ScaledObject& batch = all.at("batch-inference-scaler");
    QCOMPARE(batch.target, (ObjectRef {"apps/v1", "Deployment", "batch-inference"}));
    QCOMPARE(batch.pollingInterval, 15);
    QCOMPARE(batch.maxReplicas, 50);
    QCOMPARE(batch.triggers.size(), std::size_t(1));
    QCOMPARE(thresholdOf(batch.triggers[0]), std::optional(Quantity::fromWhole(10)));
    QCOMPARE(batch.triggers[0].authentication.kind, std::string("TriggerAuthentication"));
    QVERIFY(externalMetricOf(batch, 0));
    QCOMPARE(*externalMetricOf(batch, 0), std::string("s0-rabbitmq-inference-queue"));
    QVERIFY(!externalMetricOf(batch, 1));
    QCOMPARE(hpaNameOf(batch), std::string("keda-hpa-batch-inference-scaler"));
    QVERIFY(!batch.pause.any());
    const auto auths = list("triggerauthentication-list.json", parseTriggerAuthentication);
    QCOMPARE(auths.at("rabbit-auth").sources, (std::vector<std::string> {"secret rabbit/url"}));
}

void TestRecordings::pods()
{
    const auto all = list("pods-list.json", parsePod);
    const Pod& pod = all.at("recommendation-api-799f49fd9d-z69ct");
    QCOMPARE(pod.node.str(), std::string("cpu-1"));
    QCOMPARE(pod.meta.owner.kind.str(), std::string("ReplicaSet"));
    QCOMPARE(pod.meta.owner.name.str(), std::string("recommendation-api-799f49fd9d"));
    QVERIFY(pod.phase == PodPhase::Running);
    QVERIFY(pod.ready == Truth::True);
    QVERIFY(pod.meta.uid.empty());
    QVERIFY(pod.meta.annotations && pod.meta.annotations->empty());
    QCOMPARE(pod.shape->containers.size(), std::size_t(2));
    const Resources requests = requestsOf(*pod.shape);
    QCOMPARE(requests.cpu, std::optional(Quantity::fromMilli(300)));
    QCOMPARE(requests.memory, std::optional(Quantity::fromWhole((1024 + 64) << 20)));
    // All pods of one ReplicaSet share their shape.
    for (const auto& [name, other] : all)
        if (other.meta.owner == pod.meta.owner)
            QVERIFY(other.shape == pod.shape);
}

void TestRecordings::nodes()
{
    const auto all = list("nodes-list.json", parseNode);
    const Node& gpu = all.at("gpu-0");
    QVERIFY(gpu.ready());
    QCOMPARE(gpu.allocatable.get("nvidia.com/gpu"), std::optional(Quantity::fromWhole(1)));
    QCOMPARE(gpu.allocatablePods, std::optional(Quantity::fromWhole(110)));
    const NodeIdentity identity = identify(gpu);
    QCOMPARE(identity.pool, std::string("gpu-pool"));
    QCOMPARE(identity.manager, std::string("EKS managed node group"));
    QVERIFY(identity.capacity == CapacityType::Spot);
    QCOMPARE(identity.instanceType, std::string("g4dn.xlarge"));
    QCOMPARE(identity.zone, std::string("us-east-1a"));
}

void TestRecordings::workloadsAndLimits()
{
    const auto sets = list("statefulsets-list.json", parseStatefulSet);
    const StatefulSet& store = sets.at("feature-store");
    QCOMPARE(store.replicas, 3);
    QCOMPARE(store.current, std::optional<std::int64_t>(0));
    QCOMPARE(store.ready, std::optional<std::int64_t>(0)); // left out of a status that was observed
    QVERIFY(matches(store.selector, *store.podLabels));
    const auto budgets = list("pdb-list.json", parseDisruptionBudget);
    QCOMPARE(budgets.at("fraud-detector-pdb").minAvailable, std::string("1"));
    QCOMPARE(budgets.at("fraud-detector-pdb").allowed, std::optional<std::int64_t>(7));
    const auto quotas = list("quota-list.json", parseQuota);
    QCOMPARE(quotas.begin()->second.hard.size(), std::size_t(4));
    QCOMPARE(quotas.begin()->second.used[1].second, Quantity::fromMilli(10128));
    const auto ranges = list("limitrange-list.json", parseLimitRange);
    QCOMPARE(ranges.at("defaults").items[0].defaultRequest.cpu, std::optional(Quantity::fromMilli(100)));
    const auto priorities = list("priorityclass-list.json", parsePriorityClass);
    QCOMPARE(priorities.at("serving-critical").value, 100000);
}

void TestRecordings::metrics()
{
    const auto pods = list("podmetrics.json", parsePodMetrics);
    const PodMetrics& fraud = pods.at("fraud-detector-api-96bff7dbf-bjwxw");
    QVERIFY(fraud.window == Seconds(15));
    QCOMPARE(fraud.containers[0].cpu, std::optional(Quantity::fromMilli(425)));
    const auto nodes = list("nodemetrics.json", parseNodeMetrics);
    QCOMPARE(nodes.begin()->second.cpu, std::optional(Quantity::fromMilli(900)));
}

void TestRecordings::events()
{
    bool rescaled = false;
    for (const auto& [name, event] : list("events-hpa.json", parseEvent)) {
        QCOMPARE(event.source.str(), std::string("horizontal-pod-autoscaler"));
        QCOMPARE(event.about.kind, std::string("HorizontalPodAutoscaler"));
        QVERIFY(event.first <= event.last);
        rescaled = rescaled || newSizeOf(event).has_value();
        QCOMPARE(newSizeOf(event).has_value(), event.reason == std::string_view("SuccessfulRescale"));
    }
    QVERIFY(rescaled);
}

namespace {

// A table that follows a watch, as the feed does.
template <class T>
struct Follower {
    explicit Follower(Result<T> (*read)(Json, ParseContext&))
        : parse(read)
    {
    }
    Result<T> (*parse)(Json, ParseContext&);
    Interner interner;
    ParseContext context {interner};
    JsonDocument document;
    std::map<std::string, T> table;
    int bookmarks = 0, listEnds = 0, faults = 0;

    void line(std::string& text)
    {
        const auto event = parseWatchEvent(document, text);
        if (!event) {
            ++faults;
            return;
        }
        if (event->type == WatchEvent::Type::Bookmark) {
            ++bookmarks;
            listEnds += event->initialEventsEnd ? 1 : 0;
            return;
        }
        auto object = parse(event->object, context);
        if (!object) {
            ++faults;
            return;
        }
        if (event->type == WatchEvent::Type::Deleted)
            table.erase(object->meta.name);
        else
            table.insert_or_assign(object->meta.name, *std::move(object));
    }
};

template <class T>
void inPieces(const std::string& text, Result<T> (*parse)(Json, ParseContext&), std::size_t step)
{
    Follower<T> whole(parse);
    LineSplitter splitter;
    QVERIFY(splitter.feed(text, [&](std::string& line) { whole.line(line); }));
    QVERIFY(!splitter.pending());
    QCOMPARE(whole.faults, 0);
    QVERIFY(!whole.table.empty());
    QVERIFY(whole.bookmarks > 0);

    // Cut in two at every byte: the lines must be the same ones.
    std::vector<std::string> wanted;
    LineSplitter reference;
    reference.feed(text, [&](std::string& line) { wanted.push_back(line); });
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        // Only the lines around the cut can differ; the others are handed over whole either way.
        const std::size_t from = cut < 2 ? 0 : text.rfind('\n', cut - 2) + 1;
        const std::size_t to = std::min(text.size(), text.find('\n', cut) + 1);
        std::vector<std::string> got, expected;
        LineSplitter pieces, one;
        one.feed(std::string_view(text).substr(from, to - from), [&](std::string& line) { expected.push_back(line); });
        const auto take = [&](std::string& line) { got.push_back(line); };
        QVERIFY(pieces.feed(std::string_view(text).substr(from, cut - from), take));
        QVERIFY(pieces.feed(std::string_view(text).substr(cut, to - cut), take));
        if (got != expected)
            QFAIL(qPrintable(QStringLiteral("cut at byte %1").arg(cut)));
    }
    // And in pieces of every size, to the same final table.
    for (std::size_t size = 1; size < 2000; size += step) {
        Follower<T> follower(parse);
        LineSplitter pieces;
        for (std::size_t at = 0; at < text.size(); at += size)
            QVERIFY(pieces.feed(std::string_view(text).substr(at, size), [&](std::string& line) { follower.line(line); }));
        QCOMPARE(follower.bookmarks, whole.bookmarks);
        QCOMPARE(follower.faults, 0);
        QVERIFY(follower.table == whole.table);
    }
}

} // namespace

void TestRecordings::hpaWatchInPieces()
{
    const std::string text = recording("watchlist-hpa.ndjson");
    QVERIFY(!text.empty());
    inPieces<Hpa>(text, parseHpa, 37);
    Follower<Hpa> follower(parseHpa);
    LineSplitter splitter;
    splitter.feed(text, [&](std::string& line) { follower.line(line); });
    QCOMPARE(follower.listEnds, 1);
}

void TestRecordings::podWatchInPieces()
{
    const std::string text = recording("watch-pods.ndjson");
    QVERIFY(!text.empty());
    inPieces<Pod>(text, parsePod, 197);
}

void TestRecordings::expiredWatch()
{
    std::string line = recording("watch-410-expired.json");
    const auto event = parseWatchEvent(document_, line);
    QVERIFY(event.has_value());
    QVERIFY(event->type == WatchEvent::Type::Error);
    QCOMPARE(event->code, 410);
}

QTEST_APPLESS_MAIN(TestRecordings)
#include "tst_recordings.moc"
