// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/vpa_rows.h"

#include "../../support/world_from_fixtures.h"
#include "hpa_texts.h"

#include <QtTest>

#include <set>

using namespace loadline;

namespace {

QString cell(const VpaRow& row, const char* column)
{
    for (const auto& known : vpaColumns(false))
        if (known.id == QLatin1String(column))
            return plain(known.text(row));
    return QStringLiteral("no such column");
}

std::string vpaJson(const std::string& mode, const std::string& recommendations, const std::string& conditions = {},
    const std::string& policies = {})
{
    return R"({"metadata":{"name":"vpa","namespace":"shop","creationTimestamp":"2026-11-23T12:00:00Z"},"spec":{"targetRef":
        {"apiVersion":"apps/v1","kind":"Deployment","name":"api"})"
        + (mode.empty() ? "" : R"(,"updatePolicy":{"updateMode":")" + mode + R"("})")
        + (policies.empty() ? "" : R"(,"resourcePolicy":{"containerPolicies":[)" + policies + "]}")
        + R"(},"status":{"conditions":[)"
        + (conditions.empty() ? condition("RecommendationProvided", "True", "") : conditions)
        + R"(],"recommendation":{"containerRecommendations":[)" + recommendations + "]}}}";
}

const char* const apiRecommendation = R"({"containerName":"api","lowerBound":{"cpu":"100m","memory":"200Mi"},
    "target":{"cpu":"200m","memory":"300Mi"},"upperBound":{"cpu":"400m","memory":"600Mi"},
    "uncappedTarget":{"cpu":"200m","memory":"300Mi"}})";

Rows<VpaRow> derive(const std::string& vpa, const std::string& containers = containerJson("api", R"({"cpu":"500m","memory":"512Mi"})"),
    int replicas = 3)
{
    WorldMaker maker;
    maker.add(KindId::Vpa, vpa).add(KindId::Deployment, deploymentJson("api", containers, replicas, replicas));
    return deriveVpas({maker.make()}, {});
}

std::string podJson(const char* name, const char* requests, const char* created, const char* phase = "Running")
{
    return std::string(R"({"metadata":{"name":")") + name + R"(","namespace":"shop","creationTimestamp":")" + created
        + R"(","ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"api-7d9f","uid":"1","controller":true}]},
        "spec":{"nodeName":"n","containers":[)" + containerJson("api", requests) + R"(]},"status":{"phase":")" + phase + R"("}})";
}

std::string usageJson(const char* name, const char* cpu, const char* memory)
{
    return std::string(R"({"metadata":{"name":")") + name + R"(","namespace":"shop"},"timestamp":"2026-11-23T15:57:00Z","window":"15s",
        "containers":[{"name":"api","usage":{"cpu":")" + cpu + R"(","memory":")" + memory + R"("}}]})";
}

} // namespace

class TestVpaRows : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void recorded();
    void states_data();
    void states();
    void everyMode_data();
    void everyMode();
    void podsTellWhatRuns();
    void oldPodsAreBroughtToTheTarget_data();
    void oldPodsAreBroughtToTheTarget();
    void usageFromAWindow();
    void whyThereIsNoUsage();
    void containerPolicies();
    void containersWithoutRequest();
    void unknownTargetKind();
    void explanation();
    void columnsAreWhole();
};

