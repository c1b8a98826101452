// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/hpa_rows.h"

#include "../../support/world_from_fixtures.h"
#include "hpa_texts.h"

#include <QtTest>

#include <set>

using namespace loadline;
using namespace std::chrono_literals;

namespace {

std::shared_ptr<const HpaRow> named(const Rows<HpaRow>& rows, const char* name)
{
    for (const auto& row : rows)
        if (row->name == name)
            return row;
    QTest::qFail(name, __FILE__, __LINE__);
    return std::make_shared<const HpaRow>();
}

QString cell(const HpaRow& row, const char* column)
{
    for (const auto& known : hpaColumns(false))
        if (known.id == QLatin1String(column))
            return plain(known.text(row));
    return QStringLiteral("no such column");
}

// The row of one HPA on a working target.
HpaRow rowOf(const std::string& hpa, const std::string& deployment = deploymentJson("api", containerJson("api", R"({"cpu":"1"})")),
    const HpaMemory& memory = {})
{
    WorldMaker maker;
    maker.add(KindId::Hpa, hpa).add(KindId::Deployment, deployment);
    return *deriveHpas({maker.make()}, {}, memory).front();
}

std::string external(const char* name, const char* queue, const char* target)
{
    return std::string(R"({"type":"External","external":{"metric":{"name":")") + name + R"(","selector":{"matchLabels":{"queue":")"
        + queue + R"("}}},"target":)" + target + "}}";
}

std::string externalNow(const char* name, const char* queue, const char* current)
{
    return std::string(R"({"type":"External","external":{"metric":{"name":")") + name + R"(","selector":{"matchLabels":{"queue":")"
        + queue + R"("}}},"current":)" + current + "}}";
}

std::string failing(const char* reason, const char* message)
{
    return R"({"currentReplicas":3,"desiredReplicas":0,"currentMetrics":[{"type":""}],"conditions":[)"
        + condition("AbleToScale", "True", "SucceededGetScale") + "," + condition("ScalingActive", "False", reason, message) + "]}";
}

} // namespace

class TestHpaRows : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void recorded_data();
    void recorded();
    void recordedMetrics();
    void states_data();
    void states();
    void causes_data();
    void causes();
    void metricTexts_data();
    void metricTexts();
    void twoExternalMetricsOfOneName();
    void theWinnerIsNamedWhole_data();
    void theWinnerIsNamedWhole();
    void failuresAreOfTheMetricNamed();
    void valueTargetsCountReadyPods();
    void zeroUtilisation();
    void missingStatus();
    void heldAtMaxAlarmsAfterAWhile();
    void stabilisationLeft();
    void memoryKeepsTrendAndSince();
    void kedaOwned();
    void pausedByKeda();
    void rivals();
    void unknownTargetsAreNotMissing();
    void explanation();
    void behaviour();
    void severalClusters();
    void columnsAreWhole();
};

void TestHpaRows::recorded_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("replicas");
    QTest::addColumn<QString>("state");
    QTest::addColumn<int>("attention");
    const auto row = [](const char* name, const char* replicas, const char* state, Attention attention) {
        QTest::newRow(name) << QString::fromUtf8(name) << QString::fromUtf8(replicas) << QString::fromUtf8(state) << int(attention);
    };
    row("fraud-detector-hpa", "6 → 8 of 2–20", "Scaling up 6 → 8", Attention::None);
    row("recommendation-hpa", "20 of 2–20", "Held at max", Attention::Warning); // for its third metric
    row("feature-store-hpa", "3 of 3–15", "Cannot read metrics: none of its pods is ready", Attention::Warning);
    row("keda-hpa-batch-inference-scaler", "0 of 1–50", "Asleep at zero (KEDA)", Attention::None);
    row("no-requests-hpa", "1 of 1–5", "Cannot read metrics: the CPU request of “api” is zero", Attention::Error);
    row("orphan-hpa", "unknown of 1–5", "Target missing: Deployment does-not-exist", Attention::Error);
}

void TestHpaRows::recorded()
{
    QFETCH(QString, name);
    QFETCH(QString, replicas);
    QFETCH(QString, state);
    QFETCH(int, attention);
    const auto row = named(deriveHpas({WorldMaker::recorded().make()}, {}), qPrintable(name));
    QCOMPARE(cell(*row, "replicas"), replicas);
    QCOMPARE(cell(*row, "state"), state);
    QCOMPARE(int(row->state.attention), attention);
    QCOMPARE(row->scaleTo, 50.0);
    QCOMPARE(row->id, "prod-eu/ml-platform/" + name.toStdString());
}

