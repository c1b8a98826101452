// SPDX-License-Identifier: GPL-3.0-or-later
// The program against a recorded API server behind TLS: what it writes, compared whole with files of
// tests/fixtures/cli/recorded. LOADLINE_UPDATE=1 tst_recorded_program writes them anew: read the difference before it is
// committed.
#include "program.h"
#include "../apply/quotes.h"
#include "../prom/scripted_prometheus.h"
#include "support/recorded_cluster.h"
#include "support/recorded_server.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace loadline::test;

namespace {

QString word(const char* text) { return QString::fromLatin1(text); }

// Ages and the time of asking are those of the wall; what a cron trigger says goes by the hour of the day.
QString withoutTimes(QString text)
{
    static const QRegularExpression now(QStringLiteral("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"));
    static const QRegularExpression age(QStringLiteral("\\b\\d+[ \\x{2009}](s|min|h|d)\\b"));
    return text.replace(now, QStringLiteral("TIME")).replace(age, QStringLiteral("AGE"));
}

QJsonValue withoutTimes(const QJsonValue& value);

QJsonObject withoutTimes(const QJsonObject& object)
{
    QJsonObject plain;
    for (auto at = object.begin(); at != object.end(); ++at)
        plain.insert(at.key(), at.key() == QStringLiteral("ageSeconds") ? QJsonValue(QStringLiteral("AGE")) : withoutTimes(at.value()));
    return plain;
}

bool isCron(const QJsonValue& row)
{
    return row[QStringLiteral("trigger")][QStringLiteral("text")].toString() == QStringLiteral("cron");
}

QJsonValue withoutTimes(const QJsonValue& value)
{
    if (value.isString())
        return withoutTimes(value.toString());
    if (value.isObject())
        return withoutTimes(value.toObject());
    if (!value.isArray())
        return value;
    QJsonArray plain;
    for (const QJsonValue& one : value.toArray())
        if (!isCron(one))
            plain.append(withoutTimes(one));
    return plain;
}

QByteArray comparable(const QByteArray& text, const QString& format)
{
    if (format != QStringLiteral("json")) {
        static const QRegularExpression cron(QStringLiteral("[^\n]*,cron,[^\n]*\n"));
        return withoutTimes(QString::fromUtf8(text).remove(cron)).toUtf8();
    }
    const auto document = QJsonDocument::fromJson(text);
    return document.isObject() ? QJsonDocument(withoutTimes(document.object())).toJson(QJsonDocument::Indented) : "no JSON: " + text.left(500);
}

const char* const manifest = R"(apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: demo-a
  namespace: ml-platform
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: no-requests-api
  minReplicas: 1
  maxReplicas: 4
  metrics:
  - type: Resource
    resource:
      name: cpu
      target:
        type: Utilization
        averageUtilization: 60
)";

HttpServer::Handler answering(int status, const char* recording)
{
    return [status, text = ofAnother(fixtureText(recording))](const HttpRequest&, HttpReply& reply) { reply.send(status, text); };
}

} // namespace

class RecordedProgramTest : public QObject {
    Q_OBJECT

    Program program_;
    const TestCa ca_;

    QString configFor(RecordedServer& server) const
    {
        return program_.write(QStringLiteral("config"), QByteArray::fromStdString(kubeconfigFor(server.http().url(),
            "certificate-authority-data: " + QByteArray::fromStdString(ca_.pem()).toBase64().toStdString())));
    }
    [[nodiscard]] HttpServer::Tls tls() const { return {ca_.issue(), {}}; }
    // Ports and paths are another each time.
    QByteArray plain(QByteArray text, RecordedServer& server) const
    {
        return text.replace(QByteArray::fromStdString(server.http().url()), "SERVER").replace(program_.path(QString()).toUtf8(), "HOME/");
    }
    static void checkReads(RecordedServer& server)
    {
        for (const HttpRequest& request : server.http().requests()) {
            QCOMPARE(request.method, std::string("GET")); // nothing is changed
            QCOMPARE(request.header("authorization"), std::string("Bearer t"));
        }
    }

private Q_SLOTS:
    void tables_data()
    {
        QTest::addColumn<QString>("page");
        QTest::addColumn<QString>("format");
        for (const char* page : {"overview", "hpa", "vpa", "keda", "pools", "nodes", "findings"})
            for (const char* format : {"csv", "json"})
                QTest::addRow("%s.%s", page, format) << word(page) << word(format);
    }
    void tables()
    {
        QFETCH(QString, page);
        QFETCH(QString, format);
        RecordedServer server(tls());
        const Ran ran = program_.run({word("export"), page, word("--format"), format, word("--prometheus"), word("none"), word("--kubeconfig"), configFor(server)});
        QVERIFY2(ran.status == 0 && ran.err.isEmpty(), ran.err.constData());
        const QString difference = differs(QStringLiteral("recorded/%1.%2").arg(page, format), comparable(plain(ran.out, server), format));
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
        checkReads(server);
    }