void TestVpaRows::recorded()
{
    const auto rows = deriveVpas({WorldMaker::recorded().make()}, {});
    QCOMPARE(rows.size(), std::size_t(2));
    const auto& fraud = *rows[0];
    QCOMPARE(fraud.id, std::string("prod-eu/ml-platform/fraud-detector-vpa/api"));
    QCOMPARE(cell(fraud, "mode"), QStringLiteral("Recreate"));
    QCOMPARE(cell(fraud, "cpu"), QStringLiteral("500_m → 203_m"));
    QCOMPARE(cell(fraud, "cpuDifference"), QStringLiteral("-59.4_%"));
    QCOMPARE(cell(fraud, "memory"), QStringLiteral("512_MiB → 283_MiB"));
    QCOMPARE(cell(fraud, "cpuLimit"), QStringLiteral("1_core"));
    QCOMPARE(cell(fraud, "cpuUsage"), QStringLiteral("425_m")); // all eight pods
    QCOMPARE(cell(fraud, "memoryPeak"), QStringLiteral("100_MiB"));
    QCOMPARE(cell(fraud, "cpuLower"), QStringLiteral("120_m"));
    QCOMPARE(cell(fraud, "cpuUpper"), QStringLiteral("420_m"));
    QCOMPARE(int(fraud.kind), int(VpaState::WillChange));
    QCOMPARE(cell(fraud, "state"), QStringLiteral("Pods will be replaced"));
    QCOMPARE(cell(fraud, "change"),
        QStringLiteral("CPU 500_m → 203_m, memory 512_MiB → 283_MiB, CPU limit 1_core → 406_m, memory limit 1_GiB → 567_MiB, by "
                       "replacing pods"));
    QCOMPARE(fraud.cpu.scaleTo, 1.0);

    const auto& training = *rows[1];
    QCOMPARE(cell(training, "mode"), QStringLiteral("Off"));
    QCOMPARE(cell(training, "state"), QStringLiteral("Request outside bounds"));
    QCOMPARE(cell(training, "change"), QStringLiteral("CPU 128_m → 250_m, memory 256_MiB → 1.2_GiB, CPU limit 1_core → 1.95_cores, memory limit 1_GiB → 4.8_GiB, "
                       "never by itself"));
    QCOMPARE(cell(training, "cpuDifference"), QStringLiteral("+95.3_%"));
    QCOMPARE(cell(training, "cpuLimit"), QStringLiteral("1_core")); // of a LimitRange: the template has none
}

void TestVpaRows::states_data()
{
    QTest::addColumn<QString>("vpa");
    QTest::addColumn<QString>("containers");
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("word");
    const auto row = [](const char* title, const std::string& vpa, const char* requests, VpaState state, const char* word) {
        QTest::newRow(title) << QString::fromStdString(vpa) << QString::fromStdString(containerJson("api", requests)) << int(state)
                             << QString::fromUtf8(word);
    };
    const char* inside = R"({"cpu":"250m","memory":"300Mi"})";
    const char* outside = R"({"cpu":"500m","memory":"300Mi"})";
    row("inside", vpaJson("Recreate", apiRecommendation), inside, VpaState::WithinBounds, "Within bounds");
    row("outside", vpaJson("Recreate", apiRecommendation), outside, VpaState::WillChange, "Pods will be replaced");
    row("no request at all", vpaJson("Recreate", apiRecommendation), "{}", VpaState::WillChange, "Pods will be replaced");
    row("in place", vpaJson("InPlaceOrRecreate", apiRecommendation), outside, VpaState::WillChange, "Pods will be resized");
    row("off", vpaJson("Off", apiRecommendation), outside, VpaState::OutsideBounds, "Request outside bounds");
    row("container off", vpaJson("Recreate", "", "", R"({"containerName":"*","mode":"Off"})"), outside, VpaState::ContainerOff, "Left alone");
    row("nothing yet", vpaJson("Recreate", "", condition("RecommendationProvided", "False", "", "")), outside, VpaState::NoRecommendation,
        "No recommendation: too few samples yet");
    row("no pods", vpaJson("Recreate", "", condition("NoPodsMatched", "True", "NoPodsMatched")), outside, VpaState::NoRecommendation,
        "No recommendation: no pods match its target");
    row("unsupported", vpaJson("Recreate", "", condition("ConfigUnsupported", "True", "", "The targetRef controller has a parent")), outside,
        VpaState::NoRecommendation, "No recommendation: The targetRef controller has a parent");
    row("another container", vpaJson("Recreate", R"({"containerName":"side","target":{"cpu":"1"}})"), outside, VpaState::NoRecommendation,
        "No recommendation: none for this container");
}

void TestVpaRows::states()
{
    QFETCH(QString, vpa);
    QFETCH(QString, containers);
    QFETCH(int, state);
    QFETCH(QString, word);
    const auto row = *derive(vpa.toStdString(), containers.toStdString()).front();
    QCOMPARE(int(row.kind), state);
    QCOMPARE(row.state.word, word);
    QVERIFY(!row.wouldChange.isEmpty());
}

