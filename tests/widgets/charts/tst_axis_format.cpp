// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/axis_format.h"

#include <QTest>
#include <QTimeZone>

using namespace loadline;

namespace {

QString joined(const std::vector<Tick>& ticks)
{
    QStringList words;
    for (const Tick& tick : ticks)
        words << tick.text;
    return words.join(QLatin1Char('|'));
}

TimePoint berlin(int year, int month, int day, int hour, int minute = 0)
{
    return TimePoint(Millis(QDateTime(QDate(year, month, day), QTime(hour, minute), QTimeZone("Europe/Berlin")).toMSecsSinceEpoch()));
}

}

// Runs with TZ=Europe/Berlin (see CMakeLists.txt): times are the desktop's.
class TestAxisFormat : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void values_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<int>("unit");
        QTest::addColumn<QString>("labels");
        const auto row = [](const char* name, double low, double high, Unit unit, const char* labels) {
            QTest::newRow(name) << low << high << static_cast<int>(unit) << QString::fromUtf8(labels);
        };
        row("replicas to 20", 0, 20, Unit::Replicas, "0|5|10|15|20");
        row("replicas to 21", 0, 21, Unit::Replicas, "0|6|12|18|24");
        row("counts have no halves", 0, 3, Unit::Replicas, "0|1|2|3");
        row("one node", 0, 1, Unit::Nodes, "0|1");
        row("nothing yet", 0, 0, Unit::Replicas, "0|1");
        row("percent", 0, 103, Unit::Percent, "0|30|60|90|120 %");
        row("percent of nothing", 0, 0, Unit::Percent, "0|25|50|75|100 %");
        row("cores", 0, 3.1, Unit::Cores, "0|1|2|3|4 cores");
        row("millicores", 0, 0.31, Unit::Cores, "0|80|160|240|320 m");
        row("bytes", 0, 1.4 * 1073741824, Unit::Bytes, "0.0|0.5|1.0|1.5 GiB");
        row("mebibytes", 0, 700.0 * 1048576, Unit::Bytes, "0|256|512|768 MiB");
        row("rate", 0, 180, Unit::PerSecond, "0|50|100|150|200/s");
        row("thousands", 0, 11000, Unit::None, "0|3,000|6,000|9,000|12,000");
        row("millions", 0, 2.2e6, Unit::None, "0|1|2|3 M");
        row("fractions", 0, 0.034, Unit::None, "0.00|0.01|0.02|0.03|0.04");
        row("seconds", 0, 214, Unit::Duration, "0|60|120|180|240 s");
        row("milliseconds", 0, 0.35, Unit::Duration, "0|100|200|300|400 ms");
        row("minutes", 0, 1900, Unit::Duration, "0|10|20|30|40 min");
        row("under zero", -3, 9, Unit::None, "−3|0|3|6|9");
        row("not a number", 0, std::numeric_limits<double>::quiet_NaN(), Unit::None, "0.00|0.25|0.50|0.75|1.00");
        row("infinite", 0, std::numeric_limits<double>::infinity(), Unit::Nodes, "0|1");
    }
    void values()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(int, unit);
        QFETCH(QString, labels);
        QCOMPARE(joined(valueAxis(low, high, static_cast<Unit>(unit)).ticks).replace(QChar(0x2009), QLatin1Char(' ')), labels);
    }
    void everyAxisHoldsItsValues()
    {
        for (int unit = 0; unit <= static_cast<int>(Unit::Duration); ++unit)
            for (double high = 1e-6; high < 1e15; high *= 1.37) {
                const ValueAxis axis = valueAxis(0, high, static_cast<Unit>(unit));
                QVERIFY(axis.top >= high * (1 - 1e-9));
                QVERIFY2(axis.ticks.size() >= 2 && axis.ticks.size() <= 5, qPrintable(QString::number(high)));
                QCOMPARE(axis.bottom, 0.0);
                const bool count = unit == static_cast<int>(Unit::Nodes) || unit == static_cast<int>(Unit::Replicas);
                QVERIFY(axis.top <= std::max(high * 2.6, count ? 1.0 : 0.0)); // room is not wasted
            }
    }
    void times_data()
    {
        QTest::addColumn<qint64>("from");
        QTest::addColumn<qint64>("to");
        QTest::addColumn<bool>("live");
        QTest::addColumn<QString>("labels");
        const auto row = [](const char* name, TimePoint from, TimePoint to, bool live, const char* labels) {
            QTest::newRow(name) << qint64(from.time_since_epoch().count()) << qint64(to.time_since_epoch().count()) << live
                                << QString::fromUtf8(labels);
        };
        const TimePoint now = berlin(2026, 11, 23, 15, 55);
        using std::chrono::hours;
        row("eight hours", now - hours(8), now, true, "08:00|10:00|12:00|14:00|now");
        row("an hour", now - hours(1), now, true, "15:00|15:15|15:30|15:45|now");
        row("a day", now - hours(24), now, true, "18:00|Mon|06:00|12:00|now");
        row("a week", now - hours(168), now, true, "Tue|Thu|Sat|now");
        row("thirty days", now - hours(720), now, true, "26 Oct|2 Nov|9 Nov|16 Nov|now");
        row("a past day", berlin(2026, 11, 1, 0), berlin(2026, 11, 2, 0), false, "Sun|06:00|12:00|18:00|Mon");
        row("two minutes", berlin(2026, 11, 1, 8), berlin(2026, 11, 1, 8, 2), false, "08:00:00|08:00:30|08:01:00|08:01:30|08:02:00");
        // The clocks go back at 03:00: 06:00 is 06:00 all the same.
        row("end of summer time", berlin(2026, 10, 24, 12), berlin(2026, 10, 25, 12), false, "12:00|18:00|Sun|06:00|12:00");
        row("nothing", now, now, true, "");
        row("backwards", now, now - hours(1), true, "");
    }
    void times()
    {
        QFETCH(qint64, from);
        QFETCH(qint64, to);
        QFETCH(bool, live);
        QFETCH(QString, labels);
        QCOMPARE(joined(timeTicks({TimePoint(Millis(from)), TimePoint(Millis(to))}, live, false, 5)), labels);
    }
    void neverMoreThanFiveTimes()
    {
        const TimePoint now = berlin(2026, 11, 23, 15, 55);
        for (double minutes = 2; minutes < 60.0 * 24 * 400; minutes *= 1.13) {
            const TimeRange range {now - Millis(static_cast<Millis::rep>(minutes * 60000)), now};
            for (const bool live : {true, false}) {
                const auto ticks = timeTicks(range, live, false, 5);
                QVERIFY2(ticks.size() <= 5 && ticks.size() >= 1, qPrintable(QString::number(minutes)));
                for (std::size_t i = 1; i < ticks.size(); ++i)
                    QVERIFY(ticks[i].at > ticks[i - 1].at);
                if (live)
                    QCOMPARE(ticks.back().text, QStringLiteral("now"));
            }
        }
    }
    void utcWhereAsked()
    {
        const TimeRange range {berlin(2026, 11, 23, 8), berlin(2026, 11, 23, 16)};
        QCOMPARE(joined(timeTicks(range, false, true, 5)), QStringLiteral("08:00|10:00|12:00|14:00"));
        QCOMPARE(timeUnderPointer(berlin(2026, 11, 23, 15, 5), range, true), QStringLiteral("14:05"));
        QCOMPARE(timeUnderPointer(berlin(2026, 11, 23, 15, 5), range, false), QStringLiteral("15:05"));
    }
    void pointerTimesAreAsExactAsNeeded()
    {
        const TimePoint at = berlin(2026, 11, 19, 14, 5);
        const TimePoint now = berlin(2026, 11, 23, 15, 55);
        QCOMPARE(timeUnderPointer(at, {now - std::chrono::hours(120), now}, false), QStringLiteral("Thu 14:05"));
        QCOMPARE(timeUnderPointer(at, {now - std::chrono::hours(720), now}, false), QStringLiteral("Thu 19 Nov, 14:05"));
        QCOMPARE(timeUnderPointer(at, {at, at + std::chrono::minutes(5)}, false), QStringLiteral("14:05:00"));
    }
};

QTEST_GUILESS_MAIN(TestAxisFormat)
#include "tst_axis_format.moc"
