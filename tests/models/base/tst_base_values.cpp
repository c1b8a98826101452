// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/latest.h"
#include "base/name.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"

#include <QtTest>

#include <sstream>

using namespace loadline;
using namespace std::chrono;

class TestBaseValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rfc3339_data();
    void rfc3339();
    void notRfc3339_data();
    void notRfc3339();
    void goTime();
    void goDuration_data();
    void goDuration();
    void notGoDuration_data();
    void notGoDuration();
    void unixSeconds();
    void errorsInPlainText();
    void results();
    void secretsStaySecret();
    void secretsAreWiped();
    void latestWins();
};

void TestBaseValues::rfc3339_data()
{
    QTest::addColumn<qint64>("millis");
    QTest::addColumn<QString>("again"); // as formatRfc3339 writes it
    const auto row = [](const char* text, qint64 millis, const char* again) {
        QTest::newRow(text) << millis << QString::fromLatin1(again);
    };
    row("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z");
    row("2026-11-23T15:55:49Z", 1795449349000, "2026-11-23T15:55:49Z");
    row("2026-11-23T15:55:49.5Z", 1795449349500, "2026-11-23T15:55:49.500Z");
    row("2026-11-23T15:55:49.123456789Z", 1795449349123, "2026-11-23T15:55:49.123Z");
    row("2026-11-23T17:55:49+02:00", 1795449349000, "2026-11-23T15:55:49Z");
    row("2026-11-23T10:25:49-05:30", 1795449349000, "2026-11-23T15:55:49Z");
    row("2026-11-23t15:55:49z", 1795449349000, "2026-11-23T15:55:49Z");
    row("2024-02-29T00:00:00Z", 1709164800000, "2024-02-29T00:00:00Z");
    row("1969-12-31T23:59:59Z", -1000, "1969-12-31T23:59:59Z");
}

void TestBaseValues::rfc3339()
{
    QFETCH(qint64, millis);
    QFETCH(QString, again);
    const auto time = parseRfc3339(QTest::currentDataTag());
    QVERIFY(time.has_value());
    QCOMPARE(qint64(time->time_since_epoch().count()), millis);
    QCOMPARE(QString::fromStdString(formatRfc3339(*time)), again);
    QVERIFY(*parseRfc3339(formatRfc3339(*time)) == *time);
}

void TestBaseValues::notRfc3339_data()
{
    QTest::addColumn<int>("unused");
    for (const char* text : {"", "2026", "2026-11-23", "2026-11-23T15:55:49", "2026-13-01T00:00:00Z", "2023-02-29T00:00:00Z",
             "2026-11-23T24:00:00Z", "2026-11-23T15:60:00Z", "2026-11-23T15:55:49.Z", "2026-11-23T15:55:49+2:00",
             "2026-11-23T15:55:49Zx", "2026-11-23T15:55:49+25:00", "yesterday", "-026-11-23T15:55:49Z"})
        QTest::newRow(text) << 0;
}

void TestBaseValues::notRfc3339()
{
    const auto time = parseRfc3339(QTest::currentDataTag());
    QVERIFY(!time);
    QVERIFY(time.error().kind == Error::Kind::Malformed);
}

void TestBaseValues::goTime()
{
    const auto time = parseGoTime("2024-01-10 08:15:30.123456789 +0000 UTC");
    QVERIFY(time.has_value());
    QCOMPARE(formatRfc3339(*time), std::string("2024-01-10T08:15:30.123Z"));
    QCOMPARE(formatRfc3339(*parseGoTime("2024-01-10 10:15:30 +0200 EET")), std::string("2024-01-10T08:15:30Z"));
    QCOMPARE(formatRfc3339(*parseGoTime("2024-01-10 08:15:30.5 +0000 UTC m=+0.012")), std::string("2024-01-10T08:15:30.500Z"));
    for (const char* text : {"", "2024-01-10", "2024-01-10 08:15:30", "2024-01-10T08:15:30Z", "<unknown>"})
        QVERIFY(!parseGoTime(text));
}

