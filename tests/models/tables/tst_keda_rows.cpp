// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/keda_rows.h"

#include "../../support/world_from_fixtures.h"
#include "hpa_texts.h"

#include <QtTest>

#include <set>

using namespace loadline;

namespace {

QString cell(const KedaRow& row, const char* column)
{
    for (const auto& known : kedaColumns(false))
        if (known.id == QLatin1String(column))
            return plain(known.text(row));
    return QStringLiteral("no such column");
}

std::string bare(const char* type, const char* status, const char* reason)
{
    return std::string(R"({"type":")") + type + R"(","status":")" + status + R"(","reason":")" + reason + R"("})";
}

const std::string ready = bare("Ready", "True", "ScaledObjectReady");
const std::string active = bare("Active", "True", "ScalerActive");
const std::string inactive = bare("Active", "False", "ScalerNotActive");
const std::string queue = R"({"type":"rabbitmq","metadata":{"queueName":"orders","value":"10","activationValue":"5"}})";

std::string objectJson(const std::string& triggers, const std::string& status, const std::string& spec = {}, const std::string& annotations = {})
{
    return R"({"metadata":{"name":"so","namespace":"shop","creationTimestamp":"2026-11-23T12:00:00Z","annotations":{)" + annotations
        + R"(}},"spec":{"scaleTargetRef":{"name":"api"},"maxReplicaCount":20,"cooldownPeriod":300)"
        + (spec.empty() ? "" : "," + spec) + R"(,"triggers":[)" + triggers + R"(]},"status":)" + status + "}";
}

std::string statusJson(const std::string& conditions, const std::string& more = {})
{
    return R"({"externalMetricNames":["s0-rabbitmq-orders"],"conditions":[)" + conditions + "]" + (more.empty() ? "" : "," + more) + "}";
}

WorldMaker shop(const std::string& object, int replicas = 3)
{
    WorldMaker maker;
    maker.add(KindId::ScaledObject, object);
    maker.add(KindId::Deployment, deploymentJson("api", containerJson("api", R"({"cpu":"1"})"), replicas, replicas));
    return maker;
}

KedaRow rowOf(const WorldMaker& maker) { return *deriveKeda({maker.make()}, {}).front(); }

} // namespace

class TestKedaRows : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void recorded();
    void states_data();
    void states();
    void valueFromKeda();
    void valueFromTheHpa();
    void perTriggerActivity();
    void authentication();
    void cron();
    void cronProblems();
    void cpuTrigger();
    void scaledJob();
    void noTriggers();
    void liveKeys();
    void explanation();
    void columnsAreWhole();
};

void TestKedaRows::recorded()
{
    const auto rows = deriveKeda({WorldMaker::recorded().make()}, {});
    QCOMPARE(rows.size(), std::size_t(3));
    const auto& batch = *rows[0];
    QCOMPARE(batch.id, std::string("prod-eu/ml-platform/object/batch-inference-scaler/0"));
    QCOMPARE(cell(batch, "trigger"), QStringLiteral("rabbitmq"));
    QCOMPARE(cell(batch, "threshold"), QStringLiteral("10 per pod"));
    QCOMPARE(cell(batch, "activation"), QStringLiteral("0"));
    QCOMPARE(cell(batch, "active"), QStringLiteral("yes"));
    QCOMPARE(cell(batch, "authentication"), QStringLiteral("rabbit-auth"));
    QCOMPARE(cell(batch, "hpa"), QStringLiteral("keda-hpa-batch-inference-scaler"));
    QCOMPARE(cell(batch, "replicas"), QStringLiteral("0 of 0–50"));
    QCOMPARE(cell(batch, "value"), QStringLiteral("unknown"));
    QVERIFY(!batch.value.why.isEmpty());

    const auto& paused = *rows[1];
    QCOMPARE(cell(paused, "state"), QStringLiteral("Paused"));
    QCOMPARE(cell(paused, "paused"), QStringLiteral("fully"));
    QCOMPARE(cell(paused, "hpa"), QStringLiteral("none"));
    QCOMPARE(int(paused.state.attention), int(Attention::Warning));

    const auto& hours = *rows[2]; // Monday 10:57 in New York: on
    QVERIFY(hours.cron && hours.cron->on);
    QCOMPARE(cell(hours, "schedule"), QStringLiteral("on until 18:00 (America/New_York)"));
    QCOMPARE(cell(hours, "value"), QStringLiteral("5"));
    QCOMPARE(cell(hours, "threshold"), QStringLiteral("by schedule"));
}