void TestHpaRows::recordedMetrics()
{
    const auto rows = deriveHpas({WorldMaker::recorded().make()}, {});
    const auto fraud = named(rows, "fraud-detector-hpa");
    QCOMPARE(cell(*fraud, "metrics"), QStringLiteral("cpu 85_% of 70_%"));
    QCOMPARE(fraud->metrics.front().tone, Tone::Bad);
    QCOMPARE(fraud->winningMetric, QStringLiteral("cpu"));
    QCOMPARE(fraud->asked, std::optional<std::int64_t>(8)); // 6 × 85 / 70 = 7.3
    QCOMPARE(cell(*fraud, "since"), QStringLiteral("12_s"));

    const auto recommendation = named(rows, "recommendation-hpa");
    QCOMPARE(cell(*recommendation, "metrics"),
        QStringLiteral("cpu 80_% of 70_%, http_requests_per_second 180/s of 100/s per pod, "
                       "inference_latency_p95_seconds unknown of 200_ms per pod"));
    QCOMPARE(recommendation->winningMetric, QStringLiteral("http_requests_per_second"));
    QCOMPARE(recommendation->asked, std::optional<std::int64_t>(36));
    QVERIFY2(recommendation->metrics[2].why.contains(QStringLiteral("adapter")), qPrintable(recommendation->metrics[2].why));
    QVERIFY(recommendation->state.cause.contains(QStringLiteral("1 of 3 metrics unreadable")));

    const auto asleep = named(rows, "keda-hpa-batch-inference-scaler");
    QCOMPARE(cell(*asleep, "metrics"), QStringLiteral("rabbitmq-inference-queue unknown of 10 per pod"));
    QCOMPARE(asleep->managedBy, std::string("batch-inference-scaler"));
    QCOMPARE(cell(*asleep, "lastScale"), QStringLiteral("never"));
}

void TestHpaRows::states_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("word");
    QTest::addColumn<int>("attention");
    const auto row = [](const char* title, const std::string& status, HpaState state, const char* word, Attention attention) {
        QTest::newRow(title) << QString::fromStdString(status) << int(state) << QString::fromUtf8(word) << int(attention);
    };
    const auto limited = [](const char* reason) { return condition("ScalingLimited", "True", reason); };
    row("steady", workingStatus(3, 3, cpuNow(68)), HpaState::Steady, "Steady", Attention::None);
    row("up", workingStatus(4, 8, cpuNow(140)), HpaState::ScalingUp, "Scaling up 4 → 8", Attention::None);
    row("down", workingStatus(6, 3, cpuNow(22)), HpaState::ScalingDown, "Scaling down 6 → 3", Attention::None);
    row("at min", workingStatus(2, 2, cpuNow(5), limited("TooFewReplicas")), HpaState::HeldAtMin, "At min", Attention::None);
    row("at max, just", workingStatus(10, 10, cpuNow(90), limited("TooManyReplicas")), HpaState::HeldAtMax, "Held at max",
        Attention::Notice);
    row("up limit", workingStatus(4, 4, cpuNow(90), limited("ScaleUpLimit")), HpaState::LimitedByPolicy,
        "Scale-up limited by policy", Attention::Notice);
    row("down limit", workingStatus(4, 4, cpuNow(10), limited("ScaleDownLimit")), HpaState::LimitedByPolicy,
        "Scale-down limited by policy", Attention::Notice);
    const auto unlimited = condition("ScalingLimited", "False", "DesiredWithinRange");
    row("past a peak above max", workingStatus(10, 10, cpuNow(22), limited("TooManyReplicas"), condition("AbleToScale", "True", "ScaleDownStabilized")),
        HpaState::Stabilising, "Stabilising, at most 300_s left", Attention::None);
    row("at max, from a higher peak", workingStatus(10, 10, cpuNow(90), limited("TooManyReplicas"), condition("AbleToScale", "True", "ScaleDownStabilized")),
        HpaState::HeldAtMax, "Held at max", Attention::Notice);
    row("stabilising down", workingStatus(6, 6, cpuNow(22), unlimited, condition("AbleToScale", "True", "ScaleDownStabilized")),
        HpaState::Stabilising, "Stabilising, at most 300_s left", Attention::None);
    row("stabilising up", workingStatus(3, 3, cpuNow(99), unlimited, condition("AbleToScale", "True", "ScaleUpStabilized")),
        HpaState::Stabilising, "Stabilising, at most 0_s left", Attention::None);
    row("partly unreadable", workingStatus(3, 3, R"({"type":""})"), HpaState::Steady, "Steady, 1 of 1 metrics unreadable",
        Attention::Warning);
    row("zero by hand", R"({"conditions":[)" + condition("AbleToScale", "True", "SucceededGetScale") + ","
            + condition("ScalingActive", "False", "ScalingDisabled") + "]}",
        HpaState::DisabledAtZero, "Disabled at zero", Attention::Warning);
    row("ambiguous", R"({"currentReplicas":3,"conditions":[)" + condition("AbleToScale", "True", "SucceededGetScale") + ","
            + condition("ScalingActive", "False", "AmbiguousSelector", "pods by selector app=x are controlled by multiple HPAs") + "]}",
        HpaState::Ambiguous, "Two autoscalers own its pods", Attention::Error);
    row("no selector", R"({"currentReplicas":3,"conditions":[)" + condition("AbleToScale", "True", "SucceededGetScale") + ","
            + condition("ScalingActive", "False", "InvalidSelector") + "]}",
        HpaState::SelectorInvalid, "Target reports no pod selector", Attention::Error);
    row("target gone, says the controller", R"({"conditions":[)" + condition("AbleToScale", "False", "FailedGetScale",
            R"(the HPA controller was unable to get the target's current scale: deployments.apps \"api\" not found)") + "]}",
        HpaState::TargetMissing, "Target missing: Deployment api", Attention::Error);
    row("wrong kind", R"({"conditions":[)" + condition("AbleToScale", "False", "FailedGetScale",
            R"(the HPA controller was unable to get the target's current scale: no matches for kind \"Deployment\" in group \"\")") + "]}",
        HpaState::CannotScale, "Cannot read the size: this cluster knows no Deployment in apps/v1", Attention::Error);
    row("quota", R"({"currentReplicas":3,"conditions":[)" + condition("AbleToScale", "False", "FailedUpdateScale",
            "the HPA controller was unable to update the target scale: deployments.apps is forbidden: exceeded quota: small") + "]}",
        HpaState::CannotScale, "Cannot set the size: a resource quota forbids it", Attention::Error);
    row("its own zero", R"({"desiredReplicas":0,"conditions":[)" + condition("AbleToScale", "True", "ReadyForNewScale") + ","
            + condition("ScalingActive", "True", "ValidMetricFound") + "," + condition("ScaledToZero", "True", "ScaledToZero") + "]}",
        HpaState::AsleepAtZero, "Asleep at zero", Attention::None);
    row("never looked", "{}", HpaState::NotLookedYet, "Not looked at yet", Attention::None);
}

