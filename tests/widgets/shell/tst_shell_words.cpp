// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_state.h"
#include "shell/commands.h"
#include "shell/context_bar.h"
#include "shell/context_picker.h"
#include "shell/fuzzy.h"
#include "shell/prometheus_dialog.h"
#include "shell/range_picker.h"
#include "shell/window_state.h"

#include <QSet>
#include <QTest>

using namespace loadline;

// What the frame says and decides, without a window.
class TestShellWords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void clusters()
    {
        auto state = sample::calm();
        QCOMPARE(clustersText(state.contexts), QStringLiteral("prod-us-east \u00b7 ml-platform"));
        state.contexts[0].namespaces.clear();
        QCOMPARE(clustersText(state.contexts), QStringLiteral("prod-us-east \u00b7 all namespaces"));
        state.contexts.front().readNamespaces = {QStringLiteral("shop")}; // all that the user may read
        QCOMPARE(clustersText(state.contexts), QStringLiteral("prod-us-east \u00b7 shop"));
        QCOMPARE(clustersText(sample::troubled().contexts), QStringLiteral("3 clusters"));
        QCOMPARE(clustersText({}), QStringLiteral("No cluster open"));
    }
    void ageOfOne()
    {
        auto state = sample::calm();
        QCOMPARE(ageText(state.contexts), QStringLiteral("live, 1\u2009s ago"));
        state.contexts[0].age = Millis {200};
        QCOMPARE(ageText(state.contexts), QStringLiteral("live, just now"));
        state.contexts[0].link = ContextLink::Stale;
        state.contexts[0].age = std::chrono::minutes {3};
        state.contexts[0].trouble = QStringLiteral("connection refused");
        QCOMPARE(ageText(state.contexts), QStringLiteral("last heard 3\u2009min ago: connection refused"));
        state.contexts[0].age.reset();
        QCOMPARE(ageText(state.contexts), QStringLiteral("never heard: connection refused"));
    }
    void theWorstClusterIsNamed()
    {
        const auto state = sample::troubled();
        QCOMPARE(ageText(state.contexts),
            QStringLiteral("1 of 3 live; staging never heard: the credential plugin aws failed with exit code 255"));
        const QString all = ageDetails(state.contexts);
        QVERIFY2(all.contains(QStringLiteral("Is the VPN up?")), qPrintable(all));
        QCOMPARE(all.count(QStringLiteral("prod-us-east")), 1);
    }
    void prometheus()
    {
        QCOMPARE(prometheusText({sample::found()}),
            QStringLiteral("Prometheus: monitoring/kube-prometheus-stack-prometheus:9090 (well-known name)"));
        QCOMPARE(prometheusText(sample::troubled().prometheus), QStringLiteral("Prometheus in 1 of 2 clusters"));
        QCOMPARE(prometheusText({}), QString());
    }
    void ranges()
    {
        const auto now = TimePoint {Seconds {1763913600}};
        QCOMPARE(rangeText({std::chrono::hours {8}, {}}, now, true), QStringLiteral("Last 8 h"));
        QCOMPARE(rangeText({std::chrono::hours {24 * 7}, {}}, now, true), QStringLiteral("Last 7 d"));
        QCOMPARE(rangeText({std::chrono::hours {24}, {}}, now, true), QStringLiteral("Last 24 h"));
        const TimeRange day {now - std::chrono::hours {2}, now};
        QCOMPARE(rangeText({{}, day}, now, true), QStringLiteral("23 Nov 14:00 \u2013 16:00"));
        const TimeRange night {now - std::chrono::hours {20}, now};
        QCOMPARE(rangeText({{}, night}, now, true), QStringLiteral("22 Nov 20:00 \u2013 23 Nov 16:00"));
        const TimeRange lastYear {now - std::chrono::hours {24 * 400}, now - std::chrono::hours {24 * 399}};
        QVERIFY(rangeText({{}, lastYear}, now, true).contains(QStringLiteral("2024")));
    }
    void links()
    {
        const auto state = sample::troubled();
        QCOMPARE(linkText(state.contexts[0]), QStringLiteral("open, live"));
        QCOMPARE(linkText(state.contexts[1]), QStringLiteral("open, stale"));
        QCOMPARE(linkText(state.contexts[3]), QStringLiteral("not opened"));
        QCOMPARE(linkText(state.contexts[4]), QStringLiteral("cannot be opened"));
    }
    void fuzzy_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("better");
        QTest::addColumn<QString>("worse"); // "" must not match at all
        QTest::newRow("prefix before middle") << "hpa" << "hpa-one" << "keda-hpa-two";
        QTest::newRow("word start before inside") << "det" << "fraud-detector" << "undetermined";
        QTest::newRow("run before scattered") << "frau" << "fraud-detector-hpa" << "feature-rollout-api-usage";
        QTest::newRow("initials match") << "fdh" << "fraud-detector-hpa" << "recommendation";
        QTest::newRow("several words in any order") << "hpa fraud" << "fraud-detector-hpa" << "fraud-detector";
        QTest::newRow("case does not count") << "HPA" << "my-hpa" << "vpa";
        QTest::newRow("short before long") << "node" << "Node pools" << "Node pools of the cluster that is far away";
    }
    void fuzzy()
    {
        QFETCH(QString, query);
        QFETCH(QString, better);
        QFETCH(QString, worse);
        const auto good = fuzzyScore(query, better);
        const auto bad = fuzzyScore(query, worse);
        QVERIFY(good.has_value());
        QVERIFY2(!bad || *good > *bad, qPrintable(QStringLiteral("%1 against %2").arg(*good).arg(bad.value_or(0))));
    }
    void strewnLettersMeanNothing()
    {
        QVERIFY(!fuzzyScore(QStringLiteral("pause"), QStringLiteral("no-requests-hpa prod-us-east / ml-platform HPA")));
        QVERIFY(fuzzyScore(QStringLiteral("frdet"), QStringLiteral("fraud-detector-hpa")));
    }
    void nothingTypedMatchesAll() { QVERIFY(fuzzyScore({}, QStringLiteral("anything")).has_value()); }
    void prometheusForm_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<int>("auth");
        QTest::addColumn<QString>("secret");
        QTest::addColumn<QString>("header");
        QTest::addColumn<bool>("fine");
        const int none = int(PrometheusForm::Auth::None);
        const int bearer = int(PrometheusForm::Auth::Bearer);
        QTest::newRow("https") << "https://prom.example.com/x" << none << "" << "" << true;
        QTest::newRow("no scheme") << "prom.example.com" << none << "" << "" << false;
        QTest::newRow("ftp") << "ftp://prom" << none << "" << "" << false;
        QTest::newRow("empty") << "" << none << "" << "" << false;
        QTest::newRow("password in the URL") << "https://u:p@prom" << none << "" << "" << false;
        QTest::newRow("bearer without token") << "https://prom" << bearer << "" << "" << false;
        QTest::newRow("bearer") << "https://prom" << bearer << "abc" << "" << true;
        QTest::newRow("header") << "https://prom" << none << "" << "X-Scope-OrgID" << true;
        QTest::newRow("header with a blank") << "https://prom" << none << "" << "X Scope" << false;
        QTest::newRow("header with a line end") << "https://prom" << none << "" << "X\r\nEvil" << false;
    }
    void prometheusForm()
    {
        QFETCH(QString, url);
        QFETCH(QString, secret);
        QFETCH(QString, header);
        QFETCH(int, auth);
        PrometheusForm form;
        form.use = PrometheusForm::Use::ByHand;
        form.url = url;
        form.auth = PrometheusForm::Auth(auth);
        form.secret = Secret(secret.toStdString());
        if (!header.isEmpty())
            form.headers = {{header, QStringLiteral("team-a")}};
        QTEST(faultOf(form).isEmpty(), "fine");
        form.use = PrometheusForm::Use::Search;
        QVERIFY(faultOf(form).isEmpty());
    }
    void windowState()
    {
        WindowState state {QByteArray("geometry"), QStringLiteral("hpa"), {{QStringLiteral("hpa"), QByteArray("columns")}}};
        const auto bytes = write(state);
        QCOMPARE(readWindowState(bytes).value(), state);
        for (qsizetype cut = 0; cut < bytes.size(); ++cut)
            QVERIFY(!readWindowState(bytes.left(cut)));
        QVERIFY(!readWindowState(QByteArray("something else entirely")));
    }
    void commandsAreUnique()
    {
        QSet<QString> ids;
        QSet<QString> keys;
        for (const auto& command : commands()) {
            QVERIFY2(!ids.contains(command.id), qPrintable(command.id));
            ids.insert(command.id);
            QVERIFY(!command.title.isEmpty());
            for (const auto& key : command.shortcuts) {
                QVERIFY2(!keys.contains(key.toString()), qPrintable(key.toString()));
                keys.insert(key.toString());
            }
        }
    }
};

QTEST_MAIN(TestShellWords)
#include "tst_shell_words.moc"
