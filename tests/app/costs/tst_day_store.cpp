// SPDX-License-Identifier: GPL-3.0-or-later
#include "costs/day_store.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace loadline;

class TestDayStore : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keepsDays();
    void tellsSourcesApart();
    void movesDamageAside();
    void fallsBackToMemory();
};

namespace {

UsageDay sample(int date, int count)
{
    UsageDay day;
    day.day = TimePoint {} + (20'000 + date) * dayLength;
    day.covered = {{0, 3'600'000}};
    MachineDay machine;
    machine.machine.pool = "cpu";
    machine.machine.instanceType = "m6i.xlarge";
    machine.runs = {{0, 3'600'000, count}};
    machine.price.hourly = *Money::parse("0.192");
    machine.price.source = PriceSource::Karpenter;
    day.machines = {machine};
    day.origin = SeriesOrigin::Prometheus;
    return day;
}

TimeRange all()
{
    return {TimePoint {} + 20'000 * dayLength, TimePoint {} + 20'100 * dayLength};
}

} // namespace

void TestDayStore::keepsDays()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("sub/days.sqlite"));
    {
        DayStore store(file);
        store.write("prod", "a", sample(2, 3));
        store.write("prod", "a", sample(1, 2));
        store.write("prod", "a", sample(2, 4)); // again: the later holds
        QVERIFY(store.takeProblems().empty());
    }
    DayStore store(file);
    const auto days = store.read("prod", "a", all());
    QCOMPARE(days.size(), std::size_t(2));
    QVERIFY(days[0] == sample(1, 2));
    QVERIFY(days[1] == sample(2, 4));
    QCOMPARE(store.read("prod", "a", {sample(2, 0).day, sample(2, 0).day}).size(), std::size_t(1));
    store.dropBefore(sample(2, 0).day);
    QCOMPARE(store.read("prod", "a", all()).size(), std::size_t(1));
}

void TestDayStore::tellsSourcesApart()
{
    DayStore store({});
    store.write("prod", "a", sample(1, 2));
    QVERIFY(store.read("prod", "b", all()).empty());
    QVERIFY(store.read("staging", "a", all()).empty());
    QCOMPARE(store.read("prod", "a", all()).size(), std::size_t(1));
}

void TestDayStore::movesDamageAside()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("days.sqlite"));
    QFile broken(file);
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write(QByteArray(8192, 'x'));
    broken.close();
    DayStore store(file);
    const auto problems = store.takeProblems();
    QCOMPARE(problems.size(), std::size_t(1));
    QVERIFY(QFile::exists(QString::fromStdString(problems[0].args.at(0))));
    store.write("prod", "a", sample(1, 2));
    QCOMPARE(store.read("prod", "a", all()).size(), std::size_t(1));
}

void TestDayStore::fallsBackToMemory()
{
    QTemporaryDir folder; // a folder where the file should be: neither opened nor moved over
    QFile blocker(folder.filePath(QStringLiteral("file")));
    QVERIFY(blocker.open(QIODevice::WriteOnly));
    DayStore store(folder.filePath(QStringLiteral("file/days.sqlite")));
    QCOMPARE(store.takeProblems().size(), std::size_t(1));
    store.write("prod", "a", sample(1, 2));
    QCOMPARE(store.read("prod", "a", all()).size(), std::size_t(1));
}

QTEST_GUILESS_MAIN(TestDayStore)
#include "tst_day_store.moc"
