// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/overview.h"

#include "../../support/world_from_fixtures.h"
#include "hpa_texts.h"
#include "tables/decisions.h"

#include <QtTest>

#include <set>

using namespace loadline;

namespace {

std::string eventJson(const std::string& kind, const std::string& about, const char* reason, const char* message, const char* last,
    const char* ns = "shop")
{
    static int number = 0;
    return R"({"metadata":{"name":"e)" + std::to_string(++number) + R"(","namespace":")" + ns + R"("},"involvedObject":{"kind":")" + kind
        + R"(","namespace":")" + ns + R"(","name":")" + about + R"("},"reason":")" + reason + R"(","message":")" + message
        + R"(","type":"Normal","count":1,"firstTimestamp":")" + last + R"(","lastTimestamp":")" + last + R"("})";
}

QStringList texts(const std::vector<Decision>& decisions)
{
    QStringList texts;
    for (const auto& decision : decisions)
        texts << plain(decision.text);
    return texts;
}

QString counts(const std::vector<StateCount>& states)
{
    QStringList words;
    for (const auto& state : states)
        words << QStringLiteral("%1 %2").arg(state.count).arg(state.word);
    return words.join(QStringLiteral(", "));
}

} // namespace

class TestOverview : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cards();
    void attentionIsWorstFirst();
    void itemsLeadToRows();
    void refusedAndMissing();
    void nodes();
    void rescales();
    void otherDecisions();
    void reasons_data();
    void reasons();
    void troubleOfOneClusterStaysThere();
    void exportRows();
};

void TestOverview::cards()
{
    const auto summary = deriveOverview({WorldMaker::recorded().make()}, {}).front();
    QCOMPARE(summary.cluster, std::string("prod-eu"));
    QCOMPARE(summary.cards.size(), std::size_t(4));
    const auto& hpas = summary.cards[0];
    QCOMPARE(hpas.page, QStringLiteral("hpa"));
    QCOMPARE(hpas.total, std::optional(6));
    QCOMPARE(counts(hpas.states), QStringLiteral("2 cannot read metrics, 1 scaling up, 1 asleep at zero, 1 target missing, 1 held at max"));
    QVERIFY(hpas.sentences.isEmpty());
    QCOMPARE(counts(summary.cards[2].states), QStringLiteral("1 active, 1 paused, 1 idle"));
}

void TestOverview::attentionIsWorstFirst()
{
    const auto summary = deriveOverview({WorldMaker::recorded().make()}, {}).front();
    QVERIFY(summary.attention.size() >= 4);
    QVERIFY(std::is_sorted(summary.attention.begin(), summary.attention.end(),
        [](const auto& a, const auto& b) { return a.attention > b.attention; }));
    QCOMPARE(int(summary.attention.front().attention), int(Attention::Error));
    QStringList said;
    for (const auto& item : summary.attention)
        said << item.text;
    QVERIFY(said.contains(QStringLiteral("orphan-hpa: Target missing: Deployment does-not-exist")));
    QVERIFY(said.contains(QStringLiteral("reco-latency, trigger prometheus: Paused")));
    QVERIFY(!said.join(QLatin1Char('\n')).contains(QStringLiteral("fraud-detector-hpa")));
}

void TestOverview::itemsLeadToRows()
{
    const Worlds worlds {WorldMaker::recorded("a").make(), WorldMaker::recorded("b").make()};
    std::set<std::string> ids;
    for (const auto& row : deriveHpas(worlds, {}))
        ids.insert("hpa" + row->id);
    for (const auto& row : deriveVpas(worlds, {}))
        ids.insert("vpa" + row->id);
    for (const auto& row : deriveKeda(worlds, {}))
        ids.insert("keda" + row->id);
    for (const auto& row : derivePools(worlds, {}))
        ids.insert("pools" + row->id);
    for (const auto& summary : deriveOverview(worlds, {})) {
        for (const auto& item : summary.attention)
            QVERIFY2(ids.contains(item.page.toStdString() + item.row), item.row.c_str());
        for (const auto& decision : summary.decisions)
            QVERIFY2(decision.row.empty() || ids.contains(decision.page.toStdString() + decision.row), decision.row.c_str());
    }
}

