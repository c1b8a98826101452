// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/scaled_object.h"

#include "../../support/parsed.h"

#include <QtTest>

using namespace loadline;

namespace {

Trigger triggerOf(const std::string& json)
{
    JsonDocument document;
    const auto root = document.parse(std::string_view("[" + json + "]"));
    return root ? parseTriggers(*root).at(0) : Trigger {};
}

ScaledObject scaledObjectOf(const std::string& annotations, const std::string& spec = "", const std::string& status = "{}")
{
    const auto object = parsed(R"({"metadata":{"name":"so","namespace":"n","annotations":{)" + annotations
            + R"(}},"spec":{"scaleTargetRef":{"name":"d"})" + (spec.empty() ? "" : "," + spec) + "},\"status\":" + status + "}",
        parseScaledObject);
    if (!object)
        QTest::qFail(plainText(object.error()).c_str(), __FILE__, __LINE__);
    return object ? *object : ScaledObject {};
}

} // namespace

class TestKeda : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thresholds_data();
    void thresholds();
    void defaults();
    void everything();
    void pauses_data();
    void pauses();
    void externalMetrics();
    void hpaNames();
    void scaledJobs();
    void authentications();
};

void TestKeda::thresholds_data()
{
    QTest::addColumn<QByteArray>("trigger");
    QTest::addColumn<QString>("threshold"); // "" none
    QTest::addColumn<QString>("activation");
    const auto row = [](const char* name, const char* type, const char* metadata, const char* threshold, const char* activation) {
        QTest::newRow(name) << QByteArray("{\"type\":\"") + type + "\",\"metadata\":{" + metadata + "}}"
                            << QString::fromLatin1(threshold) << QString::fromLatin1(activation);
    };
    row("prometheus", "prometheus", R"("threshold":"12.5","activationThreshold":"3")", "12.5", "3");
    row("prometheus without", "prometheus", "", "", "0");
    row("prometheus in words", "prometheus", R"("threshold":"many","activationThreshold":"few")", "", "");
    row("rabbitmq", "rabbitmq", R"("mode":"QueueLength","value":"10")", "10", "0");
    row("rabbitmq older", "rabbitmq", R"("queueLength":"7")", "7", "0");
    row("rabbitmq bare", "rabbitmq", R"("queueName":"q")", "20", "0");
    row("rabbitmq mode alone", "rabbitmq", R"("mode":"MessageRate")", "", "0");
    row("kafka", "kafka", R"("lagThreshold":"50","activationLagThreshold":"5")", "50", "5");
    row("kafka bare", "kafka", "", "10", "0");
    row("apache-kafka bare", "apache-kafka", "", "10", "0");
    row("cron", "cron", R"("desiredReplicas":"5")", "1", "");
    row("cpu", "cpu", R"("value":"60")", "60", "");
    row("memory as a quantity", "memory", R"("value":"1Gi")", "1073741824", "");
    row("sqs", "aws-sqs-queue", R"("activationQueueLength":"2")", "5", "2");
    row("servicebus", "azure-servicebus", R"("messageCount":"8")", "8", "0");
    row("azure queue", "azure-queue", "", "5", "0");
    row("pubsub", "gcp-pubsub", R"("value":"15")", "15", "0");
    row("pubsub older", "gcp-pubsub", R"("subscriptionSize":"15")", "15", "0");
    row("redis", "redis", R"("listLength":"9","activationListLength":"1")", "9", "1");
    row("streams by lag", "redis-streams", R"("consumerGroup":"g","lagCount":"3","pendingEntriesCount":"4","streamLength":"6")", "3", "0");
    row("streams by pending", "redis-cluster-streams", R"("consumerGroup":"g","pendingEntriesCount":"4","streamLength":"6")", "4", "0");
    row("streams by length", "redis-sentinel-streams", R"("pendingEntriesCount":"4","streamLength":"6")", "6", "0");
    row("workload", "kubernetes-workload", R"("value":"2")", "2", "0");
    row("postgresql", "postgresql", R"("targetQueryValue":"2.2","activationTargetQueryValue":"1")", "2.2", "1");
    row("mysql", "mysql", R"("queryValue":"3")", "3", "0");
    row("nats", "nats-jetstream", "", "10", "0");
    row("metrics-api", "metrics-api", R"("targetValue":"4")", "4", "0");
    row("datadog", "datadog", R"("queryValue":"7","activationQueryValue":"1.1")", "7", "1.1");
    row("datadog by proxy", "datadog", R"("useClusterAgentProxy":"true","targetValue":"8","activationTargetValue":"2")", "8", "2");
    row("cloudwatch", "aws-cloudwatch", R"("targetMetricValue":"2","activationTargetMetricValue":"1")", "2", "1");
    row("temporal", "temporal", "", "5", "0");
    row("loki", "loki", R"("threshold":"0.7")", "0.7", "0");
    row("graphite", "graphite", "", "100", "0");
    row("elasticsearch", "elasticsearch", R"("targetValue":"1.5")", "1.5", "0");
    row("mongodb", "mongodb", R"("queryValue":"1")", "1", "0");
    row("selenium", "selenium-grid", R"("activationThreshold":"3")", "1", "3");
    row("eventhub", "azure-eventhub", "", "64", "0");
    row("pulsar", "pulsar", R"("msgBacklogThreshold":"5")", "5", "0");
    row("external", "external", R"("scalerAddress":"x:1","threshold":"5")", "", ""); // its server alone knows
    row("unheard of", "unheard-of", R"("threshold":"5")", "", "");
    row("beyond range", "prometheus", R"("threshold":"1e400")", "", "0");
    row("a number, not a text", "prometheus", R"("threshold":5)", "5", "0");
}

