// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/journal.h"
#include "apply/journal_watch.h"
#include "apply/json_value.h"
#include "quotes.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace loadline;
using namespace loadline::test;

namespace {

JournalEntry sample(const std::string& name = "web")
{
    JournalEntry entry;
    entry.place = {"prod-eu", "https://k8s.example", "shop", "jane", "jdoe"};
    entry.change.ref = {"autoscaling/v2", "HorizontalPodAutoscaler", "shop", name};
    entry.change.before = *readValue(q("{'spec':{'maxReplicas':10}}"));
    entry.change.after = *readValue(q("{'spec':{'maxReplicas':20,'note':'=1+1, \\'x\\''}}"));
    entry.change.why = "=SUM(A1), before the sale";
    entry.begun = std::chrono::floor<Millis>(std::chrono::system_clock::now());
    entry.takenOver = {".spec.maxReplicas (helm)"};
    entry.undoes = 7;
    return entry;
}

Applied done()
{
    Applied applied;
    applied.outcome = Applied::Outcome::Changed;
    applied.stored = *readValue(q("{'spec':{'maxReplicas':20}}"));
    return applied;
}

const TimePoint later {Millis(1'795'000'000'500)};

} // namespace

class JournalTest : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    QString file(const char* name) { return folder_.filePath(QString::fromLatin1(name)); }

