// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/cron.h"

#include <QTest>

using namespace loadline;

namespace {

TimePoint t(const char* text)
{
    return parseRfc3339(text).value();
}

QString textOf(const std::optional<TimePoint>& time)
{
    return time ? QString::fromStdString(formatRfc3339(*time)) : QStringLiteral("never");
}

Trigger cronTrigger(const char* zone, const char* start, const char* end)
{
    Trigger trigger;
    trigger.type = "cron";
    trigger.metadata = {{"desiredReplicas", "5"}, {"end", end}, {"start", start}, {"timezone", zone}};
    return trigger;
}

} // namespace

class CronTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsFields()
    {
        const auto schedule = parseCron("*/20 9-17/4,22 1,15 jan-mar MON-Fri").value();
        QCOMPARE(schedule.minutes, (1ull << 0) | (1ull << 20) | (1ull << 40));
        QCOMPARE(schedule.hours, (1u << 9) | (1u << 13) | (1u << 17) | (1u << 22));
        QCOMPARE(schedule.days, (1u << 1) | (1u << 15));
        QCOMPARE(schedule.months, (1u << 1) | (1u << 2) | (1u << 3));
        QCOMPARE(schedule.weekdays, (1u << 1) | (1u << 2) | (1u << 3) | (1u << 4) | (1u << 5));
        QVERIFY(!schedule.anyDay && !schedule.anyWeekday);
    }

    void fromANumberWithAStepToTheEnd()
    {
        QCOMPARE(parseCron("50/5 * * * *").value().minutes, (1ull << 50) | (1ull << 55));
    }

    void refusesWhatKedaRefuses_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *",
                                 "* * * 13 *", "* * * * 7", "*/0 * * * *", "5-1 * * * *", "a * * * *", "@daily",
                                 "1,,2 * * * *", "* * * foo *", "-5 * * * *", "1- * * * *"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void refusesWhatKedaRefuses()
    {
        QFETCH(QString, text);
        const auto parsed = parseCron(text.toStdString());
        QVERIFY(!parsed.has_value());
        QVERIFY(parsed.error().kind == Error::Kind::Malformed);
    }

    void nextFires_data()
    {
        QTest::addColumn<QString>("schedule");
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* schedule, const char* zone, const char* after,
                            const char* expected) {
            QTest::newRow(name) << schedule << zone << after << expected;
        };
        row("strictly after", "0 9 * * *", "UTC", "2026-11-23T09:00:00Z", "2026-11-24T09:00:00Z");
        row("seconds are dropped", "0 9 * * *", "UTC", "2026-11-23T08:59:59.5Z", "2026-11-23T09:00:00Z");
        row("in its zone", "0 9 * * 1-5", "America/New_York", "2026-11-21T00:00:00Z", "2026-11-23T14:00:00Z");
        row("summer time", "0 9 * * 1-5", "America/New_York", "2026-07-03T14:00:00Z", "2026-07-06T13:00:00Z");
        row("half-hour zone", "0 9 * * *", "Asia/Kolkata", "2026-11-23T00:00:00Z", "2026-11-23T03:30:00Z");
        // Berlin 2026-03-29: 02:00 becomes 03:00; 2026-10-25: 03:00 becomes 02:00.
        row("the gap has no 02:30", "30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-30T00:30:00Z");
        row("before the gap", "30 1 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T00:30:00Z");
        row("overlap, first", "30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z");
        row("overlap, again", "30 2 * * *", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z");
        row("after the overlap", "30 2 * * *", "Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-26T01:30:00Z");
        row("midnight that is skipped", "0 1 6 9 *", "America/Santiago", "2026-09-05T12:00:00Z", "2026-09-06T04:00:00Z");
        row("leap day", "0 0 29 2 *", "UTC", "2026-03-01T00:00:00Z", "2028-02-29T00:00:00Z");
        row("never", "0 0 31 2 *", "UTC", "2026-03-01T00:00:00Z", "never");
        row("day or weekday", "0 0 13 * 5", "UTC", "2026-11-10T00:00:00Z", "2026-11-13T00:00:00Z");
        row("day or weekday, weekday", "0 0 13 * 5", "UTC", "2026-11-13T00:00:00Z", "2026-11-20T00:00:00Z");
        row("a star makes it and", "0 0 * * 5", "UTC", "2026-11-13T00:00:00Z", "2026-11-20T00:00:00Z");
        row("year's end", "0 0 1 1 *", "UTC", "2026-11-13T00:00:00Z", "2027-01-01T00:00:00Z");
    }
    void nextFires()
    {
        QFETCH(QString, schedule);
        QFETCH(QString, zone);
        QFETCH(QString, after);
        const auto parsed = parseCron(schedule.toStdString()).value();
        const auto next = nextFire(parsed, zone.toStdString(), t(after.toLatin1()));
        QVERIFY(next.has_value());
        QTEST(textOf(*next), "expected");
    }

    void anUnknownZoneIsAnError()
    {
        const auto next = nextFire(parseCron("* * * * *").value(), "Mars/Olympus", t("2026-01-01T00:00:00Z"));
        QVERIFY(!next.has_value());
        QVERIFY(next.error().kind == Error::Kind::NotFound);
        QCOMPARE(next.error().args.at(0), std::string("Mars/Olympus"));
    }

    void windows_data()
    {
        QTest::addColumn<QString>("start");
        QTest::addColumn<QString>("end");
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QString>("now");
        QTest::addColumn<bool>("active");
        const auto row = [](const char* name, const char* start, const char* end, const char* zone, const char* now,
                            bool active) { QTest::newRow(name) << start << end << zone << now << active; };
        const char* nine = "0 9 * * 1-5";
        const char* six = "0 18 * * 1-5";
        row("before work", nine, six, "America/New_York", "2026-11-23T13:59:00Z", false);
        row("at nine", nine, six, "America/New_York", "2026-11-23T14:00:00Z", true);
        row("at work", nine, six, "America/New_York", "2026-11-23T20:00:00Z", true);
        row("at six", nine, six, "America/New_York", "2026-11-23T23:00:00Z", false);
        row("weekend", nine, six, "America/New_York", "2026-11-22T18:00:00Z", false);
        row("over midnight", "0 22 * * *", "0 6 * * *", "UTC", "2026-11-23T23:00:00Z", true);
        row("over midnight, day", "0 22 * * *", "0 6 * * *", "UTC", "2026-11-23T12:00:00Z", false);
        row("both next fires at once count as active", "0 9 * * *", "0 9,18 * * *", "UTC", "2026-11-23T20:00:00Z", true);
        row("an end that never comes", "0 9 * * *", "0 0 31 2 *", "UTC", "2026-11-23T12:00:00Z", false);
        row("a start that never comes", "0 0 31 2 *", "0 9 * * *", "UTC", "2026-11-23T12:00:00Z", true);
        row("neither comes", "0 0 31 2 *", "0 0 30 2 *", "UTC", "2026-11-23T12:00:00Z", true);
    }
    void windows()
    {
        QFETCH(QString, start);
        QFETCH(QString, end);
        QFETCH(QString, zone);
        QFETCH(QString, now);
        const auto window = cronWindow(cronTrigger(zone.toLatin1(), start.toLatin1(), end.toLatin1())).value();
        QTEST(stateAt(window, t(now.toLatin1())).active, "active");
    }

    void clocksChange()
    {
        const TimeRange year {t("2026-01-01T00:00:00Z"), t("2027-01-01T00:00:00Z")};
        const auto berlin = clockChanges("Europe/Berlin", year);
        QCOMPARE(berlin.size(), std::size_t(2));
        QCOMPARE(textOf(berlin[0].at), QStringLiteral("2026-03-29T01:00:00Z"));
        QVERIFY(berlin[0].skips() && !berlin[1].skips());
        QVERIFY(clockChanges("Asia/Tokyo", year).empty());
        QVERIFY(clockChanges("Mars/Olympus", year).empty());
        const auto hits = [&](const char* schedule, const ClockChange& change) { return isHitBy(parseCron(schedule).value(), change); };
        QVERIFY(hits("30 2 * * *", berlin[0]) && hits("0 2 * * *", berlin[0]) && hits("59 2 29 3 *", berlin[0]));
        QVERIFY(!hits("0 3 * * *", berlin[0]) && !hits("59 1 * * *", berlin[0]) && !hits("30 2 * * 1-6", berlin[0]));
        QVERIFY(hits("30 2 * * 0", berlin[1]) && !hits("30 2 * 3 *", berlin[1]));
        // Elsewhere another hour is skipped, and on Lord Howe half of one.
        QVERIFY(hits("30 1 * * *", clockChanges("Europe/London", year)[0]));
        QVERIFY(!hits("30 2 * * *", clockChanges("Europe/London", year)[0]));
        const auto howe = clockChanges("Australia/Lord_Howe", year);
        QVERIFY(!howe[0].skips() && hits("45 1 * * *", howe[0]) && !hits("15 1 * * *", howe[0]));
    }

    void theWeekStrip()
    {
        const auto window = cronWindow(cronTrigger("Europe/Berlin", "0 9 * * 1-5", "0 18 * * 1-5")).value();
        const auto week = weekOf("Europe/Berlin", t("2026-10-23T12:00:00Z")).value();
        QCOMPARE(textOf(week.from), QStringLiteral("2026-10-18T22:00:00Z"));
        QCOMPARE(textOf(week.to), QStringLiteral("2026-10-25T23:00:00Z")); // a week with 169 hours
        const auto spans = activeSpans(window, week);
        QCOMPARE(spans.size(), std::size_t(5));
        QCOMPARE(textOf(spans[0].from), QStringLiteral("2026-10-19T07:00:00Z"));
        QCOMPARE(textOf(spans[4].to), QStringLiteral("2026-10-23T16:00:00Z"));
    }

    void spansAreCutAndJoined()
    {
        const auto night = cronWindow(cronTrigger("UTC", "0 22 * * *", "0 6 * * *")).value();
        const auto spans = activeSpans(night, {t("2026-11-23T00:00:00Z"), t("2026-11-24T00:00:00Z")});
        QCOMPARE(spans.size(), std::size_t(2));
        QCOMPARE(textOf(spans[0].to), QStringLiteral("2026-11-23T06:00:00Z"));
        QCOMPARE(textOf(spans[1].from), QStringLiteral("2026-11-23T22:00:00Z"));
        // A start every hour inside the window does not cut the span.
        const auto busy = cronWindow(cronTrigger("UTC", "0 9-12 * * *", "0 18 * * *")).value();
        QCOMPARE(activeSpans(busy, {t("2026-11-23T00:00:00Z"), t("2026-11-24T00:00:00Z")}).size(), std::size_t(1));
    }

    void brokenTriggersSayWhat()
    {
        auto trigger = cronTrigger("Europe/Berlin", "0 9 * * *", "0 9 * * *");
        QVERIFY(cronWindow(trigger).error().kind == Error::Kind::Malformed);
        trigger.metadata[3].second = "";
        QCOMPARE(cronWindow(trigger).error().args.at(0), std::string("timezone"));
        QVERIFY(cronWindow(cronTrigger("Nowhere", "0 9 * * *", "0 10 * * *")).error().kind == Error::Kind::NotFound);
        QVERIFY(!cronWindow(cronTrigger("UTC", "0 9 * *", "0 10 * * *")).has_value());
    }
};

QTEST_APPLESS_MAIN(CronTest)
#include "tst_cron.moc"