void TestHpaRows::states()
{
    QFETCH(QString, status);
    QFETCH(int, state);
    QFETCH(QString, word);
    QFETCH(int, attention);
    const auto row = rowOf(hpaJson("api", cpuUtilization(70), status.toStdString()));
    QCOMPARE(int(row.kind), state);
    QCOMPARE(plain(row.state.word), word);
    QCOMPARE(int(row.state.attention), attention);
    const bool says = row.state.cause.isEmpty() || row.state.cause.endsWith(QLatin1Char('.'))
        || row.state.cause.endsWith(QLatin1Char(')'));
    QVERIFY2(says || row.kind == HpaState::CannotScale, qPrintable(row.state.cause));
}

void TestHpaRows::causes_data()
{
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("phrase");
    const auto row = [](const char* title, const char* reason, const char* message, const char* phrase) {
        QTest::newRow(title) << QString::fromUtf8(reason) << QString::fromUtf8(message) << QString::fromUtf8(phrase);
    };
    row("no metrics-server", "FailedGetResourceMetric",
        "unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the "
        "requested resource (get pods.metrics.k8s.io)",
        "metrics-server is not installed");
    row("metrics-server down", "FailedGetResourceMetric",
        "unable to fetch metrics from resource metrics API: the server is currently unable to handle the request (get "
        "pods.metrics.k8s.io)",
        "metrics-server does not answer");
    row("no request", "FailedGetResourceMetric", "failed to get cpu utilization: missing request for cpu in container side of Pod api-1",
        "no CPU request in “side”");
    row("starting", "FailedGetResourceMetric", "failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)",
        "its pods have no metrics yet");
    row("no pods", "FailedGetResourceMetric", "no pods returned by selector while calculating replica count", "its target has no pods");
    row("no custom API", "FailedGetPodsMetric",
        "unable to get metric rps: unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered",
        "no adapter for custom metrics is installed");
    row("no rule", "FailedGetPodsMetric",
        "unable to get metric rps: unable to fetch metrics from custom metrics API: the server could not find the metric rps for pods",
        "the metrics adapter does not serve “rps”");
    row("no external API", "FailedGetExternalMetric",
        "unable to get external metric shop/queue/nil: unable to fetch metrics from external metrics API: no external metrics API "
        "(external.metrics.k8s.io) registered",
        "no adapter for external metrics is installed");
    row("KEDA answers for all", "FailedGetExternalMetric",
        "unable to get external metric shop/depth/nil: unable to fetch metrics from external metrics API: rpc error: code = Unknown desc = "
        "scaledObject name is not specified",
        "KEDA answers for all external metrics, and it is not one of KEDA's");
    row("forbidden", "FailedGetResourceMetric",
        "unable to fetch metrics from resource metrics API: pods.metrics.k8s.io is forbidden: User cannot list",
        "the controller may not read metrics.k8s.io");
    row("type", "InvalidMetricSourceType", "the HPA was unable to compute the replica count: unknown metric source type Foo",
        "the controller does not know this type of metric");
    row("anything else", "FailedGetResourceMetric", "the HPA was unable to compute the replica count: the moon is full", "the moon is full");
    row("silence", "FailedGetResourceMetric", "", "the controller gave no reason");
}

void TestHpaRows::causes()
{
    QFETCH(QString, reason);
    QFETCH(QString, message);
    QFETCH(QString, phrase);
    const auto row = rowOf(hpaJson("api", cpuUtilization(70), failing(qPrintable(reason), message.toUtf8().constData())));
    QCOMPARE(int(row.kind), int(HpaState::CannotReadMetrics));
    QCOMPARE(row.state.word, QStringLiteral("Cannot read metrics: ") + phrase);
    QCOMPARE(row.desired, std::optional<std::int64_t>()); // the zero in the status is no wish
    QVERIFY(row.metrics.front().why.contains(phrase));
}