void TestOverview::refusedAndMissing()
{
    WorldMaker maker = WorldMaker::recorded();
    maker.clear(KindId::ScaledObject).presence(KindId::ScaledObject, Presence::Missing).presence(KindId::ScaledJob, Presence::Missing);
    maker.clear(KindId::Vpa).presence(KindId::Vpa, Presence::Refused, Error {Error::Kind::Forbidden, "no", "", "", {}});
    maker.clear(KindId::Node).presence(KindId::Node, Presence::Refused, Error {Error::Kind::Forbidden, "no", "", "", {}});
    const auto summary = deriveOverview({maker.make()}, {}).front();
    QCOMPARE(summary.cards[1].total, std::optional<int>());
    QCOMPARE(summary.cards[1].sentences, QStringList(QStringLiteral("You may not list vertical pod autoscalers in prod-eu.")));
    QCOMPARE(summary.cards[2].total, std::optional<int>());
    QCOMPARE(summary.cards[2].sentences, QStringList(QStringLiteral("KEDA is not installed in prod-eu.")));
    QVERIFY(!summary.nodes); // unknown, not none
    QCOMPARE(summary.cards[3].sentences, QStringList(QStringLiteral("You may not list nodes in prod-eu.")));
}

void TestOverview::nodes()
{
    const auto summary = deriveOverview({WorldMaker::recorded().make()}, {}).front();
    QCOMPARE(summary.nodes, std::optional(6));
    QCOMPARE(summary.pools.size(), std::size_t(2));
    QCOMPARE(summary.pools[0], (std::pair<QString, std::int64_t>(QStringLiteral("cpu-pool"), 4)));
    int all = 0;
    for (const auto& count : summary.capacity)
        all += count.count;
    QCOMPARE(all, 6);
}

void TestOverview::rescales()
{
    const auto summary = deriveOverview({WorldMaker::recorded().make()}, {}).front();
    QCOMPARE(texts(summary.decisions),
        QStringList({QStringLiteral("fraud-detector-hpa 6 → 8: cpu above target"), QStringLiteral("fraud-detector-hpa 5 → 6: cpu above target"),
            QStringLiteral("fraud-detector-hpa 4 → 5: cpu above target"), QStringLiteral("recommendation-hpa 15 → 20: http_requests_per_second above target"),
            QStringLiteral("fraud-detector-hpa 3 → 4: cpu above target"), QStringLiteral("recommendation-hpa 8 → 15: http_requests_per_second above target"),
            QStringLiteral("fraud-detector-hpa to 3: cpu above target"), QStringLiteral("recommendation-hpa 4 → 8: http_requests_per_second above target"),
            QStringLiteral("recommendation-hpa to 4: http_requests_per_second above target")}));
    QCOMPARE(plain(text(summary.decisions.front().ago)), QStringLiteral("12_s"));
    QCOMPARE(summary.decisions.front().row, std::string("prod-eu/ml-platform/fraud-detector-hpa"));
}

