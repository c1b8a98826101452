// SPDX-License-Identifier: GPL-3.0-or-later
// `loadline cost` and `loadline review` as a user types them.
#include "headless_costs.h"
#include "program.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace loadline;

class CostCommandTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    test::Program program_;

    [[nodiscard]] QString at(const char* name) const { return folder_.filePath(QString::fromLatin1(name)); }
    void write(const char* name, const char* text)
    {
        QFile out(at(name));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(text);
    }

private Q_SLOTS:
    void refuses_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* words, int status, const char* says) {
            QTest::newRow(words) << QString::fromLatin1(words) << status << QString::fromLatin1(says);
        };
        row("cost --demo --window x", 2, "--window");
        row("cost --demo --window 0d", 2, "--window");
        row("cost --demo --window -3d", 2, "--window");
        row("cost --demo --window 367d", 2, "--window");
        row("cost --demo --window 99999999999999999999d", 2, "--window");
        row("cost --demo --window 400000000w", 2, "--window");
        row("cost --demo --by nothing", 2, "nothing");
        row("cost --demo --by label:", 2, "label");
        row("cost --demo --currency EUR", 2, "EUR");
        row("cost --demo --currency EUR=0", 2, "EUR");
        row("cost --demo --currency EUR=-1", 2, "EUR");
        row("cost --demo --currency EURO=1", 2, "EURO");
        row("cost --demo --currency EUR=0.9@yesterday", 2, "EUR");
        row("cost --demo --baseline often", 2, "--baseline"); // told before any cluster is asked
        row("cost --demo --baseline fixed:/nonexistent", 2, "/nonexistent");
        row("cost --format xml", 2, "format");
        row("cost --timeout x", 2, "timeout");
        row("cost --kubeconfig /nonexistent/config", 1, "/nonexistent/config does not exist");
        row("review", 2, "output");
        row("review -o x.pdf --paper a0", 2, "paper");
        row("review --demo -o x.pdf --window 0d", 2, "--window");
    }
    void refuses()
    {
        QFETCH(QString, words);
        QFETCH(int, status);
        QFETCH(QString, says);
        const test::Ran ran = program_.run(words.split(QLatin1Char(' ')));
        QVERIFY2(ran.status == status, (QByteArray::number(ran.status) + ran.err).constData());
        QCOMPARE(ran.out, QByteArray());
        QVERIFY2(ran.err.contains(says.toUtf8()), ran.err.constData());
        QVERIFY2(ran.err.endsWith('\n') && ran.err.count('\n') == 1, ran.err.constData());
    }

    void readsBaselines()
    {
        write("counts.txt", "# before\ngpu=5\ncpu=10@0.137\n");
        write("wrong.txt", "gpu=-5\n");
        Costs costs;
        costs.settings.baseline.kind = BaselineKind::PinnedAtMax;
        const auto of = [&](const QString& text) { return baselineOf(text.toStdString(), {}, {}, costs); };
        QCOMPARE(of({})->kind, BaselineKind::PinnedAtMax); // the user's own
        QCOMPARE(of(QStringLiteral("peak"))->kind, BaselineKind::Peak);
        const auto fixed = of(QStringLiteral("fixed:") + at("counts.txt"));
        QVERIFY(fixed.has_value());
        QCOMPARE(fixed->pools.size(), std::size_t(2));
        for (const BaselinePool& pool : fixed->pools)
            QCOMPARE(pool.nodes, pool.pool == "gpu" ? 5 : 10);
        for (const QString& bad : {QStringLiteral("often"), QStringLiteral("fixed:/nonexistent"), QStringLiteral("fixed:") + at("wrong.txt"),
                 QStringLiteral("date:"), QStringLiteral("date:2026-13-01"), QStringLiteral("date:2026-11-01")})
            QVERIFY2(!of(bad), qPrintable(bad));
    }
};

QTEST_APPLESS_MAIN(CostCommandTest)
#include "tst_cost_command.moc"
