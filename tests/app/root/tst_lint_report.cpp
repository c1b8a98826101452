// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint_report.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

#include <fstream>

using namespace loadline;

namespace {

const char* const twoHpas = R"(# a comment
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
  annotations:
    loadline.dev/silence: "hpa-min-zero: the gate is on"
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 0
  maxReplicas: 5
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: api
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}
  minReplicas: 9
  maxReplicas: 5
)";

std::string write(const QTemporaryDir& folder, const char* name, const char* text)
{
    const std::string path = folder.filePath(QString::fromLatin1(name)).toStdString();
    std::ofstream(path) << text;
    return path;
}

} // namespace

class LintReportTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void linesAreThoseOfTheFile()
    {
        const QTemporaryDir folder;
        const auto file = write(folder, "hpas.yaml", twoHpas);
        const auto files = readManifests({file});
        QVERIFY(files.unreadable.empty());
        const LintReport report(files, nullptr, "default", {}, false);
        const QByteArray text = report.text();
        QVERIFY2(text.contains(QByteArray::fromStdString(file + ":19:3: error: HorizontalPodAutoscaler api: The minimum of 9 replicas is above the maximum of 5.")), text.constData());
        QVERIFY2(!text.contains("hpa-min-zero"), text.constData());
        QVERIFY(report.atLeast(Severity::Error));
        QVERIFY(text.endsWith("notes\n"));
    }

    void silencedAreToldWhenAsked()
    {
        const QTemporaryDir folder;
        const LintReport report(readManifests({write(folder, "hpas.yaml", twoHpas)}), nullptr, "default", {}, true);
        QVERIFY(report.text().contains("[hpa-min-zero] (silenced: the gate is on)"));
        const auto run = QJsonDocument::fromJson(report.sarif()).object()[QStringLiteral("runs")].toArray()[0].toObject();
        int suppressed = 0;
        for (const auto& result : run[QStringLiteral("results")].toArray())
            suppressed += result.toObject().contains(QStringLiteral("suppressions")) ? 1 : 0;
        QCOMPARE(suppressed, 1);
    }

    // What SARIF 2.1.0 demands of a result and of the rules it names.
    void sarif()
    {
        const QTemporaryDir folder;
        const auto files = readManifests({write(folder, "hpas.yaml", twoHpas)});
        const auto root = QJsonDocument::fromJson(LintReport(files, nullptr, "default", {}, false).sarif()).object();
        QCOMPARE(root[QStringLiteral("version")].toString(), QStringLiteral("2.1.0"));
        const auto run = root[QStringLiteral("runs")].toArray()[0].toObject();
        const auto rules = run[QStringLiteral("tool")].toObject()[QStringLiteral("driver")].toObject()[QStringLiteral("rules")].toArray();
        const auto results = run[QStringLiteral("results")].toArray();
        QVERIFY(rules.size() >= 35 && !results.isEmpty());
        for (const auto& value : results) {
            const auto result = value.toObject();
            const int index = result[QStringLiteral("ruleIndex")].toInt(-1);
            QVERIFY(index >= 0 && index < rules.size());
            QCOMPARE(rules[index].toObject()[QStringLiteral("id")], result[QStringLiteral("ruleId")]);
            QVERIFY(QStringList({QStringLiteral("error"), QStringLiteral("warning"), QStringLiteral("note")}).contains(result[QStringLiteral("level")].toString()));
            QVERIFY(!result[QStringLiteral("message")].toObject()[QStringLiteral("text")].toString().isEmpty());
            const auto physical = result[QStringLiteral("locations")].toArray()[0].toObject()[QStringLiteral("physicalLocation")].toObject();
            QVERIFY(physical[QStringLiteral("region")].toObject()[QStringLiteral("startLine")].toInt() >= 1);
            QVERIFY(physical[QStringLiteral("artifactLocation")].toObject()[QStringLiteral("uri")].toString().endsWith(QStringLiteral("hpas.yaml")));
        }
    }

    void foldersAreReadInOrder()
    {
        const QTemporaryDir folder;
        write(folder, "b.yaml", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: b\n");
        write(folder, "a.yml", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n");
        write(folder, "values.yaml", "replicas: 3\n");
        write(folder, "notes.txt", "not looked at: [\n");
        const auto files = readManifests({folder.path().toStdString()});
        QCOMPARE(files.documents.size(), std::size_t(2));
        QCOMPARE(files.documents[0].ref().name, std::string("a"));
        QVERIFY(files.unreadable.empty());
    }

    void whatCannotBeReadIsSaid()
    {
        const QTemporaryDir folder;
        const auto broken = write(folder, "broken.yaml", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: fine\n---\nkind: [\n");
        const auto files = readManifests({broken, folder.filePath(QStringLiteral("absent.yaml")).toStdString()});
        QCOMPARE(files.documents.size(), std::size_t(1)); // the sound one is kept
        QCOMPARE(files.unreadable.size(), std::size_t(2));
        QVERIFY2(files.unreadable[0].where.find("broken.yaml") != std::string::npos, files.unreadable[0].where.c_str());
        const QTemporaryDir empty;
        QCOMPARE(readManifests({empty.path().toStdString()}).unreadable.size(), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(LintReportTest)
#include "tst_lint_report.moc"