void TestKeda::thresholds()
{
    QFETCH(QByteArray, trigger);
    QFETCH(QString, threshold);
    QFETCH(QString, activation);
    const Trigger read = triggerOf(trigger.toStdString());
    const auto shown = [](std::optional<Quantity> value) {
        return value ? QString::fromStdString(value->decimal()) : QString();
    };
    QCOMPARE(shown(thresholdOf(read)), threshold);
    QCOMPARE(shown(activationThresholdOf(read)), activation);
}

void TestKeda::defaults()
{
    const ScaledObject object = scaledObjectOf("");
    QCOMPARE(object.target, (ObjectRef {"apps/v1", "Deployment", "d"}));
    QCOMPARE(object.pollingInterval, 30);
    QCOMPARE(object.cooldownPeriod, 300);
    QCOMPARE(object.minReplicas, 0);
    QCOMPARE(object.maxReplicas, 100);
    QVERIFY(!object.idleReplicas && !object.fallback && !object.modifiers && !object.behavior && !object.lastActiveTime);
    QVERIFY(!object.pause.any());
}

void TestKeda::everything()
{
    const ScaledObject object = scaledObjectOf("", R"("idleReplicaCount":0,"minReplicaCount":2,"triggers":[
        {"type":"kafka","name":"k","metadata":{"topic":"t","bootstrapServers":"b"},"metricType":"Value","useCachedMetrics":true,
         "authenticationRef":{"name":"a","kind":"ClusterTriggerAuthentication"}},
        {"type":"cpu","metricType":"Utilization","metadata":{"value":"60"}}],
        "fallback":{"failureThreshold":3,"replicas":6},
        "advanced":{"horizontalPodAutoscalerConfig":{"name":"mine","behavior":{"scaleDown":{"stabilizationWindowSeconds":60}}},
          "scalingModifiers":{"formula":"k + 1","target":"2","activationTarget":"1","metricType":"Value"}})",
        R"({"health":{"s0-kafka-t":{"numberOfFailures":4,"status":"Failing"}},"triggersActivity":{"s0-kafka-t":{"isActive":true}},
            "lastActiveTime":"2026-11-23T15:50:00Z","conditions":[{"type":"Active","status":"Unknown"}]})");
    QCOMPARE(object.idleReplicas, std::optional<std::int64_t>(0));
    QCOMPARE(object.triggers.size(), std::size_t(2));
    const Trigger& kafka = object.triggers[0];
    QVERIFY(kafka.metricType == TargetType::Value && kafka.useCachedMetrics);
    QCOMPARE(*kafka.get("topic"), std::string("t"));
    QVERIFY(!kafka.get("absent"));
    QCOMPARE(kafka.authentication, (TriggerAuthRef {"a", "ClusterTriggerAuthentication"}));
    QVERIFY(object.triggers[1].metricType == TargetType::Utilization);
    QVERIFY(object.triggers[1].authentication.name.empty());
    QCOMPARE(*object.fallback, (Fallback {3, 6, "static"}));
    QCOMPARE(*object.modifiers, (ScalingModifiers {"k + 1", "2", "1", TargetType::Value}));
    QCOMPARE(object.behavior->down->stabilizationWindowSeconds, std::optional<std::int64_t>(60));
    QCOMPARE(object.health, (std::vector<MetricHealth> {{"s0-kafka-t", 4, true}}));
    QCOMPARE(object.triggersActive, (std::vector<std::pair<std::string, bool>> {{"s0-kafka-t", true}}));
    QVERIFY(object.conditions[0].status == Truth::Unknown && !object.conditions[0].since);
}

