// SPDX-License-Identifier: GPL-3.0-or-later
// What users' files, servers, plugins and Prometheuses can do wrong, one at a time, to the program itself: it says in one
// line what, where and how to mend it, within its time limit, and what is not concerned goes on.
#include "program.h"
#include "support/recorded_cluster.h"
#include "support/recorded_server.h"

#include <map>

using namespace loadline;
using namespace loadline::test;

namespace {

const std::string hpas = "/apis/autoscaling/v2/horizontalpodautoscalers";

HttpServer::Handler always(int status, const std::string& body, const char* type = "application/json")
{
    return [=](const HttpRequest&, HttpReply& reply) { reply.send(status, body, {{"Content-Type", type}}); };
}

// A list instead of the recorded one, however it is asked for.
HttpServer::Handler listed(const std::string& body)
{
    return [=](const HttpRequest& request, HttpReply& reply) {
        if (request.query("watch") != "1")
            reply.send(200, body);
        else if (request.query("sendInitialEvents") == "true")
            reply.send(400, RecordedCluster::status(400, "BadRequest", "sendInitialEvents is forbidden"));
        else
            reply.begin(200), (void)reply.gone(std::chrono::seconds(60));
    };
}

std::string replaced(std::string text, const std::string& what, const std::string& by)
{
    const auto at = text.find(what);
    return at == std::string::npos ? std::string() : text.replace(at, what.size(), by);
}

} // namespace

class BadInputTest : public QObject {
    Q_OBJECT

    Program program_;

    Ran exported(const QString& kubeconfig, const QStringList& more = {}) const
    {
        return program_.run(QStringList {QStringLiteral("export"), QStringLiteral("hpa"), QStringLiteral("--prometheus"), QStringLiteral("none"),
                                QStringLiteral("--kubeconfig"), kubeconfig}
                + more,
            60'000);
    }
    QString configFor(const std::string& server, const std::string& cluster = {}, const std::string& user = "token: t") const
    {
        return program_.write(QStringLiteral("config"), QByteArray::fromStdString(kubeconfigFor(server, cluster, user)));
    }
    // One line on standard error with all these parts, nothing on standard output, exit status 1.
    static void saysWhy(const Ran& ran, const QByteArrayList& parts)
    {
        QVERIFY2(ran.status == 1, (QByteArray::number(ran.status) + ' ' + ran.err).constData());
        QCOMPARE(ran.out, QByteArray());
        QVERIFY2(ran.err.startsWith("loadline: ") && ran.err.count('\n') == 1, ran.err.constData());
        for (const QByteArray& part : parts)
            QVERIFY2(ran.err.contains(part), (part + " in: " + ran.err).constData());
    }

private Q_SLOTS:
    void kubeconfigs_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QStringList>("more");
        QTest::addColumn<QByteArrayList>("parts");
        const QByteArray good = QByteArray::fromStdString(kubeconfigFor("https://127.0.0.1:1"));
        QTest::newRow("empty") << QByteArray() << QStringList() << QByteArrayList {"is empty", "/config", "--kubeconfig"};
        QTest::newRow("not YAML") << QByteArray("a: b\n  c: d\n") << QStringList() << QByteArrayList {"not valid YAML at line 2", "/config:2:", "indentation"};
        QTest::newRow("cycle") << QByteArray("users: &a [*a]\n") << QStringList() << QByteArrayList {"contains itself", "/config:1:", "Replace the alias"};
        QTest::newRow("50 MB") << QByteArray(50 << 20, 'a') << QStringList() << QByteArrayList {"larger than 16 MiB", "/config", "Check"};
        QTest::newRow("binary") << QByteArray("\x7f" "ELF\0\1", 6) << QStringList() << QByteArrayList {"binary file", "/config"};
        QTest::newRow("a context that is not there") << good << QStringList {QStringLiteral("--context"), QStringLiteral("nope")}
                                                     << QByteArrayList {"no context named nope", "It has: recorded"};
        QTest::newRow("current context names nothing") << QByteArray(good).replace("current-context: recorded", "current-context: gone") << QStringList()
                                                       << QByteArrayList {"no context named gone", "It has: recorded"};
        QTest::newRow("a user that is not there") << QByteArray(good).replace("user: u}", "user: nobody}") << QStringList() << QByteArrayList {"nobody", "u"};
        QTest::newRow("no current context") << QByteArray(good).replace("current-context: recorded\n", "") << QStringList()
                                            << QByteArrayList {"No context was named", "--context", "loadline contexts"};
    }
    void kubeconfigs()
    {
        QFETCH(QByteArray, text);
        QFETCH(QStringList, more);
        QFETCH(QByteArrayList, parts);
        saysWhy(exported(program_.write(QStringLiteral("config"), text), more), parts);
    }

