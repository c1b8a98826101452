// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/server_address.h"
#include "net/transport.h"

#include <QTest>

using namespace loadline;

namespace {

Request requestOf(Method method, std::string path)
{
    Request request;
    request.method = method;
    request.path = std::move(path);
    return request;
}

} // namespace

class TransportTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatMutates_data()
    {
        QTest::addColumn<int>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<bool>("mutating");
        const auto row = [](const char* name, Method method, const char* path, bool mutating) {
            QTest::newRow(name) << static_cast<int>(method) << QByteArray(path) << mutating;
        };
        const char* review = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
        row("get", Method::Get, "/api/v1/pods", false);
        row("access review", Method::Post, review, false);
        row("rules review", Method::Post, "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews?pretty=1", false);
        row("other review", Method::Post, "/apis/authorization.k8s.io/v1/subjectaccessreviews", true);
        row("review of a namespace", Method::Post,
            "/apis/authorization.k8s.io/v1/namespaces/x/selfsubjectaccessreviews", true);
        row("a name like a review", Method::Post, "/api/v1/namespaces/selfsubjectaccessreviews", true);
        row("a query like a review", Method::Post, "/api/v1/pods?x=/selfsubjectaccessreviews", true);
        row("proxied review", Method::Post, "/api/v1/namespaces/x/services/y/proxy/selfsubjectaccessreviews", true);
        row("deleting a review", Method::Delete, review, true);
        row("dry run", Method::Patch, "/apis/apps/v1/namespaces/a/deployments/b?dryRun=All", true);
        row("put", Method::Put, "/x", true);
        row("post", Method::Post, "/apis/", true);
        row("nothing", Method::Post, "", true);
    }
    void whatMutates()
    {
        QFETCH(int, method);
        QFETCH(QByteArray, path);
        QTEST(mutates(requestOf(static_cast<Method>(method), path.toStdString())), "mutating");
    }

    void servers_data()
    {
        QTest::addColumn<QByteArray>("server");
        QTest::addColumn<QByteArray>("hostPort");
        QTest::addColumn<QByteArray>("prefix");
        QTest::addColumn<QByteArray>("authority");
        QTest::newRow("plain") << QByteArray("https://a.example:6443") << QByteArray("a.example:6443") << QByteArray()
                               << QByteArray("a.example:6443");
        QTest::newRow("default port") << QByteArray("https://a.example") << QByteArray("a.example:443") << QByteArray()
                                      << QByteArray("a.example");
        QTest::newRow("http") << QByteArray("http://a.example/") << QByteArray("a.example:80") << QByteArray()
                              << QByteArray("a.example");
        QTest::newRow("prefix") << QByteArray("https://r.example/k8s/clusters/c-1/") << QByteArray("r.example:443")
                                << QByteArray("/k8s/clusters/c-1") << QByteArray("r.example");
        QTest::newRow("IPv6") << QByteArray("https://[::1]:6443") << QByteArray("[::1]:6443") << QByteArray()
                              << QByteArray("[::1]:6443");
        QTest::newRow("no scheme") << QByteArray("localhost:8080") << QByteArray("localhost:8080") << QByteArray()
                                   << QByteArray("localhost:8080");
    }
    void servers()
    {
        QFETCH(QByteArray, server);
        Endpoint endpoint;
        endpoint.server = server.toStdString();
        const auto address = parseServer(endpoint);
        QVERIFY(address);
        QTEST(QByteArray::fromStdString(address->hostPort()), "hostPort");
        QTEST(QByteArray::fromStdString(address->prefix), "prefix");
        QTEST(QByteArray::fromStdString(address->authority()), "authority");
    }

    void serverWithoutScheme()
    {
        Endpoint endpoint;
        endpoint.server = "10.0.0.1:6443";
        QCOMPARE(parseServer(endpoint)->scheme, std::string("http"));
        endpoint.insecure = true;
        QCOMPARE(parseServer(endpoint)->scheme, std::string("https"));
    }

    void serversThatAreNone()
    {
        for (const char* server : {"", "ftp://a.example", "https://", "https://a b", "https://a:99999999", "::::"}) {
            Endpoint endpoint;
            endpoint.server = server;
            endpoint.label = "prod";
            const auto address = parseServer(endpoint);
            QVERIFY2(!address, server);
            QVERIFY(plainText(address.error()).find("prod") != std::string::npos);
        }
    }

    void whereHoldsNoSecrets()
    {
        Endpoint endpoint;
        endpoint.server = "https://user:hunter2@a.example:6443/p";
        Request request = requestOf(Method::Get, "/api/v1/pods?token=hunter2");
        request.endpoint = std::make_shared<Endpoint>(endpoint);
        QCOMPARE(whereOf(request), std::string("GET a.example:6443/p/api/v1/pods"));
    }

    void collectsUpToItsLimit()
    {
        std::optional<Result<WholeReply>> got;
        const auto run = [&](std::size_t limit, std::initializer_list<std::string_view> pieces) {
            const Sink sink = collect(limit, [&](Result<WholeReply> reply) { got = std::move(reply); });
            sink.head({200, {{"content-type", "text/plain"}}});
            for (const auto piece : pieces)
                sink.bytes(piece);
            sink.end(std::nullopt);
        };
        run(6, {"abc", "def"});
        QCOMPARE((*got)->body, std::string("abcdef"));
        QCOMPARE(*(*got)->head.header("content-type"), std::string("text/plain"));
        QVERIFY((*got)->head.header("etag") == nullptr);
        run(5, {"abc", "def", "g"});
        QVERIFY(!*got);
        QCOMPARE(got->error().kind, Error::Kind::Malformed);
    }
};

QTEST_APPLESS_MAIN(TransportTest)
#include "tst_transport.moc"
