// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin_scripts.h"
#include "scripted_transport.h"

#include "kube/credentials.h"

#include <memory>
#include <optional>

using namespace loadline;
using test::PluginHome;
using test::ScriptedTransport;

namespace {

using Given = std::shared_ptr<std::optional<Result<Credentials>>>;

std::string message(const Error& error)
{
    return fillIn(error.what, error.args) + " | " + fillIn(error.hint, error.args) + " | " + error.where;
}

bool has(const std::string& text, const char* part)
{
    return text.find(part) != std::string::npos;
}

#define HAS(text, part)                                                                                                \
    QVERIFY2(has(text, part), qPrintable(QString::fromStdString("'" + std::string(part) + "' is not in: " + (text))))

std::string around(const std::string& user, const std::string& cluster = {})
{
    return "clusters: [{name: c, cluster: {server: 'https://h:6443'" + cluster + "}}]\nusers: [{name: u, user: {" + user
        + "}}]\ncontexts: [{name: x, context: {cluster: c, user: u}}]\n";
}

} // namespace

class CredentialsTest : public QObject {
    Q_OBJECT

    struct Bench {
        ScriptedTransport transport;
        PluginHome home;
        LoginShell shell {home.desktop()};
        PluginRuns plugins {shell, [this] { return transport.time; }};
        CredentialServices services {transport, &plugins};

