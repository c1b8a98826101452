// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/rates.h"
#include "cost/terms.h"

#include <QTest>

using namespace loadline;

namespace {

Quantity share(const char* text) { return *Quantity::parse(text); }
Money money(const char* text) { return *Money::parse(text); }

} // namespace

class TestTerms : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void discountsCombine()
    {
        Terms terms;
        terms.listDiscount = share("0.3");
        terms.negotiatedDiscount = share("0.1");
        const CostParts paid = terms.pay({money("1"), money("2"), money("4")}, {});
        QCOMPARE(paid.cpu.decimal(), "0.63"); // 1-(1-.3)(1-.1) = .37 off
        QCOMPARE(paid.memory.decimal(), "1.26");
        QCOMPARE(paid.gpu.decimal(), "4"); // GPUs only where the user says so
        terms.discountsGpu = true;
        QCOMPARE(terms.pay({money("1"), money("2"), money("4")}, {}).gpu.decimal(), "2.52");
    }
    void googleClassesOverrideTheListDiscount()
    {
        Terms terms;
        terms.listDiscount = share("0.3");
        Machine machine;
        machine.provider = "gcp";
        machine.capacity = CapacityType::OnDemand;
        const auto discount = [&](const char* type, CapacityType capacity = CapacityType::OnDemand) {
            machine.instanceType = type;
            machine.capacity = capacity;
            return terms.discountOn(machine).decimal();
        };
        QCOMPARE(discount("e2-standard-4"), "0");
        QCOMPARE(discount("n2-standard-4"), "0.2");
        QCOMPARE(discount("n2d-standard-4"), "0.2");
        QCOMPARE(discount("n1-standard-4"), "0.3");
        QCOMPARE(discount("n1-standard-4", CapacityType::Spot), "0");
        terms.googleClasses = false;
        QCOMPARE(discount("e2-standard-4"), "0.3");
    }
    void commitmentsTakeTheirShareOffOnDemand()
    {
        Terms terms;
        terms.committedShare = share("0.5");
        terms.committedDiscount = share("0.4");
        Machine machine;
        machine.capacity = CapacityType::OnDemand;
        QCOMPARE(terms.discountOn(machine).decimal(), "0.2");
        machine.capacity = CapacityType::Reserved;
        QCOMPARE(terms.discountOn(machine).decimal(), "0.4");
        machine.capacity = CapacityType::Spot;
        QCOMPARE(terms.discountOn(machine).decimal(), "0");
    }
    void currenciesConvert()
    {
        const auto euro = parseCurrency("EUR=0.92@2026-11-20");
        QVERIFY(euro.has_value());
        QCOMPARE(euro->code, "EUR");
        QCOMPARE(euro->asOf, "2026-11-20");
        QCOMPARE(euro->of(money("100")).decimal(), "92");
        QCOMPARE(parseCurrency("JPY=151.2")->of(money("0.5")).decimal(), "75.6");
        QVERIFY(!parseCurrency("USD")->converts());
    }
    void badCurrenciesAreRefused_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", "EUR", "EUR=", "EUR=0", "EUR=-1", "EUR=nan", "EUR=92m", "EUR=0,92", "euro=0.92", "EU=1",
                 "EUR=1@", "EUR=1@2026-13-01", "EUR=1@yesterday", "EUR=1e30", "USD=2"})
            QTest::addRow("%s", text) << QString::fromLatin1(text);
    }
    void badCurrenciesAreRefused()
    {
        QFETCH(QString, text);
        QVERIFY(!parseCurrency(text.toStdString()));
    }
    void linesBesideTheNodes()
    {
        Terms terms;
        QVERIFY(linesOf(terms, 3).empty());
        terms.controlPlaneHourly = money("0.1");
        terms.bootDiskGbMonth = money("0.08");
        terms.loadBalancerHourly = money("0.025");
        terms.loadBalancers = 2;
        terms.volumeGbMonth = money("0.073");
        terms.volumeGb = Quantity::fromWhole(1000);
        const auto lines = linesOf(terms, 73);
        QCOMPARE(lines.size(), 4u);
        QCOMPARE(lines[0].hourly.decimal(), "0.1");
        QCOMPARE(lines[1].hourly.decimal(), "0.8"); // 73 nodes * 100 GB * .08 / 730
        QCOMPARE(lines[2].hourly.decimal(), "0.05");
        QCOMPARE(lines[3].hourly.decimal(), "0.1");
        QCOMPARE(terms.perMonth(money("1")).decimal(), "730");
        QCOMPARE(terms.perYear(money("1")).decimal(), "8760");
    }
    void badTermsAreNamed()
    {
        Terms terms;
        QVERIFY(terms.check().has_value());
        terms.negotiatedDiscount = share("1.2");
        QCOMPARE(terms.check().error().where, "negotiatedDiscount");
        terms = {};
        terms.controlPlaneHourly = money("-1");
        QCOMPARE(terms.check().error().where, "controlPlaneHourly");
        terms = {};
        terms.hoursPerMonth = 0;
        QVERIFY(!terms.check());
    }
    void ratesPriceAMachine()
    {
        const Rates rates = defaultRates("azure");
        const auto gib = Quantity::fromWhole(std::int64_t(1) << 30);
        QCOMPARE(priceAt(rates, Quantity::fromWhole(2), gib * 4, Quantity::fromWhole(1), false)->decimal(), "0.1285605");
        QCOMPARE(priceAt(rates, Quantity::fromWhole(2), gib * 4, {}, true)->decimal(), "0.017056");
        QVERIFY(!priceAt(rates, Quantity::fromWhole(2), gib, Quantity::fromWhole(1), true)); // no spot rate of GPUs
        QVERIFY(!priceAt(defaultRates("oracle"), Quantity::fromWhole(2), gib, {}, true));
    }
};

QTEST_GUILESS_MAIN(TestTerms)
#include "tst_terms.moc"
