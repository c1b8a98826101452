// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli.h"
#include "command_list.h"
#include "manifest/document.h"

#include <CLI/CLI.hpp>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QtTest>

#include <cstdio>
#include <unistd.h>

using namespace loadline;

namespace {

// What goes to standard error while it lives.
class Captured {
public:
    explicit Captured(QString* into)
        : into_(into)
    {
        if (!into_)
            return;
        std::fflush(stderr);
        kept_ = ::dup(2);
        file_.open();
        ::dup2(file_.handle(), 2);
    }
    ~Captured()
    {
        if (!into_)
            return;
        std::fflush(stderr);
        ::dup2(kept_, 2);
        ::close(kept_);
        file_.seek(0);
        *into_ = QString::fromUtf8(file_.readAll());
    }
    Captured(const Captured&) = delete;
    Captured& operator=(const Captured&) = delete;

private:
    QString* into_;
    QTemporaryFile file_;
    int kept_ = -1;
};

} // namespace

class ManifestCommandTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    [[nodiscard]] std::string at(const char* name) const
    {
        return folder_.filePath(QString::fromLatin1(name)).toStdString();
    }

    // The exit status; 2 for words that the command line refuses.
    static int run(std::vector<std::string> words, QString* said = nullptr)
    {
        const Captured standardError(said);
        std::vector<const char*> argv {"loadline", "manifest"};
        for (const std::string& word : words)
            argv.push_back(word.c_str());
        const Parsed parsed = parseArguments(int(argv.size()), argv.data(), commandList());
        if (const auto* refused = std::get_if<PrintAndExit>(&parsed))
            return refused->code;
        const auto& chosen = std::get<Chosen>(parsed);
        int argc = 0;
        Launch launch {argc, nullptr, chosen.invocation};
        return chosen.command.run(launch);
    }
    static std::string textOf(const std::string& file)
    {
        QFile in(QString::fromStdString(file));
        return in.open(QIODevice::ReadOnly) ? in.readAll().toStdString() : std::string();
    }
    static void write(const std::string& file, const char* text)
    {
        QFile out(QString::fromStdString(file));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(text);
    }

