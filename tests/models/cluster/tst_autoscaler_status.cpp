// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/node.h"

#include "../../support/fixtures.h"
#include "../../support/parsed.h"

#include <QtTest>

using namespace loadline;

class TestAutoscalerStatus : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void yaml();
    void lines();
    void omittedAndNull();
    void unknowns();
    void configMap();
    void refused_data();
    void refused();
    void cutAnywhere_data();
    void cutAnywhere();
};

void TestAutoscalerStatus::yaml()
{
    const auto status = parseAutoscalerText(fixture("autoscaler-status/1.30.yaml"));
    QVERIFY(status.has_value());
    QCOMPARE(formatRfc3339(*status->written), std::string("2026-08-20T08:15:30.123Z"));
    QCOMPARE(status->running, std::string("Running"));
    QCOMPARE(status->health, std::string("Healthy"));
    QCOMPARE(status->scaleUp, std::string("InProgress"));
    QCOMPARE(status->scaleDown, std::string("CandidatesPresent"));
    QCOMPARE(status->groups.size(), std::size_t(2));
    const AutoscalerGroup& group = status->groups[0];
    QCOMPARE(group.name, std::string("workers-a"));
    QCOMPARE(group.health, std::string("Healthy"));
    QCOMPARE(group.scaleUp, std::string("Backoff"));
    QCOMPARE(group.backoffCode, std::string("QUOTA_EXCEEDED"));
    QCOMPARE(group.backoffMessage, std::string("instance quota reached"));
    QCOMPARE(group.ready, std::optional<std::int64_t>(4));
    QCOMPARE(group.registered, std::optional<std::int64_t>(5));
    QCOMPARE(group.target, std::optional<std::int64_t>(6));
    QCOMPARE(group.minSize, std::optional<std::int64_t>(1));
    QCOMPARE(group.maxSize, std::optional<std::int64_t>(6));
    QCOMPARE(formatRfc3339(*group.scaleUpSince), std::string("2026-08-20T08:14:50Z"));
}

void TestAutoscalerStatus::lines()
{
    const auto status = parseAutoscalerText(fixture("autoscaler-status/1.29.txt"));
    QVERIFY(status.has_value());
    QCOMPARE(formatRfc3339(*status->written), std::string("2024-01-10T08:15:30.123Z"));
    QCOMPARE(status->running, std::string());
    QCOMPARE(status->health, std::string("Healthy"));
    QCOMPARE(status->scaleUp, std::string("InProgress"));
    QCOMPARE(status->scaleDown, std::string("NoCandidates"));
    QCOMPARE(status->groups.size(), std::size_t(2));
    const AutoscalerGroup& a = status->groups[0];
    QCOMPARE(a.name, std::string("workers-a"));
    QCOMPARE(a.ready, std::optional<std::int64_t>(4)); // not the longer keys that end in it
    QCOMPARE(a.registered, std::optional<std::int64_t>(4));
    QCOMPARE(a.target, std::optional<std::int64_t>(5));
    QCOMPARE(a.minSize, std::optional<std::int64_t>(1));
    QCOMPARE(a.maxSize, std::optional<std::int64_t>(10));
    QCOMPARE(formatRfc3339(*a.scaleUpSince), std::string("2024-01-10T08:14:10Z"));
    const AutoscalerGroup& b = status->groups[1];
    QCOMPARE(b.name, std::string("https://www.googleapis.com/compute/v1/projects/p/zones/z/instanceGroups/b")); // with a colon
    QCOMPARE(b.scaleUp, std::string("Backoff"));
    QCOMPARE(b.health, std::string()); // <unknown>
    QVERIFY(!b.ready && !b.target && !b.scaleUpSince);
}

