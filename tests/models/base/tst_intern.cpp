// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/intern.h"

#include <QtTest>

using namespace loadline;

class TestIntern : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textsAreShared();
    void labelsAreSortedAndShared();
    void valuesAreShared();
    void cachedIsMadeOnce();
    void dropsWhatNobodyHolds();
    void sweepsByItself();
};

void TestIntern::textsAreShared()
{
    Interner pool;
    const Text a = pool.text("ml-platform"), b = pool.text(std::string("ml-platform"));
    QCOMPARE(&a.str(), &b.str());
    QVERIFY(a == b && a == Text(std::string("ml-platform")) && a == std::string_view("ml-platform"));
    QVERIFY(pool.text("").empty());
    QVERIFY(Text() == pool.text(""));
    QVERIFY(pool.text("a") < pool.text("b"));
}

void TestIntern::labelsAreSortedAndShared()
{
    Interner pool;
    const auto make = [&] { return Labels {{pool.text("tier"), pool.text("web")}, {pool.text("app"), pool.text("x")}}; };
    const auto one = pool.labels(make()), two = pool.labels(make());
    QCOMPARE(one.get(), two.get());
    QCOMPARE(one->front().first.str(), std::string("app"));
    QCOMPARE(*find(*one, "tier"), std::string("web"));
    QVERIFY(!find(*one, "none"));
    QVERIFY(pool.labels({}) && pool.labels({}) == pool.labels({}));
}

void TestIntern::valuesAreShared()
{
    Interner pool;
    const auto a = pool.share<std::string>(7, "x"), b = pool.share<std::string>(7, "x"), other = pool.share<std::string>(7, "y");
    QVERIFY(a == b && a != other);
    QCOMPARE(*pool.share<int>(7, 3), 3); // another type under the same hash
}

void TestIntern::cachedIsMadeOnce()
{
    Interner pool;
    int made = 0;
    const auto make = [&] {
        ++made;
        return std::make_shared<const int>(made);
    };
    const auto a = pool.cached<int>("key", make), b = pool.cached<int>("key", make);
    QVERIFY(a == b);
    QCOMPARE(made, 1);
    QCOMPARE(*pool.cached<std::string>("key", [] { return std::make_shared<const std::string>("s"); }), std::string("s"));
    // Null says that it could not be made: the next asks again.
    int asked = 0;
    const auto fail = [&]() -> std::shared_ptr<const int> {
        ++asked;
        return nullptr;
    };
    QVERIFY(!pool.cached<int>("broken", fail));
    QVERIFY(!pool.cached<int>("broken", fail));
    QCOMPARE(asked, 2);
}

void TestIntern::dropsWhatNobodyHolds()
{
    Interner pool;
    const Text kept = pool.text("kept");
    {
        const auto labels = pool.labels({{pool.text("a"), pool.text("b")}});
        const auto cached = pool.cached<Labels>("c", [&] {
            return std::make_shared<const Labels>(Labels {{pool.text("c"), pool.text("d")}});
        });
        pool.sweep();
        QCOMPARE(pool.size(), std::size_t(7)); // five texts, a set and a cached set
    }
    pool.sweep();
    QCOMPARE(pool.size(), std::size_t(1));
    QCOMPARE(kept.str(), std::string("kept"));
}

void TestIntern::sweepsByItself()
{
    Interner pool;
    for (int i = 0; i < 200'000; ++i) {
        pool.text("pod-" + std::to_string(i));
        pool.cached<int>("shape-" + std::to_string(i), [&] { return std::make_shared<const int>(i); });
    }
    QVERIFY2(pool.size() <= 2 * 4096 + 2, qPrintable(QString::number(pool.size())));
    // What is held is never dropped, and sweeps come ever more seldom.
    std::vector<Text> held;
    for (int i = 0; i < 50'000; ++i)
        held.push_back(pool.text("held-" + std::to_string(i)));
    QVERIFY(pool.size() >= held.size());
    QCOMPARE(&pool.text("held-1").str(), &held[1].str());
}

QTEST_APPLESS_MAIN(TestIntern)
#include "tst_intern.moc"
