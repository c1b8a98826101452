// SPDX-License-Identifier: GPL-3.0-or-later
// Whom the transport trusts, who it says it is, and the ways through proxies.
#include "net/curl_transport.h"
#include "support/call.h"
#include "support/http_server.h"
#include "support/relay.h"

#include <QLoggingCategory>
#include <QTest>

#include <mutex>

using namespace loadline;
using namespace loadline::test;
using namespace std::chrono_literals;

namespace {

Request requestOf(Endpoint endpoint)
{
    endpoint.label = "test";
    Request request;
    request.endpoint = std::make_shared<Endpoint>(std::move(endpoint));
    request.path = "/version";
    request.timeout = 10s;
    return request;
}

void echo(const HttpRequest& request, HttpReply& reply)
{
    reply.send(200,
        "host=" + request.header("host") + " sni=" + request.sni + " client=" + request.clientName
            + " auth=" + request.header("authorization"));
}

std::string failure(const Result<WholeReply>& reply)
{
    return reply ? "answered: " + reply->body : said(reply.error());
}

std::mutex logMutex;
std::string logged;

void keepLog(QtMsgType, const QMessageLogContext&, const QString& text)
{
    const std::lock_guard lock(logMutex);
    logged += text.toStdString() + '\n';
}

} // namespace

class CurlTrustTest : public QObject {
    Q_OBJECT
    TestCa ca_;
    TestCa other_ {"Another CA"};
    Endpoint endpointOf(const HttpServer& server) const
    {
        Endpoint endpoint;
        endpoint.server = server.url();
        endpoint.caPem = ca_.pem();
        return endpoint;
    }

private Q_SLOTS:
    void trustsTheGivenCa()
    {
        HttpServer server(echo, HttpServer::Tls {ca_.issue(), {}});
        CurlTransport transport;
        const auto reply = call(transport, requestOf(endpointOf(server)));
        QVERIFY2(reply, failure(reply).c_str());
        QCOMPARE(reply->body, "host=127.0.0.1:" + std::to_string(server.port()) + " sni= client= auth=");
    }

    void oneOfSeveralCasIsEnough()
    {
        HttpServer server(echo, HttpServer::Tls {ca_.issue(), {}});
        CurlTransport transport;
        Endpoint endpoint = endpointOf(server);
        endpoint.caPem = "# the old one\n" + other_.pem() + "\n# the new one\n" + ca_.pem();
        QVERIFY(call(transport, requestOf(endpoint)));
    }

    void refusesAnotherCa()
    {
        HttpServer server(echo, HttpServer::Tls {ca_.issue(), {}});
        CurlTransport transport;
        Endpoint endpoint = endpointOf(server);
        endpoint.caPem = other_.pem();
        const auto reply = call(transport, requestOf(endpoint));
        QVERIFY(!reply);
        QCOMPARE(reply.error().kind, Error::Kind::Tls);
        QCOMPARE(failure(reply),
            "The certificate of 127.0.0.1:" + std::to_string(server.port())
                + " was not issued by the CA the kubeconfig gives for it.");
        endpoint.caPem.clear();
        const auto unknown = call(transport, requestOf(endpoint));
        QVERIFY(!unknown);
        QVERIFY(failure(unknown).find("this computer does not know") != std::string::npos);
        QVERIFY(unknown.error().hint.find("certificate-authority-data") != std::string::npos);
        QCOMPARE(server.requests().size(), std::size_t(0));
    }

    void aCaThatIsNone()
    {
        HttpServer server(echo, HttpServer::Tls {ca_.issue(), {}});
        CurlTransport transport;
        Endpoint endpoint = endpointOf(server);
        endpoint.caPem = "not a certificate";
        const auto reply = call(transport, requestOf(endpoint));
        QVERIFY(!reply);
        QVERIFY2(failure(reply).find("is not a PEM certificate") != std::string::npos, failure(reply).c_str());
    }

    void insecureAsksNothing()
    {
        TestCa::Leaf leaf;
        leaf.names = {"DNS:elsewhere.example"};
        HttpServer server(echo, HttpServer::Tls {other_.issue(leaf), {}});
        CurlTransport transport;
        Endpoint endpoint = endpointOf(server);
        endpoint.insecure = true;
        QVERIFY(call(transport, requestOf(endpoint)));
        endpoint.insecure = false;
        QVERIFY(!call(transport, requestOf(endpoint))); // the insecure connection is not shared
    }

