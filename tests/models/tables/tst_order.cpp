// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/order.h"

#include <QtTest>

#include <limits>

using namespace loadline;

namespace {

struct Pool {
    std::string id;
    std::optional<double> size;
    bool operator==(const Pool&) const = default;
};

Columns<Pool> poolColumns()
{
    Column<Pool> name;
    name.id = QStringLiteral("name");
    name.text = [](const Pool& pool) { return QString::fromStdString(pool.id); };
    Column<Pool> size;
    size.id = QStringLiteral("size");
    size.text = [](const Pool& pool) { return pool.size ? QString::number(*pool.size) : QStringLiteral("unknown"); };
    size.key = [](const Pool& pool) { return pool.size ? SortKey(*pool.size) : SortKey(); };
    return {name, size};
}

Rows<Pool> pools(std::initializer_list<Pool> list)
{
    Rows<Pool> rows;
    for (const auto& pool : list)
        rows.push_back(std::make_shared<const Pool>(pool));
    return rows;
}

QString names(const Rows<Pool>& rows)
{
    QStringList names;
    for (const auto& row : rows)
        names << QString::fromStdString(row->id);
    return names.join(QLatin1Char(' '));
}

} // namespace

class TestOrder : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void naturally_data();
    void naturally();
    void unknownIsLastBothWays();
    void byTwoColumns();
    void unknownColumnsAreIgnored();
    void filter_data();
    void filter();
};

void TestOrder::naturally_data()
{
    QTest::addColumn<QString>("less");
    QTest::addColumn<QString>("more");
    QTest::newRow("numbers") << "p2" << "p10";
    QTest::newRow("case") << "Alpha" << "beta";
    QTest::newRow("prefix") << "pool" << "pool-1";
    QTest::newRow("long digits") << "n99999999999999999998" << "n99999999999999999999";
    QTest::newRow("inside") << "a2b10" << "a10b2";
    QTest::newRow("empty") << "" << "a";
}

void TestOrder::naturally()
{
    QFETCH(QString, less);
    QFETCH(QString, more);
    QVERIFY(compareNaturally(less.toStdString(), more.toStdString()) < 0);
    QVERIFY(compareNaturally(more.toStdString(), less.toStdString()) > 0);
    QCOMPARE(compareNaturally(less.toStdString(), less.toUpper().toStdString()), 0);
    QCOMPARE(compareKeys(less.toStdString(), more.toStdString(), false), -1);
    QCOMPARE(compareKeys(less.toStdString(), more.toStdString(), true), 1);
}

void TestOrder::unknownIsLastBothWays()
{
    const auto rows = pools({{"none", {}}, {"two", 2}, {"ten", 10}, {"nan", std::numeric_limits<double>::quiet_NaN()}});
    QCOMPARE(names(arrange(rows, poolColumns(), {{{QStringLiteral("size"), false}}, {}})), QStringLiteral("two ten none nan"));
    QCOMPARE(names(arrange(rows, poolColumns(), {{{QStringLiteral("size"), true}}, {}})), QStringLiteral("ten two none nan"));
}

void TestOrder::byTwoColumns()
{
    const auto rows = pools({{"p10", 1}, {"p2", 1}, {"p1", 2}});
    const Order order {{{QStringLiteral("size"), true}, {QStringLiteral("name"), false}}, {}};
    QCOMPARE(names(arrange(rows, poolColumns(), order)), QStringLiteral("p1 p2 p10"));
}

void TestOrder::unknownColumnsAreIgnored()
{
    const auto rows = pools({{"b", 1}, {"a", 1}});
    QCOMPARE(names(arrange(rows, poolColumns(), {{{QStringLiteral("gone"), true}}, {}})), QStringLiteral("b a"));
}

void TestOrder::filter_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("left");
    QTest::newRow("nothing") << "  " << "cpu-10 GPU-2 gpu 14:05";
    QTest::newRow("any case") << "gpu" << "GPU-2 gpu";
    QTest::newRow("all words") << "GPU 2" << "GPU-2";
    QTest::newRow("not") << "-gpu" << "cpu-10 14:05";
    QTest::newRow("a column") << "size:1" << "cpu-10";
    QTest::newRow("not in a column") << "-size:unknown" << "cpu-10 GPU-2";
    QTest::newRow("no such column") << "14:05" << "14:05";
    QTest::newRow("half typed") << "gpu -" << "GPU-2 gpu";
    QTest::newRow("half typed column") << "size:" << "cpu-10 GPU-2 gpu 14:05";
    QTest::newRow("quoted") << "\"gpu-2\"" << "GPU-2";
    QTest::newRow("quoted colon") << "\"14:05\"" << "14:05";
    QTest::newRow("open quote") << "\"gpu" << "GPU-2 gpu";
    QTest::newRow("none") << "zzz" << "";
}

void TestOrder::filter()
{
    QFETCH(QString, words);
    QFETCH(QString, left);
    const auto rows = pools({{"cpu-10", 1}, {"GPU-2", 3}, {"gpu", {}}, {"14:05", {}}});
    QCOMPARE(names(arrange(rows, poolColumns(), {{}, words})), left);
}

QTEST_GUILESS_MAIN(TestOrder)
#include "tst_order.moc"