void TestAutoscalerStatus::omittedAndNull()
{
    const auto status = parseAutoscalerText(R"(autoscalerStatus: Initializing
clusterWide:
  health: {status: Healthy, lastTransitionTime: null}
nodeGroups:
- name: zero
  health: {status: Healthy, nodeCounts: {registered: {total: 2}}, maxSize: 5, cloudProviderTarget: 2}
  scaleUp: {status: NoActivity, lastTransitionTime: null}
- name: silent
- {}
)");
    QVERIFY(status.has_value());
    QVERIFY(!status->written);
    QCOMPARE(status->running, std::string("Initializing"));
    QCOMPARE(status->groups.size(), std::size_t(3));
    const AutoscalerGroup& zero = status->groups[0]; // zeros are left out of what is written
    QCOMPARE(zero.ready, std::optional<std::int64_t>(0));
    QCOMPARE(zero.minSize, std::optional<std::int64_t>(0));
    QVERIFY(!zero.scaleUpSince);
    const AutoscalerGroup& silent = status->groups[1]; // nothing written is nothing known
    QVERIFY(!silent.ready && !silent.registered && !silent.minSize && !silent.maxSize && !silent.target);
}

void TestAutoscalerStatus::unknowns()
{
    const auto status = parseAutoscalerText(R"(clusterWide: 5
nodeGroups: {a: b}
time: <unknown>
autoscalerStatus: [1]
)");
    QVERIFY(status.has_value());
    QVERIFY(!status->written && status->groups.empty() && status->health.empty() && status->running.empty());
}

void TestAutoscalerStatus::configMap()
{
    const auto status = parsed(R"({"metadata":{"name":"cluster-autoscaler-status","namespace":"kube-system","annotations":{
        "cluster-autoscaler.kubernetes.io/last-updated":"2026-08-20 08:15:30.5 +0000 UTC"}},"data":{"status":"autoscalerStatus: Running\n"}})",
        parseAutoscalerStatus);
    QVERIFY(status.has_value());
    QCOMPARE(status->meta.name, std::string("cluster-autoscaler-status"));
    QCOMPARE(formatRfc3339(*status->written), std::string("2026-08-20T08:15:30.500Z")); // the text had no time
    QVERIFY(!parsed(R"({"metadata":{"name":"x"},"data":{}})", parseAutoscalerStatus));
    const auto broken = parsed(R"({"metadata":{"name":"x","namespace":"n"},"data":{"status":"a: [\n"}})", parseAutoscalerStatus);
    QVERIFY(!broken);
    QCOMPARE(broken.error().where, std::string("ConfigMap n/x, line 2"));
}

void TestAutoscalerStatus::refused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("blank") << QByteArray(" \n\t");
    QTest::newRow("a word") << QByteArray("hello");
    QTest::newRow("a list") << QByteArray("- a\n- b\n");
    QTest::newRow("broken YAML") << QByteArray("a: {\n");
    QTest::newRow("tabs") << QByteArray("a:\n\t- b: :\n\t\tc");
    QTest::newRow("title alone") << QByteArray("Cluster-autoscaler status at 2024-01-10 08:15:30 +0000 UTC:\n");
    QTest::newRow("deep") << QByteArray(100'000, '[');
    QTest::newRow("deep maps") << QByteArray("{a: ").repeated(50'000);
    QTest::newRow("deep blocks") << QByteArray("- ").repeated(50'000);
    QTest::newRow("long") << QByteArray(5 << 20, 'x');
    QTest::newRow("binary") << QByteArray("\x00\x01\xff\xfe", 4);
    QTest::newRow("unknown alias") << QByteArray("a: *b\n");
}

void TestAutoscalerStatus::refused()
{
    QFETCH(QByteArray, text);
    const auto status = parseAutoscalerText(std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
    QVERIFY(!status);
    QVERIFY(status.error().kind == Error::Kind::Malformed);
    QVERIFY(!status.error().what.empty());
}

void TestAutoscalerStatus::cutAnywhere_data()
{
    QTest::addColumn<int>("unused");
    QTest::newRow("autoscaler-status/1.30.yaml") << 0;
    QTest::newRow("autoscaler-status/1.29.txt") << 0;
}

void TestAutoscalerStatus::cutAnywhere()
{
    const std::string text = fixture(QTest::currentDataTag());
    QVERIFY(text.size() > 500);
    int good = 0;
    for (std::size_t cut = 0; cut <= text.size(); ++cut)
        good += parseAutoscalerText(std::string_view(text).substr(0, cut)).has_value() ? 1 : 0;
    QVERIFY(good > 0);
}

QTEST_APPLESS_MAIN(TestAutoscalerStatus)
#include "tst_autoscaler_status.moc"
