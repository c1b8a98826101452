// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/hpa.h"
#include "cluster/pod.h"
#include "cluster/workload.h"
#include "cluster/world.h"

#include "../../support/parsed.h"

#include <QtTest>

using namespace loadline;

namespace {

Selector selectorOf(const char* json)
{
    JsonDocument document;
    const auto root = document.parse(std::string_view(json));
    return root ? parseSelector(*root) : Selector {};
}

Labels labelsOf(std::initializer_list<std::pair<const char*, const char*>> pairs)
{
    Labels labels;
    for (const auto& [key, value] : pairs)
        labels.emplace_back(Text(std::string(key)), Text(std::string(value)));
    return labels;
}

} // namespace

class TestWorld : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void selectors_data();
    void selectors();
    void selectorTexts();
    void tables();
    void liveMetrics();
    void serves();
    void states();
    void resources();
};

void TestWorld::selectors_data()
{
    QTest::addColumn<QByteArray>("selector");
    QTest::addColumn<bool>("selects"); // app=x, tier=web
    const auto row = [](const char* selector, bool selects) { QTest::newRow(selector) << QByteArray(selector) << selects; };
    row("null", false); // absent selects nothing
    row("{}", true); // empty selects everything
    row(R"({"matchLabels":{"app":"x"}})", true);
    row(R"({"matchLabels":{"app":"y"}})", false);
    row(R"({"matchLabels":{"app":"x","zone":"a"}})", false);
    row(R"({"matchExpressions":[{"key":"app","operator":"In","values":["x","y"]}]})", true);
    row(R"({"matchExpressions":[{"key":"app","operator":"In","values":["y"]}]})", false);
    row(R"({"matchExpressions":[{"key":"app","operator":"NotIn","values":["y"]}]})", true);
    row(R"({"matchExpressions":[{"key":"zone","operator":"NotIn","values":["a"]}]})", true); // what is not there is not in
    row(R"({"matchExpressions":[{"key":"tier","operator":"Exists"}]})", true);
    row(R"({"matchExpressions":[{"key":"zone","operator":"Exists"}]})", false);
    row(R"({"matchExpressions":[{"key":"zone","operator":"DoesNotExist"}]})", true);
    row(R"({"matchExpressions":[{"key":"tier","operator":"DoesNotExist"}]})", false);
    row(R"({"matchExpressions":[{"key":"tier","operator":"Resembles","values":["web"]}]})", false); // unknown selects nothing
    row(R"({"matchLabels":{"app":"x"},"matchExpressions":[{"key":"tier","operator":"In","values":["db"]}]})", false);
}

void TestWorld::selectors()
{
    QFETCH(QByteArray, selector);
    QFETCH(bool, selects);
    QCOMPARE(matches(selectorOf(selector.constData()), labelsOf({{"app", "x"}, {"tier", "web"}})), selects);
}

void TestWorld::selectorTexts()
{
    QCOMPARE(queryText(selectorOf("{}")), std::string());
    QCOMPARE(queryText(selectorOf(R"({"matchLabels":{"b":"2","a":"1"},"matchExpressions":[{"key":"t","operator":"In","values":["a","b"]},
        {"key":"u","operator":"NotIn","values":["c"]},{"key":"v","operator":"Exists"},{"key":"w","operator":"DoesNotExist"}]})")),
        std::string("a=1,b=2,t in (a,b),u notin (c),v,!w"));
}

void TestWorld::tables()
{
    ObjectTable table;
    for (const char* key : {"a/x", "a/y", "b/x", "b/z", "c/m"}) {
        auto hpa = std::make_shared<Hpa>();
        hpa->meta.ns = Text(std::string(key, 1));
        hpa->meta.name = key + 2;
        table.push_back(std::move(hpa));
    }
    World world;
    QVERIFY(world.all<Hpa>().empty());
    QVERIFY(!world.find<Hpa>("a", "x"));
    world.tables[static_cast<std::size_t>(KindId::Hpa)] = std::make_shared<const ObjectTable>(table);
    QCOMPARE(world.all<Hpa>().size(), std::size_t(5));
    for (const ObjectPtr& object : table)
        QCOMPARE(static_cast<const void*>(world.find<Hpa>(object->meta.ns.str(), object->meta.name)), static_cast<const void*>(object.get()));
    for (const auto& [ns, name] : {std::pair {"a", "z"}, {"", "x"}, {"b", "y"}, {"d", "x"}, {"a", ""}})
        QVERIFY(!world.find<Hpa>(ns, name));
    std::string names;
    for (const Hpa& hpa : world.all<Hpa>())
        names += hpa.meta.name;
    QCOMPARE(names, std::string("xyxzm"));
    QCOMPARE(world.all<Hpa>().share(2)->meta.ns.str(), std::string("b"));
    QVERIFY(world.all<Deployment>().empty());
}

void TestWorld::liveMetrics()
{
    World world;
    const LiveMetricKey key {"n", "s0-x", "so"};
    QVERIFY(!world.live(key));
    std::vector<std::pair<LiveMetricKey, LiveValue>> values {{{"m", "s0-x", "so"}, {Quantity::fromWhole(1), {}, {}}},
        {key, {Quantity::fromWhole(2), {}, {}}}, {{"n", "s1-x", "so"}, {Quantity::fromWhole(3), {}, {}}}};
    world.liveMetrics = std::make_shared<const std::vector<std::pair<LiveMetricKey, LiveValue>>>(values);
    QVERIFY(world.live(key) && world.live(key)->value == Quantity::fromWhole(2));
    QVERIFY(!world.live({"n", "s0-x", "other"}));
    QVERIFY(!world.live({"z", "z", "z"}));
}

void TestWorld::serves()
{
    World world;
    QVERIFY(world.serves("keda.sh/v1alpha1")); // not known yet: not missing
    world.apiGroups = {"apps/v1", "autoscaling/v2", "v1"};
    QVERIFY(world.serves("autoscaling/v2") && world.serves("v1"));
    QVERIFY(!world.serves("keda.sh/v1alpha1") && !world.serves("autoscaling"));
}

void TestWorld::states()
{
    KindState state;
    QVERIFY(!state.complete());
    state.presence = Presence::Stale;
    QVERIFY(state.complete());
    for (const Presence other : {Presence::Loading, Presence::Refused, Presence::Missing, Presence::Failed}) {
        state.presence = other;
        QVERIFY(!state.complete());
    }
}

void TestWorld::resources()
{
    Resources resources;
    QVERIFY(!resources.get("cpu") && !resources.get("nvidia.com/gpu"));
    for (const char* name : {"nvidia.com/gpu", "ephemeral-storage", "hugepages-2Mi", "cpu", "memory"})
        resources.set(name, Quantity::fromWhole(1));
    resources.set("ephemeral-storage", Quantity::fromWhole(2));
    QCOMPARE(resources.others.size(), std::size_t(3));
    QVERIFY(std::is_sorted(resources.others.begin(), resources.others.end()));
    QCOMPARE(resources.get("ephemeral-storage"), std::optional(Quantity::fromWhole(2)));
    QCOMPARE(resources.cpu, resources.get("cpu"));
}

QTEST_APPLESS_MAIN(TestWorld)
#include "tst_world.moc"
