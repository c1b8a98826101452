// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/money.h"

#include <QTest>

#include <random>

using namespace loadline;

class TestMoney : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void parses_data();
    void parses();
    void refuses_data();
    void refuses();
    void roundsHalfToEven();
    void pricesTime();
    void scalesWide();
    void splitsToTheLast();
};

void TestMoney::parses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("decimal");
    for (const char* same : {"0", "0.0255", "12", "-3.5", "0.000000000001", "1000000000000000"})
        QTest::newRow(same) << QByteArray(same) << QByteArray(same);
    QTest::newRow("point first") << QByteArray(".5") << QByteArray("0.5");
    QTest::newRow("exponent") << QByteArray("1e-3") << QByteArray("0.001");
    QTest::newRow("trailing zeros") << QByteArray("1.500") << QByteArray("1.5");
    QTest::newRow("plus") << QByteArray("+2") << QByteArray("2");
    QTest::newRow("finer than kept") << QByteArray("0.0000000000015") << QByteArray("0.000000000002");
}

void TestMoney::parses()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, decimal);
    const auto money = Money::parse(text.toStdString());
    QVERIFY(money);
    QCOMPARE(money->decimal(), decimal.toStdString());
}

void TestMoney::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"", "-", ".", "1,000.50", "$5", "1.2.3", "nan", "inf", "1e", "1e99", "12 ", "1e400", "9999999999999999"})
        QTest::newRow(text) << QByteArray(text);
}

void TestMoney::refuses()
{
    QFETCH(QByteArray, text);
    const auto money = Money::parse(text.toStdString());
    QVERIFY(!money);
    QCOMPARE(money.error().kind, Error::Kind::Malformed);
}

void TestMoney::roundsHalfToEven()
{
    QCOMPARE(Money::parse("0.125")->rounded(2), std::string("0.12"));
    QCOMPARE(Money::parse("0.135")->rounded(2), std::string("0.14"));
    QCOMPARE(Money::parse("-0.125")->rounded(2), std::string("-0.12"));
    QCOMPARE(Money::parse("-2.5")->rounded(0), std::string("-2"));
    QCOMPARE(Money::parse("1871.005")->rounded(2), std::string("1871.00"));
    QCOMPARE(Money::fromDouble(0.192).decimal(), std::string("0.192"));
}

void TestMoney::pricesTime()
{
    const Money hourly = *Money::parse("0.192");
    QCOMPARE(hourly.over(std::chrono::hours {730}).decimal(), std::string("140.16"));
    QCOMPARE(hourly.over(Seconds {15}).decimal(), std::string("0.0008"));
    QCOMPARE(hourly.times(*Quantity::parse("1500m")).decimal(), std::string("0.288"));
}

void TestMoney::scalesWide()
{
    // The product is far beyond 128 bits; the quotient is not.
    const Money much = Money::fromWhole(900'000'000'000'000);
    const Int128 wide = Int128(1) << 110;
    QCOMPARE(much.scaled(wide, wide), much);
    QCOMPARE(much.scaled(wide, wide * 3).decimal(), std::string("300000000000000"));
    QCOMPARE((-much).scaled(wide, wide * 9).decimal(), std::string("-100000000000000"));
}

void TestMoney::splitsToTheLast()
{
    std::mt19937_64 random(7);
    for (int round = 0; round < 2000; ++round) {
        std::vector<Int128> weights(1 + random() % 40);
        for (auto& weight : weights)
            weight = round % 5 == 0 ? 0 : Int128(random() % 1'000'000'000) * (round % 3 == 0 ? Int128(1) << 60 : 1);
        const Money total = Money::fromPico(Int128(random() % 1'000'000'000'000'000) - 500'000'000'000'000);
        Money sum;
        const auto parts = split(total, weights);
        for (const Money part : parts)
            sum += part;
        QCOMPARE(parts.size(), weights.size());
        QVERIFY(sum == total);
    }
    const std::vector<Int128> thirds {1, 1, 1};
    const auto parts = split(Money::fromPico(10), thirds);
    QVERIFY(parts[0] == Money::fromPico(4) && parts[1] == Money::fromPico(3) && parts[2] == Money::fromPico(3));
}

QTEST_APPLESS_MAIN(TestMoney)
#include "tst_money.moc"