    void expiredAndNotYetValid()
    {
        TestCa::Leaf old;
        old.fromDays = -10;
        old.toDays = -1;
        HttpServer expired(echo, HttpServer::Tls {ca_.issue(old), {}});
        TestCa::Leaf future;
        future.fromDays = 5;
        future.toDays = 10;
        HttpServer early(echo, HttpServer::Tls {ca_.issue(future), {}});
        CurlTransport transport;
        const auto one = call(transport, requestOf(endpointOf(expired)));
        QVERIFY2(failure(one).ends_with("has expired."), failure(one).c_str());
        const auto two = call(transport, requestOf(endpointOf(early)));
        QVERIFY2(failure(two).ends_with("is not valid yet."), failure(two).c_str());
    }

    void wrongHostName()
    {
        TestCa::Leaf leaf;
        leaf.names = {"DNS:api.example"};
        HttpServer server(echo, HttpServer::Tls {ca_.issue(leaf), {}});
        CurlTransport transport;
        const auto byAddress = call(transport, requestOf(endpointOf(server)));
        QVERIFY(!byAddress);
        QCOMPARE(byAddress.error().kind, Error::Kind::Tls);
        QVERIFY2(failure(byAddress).ends_with("is not made out to \"127.0.0.1\"."), failure(byAddress).c_str());
        Endpoint byName = endpointOf(server);
        byName.server = server.url("localhost");
        const auto named = call(transport, requestOf(byName));
        QVERIFY2(failure(named).ends_with("is not made out to \"localhost\"."), failure(named).c_str());
        QVERIFY(named.error().hint.find("tls-server-name") != std::string::npos);
    }

    void tlsServerName()
    {
        TestCa::Leaf leaf;
        leaf.names = {"DNS:api.example"};
        HttpServer server(echo, HttpServer::Tls {ca_.issue(leaf), {}});
        CurlTransport transport;
        Endpoint endpoint = endpointOf(server);
        endpoint.tlsServerName = "api.example";
        const auto reply = call(transport, requestOf(endpoint));
        QVERIFY2(reply, failure(reply).c_str());
        QCOMPARE(reply->body, "host=127.0.0.1:" + std::to_string(server.port()) + " sni=api.example client= auth=");
        endpoint.tlsServerName = "other.example";
        const auto wrong = call(transport, requestOf(endpoint));
        QVERIFY2(failure(wrong).ends_with("is not made out to \"other.example\"."), failure(wrong).c_str());
    }

    void clientCertificates_data()
    {
        QTest::addColumn<int>("form");
        QTest::addColumn<QByteArray>("marker");
        QTest::newRow("PKCS#1") << static_cast<int>(TestCa::KeyForm::RsaPkcs1) << QByteArray("BEGIN RSA PRIVATE KEY");
        QTest::newRow("PKCS#8 RSA") << static_cast<int>(TestCa::KeyForm::RsaPkcs8) << QByteArray("BEGIN PRIVATE KEY");
        QTest::newRow("SEC1 EC") << static_cast<int>(TestCa::KeyForm::EcSec1) << QByteArray("BEGIN EC PRIVATE KEY");
        QTest::newRow("PKCS#8 EC") << static_cast<int>(TestCa::KeyForm::EcPkcs8) << QByteArray("BEGIN PRIVATE KEY");
    }
    void clientCertificates()
    {
        QFETCH(int, form);
        QFETCH(QByteArray, marker);
        HttpServer server(echo, HttpServer::Tls {ca_.issue(), ca_.pem()});
        TestCa::Leaf leaf;
        leaf.commonName = "jane";
        leaf.form = static_cast<TestCa::KeyForm>(form);
        const Identity jane = ca_.issue(leaf);
        QVERIFY(jane.keyPem.find(marker.toStdString()) != std::string::npos);
        CurlTransport transport;
        Endpoint endpoint = endpointOf(server);
        endpoint.clientCertPem = Secret(jane.certPem);
        endpoint.clientKeyPem = Secret(jane.keyPem);
        const auto reply = call(transport, requestOf(endpoint));
        QVERIFY2(reply, failure(reply).c_str());
        QVERIFY(reply->body.find("client=jane") != std::string::npos);
    }

    void clientsAreNotMixedUp()
    {
        HttpServer server(echo, HttpServer::Tls {ca_.issue(), ca_.pem()});
        CurlTransport transport;
        for (const char* name : {"jane", "joe", "jane"}) {
            TestCa::Leaf leaf;
            leaf.commonName = name;
            const Identity identity = ca_.issue(leaf);
            Endpoint endpoint = endpointOf(server);
            endpoint.clientCertPem = Secret(identity.certPem);
            endpoint.clientKeyPem = Secret(identity.keyPem);
            const auto reply = call(transport, requestOf(endpoint));
            QVERIFY(reply);
            QVERIFY(reply->body.find(std::string("client=") + name) != std::string::npos);
        }
    }