void TestHpaRows::metricTexts_data()
{
    QTest::addColumn<QString>("spec");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* title, const char* spec, const char* status, const char* text) {
        QTest::newRow(title) << QString::fromUtf8(spec) << QString::fromUtf8(status) << QString::fromUtf8(text);
    };
    row("resource average", R"({"type":"Resource","resource":{"name":"memory","target":{"type":"AverageValue","averageValue":"2Gi"}}})",
        R"({"type":"Resource","resource":{"name":"memory","current":{"averageValue":"1536Mi"}}})", "memory 1.5 of 2_GiB per pod");
    row("cpu average", R"({"type":"Resource","resource":{"name":"cpu","target":{"type":"AverageValue","averageValue":"500m"}}})",
        R"({"type":"Resource","resource":{"name":"cpu","current":{"averageValue":"1525m"}}})", "cpu 1.53_cores of 500_m per pod");
    row("container", R"({"type":"ContainerResource","containerResource":{"name":"cpu","container":"api","target":{"type":"Utilization","averageUtilization":60}}})",
        R"({"type":"ContainerResource","containerResource":{"name":"cpu","container":"api","current":{"averageValue":"1","averageUtilization":61}}})",
        "cpu of api 61_% of 60_%");
    row("pods", R"({"type":"Pods","pods":{"metric":{"name":"inflight"},"target":{"type":"AverageValue","averageValue":"100"}}})",
        R"({"type":"Pods","pods":{"metric":{"name":"inflight"},"current":{"averageValue":"95312m"}}})", "inflight 95.3 of 100 per pod");
    row("object value", R"({"type":"Object","object":{"metric":{"name":"requests_per_second"},"describedObject":{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","name":"main"},"target":{"type":"Value","value":"2k"}}})",
        R"({"type":"Object","object":{"metric":{"name":"requests_per_second"},"describedObject":{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","name":"main"},"current":{"value":"1525"}}})",
        "requests_per_second of main 1,525/s of 2,000/s");
    row("object average", R"({"type":"Object","object":{"metric":{"name":"hits"},"describedObject":{"kind":"Ingress","name":"main"},"target":{"type":"AverageValue","averageValue":"50"}}})",
        R"({"type":"Object","object":{"metric":{"name":"hits"},"describedObject":{"kind":"Ingress","name":"main"},"current":{"averageValue":"48500m"}}})",
        "hits of main 48.5 of 50 per pod");
    row("external value", R"({"type":"External","external":{"metric":{"name":"depth"},"target":{"type":"Value","value":"100"}}})",
        R"({"type":"External","external":{"metric":{"name":"depth"},"current":{"value":"0"}}})", "depth 0 of 100");
    row("external average", R"({"type":"External","external":{"metric":{"name":"depth"},"target":{"type":"AverageValue","averageValue":"10"}}})",
        R"({"type":"External","external":{"metric":{"name":"depth"},"current":{"averageValue":"1525m"}}})", "depth 1.53 of 10 per pod");
    row("a kind of the future", R"({"type":"Weather","weather":{"sky":"blue"}})", R"({"type":""})", " unknown of unknown");
    row("status of another metric", R"({"type":"External","external":{"metric":{"name":"depth"},"target":{"type":"Value","value":"100"}}})",
        R"({"type":"External","external":{"metric":{"name":"width"},"current":{"value":"7"}}})", "depth unknown of 100");
}

void TestHpaRows::metricTexts()
{
    QFETCH(QString, spec);
    QFETCH(QString, status);
    QFETCH(QString, text);
    const auto row = rowOf(hpaJson("api", spec.toStdString(), workingStatus(3, 3, status.toStdString())));
    const auto shown = cell(row, "metrics");
    QCOMPARE(shown.trimmed(), text.trimmed());
    QVERIFY(!shown.contains(QStringLiteral("more")) && !shown.contains(QStringLiteral("1525m")));
    if (row.metrics.front().current == std::nullopt)
        QVERIFY(!row.metrics.front().why.isEmpty());
}

void TestHpaRows::twoExternalMetricsOfOneName()
{
    const auto specs = external("depth", "orders", R"({"type":"AverageValue","averageValue":"10"})") + ","
        + external("depth", "mails", R"({"type":"AverageValue","averageValue":"100"})");
    const auto both = rowOf(hpaJson("api", specs, workingStatus(3, 3, externalNow("depth", "orders", R"({"averageValue":"9"})") + ","
        + externalNow("depth", "mails", R"({"averageValue":"250"})"))));
    QCOMPARE(cell(both, "metrics"), QStringLiteral("depth {queue=orders} 9 of 10 per pod, depth {queue=mails} 250 of 100 per pod"));
    QCOMPARE(both.winningMetric, QStringLiteral("depth {queue=mails}"));
    QCOMPARE(both.asked, std::optional<std::int64_t>(8));
    // The first failed: its entry is empty, and the second's value must not slip to it.
    const auto second = rowOf(hpaJson("api", specs,
        workingStatus(3, 3, R"({"type":""},)" + externalNow("depth", "mails", R"({"averageValue":"250"})"))));
    QCOMPARE(cell(second, "metrics"),
        QStringLiteral("depth {queue=orders} unknown of 10 per pod, depth {queue=mails} 250 of 100 per pod"));
}

