// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/lint.h"

#include "../../support/world_from_fixtures.h"
#include "cluster/hpa.h"
#include "cluster/workload.h"
#include "lint/published.h"
#include "lint/rule.h"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace loadline;

namespace {

Document document(const std::string& text)
{
    auto parsed = Document::parse(text);
    if (!parsed)
        qFatal("%s", plainText(parsed.error()).c_str());
    return *std::move(parsed);
}

std::string hpaYaml(const char* name, const char* target, const char* rest, const char* annotations = "")
{
    return std::string("apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: ") + name + "\n" + annotations
        + "spec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: " + target + "\n" + rest;
}

std::set<std::string> rulesOf(const std::vector<Finding>& findings)
{
    std::set<std::string> ids;
    for (const auto& finding : findings)
        ids.insert(finding.rule);
    return ids;
}

const Finding* find(const std::vector<Finding>& findings, const std::string& rule, const std::string& name = {})
{
    const auto at = std::find_if(findings.begin(), findings.end(),
        [&](const Finding& finding) { return finding.rule == rule && (name.empty() || finding.object.name == name); });
    return at == findings.end() ? nullptr : &*at;
}

Overlay liveOnly(const WorldPtr& world)
{
    Overlay overlay;
    overlay.world = world;
    overlay.live = world;
    return overlay;
}

const char* const backoff = R"({"metadata":{"name":"cluster-autoscaler-status","namespace":"kube-system"},"data":{"status":
"time: 2026-11-23 15:57:00.0 +0000 UTC\nautoscalerStatus: Running\nnodeGroups:\n- name: gpu-pool\n  health:\n    status: Healthy\n  scaleUp:\n    status: Backoff\n    backoffInfo:\n      errorCode: QUOTA_EXCEEDED\n      errorMessage: GPU quota exceeded\n"}})";

WorldPtr withClaim(const std::string& condition)
{
    WorldMaker maker;
    maker.add(KindId::NodePool, R"({"metadata":{"name":"gpu"},"spec":{"limits":{"cpu":"100"},"template":{"spec":{}}}})");
    maker.add(KindId::NodeClaim, R"({"metadata":{"name":"gpu-x1","labels":{"karpenter.sh/nodepool":"gpu"}},"status":{"conditions":[)" + condition + "]}}");
    return maker.make();
}

// An HPA whose size changed every three minutes, the last time so long ago.
WorldPtr rescaled(const QString& sizes, Millis ago)
{
    WorldMaker maker;
    maker.add(KindId::Hpa, R"({"metadata":{"name":"api","namespace":"shop"},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment",)"
                           R"("name":"api"},"minReplicas":2,"maxReplicas":10}})");
    const auto all = sizes.split(u' ');
    const auto last = parseRfc3339("2026-11-23T15:57:02Z").value() - ago;
    for (qsizetype i = 0; i < all.size(); ++i) {
        const auto at = formatRfc3339(last - Seconds {180} * (all.size() - 1 - i));
        maker.add(KindId::Event, R"({"metadata":{"name":"api.)" + std::to_string(i)
                + R"(","namespace":"shop"},"involvedObject":{"kind":"HorizontalPodAutoscaler","name":"api","namespace":"shop"},)"
                + R"("type":"Normal","reason":"SuccessfulRescale","count":1,"message":"New size: )" + all[i].toStdString()
                + R"(; reason: cpu resource utilization (percentage of request) above target","firstTimestamp":")" + at
                + R"(","lastTimestamp":")" + at + R"("})");
    }
    return maker.make();
}

// A pod that has waited for half an hour, and what the cluster autoscaler said of it.
WorldPtr withWaitingPod(const std::string& message, const std::string& event)
{
    WorldMaker maker;
    maker.add(KindId::StatefulSet, R"({"metadata":{"name":"api","namespace":"shop"},"spec":{"replicas":1,"selector":{"matchLabels":{"app":"api"}},)"
                                   R"("template":{"spec":{"containers":[{"name":"c"}]}}}})");
    maker.add(KindId::Pod, R"({"metadata":{"name":"api-0","namespace":"shop","creationTimestamp":"2026-11-23T15:27:02Z","ownerReferences":)"
                           R"([{"kind":"StatefulSet","name":"api","controller":true}]},"spec":{"containers":[{"name":"c"}]},"status":{"phase":"Pending",)"
                           R"("conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":")"
            + message + R"("}]}})");
    if (!event.empty())
        maker.add(KindId::Event, R"({"metadata":{"name":"api-0.1","namespace":"shop"},"involvedObject":{"kind":"Pod","name":"api-0","namespace":"shop"},)"
                                 R"("reason":"NotTriggerScaleUp","message":")"
                + event + R"(","type":"Normal","firstTimestamp":"2026-11-23T15:50:00Z","lastTimestamp":"2026-11-23T15:56:00Z"})");
    return maker.make();
}

} // namespace

class LintTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void manifestReplacesLiveObject()
    {
        const auto live = WorldMaker::recorded().make();
        const auto before = live->all<Hpa>();
        QVERIFY(!before.empty());
        const Hpa& hpa = before[0];
        const auto overlay = layOver(live, {document(hpaYaml(hpa.meta.name.c_str(), "somewhere", "  maxReplicas: 77\n"))}, hpa.meta.ns.str());
        QCOMPARE(overlay.world->all<Hpa>().size(), before.size());
        const Hpa* after = overlay.world->find<Hpa>(hpa.meta.ns.str(), hpa.meta.name);
        QVERIFY(after);
        QCOMPARE(after->maxReplicas, 77);
        QCOMPARE(after->conditions, hpa.conditions); // what the server writes stays
        QCOMPARE(after->meta.created, hpa.meta.created);
        QCOMPARE(live->find<Hpa>(hpa.meta.ns.str(), hpa.meta.name)->maxReplicas, hpa.maxReplicas);
        // Tables stay in order, whatever is added.
        const auto more = layOver(live, {document(hpaYaml("zz", "x", "  maxReplicas: 2\n")), document(hpaYaml("aa", "x", "  maxReplicas: 2\n"))}, "aaa");
        QCOMPARE(more.world->all<Hpa>().size(), before.size() + 2);
        QVERIFY(more.world->find<Hpa>("aaa", "zz") && more.world->find<Hpa>("aaa", "aa"));
        QVERIFY(more.world->find<Hpa>(hpa.meta.ns.str(), hpa.meta.name));
    }

    void replicasStayWhereManifestLeavesThemOut()
    {
        const auto live = layOver(WorldMaker().make(), {document("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 7\n  selector:\n    matchLabels:\n      app: web\n")}, "shop").world;
        const auto overlay = layOver(live, {document("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n")}, "shop");
        QCOMPARE(overlay.world->find<Deployment>("shop", "web")->replicas, 7);
    }

    // Without a cluster, kinds that none of the files holds are unknown: nothing is said of what may be there.
    void unknownIsNotWrong()
    {
        const auto findings = lint(layOver(nullptr, {document("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 3\n  selector:\n    matchLabels:\n      app: web\n"
                                                              "  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      priorityClassName: golden\n      containers:\n      - name: web\n")}));
        QVERIFY2(!find(findings, "priority-class-missing"), rulesOf(findings).empty() ? "" : rulesOf(findings).begin()->c_str());
        const auto alone = lint(layOver(nullptr, {document(hpaYaml("web", "web", "  maxReplicas: 5\n"))}));
        QVERIFY(!find(alone, "target-missing"));
        // Where the kinds are refused, what a manifest says by itself is still judged.
        const auto refused = WorldMaker().presence(KindId::Hpa, Presence::Refused).presence(KindId::Deployment, Presence::Refused).make();
        const auto judged = lint(layOver(refused, {document(hpaYaml("web", "web", "  minReplicas: 9\n  maxReplicas: 5\n"))}));
        QVERIFY(find(judged, "hpa-min-above-max"));
        QVERIFY(!find(judged, "target-missing"));
    }

    // Several replicas that serve want a budget; what sleeps, works off a queue or is one pod is not accused.
    void whoNeedsABudget_data()
    {
        QTest::addColumn<QString>("rest"); // of the Deployment: its replicas and labels
        QTest::addColumn<QString>("scaler");
        QTest::addColumn<int>("severity"); // -1: nothing is said
        const auto hpa = [](int least, int most) { return QString::fromStdString(hpaYaml("web", "web", ("  minReplicas: " + std::to_string(least) + "\n  maxReplicas: " + std::to_string(most) + "\n").c_str())); };
        const auto keda = [](int least, const char* trigger) {
            return QStringLiteral("apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata:\n  name: web\nspec:\n  scaleTargetRef: {name: web}\n  minReplicaCount: %1\n  maxReplicaCount: 9\n  triggers:\n  - type: %2\n    metadata: {}\n").arg(least).arg(QLatin1String(trigger));
        };
        const int nothing = -1, info = int(Severity::Info), warning = int(Severity::Warning);
        QTest::newRow("three replicas") << "replicas: 3" << "" << warning;
        QTest::newRow("one replica") << "replicas: 1" << "" << nothing;
        QTest::newRow("HPA from two") << "paused: false" << hpa(2, 10) << warning;
        QTest::newRow("HPA from one") << "paused: false" << hpa(1, 10) << info;
        QTest::newRow("HPA of one") << "paused: false" << hpa(1, 1) << nothing;
        QTest::newRow("KEDA to zero") << "paused: false" << keda(0, "prometheus") << nothing;
        QTest::newRow("KEDA by load") << "paused: false" << keda(2, "prometheus") << warning;
        QTest::newRow("KEDA by a queue") << "paused: false" << keda(2, "kafka") << info;
    }
    void whoNeedsABudget()
    {
        QFETCH(QString, rest);
        QFETCH(QString, scaler);
        QFETCH(int, severity);
        std::vector<Document> files {document("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  " + rest.toStdString()
            + "\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n      - name: web\n")};
        if (!scaler.isEmpty())
            files.push_back(document(scaler.toStdString()));
        const auto severityOf = [](const Finding* finding) { return finding ? int(finding->severity) : -1; };
        const auto alone = lint(layOver(nullptr, files, "shop"));
        QCOMPARE(severityOf(find(alone, "missing-budget")), severity);
        const auto inCluster = lint(layOver(WorldMaker("test").make(), files, "shop"));
        QCOMPARE(severityOf(find(inCluster, "missing-budget")), severity);
        const auto refused = WorldMaker("test").presence(KindId::DisruptionBudget, Presence::Refused).make();
        QVERIFY(!find(lint(layOver(refused, files, "shop")), "missing-budget")); // there may be one
        if (severity < 0)
            return;
        const auto mended = applied(*find(alone, "missing-budget")->fix, files);
        QVERIFY(mended && !find(lint(layOver(nullptr, *mended, "shop")), "missing-budget"));
        files.push_back(document("apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n      app: web\n"));
        QVERIFY(!find(lint(layOver(nullptr, files, "shop")), "missing-budget"));
    }

    void onlyWhatIsAskedAndItsNeighbours()
    {
        std::vector<Document> documents {document(hpaYaml("a", "web", "  minReplicas: 9\n  maxReplicas: 5\n")), document(hpaYaml("b", "web", "  minReplicas: 9\n  maxReplicas: 5\n")),
            document(hpaYaml("c", "other", "  minReplicas: 9\n  maxReplicas: 5\n"))};
        const std::vector<ManifestRef> only {documents[0].ref()};
        const auto findings = lint(layOver(nullptr, documents), {}, &only);
        QVERIFY(find(findings, "hpa-min-above-max", "a") && find(findings, "hpa-min-above-max", "b"));
        QVERIFY(!find(findings, "hpa-min-above-max", "c"));
        QVERIFY(find(findings, "two-hpas-one-target"));
    }

    void worstFirst()
    {
        const auto findings = lint(liveOnly(WorldMaker::recorded().make()));
        QVERIFY(std::is_sorted(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) { return a.severity > b.severity; }));
    }

    void silencedWithReason()
    {
        const auto text = [](const char* value) { return std::string("  annotations:\n    loadline.dev/silence: '") + value + "'\n"; };
        const auto judge = [&](const char* value) { return lint(layOver(nullptr, {document(hpaYaml("web", "web", "  minReplicas: 0\n  maxReplicas: 5\n", text(value).c_str()))})); };
        const auto silenced = judge("hpa-min-zero: the gate is on; other: x");
        QCOMPARE(find(silenced, "hpa-min-zero")->silenced.value_or(""), std::string("the gate is on"));
        QVERIFY(!find(judge("hpa-min-zero"), "hpa-min-zero")->silenced);
        QVERIFY(!find(judge("missing-budget: no"), "hpa-min-zero")->silenced);
    }

    void silencesAreReadAndWritten()
    {
        QCOMPARE(parseSilences(" a : one: two ;b:;;c; a: again"), (Silences {{"a", "one: two"}, {"b", ""}, {"c", ""}}));
        QCOMPARE(silencesText({{"a", "one; two"}, {"b", "x"}}), std::string("a: one, two; b: x"));
        QCOMPARE(parseSilences(silencesText({{"a", "one; two"}})), (Silences {{"a", "one, two"}}));
        Finding finding;
        finding.rule = "b";
        const auto edit = silencing(finding, "a: one; b: old", "new");
        QCOMPARE(edit.value->text(), std::string("a: one; b: new"));
        QCOMPARE(edit.path.text(), std::string("metadata.annotations[\"loadline.dev/silence\"]"));
    }

    void badInput_data()
    {
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<QString>("rule"); // "" none is expected
        QTest::newRow("scalar spec") << "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: a\nspec: 5\n" << "";
        QTest::newRow("metrics as map") << "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: a\nspec:\n  metrics: {}\n" << "";
        QTest::newRow("text for a number") << "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: a\nspec:\n  maxReplicas: ten\n" << "not-readable";
        QTest::newRow("metadata is a list") << "apiVersion: apps/v1\nkind: Deployment\nmetadata: []\n" << "incomplete-manifest";
        QTest::newRow("no name") << "apiVersion: apps/v1\nkind: Deployment\nmetadata: {}\n" << "incomplete-manifest";
        QTest::newRow("other kind") << "apiVersion: example.com/v1\nkind: Widget\nmetadata:\n  name: a\nspec: {deep: [1, {x: y}]}\n" << "";
        QTest::newRow("newer fields") << "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata:\n  name: a\nspec:\n  scaleTargetRef: {name: a}\n  futureField: {a: 1}\n  triggers:\n  - type: cron\n    metadata: {timezone: Etc/UTC, start: 0 8 * * *, end: 0 9 * * *, desiredReplicas: '2'}\n    newThing: true\n" << "";
        QTest::newRow("newer metric type") << "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: a\nspec:\n  maxReplicas: 3\n  metrics:\n  - type: Quantum\n    quantum: {name: q}\n" << "";
        QTest::newRow("huge numbers") << "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: a\nspec:\n  minReplicas: 9223372036854775807\n  maxReplicas: 9223372036854775807\n" << "";
        QTest::newRow("negative") << "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata:\n  name: a\nspec:\n  scaleTargetRef: {name: a}\n  minReplicaCount: -5\n  maxReplicaCount: -9\n  triggers: [{type: ''}]\n" << "keda-unknown-trigger";
        QTest::newRow("empty") << "" << "incomplete-manifest";
    }

    // No rule may stumble over what a user can write; each is judged alone and beside a real cluster.
    void badInput()
    {
        QFETCH(QString, yaml);
        QFETCH(QString, rule);
        const auto parsed = Document::parse(yaml.toStdString());
        QVERIFY(parsed.has_value());
        for (const auto& live : {WorldPtr(), WorldMaker::recorded().make()}) {
            const auto findings = lint(layOver(live, {*parsed}));
            if (!rule.isEmpty())
                QVERIFY2(find(findings, rule.toStdString()), rule.toUtf8().constData());
        }
    }

    void unreadableTellsTheField()
    {
        const auto findings = lint(layOver(nullptr, {document(hpaYaml("web", "web", "  maxReplicas: many\n"))}));
        const auto* finding = find(findings, "not-readable");
        QVERIFY(finding);
        QCOMPARE(finding->field.text(), std::string("spec.maxReplicas"));
    }

    // What the recorded cluster is known for (tests/fixtures/apiserver-1.36).
    void recordedCluster()
    {
        const auto findings = lint(liveOnly(WorldMaker::recorded().make()));
        for (const auto& finding : findings)
            qDebug("%s %s/%s %s: %s", finding.rule.c_str(), finding.object.kind.c_str(), finding.object.name.c_str(), finding.field.text().c_str(), fillIn(finding.what, finding.args).c_str());
        QVERIFY(!findings.empty());
        for (const auto& finding : findings)
            QVERIFY(!finding.object.name.empty() && rule(finding.rule));
    }

    // Row 42: a metric per replica halves when replicas double; one that does not care is told of.
    void metricThatIgnoresReplicas_data()
    {
        QTest::addColumn<int>("rescales");
        QTest::addColumn<bool>("perReplica");
        QTest::addColumn<bool>("fires");
        QTest::newRow("a latency that others cause") << 24 << false << true;
        QTest::newRow("the load of a replica") << 24 << true << false;
        QTest::newRow("too few to tell") << 12 << false << false;
    }
    void metricThatIgnoresReplicas()
    {
        QFETCH(int, rescales);
        QFETCH(bool, perReplica);
        QFETCH(bool, fires);
        Observed observed;
        auto& course = observed.courses.emplace_back();
        course.ns = "shop";
        course.hpa = "api";
        course.metric = "cpu";
        const auto start = parseRfc3339("2026-11-20T00:00:00Z").value();
        unsigned noise = 7;
        double size = 4, work = 40;
        for (int minute = 0; minute < (rescales + 1) * 60; ++minute) {
            if (minute % 60 == 0 && minute > 0)
                size = minute / 60 % 2 ? 8 : 4;
            noise = noise * 1103515245u + 12345u;
            const double shake = 1 + double(noise >> 16 & 0xff) / 2550;
            const auto at = start + Seconds {60 * minute};
            course.replicas.samples.push_back({at, size});
            course.values.samples.push_back({at, perReplica ? work / size * shake : 12 * shake});
        }
        auto overlay = liveOnly(rescaled(QStringLiteral("4 8"), Seconds {60}));
        overlay.observed = std::make_shared<const Observed>(observed);
        const auto findings = lint(overlay);
        QCOMPARE(find(findings, "metric-ignores-replicas", "api") != nullptr, fires);
        if (fires)
            QCOMPARE(fillIn(find(findings, "metric-ignores-replicas")->what, find(findings, "metric-ignores-replicas")->args), std::string("cpu did not follow its replicas in 24 rescales."));
        QVERIFY(!find(lint(liveOnly(overlay.world)), "metric-ignores-replicas"));
    }

    // Rows 2 and 6 of a manifest that no controller has seen yet: the APIs that the cluster serves say it.
    void writtenMetricsNeedTheirApis()
    {
        const auto judged = [](std::vector<std::string> apis, const char* metric) {
            auto world = std::make_shared<World>(*WorldMaker("test").make());
            world->apiGroups = std::move(apis);
            return lint(layOver(world, {document(hpaYaml("web", "web", (std::string("  maxReplicas: 4\n  metrics:\n  - ") + metric).c_str()))}, "shop"));
        };
        const char* const cpu = "{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}\n";
        const char* const pods = "{type: Pods, pods: {metric: {name: rps}, target: {type: AverageValue, averageValue: 5}}}\n";
        const char* const queue = "{type: External, external: {metric: {name: q}, target: {type: AverageValue, averageValue: 5}}}\n";
        QCOMPARE(find(judged({"apps/v1"}, cpu), "metrics-server-missing")->field, FieldPath("spec.metrics[0]"));
        QVERIFY(!find(judged({"apps/v1", "metrics.k8s.io/v1beta1"}, cpu), "metrics-server-missing"));
        QVERIFY(!find(judged({}, cpu), "metrics-server-missing")); // what it serves is not known
        QVERIFY(!find(judged({"apps/v1"}, pods), "metrics-server-missing"));
        QVERIFY(find(judged({"apps/v1"}, pods), "metric-not-served"));
        QVERIFY(find(judged({"apps/v1", "external.metrics.k8s.io/v1beta1"}, pods), "metric-not-served"));
        QVERIFY(!find(judged({"apps/v1", "custom.metrics.k8s.io/v1beta1"}, pods), "metric-not-served"));
        QVERIFY(find(judged({"apps/v1", "custom.metrics.k8s.io/v1beta1"}, queue), "metric-not-served"));
        QVERIFY(!find(judged({"apps/v1", "external.metrics.k8s.io/v1beta1"}, queue), "metric-not-served"));
        QVERIFY(!find(lint(layOver(nullptr, {document(hpaYaml("web", "web", (std::string("  maxReplicas: 4\n  metrics:\n  - ") + pods).c_str()))})), "metric-not-served"));
    }
    // YAML 1.1 reads names such as n and on as true or false.
    void wordsThatYamlReadsAsTruth()
    {
        const auto findings = lint(layOver(nullptr, {document("apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: a\n  namespace: n # the north\nspec: {hard: {pods: 1}}\n")}));
        const auto* finding = find(findings, "wrong-type");
        QVERIFY(finding);
        QVERIFY2(fillIn(finding->why, finding->args).find("YAML 1.1 reads n as false") != std::string::npos, finding->why.c_str());
        QVERIFY(finding->fix.has_value());
        QVERIFY(finding->fix->edits.at(0).value == Value("n"));
    }
    // Row 18, tried: the query finds nothing now.
    void emptyQueryIsTold()
    {
        const auto yaml = "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata:\n  name: web\nspec:\n  scaleTargetRef: {name: web}\n  minReplicaCount: 1\n  triggers:\n"
                          "  - type: prometheus\n    metadata: {serverAddress: 'http://p', query: 'sum(gone)', threshold: '5'}\n";
        auto overlay = layOver(nullptr, {document(yaml)});
        QCOMPARE(find(lint(overlay), "keda-ignore-null-values")->severity, Severity::Info);
        Observed observed;
        observed.emptyQueries = {"sum(gone)"};
        overlay.observed = std::make_shared<const Observed>(observed);
        QCOMPARE(find(lint(overlay), "keda-ignore-null-values")->severity, Severity::Warning);
        QVERIFY(find(lint(overlay), "keda-ignore-null-values")->what.find("finds nothing now") != std::string::npos);
        observed.emptyQueries = {"sum(other)"};
        overlay.observed = std::make_shared<const Observed>(observed);
        QCOMPARE(find(lint(overlay), "keda-ignore-null-values")->severity, Severity::Info);
    }

    // What the query of a trigger is answered: KEDA takes one number.
    void unusableQueriesAreTold()
    {
        const auto yaml = "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata:\n  name: web\nspec:\n  scaleTargetRef: {name: web}\n  triggers:\n"
                          "  - type: cpu\n    metricType: Utilization\n    metadata: {value: '70'}\n"
                          "  - type: prometheus\n    metadata: {serverAddress: 'http://p', query: 'rate(x[1m])', threshold: '5'}\n";
        auto overlay = layOver(nullptr, {document(yaml)});
        QVERIFY(!find(lint(overlay), "keda-query-unusable"));
        Observed observed;
        observed.manyQueries = {{"rate(x[1m])", 3}};
        overlay.observed = std::make_shared<const Observed>(observed);
        auto findings = lint(overlay);
        const auto* many = find(findings, "keda-query-unusable");
        QVERIFY(many && many->severity == Severity::Error && many->fix);
        QCOMPARE(many->field.text(), std::string("spec.triggers[1].metadata.query"));
        QCOMPARE(fillIn(many->what, many->args), std::string("The query gives 3 series, and KEDA takes one only."));
        QVERIFY(many->fix->edits.at(0).value == Value("sum(rate(x[1m]))"));
        observed = {};
        observed.refusedQueries = {{"rate(x[1m])", "1:3: parse error: unclosed left parenthesis"}};
        overlay.observed = std::make_shared<const Observed>(observed);
        findings = lint(overlay);
        QCOMPARE(fillIn(find(findings, "keda-query-unusable")->what, find(findings, "keda-query-unusable")->args),
            std::string("Prometheus cannot read the query: 1:3: parse error: unclosed left parenthesis."));
        observed.refusedQueries = {{"another", "no"}};
        overlay.observed = std::make_shared<const Observed>(observed);
        QVERIFY(!find(lint(overlay), "keda-query-unusable"));
    }

    // Every rule can be silenced, in a file and live: a finding's own object carries the reason.
    void everyObjectCanBeSilenced()
    {
        auto maker = WorldMaker();
        maker.add(KindId::AutoscalerStatus, std::string(backoff).replace(13, 0, "\"annotations\":{\"loadline.dev/silence\":\"node-group-backoff: known\"},"));
        QCOMPARE(find(lint(liveOnly(maker.make())), "node-group-backoff")->silenced.value_or(""), std::string("known"));
        for (const auto& finding : lint(liveOnly(WorldMaker::recorded().make()))) {
            const auto edit = silencing(finding, "", "agreed");
            QCOMPARE(edit.object, finding.object);
            QCOMPARE(parseSilences(edit.value->text()), (Silences {{finding.rule, "agreed"}}));
        }
    }

    void cloudRefusesNodes()
    {
        const auto findings = lint(liveOnly(WorldMaker().add(KindId::AutoscalerStatus, backoff).make()));
        const auto* finding = find(findings, "node-group-backoff");
        QVERIFY(finding);
        QCOMPARE(fillIn(finding->what, finding->args), std::string("The node group gpu-pool gets no nodes: GPU quota exceeded"));
    }

    void theCloudRefusesKarpenter()
    {
        const auto findings = lint(liveOnly(withClaim(R"({"type":"Launched","status":"False","reason":"LaunchFailed","message":"InsufficientInstanceCapacity"})")));
        const auto* finding = find(findings, "node-claim-not-launched");
        QVERIFY(finding);
        QCOMPARE(finding->object.kind, std::string("NodePool"));
        QCOMPARE(fillIn(finding->what, finding->args), std::string("The cloud gives it no node: InsufficientInstanceCapacity"));
        QVERIFY(!find(lint(liveOnly(withClaim(R"({"type":"Launched","status":"True"})"))), "node-claim-not-launched"));
        QVERIFY(!finding->fix && finding->edit); // nothing says that on-demand nodes would come
    }

    // What is out of stock as spot is asked for on demand too, by one click.
    void spotOutOfStockIsAskedForOnDemand()
    {
        const auto pool = document("apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata:\n  name: gpu\nspec:\n  limits:\n    cpu: 10\n  template:\n    spec:\n      requirements:\n"
                                   "      - key: kubernetes.io/arch\n        operator: In\n        values: [amd64]\n      - key: karpenter.sh/capacity-type\n        operator: In\n        values:\n        - spot\n");
        const auto live = withClaim(R"({"type":"Launched","status":"False","reason":"LaunchFailed","message":"out of stock"})");
        const auto findings = lint(layOver(live, {pool}));
        const auto* finding = find(findings, "node-claim-not-launched");
        QVERIFY(finding && finding->fix && !finding->edit);
        const auto mended = applied(*finding->fix, {pool});
        QVERIFY(mended.has_value());
        const Value& capacity = mended->front().value()["spec"]["template"]["spec"]["requirements"].items()[1];
        QCOMPARE(capacity["key"].text(), std::string("karpenter.sh/capacity-type"));
        QCOMPARE(capacity["values"].json(), std::string(R"(["spot","on-demand"])"));
        QVERIFY(!find(lint(layOver(live, *mended)), "node-claim-not-launched")->fix);
    }

    void swingingSizes_data()
    {
        QTest::addColumn<QString>("sizes"); // one every three minutes, up to now
        QTest::addColumn<bool>("fires");
        QTest::addColumn<int>("severity");
        QTest::newRow("up and down") << "4 6 4 6 4 6" << true << int(Severity::Warning);
        QTest::newRow("by half and more") << "2 6 2 6 2 6" << true << int(Severity::Error);
        QTest::newRow("three turns") << "4 6 4 6 4" << false << 0;
        QTest::newRow("a ramp") << "2 3 4 5 6 7 8" << false << 0;
        QTest::newRow("the same again") << "4 4 4 4 4 4" << false << 0;
    }
    void swingingSizes()
    {
        QFETCH(QString, sizes);
        QFETCH(bool, fires);
        QFETCH(int, severity);
        const auto findings = lint(liveOnly(rescaled(sizes, Millis {0})));
        const auto* finding = find(findings, "thrashing");
        QCOMPARE(finding != nullptr, fires);
        QVERIFY(!find(lint(liveOnly(rescaled(sizes, std::chrono::hours {2}))), "thrashing")); // long over
        if (!finding)
            return;
        QCOMPARE(int(finding->severity), severity);
        // A swing takes six minutes; the window outlasts one and a half.
        QCOMPARE(finding->args.at(4), std::string("540"));
    }

    // What keeps a pod waiting is told apart by what scheduler and autoscaler say.
    void whyPodsWait_data()
    {
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("event");
        QTest::addColumn<QString>("why");
        QTest::addColumn<int>("severity");
        QTest::newRow("at max") << "0/3 nodes are available: 3 Insufficient cpu." << "pod didn't trigger scale-up: 1 max node group size reached"
                                << "as large as they may be" << int(Severity::Error);
        QTest::newRow("taint") << "0/3 nodes are available: 3 node(s) had untolerated taint {gpu: true}." << "" << "taint" << int(Severity::Error);
        QTest::newRow("labels") << "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector." << "" << "labels"
                                << int(Severity::Error);
        QTest::newRow("volume") << "0/3 nodes are available: 3 node(s) had volume node affinity conflict." << "" << "volume" << int(Severity::Error);
        QTest::newRow("something else") << "0/3 nodes are available: 3 Insufficient cpu." << "pod didn't trigger scale-up: 2 in backoff after failed scale-up"
                                        << "NotTriggerScaleUp" << int(Severity::Error);
        QTest::newRow("nobody knows") << "0/3 nodes are available: 3 Insufficient memory." << "" << "none has come" << int(Severity::Warning);
    }
    void whyPodsWait()
    {
        QFETCH(QString, message);
        QFETCH(QString, event);
        QFETCH(QString, why);
        QFETCH(int, severity);
        const auto findings = lint(liveOnly(withWaitingPod(message.toStdString(), event.toStdString())));
        const auto* finding = find(findings, "pods-unschedulable");
        QVERIFY(finding);
        QCOMPARE(fillIn(finding->what, finding->args), "A pod of it has waited for a node for 30 min: " + message.toStdString());
        QVERIFY2(finding->why.find(why.toStdString()) != std::string::npos, finding->why.c_str());
        QCOMPARE(int(finding->severity), severity);
    }

    void inPlaceNeedsNewerServer()
    {
        const auto vpa = document("apiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  targetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  updatePolicy:\n    updateMode: InPlaceOrRecreate\n");
        World old;
        old.version = "v1.32.4";
        QVERIFY(find(lint(layOver(std::make_shared<World>(old), {vpa})), "vpa-in-place-too-old"));
        old.version = "v1.33.0+k3s1";
        QVERIFY(!find(lint(layOver(std::make_shared<World>(old), {vpa})), "vpa-in-place-too-old"));
        old.version = "";
        QVERIFY(!find(lint(layOver(std::make_shared<World>(old), {vpa})), "vpa-in-place-too-old"));
    }

    // What the adapter lists is told before anything is applied; where it lists nothing, nothing is said.
    void adaptersListTheirMetrics_data()
    {
        QTest::addColumn<QString>("metrics");
        QTest::addColumn<QString>("custom"); // answers of the server; "" none
        QTest::addColumn<QString>("external");
        QTest::addColumn<QString>("deployment"); // of the adapter
        QTest::addColumn<QString>("rule"); // "" silent
        QTest::addColumn<int>("severity");
        const QString pods = QStringLiteral("[{type: Pods, pods: {metric: {name: requests}, target: {type: AverageValue, averageValue: '10'}}}]");
        const QString object = QStringLiteral("[{type: Object, object: {metric: {name: hits}, describedObject: {apiVersion: networking.k8s.io/v1, kind: Ingress, name: main}, target: {type: Value, value: '10'}}}]");
        const QString queue = QStringLiteral("[{type: External, external: {metric: {name: queue}, target: {type: AverageValue, averageValue: '10'}}}]");
        const QString ofKeda = QStringLiteral("[{type: External, external: {metric: {name: s0-x, selector: {matchLabels: {scaledobject.keda.sh/name: web}}}, target: {type: AverageValue, averageValue: '10'}}}]");
        const auto list = [](const std::vector<const char*>& names) {
            QStringList resources;
            for (const char* name : names)
                resources << QStringLiteral("{\"name\":\"%1\",\"namespaced\":true}").arg(QLatin1String(name));
            return QStringLiteral("{\"kind\":\"APIResourceList\",\"resources\":[%1]}").arg(resources.join(u','));
        };
        const int error = int(Severity::Error), warning = int(Severity::Warning);
        const QString known = QStringLiteral("prometheus-adapter"), unserved = QStringLiteral("metric-not-served");
        QTest::newRow("listed") << pods << list({"pods/requests", "namespaces/requests"}) << "" << known << "" << 0;
        QTest::newRow("of other objects only") << pods << list({"services/requests"}) << "" << known << unserved << error;
        QTest::newRow("another name") << pods << list({"pods/request"}) << "" << known << unserved << error;
        QTest::newRow("an adapter that nobody knows") << pods << list({"pods/request"}) << "" << "" << unserved << warning;
        QTest::newRow("empty") << pods << list(std::vector<const char*>()) << "" << known << unserved << error;
        QTest::newRow("empty, nobody knows") << pods << list(std::vector<const char*>()) << "" << "" << "" << 0;
        QTest::newRow("lists none of its own") << pods << list({"/custommetrics"}) << "" << "" << "" << 0;
        QTest::newRow("refused") << pods << "" << "" << known << "" << 0;
        QTest::newRow("no such answer") << pods << "<html>" << "" << known << "" << 0;
        QTest::newRow("of an object") << object << list({"ingresses.networking.k8s.io/hits"}) << "" << known << "" << 0;
        QTest::newRow("of another object") << object << list({"pods/hits"}) << "" << known << unserved << error;
        QTest::newRow("external") << queue << "" << list({"queue"}) << known << "" << 0;
        QTest::newRow("no external") << queue << "" << list({"other"}) << known << unserved << error;
        QTest::newRow("KEDA's") << ofKeda << "" << list({"externalmetrics"}) << "keda-operator-metrics-apiserver" << "" << 0;
        QTest::newRow("not KEDA's") << queue << "" << list({"externalmetrics"}) << "keda-operator-metrics-apiserver" << "external-metrics-owner" << error;
        QTest::newRow("whose list says nothing") << queue << "" << list({"externalmetrics"}) << "" << "" << 0;
    }
    void adaptersListTheirMetrics()
    {
        QFETCH(QString, metrics);
        QFETCH(QString, custom);
        QFETCH(QString, external);
        QFETCH(QString, deployment);
        QFETCH(QString, rule);
        QFETCH(int, severity);
        WorldMaker maker("test");
        if (!deployment.isEmpty())
            maker.add(KindId::Deployment, R"({"metadata":{"name":")" + deployment.toStdString() + R"(","namespace":"system"},"spec":{"replicas":1,"selector":{"matchLabels":{"app":"a"}},"template":{"spec":{"containers":[{"name":"c"}]}}}})");
        const auto hpa = document(hpaYaml("web", "web", ("  maxReplicas: 5\n  metrics: " + metrics.toStdString() + "\n").c_str()));
        auto overlay = layOver(maker.make(), {hpa}, "shop");
        Published published;
        for (const std::string& path : publishedPaths({hpa}, *overlay.world)) {
            const QString answer = path.find("custom") != std::string::npos ? custom : path.find("external") != std::string::npos ? external : QString();
            published.take(path, answer.isEmpty() ? Result<std::string>(Error {Error::Kind::Forbidden, "no", "", "", {}}) : Result<std::string>(answer.toStdString()));
        }
        published.layInto(overlay);
        const auto findings = lint(overlay);
        for (const char* id : {"metric-not-served", "external-metrics-owner"}) {
            const auto* finding = find(findings, id);
            QVERIFY2((finding != nullptr) == (rule == QLatin1String(id)), id);
            if (finding) {
                QCOMPARE(int(finding->severity), severity);
                QCOMPARE(finding->field.text(), std::string("spec.metrics[0]"));
            }
        }
    }
    // The newest list that the server has is asked, and nothing where nothing wants to know.
    void whatServersAreAsked()
    {
        World world;
        world.apiGroups = {"custom.metrics.k8s.io/v1beta1", "external.metrics.k8s.io/v1beta1"};
        const auto of = [](const char* metrics) { return document(hpaYaml("web", "web", metrics)); };
        const auto mixed = of("  metrics: [{type: Pods, pods: {}}, {type: External, external: {}}]\n");
        using Paths = std::vector<std::string>;
        QCOMPARE(publishedPaths({mixed}, world), (Paths {"/apis/custom.metrics.k8s.io/v1beta1", "/apis/external.metrics.k8s.io/v1beta1"}));
        world.apiGroups.insert(world.apiGroups.begin() + 1, "custom.metrics.k8s.io/v1beta2");
        QCOMPARE(publishedPaths({mixed}, world).front(), std::string("/apis/custom.metrics.k8s.io/v1beta2"));
        world.apiGroups = {"v1"};
        QVERIFY(publishedPaths({mixed}, world).empty());
        QVERIFY(publishedPaths({of("  maxReplicas: 3\n")}, World {}).empty());
        QCOMPARE(publishedPaths({document("apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata:\n  name: a\n")}, World {}), (Paths {"/openapi/v3/apis/karpenter.sh/v1"}));
    }

    // The cluster's own CRD decides which values there are: newer ones than ours are taken, what it lacks is refused.
    void theLiveSchemaDecides_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<QString>("enums"); // of the CRD; "" not known
        QTest::addColumn<QString>("rule"); // "" silent
        QTest::newRow("an older CRD") << "InPlaceOrRecreate" << R"("Off","Initial","Recreate","Auto")" << "value-refused";
        QTest::newRow("has it") << "InPlaceOrRecreate" << R"("Off","Initial","Recreate","InPlaceOrRecreate")" << "";
        QTest::newRow("a newer CRD") << "Clairvoyant" << R"("Off","Clairvoyant")" << "";
        QTest::newRow("no CRD at hand") << "Clairvoyant" << "" << "vpa-mode-unknown";
        QTest::newRow("nor the CRD") << "Clairvoyant" << R"("Off","Initial")" << "vpa-mode-unknown";
    }
    void theLiveSchemaDecides()
    {
        QFETCH(QString, mode);
        QFETCH(QString, enums);
        QFETCH(QString, rule);
        const auto vpa = document("apiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  targetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n"
                                  "  updatePolicy:\n    updateMode: " + mode.toStdString() + "\n    minReplicas: 0\n");
        World world;
        world.version = "v1.36.0";
        auto overlay = layOver(std::make_shared<World>(world), {vpa}, "shop");
        Published published;
        if (!enums.isEmpty())
            QVERIFY(published.take("/openapi/v3/apis/autoscaling.k8s.io/v1", std::string(R"({"components":{"schemas":{"V":{"type":"object","x-kubernetes-group-version-kind":[{"group":"autoscaling.k8s.io","version":"v1","kind":"VerticalPodAutoscaler"}],"properties":{"apiVersion":{"type":"string"},"kind":{"type":"string"},"metadata":{"type":"object"},"spec":{"type":"object","properties":{"targetRef":{"type":"object"},"updatePolicy":{"type":"object","properties":{"minReplicas":{"type":"integer","minimum":1},"updateMode":{"type":"string","enum":[)")
                + enums.toStdString() + "]}}}}}}}}}}"));
        published.layInto(overlay);
        const auto findings = lint(overlay);
        const auto at = [&](const char* id) {
            return std::any_of(findings.begin(), findings.end(), [&](const Finding& one) { return one.rule == id && one.field.text() == "spec.updatePolicy.updateMode"; });
        };
        for (const char* id : {"value-refused", "vpa-mode-unknown"})
            QVERIFY2(at(id) == (rule == QLatin1String(id)), id);
        const bool bound = std::any_of(findings.begin(), findings.end(), [](const Finding& one) { return one.rule == "value-refused" && one.field.text() == "spec.updatePolicy.minReplicas"; });
        QVERIFY(bound || enums.isEmpty());
    }

    void tolerancesNeedTheirGate()
    {
        const auto judge = [](const char* version, bool kept) {
            World world;
            world.version = version;
            const WorldPtr base = std::make_shared<World>(world);
            const auto behavior = "  maxReplicas: 5\n  behavior:\n    scaleUp:\n      tolerance: 50m\n";
            const auto live = kept ? layOver(base, {document(hpaYaml("other", "other", behavior))}, "shop").world : base;
            return lint(layOver(live, {document(hpaYaml("web", "web", behavior))}, "shop"));
        };
        QVERIFY(find(judge("v1.33.2", false), "hpa-tolerance-dropped"));
        const auto findings = judge("v1.34.0", false);
        const auto* finding = find(findings, "hpa-tolerance-dropped");
        QVERIFY(finding && finding->fix && finding->field.text() == "spec.behavior.scaleUp.tolerance");
        QVERIFY(!find(judge("v1.34.0", true), "hpa-tolerance-dropped")); // the gate is on
        QVERIFY(!find(judge("v1.35.0", false), "hpa-tolerance-dropped"));
        QVERIFY(!find(judge("", false), "hpa-tolerance-dropped"));
        QVERIFY(!find(judge("v1.32.0", false), "hpa-tolerance-dropped") && find(judge("v1.32.0", false), "field-too-new"));
    }

    // The server sets a request of what has a limit and no request, also for the pods of a live Deployment.
    void limitsStandInForRequests()
    {
        const auto deployment = [](const char* resources) {
            return document(std::string("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n"
                                        "    spec:\n      containers:\n      - name: web\n        resources: ") + resources + "\n");
        };
        const auto hpa = document(hpaYaml("web", "web", "  minReplicas: 2\n  maxReplicas: 10\n  metrics:\n  - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}\n"));
        const auto quota = document("apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: all\nspec:\n  hard: {requests.cpu: 1500m, requests.memory: 100Gi}\n");
        const auto limited = deployment("{limits: {cpu: 200m, memory: 1Gi}}");
        QVERIFY(!find(lint(layOver(nullptr, {limited, hpa}, "shop")), "missing-requests"));
        const auto live = layOver(WorldMaker("test").make(), {limited}, "shop").world;
        const auto findings = lint(layOver(live, {hpa, quota}, "shop"));
        QVERIFY(!find(findings, "missing-requests") && !find(findings, "quota-needs-requests"));
        const auto* full = find(findings, "quota-below-max");
        QVERIFY(full);
        QCOMPARE(full->args.back(), std::string("7")); // of 200 millicores each
        QVERIFY(find(lint(layOver(nullptr, {deployment("{limits: {memory: 1Gi}}"), hpa}, "shop")), "missing-requests"));
        // A request that is written stays, also one of nothing.
        QVERIFY(find(lint(layOver(nullptr, {deployment("{limits: {cpu: 1}, requests: {cpu: 0}}"), hpa}, "shop")), "missing-requests"));
    }

    // Two that fit a quota each, and not together.
    void quotasAreSharedByAll()
    {
        const auto deployment = [](const char* name) {
            return document(std::string("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ") + name + "\nspec:\n  selector: {matchLabels: {app: " + name + "}}\n  template:\n    metadata: {labels: {app: " + name
                + "}}\n    spec:\n      containers:\n      - name: web\n        resources: {requests: {cpu: 100m}}\n");
        };
        const auto quota = [](const char* cpu) { return document(std::string("apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: all\nspec:\n  hard: {requests.cpu: ") + cpu + "}\n"); };
        const std::vector<Document> both {deployment("a"), deployment("b"), document(hpaYaml("a", "a", "  maxReplicas: 10\n")), document(hpaYaml("b", "b", "  maxReplicas: 10\n"))};
        const auto judge = [&](const char* cpu) {
            auto files = both;
            files.push_back(quota(cpu));
            return lint(layOver(nullptr, files, "shop"));
        };
        const auto findings = judge("1500m");
        for (const char* name : {"a", "b"}) {
            const auto* finding = find(findings, "quota-below-max", name);
            QVERIFY(finding && finding->severity == Severity::Info);
            QCOMPARE(fillIn(finding->what, finding->args), std::string("At their largest all workloads of the namespace need 2 cores of requests.cpu, and the quota all allows 1.5 cores."));
        }
        QVERIFY(!find(judge("2"), "quota-below-max"));
        QCOMPARE(find(judge("900m"), "quota-below-max")->severity, Severity::Warning);
    }

    // A slip of the pen is mended by one click, and told where its kind is explained.
    void refusedValuesAreMended_data()
    {
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value"); // "" no fix
        QTest::addColumn<QString>("link");
        const QString pool = QStringLiteral("apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata:\n  name: a\nspec:\n  %1\n  template: {spec: {nodeClassRef: {group: g.io, kind: K, name: c}, requirements: [{key: kubernetes.io/arch, operator: In, values: [amd64]}]}}\n");
        QTest::newRow("spelled the British way") << pool.arg(QStringLiteral("disruption: {consolidationPolicy: WhenUnderutilised}")) << "spec.disruption.consolidationPolicy" << "WhenEmptyOrUnderutilized" << "karpenter.sh";
        QTest::newRow("nothing like it") << pool.arg(QStringLiteral("disruption: {consolidationPolicy: Foo}")) << "spec.disruption.consolidationPolicy" << "" << "karpenter.sh";
        QTest::newRow("out of bounds") << pool.arg(QStringLiteral("weight: 500")) << "spec.weight" << "100" << "karpenter.sh";
        QTest::newRow("of a scaler") << "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata:\n  name: a\nspec:\n  scaleTargetRef: {name: a}\n  triggers:\n  - {type: rabbitmq, metadata: {queueName: q, mode: QueueLenght, value: '5', hostFromEnv: H}}\n"
                                      << "spec.triggers[0].metadata.mode" << "QueueLength" << "scalers/rabbitmq-queue";
        QTest::newRow("of an HPA") << QString::fromStdString(hpaYaml("web", "web", "  maxReplicas: 5\n  behavior: {scaleUp: {selectPolicy: max}}\n")) << "spec.behavior.scaleUp.selectPolicy" << "Max" << "horizontal-pod-autoscaler-v2";
    }
    void refusedValuesAreMended()
    {
        QFETCH(QString, yaml);
        QFETCH(QString, field);
        QFETCH(QString, value);
        QFETCH(QString, link);
        const auto findings = lint(layOver(nullptr, {document(yaml.toStdString())}));
        const auto at = std::find_if(findings.begin(), findings.end(), [&](const Finding& one) { return one.rule == "value-refused" && one.field.text() == field.toStdString(); });
        QVERIFY(at != findings.end());
        QCOMPARE(at->fix.has_value(), !value.isEmpty());
        if (at->fix) {
            const Value& to = *at->fix->edits.front().value;
            QCOMPARE(QString::fromStdString(to.isString() ? to.text() : to.json()), value);
        }
        QVERIFY2(at->link.find(link.toStdString()) != std::string::npos, at->link.c_str());
    }

    // What the cluster shows anyhow is nobody's doing; what a manifest brings about keeps its fix.
    void causesAreOnlyWhatIsBroughtAbout()
    {
        const std::string labels = "\"labels\":{\"app\":\"web\"}";
        WorldMaker maker("test");
        maker.add(KindId::Deployment, R"({"metadata":{"name":"web","namespace":"shop","generation":1},"spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{)" + labels + R"(},"spec":{"containers":[{"name":"c","resources":{"requests":{"cpu":"1"}}}]}}}})");
        maker.add(KindId::ReplicaSet, R"({"metadata":{"name":"web-1","namespace":"shop",)" + labels + R"(,"ownerReferences":[{"kind":"Deployment","name":"web","controller":true}]},"spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},"template":{"spec":{"containers":[{"name":"c"}]}}}})");
        maker.add(KindId::Pod, R"({"metadata":{"name":"web-1-a","namespace":"shop","creationTimestamp":"2026-11-23T14:00:00Z",)" + labels + R"(,"ownerReferences":[{"kind":"ReplicaSet","name":"web-1","controller":true}]},"spec":{"containers":[{"name":"c"}]},"status":{"phase":"Pending"}})");
        maker.add(KindId::Vpa, R"({"metadata":{"name":"web","namespace":"shop"},"spec":{"targetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"},"updatePolicy":{"updateMode":"Recreate"}}})");
        const auto live = maker.at("2026-11-23T16:00:00Z").make();
        const auto hpa = document(hpaYaml("web", "web", "  minReplicas: 2\n  maxReplicas: 10\n  metrics:\n  - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}\n"));
        const auto overlay = layOver(live, {hpa}, "shop");
        QVERIFY(find(lint(overlay), "pods-not-ready")); // it is there to be told
        const auto findings = lintWithCauses(overlay, {}, {hpa.ref()});
        for (const Finding& finding : findings)
            QVERIFY(finding.rule != "pods-not-ready" || finding.object != hpa.ref());
        const auto told = std::find_if(findings.begin(), findings.end(), [&](const Finding& one) { return one.rule == "hpa-vpa-same-resource" && one.object == hpa.ref(); });
        QVERIFY(told != findings.end() && told->edit);
        QCOMPARE(fillIn(told->edit->label, told->edit->args), std::string("Limit the VPA to memory"));
        QCOMPARE(told->edit->object.kind, std::string("VerticalPodAutoscaler"));
        // The same HPA once more changes nothing.
        const auto again = lintWithCauses(layOver(overlay.world, {hpa}, "shop"), {}, {hpa.ref()});
        QVERIFY(std::none_of(again.begin(), again.end(), [](const Finding& one) { return one.together.has_value(); }));
        // A budget is an object of its own, which is added whoever is told.
        const auto budgetless = layOver(WorldMaker("test").add(KindId::Deployment, R"({"metadata":{"name":"web","namespace":"shop"},"spec":{"replicas":1,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{)" + labels + R"(},"spec":{"containers":[{"name":"c"}]}}}})").make(), {hpa}, "shop");
        const auto wanted = lintWithCauses(budgetless, {}, {hpa.ref()});
        const auto budget = std::find_if(wanted.begin(), wanted.end(), [&](const Finding& one) { return one.rule == "missing-budget" && one.object == hpa.ref(); });
        QVERIFY(budget != wanted.end() && budget->fix);
        QCOMPARE(budget->fix->label, std::string("Add a budget for one pod at a time"));
    }

    // A kind that the cluster does not have is told by discovery.
    void kindsThatTheClusterLacks()
    {
        World world;
        world.apiGroups = {"apps/v1", "autoscaling/v2", "v1"};
        const auto hpa = document("apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: foo.io/v1\n    kind: Foo\n    name: web\n  maxReplicas: 3\n");
        const auto findings = lint(layOver(std::make_shared<World>(world), {hpa}, "shop"));
        const auto* finding = find(findings, "target-not-scalable");
        QVERIFY(finding);
        QCOMPARE(fillIn(finding->what, finding->args), std::string("This cluster does not serve foo.io/v1, so it has no Foo."));
        world.apiGroups.insert(world.apiGroups.begin() + 2, "foo.io/v1");
        QVERIFY(!find(lint(layOver(std::make_shared<World>(world), {hpa}, "shop")), "target-not-scalable"));
        QVERIFY(!find(lint(layOver(nullptr, {hpa}, "shop")), "target-not-scalable"));
    }

    // One fault is told by one rule: the one that knows more of it.
    void oneFaultIsToldOnce_data()
    {
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<QString>("rule");
        QTest::newRow("bounds") << QString::fromStdString(hpaYaml("web", "web", "  minReplicas: 6\n  maxReplicas: 5\n")) << "hpa-min-above-max";
        const QString object = QStringLiteral("apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata:\n  name: web\nspec:\n  scaleTargetRef: {name: web}\n");
        QTest::newRow("of KEDA") << object + QStringLiteral("  minReplicaCount: 4\n  maxReplicaCount: 2\n  triggers: [{type: cpu, metricType: Utilization, metadata: {value: '70'}}]\n") << "hpa-min-above-max";
        QTest::newRow("cached") << object + QStringLiteral("  minReplicaCount: 1\n  triggers: [{type: cpu, metricType: Utilization, useCachedMetrics: true, metadata: {value: '70'}}]\n") << "keda-cached-metrics";
        const QString twin = QStringLiteral("{type: prometheus, name: a, metadata: {serverAddress: 'http://p', query: up, threshold: '3', ignoreNullValues: 'false'}}");
        QTest::newRow("names") << object + QStringLiteral("  triggers: [%1, %1]\n").arg(twin) << "keda-trigger-names";
        QTest::newRow("budget") << "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  minAvailable: 1\n  maxUnavailable: 1\n  selector: {matchLabels: {app: a}}\n" << "budget-both-bounds";
        QTest::newRow("VPA") << "apiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n  updatePolicy: {updateMode: Initial}\n"
                                "  resourcePolicy: {containerPolicies: [{containerName: web, minAllowed: {cpu: 2}, maxAllowed: {cpu: 1}}]}\n" << "vpa-min-above-max";
    }
    void oneFaultIsToldOnce()
    {
        QFETCH(QString, yaml);
        QFETCH(QString, rule);
        const std::vector<Document> files {document(yaml.toStdString())};
        const auto findings = lint(layOver(nullptr, files, "shop"));
        QStringList errors;
        for (const Finding& finding : findings)
            if (finding.severity == Severity::Error)
                errors << QString::fromStdString(finding.rule);
        QVERIFY2(errors == QStringList(rule), qPrintable(errors.join(u' ')));
        const auto mended = applied(*find(findings, rule.toStdString())->fix, files);
        QVERIFY(mended.has_value());
        for (const Finding& finding : lint(layOver(nullptr, *mended, "shop"))) // nor does the fix lead to the next one
            QVERIFY2(finding.rule != "hpa-min-equals-max", finding.rule.c_str());
    }

    // Of an object that is written twice a fix changes the one it is about, else the one that counts, and removes the first.
    void fixOfOneOfTwo()
    {
        const auto hpa = [](int most) { return document(hpaYaml("web", "web", ("  maxReplicas: " + std::to_string(most) + "\n").c_str())); };
        const std::vector<Document> both {hpa(5), hpa(6)};
        const Fix fix {"", {}, {{both[0].ref(), "spec.maxReplicas", Value(9)}}};
        const auto most = [](const Result<std::vector<Document>>& documents) {
            std::vector<std::int64_t> all;
            for (const Document& one : *documents)
                all.push_back(one.value()["spec"]["maxReplicas"].integer());
            return all;
        };
        using Numbers = std::vector<std::int64_t>;
        QCOMPARE(most(applied(fix, both)), (Numbers {5, 9}));
        QCOMPARE(most(applied(fix, both, 0)), (Numbers {9, 6}));
        QCOMPARE(most(applied(fix, both, 1)), (Numbers {5, 9}));
        QCOMPARE(most(applied(fix, both, 7)), (Numbers {5, 9}));
        Fix keepOne = fix;
        keepOne.edits.insert(keepOne.edits.begin(), {both[0].ref(), {}, std::nullopt});
        QCOMPARE(most(applied(keepOne, both, 1)), (Numbers {9}));
        QCOMPARE(most(applied(keepOne, both)), (Numbers {9}));
    }

    void fixNeedsItsObject()
    {
        const Fix fix {"", {}, {{{"v1", "Namespace", "", "x"}, "metadata.labels", Value(1)}}};
        const auto done = applied(fix, {});
        QVERIFY(!done && done.error().kind == Error::Kind::NotFound);
    }
};

QTEST_GUILESS_MAIN(LintTest)
#include "tst_lint.moc"
