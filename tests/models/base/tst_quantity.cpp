// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/quantity.h"

#include <QtTest>

#include <limits>
#include <random>

using namespace loadline;

namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

Quantity parsed(const char* text)
{
    const auto quantity = Quantity::parse(text);
    if (!quantity)
        QTest::qFail(text, __FILE__, __LINE__);
    return quantity.value_or(Quantity());
}

} // namespace

// resource.Quantity of apimachinery, exactly.
class TestQuantity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void values_data();
    void values();
    void refused_data();
    void refused();
    void roundsUp_data();
    void roundsUp();
    void decimal_data();
    void decimal();
    void ends();
    void fromDouble();
    void roundTrip();
    void sumsAreExact();
    void ceilNeverLies();
};

void TestQuantity::values_data()
{
    QTest::addColumn<QString>("nano"); // in nano-units
    const auto row = [](const char* text, const char* nano) { QTest::newRow(text) << QString::fromLatin1(nano); };
    row("0", "0");
    row("-0", "0");
    row("1", "1000000000");
    row("+2", "2000000000");
    row("-3", "-3000000000");
    row(".5", "500000000");
    row("5.", "5000000000");
    row("0.250", "250000000");
    row("250m", "250000000");
    row("12500m", "12500000000");
    row("100u", "100000");
    row("7n", "7");
    row("1.5n", "2"); // finer than a nano-unit: up
    row("-1.5n", "-2"); // away from zero
    row("0.0000000001", "1");
    row("1k", "1000000000000");
    row("1M", "1000000000000000");
    row("2G", "2000000000000000000");
    row("1T", "1000000000000000000000");
    row("1P", "1000000000000000000000000");
    row("1E", "1000000000000000000000000000");
    row("1e3", "1000000000000");
    row("1E3", "1000000000000");
    row("1e+3", "1000000000000");
    row("15e-1", "1500000000");
    row("1E-2", "10000000");
    row("1Ki", "1024000000000");
    row("1.5Gi", "1610612736000000000");
    row("64Mi", "67108864000000000");
    row("1Ti", "1099511627776000000000");
    row("1Pi", "1125899906842624000000000");
    row("1Ei", "1152921504606846976000000000");
    row("0.1Ki", "102400000000");
    row("7.99Ei", "9211842821808707338240000000");
    row("9223372036854775807", "9223372036854775807000000000");
    row("0e400", "0");
    row("1e-400", "1");
    row("00000000000000000000000000001", "1000000000");
    row("1.00000000000000000000000000000000000000", "1000000000");
}

void TestQuantity::values()
{
    QFETCH(QString, nano);
    Int128 wanted = 0;
    for (const QChar c : nano)
        if (c.isDigit())
            wanted = wanted * 10 + c.digitValue();
    if (nano.startsWith(QLatin1Char('-')))
        wanted = -wanted;
    QVERIFY(parsed(QTest::currentDataTag()).nano() == wanted);
}

void TestQuantity::refused_data()
{
    QTest::addColumn<bool>("tooLarge");
    for (const char* text : {"", " ", "-", "+", ".", "m", "1 ", " 1", "1mm", "1ki", "1K", "1KI", "1Kib", "1i", "1e", "1e+",
             "1e1.5", "1.2.3", "--1", "1,5", "0x10", "NaN", "Inf", "1e2m", "1Mi2", "１"})
        QTest::newRow(text) << false;
    for (const char* text : {"1e400", "-1e400", "9223372036854775808", "9223372036854775807001m", "8Ei", "10E", "1e19",
             "1e99999999999999999999", "99999999999999999999999999999999999999999999Ei"})
        QTest::newRow(text) << true;
}

void TestQuantity::refused()
{
    QFETCH(bool, tooLarge);
    const char* text = QTest::currentDataTag();
    const auto quantity = Quantity::parse(text);
    QVERIFY(!quantity);
    QVERIFY(quantity.error().kind == Error::Kind::Malformed);
    QCOMPARE(quantity.error().args, (std::vector<std::string> {text}));
    QCOMPARE(quantity.error().what.find("too large") != std::string::npos, tooLarge);
    QVERIFY(plainText(quantity.error()).find(text) != std::string::npos);
}

