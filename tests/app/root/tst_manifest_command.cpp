// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli.h"
#include "command_list.h"
#include "manifest/document.h"

#include <CLI/CLI.hpp>
#include <QTemporaryDir>
#include <QtTest>

using namespace loadline;

class ManifestCommandTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    [[nodiscard]] std::string at(const char* name) const
    {
        return folder_.filePath(QString::fromLatin1(name)).toStdString();
    }

    // The exit status; 2 for words that the command line refuses.
    static int run(std::vector<std::string> words)
    {
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
