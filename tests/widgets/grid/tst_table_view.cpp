// SPDX-License-Identifier: GPL-3.0-or-later
#include "grid/cell_delegate.h"
#include "grid/cell_paint.h"
#include "grid/messages.h"
#include "grid/table_header.h"
#include "grid/table_view.h"
#include "sample_rows.h"
#include "theme/theme.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace loadline;
using Sorting = std::vector<SortBy>;

namespace {

QString s(const char* text) { return QString::fromUtf8(text); }

struct Desk {
    RowModel<sample::Row> model {sample::columns()};
    TableView view;
    Desk()
    {
        view.resize(1400, 240);
        view.setTable(&model);
        model.setRows(sample::rows());
        view.show();
    }
    void settle() { QCoreApplication::processEvents(); }
    [[nodiscard]] QPoint headerPoint(int column) const
    {
        auto* header = view.horizontalHeader();
        return {header->sectionViewportPosition(column) + header->sectionSize(column) / 2, header->height() / 2};
    }
    void clickHeader(int column, Qt::KeyboardModifiers with = Qt::NoModifier)
    {
        QTest::mouseClick(view.horizontalHeader()->viewport(), Qt::LeftButton, with, headerPoint(column));
    }
    [[nodiscard]] QString current() const { return model.rowId(view.currentIndex().row()); }
};

const QString fraud = s("prod/ml/fraud-detector-hpa");
const QString search = s("prod/ml/search-api");

}

