// SPDX-License-Identifier: GPL-3.0-or-later
// OpenCost behind a real socket: an API server on loopback with its service proxy, asked as the program asks.
#include "../../models/cost/cost_worlds.h"
#include "../prom/api_server.h"
#include "costs/cost_feed.h"
#include "net/curl_transport.h"
#include "tables/cost_review.h"

#include <QSignalSpy>
#include <QTest>

#include <future>

using namespace loadline;
using namespace loadline::test;

namespace {

const char* const port9003 = R"({"name":"http","port":9003})";
// A core 3 $ an hour, over a day: 72 $; "b" is not known to Loadline.
const std::string figures = R"({"code":200,"status":"success","data":[{
    "shop":{"name":"shop","minutes":1440,"cpuCoreHours":24,"cpuCost":96,"ramByteHours":0,"ramCost":0,"gpuCost":0,"pvCost":5,"totalCost":101},
    "b":{"name":"b","minutes":1440,"totalCost":7.5},
    "__idle__":{"name":"__idle__","totalCost":200}}]})";

std::string refusal(int code, const std::string& message)
{
    return R"({"kind":"Status","apiVersion":"v1","status":"Failure","message":")" + message + R"(","code":)" + std::to_string(code) + "}";
}

// One node of 4 cores at 12 $ an hour (no memory price to speak of), a pod with a core of it.
WorldPtr shopWorld()
{
    WorldOf objects;
    objects.add(awsNode("n", "m5.large", "on-demand", resources("4", ""), {{"karpenter.sh/nodepool", "p"}}));
    objects.add(pod("shop", "api", "n", shape({resources("1", "")})));
    return objects.make();
}

CostSettings ownPrice()
{
    CostSettings settings;
    OwnPrice own;
    own.match = OwnPrice::Match::Pool;
    own.value = "p";
    own.hourly = money("12");
    settings.prices.own.push_back(own);
    return settings;
}

// The feed over the real transport, with one cluster.
class Cluster {
public:
    Cluster()
        : world_(shopWorld())
    {
        std::promise<void> made;
        transport_.post([&] {
            access_ = std::make_unique<Access>(transport_, std::make_shared<ProxyCredentials>(server.url()));
            made.set_value();
        });
        made.get_future().wait();
    }
    ~Cluster()
    {
        transport_.post([this] { access_.reset(); });
        transport_.stop();
    }
    Cluster(const Cluster&) = delete;
    Cluster& operator=(const Cluster&) = delete;

