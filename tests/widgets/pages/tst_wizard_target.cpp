// SPDX-License-Identifier: GPL-3.0-or-later
#include "wizard_bench.h"

#include "grid/filter_edit.h"
#include "grid/table_view.h"
#include "pages/page_header.h"

#include <QToolButton>

using namespace loadline;
using namespace loadline::wizard;

namespace {

const QString checkoutPath = QStringLiteral("/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/checkout");

bool holds(const Shown& shown, const std::string& kind, const std::string& name)
{
    const auto& parts = shown.page.parts();
    return std::any_of(parts.begin(), parts.end(), [&](const DraftPart& part) { return part.ref().kind == kind && part.ref().name == name; });
}

QString titleOf(const Shown& shown)
{
    return shown.page.findChild<PageHeader*>()->countText();
}

} // namespace

// Which workload the manifests are for: chosen by key, changed, and gone back to.
class TestWizardTarget : public QObject {
    Q_OBJECT

    static void start(Shown& shown, const char* row)
    {
        shown.choose(row);
        shown.button(QStringLiteral("Next"))->click();
        shown.page.setDocument(checkoutPath, liveHpa); // where it is asked for
    }
    static void step(Shown& shown, int number)
    {
        for (auto* button : shown.page.findChildren<QToolButton*>())
            if (button->accessibleName().startsWith(QStringLiteral("Step %1 ").arg(number)))
                return button->click();
        QFAIL("no such step");
    }

private Q_SLOTS:
    // What was written for one workload never goes out under another's name.
    void anotherTargetStartsAnew_data()
    {
        QTest::addColumn<int>("step"); // 0: Next
        for (const int step : {0, 3, 4, 5})
            QTest::addRow("%d", step) << step;
    }
    void anotherTargetStartsAnew()
    {
        QFETCH(int, step);
        Shown shown;
        start(shown, "staging/shop/Deployment/checkout");
        QVERIFY(holds(shown, "HorizontalPodAutoscaler", "checkout"));
        shown.page.select(QStringLiteral("staging/shop/Deployment/api"));
        QCOMPARE(int(shown.page.step()), int(WizardPage::Advise));
        if (step == 0)
            shown.button(QStringLiteral("Next"))->click();
        else
            TestWizardTarget::step(shown, step);
        QCOMPARE(int(shown.page.step()), step == 0 ? int(WizardPage::Scaling) : step - 1);
        QVERIFY(!holds(shown, "HorizontalPodAutoscaler", "checkout"));
        QVERIFY(holds(shown, "HorizontalPodAutoscaler", "api"));
        QCOMPARE(titleOf(shown), QStringLiteral("Deployment shop/api in staging"));
        // There is a way back, to the manifests and to what they are for.
        QCOMPARE(shown.page.notice().action, QStringLiteral("Put them back"));
        shown.button(QStringLiteral("Put them back"))->click();
        QVERIFY(holds(shown, "HorizontalPodAutoscaler", "checkout") && !holds(shown, "HorizontalPodAutoscaler", "api"));
        QCOMPARE(titleOf(shown), QStringLiteral("Deployment shop/checkout in staging"));
        TestWizardTarget::step(shown, 3); // and there they stay
        QVERIFY(holds(shown, "HorizontalPodAutoscaler", "checkout"));
    }
    void theSameTargetGoesOn()
    {
        Shown shown;
        start(shown, "staging/shop/Deployment/checkout");
        shown.page.editor()->form()->focusField("spec.maxReplicas");
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("33"));
        shown.page.select(QStringLiteral("staging/shop/Deployment/checkout"));
        shown.button(QStringLiteral("Next"))->click();
        QVERIFY(shown.page.parts().front().text.find("maxReplicas: 33\n") != std::string::npos);
    }
    // One more workload that is not chosen after all: title and cluster are those of what is written.
    void anotherThatIsLeftOut()
    {
        Shown shown;
        start(shown, "staging/shop/Deployment/checkout");
        shown.page.showStep(WizardPage::Review);
        shown.button(QStringLiteral("Add another workload"))->click();
        shown.page.select(QStringLiteral("staging/shop/Deployment/api"));
        step(shown, 3);
        QVERIFY(holds(shown, "HorizontalPodAutoscaler", "checkout") && !holds(shown, "HorizontalPodAutoscaler", "api"));
        QCOMPARE(titleOf(shown), QStringLiteral("Deployment shop/checkout in staging"));
    }
    // Files go to the cluster of whatever workload is chosen after they were opened.
    void filesStay()
    {
        Shown shown;
        shown.page.openText("apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: a}\nspec: {hard: {pods: \"3\"}}\n", QStringLiteral("a.yaml"));
        shown.choose();
        shown.button(QStringLiteral("Next"))->click();
        QVERIFY(shown.page.parts().size() == 1 && holds(shown, "ResourceQuota", "a"));
    }
    void whatCannotBeOpenedChangesNothing()
    {
        Shown shown;
        start(shown, "staging/shop/Deployment/checkout");
        shown.page.openLive("elsewhere", QStringLiteral("/apis/x"), false);
        shown.page.setDocument(QStringLiteral("/apis/x"), Error {Error::Kind::Forbidden, "You may not read it.", "", "", {}});
        QCOMPARE(shown.page.cluster(), std::string("staging"));
        step(shown, 3);
        QVERIFY(holds(shown, "HorizontalPodAutoscaler", "checkout"));
    }
    void enterChoosesTheChosenRow()
    {
        Shown shown;
        auto* search = shown.page.findChild<FilterEdit*>();
        auto* list = shown.page.findChild<TableView*>();
        QVERIFY(search && list);
        QTRY_VERIFY(list->model() && list->model()->rowCount() == 3);
        shown.page.focusFilter();
        QTest::keyClick(search, Qt::Key_Down); // into the list
        QCOMPARE(QApplication::focusWidget(), static_cast<QWidget*>(list));
        const QString first = list->chosenRow();
        QVERIFY(!first.isEmpty());
        QTest::keyClick(list, Qt::Key_Down);
        QTRY_VERIFY(list->chosenRow() != first);
        const QString second = list->chosenRow();
        shown.page.focusFilter();
        QTest::keyClick(search, Qt::Key_Return);
        QTRY_COMPARE(int(shown.page.step()), int(WizardPage::Advise));
        QVERIFY2(titleOf(shown).contains(second.section(QLatin1Char('/'), -1)), qPrintable(titleOf(shown)));
    }
    // Of several, with none chosen, the first Enter shows which one the next takes.
    void enterAmongSeveralGoesIntoTheList()
    {
        Shown shown;
        auto* list = shown.page.findChild<TableView*>();
        shown.page.focusFilter();
        QTRY_VERIFY(list->model() && list->model()->rowCount() == 3);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE(QApplication::focusWidget(), static_cast<QWidget*>(list));
        QCOMPARE(int(shown.page.step()), int(WizardPage::Target));
        QTest::keyClick(list, Qt::Key_Return);
        QTRY_COMPARE(int(shown.page.step()), int(WizardPage::Advise));
    }
};

QTEST_MAIN(TestWizardTarget)
#include "tst_wizard_target.moc"