private Q_SLOTS:
    void keepsEntriesOverRestarts()
    {
        JournalEntry wanted = sample();
        {
            Journal journal(file("a.sqlite"));
            QVERIFY(!journal.problem());
            wanted.id = *journal.begin(wanted);
            QVERIFY(journal.unfinished().empty()); // under way here
            QVERIFY(journal.complete(wanted.id, later, done()));
        }
        Journal journal(file("a.sqlite"));
        wanted.ended = later;
        wanted.outcome = Applied::Outcome::Changed;
        wanted.stored = done().stored;
        QVERIFY(*journal.entry(wanted.id) == wanted);
        QVERIFY(journal.entry(wanted.id)->canUndo());
        QVERIFY(!journal.entry(wanted.id + 1));
        QVERIFY(!(QFile::permissions(file("a.sqlite")) & (QFileDevice::ReadGroup | QFileDevice::ReadOther)));
    }

    void readsOnlyWhatChanged()
    {
        Journal journal(file("state.sqlite"));
        JournalEntry entry = sample();
        entry.undoes.reset();
        const std::int64_t first = *journal.begin(entry), second = *journal.begin(entry);
        QVERIFY(journal.complete(first, later, done()));
        const JournalState before = journal.state({});
        QCOMPARE(before.entries.size(), std::size_t(2));
        QCOMPARE(before.entries[0]->id, second);
        entry.undoes = first;
        const std::int64_t third = *journal.begin(entry);
        QVERIFY(journal.complete(second, later, done()));
        JournalState now = journal.state(before);
        QCOMPARE(now.entries.size(), std::size_t(3));
        QCOMPARE(now.entries[0]->id, third);
        QVERIFY(now.entries[1] != before.entries[0] && now.entries[1]->ended); // it was completed
        QVERIFY(now.entries[2] == before.entries[1]); // the same object
        QVERIFY(journal.complete(third, later, done()));
        now = journal.state(now);
        QCOMPARE(now.entries[2]->undoneBy, std::optional(third));
        for (const auto& one : now.entries)
            QVERIFY(*one == *journal.entry(one->id));
        QCOMPARE(journal.state(now, 1).entries.size(), std::size_t(1));
    }

    void othersAreSeenWriting_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("file") << file("watched.sqlite");
        QTest::newRow("memory") << QString();
    }
    void othersAreSeenWriting()
    {
        QFETCH(QString, name);
        Journal journal(name);
        JournalWatch watch(journal);
        QTRY_VERIFY(watch.state());
        QVERIFY(watch.state()->entries.empty());
        const std::int64_t own = *journal.begin(sample("own"));
        QTRY_COMPARE(watch.state()->entries.size(), std::size_t(1));
        QVERIFY(journal.complete(own, later, done()));
        watch.look();
        QTRY_VERIFY(watch.state()->entries[0]->ended);
        // Another program, as far as the file can tell: it has a connection of its own.
        Journal other(journal.source());
        QVERIFY(!other.problem());
        QVERIFY(other.begin(sample("foreign")));
        QTRY_COMPARE(watch.state()->entries.size(), std::size_t(2));
        QCOMPARE(watch.state()->entries[0]->change.ref.name, std::string("foreign"));
        QVERIFY(other.remind({0, "prod-eu", sample().change.ref, {}, later, "pause"}));
        QTRY_COMPARE(watch.state()->reminders.size(), std::size_t(1));
        QVERIFY(!journal.entries().empty());
    }

    // What the window's thread does about a thousand entries: nothing that takes longer than a frame.
    void aThousandEntriesBlockNobody()
    {
        Journal journal(file("large.sqlite"));
        JournalEntry entry = sample();
        Value spec = Value::map();
        for (int i = 0; i < 60; ++i)
            spec.set("field" + std::to_string(i), "a value of some length, as manifests have them");
        entry.change.before = spec;
        entry.change.after = spec;
        QSqlQuery many(QSqlDatabase::database(QSqlDatabase::connectionNames().constLast()));
        QVERIFY(journal.begin(entry));
        QVERIFY(many.exec(QStringLiteral("INSERT INTO entry SELECT NULL, begun, begun, context, server, ns, user, person, process, verb, api_version, kind, namespace, name, "
                                         "before, after, why, 'changed', after, NULL, 0, taken_over, NULL FROM entry, (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                                         "WHERE i < 999) SELECT i FROM n)")));
        JournalWatch watch(journal);
        QElapsedTimer clock, whole;
        qint64 longest = 0;
        clock.start();
        whole.start();
        const bool read = QTest::qWaitFor([&] {
            longest = std::max(longest, clock.restart());
            return watch.state() && watch.state()->entries.size() == 1000;
        }, 60000);
        QVERIFY(read);
        // qWaitFor looks every 10 ms. Were it read here, the longest pause would be nearly all of the time.
        QVERIFY2(longest * 2 < whole.elapsed(), qPrintable(QStringLiteral("%1 of %2 ms").arg(longest).arg(whole.elapsed())));
    }

    void keepsErrorsToBeTranslated()
    {
        Journal journal({});
        const auto id = *journal.begin(sample());
        Applied refused;
        refused.outcome = Applied::Outcome::Refused;
        refused.refusal = Refusal {{Error::Kind::Conflict, "Others hold: %1.", "PATCH /x", "Ask them.", {"x"}}, {}, {}};
        QVERIFY(journal.complete(id, {}, refused));
        QVERIFY(*journal.entry(id)->error == refused.refusal->error);
        QVERIFY(!journal.entry(id)->canUndo());
    }

    // What never arrived was refused by nobody.
    void exportsSayWhatWasNotStored()
    {
        Journal journal({});
        Applied refused;
        refused.outcome = Applied::Outcome::Refused;
        QVERIFY(journal.complete(*journal.begin(sample()), {}, refused));
        refused.foundLater = true;
        QVERIFY(journal.complete(*journal.begin(sample()), {}, refused));
        const QByteArray csv = journalCsv(journal.entries());
        QVERIFY2(csv.count(",not stored,") == 1 && csv.count(",refused,") == 1, csv.constData());
    }

    // A program that dies between begin() and complete(): the entry is on the disk, and the next start finds it.
    void aCrashLeavesItsEntry()
    {
        const QString at = file("crash.sqlite");
        QProcess victim;
        victim.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        victim.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--victim"), at});
        QVERIFY(victim.waitForReadyRead(20000));
        QCOMPARE(victim.readAllStandardOutput().trimmed(), QByteArray("begun"));
        Journal journal(at);
        QVERIFY(journal.unfinished().empty()); // it lives: it may still get its answer
        victim.kill();
        QVERIFY(victim.waitForFinished());
        const auto crashed = journal.unfinished();
        QCOMPARE(crashed.size(), std::size_t(1));
        QVERIFY(!crashed[0].ended);
        QCOMPARE(crashed[0].change.ref.name, std::string("victim"));
        QVERIFY(journal.complete(crashed[0].id, {}, done()));
        QVERIFY(journal.unfinished().empty());
    }

    void abandonedEntriesAreUnfinished()
    {
        Journal journal({});
        const auto id = *journal.begin(sample());
        journal.abandon(id);
        QCOMPARE(journal.unfinished().size(), std::size_t(1));
        QVERIFY(!journal.entry(id)->canUndo());
    }

    void tellsWhatWasUndone()
    {
        Journal journal({});
        JournalEntry first = sample();
        first.undoes.reset();
        const auto id = *journal.begin(first);
        QVERIFY(journal.complete(id, {}, done()));
        JournalEntry undo = sample();
        undo.undoes = id;
        const auto undoId = *journal.begin(undo);
        QVERIFY(!journal.entry(id)->undoneBy); // not before it is done
        QVERIFY(journal.complete(undoId, {}, done()));
        QCOMPARE(*journal.entry(id)->undoneBy, undoId);
        QVERIFY(!journal.entry(id)->canUndo());
        QCOMPARE(journal.entries().front().id, undoId);
        QCOMPARE(journal.entries(1).size(), std::size_t(1));
    }

    void neverKeepsSecrets()
    {
        Journal journal({});
        JournalEntry entry = sample();
        entry.change.ref = {"v1", "Secret", "shop", "password"};
        const auto id = journal.begin(entry);
        QVERIFY(!id);
        QVERIFY(id.error().kind == Error::Kind::Unsupported);
        QVERIFY(journal.entries().empty());
    }

    void refusesWhatItCannotKeep()
    {
        QFile broken(file("broken.sqlite"));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write(QByteArray(8192, 'x'));
        broken.close();
        Journal journal(file("broken.sqlite"));
        QVERIFY(journal.problem());
        QVERIFY(!journal.begin(sample()));
        // Damage deep inside is seen by who reads all of it, on a thread of its own.
        {
            Journal sound(file("damaged.sqlite"));
            for (int i = 0; i < 200; ++i)
                QVERIFY(sound.begin(sample(std::string(500, 'n'))));
        }
        QFile damaged(file("damaged.sqlite"));
        QVERIFY(damaged.open(QIODevice::ReadWrite) && damaged.size() > 65536);
        QVERIFY(damaged.seek(damaged.size() / 2 / 4096 * 4096));
        damaged.write(QByteArray(4096, 'x'));
        damaged.close();
        Journal trusting(file("damaged.sqlite"), Journal::Check::Elsewhere);
        QVERIFY(!trusting.problem());
        JournalWatch watch(trusting);
        QTRY_VERIFY(watch.state());
        QVERIFY(watch.state()->problem);
        trusting.distrust(*watch.state()->problem);
        QVERIFY(!trusting.begin(sample()));
        {
            Journal newer(file("newer.sqlite"));
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("test"));
            database.setDatabaseName(file("newer.sqlite"));
            QVERIFY(database.open());
            QVERIFY(QSqlQuery(database).exec(QStringLiteral("PRAGMA user_version = 99")));
            database.close();
        }
        QSqlDatabase::removeDatabase(QStringLiteral("test"));
        Journal newer(file("newer.sqlite"));
        QVERIFY(newer.problem()->kind == Error::Kind::Unsupported);
        QVERIFY(QDir().mkdir(file("folder.sqlite")));
        QVERIFY(Journal(file("folder.sqlite")).problem());
    }

    void remindsOncePerObject()
    {
        Journal journal({});
        Reminder reminder {0, "prod-eu", {"keda.sh/v1alpha1", "ScaledObject", "ml", "batch"}, TimePoint(Millis(1000)),
            TimePoint(Millis(9000)), "the sale"};
        QVERIFY(journal.remind(reminder));
        reminder.due = TimePoint(Millis(5000));
        reminder.id = *journal.remind(reminder);
        QCOMPARE(journal.reminders().size(), std::size_t(1));
        QVERIFY(journal.reminders()[0] == reminder);
        journal.forget("prod-eu", reminder.ref);
        QVERIFY(journal.reminders().empty());
    }

    void exportsForSpreadsheets()
    {
        Journal journal({});
        const auto id = *journal.begin(sample());
        QVERIFY(journal.complete(id, later, done()));
        const QByteArray csv = journalCsv(journal.entries());
        QVERIFY2(csv.contains("'=SUM(A1), before the sale"), csv.constData()); // no formula
        QVERIFY(csv.contains("jdoe"));
        QVERIFY(csv.contains("2026-11-"));
        const QByteArray asJson = journalJson(journal.entries());
        const auto read = readValue(std::string_view(asJson.constData(), std::size_t(asJson.size())));
        QVERIFY(read);
        QCOMPARE((*read)["rows"].items().size(), std::size_t(1));
        QCOMPARE((*read)["rows"].items()[0]["outcome"]["text"].text(), std::string("changed"));
    }
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && QByteArray(argv[1]) == "--victim") {
        Journal journal(QString::fromLocal8Bit(argv[2]));
        if (!journal.begin(sample("victim")))
            return 1;
        std::puts("begun");
        std::fflush(stdout);
        QThread::sleep(60);
        return 0;
    }
    JournalTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_journal.moc"
