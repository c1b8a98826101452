// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/change_flow.h"
#include "manifest/ownership.h"

#include <QElapsedTimer>
#include <QtTest>

using namespace loadline;

namespace {

Value yaml(const std::string& text)
{
    Result<Document> document = Document::parse(text);
    if (!document)
        qFatal("%s", plainText(document.error()).c_str());
    return document->value();
}

Value recorded(const char* name)
{
    QFile file(QStringLiteral(LOADLINE_SOURCE "/tests/fixtures/apiserver-1.36/") + QLatin1String(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no recording %s", name);
    return yaml(file.readAll().toStdString());
}

// "+path", "-path", "~path", with " d" for a default and " s" for the server's own.
std::string told(const std::vector<FieldDiff>& diffs)
{
    std::string text;
    for (const FieldDiff& diff : diffs) {
        text += diff.kind == FieldDiff::Kind::Added ? '+' : diff.kind == FieldDiff::Kind::Removed ? '-' : '~';
        text += diff.path.text();
        text += diff.origin == FieldDiff::Origin::Defaulted ? " d" : diff.origin == FieldDiff::Origin::Server ? " s" : "";
        text += '\n';
    }
    return text;
}

Change changeOf(std::optional<Value> before, Value after)
{
    return {{"apps/v1", "Deployment", "ns", "web"}, Change::Verb::Apply, std::move(before), std::move(after), ""};
}

} // namespace

class TestChange : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void comparesByIdentity();
    void comparesQuantitiesByValue();
    void leavesOutWhatTheServerOwns();
    void tellsWhatWasWanted();
    void undoesCreation();
    void undoesAChange();
    void undoesADelete();
    void comparesLines();
    void writesUnifiedDiffs();
    void comparesLargeTexts();
    void readsConflicts();
    void readsComplaints();
    void readsServerPaths_data();
    void readsServerPaths();
    void findsOwners();
    void flowsInOrder();
    void flowStops();
};

void TestChange::comparesByIdentity()
{
    const Value before = yaml("spec: {containers: [{name: a, image: x}, {name: b, image: y}], metrics: [{type: Resource, "
                              "resource: {name: cpu, target: {averageUtilization: 70}}}, {type: Pods, pods: {metric: {name: rps}}}]}");
    const Value after = yaml("spec: {containers: [{name: c}, {name: b, image: z}], metrics: [{type: Pods, pods: {metric: {name: "
                             "rps}}}, {type: Resource, resource: {name: cpu, target: {averageUtilization: 80}}}]}");
    QCOMPARE(told(compare(before, after)),
        std::string("+spec.containers[0]\n~spec.containers[1].image\n-spec.containers[0]\n"
                    "~spec.metrics[1].resource.target.averageUtilization\n"));
    QVERIFY(compare(before, before).empty());
    const auto diffs = compare(yaml("a: [1, 2, 3]"), yaml("a: [1, 5]"));
    QCOMPARE(told(diffs), std::string("~a[1]\n-a[2]\n"));
    QVERIFY(*diffs[0].before == Value(2) && *diffs[0].after == Value(5) && !diffs[1].after);
}

void TestChange::comparesQuantitiesByValue()
{
    QVERIFY(compare(yaml("spec: {resources: {requests: {cpu: 1, memory: 1Gi}}, averageValue: '1'}"),
        yaml("spec: {resources: {requests: {memory: 1024Mi, cpu: 1000m}}, averageValue: 1000m}"))
                .empty());
    QCOMPARE(told(compare(yaml("labels: {v: '1.0'}"), yaml("labels: {v: '1'}"))), std::string("~labels.v\n"));
    QCOMPARE(told(compare(yaml("requests: {cpu: 1}"), yaml("requests: {cpu: 1001m}"))), std::string("~requests.cpu\n"));
    QVERIFY(compare(yaml("a: null"), yaml("{}")).empty());
}

void TestChange::leavesOutWhatTheServerOwns()
{
    const Value stored = recorded("apply-create.json");
    const Value asked = yaml("apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: demo-a, namespace: "
                             "ml-platform}\nspec: {scaleTargetRef: {kind: Deployment, name: no-requests-api, apiVersion: apps/v1}, "
                             "minReplicas: 1, maxReplicas: 4, metrics: [{type: Resource, resource: {name: cpu, target: {type: "
                             "Utilization, averageUtilization: 60}}}]}");
    QVERIFY2(compare(asked, stored).empty(), told(compare(asked, stored)).c_str());
}

void TestChange::tellsWhatWasWanted()
{
    const Value live = yaml("metadata: {labels: {a: x}}\nspec: {max: 4, x: 1}");
    const Value wanted = yaml("spec: {max: 8, behavior: {scaleDown: {policies: [{type: Pods, periodSeconds: 5}]}}}");
    const Value answer = yaml("metadata: {labels: {a: y}}\nspec: {max: 8, policy: Max, behavior: {scaleDown: {selectPolicy: Max, "
                              "policies: [{type: Pods, periodSeconds: 5}]}}}");
    QCOMPARE(told(compare(live, answer, wanted)),
        std::string("~metadata.labels.a s\n~spec.max\n+spec.policy d\n+spec.behavior.scaleDown.selectPolicy d\n"
                    "+spec.behavior.scaleDown.policies\n-spec.x\n"));
    QCOMPARE(told(compare(Value(), yaml("kind: X\nspec: {a: 1, b: 2}"), yaml("kind: X\nspec: {a: 1}"))),
        std::string("+kind\n+spec.a\n+spec.b d\n"));
}

void TestChange::undoesCreation()
{
    const Change undo = inverse(changeOf(std::nullopt, yaml("spec: {a: 1}")), yaml("spec: {a: 1, b: 2}"));
    QCOMPARE(undo.verb, Change::Verb::Delete);
    QVERIFY(undo.after.isNull());
    QVERIFY(undo.ref == changeOf(std::nullopt, Value()).ref);
}

void TestChange::undoesAChange()
{
    const Value before = yaml("metadata: {name: web, uid: u, resourceVersion: '5'}\nspec: {replicas: 2, paused: true, other: 9, "
                              "template: {spec: {containers: [{name: a, image: x, tty: true}, {name: b, image: w}]}}}\nstatus: {n: 1}");
    const Value after = yaml("metadata: {name: web}\nspec: {replicas: 5, fresh: 1, template: {spec: {containers: [{name: b, image: z}]}}}");
    const Value stored = yaml("metadata: {name: web, uid: u}\nspec: {replicas: 5, fresh: 1, other: 9, template: {spec: {containers: "
                              "[{name: a, image: x, tty: true}, {name: b, image: z}]}}}");
    const Change undo = inverse(changeOf(before, after), stored);
    QCOMPARE(undo.verb, Change::Verb::Apply);
    // `paused` was dropped by the change, `fresh` goes by being left out, `other` and container a are someone else's.
    QCOMPARE(undo.after.json(),
        std::string(R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"ns"},)"
                    R"("spec":{"replicas":2,"paused":true,"template":{"spec":{"containers":[{"name":"b","image":"w"}]}}}})"));
    QVERIFY(undo.before == stored);
    const Change metrics = inverse(changeOf(yaml("spec: {metrics: [{type: A}, {type: B}]}"), yaml("spec: {metrics: [{type: B}]}")),
        yaml("spec: {metrics: [{type: B}]}"));
    QCOMPARE(metrics.after["spec"].json(), std::string(R"({"metrics":[{"type":"A"},{"type":"B"}]})"));
}