void TestOverview::otherDecisions()
{
    WorldMaker maker;
    maker.add(KindId::Event, eventJson("ScaledObject", "so", "KEDAScaleTargetActivated", "Scaled apps/v1.Deployment shop/api from 0 to 1", "2026-11-23T15:50:00Z"));
    maker.add(KindId::Event, eventJson("ScaledObject", "so", "KEDAScaleTargetDeactivated", "Deactivated", "2026-11-23T15:51:00Z"));
    maker.add(KindId::Event, eventJson("ConfigMap", "cluster-autoscaler-status", "ScaledUpGroup", "Scale-up: setting group eks-cpu size to 4 instead of 3 (max: 10)",
                                 "2026-11-23T15:52:00Z", "kube-system"));
    maker.add(KindId::Event, eventJson("Node", "ip-1", "ScaleDown", "marked the node as toBeDeleted/unschedulable", "2026-11-23T15:53:00Z"));
    maker.add(KindId::Event, eventJson("Pod", "api-1", "EvictedByVPA", "Pod was evicted by VPA Updater", "2026-11-23T15:54:00Z"));
    maker.add(KindId::Event, eventJson("ScaledJob", "etl", "KEDAJobsCreated", "Created 3 jobs", "2026-11-23T15:54:30Z", "data"));
    maker.add(KindId::Event, eventJson("Pod", "api-1", "Pulled", "noise", "2026-11-23T15:55:00Z"));
    QCOMPARE(texts(decisionsOf(*maker.make(), 10)),
        QStringList({QStringLiteral("etl: 3 job(s) started"), QStringLiteral("Pod api-1 evicted to change its requests"), QStringLiteral("Node ip-1 taken away, its pods fit elsewhere"),
            QStringLiteral("eks-cpu 3 → 4 nodes"), QStringLiteral("so put to sleep by KEDA"), QStringLiteral("so woken by KEDA")}));
    QCOMPARE(decisionsOf(*maker.make(), 2).size(), std::size_t(2));
}

void TestOverview::reasons_data()
{
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* message, const char* reason) { QTest::newRow(reason) << QString::fromLatin1(message) << QString::fromLatin1(reason); };
    row("New size: 8; reason: cpu resource utilization (percentage of request) above target", "cpu above target");
    row("New size: 8; reason: memory resource above target", "memory above target");
    row("New size: 8; reason: cpu container resource utilization (percentage of request) above target", "cpu above target");
    row("New size: 2; reason: All metrics below target", "all metrics below target");
    row("New size: 5; reason: external metric s0-rabbitmq-orders(&LabelSelector{MatchLabels:map[string]string{a: b,},}) above target",
        "rabbitmq-orders above target");
    row("New size: 5; reason: pods metric http_requests above target", "http_requests above target");
    row("New size: 4; reason: external metric s0-cron-America-New_York-09xx1-5-018xx1-5(&LabelSelector{MatchLabels:map[string]string{},}) above target",
        "by its cron schedule");
    row("New size: 5; reason: Current number of replicas above Spec.MaxReplicas", "it was above max");
    row("New size: 5; reason: Current number of replicas below Spec.MinReplicas", "it was below min");
    row("New size: 5", "no reason given");
    row("New size: 5; reason: something new", "something new");
}

void TestOverview::reasons()
{
    QFETCH(QString, message);
    QFETCH(QString, reason);
    QCOMPARE(rescaleReason(message.toStdString()), reason);
}

void TestOverview::troubleOfOneClusterStaysThere()
{
    WorldMaker away("away");
    away.trouble({Error::Kind::Unreachable, "%1 refuses connections.", "", "Is it running?", {"away:6443"}});
    for (std::size_t kind = 0; kind < kindCount; ++kind)
        away.presence(KindId(kind), Presence::NotAsked);
    const auto summaries = deriveOverview({away.make(), WorldMaker::recorded().make()}, {});
    QCOMPARE(summaries[0].trouble, QStringLiteral("away:6443 refuses connections. Is it running?"));
    QCOMPARE(summaries[0].cards[0].total, std::optional<int>());
    QVERIFY(summaries[1].trouble.isEmpty());
    QCOMPARE(summaries[1].cards[0].total, std::optional(6));
}

void TestOverview::exportRows()
{
    const auto summaries = deriveOverview({WorldMaker::recorded().make()}, {});
    const auto rows = attentionRows(summaries);
    QCOMPARE(rows.size(), summaries.front().attention.size());
    QCOMPARE(rows.front()->ns, std::string("ml-platform"));
    std::set<std::string> ids;
    for (const auto& row : rows) {
        QVERIFY(ids.insert(row->id).second);
        for (const auto& column : overviewColumns(true))
            QVERIFY2(!column.help.isEmpty() && (!column.text(*row).isEmpty() || column.id == QStringLiteral("cause")), qPrintable(column.id));
    }
}

QTEST_GUILESS_MAIN(TestOverview)
#include "tst_overview.moc"
