// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo_worlds.h"
#include "grid/table_message.h"
#include "grid/table_view.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace loadline;

namespace {

const TimePoint now = parseRfc3339("2026-11-23T14:00:00Z").value();

void showDemo(ChangesPage& page, QSize size)
{
    page.resize(size);
    page.setPreferences({});
    page.setShown(true);
    page.show();
    page.setJournal(journalRows(demo::journal("prod", now), {}, now));
}

} // namespace

// The journal as its page and its export tell it.
class TestJournalRows : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysWhatCameOfEach()
    {
        const auto rows = journalRows(demo::journal("prod", now), {}, now).changes;
        QCOMPARE(rows.size(), std::size_t(5));
        QStringList words, actions;
        for (const auto& row : rows) {
            words << row->state.word;
            actions << row->action;
        }
        QCOMPARE(words, QStringList({QStringLiteral("Unfinished"), QStringLiteral("Created"), QStringLiteral("Refused"), QStringLiteral("Changed"), QStringLiteral("Changed, undone since")}));
        QCOMPARE(actions[3], QStringLiteral("Undo of 1"));
        // A crash is explained and cannot be undone before somebody looked.
        QVERIFY(!rows[0]->canUndo);
        QVERIFY(rows[0]->state.attention == Attention::Warning);
        QVERIFY(rows[0]->state.cause.contains(QLatin1String("Loadline looks when the cluster is open")));
        QVERIFY(rows[2]->state.cause.startsWith(QLatin1String("You may not do that.")));
        QCOMPARE(rows[2]->hint, QStringLiteral("Ask for a role that allows it."));
        QVERIFY(rows[1]->canUndo && !rows[2]->canUndo && !rows[4]->canUndo);
        QCOMPARE(rows[4]->undoneBy, std::optional<std::int64_t>(2));
        QCOMPARE((*rows[4]->before)["spec"]["maxReplicaCount"].integer(), 10);
        QCOMPARE((*rows[4]->after)["spec"]["maxReplicaCount"].integer(), 20);
    }
    void unusableJournalsAreSaid()
    {
        QTemporaryDir folder;
        const Journal broken(folder.path()); // a folder is no file
        QVERIFY(broken.problem());
        ChangesPage page;
        page.resize(900, 600);
        page.setShown(true);
        page.setPreferences({});
        page.setJournal(journalRows(broken, {}, now));
        QTRY_VERIFY(page.message().kind == TableMessage::Kind::Refused);
        page.setJournal(JournalRows {});
        QTRY_VERIFY(page.message().title.contains(QLatin1String("changed nothing yet")));
        QVERIFY(page.message().kind == TableMessage::Kind::Empty);
    }
    void pausesCanBeEndedOrKept()
    {
        ChangesPage page;
        showDemo(page, {900, 600});
        QSignalSpy resumed(&page, &ChangesPage::resumeWanted), kept(&page, &ChangesPage::keepWanted);
        for (auto* button : page.findChildren<QPushButton*>())
            if (button->text() == QLatin1String("Resume now") || button->text() == QLatin1String("Keep paused"))
                button->click();
        QTRY_COMPARE(resumed.size(), 1);
        QTRY_COMPARE(kept.size(), 1);
    }
    void undoIsWishedByItsEntry()
    {
        ChangesPage page;
        showDemo(page, {900, 600});
        QTRY_COMPARE(page.chosenRow(), QStringLiteral("5"));
        std::vector<ActionWish> wishes;
        connect(&page, &Page::actionWanted, this, [&](const ActionWish& wish) { wishes.push_back(wish); });
        const auto undo = [&]() -> QPushButton* {
            for (auto* button : page.findChildren<QPushButton*>())
                if (button->text().startsWith(QLatin1String("Undo")) && button->isVisibleTo(&page))
                    return button;
            return nullptr;
        };
        QVERIFY(undo() && !undo()->isEnabled()); // unfinished
        page.select(QStringLiteral("4"));
        QTRY_VERIFY(undo() && undo()->isEnabled());
        undo()->click();
        QCOMPARE(wishes.size(), std::size_t(1));
        QCOMPARE(wishes[0].entries, std::vector<std::int64_t> {4});
        QCOMPARE(wishes[0].cluster, std::string("prod"));
        QVERIFY(wishes[0].action == QuickAction::Undo);
    }
    void severalAreUndoneTogether()
    {
        ChangesPage page;
        showDemo(page, {1100, 700});
        QTRY_COMPARE(page.chosenRow(), QStringLiteral("5"));
        std::vector<ActionWish> wishes;
        connect(&page, &Page::actionWanted, this, [&](const ActionWish& wish) { wishes.push_back(wish); });
        const auto together = [&]() -> QPushButton* {
            for (auto* button : page.findChildren<QPushButton*>())
                if (button->text().contains(QLatin1String("selected change")) && button->isVisibleTo(&page))
                    return button;
            return nullptr;
        };
        QVERIFY(!together());
        // From the keyboard: the fourth is chosen, Shift and the arrow take the ones below too. The third was refused
        // and the first is undone already: neither counts.
        page.select(QStringLiteral("4"));
        QTRY_COMPARE(page.chosenRow(), QStringLiteral("4"));
        auto* table = page.findChild<TableView*>();
        for (int step = 0; step < 3; ++step)
            QTest::keyClick(table, Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(table->selectedRows(), QStringList({QStringLiteral("4"), QStringLiteral("3"), QStringLiteral("2"), QStringLiteral("1")}));
        QTest::keyClick(table, Qt::Key_Up, Qt::ShiftModifier); // now the current one can be undone
        QTRY_VERIFY(together());
        QCOMPARE(together()->text(), QStringLiteral("Undo 2 selected change(s) \u2026"));
        together()->click();
        QCOMPARE(wishes.size(), std::size_t(1));
        QVERIFY(wishes[0].action == QuickAction::Undo);
        QCOMPARE(wishes[0].entries, (std::vector<std::int64_t> {4, 2}));
        QCOMPARE(table->selectedRows().size(), 3); // a click beside the table loses nothing
    }
    void exportsAllOfIt()
    {
        const auto table = changesTable(demo::journal("prod", now), true, {});
        QCOMPARE(table.texts.size(), std::size_t(5));
        QVERIFY(table.ids.contains(QStringLiteral("before")) && table.ids.contains(QStringLiteral("after")));
        const auto filtered = changesTable(demo::journal("prod", now), true, QStringLiteral("refused"));
        QCOMPARE(filtered.texts.size(), std::size_t(1));
        const QByteArray csv = toCsv(table);
        QVERIFY(csv.contains("maxReplicaCount"));
        QVERIFY(csv.contains("Undo of 1"));
    }
};

QTEST_MAIN(TestJournalRows)
#include "tst_journal_rows.moc"