// By its whole name and kind: "cpu" is not "cpu_queue", and of two metrics of one name the selector tells.
void TestHpaRows::theWinnerIsNamedWhole_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("winner");
    QTest::newRow("resource") << "cpu resource utilization (percentage of request)" << "cpu";
    QTest::newRow("a longer name") << "pods metric cpu_queue" << "cpu_queue";
    QTest::newRow("external, by selector") << "external metric depth(&LabelSelector{MatchLabels:map[string]string{queue: orders,},"
                                              "MatchExpressions:[]LabelSelectorRequirement{},})" << "depth {queue=orders}";
    QTest::newRow("none of them: the arithmetic tells") << "Ingress metric cpu" << "depth {queue=mails}";
}

void TestHpaRows::theWinnerIsNamedWhole()
{
    QFETCH(QString, from);
    QFETCH(QString, winner);
    const auto specs = cpuUtilization(50) + R"(,{"type":"Pods","pods":{"metric":{"name":"cpu_queue"},"target":{"type":"AverageValue","averageValue":"1"}}},)"
        + external("depth", "orders", R"({"type":"AverageValue","averageValue":"10"})") + ","
        + external("depth", "mails", R"({"type":"AverageValue","averageValue":"10"})");
    // By the values of the status each would ask for more than the one before.
    auto status = workingStatus(3, 3, cpuNow(60) + R"(,{"type":"Pods","pods":{"metric":{"name":"cpu_queue"},"current":{"averageValue":"2"}}},)"
        + externalNow("depth", "orders", R"({"averageValue":"30"})") + "," + externalNow("depth", "mails", R"({"averageValue":"40"})"));
    const std::string empty = R"("reason":"ValidMetricFound","message":")";
    status.insert(status.find(empty) + empty.size(),
        "the HPA was able to successfully calculate a replica count from " + from.toStdString());
    QCOMPARE(rowOf(hpaJson("api", specs, status)).winningMetric, winner);
}

// 3 pods of which one is ready, at 1.95 times the load: the controller asks for 2 (autoscaling.md 1.2).
void TestHpaRows::valueTargetsCountReadyPods()
{
    const auto spec = R"({"type":"External","external":{"metric":{"name":"depth"},"target":{"type":"Value","value":"100"}}})";
    const auto now = R"({"type":"External","external":{"metric":{"name":"depth"},"current":{"value":"195"}}})";
    const auto row = rowOf(hpaJson("api", spec, workingStatus(3, 3, now)), deploymentJson("api", containerJson("api", "{}"), 3, 1));
    QCOMPARE(row.asked, std::optional<std::int64_t>(2));
    const auto said = plain(explain(row, {}, parseRfc3339("2026-11-23T15:57:02Z").value()).why.front());
    QVERIFY2(said.contains(QStringLiteral("1 × 195 / 100 = 1.95, rounded up to 2")), qPrintable(said));
}

void TestHpaRows::failuresAreOfTheMetricNamed()
{
    const auto pods = [](const char* name) {
        return std::string(R"({"type":"Pods","pods":{"metric":{"name":")") + name + R"("},"target":{"type":"AverageValue","averageValue":"1"}}})";
    };
    WorldMaker maker;
    maker.add(KindId::Hpa, hpaJson("api", pods("latency") + "," + pods("latency_p95"), workingStatus(3, 3, R"({"type":""},{"type":""})")));
    maker.add(KindId::Deployment, deploymentJson("api", containerJson("api", R"({"cpu":"1"})")));
    maker.add(KindId::Event, R"({"metadata":{"name":"api.1","namespace":"shop"},"involvedObject":{"kind":"HorizontalPodAutoscaler",)"
                             R"("namespace":"shop","name":"api"},"type":"Warning","reason":"FailedGetPodsMetric","message":)"
                             R"("unable to get metric latency_p95: unable to fetch metrics from custom metrics API: the server could not )"
                             R"(find the metric latency_p95 for pods","firstTimestamp":"2026-11-23T15:58:00Z","lastTimestamp":"2026-11-23T15:59:00Z"})");
    const auto row = *deriveHpas({maker.make()}, {}).front();
    QVERIFY2(!row.metrics[0].why.contains(QStringLiteral("adapter")), qPrintable(row.metrics[0].why));
    QVERIFY2(row.metrics[1].why.contains(QStringLiteral("latency_p95")), qPrintable(row.metrics[1].why));
}

void TestHpaRows::zeroUtilisation()
{
    const auto row = rowOf(hpaJson("api", cpuUtilization(70), workingStatus(2, 2, cpuNow(0))));
    QCOMPARE(cell(row, "metrics"), QStringLiteral("cpu 0_% of 70_%"));
    QCOMPARE(row.metrics.front().tone, Tone::Normal);
    QCOMPARE(row.asked, std::optional<std::int64_t>(0));
    QCOMPARE(int(row.kind), int(HpaState::Steady));
}