void TestChange::undoesADelete()
{
    Change change = changeOf(recorded("apply-create.json"), Value());
    change.verb = Change::Verb::Delete;
    const Change undo = inverse(change, Value());
    QCOMPARE(undo.verb, Change::Verb::Apply);
    QVERIFY(!undo.before);
    QCOMPARE(undo.after["spec"]["maxReplicas"].integer(), 4);
    QVERIFY(!undo.after.find("status") && !undo.after["metadata"].find("uid") && !undo.after["metadata"].find("managedFields"));
}

void TestChange::comparesLines()
{
    const auto shape = [](std::string_view a, std::string_view b) {
        std::string text;
        for (const LineDiff& line : compareLines(a, b))
            text += (line.kind == LineDiff::Kind::Same ? " " : line.kind == LineDiff::Kind::Added ? "+" : "-") + line.text;
        return text;
    };
    QCOMPARE(shape("", ""), std::string());
    QCOMPARE(shape("a\nb\nc\n", "a\nx\nc\n"), std::string(" a-b+x c"));
    QCOMPARE(shape("a\nb\nc\na\nb\nb\na\n", "c\nb\na\nb\na\nc\n"), std::string("-a-b c+b a b-b a+c"));
    QCOMPARE(shape("", "a\nb"), std::string("+a+b"));
    QCOMPARE(shape("a\r\nb\r\n", ""), std::string("-a-b"));
    QCOMPARE(shape("a\n", "a"), std::string("-a+a")); // the missing line break
}

