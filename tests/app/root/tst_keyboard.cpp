// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../models/tables/hpa_texts.h"
#include "../../support/walk.h"
#include "../../support/world_from_fixtures.h"
#include "../apply/writing_server.h"
#include "action_desk.h"
#include "forms/action_panel.h"
#include "forms/apply_panel.h"
#include "forms/form_view.h"
#include "forms/yaml_editor.h"
#include "pages/draft_editor.h"
#include "pages/wizard_page.h"
#include "wizard_desk.h"

#include <QCheckBox>
#include <QElapsedTimer>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace loadline;
using namespace loadline::test;

namespace {

constexpr int mostStops = 200; // of Tab, until what is looked for must be out of reach

Value liveHpa()
{
    return *readValue(q("{'apiVersion':'autoscaling/v2','kind':'HorizontalPodAutoscaler','metadata':{'name':'checkout','namespace':'shop','uid':'u1',"
                        "'resourceVersion':'7','managedFields':[{'manager':'helm','operation':'Update','apiVersion':'autoscaling/v2','fieldsType':'FieldsV1',"
                        "'fieldsV1':{'f:spec':{'f:minReplicas':{},'f:maxReplicas':{},'f:scaleTargetRef':{},'f:metrics':{}}}}]},'spec':{'scaleTargetRef':"
                        "{'apiVersion':'apps/v1','kind':'Deployment','name':'checkout'},'minReplicas':2,'maxReplicas':9,'metrics':[{'type':'Resource','resource':"
                        "{'name':'cpu','target':{'type':'Utilization','averageUtilization':70}}}]}}"));
}

// The wizard and the panel that undoes, on one window, with a server behind them whose journal is written on its own
// thread, as the program's is. Nothing here touches a widget but by keys.
struct Bench {
    Bench()
        : wizardDesk(page, {[](const std::string& name) { return place(name); }, [this](const std::string&) { return std::optional(writingBy(*applier)); }}, nullptr)
        , actionDesk(panel, {[](const std::string& name) { return place(name); }, [this](const std::string&) { return applier.get(); },
                                [this](const std::string&) { return world; }, [this] { return server.transport.now(); }},
              journal, nullptr)
    {
        auto* row = new QHBoxLayout(&window);
        row->addWidget(page, 3);
        row->addWidget(panel, 1);
        panel->hide();
        server.objects[path] = liveHpa();
        server.instead = [this](const ExchangePtr& exchange, const std::function<void()>&) { return conflict(exchange); };
        applier = std::make_unique<Applier>(server.transport, [this]() -> Access& { return server.access; },
            ApplyPlace {"staging", "https://staging", "shop", "jane", "jdoe"}, &journal, carryToMainThread());
        pump.setInterval(2);
        QObject::connect(&pump, &QTimer::timeout, &window, [this] { server.transport.advance(Seconds {1}); });
        pump.start();
        QObject::connect(page, &Page::documentWanted, &window, [this](const std::string&, const QString& wanted) {
            const auto known = server.objects.find(wanted.toStdString());
            const Result<std::string> json = known == server.objects.end()
                ? Result<std::string>(Error {Error::Kind::NotFound, "It is not there.", "", "", {}})
                : Result<std::string>(known->second.json());
            QMetaObject::invokeMethod(page, [this, wanted, json] { page->setDocument(wanted, json); }, Qt::QueuedConnection);
        });
        QObject::connect(&wizardDesk, &WizardDesk::applied, &window, [this](const QString&, const ActionWish& wish) { undo = wish; });
        window.resize(1500, 800);
        page->setWorlds({world});
        window.show();
        window.activateWindow();
        static_cast<void>(QTest::qWaitForWindowActive(&window));
        page->setShown(true);
        page->focusFilter(); // as the sidebar does
    }
    static WorldPtr made()
    {
        WorldMaker maker("staging");
        maker.add(KindId::Deployment, deploymentJson("checkout", containerJson("api", R"({"cpu":"500m","memory":"512Mi"})")));
        maker.add(KindId::Hpa, liveHpa().json());
        return maker.make();
    }
    static PlaceShown place(const std::string& name) { return {QString::fromStdString(name), QStringLiteral("https://staging"), {}, true, false, false}; }
    // Helm holds the highest number.
    bool conflict(const ExchangePtr& exchange)
    {
        const auto body = readValue(exchange->request.body);
        if (!body || exchange->has("force=true") || !(*body)["spec"].find("maxReplicas") || (*body)["spec"]["maxReplicas"].integer() == 9)
            return false;
        std::string refusal = fixtureText("apply-conflict.json");
        for (auto at = refusal.find("loadline"); at != std::string::npos; at = refusal.find("loadline", at))
            refusal.replace(at, 8, "helm");
        exchange->answer(409, refusal);
        return true;
    }
    [[nodiscard]] std::int64_t highest() { return server.objects.at(path)["spec"]["maxReplicas"].integer(); }