void TestVpaRows::everyMode_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("change");
    const auto row = [](const char* mode, const char* text, const char* how) {
        QTest::newRow(text) << QString::fromLatin1(mode) << QString::fromLatin1(text)
                            << QStringLiteral("CPU 500_m → 200_m, memory 512_MiB → 300_MiB, ") + QString::fromLatin1(how);
    };
    row("Off", "Off", "never by itself");
    row("Initial", "Initial", "for new pods");
    row("Recreate", "Recreate", "by replacing pods");
    row("", "Recreate (default)", "by replacing pods");
    row("Auto", "Auto (deprecated)", "by replacing pods");
    row("InPlaceOrRecreate", "InPlaceOrRecreate", "in place, else by replacing pods");
    row("InPlace", "InPlace", "in place");
    row("Someday", "Someday (not known)", "how is not known");
}

void TestVpaRows::everyMode()
{
    QFETCH(QString, mode);
    QFETCH(QString, text);
    QFETCH(QString, change);
    const auto row = *derive(vpaJson(mode.toStdString(), apiRecommendation)).front();
    QCOMPARE(row.modeText, text);
    QCOMPARE(plain(row.wouldChange), change);
    QCOMPARE(row.state.cause.contains(QStringLiteral("deprecated")), mode == QStringLiteral("Auto"));
    const auto single = *derive(vpaJson("Recreate", apiRecommendation), containerJson("api", R"({"cpu":"500m","memory":"512Mi"})"), 1).front();
    QCOMPARE(single.state.word, QStringLiteral("Held: needs 2 replicas, has 1"));
}

void TestVpaRows::podsTellWhatRuns()
{
    WorldMaker maker;
    maker.add(KindId::Vpa, vpaJson("Recreate", apiRecommendation));
    maker.add(KindId::Deployment, deploymentJson("api", containerJson("api", R"({"cpu":"500m","memory":"512Mi"})")));
    maker.add(KindId::Pod, podJson("api-7d9f-a", R"({"cpu":"500m","memory":"512Mi"})", "2026-11-23T12:00:00Z"));
    maker.add(KindId::Pod, podJson("api-7d9f-b", R"({"cpu":"200m","memory":"300Mi"})", "2026-11-23T14:00:00Z"));
    maker.add(KindId::Pod, podJson("api-7d9f-c", R"({"cpu":"9","memory":"9Gi"})", "2026-11-23T15:00:00Z", "Succeeded"));
    maker.add(KindId::PodMetrics, usageJson("api-7d9f-a", "100m", "100Mi"));
    maker.add(KindId::PodMetrics, usageJson("api-7d9f-b", "300m", "200Mi"));
    const auto check = [&] { // with the ReplicaSet or by the owner's name alone
        const auto row = *deriveVpas({maker.make()}, {}).front();
        QCOMPARE(cell(row, "cpu"), QStringLiteral("200_m → 200_m"));
        QCOMPARE(row.cpu.templateRequest, std::optional(Quantity::fromMilli(500)));
        QCOMPARE(int(row.kind), int(VpaState::WillChange)); // the older one is out of bounds
        QVERIFY2(row.state.cause.startsWith(QStringLiteral("1 of 2 pods have")), qPrintable(row.state.cause));
        QCOMPARE(row.wouldChange, QStringLiteral("older pods to the same, by replacing pods"));
        QCOMPARE(cell(row, "cpuUsage"), QStringLiteral("200_m"));
        QCOMPARE(cell(row, "cpuPeak"), QStringLiteral("300_m"));
        QCOMPARE(cell(row, "memoryUsage"), QStringLiteral("150_MiB"));
        QVERIFY(row.usageIsLive);
    };
    check();
    maker.add(KindId::ReplicaSet, R"({"metadata":{"name":"api-7d9f","namespace":"shop","ownerReferences":[
        {"apiVersion":"apps/v1","kind":"Deployment","name":"api","uid":"2","controller":true}]},"spec":{"selector":{},"template":{}}})");
    check();
}