void TestHpaRows::missingStatus()
{
    const auto row = rowOf(hpaJson("api", cpuUtilization(70), "{}"));
    QCOMPARE(cell(row, "replicas"), QStringLiteral("unknown of 2–10"));
    QCOMPARE(cell(row, "metrics"), QStringLiteral("cpu unknown of 70_%"));
    QCOMPARE(cell(row, "current"), QStringLiteral("unknown"));
    for (const auto& column : hpaColumns(false))
        if (column.id == QStringLiteral("replicas") || column.id == QStringLiteral("current"))
            QCOMPARE(column.key(row).index(), std::size_t(0)); // unknown, not zero
}

void TestHpaRows::heldAtMaxAlarmsAfterAWhile()
{
    const auto json = hpaJson("api", cpuUtilization(70),
        workingStatus(10, 10, cpuNow(90), condition("ScalingLimited", "True", "TooManyReplicas")));
    const auto at = [&](const char* now) {
        WorldMaker maker;
        maker.at(now).add(KindId::Hpa, json).add(KindId::Deployment, deploymentJson("api", containerJson("api", R"({"cpu":"1"})")));
        return *deriveHpas({maker.make()}, {}).front();
    };
    const auto early = at("2026-11-23T15:57:02Z"); // the last scaling to max was at 15:46:02
    QCOMPARE(int(early.state.attention), int(Attention::Notice));
    QCOMPARE(cell(early, "since"), QStringLiteral("11_min"));
    const auto late = at("2026-11-23T16:02:02Z");
    QCOMPARE(int(late.state.attention), int(Attention::Warning));
    QCOMPARE(late.state.tone, Tone::Bad);
    QVERIFY(late.state.cause.contains(QStringLiteral("The metrics ask for 13.")));
}

void TestHpaRows::stabilisationLeft()
{
    const auto deployment = deploymentJson("api", containerJson("api", R"({"cpu":"1"})"));
    const auto stabilised = condition("AbleToScale", "True", "ScaleDownStabilized");
    const auto unlimited = condition("ScalingLimited", "False", "DesiredWithinRange");
    const auto derive = [&](const char* now, int load, const std::string& able, const HpaMemory& memory) {
        WorldMaker maker;
        maker.at(now).add(KindId::Deployment, deployment)
            .add(KindId::Hpa, hpaJson("api", cpuUtilization(70), workingStatus(6, 6, cpuNow(load), unlimited, able)));
        return deriveHpas({maker.make()}, {}, memory);
    };
    const auto time = [](const char* text) { return parseRfc3339(text).value(); };
    // Nobody saw when the load fell: at most a whole window, and less as it is watched.
    HpaMemory late;
    auto rows = derive("2026-11-23T16:00:00Z", 22, stabilised, late);
    QCOMPARE(plain(rows.front()->state.word), QStringLiteral("Stabilising, at most 300_s left"));
    late.note(rows, time("2026-11-23T16:00:00Z"));
    rows = derive("2026-11-23T16:01:26Z", 22, stabilised, late);
    QCOMPARE(plain(rows.front()->state.word), QStringLiteral("Stabilising, at most 214_s left"));
    QCOMPARE(cell(*rows.front(), "since"), QStringLiteral("over 1_min"));
    // Seen: the window runs from when the metrics last asked for the size.
    HpaMemory seen;
    seen.note(derive("2026-11-23T16:00:00Z", 70, condition("AbleToScale", "True", "ReadyForNewScale"), seen), time("2026-11-23T16:00:00Z"));
    seen.note(derive("2026-11-23T16:00:30Z", 22, stabilised, seen), time("2026-11-23T16:00:30Z"));
    rows = derive("2026-11-23T16:01:26Z", 22, stabilised, seen);
    QCOMPARE(plain(rows.front()->state.word), QStringLiteral("Stabilising, 214_s left"));
    QCOMPARE(cell(*rows.front(), "since"), QStringLiteral("56_s"));
}

void TestHpaRows::memoryKeepsTrendAndSince()
{
    const auto deployment = deploymentJson("api", containerJson("api", R"({"cpu":"1"})"));
    HpaMemory memory;
    const auto start = parseRfc3339("2026-11-23T16:00:00Z").value();
    Rows<HpaRow> rows;
    for (int second = 0; second <= 60; second += 5) { // more often than it samples
        WorldMaker maker;
        maker.at(formatRfc3339(start + Seconds(second)).c_str()).add(KindId::Deployment, deployment)
            .add(KindId::Hpa, hpaJson("api", cpuUtilization(70), workingStatus(2 + second / 30, 2 + second / 30, cpuNow(68))));
        rows = deriveHpas({maker.make()}, {}, memory);
        memory.note(rows, start + Seconds(second));
    }
    QCOMPARE(*memory.find(rows.front()->id)->trend, Spark({2, 2, 3, 3, 4}));
    memory.note(rows, start + Seconds(105)); // two were missed: they are gaps, not the old value
    QCOMPARE(*memory.find(rows.front()->id)->trend, Spark({2, 2, 3, 3, 4, std::nullopt, std::nullopt, 4}));
    memory.note({}, start + Seconds(120));
    QVERIFY(!memory.find(rows.front()->id));
}

