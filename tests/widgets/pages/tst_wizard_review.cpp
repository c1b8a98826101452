// SPDX-License-Identifier: GPL-3.0-or-later
#include "wizard_bench.h"

#include "forms/apply_panel.h"

#include <QLineEdit>
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
        for (TrialShown& trial : good.trials)
            trial.conflicts.clear();
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
