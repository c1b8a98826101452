// SPDX-License-Identifier: GPL-3.0-or-later
#include "built_cluster.h"
#include "cost/day_prices.h"
#include "cost/ledger.h"
#include "costs/cost_history.h"
#include "../prom/desk.h"

#include <QTest>

#include <atomic>
#include <cmath>
#include <set>

using namespace loadline;
using namespace loadline::test;

namespace {

constexpr std::int64_t slotMillis = 300'000;

// Dollars of so many millionths an hour over slots of five minutes.
double dollars(std::int64_t microSlots)
{
    return double(microSlots) / 12e6;
}

bool same(Money money, double expected)
{
    if (std::abs(money.value() - expected) < 1e-8)
        return true;
    qWarning("%s is not %.9f", money.decimal().c_str(), expected);
    return false;
}

// Days through the real client; counts what is asked.
class Reader : public QObject {
public:
    Reader(const std::string& url, const QString& file)
        : history(file, [this](const std::vector<SeriesWish>& wishes) { wish(wishes); })
    {
        found = desk.use(url).source.has_value();
    }
    std::vector<UsageDay> read(const TimeRange& window)
    {
        history.want("built", "prometheus", window);
        const bool done = QTest::qWaitFor(
            [&] {
                const auto progress = history.progress("built");
                return progress.all > 0 && progress.missing == 0 && history.days("built")->size() >= 4;
            },
            60'000);
        return done ? *history.days("built") : std::vector<UsageDay>();
    }
    Desk desk;
    CostHistory history;
    std::multiset<TimePoint> asked; // the days
    bool found = false;

private:
    void wish(const std::vector<SeriesWish>& wishes)
    {
        for (const SeriesWish& one : wishes)
            if (known_.insert(one.key).second) {
                asked.insert(midnight(one.request.range.from));
                desk.client->ask(one.request, [this, key = one.key](const SeriesAnswerPtr& answer) {
                    QMetaObject::invokeMethod(
                        this, [this, key, answer] { history.take(key, *answer); }, Qt::QueuedConnection);
                });
            }
    }
    std::set<QString> known_;
};

// As the program lays prices over them: list prices of AWS where nothing else is told, and what a replica costs.
std::vector<UsageDay> pricedDays(const std::vector<UsageDay>& days)
{
    Allocation now;
    now.nodes.emplace_back().machine.provider = "aws";
    std::vector<WorkloadPrice> workloads {
        {"shop", "Deployment", "api", ScaledBy::Hpa, Money::parse("0.05").value(), 2, 6, {}},
        {"shop", "Deployment", "batch", ScaledBy::Keda, Money::parse("0.4").value(), 0, 9, {}},
        {"shop", "Deployment", "brief", ScaledBy::Nothing, Money::parse("0.05").value(), {}, {}, {}}};
    for (WorkloadPrice* one : {&workloads[0], &workloads[2]}) {
        one->requested.cpu = one->reserved.cpu = one->charged.cpu = Quantity::fromWhole(1);
        one->units = UnitPrices {Money::parse("0.05").value(), {}, {}};
    }
    std::vector<UsageDay> all;
    for (const UsageDay& day : days)
        all.push_back(priced(day, PriceBook(), {}, workloads, &now));
    return all;
}

} // namespace

class TestLedgerReal : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsTheConstructedTruth_data();
    void tellsTheConstructedTruth();

private:
    void checkPools(const Ledger& result, const BuiltCluster& cluster);
    void checkWorkloads(const Ledger& result);
};

void TestLedgerReal::tellsTheConstructedTruth_data()
{
    QTest::addColumn<int>("told");
    QTest::newRow("OpenCost and three kube-state-metrics") << int(BuiltCluster::Told::ByOpenCost);
    QTest::newRow("Karpenter alone") << int(BuiltCluster::Told::ByKarpenter);
}

void TestLedgerReal::tellsTheConstructedTruth()
{
    QFETCH(const int, told);
    const BuiltCluster cluster {BuiltCluster::Told(told)};
    std::string why;
    // promtool writes no staleness markers; a short look back ends a series with its last scrape, as they do.
    const auto prometheus = PrometheusServer::start(cluster.series(), why, {QStringLiteral("--query.lookback-delta=99999ms")});
    if (!prometheus)
        QSKIP(("No real Prometheus to ask: " + why).c_str());
    std::atomic<int> flying {0}, most {0};
    const auto real = passTo(prometheus->port());
    HttpServer between([&](const HttpRequest& request, HttpReply& reply) {
        const int now = ++flying;
        for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) { }
        real(request.target, request, reply);
        --flying;
    });
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("days.sqlite"));
    const TimeRange window {cluster.first, cluster.end()};
    const TimeRange asked {cluster.first, cluster.end() + Seconds {3600}};
    Reader reader(between.url(), file);
    QVERIFY(reader.found);
    const auto days = reader.read(asked);
    QVERIFY2(days.size() >= 4, reader.history.error("built") ? plainText(*reader.history.error("built")).c_str() : "no days");
    QVERIFY2(most <= 4, std::to_string(most).c_str());
    const Ledger result = ledger(pricedDays(days), {}, window);
    checkPools(result, cluster);
    checkWorkloads(result);
    QCOMPARE(result.gaps.size(), std::size_t(1));
    QCOMPARE(result.gaps[0].from, cluster.at(2 * BuiltCluster::daySlots + 36));
    QCOMPARE(result.gaps[0].to, cluster.at(2 * BuiltCluster::daySlots + 72));
    // Halves add up to the whole, to the last digit.
    Saving sum;
    for (const TimeRange& part : {TimeRange {window.from, cluster.at(701)}, TimeRange {cluster.at(701), window.to}})
        sum += ledger(pricedDays(days), {}, result.reference, part).saving;
    QVERIFY(sum == result.saving);
    // Closed days are kept: the same again without asking, but for the day that has begun.
    Reader again(between.url(), file);
    const auto kept = again.read(asked);
    QVERIFY(ledger(pricedDays(kept), {}, window) == result);
    QVERIFY(again.asked.empty() || *again.asked.begin() >= cluster.end());
}

