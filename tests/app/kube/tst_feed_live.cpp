// SPDX-License-Identifier: GPL-3.0-or-later
// The feed over libcurl and TLS against a server that drops, stalls, expires and floods. Its clock runs ten times as
// fast, so that what is said of 45 seconds is seen in four and a half.
#include "cluster/hpa.h"
#include "kube/feed.h"
#include "net/curl_transport.h"
#include "support/hurried_transport.h"
#include "support/recorded_cluster.h"
#include "support/recorded_server.h"
#include "tables/wording.h"

#include <QTest>

#include <condition_variable>

using namespace loadline;
using namespace loadline::test;

namespace {

constexpr int hurry = 10;
constexpr std::size_t recorded = 6; // HPAs
const std::string hpas = "/apis/autoscaling/v2/horizontalpodautoscalers";

class Bench {
public:
    Bench()
        : server(HttpServer::Tls {ca_.issue(), {}})
        , transport(curl_, hurry)
    {
        Endpoint endpoint = *credentials_->credentials.endpoint;
        endpoint.server = server.http().url();
        endpoint.caPem = ca_.pem();
        credentials_->credentials.endpoint = std::make_shared<Endpoint>(endpoint);
        feed_ = std::make_unique<Feed>(transport, credentials_, Feed::Scope {"live", endpoint.server, {}, {}}, [this] { took(); });
        feed_->start();
    }
    ~Bench()
    {
        stalled = false;
        feed_.reset();
        curl_.stop();
    }
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    // Waits for a World that is so, by the wall's clock; null when none comes.
    template <class Condition> WorldPtr wait(Condition so, Millis limit = Seconds {30})
    {
        std::unique_lock lock(mutex_);
        const bool came = changed_.wait_for(lock, limit, [&] { return world_ && so(*world_); });
        return came ? world_ : nullptr;
    }
    WorldPtr waitLive()
    {
        return wait([](const World& world) { return !world.trouble && world.state(KindId::Hpa).presence == Presence::Live && world.state(KindId::Pod).presence == Presence::Live; });
    }
    WorldPtr world()
    {
        const std::lock_guard lock(mutex_);
        return world_;
    }
    int publications()
    {
        const std::lock_guard lock(mutex_);
        return publications_;
    }
    std::size_t fewestHpas() // of all Worlds since the first complete one
    {
        const std::lock_guard lock(mutex_);
        return fewest_;
    }
    // From now on connections are accepted and requests read, and nothing is said.
    void stall()
    {
        stalled = true;
        server.insteadOfAll([this](const HttpRequest&, HttpReply& reply) {
            while (stalled && !reply.gone(std::chrono::milliseconds(20))) { }
            reply.drop();
        });
    }
    void recover()
    {
        stalled = false;
        server.insteadOfAll({});
    }

    std::atomic<bool> stalled {false};

private:
    TestCa ca_;

public:
    RecordedServer server;

private:
    CurlTransport curl_;

public:
    HurriedTransport transport;

private:
    void took()
    {
        const auto next = feed_->take();
        const std::lock_guard lock(mutex_);
        if (next)
            world_ = next;
        ++publications_;
        if (const std::size_t count = std::size_t(std::distance(world_->all<Hpa>().begin(), world_->all<Hpa>().end())); count > 0 || fewest_ != std::string::npos)
            fewest_ = std::min(fewest_, count);
        changed_.notify_all();
    }
    std::shared_ptr<FixedCredentials> credentials_ = std::make_shared<FixedCredentials>();
    std::mutex mutex_;
    std::condition_variable changed_;
    WorldPtr world_;
    int publications_ = 0;
    std::size_t fewest_ = std::string::npos;
    std::unique_ptr<Feed> feed_;
};

bool has(const World& world, const std::string& name, int max)
{
    const Hpa* hpa = world.find<Hpa>("shop", name);
    return hpa != nullptr && hpa->maxReplicas == max;
}

std::string modified(const std::string& name, int version, int max)
{
    return RecordedCluster::event("MODIFIED", RecordedCluster::hpa("shop", name, std::to_string(version), max));
}

} // namespace

class FeedLiveTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void comesUpOverTls()
    {
        Bench bench;
        const WorldPtr world = bench.waitLive();
        QVERIFY(world);
        QCOMPARE(world->version, std::string("v1.36.0"));
        QCOMPARE(world->all<Hpa>().size(), recorded);
        QVERIFY(whyNot(*world, KindId::Hpa).isEmpty());
        QVERIFY(QTest::qWaitFor([&] { return bench.server.watches(hpas) == 1; }, 10000));
        QCOMPARE(bench.server.tell(hpas, modified("api", 5000, 12)), 1);
        QVERIFY(bench.wait([](const World& now) { return has(now, "api", 12); }));
    }

    void dropsAndComesBack()
    {
        Bench bench;
        QVERIFY(bench.waitLive());
        bench.server.insteadOfAll([](const HttpRequest&, HttpReply& reply) { reply.drop(); });
        bench.server.endWatches();
        const WorldPtr away = bench.wait([](const World& world) { return world.trouble && world.state(KindId::Hpa).presence == Presence::Stale; });
        QVERIFY(away);
        QVERIFY(away->trouble->kind == Error::Kind::Unreachable);
        QVERIFY(!away->trouble->hint.empty());
        QCOMPARE(away->all<Hpa>().size(), recorded); // what was known stays
        QVERIFY(!whyNot(*away, KindId::Hpa).isEmpty());
        bench.recover();
        QVERIFY(bench.waitLive()); // nobody clicked
        QVERIFY(QTest::qWaitFor([&] { return bench.server.watches(hpas) == 1; }, 20000));
        bench.server.tell(hpas, modified("api", 6000, 7));
        QVERIFY(bench.wait([](const World& now) { return has(now, "api", 7); }));
        QCOMPARE(bench.fewestHpas(), recorded);
    }

    // Half-open TCP, a sleeping VPN: the connection stands and says nothing.
    void noticesSilenceWithin45Seconds()
    {
        Bench bench;
        QVERIFY(bench.waitLive());
        QTest::qWait(500);
        bench.stall();
        const TimePoint begun = bench.transport.now();
        const WorldPtr silent = bench.wait([](const World& world) { return world.trouble && world.state(KindId::Hpa).presence == Presence::Stale; });
        QVERIFY(silent);
        const auto noticed = std::chrono::duration_cast<Seconds>(silent->now - begun);
        QVERIFY2(noticed <= Seconds {45}, qPrintable(QString::number(noticed.count())));
        QVERIFY2(silent->trouble->kind == Error::Kind::Timeout, plainText(*silent->trouble).c_str());
        QVERIFY2(whyNot(*silent, KindId::Hpa).contains(QLatin1String("old")), qPrintable(whyNot(*silent, KindId::Hpa)));
        // The age grows, and what was known stays.
        const TimePoint heard = silent->state(KindId::Hpa).heard;
        const WorldPtr later = bench.wait([&](const World& world) { return world.now - silent->now > Seconds {20}; });
        QVERIFY(later);
        QVERIFY(later->state(KindId::Hpa).heard == heard);
        QCOMPARE(later->all<Hpa>().size(), recorded);
        bench.recover();
        QVERIFY(bench.waitLive());
        QVERIFY(bench.world()->state(KindId::Hpa).heard > heard);
        QCOMPARE(bench.fewestHpas(), recorded);
    }

    void listsAnewWhatExpired()
    {
        Bench bench;
        QVERIFY(bench.waitLive());
        QVERIFY(QTest::qWaitFor([&] { return bench.server.watches(hpas) == 1; }, 10000));
        bench.server.instead(hpas, [&bench](const HttpRequest& request, HttpReply& reply) {
            if (request.query("watch") != "1") // and no streaming list of what is gone
                reply.send(200, RecordedCluster::hpaList(RecordedCluster::hpa("shop", "after", "9001", 3), "9001"));
            else if (request.query("sendInitialEvents") == "true")
                reply.send(400, RecordedCluster::status(400, "BadRequest", "sendInitialEvents is forbidden"));
            else
                bench.server.usual(request, reply);
        });
        bench.server.tell(hpas, RecordedCluster::event("ERROR", RecordedCluster::status(410, "Expired", "too old resource version")));
        const WorldPtr after = bench.wait([](const World& world) { return world.find<Hpa>("shop", "after") != nullptr; });
        QVERIFY(after);
        QCOMPARE(after->all<Hpa>().size(), std::size_t(1)); // those that went meanwhile are gone
        QVERIFY(after->state(KindId::Hpa).presence == Presence::Live);
        QVERIFY(QTest::qWaitFor([&] { return bench.server.watches(hpas) == 1; }, 10000));
        bench.server.tell(hpas, modified("after", 9002, 44));
        QVERIFY(bench.wait([](const World& world) { return has(world, "after", 44); }));
        QCOMPARE(bench.fewestHpas(), std::size_t(1)); // at no moment was the table empty
    }

    void survivesAFlood()
    {
        Bench bench;
        QVERIFY(bench.waitLive());
        QVERIFY(QTest::qWaitFor([&] { return bench.server.watches(hpas) == 1; }, 10000));
        const int before = bench.publications();
        const TimePoint begun = bench.transport.now();
        constexpr int events = 20'000;
        std::string flood;
        for (int i = 1; i <= events; ++i)
            flood += modified("flood-" + std::to_string(i % 50), 10'000 + i, i);
        QCOMPARE(bench.server.tell(hpas, flood), 1);
        const WorldPtr after = bench.wait([](const World& world) { return has(world, "flood-0", events); }, Seconds {60});
        QVERIFY(after);
        QCOMPARE(after->all<Hpa>().size(), recorded + 50);
        for (int i = 1; i < 50; ++i)
            QVERIFY(has(*after, "flood-" + std::to_string(i), events - 50 + i));
        const auto passed = std::chrono::duration_cast<Seconds>(bench.transport.now() - begun).count();
        const auto published = bench.publications() - before;
        QVERIFY2(published <= passed * 5 + 5, qPrintable(QStringLiteral("%1 in %2 s").arg(published).arg(passed)));
    }

    void readsLongLinesAndRefusesLongerOnes()
    {
        Bench bench;
        QVERIFY(bench.waitLive());
        QVERIFY(QTest::qWaitFor([&] { return bench.server.watches(hpas) == 1; }, 10000));
        std::string line = modified("long", 7000, 9);
        const std::string key = R"("metadata":{)";
        line.insert(line.find(key) + key.size(), R"("annotations":{"a":")" + std::string(10'000'000, 'x') + R"("},)");
        bench.server.tell(hpas, line);
        QVERIFY(bench.wait([](const World& world) { return has(world, "long", 9); }));
        bench.server.tell(hpas, std::string(20'000'000, 'y'));
        const WorldPtr told = bench.wait([](const World& world) { return world.state(KindId::Hpa).presence == Presence::Stale; });
        QVERIFY(told);
        QVERIFY2(whyNot(*told, KindId::Hpa).contains(QLatin1String("16 MiB")), qPrintable(whyNot(*told, KindId::Hpa)));
        QVERIFY(told->state(KindId::Pod).presence == Presence::Live); // the rest goes on
        QVERIFY(bench.waitLive());
    }
};

QTEST_GUILESS_MAIN(FeedLiveTest)
#include "tst_feed_live.moc"