void TestHpaRows::kedaOwned()
{
    WorldMaker maker = WorldMaker::recorded();
    const char* name = "keda-hpa-batch-inference-scaler";
    maker.add(KindId::Hpa, R"({"metadata":{"name":"keda-hpa-batch-inference-scaler","namespace":"ml-platform","ownerReferences":[
        {"apiVersion":"keda.sh/v1alpha1","kind":"ScaledObject","name":"batch-inference-scaler","uid":"1","controller":true}]},
        "spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"batch-inference"},"minReplicas":1,"maxReplicas":50,
        "metrics":[{"type":"External","external":{"metric":{"name":"s0-rabbitmq-inference-queue","selector":{"matchLabels":
        {"scaledobject.keda.sh/name":"batch-inference-scaler"}}},"target":{"type":"AverageValue","averageValue":"10"}}}]},
        "status":{"currentReplicas":2,"currentMetrics":[{"type":""}],"conditions":[)"
        + condition("AbleToScale", "True", "SucceededGetScale") + ","
        + condition("ScalingActive", "False", "FailedGetExternalMetric", "unable to get external metric ml-platform/s0-rabbitmq-inference-queue/x: error")
        + "]}}");
    const auto row = named(deriveHpas({maker.make()}, {}), name);
    QCOMPARE(row->managedBy, std::string("batch-inference-scaler"));
    QCOMPARE(row->state.word, QStringLiteral("Cannot read metrics: KEDA cannot read its trigger"));
    QVERIFY(row->state.cause.contains(QStringLiteral("batch-inference-scaler")));
}

void TestHpaRows::pausedByKeda()
{
    WorldMaker maker;
    maker.add(KindId::Deployment, deploymentJson("api", containerJson("api", R"({"cpu":"1"})")));
    maker.add(KindId::Hpa, hpaJson("api", cpuUtilization(70), workingStatus(3, 3, cpuNow(68)), R"("minReplicas":2,"maxReplicas":10)",
        R"("ownerReferences":[{"apiVersion":"keda.sh/v1alpha1","kind":"ScaledObject","name":"so","uid":"1","controller":true}])"));
    const auto word = [&](const char* annotation, const char* value) {
        maker.add(KindId::ScaledObject, std::string(R"({"metadata":{"name":"so","namespace":"shop","annotations":{"autoscaling.keda.sh/)")
            + annotation + R"(":")" + value + R"("}},"spec":{"scaleTargetRef":{"name":"api"},"triggers":[]}})");
        return deriveHpas({maker.make()}, {}).front()->state.word;
    };
    QCOMPARE(word("paused-scale-in", "true"), QStringLiteral("Scale-in paused by KEDA"));
    QCOMPARE(word("paused-scale-out", "true"), QStringLiteral("Scale-out paused by KEDA"));
    QCOMPARE(word("paused-replicas", "4"), QStringLiteral("Paused by KEDA at 4"));
    QCOMPARE(word("paused", "yes please"), QStringLiteral("Paused by KEDA"));
    QCOMPARE(word("paused", "false"), QStringLiteral("Steady"));
}

void TestHpaRows::rivals()
{
    WorldMaker maker;
    maker.add(KindId::Deployment, deploymentJson("api", containerJson("api", R"({"cpu":"1"})")));
    maker.add(KindId::Hpa, hpaJson("api", cpuUtilization(70), workingStatus(3, 3, cpuNow(68))));
    auto other = hpaJson("api", cpuUtilization(50), workingStatus(3, 3, cpuNow(68)));
    other.replace(other.find(R"("name":"api")"), 12, R"("name":"two")");
    maker.add(KindId::Hpa, other);
    const auto rows = deriveHpas({maker.make()}, {});
    QCOMPARE(rows.size(), std::size_t(2));
    QCOMPARE(rows[0]->state.word, QStringLiteral("Shares its target with two"));
    QCOMPARE(rows[1]->state.word, QStringLiteral("Shares its target with api"));
    QCOMPARE(int(rows[0]->state.attention), int(Attention::Error));
}

void TestHpaRows::unknownTargetsAreNotMissing()
{
    const auto json = hpaJson("api", cpuUtilization(70), workingStatus(3, 3, cpuNow(68)));
    const auto word = [&](const std::function<void(WorldMaker&)>& change) {
        WorldMaker maker;
        maker.add(KindId::Hpa, json);
        change(maker);
        return deriveHpas({maker.make()}, {}).front()->state.word;
    };
    QCOMPARE(word([](WorldMaker&) {}), QStringLiteral("Target missing: Deployment api"));
    QCOMPARE(word([](WorldMaker& maker) { maker.presence(KindId::Deployment, Presence::Loading); }), QStringLiteral("Steady"));
    QCOMPARE(word([](WorldMaker& maker) { maker.presence(KindId::Deployment, Presence::Refused); }), QStringLiteral("Steady"));
    QCOMPARE(word([](WorldMaker& maker) { maker.namespaces(KindId::Deployment, {"other"}); }), QStringLiteral("Steady"));
    QCOMPARE(word([](WorldMaker& maker) { maker.namespaces(KindId::Deployment, {"other", "shop"}, {"shop"}); }), QStringLiteral("Steady"));
    QCOMPARE(word([](WorldMaker& maker) { maker.namespaces(KindId::Deployment, {"shop"}); }), QStringLiteral("Target missing: Deployment api"));
}