    void contexts()
    {
        RecordedServer server(tls());
        const Ran ran = program_.run({word("contexts"), word("--kubeconfig"), configFor(server)});
        QVERIFY2(ran.status == 0 && ran.err.isEmpty(), ran.err.constData());
        const QString difference = differs(QStringLiteral("recorded/contexts.txt"), plain(ran.out, server));
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
        QVERIFY(server.http().requests().empty()); // the file alone tells
    }

    // A manifest against what the server holds: the target has no CPU request worth a percentage.
    void lint_data()
    {
        QTest::addColumn<QString>("format");
        for (const char* format : {"text", "json", "sarif"})
            QTest::newRow(format) << word(format);
    }
    void lint()
    {
        QFETCH(QString, format);
        RecordedServer server(tls());
        const QString file = program_.write(QStringLiteral("hpa.yaml"), manifest);
        const Ran ran = program_.run({word("lint"), file, word("--format"), format, word("--context"), word("recorded"), word("--prometheus"), word("none"), word("--kubeconfig"), configFor(server)});
        QVERIFY2(ran.status == 1, (ran.out + ran.err).constData());
        QCOMPARE(ran.err, QByteArray());
        const QString difference = differs(QStringLiteral("recorded/lint.%1").arg(format), comparable(plain(ran.out, server), format == QStringLiteral("text") ? format : QStringLiteral("json")));
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
        checkReads(server);
    }