    void noKubeconfig()
    {
        saysWhy(exported(QStringLiteral("/no/such/file")), {"/no/such/file does not exist", "Check the path"});
        saysWhy(program_.run({QStringLiteral("export"), QStringLiteral("hpa")}), {"There is no kubeconfig", ".kube/config", "--kubeconfig or KUBECONFIG"});
    }

    void whatWasNotGiven()
    {
        const Ran lint = program_.run({QStringLiteral("lint")});
        QCOMPARE(lint.status, 2);
        QVERIFY2(lint.err.contains("FILE is required; see loadline lint --help"), lint.err.constData());
        saysWhy(program_.run({QStringLiteral("apply"), QStringLiteral("/no/such/file")}), {"cannot be read", "/no/such/file"});
        const QString nowhere = program_.write(QStringLiteral("q.yaml"), "apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: a\n---\n\napiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: q\n  namespace: n\n");
        saysWhy(program_.run({QStringLiteral("apply"), nowhere, QStringLiteral("--demo"), QStringLiteral("--yes")}), {"q.yaml:11:3", "metadata.namespace is no text: YAML 1.1 reads it as false", "quotes"});
        saysWhy(program_.run({QStringLiteral("manifest"), QStringLiteral("hpa")}), {"“Name” is missing", "--set metadata.name=VALUE"});
        saysWhy(program_.run({QStringLiteral("manifest"), QStringLiteral("bundle"), QStringLiteral("--preset"), QStringLiteral("batch-inference")}),
            {"has no name", "--set name=checkout-api"});
    }

    void nobodyThere()
    {
        int port = 0;
        const int listener = listenOnLoopback(port);
        ::close(listener);
        saysWhy(exported(configFor("https://127.0.0.1:" + std::to_string(port))),
            {"127.0.0.1:" + QByteArray::number(port) + " refused the connection", "(GET 127.0.0.1:", "Check that the cluster runs"});
        saysWhy(exported(configFor("https://no-such-host.invalid:6443")), {"No address is known for the name no-such-host.invalid", "DNS"});
    }

    void trust()
    {
        const TestCa ca;
        HttpServer server(always(200, "{}"), HttpServer::Tls {ca.issue(), {}});
        saysWhy(exported(configFor(server.url())), {"was issued by an authority this computer does not know", "certificate-authority-data"});
        const TestCa other("Another CA");
        saysWhy(exported(configFor(server.url(), "certificate-authority-data: " + QByteArray::fromStdString(other.pem()).toBase64().toStdString())),
            {"was not issued by the CA the kubeconfig gives for it"});
        HttpServer plain(always(200, "{}"));
        saysWhy(exported(configFor("https://127.0.0.1:" + std::to_string(plain.port()))), {"answers without TLS", "http://"});
    }

