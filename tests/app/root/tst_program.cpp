// SPDX-License-Identifier: GPL-3.0-or-later
// What the program writes, compared whole with files of tests/fixtures/cli. LOADLINE_UPDATE=1 tst_program writes them
// anew: read the difference before it is committed.
#include "program.h"
#include "support/recorded_server.h"

#include <QThread>

#include <deque>
#include <memory>

using namespace loadline::test;

namespace {

const QStringList demo {QStringLiteral("--demo=0"), QStringLiteral("--demo-time"), QStringLiteral("2026-11-23T14:00:00Z")};
// Machines that build at the same time are slow: what is compared is the text, not the time it takes.
const QStringList patient {QStringLiteral("--timeout"), QStringLiteral("240")};

QStringList split(const char* words)
{
    return QString::fromLatin1(words).split(u' ');
}

// What goes by the wall's clock, as a recorded cluster's ages do, is not compared.
QByteArray withoutTimes(const QByteArray& text)
{
    QString plain = QString::fromUtf8(text);
    static const QRegularExpression now(QStringLiteral("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"));
    static const QRegularExpression age(QStringLiteral("\\b\\d+[ \\x{2009}](s|min|h|d)\\b"));
    static const QRegularExpression scheduled(QStringLiteral("[^\n]*,cron,[^\n]*\n")); // on or off, by the hour of the day
    plain.remove(scheduled).replace(now, QStringLiteral("TIME")).replace(age, QStringLiteral("AGE"));
    return plain.toUtf8();
}

} // namespace

class ProgramTest : public QObject {
    Q_OBJECT

    Program program_;

private Q_SLOTS:
    void words_data()
    {
        QTest::addColumn<QString>("golden");
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("status");
        const auto row = [](const char* name, const char* words, int status) {
            QTest::newRow(name) << QString::fromLatin1(name) + QStringLiteral(".txt") << split(words) << status;
        };
        row("help", "--help", 0);
        for (const char* command : {"export", "picture", "contexts", "pages", "cost", "review", "lint", "manifest", "apply", "undo", "journal"})
            QTest::addRow("%s", command) << QStringLiteral("help-%1.txt").arg(QString::fromLatin1(command))
                                         << QStringList {QString::fromLatin1(command), QStringLiteral("--help")} << 0;
        row("pages", "pages", 0);
        row("contexts-of-the-demo", "contexts --demo", 0);
        row("no-such-command", "exprot hpa", 2);
        row("no-such-page", "export nosuch --demo", 1);
        row("no-such-context", "export hpa --demo --context nosuch", 1);
        row("no-such-picture", "picture nosuch --demo -o /dev/null", 1);
        row("no-such-entry", "undo 999", 1);
        row("no-entry", "undo abc", 2);
        row("no-bound", "bounds hpa/web --demo", 2);
        row("allowed-in-the-window", "--allow-changes --demo", 2);
        row("no-such-row", "picture wizard --demo=0 --row prod-us-east/ml-platform/Deployment/nobody#review -o /dev/null", 1);
    }
    void words()
    {
        QFETCH(QString, golden);
        QFETCH(QStringList, words);
        QFETCH(int, status);
        const Ran ran = program_.run(words);
        QCOMPARE(ran.status, status);
        // Either it did what was asked, or it says why not: never both.
        QVERIFY2(status == 0 ? ran.err.isEmpty() : ran.out.isEmpty(), (ran.err + ran.out).constData());
        if (status != 0)
            QVERIFY2(ran.err.startsWith("loadline: ") && ran.err.count('\n') == 1, ran.err.constData());
        const QString difference = differs(golden, ran.out + ran.err);
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }

