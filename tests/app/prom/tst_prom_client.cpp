// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk.h"
#include "prom/by_hand.h"
#include "prom/slice_cache.h"
#include "scripted_prometheus.h"
#include "support/call.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>

using namespace loadline;
using namespace loadline::test;

namespace {

constexpr Millis minute = Seconds {60};
constexpr Millis day = Seconds {86'400};

// A Prometheus by itself on a port.
struct Alone {
    explicit Alone(ScriptedPrometheus::Range range, std::vector<std::string> names = ScriptedPrometheus::allNames())
        : prometheus(std::move(names), std::move(range))
        , server([this](const HttpRequest& request, HttpReply& reply) {
            prometheus.answer(request.target, request, reply);
        })
    {
    }
    ScriptedPrometheus prometheus;
    HttpServer server;
};

SeriesRequest nodes(Millis length, Millis step = minute, TimePoint to = TimePoint {Seconds {1'700'000'100}})
{
    return {QueryId::NodeCount, {}, {to - length, to}, step};
}

TimePoint at(std::int64_t seconds)
{
    return TimePoint {Seconds {seconds}};
}

} // namespace

class TestPromClient : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void errorsAreSaid_data();
    void errorsAreSaid();
    void oneBadSliceSparesTheOthers();
    void tooManySamplesAreAskedInHalves();
    void throttledSlicesAreAskedAgain();
    void atMostFourAtATime();
    void alikeRequestsShareAFlight();
    void cancelledRequestsAreSilent();
    void stoppingIsSilent();
    void aHangingServerIsLeft();
    void theNextVariantIsTried();
    void requestsWaitForTheSource();
    void credentialsOnlyGoWhereTheyWereSet();
    void addressesByHand_data();
    void addressesByHand();
    void headersAndFiles();
    void refreshSeesNewSeries();
    void theCacheIsBounded();
    void theCacheKnowsParts();
};

void TestPromClient::errorsAreSaid_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("said");
    QTest::newRow("422") << 422
                         << QStringLiteral(
                                R"({"status":"error","errorType":"execution","error":"many-to-many matching"})")
                         << QStringLiteral("Prometheus could not answer: many-to-many matching.");
    QTest::newRow("page") << 200 << QStringLiteral("<html>") << QStringLiteral("The answer is a web page, not JSON.");
    QTest::newRow("cut") << 200 << QStringLiteral(R"({"status":"success","data":{"resultTy)")
                         << QStringLiteral("The JSON is cut off or broken after 37 bytes.");
    QTest::newRow("401") << 401 << QString() << QStringLiteral("Prometheus did not accept the credentials.");
    QTest::newRow("504") << 504 << QString() << QStringLiteral("Prometheus could not answer: 504 Gateway Timeout.");
}

void TestPromClient::errorsAreSaid()
{
    QFETCH(const int, status);
    QFETCH(const QString, body);
    QFETCH(const QString, said);
    Alone alone([&](const HttpRequest&, HttpReply& reply) { reply.send(status, body.toStdString()); });
    Desk desk;
    QVERIFY(desk.use(alone.server.url()).source);
    const auto answer = desk.ask(nodes(3 * day));
    QVERIFY(answer.complete && answer.error && answer.series.empty());
    QCOMPARE(QString::fromStdString(test::said(*answer.error)), said);
    QCOMPARE(answer.error->where, alone.server.url() + " (set by hand)");
    QCOMPARE(answer.progress, 1.0);
}

void TestPromClient::oneBadSliceSparesTheOthers()
{
    std::atomic<int> asked = 0;
    Alone alone([&](const HttpRequest& request, HttpReply& reply) {
        if (++asked == 2)
            reply.send(422, R"({"status":"error","error":"boom"})");
        else
            reply.send(200, ScriptedPrometheus::matrixFor(request));
    });
    Desk desk;
    QVERIFY(desk.use(alone.server.url()).source);
    const auto answer = desk.ask(nodes(5 * day, Seconds {300}));
    QVERIFY(answer.error);
    QCOMPARE(test::said(*answer.error), std::string("Prometheus could not answer: boom."));
    QVERIFY(answer.series.at(0).samples.size() > 1000);
}

void TestPromClient::tooManySamplesAreAskedInHalves()
{
    Alone alone([&](const HttpRequest& request, HttpReply& reply) {
        const auto points = (std::stoll(request.query("end")) - std::stoll(request.query("start"))) / 300;
        if (points > 100)
            reply.send(422, R"({"status":"error","error":"query processing would load too many samples into memory"})");
        else
            reply.send(200, ScriptedPrometheus::matrixFor(request));
    });
    Desk desk;
    QVERIFY(desk.use(alone.server.url()).source);
    const auto answer = desk.ask(nodes(2 * day, Seconds {300}, at(1'700'006'400)));
    QVERIFY(!answer.error);
    QCOMPARE(answer.series.at(0).samples.size(), 2u * 288 + 1);
}

void TestPromClient::throttledSlicesAreAskedAgain()
{
    std::atomic<int> asked = 0;
    Alone alone([&](const HttpRequest& request, HttpReply& reply) {
        switch (++asked) {
        case 1:
            reply.send(429, "", {{"Retry-After", "1"}});
            break;
        case 2:
            reply.send(503, "Service Unavailable", {{"Retry-After", "1"}});
            break;
        default:
            reply.send(200, ScriptedPrometheus::matrixFor(request));
        }
    });
    Desk desk;
    QVERIFY(desk.use(alone.server.url()).source);
    QElapsedTimer timer;
    timer.start();
    const auto answer = desk.ask(nodes(Seconds {600}));
    QVERIFY(!answer.error);
    QCOMPARE(answer.series.at(0).samples.size(), 11u);
    QCOMPARE(asked.load(), 3);
    QVERIFY(timer.elapsed() >= 1900);
}

void TestPromClient::atMostFourAtATime()
{
    std::atomic<int> now = 0;
    std::atomic<int> most = 0;
    Alone alone([&](const HttpRequest& request, HttpReply& reply) {
        most = std::max(most.load(), ++now);
        QTest::qSleep(60);
        --now;
        reply.send(200, ScriptedPrometheus::matrixFor(request));
    });
    Desk desk;
    QVERIFY(desk.use(alone.server.url()).source);
    const auto first = desk.start(nodes(8 * day, Seconds {300}));
    const auto second = desk.start({QueryId::PodsPending, {}, nodes(8 * day).range, Seconds {300}});
    QVERIFY(second->wait(Seconds {20}) && first->wait(Seconds {20}));
    QCOMPARE(most.load(), 4);
    // Both grew together: the second had its first slices before the first was whole.
    QVERIFY(!second->all.front()->complete);
}

void TestPromClient::alikeRequestsShareAFlight()
{
    std::atomic<int> asked = 0;
    Alone alone([&](const HttpRequest& request, HttpReply& reply) {
        ++asked;
        QTest::qSleep(50);
        reply.send(200, ScriptedPrometheus::matrixFor(request));
    });
    Desk desk;
    QVERIFY(desk.use(alone.server.url()).source);
    PromClient::RequestId id = 0;
    const auto first = desk.start(nodes(Seconds {600}), &id);
    const auto second = desk.start(nodes(Seconds {600}));
    desk.client->cancel(id); // the other still wants it
    QVERIFY(second->wait());
    QCOMPARE(asked.load(), 1);
    QVERIFY(first->all.empty());
}

void TestPromClient::cancelledRequestsAreSilent()
{
    std::atomic<int> asked = 0;
    Alone alone([&](const HttpRequest& request, HttpReply& reply) {
        ++asked;
        QTest::qSleep(30);
        reply.send(200, ScriptedPrometheus::matrixFor(request));
    });
    Desk desk;
    QVERIFY(desk.use(alone.server.url()).source);
    PromClient::RequestId id = 0;
    const auto answers = desk.start(nodes(30 * day, Seconds {300}), &id);
    QTRY_VERIFY(asked > 2);
    desk.client->cancel(id);
    // What is asked after it is answered at once, not after thirty days of slices.
    const auto other = desk.ask({QueryId::PodsPending, {}, nodes(Seconds {600}).range, minute});
    QVERIFY(!other.error);
    QVERIFY(asked < 15);
    const auto heard = answers->all.size();
    QTest::qWait(200);
    QCOMPARE(answers->all.size(), heard);
    QVERIFY(answers->all.empty() || !answers->all.back()->complete);
}

void TestPromClient::stoppingIsSilent()
{
    Alone alone([&](const HttpRequest& request, HttpReply& reply) {
        QTest::qSleep(2);
        reply.send(200, ScriptedPrometheus::matrixFor(request));
    });
    for (int round = 0; round < 20; ++round) {
        Desk desk;
        QVERIFY(desk.use(alone.server.url()).source);
        const auto answers = desk.start(nodes(20 * day, Seconds {300}));
        QTest::qSleep(round * 3);
        desk.client->stop();
        const auto heard = answers->all.size();
        QTest::qSleep(30);
        QCOMPARE(answers->all.size(), heard);
    }
}

void TestPromClient::aHangingServerIsLeft()
{
    Alone alone([&](const HttpRequest&, HttpReply& reply) { reply.drop(); });
    Desk desk;
    QVERIFY(desk.use(alone.server.url()).source);
    QElapsedTimer timer;
    timer.start();
    const auto answer = desk.ask(nodes(30 * day, Seconds {300}));
    QVERIFY(answer.error);
    QVERIFY(answer.error->kind == Error::Kind::Unreachable);
    QVERIFY(timer.elapsed() < 10'000);
}

void TestPromClient::theNextVariantIsTried()
{
    std::vector<std::string> texts;
    std::mutex mutex;
    Alone alone([&](const HttpRequest& request, HttpReply& reply) {
        const auto text = urlDecoded(request.query("query"));
        {
            const std::lock_guard lock(mutex);
            texts.push_back(text);
        }
        const bool old = text.find("kube_hpa_") != std::string::npos;
        reply.send(200,
            old ? ScriptedPrometheus::matrixFor(request, "4")
                : R"({"status":"success","data":{"resultType":"matrix","result":[]}})");
    });
    Desk desk;
    QVERIFY(desk.use(alone.server.url()).source);
    const auto answer
        = desk.ask({QueryId::HpaCurrent, {{"ns", "a"}, {"name", "b"}}, nodes(Seconds {600}).range, minute});
    QVERIFY(!answer.error);
    QCOMPARE(answer.series.at(0).last(), std::optional(4.0));
    QCOMPARE(texts.size(), 2u); // no variant with renamed labels: there are no such series
    // Where the older name does not exist it is not asked for.
    Alone current(
        [](const HttpRequest&, HttpReply& reply) {
            reply.send(200, R"({"status":"success","data":{"resultType":"matrix","result":[]}})");
        },
        {"kube_horizontalpodautoscaler_status_current_replicas"});
    QVERIFY(desk.use(current.server.url()).source);
    const auto none = desk.ask({QueryId::HpaCurrent, {{"ns", "a"}, {"name", "b"}}, nodes(Seconds {600}).range, minute});
    QVERIFY(none.complete && !none.error && none.series.empty());
}

void TestPromClient::requestsWaitForTheSource()
{
    Alone alone({});
    Desk desk;
    const auto early = desk.start(nodes(Seconds {600}));
    QTest::qSleep(50);
    QVERIFY(early->all.empty());
    QVERIFY(desk.use(alone.server.url()).source);
    QVERIFY(early->wait());
    QVERIFY(!early->all.back()->error);
    desk.client->useNone();
    const auto none = desk.ask(nodes(Seconds {600}));
    QVERIFY(none.error);
    QCOMPARE(test::said(*none.error), std::string("No Prometheus is set for this cluster."));
}

void TestPromClient::credentialsOnlyGoWhereTheyWereSet()
{
    Alone alone({});
    ApiServer api;
    ScriptedPrometheus inside(ScriptedPrometheus::allNames());
    api.add("monitoring", "prometheus", "", R"({"name":"web","port":9090})");
    api.serve("monitoring", "prometheus:9090", inside.backend());
    Desk desk(api.url());
    PrometheusSetting setting;
    setting.mode = PrometheusSetting::Mode::ByHand;
    setting.url = QString::fromStdString(alone.server.url());
    setting.login = PrometheusSetting::Login::Bearer;
    setting.headers = {QStringLiteral("X-Scope-OrgID: team-a")};
    QVERIFY(desk.discovery([&](auto done) { desk.client->use(setting, Secret("by-hand"), done); }).source);
    QVERIFY(!desk.ask(nodes(Seconds {600})).error);
    for (const auto& request : alone.server.requests()) {
        QCOMPARE(request.header("authorization"), std::string("Bearer by-hand"));
        QCOMPARE(request.header("x-scope-orgid"), std::string("team-a"));
    }
    // The search afterwards goes with the cluster's credentials to the API server, and nothing else anywhere.
    QVERIFY(desk.find().source);
    QVERIFY(!desk.ask(nodes(Seconds {600})).error);
    QVERIFY(!api.requests().empty());
    for (const auto& request : api.requests()) {
        QCOMPARE(request.header("authorization"), std::string("Bearer of-the-cluster"));
        QCOMPARE(request.header("x-scope-orgid"), std::string());
    }
}

void TestPromClient::addressesByHand_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("server"); // "" refused
    const auto row = [](const char* url, const char* server) {
        QTest::newRow(*url ? url : "empty") << QString::fromUtf8(url) << QString::fromUtf8(server);
    };
    row("http://p:9090", "http://p:9090");
    row("http://p:9090/", "http://p:9090");
    row(" https://p.example/prometheus/ ", "https://p.example/prometheus");
    row("https://p.example/prometheus/graph?g0.expr=up", "https://p.example/prometheus");
    row("https://p.example/api/v1/query?query=up", "https://p.example");
    row("https://[::1]:9090", "https://[::1]:9090");
    row("", "");
    row("p:9090", "");
    row("ftp://p", "");
    row("http://", "");
    row("http://user:hush@p:9090", "");
}

void TestPromClient::addressesByHand()
{
    QFETCH(const QString, url);
    QFETCH(const QString, server);
    PrometheusSetting setting;
    setting.url = url;
    const auto read = promByHand(setting, {});
    QCOMPARE(bool(read), !server.isEmpty());
    if (read) {
        QCOMPARE(QString::fromStdString(read->endpoint->server), server);
        QVERIFY(read->endpoint->readOnly);
    } else {
        QVERIFY(!read.error().hint.empty());
        QVERIFY(plainText(read.error()).find("hush") == std::string::npos);
    }
}

void TestPromClient::headersAndFiles()
{
    QTemporaryDir dir;
    const auto path = dir.filePath(QStringLiteral("ca.pem"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("PEM");
    file.close();
    PrometheusSetting setting;
    setting.url = QStringLiteral("https://p");
    setting.caFile = path;
    setting.headers = {QStringLiteral("X-Scope-OrgID:  a b "), QStringLiteral("  ")};
    auto read = promByHand(setting, Secret("X-Key: hush\nX-Other: two"));
    QVERIFY(read);
    QCOMPARE(read->endpoint->caPem, std::string("PEM"));
    QCOMPARE(read->headers.size(), 3u);
    QCOMPARE(read->headers[0].second.reveal(), std::string("a b"));
    QCOMPARE(read->headers[1].first, std::string("X-Key"));
    setting.login = PrometheusSetting::Login::Basic;
    setting.user = QStringLiteral("me");
    read = promByHand(setting, Secret("pass"));
    QCOMPARE(read->authorization.reveal(), std::string("Basic bWU6cGFzcw=="));
    setting.headers = {QStringLiteral("hush")};
    const auto bad = promByHand(setting, {});
    QVERIFY(!bad && plainText(bad.error()).find("hush") == std::string::npos);
    setting.headers.clear();
    setting.caFile = QStringLiteral("/nowhere/ca.pem");
    const auto none = promByHand(setting, {});
    QVERIFY(!none && none.error().kind == Error::Kind::NotFound);
}

void TestPromClient::refreshSeesNewSeries()
{
    std::vector<std::string> names {"kube_node_info"};
    std::unique_ptr<ScriptedPrometheus> now = std::make_unique<ScriptedPrometheus>(names);
    std::mutex mutex;
    HttpServer server([&](const HttpRequest& request, HttpReply& reply) {
        const std::lock_guard lock(mutex);
        now->answer(request.target, request, reply);
    });
    Desk desk;
    const auto before = desk.use(server.url());
    QVERIFY(before.source && !before.source->answers(QueryId::HpaCurrent));
    {
        const std::lock_guard lock(mutex);
        now = std::make_unique<ScriptedPrometheus>(ScriptedPrometheus::allNames());
    }
    const auto after = desk.discovery([&](auto done) { desk.client->refresh(done); });
    QVERIFY(after.source && after.source->answers(QueryId::HpaCurrent));
    QVERIFY(!desk.ask({QueryId::HpaCurrent, {{"ns", "a"}, {"name", "b"}}, nodes(Seconds {600}).range, minute}).error);
}

void TestPromClient::theCacheIsBounded()
{
    SliceCache cache(10'000);
    const auto series = [](int samples) {
        Series one {{{"a", "b"}}, {}, minute};
        for (int i = 0; i < samples; ++i)
            one.samples.push_back({at(i), 1});
        return std::vector<Series> {one};
    };
    for (int i = 0; i < 100; ++i) {
        cache.keep("q" + std::to_string(i), {at(0), at(999)}, series(1000));
        QVERIFY(cache.find("q0", {at(0), at(999)})); // used, so it stays
        QVERIFY(cache.samples() <= 10'000);
    }
    QVERIFY(!cache.find("q50", {at(0), at(999)}));
    QVERIFY(cache.find("q99", {at(0), at(999)}));
    cache.keep("huge", {at(0), at(99'999)}, series(100'000));
    QVERIFY(!cache.find("huge", {at(0), at(99'999)}));
    cache.clear();
    QCOMPARE(cache.samples(), 0u);
}

void TestPromClient::theCacheKnowsParts()
{
    SliceCache cache;
    cache.keep("q", {at(100), at(200)}, {Series {{}, {{at(100), 1}, {at(150), 2}, {at(200), 3}}, minute}});
    QVERIFY(!cache.find("q", {at(50), at(200)}));
    QVERIFY(!cache.find("other", {at(100), at(200)}));
    const auto part = cache.find("q", {at(140), at(160)});
    QVERIFY(part && part->at(0).samples.size() == 1);
    QVERIFY(cache.find("q", {at(160), at(190)})->empty()); // known to be empty
    cache.keep("q", {at(0), at(300)}, {}); // the wider replaces the narrower
    QVERIFY(cache.find("q", {at(100), at(200)})->empty());
    QVERIFY(cache.samples() < 100);
}

QTEST_GUILESS_MAIN(TestPromClient)
#include "tst_prom_client.moc"
