// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/shard.h"

#include <QTest>

#include <map>
#include <random>

using namespace loadline;

namespace {

ObjectPtr object(const std::string& ns, const std::string& name, const std::string& version = "1")
{
    Object made;
    made.meta.ns = Text(ns);
    made.meta.name = name;
    made.meta.resourceVersion = version;
    return std::make_shared<const Object>(std::move(made));
}

std::vector<std::string> namesOf(Shard& shard)
{
    std::vector<std::string> names;
    for (const auto& row : *shard.table())
        names.push_back(row->meta.ns.str() + '/' + row->meta.name + '@' + row->meta.resourceVersion);
    return names;
}

using Names = std::vector<std::string>;

} // namespace

class ShardTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keepsTheOldTableUntilTheListIsComplete()
    {
        Shard shard;
        shard.begin();
        shard.put(object("b", "x"), true);
        shard.put(object("a", "y"), true);
        QVERIFY(shard.table()->empty());
        shard.swap();
        QCOMPARE(namesOf(shard), (Names {"a/y@1", "b/x@1"}));
        shard.begin();
        shard.put(object("c", "z"), true);
        QCOMPARE(namesOf(shard), (Names {"a/y@1", "b/x@1"}));
        shard.drop();
        shard.begin();
        shard.put(object("d", "z"), true);
        shard.swap();
        QCOMPARE(namesOf(shard), (Names {"d/z@1"}));
    }

    void theLastChangeOfAnObjectHolds()
    {
        Shard shard;
        shard.put(object("a", "x", "1"), false);
        shard.put(object("a", "x", "2"), false);
        shard.remove("a", "gone", false);
        shard.put(object("a", "back", "1"), false);
        shard.remove("a", "back", false);
        shard.put(object("a", "back", "3"), false);
        shard.put(object("a", "away", "1"), false);
        shard.remove("a", "away", false);
        QCOMPARE(namesOf(shard), (Names {"a/back@3", "a/x@2"}));
        QVERIFY(!shard.changed());
        shard.remove("a", "x", false);
        QVERIFY(shard.changed());
        QCOMPARE(namesOf(shard), (Names {"a/back@3"}));
    }

    void aTableOnceGivenNeverChanges()
    {
        Shard shard;
        shard.put(object("a", "x", "1"), false);
        const auto before = shard.table();
        shard.put(object("a", "x", "2"), false);
        shard.put(object("a", "y", "2"), false);
        QCOMPARE(namesOf(shard).size(), std::size_t(2));
        QCOMPARE(before->size(), std::size_t(1));
        QCOMPARE(before->front()->meta.resourceVersion, std::string("1"));
    }

    void malformedIsCountedOncePerObject()
    {
        const Error why {Error::Kind::Malformed, "bad", "here", {}, {}};
        Shard shard;
        shard.begin();
        shard.put(object("a", "good"), true);
        shard.malformed("a", "bad", why, true);
        shard.swap();
        QCOMPARE(shard.malformedCount(), std::size_t(1));
        QCOMPARE(namesOf(shard), (Names {"a/good@1"}));
        shard.malformed("a", "bad", why, false);
        QCOMPARE(shard.malformedCount(), std::size_t(1));
        shard.malformed("a", "good", why, false); // it is no longer what it was
        QCOMPARE(shard.malformedCount(), std::size_t(2));
        QVERIFY(shard.table()->empty());
        shard.put(object("a", "bad", "2"), false);
        shard.remove("a", "good", false);
        QCOMPARE(shard.malformedCount(), std::size_t(0));
        QCOMPARE(namesOf(shard), (Names {"a/bad@2"}));
        QVERIFY(shard.lastMalformed().has_value());
        shard.begin();
        shard.swap();
        QVERIFY(!shard.lastMalformed().has_value());
    }

    void knowsWhatDidNotChange()
    {
        Shard shard;
        const auto x = object("a", "x", "7");
        shard.put(x, false);
        shard.table();
        QCOMPARE(shard.known("a", "x", "7"), x);
        QVERIFY(!shard.known("a", "x", "8"));
        QVERIFY(!shard.known("a", "x", ""));
        QVERIFY(!shard.known("b", "x", "7"));
    }

    void aFloodIsFoldedBeforeItPilesUp()
    {
        Shard shard;
        for (int i = 0; i < 100'000; ++i)
            shard.put(object("a", std::to_string(i % 10), std::to_string(i)), false);
        QCOMPARE(shard.table()->size(), std::size_t(10));
    }

    void agreesWithAPlainMap()
    {
        std::mt19937 random(7);
        Shard shard;
        std::map<std::pair<std::string, std::string>, std::string> model;
        for (int step = 0; step < 20'000; ++step) {
            const std::string ns(1, static_cast<char>('a' + random() % 4));
            const std::string name = std::to_string(random() % 200);
            if (random() % 3 == 0) {
                shard.remove(ns, name, false);
                model.erase({ns, name});
            } else {
                shard.put(object(ns, name, std::to_string(step)), false);
                model[{ns, name}] = std::to_string(step);
            }
            if (random() % 50 != 0)
                continue;
            Names expected;
            for (const auto& [key, version] : model)
                expected.push_back(key.first + '/' + key.second + '@' + version);
            QCOMPARE(namesOf(shard), expected);
        }
    }
};

QTEST_APPLESS_MAIN(ShardTest)
#include "tst_shard.moc"
