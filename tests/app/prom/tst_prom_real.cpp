// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk.h"
#include "metrics/reply.h"
#include "prom/route.h"
#include "support/call.h"
#include "support/kube_series.h"

#include <QTest>

#include <cmath>

using namespace loadline;
using namespace loadline::test;

namespace {

constexpr Millis minute = Seconds {60};
constexpr Millis day = Seconds {86'400};

struct Expectation {
    QueryId query;
    QueryParams params;
    std::vector<std::pair<std::string, std::string>> labels; // of one series, some of its labels
    double value;
};

const Series* seriesWith(const std::vector<Series>& all, const std::vector<std::pair<std::string, std::string>>& labels)
{
    for (const auto& one : all) {
        const bool fits = std::all_of(labels.begin(), labels.end(), [&](const auto& wanted) {
            const auto* value = one.label(wanted.first);
            return value ? *value == wanted.second : wanted.second.empty();
        });
        if (fits)
            return &one;
    }
    return nullptr;
}

// Several clusters' series in one Prometheus, and one cluster with more autoscalers than anyone can draw.
BackfilledSeries central(TimePoint end)
{
    BackfilledSeries series({end - Seconds {3600}, end}, minute);
    for (const auto& [cluster, replicas] : {std::pair("eu-1", 3.0), std::pair("us-2", 9.0)}) {
        const auto where = std::string("cluster=\"") + cluster + "\"";
        series.add("kube_horizontalpodautoscaler_status_current_replicas{namespace=\"shop\",horizontalpodautoscaler="
                   "\"api\","
                + where + "}",
            replicas);
        series.add("kube_node_info{node=\"n\"," + where + "}", 1);
        series.add("up{job=\"ksm\"," + where + "}", 1);
    }
    for (int i = 0; i < 20'000; ++i)
        series.add("kube_horizontalpodautoscaler_status_desired_replicas{namespace=\"n\",horizontalpodautoscaler=\"h-"
                + std::to_string(i) + "\",cluster=\"eu-1\"}",
            [](TimePoint) { return 1.0; }, {end - minute, end});
    return series;
}

} // namespace

class TestPromReal : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void everyTextIsPromQl();
    void everyQueryIsAnswered_data();
    void everyQueryIsAnswered();
    void theRestartIsSteadyAtAnyHour();
    void aRestartedExporterDoesNotCountTwice();
    void shortLivesHaveTheirSize();
    void gapsStayGaps();
    void longRangesComeInSlices();
    void thePastIsRemembered();
    void theProxyAnswersAlike();
    void aCentralPrometheusNeedsTheMatcher();
    void tooManySeriesAreRefused();
    void whatIsMissingIsNamed();
    void peaksAreAskedOnce();

private:
    TimePoint end_;
    std::unique_ptr<KubeSeries> data_;
    std::unique_ptr<PrometheusServer> prometheus_, central_;
};

void TestPromReal::initTestCase()
{
    end_ = std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
    data_ = std::make_unique<KubeSeries>(end_);
    end_ = data_->series.range().to;
    std::string why;
    prometheus_ = PrometheusServer::start(data_->series, why);
    if (!prometheus_)
        QSKIP(("No real Prometheus to ask: " + why).c_str());
    central_ = PrometheusServer::start(central(end_), why);
    QVERIFY2(central_, why.c_str());
}

void TestPromReal::everyTextIsPromQl()
{
    CurlTransport transport;
    Endpoint endpoint;
    endpoint.server = prometheus_->url();
    const auto shared = std::make_shared<const Endpoint>(endpoint);
    for (const auto& query : namedQueries()) {
        for (std::size_t i = 0; i < query.variants.size(); ++i) {
            for (const char* matcher : {"", "cluster=\"eu-1\""}) {
                QueryParams params {{"ns", "shop\"}"}, {"name", "a.b\\"}, {"kind", "Deployment"}, {"pool", "p"},
                    {"resource", "cpu"}, {"names", "a|b"}, {"window", "30m"}, {"matcher", matcher}};
                const auto text = render(query, i, params);
                Request request;
                request.endpoint = shared;
                request.path = instantPath(text, end_);
                const auto reply = call(transport, std::move(request));
                QVERIFY(reply);
                QVERIFY2(reply->head.status == 200, (text + "\n" + reply->body).c_str());
            }
        }
    }
    transport.stop();
}

void TestPromReal::everyQueryIsAnswered_data()
{
    QTest::addColumn<int>("index");
    for (const auto& query : namedQueries())
        QTest::newRow(query.name.c_str()) << static_cast<int>(query.id);
}

void TestPromReal::everyQueryIsAnswered()
{
    QFETCH(const int, index);
    using enum QueryId;
    const QueryParams fraud {{"ns", "shop"}, {"name", "fraud-api"}};
    const QueryParams deployment {{"ns", "shop"}, {"name", "fraud-api"}, {"kind", "Deployment"}};
    const QueryParams set {{"ns", "shop"}, {"name", "store"}, {"kind", "StatefulSet"}};
    const QueryParams replicas {{"ns", "shop"}, {"name", "fraud-api-7d9f8b6c5d"}, {"kind", "ReplicaSet"}};
    const QueryParams cron {{"ns", "shop"}, {"name", "nightly"}, {"kind", "CronJob"}};
    const QueryParams batch {{"ns", "ml"}, {"name", "batch"}};
    const auto with = [](QueryParams params, const char* key, const char* value) {
        params[key] = value;
        return params;
    };
    const double now = KubeSeries::replicasAt(end_);
    std::vector<Expectation> all {{HpaCurrent, fraud, {{"horizontalpodautoscaler", "fraud-api"}}, now},
        {HpaCurrent, {{"ns", "old"}, {"name", "relic"}}, {{"hpa", "relic"}}, 4},
        {HpaDesired, fraud, {}, KubeSeries::replicasAt(end_ + Seconds {120})}, {HpaMin, fraud, {}, 2},
        {HpaMax, fraud, {}, 20}, {HpaCurrentAll, {}, {{"horizontalpodautoscaler", "feature-store"}}, 3},
        {HpaDesiredAll, {}, {{"horizontalpodautoscaler", "feature-store"}}, 3},
        {HpaMetricCurrent, fraud, {{"metric_name", "cpu"}, {"metric_target_type", "utilization"}}, 60 + now},
        {HpaMetricCurrent, fraud, {{"metric_name", "memory"}, {"container", "app"}}, 512.0 * 1024 * 1024},
        {HpaMetricTarget, fraud, {{"metric_name", "cpu"}}, 70},
        {HpaMetricTarget, {{"ns", "old"}, {"name", "relic"}}, {{"metric_name", "cpu"}}, 55},
        {WorkloadReplicas, deployment, {}, 2}, {WorkloadReplicas, set, {}, 3}, {WorkloadReplicas, replicas, {}, 2},
        {WorkloadReady, deployment, {}, 2}, {WorkloadReady, set, {}, 3}, {WorkloadReady, replicas, {}, 1},
        {ContainerCpu, deployment, {{"container", "app"}}, 0.6},
        {ContainerCpu, deployment, {{"container", "mesh"}}, 0.05},
        {ContainerCpu, with(deployment, "container", "mesh"), {{"container", "mesh"}}, 0.05},
        {ContainerCpu, set, {{"container", "db"}}, 1.5}, {ContainerCpu, cron, {{"container", "job"}}, 0.7},
        {ContainerCpu, replicas, {{"container", "app"}}, 0.6},
        {ContainerCpuPerPod, deployment, {{"container", "app"}}, 0.3},
        {ContainerMemory, deployment, {{"container", "app"}}, 4e8},
        {ContainerCpuPeak, with(deployment, "window", "12h"), {{"container", "app"}}, 0.4},
        {ContainerMemoryPeak, with(deployment, "window", "12h"), {{"container", "app"}}, 5e8},
        {ContainerRequest, with(deployment, "resource", "cpu"), {{"container", "app"}}, 0.5},
        {ContainerRequest, with(deployment, "resource", "memory"), {{"container", "app"}}, 1e9},
        {ContainerRequest, with(set, "resource", "cpu"), {{"container", "db"}}, 0.25},
        {ContainerLimit, with(deployment, "resource", "cpu"), {{"container", "app"}}, 2},
        {KedaValue, batch, {{"metric", "s0-rabbitmq-jobs"}, {"triggerIndex", "0"}, {"type", "scaledobject"}}, 10 * now},
        {KedaValue, {{"ns", "ml"}, {"name", "old"}}, {{"metric", "s0-kafka"}, {"scalerIndex", "0"}}, 7},
        {KedaActive, batch, {{"metric", "s0-rabbitmq-jobs"}}, now > 2 ? 1.0 : 0.0},
        {KedaValueAll, {}, {{"namespace", "ml"}, {"scaledObject", "batch"}}, 10 * now}, {KedaErrors, batch, {}, 5},
        {KedaPaused, batch, {}, 0}, {NodesByPool, {}, {{"pool", "cpu"}, {"capacity", "on-demand"}}, 2},
        {NodesByPool, {}, {{"pool", "cpu"}, {"capacity", "spot"}}, 2},
        {NodesByPool, {}, {{"pool", "gpu"}, {"capacity", "spot"}}, 1},
        {NodesByPool, {}, {{"pool", ""}, {"capacity", ""}}, 1}, {NodeCount, {}, {}, 6},
        {PoolUsage, {{"pool", "cpu"}}, {{"resource_type", "cpu"}}, 12}, {PoolUsage, {{"pool", "older"}}, {}, 5},
        {PoolLimit, {{"pool", "cpu"}}, {}, 64}, {PodsPending, {}, {}, 1}, {PodsUnschedulable, {}, {}, 1},
        {NodesByMachine, {},
            {{"pool", "cpu"}, {"capacity", "on-demand"}, {"instance_type", "m6i.xlarge"}, {"region", "us-east-1"},
                {"zone", "us-east-1a"}},
            2},
        {NodesByMachine, {}, {{"pool", "gpu"}, {"capacity", "spot"}, {"instance_type", ""}}, 1},
        {NodePrices, {}, {{"node", "cpu-0"}, {"instance_type", "m6i.xlarge"}}, 0.192},
        {MachinePrices, {}, {{"instance_type", "m6i.xlarge"}, {"pool", "cpu"}, {"capacity", "on-demand"}}, 0.192},
        {MachinePrices, {}, {{"instance_type", "m6i.xlarge"}, {"pool", "cpu"}, {"capacity", "spot"}}, 0.09},
        {OfferingPrices, {{"types", R"(m6i\.xlarge|g5\.xlarge)"}},
            {{"instance_type", "m6i.xlarge"}, {"capacity_type", "spot"}, {"zone", "us-east-1a"}}, 0.08},
        {OfferingPrices, {{"types", R"(a1\.old)"}}, {{"instance_type", "a1.old"}}, 0.01},
        {WorkloadReplicasAll, {{"kind", "Deployment"}}, {{"namespace", "shop"}, {"name", "fraud-api"}}, 2},
        {WorkloadReplicasAll, {{"kind", "StatefulSet"}}, {{"namespace", "shop"}, {"name", "store"}}, 3},
        {WorkloadsWaiting, {}, {{"namespace", "shop"}, {"kind", "Deployment"}, {"name", "fraud-api"}}, 1},
        {WorkloadSizes, {}, {{"namespace", "shop"}, {"kind", "Deployment"}, {"name", "fraud-api"}, {"resource", "cpu"}}, 0.55},
        {WorkloadSizes, {}, {{"name", "fraud-api"}, {"resource", "memory"}}, 1e9},
        {WorkloadsWaiting, {}, {{"namespace", "tools"}, {"kind", "Deployment"}, {"name", "tool"}}, 1},
        {WorkloadSizes, {}, {{"namespace", "tools"}, {"kind", "Deployment"}, {"name", "tool"}, {"resource", "cpu"}}, 0.25},
        {Up, {}, {}, 1}, {Present, {{"names", "up|kube_node_info"}}, {{"__name__", "up"}}, 1},
        {PresentExported, {{"names", "up|keda_scaler_active"}}, {{"__name__", "keda_scaler_active"}}, 1}};
    for (const auto& [query, cpu] :
        {std::pair(VpaTarget, 0.3), std::pair(VpaLower, 0.1), std::pair(VpaUpper, 1.0), std::pair(VpaUncapped, 0.35)}) {
        all.push_back({query, {{"ns", "shop"}, {"name", "classic"}}, {{"container", "app"}, {"resource", "cpu"}}, cpu});
        all.push_back({query, {{"ns", "shop"}, {"name", "split"}}, {{"resource", "memory"}}, cpu * 3e9});
        all.push_back({query, {{"ns", "shop"}, {"name", "split"}}, {{"resource", "cpu"}}, cpu * 3});
        all.push_back({query, {{"ns", "shop"}, {"name", "custom"}}, {{"resource", "cpu"}}, cpu * 2});
    }
    Desk desk;
    QVERIFY(desk.use(prometheus_->url()).source);
    int asked = 0;
    for (const auto& one : all) {
        if (static_cast<int>(one.query) != index)
            continue;
        ++asked;
        // Once at a moment, and over a range that ends there.
        for (const Millis length : {Millis {0}, Millis {Seconds {1800}}}) {
            const auto answer = desk.ask({one.query, one.params, {end_ - length, end_}, Seconds {120}});
            QVERIFY2(!answer.error, answer.error ? plainText(*answer.error).c_str() : "");
            const auto* series = seriesWith(answer.series, one.labels);
            QVERIFY2(series, "no such series");
            const double got = series->last().value_or(-1);
            QVERIFY2(std::abs(got - one.value) <= 1e-6 * std::max(1.0, std::abs(one.value)),
                (std::to_string(got) + " is not " + std::to_string(one.value)).c_str());
            QCOMPARE(static_cast<int>(answer.origin), static_cast<int>(SeriesOrigin::Prometheus));
        }
    }
    QVERIFY2(asked > 0, "the list of expectations lacks this query");
}

// The data does not depend on when the test is run: in the afternoon counts fall, and what was told last would be more.
void TestPromReal::theRestartIsSteadyAtAnyHour()
{
    for (TimePoint at = end_; at < end_ + day; at += minute) {
        const TimePoint restart = KubeSeries::restartFor(at);
        QVERIFY(restart <= at - day && restart > at - day - Seconds {3600});
        for (TimePoint near = restart - Seconds {240}; near <= restart + Seconds {300}; near += minute / 2)
            QCOMPARE(KubeSeries::replicasAt(near), KubeSeries::replicasAt(restart));
    }
}

void TestPromReal::aRestartedExporterDoesNotCountTwice()
{
    Desk desk;
    QVERIFY(desk.use(prometheus_->url()).source);
    const TimeRange range {data_->restart - Seconds {3600}, data_->restart + Seconds {3600}};
    const auto answer = desk.ask({QueryId::HpaCurrent, {{"ns", "shop"}, {"name", "fraud-api"}}, range, Seconds {120}});
    QCOMPARE(answer.series.size(), 1u);
    QCOMPARE(answer.series[0].samples.size(), 61u);
    for (const auto& sample : answer.series[0].samples)
        QCOMPARE(sample.value, KubeSeries::replicasAt(sample.at));
    const auto nodes = desk.ask({QueryId::NodeCount, {}, range, Seconds {120}});
    for (const auto& sample : nodes.series.at(0).samples)
        QCOMPARE(sample.value, sample.at < data_->restart ? 4.0 : 6.0);
}

// What lived for twelve minutes of an hour is seen by the sample at the end of that hour, and by no other; with all that
// costs, and nothing else.
void TestPromReal::shortLivesHaveTheirSize()
{
    Desk desk;
    QVERIFY(desk.use(prometheus_->url()).source);
    const Millis hour = Seconds {3600};
    const auto answer = desk.ask({QueryId::WorkloadSizes, {}, {data_->briefHour, data_->briefHour + 2 * hour}, hour});
    QVERIFY2(!answer.error, answer.error ? plainText(*answer.error).c_str() : "");
    for (const auto& [resource, amount] : {std::pair("cpu", 1.5), std::pair("amd_com_gpu", 1.0), std::pair("nvidia_com_mig_3g_20gb", 2.0), std::pair("hugepages_2Mi", 4096.0)}) {
        const auto* series = seriesWith(answer.series, {{"kind", "Deployment"}, {"name", "flash"}, {"resource", resource}});
        QVERIFY2(series, resource);
        QCOMPARE(series->samples.size(), 1u);
        QCOMPARE(series->samples[0].at, data_->briefHour + hour);
        QCOMPARE(series->samples[0].value, amount);
    }
    QVERIFY(!seriesWith(answer.series, {{"name", "flash"}, {"resource", "ephemeral_storage"}}));
    // ReplicaSets that no Deployment owns are nobody's pods.
    for (const char* name : {"tool-green", "tool-blue"})
        QVERIFY(!seriesWith(answer.series, {{"name", name}}));
}

void TestPromReal::gapsStayGaps()
{
    Desk desk;
    QVERIFY(desk.use(prometheus_->url()).source);
    for (const Millis step : {Millis {Seconds {15}}, minute, Millis {Seconds {300}}, Millis {Seconds {3600}}}) {
        const auto answer = desk.ask({QueryId::HpaCurrent, {{"ns", "shop"}, {"name", "feature-store"}},
            {data_->gap.from - Seconds {7200}, data_->gap.to + Seconds {7200}}, step});
        QCOMPARE(answer.series.size(), 1u);
        const auto& series = answer.series[0];
        // A value counts for up to five minutes of Prometheus' look-back and then for as long as the step allows.
        QVERIFY(!series.at(data_->gap.from + Seconds {300} + series.gapAfter + Seconds {1}));
        QCOMPARE(
            decimatePieces(series.samples, series.gapAfter, {series.samples.front().at, series.samples.back().at}, 900)
                .size(),
            2u);
    }
}

void TestPromReal::longRangesComeInSlices()
{
    Desk desk;
    QVERIFY(desk.use(prometheus_->url()).source);
    const SeriesRequest request {
        QueryId::HpaCurrent, {{"ns", "shop"}, {"name", "fraud-api"}}, {end_ - 14 * day, end_}, Seconds {15}};
    const auto answers = desk.start(request);
    QVERIFY(answers->wait());
    const auto& last = *answers->all.back();
    QVERIFY(!last.error);
    QCOMPARE(last.progress, 1.0);
    // 14 days at 15 s are 80,641 points, far over the 11,000 that one question may have; less those of the gap, which
    // begins when a scrape is five minutes old.
    QCOMPARE(last.series.at(0).samples.size(), 80'641u - (3 * 3600 - 300) / 15 + 1);
    QVERIFY(std::is_sorted(last.series[0].samples.begin(), last.series[0].samples.end(),
        [](const Sample& a, const Sample& b) { return a.at < b.at; }));
    double progress = 0;
    for (const auto& answer : answers->all) {
        QVERIFY(answer->progress >= progress);
        progress = answer->progress;
        // The newest slices come first.
        QVERIFY(answer->series.at(0).samples.back().at > end_ - Seconds {60});
    }
    QVERIFY(answers->all.size() > 1);
}

void TestPromReal::thePastIsRemembered()
{
    Desk desk;
    int asked = 0;
    ApiServer api;
    const auto real = passTo(prometheus_->port());
    std::mutex mutex;
    HttpServer between([&](const HttpRequest& request, HttpReply& reply) {
        {
            const std::lock_guard lock(mutex);
            asked += request.path().ends_with("query_range") ? 1 : 0;
        }
        real(request.target, request, reply);
    });
    QVERIFY(desk.use(between.url()).source);
    SeriesRequest request {
        QueryId::HpaCurrent, {{"ns", "shop"}, {"name", "fraud-api"}}, {end_ - 10 * day, end_}, minute};
    const auto first = desk.ask(request);
    const int before = asked;
    QVERIFY(before >= 10);
    request.range = {end_ - 9 * day, end_};
    const auto second = desk.ask(request);
    QVERIFY2(asked - before <= 2, std::to_string(asked - before).c_str());
    QCOMPARE(second.series.at(0).samples.size(), 9u * 1440 + 1 - (3 * 3600 - 300) / 60 + 1);
    QVERIFY(first.series.at(0).samples.back() == second.series[0].samples.back());
}

void TestPromReal::theProxyAnswersAlike()
{
    ApiServer api;
    api.add(
        "monitoring", "prometheus-server", R"("app":"prometheus")", R"({"name":"http","port":80,"protocol":"TCP"})");
    api.serve("monitoring", "prometheus-server:80", passTo(prometheus_->port()));
    Desk desk(api.url());
    const auto found = desk.find();
    QVERIFY(found.source);
    QCOMPARE(describe(*found.source), std::string("monitoring/prometheus-server:80 (well-known name)"));
    QVERIFY(found.source->version.starts_with("2."));
    Desk direct;
    QVERIFY(direct.use(prometheus_->url()).source);
    for (const auto& request :
        {SeriesRequest {
             QueryId::HpaCurrent, {{"ns", "shop"}, {"name", "fraud-api"}}, {end_ - 2 * day, end_}, Seconds {300}},
            SeriesRequest {QueryId::NodesByPool, {}, {end_ - day, end_}, Seconds {300}},
            SeriesRequest {QueryId::KedaValue, {{"ns", "ml"}, {"name", "batch"}}, {end_ - day, end_}, Seconds {300}}}) {
        const auto one = desk.ask(request);
        const auto other = direct.ask(request);
        QVERIFY(!one.series.empty());
        QVERIFY(one.series == other.series);
        QCOMPARE(one.source, std::string("monitoring/prometheus-server:80 (well-known name)"));
    }
    for (const auto& request : api.requests())
        QCOMPARE(request.method, std::string("GET"));
}

void TestPromReal::aCentralPrometheusNeedsTheMatcher()
{
    Desk desk;
    const SeriesRequest request {
        QueryId::HpaCurrent, {{"ns", "shop"}, {"name", "api"}}, {end_ - Seconds {1800}, end_}, minute};
    const auto mixed = desk.use(central_->url());
    QVERIFY(mixed.source);
    QCOMPARE(mixed.source->clusters, (std::vector<std::string> {"eu-1", "us-2"}));
    QVERIFY(mixed.source->mixesClusters());
    const auto one = desk.use(central_->url(), "cluster=\"eu-1\"");
    QVERIFY(one.source && !one.source->mixesClusters());
    QCOMPARE(desk.ask(request).series.at(0).last(), std::optional(3.0));
    QVERIFY(desk.use(central_->url(), "cluster=us-2").source);
    QCOMPARE(desk.ask(request).series.at(0).last(), std::optional(9.0));
    QVERIFY(desk.use(central_->url(), "cluster=\"mars\"").source);
    const auto none = desk.ask(request);
    QVERIFY(none.error && none.series.empty());
    const auto bad = desk.use(central_->url(), "cluster");
    QVERIFY(!bad.source && bad.problems.size() == 1);
}

void TestPromReal::tooManySeriesAreRefused()
{
    Desk desk;
    QVERIFY(desk.use(central_->url()).source);
    const auto answer = desk.ask({QueryId::HpaDesiredAll, {}, {end_ - Seconds {600}, end_}, minute});
    QVERIFY(answer.error);
    QCOMPARE(
        said(*answer.error), std::string("Prometheus answered with 20000 series; more than 5000 cannot be drawn."));
    // The rest keeps working.
    QVERIFY(!desk.ask({QueryId::HpaCurrentAll, {}, {end_ - Seconds {600}, end_}, minute}).series.empty());
}

void TestPromReal::whatIsMissingIsNamed()
{
    Desk desk;
    const auto found = desk.use(central_->url());
    QVERIFY(found.source);
    QVERIFY(found.source->answers(QueryId::HpaCurrent));
    QVERIFY(!found.source->answers(QueryId::ContainerCpu));
    QCOMPARE(found.source->missing(QueryId::ContainerCpu),
        (std::vector<std::string> {"container_cpu_usage_seconds_total", "kube_pod_owner"}));
    const auto answer = desk.ask({QueryId::KedaValue, {{"ns", "a"}, {"name", "b"}}, {end_, end_}, minute});
    QVERIFY(answer.complete && answer.error);
    QCOMPARE(said(*answer.error), std::string("This Prometheus has no series keda_scaler_metrics_value."));
    QVERIFY(answer.error->hint.find("KEDA") != std::string::npos);
    const auto kind = desk.ask(
        {QueryId::WorkloadReplicas, {{"ns", "a"}, {"name", "b"}, {"kind", "Rollout"}}, {end_, end_}, minute});
    QVERIFY(kind.error && kind.error->kind == Error::Kind::Unsupported);
}

void TestPromReal::peaksAreAskedOnce()
{
    Desk desk;
    QVERIFY(desk.use(prometheus_->url()).source);
    const auto answer = desk.ask({QueryId::ContainerCpuPeak,
        {{"ns", "shop"}, {"name", "store"}, {"kind", "StatefulSet"}}, {end_, end_}, minute});
    QCOMPARE(answer.series.size(), 1u);
    QCOMPARE(answer.series[0].samples.size(), 1u);
    QVERIFY(std::abs(answer.series[0].samples[0].value - 1.5) < 1e-6);
}

QTEST_GUILESS_MAIN(TestPromReal)
#include "tst_prom_real.moc"
