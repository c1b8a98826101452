// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/wording.h"

#include <QRegularExpression>
#include <QtTest>

#include <limits>

using namespace loadline;
using namespace std::chrono_literals;

namespace {

// Thin spaces as "_" and the minus sign as "-", so that the expectations can be read.
QString plain(QString text)
{
    return text.replace(QChar(0x2009), QLatin1Char('_')).replace(QChar(0x2212), QLatin1Char('-'));
}

Quantity quantity(const char* text) { return Quantity::parse(text).value(); }

} // namespace

Q_DECLARE_METATYPE(loadline::Unit)

class TestWording : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void figures_data();
    void figures();
    void quantities_data();
    void quantities();
    void neverInMilliOrPowers();
    void pairs();
    void ages();
    void lengths();
    void moments();
    void sentences();
};

void TestWording::figures_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<Unit>("unit");
    QTest::addColumn<QString>("text");
    const auto row = [](double value, Unit unit, const char* text) {
        QTest::newRow(text) << value << unit << QString::fromLatin1(text);
    };
    row(0, Unit::None, "0");
    row(1525, Unit::None, "1,525");
    row(999999, Unit::None, "999,999");
    row(1'000'000, Unit::None, "1_M");
    row(1'525'000, Unit::None, "1.53_M");
    row(999'999'999, Unit::None, "1_G");
    row(12.345, Unit::None, "12.3");
    row(99.97, Unit::None, "100");
    row(1525.4, Unit::None, "1,525");
    row(0.1, Unit::None, "0.1");
    row(0.05, Unit::None, "0.05");
    row(0.0004, Unit::None, "0.0004");
    row(0.00001, Unit::None, "1e-05");
    row(-3.5, Unit::None, "-3.5");
    row(8, Unit::Replicas, "8");
    row(12'000, Unit::Nodes, "12,000");
    row(0, Unit::Cores, "0_cores");
    row(0.25, Unit::Cores, "250_m");
    row(0.0004, Unit::Cores, "0.4_m");
    row(0.9999, Unit::Cores, "1_core");
    row(1, Unit::Cores, "1_core");
    row(1.5, Unit::Cores, "1.5_cores");
    row(1234.5, Unit::Cores, "1,235_cores");
    row(0, Unit::Bytes, "0_B");
    row(512, Unit::Bytes, "512_B");
    row(1023.6, Unit::Bytes, "1_KiB");
    row(1536.0 * 1024 * 1024, Unit::Bytes, "1.5_GiB");
    row(297'164'212, Unit::Bytes, "283_MiB");
    row(140, Unit::Percent, "140_%");
    row(0, Unit::Percent, "0_%");
    row(0.5, Unit::Percent, "0.5_%");
    row(180, Unit::PerSecond, "180/s");
    row(2'500'000, Unit::PerSecond, "2.5_M/s");
    row(214, Unit::Duration, "214_s");
    row(0.2, Unit::Duration, "200_ms");
    row(900, Unit::Duration, "15_min");
    row(7 * 3600, Unit::Duration, "7_h");
    row(3 * 86400, Unit::Duration, "3_d");
    row(std::numeric_limits<double>::quiet_NaN(), Unit::Percent, "unknown");
}

void TestWording::figures()
{
    QFETCH(double, value);
    QFETCH(Unit, unit);
    QFETCH(QString, text);
    QCOMPARE(plain(figure(value, unit)), text);
}

void TestWording::quantities_data()
{
    QTest::addColumn<QString>("quantity");
    QTest::addColumn<Unit>("unit");
    QTest::addColumn<QString>("text");
    QTest::newRow("millis of a plain metric") << "1525m" << Unit::None << "1.53";
    QTest::newRow("millis above a hundred") << "95312m" << Unit::None << "95.3";
    QTest::newRow("millis of a rate") << "180250m" << Unit::PerSecond << "180/s";
    QTest::newRow("millis of a core") << "425m" << Unit::Cores << "425_m";
    QTest::newRow("more millis than a core") << "1525m" << Unit::Cores << "1.53_cores";
    QTest::newRow("milli-bytes") << "104857600000m" << Unit::Bytes << "100_MiB";
    QTest::newRow("nanos") << "123456789n" << Unit::Cores << "123_m";
    QTest::newRow("latency") << "200m" << Unit::Duration << "200_ms";
}

void TestWording::quantities()
{
    QFETCH(QString, quantity);
    QFETCH(Unit, unit);
    QFETCH(QString, text);
    QCOMPARE(plain(figure(::quantity(quantity.toLatin1().constData()), unit)), text);
}