class TestTableView : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { theme_ = std::make_unique<Theme>(*qApp, ThemeChoice::Light); }
    void cleanupTestCase() { theme_.reset(); }

    void rowsAreOfOneHeight()
    {
        Desk desk;
        for (int row = 0; row < desk.model.rowCount(); ++row)
            QCOMPARE(desk.view.QTableView::rowHeight(row), 30);
        QVERIFY(!desk.view.showGrid());
        QCOMPARE(desk.view.verticalHeader()->sectionResizeMode(0), QHeaderView::Fixed);
        for (int column = 0; column < desk.model.columnCount(); ++column)
            QVERIFY(desk.view.horizontalHeader()->sectionResizeMode(column) != QHeaderView::ResizeToContents);
    }

    void columnsFillTheWidth()
    {
        Desk desk;
        const auto total = [&desk] { return desk.view.horizontalHeader()->length(); };
        QCOMPARE(total(), desk.view.viewport()->width());
        desk.view.resize(1800, 240);
        QCOMPARE(total(), desk.view.viewport()->width());
        desk.view.resize(600, 240); // too narrow to shrink into: scrolls
        QVERIFY(total() > desk.view.viewport()->width());
    }

    void chipsGetTheRoomThereIs()
    {
        Desk desk;
        desk.view.resize(1800, 240);
        const double whole = chipsWidth(desk.view.font(), sample::rows()[1]->chips);
        QVERIFY(whole > 330); // more than the column asks for
        QVERIFY(desk.view.QTableView::columnWidth(3) >= whole + 20);
        QCOMPARE(desk.view.horizontalHeader()->length(), desk.view.viewport()->width());
    }

    void aLittleTooNarrowShrinksToTheEdge()
    {
        Desk desk;
        for (int width = 1180; width < 1400; width += 7) {
            desk.view.resize(width, 240);
            QCOMPARE(desk.view.horizontalHeader()->length(), desk.view.viewport()->width());
        }
    }

    void clickSortsAndTurns()
    {
        Desk desk;
        QSignalSpy sorted(&desk.view, &TableView::sortingChosen);
        desk.clickHeader(5);
        desk.clickHeader(5);
        desk.clickHeader(7);
        QCOMPARE(sorted.count(), 3);
        QCOMPARE(sorted[0][0].value<Sorting>(), (Sorting {{s("state"), false}}));
        QCOMPARE(sorted[1][0].value<Sorting>(), (Sorting {{s("state"), true}}));
        QCOMPARE(sorted[2][0].value<Sorting>(), (Sorting {{s("cost"), false}}));
        QCOMPARE(desk.model.sorting(), (Sorting {{s("cost"), false}}));
    }

    void shiftClickAddsKeys()
    {
        Desk desk;
        QSignalSpy sorted(&desk.view, &TableView::sortingChosen);
        desk.clickHeader(5);
        desk.clickHeader(7, Qt::ShiftModifier);
        desk.clickHeader(7, Qt::ShiftModifier);
        desk.clickHeader(7, Qt::ShiftModifier);
        QCOMPARE(sorted[1][0].value<Sorting>(), (Sorting {{s("state"), false}, {s("cost"), false}}));
        QCOMPARE(sorted[2][0].value<Sorting>(), (Sorting {{s("state"), false}, {s("cost"), true}}));
        QCOMPARE(sorted[3][0].value<Sorting>(), (Sorting {{s("state"), false}}));
    }

    void selectionIsKeptByIdWhileRowsMove()
    {
        Desk desk;
        QAbstractItemModelTester tester(&desk.model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QSignalSpy chosen(&desk.view, &TableView::rowChosen);
        desk.view.choose(search);
        QCOMPARE(desk.current(), search);
        QRandomGenerator random(7);
        for (int round = 0; round < 200; ++round) {
            auto rows = sample::rows();
            std::shuffle(rows.begin(), rows.end(), random);
            const bool keeps = round % 3 != 0;
            std::erase_if(rows, [&](const auto& row) {
                const bool isSearch = QString::fromStdString(row->id) == search;
                return isSearch ? !keeps : random.bounded(3) == 0;
            });
            desk.model.setRows(rows);
            desk.settle();
            QCOMPARE(desk.view.chosenRow(), keeps ? search : QString());
            const auto selected = desk.view.selectionModel()->selectedRows();
            QCOMPARE(selected.size(), keeps ? 1 : 0);
            if (keeps)
                QCOMPARE(desk.model.rowId(selected.front().row()), search);
        }
    }

    void aRowThatLeavesSaysSoOnceAndComesBack()
    {
        Desk desk;
        desk.view.choose(fraud);
        QSignalSpy chosen(&desk.view, &TableView::rowChosen);
        auto without = sample::rows();
        without.erase(without.begin());
        desk.model.setRows(without);
        desk.settle();
        desk.model.setRows({});
        desk.settle();
        desk.model.setRows(sample::rows());
        desk.settle();
        QCOMPARE(chosen.count(), 2);
        QCOMPARE(chosen[0][0].toString(), QString());
        QCOMPARE(chosen[1][0].toString(), fraud);
        QCOMPARE(desk.view.selectionModel()->selectedRows().size(), 1);
    }

    void aRowCanBeChosenBeforeItArrives()
    {
        RowModel<sample::Row> model(sample::columns());
        TableView view;
        view.setTable(&model);
        QSignalSpy chosen(&view, &TableView::rowChosen);
        view.choose(search);
        QCOMPARE(view.chosenRow(), QString());
        model.setRows(sample::rows());
        QCoreApplication::processEvents();
        QCOMPARE(view.chosenRow(), search);
        QCOMPARE(chosen.count(), 1);
    }

    void theUsersChoiceReplacesTheOneThatLeft()
    {
        Desk desk;
        desk.view.choose(fraud);
        auto without = sample::rows();
        without.erase(without.begin());
        desk.model.setRows(without);
        desk.settle();
        desk.view.setCurrentIndex(desk.model.index(1, 0));
        const QString mine = desk.current();
        desk.model.setRows(sample::rows());
        desk.settle();
        QCOMPARE(desk.view.chosenRow(), mine);
    }

    void keysMoveAndActivate()
    {
        Desk desk;
        QSignalSpy activated(&desk.view, &TableView::rowActivated);
        desk.view.setFocus();
        desk.view.choose(fraud);
        QTest::keyClick(&desk.view, Qt::Key_Down);
        QCOMPARE(desk.view.currentIndex().row(), 1);
        QTest::keyClick(&desk.view, Qt::Key_End);
        QCOMPARE(desk.view.currentIndex().row(), desk.model.rowCount() - 1);
        QTest::keyClick(&desk.view, Qt::Key_Home);
        QCOMPARE(desk.view.currentIndex().row(), 0);
        QTest::keyClick(&desk.view, Qt::Key_Return);
        QCOMPARE(activated.count(), 1);
        QCOMPARE(activated[0][0].toString(), fraud);
    }

    void typingFindsByName()
    {
        Desk desk;
        desk.view.setFocus();
        QTest::keyClicks(&desk.view, s("sea"));
        QCOMPARE(desk.current(), search);
        QTest::qWait(QApplication::keyboardInputInterval() + 50);
        QTest::keyClicks(&desk.view, s("batch")); // inside a name
        QCOMPARE(desk.current(), s("prod/ml/keda-hpa-batch-inference"));
    }

    void copiesRowsAsTextWithTheHeader()
    {
        Desk desk;
        desk.view.restoreState(R"({"columns":[{"id":"cost"},{"id":"name"},{"id":"target","shown":false},
            {"id":"replicas","shown":false},{"id":"metrics","shown":false},{"id":"trend","shown":false},
            {"id":"state"},{"id":"since","shown":false}]})");
        desk.view.choose(search);
        desk.view.setFocus();
        QTest::keyClick(&desk.view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(),
            s("Cost\tName\tState\n$0.58/h\tsearch-api\tStabilising, 214 s left\n"));
        desk.view.clearSelection();
        QCOMPARE(desk.view.selectedText().count(QLatin1Char('\n')), 7); // none selected: all of them
    }

    void tabsInCellsDoNotShiftColumns()
    {
        RowModel<sample::Row> model(sample::columns());
        TableView view;
        view.setTable(&model);
        model.setRows({sample::row(s("a\tb\nc"), 1, 2, 1, 1, {}, s("Steady"), Tone::Good, s("1 s"), 1)});
        QCOMPARE(view.selectedText().split(QLatin1Char('\n')).at(1).count(QLatin1Char('\t')), 7);
    }

    void stateComesBack()
    {
        Desk desk;
        desk.view.horizontalHeader()->moveSection(7, 0);
        desk.view.horizontalHeader()->resizeSection(5, 333);
        desk.view.setColumnHidden(1, true);
        desk.clickHeader(5);
        desk.clickHeader(0, Qt::ShiftModifier);
        const QByteArray state = desk.view.state();
        Desk other;
        QSignalSpy sorted(&other.view, &TableView::sortingChosen);
        other.view.restoreState(state);
        QCOMPARE(other.view.shownColumns(), desk.view.shownColumns());
        QCOMPARE(other.view.shownColumns().front(), s("cost"));
        QCOMPARE(other.view.QTableView::columnWidth(5), 333);
        QCOMPARE(other.model.sorting(), (Sorting {{s("state"), false}, {s("name"), false}}));
        QCOMPARE(sorted.count(), 1);
        QCOMPARE(other.view.state(), state);
    }

    void oddStatesAreTakenAsFarAsTheyFit_data()
    {
        QTest::addColumn<QByteArray>("state");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("noise") << QByteArray("\x00\xff{{{", 6);
        QTest::newRow("a list") << QByteArray("[1,2,3]");
        QTest::newRow("wrong types") << QByteArray(R"({"columns":{"id":7},"sort":"no"})");
        QTest::newRow("entries of wrong types") << QByteArray(R"({"columns":[1,"x",null,{"id":5}],"sort":[3,{"column":[]}]})");
        QTest::newRow("unknown columns") << QByteArray(R"({"version":99,"columns":[{"id":"gone","width":50}],"sort":[{"column":"gone"}]})");
        QTest::newRow("all hidden") << QByteArray(R"({"columns":[{"id":"name","shown":false},{"id":"target","shown":false},
            {"id":"replicas","shown":false},{"id":"metrics","shown":false},{"id":"trend","shown":false},{"id":"state","shown":false},
            {"id":"since","shown":false},{"id":"cost","shown":false},{"id":"bounds","shown":false}]})");
        QTest::newRow("mad widths") << QByteArray(R"({"columns":[{"id":"name","width":99999999},{"id":"state","width":-5}]})");
        QTest::newRow("twice") << QByteArray(R"({"columns":[{"id":"cost"},{"id":"cost"},{"id":"name"}],
            "sort":[{"column":"cost"},{"column":"cost","descending":true}]})");
    }
    void oddStatesAreTakenAsFarAsTheyFit()
    {
        QFETCH(QByteArray, state);
        Desk desk;
        desk.view.restoreState(state);
        const QStringList shown = desk.view.shownColumns();
        QVERIFY(!shown.isEmpty());
        QVERIFY(shown.contains(s("name")));
        QCOMPARE(QStringList(QSet<QString>(shown.begin(), shown.end()).values()).size(), shown.size());
        QVERIFY(desk.model.sorting().size() <= 1);
        for (int column = 0; column < desk.model.columnCount(); ++column)
            QVERIFY(desk.view.QTableView::columnWidth(column) <= 4000);
    }

    void columnMenuHidesButNeverTheLast()
    {
        Desk desk;
        QSignalSpy changed(&desk.view, &TableView::stateChanged);
        QMenu menu;
        desk.view.fillColumnMenu(&menu);
        QCOMPARE(menu.actions().size(), desk.model.columnCount() + 2);
        QVERIFY(!menu.actions().at(8)->isChecked()); // not shown by default
        menu.actions().at(1)->setChecked(false);
        QVERIFY(!desk.view.shownColumns().contains(s("target")));
        QCOMPARE(changed.count(), 1);
        for (int i = 0; i < desk.model.columnCount(); ++i)
            menu.actions().at(i)->setChecked(false);
        QCOMPARE(desk.view.shownColumns().size(), 1);
        menu.actions().back()->trigger(); // reset
        QCOMPARE(desk.view.shownColumns().size(), 8);
    }

    void menuOfARowCopiesAndSorts()
    {
        Desk desk;
        desk.view.choose(search);
        QSignalSpy asked(&desk.view, &TableView::rowMenuAboutToShow);
        QSignalSpy sorted(&desk.view, &TableView::sortingChosen);
        const QPoint at = desk.view.visualRect(desk.model.index(3, 5)).center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, desk.view.viewport()->mapToGlobal(at));
        QCoreApplication::sendEvent(desk.view.viewport(), &event);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][1].toString(), search);
        auto* menu = desk.view.findChild<QMenu*>();
        QVERIFY(menu);
        QStringList words;
        for (QAction* action : menu->actions()) {
            words << action->text();
            if (action->text() == s("Sort by State, descending"))
                action->trigger();
            if (action->text().startsWith(QStringLiteral("Copy “")))
                action->trigger();
        }
        QVERIFY2(words.contains(s("Copy rows\tCtrl+C")), qPrintable(words.join(QLatin1Char('|'))));
        QCOMPARE(QGuiApplication::clipboard()->text(), s("Stabilising, 214 s left"));
        QCOMPARE(sorted.count(), 1);
        QCOMPARE(desk.model.sorting(), (Sorting {{s("state"), true}}));
        menu->close();
    }

    void saysWhyItIsEmpty()
    {
        RowModel<sample::Row> model(sample::columns());
        TablePane pane;
        pane.resize(900, 300);
        pane.setTable(&model);
        pane.show();
        QSignalSpy action(&pane, &TablePane::messageAction);
        auto* card = pane.findChild<MessageCard*>();
        auto* strip = pane.findChild<MessageStrip*>();
        QVERIFY(!card->isVisible() && !strip->isVisible());
        pane.setMessage({TableMessage::Kind::Refused, s("You may not list nodes in prod."), s("403"), s("Show the ClusterRole")});
        QVERIFY(card->isVisible() && !strip->isVisible());
        QCOMPARE(card->accessibleName(), s("You may not list nodes in prod."));
        card->findChild<QPushButton*>()->click();
        QCOMPARE(action.count(), 1);
        model.setRows(sample::rows()); // worth showing, and still said
        QVERIFY(!card->isVisible() && strip->isVisible());
        strip->findChild<QPushButton*>()->click();
        QCOMPARE(action.count(), 2);
        pane.setMessage({});
        QVERIFY(!card->isVisible() && !strip->isVisible());
        model.setRows({});
        QVERIFY(!card->isVisible());
    }

    void tooltipsTellTheWhole()
    {
        Desk desk;
        const QString cut = CellDelegate::tip(desk.model.index(1, 3), true);
        QVERIFY(cut.contains(s("p95 unknown")) && cut.contains(s("from status")));
        QVERIFY(!CellDelegate::tip(desk.model.index(1, 0), false).contains(s("recommendation"))); // it can be read
        RowModel<sample::Row> model(sample::columns());
        model.setRows({sample::row(s("<img src=x>"), 1, 2, 1, 1, {}, {}, Tone::Good, {}, 1)});
        QVERIFY(CellDelegate::tip(model.index(0, 0), true).contains(s("&lt;img")));
    }

    void tenThousandRowsScrollWithinAFrame()
    {
        RowModel<sample::Row> model(sample::columns());
        Rows<sample::Row> rows;
        for (int i = 0; i < 10000; ++i)
            rows.push_back(sample::row(s("hpa-%1").arg(i), 1, 50, i % 50, i % 40, sample::rows()[1]->chips, s("Steady"),
                Tone::Good, s("2 h"), i));
        TableView view;
        view.resize(1400, 800);
        view.setTable(&model);
        model.setRows(rows);
        view.show();
        QImage image(view.size(), QImage::Format_ARGB32_Premultiplied);
        view.render(&image);
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 10; ++i) {
            view.scrollTo(model.index(i * 1000, 0));
            view.render(&image);
        }
        // Under the sanitizers; the benchmark measures the real thing.
        QVERIFY2(timer.elapsed() / 10 < 250, qPrintable(s("%1 ms a frame").arg(timer.elapsed() / 10)));
    }

private:
    std::unique_ptr<Theme> theme_;
};

QTEST_MAIN(TestTableView)
#include "tst_table_view.moc"