    CostReport report()
    {
        CostFeed feed({}, [](const QString&, const std::vector<SeriesWish>&) {});
        feed.setSettings(ownPrice());
        feed.setOpenCost([this, &feed](const std::string&, const std::string& path, std::function<void(Result<std::string>)> done) {
            transport_.post([this, &feed, path, done = std::move(done)] {
                access_->get(path, [&feed, done](Result<std::string> answer) {
                    QMetaObject::invokeMethod(&feed, [done, answer = std::move(answer)] { done(answer); }, Qt::QueuedConnection);
                });
            });
        });
        feed.setWanted(true);
        feed.setSource(world_->cluster, "");
        feed.setWorlds({world_});
        const auto told = [&] {
            const ClusterCosts* known = feed.costs()->find(world_->cluster);
            return known && known->openCost && known->book.settings() == ownPrice().prices;
        };
        if (!QTest::qWaitFor(told, 20'000))
            return {};
        return deriveCosts({world_}, {}, *feed.costs());
    }
    ApiServer server;

private:
    WorldPtr world_;
    CurlTransport transport_;
    std::unique_ptr<Access> access_;
};

const OpenCostRow* rowOf(const OpenCostBeside& beside, const std::string& name)
{
    for (const auto& row : beside.rows)
        if (row->figures.name == name)
            return row.get();
    return nullptr;
}

std::string termText(const OpenCostRow& row, CostTerm wanted)
{
    for (const auto& [term, amount] : row.figures.terms)
        if (term == wanted)
            return amount.rounded(2);
    return "none";
}

} // namespace

class TestOpenCostLive : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itsFiguresStandBesideOurs_data()
    {
        QTest::addColumn<QString>("ports");
        QTest::addColumn<QString>("at");
        QTest::addColumn<QString>("path");
        QTest::addRow("by number") << QString::fromLatin1(port9003) << QStringLiteral("9003") << QStringLiteral("/allocation/compute");
        QTest::addRow("by name") << QStringLiteral(R"({"name":"metrics","port":80},{"name":"http-opencost","port":8080})") << QStringLiteral("8080") << QStringLiteral("/allocation/compute");
        QTest::addRow("newer") << QString::fromLatin1(port9003) << QStringLiteral("9003") << QStringLiteral("/allocation");
    }
    void itsFiguresStandBesideOurs()
    {
        QFETCH(const QString, ports);
        QFETCH(const QString, at);
        QFETCH(const QString, path);
        Cluster cluster;
        cluster.server.add("web", "shop", "", R"({"name":"http","port":80})");
        cluster.server.add("money", "costs", "", ports.toStdString());
        std::vector<std::string> asked;
        cluster.server.serve("money", "costs:" + at.toStdString(), [&, path = path.toStdString()](const std::string& target, const HttpRequest& request, HttpReply& reply) {
            QCOMPARE(request.method, std::string("GET"));
            asked.push_back(target);
            if (target.substr(0, target.find('?')) == path)
                reply.send(200, figures);
            else
                reply.send(404, "404 page not found\n", {{"content-type", "text/plain"}});
        });
        const CostReport report = cluster.report();
        QCOMPARE(report.openCost.size(), std::size_t(1));
        const OpenCostBeside& beside = report.openCost[0];
        QVERIFY2(!beside.error, beside.error ? plainText(*beside.error).c_str() : "");
        QCOMPARE(beside.source, "money/costs:" + at.toStdString());
        QCOMPARE(asked.back(), path.toStdString() + "?window=24h&aggregate=namespace&includeIdle=true&accumulate=true");
        // Ours: a core at 3 $ over 24 h is 72 $, idle 216 $. Theirs: 24 core-hours at 4 $, a volume, a namespace more.
        const OpenCostRow* shop = rowOf(beside, "shop");
        QVERIFY(shop);
        QCOMPARE(shop->figures.ours->rounded(2), std::string("72.00"));
        QCOMPARE(shop->figures.theirs->rounded(2), std::string("101.00"));
        QCOMPARE(termText(*shop, CostTerm::Price), std::string("24.00"));
        QCOMPARE(termText(*shop, CostTerm::Extras), std::string("5.00"));
        QCOMPARE(termText(*shop, CostTerm::Window), std::string("none"));
        QCOMPARE(termText(*rowOf(beside, "__idle__"), CostTerm::Idle), std::string("-16.00"));
        QVERIFY(!rowOf(beside, "b")->figures.ours);
        const OpenCostRow& total = *beside.rows.back();
        QVERIFY(total.total);
        QCOMPARE(total.figures.ours->rounded(2), std::string("288.00"));
        QCOMPARE(total.figures.theirs->rounded(2), std::string("308.50"));
        QCOMPARE(termText(total, CostTerm::OneSided), std::string("7.50"));
        Money sum;
        for (const auto& [term, amount] : total.figures.terms)
            sum += amount;
        QCOMPARE(sum, *total.figures.difference());
        // The paper says the same.
        const CostReview review = costReview(report, Baseline {});
        QCOMPARE(review.openCost.rows.size(), std::size_t(4));
        QCOMPARE(review.openCost.rows.back()[1], QStringLiteral("$288.00"));
        QCOMPARE(review.openCost.rows.back()[2], QStringLiteral("$308.50"));
        QVERIFY2(review.openCostLines.value(0).contains(QStringLiteral("money/costs:") + at), qPrintable(review.openCostLines.join(u'\n')));
    }
    void whatIsWrongIsASentence_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("says");
        QTest::addRow("refused") << 403 << QByteArray::fromStdString(refusal(403, "services is forbidden")) << int(Error::Kind::Forbidden) << QStringLiteral("You may not ask OpenCost at money/opencost:9003");
        QTest::addRow("a web page") << 200 << QByteArray("<!DOCTYPE html><html><body>Sign in</body></html>") << int(Error::Kind::Malformed) << QStringLiteral("What answered is not OpenCost");
        QTest::addRow("its own error") << 200 << QByteArray(R"({"code":500,"message":"no data in the window"})") << int(Error::Kind::Server) << QStringLiteral("no data in the window");
        QTest::addRow("nobody behind it") << 503 << QByteArray::fromStdString(refusal(503, "no endpoints available")) << int(Error::Kind::Server) << QStringLiteral("no endpoints available");
        QTest::addRow("another server") << 404 << QByteArray("404 page not found\n") << int(Error::Kind::NotFound) << QStringLiteral("What answers at money/opencost:9003 knows no /allocation");
        QTest::addRow("nothing") << 200 << QByteArray() << int(Error::Kind::Malformed) << QStringLiteral("What answered is not OpenCost");
    }
    void whatIsWrongIsASentence()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        QFETCH(const int, kind);
        QFETCH(const QString, says);
        Cluster cluster;
        cluster.server.add("money", "opencost", "", port9003);
        cluster.server.serve("money", "opencost:9003", always(status, body.toStdString()));
        const CostReport report = cluster.report();
        QCOMPARE(report.openCost.size(), std::size_t(1));
        QVERIFY(report.openCost[0].error);
        const QString line = openCostLine(report.openCost[0], {});
        QVERIFY2(line.contains(says), qPrintable(line));
        QVERIFY2(report.openCost[0].error->kind == Error::Kind(kind), qPrintable(line));
        QVERIFY(report.openCost[0].rows.empty());
        // The money of the cluster itself is known all the same.
        QCOMPARE(report.runRate->decimal(), std::string("12"));
        QCOMPARE(costReview(report, Baseline {}).openCostLines, QStringList {line});
    }
    void absenceIsASentence()
    {
        Cluster cluster;
        cluster.server.add("web", "shop", "", R"({"name":"http","port":80})");
        const CostReport report = cluster.report();
        QVERIFY(report.openCost.size() == 1 && report.openCost[0].error);
        QVERIFY(openCostLine(report.openCost[0], {}).startsWith(QStringLiteral("There is no OpenCost in this cluster")));
        QVERIFY(costReview(report, Baseline {}).openCost.rows.empty());
    }
    void servicesThatMayNotBeListed()
    {
        Cluster cluster;
        cluster.server.mayList = false;
        cluster.server.serve("opencost", "opencost:9003", always(200, figures));
        const CostReport report = cluster.report();
        QVERIFY(report.openCost.size() == 1 && !report.openCost[0].error);
        QCOMPARE(report.openCost[0].source, std::string("opencost/opencost:9003"));
    }
};

QTEST_GUILESS_MAIN(TestOpenCostLive)
#include "tst_opencost_live.moc"