void TestKedaRows::states_data()
{
    QTest::addColumn<QString>("object");
    QTest::addColumn<int>("replicas");
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("word");
    QTest::addColumn<int>("attention");
    const auto row = [](const char* title, const std::string& object, int replicas, TriggerState state, const char* word, Attention attention) {
        QTest::newRow(title) << QString::fromStdString(object) << replicas << int(state) << QString::fromUtf8(word) << int(attention);
    };
    const auto quiet = objectJson(queue, statusJson(ready + "," + inactive));
    row("never looked", objectJson(queue, "{}"), 3, TriggerState::NotLookedYet, "Not looked at yet", Attention::None);
    row("active", objectJson(queue, statusJson(ready + "," + active)), 3, TriggerState::Active, "Active", Attention::None);
    row("asleep", quiet, 0, TriggerState::AsleepAtZero, "Asleep at zero", Attention::None);
    row("cooling", objectJson(queue, statusJson(ready + "," + bare("Active", "False", "ScalerCooldown"), R"("lastActiveTime":"2026-11-23T15:55:36Z")")), 3,
        TriggerState::CoolingDown, "Cooling down, 214_s left", Attention::None);
    row("first cooldown", objectJson(queue, statusJson(ready + "," + bare("Active", "False", "ScalerCooldown")), R"("initialCooldownPeriod":14400)"), 3,
        TriggerState::CoolingDown, "Cooling down, 178_s left", Attention::None); // made at 12:00
    row("forced", objectJson(queue, statusJson(ready + "," + active, R"("triggersActivity":{"s0-rabbitmq-orders":{"isActive":false}})"), "",
            R"("autoscaling.keda.sh/force-activation":"true")"),
        3, TriggerState::Active, "Kept awake by annotation", Attention::Notice);
    row("not forced", objectJson(queue, statusJson(ready + "," + active), "", R"("autoscaling.keda.sh/force-activation":"false")"), 3,
        TriggerState::Active, "Active", Attention::None);
    row("its HPA fails", objectJson(queue, statusJson(ready + "," + active + "," + bare("HPAActive", "False", "FailedGetExternalMetric"))), 3,
        TriggerState::NotReady, "Its HPA does not scale", Attention::Error);
    row("fallback of the present size", objectJson(queue, statusJson(ready + "," + active + "," + bare("Fallback", "True", "FallbackExists")),
            R"("fallback":{"failureThreshold":3,"replicas":6,"behavior":"currentReplicas"})"),
        3, TriggerState::Fallback, "On fallback", Attention::Warning);
    row("cooldown over, still there", objectJson(queue, statusJson(ready + "," + inactive, R"("lastActiveTime":"2026-11-23T15:00:00Z")")), 3,
        TriggerState::Idle, "Idle", Attention::None);
    row("min keeps it", objectJson(queue, statusJson(ready + "," + inactive, R"("lastActiveTime":"2026-11-23T15:55:36Z")"), R"("minReplicaCount":1)"), 1,
        TriggerState::Idle, "Idle", Attention::None);
    row("paused", objectJson(queue, statusJson(ready), "", R"("autoscaling.keda.sh/paused":"true")"), 3, TriggerState::PausedFully, "Paused",
        Attention::Warning);
    row("paused at", objectJson(queue, statusJson(ready), "", R"("autoscaling.keda.sh/paused-replicas":"4","autoscaling.keda.sh/paused":"true")"), 3,
        TriggerState::PausedAt, "Paused at 4", Attention::Warning);
    row("scale-in paused", objectJson(queue, statusJson(ready + "," + active), "", R"("autoscaling.keda.sh/paused-scale-in":"true")"), 3,
        TriggerState::PausedOneWay, "Scale-in paused", Attention::Warning);
    row("scale-out paused", objectJson(queue, statusJson(ready + "," + active), "", R"("autoscaling.keda.sh/paused-scale-out":"true")"), 3,
        TriggerState::PausedOneWay, "Scale-out paused", Attention::Warning);
    row("fallback", objectJson(queue, statusJson(ready + "," + active + "," + bare("Fallback", "True", "FallbackExists")),
            R"("fallback":{"failureThreshold":3,"replicas":6})"),
        3, TriggerState::Fallback, "On fallback, 6 replicas", Attention::Warning);
    row("trigger error", objectJson(queue, statusJson(bare("Ready", "False", "TriggerError"))), 3, TriggerState::TriggerFailing, "Trigger fails",
        Attention::Error);
    row("failing by health", objectJson(queue, statusJson(ready + "," + active, R"("health":{"s0-rabbitmq-orders":{"numberOfFailures":2,"status":"Failing"}})")),
        3, TriggerState::TriggerFailing, "Trigger fails", Attention::Error);
    row("check failed", objectJson(queue, statusJson(bare("Ready", "False", "ScaledObjectCheckFailed"))), 3, TriggerState::NotReady, "Not ready",
        Attention::Error);
    auto orphan = quiet;
    orphan.replace(orphan.find(R"("name":"api")"), 12, R"("name":"gone")");
    row("target missing", orphan, 3, TriggerState::TargetMissing, "Target missing: Deployment gone", Attention::Error);
}