void TestLedgerReal::checkPools(const Ledger& result, const BuiltCluster& cluster)
{
    const auto truth = cluster.truth();
    QCOMPARE(result.pools.size(), truth.size());
    std::int64_t actual = 0, baseline = 0;
    for (const LedgerPool& pool : result.pools) {
        const auto& known = truth.at(pool.pool);
        qInfo("%s: %s $ of %s $ always on", pool.pool.c_str(), pool.saving.actual.decimal().c_str(),
            pool.saving.baseline.decimal().c_str());
        QCOMPARE(pool.ran, known.ran * slotMillis);
        QCOMPARE(pool.unpriced, 0);
        QCOMPARE(result.reference.find(pool.pool)->nodes, known.peak);
        QVERIFY(same(pool.actual, dollars(known.actual)));
        QVERIFY(same(pool.saving.baseline, dollars(known.baseline)));
        QVERIFY(same(pool.saving.spot, dollars(known.onDemand - known.actual)));
        QVERIFY(same(pool.saving.hoursNotRun + pool.saving.machineTypes, dollars(known.baseline - known.onDemand)));
        QVERIFY(pool.saving.addsUp());
        actual += known.actual;
        baseline += known.baseline;
    }
    QVERIFY(same(result.actual, dollars(actual)));
    QVERIFY(same(result.saving.total(), dollars(baseline - actual)));
    QVERIFY(result.realised() <= result.saving.total());
}

void TestLedgerReal::checkWorkloads(const Ledger& result)
{
    std::int64_t api = 0, batch = 0, zero = 0, known = 0, waited = 0, saved = 0;
    for (int slot = 0; slot < BuiltCluster::slots; ++slot) {
        if (BuiltCluster::inGap(slot))
            continue;
        ++known;
        const int running = BuiltCluster::replicasOfApi(slot) - (BuiltCluster::apiWaits(slot) ? 1 : 0);
        api += running;
        saved += (6 - running) * std::int64_t(50'000 * BuiltCluster::coresOfApi(slot)); // against its peak, as large as then
        waited += BuiltCluster::apiWaits(slot) ? 1 : 0;
        batch += BuiltCluster::replicasOfBatch(slot);
        zero += BuiltCluster::replicasOfBatch(slot) == 0 ? 1 : 0;
    }
    QCOMPARE(result.workloads.size(), std::size_t(3));
    // What lived between two full hours has its size: two pods of two cores for three slots, at 0.05 a core.
    const std::int64_t brief = BuiltCluster::briefReplicas * (BuiltCluster::briefTo - BuiltCluster::briefFrom);
    QCOMPARE(result.workloads[2].name, std::string("brief"));
    QCOMPARE(result.workloads[2].ran, brief * slotMillis);
    QCOMPARE(result.workloads[2].sized, brief * slotMillis);
    QVERIFY(same(result.workloads[2].actual.value(), dollars(brief * BuiltCluster::briefCores * 50'000)));
    QCOMPARE(result.workloads[0].ran, api * slotMillis);
    QCOMPARE(result.workloads[0].known, known * slotMillis);
    QCOMPARE(result.workloads[0].waited, waited * slotMillis);
    QCOMPARE(result.workloads[0].sized, api * slotMillis);
    QVERIFY(same(result.workloads[0].saved.value(), dollars(saved)));
    QCOMPARE(result.workloads[1].sized, 0); // nobody tells of its pods
    QCOMPARE(result.workloads[1].ran, batch * slotMillis);
    QCOMPARE(result.workloads[1].atZero, zero * slotMillis);
    QVERIFY(same(result.workloads[1].saved.value(), dollars(zero * 400'000))); // against always one
    QVERIFY(same(result.released, dollars(saved + (3 * known - batch) * 400'000)));
}

QTEST_GUILESS_MAIN(TestLedgerReal)
#include "tst_ledger_real.moc"
