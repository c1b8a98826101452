// SPDX-License-Identifier: GPL-3.0-or-later
// The whole way over real threads: a plugin, libcurl, and a server that wants its certificate.
#include "plugin_scripts.h"

#include "kube/credentials.h"
#include "net/curl_transport.h"
#include "support/http_server.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <atomic>
#include <future>

using namespace loadline;
using namespace loadline::test;

class CredentialsLiveTest : public QObject {
    Q_OBJECT

    // Access lives on the transport's thread; this thread keeps its events going, as a window does.
    static Result<std::string> get(CurlTransport& transport, Access& access)
    {
        auto done = std::make_shared<std::promise<Result<std::string>>>();
        auto future = done->get_future();
        transport.post([&access, done] {
            access.get("/version", [done](Result<std::string> body) { done->set_value(std::move(body)); });
        });
        const auto here = [&] { return future.wait_for(Seconds {0}) == std::future_status::ready; };
        if (!QTest::qWaitFor(here, 20000))
            return Error {Error::Kind::Cancelled, "the test waited for 20 s", {}, {}, {}};
        return future.get();
    }

    static void giveCertificate(const PluginHome& home, const TestCa& ca, const char* name)
    {
        const Identity identity = ca.issue({name, {}, -1, 1, TestCa::KeyForm::EcSec1});
        const QJsonObject status {{QStringLiteral("clientCertificateData"), QString::fromStdString(identity.certPem)},
            {QStringLiteral("clientKeyData"), QString::fromStdString(identity.keyPem)}};
        const QJsonObject answer {{QStringLiteral("kind"), QStringLiteral("ExecCredential")},
            {QStringLiteral("apiVersion"), QStringLiteral("client.authentication.k8s.io/v1")},
            {QStringLiteral("status"), status}};
        home.write("answer.json", QJsonDocument(answer).toJson(), false);
    }

private Q_SLOTS:
    void aRenewedCertificateIsUsedOnANewConnection()
    {
        const TestCa ca;
        std::atomic<bool> second {false};
        HttpServer server(
            [&second](const HttpRequest& request, HttpReply& reply) {
                const bool good = request.clientName == (second ? "two" : "one");
                reply.send(good ? 200 : 401, good ? request.clientName : "{}");
            },
            HttpServer::Tls {ca.issue(), ca.pem()});
        const PluginHome home;
        (void)home.plugin("p", "cat " + home.path("answer.json") + "\n");
        giveCertificate(home, ca, "one");
        const std::string config = "clusters: [{name: c, cluster: {server: '" + server.url()
            + "', certificate-authority-data: " + QByteArray::fromStdString(ca.pem()).toBase64().toStdString()
            + "}}]\ncontexts: [{name: x, context: {cluster: c, user: u}}]\nusers: [{name: u, user: {exec: {command: p, "
              "apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}}}]\n";
        LoginShell shell(home.desktop());
        CurlTransport transport;
        PluginRuns plugins(shell, [&transport] { return transport.now(); });
        CredentialServices services {transport, &plugins};
        const auto kubeconfig = parseKubeconfig(config, "/k");
        QVERIFY(!kubeconfig.context("x")->broken);
        Access access(transport, makeCredentialSource(kubeconfig, "x", true, services));
        for (int i = 0; i < 3; ++i) {
            const auto body = get(transport, access);
            QVERIFY2(body, body ? "" : plainText(body.error()).c_str());
            QCOMPARE(*body, std::string("one"));
        }
        QCOMPARE(server.connections(), 1);
        QCOMPARE(home.runs("p"), 1);
        giveCertificate(home, ca, "two");
        second = true;
        const auto body = get(transport, access);
        QVERIFY2(body, body ? "" : plainText(body.error()).c_str());
        QCOMPARE(*body, std::string("two"));
        QCOMPARE(server.connections(), 2);
        QCOMPARE(home.runs("p"), 2);
        transport.stop();
    }

    void theTransportMayStopWhileAPluginRuns()
    {
        const PluginHome home;
        (void)home.plugin("p", "sleep 1; answer '\"token\":\"t\"'\n");
        LoginShell shell(home.desktop());
        auto transport = std::make_unique<CurlTransport>();
        PluginRuns plugins(shell, [] { return TimePoint {}; });
        CredentialServices services {*transport, &plugins};
        const auto kubeconfig = parseKubeconfig("clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]\n"
                                                "contexts: [{name: x, context: {cluster: c, user: u}}]\n"
                                                "users: [{name: u, user: {exec: {command: p, interactiveMode: Never, "
                                                "apiVersion: client.authentication.k8s.io/v1}}}]\n",
            "/k");
        std::atomic<bool> answered {false};
        auto source = makeCredentialSource(kubeconfig, "x", true, services);
        transport->post([&] { source->get(false, [&](const Result<Credentials>&) { answered = true; }); });
        QTRY_COMPARE(home.runs("p"), 1);
        transport->stop();
        source.reset();
        transport.reset();
        QTest::qWait(1500);
        QVERIFY(!answered);
    }
};

QTEST_GUILESS_MAIN(CredentialsLiveTest)
#include "tst_credentials_live.moc"