    void servers_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QByteArrayList>("parts");
        const auto row = [](const char* name, const QByteArrayList& parts) { QTest::newRow(name) << QString::fromLatin1(name) << parts; };
        row("a login page", {"web page, not JSON", "GET /version", "login page"});
        row("a gateway's page", {"web page with HTTP status 502", "check the server's address"});
        row("a page for a list", {"web page, not JSON", hpas.c_str(), "login page"});
        row("a list cut off", {"cut off or broken after", hpas.c_str(), "try again"});
        row("no list", {"no list of objects", hpas.c_str(), "check the address"});
        row("401", {"does not accept the credentials of the user u", "get new ones"});
        row("403", {"You may not", "hpas are forbidden", "ClusterRole"});
        row("500", {"The server failed: boom", "GET /version"});
        row("closes", {"closed the connection without an answer", "GET 127.0.0.1:", "starting"});
        row("says nothing", {"Within 3 s recorded gave no answer", "(http://127.0.0.1:", "VPN", "--timeout"});
        row("a list that never comes", {"Within 3 s recorded did not send all of its horizontal pod autoscalers", "--timeout"});
    }
    void servers()
    {
        QFETCH(QString, what);
        QFETCH(QByteArrayList, parts);
        const auto silent = [](const HttpRequest&, HttpReply& reply) { (void)reply.gone(std::chrono::seconds(60)); };
        const std::string list = RecordedCluster::listOf(hpas);
        const std::map<std::string, HttpServer::Handler> all {
            {"a login page", always(200, "<html>Log in</html>", "text/html")},
            {"a gateway's page", always(502, "<html>Bad gateway</html>", "text/html")},
            {"401", always(401, RecordedCluster::status(401, "Unauthorized", "Unauthorized"))},
            {"500", always(500, "boom", "text/plain")},
            {"closes", [](const HttpRequest&, HttpReply& reply) { reply.drop(); }},
            {"says nothing", silent},
        };
        const std::map<std::string, HttpServer::Handler> one {
            {"a page for a list", listed("<html>Log in</html>")},
            {"a list cut off", listed(list.substr(0, list.size() / 2))},
            {"no list", listed(R"({"kind":"SomeList","metadata":{"resourceVersion":"1"},"items":7})")},
            {"403", always(403, RecordedCluster::status(403, "Forbidden", "hpas are forbidden"))},
            {"a list that never comes", silent},
        };
        RecordedServer server;
        if (const auto at = all.find(what.toStdString()); at != all.end())
            server.insteadOfAll(at->second);
        else
            server.instead(hpas, one.at(what.toStdString()));
        saysWhy(exported(configFor(server.http().url()), {QStringLiteral("--timeout"), QStringLiteral("3")}), parts);
    }

    // What is wrong with some objects is said, and the others are there.
    void objects_data()
    {
        QTest::addColumn<QByteArray>("list");
        QTest::addColumn<QByteArray>("note");
        QTest::addColumn<QByteArray>("row");
        const std::string good = RecordedCluster::hpa("shop", "good", "7");
        const auto with = [&](const std::string& bad) { return QByteArray::fromStdString(RecordedCluster::hpaList(bad + "," + good, "9")); };
        QTest::newRow("wrong types") << with(R"({"metadata":{"name":5},"spec":[]},{"metadata":{"name":"x","namespace":"y"},"spec":{"maxReplicas":"many","scaleTargetRef":7}})")
                                     << QByteArray("2 of the horizontal pod autoscalers of recorded could not be read and are left out") << QByteArray("good,shop");
        const std::string large = replaced(RecordedCluster::hpa("shop", "large", "8"), R"("metrics":[])",
            R"("metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"AverageValue","averageValue":"1e400"}}}])");
        QTest::newRow("a quantity beyond all measure") << with(large) << QByteArray("1e400, which is not a quantity that Kubernetes can hold") << QByteArray("good,shop");
        const std::string longLine = replaced(RecordedCluster::hpa("shop", "long", "8"), R"("metadata":{)", R"("metadata":{"annotations":{"a":")" + std::string(10'000'000, 'x') + R"("},)");
        QTest::newRow("a line of 10 MB") << with(longLine) << QByteArray() << QByteArray("long,shop");
        QTest::newRow("nothing at all") << QByteArray::fromStdString(RecordedCluster::hpaList("", "9")) << QByteArray() << QByteArray("Name,Namespace");
    }
    void objects()
    {
        QFETCH(QByteArray, list);
        QFETCH(QByteArray, note);
        QFETCH(QByteArray, row);
        RecordedServer server;
        server.instead(hpas, listed(list.toStdString()));
        const Ran ran = exported(configFor(server.http().url()));
        QVERIFY2(ran.status == 0 && ran.err.isEmpty(), ran.err.constData());
        QVERIFY2(note.isEmpty() ? !ran.out.contains("# note") : ran.out.contains(note), ran.out.left(2000).constData());
        QVERIFY2(ran.out.contains('\n' + row), ran.out.left(2000).constData());
    }

    void aMissingKindIsASentence()
    {
        RecordedServer server;
        server.instead("/apis", always(200, RecordedCluster::apis("autoscaling", "autoscaling/v2")));
        const QString file = configFor(server.http().url());
        saysWhy(program_.run({QStringLiteral("export"), QStringLiteral("keda"), QStringLiteral("--kubeconfig"), file}), {"KEDA is not installed in this cluster"});
        QCOMPARE(exported(file).status, 0);
    }

    // One cluster that fails is named, and the other is written all the same.
    void oneFailsBesideAnother()
    {
        RecordedServer good;
        const QString file = program_.write(QStringLiteral("config"),
            QByteArray::fromStdString("clusters: [{name: a, cluster: {server: '" + good.http().url()
                + "'}}, {name: b, cluster: {server: 'http://127.0.0.1:1'}}]\ncontexts: [{name: good, context: {cluster: a}}, {name: bad, context: {cluster: b}}]\n"));
        const Ran both = exported(file, {QStringLiteral("--context"), QStringLiteral("good"), QStringLiteral("--context"), QStringLiteral("bad")});
        QVERIFY2(both.status == 3 && both.err.contains("bad is left out. 127.0.0.1:1 refused") && both.err.count('\n') == 1, both.err.constData());
        QVERIFY2(both.out.contains("orphan-hpa,"), both.out.constData());
        QCOMPARE(exported(file, {QStringLiteral("--context"), QStringLiteral("good")}).status, 0);
    }

    void plugins_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArrayList>("parts");
        const auto row = [](const char* name, const char* body, const QByteArrayList& parts) { QTest::newRow(name) << QByteArray(body) << parts; };
        row("hangs", "echo contacting >&2\nexec sleep 60\n", {"Within 3 s recorded gave no answer", "credential plugin", "plugin.sh", "Run the plugin in a terminal"});
        row("noise", "echo hello; echo bye >&2\n", {"printed no valid JSON", "begins with", "plugin.sh", "check its arguments"});
        row("exit 255", "echo 'no session; run login' >&2\nexit 255\n", {"failed with exit code 255: no session; run login", "plugin.sh", "Sign in"});
        row("expired", R"(printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"t","expirationTimestamp":"2020-01-01T00:00:00Z"}}')",
            {"expired at 2020-01-01T00:00:00Z", "plugin.sh", "Sign in again"});
        row("10 MB", "yes aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | head -c 10000000\n", {"printed more than 1 MiB", "plugin.sh"});
        row("silent", "exit 0\n", {"printed nothing", "plugin.sh", "Run it in a terminal"});
        row("rejected", R"(printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"old"}}')", {"does not accept your credentials", "GET /version", "Log in again"});
    }
    void plugins()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArrayList, parts);
        RecordedServer server;
        if (parts.first().startsWith("does not accept"))
            server.insteadOfAll(always(401, RecordedCluster::status(401, "Unauthorized", "Unauthorized")));
        const QString plugin = program_.write(QStringLiteral("plugin.sh"), "#!/bin/sh\n" + body, true);
        const QString file = configFor(server.http().url(), {},
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: '" + plugin.toStdString() + "', interactiveMode: Never}");
        saysWhy(exported(file, {QStringLiteral("--timeout"), QStringLiteral("3")}), parts);
    }

    void prometheuses_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QByteArrayList>("parts");
        const auto row = [](const char* name, const QByteArrayList& parts) { QTest::newRow(name) << QString::fromLatin1(name) << parts; };
        row("422", {"Prometheus could not answer: query timed out.", "Choose a shorter time range"});
        row("503", {"Prometheus cannot answer now: upstream down.", "Loadline will ask again"});
        row("a web page", {"web page, not JSON", "login page"});
        row("NaN", {});
        row("20,000 series", {});
        row("refused", {"refused the connection"});
    }
    // What runs costs all the same; what is missing of the past is a note.
    void prometheuses()
    {
        QFETCH(QString, what);
        QFETCH(QByteArrayList, parts);
        const auto answering = [](bool many) {
            return [many](const HttpRequest& request, HttpReply& reply) {
                if (request.path().find("/label/") != std::string::npos)
                    return reply.send(200, R"({"status":"success","data":["kube_node_info","kube_node_labels","kube_deployment_status_replicas","kube_pod_owner"]})"), void();
                if (request.path().find("query_range") == std::string::npos)
                    return reply.send(200, R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"NaN"]}]}})"), void();
                const std::string start = request.query("start");
                std::string body;
                for (int i = 0; i < (many ? 20'000 : 1); ++i)
                    body += (i ? "," : "") + (R"({"metric":{"instance_type":"m6i.xlarge","pool":"p)" + std::to_string(i) + R"("},"values":[[)") + start + ",\"" + (many ? "1" : "NaN") + "\"]]}";
                reply.send(200, R"({"status":"success","data":{"resultType":"matrix","result":[)" + body + "]}}");
            };
        };
        const std::map<std::string, HttpServer::Handler> handlers {
            {"422", always(422, R"({"status":"error","errorType":"execution","error":"query timed out"})")},
            {"503", always(503, "upstream down", "text/plain")},
            {"a web page", always(200, "<html>Grafana</html>", "text/html")},
            {"NaN", answering(false)},
            {"20,000 series", answering(true)},
            {"refused", always(200, "{}")},
        };
        RecordedServer server;
        auto prometheus = std::make_unique<HttpServer>(handlers.at(what.toStdString()));
        const QString url = QString::fromStdString(prometheus->url());
        if (what == QLatin1String("refused"))
            prometheus.reset();
        const Ran ran = program_.run({QStringLiteral("cost"), QStringLiteral("--window"), QStringLiteral("2d"), QStringLiteral("--timeout"), QStringLiteral("60"),
                                         QStringLiteral("--prometheus"), url, QStringLiteral("--kubeconfig"), configFor(server.http().url())},
            90'000);
        QVERIFY2(ran.status == 0 && ran.err.isEmpty(), ran.err.constData());
        for (const QByteArray& part : parts)
            QVERIFY2(ran.out.contains(part), (part + " in: " + ran.out.left(2000)).constData());
        if (!parts.isEmpty())
            QVERIFY2(ran.out.contains("127.0.0.1:" + QByteArray::number(QUrl(url).port())), ran.out.left(2000).constData()); // where
        QVERIFY(ran.out.contains("\nrecorded,Total,"));
        QVERIFY(!ran.out.contains("nan") && !ran.out.contains("NaN") && !ran.out.contains(",inf"));
    }
};

QTEST_GUILESS_MAIN(BadInputTest)
#include "tst_bad_input.moc"
