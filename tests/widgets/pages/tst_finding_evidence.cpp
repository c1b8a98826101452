// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../models/tables/hpa_texts.h"
#include "../../support/world_from_fixtures.h"
#include "pages/finding_evidence.h"

#include <QTest>

#include <algorithm>

using namespace loadline;

namespace {

std::string scaled(const std::string& name, const std::string& query)
{
    std::string text = "{'apiVersion':'keda.sh/v1alpha1','kind':'ScaledObject','metadata':{'name':'" + name
        + "','namespace':'shop'},'spec':{'scaleTargetRef':{'name':'api'},'triggers':["
          "{'type':'cpu','metricType':'Utilization','metadata':{'value':'70'}},"
          "{'type':'prometheus','metadata':{'serverAddress':'http://p:9090','threshold':'5','query':'"
        + query + "'}}]}}";
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

Finding said(const char* rule, const char* kind, const std::string& name, const std::string& ns = "shop")
{
    Finding finding;
    finding.rule = rule;
    finding.object = {"", kind, ns, name};
    return finding;
}

SeriesAnswer answer(std::vector<Series> series, SeriesOrigin origin = SeriesOrigin::Prometheus)
{
    SeriesAnswer answer;
    answer.series = std::move(series);
    answer.origin = origin;
    answer.complete = true;
    return answer;
}

Series course(const char* metric, double value)
{
    Series series;
    series.labels = {{"metric_name", metric}};
    series.samples = {{TimePoint {Seconds {60}}, value}};
    return series;
}

} // namespace

class FindingEvidenceTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Only what a rule has said something of is asked, once for each of its queries.
    void asksWhatRulesWantToKnow()
    {
        const WorldPtr world = WorldMaker("staging").add(KindId::ScaledObject, scaled("a", "sum(a)")).add(KindId::ScaledObject, scaled("b", "sum(b)")).make();
        const FindingEvidence evidence;
        QVERIFY(evidence.wishes(*world, std::vector<Finding> {}).empty());
        QVERIFY(evidence.wishes(*world, {said("keda-no-triggers", "ScaledObject", "a")}).empty());
        const auto wishes = evidence.wishes(*world, {said("keda-ignore-null-values", "ScaledObject", "b")});
        QCOMPARE(wishes.size(), std::size_t(1));
        QCOMPARE(wishes[0].cluster, std::string("staging"));
        QCOMPARE(wishes[0].request.query, QueryId::Written);
        QCOMPARE(wishes[0].request.params, (QueryParams {{"promql", "sum(b)"}}));
        QVERIFY(evidence.wishes(*world, {said("keda-ignore-null-values", "ScaledObject", "b")}) == wishes); // the same for ten minutes
        // A manifest that leaves its namespace to where it goes.
        QVERIFY(evidence.wishes(*world, {said("keda-ignore-null-values", "ScaledObject", "b", "")}) == wishes);
        const WorldPtr nowhere = WorldMaker("").add(KindId::ScaledObject, scaled("b", "sum(b)")).make();
        QVERIFY(evidence.wishes(*nowhere, {said("keda-ignore-null-values", "ScaledObject", "b")}).empty());
    }
    void asksSoManyAndNoMore()
    {
        WorldMaker maker("staging");
        std::vector<Finding> found;
        for (int i = 0; i < 30; ++i) {
            const std::string name = "o" + std::to_string(i);
            maker.add(KindId::ScaledObject, scaled(name, "sum(" + name + ")")).add(KindId::Hpa, hpaJson(name, cpuUtilization(80), "{}"));
            found.push_back(said("keda-ignore-null-values", "ScaledObject", name));
            found.push_back(said("hpa-at-max", "HorizontalPodAutoscaler", name));
            found.push_back(said("thrashing", "HorizontalPodAutoscaler", name));
        }
        const auto wishes = FindingEvidence().wishes(*maker.make(), found);
        const auto queries = std::count_if(wishes.begin(), wishes.end(), [](const SeriesWish& wish) { return wish.request.query == QueryId::Written; });
        QCOMPARE(queries, 20);
        QCOMPARE(wishes.size(), std::size_t(20 + 5 * 2));
    }
    void whatPrometheusDoesNotSayIsNoEvidence()
    {
        const WorldPtr world = WorldMaker("staging").add(KindId::ScaledObject, scaled("a", "sum(a)")).make();
        FindingEvidence evidence;
        const auto wishes = evidence.wishes(*world, {said("keda-ignore-null-values", "ScaledObject", "a")});
        const QString key = wishes.at(0).key;
        QVERIFY(!evidence.take(QStringLiteral("another"), answer({})));
        QVERIFY(!evidence.take(key, answer({}, SeriesOrigin::Recorded)));
        SeriesAnswer failed = answer({});
        failed.error = Error {Error::Kind::Timeout, "no answer", {}, {}, {}};
        QVERIFY(!evidence.take(key, failed));
        SeriesAnswer half = answer({});
        half.complete = false;
        QVERIFY(!evidence.take(key, half));
        QVERIFY(!evidence.of("staging"));
        QVERIFY(evidence.take(key, answer({})));
        QVERIFY(evidence.of("staging")->emptyQueries == std::set<std::string> {"sum(a)"});
        QVERIFY(!evidence.take(key, answer({}))); // nothing new
        QVERIFY(evidence.take(key, answer({course("a", 3)})));
        QVERIFY(evidence.of("staging")->emptyQueries.empty());
        QVERIFY(!evidence.of("prod"));
    }
    // What is being written is tried before any rule says something of it; ScaledJobs too.
    void queriesOfWhatIsWrittenAreTried()
    {
        std::string job = scaled("j", "sum(j)");
        job.replace(job.find("ScaledObject"), 12, "ScaledJob");
        const WorldPtr world = WorldMaker("staging").add(KindId::ScaledObject, scaled("a", "sum(a)")).add(KindId::ScaledObject, scaled("b", "sum(b)")).add(KindId::ScaledJob, job).make();
        const auto wishes = FindingEvidence().wishes(*world, std::vector<Finding> {}, {{"keda.sh/v1alpha1", "ScaledObject", "shop", "b"}, {"keda.sh/v1alpha1", "ScaledJob", "", "j"}});
        QCOMPARE(wishes.size(), std::size_t(2));
        QCOMPARE(wishes[0].request.params, (QueryParams {{"promql", "sum(b)"}}));
        QCOMPARE(wishes[1].request.params, (QueryParams {{"promql", "sum(j)"}}));
    }
    void whatIsWrongWithAQuery()
    {
        const WorldPtr world = WorldMaker("staging").add(KindId::ScaledObject, scaled("a", "sum(a)")).make();
        FindingEvidence evidence;
        const QString key = evidence.wishes(*world, {said("keda-ignore-null-values", "ScaledObject", "a")}).at(0).key;
        SeriesAnswer refused = answer({}, SeriesOrigin::Recorded);
        refused.error = Error {Error::Kind::Malformed, "Prometheus could not answer: %1.", {}, {}, {"invalid parameter \"query\": 1:5: parse error: unclosed left parenthesis"}};
        QVERIFY(evidence.take(key, refused));
        QCOMPARE(evidence.of("staging")->refusedQueries.at("sum(a)"), std::string("1:5: parse error: unclosed left parenthesis"));
        QVERIFY(evidence.take(key, answer({course("a", 3), course("b", 4)})));
        QVERIFY(evidence.of("staging")->refusedQueries.empty());
        QCOMPARE(evidence.of("staging")->manyQueries.at("sum(a)"), std::size_t(2));
        Series ended = course("old", 1); // of a pod that went within the minutes that are asked
        ended.samples = {{TimePoint {Seconds {1}}, 1}};
        QVERIFY(evidence.take(key, answer({course("a", 3), ended})));
        QVERIFY(evidence.of("staging")->manyQueries.empty() && evidence.of("staging")->emptyQueries.empty());
        SeriesAnswer busy = refused; // not the query's fault
        busy.error->args = {"query timed out"};
        QVERIFY(!evidence.take(key, busy));
    }
    void aCourseNeedsMetricAndReplicas()
    {
        const WorldPtr world = WorldMaker("staging").add(KindId::Hpa, hpaJson("api", cpuUtilization(80), "{}")).make();
        FindingEvidence evidence;
        const auto wishes = evidence.wishes(*world, {said("hpa-at-max", "HorizontalPodAutoscaler", "api")});
        QCOMPARE(wishes.size(), std::size_t(2));
        QCOMPARE(wishes[0].request.query, QueryId::HpaMetricCurrent);
        QCOMPARE(wishes[1].request.query, QueryId::HpaCurrent);
        QVERIFY(!evidence.take(wishes[0].key, answer({course("cpu", 0.7)})));
        QVERIFY(evidence.take(wishes[1].key, answer({course("", 4)})));
        const auto& courses = evidence.of("staging")->courses;
        QCOMPARE(courses.size(), std::size_t(1));
        QCOMPARE(courses[0].hpa, std::string("api"));
        QCOMPARE(courses[0].ns, std::string("shop"));
        QCOMPARE(courses[0].metric, std::string("cpu"));
        QCOMPARE(courses[0].values.samples.at(0).value, 0.7);
        QCOMPARE(courses[0].replicas.samples.at(0).value, 4.0);
        QVERIFY(!evidence.take(wishes[1].key, answer({course("", 4)})));
        QVERIFY(evidence.take(wishes[0].key, answer({course("cpu", 0.9)})));
        QCOMPARE(evidence.of("staging")->courses.size(), std::size_t(1)); // in place of the old one
    }
};

QTEST_GUILESS_MAIN(FindingEvidenceTest)
#include "tst_finding_evidence.moc"