void TestChange::writesUnifiedDiffs()
{
    QCOMPARE(unifiedDiff("x\n", "x\n", "f"), std::string());
    std::string before, after;
    for (int i = 1; i <= 30; ++i) {
        before += std::to_string(i) + '\n';
        after += i == 5 ? "five\n" : i == 28 ? "" : std::to_string(i) + '\n';
    }
    QCOMPARE(unifiedDiff(before, after, "hpa.yaml"),
        std::string("--- a/hpa.yaml\n+++ b/hpa.yaml\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"
                    "@@ -25,6 +25,5 @@\n 25\n 26\n 27\n-28\n 29\n 30\n"));
    QCOMPARE(unifiedDiff("", "a\n", "f"), std::string("--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+a\n"));
    QCOMPARE(unifiedDiff("a", "a\n", "f"),
        std::string("--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"));
}

void TestChange::comparesLargeTexts()
{
    std::string before, after, other;
    for (int i = 0; i < 10'000; ++i) {
        before += "line " + std::to_string(i) + '\n';
        after += (i % 100 == 7 ? "changed " : "line ") + std::to_string(i) + '\n';
        other += "other " + std::to_string(i) + '\n';
    }
    QElapsedTimer timer;
    timer.start();
    const auto near = compareLines(before, after);
    QCOMPARE(near.size(), std::size_t(10'100));
    QCOMPARE(compareLines(before, other).size(), std::size_t(20'000));
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
}

void TestChange::readsConflicts()
{
    const Change change = changeOf(std::nullopt, yaml("spec: {maxReplicas: 3}"));
    const auto conflicts = conflictsOf(recorded("apply-conflict.json"), change);
    QCOMPARE(conflicts.size(), std::size_t(1));
    QCOMPARE(conflicts[0].path.text(), std::string("spec.maxReplicas"));
    QCOMPARE(conflicts[0].manager, std::string("loadline"));
    QVERIFY(conflicts[0].ref == change.ref);
    QVERIFY(conflictsOf(recorded("apply-invalid.json"), change).empty());
    const Value status = yaml(R"(details: {causes: [{reason: FieldManagerConflict, field: '.spec.template.spec.containers[name="b"].image',
        message: 'conflict with "argocd-controller" using apps/v1'}]})");
    const auto inList = conflictsOf(status, changeOf(std::nullopt, yaml("spec: {template: {spec: {containers: [{name: a}, {name: b}]}}}")));
    QCOMPARE(inList.at(0).path.text(), std::string("spec.template.spec.containers[1].image"));
    QCOMPARE(inList.at(0).manager, std::string("argocd-controller"));
}

void TestChange::readsComplaints()
{
    const auto invalid = complaintsOf(recorded("apply-invalid.json"), Value());
    QCOMPARE(invalid.size(), std::size_t(2));
    QCOMPARE(invalid[1].path.text(), std::string("spec.maxReplicas"));
    QCOMPARE(invalid[1].reason, std::string("FieldValueInvalid"));
    const auto keda = complaintsOf(recorded("apply-keda-invalid.json"), Value());
    QCOMPARE(keda[0].path.text(), std::string("spec.triggers"));
    QVERIFY(keda[1].path.empty());
    const auto strict = complaintsOf(recorded("apply-strict-unknown-field.json"), Value());
    QCOMPARE(strict.size(), std::size_t(1));
    QCOMPARE(strict[0].path.text(), std::string("spec.bogusField"));
    QCOMPARE(strict[0].message, std::string("field not declared in schema"));
    const auto words = complaintsOf(yaml("message: 'strict decoding error: unknown field \"spec.a\", unknown field \"spec.b\"'"), Value());
    QCOMPARE(words.size(), std::size_t(2));
    QCOMPARE(words[1].path.text(), std::string("spec.b"));
}

void TestChange::readsServerPaths_data()
{
    QTest::addColumn<QByteArray>("server");
    QTest::addColumn<QByteArray>("ours");
    QTest::newRow("plain") << QByteArray(".spec.maxReplicas") << QByteArray("spec.maxReplicas");
    QTest::newRow("index") << QByteArray("spec.c[1].image") << QByteArray("spec.c[1].image");
    QTest::newRow("name") << QByteArray(".spec.c[name=\"b\"].image") << QByteArray("spec.c[1].image");
    QTest::newRow("two keys") << QByteArray(".spec.p[containerPort=80,protocol=\"UDP\"].x") << QByteArray("spec.p[1].x");
    QTest::newRow("value") << QByteArray(".spec.f[=\"y]\"]") << QByteArray("spec.f[1]");
    QTest::newRow("no such item") << QByteArray(".spec.c[name=\"z\"].image") << QByteArray("spec.c");
    QTest::newRow("dotted key") << QByteArray(".metadata.labels.a.b/c") << QByteArray("metadata.labels[\"a.b/c\"]");
    QTest::newRow("bracketed key") << QByteArray("spec.hard[limits.cpu]") << QByteArray("spec.hard[\"limits.cpu\"]");
    QTest::newRow("nil") << QByteArray("<nil>") << QByteArray("");
    QTest::newRow("broken") << QByteArray("spec.c[name=\"b") << QByteArray("spec.c");
}

void TestChange::readsServerPaths()
{
    QFETCH(QByteArray, server);
    QFETCH(QByteArray, ours);
    const Value object = yaml("metadata: {labels: {a.b/c: x}}\nspec: {c: [{name: a}, {name: b}], f: [x, 'y]'], hard: {limits.cpu: 1}, "
                              "p: [{containerPort: 80, protocol: TCP}, {containerPort: 80, protocol: UDP}]}");
    QCOMPARE(pathFromServer(server.toStdString(), object).text(), ours.toStdString());
}

void TestChange::findsOwners()
{
    const Value stored = recorded("apply-create.json");
    const auto owners = ownersOf(stored, "spec.maxReplicas");
    QCOMPARE(owners.size(), std::size_t(1));
    QCOMPARE(owners[0].manager, std::string("loadline"));
    QCOMPARE(owners[0].operation, std::string("Apply"));
    QCOMPARE(ownersOf(stored, "spec.metrics[0].type").size(), std::size_t(1)); // metrics are atomic
    QVERIFY(ownersOf(stored, "spec.behavior").empty());
    const Value object = yaml(R"({"metadata": {"managedFields": [{"manager": "a", "fieldsV1": {"f:spec": {"f:c":
        {"k:{\"name\":\"y\"}": {".": {}, "f:image": {}}}}}}, {"manager": "b", "subresource": "scale", "fieldsV1": {"f:spec": {"f:n": {}}}}]},
        "spec": {"n": 1, "c": [{"name": "x"}, {"name": "y", "image": "i"}]}})");
    QCOMPARE(ownersOf(object, "spec.c[1].image").at(0).manager, std::string("a"));
    QVERIFY(ownersOf(object, "spec.c[0].image").empty());
    QVERIFY(ownersOf(object, "spec.c[1].tty").empty());
    QCOMPARE(ownersOf(object, "spec.n").at(0).subresource, std::string("scale"));
    QCOMPARE(ownersOf(object, "spec").size(), std::size_t(2));
}