    const std::string path = "/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/checkout";
    WritingServer server;
    Journal journal {QString(), Journal::Check::Elsewhere};
    std::unique_ptr<Applier> applier;
    WorldPtr world = made();
    QWidget window;
    WizardPage* page = new WizardPage(&window);
    ActionPanel* panel = new ActionPanel(&window);
    WizardDesk wizardDesk;
    ActionDesk actionDesk;
    std::optional<ActionWish> undo;
    QTimer pump;
};

QString nameOf(const QWidget* widget)
{
    const auto* button = qobject_cast<const QAbstractButton*>(widget);
    return button ? button->text().remove(QLatin1Char('&')) : QString();
}

// Presses Tab, or Shift and Tab, until what has the focus is what is looked for; the stops on the way when it never is.
QString walkTo(const std::function<bool(QWidget*)>& wanted, bool back = false)
{
    QStringList stops;
    QTest::qWait(20); // what was made anew shows with the next turn
    for (int i = 0; i < mostStops; ++i) {
        QWidget* now = QApplication::focusWidget();
        if (!now)
            return QStringLiteral("nothing has the focus after: ") + stops.join(QStringLiteral(", "));
        if (wanted(now))
            return {};
        stops << QString::fromLatin1(now->metaObject()->className()) + QLatin1Char(' ') + nameOf(now);
        QTest::keyClick(now, back ? Qt::Key_Backtab : Qt::Key_Tab, back ? Qt::ShiftModifier : Qt::NoModifier);
        if (QApplication::focusWidget() == now)
            return QStringLiteral("the keys are caught in ") + stops.last();
    }
    qWarning("%s", qPrintable(stops.join(QStringLiteral(", ")))); // QCOMPARE shows the beginning alone
    return QStringLiteral("never reached in %1 stops").arg(stops.size());
}

QString walkToButton(const QString& text, bool back = false)
{
    return walkTo([&](QWidget* widget) { return nameOf(widget).contains(text) && widget->isEnabled(); }, back);
}

bool canPress(const QWidget& in, const QString& text)
{
    const auto buttons = in.findChildren<QPushButton*>();
    return std::any_of(buttons.begin(), buttons.end(),
        [&](const QPushButton* button) { return button->isVisible() && button->isEnabled() && nameOf(button).contains(text); });
}

void press(Qt::Key key) { QTest::keyClick(QApplication::focusWidget(), key); }

} // namespace

