// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/hpa.h"
#include "cluster/vpa.h"

#include "../../support/parsed.h"

#include <QtTest>

using namespace loadline;

namespace {

Hpa hpaOf(const std::string& spec, const std::string& status = "{}")
{
    const auto hpa = parsed(R"({"metadata":{"name":"h","namespace":"n"},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1",)"
                            R"("kind":"Deployment","name":"d"},"maxReplicas":10)"
            + (spec.empty() ? "" : "," + spec) + "},\"status\":" + status + "}",
        parseHpa);
    if (!hpa)
        QTest::qFail(plainText(hpa.error()).c_str(), __FILE__, __LINE__);
    return hpa ? *hpa : Hpa {};
}

} // namespace

class TestHpa : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyMetricType();
    void twoExternalMetricsOfOneName();
    void failedMetricPairsToNothing();
    void otherMetricsPairToNothing();
    void behavior();
    void replicas_data();
    void replicas();
    void vpaModes_data();
    void vpaModes();
    void vpaPolicies();
    void comparesByValue();
};

void TestHpa::everyMetricType()
{
    const Hpa hpa = hpaOf(R"("metrics":[
      {"type":"Resource","resource":{"name":"memory","target":{"type":"AverageValue","averageValue":"1.5Gi"}}},
      {"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":80}}},
      {"type":"ContainerResource","containerResource":{"name":"cpu","container":"app","target":{"type":"Utilization","averageUtilization":60}}},
      {"type":"Pods","pods":{"metric":{"name":"rps","selector":{"matchLabels":{"verb":"GET"}}},"target":{"type":"AverageValue","averageValue":"1k"}}},
      {"type":"Object","object":{"describedObject":{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","name":"main"},"metric":{"name":"hits"},"target":{"type":"Value","value":"10k"}}},
      {"type":"Object","object":{"describedObject":{"kind":"Service","name":"s"},"metric":{"name":"hits"},"target":{"type":"AverageValue","averageValue":"500m"}}},
      {"type":"External","external":{"metric":{"name":"queue"},"target":{"type":"Value","value":"30"}}},
      {"type":"External","external":{"metric":{"name":"queue"},"target":{"type":"AverageValue","averageValue":"30"}}},
      {"type":"NewInvention","newInvention":{"name":"x"}}])");
    QCOMPARE(hpa.metrics.size(), std::size_t(9));
    const auto& m = hpa.metrics;
    QVERIFY(m[0].metric.type == MetricType::Resource && m[0].target == TargetType::AverageValue);
    QCOMPARE(m[0].averageValue, std::optional(Quantity::fromWhole(1536 << 20)));
    QVERIFY(m[1].target == TargetType::Utilization && m[1].averageUtilization == 80);
    QVERIFY(m[2].metric.type == MetricType::ContainerResource);
    QCOMPARE(m[2].metric.container, std::string("app"));
    QCOMPARE(m[3].metric.name, std::string("rps"));
    QCOMPARE(queryText(m[3].metric.selector), std::string("verb=GET"));
    QCOMPARE(m[3].averageValue, std::optional(Quantity::fromWhole(1000)));
    QCOMPARE(m[4].metric.object, (ObjectRef {"networking.k8s.io/v1", "Ingress", "main"}));
    QVERIFY(m[4].target == TargetType::Value && m[4].value == Quantity::fromWhole(10'000) && !m[4].averageValue);
    QVERIFY(m[5].target == TargetType::AverageValue && m[5].averageValue == Quantity::fromMilli(500));
    QVERIFY(m[6].metric.type == MetricType::External && m[6].value == Quantity::fromWhole(30));
    QVERIFY(m[7].averageValue == Quantity::fromWhole(30) && !m[7].value);
    QVERIFY(m[8].metric.type == MetricType::Unknown);
}

void TestHpa::twoExternalMetricsOfOneName()
{
    const char* metric = R"({"type":"External","external":{"metric":{"name":"queue","selector":{"matchLabels":{"queue":"%1"}}},%2}})";
    const auto entry = [&](const char* queue, const char* rest) {
        return QString::fromLatin1(metric).arg(QLatin1String(queue), QLatin1String(rest)).toStdString();
    };
    const std::string spec = "\"metrics\":[" + entry("a", R"("target":{"type":"Value","value":"1"})") + ","
        + entry("b", R"("target":{"type":"Value","value":"1"})") + "]";
    const std::string a = entry("a", R"("current":{"value":"11"})"), b = entry("b", R"("current":{"value":"22"})");
    const Hpa both = hpaOf(spec, "{\"currentMetrics\":[" + a + "," + b + "]}");
    QVERIFY(statusOf(both, 0)->value == Quantity::fromWhole(11));
    QVERIFY(statusOf(both, 1)->value == Quantity::fromWhole(22));
    // The first failed: nothing is shown for it, and least of all the second's value.
    const Hpa failed = hpaOf(spec, "{\"currentMetrics\":[{\"type\":\"\"}," + b + "]}");
    QVERIFY(!statusOf(failed, 0));
    QVERIFY(statusOf(failed, 1)->value == Quantity::fromWhole(22));
    // The spec was turned round and the controller has not looked yet.
    const Hpa turned = hpaOf(spec, "{\"currentMetrics\":[" + b + "," + a + "]}");
    QVERIFY(!statusOf(turned, 0) && !statusOf(turned, 1));
}

void TestHpa::failedMetricPairsToNothing()
{
    const std::string spec = R"("metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":80}}}])";
    QVERIFY(!statusOf(hpaOf(spec, R"({"currentMetrics":[{"type":""}]})"), 0));
    QVERIFY(!statusOf(hpaOf(spec, R"({"currentMetrics":null})"), 0));
    QVERIFY(!statusOf(hpaOf(spec, R"({"currentMetrics":[{"type":"Resource"}]})"), 0)); // no name
    QVERIFY(!statusOf(hpaOf(R"("metrics":[{"type":"NewInvention"}])", R"({"currentMetrics":[{"type":"NewInvention"}]})"), 0));
}

void TestHpa::otherMetricsPairToNothing()
{
    const std::string spec = R"("metrics":[{"type":"ContainerResource","containerResource":{"name":"cpu","container":"app","target":{"type":"Utilization","averageUtilization":80}}}])";
    const auto status = [](const char* type, const char* field, const char* container) {
        return QStringLiteral(R"({"currentMetrics":[{"type":"%1","%2":{"name":"cpu",%3"current":{"averageValue":"1"}}}]})")
            .arg(QLatin1String(type), QLatin1String(field), QLatin1String(container))
            .toStdString();
    };
    QVERIFY(statusOf(hpaOf(spec, status("ContainerResource", "containerResource", R"("container":"app",)")), 0));
    QVERIFY(!statusOf(hpaOf(spec, status("ContainerResource", "containerResource", R"("container":"other",)")), 0));
    QVERIFY(!statusOf(hpaOf(spec, status("Resource", "resource", "")), 0));
}

void TestHpa::behavior()
{
    QVERIFY(!hpaOf("").behavior);
    const Hpa empty = hpaOf(R"("behavior":{})");
    QVERIFY(empty.behavior && !empty.behavior->up && !empty.behavior->down);
    const Hpa hpa = hpaOf(R"("behavior":{"scaleUp":{"stabilizationWindowSeconds":0,"selectPolicy":"Min","tolerance":"50m",
        "policies":[{"type":"Pods","value":4,"periodSeconds":15},{"type":"Percent","value":100,"periodSeconds":60}]},
        "scaleDown":{"selectPolicy":"Disabled"}})");
    QVERIFY(hpa.behavior->up->selectPolicy == SelectPolicy::Min);
    QCOMPARE(hpa.behavior->up->tolerance, std::optional(Quantity::fromMilli(50)));
    QCOMPARE(hpa.behavior->up->policies,
        (std::vector<ScalingPolicy> {{ScalingPolicy::Type::Pods, 4, 15}, {ScalingPolicy::Type::Percent, 100, 60}}));
    QVERIFY(hpa.behavior->down->selectPolicy == SelectPolicy::Disabled);
    QVERIFY(!hpa.behavior->down->stabilizationWindowSeconds);
}