void TestBaseValues::goDuration_data()
{
    QTest::addColumn<qint64>("millis");
    QTest::newRow("15s") << qint64(15'000);
    QTest::newRow("15.1s") << qint64(15'100);
    QTest::newRow("1m0s") << qint64(60'000);
    QTest::newRow("1h30m") << qint64(5'400'000);
    QTest::newRow("250ms") << qint64(250);
    QTest::newRow("1500us") << qint64(2);
    QTest::newRow("2µs") << qint64(0);
    QTest::newRow("999999999ns") << qint64(1000);
    QTest::newRow("-2s") << qint64(-2000);
    QTest::newRow("0") << qint64(0);
    QTest::newRow("0s") << qint64(0);
}

void TestBaseValues::goDuration()
{
    QFETCH(qint64, millis);
    const auto duration = parseGoDuration(QTest::currentDataTag());
    QVERIFY(duration.has_value());
    QCOMPARE(qint64(duration->count()), millis);
}

void TestBaseValues::notGoDuration_data()
{
    QTest::addColumn<int>("unused");
    for (const char* text : {"", "15", "s", "1d", "1h-2m", "--1s", "1e5s", "nans", "infs", "1 s", "99999999999999999999h"})
        QTest::newRow(text) << 0;
}

void TestBaseValues::notGoDuration() { QVERIFY(!parseGoDuration(QTest::currentDataTag())); }

void TestBaseValues::unixSeconds()
{
    QCOMPARE(formatRfc3339(fromUnixSeconds(1795449349.5)), std::string("2026-11-23T15:55:49.500Z"));
    QCOMPARE(toUnixSeconds(fromUnixSeconds(1795449349.123)), 1795449349.123);
    QVERIFY(fromUnixSeconds(qQNaN()) == TimePoint {});
    QVERIFY(fromUnixSeconds(1e300) == TimePoint {});
}

void TestBaseValues::errorsInPlainText()
{
    const Error error {Error::Kind::Malformed, "%1 is %2, not %3%.", "file:3", "Write %2 as %9.", {"a", "b"}};
    // What has no argument stays, and an argument's own %1 is not filled again.
    QCOMPARE(plainText(error), std::string("file:3: a is b, not %3%. Write b as %9."));
    QCOMPARE(fillIn("%1%1 %2", {"%2", "x"}), std::string("%2%2 x"));
    QCOMPARE(fillIn("100%", {"x"}), std::string("100%"));
}

void TestBaseValues::results()
{
    const Result<std::string> good = std::string("x");
    const Result<std::string> bad = Error {Error::Kind::Timeout, "late", "", "", {}};
    QVERIFY(good && !bad);
    QCOMPARE(*good, std::string("x"));
    QCOMPARE(bad.value_or("y"), std::string("y"));
    QVERIFY(bad.error().kind == Error::Kind::Timeout);
}

void TestBaseValues::secretsStaySecret()
{
    const Secret secret(std::string("hunter2"));
    std::ostringstream out;
    out << secret << '|' << Secret();
    QCOMPARE(out.str(), std::string("***|"));
    QCOMPARE(secret.reveal(), std::string("hunter2"));
    QVERIFY(secret == Secret(std::string("hunter2")));
    static_assert(!std::is_convertible_v<Secret, std::string>);
    static_assert(!std::is_convertible_v<std::string, Secret>);
}

void TestBaseValues::secretsAreWiped()
{
    // A short text lives inside the string, so that a move leaves a copy behind unless it is wiped.
    alignas(Secret) unsigned char memory[sizeof(Secret)];
    const auto holds = [&](std::string_view text) {
        return std::string_view(reinterpret_cast<const char*>(memory), sizeof memory).find(text) != std::string_view::npos;
    };
    auto* secret = new (memory) Secret(std::string("short-token"));
    QVERIFY(holds("short-token"));
    const Secret moved = std::move(*secret);
    QVERIFY(!holds("hort-token"));
    *secret = moved;
    QVERIFY(holds("short-token"));
    secret->~Secret();
    QVERIFY(!holds("hort-token"));
    QCOMPARE(moved.reveal(), std::string("short-token"));
}

void TestBaseValues::latestWins()
{
    Latest<int> slot;
    QVERIFY(!slot.take());
    QVERIFY(slot.put(std::make_shared<const int>(1)));
    QVERIFY(!slot.put(std::make_shared<const int>(2))); // a wake is under way
    QCOMPARE(*slot.take(), 2);
    QVERIFY(!slot.take());
    QVERIFY(slot.put(std::make_shared<const int>(3)));
}

QTEST_APPLESS_MAIN(TestBaseValues)
#include "tst_base_values.moc"