void TestKedaRows::states()
{
    QFETCH(QString, object);
    QFETCH(int, replicas);
    QFETCH(int, state);
    QFETCH(QString, word);
    QFETCH(int, attention);
    const auto row = rowOf(shop(object.toStdString(), replicas));
    QCOMPARE(plain(row.state.word), word);
    QCOMPARE(int(row.kind), state);
    QCOMPARE(int(row.state.attention), attention);
}

void TestKedaRows::valueFromKeda()
{
    auto maker = shop(objectJson(queue, statusJson(ready)), 3);
    const LiveMetricKey key {"shop", "s0-rabbitmq-orders", "so"};
    const auto asked = parseRfc3339("2026-11-23T15:56:58Z").value();
    maker.live(key, {Quantity::parse("1525m").value(), {}, asked});
    auto row = rowOf(maker);
    QCOMPARE(cell(row, "value"), QStringLiteral("1.53"));
    QCOMPARE(row.active, std::optional(false)); // 1.53 is not above the activation threshold 5
    QCOMPARE(plain(row.valueFrom), QStringLiteral("asked of KEDA 4_s ago"));
    maker.live(key, {Quantity::fromWhole(5), {}, asked});
    QCOMPARE(rowOf(maker).active, std::optional(false)); // strictly above
    maker.live(key, {Quantity::fromWhole(6), {}, asked});
    QCOMPARE(rowOf(maker).active, std::optional(true));
    maker.live(key, {Quantity(), {}, asked});
    QCOMPARE(cell(rowOf(maker), "value"), QStringLiteral("0"));
    maker.live(key, {{}, Error {Error::Kind::Server, "KEDA could not reach the queue.", "", "", {}}, asked});
    row = rowOf(maker);
    QCOMPARE(cell(row, "value"), QStringLiteral("unknown"));
    QCOMPARE(row.value.why, QStringLiteral("KEDA could not reach the queue."));
    QCOMPARE(row.active, std::optional<bool>());
}