    // Silence is no pass: a cluster that cannot be asked is said, and the exit status is that of lint's own failures.
    void lintSaysWhenTheClusterCannotBeAsked()
    {
        const QString file = program_.write(QStringLiteral("nobody"),
            "current-context: a\nclusters: [{name: c, cluster: {server: 'http://127.0.0.1:9'}}]\nusers: [{name: u, user: {token: t}}]\ncontexts: [{name: a, context: {cluster: c, user: u}}]\n");
        const QString manifest = program_.write(QStringLiteral("class.yaml"), "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: blue}\nvalue: 7\n");
        const QStringList cluster {QStringLiteral("--kubeconfig"), file, QStringLiteral("--context"), QStringLiteral("a")};
        Ran ran = program_.run(QStringList {QStringLiteral("lint"), manifest} + cluster);
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.out.isEmpty() && ran.err.contains("refused the connection"), (ran.out + ran.err).constData());
        ran = program_.run(QStringList {QStringLiteral("manifest"), QStringLiteral("notes")} + cluster);
        QCOMPARE(ran.status, 1);
        QVERIFY2(ran.out.isEmpty() && ran.err.contains("refused the connection"), (ran.out + ran.err).constData());
        const QString broken = program_.write(QStringLiteral("broken"), "contexts: [\n");
        ran = program_.run({QStringLiteral("lint"), manifest, QStringLiteral("--kubeconfig"), broken, QStringLiteral("--context"), QStringLiteral("a")});
        QVERIFY2(ran.status == 2 && ran.err.contains("broken:"), (ran.out + ran.err).constData());
    }

    void contexts()
    {
        const QString file = program_.write(QStringLiteral("several"),
            "current-context: b\nclusters: [{name: c, cluster: {server: 'https://one.example:6443'}}]\nusers: [{name: u, user: {token: secret}}]\n"
            "contexts: [{name: a, context: {cluster: c, user: u, namespace: shop}}, {name: b, context: {cluster: c, user: u}}, "
            "{name: broken, context: {cluster: gone, user: u}}]\n");
        const Ran ran = program_.run({QStringLiteral("contexts"), QStringLiteral("--kubeconfig"), file});
        QCOMPARE(ran.status, 0);
        QCOMPARE(ran.err, QByteArray());
        QVERIFY(!ran.out.contains("secret"));
        const QString difference = differs(QStringLiteral("contexts.txt"), ran.out);
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }

    // Every table of the demo, of both of its clusters, at a fixed time: three programs at a time. Its costs, which need a
    // month of its history, are held by tst_review.
    // What one run wrote to the demo the next one finds, and undoes; the real journal has none of it.
    void theDemoIsWrittenOverRuns()
    {
        const auto at = [](const char* words) { return split(words) << QStringLiteral("--context") << QStringLiteral("staging-eu") << QStringLiteral("--demo") << patient; };
        const QString file = program_.write(QStringLiteral("class.yaml"), "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: blue}\nvalue: 7\n");
        Ran ran = program_.run(at("apply --yes") << file);
        QVERIFY2(ran.status == 0, ran.err.constData());
        QVERIFY2(ran.out.contains("PriorityClass blue: created (journal entry 1)"), ran.out.constData());
        ran = program_.run(at("apply --yes") << file);
        QVERIFY2(ran.status == 0 && ran.out.contains("= PriorityClass blue is as wanted"), (ran.out + ran.err).constData());
        ran = program_.run({QStringLiteral("journal"), QStringLiteral("--demo")});
        QVERIFY2(ran.out.contains("PriorityClass blue"), ran.out.constData());
        QVERIFY(program_.run({QStringLiteral("journal"), QStringLiteral("--demo"), QStringLiteral("--context"), QStringLiteral("staging-eu")}).out.contains("PriorityClass blue"));
        QCOMPARE(program_.run({QStringLiteral("journal"), QStringLiteral("--demo"), QStringLiteral("--context"), QStringLiteral("prod-us-east")}).out, QByteArray());
        QCOMPARE(program_.run({QStringLiteral("journal"), QStringLiteral("--demo"), QStringLiteral("-n"), QStringLiteral("shop")}).out, QByteArray());
        QCOMPARE(program_.run({QStringLiteral("journal")}).out, QByteArray());
        QCOMPARE(program_.run({QStringLiteral("journal"), QStringLiteral("--demo"), QStringLiteral("--demo-time"), QStringLiteral("2026-11-23T14:00:00Z")}).out, QByteArray());
        // Read-only by its name, until the command is told otherwise.
        const QStringList production = split("apply --yes --demo --context prod-us-east") << patient << file;
        ran = program_.run(production);
        QVERIFY2(ran.status == 1 && ran.out.contains("--allow-changes"), (ran.out + ran.err).constData());
        ran = program_.run(QStringList {production} << QStringLiteral("--allow-changes"));
        QVERIFY2(ran.status == 0 && ran.out.contains("PriorityClass blue: created"), (ran.out + ran.err).constData());
        ran = program_.run(split("undo --demo --yes --allow-changes") << patient);
        QVERIFY2(ran.status == 0, (ran.out + ran.err).constData());
        ran = program_.run(split("undo --demo --yes") << patient);
        QVERIFY2(ran.status == 0 && ran.out.contains("PriorityClass blue: deleted"), (ran.out + ran.err).constData());
        ran = program_.run(split("undo --demo --yes") << patient);
        QCOMPARE(ran.status, 1); // nothing is left
        QCOMPARE(program_.run({QStringLiteral("journal"), QStringLiteral("--demo"), QStringLiteral("--forget-demo")}).status, 0);
        QCOMPARE(program_.run({QStringLiteral("journal"), QStringLiteral("--demo")}).out, QByteArray());
        QCOMPARE(program_.run({QStringLiteral("journal"), QStringLiteral("--forget-demo")}).status, 1); // the real one stays
    }
    // Loadline's own bundle in a new namespace: the namespace comes first, and what stands in it is tried when it is there.
    void aBundleMakesItsNamespace()
    {
        const QString file = program_.write(QStringLiteral("lab.yaml"), "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web, namespace: lab}\nspec: {minAvailable: 1, selector: {matchLabels: {app: web}}}\n"
            "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: lab}\n");
        const QStringList at = split("--context staging-eu --demo --yes") << patient;
        Ran ran = program_.run(QStringList {QStringLiteral("apply"), file} + at);
        QVERIFY2(ran.status == 0, (ran.out + ran.err).constData());
        QVERIFY2(ran.out.contains("the namespace lab is made before it") && ran.out.contains("PodDisruptionBudget lab/web: created"), ran.out.constData());
        QVERIFY(ran.out.indexOf("Namespace lab: created") < ran.out.indexOf("PodDisruptionBudget lab/web: created"));
        ran = program_.run({QStringLiteral("journal"), QStringLiteral("--demo"), QStringLiteral("--forget-demo")});
        QCOMPARE(ran.status, 0);
    }
    // What a query finds now is asked of the cluster's Prometheus; without one the rule says less.
    void lintAsksPrometheus()
    {
        const QByteArray head = "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: asks}\nspec:\n  minReplicaCount: 0\n  scaleTargetRef: {name: search-api}\n  triggers:\n"
                                "  - type: prometheus\n    metadata: {serverAddress: 'http://p:9090', threshold: '5', query: ";
        const QString nothing = program_.write(QStringLiteral("nothing.yaml"), head + "'topk(500, count by(topic,consumergroup)(kafka_consumergroup_lag))'}\n");
        const QString up = program_.write(QStringLiteral("some.yaml"), head + "'(what the demo cannot tell)'}\n");
        const auto lint = [&](const QString& file, const char* more) { return program_.run(split("lint --demo --context prod-us-east -n checkout") << patient << split(more) << file); };
        Ran ran = lint(nothing, "--format text");
        QVERIFY2(ran.status == 1 && ran.out.contains("The prometheus query finds nothing now, and that counts as 0."), (ran.out + ran.err).constData());
        ran = lint(up, "--format text");
        QVERIFY2(ran.status == 1 && ran.out.contains("An empty answer to the prometheus query counts as 0."), (ran.out + ran.err).constData());
        ran = lint(nothing, "--prometheus none");
        QVERIFY2(ran.status == 1 && ran.out.contains("An empty answer to the prometheus query counts as 0.") && ran.err.isEmpty(), (ran.out + ran.err).constData());
    }
    // Fields that others hold are left, taken, or saved for Git, as the window offers; and it warns of what the window
    // warns of.
    void conflictsAreDecided()
    {
        const auto at = [](const char* words) { return split(words) << split("--context staging-eu -n staging --demo --yes") << patient; };
        Ran ran = program_.run(at("bounds hpa/search-api --max 7"));
        QCOMPARE(ran.status, 1);
        QVERIFY2(ran.out.contains(".spec.maxReplicas is held by kubectl-client-side-apply"), ran.out.constData());
        QVERIFY2(ran.err.contains("--drop FIELD") && ran.err.contains("--save-patch FILE"), ran.err.constData());
        ran = program_.run(at("bounds hpa/search-api --max 7 --drop .spec.maxReplicas"));
        QVERIFY2(ran.status == 0 && ran.err.contains("is left to kubectl-client-side-apply"), (ran.out + ran.err).constData());
        QCOMPARE(ran.out.count("HorizontalPodAutoscaler staging/search-api"), 1); // shown once, as it would be written
        const QString patch = program_.path(QStringLiteral("patch.yaml"));
        ran = program_.run(at("bounds hpa/search-api --max 7") << QStringLiteral("--save-patch") << patch);
        QVERIFY2(ran.status == 0, ran.err.constData());
        QFile saved(patch);
        QVERIFY(saved.open(QIODevice::ReadOnly));
        const QByteArray text = saved.readAll();
        QVERIFY2(text.contains("maxReplicas: 7") && text.contains("name: search-api"), text.constData());
        QVERIFY(!program_.run({QStringLiteral("journal"), QStringLiteral("--demo")}).out.contains("search-api")); // nothing went out
        ran = program_.run(at("bounds hpa/search-api --max 7 --take-over .spec.maxReplicas"));
        QVERIFY2(ran.status == 0, (ran.out + ran.err).constData());
        QVERIFY2(ran.out.contains(".spec.maxReplicas is taken over from kubectl-client-side-apply") && !ran.out.contains("Leave these fields"), ran.out.constData());
        ran = program_.run(at("scale deployment/search-api 2 --dry-run"));
        QVERIFY2(ran.err.contains("HorizontalPodAutoscaler search-api sets the replicas"), ran.err.constData());
        ran = program_.run(split("undo --demo --yes") << patient);
        QVERIFY2(ran.status == 0 && ran.out.contains("maxReplicas: 7 \xe2\x86\x92 3"), (ran.out + ran.err).constData());
        QVERIFY2(ran.err.contains("Loadline took the field over and goes on holding it"), ran.err.constData());
        ran = program_.run({QStringLiteral("journal"), QStringLiteral("--demo"), QStringLiteral("--format"), QStringLiteral("json")});
        QVERIFY2(ran.out.contains("Loadline goes on holding .spec.maxReplicas (kubectl-client-side-apply)"), ran.out.constData());
    }
    void tables()
    {
        QCOMPARE(qEnvironmentVariable("TZ"), QStringLiteral("UTC"));
        struct Job {
            QString golden;
            QStringList words;
            std::unique_ptr<QProcess> process;
        };
        std::deque<Job> jobs;
        for (const char* page : {"overview", "hpa", "vpa", "keda", "pools", "findings"})
            for (const char* format : {"csv", "json"})
                jobs.push_back({QStringLiteral("%1.%2").arg(QString::fromLatin1(page), QString::fromLatin1(format)),
                    QStringList {QStringLiteral("export"), QString::fromLatin1(page), QStringLiteral("--format"), QString::fromLatin1(format)}
                        // Nodes of staging may not be listed: there the table is of one cluster.
                        + (qstrcmp(page, "pools") == 0 || qstrcmp(page, "keda") == 0
                                ? QStringList()
                                : split("--context prod-us-east --context staging-eu")),
                    nullptr});
        constexpr std::size_t atATime = 3;
        const auto begin = [this](Job& job) {
            job.process = std::make_unique<QProcess>();
            program_.start(*job.process, job.words + demo + patient);
        };
        for (std::size_t i = 0; i < std::min(atATime, jobs.size()); ++i)
            begin(jobs[i]);
        QStringList differences;
        while (!jobs.empty()) {
            const Ran ran = Program::finish(*jobs.front().process, 300'000);
            QVERIFY2(ran.status == 0, qPrintable(jobs.front().words.join(u' ') + QString::fromUtf8(ran.err)));
            QVERIFY2(ran.err.isEmpty(), ran.err.constData());
            if (const QString difference = differs(jobs.front().golden, ran.out); !difference.isEmpty())
                differences << difference;
            jobs.pop_front();
            if (jobs.size() >= atATime)
                begin(jobs[atATime - 1]);
        }
        QVERIFY2(differences.isEmpty(), qPrintable(differences.join(QStringLiteral("\n\n"))));
    }

    // A recorded API server behind TLS: the kubeconfig, libcurl, the feed and the tables, all real.
    void tablesOfARecordedServer()
    {
        const TestCa ca;
        RecordedServer server(HttpServer::Tls {ca.issue(), {}});
        const QString file = program_.write(QStringLiteral("recorded"),
            QByteArray::fromStdString(kubeconfigFor(server.http().url(),
                "certificate-authority-data: " + QByteArray::fromStdString(ca.pem()).toBase64().toStdString())));
        QStringList differences;
        for (const char* page : {"hpa", "vpa", "keda", "pools"}) {
            const Ran ran = program_.run({QStringLiteral("export"), QString::fromLatin1(page), QStringLiteral("--prometheus"), QStringLiteral("none"),
                QStringLiteral("--kubeconfig"), file});
            QVERIFY2(ran.status == 0 && ran.err.isEmpty(), ran.err.constData());
            if (const QString difference = differs(QStringLiteral("recorded-%1.csv").arg(QString::fromLatin1(page)), withoutTimes(ran.out)); !difference.isEmpty())
                differences << difference;
        }
        QVERIFY2(differences.isEmpty(), qPrintable(differences.join(QStringLiteral("\n\n"))));
        for (const HttpRequest& request : server.http().requests()) {
            QCOMPARE(request.method, std::string("GET")); // an export changes nothing
            QCOMPARE(request.header("authorization"), std::string("Bearer t"));
        }
    }
};

QTEST_GUILESS_MAIN(ProgramTest)
#include "tst_program.moc"
