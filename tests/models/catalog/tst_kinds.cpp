// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kind.h"

#include "../../support/fixtures.h"
#include "cluster/hpa.h"

#include <QtTest>

#include <set>

using namespace loadline;

class TestKinds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void inOrder();
    void paths();
    void servedAsTheServerSays_data();
    void servedAsTheServerSays();
    void watchesAreFew();
    void polled();
    void parsesAndSorts();
    void productsAreNamed();
};

void TestKinds::inOrder()
{
    QCOMPARE(kinds().size(), kindCount);
    for (std::size_t i = 0; i < kindCount; ++i) {
        QCOMPARE(static_cast<std::size_t>(kinds()[i].id), i);
        QCOMPARE(&kindOf(static_cast<KindId>(i)), &kinds()[i]);
        QVERIFY(kinds()[i].parse && !kinds()[i].resource.empty() && !kinds()[i].kind.empty() && !kinds()[i].version.empty());
    }
}

void TestKinds::paths()
{
    QCOMPARE(pathOf(kindOf(KindId::Hpa), ""), std::string("/apis/autoscaling/v2/horizontalpodautoscalers"));
    QCOMPARE(pathOf(kindOf(KindId::Hpa), "n"), std::string("/apis/autoscaling/v2/namespaces/n/horizontalpodautoscalers"));
    QCOMPARE(pathOf(kindOf(KindId::Pod), "n"), std::string("/api/v1/namespaces/n/pods"));
    QCOMPARE(pathOf(kindOf(KindId::Node), ""), std::string("/api/v1/nodes"));
    QCOMPARE(pathOf(kindOf(KindId::Node), "n"), std::string("/api/v1/nodes")); // cluster-scoped
    QCOMPARE(pathOf(kindOf(KindId::NodePool), ""), std::string("/apis/karpenter.sh/v1/nodepools"));
    QCOMPARE(pathOf(kindOf(KindId::PodMetrics), "n"), std::string("/apis/metrics.k8s.io/v1beta1/namespaces/n/pods"));
    QCOMPARE(pathOf(kindOf(KindId::AutoscalerStatus), "kube-system"), std::string("/api/v1/namespaces/kube-system/configmaps"));
}

// Resource names, kinds and scopes against what a real server's discovery lists.
void TestKinds::servedAsTheServerSays_data()
{
    QTest::addColumn<QString>("groupVersion");
    QTest::newRow("api-v1-resources.json") << QStringLiteral("v1");
    QTest::newRow("autoscaling-v2-resources.json") << QStringLiteral("autoscaling/v2");
    QTest::newRow("keda-resources.json") << QStringLiteral("keda.sh/v1alpha1");
}

void TestKinds::servedAsTheServerSays()
{
    QFETCH(QString, groupVersion);
    JsonDocument document;
    const std::string text = recording(QTest::currentDataTag());
    const auto root = document.parse(std::string_view(text));
    QVERIFY(root.has_value());
    int found = 0;
    for (const Kind& kind : kinds()) {
        const std::string served = kind.group.empty() ? std::string(kind.version) : std::string(kind.group) + "/" + std::string(kind.version);
        if (QString::fromStdString(served) != groupVersion)
            continue;
        Json entry;
        (*root)["resources"].eachItem([&](Json item) {
            if (item["name"].text() == kind.resource)
                entry = item;
        });
        QVERIFY2(entry.present(), kind.resource.data());
        QCOMPARE(entry["kind"].str(), std::string(kind.kind));
        QCOMPARE(entry["namespaced"].isTrue(), kind.namespaced);
        ++found;
    }
    QVERIFY(found > 0);
}

void TestKinds::watchesAreFew()
{
    std::size_t watches = 0;
    for (const Kind& kind : kinds())
        watches += kind.watched ? std::max<std::size_t>(kind.fieldSelectors.size(), 1) : 0;
    QVERIFY2(watches <= 25, qPrintable(QString::number(watches)));
    // Of core/v1 events the server can select by these and by metadata only.
    for (const std::string_view selector : kindOf(KindId::Event).fieldSelectors) {
        const std::string_view field = selector.substr(0, selector.find('='));
        QVERIFY(field == "source" || field == "reason" || field == "type" || field == "reportingComponent"
            || field.starts_with("involvedObject."));
    }
}

void TestKinds::polled()
{
    for (const Kind& kind : kinds()) {
        QCOMPARE(kind.watched, kind.id != KindId::PodMetrics && kind.id != KindId::NodeMetrics);
        QVERIFY(kind.watched == (kind.pollEvery == Seconds(0)));
    }
    QVERIFY(kindOf(KindId::PodMetrics).pollEvery == Seconds(15));
}

void TestKinds::parsesAndSorts()
{
    Interner interner;
    ParseContext context {interner};
    JsonDocument document;
    const std::string text = recording("hpa-list.json");
    const auto root = document.parse(std::string_view(text));
    QVERIFY(root.has_value());
    int parsed = 0;
    (*root)["items"].eachItem([&](Json item) {
        const auto object = kindOf(KindId::Hpa).parse(item, context);
        QVERIFY(object.has_value());
        QVERIFY(static_cast<const Hpa&>(**object).maxReplicas > 0);
        ++parsed;
    });
    QCOMPARE(parsed, 6);
}

void TestKinds::productsAreNamed()
{
    // Where the API is no part of Kubernetes itself, a page says what is not installed.
    for (const Kind& kind : kinds()) {
        const std::set<std::string_view> builtIn {"", "apps", "autoscaling", "policy", "scheduling.k8s.io"};
        QCOMPARE(kind.product.empty(), builtIn.count(kind.group) == 1);
    }
}

QTEST_APPLESS_MAIN(TestKinds)
#include "tst_kinds.moc"