void TestKeda::pauses_data()
{
    QTest::addColumn<QByteArray>("annotations");
    QTest::addColumn<bool>("full");
    QTest::addColumn<int>("at"); // -1 none
    QTest::addColumn<bool>("in");
    QTest::addColumn<bool>("out");
    const auto row = [](const char* name, const char* annotations, bool full, int at, bool in, bool out) {
        QTest::newRow(name) << QByteArray(annotations).replace("KEDA", "autoscaling.keda.sh") << full << at << in << out;
    };
    row("none", "", false, -1, false, false);
    row("true", R"("KEDA/paused":"true")", true, -1, false, false);
    row("false", R"("KEDA/paused":"false")", false, -1, false, false);
    row("no boolean counts as true", R"("KEDA/paused":"yes")", true, -1, false, false);
    row("empty counts as true", R"("KEDA/paused":"")", true, -1, false, false);
    row("Go's other false", R"("KEDA/paused":"F")", false, -1, false, false);
    row("at a count", R"("KEDA/paused-replicas":"3")", false, 3, false, false);
    row("at zero", R"("KEDA/paused-replicas":"0")", false, 0, false, false);
    row("both", R"("KEDA/paused":"true","KEDA/paused-replicas":"3")", true, 3, false, false);
    row("at no count", R"("KEDA/paused-replicas":"few")", true, -1, false, false);
    row("at a negative count", R"("KEDA/paused-replicas":"-1")", true, -1, false, false);
    row("at a huge count", R"("KEDA/paused-replicas":"99999999999999999999")", true, -1, false, false);
    row("in", R"("KEDA/paused-scale-in":"true")", false, -1, true, false);
    row("out", R"("KEDA/paused-scale-out":"true")", false, -1, false, true);
}

void TestKeda::pauses()
{
    QFETCH(QByteArray, annotations);
    QFETCH(bool, full);
    QFETCH(int, at);
    QFETCH(bool, in);
    QFETCH(bool, out);
    const Pause pause = scaledObjectOf(annotations.toStdString()).pause;
    QCOMPARE(pause.full, full);
    QCOMPARE(pause.atReplicas.value_or(-1), std::int64_t(at));
    QCOMPARE(pause.scaleIn, in);
    QCOMPARE(pause.scaleOut, out);
    QCOMPARE(pause.any(), full || at >= 0 || in || out);
}

void TestKeda::externalMetrics()
{
    // Ten triggers and more: s1- is not s10-. cpu has no external metric, so positions do not count, prefixes do.
    const ScaledObject object = scaledObjectOf("", "", R"({"externalMetricNames":["s0-a","s10-b","s1-c"]})");
    QCOMPARE(*externalMetricOf(object, 0), std::string("s0-a"));
    QCOMPARE(*externalMetricOf(object, 1), std::string("s1-c"));
    QCOMPARE(*externalMetricOf(object, 10), std::string("s10-b"));
    QVERIFY(!externalMetricOf(object, 2));
}

void TestKeda::hpaNames()
{
    QCOMPARE(hpaNameOf(scaledObjectOf("")), std::string("keda-hpa-so"));
    const std::string wanted = R"("advanced":{"horizontalPodAutoscalerConfig":{"name":"mine"}})";
    QCOMPARE(hpaNameOf(scaledObjectOf("", wanted)), std::string("mine"));
    QCOMPARE(hpaNameOf(scaledObjectOf("", wanted, R"({"hpaName":"is"})")), std::string("is"));
}

void TestKeda::scaledJobs()
{
    const auto job = parsed(R"({"metadata":{"name":"j","annotations":{"autoscaling.keda.sh/paused":"true"}},"spec":{
        "maxReplicaCount":7,"scalingStrategy":{"strategy":"accurate"},"triggers":[{"type":"kafka","metadata":{}}]},
        "status":{"lastActiveTime":"2026-11-23T15:50:00Z"}})",
        parseScaledJob);
    QVERIFY(job.has_value());
    QCOMPARE(job->maxReplicas, 7);
    QCOMPARE(job->strategy, std::string("accurate"));
    QCOMPARE(job->multipleScalersCalculation, std::string("max"));
    QVERIFY(job->pause.full && job->lastActiveTime);
    QCOMPARE(job->triggers.size(), std::size_t(1));
}

void TestKeda::authentications()
{
    const auto auth = parsed(R"({"metadata":{"name":"a"},"spec":{"podIdentity":{"provider":"aws","roleArn":"arn"},
        "secretTargetRef":[{"parameter":"host","name":"rabbit","key":"host"}],"configMapTargetRef":[{"parameter":"p","name":"c","key":"k"}],
        "env":[{"parameter":"x","name":"PASSWORD"}],"hashiCorpVault":{"address":"https://v","credential":{"token":"s3cret"}},
        "boundServiceAccountToken":[{"parameter":"t","serviceAccountName":"sa"}]}})",
        parseClusterTriggerAuthentication);
    QVERIFY(auth.has_value());
    QCOMPARE(auth->sources,
        (std::vector<std::string> {"pod identity aws", "secret rabbit/host", "config map c/k", "environment PASSWORD",
            "service account sa", "HashiCorp Vault"}));
    for (const std::string& source : auth->sources)
        QVERIFY(source.find("s3cret") == std::string::npos);
}

QTEST_APPLESS_MAIN(TestKeda)
#include "tst_keda.moc"