void TestKedaRows::valueFromTheHpa()
{
    auto maker = shop(objectJson(queue, statusJson(ready, R"("hpaName":"keda-hpa-so")")), 4);
    maker.add(KindId::Hpa, R"({"metadata":{"name":"keda-hpa-so","namespace":"shop"},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment",
        "name":"api"},"minReplicas":1,"maxReplicas":20,"metrics":[{"type":"External","external":{"metric":{"name":"s0-rabbitmq-orders"},
        "target":{"type":"AverageValue","averageValue":"10"}}}]},"status":{"currentReplicas":4,"desiredReplicas":5,"currentMetrics":[{"type":"External",
        "external":{"metric":{"name":"s0-rabbitmq-orders"},"current":{"averageValue":"12500m"}}}],"conditions":[)"
        + condition("AbleToScale", "True", "ReadyForNewScale") + "," + condition("ScalingActive", "True", "ValidMetricFound") + "]}}");
    const auto row = rowOf(maker);
    QCOMPARE(cell(row, "value"), QStringLiteral("50")); // 12.5 a pod on four
    QCOMPARE(row.valueFrom, QStringLiteral("from the status of its HPA"));
    QCOMPARE(cell(row, "replicas"), QStringLiteral("4 → 5 of 0–20"));
    QCOMPARE(row.active, std::optional(true));
}

void TestKedaRows::perTriggerActivity()
{
    const auto two = queue + R"(,{"type":"prometheus","name":"load","metadata":{"serverAddress":"http://p","query":"q","threshold":"100"}})";
    const auto maker = shop(objectJson(two, R"({"externalMetricNames":["s0-rabbitmq-orders","s1-prometheus"],"triggersActivity":{
        "s0-rabbitmq-orders":{"isActive":false},"s1-prometheus":{"isActive":true}},"conditions":[)" + ready + "," + active + "]}"));
    const auto rows = deriveKeda({maker.make()}, {});
    QCOMPARE(rows.size(), std::size_t(2));
    QCOMPARE(rows[0]->state.word, QStringLiteral("Not active"));
    QCOMPARE(rows[1]->state.word, QStringLiteral("Active"));
    QCOMPARE(cell(*rows[1], "trigger"), QStringLiteral("load (prometheus)"));
    QCOMPARE(rows[1]->metric, std::string("s1-prometheus"));
    QVERIFY(rows[0]->firstOfGroup && !rows[1]->firstOfGroup);
    QCOMPARE(rows[0]->group, rows[1]->group);
}

void TestKedaRows::authentication()
{
    const auto named = [](const char* ref) {
        return objectJson(std::string(R"({"type":"rabbitmq","metadata":{"queueName":"orders"},"authenticationRef":)") + ref + "}", statusJson(ready + "," + active));
    };
    const auto own = named(R"({"name":"auth"})");
    auto row = rowOf(shop(own));
    QCOMPARE(int(row.kind), int(TriggerState::AuthenticationMissing));
    QCOMPARE(row.state.word, QStringLiteral("Authentication missing: auth (not found)"));
    QCOMPARE(int(row.state.attention), int(Attention::Error));
    auto there = shop(own);
    there.add(KindId::TriggerAuthentication, R"({"metadata":{"name":"auth","namespace":"shop"},"spec":{}})");
    QCOMPARE(cell(rowOf(there), "authentication"), QStringLiteral("auth"));
    auto elsewhere = shop(own);
    elsewhere.add(KindId::TriggerAuthentication, R"({"metadata":{"name":"auth","namespace":"other"},"spec":{}})");
    QVERIFY(rowOf(elsewhere).authenticationMissing);
    auto untold = shop(own); // nobody may look: not known to be missing
    untold.presence(KindId::TriggerAuthentication, Presence::Refused);
    QVERIFY(!rowOf(untold).authenticationMissing);
    auto wide = shop(named(R"({"name":"auth","kind":"ClusterTriggerAuthentication"})"));
    QVERIFY(rowOf(wide).authenticationMissing);
    wide.add(KindId::ClusterTriggerAuthentication, R"({"metadata":{"name":"auth"},"spec":{}})");
    QCOMPARE(cell(rowOf(wide), "authentication"), QStringLiteral("auth (cluster)"));
    QCOMPARE(cell(rowOf(shop(objectJson(queue, statusJson(ready)))), "authentication"), QStringLiteral("none"));
}

