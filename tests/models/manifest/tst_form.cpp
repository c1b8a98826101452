// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/form.h"
#include "manifest/form_selector.h"

#include <QtTest>

#include <algorithm>
#include <random>

using namespace loadline;

namespace {

Form newHpa()
{
    FormFacts facts;
    facts.target = TargetFacts {.ns = "shop",
        .ref = {"apps/v1", "Deployment", "checkout"},
        .replicas = 4,
        .podLabels = {{"app", "checkout"}},
        .containers = {}};
    return Form(*formKind("hpa"), facts);
}

std::vector<std::string> pathsOf(const std::vector<FieldError>& errors)
{
    std::vector<std::string> paths;
    for (const FieldError& error : errors)
        paths.push_back(error.path.text());
    return paths;
}

bool asks(const Form& form, const char* path)
{
    const auto questions = form.questions();
    return std::any_of(
        questions.begin(), questions.end(), [&](const Question& q) { return q.path == FieldPath(path); });
}

Form read(const std::string& text)
{
    const Result<Document> document = Document::parse(text);
    if (!document)
        qFatal("%s", plainText(document.error()).c_str());
    Result<Form> form = Form::read(*document);
    if (!form)
        qFatal("%s", plainText(form.error()).c_str());
    return *form;
}

} // namespace

class FormTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNewOneKnowsItsTarget()
    {
        const Form form = newHpa();
        QCOMPARE(form.text("metadata.name"), std::string("checkout"));
        QCOMPARE(form.text("metadata.namespace"), std::string("shop"));
        QCOMPARE(form.text("spec.scaleTargetRef"), std::string("apps/v1/Deployment/checkout"));
        QCOMPARE(form.text("spec.minReplicas"), std::string("4"));
        QCOMPARE(form.text("spec.metrics[0].resource.target.averageUtilization"), std::string("70"));
        QVERIFY2(form.errors().empty(), pathsOf(form.errors()).empty() ? "" : pathsOf(form.errors()).front().c_str());
        QVERIFY(form.kept().empty());
        const Result<Document> built = form.build();
        QVERIFY(built.has_value());
        QVERIFY(built->text().starts_with(
            "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: checkout\n"));
    }

    void anotherMetricAsksOtherThings()
    {
        Form form = newHpa();
        QVERIFY(asks(form, "spec.metrics[0].resource.name"));
        QVERIFY(form.set("spec.metrics[0].type", "Pods").has_value());
        QVERIFY(!form.answer("spec.metrics[0].resource"));
        QVERIFY(asks(form, "spec.metrics[0].pods.metric.name"));
        QCOMPARE(form.text("spec.metrics[0].pods.target.type"), std::string("AverageValue"));
        QCOMPARE(pathsOf(form.errors()),
            (std::vector<std::string> {
                "spec.metrics[0].pods.metric.name", "spec.metrics[0].pods.target.averageValue"}));
        QVERIFY(form.setText("spec.metrics[0].pods.metric.name", "http_requests_per_second").has_value());
        QVERIFY(form.setText("spec.metrics[0].pods.target.averageValue", "100").has_value());
        QVERIFY(form.setText("spec.metrics[0].pods.metric.selector", "tier in (a,b),!old,app=x").has_value());
        QCOMPARE(form.text("spec.metrics[0].pods.metric.selector"), std::string("app=x,tier in (a,b),!old"));
        QVERIFY(form.errors().empty());
    }

    void keepsWhatIsTypedWrong()
    {
        Form form = newHpa();
        QVERIFY(form.setText("spec.maxReplicas", "ten").has_value());
        QCOMPARE(form.text("spec.maxReplicas"), std::string("ten"));
        QCOMPARE(pathsOf(form.errors()).front(), std::string("spec.maxReplicas"));
        const Result<Document> built = form.build();
        QVERIFY(!built.has_value());
        QCOMPARE(built.error().where, std::string("spec.maxReplicas"));
        QVERIFY(plainText(built.error()).find("ten") != std::string::npos);
        QVERIFY(form.setText("spec.maxReplicas", "3").has_value());
        QCOMPARE(pathsOf(form.errors()), (std::vector<std::string> {"spec.maxReplicas"})); // below the lowest, 4
        QVERIFY(form.setText("spec.maxReplicas", "4").has_value());
        QVERIFY(form.errors().empty());
        QVERIFY(form.setText("spec.maxReplicas", "").has_value());
        QVERIFY(!form.answer("spec.maxReplicas"));
        QCOMPARE(pathsOf(form.errors()), (std::vector<std::string> {"spec.maxReplicas"}));
        QVERIFY(!form.set("spec.maxReplica", 3).has_value());
    }

    void listsGrowShrinkAndMove()
    {
        Form form = newHpa();
        QVERIFY(form.addItem("spec.metrics").has_value());
        QVERIFY(form.set("spec.metrics[1].resource.name", "memory").has_value());
        form.moveItem("spec.metrics[1]", 0);
        QCOMPARE(form.text("spec.metrics[0].resource.name"), std::string("memory"));
        form.removeItem("spec.metrics[0]");
        QCOMPARE(form.answer("spec.metrics")->items().size(), std::size_t(1));
        QVERIFY(form.addItem("spec.behavior.scaleDown.policies").has_value());
        QCOMPARE(form.text("spec.behavior.scaleDown.policies[0].periodSeconds"), std::string("60"));
        QVERIFY(form.addItem("spec.metrics").has_value());
        QCOMPARE(pathsOf(form.errors()), (std::vector<std::string> {"spec.metrics[1].type"})); // CPU twice
    }

    // Removing an item's last answer leaves the item for the user to fill.
    void anEmptyItemStays()
    {
        Form form(*formKind("triggerauthentication"));
        QVERIFY(form.addItem("spec.secretTargetRef").has_value());
        QVERIFY(form.setText("spec.secretTargetRef[0].name", "rabbit").has_value());
        form.clear("spec.secretTargetRef[0].name");
        QCOMPARE(form.answer("spec.secretTargetRef")->items().size(), std::size_t(1));
    }

    void keepsWhatItDoesNotAsk()
    {
        const char* text = "# ours\n"
                           "apiVersion: autoscaling/v2\n"
                           "kind: HorizontalPodAutoscaler\n"
                           "metadata:\n"
                           "  name: api   # the name\n"
                           "  finalizers: [example.com/keep]\n"
                           "  uid: 1234\n"
                           "spec:\n"
                           "  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}\n"
                           "  maxReplicas: 10\n"
                           "  newField:\n"
                           "    of: later\n"
                           "status:\n"
                           "  currentReplicas: 3\n";
        Form form = read(text);
        QCOMPARE(form.kept(), (std::vector<FieldPath> {"metadata.finalizers", "spec.newField"}));
        QCOMPARE(form.document().text(), std::string(text));
        QVERIFY(form.setText("spec.maxReplicas", "20").has_value());
        std::string expected = text;
        expected.replace(expected.find("maxReplicas: 10"), 15, "maxReplicas: 20");
        QCOMPARE(form.document().text(), expected);
        QCOMPARE(form.fieldOnLine(10), FieldPath("spec.maxReplicas"));
        QCOMPARE(form.fieldOnLine(5), FieldPath("metadata.name"));
        QCOMPARE(form.document().linesOf("spec.maxReplicas").first, std::size_t(10));
    }

    void refusesOtherKinds()
    {
        const auto old = Form::read(
            *Document::parse("apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\n"));
        QVERIFY(!old.has_value() && old.error().kind == Error::Kind::Unsupported);
        const auto other = Form::read(*Document::parse("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"));
        QVERIFY(!other.has_value() && plainText(other.error()).find("ConfigMap") != std::string::npos);
        Form form = newHpa();
        const Document before = form.document();
        QVERIFY(!form.adopt(*Document::parse("apiVersion: v1\nkind: ConfigMap\n")).has_value());
        QVERIFY(form.document() == before);
    }

    void aTriggerAsksWhatItsScalerAsks()
    {
        Form form(*formKind("keda"));
        QVERIFY(form.setText("metadata.name", "worker").has_value());
        QVERIFY(form.setText("spec.scaleTargetRef.name", "worker").has_value());
        QVERIFY(form.addItem("spec.triggers").has_value());
        QVERIFY(form.setText("spec.triggers[0].type", "rabbitmq").has_value());
        QVERIFY(asks(form, "spec.triggers[0].metadata.queueName"));
        QCOMPARE(pathsOf(form.errors()),
            (std::vector<std::string> {"spec.triggers[0].metadata.queueName", "spec.triggers[0].metadata.host"}));
        QVERIFY(form.setText("spec.triggers[0].metadata.queueName", "orders").has_value());
        QVERIFY(form.setText("spec.triggers[0].metadata.value", "10").has_value());
        QVERIFY(form.answer("spec.triggers[0].metadata.value")->isString()); // KEDA takes nothing else
        QVERIFY(form.setText("spec.triggers[0].metadata.hostFromEnv", "RABBIT").has_value());
        QVERIFY(form.errors().empty());
        form.clear("spec.triggers[0].metadata.hostFromEnv");
        QVERIFY(form.setText("spec.triggers[0].authenticationRef.name", "rabbit-login").has_value());
        QVERIFY(form.errors().empty());
        QVERIFY(form.setText("spec.triggers[0].type", "cpu").has_value()); // which cannot wake it
        QVERIFY(
            !form.answer("spec.triggers[0].metadata.queueName") && !form.answer("spec.triggers[0].authenticationRef"));
        QCOMPARE(form.text("spec.triggers[0].metricType"), std::string("Utilization"));
        QVERIFY(form.setText("spec.triggers[0].metadata.value", "60").has_value());
        QCOMPARE(pathsOf(form.errors()), (std::vector<std::string> {"spec.minReplicaCount"}));
        QVERIFY(form.setText("spec.minReplicaCount", "1").has_value());
        QVERIFY(form.build().has_value());
    }

    void keepsTriggersItDoesNotKnow()
    {
        Form form = read("apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: a}\nspec:\n  "
                         "scaleTargetRef: {name: a}\n  triggers:\n"
                         "  - type: pulsar\n    metadata: {topic: t, adminURL: http://p}\n");
        QVERIFY(form.errors().empty());
        QCOMPARE(form.text("spec.triggers[0].metadata"), std::string("topic=t,adminURL=http://p"));
    }

    // A form does not write what has no replicas to set.
    void targetsMustBeScalable()
    {
        for (const char* kind : {"hpa", "keda"}) {
            Form form(*formKind(kind));
            QVERIFY(form.setText("metadata.name", "web").has_value() && form.setText("spec.scaleTargetRef.name", "web").has_value());
            QVERIFY(form.setText("spec.scaleTargetRef.kind", "DaemonSet").has_value());
            const auto errors = form.errors();
            QVERIFY(std::any_of(errors.begin(), errors.end(), [](const FieldError& one) { return one.path == FieldPath("spec.scaleTargetRef.kind"); }));
            QVERIFY(form.setText("spec.scaleTargetRef.kind", "StatefulSet").has_value());
            for (const FieldError& one : form.errors())
                QVERIFY(one.path != FieldPath("spec.scaleTargetRef.kind"));
        }
    }

    // The server's own schema decides over choices, in forms of every kind; its bounds hold beside ours.
    void offersWhatTheSchemaAllows()
    {
        JsonDocument json;
        std::string body = R"({"components":{"schemas":{
            "V":{"type":"object","x-kubernetes-group-version-kind":[{"group":"autoscaling.k8s.io","version":"v1","kind":"VerticalPodAutoscaler"}],"properties":{"spec":{"type":"object","properties":{
                "updatePolicy":{"type":"object","properties":{"updateMode":{"type":"string","enum":["Clairvoyant","Initial","Off"]}}},
                "resourcePolicy":{"type":"object","properties":{"containerPolicies":{"type":"array","items":{"type":"object","properties":{"controlledValues":{"type":"string","enum":["RequestsOnly"]}}}}}}}}}},
            "N":{"type":"object","x-kubernetes-group-version-kind":[{"group":"karpenter.sh","version":"v1","kind":"NodePool"}],"properties":{"spec":{"type":"object","properties":{
                "weight":{"type":"integer","minimum":5,"maximum":50},
                "disruption":{"type":"object","properties":{"consolidationPolicy":{"type":"string","enum":["WhenEmpty","Balanced"]}}}}}}}}}})";
        FormFacts facts;
        facts.shapes = std::make_shared<const ClusterShapes>(readClusterShapes(json, body, {"autoscaling.k8s.io/v1 VerticalPodAutoscaler", "karpenter.sh/v1 NodePool"}).value());
        const auto offered = [&](const char* kind, const char* path) {
            Form form(*formKind(kind), facts);
            if (std::string_view(kind) == "vpa")
                static_cast<void>(form.addItem("spec.resourcePolicy.containerPolicies"));
            std::vector<std::string> values;
            for (const Choice& choice : form.fieldAt(path)->choices)
                values.push_back(choice.value);
            return values;
        };
        using Values = std::vector<std::string>;
        QCOMPARE(offered("vpa", "spec.updatePolicy.updateMode"), (Values {"Off", "Initial", "Clairvoyant"}));
        QCOMPARE(offered("vpa", "spec.resourcePolicy.containerPolicies[0].controlledValues"), (Values {"RequestsOnly"}));
        QCOMPARE(offered("nodepool", "spec.disruption.consolidationPolicy"), (Values {"WhenEmpty", "Balanced"}));
        const Form pool(*formKind("nodepool"), facts);
        const Field* weight = pool.fieldAt("spec.weight");
        QCOMPARE(weight->least, std::optional<std::int64_t>(5));
        QCOMPARE(weight->most, std::optional<std::int64_t>(50));
        QVERIFY(wrongWith(*weight, Value(51)) && !wrongWith(*weight, Value(50)));
        QVERIFY(!wrongWith(*Form(*formKind("nodepool")).fieldAt("spec.weight"), Value(51)));
    }

    void vpaOffersWhatTheClusterAllows()
    {
        FormFacts facts;
        const auto offered = [&] {
            const Form form(*formKind("vpa"), facts);
            std::vector<std::string> modes;
            for (const Choice& choice : form.fieldAt("spec.updatePolicy.updateMode")->choices)
                modes.push_back(choice.value);
            return modes;
        };
        facts.vpaModes = {"Auto", "Off", "Initial", "Recreate"};
        QCOMPARE(offered(), (std::vector<std::string> {"Off", "Initial", "Recreate", "Auto"})); // the deprecated last
        facts.vpaModes.clear(); // nobody told: all, so that no live object is unfinished
        QCOMPARE(offered().size(), std::size_t(6));
        for (const std::string& mode : offered()) {
            const Form live = read("apiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata: {name: a, namespace: b}\n"
                                   "spec:\n  targetRef: {apiVersion: apps/v1, kind: Deployment, name: a}\n  updatePolicy: {updateMode: \""
                + mode + "\"}\n");
            QVERIFY2(live.errors().empty(), mode.c_str());
        }
        QVERIFY(!Form(*formKind("hpa")).fieldAt("spec.behavior.scaleUp.tolerance"));
        facts.hpaTolerance = true;
        QVERIFY(Form(*formKind("hpa"), facts).fieldAt("spec.behavior.scaleUp.tolerance"));
    }

    void selectorsReadAndWrite_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("back"); // empty: refused
        QTest::newRow("labels") << "app=web, tier=front"
                                << "app=web,tier=front";
        QTest::newRow("sets") << "tier in (a, b),x notin (c),y,!z"
                              << "tier in (a,b),x notin (c),y,!z";
        QTest::newRow("unequal") << "a!=b"
                                 << "a notin (b)";
        QTest::newRow("double") << "a==b"
                                << "a=b";
        QTest::newRow("open") << "tier in (a"
                              << "";
        QTest::newRow("nonsense") << "a=b c"
                                  << "";
        QTest::newRow("empty set") << "a in ()"
                                   << "";
    }
    void selectorsReadAndWrite()
    {
        QFETCH(QString, typed);
        QFETCH(QString, back);
        const Result<Value> selector = selectorFrom(typed.toStdString());
        QCOMPARE(selector.has_value(), !back.isEmpty());
        if (selector)
            QCOMPARE(selectorText(*selector), back.toStdString());
    }

    // A form's text of names with values, or of a list, is read back as what it was, whatever it holds.
    void everyTextComesBack()
    {
        const std::string pieces = ",=\n\r\t \"\\'#:-a{}[]\xc3\xa9";
        std::mt19937 dice(4);
        const auto any = [&] {
            std::string text;
            for (auto left = dice() % 6; left > 0; --left)
                text += pieces[dice() % pieces.size()];
            return text;
        };
        const Field map {.type = Field::Type::TextMap};
        const Field list {.type = Field::Type::TextList};
        for (int round = 0; round < 4000; ++round) {
            Value pairs = Value::map();
            Value items = Value::list();
            for (auto left = dice() % 4; left > 0; --left) {
                pairs.set(any(), any());
                items.add(any());
            }
            const std::string typed = textOf(map, pairs);
            QVERIFY2(valueFrom(map, typed) == pairs, typed.c_str());
            const std::string listed = textOf(list, items);
            QVERIFY2(valueFrom(list, listed) == items, listed.c_str());
        }
    }
    void plainTextStaysPlain()
    {
        const Field map {.type = Field::Type::TextMap};
        Value pairs = Value::map();
        pairs.set("team", "web");
        pairs.set("sync", "Prune=false,Replace=true");
        pairs.set("note", "  padded ");
        QCOMPARE(textOf(map, pairs), std::string("team=web,sync=\"Prune=false,Replace=true\",note=\"  padded \""));
        QVERIFY(valueFrom(map, " team = web ,\n tier=front,") == valueFrom(map, "team=web,tier=front"));
        QVERIFY(valueFrom(map, "a=1,a=2").isString()); // one would be lost
        QVERIFY(valueFrom(map, "a=\"1").isString());
        QVERIFY(wrongWith(map, valueFrom(map, "a=1,a=2")).has_value());
    }
    // What is typed as it was stays of its kind, with its comments; what no text can tell stays as well.
    void whatIsNotTypedStays()
    {
        Form form = *Form::read(*Document::parse("apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: api\n"
                                                 "  annotations:\n    note: \"a,b=c\" # why\n    count: 3\n"
                                                 "spec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api, more: x}\n"));
        QVERIFY(form.setText("metadata.annotations", form.text("metadata.annotations") + ",x=y").has_value());
        QVERIFY(form.setText("spec.scaleTargetRef", "apps/v1/Deployment/web").has_value());
        const std::string& text = form.document().text();
        QVERIFY2(text.find("    note: \"a,b=c\" # why\n    count: 3\n    x: \"y\"\n") != std::string::npos || text.find("    note: \"a,b=c\" # why\n    count: 3\n    x: y\n") != std::string::npos, text.c_str());
        QCOMPARE((*form.answer("spec.scaleTargetRef"))["more"].text(), std::string("x"));
        Form budget(*formKind("pdb"));
        const std::string odd = "{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"Foo\",\"values\":[\"b\"]}]}";
        QVERIFY(budget.set("spec.selector", Document::parse(odd)->value()).has_value());
        QVERIFY(budget.setText("spec.selector", budget.text("spec.selector")).has_value());
        QCOMPARE(budget.answer("spec.selector")->json(), odd);
    }

    // Every field tells what it is, and its example is an answer that it takes.
    void everyFieldExplainsItself()
    {
        FormFacts facts;
        facts.hpaTolerance = true;
        for (const FormKind& kind : formKinds())
            for (const FormSection& section : kind.spec(facts).sections)
                for (const Field& field : section.fields)
                    explains(std::string(kind.id), field);
    }

private:
    static void explains(const std::string& kind, const Field& field)
    {
        const std::string where = kind + " " + field.path.text();
        QVERIFY2(!field.label.empty() && !field.help.empty(), where.c_str());
        if (!field.example.empty() && field.type != Field::Type::List) {
            const auto fault = wrongWith(field, valueFrom(field, field.example));
            QVERIFY2(!fault, (where + ": " + (fault ? plainText(*fault) : "")).c_str());
        }
        for (const Field& item : field.items)
            explains(where, item);
    }
};

QTEST_APPLESS_MAIN(FormTest)
#include "tst_form.moc"
