// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/presets.h"
#include "catalog/presets_keep.h"
#include "cluster/node.h"
#include "cluster/vpa.h"
#include "cluster/workload.h"
#include "lint/installed_parts.h"
#include "lint/lint.h"
#include "manifest/build.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>

using namespace loadline;

namespace {

FormFacts factsOf(const std::string& name, const std::string& kind = "Deployment")
{
    FormFacts facts;
    facts.target = TargetFacts {.ns = "ml",
        .ref = {"apps/v1", kind, name},
        .replicas = {},
        .podLabels = {{"app", name}},
        .containers = {{name, Quantity::fromMilli(500), Quantity::fromWhole(1073741824)}}};
    return facts;
}

const Form* formIn(const std::vector<Form>& forms, std::string_view id)
{
    const auto found = std::find_if(forms.begin(), forms.end(), [&](const Form& form) { return form.kind().id == id; });
    return found == forms.end() ? nullptr : &*found;
}

PlatformAnswers platform()
{
    PlatformAnswers answers;
    answers.ns = "ml";
    answers.makeNamespace = answers.priorityClasses = answers.quota = true;
    answers.timeZone = "Europe/Berlin";
    for (const auto& [name, preset, kind] : {std::tuple("fraud", "model-serving", "Deployment"),
             std::tuple("scoring", "batch-inference", "Deployment"), std::tuple("trainer", "training", "Deployment"),
             std::tuple("features", "feature-store", "StatefulSet"), std::tuple("lab", "notebook", "StatefulSet")})
        answers.workloads.push_back({preset, factsOf(name, kind), {}});
    return answers;
}

std::vector<std::string> namesOf(const std::vector<BundleFile>& files)
{
    std::vector<std::string> names;
    for (const BundleFile& file : files)
        names.push_back(file.name);
    return names;
}

void write(const QTemporaryDir& folder, const std::string& name, const std::string& text)
{
    QFile file(folder.filePath(QString::fromStdString(name)));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::fromStdString(text));
}

} // namespace

class PresetsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyPresetIsComplete()
    {
        QCOMPARE(workloadPresets().size(), std::size_t(5));
        for (const WorkloadPreset& preset : workloadPresets())
            for (const Form& form : formsOf(preset, factsOf("api"), "Europe/Berlin")) {
                const auto errors = form.errors();
                QVERIFY2(errors.empty(),
                    (preset.id + " "
                        + (errors.empty() ? "" : errors.front().path.text() + ": " + plainText(errors.front().error)))
                        .c_str());
                QVERIFY2(form.kept().empty(),
                    (preset.id + " " + (form.kept().empty() ? "" : form.kept().front().text())).c_str());
                QVERIFY2(form.document().text().find('{') == std::string::npos,
                    (preset.id + ": a word was not filled in").c_str());
            }
    }

    // What we write lints clean: as files beside the workload, and over a cluster that runs it.
    void everyPresetLintsClean_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QStringList>("expected"); // rule and kind, each on purpose
        QTest::newRow("model-serving") << "Deployment" << QStringList();
        QTest::newRow("batch-inference") << "Deployment" << QStringList();
        QTest::newRow("training") << "Deployment" << QStringList();
        QTest::newRow("feature-store") << "StatefulSet" << QStringList();
        QTest::newRow("notebook") << "StatefulSet" << QStringList();
    }
    void everyPresetLintsClean()
    {
        QFETCH(QString, kind);
        QFETCH(QStringList, expected);
        const std::string preset = QTest::currentDataTag();
        const auto workload = Document::parse("apiVersion: apps/v1\nkind: " + kind.toStdString()
            + "\nmetadata:\n  name: api\n  namespace: ml\nspec:\n  selector:\n    matchLabels:\n      app: api\n  template:\n    metadata:\n      labels:\n        app: api\n"
              "        workload-type: " + preset
            + "\n    spec:\n      containers:\n      - name: api\n        image: registry.example/api:1\n        resources:\n          requests:\n            cpu: 500m\n            memory: 1Gi\n");
        QVERIFY(workload.has_value());
        std::vector<Document> written;
        for (const Form& form : formsOf(*workloadPreset(preset), factsOf("api", kind.toStdString()), "Europe/Berlin"))
            written.push_back(form.document());
        World empty;
        for (KindState& state : empty.states)
            state.presence = Presence::Live;
        empty.version = "v1.36.0";
        std::vector<Document> there {*workload};
        for (const std::string name : {"keda-operator", "vpa-recommender"}) // what acts on the kinds
            there.push_back(*Document::parse("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: " + name + "\n  namespace: system\nspec:\n  selector: {matchLabels: {app: " + name
                + "}}\n  template: {metadata: {labels: {app: " + name + "}}, spec: {containers: [{name: c}]}}\n"));
        const auto live = layOver(std::make_shared<World>(empty), there, "ml").world;
        std::vector<Document> files {*workload};
        files.insert(files.end(), written.begin(), written.end());
        for (const auto& findings : {lint(layOver(live, written, "ml")), lint(layOver(nullptr, files, "ml")), lint(layOver(nullptr, written, "ml"))}) {
            QStringList told;
            for (const Finding& finding : findings)
                told << QString::fromStdString(finding.rule + " " + finding.object.kind + " " + fillIn(finding.what, finding.args));
            QVERIFY2(told == expected, qPrintable(told.join(u'\n')));
        }
    }

    void modelServingIsAsTheFieldDoesIt()
    {
        const auto forms = formsOf(*workloadPreset("model-serving"), factsOf("fraud"));
        const Form* hpa = formIn(forms, "hpa");
        QVERIFY(hpa);
        QCOMPARE(hpa->text("spec.minReplicas"), std::string("2"));
        QCOMPARE(hpa->text("spec.maxReplicas"), std::string("20"));
        QCOMPARE(hpa->text("spec.metrics[0].resource.target.averageUtilization"), std::string("70"));
        QCOMPARE(hpa->text("spec.metrics[1].pods.target.averageValue"), std::string("100"));
        QCOMPARE(hpa->text("spec.metrics[2].pods.target.averageValue"), std::string("200m"));
        QCOMPARE(hpa->text("spec.behavior.scaleDown.stabilizationWindowSeconds"), std::string("300"));
        QCOMPARE(hpa->text("spec.behavior.scaleDown.policies[0].value"), std::string("50"));
        QCOMPARE(hpa->text("spec.behavior.scaleUp.policies[0].value"), std::string("100"));
        QCOMPARE(hpa->text("spec.scaleTargetRef.name"), std::string("fraud"));
        const Form* budget = formIn(forms, "pdb");
        QVERIFY(budget);
        QCOMPARE(budget->text("spec.minAvailable"), std::string("1"));
        QCOMPARE(budget->text("spec.selector"), std::string("app=fraud"));
    }

    void theOthersToo()
    {
        const auto batch = formsOf(*workloadPreset("batch-inference"), factsOf("scoring"));
        QCOMPARE(formIn(batch, "keda")->text("spec.maxReplicaCount"), std::string("50"));
        QCOMPARE(formIn(batch, "keda")->text("spec.cooldownPeriod"), std::string("300"));
        QCOMPARE(formIn(batch, "keda")->text("spec.triggers[0].metadata.value"), std::string("10"));
        QCOMPARE(formIn(batch, "triggerauthentication")->text("metadata.name"), std::string("scoring-queue"));
        QVERIFY(formIn(batch, "vpa"));
        const auto training = formsOf(*workloadPreset("training"), factsOf("trainer"), "Europe/Berlin");
        QCOMPARE(formIn(training, "keda")->text("spec.triggers[0].metadata.start"), std::string("0 9 * * 1-5"));
        QCOMPARE(formIn(training, "keda")->text("spec.triggers[0].metadata.timezone"), std::string("Europe/Berlin"));
        QCOMPARE(formIn(training, "nodepool")->text("spec.template.spec.requirements[0].values"), std::string("spot"));
        QCOMPARE(formIn(training, "nodepool")->text("metadata.name"), std::string("trainer-gpu"));
        const auto store = formsOf(*workloadPreset("feature-store"), factsOf("features", "StatefulSet"));
        QCOMPARE(formIn(store, "hpa")->text("spec.metrics[0].resource.name"), std::string("memory"));
        QCOMPARE(formIn(store, "hpa")->text("spec.minReplicas"), std::string("3"));
        QCOMPARE(formIn(store, "hpa")->text("spec.scaleTargetRef.kind"), std::string("StatefulSet"));
        QCOMPARE(formIn(store, "pdb")->text("spec.maxUnavailable"), std::string("30%"));
    }

    void whatIsThereStays_data()
    {
        QTest::addColumn<QString>("preset");
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("live"); // its spec
        QTest::addColumn<QString>("proposed"); // "+" fills, "?" is asked; "*" one more of a list
        QTest::newRow("another queue") << "batch-inference" << "keda"
            << "{scaleTargetRef: {name: scoring}, cooldownPeriod: 60, fallback: {failureThreshold: 5, replicas: 4}, triggers: [{type: kafka, metadata: {topic: orders}, authenticationRef: {name: kafka}}]}"
            << "?spec.pollingInterval ?spec.cooldownPeriod ?spec.maxReplicaCount ?spec.fallback.failureThreshold ?spec.fallback.replicas *spec.triggers";
        QTest::newRow("the same kind of queue") << "batch-inference" << "keda"
            << "{scaleTargetRef: {name: scoring}, pollingInterval: 15, maxReplicaCount: 50, triggers: [{type: cpu, metricType: Utilization, metadata: {value: '60'}}, {type: rabbitmq, metadata: {queueName: live, mode: MessageRate, value: '90'}, authenticationRef: {name: theirs}}]}"
            << "+spec.fallback.failureThreshold +spec.fallback.replicas ?spec.triggers[1].metadata.value";
        QTest::newRow("no fallback for CPU") << "batch-inference" << "keda"
            << "{scaleTargetRef: {name: scoring}, pollingInterval: 15, maxReplicaCount: 50, triggers: [{type: cpu, metricType: Utilization, metadata: {value: '60'}}]}"
            << "*spec.triggers";
        QTest::newRow("metrics") << "model-serving" << "hpa"
            << "{scaleTargetRef: {kind: Deployment, name: scoring}, minReplicas: 2, maxReplicas: 20, metrics: [{type: External, external: {metric: {name: q}, target: {type: Value, value: '3'}}}, {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 55}}}], behavior: {scaleDown: {stabilizationWindowSeconds: 60}}}"
            << "?spec.metrics[1].resource.target *spec.metrics *spec.metrics +spec.behavior.scaleUp.policies ?spec.behavior.scaleDown.stabilizationWindowSeconds +spec.behavior.scaleDown.policies";
        QTest::newRow("a budget's other bound") << "model-serving" << "pdb" << "{selector: {matchLabels: {tier: web}}, maxUnavailable: 1}" << "?spec.minAvailable";
        QTest::newRow("recommendations") << "training" << "vpa"
            << "{targetRef: {kind: Deployment, name: scoring}, updatePolicy: {updateMode: 'Off'}, resourcePolicy: {containerPolicies: [{containerName: app, maxAllowed: {cpu: '4'}}]}}"
            << "?spec.updatePolicy.updateMode *spec.resourcePolicy.containerPolicies";
        QTest::newRow("restarts by default") << "training" << "vpa" << "{targetRef: {kind: Deployment, name: scoring}}"
            << "?spec.updatePolicy.updateMode +spec.resourcePolicy.containerPolicies";
        QTest::newRow("secrets") << "batch-inference" << "triggerauthentication" << "{secretTargetRef: [{parameter: host, name: theirs, key: url}]}" << "";
    }

    void whatIsThereStays()
    {
        QFETCH(QString, preset);
        QFETCH(QString, id);
        QFETCH(QString, live);
        QFETCH(QString, proposed);
        const auto forms = formsOf(*workloadPreset(preset.toStdString()), factsOf("scoring"));
        const Form* form = formIn(forms, id.toStdString());
        QVERIFY(form);
        Value object = form->document().value();
        object.set("spec", Document::parse(live.toStdString())->value());
        const auto proposals = proposalsOf(*form, object);
        QStringList told;
        for (const Proposal& one : proposals)
            told << QLatin1String(one.more ? "*" : one.fills ? "+" : "?") + QString::fromStdString(one.path.text());
        QCOMPARE(told.join(QLatin1Char(' ')), proposed);
        // Each alone is taken and given back; nothing else moves.
        for (const Proposal& one : proposals) {
            Document document = Document::write(object);
            QVERIFY(!isAccepted(document.value(), one));
            QVERIFY(accept(document, one).has_value());
            QVERIFY2(isAccepted(document.value(), one), document.text().c_str());
            QVERIFY(!(document.value() == object));
            if (!one.instead.empty())
                QVERIFY(!document.find(one.instead));
            QVERIFY(withdraw(document, one, object).has_value());
            QVERIFY2(document.value() == object, document.text().c_str());
        }
    }

    void aPlatformIsOneAnswer()
    {
        const auto files = bundleOf(platform());
        QVERIFY2(files.has_value(), files ? "" : plainText(files.error()).c_str());
        const std::vector<std::string> expected {"00-namespace.yaml", "05-trainer-gpu-nodepool.yaml",
            "10-features-hpa.yaml", "10-fraud-hpa.yaml", "20-lab-vpa.yaml", "20-scoring-vpa.yaml",
            "20-trainer-vpa.yaml", "29-scoring-queue-keda-auth.yaml", "30-lab-keda.yaml", "30-scoring-keda.yaml",
            "30-trainer-keda.yaml", "40-features-pdb.yaml", "40-fraud-pdb.yaml", "41-priority-classes.yaml",
            "42-quotas.yaml"};
        QCOMPARE(namesOf(*files), expected);
        // (20 + 50 + 10 + 15 + 1 pods, and a fifth more of each) times half a core
        const std::string quotas = files->back().text();
        QVERIFY2(quotas.find("requests.cpu: \"58\"") != std::string::npos, quotas.c_str());
        QVERIFY(quotas.find("pods: \"116\"") != std::string::npos);
        const auto stream = readStream(asStream(*files), "bundle");
        QVERIFY(stream.has_value());
        std::size_t documents = 0;
        for (const BundleFile& file : *files)
            documents += file.documents.size();
        QCOMPARE(stream->entries.size(), documents);
        QVERIFY(kustomization(*files).find("- 10-fraud-hpa.yaml\n") != std::string::npos);
    }

    void whatStandsAroundIsPartOfTheBundle()
    {
        PlatformAnswers answers = platform();
        answers.adapter = answers.alerts = answers.dashboard = true;
        const auto files = bundleOf(answers);
        QVERIFY2(files.has_value(), files ? "" : plainText(files.error()).c_str());
        const auto file = [&](const std::string& name) -> const Document* {
            for (const BundleFile& one : *files)
                if (one.name == name)
                    return &one.documents.front();
            return nullptr;
        };
        const Document* rules = file("43-autoscaling-rules.yaml");
        QVERIFY(rules);
        QCOMPARE(rules->ref(), (ManifestRef {"monitoring.coreos.com/v1", "PrometheusRule", "ml", "autoscaling"}));
        const Document* adapter = file("44-prometheus-adapter-rules-config.yaml");
        QVERIFY(adapter);
        const auto config = Document::parse(adapter->value()["data"]["config.yaml"].text());
        QVERIFY(config && config->value()["rules"].items().size() == 2);
        const Document* dashboard = file("44-autoscaling-dashboard-config.yaml");
        QVERIFY(dashboard);
        QCOMPARE(dashboard->value()["metadata"]["labels"]["grafana_dashboard"].text(), std::string("1"));
        QVERIFY(Document::parse(dashboard->value()["data"]["autoscaling.json"].text())->value()["panels"].items().size() > 5);
        // Where nothing asks for an adapter's metric there are no rules for it.
        answers.workloads = {{"notebook", factsOf("lab"), {}}};
        answers.quota = false;
        const auto plain = bundleOf(answers);
        QVERIFY(plain.has_value());
        for (const std::string& name : namesOf(*plain))
            QVERIFY2(name.find("adapter") == std::string::npos, name.c_str());
    }

    void filesAreNamedAfterTheirObjects_data()
    {
        QTest::addColumn<QStringList>("objects"); // kind ns name
        QTest::addColumn<QStringList>("files");
        const auto row = [](const char* name, const QStringList& objects, const QStringList& files) { QTest::newRow(name) << objects << files; };
        const auto l = [](const char* text) { return QString::fromLatin1(text).split(u',', Qt::SkipEmptyParts); };
        row("plain", l("PodDisruptionBudget a api"), l("40-api-pdb.yaml"));
        row("named after its kind", l("PodDisruptionBudget a api-pdb,HorizontalPodAutoscaler a api-hpa"), l("10-api-hpa.yaml,40-api-pdb.yaml"));
        row("only the whole word", l("PodDisruptionBudget a apipdb"), l("40-apipdb-pdb.yaml"));
        row("both", l("PodDisruptionBudget a api,PodDisruptionBudget a api-pdb"), l("40-api-pdb-pdb.yaml,40-api-pdb.yaml"));
        row("two namespaces", l("PodDisruptionBudget a api-pdb,PodDisruptionBudget b api-pdb"), l("40-a-api-pdb.yaml,40-b-api-pdb.yaml"));
        row("unknown kinds", l("Service a api-service,Service a web"), l("50-api-service.yaml,50-web-service.yaml"));
        row("shared", l("ResourceQuota a x,LimitRange a y"), l("42-quotas.yaml"));
    }
    void filesAreNamedAfterTheirObjects()
    {
        QFETCH(QStringList, objects);
        QFETCH(QStringList, files);
        std::vector<Document> documents;
        for (const QString& object : objects) {
            const QStringList words = object.split(u' ');
            documents.push_back(*Document::parse(QStringLiteral("apiVersion: v1\nkind: %1\nmetadata:\n  namespace: %2\n  name: %3\n")
                                                     .arg(words[0], words[1], words[2])
                                                     .toStdString()));
        }
        std::size_t count = 0;
        QStringList names;
        for (const BundleFile& file : bundleOf(documents)) {
            names << QString::fromStdString(file.name);
            count += file.documents.size();
        }
        QCOMPARE(names, files);
        QCOMPARE(count, documents.size());
    }

    void fitsTheCluster()
    {
        FormFacts facts = factsOf("fraud");
        const auto bounds = [&](const char* preset, const char* form = "hpa") {
            const auto forms = formsOf(*workloadPreset(preset), facts);
            const Form* one = formIn(forms, form);
            const bool hpa = std::string_view(form) == "hpa";
            return one->text(hpa ? "spec.minReplicas" : "spec.minReplicaCount") + ".." + one->text(hpa ? "spec.maxReplicas" : "spec.maxReplicaCount");
        };
        QCOMPARE(bounds("model-serving"), std::string("2..20")); // nothing is known
        facts.target->replicas = 6;
        QCOMPARE(bounds("model-serving"), std::string("2..20")); // it holds twice of what runs
        facts.target->replicas = 30;
        QCOMPARE(bounds("model-serving"), std::string("2..60"));
        QCOMPARE(bounds("batch-inference", "keda"), std::string("0..60"));
        facts.target->replicas = 6;
        facts.target->seen = TargetFacts::Range {4, 12};
        QCOMPARE(bounds("model-serving"), std::string("4..24")); // the week's quietest hour, twice its busiest
        QCOMPARE(bounds("batch-inference", "keda"), std::string("0..50")); // to sleep is its point
        facts.target->seen = TargetFacts::Range {6, 6};
        QCOMPARE(bounds("model-serving"), std::string("2..20")); // nobody scaled it: six says nothing of the least
        const auto batch = formsOf(*workloadPreset("batch-inference"), facts);
        QCOMPARE(formIn(batch, "keda")->text("spec.fallback.replicas"), std::string("6"));
        const auto training = formsOf(*workloadPreset("training"), facts);
        QCOMPARE(formIn(training, "keda")->text("spec.triggers[0].metadata.desiredReplicas"), std::string("6"));
        facts.target->replicas = 1;
        facts.target->seen.reset();
        QCOMPARE(bounds("notebook", "keda"), std::string("0..1")); // one is its point
        auto notebook = formsOf(*workloadPreset("notebook"), facts);
        const Form* limits = formIn(notebook, "limitrange");
        QCOMPARE(limits->text("spec.limits[0].defaultRequest.cpu"), std::string("500m"));
        QCOMPARE(limits->text("spec.limits[0].defaultRequest.memory"), std::string("1Gi"));
        QCOMPARE(limits->text("spec.limits[0].default.cpu"), std::string("2"));
        QCOMPARE(limits->text("spec.limits[0].default.memory"), std::string("8Gi"));
        facts.target->containers = {{"lab", Quantity::fromMilli(6000), Quantity::fromWhole(3LL << 29)}};
        notebook = formsOf(*workloadPreset("notebook"), facts);
        limits = formIn(notebook, "limitrange");
        QCOMPARE(limits->text("spec.limits[0].defaultRequest.cpu"), std::string("6"));
        QCOMPARE(limits->text("spec.limits[0].defaultRequest.memory"), std::string("1536Mi"));
        QCOMPARE(limits->text("spec.limits[0].default.cpu"), std::string("12"));
        QCOMPARE(limits->text("spec.limits[0].default.memory"), std::string("8Gi"));
        QCOMPARE(limits->text("spec.limits[0].max.cpu"), std::string("12"));
        QCOMPARE(limits->text("spec.limits[0].max.memory"), std::string("32Gi"));
        for (const WorkloadPreset& preset : workloadPresets())
            for (const Form& form : formsOf(preset, facts))
                QVERIFY2(form.errors().empty(), preset.id.c_str());
    }

    void answersComeFromAFile()
    {
        const auto file = Document::parse("namespace: ml\ntimeZone: Europe/Berlin\nworkloads:\n- name: fraud\n  "
                                          "preset: model-serving\n  requests: {cpu: 500m, memory: 1Gi}\n"
                                          "  set: {hpa.spec.maxReplicas: 30, pdb.spec.minAvailable: 2}\n");
        QVERIFY(file.has_value());
        const auto answers = readAnswers(file->value());
        QVERIFY(answers.has_value());
        const auto files = bundleOf(*answers);
        QVERIFY2(files.has_value(), files ? "" : plainText(files.error()).c_str());
        QVERIFY(files->front().text().find("maxReplicas: 30") != std::string::npos);
        QVERIFY(files->back().text().find("minAvailable: 2") != std::string::npos);
    }

    void wrongAnswersAreExplained_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("typo") << "nmae: x\npreset: training\n"
                              << "nmae";
        QTest::newRow("no name") << "preset: training\n"
                                 << "name";
        QTest::newRow("no preset") << "name: a\npreset: huge\n"
                                   << "huge";
        QTest::newRow("no form") << "name: a\npreset: training\nset: {hpa.spec.maxReplicas: 3}\n"
                                 << "hpa";
        QTest::newRow("no field") << "name: a\npreset: feature-store\nset: {hpa.spec.maxReplica: 3}\n"
                                  << "maxReplica";
        QTest::newRow("no number") << "name: a\npreset: feature-store\nset: {hpa.spec.maxReplicas: many}\n"
                                   << "many";
        QTest::newRow("quota unknown") << "name: a\npreset: feature-store\nquota: true\n"
                                       << "requests";
        QTest::newRow("no quantity") << "name: a\npreset: feature-store\nrequests: {cpu: lots}\n"
                                     << "lots";
    }
    void wrongAnswersAreExplained()
    {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const auto answers = readAnswers(Document::parse(text.toStdString())->value());
        const auto files = answers ? bundleOf(*answers) : Result<std::vector<BundleFile>>(answers.error());
        QVERIFY(!files.has_value());
        const QString all = QString::fromStdString(plainText(files.error()) + files.error().where);
        QVERIFY2(all.contains(says), qPrintable(all));
    }

    void theMatrixExplainsItself()
    {
        for (const WorkloadTypeRow& row : workloadTypes()) {
            QCOMPARE(&workloadType(row.type), &row);
            for (const MatrixCell& cell : row.cells)
                QVERIFY(!cell.how.empty() && cell.why.size() > 20);
            QVERIFY(std::any_of(
                row.cells.begin(), row.cells.end(), [](const MatrixCell& c) { return c.suits == Suits::Best; }));
        }
    }

    void advisesByWhatItSees()
    {
        WorkloadFacts facts;
        facts.target.ref = {"apps/v1", "Deployment", "orders"};
        facts.worksOffQueue = true;
        facts.idleShare = 0.6;
        const Advice queue = advise(facts);
        QCOMPARE(queue.type, WorkloadType::BatchInference);
        QCOMPARE(queue.items.front().autoscaler, Autoscaler::Keda);
        QCOMPARE(queue.items.front().reasons.back().args, std::vector<std::string> {"60"});
        facts = {};
        facts.target.ref = {"apps/v1", "Deployment", "fraud-detector-api"};
        facts.servesRequests = true;
        facts.hasRequests = false;
        facts.hasBudget = false;
        const Advice serving = advise(facts);
        QCOMPARE(serving.type, WorkloadType::ModelServing);
        QCOMPARE(serving.because.size(), std::size_t(2));
        QCOMPARE(serving.items.front().autoscaler, Autoscaler::Hpa);
        QCOMPARE(serving.first.size(), std::size_t(2));
        QCOMPARE(advise(facts, WorkloadType::Training).type, WorkloadType::Training);
        facts = {};
        facts.target.ref = {"apps/v1", "StatefulSet", "cache"};
        QCOMPARE(advise(facts).type, WorkloadType::FeatureStore);
        QVERIFY(advise({}).because.empty()); // a guess, and said to be one
    }

    void adapterRulesFitTheirSeries()
    {
        std::vector<Document> documents;
        for (const Form& form : formsOf(*workloadPreset("model-serving"), factsOf("fraud")))
            documents.push_back(form.document());
        const auto metrics = adapterMetricsOf(documents);
        QCOMPARE(metrics.size(), std::size_t(2));
        QCOMPARE(metrics[0].series, std::string("http_requests_total"));
        QCOMPARE(metrics[1].series, std::string("http_request_duration_seconds_bucket"));
        const Value config = adapterConfig(metrics);
        QCOMPARE(config["rules"].items()[0]["metricsQuery"].text(),
            std::string("sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)"));
        QCOMPARE(config["rules"].items()[1]["metricsQuery"].text(),
            std::string(
                "histogram_quantile(0.95, sum(rate(<<.Series>>{<<.LabelMatchers>>}[5m])) by (le, <<.GroupBy>>))"));
        const SeriesLabels whole {{"namespace", "ml"}, {"pod", "fraud-1"}, {"le", "0.2"}};
        QVERIFY(faultsOf(metrics, 0, {whole}).empty() && faultsOf(metrics, 1, {whole}).empty());
        QCOMPARE(faultsOf(metrics, 0, {}).size(), std::size_t(1));
        QCOMPARE(faultsOf(metrics, 0, {whole, {{"namespace", "ml"}}}).front().args.front(), std::string("1"));
        QCOMPARE(faultsOf(metrics, 1, {{{"namespace", "ml"}, {"pod", "p"}}}).size(), std::size_t(1));
        QCOMPARE(faultsOf({metrics[0], metrics[0]}, 1, {whole}).size(), std::size_t(1));
    }

    void prometheusTakesTheRules()
    {
        const QString promtool = QStandardPaths::findExecutable(QStringLiteral("promtool"));
        if (promtool.isEmpty())
            QSKIP("promtool is not installed, so the rules were not checked");
        const QTemporaryDir folder;
        write(folder, "all.yaml", Document::write(alertingRules()).text());
        write(folder, "one.yaml", Document::write(alertingRules("team \"a\"")).text());
        QProcess process;
        process.start(promtool,
            {QStringLiteral("check"), QStringLiteral("rules"), folder.filePath(QStringLiteral("all.yaml")),
                folder.filePath(QStringLiteral("one.yaml"))});
        QVERIFY(process.waitForFinished(30000));
        const QByteArray said = process.readAllStandardOutput() + process.readAllStandardError();
        QVERIFY2(process.exitCode() == 0, said.constData());
        QVERIFY2(said.contains("SUCCESS: 18 rules found"), said.constData());
    }

    void grafanaGetsJson()
    {
        const std::string text = indentedJson(grafanaDashboard());
        QJsonParseError error;
        const QJsonDocument json = QJsonDocument::fromJson(QByteArray::fromStdString(text), &error);
        QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(error.errorString()));
        const QJsonArray panels = json[QStringLiteral("panels")].toArray();
        int queries = 0;
        for (const QJsonValue panel : panels)
            for (const QJsonValue target : panel[QStringLiteral("targets")].toArray()) {
                ++queries;
                const QString expr = target[QStringLiteral("expr")].toString();
                QVERIFY2(
                    !expr.isEmpty() && !expr.contains(QLatin1String("$name")) && !expr.contains(QLatin1String("$ns")),
                    qPrintable(expr));
            }
        QVERIFY(queries >= 20);
        QFile kept(QStringLiteral(LOADLINE_SOURCE "/resources/dashboards/autoscaling.json"));
        QVERIFY(kept.open(QIODevice::ReadOnly));
        const QByteArray made = QByteArray::fromStdString(text);
        if (kept.readAll() == made)
            return;
        QFile anew(QDir::temp().filePath(QStringLiteral("loadline-autoscaling.json")));
        QVERIFY(anew.open(QIODevice::WriteOnly) && anew.write(made) == made.size());
        QFAIL(qPrintable(QStringLiteral("resources/dashboards/autoscaling.json is out of date; as it should be: ")
            + anew.fileName()));
    }

    // A product's kinds without what acts on them; not told where a part of the cluster is not seen, or the cloud runs it.
    void missesOperatorsOnlyWhereTheyWouldBeSeen()
    {
        World world;
        world.apiGroups = {"apps/v1", "autoscaling.k8s.io/v1", "keda.sh/v1alpha1"};
        QVERIFY(!installedParts(world).kedaOperator);
        for (const KindId kind : {KindId::Deployment, KindId::Node})
            world.states[std::size_t(kind)].presence = Presence::Live;
        QCOMPARE(installedParts(world).kedaOperator, std::optional(false));
        QCOMPARE(installedParts(world).vpaRecommender, std::optional(false));
        const auto put = [&](auto object) {
            using T = decltype(object);
            world.tables[std::size_t(T::id)]
                = std::make_shared<const ObjectTable>(ObjectTable {std::make_shared<const T>(std::move(object))});
        };
        Deployment keda;
        keda.meta.name = "keda-operator";
        put(keda);
        QCOMPARE(installedParts(world).kedaOperator, std::optional(true));
        Vpa vpa;
        vpa.recommendations.resize(1);
        put(vpa);
        QCOMPARE(installedParts(world).vpaRecommender, std::optional(true));
        put(Vpa {});
        Node node;
        node.providerId = "gce://project/zone/node";
        put(node);
        QVERIFY(!installedParts(world).vpaRecommender);
    }

    void notesTellOnlyWhatIsKnownToLack()
    {
        QVERIFY(installNotes({}).empty());
        InstalledParts parts;
        parts.keda = false;
        parts.metricsServer = true;
        const auto notes = installNotes(parts);
        QCOMPARE(notes.size(), std::size_t(1));
        QCOMPARE(notes.front().what, std::string("KEDA"));
        QVERIFY(notes.front().commands.back().starts_with("helm upgrade --install keda"));
        // Kinds without anything that acts on them: said once, not beside the product itself.
        parts.kedaOperator = false;
        QCOMPARE(installNotes(parts).size(), std::size_t(1));
        parts.keda = true;
        QCOMPARE(installNotes(parts).front().what, std::string("KEDA's operator"));
        parts.keda = false;
        // The stack brings what tells it of objects: that is not installed a second time.
        parts.prometheus = parts.kubeStateMetrics = false;
        const auto all = installNotes(parts);
        QCOMPARE(all.size(), std::size_t(2));
        QCOMPARE(all.back().what, std::string("Prometheus"));
        parts.prometheus = true;
        QCOMPARE(installNotes(parts).back().what, std::string("kube-state-metrics"));
    }
};

QTEST_GUILESS_MAIN(PresetsTest)
#include "tst_presets.moc"
