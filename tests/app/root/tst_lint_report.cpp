// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../support/bad_manifests.h"
#include "lint_report.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

#include <fstream>

using namespace loadline;
using namespace loadline::test;

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
    // A repository holds more than manifests: a chart is passed over but for its crds, and said; what has neither kind nor
    // spec is no fault; of a template one error tells.
    void foldersHoldMoreThanManifests()
    {
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("chart/templates")) && QDir(folder.path()).mkpath(QStringLiteral("chart/crds")));
        const char* const chart = "apiVersion: v2\nname: web\nversion: 1.0.0\n";
        const char* const templated = "apiVersion: v1\nkind: Service\nmetadata: {{ include \"web.meta\" . }}\nspec:\n  {{- with .Values.spec }}\n  {{- end }}\n";
        write(folder, "chart/Chart.yaml", chart);
        write(folder, "chart/values.yaml", "replicas: 2\n");
        write(folder, "chart/templates/service.yaml", templated);
        write(folder, "chart/crds/hpa.yaml", twoHpas);
        write(folder, "index.yaml", "apiVersion: v1\nentries: {}\n");
        auto files = readManifests({folder.path().toStdString()});
        QCOMPARE(files.documents.size(), std::size_t(2));
        QVERIFY(files.unreadable.empty());
        QCOMPARE(files.passedOver.size(), std::size_t(1));
        QVERIFY(files.passedOver.front().hint.find("helm template") != std::string::npos);

        write(folder, "service.yaml", templated);
        files = readManifests({folder.path().toStdString()});
        QCOMPARE(files.unreadable.size(), std::size_t(1));

        // Nothing but a chart: not to be taken for a success.
        QVERIFY(QFile::remove(folder.filePath(QStringLiteral("chart/crds/hpa.yaml"))));
        files = readManifests({folder.filePath(QStringLiteral("chart")).toStdString()});
        QVERIFY(files.documents.empty() && files.passedOver.empty());
        QCOMPARE(files.unreadable.size(), std::size_t(1));
    }

    // A base, two overlays with a patch each: the patches are no objects, and what each overlay has is written once.
    void kustomizationsAreBuiltApart()
    {
        const QTemporaryDir folder;
        for (const char* part : {"base", "prod", "stage"})
            QVERIFY(QDir(folder.path()).mkpath(QString::fromLatin1(part)));
        const char* const patch = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {maxReplicas: 9}\n";
        const char* const budget = "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {minAvailable: 1, selector: {matchLabels: {app: web}}}\n";
        write(folder, "base/kustomization.yaml", "resources: [hpa.yaml]\n");
        write(folder, "base/hpa.yaml", "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n"
                                       "  minReplicas: 1\n  maxReplicas: 5\n");
        write(folder, "prod/kustomization.yaml", "resources: [../base, pdb.yaml]\npatches:\n- path: ./max.yaml\n");
        write(folder, "prod/max.yaml", patch);
        write(folder, "prod/pdb.yaml", budget);
        write(folder, "stage/kustomization.yml", "resources: [../base, pdb.yaml]\npatchesStrategicMerge:\n- max.yaml\n");
        write(folder, "stage/max.yaml", patch);
        write(folder, "stage/pdb.yaml", budget);
        const auto files = readManifests({folder.path().toStdString()});
        QCOMPARE(files.documents.size(), std::size_t(3));
        QCOMPARE(files.passedOver.size(), std::size_t(1));
        const QByteArray text = LintReport(files, {}, "default", {}, false).text();
        QVERIFY2(!text.contains("duplicate-object") && !text.contains("not-readable"), text.constData());
        // Without the kustomizations both budgets go to the cluster together.
        for (const char* one : {"prod/kustomization.yaml", "stage/kustomization.yml"})
            QVERIFY(QFile::remove(folder.filePath(QString::fromLatin1(one))));
        const QByteArray loose = LintReport(readManifests({folder.path().toStdString()}), {}, "default", {}, false).text();
        QVERIFY2(loose.contains("duplicate-object"), loose.constData());
    }

    // Kinds of others are theirs to name, and are told once; what is filled in later is not called a fault.
    void foreignKindsAndPlaceholdersAreNoFaults()
    {
        const QTemporaryDir folder;
        write(folder, "a.yaml", "apiVersion: apps.kruise.io/v1beta1\nkind: StatefulSet\nmetadata: {name: a}\n");
        write(folder, "b.yaml", "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: b}\n");
        write(folder, "c.yaml", "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: c}\n");
        write(folder, "d.yaml", "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: \"${NAME}\"}\nspec:\n"
                                "  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}\n  minReplicas: 2\n  maxReplicas: ${MAX}\n");
        const LintReport report(readManifests({folder.path().toStdString()}), {}, "default", {}, false);
        QVERIFY2(!report.atLeast(Severity::Warning), report.text().constData());
        QCOMPARE(report.text().count("[unknown-kind]"), qsizetype(2));
        QVERIFY2(report.text().contains("d.yaml:7:3: info: HorizontalPodAutoscaler ${NAME}: It holds ${MAX}"), report.text().constData());
    }

    void linesAreThoseOfTheFile()
    {
        const QTemporaryDir folder;
        const auto file = write(folder, "hpas.yaml", twoHpas);
        const auto files = readManifests({file});
        QVERIFY(files.unreadable.empty());
        const LintReport report(files, {}, "default", {}, false);
        const QByteArray text = report.text();
        QVERIFY2(text.contains(QByteArray::fromStdString(file + ":19:3: error: HorizontalPodAutoscaler api: The minimum of 9 replicas is above the maximum of 5.")), text.constData());
        QVERIFY2(!text.contains("hpa-min-zero"), text.constData());
        QVERIFY(report.atLeast(Severity::Error));
        QVERIFY(text.endsWith("notes\n"));
    }

    // What is no YAML, no manifest, or wrong in one field: each with its line and column, in every format.
    void badInput_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<QString>("rule");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        for (const WrongManifest& one : wrongManifests())
            QTest::newRow(one.name) << QByteArray::fromStdString(one.text) << QString::fromLatin1(one.rule) << one.line << one.column;
        const QByteArray head = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: a\nspec:\n";
        QTest::newRow("tab") << head + "\tmaxReplicas: 5\n" << "not-readable" << 6 << 1;
        QTest::newRow("duplicate key") << head + "  maxReplicas: 5\n  maxReplicas: 6\n" << "not-readable" << 7 << 3;
        QTest::newRow("not YAML") << QByteArray("kind: [\n") << "not-readable" << 2 << 1;
    }

    void badInput()
    {
        QFETCH(QByteArray, yaml);
        QFETCH(QString, rule);
        QFETCH(int, line);
        QFETCH(int, column);
        const QTemporaryDir folder;
        const auto file = write(folder, "bad.yaml", yaml.constData());
        const auto files = readManifests({file});
        const LintReport report(files, {}, "default", {}, false);
        const auto found = QJsonDocument::fromJson(report.json()).object()[QStringLiteral("findings")].toArray();
        const auto results = QJsonDocument::fromJson(report.sarif()).object()[QStringLiteral("runs")].toArray()[0].toObject()[QStringLiteral("results")].toArray();
        bool inJson = false, inSarif = false;
        for (const auto& value : found) {
            const auto one = value.toObject();
            QVERIFY2(!one[QStringLiteral("what")].toString().isEmpty() && one[QStringLiteral("line")].toInt() >= 1 && one[QStringLiteral("column")].toInt() >= 1, report.json().constData());
            inJson = inJson || (one[QStringLiteral("rule")].toString() == rule && one[QStringLiteral("line")].toInt() == line && one[QStringLiteral("column")].toInt() == column);
        }
        for (const auto& value : results) {
            const auto region = value.toObject()[QStringLiteral("locations")].toArray()[0].toObject()[QStringLiteral("physicalLocation")].toObject()[QStringLiteral("region")].toObject();
            inSarif = inSarif || (value.toObject()[QStringLiteral("ruleId")].toString() == rule && region[QStringLiteral("startLine")].toInt() == line);
        }
        QVERIFY2(inJson, report.json().constData());
        QVERIFY2(inSarif, report.sarif().constData());
        // In text as well, or with the errors that the command writes beside it.
        QByteArray words = report.text();
        for (const Error& error : files.unreadable)
            words += QByteArray::fromStdString(plainText(error)) + "\n";
        const QByteArray place = QByteArray::fromStdString(file) + ':' + QByteArray::number(line) + ':' + QByteArray::number(column);
        QVERIFY2(words.contains(place), (place + "\n" + words).constData());
        QVERIFY2(!words.contains(":  :") && !words.contains(": : "), words.constData());
    }

    // Overlays of kustomize hold objects of one name: each is judged by its own text, at its own place.
    void objectsOfOneNameAreJudgedApart()
    {
        const auto hpa = [](const char* min) { return std::string("apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: api}\nspec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}\n  minReplicas: ") + min + "\n  maxReplicas: 5\n"; };
        const QTemporaryDir folder;
        const auto prod = write(folder, "prod.yaml", hpa("6").c_str()), same = write(folder, "same.yaml", hpa("5").c_str()), stage = write(folder, "stage.yaml", hpa("2").c_str());
        const LintReport report(readManifests({prod, same, stage}), {}, "default", {}, false);
        const QByteArray text = report.text();
        const auto line = [&](const std::string& file, const char* rule) {
            const QByteArrayList lines = text.split('\n');
            return std::count_if(lines.begin(), lines.end(), [&](const QByteArray& one) { return one.startsWith(QByteArray::fromStdString(file)) && one.contains(rule); });
        };
        QVERIFY2(line(prod, "hpa-min-above-max") == 1 && line(same, "hpa-min-above-max") == 0 && line(stage, "hpa-min-above-max") == 0, text.constData());
        QVERIFY2(line(prod, "hpa-min-equals-max") == 0 && line(same, "hpa-min-equals-max") == 1 && line(stage, "hpa-min-equals-max") == 0, text.constData());
        QVERIFY2(line(prod, "duplicate-object") + line(same, "duplicate-object") + line(stage, "duplicate-object") == 1, text.constData());
        QVERIFY2(text.contains("3 manifests:"), text.constData());
    }
    // What to do stands beside what is wrong; in SARIF as an edit of the file, which then has it no more.
    void fixesAreTold()
    {
        const QTemporaryDir folder;
        const auto file = write(folder, "hpas.yaml", twoHpas);
        const LintReport report(readManifests({file}), {}, "default", {}, false);
        QVERIFY2(report.text().contains(" fix: ") && report.text().contains("; see https://"), report.text().constData());
        const auto results = QJsonDocument::fromJson(report.sarif()).object()[QStringLiteral("runs")].toArray()[0].toObject()[QStringLiteral("results")].toArray();
        bool mended = false;
        for (const auto& value : results) {
            if (value.toObject()[QStringLiteral("ruleId")].toString() != QLatin1String("hpa-min-above-max"))
                continue;
            const auto fix = value.toObject()[QStringLiteral("fixes")].toArray()[0].toObject();
            QVERIFY(!fix[QStringLiteral("description")].toObject()[QStringLiteral("text")].toString().isEmpty());
            const auto change = fix[QStringLiteral("artifactChanges")].toArray()[0].toObject();
            QCOMPARE(change[QStringLiteral("artifactLocation")].toObject()[QStringLiteral("uri")].toString(), QString::fromStdString(file));
            const auto replacement = change[QStringLiteral("replacements")].toArray()[0].toObject();
            const auto region = replacement[QStringLiteral("deletedRegion")].toObject();
            QStringList lines = QString::fromLatin1(twoHpas).split(QLatin1Char('\n'));
            const int first = region[QStringLiteral("startLine")].toInt() - 1, end = region[QStringLiteral("endLine")].toInt() - 1;
            QString after = lines.mid(0, first).join(QLatin1Char('\n')) + QLatin1Char('\n') + replacement[QStringLiteral("insertedContent")].toObject()[QStringLiteral("text")].toString() + lines.mid(end).join(QLatin1Char('\n'));
            const auto again = write(folder, "after.yaml", after.toUtf8().constData());
            const LintReport rest(readManifests({again}), {}, "default", {}, false);
            QVERIFY2(!rest.text().contains("hpa-min-above-max") && rest.text().contains("2 manifests:"), qPrintable(after));
            mended = true;
        }
        QVERIFY(mended);
    }

    // 10 MB of documents are judged; one document of 10 MB is refused with a reason, and the next still read.
    void tenMegabytes()
    {
        const QTemporaryDir folder;
        QByteArray big = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: big}\ndata:\n";
        while (big.size() < 10 * 1024 * 1024)
            big += "  key" + QByteArray::number(big.size()) + ": some text that goes on for a while and says nothing\n";
        const QByteArray after = "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec: {maxReplica: 3}\n";
        const auto files = readManifests({write(folder, "big.yaml", (big + after).constData())});
        QCOMPARE(files.unreadable.size(), std::size_t(1));
        QVERIFY2(plainText(files.unreadable.front()).find("big.yaml:") != std::string::npos, plainText(files.unreadable.front()).c_str());
        const LintReport report(files, {}, "default", {}, false);
        QVERIFY(report.text().contains("unknown-field"));
    }

    void silencedAreToldWhenAsked()
    {
        const QTemporaryDir folder;
        const LintReport report(readManifests({write(folder, "hpas.yaml", twoHpas)}), {}, "default", {}, true);
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
        const auto root = QJsonDocument::fromJson(LintReport(files, {}, "default", {}, false).sarif()).object();
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

    // The shape that the SARIF 2.1.0 schema asks for, all of it that Loadline writes: no member it does not know, each
    // of its type, and required ones there.
    void sarifHasItsShape()
    {
        const QTemporaryDir folder;
        const auto files = readManifests({write(folder, "hpas.yaml", twoHpas)});
        const auto root = QJsonDocument::fromJson(LintReport(files, {}, "default", {}, true).sarif()).object();
        const auto only = [](const QJsonObject& object, const QStringList& required, const QStringList& optional) {
            QStringList wrong;
            for (const QString& key : object.keys())
                if (!required.contains(key) && !optional.contains(key))
                    wrong << key + QStringLiteral(" is unknown");
            for (const QString& key : required)
                if (!object.contains(key))
                    wrong << key + QStringLiteral(" is missing");
            return wrong.join(QLatin1Char('\n'));
        };
        const auto s = [](const char* text) { return QString::fromLatin1(text); };
        QCOMPARE(only(root, {s("version"), s("runs")}, {s("$schema")}), QString());
        QVERIFY(root[s("$schema")].toString().contains(s("sarif")) && root[s("$schema")].toString().contains(s("2.1.0")));
        QCOMPARE(root[s("runs")].toArray().size(), 1);
        const auto run = root[s("runs")].toArray()[0].toObject();
        QCOMPARE(only(run, {s("tool")}, {s("results"), s("columnKind"), s("invocations"), s("artifacts"), s("originalUriBaseIds")}), QString());
        if (run.contains(s("columnKind")))
            QVERIFY(QStringList({s("utf16CodeUnits"), s("unicodeCodePoints")}).contains(run[s("columnKind")].toString()));
        const auto driver = run[s("tool")].toObject()[s("driver")].toObject();
        QCOMPARE(only(driver, {s("name")}, {s("version"), s("semanticVersion"), s("informationUri"), s("rules")}), QString());
        QSet<QString> ids;
        for (const auto& value : driver[s("rules")].toArray()) {
            const auto rule = value.toObject();
            QCOMPARE(only(rule, {s("id")}, {s("name"), s("shortDescription"), s("fullDescription"), s("help"), s("helpUri"), s("defaultConfiguration")}), QString());
            QVERIFY2(!ids.contains(rule[s("id")].toString()), qPrintable(rule[s("id")].toString()));
            ids.insert(rule[s("id")].toString());
            for (const char* text : {"shortDescription", "fullDescription"})
                QVERIFY(!rule[s(text)].toObject()[s("text")].toString().isEmpty());
            QVERIFY(QUrl(rule[s("helpUri")].toString()).isValid() && rule[s("helpUri")].toString().startsWith(s("http")));
            QVERIFY(QStringList({s("error"), s("warning"), s("note"), s("none")}).contains(rule[s("defaultConfiguration")].toObject()[s("level")].toString()));
        }
        const std::string text = twoHpas;
        for (const auto& value : run[s("results")].toArray()) {
            const auto result = value.toObject();
            QCOMPARE(only(result, {s("message")}, {s("ruleId"), s("ruleIndex"), s("level"), s("locations"), s("suppressions"), s("fixes"), s("partialFingerprints")}), QString());
            QVERIFY(ids.contains(result[s("ruleId")].toString()));
            QCOMPARE(result[s("locations")].toArray().size(), 1);
            const auto location = result[s("locations")].toArray()[0].toObject();
            QCOMPARE(only(location, {}, {s("physicalLocation"), s("logicalLocations"), s("message")}), QString());
            const auto physical = location[s("physicalLocation")].toObject();
            QCOMPARE(only(physical, {}, {s("artifactLocation"), s("region")}), QString());
            const auto uri = physical[s("artifactLocation")].toObject()[s("uri")].toString();
            QVERIFY2(QUrl(uri, QUrl::StrictMode).isValid(), qPrintable(uri));
            const auto region = physical[s("region")].toObject();
            QCOMPARE(only(region, {s("startLine"), s("startColumn")}, {s("endLine"), s("endColumn")}), QString());
            const int line = region[s("startLine")].toInt();
            const int column = region[s("startColumn")].toInt();
            QVERIFY(region[s("endLine")].toInt() >= line);
            const auto lines = QString::fromStdString(text).split(QLatin1Char('\n'));
            QVERIFY(line >= 1 && line <= lines.size());
            QVERIFY2(column >= 1 && column <= lines[line - 1].size() && lines[line - 1][column - 1] != QLatin1Char(' '), qPrintable(lines[line - 1]));
            for (const auto& entry : location[s("logicalLocations")].toArray())
                QCOMPARE(only(entry.toObject(), {}, {s("name"), s("fullyQualifiedName"), s("decoratedName"), s("kind"), s("index")}), QString());
            for (const auto& entry : result[s("suppressions")].toArray()) {
                QCOMPARE(only(entry.toObject(), {s("kind")}, {s("justification"), s("status")}), QString());
                QVERIFY(QStringList({s("inSource"), s("external")}).contains(entry.toObject()[s("kind")].toString()));
            }
        }
    }

    // Where it is wrong stands in file, line and column; what is sound beside it is checked all the same.
    void badFilesTellTheirPlace_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("place");
        QTest::addColumn<int>("sound");
        for (const UnreadableFile& one : unreadableFiles())
            QTest::newRow(one.name) << QByteArray::fromStdString(one.text) << QLatin1Char(':') + QString::fromLatin1(one.place) << one.sound;
    }
    void badFilesTellTheirPlace()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, place);
        QFETCH(int, sound);
        const QTemporaryDir folder;
        const auto files = readManifests({write(folder, "bad.yaml", text.constData())});
        QCOMPARE(int(files.documents.size()), sound);
        QCOMPARE(files.unreadable.size(), std::size_t(1));
        const QString where = QString::fromStdString(files.unreadable[0].where);
        QVERIFY2(where.endsWith(QStringLiteral("bad.yaml") + place), qPrintable(where));
        QVERIFY(!plainText(files.unreadable[0]).empty());
    }

    void foldersAreReadInOrder()
    {
        const QTemporaryDir folder;
        write(folder, "b.yaml", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: b\n");
        write(folder, "a.yml", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n");
        write(folder, "values.yaml", "replicas: 3\n");
        write(folder, "kustomization.yaml", "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yml, b.yaml]\n");
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
