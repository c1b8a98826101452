// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../support/screens.h"
#include "../../support/walk.h"
#include "forms/action_form.h"
#include "forms/apply_panel.h"
#include "theme/theme.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace loadline;

class TestApplyPanel : public QObject {
    Q_OBJECT

    static QPushButton* button(QWidget& root, const QString& text)
    {
        for (auto* one : root.findChildren<QPushButton*>())
            if (one->text().contains(text) && one->isVisibleTo(&root))
                return one;
        return nullptr;
    }
    static PlaceShown place()
    {
        return {QStringLiteral("staging"), QStringLiteral("https://staging:6443"), QStringLiteral("shop"), true, false, false};
    }
    static TrialShown trial()
    {
        TrialShown one;
        one.ref = {"autoscaling/v2", "HorizontalPodAutoscaler", "shop", "api"};
        one.diff = {{FieldDiff::Kind::Changed, FieldDiff::Origin::Wanted, "spec.maxReplicas", Value(10), Value(20)}};
        return one;
    }
    static QString said(QWidget& root)
    {
        QStringList all;
        for (auto* label : root.findChildren<QLabel*>())
            if (label->isVisibleTo(&root))
                all << label->text();
        return all.join(QLatin1Char('\n'));
    }

private Q_SLOTS:
    void applyNamesItsPlaceAndComesAfterTheCheck()
    {
        ApplyPanel panel;
        panel.setPlace(place());
        auto* apply = button(panel, QStringLiteral("Apply to staging, namespace shop"));
        QVERIFY(apply);
        QVERIFY(!apply->isEnabled());
        QVERIFY(button(panel, QStringLiteral("Check with the server"))->isEnabled());
        ApplyShown shown;
        shown.stage = ApplyShown::Stage::Trying;
        panel.setShown(shown);
        QVERIFY(!apply->isEnabled());
        QVERIFY(!button(panel, QStringLiteral("Check with the server"))->isEnabled());
        shown.stage = ApplyShown::Stage::Tried;
        shown.trials = {trial()};
        panel.setShown(shown);
        QVERIFY(apply->isEnabled());
        QSignalSpy wanted(&panel, &ApplyPanel::applyWanted);
        apply->click();
        QCOMPARE(wanted.count(), 1);
    }
    void readOnlySendsNothing()
    {
        ApplyPanel panel;
        PlaceShown shown = place();
        shown.readOnly = true;
        panel.setPlace(shown);
        QVERIFY(!button(panel, QStringLiteral("Check with the server"))->isEnabled());
        QVERIFY(!button(panel, QStringLiteral("Apply to staging"))->isEnabled());
        QVERIFY(said(panel).contains(QLatin1String("read-only")));
        QSignalSpy off(&panel, &ApplyPanel::readOnlyOffWanted);
        button(panel, QStringLiteral("Allow changes to staging"))->click();
        QCOMPARE(off.first().at(0).toString(), QStringLiteral("staging"));
        shown.readOnlyForGood = true;
        panel.setPlace(shown);
        QVERIFY(!button(panel, QStringLiteral("Allow changes")));
        QVERIFY(said(panel).contains(QLatin1String("--read-only")));
    }
    void conflictsOfferThreeWaysAndAskOnceMore()
    {
        ApplyPanel panel;
        panel.setPlace(place());
        ApplyShown shown;
        shown.stage = ApplyShown::Stage::Tried;
        shown.trials = {trial()};
        shown.trials[0].conflicts = {{QStringLiteral(".spec.maxReplicas"), QStringLiteral("argocd-controller"), {}}};
        panel.setShown(shown);
        QVERIFY(!button(panel, QStringLiteral("Apply to staging"))->isEnabled());
        QVERIFY(said(panel).contains(QLatin1String(".spec.maxReplicas belongs to argocd-controller.")));
        std::vector<ConflictWay> ways;
        connect(&panel, &ApplyPanel::conflictWay, &panel, [&](std::size_t, ConflictWay way) { ways.push_back(way); });
        QVERIFY(!button(panel, QStringLiteral("Take over 1")));
        button(panel, QStringLiteral("Take over \u2026"))->click();
        QTest::qWait(1);
        QVERIFY(ways.empty()); // asked again first
        button(panel, QStringLiteral("Take over 1"))->click();
        button(panel, QStringLiteral("Leave these fields"))->click();
        button(panel, QStringLiteral("Save patch"))->click();
        QTRY_COMPARE(ways.size(), std::size_t(3));
        QVERIFY(ways == (std::vector {ConflictWay::TakeOver, ConflictWay::Drop, ConflictWay::SavePatch}));
    }
    void resultsAreSaidOneByOne()
    {
        ApplyPanel panel;
        panel.setPlace(place());
        ApplyShown shown;
        shown.stage = ApplyShown::Stage::Finished;
        shown.results = {{trial().ref, QStringLiteral("Changed."), Tone::Good, {}, {}},
            {{"policy/v1", "PodDisruptionBudget", "shop", "api"}, QStringLiteral("Refused: nothing was stored."), Tone::Bad, QStringLiteral("You may not."), {}}};
        panel.setShown(shown);
        const QString text = said(panel);
        QVERIFY(text.contains(QLatin1String("HorizontalPodAutoscaler shop/api")));
        QVERIFY(text.contains(QLatin1String("Refused: nothing was stored.")));
        QVERIFY(text.contains(QLatin1String("You may not.")));
        QVERIFY(!button(panel, QStringLiteral("Apply to staging"))->isEnabled());
    }
    void whatIsSoAlreadyIsNotApplied()
    {
        ApplyPanel panel;
        panel.setPlace(place());
        ApplyShown shown;
        shown.stage = ApplyShown::Stage::Tried;
        shown.trials = {trial()};
        shown.trials[0].diff.clear();
        panel.setShown(shown);
        QVERIFY(!button(panel, QStringLiteral("Apply to staging"))->isEnabled());
        QVERIFY(said(panel).contains(QLatin1String("there is nothing to apply")));
        shown.trials[0].deletes = true;
        panel.setShown(shown);
        QVERIFY(button(panel, QStringLiteral("Delete 1 object"))->isEnabled());
        shown.trials = {trial(), trial()};
        shown.trials[0].diff.clear(); // the other changes something
        panel.setShown(shown);
        QVERIFY(button(panel, QStringLiteral("Apply to staging"))->isEnabled());
    }
    // The button says what it does, and more so where something goes.
    void deletingIsNamed()
    {
        ApplyPanel panel;
        panel.setPlace(place());
        ApplyShown shown;
        shown.stage = ApplyShown::Stage::Tried;
        for (const char* name : {"a", "b"}) {
            TrialShown trial;
            trial.ref = {"v1", "LimitRange", "shop", name};
            trial.deletes = true;
            shown.trials.push_back(trial);
        }
        panel.setShown(shown);
        const auto button = [&](const QString& text) {
            for (auto* one : panel.findChildren<QPushButton*>())
                if (one->text().startsWith(text))
                    return one;
            return static_cast<QPushButton*>(nullptr);
        };
        auto* apply = button(QStringLiteral("Delete 2 object"));
        QVERIFY(apply);
        QVERIFY2(apply->text().contains(QLatin1String("namespace shop")), qPrintable(apply->text()));
        QVERIFY(apply->palette().color(QPalette::Active, QPalette::ButtonText) != panel.palette().color(QPalette::Active, QPalette::ButtonText));
        shown.trials[0].deletes = false;
        panel.setShown(shown);
        QVERIFY(button(QStringLiteral("Delete 1 object(s) and write 1")));
        shown.trials[1].deletes = false;
        panel.setUndoing(true);
        panel.setShown(shown);
        apply = button(QStringLiteral("Put back 2 object"));
        QVERIFY(apply);
        QCOMPARE(apply->palette().color(QPalette::Active, QPalette::ButtonText), panel.palette().color(QPalette::Active, QPalette::ButtonText));
    }
    // A pause says until when, and what must be so for it to end.
    void pausesSayTheirTerms()
    {
        ActionForm form;
        ActionShown action;
        action.action = QuickAction::Pause;
        action.reading = false;
        form.ask(action);
        form.show();
        auto* time = form.findChild<QComboBox*>();
        auto* until = form.findChild<QDateTimeEdit*>();
        auto* terms = form.findChild<QLabel*>(QStringLiteral("terms"));
        QVERIFY(time && until && terms && !until->isVisible());
        QVERIFY(terms->text().contains(QLatin1String("until somebody resumes it")));
        time->setCurrentIndex(time->findText(QStringLiteral("for 5 minute(s)")));
        QCOMPARE(form.answer().minutes, 5);
        QVERIFY2(terms->text().contains(QLatin1String("Loadline must run then")) && terms->text().contains(QLatin1String("reminds you")), qPrintable(terms->text()));
        time->setCurrentIndex(time->findText(QStringLiteral("until a time")));
        QVERIFY(until->isVisible());
        until->setDateTime(QDateTime::currentDateTime().addSecs(90 * 60));
        QVERIFY(form.answer().minutes >= 89 && form.answer().minutes <= 91);
        QVERIFY2(terms->text().contains(until->dateTime().toString(QStringLiteral("HH:mm"))), qPrintable(terms->text()));
        QCOMPARE(form.missing(), QString());
        until->setDateTime(QDateTime::currentDateTime().addSecs(-3600));
        QVERIFY(form.missing().contains(QLatin1String("still to come")));
        QVERIFY(time->view()->minimumWidth() > time->view()->sizeHintForColumn(0));
    }
    void obstaclesComeFirst()
    {
        ApplyPanel panel;
        panel.setPlace(place());
        panel.setObstacle(QStringLiteral("HorizontalPodAutoscaler shop/api is unfinished."));
        QVERIFY(!button(panel, QStringLiteral("Check with the server"))->isEnabled());
        QVERIFY(said(panel).contains(QLatin1String("unfinished")));
    }
    void pictures()
    {
        for (const auto choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
            Theme theme(*qApp, choice);
            ApplyPanel panel;
            panel.resize(700, 700);
            panel.setPlace(place());
            ApplyShown shown;
            shown.stage = ApplyShown::Stage::Tried;
            shown.trials = {trial(), trial()};
            shown.trials[1].git = QStringLiteral("Argo CD keeps this object (shop).");
            shown.trials[1].conflicts = {{QStringLiteral(".spec.maxReplicas"), QStringLiteral("argocd-controller"), {}}};
            shown.trials[1].warnings = {QStringLiteral("autoscaling/v2beta2 is deprecated")};
            panel.setShown(shown);
            panel.show();
            QTest::qWait(20);
            QCOMPARE(walk::clipped(panel).join(QLatin1Char('\n')), QString());
            QCOMPARE(walk::nameless(panel).join(QLatin1Char('\n')), QString());
            QVERIFY(screens::keep(screens::shot(panel, 1), QStringLiteral("apply-panel-") + themeWord(choice)));
        }
    }
};

QTEST_MAIN(TestApplyPanel)
#include "tst_apply_panel.moc"
