// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../support/walk.h"
#include "forms/action_panel.h"
#include "forms/apply_panel.h"
#include "plain_page.h"
#include "sample_state.h"
#include "shell/banner.h"
#include "shell/main_window.h"
#include "shell/prompt_panel.h"
#include "shell/prometheus_dialog.h"
#include "shell/sidebar.h"
#include "shell/work_strip.h"

#include <QDropEvent>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSpinBox>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace loadline;

namespace {

std::vector<PageEntry> entries(QStringList& made)
{
    std::vector<PageEntry> list;
    for (const char* id : {"overview", "hpa", "vpa"})
        list.push_back({QLatin1String(id), QLatin1String(id).toString().toUpper(), QLatin1String(id), [id, &made](QWidget* parent) {
                            made << QLatin1String(id);
                            return new PlainPage(QLatin1String(id), parent);
                        }});
    return list;
}

struct Window {
    QStringList made;
    MainWindow window {entries(made)};
    Window() { window.setShellState(sample::calm()); }
    PlainPage* page(const char* id) { return static_cast<PlainPage*>(window.page(QLatin1String(id))); }
    CommandPalette& palette() { return *window.findChild<CommandPalette*>(); }
    void show()
    {
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        window.activateWindow();
    }
};

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Opened by a click too: the first field has the keys, Tab goes round in the panel, Esc leaves it.
    void aDrawerKeepsTheKeys()
    {
        Window w;
        w.show();
        w.window.showPage(QStringLiteral("hpa"));
        auto* panel = new ActionPanel;
        ActionShown action;
        action.action = QuickAction::Bounds;
        panel->setAction(action); // it is being read
        panel->setPlace({QStringLiteral("staging"), {}, QStringLiteral("shop"), true, false, false});
        w.window.openDrawer(panel);
        action.reading = false;
        action.min = 2;
        action.max = 9;
        panel->setAction(action);
        auto* least = qobject_cast<QSpinBox*>(QApplication::focusWidget());
        QVERIFY(least);
        QTest::keyClicks(least, QStringLiteral("3")); // in place of what stands there
        QCOMPARE(panel->answer().min, 3);
        ApplyShown good;
        good.stage = ApplyShown::Stage::Tried;
        good.trials.resize(1);
        good.trials[0].ref = {"autoscaling/v2", "HorizontalPodAutoscaler", "shop", "api"};
        good.trials[0].diff = {{FieldDiff::Kind::Changed, FieldDiff::Origin::Wanted, "spec.minReplicas", Value(2), Value(3)}};
        panel->setShown(good);
        const auto walk = [&](Qt::Key key) {
            QStringList names;
            do {
                const auto* at = QApplication::focusWidget();
                const auto* button = qobject_cast<const QAbstractButton*>(at);
                names << (button ? button->text() : at->accessibleName());
                QTest::keyClick(QApplication::focusWidget(), key);
            } while (QApplication::focusWidget() != least && panel->isAncestorOf(QApplication::focusWidget()) && names.size() < 30);
            return names;
        };
        QStringList round = walk(Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), least); // round once, and nothing of the page behind it
        QCOMPARE(round.mid(0, 5), (QStringList {QStringLiteral("At least"), QStringLiteral("At most"), QStringLiteral("Why"),
            QStringLiteral("Check with the server"), QStringLiteral("Apply to staging, namespace shop")}));
        QCOMPARE(round.last(), QStringLiteral("Close"));
        QCOMPARE(walk(Qt::Key_Backtab).size(), round.size());
        QSignalSpy left(&w.window, &MainWindow::drawerCloseWanted);
        for (int i = 0; i < round.size(); ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        QCOMPARE(left.size(), int(round.size())); // from wherever
    }
    void pagesAreMadeWhenShown()
    {
        Window w;
        QVERIFY(w.made.isEmpty());
        QCOMPARE(w.window.currentPage(), nullptr);
        QSignalSpy made(&w.window, &MainWindow::pageMade);
        w.window.showPage(QStringLiteral("hpa"));
        QCOMPARE(w.made, QStringList {QStringLiteral("hpa")});
        QCOMPARE(made.size(), 1);
        w.window.showPage(QStringLiteral("vpa"));
        w.window.showPage(QStringLiteral("vpa"));
        w.window.showPage(QStringLiteral("nonsense"));
        QCOMPARE(w.page("hpa")->log, (QStringList {QStringLiteral("shown"), QStringLiteral("hidden")}));
        QCOMPARE(w.page("vpa")->log, QStringList {QStringLiteral("shown")});
        QCOMPARE(w.window.currentPage()->id(), QStringLiteral("vpa"));
        QCOMPARE(w.window.madePages().size(), std::size_t(2));
    }
    void rowsOnOtherPages()
    {
        Window w;
        w.window.showPage(QStringLiteral("overview"));
        Q_EMIT w.page("overview")->rowActivated(QStringLiteral("hpa"), QStringLiteral("prod/ml/x"));
        QCOMPARE(w.window.currentPage()->id(), QStringLiteral("hpa"));
        QCOMPARE(w.page("hpa")->log.last(), QStringLiteral("select prod/ml/x"));
    }
    void badges()
    {
        Window w;
        auto* sidebar = w.window.findChild<Sidebar*>();
        w.window.setBadge(QStringLiteral("hpa"), 24, 0);
        QCOMPARE(sidebar->badgeText(QStringLiteral("hpa")), QStringLiteral("24"));
        w.window.showPage(QStringLiteral("hpa"));
        Q_EMIT w.page("hpa")->badgeChanged(24, 2);
        QCOMPARE(sidebar->badgeText(QStringLiteral("hpa")), QStringLiteral("24, 2 need attention"));
        Q_EMIT w.page("hpa")->badgeChanged(-1, 1);
        QCOMPARE(sidebar->badgeText(QStringLiteral("hpa")), QStringLiteral("1 needs attention"));
        QCOMPARE(sidebar->badgeText(QStringLiteral("vpa")), QString());
        const auto spoken = sidebar->model()->index(1, 0).data(Qt::AccessibleTextRole).toString();
        QCOMPARE(spoken, QStringLiteral("HPA, 1 needs attention"));
    }
    void keys()
    {
        Window w;
        w.show();
        w.window.showPage(QStringLiteral("overview"));
        QTest::keyClick(&w.window, Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(w.window.currentPage()->id(), QStringLiteral("hpa"));
        QSignalSpy refresh(&w.window, &MainWindow::refreshWanted);
        QTest::keyClick(&w.window, Qt::Key_F5);
        QCOMPARE(refresh.size(), 1);
        QSignalSpy exports(&w.window, &MainWindow::exportWanted);
        QTest::keyClick(&w.window, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(exports.size(), 1);
        QCOMPARE(exports.first().at(0).toString(), QStringLiteral("hpa"));
        QCOMPARE(exports.first().at(1).value<ExportWish>().as, ExportAs::CopyPng);
        auto* sidebar = w.window.findChild<Sidebar*>();
        sidebar->setFocus();
        QTest::keyClick(sidebar, Qt::Key_Down);
        QCOMPARE(w.window.currentPage()->id(), QStringLiteral("vpa"));
    }
    void palette()
    {
        Window w;
        w.show();
        w.window.showPage(QStringLiteral("overview"));
        w.window.setObjects({{QStringLiteral("row:hpa/prod-us-east/ml/fraud-detector-hpa"), QStringLiteral("fraud-detector-hpa"),
            QStringLiteral("ml in prod-us-east"), QStringLiteral("HPA"), {}}});
        QSignalSpy opened(&w.window, &MainWindow::paletteOpened);
        QTest::keyClick(&w.window, Qt::Key_K, Qt::ControlModifier);
        QCOMPARE(opened.size(), 1);
        QVERIFY(w.palette().isVisible());
        QVERIFY(w.palette().isAncestorOf(QApplication::focusWidget()));
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("fraud"));
        QCOMPARE(w.palette().shownTitles(), QStringList {QStringLiteral("fraud-detector-hpa")});
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(!w.palette().isVisible());
        QCOMPARE(w.page("hpa")->log.last(), QStringLiteral("select prod-us-east/ml/fraud-detector-hpa"));
    }
    void paletteRunsCommands()
    {
        Window w;
        w.show();
        w.window.showPage(QStringLiteral("overview"));
        const auto run = [&](const QString& words) {
            QTest::keyClick(&w.window, Qt::Key_K, Qt::ControlModifier);
            QTest::keyClicks(QApplication::focusWidget(), words);
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        };
        QSignalSpy toggled(&w.window, &MainWindow::contextToggled);
        run(QStringLiteral("open cluster staging"));
        QCOMPARE(toggled.size(), 1);
        QCOMPARE(toggled.first(), (QList<QVariant> {QStringLiteral("staging"), true}));
        run(QStringLiteral("close prod-us"));
        QCOMPARE(toggled.last(), (QList<QVariant> {QStringLiteral("prod-us-east"), false}));
        QSignalSpy readOnly(&w.window, &MainWindow::readOnlyChosen);
        run(QStringLiteral("allow changes prod-us"));
        QCOMPARE(readOnly.size(), 1);
        QCOMPARE(readOnly.first(), (QList<QVariant> {QStringLiteral("prod-us-east"), false}));
        QSignalSpy range(&w.window, &MainWindow::rangeChosen);
        run(QStringLiteral("last 24 h"));
        QCOMPARE(range.first().first().value<RangeChoice>().last, Seconds {std::chrono::hours {24}});
        QSignalSpy theme(&w.window, &MainWindow::themeChosen);
        run(QStringLiteral("dark theme"));
        QCOMPARE(theme.first().first().value<ThemeChoice>(), ThemeChoice::Dark);
        QTest::keyClick(&w.window, Qt::Key_K, Qt::ControlModifier);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("zzzz"));
        QCOMPARE(w.palette().shownTitles(), QStringList {QStringLiteral("Nothing is called that.")});
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(w.palette().isVisible());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!w.palette().isVisible());
    }
    void banners()
    {
        Window w;
        w.show();
        w.window.showPage(QStringLiteral("overview"));
        w.window.banner(QStringLiteral("One went wrong."), QStringLiteral("Mend it so."), BannerMessage::Kind::Error);
        w.window.banner({QStringLiteral("id"), BannerMessage::Kind::Warning, QStringLiteral("Two."), {}, QStringLiteral("stderr"), QStringLiteral("Retry")});
        w.window.banner({QStringLiteral("id"), BannerMessage::Kind::Warning, QStringLiteral("Two again."), {}, {}, QStringLiteral("Retry")});
        auto* stack = w.window.findChild<BannerStack*>();
        QCOMPARE(stack->messages().size(), std::size_t(2));
        QCOMPARE(stack->messages().front().text, QStringLiteral("Two again."));
        QSignalSpy action(&w.window, &MainWindow::bannerAction);
        for (auto* button : stack->findChildren<QToolButton*>())
            if (button->text() == QStringLiteral("Retry"))
                button->click();
        QCOMPARE(action.size(), 1);
        QTest::keyClick(&w.window, Qt::Key_Escape);
        QCOMPARE(stack->messages().size(), std::size_t(1));
        w.window.withdrawBanner(QStringLiteral("One went wrong."));
        QVERIFY(stack->isHidden());
        for (int i = 0; i < 12; ++i)
            w.window.banner(QStringLiteral("Message %1").arg(i), {}, BannerMessage::Kind::Error);
        QCOMPARE(stack->messages().size(), std::size_t(12));
        int shown = 0;
        for (auto* banner : stack->findChildren<Banner*>())
            shown += banner->isVisible() ? 1 : 0;
        QCOMPARE(shown, 3);
    }
    void prompts()
    {
        Window w;
        w.show();
        QSignalSpy answers(&w.window, &MainWindow::promptAnswered);
        QSignalSpy cancels(&w.window, &MainWindow::promptCancelled);
        w.window.ask({QStringLiteral("1"), QStringLiteral("prod"), QStringLiteral("aws"), QStringLiteral("MFA code:"), true});
        w.window.ask({QStringLiteral("2"), QStringLiteral("staging"), QStringLiteral("gcloud"), QStringLiteral("Code?"), false});
        auto* panel = w.window.findChild<PromptPanel*>();
        auto* line = panel->findChild<QLineEdit*>();
        QVERIFY(panel->isVisible());
        QCOMPARE(panel->currentId(), QStringLiteral("1"));
        QCOMPARE(line->echoMode(), QLineEdit::Password);
        QTest::keyClicks(line, QStringLiteral("123456"));
        w.window.ask({QStringLiteral("1"), QStringLiteral("prod"), QStringLiteral("aws"), QStringLiteral("MFA code:\nstill waiting"), true});
        QCOMPARE(line->text(), QStringLiteral("123456"));
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(answers.first(), (QList<QVariant> {QStringLiteral("1"), QStringLiteral("123456")}));
        QCOMPARE(panel->currentId(), QStringLiteral("2"));
        QCOMPARE(line->text(), QString());
        QCOMPARE(line->echoMode(), QLineEdit::Normal);
        QTest::keyClick(line, Qt::Key_Escape);
        QCOMPARE(cancels.first().first().toString(), QStringLiteral("2"));
        QVERIFY(!panel->isVisible());
    }
    void work()
    {
        Window w;
        w.show();
        w.window.setShellState(sample::troubled());
        QSignalSpy cancelled(&w.window, &MainWindow::workCancelled);
        auto* strip = w.window.findChild<WorkStrip*>();
        QVERIFY(strip->isVisible());
        strip->findChild<QToolButton*>()->click();
        QCOMPARE(cancelled.first().first().toString(), QStringLiteral("history"));
        w.window.setShellState(sample::calm());
        QVERIFY(!strip->isVisible());
    }
    void prometheusByHand()
    {
        Window w;
        w.show();
        QSignalSpy chosen(&w.window, &MainWindow::prometheusChosen);
        PrometheusForm form;
        form.context = QStringLiteral("prod-us-east");
        form.use = PrometheusForm::Use::ByHand;
        form.url = QStringLiteral("https://prometheus.example.com");
        form.auth = PrometheusForm::Auth::Bearer;
        form.secretStored = true;
        form.headers = {{QStringLiteral("X-Scope-OrgID"), QStringLiteral("team-a")}};
        w.window.editPrometheus(form);
        auto* dialog = w.window.findChild<PrometheusDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        QCOMPARE(dialog->form(), form);
        QCOMPARE(walk::nameless(*dialog).join(QLatin1Char('\n')), QString());
        QCOMPARE(walk::clipped(*dialog).join(QLatin1Char('\n')), QString());
        dialog->findChild<QLineEdit*>()->setText(QStringLiteral("not a url"));
        dialog->accept();
        QVERIFY(dialog->isVisible());
        QCOMPARE(chosen.size(), 0);
        dialog->findChild<QLineEdit*>()->setText(QStringLiteral("https://other.example.com"));
        dialog->accept();
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().first().value<PrometheusForm>().url, QStringLiteral("https://other.example.com"));
    }
    // A file manager hands files over with their names as text too: a line must not take them for words.
    void filesAreTakenAnywhere()
    {
        Window w;
        w.show();
        MainWindow& window = w.window;
        auto* line = new QLineEdit(&window);
        line->setGeometry(100, 100, 200, 30);
        line->show();
        QStringList got;
        connect(&window, &MainWindow::filesDropped, &window, [&](const QStringList& files) { got << files; });
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile(QStringLiteral("/tmp/a.yaml")), QUrl(QStringLiteral("https://x/b.yaml")), QUrl::fromLocalFile(QStringLiteral("/tmp/c.yaml"))});
        files.setText(QStringLiteral("/tmp/a.yaml"));
        QMimeData words;
        words.setText(QStringLiteral("some words"));
        const auto drop = [](QWidget* on, const QMimeData& data) {
            QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(on, &enter);
            if (!enter.isAccepted())
                return false;
            QDropEvent event(QPointF(5, 5), Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(on, &event);
            return event.isAccepted() && event.dropAction() == Qt::CopyAction;
        };
        QVERIFY(drop(&window, files));
        QCOMPARE(got, QStringList({QStringLiteral("/tmp/a.yaml"), QStringLiteral("/tmp/c.yaml")}));
        got.clear();
        QVERIFY(drop(line, files));
        QCOMPARE(got.size(), 2);
        QCOMPARE(line->text(), QString());
        got.clear();
        QVERIFY(!drop(&window, words));
        QVERIFY(drop(line, words)); // words are the line's own
        QCOMPARE(line->text(), QStringLiteral("some words"));
        QVERIFY(got.isEmpty());
        QLineEdit elsewhere; // another window: none of ours
        elsewhere.show();
        drop(&elsewhere, files);
        QVERIFY(got.isEmpty());
    }
    void stateComesBack()
    {
        QByteArray saved;
        {
            Window w;
            w.window.showPage(QStringLiteral("hpa"));
            w.page("hpa")->state = QByteArray("columns of hpa");
            saved = w.window.saveState();
        }
        Window w;
        QVERIFY(w.window.restoreState(saved));
        QCOMPARE(w.window.currentPage()->id(), QStringLiteral("hpa"));
        QCOMPARE(w.page("hpa")->state, QByteArray("columns of hpa"));
        QCOMPARE(w.made, QStringList {QStringLiteral("hpa")});
        // What was never opened keeps what it had.
        Window again;
        QVERIFY(again.window.restoreState(saved));
        again.window.showPage(QStringLiteral("vpa"));
        Window third;
        QVERIFY(third.window.restoreState(again.window.saveState()));
        QCOMPARE(third.page("hpa")->state, QByteArray("columns of hpa"));
        QVERIFY(!third.window.restoreState(QByteArray("rubbish")));
    }
    void everythingHasAName()
    {
        Window w;
        w.window.resize(1280, 800);
        w.show();
        w.window.showPage(QStringLiteral("hpa"));
        for (const auto& state : {sample::calm(), sample::troubled()}) {
            w.window.setShellState(state);
            w.window.banner({QStringLiteral("id"), BannerMessage::Kind::Error, QStringLiteral("It failed."), QStringLiteral("Mend it."),
                QStringLiteral("details"), QStringLiteral("Retry")});
            w.window.ask({QStringLiteral("1"), QStringLiteral("prod"), QStringLiteral("aws"), QStringLiteral("MFA code:"), true});
            QTest::qWait(20);
            QCOMPARE(walk::nameless(w.window).join(QLatin1Char('\n')), QString());
            QCOMPARE(walk::clipped(w.window).join(QLatin1Char('\n')), QString());
        }
    }
    void tabReachesEverything()
    {
        Window w;
        w.show();
        w.window.showPage(QStringLiteral("hpa"));
        w.window.setShellState(sample::troubled());
        w.window.banner({QStringLiteral("id"), BannerMessage::Kind::Error, QStringLiteral("It failed."), {}, QStringLiteral("details"), {}});
        QVERIFY(QTest::qWaitForWindowActive(&w.window));
        QCOMPARE(walk::unreachable(w.window).join(QLatin1Char('\n')), QString());
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