// Within its bounds a pod is left alone for twelve hours; then 10 % in all is enough.
void TestVpaRows::oldPodsAreBroughtToTheTarget_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QString>("requests");
    QTest::addColumn<QString>("started");
    QTest::addColumn<QString>("word");
    QTest::newRow("old and far") << "Recreate" << R"({"cpu":"225m","memory":"300Mi"})" << "2026-11-23T03:50:00Z" << "Pods will be replaced";
    QTest::newRow("in place") << "InPlaceOrRecreate" << R"({"cpu":"212m","memory":"316Mi"})" << "2026-11-23T03:50:00Z" << "Pods will be resized";
    QTest::newRow("young") << "Recreate" << R"({"cpu":"300m","memory":"300Mi"})" << "2026-11-23T04:00:00Z" << "Within bounds";
    QTest::newRow("near") << "Recreate" << R"({"cpu":"210m","memory":"310Mi"})" << "2026-11-23T03:50:00Z" << "Within bounds";
    QTest::newRow("mode Off") << "Off" << R"({"cpu":"300m","memory":"300Mi"})" << "2026-11-20T03:50:00Z" << "Within bounds";
}

void TestVpaRows::oldPodsAreBroughtToTheTarget()
{
    QFETCH(QString, mode);
    QFETCH(QString, requests);
    QFETCH(QString, started);
    WorldMaker maker;
    maker.add(KindId::Vpa, vpaJson(mode.toStdString(), apiRecommendation));
    maker.add(KindId::Deployment, deploymentJson("api", containerJson("api", qPrintable(requests))));
    for (const char* name : {"api-7d9f-a", "api-7d9f-b"}) {
        auto pod = podJson(name, qPrintable(requests), qPrintable(started));
        pod.replace(pod.find(R"("phase":)"), 0, R"("startTime":")" + started.toStdString() + R"(",)");
        maker.add(KindId::Pod, pod);
    }
    const auto row = *deriveVpas({maker.make()}, {}).front();
    QTEST(row.state.word, "word");
    const bool changes = row.kind == VpaState::WillChange;
    QCOMPARE(row.wouldChange.contains(QStringLiteral("replacing")) , changes);
}

void TestVpaRows::usageFromAWindow()
{
    WorldMaker maker = WorldMaker::recorded();
    UsageWindows windows;
    windows["prod-eu/ml-platform/fraud-detector-vpa/api"] = {0.3, 0.6, 5e8, {}};
    const auto row = *deriveVpas({maker.make()}, {}, windows).front();
    QVERIFY(!row.usageIsLive);
    QCOMPARE(cell(row, "cpuUsage"), QStringLiteral("300_m"));
    QCOMPARE(cell(row, "cpuPeak"), QStringLiteral("600_m"));
    QCOMPARE(cell(row, "memoryPeak"), QStringLiteral("unknown"));
    QVERIFY(row.memory.peak.why.contains(QStringLiteral("Prometheus")));
}

void TestVpaRows::whyThereIsNoUsage()
{
    const auto why = [](const std::function<void(WorldMaker&)>& change) {
        WorldMaker maker = WorldMaker::recorded();
        change(maker);
        const auto row = *deriveVpas({maker.make()}, {}).front();
        QTest::qCompare(row.cpu.usage.value.has_value(), false, "", "", __FILE__, __LINE__);
        return row.cpu.usage.why;
    };
    QCOMPARE(why([](WorldMaker& maker) { maker.clear(KindId::PodMetrics).presence(KindId::PodMetrics, Presence::Missing); }),
        QStringLiteral("The metrics API (metrics-server) is not installed in prod-eu."));
    QCOMPARE(why([](WorldMaker& maker) { maker.clear(KindId::Pod).presence(KindId::Pod, Presence::Refused, Error {Error::Kind::Forbidden, "no", "", "", {}}); }),
        QStringLiteral("You may not list pods in prod-eu."));
    QCOMPARE(why([](WorldMaker& maker) { maker.clear(KindId::PodMetrics); }), QStringLiteral("Its pods have no metrics yet."));
    QCOMPARE(why([](WorldMaker& maker) { maker.clear(KindId::Pod); }), QStringLiteral("No pod of the target runs."));
}

