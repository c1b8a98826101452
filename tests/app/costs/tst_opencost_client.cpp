// SPDX-License-Identifier: GPL-3.0-or-later
#include "costs/opencost_client.h"

#include <QTest>

#include <map>

using namespace loadline;

namespace {

const char* const services = R"({"items": [
    {"metadata": {"namespace": "web", "name": "shop"}, "spec": {"ports": [{"name": "http", "port": 80}]}},
    {"metadata": {"namespace": "x", "name": "other"}, "spec": {"ports": [{"name": "grpc", "port": 9003}]}},
    {"metadata": {"namespace": "money", "name": "opencost"}, "spec": {"ports": [{"name": "http", "port": 9003}, {"name": "http-ui", "port": 9090}]}}]})";
const char* const figures = R"({"code": 200, "data": [
    {"a": {"minutes": 60, "cpuCoreHours": 2, "cpuCost": 6, "ramCost": null, "totalCost": 6}, "__idle__": {"totalCost": 1.5}},
    {"a": {"minutes": 60, "cpuCoreHours": 2, "cpuCost": 6, "totalCost": 6}, "b": null}]})";

// An API server that answers some paths; all others are not there.
struct Server {
    std::map<std::string, Result<std::string>> answers;
    std::vector<std::string> asked;
    std::optional<Result<OpenCostAnswer>> ask()
    {
        std::optional<Result<OpenCostAnswer>> got;
        askOpenCost(
            [this](const std::string& path, const std::function<void(Result<std::string>)>& done) {
                asked.push_back(path);
                const auto at = answers.find(path.substr(0, path.find('?')));
                done(at == answers.end() ? Result<std::string>(Error {Error::Kind::NotFound, "Not there.", path, {}, {}}) : at->second);
            },
            "24h", "namespace", [&](const Result<OpenCostAnswer>& answer) { got = answer; });
        return got;
    }
};

Error forbidden() { return {Error::Kind::Forbidden, "You may not.", {}, {}, {}}; }
const std::string proxy = "/api/v1/namespaces/money/services/opencost:9003/proxy";

} // namespace

class TestOpenCostClient : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isFoundByPortAndAddedUp()
    {
        Server server {{{"/api/v1/services", std::string(services)}, {proxy + "/allocation/compute", std::string(figures)}}, {}};
        const auto got = server.ask();
        QVERIFY(got && *got);
        QCOMPARE((*got)->source, std::string("money/opencost:9003"));
        QCOMPARE((*got)->entries.size(), std::size_t(2));
        QCOMPARE((*got)->entries[1].name, std::string("a"));
        QCOMPARE((*got)->entries[1].cpuCoreHours, 4.0);
        QCOMPARE((*got)->entries[1].totalCost, 12.0);
        QCOMPARE(server.asked.back(), proxy + "/allocation/compute?window=24h&aggregate=namespace&includeIdle=true&accumulate=true");
    }
    void newerOnesAnswerAllocation()
    {
        Server server {{{"/api/v1/services", std::string(services)}, {proxy + "/allocation", std::string(figures)}}, {}};
        const auto got = server.ask();
        QVERIFY(got && *got);
        QCOMPARE(server.asked.size(), std::size_t(3));
    }
    void absenceAndRefusalAreSentences()
    {
        Server none {{{"/api/v1/services", std::string(R"({"items": []})")}}, {}};
        QCOMPARE(none.ask()->error().kind, Error::Kind::NotFound);
        QVERIFY(plainText(none.ask()->error()).find("no OpenCost in this cluster") != std::string::npos);
        Server refusing {{{"/api/v1/services", std::string(services)}, {proxy + "/allocation/compute", forbidden()}}, {}};
        const auto refused = refusing.ask();
        QCOMPARE(refused->error().kind, Error::Kind::Forbidden);
        QVERIFY(plainText(refused->error()).find("money/opencost:9003") != std::string::npos);
        QVERIFY(refused->error().hint.find("services/proxy") != std::string::npos);
        Server gone {{{"/api/v1/services", std::string(services)}}, {}}; // no path of it answers
        QCOMPARE(gone.ask()->error().kind, Error::Kind::NotFound);
        Server noList {{{"/api/v1/services", forbidden()}, {"/api/v1/namespaces/opencost/services/opencost:9003/proxy/allocation/compute", std::string(figures)}}, {}};
        QVERIFY(bool(*noList.ask()));
    }
    void whatIsNoOpenCostIsSaid_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<int>("kind");
        QTest::addRow("a web page") << QByteArray("<html>hello</html>") << int(Error::Kind::Malformed);
        QTest::addRow("empty") << QByteArray() << int(Error::Kind::Malformed);
        QTest::addRow("other JSON") << QByteArray(R"({"data": {"a": 1}})") << int(Error::Kind::Malformed);
        QTest::addRow("its own error") << QByteArray(R"({"code": 500, "message": "no Prometheus"})") << int(Error::Kind::Server);
    }
    void whatIsNoOpenCostIsSaid()
    {
        QFETCH(QByteArray, answer);
        QFETCH(int, kind);
        Server server {{{"/api/v1/services", std::string(services)}, {proxy + "/allocation/compute", answer.toStdString()}}, {}};
        const auto got = server.ask();
        QVERIFY(got && !*got);
        QCOMPARE(int(got->error().kind), kind);
        QVERIFY(!plainText(got->error()).empty());
    }
};

QTEST_GUILESS_MAIN(TestOpenCostClient)
#include "tst_opencost_client.moc"