void TestWording::neverInMilliOrPowers()
{
    const QRegularExpression milli(QStringLiteral("[0-9]m$"));
    for (const auto unit : {Unit::None, Unit::Replicas, Unit::Cores, Unit::Bytes, Unit::Percent, Unit::PerSecond, Unit::Duration}) {
        for (double value = 0.001; value < 1e14; value *= 1.37) {
            const auto text = figure(value, unit);
            QVERIFY2(!text.contains(milli), qPrintable(text));
            QVERIFY2(!text.contains(QLatin1Char('e')) || text.contains(QStringLiteral("core")), qPrintable(text));
            QVERIFY2(text.size() <= 24, qPrintable(text));
        }
    }
}

void TestWording::pairs()
{
    QCOMPARE(plain(figureOf(8, 10, Unit::Replicas)), QStringLiteral("8 of 10"));
    QCOMPARE(plain(figureOf(140, 70, Unit::Percent)), QStringLiteral("140_% of 70_%"));
    QCOMPARE(plain(figureOf(180, 100, Unit::PerSecond)), QStringLiteral("180/s of 100/s"));
    QCOMPARE(plain(figureOf(0.25, 0.5, Unit::Cores)), QStringLiteral("250 of 500_m"));
    QCOMPARE(plain(figureOf(0.25, 2, Unit::Cores)), QStringLiteral("250_m of 2_cores"));
    QCOMPARE(plain(figureOf(1.5 * 1073741824, 2.0 * 1073741824, Unit::Bytes)), QStringLiteral("1.5 of 2_GiB"));
    QCOMPARE(plain(figureOf({}, 70, Unit::Percent)), QStringLiteral("unknown of 70_%"));
    QCOMPARE(plain(figureOf(0, 70, Unit::Percent)), QStringLiteral("0_% of 70_%"));
    QCOMPARE(plain(figureOf(0, {}, Unit::None)), QStringLiteral("0 of unknown"));
}

void TestWording::ages()
{
    QCOMPARE(plain(age(500ms)), QStringLiteral("now"));
    QCOMPARE(plain(age(-5s)), QStringLiteral("now")); // a clock that runs ahead
    QCOMPARE(plain(age(12s)), QStringLiteral("12_s"));
    QCOMPARE(plain(age(59'999ms)), QStringLiteral("59_s"));
    QCOMPARE(plain(age(31min + 59s)), QStringLiteral("31_min"));
    QCOMPARE(plain(age(2h + 59min)), QStringLiteral("2_h"));
    QCOMPARE(plain(age(49h)), QStringLiteral("2_d"));
    QCOMPARE(ageSince({}, TimePoint(10s)), QStringLiteral("unknown"));
    QCOMPARE(plain(ageSince(TimePoint(10s), TimePoint(70s))), QStringLiteral("1_min"));
}

void TestWording::lengths()
{
    QCOMPARE(plain(length(3min + 20s)), QStringLiteral("3_min 20_s"));
    QCOMPARE(plain(length(300s)), QStringLiteral("5_min"));
    QCOMPARE(plain(length(15s)), QStringLiteral("15_s"));
    QCOMPARE(plain(length(25h)), QStringLiteral("1_d 1_h"));
    QCOMPARE(plain(length(24h + 5min)), QStringLiteral("1_d"));
    QCOMPARE(plain(length(100ms)), QStringLiteral("0_s"));
}

void TestWording::moments()
{
    const auto at = [](const char* text) { return parseRfc3339(text).value(); };
    const auto now = at("2026-11-23T15:55:49Z"); // a Monday
    QCOMPARE(moment(at("2026-11-23T14:05:59Z"), now, true), QStringLiteral("14:05"));
    QCOMPARE(moment(at("2026-11-22T14:05:00Z"), now, true), QStringLiteral("Sun 14:05"));
    QCOMPARE(moment(at("2026-11-27T09:00:00Z"), now, true), QStringLiteral("Fri 09:00"));
    QCOMPARE(moment(at("2026-11-16T14:05:00Z"), now, true), QStringLiteral("16 Nov 14:05"));
    QCOMPARE(moment(at("2025-11-23T14:05:00Z"), now, true), QStringLiteral("23 Nov 2025 14:05"));
    QCOMPARE(isoUtc(at("2026-11-23T15:55:49.250Z")), QStringLiteral("2026-11-23T15:55:49Z"));
}

void TestWording::sentences()
{
    const Error error {Error::Kind::NotFound, "%1 does not exist, nor does %2.", "/x", "Look for %1.", {"a %2 b", "c"}};
    QCOMPARE(sentence(error), QStringLiteral("a %2 b does not exist, nor does c."));
    QCOMPARE(hint(error), QStringLiteral("Look for a %2 b."));
    QCOMPARE(hint(Error {}), QString());
}

QTEST_GUILESS_MAIN(TestWording)
#include "tst_wording.moc"