void TestKedaRows::cron()
{
    const auto trigger = R"({"type":"cron","metadata":{"timezone":"Europe/Berlin","start":"0 8 * * 1-5","end":"0 18 * * 1-5","desiredReplicas":"7"}})";
    auto maker = shop(objectJson(trigger, R"({"externalMetricNames":["s0-cron"],"conditions":[)" + ready + "," + inactive + "]}"), 0);
    maker.at("2026-11-21T11:00:00Z"); // Saturday noon in Berlin
    const auto off = rowOf(maker);
    QCOMPARE(cell(off, "schedule"), QStringLiteral("off until Mon 08:00 (Europe/Berlin)"));
    QCOMPARE(cell(off, "value"), QStringLiteral("0"));
    QCOMPARE(off.cron->nextStart, std::optional(parseRfc3339("2026-11-23T07:00:00Z").value()));
    QCOMPARE(off.cron->nextEnd, std::optional(parseRfc3339("2026-11-23T17:00:00Z").value()));
    QCOMPARE(off.cron->week.size(), std::size_t(5));
    QCOMPARE(off.cron->week.front().from, parseRfc3339("2026-11-16T07:00:00Z").value());
    QCOMPARE(off.cron->weekRange.from, parseRfc3339("2026-11-15T23:00:00Z").value());
    maker.at("2026-03-27T20:00:00Z"); // a Friday; on Sunday the clocks there are put forward
    QCOMPARE(cell(rowOf(maker), "schedule"), QStringLiteral("off until Mon 08:00 (Europe/Berlin)"));
    maker.at("2026-11-23T11:00:00Z");
    const auto on = rowOf(maker);
    QCOMPARE(cell(on, "schedule"), QStringLiteral("on until 18:00 (Europe/Berlin)"));
    QCOMPARE(cell(on, "value"), QStringLiteral("7"));
}

void TestKedaRows::cronProblems()
{
    const auto problem = [](const char* metadata) {
        const auto row = rowOf(shop(objectJson(std::string(R"({"type":"cron","metadata":)") + metadata + "}", statusJson(ready + "," + inactive))));
        QTest::qCompare(int(row.state.attention), int(Attention::Error), "", "", __FILE__, __LINE__);
        return row.schedule;
    };
    QVERIFY(problem(R"({"timezone":"Europe/Nowhere","start":"0 8 * * *","end":"0 9 * * *","desiredReplicas":"7"})").contains(QStringLiteral("Europe/Nowhere")));
    QVERIFY(!problem(R"({"timezone":"UTC","start":"at noon","end":"0 9 * * *","desiredReplicas":"7"})").isEmpty());
    QVERIFY(!problem(R"({})").isEmpty());
}

void TestKedaRows::cpuTrigger()
{
    const auto trigger = R"({"type":"cpu","metricType":"Utilization","metadata":{"value":"60"}})";
    auto maker = shop(objectJson(trigger, R"({"resourceMetricNames":["cpu"],"hpaName":"keda-hpa-so","conditions":[)" + ready + "," + active + "]}"));
    auto row = rowOf(maker);
    QCOMPARE(cell(row, "threshold"), QStringLiteral("60_%"));
    QCOMPARE(cell(row, "value"), QStringLiteral("unknown"));
    QCOMPARE(row.value.why, QStringLiteral("The HPA that measures it is not there."));
    auto hpa = hpaJson("keda-hpa-so", cpuUtilization(60), workingStatus(3, 3, cpuNow(55)));
    maker.add(KindId::Hpa, hpa);
    row = rowOf(maker);
    QCOMPARE(cell(row, "value"), QStringLiteral("55_%"));
}