void TestVpaRows::containerPolicies()
{
    const auto containers = containerJson("api", R"({"cpu":"500m","memory":"512Mi"})") + "," + containerJson("side", R"({"cpu":"50m"})");
    const auto rows = derive(vpaJson("Recreate", apiRecommendation, "",
                                 R"({"containerName":"side","mode":"Off"},{"containerName":"*","controlledResources":["memory"],"maxAllowed":{"memory":"300Mi"}})"),
        containers);
    QCOMPARE(rows.size(), std::size_t(2));
    QVERIFY(!rows[0]->cpu.controlled);
    QVERIFY(!rows[0]->cpu.outside); // the request is, but it is not VPA's business
    QCOMPARE(int(rows[0]->kind), int(VpaState::WithinBounds));
    QCOMPARE(int(rows[1]->kind), int(VpaState::ContainerOff));
    QCOMPARE(cell(*rows[1], "cpu"), QStringLiteral("50_m → not controlled"));
    QVERIFY(rows[0]->id != rows[1]->id && rows[0]->group == rows[1]->group);
}

void TestVpaRows::containersWithoutRequest()
{
    const auto row = *derive(vpaJson("Off", apiRecommendation), containerJson("api", "{}")).front();
    QCOMPARE(cell(row, "cpu"), QStringLiteral("none → 200_m"));
    QCOMPARE(cell(row, "cpuDifference"), QStringLiteral("no request"));
    QCOMPARE(plain(row.wouldChange), QStringLiteral("CPU none → 200_m, memory none → 300_MiB, never by itself"));
}

void TestVpaRows::unknownTargetKind()
{
    auto json = vpaJson("Recreate", apiRecommendation);
    json.replace(json.find("Deployment"), 10, "DaemonSet!");
    WorldMaker maker;
    maker.add(KindId::Vpa, json);
    const auto row = *deriveVpas({maker.make()}, {}).front();
    QVERIFY(int(row.kind) != int(VpaState::TargetMissing));
    QCOMPARE(cell(row, "cpu"), QStringLiteral("unknown → 200_m"));
    QCOMPARE(row.wouldChange, QStringLiteral("unknown"));
    QCOMPARE(cell(row, "cpuRequest"), QStringLiteral("unknown"));
    // One that is listed, and not there.
    maker.add(KindId::Vpa, vpaJson("Recreate", apiRecommendation));
    QCOMPARE(deriveVpas({maker.make()}, {}).front()->state.word, QStringLiteral("Target missing: Deployment api"));
}

void TestVpaRows::explanation()
{
    const auto now = parseRfc3339("2026-11-23T15:57:02Z").value();
    const auto rows = deriveVpas({WorldMaker::recorded().make()}, {});
    const auto fraud = explain(*rows[0], {}, now);
    QCOMPARE(plain(fraud.why.front()), QStringLiteral("CPU: the request 500_m lies outside 120_m to 420_m; 203_m is recommended."));
    QCOMPARE(fraud.conditions.size(), std::size_t(1));
    QCOMPARE(plain(text(fraud.conditions[0].since)), QStringLiteral("1_d"));
    const auto training = explain(*rows[1], {}, now);
    QCOMPARE(plain(training.policy.join(QLatin1Char('|'))),
        QStringLiteral("Update mode: Off|At least: CPU 100_m and memory 128_MiB|At most: CPU 4_cores and memory 16_GiB|"
                       "Controls: CPU and memory, requests and limits"));
}

void TestVpaRows::columnsAreWhole()
{
    const auto rows = deriveVpas({WorldMaker::recorded().make()}, {});
    std::set<QString> ids;
    for (const auto& column : vpaColumns(true)) {
        QVERIFY2(ids.insert(column.id).second, qPrintable(column.id));
        QVERIFY2(!column.title.isEmpty() && !column.help.isEmpty() && column.width > 0, qPrintable(column.id));
        for (const auto& row : rows)
            QVERIFY2(!column.text(*row).isEmpty(), qPrintable(column.id));
    }
    const auto bar = vpaColumns(false)[6].scale(*rows[0]);
    QVERIFY(bar);
    QCOMPARE(bar->low, std::optional<double>(0.12));
    QCOMPARE(bar->marks.size(), std::size_t(5));
}

QTEST_GUILESS_MAIN(TestVpaRows)
#include "tst_vpa_rows.moc"