    void clientCertificateMissingOrWrong()
    {
        HttpServer server(echo, HttpServer::Tls {ca_.issue(), ca_.pem()});
        CurlTransport transport;
        Endpoint endpoint = endpointOf(server);
        const auto none = call(transport, requestOf(endpoint));
        QCOMPARE(none.error().kind, Error::Kind::Tls);
        QVERIFY2(failure(none).find("asks for a client certificate") != std::string::npos, failure(none).c_str());

        const Identity stranger = other_.issue();
        endpoint.clientCertPem = Secret(stranger.certPem);
        endpoint.clientKeyPem = Secret(stranger.keyPem);
        const auto unknown = call(transport, requestOf(endpoint));
        QVERIFY2(failure(unknown).find("did not accept our client certificate") != std::string::npos,
            failure(unknown).c_str());

        TestCa::Leaf old;
        old.fromDays = -10;
        old.toDays = -1;
        const Identity expired = ca_.issue(old);
        endpoint.clientCertPem = Secret(expired.certPem);
        endpoint.clientKeyPem = Secret(expired.keyPem);
        const auto late = call(transport, requestOf(endpoint));
        QVERIFY2(failure(late).find("our client certificate has expired") != std::string::npos, failure(late).c_str());
    }

    void clientCertificateUnusable()
    {
        HttpServer server(echo, HttpServer::Tls {ca_.issue(), ca_.pem()});
        CurlTransport transport;
        const Identity one = ca_.issue();
        const Identity two = ca_.issue();
        Endpoint endpoint = endpointOf(server);
        endpoint.clientCertPem = Secret(one.certPem);
        const auto half = call(transport, requestOf(endpoint));
        QVERIFY2(failure(half).find("without its key") != std::string::npos, failure(half).c_str());
        endpoint.clientKeyPem = Secret(two.keyPem);
        const auto mismatched = call(transport, requestOf(endpoint));
        QVERIFY2(failure(mismatched).find("cannot be used") != std::string::npos, failure(mismatched).c_str());
        endpoint.clientKeyPem = Secret("garbage");
        const auto garbage = call(transport, requestOf(endpoint));
        QVERIFY2(failure(garbage).find("cannot be used") != std::string::npos, failure(garbage).c_str());
        endpoint.clientKeyPem
            = Secret("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        const auto encrypted = call(transport, requestOf(endpoint));
        QVERIFY2(failure(encrypted).find("is encrypted") != std::string::npos, failure(encrypted).c_str());
    }

    void answersWithoutTls()
    {
        HttpServer server(echo);
        CurlTransport transport;
        Endpoint endpoint = endpointOf(server);
        endpoint.server = "https://127.0.0.1:" + std::to_string(server.port());
        const auto reply = call(transport, requestOf(endpoint));
        QCOMPARE(reply.error().kind, Error::Kind::Tls);
        QCOMPARE(failure(reply), "127.0.0.1:" + std::to_string(server.port()) + " answers without TLS.");
        QVERIFY(reply.error().hint.find("http://") != std::string::npos);
    }

    void acceptsAndSaysNothing()
    {
        HttpServer server(echo, HttpServer::Tls {ca_.issue(), {}});
        server.mute();
        CurlTransport transport;
        Request request = requestOf(endpointOf(server));
        request.connectTimeout = 400ms;
        const auto reply = call(transport, request);
        QCOMPARE(reply.error().kind, Error::Kind::Timeout);
        QVERIFY2(
            failure(reply).find("did not speak TLS within 1 seconds") != std::string::npos, failure(reply).c_str());
    }

    void proxies_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("credentials");
        QTest::newRow("http CONNECT") << static_cast<int>(Relay::Kind::HttpConnect) << QByteArray();
        QTest::newRow("http CONNECT with password")
            << static_cast<int>(Relay::Kind::HttpConnect) << QByteArray("me:hunter2");
        QTest::newRow("socks5") << static_cast<int>(Relay::Kind::Socks5) << QByteArray();
    }
    void proxies()
    {
        QFETCH(int, kind);
        QFETCH(QByteArray, credentials);
        TestCa::Leaf leaf;
        leaf.names = {"DNS:api.cluster.example"};
        HttpServer server(echo, HttpServer::Tls {ca_.issue(leaf), {}});
        Relay proxy(static_cast<Relay::Kind>(kind), 0, credentials.toStdString());
        CurlTransport transport;
        Endpoint endpoint = endpointOf(server);
        endpoint.server = server.url("api.cluster.example"); // a name only the proxy knows
        endpoint.proxyUrl = proxy.url();
        Request request = requestOf(endpoint);
        request.authorization = Secret("Bearer proxied-token");
        const auto reply = call(transport, request);
        QVERIFY2(reply, failure(reply).c_str());
        QVERIFY(reply->body.find("auth=Bearer proxied-token") != std::string::npos);
        QCOMPARE(proxy.targets().at(0), "api.cluster.example:" + std::to_string(server.port()));
        QVERIFY(proxy.seen().find("proxied-token") == std::string::npos);
    }

