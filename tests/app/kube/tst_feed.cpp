// SPDX-License-Identifier: GPL-3.0-or-later
// What the feed makes of a cluster that behaves: lists, pages, streams, events, polls, live metrics.
#include "cluster/hpa.h"
#include "cluster/node.h"
#include "cluster/pod.h"
#include "cluster/scaled_object.h"
#include "cluster/vpa.h"
#include "support/feed_on_recordings.h"

#include <QTest>

#include <set>

using namespace loadline;
using namespace loadline::test;
using namespace std::chrono_literals;

namespace {

constexpr auto hpas = "/apis/autoscaling/v2/horizontalpodautoscalers";
constexpr auto pods = "/api/v1/pods";
using Names = std::vector<std::string>;

} // namespace

class FeedTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyKindComesUp_data()
    {
        QTest::addColumn<int>("minor");
        QTest::newRow("streaming lists") << 36;
        QTest::newRow("paged lists") << 30;
    }
    void everyKindComesUp()
    {
        QFETCH(int, minor);
        FeedOnRecordings on;
        on.cluster.minor = minor;
        on.start();
        QVERIFY(on.world);
        for (const Kind& kind : kinds()) {
            const KindState& state = on.state(kind.id);
            const std::string text(kind.kind);
            QVERIFY2(
                state.presence == Presence::Live, (text + ": " + (state.error ? plainText(*state.error) : "")).c_str());
            QVERIFY2(state.malformed == 0, text.c_str());
            QVERIFY2(on.world->now - state.heard < 5s, text.c_str());
        }
        QCOMPARE(on.world->cluster, std::string("test"));
        QCOMPARE(on.world->version, "v1." + std::to_string(minor) + ".0");
        QVERIFY(on.world->serves("keda.sh/v1alpha1"));
        QVERIFY(!on.world->serves("keda.sh/v9"));
        QVERIFY(!on.world->trouble);
        QCOMPARE(on.world->all<Hpa>().size(), std::size_t(6));
        QVERIFY(on.world->find<Hpa>("ml-platform", "fraud-detector-hpa") != nullptr);
        QVERIFY(on.world->all<Pod>().size() > 5);
        QVERIFY(on.world->all<Node>().size() > 1);
        QVERIFY(on.world->all<ScaledObject>().size() > 0);
        QVERIFY(on.world->all<Vpa>().size() > 0);
        QVERIFY(on.world->all<PodMetrics>().size() > 0);
        for (const auto& exchange : on.cluster.transport.all())
            QCOMPARE(exchange->has("sendInitialEvents=true"),
                exchange->has("watch=1") && exchange->query("resourceVersion").empty() && minor == 36);
    }

    void pagesAreOneList()
    {
        FeedOnRecordings on;
        on.cluster.minor = 30;
        Names tokens;
        on.cluster.instead[hpas] = [&](const ExchangePtr& exchange) {
            if (exchange->query("watch") == "1") {
                exchange->head(200);
                return;
            }
            tokens.push_back(exchange->query("continue"));
            QCOMPARE(exchange->query("limit"), std::string("500"));
            if (tokens.size() == 1)
                exchange->answer(200,
                    RecordedCluster::hpaList(
                        RecordedCluster::hpa("b", "two", "2") + ',' + RecordedCluster::hpa("b", "one", "1"), "9",
                        "a+/="));
            else
                exchange->answer(200, RecordedCluster::hpaList(RecordedCluster::hpa("a", "three", "3"), "9"));
        };
        on.start();
        QCOMPARE(tokens, (Names {"", "a%2B%2F%3D"}));
        QCOMPARE(on.names<Hpa>(), (Names {"a/three", "b/one", "b/two"}));
        QCOMPARE(on.cluster.watchOf(hpas)->query("resourceVersion"), std::string("9"));
        QVERIFY(on.cluster.watchOf(hpas)->has("allowWatchBookmarks=true"));
    }

    void theRecordedWatchInPieces_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {1, 7, 100, 4096, 1'000'000})
            QTest::addRow("pieces of %d", size) << size;
    }
    void theRecordedWatchInPieces()
    {
        QFETCH(int, size);
        const std::string stream = fixtureText("watchlist-hpa.ndjson");
        FeedOnRecordings on;
        on.cluster.instead[hpas] = [&](const ExchangePtr& exchange) {
            exchange->head(200);
            for (std::size_t at = 0; at < stream.size(); at += static_cast<std::size_t>(size))
                exchange->bytes(stream.substr(at, static_cast<std::size_t>(size)));
        };
        on.start();
        QCOMPARE(on.presence(KindId::Hpa), Presence::Live);
        QCOMPARE(on.names<Hpa>(),
            (Names {"ml-platform/feature-store-hpa", "ml-platform/fraud-detector-hpa",
                "ml-platform/keda-hpa-batch-inference-scaler", "ml-platform/no-requests-hpa", "ml-platform/orphan-hpa",
                "ml-platform/recommendation-hpa"}));
        QCOMPARE(on.world->find<Hpa>("ml-platform", "recommendation-hpa")->meta.resourceVersion, std::string("1115"));
        // Closed in order, it goes on from the last bookmark.
        on.cluster.instead[hpas] = {};
        on.cluster.watchOf(hpas)->end();
        on.advance(5s);
        QCOMPARE(on.cluster.watchOf(hpas)->query("resourceVersion"), std::string("1115"));
        QCOMPARE(on.presence(KindId::Hpa), Presence::Live);
    }

    void eventsAreFolded()
    {
        FeedOnRecordings on;
        on.start();
        const auto watch = on.cluster.watchOf(hpas);
        watch->bytes(RecordedCluster::event("ADDED", RecordedCluster::hpa("a", "new", "2000", 3)));
        on.advance(1s);
        QCOMPARE(on.world->find<Hpa>("a", "new")->maxReplicas, 3);
        watch->bytes(RecordedCluster::event("MODIFIED", RecordedCluster::hpa("a", "new", "2001", 5)));
        on.advance(1s);
        QCOMPARE(on.world->find<Hpa>("a", "new")->maxReplicas, 5);
        watch->bytes(RecordedCluster::event("DELETED", RecordedCluster::hpa("a", "new", "2002", 5)));
        on.advance(1s);
        QVERIFY(on.world->find<Hpa>("a", "new") == nullptr);
        QCOMPARE(on.world->all<Hpa>().size(), std::size_t(6));
    }

    void tablesThatDidNotChangeAreShared()
    {
        FeedOnRecordings on;
        on.start();
        const auto before = on.world;
        on.cluster.watchOf(hpas)->bytes(RecordedCluster::event("ADDED", RecordedCluster::hpa("a", "new", "2000")));
        on.advance(1s);
        QVERIFY(on.world != before);
        const auto at = [](KindId kind) { return static_cast<std::size_t>(kind); };
        QVERIFY(on.world->tables[at(KindId::Hpa)] != before->tables[at(KindId::Hpa)]);
        QCOMPARE(on.world->tables[at(KindId::Pod)], before->tables[at(KindId::Pod)]);
        QCOMPARE(before->all<Hpa>().size(), std::size_t(6));
    }

    void publishesAtMostFiveTimesASecond()
    {
        FeedOnRecordings on;
        on.start();
        on.publications = 0;
        for (int i = 0; i < 1000; ++i) {
            on.cluster.watchOf(hpas)->bytes(
                RecordedCluster::event("MODIFIED", RecordedCluster::hpa("a", "busy", std::to_string(3000 + i), 1 + i)));
            on.advance(10ms);
        }
        QVERIFY2(on.publications <= 51, std::to_string(on.publications).c_str());
        QVERIFY(on.publications >= 45);
        on.advance(300ms);
        QCOMPARE(on.world->find<Hpa>("a", "busy")->maxReplicas, 1000);
        on.publications = 0;
        on.advance(10s);
        QVERIFY(on.publications <= 3); // nothing changes but the heartbeat and the polled metrics
    }

    void aRelistKeepsTheOldTableShown()
    {
        FeedOnRecordings on;
        on.start();
        const auto known = on.world->all<Hpa>().share(0);
        std::set<std::size_t> sizes;
        std::set<Presence> presences;
        on.onWorld = [&](const World& world) {
            sizes.insert(world.all<Hpa>().size());
            presences.insert(world.state(KindId::Hpa).presence);
        };
        ExchangePtr again;
        on.cluster.instead[hpas] = [&](const ExchangePtr& exchange) { again = exchange; };
        on.cluster.watchOf(hpas)->bytes(fixtureText("watch-410-expired.json"));
        on.advance(5s);
        QVERIFY(again);
        QVERIFY(again->has("sendInitialEvents=true"));
        // Half of the new list is there.
        again->head(200);
        again->bytes(RecordedCluster::event("ADDED", RecordedCluster::hpa("a", "x", "5000")));
        on.advance(16s); // the heartbeat publishes
        QCOMPARE(sizes, (std::set<std::size_t> {6}));
        QCOMPARE(presences, (std::set<Presence> {Presence::Live}));
        on.cluster.instead[hpas] = {};
        on.cluster.usual(again);
        on.advance(5s);
        QCOMPARE(sizes, (std::set<std::size_t> {6, 7}));
        QCOMPARE(on.world->all<Hpa>().share(1), known); // what did not change is the same object still
    }

    void expiredAsAnAnswerToo()
    {
        FeedOnRecordings on;
        on.cluster.minor = 30;
        on.start();
        int lists = 0;
        on.cluster.instead[hpas] = [&](const ExchangePtr& exchange) {
            if (exchange->query("watch") == "1" && lists == 0) {
                exchange->answer(410, RecordedCluster::status(410, "Expired", "too old resource version"));
                return;
            }
            lists += exchange->query("watch") != "1";
            on.cluster.usual(exchange);
        };
        on.cluster.watchOf(hpas)->end();
        on.advance(5s);
        QCOMPARE(lists, 1);
        QCOMPARE(on.presence(KindId::Hpa), Presence::Live);
    }

    // The server goes away under every watch and comes back while each still waits for its own next try.
    void whatIsWokenIsAskedOnce()
    {
        FeedOnRecordings on;
        on.start();
        const auto streams = [&] {
            const auto open = on.cluster.transport.open();
            return std::count_if(open.begin(), open.end(), [](const auto& exchange) { return exchange->has("watch=1"); });
        };
        const auto before = streams();
        QVERIFY(before > 10);
        const Error refused {Error::Kind::Unreachable, "Gone.", {}, {}, {}};
        on.cluster.transport.handle([&](const ExchangePtr& exchange) { exchange->fail(refused); });
        for (const auto& exchange : on.cluster.transport.open())
            exchange->fail(refused);
        on.advance(20s);
        QVERIFY(on.world->trouble);
        on.cluster.transport.handle([&](const ExchangePtr& exchange) { on.cluster.usual(exchange); });
        on.advance(120s);
        QVERIFY(!on.world->trouble);
        QCOMPARE(on.presence(KindId::Hpa), Presence::Live);
        QCOMPARE(streams(), before);
    }

    void aServerWithoutStreamingLists()
    {
        FeedOnRecordings on;
        on.cluster.instead[hpas] = [&](const ExchangePtr& exchange) {
            if (exchange->has("sendInitialEvents"))
                exchange->answer(422, RecordedCluster::status(422, "Invalid", "sendInitialEvents is forbidden"));
            else
                on.cluster.usual(exchange);
        };
        on.start();
        QCOMPARE(on.presence(KindId::Hpa), Presence::Live);
        QCOMPARE(on.world->all<Hpa>().size(), std::size_t(6));
        QVERIFY(!on.state(KindId::Hpa).error);
    }

    void discoveryOfAnOlderServer()
    {
        FeedOnRecordings on;
        on.cluster.instead["/apis"] = [](const ExchangePtr& exchange) {
            QVERIFY(exchange->header("Accept").find("APIGroupDiscoveryList") != std::string::npos);
            exchange->answer(200, fixtureText("apis.json"));
        };
        on.start();
        QVERIFY(on.world->serves("autoscaling/v2"));
        QVERIFY(on.world->serves("keda.sh/v1alpha1"));
        for (const Kind& kind : kinds())
            QVERIFY2(on.presence(kind.id) == Presence::Live, std::string(kind.kind).c_str());
    }

    void discoveryThatMayNotBeRead()
    {
        FeedOnRecordings on;
        on.cluster.instead["/apis"]
            = [](const ExchangePtr& exchange) { exchange->answer(403, fixtureText("forbidden.json")); };
        on.start();
        QVERIFY(on.world->apiGroups.empty());
        for (const Kind& kind : kinds())
            QVERIFY2(on.presence(kind.id) == Presence::Live, std::string(kind.kind).c_str());
    }

    void whatIsInstalledLaterShowsUp()
    {
        const std::string none = RecordedCluster::apis("autoscaling", "autoscaling/v2");
        FeedOnRecordings on;
        int asked = 0;
        on.cluster.instead["/apis"] = [&](const ExchangePtr& exchange) {
            ++asked;
            exchange->answer(200, none, {{"etag", "\"one\""}});
        };
        on.start();
        QCOMPARE(on.presence(KindId::Hpa), Presence::Live);
        QCOMPARE(on.presence(KindId::ScaledObject), Presence::Missing);
        QCOMPARE(fillIn(on.state(KindId::ScaledObject).error->what, on.state(KindId::ScaledObject).error->args),
            std::string("KEDA is not installed in this cluster."));
        QCOMPARE(on.presence(KindId::PodMetrics), Presence::Missing);
        QCOMPARE(on.presence(KindId::Deployment), Presence::Missing); // apps/v1 is not in this list
        QVERIFY(!on.world->serves("keda.sh/v1alpha1"));
        QCOMPARE(on.cluster.asked("/apis/keda.sh/v1alpha1/scaledobjects"), std::size_t(0));
        std::string etag;
        on.cluster.instead["/apis"] = [&](const ExchangePtr& exchange) {
            ++asked;
            etag = exchange->header("If-None-Match");
            exchange->answer(304, "");
        };
        on.advance(70s);
        QCOMPARE(asked, 2);
        QCOMPARE(etag, std::string("\"one\""));
        QCOMPARE(on.presence(KindId::ScaledObject), Presence::Missing);
        on.cluster.instead["/apis"] = {};
        on.advance(70s);
        QCOMPARE(on.presence(KindId::ScaledObject), Presence::Live);
        QVERIFY(!on.state(KindId::ScaledObject).error);
        QCOMPARE(on.presence(KindId::PodMetrics), Presence::Live);
        // And away again.
        on.cluster.instead["/apis"] = [&](const ExchangePtr& exchange) { exchange->answer(200, none); };
        on.advance(110s);
        QCOMPARE(on.presence(KindId::ScaledObject), Presence::Missing);
        QVERIFY(on.world->all<ScaledObject>().empty());
    }

    // An API server that starts answers before it knows its custom resources.
    void aServerThatStartsIsNotBelieved()
    {
        FeedOnRecordings on;
        on.start();
        QCOMPARE(on.presence(KindId::ScaledObject), Presence::Live);
        const std::string none = RecordedCluster::apis("autoscaling", "autoscaling/v2");
        std::set<Presence> presences;
        on.onWorld = [&](const World& world) { presences.insert(world.state(KindId::ScaledObject).presence); };
        int asked = 0;
        on.cluster.instead["/apis"] = [&](const ExchangePtr& exchange) {
            if (++asked == 1)
                exchange->answer(200, none, {{"etag", "\"starting\""}});
            else
                on.cluster.usual(exchange);
        };
        on.advance(200s);
        QVERIFY(asked >= 2);
        QCOMPARE(presences, (std::set<Presence> {Presence::Live}));
        QVERIFY(!on.world->all<ScaledObject>().empty());
    }

    void anotherVersionIsInstalled()
    {
        FeedOnRecordings on;
        on.cluster.instead["/apis"] = [](const ExchangePtr& exchange) {
            exchange->answer(200, RecordedCluster::apis("karpenter.sh", "karpenter.sh/v1beta1"));
        };
        on.start();
        const Error error = *on.state(KindId::NodePool).error;
        QCOMPARE(fillIn(error.what, error.args),
            std::string(
                "This cluster serves NodePool only as karpenter.sh/v1beta1, and Loadline reads karpenter.sh/v1."));
    }

    void atMostFiveListsAtATime()
    {
        FeedOnRecordings on;
        std::vector<ExchangePtr> lists;
        on.cluster.transport.handle([&](const ExchangePtr& exchange) {
            if (exchange->path() == "/version" || exchange->path() == "/apis")
                on.cluster.usual(exchange);
            else
                lists.push_back(exchange);
        });
        on.start();
        QCOMPARE(lists.size(), std::size_t(5));
        std::size_t answered = 0;
        while (answered < lists.size()) {
            QVERIFY(lists.size() - answered <= 5);
            on.cluster.usual(lists[answered++]);
            on.advance(0ms);
            if (answered > 100)
                break;
        }
        on.advance(1s);
        QCOMPARE(on.presence(KindId::Hpa), Presence::Live);
        QCOMPARE(on.presence(KindId::NodeClaim), Presence::Live);
    }

    void metricsArePolled()
    {
        constexpr auto path = "/apis/metrics.k8s.io/v1beta1/pods";
        FeedOnRecordings on;
        on.start();
        QCOMPARE(on.cluster.asked(path), std::size_t(1));
        on.advance(60s);
        QVERIFY(on.cluster.asked(path) >= 4 && on.cluster.asked(path) <= 5);
        on.cluster.instead[path] = [](const ExchangePtr& exchange) { exchange->answer(503, "service unavailable"); };
        on.advance(20s);
        QCOMPARE(on.presence(KindId::PodMetrics), Presence::Stale);
        QVERIFY(on.world->all<PodMetrics>().size() > 0);
        on.cluster.instead[path] = {};
        on.advance(20s);
        QCOMPARE(on.presence(KindId::PodMetrics), Presence::Live);
        QVERIFY(!on.state(KindId::PodMetrics).error);
    }

    void metricsInPages()
    {
        FeedOnRecordings on;
        on.cluster.instead["/apis/metrics.k8s.io/v1beta1/nodes"] = [](const ExchangePtr& exchange) {
            const bool first = exchange->query("continue").empty();
            exchange->answer(200, RecordedCluster::nodeMetrics(first ? "n1" : "n2", first ? "next" : ""));
        };
        on.start();
        QCOMPARE(on.names<NodeMetrics>(), (Names {"/n1", "/n2"}));
    }

    void liveMetrics()
    {
        const LiveMetricKey queue {"ml-platform", "s0-rabbitmq-inference-queue", "batch-inference-scaler"};
        const LiveMetricKey other {"ml-platform", "s1-cron/x", "training"};
        const std::string path
            = "/apis/external.metrics.k8s.io/v1beta1/namespaces/ml-platform/s0-rabbitmq-inference-queue";
        FeedOnRecordings on;
        on.cluster.instead[path] = [](const ExchangePtr& exchange) {
            QCOMPARE(
                exchange->query("labelSelector"), std::string("scaledobject.keda.sh%2Fname%3Dbatch-inference-scaler"));
            exchange->answer(200, fixtureText("externalmetric.json"));
        };
        const std::string otherPath = "/apis/external.metrics.k8s.io/v1beta1/namespaces/ml-platform/s1-cron%2Fx";
        on.cluster.instead[otherPath]
            = [](const ExchangePtr& exchange) { exchange->answer(404, fixtureText("custommetric-404.json")); };
        on.start();
        on.feed->wantLive({other, queue});
        on.advance(1s);
        QVERIFY(on.world->live(queue) != nullptr);
        QCOMPARE(*on.world->live(queue)->value, Quantity::fromWhole(100));
        QVERIFY(on.world->live(other)->error.has_value());
        QVERIFY(!on.world->live(other)->value);
        QCOMPARE(on.cluster.asked(path), std::size_t(1));
        // Wanting it again and again does not read it again.
        for (int i = 0; i < 10; ++i) {
            on.feed->wantLive({});
            on.advance(500ms);
            on.feed->wantLive({queue});
            on.advance(500ms);
        }
        QCOMPARE(on.cluster.asked(path), std::size_t(1));
        on.advance(35s);
        QCOMPARE(on.cluster.asked(path), std::size_t(4));
        QCOMPARE(on.cluster.asked(otherPath), std::size_t(1));
        on.feed->wantLive({});
        on.advance(50s);
        QVERIFY(on.world->live(queue) != nullptr);
        QCOMPARE(on.cluster.asked(path), std::size_t(4));
        on.advance(15s);
        QVERIFY(on.world->live(queue) == nullptr);
    }

    void liveMetricsAreSummed()
    {
        const LiveMetricKey key {"a", "m", "s"};
        FeedOnRecordings on;
        std::vector<std::string> values {"1500m", "2"};
        on.cluster.instead["/apis/external.metrics.k8s.io/v1beta1/namespaces/a/m"]
            = [&](const ExchangePtr& exchange) { exchange->answer(200, RecordedCluster::externalMetric(values)); };
        on.start();
        on.feed->wantLive({key});
        on.advance(1s);
        QCOMPARE(*on.world->live(key)->value, Quantity::fromMilli(3500));
        values = {};
        on.advance(16s);
        QVERIFY(!on.world->live(key)->value); // no item is no zero
        QCOMPARE(on.world->live(key)->error->kind, Error::Kind::NotFound);
        values = {"1e400"};
        on.advance(16s);
        QVERIFY(!on.world->live(key)->value);
        QVERIFY(on.world->live(key)->error.has_value());
    }

    void namespacesOneByOne()
    {
        FeedOnRecordings on({"test", "https://recorded.example:6443", {"b", "a", "c"}, "elsewhere"});
        for (const std::string ns : {"a", "b", "c"}) {
            on.cluster.instead["/apis/autoscaling/v2/namespaces/" + ns + "/horizontalpodautoscalers"]
                = [ns](const ExchangePtr& exchange) {
                      if (ns == "c") {
                          exchange->answer(403, fixtureText("forbidden.json"));
                          return;
                      }
                      exchange->head(200);
                      exchange->bytes(RecordedCluster::event("ADDED", RecordedCluster::hpa(ns, "x", "1")));
                      exchange->bytes(RecordedCluster::endOfInitialEvents("5"));
                  };
        }
        on.start();
        QCOMPARE(on.names<Hpa>(), (Names {"a/x", "b/x"}));
        QCOMPARE(on.state(KindId::Hpa).namespaces, (Names {"b", "a", "c"}));
        QCOMPARE(on.state(KindId::Hpa).refusedNamespaces, (Names {"c"}));
        QCOMPARE(on.presence(KindId::Hpa), Presence::Live);
        QCOMPARE(on.cluster.asked(hpas), std::size_t(0));
        QCOMPARE(on.presence(KindId::Node), Presence::Live); // has no namespaces
        QVERIFY(on.state(KindId::Node).namespaces.empty());
    }

    void theContextsNamespaceWhereAllIsRefused()
    {
        FeedOnRecordings on({"test", "https://recorded.example:6443", {}, "mine"});
        const auto forbid = [](const ExchangePtr& exchange) { exchange->answer(403, fixtureText("forbidden.json")); };
        on.cluster.instead[hpas] = forbid;
        on.cluster.instead[pods] = forbid;
        on.cluster.instead["/api/v1/namespaces/mine/pods"] = forbid;
        on.cluster.instead["/api/v1/nodes"] = forbid;
        on.cluster.instead["/apis/autoscaling/v2/namespaces/mine/horizontalpodautoscalers"]
            = [](const ExchangePtr& exchange) {
                  exchange->head(200);
                  exchange->bytes(RecordedCluster::event("ADDED", RecordedCluster::hpa("mine", "x", "1")));
                  exchange->bytes(RecordedCluster::endOfInitialEvents("5"));
              };
        on.start();
        QCOMPARE(on.names<Hpa>(), (Names {"mine/x"}));
        QCOMPARE(on.presence(KindId::Hpa), Presence::Live);
        QCOMPARE(on.state(KindId::Hpa).namespaces, (Names {"mine"}));
        QCOMPARE(on.presence(KindId::Pod), Presence::Refused);
        QCOMPARE(on.state(KindId::Pod).error->kind, Error::Kind::Forbidden);
        QCOMPARE(on.presence(KindId::Node), Presence::Refused);
        QVERIFY(plainText(*on.state(KindId::Node).error).find("forbidden") != std::string::npos);
        QVERIFY(!on.world->trouble);
        // The right is given, and asked for again.
        on.cluster.instead[hpas] = {};
        on.feed->wake();
        on.advance(5s);
        QCOMPARE(on.world->all<Hpa>().size(), std::size_t(6));
        QVERIFY(on.state(KindId::Hpa).namespaces.empty());
    }

    void getAsksThroughTheSameDoor()
    {
        FeedOnRecordings on;
        on.start();
        std::optional<Result<std::string>> got;
        on.feed->get("/api/v1/namespaces/ml-platform/pods/x", [&](Result<std::string> text) { got = std::move(text); });
        on.cluster.instead["/api/v1/namespaces/ml-platform/pods/x"]
            = [](const ExchangePtr& exchange) { exchange->answer(404, fixtureText("hpa-404.json")); };
        on.advance(0ms);
        QVERIFY(got && !*got);
        QCOMPARE(got->error().kind, Error::Kind::NotFound);
    }

    void nothingComesAfterStop()
    {
        FeedOnRecordings on;
        on.start();
        int gets = 0;
        on.cluster.instead["/slow"] = [](const ExchangePtr&) {};
        on.feed->get("/slow", [&](const Result<std::string>&) { ++gets; });
        on.feed->get("/version", [&](const Result<std::string>&) { ++gets; });
        on.cluster.watchOf(hpas)->bytes(RecordedCluster::event("ADDED", RecordedCluster::hpa("a", "new", "2000")));
        on.publications = 0;
        on.feed->stop();
        on.advance(60s);
        QCOMPARE(on.publications, 0);
        QCOMPARE(gets, 0);
        on.feed.reset();
        on.advance(1s);
        QVERIFY(on.cluster.transport.open().empty());
    }

    void stopsFromWithinAPublication()
    {
        FeedOnRecordings on;
        on.onWorld = [&](const World&) { on.feed->stop(); };
        on.start();
        QCOMPARE(on.publications, 1);
        on.advance(60s);
        QCOMPARE(on.publications, 1);
    }
};

QTEST_APPLESS_MAIN(FeedTest)
#include "tst_feed.moc"