void TestChange::flowsInOrder()
{
    using State = ChangeFlow::State;
    ChangeFlow flow;
    QVERIFY(!flow.check()); // nothing to change
    QVERIFY(flow.edit({changeOf(std::nullopt, Value(1)), changeOf(std::nullopt, Value(2))}));
    QVERIFY(!flow.apply() && !flow.confirm() && !flow.stored() && !flow.permitted() && !flow.dryRan({}));
    QVERIFY(flow.check() && flow.busy() && flow.permitted());
    QVERIFY(flow.dryRan({Value(1), {}, {"old"}}));
    QCOMPARE(flow.state(), State::DryRunning);
    QCOMPARE(flow.current(), std::size_t(1));
    QVERIFY(flow.dryRan({}));
    QCOMPARE(flow.state(), State::Reviewed);
    QVERIFY(!flow.apply()); // never without the button
    QVERIFY(flow.confirm() && flow.apply() && !flow.edit({}));
    QVERIFY(flow.stored());
    QCOMPARE(flow.current(), std::size_t(1));
    QVERIFY(flow.stored() && !flow.stored());
    QCOMPARE(flow.state(), State::Finished);
    QCOMPARE(flow.applied(), std::size_t(2));
    QCOMPARE(flow.outcomes().at(0).warnings.at(0), std::string("old"));
}

void TestChange::flowStops()
{
    using State = ChangeFlow::State;
    ChangeFlow flow({changeOf(std::nullopt, Value(1)), changeOf(std::nullopt, Value(2))});
    QVERIFY(!flow.fail({}));
    QVERIFY(flow.check() && !flow.conflict({}) && flow.permitted() && flow.dryRan({}) && flow.dryRan({}));
    QVERIFY(flow.confirm() && flow.apply() && flow.stored());
    QVERIFY(flow.conflict({{{}, "spec.x", "argocd"}}));
    QCOMPARE(flow.state(), State::Conflicted);
    QCOMPARE(flow.applied(), std::size_t(1));
    QCOMPARE(flow.current(), std::size_t(1));
    QVERIFY(!flow.stored() && !flow.fail({}) && !flow.busy());
    QVERIFY(flow.edit({changeOf(std::nullopt, Value(3))}));
    QCOMPARE(flow.applied(), std::size_t(0));
    QVERIFY(flow.conflicts().empty());
    QVERIFY(flow.check() && flow.fail({Error::Kind::Forbidden, "no", "", "", {}}));
    QCOMPARE(flow.error()->kind, Error::Kind::Forbidden);
}

QTEST_APPLESS_MAIN(TestChange)
#include "tst_change.moc"