private Q_SLOTS:
    void writesOneManifest()
    {
        QCOMPARE(run({"hpa", "--preset", "model-serving", "--set", "name=fraud", "-n", "ml", "--set",
                     "spec.maxReplicas=30", "-o", at("hpa.yaml")}),
            0);
        const auto document = Document::parse(textOf(at("hpa.yaml")));
        QVERIFY(document.has_value());
        QCOMPARE(document->ref(), (ManifestRef {"autoscaling/v2", "HorizontalPodAutoscaler", "ml", "fraud"}));
        QCOMPARE(document->value()["spec"]["maxReplicas"].integer(), std::int64_t(30));
        QCOMPARE(document->value()["spec"]["scaleTargetRef"]["name"].text(), std::string("fraud"));
    }

    void startsFromAFile()
    {
        write(at("part.yaml"), "spec: {minAvailable: 2, selector: {matchLabels: {app: \"y\"}}}\n");
        QCOMPARE(run({"PodDisruptionBudget", "--set", "name=api", "--from", at("part.yaml"), "-o", at("pdb.yaml")}), 0);
        QVERIFY2(textOf(at("pdb.yaml")).find("app: \"y\"") != std::string::npos, textOf(at("pdb.yaml")).c_str());
    }

    // A slip of the pen is found where it stands, and is written only when that is asked for.
    void unknownAnswersAreRefused_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("said"); // place, and the nearest name
        const auto row = [](const char* name, const char* kind, const char* text, const char* said) {
            QTest::newRow(name) << QString::fromLatin1(kind) << QString::fromLatin1(text) << QString::fromLatin1(said);
        };
        row("a field", "hpa", "spec:\n  minReplicas: 2\n  maxReplicaz: 9\n", ":3:3 spec.maxReplicas");
        row("in a list", "hpa", "spec:\n  maxReplicas: 9\n  metrics:\n  - type: Resource\n    resource:\n      name: cpu\n      target: {type: Utilization, averageUtilisation: 70}\n", ":7:35 spec.metrics[0].resource.target.averageUtilization");
        row("nothing near", "pdb", "spec: {minAvailable: 1, selector: {matchLabels: {app: a}}, novelty: 3}\n", ":1:60 -");
        row("not a number", "hpa", "# first\nspec: {maxReplicas: many}\n", ":2:8 -");
        row("an answer", "bundle", "name: a\npreset: notebook\nreplica: 2\n", ":3:1 replicas");
        row("of a workload", "bundle", "workloads:\n- name: a\n  preset: notebook\n- name: b\n  presets: notebook\n", ":5:3 preset");
        row("a setting", "bundle", "workloads:\n- name: a\n  preset: notebook\n- name: b\n  preset: model-serving\n  set:\n    hpa.spec.maxReplicas: 9\n    hpa.spec.minReplica: 2\n", ":8:5 spec.minReplicas");
    }
    void unknownAnswersAreRefused()
    {
        QFETCH(QString, kind);
        QFETCH(QString, text);
        QFETCH(QString, said);
        write(at("wrong.yaml"), text.toLatin1().constData());
        QFile::remove(QString::fromStdString(at("wrong-out.yaml")));
        std::vector<std::string> words {kind.toStdString(), "--from", at("wrong.yaml"), "-o", at("wrong-out.yaml")};
        if (kind != QLatin1String("bundle"))
            words.insert(words.end(), {"--set", "name=a"});
        QString error;
        QCOMPARE(run(words, &error), 1);
        QVERIFY(!QFile::exists(QString::fromStdString(at("wrong-out.yaml"))));
        const QString place = said.section(u' ', 0, 0), near = said.section(u' ', 1);
        QVERIFY2(error.contains(QStringLiteral("wrong.yaml") + place + u')'), qPrintable(error));
        QVERIFY2(near == QLatin1String("-") ? !error.contains(QLatin1String("Did you mean")) : error.contains(QStringLiteral("Did you mean ") + near + u'?'), qPrintable(error));
    }
    // An answer that is none is said where it stands, and nothing is written in its place.
    void wrongAnswersAreRefused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* name, const char* text, const char* said) { QTest::newRow(name) << QString::fromLatin1(text) << QString::fromLatin1(said); };
        row("no list", "workloads: 5\n", "workloads holds no workload. (:1:1)");
        row("an empty list", "namespace: a\nworkloads: []\n", "workloads holds no workload. (:2:1)");
        row("no names", "workloads: [5]\n", "workloads[0] holds no names with values. (:1:13)");
        row("no number", "name: a\npreset: notebook\nreplicas: x\n", "replicas is no number of pods. (:3:1)");
        row("below zero", "workloads:\n- name: a\n  preset: notebook\n  replicas: -3\n", "workloads[0].replicas is no number of pods. (:4:3)");
        row("labels in a list", "name: a\npreset: notebook\nlabels: [x]\n", "labels holds no names with values. (:3:1)");
        row("neither true nor false", "name: a\npreset: notebook\nmakeNamespace: maybe\n", "makeNamespace is neither true nor false. (:3:1)");
        row("a namespace of no name", "name: a\npreset: notebook\nmakeNamespace: true\n", "A namespace is to be made, and none is named. (:3:1)");
        row("a name that YAML reads", "name: on\npreset: notebook\n", "name is no text: YAML reads what stands there as true. (:1:1) Put it in quotes.");
        row("a number for a name", "workloads:\n- preset: notebook\n  name: 5\n", "workloads[0].name is no text: YAML reads what stands there as 5. (:3:3) Put it in quotes.");
        row("twice", "workloads:\n- name: a\n  preset: notebook\n- preset: training\n  name: a\n", "Two workloads are named a: their manifests would have one name. (:5:3)");
        row("what cannot be scaled", "workloads:\n- name: a\n  preset: notebook\n  kind: CronJob\n", "A CronJob has no number of pods that an autoscaler could set. (:4:3)");
    }
    void wrongAnswersAreRefused()
    {
        QFETCH(QString, text);
        QFETCH(QString, said);
        write(at("wrong.yaml"), text.toLatin1().constData());
        QString error;
        QCOMPARE(run({"bundle", "--from", at("wrong.yaml"), "-o", at("wrong-out.yaml")}, &error), 1);
        error.replace(QString::fromStdString(at("wrong.yaml")), QString());
        QVERIFY2(error.contains(said), qPrintable(error));
    }

    void unknownAnswersAreWrittenWhenAsked()
    {
        write(at("newer.yaml"), "metadata: {labels: {team: pay}}\nspec: {minAvailable: 1, selector: {matchLabels: {app: a}}, novelty: 3}\n");
        QCOMPARE(run({"pdb", "--set", "name=a", "--from", at("newer.yaml"), "--keep-unknown", "-o", at("newer-out.yaml")}), 0);
        QCOMPARE(Document::parse(textOf(at("newer-out.yaml")))->value()["spec"]["novelty"].integer(), std::int64_t(3));
    }

    // What was meant is clear, and is shown as it is written.
    void theWayToWriteItIsTold_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("set");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* name, const char* kind, const char* set, const char* said) {
            QTest::newRow(name) << QString::fromLatin1(kind) << QString::fromLatin1(set) << QString::fromLatin1(said);
        };
        row("a place", "hpa", "spec.metrics.0.type=Resource", "Write it as spec.metrics[0].type.");
        row("annotations", "hpa", "annotations.a=b", "Write it as metadata.annotations.a.");
        row("a dot in a key", "quota", "spec.hard.requests.cpu=10", "--set 'spec.hard[\"requests.cpu\"]=10'");
        row("too far", "keda", "spec.triggers[2].type=cpu", "spec.triggers has no place 2 yet: its next is spec.triggers[0].");
    }
    void theWayToWriteItIsTold()
    {
        QFETCH(QString, kind);
        QFETCH(QString, set);
        QFETCH(QString, said);
        QString error;
        QCOMPARE(run({kind.toStdString(), "--set", "name=a", "--set", set.toStdString(), "-o", at("way.yaml")}, &error), 1);
        QVERIFY2(error.contains(said), qPrintable(error));
    }

    // --set takes what --from takes.
    void toleranceIsSet()
    {
        QCOMPARE(run({"hpa", "--preset", "model-serving", "--set", "name=a", "--set", "spec.behavior.scaleDown.tolerance=0.05", "-o", at("t.yaml")}), 0);
        QVERIFY2(textOf(at("t.yaml")).find("tolerance: ") != std::string::npos, textOf(at("t.yaml")).c_str());
        QCOMPARE(run({"bundle", "--preset", "model-serving", "--set", "name=a", "--set", "hpa.spec.behavior.scaleUp.tolerance=0.02", "-o", at("tb.yaml")}), 0);
        QVERIFY(textOf(at("tb.yaml")).find("tolerance: ") != std::string::npos);
    }
    void everythingHasTheNameGiven_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("namespace") << QStringList {QStringLiteral("namespace")};
        QTest::newRow("priorityclass") << QStringList {QStringLiteral("priorityclass"), QStringLiteral("--set"), QStringLiteral("value=7")};
        QTest::newRow("nodepool") << QStringList {QStringLiteral("nodepool")};
        QTest::newRow("quota") << QStringList {QStringLiteral("quota"), QStringLiteral("--set"), QStringLiteral("spec.hard=pods=3")};
        QTest::newRow("clustertriggerauthentication") << QStringList {QStringLiteral("clustertriggerauthentication"), QStringLiteral("--set"), QStringLiteral("spec.podIdentity.provider=aws")};
    }
    void everythingHasTheNameGiven()
    {
        QFETCH(QStringList, words);
        std::vector<std::string> given;
        for (const QString& word : words)
            given.push_back(word.toStdString());
        given.insert(given.end(), {"--set", "name=blue", "-o", at("named.yaml")});
        QCOMPARE(run(given), 0);
        QCOMPARE(Document::parse(textOf(at("named.yaml")))->ref().name, std::string("blue"));
    }
    void answersGiveTheAdaptersRules()
    {
        write(at("platform.yaml"), "namespace: ml\nworkloads:\n- name: a\n  preset: model-serving\n- name: b\n  preset: training\n");
        QCOMPARE(run({"adapter", "--from", at("platform.yaml"), "-o", at("rules.yaml")}), 0);
        QVERIFY(textOf(at("rules.yaml")).find("http_requests_total") != std::string::npos);
        write(at("platform.yaml"), "workloads:\n- name: a\n  preset: model-servin\n");
        QCOMPARE(run({"adapter", "--from", at("platform.yaml")}), 1);
    }

    void refusesLabelsThatYamlReadsOtherwise()
    {
        write(at("part.yaml"), "spec: {minAvailable: 2, selector: {matchLabels: {app: y}}}\n"); // true, to kubectl
        QCOMPARE(run({"pdb", "--set", "name=api", "--from", at("part.yaml")}), 1);
    }

    void writesABundle()
    {
        QCOMPARE(run({"bundle", "--preset", "batch-inference", "--set", "name=w", "--set", "namespace=q", "--set",
                     "makeNamespace=true", "--set", "keda.spec.maxReplicaCount=5", "--kustomize", "-o", at("bundle")}),
            0);
        QCOMPARE(QDir(folder_.filePath(QStringLiteral("bundle"))).entryList(QDir::Files, QDir::Name),
            (QStringList {QStringLiteral("00-namespace.yaml"), QStringLiteral("20-w-vpa.yaml"),
                QStringLiteral("29-w-queue-keda-auth.yaml"), QStringLiteral("30-w-keda.yaml"),
                QStringLiteral("kustomization.yaml")}));
        QVERIFY(textOf(at("bundle/30-w-keda.yaml")).find("maxReplicaCount: 5") != std::string::npos);
        write(at("answers.yaml"), "name: x\npreset: feature-store\nset: {hpa.spec.maxReplicas: 9}\n");
        QCOMPARE(run({"bundle", "--from", at("answers.yaml"), "-o", at("one.yaml")}), 0);
        const auto stream = readStream(textOf(at("one.yaml")), "one.yaml");
        QVERIFY(stream.has_value());
        QCOMPARE(stream->entries.size(), std::size_t(2));
    }

    void writesWhatStandsAround()
    {
        for (const char* kind : {"alerts", "prometheusrule"}) {
            QCOMPARE(run({kind, "-o", at(kind)}), 0);
            QVERIFY(Document::parse(textOf(at(kind))).has_value());
        }
        QCOMPARE(run({"adapter", "--preset", "model-serving", "-o", at("adapter")}), 0);
        QVERIFY(textOf(at("adapter")).find("http_requests_total") != std::string::npos);
        QCOMPARE(run({"dashboard", "-o", at("dashboard")}), 0);
    }

    void refuses_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("status");
        const auto row = [](const char* name, std::initializer_list<const char*> words, int status) {
            QStringList list;
            for (const char* word : words)
                list << QString::fromLatin1(word);
            QTest::newRow(name) << list << status;
        };
        row("no kind", {}, 2);
        row("unknown preset", {"hpa", "--preset", "huge"}, 2);
        row("unknown kind", {"hpaa"}, 1);
        row("incomplete", {"hpa"}, 1);
        row("unknown field", {"hpa", "--set", "name=a", "--set", "spec.nope=1"}, 1);
        row("no number", {"hpa", "--set", "name=a", "--set", "spec.maxReplicas=many"}, 1);
        row("broken path", {"hpa", "--set", "name=a", "--set", "spec.metrics[=1"}, 1);
        row("through a scalar", {"hpa", "--set", "name=a", "--set", "spec.maxReplicas.x=1"}, 1);
        row("far index", {"hpa", "--set", "name=a", "--set", "spec.metrics[99].type=Pods"}, 1);
        row("no setting", {"hpa", "--set", "name"}, 1);
        row("no file", {"hpa", "--from", "/nonexistent/x.yaml"}, 1);
        row("a folder", {"hpa", "--from", "/"}, 1);
        row("not of the preset", {"hpa", "--preset", "training", "--set", "name=a"}, 1);
        row("no workload", {"bundle", "--preset", "training"}, 1);
        row("nothing to adapt", {"adapter"}, 1);
    }
    void refuses()
    {
        QFETCH(QStringList, words);
        QFETCH(int, status);
        std::vector<std::string> given;
        for (const QString& word : words)
            given.push_back(word.toStdString());
        QCOMPARE(run(given), status);
    }
};

QTEST_GUILESS_MAIN(ManifestCommandTest)
#include "tst_manifest_command.moc"