    void tlsServerNameThroughAProxy()
    {
        TestCa::Leaf leaf;
        leaf.names = {"DNS:inner.example"};
        HttpServer server(echo, HttpServer::Tls {ca_.issue(leaf), {}});
        Relay proxy(Relay::Kind::HttpConnect);
        CurlTransport transport;
        Endpoint endpoint = endpointOf(server);
        endpoint.server = server.url("outer.example");
        endpoint.tlsServerName = "inner.example";
        endpoint.proxyUrl = proxy.url();
        const auto reply = call(transport, requestOf(endpoint));
        QVERIFY2(reply, failure(reply).c_str());
        QCOMPARE(proxy.targets().at(0), "outer.example:" + std::to_string(server.port()));
        QVERIFY(reply->body.find("host=outer.example:" + std::to_string(server.port()) + " sni=inner.example") == 0);
    }

    void httpsProxy()
    {
        HttpServer server(echo, HttpServer::Tls {ca_.issue(), {}});
        // The same certificate serves a proxy that answers CONNECT with a refusal: that it was understood at all shows
        // that TLS to the proxy itself was up.
        HttpServer proxy(
            [](const HttpRequest&, HttpReply& reply) { reply.send(403, "no"); }, HttpServer::Tls {ca_.issue(), {}});
        CurlTransport transport;
        Endpoint endpoint = endpointOf(server);
        endpoint.proxyUrl = proxy.url();
        const auto reply = call(transport, requestOf(endpoint));
        QVERIFY(!reply);
        QVERIFY2(failure(reply).find("The proxy on the way to") == 0, failure(reply).c_str());
        QVERIFY(!proxy.requests().empty());
        QCOMPARE(proxy.requests().at(0).method, std::string("CONNECT"));
    }

    void proxyFailures()
    {
        HttpServer server(echo, HttpServer::Tls {ca_.issue(), {}});
        CurlTransport transport;
        Endpoint endpoint = endpointOf(server);
        endpoint.proxyUrl = "http://127.0.0.1:1";
        const auto refused = call(transport, requestOf(endpoint));
        QCOMPARE(refused.error().kind, Error::Kind::Unreachable);
        QVERIFY2(failure(refused).find("The proxy on the way to") == 0, failure(refused).c_str());
        endpoint.proxyUrl = "socks5://127.0.0.1:1";
        const auto socks = call(transport, requestOf(endpoint));
        QVERIFY2(failure(socks).find("The proxy on the way to") == 0, failure(socks).c_str());
        Relay asks(Relay::Kind::HttpConnect, 0, "me:hunter2");
        endpoint.proxyUrl = "http://me:wrong-secret@127.0.0.1:" + std::to_string(asks.port());
        const auto denied = call(transport, requestOf(endpoint));
        QVERIFY2(failure(denied).find("The proxy on the way to") == 0, failure(denied).c_str());
        QVERIFY(plainText(denied.error()).find("wrong-secret") == std::string::npos);
    }

    void noSecretIsLogged()
    {
        QLoggingCategory::setFilterRules(QStringLiteral("loadline.*.debug=true"));
        const auto before = qInstallMessageHandler(keepLog);
        {
            HttpServer server(echo, HttpServer::Tls {ca_.issue(), ca_.pem()});
            const Identity jane = ca_.issue();
            CurlTransport transport;
            Endpoint endpoint = endpointOf(server);
            endpoint.clientCertPem = Secret(jane.certPem);
            endpoint.clientKeyPem = Secret(jane.keyPem);
            Relay proxy(Relay::Kind::HttpConnect, 0, "me:proxy-secret");
            endpoint.proxyUrl = proxy.url();
            Request request = requestOf(endpoint);
            request.path = "/api?token=query-secret";
            request.authorization = Secret("Bearer token-secret");
            request.headers = {{"X-Scope-OrgID", "header-secret"}};
            QVERIFY(call(transport, request));
            endpoint.proxyUrl = "http://me:proxy-secret@127.0.0.1:1";
            Request refused = requestOf(endpoint);
            refused.authorization = Secret("Bearer token-secret");
            QVERIFY(!call(transport, refused));
        }
        qInstallMessageHandler(before);
        const std::lock_guard lock(logMutex);
        QVERIFY2(logged.find("/api") != std::string::npos, logged.c_str());
        QVERIFY2(logged.find("secret") == std::string::npos, logged.c_str());
        QVERIFY2(logged.find("PRIVATE KEY") == std::string::npos, logged.c_str());
    }
};

QTEST_GUILESS_MAIN(CurlTrustTest)
#include "tst_curl_trust.moc"