void TestQuantity::roundsUp_data()
{
    QTest::addColumn<qint64>("milli");
    QTest::addColumn<qint64>("whole");
    QTest::newRow("0") << qint64(0) << qint64(0);
    QTest::newRow("1n") << qint64(1) << qint64(1);
    QTest::newRow("-1n") << qint64(-1) << qint64(-1);
    QTest::newRow("400u") << qint64(1) << qint64(1); // 0.0004 of a unit is 1 milli to the HPA controller
    QTest::newRow("1m") << qint64(1) << qint64(1);
    QTest::newRow("1001u") << qint64(2) << qint64(1);
    QTest::newRow("999m") << qint64(999) << qint64(1);
    QTest::newRow("1001m") << qint64(1001) << qint64(2);
    QTest::newRow("-1001m") << qint64(-1001) << qint64(-2);
    QTest::newRow("7.99Ei") << qint64(largest) << qint64(9211842821808707339); // milli saturates
    QTest::newRow("-7.99Ei") << qint64(std::numeric_limits<qint64>::min()) << qint64(-9211842821808707339);
}

void TestQuantity::roundsUp()
{
    QFETCH(qint64, milli);
    QFETCH(qint64, whole);
    const Quantity quantity = parsed(QTest::currentDataTag());
    QCOMPARE(qint64(quantity.milli()), milli);
    QCOMPARE(qint64(quantity.whole()), whole);
}

void TestQuantity::decimal_data()
{
    QTest::addColumn<QString>("text");
    const auto row = [](const char* text, const char* shown) { QTest::newRow(text) << QString::fromLatin1(shown); };
    row("0", "0");
    row("250m", "0.25");
    row("1500m", "1.5");
    row("100", "100");
    row("1e3", "1000");
    row("-1n", "-0.000000001");
    row("1.5Ki", "1536");
    row("1234567890.123456789", "1234567890.123456789");
    row("10.010", "10.01");
}

void TestQuantity::decimal()
{
    QFETCH(QString, text);
    QCOMPARE(QString::fromStdString(parsed(QTest::currentDataTag()).decimal()), text);
}

void TestQuantity::ends()
{
    const Quantity end = Quantity::fromWhole(largest);
    QCOMPARE(std::int64_t(end.whole()), largest);
    QVERIFY(end + end > end); // sums of many of the largest keep room in 128 bits
    QCOMPARE(std::int64_t((end + end).whole()), largest);
    QVERIFY(Quantity::fromMilli(1) < Quantity::fromMilli(2));
    QVERIFY(Quantity::fromMilli(1000) == Quantity::fromWhole(1));
}

void TestQuantity::fromDouble()
{
    QVERIFY(Quantity::fromDouble(1.5) == Quantity::fromMilli(1500));
    QVERIFY(Quantity::fromDouble(-0.25) == Quantity::fromMilli(-250));
    for (const double odd : {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
             std::numeric_limits<double>::quiet_NaN(), 1e300, -1e30})
        QVERIFY(Quantity::fromDouble(odd).isZero());
}

void TestQuantity::roundTrip()
{
    std::mt19937_64 random(1);
    for (int i = 0; i < 20'000; ++i) {
        // Magnitudes from a nano-unit to the end of the range.
        const auto shift = random() % 62;
        const Int128 whole = static_cast<Int128>((random() >> 1) >> shift);
        const Int128 nano = whole * (i % 3 == 0 ? 1 : 1'000'000'000) * (i % 2 == 0 ? 1 : -1);
        const Quantity quantity = Quantity::fromNano(nano);
        const auto again = Quantity::parse(quantity.decimal());
        QVERIFY(again.has_value());
        QVERIFY(*again == quantity);
    }
}

void TestQuantity::sumsAreExact()
{
    std::mt19937_64 random(2);
    for (int i = 0; i < 5'000; ++i) {
        const auto a = static_cast<std::int64_t>(random() % 2'000'000'000), b = static_cast<std::int64_t>(random() % 2'000'000'000);
        const Quantity sum = *Quantity::parse(std::to_string(a) + "m") + *Quantity::parse(std::to_string(b) + "m");
        QVERIFY(sum == *Quantity::parse(std::to_string(a + b) + "m"));
        QVERIFY(sum - Quantity::fromMilli(b) == Quantity::fromMilli(a));
        QVERIFY(Quantity::fromMilli(a) * 7 == Quantity::fromMilli(a * 7));
        QCOMPARE(Quantity::fromMilli(a) < Quantity::fromMilli(b), a < b);
    }
}

void TestQuantity::ceilNeverLies()
{
    std::mt19937_64 random(3);
    for (int i = 0; i < 20'000; ++i) {
        const auto nano = static_cast<std::int64_t>(random()) / 2;
        const Quantity quantity = Quantity::fromNano(nano);
        const Int128 milli = quantity.milli();
        const Int128 magnitude = nano < 0 ? -Int128(nano) : Int128(nano);
        const Int128 up = (milli < 0 ? -milli : milli) * 1'000'000;
        QVERIFY(up >= magnitude && up - magnitude < 1'000'000);
        QVERIFY(milli == 0 || (milli < 0) == (nano < 0));
    }
}

QTEST_APPLESS_MAIN(TestQuantity)
#include "tst_quantity.moc"