// From the first step to what was applied and undone, by Tab, Shift and Tab, Space, Enter, arrows and typing alone.
class KeyboardTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void throughEveryStepToUndo()
    {
        Bench bench;
        WizardPage& page = *bench.page;
        const auto stage = [&] { return bench.page->findChild<ApplyPanel*>()->shown().stage; };

        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("check"));
        QTRY_VERIFY(page.settled());
        press(Qt::Key_Return); // the one that is found
        QTRY_COMPARE(int(page.step()), int(WizardPage::Advise));
        QVERIFY(qobject_cast<QRadioButton*>(QApplication::focusWidget())); // the kinds of workloads
        const QWidget* first = QApplication::focusWidget();
        press(Qt::Key_Down); // another kind, and back
        QVERIFY(QApplication::focusWidget() != first);
        press(Qt::Key_Up);
        QCOMPARE(QApplication::focusWidget(), first);
        QCOMPARE(walkToButton(QStringLiteral("Start with these")), QString());
        press(Qt::Key_Space);
        QTRY_COMPARE(int(page.step()), int(WizardPage::Scaling));
        QVERIFY(page.parts().front().live.has_value()); // it is there, and was read first

        // What the preset proposes is taken over.
        QCOMPARE(walkTo([](QWidget* widget) {
            const auto* box = qobject_cast<QCheckBox*>(widget);
            return box && box->toolTip().startsWith(QLatin1String("spec.maxReplicas"));
        }, true), QString());
        press(Qt::Key_Space);
        QTRY_COMPARE(page.parts().front().document.find("spec.maxReplicas")->integer(), std::int64_t(20));
        // And written over in the form, whose text follows.
        QCOMPARE(walkTo([&](QWidget*) { return page.editor()->form()->current() == FieldPath("spec.maxReplicas") && qobject_cast<QLineEdit*>(QApplication::focusWidget()); }), QString());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("33"));
        QVERIFY(page.editor()->yaml()->toPlainText().contains(QLatin1String("maxReplicas: 33")));
        // The text is on the way, and lets go of the keys again, in both directions.
        QCOMPARE(walkTo([&](QWidget* widget) { return widget == page.editor()->yaml(); }), QString());
        QCOMPARE(walkTo([&](QWidget* widget) { return qobject_cast<QLineEdit*>(widget) != nullptr; }, true), QString());

        QCOMPARE(walkToButton(QStringLiteral("Next")), QString());
        press(Qt::Key_Space);
        QCOMPARE(int(page.step()), int(WizardPage::Safety));
        QCOMPARE(walkToButton(QStringLiteral("Next")), QString());
        press(Qt::Key_Space);
        QCOMPARE(int(page.step()), int(WizardPage::Review));
        QCOMPARE(walkToButton(QStringLiteral("Back")), QString());
        press(Qt::Key_Space); // and back again
        QCOMPARE(int(page.step()), int(WizardPage::Safety));
        QCOMPARE(walkToButton(QStringLiteral("5  Review"), true), QString()); // by the steps, against the order
        press(Qt::Key_Space);
        QCOMPARE(int(page.step()), int(WizardPage::Review));
        QCOMPARE(walkTo([](QWidget* widget) { return qobject_cast<QListWidget*>(widget) != nullptr; }), QString()); // the files
        press(Qt::Key_Down);

        QCOMPARE(walkToButton(QStringLiteral("Check with the server")), QString());
        press(Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(int(stage()), int(ApplyShown::Stage::Tried), 20000);
        QCOMPARE(bench.server.stored(), std::size_t(0));
        // Helm holds a field: taken over, and asked again.
        QCOMPARE(walkToButton(QStringLiteral("Take over \u2026")), QString());
        press(Qt::Key_Space);
        QCOMPARE(walkToButton(QStringLiteral("Take over 1 field")), QString());
        press(Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(canPress(page, QStringLiteral("Apply to staging")), 20000); // it is asked again first
        QCOMPARE(walkToButton(QStringLiteral("Apply to staging")), QString());
        press(Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(int(stage()), int(ApplyShown::Stage::Finished), 20000);
        QCOMPARE(bench.highest(), std::int64_t(33));
        QTRY_VERIFY(bench.undo.has_value());

        // The undo that is offered.
        bench.panel->show();
        bench.actionDesk.begin(*bench.undo);
        QTRY_COMPARE_WITH_TIMEOUT(int(bench.panel->apply()->shown().stage), int(ApplyShown::Stage::Tried), 20000);
        QStringList said;
        for (const QLabel* label : bench.panel->findChildren<QLabel*>())
            said << label->text();
        QVERIFY2(said.join(QLatin1Char('\n')).contains(QLatin1String("goes on holding it")), qPrintable(said.join(QLatin1Char('\n'))));
        const auto inPanel = [&](const QString& text) {
            return walkTo([&](QWidget* widget) { return bench.panel->isAncestorOf(widget) && nameOf(widget).contains(text) && widget->isEnabled(); });
        };
        QCOMPARE(inPanel(QStringLiteral("Delete 1 object")), QString());
        press(Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(int(bench.panel->apply()->shown().stage), int(ApplyShown::Stage::Finished), 20000);
        QCOMPARE(bench.highest(), std::int64_t(9));
        const auto entries = bench.journal.entries();
        QVERIFY(std::any_of(entries.begin(), entries.end(), [](const JournalEntry& entry) { return entry.undoes.has_value() && entry.change.why.find("goes on holding .spec.maxReplicas (helm)") != std::string::npos; }));
        QVERIFY(bench.journal.unfinished().empty());
    }

    // A request waits for its entry, and no frame for either: the journal is locked by another program meanwhile.
    void theWindowGoesOnWhileTheDiskIsSlow()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("journal.sqlite"));
        Journal journal(file, Journal::Check::Elsewhere);
        WritingServer server;
        Applier applier(server.transport, [&]() -> Access& { return server.access; }, ApplyPlace {"test", "https://test", "ml-platform", "jane", "jdoe"}, &journal, carryToMainThread());
        QTimer pump;
        connect(&pump, &QTimer::timeout, &pump, [&] { server.transport.advance(Seconds {1}); });
        pump.start(2);
        Change change;
        change.ref = {"autoscaling/v2", "HorizontalPodAutoscaler", "ml-platform", "demo-a"};
        change.after = overlay(identityOf(change.ref), *readValue(q("{'spec':{'scaleTargetRef':{'kind':'Deployment','name':'a','apiVersion':'apps/v1'},'maxReplicas':4}}")));
        const auto lock = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("slow-disk"));
        auto other = lock;
        other.setDatabaseName(file);
        QVERIFY(other.open());
        QVERIFY(QSqlQuery(other).exec(QStringLiteral("BEGIN IMMEDIATE")));
        std::optional<std::vector<Applied>> results;
        qint64 longest = 0;
        QElapsedTimer clock;
        clock.start();
        applier.apply({{change}, {}, {}}, {}, [&](std::vector<Applied> told) { results = std::move(told); });
        for (QElapsedTimer all = clock; all.elapsed() < 400;) {
            clock.restart();
            QCoreApplication::processEvents();
            longest = std::max(longest, clock.elapsed());
        }
        QVERIFY(!results && server.writes.empty()); // nothing leaves before it is on the disk
        QVERIFY2(longest < 100, QByteArray::number(longest).constData()); // else it would have waited for all 400 ms
        QVERIFY(QSqlQuery(other).exec(QStringLiteral("COMMIT")));
        QTRY_VERIFY_WITH_TIMEOUT(results.has_value(), 20000);
        QVERIFY(results->front().done() && results->front().entry > 0);
        QCOMPARE(server.writes.size(), std::size_t(1));
        QVERIFY(journal.entry(results->front().entry)->canUndo());
        QVERIFY(journal.unfinished().empty());
        other.close();
    }
};

QTEST_MAIN(KeyboardTest)
#include "tst_keyboard.moc"