void TestHpa::replicas_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<int>("current"); // -1: unknown
    QTest::addColumn<int>("desired");
    const auto row = [](const char* name, const char* status, int current, int desired) {
        QTest::newRow(name) << QByteArray(status) << current << desired;
    };
    row("never looked at", R"({"desiredReplicas":0,"currentMetrics":null})", -1, -1);
    row("nothing", "{}", -1, -1);
    row("target missing", R"({"desiredReplicas":0,"conditions":[{"type":"AbleToScale","status":"False","reason":"FailedGetScale"}]})", -1, -1);
    row("target lost", R"({"currentReplicas":4,"desiredReplicas":5,"conditions":[{"type":"AbleToScale","status":"False","reason":"FailedGetScale"}]})", 4, 5);
    row("never computed",
        R"({"currentReplicas":3,"desiredReplicas":0,"conditions":[{"type":"AbleToScale","status":"True"},{"type":"ScalingActive","status":"False","reason":"FailedGetResourceMetric"}]})", 3, -1);
    row("disabled at zero",
        R"({"desiredReplicas":0,"conditions":[{"type":"AbleToScale","status":"True"},{"type":"ScalingActive","status":"False","reason":"ScalingDisabled"}]})", 0, 0);
    row("scales to zero",
        R"({"currentReplicas":2,"desiredReplicas":0,"conditions":[{"type":"AbleToScale","status":"True"},{"type":"ScalingActive","status":"True"}]})", 2, 0);
    row("steady", R"({"currentReplicas":6,"desiredReplicas":8,"conditions":[{"type":"AbleToScale","status":"True"}]})", 6, 8);
}

