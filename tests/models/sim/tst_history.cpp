// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/queue_series.h"
#include "sim/history.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace loadline;

namespace {

const TimePoint noon = parseRfc3339("2026-11-23T12:00:00Z").value();
constexpr Seconds hour {3600};

std::shared_ptr<const SimPlan> production()
{
    static const auto plan = std::make_shared<const SimPlan>(productionPlan());
    return plan;
}

History& history()
{
    static History one(production(), 7, noon);
    return one;
}

std::vector<HistorySeries> ask(QueryId id, QueryParams params)
{
    const auto& query = queryOf(id);
    const auto variants = variantsFor(query, params);
    std::vector<HistorySeries> found;
    for (const auto variant : variants) {
        const auto question = recognise(render(query, variant, params));
        if (!question || question->id != id)
            continue;
        if (found = seriesFor(history(), *question); !found.empty())
            return found;
    }
    return found;
}

std::optional<double> valueOf(const std::vector<HistorySeries>& series, TimePoint t, std::size_t index = 0)
{
    return index < series.size() ? valueAt(history(), series[index], t) : std::nullopt;
}

QueryParams params(QueryId id)
{
    using enum QueryId;
    QueryParams result {{"ns", "ml-platform"}, {"name", "fraud-detector-api"}, {"kind", "Deployment"},
        {"resource", "cpu"}, {"pool", "gpu-training"}, {"names", "up|kube_pod_info|nonsense"}, {"window", "12h"}, {"types", "m6i\\.2xlarge|m6i\\.xlarge|m6i\\.4xlarge"}};
    if (id <= HpaMetricTarget)
        result["name"] = "fraud-detector-hpa";
    if (id >= VpaTarget && id <= VpaUncapped)
        result["name"] = "recommendation-vpa";
    if (id >= KedaValue && id <= KedaPaused)
        result["name"] = "batch-inference-scaler";
    return result;
}

} // namespace

// No OpenCost runs in the demo's clusters.
bool fromOpenCost(QueryId id)
{
    return id == QueryId::NodePrices || id == QueryId::MachinePrices;
}

class HistoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyNamedQueryFindsSomething_data()
    {
        QTest::addColumn<int>("id");
        for (const auto& query : namedQueries())
            if (query.id != QueryId::PresentExported && !fromOpenCost(query.id))
                QTest::newRow(query.name.c_str()) << int(query.id);
    }
    void everyNamedQueryFindsSomething()
    {
        QFETCH(int, id);
        const auto series = ask(QueryId(id), params(QueryId(id)));
        QVERIFY(!series.empty());
        std::set<std::vector<std::pair<std::string, std::string>>> labels;
        bool any = false;
        for (const auto& one : series) {
            QVERIFY(labels.insert(one.labels).second); // one series a label set
            for (int h = 1; h < 12; h += 2)
                any = any || valueAt(history(), one, noon - hour * h).has_value();
        }
        QVERIFY(any);
    }

    void olderNamesFindNothing()
    {
        const auto& query = queryOf(QueryId::HpaCurrent);
        for (std::size_t variant = 1; variant < query.variants.size(); ++variant) {
            const auto question = recognise(render(query, variant, params(QueryId::HpaCurrent)));
            QVERIFY(question.has_value());
            QVERIFY(seriesFor(history(), *question).empty());
        }
    }

    void presentKnowsWhatIsScraped()
    {
        const auto series = ask(QueryId::Present, params(QueryId::Present));
        QCOMPARE(series.size(), std::size_t(2));
    }

    void everyVariantSpeaksOfKnownNames()
    {
        // Each query's current form asks for series that are scraped here.
        const auto names = scrapedNames(*production());
        for (const auto& query : namedQueries()) {
            if (fromOpenCost(query.id))
                continue;
            const bool any = std::any_of(query.variants.begin(), query.variants.end(), [&](const auto& variant) {
                return std::all_of(variant.needs.begin(), variant.needs.end(),
                    [&](const auto& need) { return std::find(names.begin(), names.end(), need) != names.end(); });
            });
            QVERIFY2(any, query.name.c_str());
        }
    }

    void daysFitTogether()
    {
        // The load of neighbouring days is the same curve, and the autoscalers forget: no leap at midnight.
        const auto current = ask(QueryId::HpaCurrent, params(QueryId::HpaCurrent));
        int leaps = 0;
        for (int day = 1; day <= 3; ++day) {
            const auto midnight = TimePoint(std::chrono::floor<std::chrono::days>(noon)) - std::chrono::days(day);
            const auto before = valueOf(current, midnight - Seconds(300));
            const auto after = valueOf(current, midnight + Seconds(300));
            QVERIFY(before && after);
            leaps += std::abs(*before - *after) > 4 ? 1 : 0;
        }
        QCOMPARE(leaps, 0);
    }

    void itIsTheSameEachTime()
    {
        History again(production(), 7, noon);
        History other(production(), 8, noon);
        const auto column = history().column(
            {Measure::CpuSum, production()->workloadIndex("ml-platform", "fraud-detector-api"), 0, 0});
        QVERIFY(column.has_value());
        bool differs = false;
        for (int h = 1; h < 14; h += 4) {
            const auto value = history().at(*column, noon - hour * h);
            QVERIFY(!std::isnan(value));
            QCOMPARE(again.at(*column, noon - hour * h), value);
            differs = differs || std::abs(other.at(*column, noon - hour * h) - value) > 1e-6f;
        }
        QVERIFY(differs);
    }

    void itEndsWhereTheRetentionDoes()
    {
        const auto count = ask(QueryId::NodeCount, {});
        QVERIFY(!valueOf(count, history().earliest() - Seconds(60)));
        QVERIFY(valueOf(count, history().earliest() + Seconds(60)));
        QVERIFY(!valueOf(count, noon + Seconds(3600))); // not yet lived
    }

    void requestsAreThoseOfThePods()
    {
        // A VPA that changes pods: what the pods request follows its target, and leaves the template behind.
        const QueryParams stream {{"ns", "data"}, {"name", "stream-enricher"}, {"kind", "Deployment"}, {"resource", "cpu"}};
        const auto requests = ask(QueryId::ContainerRequest, stream);
        const auto limits = ask(QueryId::ContainerLimit, stream);
        const auto& plan = production()->workloads[production()->workloadIndex("data", "stream-enricher")].containers[0];
        const auto request = valueOf(requests, noon - hour), limit = valueOf(limits, noon - hour);
        QVERIFY(request && limit);
        QVERIFY(*request < plan.requests.cpu->value());
        QVERIFY(std::abs(*limit / *request - plan.limits.cpu->value() / plan.requests.cpu->value()) < 0.01);
        // One that only recommends leaves them as they are written.
        const auto kept = valueOf(ask(QueryId::ContainerRequest, {{"ns", "ml-platform"}, {"name", "report-generator"}, {"kind", "Deployment"}, {"resource", "cpu"}}), noon - hour);
        QCOMPARE(kept, std::optional(2.0));
    }

    void whatIsLivedFollows()
    {
        History live(production(), 7, noon);
        Simulation simulation(production(), 7, noon - Seconds(1800));
        simulation.advance(noon);
        live.record(simulation.state());
        for (int tick = 0; tick < 240; ++tick) {
            simulation.advance(simulation.now() + Simulation::tick);
            live.record(simulation.state());
        }
        const auto w = production()->workloadIndex("search", "search-api");
        const auto column = live.column({Measure::WorkloadReady, w, 0, 0}).value();
        QCOMPARE(live.at(column, simulation.now()), static_cast<float>(simulation.state().workloads[w].ready));
        QVERIFY(!std::isnan(live.at(column, noon)));
        QVERIFY(!std::isnan(live.at(column, noon - Seconds(15)))); // simulated, not lived
        QVERIFY(std::isnan(live.at(column, simulation.now() + Seconds(600))));
        QVERIFY(!std::isnan(live.at(column, simulation.now() + Seconds(120)))); // Prometheus looks back five minutes
    }

    void preparingTakesOneDayAtATime()
    {
        History fresh(production(), 7, noon);
        int days = 0;
        while (fresh.prepare({noon - hour * 50, noon + hour}))
            ++days;
        QCOMPARE(days, 3); // the 21st, 22nd and 23rd
        QVERIFY(!fresh.prepare({noon - hour * 12, noon}));
        QVERIFY(!fresh.prepare({noon - std::chrono::hours(24 * 60), noon - std::chrono::hours(24 * 40)}));
    }

    void peaksAreOverTheWindow()
    {
        auto asked = params(QueryId::ContainerMemoryPeak);
        const auto peak = ask(QueryId::ContainerMemoryPeak, asked);
        const auto mean = ask(QueryId::ContainerMemory, asked);
        const auto t = noon - hour;
        const auto highest = valueOf(peak, t);
        QVERIFY(highest.has_value());
        for (int h = 0; h < 12; ++h)
            QVERIFY(*highest >= *valueOf(mean, t - hour * h));
        const auto cpu = ask(QueryId::ContainerCpuPeak, asked);
        QVERIFY(*valueOf(cpu, t) > 0.05 && *valueOf(cpu, t) < 1.1);
    }

    void utilisationIsInPercent()
    {
        const auto metrics = ask(QueryId::HpaMetricCurrent, params(QueryId::HpaMetricCurrent));
        const auto targets = ask(QueryId::HpaMetricTarget, params(QueryId::HpaMetricTarget));
        QCOMPARE(targets.size(), std::size_t(1));
        QCOMPARE(valueOf(targets, noon - hour).value(), 70.0);
        const auto utilisation = std::find_if(metrics.begin(), metrics.end(), [](const auto& one) {
            return std::find(one.labels.begin(), one.labels.end(),
                       std::pair(std::string("metric_target_type"), std::string("utilization")))
                != one.labels.end();
        });
        QVERIFY(utilisation != metrics.end());
        const auto value = valueAt(history(), *utilisation, noon - hour);
        QVERIFY(value && *value > 20 && *value < 150);
    }

    // What the wizard asks for names of queues: RabbitMQ's are there, and of every other exporter there is nothing.
    void queuesAreAnswered()
    {
        for (const QueueSeries& asked : queueSeries()) {
            const auto found = writtenSeries(history(), asked.promql);
            QVERIFY2(found, std::string(asked.promql).c_str());
            QCOMPARE(found->empty(), asked.promql.find("rabbitmq") == std::string_view::npos);
        }
        QVERIFY(!writtenSeries(history(), "topk(500, count by(queue)(nobody_exports_this))"));
    }
};

QTEST_APPLESS_MAIN(HistoryTest)
#include "tst_history.moc"
