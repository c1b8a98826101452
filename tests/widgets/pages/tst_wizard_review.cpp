// SPDX-License-Identifier: GPL-3.0-or-later
#include "wizard_bench.h"

#include "forms/apply_panel.h"

#include <QComboBox>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollArea>

using namespace loadline;
using namespace loadline::wizard;

namespace {

ApplyShown conflicts()
{
    ApplyShown shown;
    shown.stage = ApplyShown::Stage::Tried;
    for (const char* name : {"api", "other"}) {
        TrialShown trial;
        trial.ref = {"autoscaling/v2", "HorizontalPodAutoscaler", "shop", name};
        trial.conflicts = {{QStringLiteral("spec.maxReplicas"), QStringLiteral("helm"), {}}};
        shown.trials.push_back(trial);
    }
    return shown;
}

QString nameOf(const QWidget* widget)
{
    const auto* button = qobject_cast<const QAbstractButton*>(widget);
    return button ? button->text().remove(QLatin1Char('&')) : widget ? widget->accessibleName() : QString();
}

} // namespace

// The last step: the way into the cluster, by key as by eye.
class TestWizardReview : public QObject {
    Q_OBJECT

    static void open(Shown& shown)
    {
        shown.choose();
        shown.button(QStringLiteral("Start with these"))->click();
        shown.page.showStep(WizardPage::Review);
        QTRY_VERIFY_WITH_TIMEOUT(shown.page.settled(), 20000);
    }

private Q_SLOTS:
    void tabGoesAsTheEyeDoes()
    {
        Shown shown;
        open(shown);
        shown.page.setApply(conflicts());
        QTest::qWait(30);
        auto* check = shown.button(QStringLiteral("Check with the server"));
        QVERIFY(check && check->isEnabled());
        check->setFocus();
        QStringList stops;
        for (int i = 0; i < 6; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            stops << nameOf(QApplication::focusWidget());
        }
        const QStringList offers {QStringLiteral("Leave these fields to their owners"), QStringLiteral("Take over \u2026"), QStringLiteral("Save patch for Git \u2026")};
        QCOMPARE(stops, offers + offers);
        // Down the column, row by row, whatever was made first; then the files beside it.
        auto* column = shown.page.findChild<ApplyPanel*>()->parentWidget();
        QPoint last(-1, -1);
        bool beside = false;
        check->setFocus();
        for (int i = 0; i < 60; ++i) {
            QWidget* now = QApplication::focusWidget();
            if (!column->isAncestorOf(now)) {
                beside = true;
                break;
            }
            const QPoint at = now->mapTo(column, now->rect().center());
            const bool sameRow = std::abs(at.y() - last.y()) < 8;
            QVERIFY2(sameRow ? at.x() > last.x() : at.y() > last.y(), qPrintable(nameOf(now)));
            last = at;
            QTest::keyClick(now, Qt::Key_Tab);
        }
        QVERIFY(beside);
        QCOMPARE(nameOf(QApplication::focusWidget()), QStringLiteral("Files, in the order they are applied"));
    }
    // What is for no workload goes into the one cluster that is open; into which of several is asked, and nowhere is an answer.
    void openedFilesGoSomewhere()
    {
        const std::string quota = "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: a, namespace: shop}\nspec: {hard: {pods: \"3\"}}\n";
        Shown shown;
        QStringList asked;
        connect(&shown.page, &WizardPage::placeWanted, &shown.page, [&](const std::string& cluster) {
            asked << QString::fromStdString(cluster);
            PlaceShown place {QString::fromStdString(cluster), {}, {}, !cluster.empty(), false, false};
            shown.page.setPlace(place);
        });
        std::string tried;
        connect(&shown.page, &WizardPage::tryWanted, &shown.page, [&](const std::string& cluster, const std::vector<Change>& changes) {
            if (changes.size() == 1)
                tried = cluster;
        });
        shown.page.openText(quota, QStringLiteral("quota.yaml"));
        shown.page.showStep(WizardPage::Review);
        QCOMPARE(asked, QStringList {QStringLiteral("staging")});
        auto* check = shown.button(QStringLiteral("Check with the server"));
        QVERIFY(check->isEnabled());
        check->click();
        QCOMPARE(tried, std::string("staging"));
        QComboBox* where = nullptr;
        for (auto* box : shown.page.findChildren<QComboBox*>())
            if (box->accessibleName() == QLatin1String("Into which cluster"))
                where = box;
        QVERIFY(where && where->isVisibleTo(&shown.page));
        const auto choose = [&](const QString& name) {
            where->setCurrentIndex(where->findText(name));
            Q_EMIT where->activated(where->currentIndex());
        };
        choose(QStringLiteral("none: files only"));
        QVERIFY(!check->isEnabled());
        shown.page.setWorlds({world()}); // it stays so
        QVERIFY(!check->isEnabled());
        auto other = std::make_shared<World>(*world());
        other->cluster = "other";
        shown.page.setWorlds({world(), other});
        QCOMPARE(where->count(), 3);
        choose(QStringLiteral("other"));
        QVERIFY(check->isEnabled());
        check->click();
        QCOMPARE(tried, std::string("other"));
        shown.choose(); // a workload settles it
        shown.button(QStringLiteral("Start with these"))->click();
        shown.page.showStep(WizardPage::Review);
        QVERIFY(!where->isVisibleTo(&shown.page));
    }
    // One message, with its place: what lint makes of half a text is no news.
    void unreadableTextIsSaidOnce()
    {
        Shown shown;
        shown.page.openText("apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: a, namespace: shop}\nspec: {hard: {pods: \"3\"}}\n---\n"
                            "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\n\tnamespace: shop\n", QStringLiteral("multi.yaml"));
        shown.page.showStep(WizardPage::Review);
        QTRY_VERIFY_WITH_TIMEOUT(shown.page.settled(), 20000);
        for (const Finding& finding : shown.page.findings())
            QVERIFY2(!finding.object.kind.empty(), qPrintable(QString::fromStdString(whatOf(finding))));
        const QString words = shown.words();
        QVERIFY2(words.contains(QLatin1String("multi.yaml cannot be read: line 5:")), qPrintable(words));
        QVERIFY2(!words.contains(QLatin1String("holds nothing")) && !words.contains(QLatin1String("without a name")), qPrintable(words));
        const auto* files = shown.page.findChild<QListWidget*>(); // saved as it is, by its file's name
        QCOMPARE(files->count(), 2);
        QCOMPARE(files->item(1)->text(), QStringLiteral("60-multi.yaml"));
        QVERIFY(shown.page.notice().title.contains(QLatin1String("multi.yaml")));
        shown.page.openText("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b, namespace: shop}\n", QStringLiteral("good.yaml"));
        QCOMPARE(shown.page.notice().title, QString()); // it was about another file
    }
    // What others hold goes back to what it is, in the text too; with nothing left there is nothing to apply.
    void leavingFieldsShortensTheText()
    {
        Shown shown;
        shown.page.openLive("staging", QStringLiteral("/hpa"), false);
        shown.page.setDocument(QStringLiteral("/hpa"), liveHpa);
        shown.page.setPlace({QStringLiteral("staging"), {}, {}, true, false, false});
        QCOMPARE(shown.page.parts().size(), std::size_t(1));
        std::string text = shown.page.parts()[0].text;
        const auto at = text.find("maxReplicas: 9");
        QVERIFY(at != std::string::npos);
        text.replace(at, 14, "maxReplicas: 7");
        Q_EMIT shown.page.editor()->textEdited(0, QString::fromStdString(text));
        shown.page.showStep(WizardPage::Review);
        std::vector<Change> tried;
        connect(&shown.page, &WizardPage::tryWanted, &shown.page, [&](const std::string&, const std::vector<Change>& changes) { tried = changes; });
        shown.button(QStringLiteral("Check with the server"))->click();
        QCOMPARE(tried.size(), std::size_t(1));
        const Change asked = tried[0];
        tried.clear();
        QVERIFY(!shown.page.leaveOut(asked, {{FieldPath {}, QStringLiteral("spec.x (helm)")}})); // nobody knows where
        QVERIFY(shown.page.leaveOut(asked, {{FieldPath("spec.maxReplicas"), QStringLiteral("spec.maxReplicas (helm)")}}));
        QVERIFY(shown.page.parts()[0].text.find("maxReplicas: 9") != std::string::npos);
        QCOMPARE(tried.size(), std::size_t(1)); // and it is checked anew
        QVERIFY(shown.page.notice().title.contains(QLatin1String("spec.maxReplicas (helm)")));
        QVERIFY(shown.button(QStringLiteral("Put them back")) || !shown.page.notice().action.isEmpty());
    }
    // By hand and for files, until somebody says where.
    void severalClustersAreAsked()
    {
        Shown shown;
        auto other = std::make_shared<World>(*world());
        other->cluster = "other";
        shown.page.setWorlds({world(), other});
        shown.page.openText("apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: a, namespace: shop}\nspec: {hard: {pods: \"3\"}}\n", QStringLiteral("a.yaml"));
        shown.page.showStep(WizardPage::Review);
        QCOMPARE(shown.page.cluster(), std::string());
        QVERIFY(!shown.button(QStringLiteral("Check with the server"))->isEnabled());
        QVERIFY(shown.words().contains(QLatin1String("No cluster was chosen")));
    }
    // Why it is done is asked where it is done, and goes along.
    void whyIsAsked()
    {
        Shown shown;
        open(shown);
        QLineEdit* why = nullptr;
        for (auto* line : shown.page.findChild<ApplyPanel*>()->findChildren<QLineEdit*>())
            if (line->accessibleName() == QLatin1String("Why, for the journal"))
                why = line;
        QVERIFY(why && why->isVisibleTo(&shown.page));
        std::string said;
        connect(&shown.page, &WizardPage::applyWanted, &shown.page, [&](const std::string&, const std::string& reason) { said = reason; });
        ApplyShown good = conflicts();
        for (TrialShown& trial : good.trials) {
            trial.conflicts.clear();
            trial.diff = {{FieldDiff::Kind::Changed, FieldDiff::Origin::Wanted, "spec.maxReplicas", Value(10), Value(20)}};
        }
        shown.page.setApply(good);
        QTest::keyClicks(why, QStringLiteral(" more of it on Fridays "));
        auto* apply = shown.button(QStringLiteral("Apply to"));
        QVERIFY(apply && apply->isEnabled()); // a reason changes nothing of what was checked
        apply->click();
        QCOMPARE(said, std::string("more of it on Fridays"));
        good.stage = ApplyShown::Stage::Finished;
        good.results = {{good.trials[0].ref, QStringLiteral("refused"), Tone::Bad, {}, {}}};
        shown.page.setApply(good);
        QCOMPARE(why->text().trimmed(), QStringLiteral("more of it on Fridays")); // to be tried again
        good.results[0].tone = Tone::Good;
        shown.page.setApply(good);
        QCOMPARE(why->text(), QString()); // it was of these
    }
};

QTEST_MAIN(TestWizardReview)
#include "tst_wizard_review.moc"
