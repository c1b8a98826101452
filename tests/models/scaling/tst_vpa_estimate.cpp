// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/packing.h"
#include "scaling/vpa_estimate.h"

#include <QTest>

#include <cmath>

using namespace loadline;

namespace {

const TimePoint start = TimePoint(Seconds(1'800'000'000));
constexpr double mib = 1024.0 * 1024;
constexpr Seconds day {86400};

ContainerUsageModel steady(double cores, double bytes, int days)
{
    ContainerUsageModel model;
    for (int minute = 0; minute <= days * 1440; ++minute) {
        const auto at = start + Seconds(minute * 60);
        model.addCpu(cores, at);
        model.addMemory(bytes, at);
    }
    return model;
}

Footprint need(std::int64_t cpu, std::int64_t gib = 1, std::int64_t gpus = 0)
{
    return {cpu, gib << 30, gpus, 1};
}

} // namespace

class VpaEstimateTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bucketsGrowByFivePercent()
    {
        // 0.3 cores lie in bucket trunc(log1.05(0.3 x 0.05 / 0.01 + 1)) = 18, which ends at 0.01 x (1.05^19 - 1) / 0.05.
        DecayingHistogram histogram(DecayingHistogram::cpu());
        histogram.add(0.3, 1, start);
        const double end = 0.01 * (std::pow(1.05, 19) - 1) / 0.05;
        QVERIFY(std::abs(histogram.percentile(0.9) - end) < 1e-9);
        QVERIFY(end >= 0.3 && end < 0.3 * 1.08);
    }

    void tinyValuesFallInTheFirstBucket()
    {
        DecayingHistogram histogram(DecayingHistogram::cpu());
        histogram.add(0.001, 1, start);
        QVERIFY(std::abs(histogram.percentile(0.5) - 0.01) < 1e-12);
        QCOMPARE(DecayingHistogram(DecayingHistogram::cpu()).percentile(0.5), 0.0);
    }

    void weightsHalveEveryDay()
    {
        DecayingHistogram histogram(DecayingHistogram::cpu());
        histogram.add(1, 4, start);
        histogram.add(0.1, 2, start + day);
        // 4 halved once equals 2: the median is the smaller value, just above it the larger.
        QVERIFY(histogram.percentile(0.49) < 0.12);
        QVERIFY(histogram.percentile(0.52) > 0.9);
        histogram.add(0.1, 1, start + 300 * day); // after 300 half-lives only the newest is left
        QVERIFY(histogram.percentile(0.999) < 0.12);
    }

    void aPeakReplacesTheIntervalsSample()
    {
        ContainerUsageModel model;
        model.addCpu(0.1, start);
        model.addMemory(400 * mib, start);
        model.addMemory(900 * mib, start + Seconds(3600));
        model.addMemory(500 * mib, start + Seconds(7200));
        const auto recommended = model.recommend("api", nullptr, 1).value();
        const double memory = recommended.target.memory->value();
        QVERIFY(memory > 900 * mib * 1.15 && memory < 900 * mib * 1.15 * 1.06);
        // One sample only: the lower bound comes from the same peak.
        QVERIFY(recommended.lowerBound.memory->value() < memory);
    }

    void margin()
    {
        const auto model = steady(0.5, 600 * mib, 10);
        const auto target = model.recommend("api", nullptr, 1).value().target;
        QVERIFY(target.cpu->value() >= 0.5 * 1.15 && target.cpu->value() < 0.5 * 1.15 * 1.06);
    }

    void confidenceWidensTheBounds_data()
    {
        QTest::addColumn<int>("minutes");
        QTest::addColumn<double>("upper");
        QTest::addColumn<double>("lower");
        QTest::newRow("5 min") << 5 << 289.0 << 0.60;
        QTest::newRow("30 min") << 30 << 49.0 << 0.91;
        QTest::newRow("12 h") << 720 << 3.0 << 0.996;
        QTest::newRow("1 d") << 1440 << 2.0 << 0.998;
        QTest::newRow("7 d") << 10080 << 1.143 << 0.9997;
    }
    void confidenceWidensTheBounds()
    {
        QFETCH(int, minutes);
        QFETCH(double, upper);
        QFETCH(double, lower);
        ContainerUsageModel model;
        for (int minute = 0; minute <= minutes; ++minute)
            model.addCpu(1, start + Seconds(60 * minute));
        const auto recommended = model.recommend("api", nullptr, 1).value();
        const double target = recommended.target.cpu->value();
        QVERIFY(std::abs(recommended.upperBound.cpu->value() / target / upper - 1) < 0.02);
        QVERIFY(std::abs(recommended.lowerBound.cpu->value() / target / lower - 1) < 0.02);
    }

    void thePodsMinimumIsShared()
    {
        const auto model = steady(0.001, 2 * mib, 2);
        const auto alone = model.recommend("api", nullptr, 1).value().target;
        QCOMPARE(alone.cpu->milli(), 25);
        QCOMPARE(alone.memory->whole(), 250ll * 1024 * 1024);
        const auto shared = model.recommend("api", nullptr, 2).value().target;
        QCOMPARE(shared.cpu->milli(), 13); // 12.5 m rounded up
        QCOMPARE(shared.memory->whole(), 125ll * 1024 * 1024);
    }

    void policiesCapAllButTheUncapped()
    {
        ContainerPolicy policy;
        policy.maxAllowed.cpu = Quantity::fromMilli(200);
        policy.minAllowed.memory = Quantity::fromWhole(2ll << 30);
        const auto model = steady(0.5, 600 * mib, 10);
        const auto recommended = model.recommend("api", &policy, 1).value();
        QCOMPARE(recommended.target.cpu->milli(), 200);
        QCOMPARE(recommended.upperBound.cpu->milli(), 200);
        QCOMPARE(recommended.target.memory->whole(), 2ll << 30);
        QVERIFY(recommended.uncappedTarget.cpu->milli() > 500);
        policy.controlledResources = {"memory"};
        QVERIFY(!model.recommend("api", &policy, 1).value().target.cpu);
        policy.off = true;
        QVERIFY(!model.recommend("api", &policy, 1));
    }

    void nothingSeenGivesNothing() { QVERIFY(!ContainerUsageModel().recommend("api", nullptr, 1)); }

    void anOutOfMemoryKillBumps()
    {
        ContainerUsageModel model;
        model.addCpu(0.1, start);
        model.addMemory(300 * mib, start);
        model.addOutOfMemory(300 * mib, start + Seconds(60));
        const double memory = model.recommend("api", nullptr, 1).value().target.memory->value();
        QVERIFY(memory > 400 * mib * 1.15 && memory < 400 * mib * 1.15 * 1.07); // + 100 MiB beats x 1.2
    }

    void limitsKeepTheirProportion()
    {
        ContainerRecommendation recommendation;
        recommendation.target.cpu = Quantity::fromMilli(500);
        recommendation.lowerBound.cpu = Quantity::fromMilli(400);
        recommendation.upperBound.cpu = Quantity::fromMilli(900);
        Resources requests;
        requests.cpu = Quantity::fromMilli(1000);
        Resources limits;
        limits.cpu = Quantity::fromMilli(2000);
        const auto change = changeOf(recommendation, nullptr, requests, limits);
        QCOMPARE(change.limits.cpu->milli(), 1000);
        QVERIFY(change.outside);
        QVERIFY(change.drifted);
        ContainerPolicy only;
        only.requestsOnly = true;
        QCOMPARE(changeOf(recommendation, &only, requests, limits).limits.cpu->milli(), 2000);
        requests.cpu = Quantity::fromMilli(520);
        QVERIFY(!changeOf(recommendation, nullptr, requests, limits).outside);
        QVERIFY(!changeOf(recommendation, nullptr, requests, limits).drifted);
    }

    void policiesHold()
    {
        const auto size = [](std::int64_t milli, std::int64_t mebibytes) {
            Resources made;
            made.cpu = Quantity::fromMilli(milli);
            made.memory = Quantity::fromWhole(mebibytes << 20);
            return made;
        };
        Vpa vpa;
        ContainerRecommendation recommendation;
        recommendation.target = size(500, 256);
        for (const char* name : {"app", "sidecar", "cache"}) {
            recommendation.container = name;
            vpa.recommendations.push_back(recommendation);
        }
        ContainerPolicy off, capped;
        off.container = "sidecar";
        off.off = true;
        capped.container = "cache";
        capped.controlledResources = {"memory"};
        capped.minAllowed = size(900, 512);
        vpa.policies = {off, capped};
        const Resources now = size(1000, 1024);
        QCOMPARE(*requestsUnder(vpa, "app", now, {}), size(500, 256));
        QVERIFY(!requestsUnder(vpa, "sidecar", now, {}));
        QCOMPARE(*requestsUnder(vpa, "cache", now, {}), size(1000, 512)); // its CPU is not the VPA's, its memory not below the least
        QVERIFY(!requestsUnder(vpa, "unknown", now, {}));
        const auto left = changeOf(recommendation, &off, now, {});
        QCOMPARE(left.requests, now);
        QVERIFY(!left.outside && !left.drifted);
    }

    void packingTakesTheLargestFirst()
    {
        // In the given order 3 + 3 + 5 + 5 would need three nodes of 8; decreasing needs two.
        const std::vector<Footprint> pods {need(3000), need(3000), need(5000), need(5000)};
        const auto packing = pack(pods, {}, need(8000, 32), 10);
        QCOMPARE(packing.newNodes, std::size_t(0) + 4); // one pod a node: `pods` of the shape is 1
        Footprint shape = need(8000, 32);
        shape.pods = 110;
        QCOMPARE(pack(pods, {}, shape, 10).newNodes, std::size_t(2));
        QCOMPARE(pack(pods, {}, shape, 10).used.cpuMilli, 16000);
    }

    void packingFillsExistingRoomFirst()
    {
        Footprint shape {4000, 16ll << 30, 1, 110};
        const std::vector<Footprint> existing {{1000, 4ll << 30, 0, 10}};
        const auto packing = pack(std::vector<Footprint> {need(500), need(500), need(500, 1, 1)}, existing, shape, 1);
        QCOMPARE(packing.newNodes, std::size_t(1)); // for the GPU, whose share is largest
        QVERIFY(packing.placed[0] == std::size_t(0));
        QVERIFY(packing.placed[1] == std::size_t(0));
        QVERIFY(packing.placed[2] == std::size_t(1));
    }

    void packingSaysWhatFitsNowhere()
    {
        Footprint shape {4000, 16ll << 30, 0, 110};
        const auto packing = pack(std::vector<Footprint> {need(5000), need(3000), need(3000)}, {}, shape, 1);
        QCOMPARE(packing.unplaceable, std::size_t(1));
        QCOMPARE(packing.newNodes, std::size_t(1));
        QVERIFY(!packing.placed[0]);
        QVERIFY(packing.placed[1].has_value());
        QVERIFY(!packing.placed[2]); // at the most nodes allowed
    }
};

QTEST_APPLESS_MAIN(VpaEstimateTest)
#include "tst_vpa_estimate.moc"