void TestHpa::replicas()
{
    QFETCH(QByteArray, status);
    QFETCH(int, current);
    QFETCH(int, desired);
    const Hpa hpa = hpaOf("", status.toStdString());
    QCOMPARE(hpa.currentReplicas.value_or(-1), std::int64_t(current));
    QCOMPARE(hpa.desiredReplicas.value_or(-1), std::int64_t(desired));
}

void TestHpa::vpaModes_data()
{
    QTest::addColumn<int>("mode");
    QTest::newRow("Off") << int(UpdateMode::Off);
    QTest::newRow("Initial") << int(UpdateMode::Initial);
    QTest::newRow("Recreate") << int(UpdateMode::Recreate);
    QTest::newRow("Auto") << int(UpdateMode::Auto);
    QTest::newRow("InPlaceOrRecreate") << int(UpdateMode::InPlaceOrRecreate);
    QTest::newRow("InPlace") << int(UpdateMode::InPlace);
    QTest::newRow("") << int(UpdateMode::Recreate); // the default since VPA 1.5
    QTest::newRow("Sideways") << int(UpdateMode::Unknown);
}

void TestHpa::vpaModes()
{
    QFETCH(int, mode);
    const std::string text = QTest::currentDataTag();
    const auto vpa = parsed(R"({"metadata":{"name":"v"},"spec":{"updatePolicy":{)"
            + (text.empty() ? "" : "\"updateMode\":\"" + text + "\"") + "}}}",
        parseVpa);
    QVERIFY(vpa.has_value());
    QCOMPARE(int(vpa->mode), mode);
    QCOMPARE(vpa->modeText, text);
}

void TestHpa::vpaPolicies()
{
    const auto vpa = parsed(R"({"metadata":{"name":"v"},"spec":{"resourcePolicy":{"containerPolicies":[
        {"containerName":"*","controlledValues":"RequestsOnly"},{"containerName":"app","mode":"Off","controlledResources":["cpu"]}]}}})",
        parseVpa);
    QVERIFY(vpa.has_value());
    QVERIFY(policyOf(*vpa, "app")->off);
    QVERIFY(!policyOf(*vpa, "app")->requestsOnly);
    QVERIFY(policyOf(*vpa, "other")->requestsOnly);
    QCOMPARE(policyOf(*vpa, "app")->controlledResources, (std::vector<std::string> {"cpu"}));
}

void TestHpa::comparesByValue()
{
    const std::string status = R"({"currentReplicas":6,"desiredReplicas":8})";
    QVERIFY(hpaOf("", status) == hpaOf("", status));
    QVERIFY(!(hpaOf("", status) == hpaOf("", "{}")));
    QVERIFY(!(hpaOf(R"("minReplicas":1)") == hpaOf(R"("minReplicas":2)")));
    QVERIFY(hpaOf(R"("minReplicas":1)") == hpaOf("")); // what is silent is the default
}

QTEST_APPLESS_MAIN(TestHpa)
#include "tst_hpa.moc"