    void dryRuns_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("recording");
        QTest::addColumn<int>("status");
        const auto row = [](const char* name, QByteArray yaml, int code, const char* recording, int status) {
            QTest::newRow(name) << std::move(yaml) << code << QByteArray(recording) << status;
        };
        const QByteArray whole(manifest);
        row("create", whole, 201, "apply-dryrun-create.json", 0);
        row("conflict", whole, 409, "apply-conflict.json", 1);
        row("invalid", QByteArray(whole).replace("maxReplicas: 4", "maxReplicas: 0"), 422, "apply-invalid.json", 1);
        row("unknown-field", QByteArray(whole).replace("  maxReplicas: 4", "  maxReplicas: 4\n  bogusField: 1"), 500, "apply-strict-unknown-field.json", 1);
        row("policy", whole, 422, "apply-policy-refused.json", 1);
        row("no-namespace", QByteArray(whole).replace("ml-platform", "nope"), 404, "apply-namespace-missing.json", 1);
        row("forbidden", whole, 403, "forbidden.json", 1);
    }
    // Each refusal is said in the server's own words, and nothing but a dry run leaves.
    void dryRuns()
    {
        QFETCH(QByteArray, yaml);
        QFETCH(int, code);
        QFETCH(QByteArray, recording);
        QFETCH(int, status);
        RecordedServer server(tls());
        for (const char* ns : {"ml-platform", "nope"})
            server.instead(std::string("/apis/autoscaling/v2/namespaces/") + ns + "/horizontalpodautoscalers/demo-a",
                [code, answer = answering(code, recording.constData())](const HttpRequest& request, HttpReply& reply) {
                    if (request.method == "PATCH")
                        answer(request, reply);
                    else
                        reply.send(404, fixtureText("hpa-404.json"));
                });
        const QString file = program_.write(QStringLiteral("hpa.yaml"), yaml);
        const Ran ran = program_.run({word("apply"), word("--dry-run"), file, word("--kubeconfig"), configFor(server)});
        const QByteArray said = plain(ran.out + ran.err, server);
        QVERIFY2(ran.status == status, said.constData());
        const QString difference = differs(QStringLiteral("recorded/apply-%1.txt").arg(QString::fromLatin1(QTest::currentDataTag())), withoutTimes(QString::fromUtf8(said)).toUtf8());
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
        int patches = 0;
        for (const HttpRequest& request : server.http().requests()) {
            if (request.method != "PATCH")
                continue;
            ++patches;
            QCOMPARE(request.query("dryRun"), std::string("All"));
            QCOMPARE(request.query("fieldManager"), std::string("loadline"));
            QCOMPARE(request.query("fieldValidation"), std::string("Strict"));
            // Fields of others: what taking them over would change is asked as well, and stored no more than the first.
            QCOMPARE(request.query("force"), std::string(code == 409 && patches == 2 ? "true" : ""));
            QCOMPARE(request.header("content-type"), std::string("application/apply-patch+yaml"));
        }
        QCOMPARE(patches > 0, true);
    }

    // Most objects are kubectl's: its fields are written only when they are named.
    void boundsTakeOverWhatIsNamed()
    {
        RecordedServer server(tls());
        server.instead("/apis/autoscaling/v2/namespaces/ml-platform/horizontalpodautoscalers/demo-a", [](const HttpRequest& request, HttpReply& reply) {
            if (request.method != "PATCH")
                reply.send(200, fixtureText("apply-create.json"));
            else if (request.query("force") == "true")
                reply.send(200, fixtureText("apply-forced.json"));
            else
                reply.send(409, ofAnother(fixtureText("apply-conflict.json")));
        });
        const QStringList words {word("bounds"), word("hpa/demo-a"), word("--max"), word("6"), word("--namespace"), word("ml-platform"), word("--yes"),
            word("--kubeconfig"), configFor(server)};
        const auto stored = [&] {
            const auto requests = server.http().requests();
            return static_cast<int>(std::count_if(requests.begin(), requests.end(),
                [](const HttpRequest& request) { return request.method == "PATCH" && request.query("dryRun").empty(); }));
        };
        const Ran refused = program_.run(words);
        QVERIFY2(refused.status == 1, (refused.out + refused.err).constData());
        QCOMPARE(stored(), 0);
        const Ran beside = program_.run(words + QStringList {word("--take-over"), word(".spec.minReplicas")});
        QVERIFY2(beside.status == 1 && beside.err.contains("nobody stands against .spec.minReplicas, so --take-over has nothing to take"), beside.err.constData());
        QCOMPARE(stored(), 0);
        const Ran taken = program_.run(words + QStringList {word("--take-over"), word(".spec.maxReplicas")});
        QVERIFY2(taken.status == 0, (taken.out + taken.err).constData());
        QCOMPARE(stored(), 1);
        // As the lines of what would change write it.
        const Ran plainly = program_.run(words + QStringList {word("--take-over"), word("spec.maxReplicas")});
        QVERIFY2(plainly.status == 0, (plainly.out + plainly.err).constData());
        QCOMPARE(stored(), 2);
    }

    // Killed after the server stored it and before it said so: the next command asks the cluster, and undo undoes it.
    void undoLooksForWhatACrashLeft()
    {
        const Program home; // a journal of its own
        RecordedServer server(tls());
        std::atomic<bool> stored {false}, deleted {false};
        server.instead("/apis/autoscaling/v2/namespaces/ml-platform/horizontalpodautoscalers/demo-a", [&](const HttpRequest& request, HttpReply& reply) {
            const bool dry = !request.query("dryRun").empty();
            if (request.method == "PATCH" && !dry) {
                stored = true;
                reply.gone(std::chrono::seconds(60));
            } else if (request.method == "DELETE") {
                deleted = deleted || !dry;
                stored = stored && dry;
                reply.send(200, fixtureText("apply-create.json"));
            } else if (request.method == "GET" && !stored) {
                reply.send(404, fixtureText("hpa-404.json"));
            } else {
                reply.send(200, fixtureText("apply-create.json"));
            }
        });
        const QString file = home.write(QStringLiteral("hpa.yaml"), manifest);
        const QString config = home.write(QStringLiteral("config"), QByteArray::fromStdString(kubeconfigFor(server.http().url(),
            "certificate-authority-data: " + QByteArray::fromStdString(ca_.pem()).toBase64().toStdString())));
        QProcess process;
        home.start(process, {word("apply"), file, word("--yes"), word("--kubeconfig"), config});
        QTRY_VERIFY_WITH_TIMEOUT(stored, 60'000);
        process.kill();
        QVERIFY(process.waitForFinished());
        const Ran undone = home.run({word("undo"), word("--yes"), word("--kubeconfig"), config});
        QVERIFY2(undone.status == 0, (undone.out + undone.err).constData());
        QVERIFY2(undone.err.contains("a run that ended early left this open") && undone.err.contains("created"), undone.err.constData());
        QVERIFY(deleted);
    }

    // Of several contexts those that can be had are written, and the others named with why.
    void oneContextOfTwoIsDead()
    {
        RecordedServer server(tls());
        QByteArray config = QByteArray::fromStdString(kubeconfigFor(server.http().url(),
            "certificate-authority-data: " + QByteArray::fromStdString(ca_.pem()).toBase64().toStdString()));
        config.replace("clusters: [", "clusters: [{name: d, cluster: {server: 'https://127.0.0.1:1'}}, ");
        config.replace("contexts: [", "contexts: [{name: dead, context: {cluster: d, user: u}}, ");
        const QString file = program_.write(QStringLiteral("two"), config);
        const auto run = [&](const QStringList& contexts, const QStringList& command) {
            QStringList words = command + QStringList {word("--prometheus"), word("none"), word("--timeout"), word("6"), word("--kubeconfig"), file};
            for (const QString& context : contexts)
                words << word("--context") << context;
            return program_.run(words);
        };
        for (const QStringList& command : {QStringList {word("export"), word("hpa")}, QStringList {word("cost"), word("--by"), word("namespace")}}) {
            const Ran both = run({word("dead"), word("recorded")}, command);
            QVERIFY2(both.status == 3, (both.out + both.err).constData());
            QCOMPARE(both.err.count("dead is left out."), 1);
            QCOMPARE(both.out.count("dead is left out."), 1); // in the head of the table
            QVERIFY(both.out.count('\n') > 10);
            const Ran dead = run({word("dead")}, command);
            QVERIFY2(dead.status == 1 && dead.out.isEmpty(), (dead.out + dead.err).constData());
            QCOMPARE(run({word("recorded")}, command).status, 0);
        }
    }

    // A table does not wait for ever for a past that does not come: it is written with what is there, and says so.
    void thePastMayNotCome()
    {
        RecordedServer server(tls());
        std::atomic<int> asked {0};
        const ScriptedPrometheus scripted(ScriptedPrometheus::allNames(), [&asked](const HttpRequest&, HttpReply& reply) {
            ++asked;
            reply.gone(std::chrono::seconds(60));
        });
        const HttpServer prometheus([&scripted](const HttpRequest& request, HttpReply& reply) { scripted.answer(request.target, request, reply); });
        const auto exported = [&](const char* page) {
            return program_.run({word("export"), word(page), word("--timeout"), word("9"), word("--prometheus"), QString::fromStdString(prometheus.url()),
                word("--kubeconfig"), configFor(server)});
        };
        const Ran vpa = exported("vpa");
        const QByteArray late = "Not all that was asked for was answered within 6 s";
        QVERIFY2(vpa.status == 0, (vpa.out + vpa.err).constData());
        QVERIFY(asked > 0);
        QVERIFY2(vpa.err.contains(late) && vpa.err.contains("--timeout"), vpa.err.constData());
        QVERIFY2(vpa.out.contains(late), vpa.out.constData()); // in its head, for who gets the file alone
        QVERIFY2(vpa.out.contains("\nfraud-detector-vpa,"), vpa.out.constData());
    }

    // A list in pages, as it was recorded with limit=2: each is asked for and all are shown.
    void pagesOfAList()
    {
        RecordedServer server(tls());
        std::vector<std::string> tokens;
        std::mutex mutex;
        server.instead("/apis/autoscaling/v2/horizontalpodautoscalers", [&](const HttpRequest& request, HttpReply& reply) {
            if (request.query("sendInitialEvents") == "true")
                return void(reply.send(422, RecordedCluster::status(422, "Invalid", "sendInitialEvents is forbidden")));
            if (request.query("watch") == "1")
                return server.usual(request, reply);
            const std::lock_guard lock(mutex);
            tokens.push_back(request.query("continue"));
            reply.send(200, tokens.size() == 1 ? fixtureText("hpa-page1.json") : tokens.size() == 2 ? fixtureText("hpa-page2.json") : RecordedCluster::hpaList("", "931"));
        });
        const Ran ran = program_.run({word("export"), word("hpa"), word("--prometheus"), word("none"), word("--kubeconfig"), configFor(server)});
        QVERIFY2(ran.status == 0 && ran.err.isEmpty(), ran.err.constData());
        QCOMPARE(tokens.size(), 3u); // the second page names a third, which was not recorded
        QVERIFY(tokens[0].empty() && !tokens[1].empty() && tokens[2] != tokens[1]);
        const QString difference = differs(QStringLiteral("recorded/pages.csv"), comparable(plain(ran.out, server), QStringLiteral("csv")));
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
};

QTEST_GUILESS_MAIN(RecordedProgramTest)
#include "tst_recorded_program.moc"
