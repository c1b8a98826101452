// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../models/tables/hpa_texts.h"
#include "../../support/world_from_fixtures.h"
#include "pages/metric_plans.h"

#include <QTest>

using namespace loadline;

namespace {

PlanSubject subject(const World* world = nullptr)
{
    TargetFacts target;
    target.ns = "shop";
    target.ref = {"apps/v1", "Deployment", "api"};
    FormFacts facts;
    facts.target = target;
    return {"staging", world, facts};
}

Document scaledObject(const char* metricType)
{
    return *Document::parse(std::string("apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: api, namespace: shop}\nspec:\n  scaleTargetRef: {name: api}\n"
                                        "  triggers:\n  - type: prometheus\n    metricType: ") + metricType
        + "\n    metadata: {serverAddress: 'http://p', query: 'sum(rate(x[1m]))', threshold: '50'}\n");
}

Series series(std::vector<std::pair<std::string, std::string>> labels, double value)
{
    Series one;
    one.labels = std::move(labels);
    one.samples = {{TimePoint {Seconds {60}}, value}, {TimePoint {Seconds {120}}, value}};
    return one;
}

SeriesAnswer answer(std::vector<Series> series)
{
    SeriesAnswer one;
    one.series = std::move(series);
    one.complete = true;
    one.origin = SeriesOrigin::Prometheus;
    return one;
}

} // namespace

// Charts beside the form: what is drawn is told apart, and a target lies in the unit of its curve.
class TestMetricPlans : public QObject {
    Q_OBJECT

    static ChartContent drawn(const char* metricType, const std::vector<Series>& query, const std::vector<Series>& replicas, std::size_t* wishes = nullptr)
    {
        const auto plans = metricPlans(subject(), scaledObject(metricType), "spec.triggers[0]", 1);
        if (plans.size() != 1)
            return {};
        SeriesBook book;
        for (const ChartWish& wish : plans[0].wishes)
            book.put(wish.key, answer(wish.query == QueryId::Written ? query : replicas));
        if (wishes)
            *wishes = plans[0].wishes.size();
        return plans[0].draw(book);
    }

private Q_SLOTS:
    // 50 for each pod under a curve of all pods is 50 times the pods that ran.
    void aTargetForEachPodGrowsWithThePods()
    {
        Series pods = series({}, 3);
        pods.samples.back().value = 4;
        const ChartContent content = drawn("AverageValue", {series({}, 180)}, {pods});
        QVERIFY(content.targets.empty());
        QCOMPARE(content.lines.size(), std::size_t(2));
        QVERIFY(content.lines[1].dashed);
        QCOMPARE(content.lines[1].style, ChartLine::Style::Step);
        QCOMPARE(content.lines[1].name, QStringLiteral("target: 50 for each pod that ran"));
        QCOMPARE(content.lines[1].samples.at(0).value, 150.0);
        QCOMPARE(content.lines[1].samples.at(1).value, 200.0);
    }
    void withoutPodsNoTargetIsDrawn()
    {
        const ChartContent content = drawn("AverageValue", {series({}, 180)}, {});
        QVERIFY(content.targets.empty());
        QCOMPARE(content.lines.size(), std::size_t(1));
        QVERIFY2(content.subtitle.endsWith(QLatin1String("a pod for every 50")), qPrintable(content.subtitle));
    }
    void aTargetForAllIsALine()
    {
        std::size_t wishes = 0;
        const ChartContent content = drawn("Value", {series({}, 180)}, {series({}, 3)}, &wishes);
        QCOMPARE(wishes, std::size_t(1));
        QCOMPARE(content.targets.size(), std::size_t(1));
        QCOMPARE(content.targets[0].value, 50.0);
        QCOMPARE(content.lines.size(), std::size_t(1));
        QCOMPARE(content.lines[0].name, QStringLiteral("the query"));
    }
    void severalSeriesAreToldApart()
    {
        const ChartContent content = drawn("Value", {series({{"job", "a"}, {"pod", "x"}}, 1), series({{"job", "a"}, {"pod", "y"}}, 2), series({{"job", "a"}, {"pod", "z"}}, 3)}, {});
        QCOMPARE(content.lines.size(), std::size_t(3));
        QCOMPARE(content.lines[0].name, QStringLiteral("pod=x"));
        QCOMPARE(content.lines[2].name, QStringLiteral("pod=z"));
        QVERIFY(content.subtitle.contains(QLatin1String("one number only")));
    }
    // Beside an HPA that reads the metric for each pod the target is for each pod already.
    void anHpaReadsForEachPod()
    {
        const std::string metric = R"({"type":"Pods","pods":{"metric":{"name":"rps"},"target":{"type":"AverageValue","averageValue":"50"}}})";
        const WorldPtr world = WorldMaker("staging").add(KindId::Hpa, hpaJson("api", metric, "{}")).make();
        const auto hpa = Document::parse("apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: api, namespace: shop}\nspec:\n"
                                         "  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}\n  maxReplicas: 5\n"
                                         "  metrics: [" + metric + "]\n");
        QVERIFY(hpa);
        const auto plans = metricPlans(subject(world.get()), *hpa, "spec.metrics[0]", 1);
        QCOMPARE(plans.size(), std::size_t(1));
        SeriesBook book;
        book.put(plans[0].wishes[0].key, answer({series({{"metric_name", "rps"}, {"metric_target_type", "average"}}, 40)}));
        const ChartContent content = plans[0].draw(book);
        QCOMPARE(plans[0].wishes.size(), std::size_t(1));
        QCOMPARE(content.lines.size(), std::size_t(1));
        QCOMPARE(content.targets.at(0).name, QStringLiteral("target 50 for each pod"));
    }
};

QTEST_GUILESS_MAIN(TestMetricPlans)
#include "tst_metric_plans.moc"
