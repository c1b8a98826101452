// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../support/screens.h"
#include "wizard_bench.h"
#include "forms/apply_panel.h"
#include "forms/field_editor.h"
#include "forms/form_view.h"
#include "forms/yaml_editor.h"
#include "metrics/queue_series.h"
#include "charts/time_chart.h"
#include "pages/chart_column.h"
#include "pages/proposal_list.h"
#include "theme/theme.h"

#include <QAbstractItemModel>
#include <QCheckBox>
#include <QCompleter>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>

using namespace loadline;
using namespace loadline::wizard;

class TestWizard : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keyboardFromTargetToReview()
    {
        Shown shown;
        std::string place;
        connect(&shown.page, &WizardPage::placeWanted, &shown.page, [&](const std::string& cluster) { place = cluster; });
        shown.page.focusFilter();
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("fraud"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return); // the one that is found
        QTRY_COMPARE(int(shown.page.step()), int(WizardPage::Advise));
        QCOMPARE(place, std::string("staging"));
        auto* start = shown.button(QStringLiteral("Start with these"));
        QVERIFY(start);
        start->setFocus();
        QTest::keyClick(start, Qt::Key_Space);
        QCOMPARE(int(shown.page.step()), int(WizardPage::Scaling));
        QVERIFY(!shown.page.parts().empty());
        const Document& hpa = shown.page.parts().front().document;
        QCOMPARE(hpa.ref().name, std::string("fraud-detector"));
        QCOMPARE(hpa.ref().ns, std::string("shop"));
        shown.page.editor()->form()->focusField("spec.maxReplicas");
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("33"));
        QVERIFY(shown.page.parts().front().text.find("maxReplicas: 33\n") != std::string::npos);
        QCOMPARE(shown.page.editor()->yaml()->toPlainText(), QString::fromStdString(shown.page.parts().front().text));
        for (int i = 0; i < 2; ++i) {
            auto* next = shown.button(QStringLiteral("Next"));
            next->setFocus();
            QTest::keyClick(next, Qt::Key_Space);
        }
        QCOMPARE(int(shown.page.step()), int(WizardPage::Review));
        auto* names = shown.page.findChild<QListWidget*>();
        QVERIFY(names && names->count() >= 2);
        QCOMPARE(names->item(0)->text(), QStringLiteral("10-fraud-detector-hpa.yaml"));
    }
    void yamlAndFormFollowEachOther()
    {
        Shown shown;
        shown.choose();
        shown.button(QStringLiteral("Start with these"))->click();
        YamlEditor* yaml = shown.page.editor()->yaml();
        FormView* form = shown.page.editor()->form();
        QString text = yaml->toPlainText();
        text.replace(QLatin1String("minReplicas: "), QLatin1String("# keep me\n  novelty: 1\n  minReplicas: "));
        yaml->selectAll();
        yaml->insertPlainText(text);
        QVERIFY(shown.page.parts().front().text.find("# keep me") != std::string::npos);
        QVERIFY2(shown.page.editor()->notice().contains(QLatin1String("spec.novelty")), qPrintable(shown.page.editor()->notice()));
        // The form goes on writing beside what it does not know.
        form->focusField("spec.maxReplicas");
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("44"));
        const std::string& after = shown.page.parts().front().text;
        QVERIFY(after.find("# keep me") != std::string::npos);
        QVERIFY(after.find("novelty: 1") != std::string::npos);
        QVERIFY(after.find("maxReplicas: 44") != std::string::npos);
        // A line of the text leads to its field.
        const int line = static_cast<int>(shown.page.parts().front().document.linesOf("spec.minReplicas").first);
        yaml->setFocus();
        QTextCursor cursor(yaml->document()->findBlockByNumber(line - 1));
        yaml->setTextCursor(cursor);
        QCOMPARE(QString::fromStdString(form->current().text()), QStringLiteral("spec.minReplicas"));
    }
    void brokenYamlLosesNothing()
    {
        Shown shown;
        shown.choose();
        shown.button(QStringLiteral("Start with these"))->click();
        YamlEditor* yaml = shown.page.editor()->yaml();
        const QString before = yaml->toPlainText();
        const std::string good = shown.page.parts().front().document.text();
        QTextCursor cursor = yaml->textCursor();
        cursor.movePosition(QTextCursor::End);
        yaml->setTextCursor(cursor);
        yaml->insertPlainText(QStringLiteral("\tbroken: [\n"));
        QVERIFY(shown.page.parts().front().broken.has_value());
        QCOMPARE(shown.page.parts().front().document.text(), good);
        QVERIFY2(shown.page.editor()->notice().startsWith(QLatin1String("Line ")), qPrintable(shown.page.editor()->notice()));
        QVERIFY(!shown.page.editor()->form()->isEnabled());
        QVERIFY(!yaml->marks().empty());
        QVERIFY(yaml->toPlainText().contains(QLatin1String("\tbroken: [")));
        shown.page.showStep(WizardPage::Review);
        QVERIFY(!shown.button(QStringLiteral("Check with the server"))->isEnabled());
        shown.page.showStep(WizardPage::Scaling);
        QVERIFY(yaml->toPlainText().contains(QLatin1String("\tbroken: [")));
        yaml->undo();
        QCOMPARE(yaml->toPlainText(), before);
        QVERIFY(!shown.page.parts().front().broken);
        QVERIFY(shown.page.editor()->form()->isEnabled());
    }
    void liveObjectsOpenForChange()
    {
        Shown shown;
        QString path;
        connect(&shown.page, &Page::documentWanted, &shown.page, [&](const std::string&, const QString& wanted) { path = wanted; });
        shown.page.openLive("staging", QStringLiteral("/apis/x"), false);
        QCOMPARE(path, QStringLiteral("/apis/x"));
        QVERIFY(!shown.page.settled());
        shown.page.setDocument(path, liveHpa);
        QCOMPARE(int(shown.page.step()), int(WizardPage::Scaling));
        const DraftPart& part = shown.page.parts().front();
        QVERIFY(part.live.has_value());
        QVERIFY(part.text.find("status") == std::string::npos);
        QVERIFY(part.text.find("novelty") != std::string::npos);
        const auto changes = changesOf(shown.page.parts(), "because");
        QCOMPARE(changes.size(), std::size_t(1));
        QVERIFY(changes[0].before.has_value());
        QCOMPARE((*changes[0].before)["metadata"]["resourceVersion"].text(), std::string("77"));
        shown.page.openLive("staging", QStringLiteral("/apis/x"), true);
        shown.page.setDocument(QStringLiteral("/apis/x"), liveHpa);
        QCOMPARE(shown.page.parts().front().ref().name, std::string("checkout-copy"));
        QVERIFY(!shown.page.parts().front().live);
        QCOMPARE(shown.page.notice().action, QStringLiteral("Put them back"));
        shown.page.openLive("staging", QStringLiteral("/apis/y"), false);
        shown.page.setDocument(QStringLiteral("/apis/y"), Error {Error::Kind::Forbidden, "You may not read it.", "", "", {}});
        QCOMPARE(shown.page.notice().title, QStringLiteral("You may not read it."));
        QCOMPARE(shown.page.parts().size(), std::size_t(1)); // what was there stays
    }
    // A copy is nobody's: applied, it makes a second object, and leaves the first and whoever keeps that alone.
    void liveObjectsAreCopied()
    {
        Shown shown;
        shown.choose();
        const QString path = QStringLiteral("/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/checkout");
        QString asked;
        connect(&shown.page, &Page::documentWanted, &shown.page, [&](const std::string&, const QString& wanted) { asked = wanted; });
        shown.page.openLive("staging", path, true);
        QCOMPARE(asked, path);
        Value live = Document::parse(liveHpa)->value();
        Value metadata = live["metadata"];
        metadata.set("annotations", Document::parse("argocd.argoproj.io/tracking-id: shop:x\nmeta.helm.sh/release-name: shop\nmine: kept\n")->value());
        metadata.set("labels", Document::parse("team: pay\napp.kubernetes.io/managed-by: Helm\napp.kubernetes.io/instance: shop\n")->value());
        metadata.set("ownerReferences", Value::list({Value::map()}));
        live.set("metadata", metadata);
        shown.page.setDocument(path, live.json());
        QCOMPARE(shown.page.parts().size(), std::size_t(1));
        const DraftPart& part = shown.page.parts().front();
        QVERIFY(!part.live);
        QCOMPARE(part.ref().name, std::string("checkout-copy"));
        QVERIFY2(part.document.value()["metadata"] == Document::parse("name: checkout-copy\nnamespace: shop\nannotations: {mine: kept}\nlabels: {team: pay}\n")->value(), part.text.c_str());
        QCOMPARE(part.document.value()["spec"]["novelty"]["deep"].items().size(), std::size_t(2)); // what the form does not know stays
        QVERIFY(part.document.value()["status"].isNull());
        const auto changes = changesOf(shown.page.parts(), "test");
        QVERIFY(!changes[0].before);
        // Two on one workload hold each other up, and lint says so.
        QTRY_VERIFY_WITH_TIMEOUT(std::any_of(shown.page.findings().begin(), shown.page.findings().end(), [](const Finding& finding) { return finding.severity == Severity::Error; }), 20000);
    }
    void filesWithABrokenDocumentOpen()
    {
        Shown shown;
        shown.page.openText("kind: ConfigMap\napiVersion: v1\nmetadata:\n  name: other\ndata: {a: b}\n---\nkind: [\n---\n" + liveHpa, QStringLiteral("all.yaml"));
        QCOMPARE(shown.page.parts().size(), std::size_t(3));
        QVERIFY(!shown.page.parts()[0].form);
        QVERIFY(shown.page.parts()[0].formless.has_value());
        QVERIFY(shown.page.parts()[1].broken.has_value());
        QVERIFY(shown.page.parts()[1].text.find("kind: [") != std::string::npos);
        QVERIFY(shown.page.parts()[2].form.has_value());
        QVERIFY(shown.page.notice().title.contains(QLatin1String("all.yaml")));
        shown.page.openText("# nothing\n", QStringLiteral("empty.yaml"));
        QVERIFY(shown.page.notice().title.contains(QLatin1String("empty.yaml")));
        QCOMPARE(shown.page.parts().size(), std::size_t(3));
    }
    void lintFollowsAndFixes()
    {
        Shown shown;
        std::string stuck = liveHpa; // an autoscaler that can never act
        stuck += "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: stuck\n  namespace: shop\nspec:\n"
                 "  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: stuck\n  minReplicas: 5\n  maxReplicas: 5\n";
        shown.page.openText(stuck, QStringLiteral("stuck.yaml"));
        shown.page.showStep(WizardPage::Review);
        QTRY_VERIFY_WITH_TIMEOUT(!shown.page.findings().empty(), 20000);
        const auto fixable = std::find_if(shown.page.findings().begin(), shown.page.findings().end(), [](const Finding& f) { return f.fix && !f.fix->edits.empty(); });
        if (fixable != shown.page.findings().end()) {
            const std::string rule = fixable->rule;
            auto parts = shown.page.parts();
            const Done done = applyFix(parts, *fixable->fix, {});
            QVERIFY2(done.has_value() || done.error().kind == Error::Kind::NotFound, rule.c_str());
        }
    }
    // A field that Loadline does not know is asked of the server: what its schema has is none to speak of.
    void theServersSchemaDecides()
    {
        Shown shown;
        shown.choose();
        std::vector<QString> asked;
        connect(&shown.page, &Page::documentWanted, &shown.page, [&](const std::string&, const QString& path) { asked.push_back(path); });
        shown.page.openText("apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata:\n  name: new\nspec:\n  quantumEntanglement: 1\n  scaleTargetRef: {name: web}\n"
                            "  triggers: [{type: cpu, metricType: Utilization, metadata: {value: '70'}}]\n", QStringLiteral("new.yaml"));
        const auto unknown = [&] {
            const auto& all = shown.page.findings();
            return std::any_of(all.begin(), all.end(), [](const Finding& f) { return f.rule == "unknown-field"; });
        };
        const QString path = QStringLiteral("/openapi/v3/apis/keda.sh/v1alpha1");
        QTRY_VERIFY_WITH_TIMEOUT(unknown() && std::find(asked.begin(), asked.end(), path) != asked.end(), 20000);
        shown.page.setDocument(path, Error {Error::Kind::Forbidden, "no", "", "", {}});
        QVERIFY(unknown());
        shown.page.setDocument(path, std::string(R"({"components":{"schemas":{"S":{"type":"object","x-kubernetes-group-version-kind":[{"group":"keda.sh","version":"v1alpha1","kind":"ScaledObject"}],)"
                                                 R"("properties":{"apiVersion":{"type":"string"},"kind":{"type":"string"},"metadata":{"type":"object"},"spec":{"type":"object","properties":{)"
                                                 R"("quantumEntanglement":{"type":"integer"},"scaleTargetRef":{"type":"object"},"triggers":{"type":"array"}}}}}}}})"));
        QTRY_VERIFY_WITH_TIMEOUT(!unknown(), 20000);
        QCOMPARE(std::count(asked.begin(), asked.end(), path), 1);
    }
    // A fix that puts one manifest into another leaves one of them.
    void fixesMayRemoveAManifest()
    {
        const std::string one = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  maxReplicas: 5\n";
        std::vector<DraftPart> parts = *readParts(one + "---\n" + one, "two.yaml", {});
        QCOMPARE(parts.size(), std::size_t(2));
        Fix fix;
        fix.edits = {{parts[0].ref(), "spec.maxReplicas", Value(77)}, {parts[0].ref(), {}, std::nullopt}};
        QVERIFY(applyFix(parts, fix, {}).has_value());
        QCOMPARE(parts.size(), std::size_t(1));
        QVERIFY(parts[0].text.find("maxReplicas: 77") != std::string::npos);
        fix.edits = {{{"v1", "ConfigMap", "", "elsewhere"}, {}, std::nullopt}};
        const auto refused = applyFix(parts, fix, {});
        QVERIFY(!refused.has_value() && refused.error().kind == Error::Kind::NotFound);
        QCOMPARE(parts.size(), std::size_t(1));
    }
    void editsForgetWhatWasTried()
    {
        Shown shown;
        shown.choose();
        shown.button(QStringLiteral("Start with these"))->click();
        shown.page.showStep(WizardPage::Review);
        std::vector<Change> tried;
        connect(&shown.page, &WizardPage::tryWanted, &shown.page, [&](const std::string&, const std::vector<Change>& changes) { tried = changes; });
        auto* check = shown.button(QStringLiteral("Check with the server"));
        QVERIFY(check && check->isEnabled());
        check->click();
        QCOMPARE(tried.size(), shown.page.parts().size());
        QCOMPARE(tried[0].ref.kind, std::string("HorizontalPodAutoscaler"));
        ApplyShown answer;
        answer.stage = ApplyShown::Stage::Tried;
        for (const Change& change : tried) {
            TrialShown trial;
            trial.ref = change.ref;
            trial.creates = true;
            answer.trials.push_back(trial);
        }
        shown.page.setApply(answer);
        QVERIFY(shown.button(QStringLiteral("Apply to staging, namespace shop"))->isEnabled());
        QSignalSpy forgotten(&shown.page, &WizardPage::applyForgotten);
        shown.page.showStep(WizardPage::Scaling);
        shown.page.editor()->form()->focusField("spec.maxReplicas");
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("1"));
        QCOMPARE(forgotten.count(), 1);
        shown.page.showStep(WizardPage::Review);
        QVERIFY(!shown.button(QStringLiteral("Apply to staging"))->isEnabled());
    }
    // Silencing writes the reason into the object, and takes it out again.
    void silenceAndSpeakAgain()
    {
        Shown shown;
        shown.page.openText("apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: stuck # mine\n  namespace: shop\nspec:\n"
                            "  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: api\n  minReplicas: 5\n  maxReplicas: 5\n",
            QStringLiteral("stuck.yaml"));
        shown.page.showStep(WizardPage::Review);
        const auto own = [&] {
            const auto& all = shown.page.findings();
            return std::find_if(all.begin(), all.end(), [](const Finding& f) { return f.object.name == "stuck" && !f.silenced; });
        };
        QTRY_VERIFY_WITH_TIMEOUT(own() != shown.page.findings().end(), 20000);
        const Finding first = *own();
        auto* silence = shown.button(QStringLiteral("Silence \u2026"));
        QVERIFY(silence);
        silence->click();
        QTRY_VERIFY(shown.page.findChild<QLineEdit*>(QStringLiteral("reason")));
        auto* reason = shown.page.findChild<QLineEdit*>(QStringLiteral("reason"));
        QTRY_VERIFY(shown.button(QStringLiteral("Silence it")));
        QVERIFY(!shown.button(QStringLiteral("Silence it"))->isEnabled());
        reason->setFocus();
        QTest::keyClicks(reason, QStringLiteral("it is so; on purpose"));
        QTest::keyClick(reason, Qt::Key_Return);
        const auto isSilenced = [&](const std::string& rule) {
            return std::any_of(shown.page.findings().begin(), shown.page.findings().end(), [&](const Finding& f) { return f.rule == rule && f.silenced; });
        };
        QTRY_VERIFY_WITH_TIMEOUT(isSilenced(first.rule), 20000);
        const std::string& text = shown.page.parts().front().text;
        QVERIFY2(text.find("loadline.dev/silence: '" + first.rule + ": it is so, on purpose'") != std::string::npos
                || text.find("loadline.dev/silence: \"" + first.rule + ": it is so, on purpose\"") != std::string::npos,
            text.c_str());
        QVERIFY(text.find("name: stuck # mine") != std::string::npos);
        QTRY_VERIFY(shown.button(QStringLiteral("Speak of it again")));
        shown.button(QStringLiteral("Speak of it again"))->click();
        QTRY_VERIFY_WITH_TIMEOUT(!isSilenced(first.rule), 20000);
        QVERIFY(shown.page.parts().front().text.find("silence") == std::string::npos);
    }
    // The query of a trigger runs as it is typed, when typing pauses, and is drawn with its threshold.
    void queriesAreDrawn()
    {
        Shown shown;
        shown.choose();
        shown.page.openText("apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata:\n  name: api\n  namespace: shop\nspec:\n  scaleTargetRef:\n    name: api\n"
                            "  triggers:\n  - type: prometheus\n    metadata:\n      serverAddress: http://prometheus:9090\n      query: sum(up)\n      threshold: \"50\"\n",
            QStringLiteral("keda.yaml"));
        std::vector<SeriesWish> wishes;
        connect(&shown.page, &Page::seriesWanted, &shown.page, [&](const std::vector<SeriesWish>& wanted) { wishes = wanted; });
        FormView* form = shown.page.editor()->form();
        form->focusField("spec.triggers[0].metadata.query");
        QCOMPARE(QString::fromStdString(form->current().text()), QStringLiteral("spec.triggers[0].metadata.query"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_End, Qt::ControlModifier);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral(" * 2"));
        const auto asked = [&] {
            return std::find_if(wishes.begin(), wishes.end(), [](const SeriesWish& wish) {
                return wish.request.query == QueryId::Written && wish.request.params == QueryParams {{"promql", "sum(up) * 2"}};
            });
        };
        QTRY_VERIFY(asked() != wishes.end());
        QCOMPARE(render(queryOf(QueryId::Written), 0, asked()->request.params), std::string("sum(up) * 2"));
        SeriesAnswer answer;
        answer.complete = true;
        const TimePoint end = asked()->request.range.to;
        answer.series = {{{}, {{end - Seconds {7200}, 40}, {end - Seconds {3600}, 80}}, Seconds {7200}}};
        shown.page.setSeries(asked()->key, answer);
        const auto charts = shown.page.editor()->charts()->charts();
        QVERIFY(!charts.empty());
        const ChartContent& drawn = charts.front()->content();
        QCOMPARE(drawn.lines.size(), std::size_t(1));
        QCOMPARE(drawn.lines[0].samples.size(), std::size_t(2));
        QVERIFY2(drawn.subtitle.endsWith(QLatin1String("a pod for every 50")), qPrintable(drawn.subtitle)); // how many ran is not told yet
        const auto pods = std::find_if(wishes.begin(), wishes.end(), [](const SeriesWish& wish) { return wish.key == QLatin1String("wizard/replicas"); });
        QVERIFY(pods != wishes.end());
        answer.series.front().samples = {{end - Seconds {7200}, 1}, {end - Seconds {3600}, 2}};
        shown.page.setSeries(pods->key, answer);
        const ChartContent& whole = charts.front()->content();
        QCOMPARE(whole.lines.size(), std::size_t(2));
        QCOMPARE(whole.lines[1].samples.at(1).value, 100.0);
        QCOMPARE(whole.message, QString());
    }
    void halfHoursAreNoGaps()
    {
        Shown shown;
        std::vector<SeriesWish> wishes;
        connect(&shown.page, &Page::seriesWanted, &shown.page, [&](const std::vector<SeriesWish>& wanted) { wishes = wanted; });
        shown.choose();
        shown.button(QStringLiteral("Start with these"))->click();
        shown.page.editor()->form()->focusField("spec.metrics[0].resource.target.averageUtilization");
        const auto asked = [&] {
            return std::find_if(wishes.begin(), wishes.end(), [](const SeriesWish& wish) { return wish.request.query == QueryId::ContainerCpuPerPod; });
        };
        QTRY_VERIFY(asked() != wishes.end());
        SeriesAnswer answer;
        answer.complete = true;
        const TimePoint end = asked()->request.range.to;
        answer.series = {{{}, {{end - Seconds {3600}, 0.2}, {end - Seconds {1800}, 0.3}}, Seconds {2700}}};
        shown.page.setSeries(asked()->key, answer);
        const auto charts = shown.page.editor()->charts()->charts();
        QVERIFY(!charts.empty());
        const ChartLine& line = charts.front()->content().lines.front();
        QCOMPARE(line.samples.size(), std::size_t(2));
        QVERIFY(line.gapAfter >= Seconds {2700});
    }
    void adapterRulesAreChecked()
    {
        Shown shown;
        shown.choose();
        std::vector<SeriesWish> wishes;
        connect(&shown.page, &Page::seriesWanted, &shown.page, [&](const std::vector<SeriesWish>& wanted) { wishes = wanted; });
        shown.button(QStringLiteral("Start with these"))->click();
        shown.page.showStep(WizardPage::Review);
        std::vector<SeriesWish> adapter;
        for (const SeriesWish& wish : wishes)
            if (wish.request.query == QueryId::Written)
                adapter.push_back(wish);
        QVERIFY(!adapter.empty());
        QVERIFY(adapter[0].request.params.at("promql").find("http_requests_total") != std::string::npos);
        QVERIFY(shown.words().contains(QLatin1String("asking Prometheus")));
        SeriesAnswer none;
        none.complete = true;
        shown.page.setSeries(adapter[0].key, none);
        QVERIFY2(shown.words().contains(QLatin1String("Prometheus has no series named http_requests_total.")), qPrintable(shown.words()));
        SeriesAnswer some = none;
        some.series = {{{{"namespace", "shop"}, {"pod", "api-1"}}, {{adapter[0].request.range.to, 1}}, Seconds {300}}};
        shown.page.setSeries(adapter[0].key, some);
        QVERIFY2(shown.words().contains(QLatin1String("Prometheus has the series, with namespace and pod")), qPrintable(shown.words()));
    }
    // Where there is no Prometheus it is said where its figures are missed, and what would bring them.
    void aMissingPrometheusIsSaid()
    {
        Shown shown;
        PlaceShown place {QStringLiteral("staging"), QStringLiteral("https://staging:6443"), {}, true, false, false};
        place.noPrometheus = QStringLiteral("No Prometheus was found in staging: install one.");
        shown.page.select(QStringLiteral("staging/shop/Deployment/api"));
        shown.page.setPlace(place);
        QVERIFY2(shown.words().contains(QLatin1String("What it ran over the last week is not known. No Prometheus was found in staging: install one.")), qPrintable(shown.words()));
        shown.page.openText("apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata:\n  name: api\n  namespace: shop\nspec:\n  scaleTargetRef:\n    name: api\n"
                            "  triggers:\n  - type: prometheus\n    metadata:\n      serverAddress: http://prometheus:9090\n      query: sum(up)\n      threshold: \"50\"\n",
            QStringLiteral("keda.yaml"));
        FormView* form = shown.page.editor()->form();
        form->focusField("spec.triggers[0].metadata.query");
        QTRY_VERIFY2(shown.words().contains(QLatin1String("The query cannot be tried and has no curve: No Prometheus was found")), qPrintable(shown.words()));
        form->focusField("spec.maxReplicaCount");
        QTRY_VERIFY2(shown.words().contains(QLatin1String("What it was over the last week is not known: No Prometheus was found")), qPrintable(shown.words()));
        shown.page.showStep(WizardPage::Review);
        QVERIFY2(shown.words().contains(QLatin1String("kube-prometheus-stack")), qPrintable(shown.words()));
        place.noPrometheus.clear(); // it came
        shown.page.setPlace(place);
        shown.page.showStep(WizardPage::Scaling);
        QTRY_VERIFY(!shown.words().contains(QLatin1String("No Prometheus was found")));
    }
    // What the target was over the last week is asked while the advice is read, and the preset takes it.
    void presetsTakeWhatWasSeen()
    {
        Shown shown;
        std::vector<SeriesWish> wishes;
        connect(&shown.page, &Page::seriesWanted, &shown.page, [&](const std::vector<SeriesWish>& wanted) { wishes = wanted; });
        shown.choose();
        const auto wish = std::find_if(wishes.begin(), wishes.end(), [](const SeriesWish& one) { return one.request.query == QueryId::WorkloadReplicas; });
        QVERIFY(wish != wishes.end());
        QCOMPARE(wish->request.params.at("name"), std::string("api"));
        QCOMPARE(wish->request.range.length(), Millis(std::chrono::hours {24 * 7}));
        QVERIFY(shown.words().contains(QLatin1String("Asking Prometheus for its last week")));
        SeriesAnswer answer;
        answer.complete = true;
        answer.origin = SeriesOrigin::Prometheus;
        const TimePoint end = wish->request.range.to;
        answer.series = {{{}, {{end - Seconds {7200}, 5}, {end - Seconds {3600}, 40}, {end, 9}}, Seconds {600}}};
        shown.page.setSeries(wish->key, answer);
        QVERIFY2(shown.words().contains(QLatin1String("Over the last week it ran 5 to 40 pods.")), qPrintable(shown.words()));
        shown.button(QStringLiteral("Start with these"))->click();
        QVERIFY2(shown.page.parts().front().text.find("minReplicas: 5\n  maxReplicas: 80\n") != std::string::npos, shown.page.parts().front().text.c_str());
        // What Loadline recorded since it was started is no week.
        shown.choose("staging/shop/Deployment/fraud-detector");
        answer.origin = SeriesOrigin::Recorded;
        shown.page.setSeries(wishes.back().key, answer);
        QVERIFY(!shown.words().contains(QLatin1String("it ran")));
        shown.button(QStringLiteral("Start with these"))->click();
        QVERIFY(shown.page.parts().front().text.find("maxReplicas: 80") == std::string::npos);
    }
    void whatStandsAroundJoinsTheBundle()
    {
        Shown shown;
        shown.choose();
        shown.button(QStringLiteral("Start with these"))->click();
        shown.page.showStep(WizardPage::Review);
        const std::size_t before = shown.page.parts().size();
        const auto press = [&](const char* name) {
            for (auto* button : shown.page.findChildren<QPushButton*>())
                if (button->accessibleName() == QLatin1String("Add to the bundle: ") + QLatin1String(name) && button->isVisibleTo(&shown.page))
                    button->click();
            QTest::qWait(1);
        };
        for (const char* name : {"Alerts and recordings", "Dashboard", "Rules for the adapter", "Dashboard"}) // once each
            press(name);
        QCOMPARE(shown.page.parts().size(), before + 3);
        QStringList names;
        auto* list = shown.page.findChild<QListWidget*>();
        for (int i = 0; i < list->count(); ++i)
            names << list->item(i)->text();
        for (const char* name : {"43-autoscaling-rules.yaml", "44-autoscaling-dashboard-config.yaml", "44-prometheus-adapter-rules-config.yaml"})
            QVERIFY2(names.contains(QLatin1String(name)), qPrintable(names.join(u' ')));
        std::vector<Change> changes;
        connect(&shown.page, &WizardPage::tryWanted, &shown.page, [&](const std::string&, const std::vector<Change>& wanted) { changes = wanted; });
        QTRY_VERIFY(shown.button(QStringLiteral("Check with the server"))->isEnabled());
        shown.button(QStringLiteral("Check with the server"))->click();
        QCOMPARE(changes.size(), before + 3);
        QCOMPARE(changes.back().ref.kind, std::string("ConfigMap"));
    }
    // Ten megabytes are read beside the window; what no cluster could store is refused in a sentence, and what is
    // written already stays.
    void severalWorkloadsAreOneBundle()
    {
        Shown shown;
        QVERIFY(!shown.button(QStringLiteral("Add another")));
        shown.choose();
        shown.button(QStringLiteral("Start with these"))->click();
        const std::size_t first = shown.page.parts().size();
        const std::string kept = shown.page.parts().front().text;
        shown.page.showStep(WizardPage::Review);
        auto* another = shown.button(QStringLiteral("Add another"));
        QVERIFY(another);
        another->click();
        QCOMPARE(int(shown.page.step()), int(WizardPage::Target));
        QVERIFY2(shown.page.notice().cause.contains(QString::number(first)), qPrintable(shown.page.notice().cause));
        shown.choose("staging/shop/Deployment/fraud-detector");
        shown.button(QStringLiteral("Start with these"))->click();
        QVERIFY(shown.page.notice().title.isEmpty());
        QCOMPARE(shown.page.parts().size(), 2 * first);
        QCOMPARE(shown.page.parts().front().text, kept);
        shown.page.showStep(WizardPage::Review);
        QStringList files;
        auto* names = shown.page.findChild<QListWidget*>();
        for (int row = 0; row < names->count(); ++row)
            files << names->item(row)->text();
        QVERIFY2(files.contains(QStringLiteral("10-api-hpa.yaml")) && files.contains(QStringLiteral("10-fraud-detector-hpa.yaml")), qPrintable(files.join(QLatin1Char(' '))));
        // The same once more adds nothing; a step back to what is written ends it; without asking, what was written is put aside.
        shown.button(QStringLiteral("Add another"))->click();
        shown.choose();
        shown.button(QStringLiteral("Start with these"))->click();
        QCOMPARE(shown.page.parts().size(), 2 * first);
        shown.page.showStep(WizardPage::Review);
        shown.button(QStringLiteral("Add another"))->click();
        shown.page.showStep(WizardPage::Review);
        shown.choose();
        shown.button(QStringLiteral("Start with these"))->click();
        QCOMPARE(shown.page.parts().size(), first);
    }
    void largeFilesBlockNobody()
    {
        Shown shown;
        shown.page.openText(liveHpa, QStringLiteral("own.json"));
        QCOMPARE(shown.page.parts().size(), std::size_t(1));
        std::string many;
        for (int i = 0; i < 600; ++i)
            many += "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c" + std::to_string(i) + "\n  namespace: shop\ndata:\n  a: b\n---\n";
        QElapsedTimer clock;
        clock.start();
        shown.page.openText(many, QStringLiteral("many.yaml"));
        QVERIFY(clock.elapsed() < 200);
        QVERIFY(!shown.page.settled());
        QTRY_VERIFY2_WITH_TIMEOUT(shown.page.notice().title.contains(QLatin1String("many.yaml holds 600 manifest(s)")), qPrintable(shown.page.notice().title), 60000);
        QCOMPARE(shown.page.parts().size(), std::size_t(1));
        shown.page.openText("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: big\ndata:\n  a: " + std::string(2 << 20, 'x') + "\n", QStringLiteral("big.yaml"));
        shown.page.openText("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: small\n", QStringLiteral("small.yaml")); // behind the large one
        QTRY_COMPARE_WITH_TIMEOUT(shown.page.parts().size(), std::size_t(3), 60000);
        QCOMPARE(shown.page.parts().back().ref().name, std::string("small"));
        const DraftPart& big = shown.page.parts()[1]; // kept whole, and not sent
        QVERIFY(big.broken && big.broken->what.find("1.5 MiB") != std::string::npos && big.text.size() > (2u << 20));
        shown.page.editor()->showPart(1);
        QVERIFY(shown.page.editor()->yaml()->isReadOnly() && shown.page.editor()->yaml()->toPlainText().size() < (128 << 10));
        QVERIFY2(shown.page.editor()->notice().contains(QLatin1String("saved whole")), qPrintable(shown.page.editor()->notice()));
    }
    void whatScalesItIsOffered()
    {
        Shown shown;
        shown.choose("staging/shop/Deployment/checkout");
        QString path;
        connect(&shown.page, &Page::documentWanted, &shown.page, [&](const std::string&, const QString& wanted) { path = wanted; });
        auto* change = shown.button(QStringLiteral("Change HPA checkout"));
        QVERIFY(change);
        change->click();
        QTRY_COMPARE(path, QStringLiteral("/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/checkout"));
        shown.page.setDocument(path, liveHpa);
        QCOMPARE(int(shown.page.step()), int(WizardPage::Scaling));
        QVERIFY(shown.page.parts().front().live.has_value());
    }
    // A preset over what is there: it is read first and stays; what is missing is written, the rest is asked one by one.
    void presetsKeepWhatIsThere()
    {
        Shown shown;
        shown.choose("staging/shop/Deployment/checkout");
        QStringList paths;
        connect(&shown.page, &Page::documentWanted, &shown.page, [&](const std::string&, const QString& wanted) { paths << wanted; });
        shown.button(QStringLiteral("Start with these"))->click();
        QCOMPARE(paths, QStringList {QStringLiteral("/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/checkout")});
        QVERIFY(shown.page.parts().empty() && !shown.page.settled()); // nothing is written before it is read
        shown.page.setDocument(paths.front(), liveHpa);
        QCOMPARE(int(shown.page.step()), int(WizardPage::Scaling));
        const DraftPart& hpa = shown.page.parts().front();
        QVERIFY(hpa.live.has_value());
        QCOMPARE(hpa.document.find("spec.maxReplicas")->integer(), std::int64_t(9));
        QCOMPARE(hpa.document.find("spec.novelty.deep")->items().size(), std::size_t(2));
        QVERIFY(hpa.document.find("spec.behavior.scaleDown.policies")); // was missing
        const auto boxes = shown.page.editor()->proposals()->boxes();
        const auto most = std::find_if(boxes.begin(), boxes.end(), [](const QCheckBox* box) { return box->toolTip().startsWith(QLatin1String("spec.maxReplicas")); });
        QVERIFY2(most != boxes.end(), QByteArray::number(qsizetype(boxes.size())).constData());
        QTRY_VERIFY((*most)->isVisible());
        QVERIFY(!(*most)->isChecked());
        // What was missing is ticked, and the words above and beside are true of both.
        const auto rates = std::find_if(boxes.begin(), boxes.end(), [](const QCheckBox* box) { return box->toolTip().startsWith(QLatin1String("spec.behavior.scaleDown")); });
        QVERIFY(rates != boxes.end() && (*rates)->isChecked());
        QVERIFY2((*rates)->toolTip().endsWith(QLatin1String("where nothing stood")), qPrintable((*rates)->toolTip()));
        QVERIFY2(shown.words().contains(QLatin1String("what is ticked stands in the YAML")), qPrintable(shown.words()));
        QVERIFY2(shown.words().contains((*rates)->toolTip().section(QLatin1Char('\n'), 1)), qPrintable(shown.words())); // whole, however long
        QTRY_COMPARE(walk::clipped(*shown.page.editor()->proposals()).join(QLatin1Char('\n')), QString());
        QTest::keyClick(*most, Qt::Key_Space);
        QTRY_COMPARE(shown.page.parts().front().document.find("spec.maxReplicas")->integer(), std::int64_t(20));
        QVERIFY(shown.page.editor()->yaml()->toPlainText().contains(QLatin1String("maxReplicas: 20")));
        QTest::keyClick(*most, Qt::Key_Space);
        QTRY_COMPARE(shown.page.parts().front().document.find("spec.maxReplicas")->integer(), std::int64_t(9));
    }
    // What a preset would have of a metric says in words of which.
    void proposalsAreNamedInWords()
    {
        Shown shown;
        shown.choose("staging/shop/Deployment/checkout");
        shown.button(QStringLiteral("Start with these"))->click();
        std::string live = liveHpa;
        live.insert(live.find("\"novelty\""), R"("metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}}],)");
        shown.page.setDocument(QStringLiteral("/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/checkout"), live);
        QStringList said;
        for (const QCheckBox* box : shown.page.editor()->proposals()->boxes())
            said << box->text();
        QVERIFY2(said.filter(QStringLiteral("of CPU, metric 1")).size() == 1, qPrintable(said.join(QLatin1Char('\n'))));
        QVERIFY2(said.filter(QStringLiteral("metrics[")).isEmpty(), qPrintable(said.join(QLatin1Char('\n'))));
    }
    // Beside a scaler of another kind none is written: a ScaledObject gets what the HPA would have said.
    void aPresetMeetsAScaledObject()
    {
        Shown shown;
        WorldMaker maker("staging");
        maker.add(KindId::Deployment, deploymentJson("checkout", containerJson("api", R"({"cpu":"500m","memory":"512Mi"})")));
        const std::string live = R"({"apiVersion":"keda.sh/v1alpha1","kind":"ScaledObject","metadata":{"name":"orders","namespace":"shop","uid":"7"},
          "spec":{"scaleTargetRef":{"name":"checkout"},"minReplicaCount":3,"maxReplicaCount":7,"triggers":[{"type":"kafka","metadata":{"topic":"orders"}}]}})";
        maker.add(KindId::ScaledObject, live);
        shown.page.setWorlds({maker.make()});
        shown.choose("staging/shop/Deployment/checkout");
        QVERIFY(shown.words().contains(QLatin1String("Changes ScaledObject orders.")));
        QStringList paths;
        connect(&shown.page, &Page::documentWanted, &shown.page, [&](const std::string&, const QString& wanted) {
            if (wanted.contains(QLatin1String("/scaledobjects/")))
                paths << wanted;
        });
        shown.page.select(QStringLiteral("staging/shop/Deployment/checkout#scaling=model-serving"));
        QCOMPARE(paths, QStringList {QStringLiteral("/apis/keda.sh/v1alpha1/namespaces/shop/scaledobjects/orders")});
        shown.page.setDocument(paths.front(), live);
        for (const DraftPart& part : shown.page.parts())
            QVERIFY(part.ref().kind != "HorizontalPodAutoscaler");
        const DraftPart& kept = shown.page.parts().front();
        QCOMPARE(kept.ref().name, std::string("orders"));
        QVERIFY(kept.live);
        QCOMPARE(kept.document.find("spec.maxReplicaCount")->integer(), std::int64_t(7)); // proposed, not written over
        QVERIFY2(kept.document.find("spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.policies"), kept.text.c_str()); // was missing
        const auto proposes = [&](const char* path, const Value& wanted) {
            return std::any_of(kept.proposals.begin(), kept.proposals.end(), [&](const Proposal& one) { return one.path == FieldPath(path) && (one.more ? one.wanted["type"] == wanted["type"] : one.wanted == wanted); });
        };
        QVERIFY(proposes("spec.maxReplicaCount", Value(20)));
        Value cpu = Value::map();
        cpu.set("type", "cpu");
        QVERIFY(proposes("spec.triggers", cpu));
        QVERIFY2(shown.page.notice().title.contains(QLatin1String("ScaledObject orders scales it already")), qPrintable(shown.page.notice().title));
        QVERIFY(shown.page.notice().cause.contains(QLatin1String("http_requests_per_second")));
    }
    // The other way about the HPA stays, until the user lets a ScaledObject take it over, which deletes nothing.
    void aPresetMeetsAnHpa()
    {
        Shown shown;
        QStringList paths;
        connect(&shown.page, &Page::documentWanted, &shown.page, [&](const std::string&, const QString& wanted) {
            if (wanted.contains(QLatin1String("/horizontalpodautoscalers/")))
                paths << wanted;
        });
        shown.page.select(QStringLiteral("staging/shop/Deployment/checkout#scaling=batch-inference"));
        QCOMPARE(paths.size(), 1);
        shown.page.setDocument(paths.front(), liveHpa);
        const auto has = [&](const char* kind) {
            const auto& parts = shown.page.parts();
            return std::count_if(parts.begin(), parts.end(), [&](const DraftPart& part) { return part.ref().kind == kind; });
        };
        QCOMPARE(has("HorizontalPodAutoscaler"), 1);
        QCOMPARE(has("ScaledObject") + has("TriggerAuthentication"), 0);
        QVERIFY2(shown.page.parts().front().document.find("spec.novelty.deep"), shown.page.parts().front().text.c_str());
        QCOMPARE(shown.page.parts().front().document.find("spec.maxReplicas")->integer(), std::int64_t(9));
        auto* take = shown.button(QStringLiteral("Let a ScaledObject take it over"));
        QVERIFY(take);
        take->click();
        QCOMPARE(has("HorizontalPodAutoscaler"), 0);
        QCOMPARE(has("ScaledObject"), 1);
        QCOMPARE(has("TriggerAuthentication"), 1);
        const auto& parts = shown.page.parts();
        const auto keda = std::find_if(parts.begin(), parts.end(), [](const DraftPart& part) { return part.ref().kind == "ScaledObject"; });
        QCOMPARE(keda->document.find("spec.advanced.horizontalPodAutoscalerConfig.name")->text(), std::string("checkout"));
        QCOMPARE((*keda->document.find("metadata.annotations"))["scaledobject.keda.sh/transfer-hpa-ownership"].text(), std::string("true"));
        QVERIFY(shown.settle());
        for (const Finding& finding : shown.page.findings())
            QVERIFY2(finding.rule != "keda-and-hpa-one-target", finding.what.c_str());
        shown.button(QStringLiteral("Keep the HPA as it is"))->click();
        QCOMPARE(has("HorizontalPodAutoscaler"), 1);
        QCOMPARE(has("ScaledObject"), 0);
    }
    // What was applied and is gone is not told of as created; and it can always be checked anew.
    void whatWentIsNotToldOf()
    {
        Shown shown;
        shown.choose();
        shown.button(QStringLiteral("Start with these"))->click();
        shown.page.showStep(WizardPage::Review);
        ApplyShown applied;
        applied.stage = ApplyShown::Stage::Finished;
        applied.results.push_back({{"autoscaling/v2", "HorizontalPodAutoscaler", "shop", "api"}, QStringLiteral("Created."), Tone::Good, {}, {}});
        shown.page.setApply(applied);
        auto* again = shown.button(QStringLiteral("Check again"));
        QVERIFY(again && again->isEnabled());
        QVERIFY(!shown.button(QStringLiteral("Apply to")));
        QSignalSpy forgotten(&shown.page, &WizardPage::applyForgotten);
        shown.page.setWorlds({world()}); // the watch is behind: not there yet
        QCOMPARE(forgotten.count(), 0);
        WorldMaker maker("staging");
        maker.add(KindId::Deployment, deploymentJson("api", containerJson("api", R"({"cpu":"500m","memory":"512Mi"})")));
        maker.add(KindId::Hpa, hpaJson("api", cpuUtilization(80), "{}"));
        shown.page.setWorlds({maker.make()});
        QCOMPARE(forgotten.count(), 0);
        QVERIFY(shown.words().contains(QLatin1String("Created.")));
        shown.page.setWorlds({world()});
        QCOMPARE(forgotten.count(), 1);
        QVERIFY(!shown.words().contains(QLatin1String("Created.")));
        QVERIFY(shown.button(QStringLiteral("Check with the server"))->isEnabled());
    }
    void theHelpIsOfWhatShows()
    {
        Shown shown;
        shown.page.openText("apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: a\nspec:\n  hard: {pods: \"3\"}\n---\napiVersion: v1\nkind: X\nspec:\n  a: [1\n  b: }\n",
            QStringLiteral("two.yaml"));
        QCOMPARE(shown.page.parts().size(), std::size_t(2));
        const DraftPart& broken = shown.page.parts().back();
        QVERIFY(broken.broken);
        const auto line = QString::fromStdString(broken.broken->where).section(QLatin1Char(':'), 0, 0).toInt();
        QVERIFY2(line >= 4 && line <= 6, broken.broken->where.c_str()); // of its own text, where the mark stands
    }
    // What is added and there already opens to be changed.
    void addingWhatIsThereOpensIt()
    {
        Shown shown;
        shown.choose("staging/shop/Deployment/checkout");
        shown.page.showStep(WizardPage::Scaling);
        QString path;
        connect(&shown.page, &Page::documentWanted, &shown.page, [&](const std::string&, const QString& wanted) { path = wanted; });
        Q_EMIT shown.page.editor()->partWanted(QStringLiteral("hpa"));
        QVERIFY(path.endsWith(QLatin1String("/horizontalpodautoscalers/checkout")) && shown.page.parts().empty());
        shown.page.setDocument(path, liveHpa);
        QVERIFY(shown.page.parts().size() == 1 && shown.page.parts().front().live);
        Q_EMIT shown.page.editor()->partWanted(QStringLiteral("vpa")); // there is none
        QCOMPARE(shown.page.parts().size(), std::size_t(2));
        QVERIFY(!shown.page.parts().back().live);
    }
    // Which modes its VPA takes a cluster tells by its definition; who may not read that gets all, and is told so.
    void updateModesAreTheClusters()
    {
        Shown shown;
        QString path;
        connect(&shown.page, &Page::documentWanted, &shown.page, [&](const std::string&, const QString& wanted) { path = wanted; });
        shown.choose();
        QVERIFY2(path.endsWith(QLatin1String("/customresourcedefinitions/verticalpodautoscalers.autoscaling.k8s.io")), qPrintable(path));
        const QString definition = path;
        shown.page.select(QStringLiteral("staging/shop/Deployment/api#scaling=training"));
        const auto& parts = shown.page.parts();
        const auto at = std::find_if(parts.begin(), parts.end(), [](const DraftPart& part) { return part.ref().kind == "VerticalPodAutoscaler"; });
        QVERIFY(at != parts.end());
        const auto vpa = static_cast<std::size_t>(at - parts.begin());
        const auto modes = [&] {
            QStringList names;
            for (const Choice& choice : shown.page.parts()[vpa].form->fieldAt("spec.updatePolicy.updateMode")->choices)
                names << QString::fromStdString(choice.value);
            return names.join(QLatin1Char(' '));
        };
        const QString all = modes();
        QVERIFY2(all.contains(QLatin1String("InPlaceOrRecreate")), qPrintable(all));
        shown.page.setDocument(definition, std::string(R"({"spec":{"versions":[{"name":"v1","served":true,"schema":{"openAPIV3Schema":{"properties":{"spec":{"properties":
          {"updatePolicy":{"properties":{"updateMode":{"enum":["Off","Initial","Recreate","Auto"]}}}}}}}}}]}})"));
        QCOMPARE(modes(), QStringLiteral("Off Initial Recreate Auto"));
        shown.page.setDocument(definition, Error {Error::Kind::Forbidden, "You may not read definitions.", "", "", {}});
        QCOMPARE(modes(), all);
        shown.page.editor()->showField(vpa, "spec.updatePolicy.updateMode");
        QTRY_VERIFY2(shown.words().contains(QLatin1String("Which modes this cluster takes is not known, so all are offered: You may not read definitions.")), qPrintable(shown.words()));
    }
    // A query that finds nothing is told as such once the cluster's Prometheus said so.
    void prometheusIsAskedForEvidence()
    {
        Shown shown;
        shown.choose();
        std::vector<SeriesWish> wishes;
        connect(&shown.page, &Page::seriesWanted, &shown.page, [&](const std::vector<SeriesWish>& wanted) { wishes = wanted; });
        shown.page.openText("apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: api, namespace: shop}\nspec:\n  scaleTargetRef: {name: api}\n  triggers:\n"
                            "  - type: prometheus\n    metadata: {serverAddress: 'http://p:9090', threshold: '5', query: sum(gone)}\n", QStringLiteral("a.yaml"));
        const auto evidence = [&] { return std::find_if(wishes.begin(), wishes.end(), [](const SeriesWish& wish) { return wish.key.startsWith(QLatin1String("empty/")); }); };
        QTRY_VERIFY(evidence() != wishes.end());
        const SeriesWish wish = *evidence();
        QCOMPARE(wish.request.params, (QueryParams {{"promql", "sum(gone)"}}));
        const auto says = [&](const char* text) {
            return std::any_of(shown.page.findings().begin(), shown.page.findings().end(), [&](const Finding& finding) { return finding.what.find(text) != std::string::npos; });
        };
        QVERIFY(!says("finds nothing now"));
        SeriesAnswer answer;
        answer.complete = true;
        answer.origin = SeriesOrigin::Prometheus;
        shown.page.setSeries(wish.key, answer);
        QTRY_VERIFY(says("finds nothing now"));
    }
    // Queues, topics and streams that Prometheus has series of are offered where a trigger asks for one.
    void queueNamesComeFromPrometheus()
    {
        Shown shown;
        std::vector<SeriesWish> wishes;
        connect(&shown.page, &Page::seriesWanted, &shown.page, [&](const std::vector<SeriesWish>& wanted) { wishes = wanted; });
        shown.page.select(QStringLiteral("staging/shop/Deployment/api#scaling=batch-inference"));
        for (const QueueSeries& asked : queueSeries())
            QVERIFY2(std::any_of(wishes.begin(), wishes.end(), [&](const SeriesWish& wish) {
                const auto written = wish.request.params.find("promql");
                return written != wish.request.params.end() && written->second == asked.promql;
            }), std::string(asked.promql).c_str());
        const auto rabbit = std::find_if(wishes.begin(), wishes.end(), [](const SeriesWish& wish) {
            const auto written = wish.request.params.find("promql");
            return written != wish.request.params.end() && written->second.find("rabbitmq_queue_messages") != std::string::npos;
        });
        SeriesAnswer answer;
        answer.complete = true;
        answer.series = {{{{"queue", "orders"}, {"vhost", "/"}}, {{rabbit->request.range.to, 1}}, Seconds {300}},
            {{{"queue", "invoices"}, {"vhost", "/"}}, {{rabbit->request.range.to, 1}}, Seconds {300}}};
        shown.page.setSeries(rabbit->key, answer);
        const auto& parts = shown.page.parts();
        const auto at = std::find_if(parts.begin(), parts.end(), [](const DraftPart& part) { return part.ref().kind == "ScaledObject"; });
        QVERIFY(at != parts.end());
        shown.page.editor()->showPart(static_cast<std::size_t>(at - parts.begin()));
        const FieldRow* queue = shown.page.editor()->form()->row("spec.triggers[0].metadata.queueName");
        QVERIFY(queue);
        const auto* line = qobject_cast<const QLineEdit*>(queue->input());
        QVERIFY(line && line->completer());
        QStringList offered;
        for (int i = 0; i < line->completer()->model()->rowCount(); ++i)
            offered << line->completer()->model()->index(i, 0).data().toString();
        QCOMPARE(offered, QStringList({QStringLiteral("invoices"), QStringLiteral("orders")}));
    }
    // Another queue under the name of a live scaler would send its pods to work elsewhere.
    void presetsNeverRedirectAScaler()
    {
        Shown shown;
        WorldMaker maker("staging");
        maker.add(KindId::Deployment, deploymentJson("checkout", containerJson("api", R"({"cpu":"500m","memory":"512Mi"})")));
        const std::string live = R"({"apiVersion":"keda.sh/v1alpha1","kind":"ScaledObject","metadata":{"name":"orders","namespace":"shop","uid":"7"},
          "spec":{"scaleTargetRef":{"name":"checkout"},"maxReplicaCount":7,"triggers":[{"type":"kafka","metadata":{"topic":"orders","bootstrapServers":"k:9092",
          "consumerGroup":"shop"},"authenticationRef":{"name":"kafka"}}]}})";
        maker.add(KindId::ScaledObject, live);
        maker.add(KindId::ScaledObject, R"({"apiVersion":"keda.sh/v1alpha1","kind":"ScaledObject","metadata":{"name":"api","namespace":"shop"},
          "spec":{"scaleTargetRef":{"name":"other"},"triggers":[]}})");
        shown.page.setWorlds({maker.make()});
        QString path;
        connect(&shown.page, &Page::documentWanted, &shown.page, [&](const std::string&, const QString& wanted) { path = wanted; });
        shown.page.select(QStringLiteral("staging/shop/Deployment/checkout#review=batch-inference"));
        QCOMPARE(path, QStringLiteral("/apis/keda.sh/v1alpha1/namespaces/shop/scaledobjects/orders"));
        shown.page.setDocument(path, live);
        QCOMPARE(int(shown.page.step()), int(WizardPage::Review));
        const auto& parts = shown.page.parts();
        const auto kept = std::find_if(parts.begin(), parts.end(), [](const DraftPart& part) { return part.ref().kind == "ScaledObject"; });
        QVERIFY(kept != parts.end() && kept->live);
        QVERIFY2(kept->document.value()["spec"]["triggers"] == Document::parse(live)->value()["spec"]["triggers"], kept->text.c_str());
        QCOMPARE(kept->ref().name, std::string("orders"));
        QCOMPARE(kept->document.find("spec.maxReplicaCount")->integer(), std::int64_t(7));
        for (const DraftPart& part : parts) // nobody asks for it
            QVERIFY(part.ref().kind != "TriggerAuthentication");
        // What cannot be read is left alone, and said.
        shown.page.select(QStringLiteral("staging/shop/Deployment/checkout#review=batch-inference"));
        shown.page.setDocument(path, Error {Error::Kind::Forbidden, "You may not read it.", "", "", {}});
        for (const DraftPart& part : shown.page.parts())
            QVERIFY(part.ref().kind != "ScaledObject" && part.ref().kind != "TriggerAuthentication");
        QVERIFY2(shown.page.notice().title.contains(QLatin1String("ScaledObject shop/orders")), qPrintable(shown.page.notice().title));
    }
    void typesAndSteps_data()
    {
        QTest::addColumn<QString>("type");
        for (const WorkloadTypeRow& type : workloadTypes())
            QTest::newRow(std::string(type.id).c_str()) << QString::fromStdString(std::string(type.id));
    }
    // Every step of every kind of workload, named as links name it.
    void typesAndSteps()
    {
        QFETCH(QString, type);
        Shown shown;
        for (const char* step : {"scaling", "safety", "review"}) {
            shown.page.select(QStringLiteral("staging/shop/Deployment/api#%1=%2").arg(QLatin1String(step), type));
            QTest::qWait(30);
            shown.settle();
            QTRY_COMPARE(walk::clipped(shown.page).join(QLatin1Char('\n')), QString());
            QCOMPARE(walk::nameless(shown.page).join(QLatin1Char('\n')), QString());
            const auto image = screens::shot(shown.page, 1);
            QVERIFY(screens::colours(image) > 12);
            QVERIFY(screens::keep(image, QStringLiteral("wizard-%1-%2").arg(type, QLatin1String(step))));
        }
        QVERIFY(!shown.page.parts().empty());
        for (const DraftPart& part : shown.page.parts())
            QVERIFY2(!part.broken, part.text.c_str());
    }
    void pictures_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QSize>("size");
        for (const bool dark : {false, true})
            for (const QSize size : {QSize(1100, 740), QSize(1740, 1020)})
                QTest::addRow("%s-%d", dark ? "dark" : "light", size.width()) << dark << size;
    }
    void pictures()
    {
        QFETCH(bool, dark);
        QFETCH(QSize, size);
        Theme theme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
        Shown shown;
        shown.page.resize(size);
        const auto keep = [&](const char* step) {
            QTest::qWait(30);
            shown.settle();
            // A loaded machine lays out later.
            QTRY_COMPARE_WITH_TIMEOUT(walk::clipped(shown.page).join(QLatin1Char('\n')), QString(), 10000);
            QCOMPARE(walk::nameless(shown.page).join(QLatin1Char('\n')), QString());
            const auto image = screens::shot(shown.page, 1);
            QVERIFY(screens::colours(image) > 12);
            QVERIFY(screens::keep(image, QStringLiteral("wizard-%1-%2").arg(QLatin1String(step), QString::fromLatin1(QTest::currentDataTag()))));
        };
        keep("1-target");
        shown.choose();
        keep("2-advice");
        shown.button(QStringLiteral("Start with these"))->click();
        shown.page.editor()->form()->focusField("spec.maxReplicas");
        keep("3-scaling");
        shown.page.showStep(WizardPage::Safety);
        keep("4-safety");
        shown.page.showStep(WizardPage::Review);
        QTRY_VERIFY_WITH_TIMEOUT(shown.page.settled(), 20000);
        keep("5-review");
        shown.choose("staging/shop/Deployment/checkout");
        QString path;
        connect(&shown.page, &Page::documentWanted, &shown.page, [&](const std::string&, const QString& wanted) { path = wanted; });
        shown.button(QStringLiteral("Start with these"))->click();
        shown.page.setDocument(path, liveHpa);
        keep("3-scaling-kept");
    }
};

QTEST_MAIN(TestWizard)
#include "tst_wizard.moc"