void TestHpaRows::explanation()
{
    const auto rows = deriveHpas({WorldMaker::recorded().make()}, {});
    const auto now = parseRfc3339("2026-11-23T15:57:02Z").value();
    const auto fraud = explain(*named(rows, "fraud-detector-hpa"), {}, now);
    QCOMPARE(plain(fraud.why.join(QLatin1Char('|'))),
        QStringLiteral("CPU is 85_% of the request, above 70_% and its 10_% tolerance: 6 × 85 / 70 = 7.29, rounded up to 8.|"
                       "Nothing holds it back."));
    QCOMPARE(plain(fraud.behaviour.join(QLatin1Char('|'))),
        QStringLiteral("Up: +100_% per 60_s, no window|Down: -50_% per 60_s, window 300_s|"
                       "Tolerance: 10_% (the controller's setting)"));
    QCOMPARE(fraud.conditions.size(), std::size_t(3));
    QCOMPARE(fraud.conditions[2].type, QStringLiteral("ScalingLimited"));
    QCOMPARE(fraud.conditions[2].tone, Tone::Good); // False is good here
    QCOMPARE(text(fraud.conditions[0].since), QStringLiteral("3\u2009min"));

    const auto exact = rowOf(hpaJson("api", cpuUtilization(70), workingStatus(4, 8, cpuNow(140))));
    QCOMPARE(plain(explain(exact, {}, now).why.front()),
        QStringLiteral("CPU is 140_% of the request, above 70_% and its 10_% tolerance: 4 × 140 / 70 = 8."));
    const auto within = rowOf(hpaJson("api", cpuUtilization(70), workingStatus(4, 4, cpuNow(77))));
    QCOMPARE(plain(explain(within, {}, now).why.join(QLatin1Char('|'))),
        QStringLiteral("CPU is 77_% of the request, within the 10_% tolerance of 70_%: no change.|The size is right: nothing to do."));
    const auto most = explain(*named(rows, "recommendation-hpa"), {}, now);
    QVERIFY(most.why.contains(QStringLiteral("The most counts: 36, of http_requests_per_second.")));
    QVERIFY(explain(*named(rows, "orphan-hpa"), {}, now).why.front().startsWith(QStringLiteral("CPU is unknown. ")));
}

void TestHpaRows::behaviour()
{
    const auto lines = [](const char* behavior) {
        const auto row = rowOf(hpaJson("api", cpuUtilization(70), workingStatus(3, 3, cpuNow(68)),
            std::string(R"("minReplicas":2,"maxReplicas":10)") + behavior));
        return plain(behaviourInForce(*row.object, {}).join(QLatin1Char('|')));
    };
    QCOMPARE(lines(""), QStringLiteral("Up: doubles at most, or goes to 4 pods, at each look (3 → 6 at most now); no window|"
                                        "Down: by any amount, window 300_s|Tolerance: 10_% (the controller's setting)|"
                                        "No behavior is written, so the controller's own rules hold, not the defaults of an empty one."));
    QCOMPARE(lines(R"(,"behavior":{})"), QStringLiteral("Up: +4 pods per 15_s or +100_% per 15_s, whichever is more (default), no window|"
                                                        "Down: -100_% per 15_s (default), window 300_s|"
                                                        "Tolerance: 10_% (the controller's setting)"));
    QCOMPARE(lines(R"(,"behavior":{"scaleDown":{"selectPolicy":"Disabled"},"scaleUp":{"selectPolicy":"Min","tolerance":"50m",
                  "stabilizationWindowSeconds":60,"policies":[{"type":"Pods","value":1,"periodSeconds":90},
                  {"type":"Percent","value":10,"periodSeconds":60}]}})"),
        QStringLiteral("Up: +1 pod per 90_s or +10_% per 60_s, whichever is less, window 60_s|"
                       "Down: never (selectPolicy Disabled)|Tolerance: 5_% up, 10_% down (the controller's setting)"));
}

void TestHpaRows::severalClusters()
{
    const auto rows = deriveHpas({WorldMaker::recorded("a").make(), WorldMaker::recorded("b").make()}, {});
    QCOMPARE(rows.size(), std::size_t(12));
    std::set<std::string> ids;
    for (const auto& row : rows)
        ids.insert(row->id);
    QCOMPARE(ids.size(), rows.size());
    for (const auto& column : hpaColumns(true))
        if (column.id == QStringLiteral("cluster"))
            QVERIFY(column.shown);
    for (const auto& column : hpaColumns(false))
        if (column.id == QStringLiteral("cluster"))
            QVERIFY(!column.shown);
}

void TestHpaRows::columnsAreWhole()
{
    const auto rows = deriveHpas({WorldMaker::recorded().make()}, {});
    std::set<QString> ids;
    for (const auto& column : hpaColumns(true)) {
        QVERIFY2(ids.insert(column.id).second, qPrintable(column.id));
        QVERIFY2(!column.title.isEmpty() && !column.help.isEmpty() && column.width > 0, qPrintable(column.id));
        for (const auto& row : rows)
            QVERIFY2(!column.text(*row).isEmpty(), qPrintable(column.id));
    }
}

QTEST_GUILESS_MAIN(TestHpaRows)
#include "tst_hpa_rows.moc"
