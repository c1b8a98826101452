// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/formula.h"

#include <QtTest>

using namespace loadline;

class FormulaTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void formulas_data()
    {
        QTest::addColumn<QString>("formula");
        QTest::addColumn<QString>("fault"); // what its sentence must hold; "": none

        for (const char* fine : {"orders", "(orders + returns) / 2", "max(orders, returns) * 1.5", "-orders + 1e3",
                 "orders > 10 ? orders : returns", "orders ?? 5", "float(orders)", "orders ** 2 % 7 ^ 2",
                 "sum([orders, returns])", "filter([orders, returns], # > 1)[0]", "[orders, returns][1:]",
                 "map([1], {# + orders})", "let both = orders + returns; both / 2", "orders | max(3)",
                 "orders > 1 and not (returns < 2) || !false", "if orders > 1 { orders } else { 0 }",
                 "count([orders], # not in [1, 2]) + 0x1f", R"({a: orders, "b": returns}.a)", "$env[\"orders\"]",
                 "orders /* both */ + returns // in all", "1..3 | sum() + 1_000"})
            QTest::newRow(fine) << fine << "";
        QTest::newRow("unknown name") << "orders + oders" << "oders";
        QTest::newRow("a name with a dash is a difference") << "orders-eu" << "eu";
        QTest::newRow("name of a let too late") << "both; let both = 1; both" << "both";
        QTest::newRow("closing missing") << "(orders + 1" << "lacks a closing )";
        QTest::newRow("opening missing") << "orders + 1)" << "closes with )";
        QTest::newRow("wrong bracket") << "max(orders]" << "closes with ]";
        QTest::newRow("ends early") << "orders +" << "ends where";
        QTest::newRow("begins late") << "* orders" << "missing before “*”";
        QTest::newRow("two operators") << "orders + * 2" << "missing before “*”";
        QTest::newRow("no operator") << "orders returns" << "operator is missing before “returns”";
        QTest::newRow("no operator before a figure") << "orders 2" << "operator is missing before “2”";
        QTest::newRow("quotation") << "orders + 'x" << "quotation";
        QTest::newRow("nothing") << " " << "ends where";
        QTest::newRow("nothing in brackets") << "(orders + )" << "missing before “)”";
    }
    void formulas()
    {
        QFETCH(QString, formula);
        QFETCH(QString, fault);
        const auto found = formulaFault(formula.toStdString(), {"orders", "returns"});
        const QString text = found ? QString::fromStdString(plainText(*found)) : QString();
        QVERIFY2(fault.isEmpty() ? text.isEmpty() : text.contains(fault), qPrintable(text));
    }

    void endsWhateverItIsGiven()
    {
        const std::string all = "let x = a['\"`{[(.,;:?|&!#+-*/ 1e-0x";
        for (std::size_t from = 0; from < all.size(); ++from)
            for (std::size_t count = 0; count <= all.size() - from; ++count)
                static_cast<void>(formulaFault(all.substr(from, count), {"a"}));
    }
};

QTEST_GUILESS_MAIN(FormulaTest)
#include "tst_formula.moc"