        std::shared_ptr<CredentialSource> source(const std::string& config, bool readOnly = true)
        {
            return makeCredentialSource(parseKubeconfig(config, "/k"), "x", readOnly, services);
        }
        static Given ask(const std::shared_ptr<CredentialSource>& source, bool rejected = false)
        {
            auto given = std::make_shared<std::optional<Result<Credentials>>>();
            source->get(rejected, [given](Result<Credentials> result) { given->emplace(std::move(result)); });
            return given;
        }
        bool wait(const std::function<bool()>& condition)
        {
            return QTest::qWaitFor(
                [&] {
                    transport.run();
                    return condition();
                },
                20000);
        }
        Result<Credentials> get(const std::shared_ptr<CredentialSource>& source, bool rejected = false)
        {
            const Given given = ask(source, rejected);
            if (!wait([&] { return given->has_value(); }))
                return Error {Error::Kind::Cancelled, "the test waited for 20 s", {}, {}, {}};
            return **given;
        }
        std::string execUser(const char* name) const
        {
            return std::string("exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: ")
                + name + "}";
        }
    };

private Q_SLOTS:
    void givesWhatTheKubeconfigHas_data()
    {
        QTest::addColumn<QByteArray>("user");
        QTest::addColumn<QByteArray>("authorization");
        QTest::newRow("nobody") << QByteArray() << QByteArray();
        QTest::newRow("token") << QByteArray("token: abc") << QByteArray("Bearer abc");
        QTest::newRow("basic") << QByteArray("username: me, password: 'p:w'") << QByteArray("Basic bWU6cDp3");
        QTest::newRow("token before plugin")
            << QByteArray("token: abc, exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: none}")
            << QByteArray("Bearer abc");
    }
    void givesWhatTheKubeconfigHas()
    {
        QFETCH(QByteArray, user);
        QFETCH(QByteArray, authorization);
        Bench bench;
        const auto source
            = bench.source(around(user.toStdString(), ", tls-server-name: t, proxy-url: 'http://p:1'"), false);
        const auto given = bench.get(source);
        QVERIFY2(given, given ? "" : message(given.error()).c_str());
        QCOMPARE(given->authorization.reveal(), authorization.toStdString());
        QCOMPARE(given->endpoint->server, std::string("https://h:6443"));
        QCOMPARE(given->endpoint->tlsServerName, std::string("t"));
        QCOMPARE(given->endpoint->proxyUrl, std::string("http://p:1"));
        QCOMPARE(given->endpoint->label, std::string("x"));
        QVERIFY(!given->endpoint->readOnly);
        QVERIFY(bench.get(bench.source(around(user.toStdString())))->endpoint->readOnly);
        // Nothing newer can be had.
        const auto refused = bench.get(source, true);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::Unauthorized);
        QCOMPARE(bench.get(source)->endpoint, given->endpoint); // connections stay in use
    }

    void choosesTheSchemeAsKubectlDoes()
    {
        KubeCluster cluster;
        cluster.server = "h:6443";
        QCOMPARE(endpointOf(cluster, {}, true, "x").server, std::string("http://h:6443"));
        cluster.insecure = true;
        QCOMPARE(endpointOf(cluster, {}, true, "x").server, std::string("https://h:6443"));
        QVERIFY(endpointOf(cluster, {}, true, "x").insecure);
        cluster.server = "http://h/prefix";
        QCOMPARE(endpointOf(cluster, {}, true, "x").server, std::string("http://h/prefix"));
        cluster.disableCompression = true;
        QVERIFY(!endpointOf(cluster, {}, true, "x").compressed);
    }

    void impersonates()
    {
        Bench bench;
        const auto given = bench.get(bench.source(around("token: t, as: bob, as-uid: '7', as-groups: [dev, ops], "
                                                         "as-user-extra: {'example.org/a': [x, y], Key: [z]}")));
        QVERIFY(given);
        const std::vector<std::pair<std::string, std::string>> expected {{"Impersonate-User", "bob"},
            {"Impersonate-Uid", "7"}, {"Impersonate-Group", "dev"}, {"Impersonate-Group", "ops"},
            {"Impersonate-Extra-example.org%2Fa", "x"}, {"Impersonate-Extra-example.org%2Fa", "y"},
            {"Impersonate-Extra-Key", "z"}};
        QCOMPARE(given->headers, expected);
        const auto bad = bench.get(bench.source(around("as: \"bob\\r\\nX-Evil: 1\"")));
        QVERIFY(!bad);
        HAS(message(bad.error()), "control characters");
    }

    void refusesATokenThatIsNone()
    {
        Bench bench;
        const auto bad = bench.get(bench.source(around("token: \"abc\\ndef\"")));
        QVERIFY(!bad);
        HAS(message(bad.error()), "cannot be sent");
        QVERIFY(!has(message(bad.error()), "abc"));
    }

    void saysWhyThereAreNone()
    {
        Bench bench;
        const auto config = parseKubeconfig(around("auth-provider: {name: gcp}"), "/k");
        const auto broken = bench.get(makeCredentialSource(config, "x", true, bench.services));
        QVERIFY(!broken);
        HAS(message(broken.error()), "gke-gcloud-auth-plugin");
        const auto missing = bench.get(makeCredentialSource(config, "nowhere", true, bench.services));
        QVERIFY(!missing);
        HAS(message(missing.error()), "no context nowhere");
        HAS(message(missing.error()), "are: x.");
        bench.services.plugins = nullptr;
        const auto refused = bench.get(bench.source(around(bench.execUser("p"))));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::Unsupported);
    }

    void readsTokenFilesAgain()
    {
        Bench bench;
        bench.home.write("token", " one\n", false);
        const std::string path = bench.home.path("token").toStdString();
        const auto source = bench.source(around("token: static, tokenFile: " + path));
        QCOMPARE(bench.get(source)->authorization.reveal(), std::string("Bearer one"));
        bench.home.write("token", "two", false);
        bench.transport.time += Seconds {59};
        QCOMPARE(bench.get(source)->authorization.reveal(), std::string("Bearer one"));
        bench.transport.time += Seconds {2};
        QCOMPARE(bench.get(source)->authorization.reveal(), std::string("Bearer two"));
        // 401: at once, and only what is new is worth another try.
        bench.home.write("token", "three", false);
        QCOMPARE(bench.get(source, true)->authorization.reveal(), std::string("Bearer three"));
        const auto refused = bench.get(source, true);
        QVERIFY(!refused && refused.error().kind == Error::Kind::Unauthorized);
        // Several at once share one reading.
        bench.transport.time += Seconds {61};
        const Given a = Bench::ask(source), b = Bench::ask(source);
        QVERIFY(bench.wait([&] { return a->has_value() && b->has_value(); }));
        QFile::remove(QString::fromStdString(path));
        bench.transport.time += Seconds {61};
        QCOMPARE(bench.get(source)->authorization.reveal(), std::string("Bearer static"));
        const auto gone = bench.get(bench.source(around("tokenFile: " + path)));
        QVERIFY(!gone);
        HAS(message(gone.error()), path.c_str());
    }

    void aSourceThatIsGoneAnswersNobody()
    {
        Bench bench;
        bench.home.plugin("slow", "sleep 0.2; answer '\"token\":\"t\"'\n");
        bench.home.write("token", "one", false);
        Given byPlugin, byFile;
        {
            byPlugin = Bench::ask(bench.source(around(bench.execUser("slow"))));
            byFile = Bench::ask(bench.source(around("tokenFile: " + bench.home.path("token").toStdString())));
        }
        QTRY_COMPARE(bench.home.runs("slow"), 1);
        QTest::qWait(500);
        bench.transport.run();
        QVERIFY(!byPlugin->has_value() && !byFile->has_value());
    }

    void aNewCertificateIsANewEndpoint()
    {
        Bench bench;
        bench.home.plugin("p",
            "answer '\"clientCertificateData\":\"-----BEGIN CERTIFICATE-----\\n'$(cat " + bench.home.path("serial")
                + ")'\",\"clientKeyData\":\"-----BEGIN PRIVATE KEY-----\\n\"'\n");
        bench.home.write("serial", "1", false);
        const auto source = bench.source(around(bench.execUser("p")));
        const auto first = bench.get(source);
        QVERIFY2(first, first ? "" : message(first.error()).c_str());
        QVERIFY(first->endpoint->clientCertPem.reveal().ends_with("\n1"));
        QCOMPARE(bench.get(source)->endpoint, first->endpoint);
        bench.transport.time += std::chrono::minutes {2};
        bench.home.write("serial", "2", false);
        const auto second = bench.get(source, true);
        QVERIFY(second && second->endpoint != first->endpoint);
        QVERIFY(second->endpoint->clientCertPem.reveal().ends_with("\n2"));
        QVERIFY(first->endpoint->clientCertPem.reveal().ends_with("\n1"));
    }

    // The whole way: requests of several kinds at once, the plugin's token expires at the server.
    void aRejectedTokenRunsThePluginOnce()
    {
        Bench bench;
        bench.home.plugin("p", "answer '\"token\":\"t'$(wc -l < " + bench.home.path("p.runs") + ")'\"'\n");
        std::string good = "Bearer t1";
        bench.transport.answer = [&good](const Request& request) {
            return request.authorization.reveal() == good ? ScriptedTransport::Answer {200, "fine", {}}
                                                          : ScriptedTransport::Answer {401, "{}", {}};
        };
        Access access(bench.transport, bench.source(around(bench.execUser("p"))));
        int fine = 0, refused = 0;
        const auto askAll = [&] {
            fine = refused = 0;
            for (int i = 0; i < 12; ++i)
                access.get("/api/v1/pods?page=" + std::to_string(i), [&](const Result<std::string>& body) {
                    ++(body ? fine : refused);
                    if (!body)
                        QCOMPARE(body.error().kind, Error::Kind::Unauthorized);
                });
            QVERIFY(bench.wait([&] { return fine + refused == 12; }));
        };
        askAll();
        QCOMPARE(fine, 12);
        QCOMPARE(bench.home.runs("p"), 1);
        bench.transport.time += std::chrono::hours {1};
        good = "Bearer t2";
        askAll();
        QCOMPARE(fine, 12);
        QCOMPARE(bench.home.runs("p"), 2);
        // A server that takes nothing: one more run, then silence for a while, however often it is asked.
        bench.transport.time += std::chrono::hours {1};
        good = "nothing";
        for (int i = 0; i < 5; ++i)
            askAll();
        QCOMPARE(refused, 12);
        QCOMPARE(bench.home.runs("p"), 3);
        bench.transport.time += Seconds {31};
        askAll();
        QCOMPARE(bench.home.runs("p"), 4);
        good = "Bearer t5";
        retryCredentials(bench.services);
        QTest::qWait(10);
        askAll();
        QCOMPARE(fine, 12);
        QCOMPARE(bench.home.runs("p"), 5);
    }
};

QTEST_GUILESS_MAIN(CredentialsTest)
#include "tst_credentials.moc"