void TestKedaRows::scaledJob()
{
    WorldMaker maker;
    maker.add(KindId::ScaledJob, R"({"metadata":{"name":"sj","namespace":"shop"},"spec":{"jobTargetRef":{},"maxReplicaCount":30,"triggers":[)" + queue
            + R"(]},"status":{"conditions":[)" + bare("Ready", "True", "ScaledJobReady") + "," + inactive + "]}}");
    const auto row = rowOf(maker);
    QCOMPARE(row.id, std::string("prod-eu/shop/job/sj/0"));
    QCOMPARE(cell(row, "state"), QStringLiteral("No jobs needed"));
    QCOMPARE(cell(row, "replicas"), QStringLiteral("0 of 0–30"));
    for (const char* phase : {"Running", "Succeeded"})
        maker.add(KindId::Pod, std::string(R"({"metadata":{"name":"sj-)") + phase + R"(","namespace":"shop","labels":{"scaledjob.keda.sh/name":"sj"}},"spec":{"containers":[]},"status":{"phase":")" + phase + "\"}}");
    QCOMPARE(cell(rowOf(maker), "replicas"), QStringLiteral("1 of 0–30")); // what has ended runs no more
    QCOMPARE(cell(row, "target"), QStringLiteral("new jobs"));
    QVERIFY(row.value.why.contains(QStringLiteral("ScaledJobs")));
    QVERIFY(liveKeysOf(deriveKeda({maker.make()}, {})).empty());
}

void TestKedaRows::noTriggers()
{
    const auto row = rowOf(shop(objectJson("", R"({"conditions":[]})")));
    QCOMPARE(cell(row, "trigger"), QStringLiteral("no triggers"));
    QCOMPARE(cell(row, "threshold"), QStringLiteral("unknown"));
}

void TestKedaRows::liveKeys()
{
    const auto keys = liveKeysOf(deriveKeda({WorldMaker::recorded("a").make(), WorldMaker::recorded("b").make()}, {}));
    QCOMPARE(keys.size(), std::size_t(2));
    QCOMPARE(keys[0].first, std::string("a"));
    QCOMPARE(keys[0].second.size(), std::size_t(2)); // the paused one has no HPA that would serve it
    QCOMPARE(keys[0].second[0], (LiveMetricKey {"ml-platform", "s0-rabbitmq-inference-queue", "batch-inference-scaler"}));
}

void TestKedaRows::explanation()
{
    auto maker = shop(objectJson(queue, statusJson(ready + "," + active, R"("health":{"s0-rabbitmq-orders":{"numberOfFailures":0,"status":"Happy"}})"),
        R"("fallback":{"failureThreshold":3,"replicas":6})"));
    maker.live({"shop", "s0-rabbitmq-orders", "so"}, {Quantity::fromWhole(34), {}, {}});
    const auto said = explain(rowOf(maker), {}, parseRfc3339("2026-11-23T15:57:02Z").value());
    QCOMPARE(said.why[0], QStringLiteral("The value 34 is above the activation threshold 5: the target runs."));
    QCOMPARE(said.why[1], QStringLiteral("One pod per 10 of it: 34 / 10 asks for 4."));
    QCOMPARE(plain(said.settings.join(QLatin1Char('|'))),
        QStringLiteral("Looks every 30_s|Sleeps 5_min after the last activity|Fallback: 6 replicas when a trigger fails more than 3 times (static)"));
    QCOMPARE(said.health.size(), std::size_t(1));
    QCOMPARE(said.health[0].tone, Tone::Good);
    QCOMPARE(said.conditions.size(), std::size_t(2));
}

void TestKedaRows::columnsAreWhole()
{
    const auto rows = deriveKeda({WorldMaker::recorded().make()}, {});
    std::set<QString> ids;
    for (const auto& column : kedaColumns(true)) {
        QVERIFY2(ids.insert(column.id).second, qPrintable(column.id));
        QVERIFY2(!column.title.isEmpty() && !column.help.isEmpty() && column.width > 0, qPrintable(column.id));
        for (const auto& row : rows)
            QVERIFY2(!column.text(*row).isEmpty(), qPrintable(column.id));
    }
}

QTEST_GUILESS_MAIN(TestKedaRows)
#include "tst_keda_rows.moc"
