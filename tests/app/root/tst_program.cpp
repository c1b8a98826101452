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
