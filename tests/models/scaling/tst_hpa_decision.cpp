// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/hpa_decision.h"

#include <QTest>

using namespace loadline;

namespace {

const TimePoint now = TimePoint(Seconds(1'800'000'000));
const Quantity one = Quantity::fromWhole(1);

MetricSpec resource(std::int64_t utilization, const char* name = "cpu")
{
    MetricSpec spec;
    spec.metric.type = MetricType::Resource;
    spec.metric.name = name;
    spec.target = TargetType::Utilization;
    spec.averageUtilization = utilization;
    return spec;
}

MetricSpec whole(MetricType type, TargetType target, Quantity value)
{
    MetricSpec spec;
    spec.metric.type = type;
    spec.metric.name = "queue";
    spec.target = target;
    (target == TargetType::Value ? spec.value : spec.averageValue) = value;
    return spec;
}

// A pod that has been ready for an hour.
PodReading pod(std::int64_t usage, std::int64_t request = 1000)
{
    PodReading reading;
    reading.name = "api-1";
    reading.ready = Truth::True;
    reading.started = now - Seconds(3700);
    reading.readySince = now - Seconds(3600);
    reading.usage = PodReading::Usage {usage, now, Seconds(15)};
    reading.requestMilli = request;
    return reading;
}

PodReading pending()
{
    auto reading = pod(0);
    reading.phase = PodPhase::Pending;
    reading.ready = Truth::False;
    reading.usage.reset();
    return reading;
}

PodReading silent()
{
    auto reading = pod(0);
    reading.usage.reset();
    return reading;
}

MetricReading of(std::vector<PodReading> pods)
{
    return {std::move(pods), {}, {}};
}

MetricProposal ask(const MetricSpec& spec, const MetricReading& reading, ScaleReading scale)
{
    return propose(spec, reading, scale, effectiveBehavior({}), {}, now);
}

Hpa hpa(std::vector<MetricSpec> metrics, std::int64_t min = 1, std::int64_t max = 20)
{
    Hpa result;
    result.minReplicas = min;
    result.maxReplicas = max;
    result.metrics = std::move(metrics);
    return result;
}

} // namespace

class HpaDecisionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void utilisationIsCutBeforeItIsDivided()
    {
        // 50.9 % of target 50 is a ratio of exactly 1.
        const auto proposal = ask(resource(50), of({pod(509), pod(509)}), {2, 2, 2});
        QCOMPARE(proposal.ratio, 1.0);
        QCOMPARE(proposal.status.averageUtilization.value(), 50);
        QVERIFY(proposal.status.averageValue == Quantity::fromMilli(509));
        QCOMPARE(proposal.replicas, 2);
    }

    void requestsOfZeroAreNoBasis()
    {
        // As a Kubernetes 1.36 says it of a container that asks for 0 CPU.
        const auto proposal = ask(resource(50), of({pod(10, 0), pod(10, 0)}), {2, 2, 2});
        QCOMPARE(proposal.failure, std::string("failed to get cpu utilization: no metrics returned matched known pods"));
        QCOMPARE(proposal.failureReason, std::string("FailedGetResourceMetric"));
    }

    void namesAreTheControllers_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<bool>("utilization");
        QTest::addColumn<QString>("expected");
        QTest::newRow("resource") << int(MetricType::Resource) << true << "queue resource utilization (percentage of request)";
        QTest::newRow("resource, average") << int(MetricType::Resource) << false << "queue resource";
        QTest::newRow("container") << int(MetricType::ContainerResource) << true
                                   << "queue container resource utilization (percentage of request)";
        QTest::newRow("container, average") << int(MetricType::ContainerResource) << false << "queue resource";
        QTest::newRow("pods") << int(MetricType::Pods) << false << "pods metric queue";
        QTest::newRow("external") << int(MetricType::External) << false << "external metric queue(nil)";
    }
    void namesAreTheControllers()
    {
        QFETCH(int, type);
        QFETCH(bool, utilization);
        auto spec = whole(static_cast<MetricType>(type), TargetType::AverageValue, one);
        if (utilization) {
            spec.averageValue.reset();
            spec.averageUtilization = 50;
        }
        QTEST(QString::fromStdString(nameOf(spec)), "expected");
    }

    void toleranceIncludesItsEnds_data()
    {
        QTest::addColumn<int>("usage");
        QTest::addColumn<int>("expected");
        QTest::newRow("1.10 stays") << 1100 << 10;
        QTest::newRow("1.11 grows") << 1110 << 12;
        QTest::newRow("0.90 stays") << 900 << 10;
        QTest::newRow("0.89 shrinks") << 890 << 9;
    }
    void toleranceIncludesItsEnds()
    {
        QFETCH(int, usage);
        const auto proposal = ask(resource(100), of(std::vector<PodReading>(10, pod(usage))), {10, 10, 10});
        QTEST(int(proposal.replicas), "expected");
    }

    void ownToleranceIsPerDirection()
    {
        Behavior behavior;
        behavior.up.emplace().tolerance = Quantity::fromMilli(0);
        const auto effective = effectiveBehavior(behavior);
        const auto reading = of(std::vector<PodReading>(10, pod(1010)));
        QCOMPARE(propose(resource(100), reading, {10, 10, 10}, effective, {}, now).replicas, 11);
        const auto below = of(std::vector<PodReading>(10, pod(950)));
        QCOMPARE(propose(resource(100), below, {10, 10, 10}, effective, {}, now).replicas, 10);
    }

    void elevenMessagesAtFiveEachStayTwo()
    {
        // 11 / (5 x 2) = 1.1 lies within the tolerance.
        const auto spec = whole(MetricType::External, TargetType::AverageValue, Quantity::fromWhole(5));
        const auto proposal = ask(spec, {{}, Quantity::fromWhole(11), {}}, {2, 2, 2});
        QVERIFY(proposal.withinTolerance);
        QCOMPARE(proposal.replicas, 2);
        QCOMPARE(ask(spec, {{}, Quantity::fromWhole(12), {}}, {2, 2, 2}).replicas, 3);
        QVERIFY(proposal.status.averageValue == Quantity::fromMilli(5500));
    }

    void averageValueCountsStatusReplicas()
    {
        const auto spec = whole(MetricType::External, TargetType::AverageValue, Quantity::fromWhole(10));
        // Readiness does not matter, the spec size does not either.
        QCOMPARE(ask(spec, {{}, Quantity::fromWhole(95), {}}, {4, 4, 0}).replicas, 10);
        QCOMPARE(ask(spec, {{}, Quantity::fromWhole(95), {}}, {1, 0, 0}).replicas, 10); // no status replicas: no tolerance
    }

    void valueTargetsMultiplyByReadyPods()
    {
        // 3 pods, 1 ready, load 1.95 x target: a scale-down to 2 under load.
        for (const auto type : {MetricType::Object, MetricType::External}) {
            const auto spec = whole(type, TargetType::Value, Quantity::fromWhole(100));
            QCOMPARE(ask(spec, {{}, Quantity::fromWhole(195), {}}, {3, 3, 1}).replicas, 2);
            QCOMPARE(ask(spec, {{}, Quantity::fromWhole(109), {}}, {3, 3, 1}).replicas, 3);
            QCOMPARE(ask(spec, {{}, Quantity::fromWhole(250), {}}, {0, 0, 0}).replicas, 3);
        }
    }

    void finerThanAThousandthIsAThousandth()
    {
        const auto spec = whole(MetricType::External, TargetType::AverageValue, Quantity::fromMilli(1));
        const auto tiny = Quantity::fromNano(400'000); // 0.0004
        QCOMPARE(ask(spec, {{}, tiny, {}}, {4, 4, 4}).replicas, 1);
    }

    void anAverageValueWinsOverAUtilisation()
    {
        auto spec = resource(50);
        spec.averageValue = one;
        const auto proposal = ask(spec, of({pod(3000)}), {1, 1, 1});
        QVERIFY(!proposal.status.averageUtilization);
        QCOMPARE(proposal.replicas, 3);
    }

    void rolesOfPods_data()
    {
        QTest::addColumn<PodReading>("pod");
        QTest::addColumn<bool>("cpu");
        QTest::addColumn<int>("role");
        const auto row = [](const char* name, PodReading reading, bool cpu, PodRole role) {
            QTest::newRow(name) << reading << cpu << int(role);
        };
        auto deleting = pod(1);
        deleting.deleting = true;
        row("deleting", deleting, true, PodRole::Ignored);
        auto failed = pod(1);
        failed.phase = PodPhase::Failed;
        row("failed", failed, true, PodRole::Ignored);
        row("pending", pending(), false, PodRole::Unready);
        row("silent", silent(), true, PodRole::Missing);
        auto unknown = pod(1);
        unknown.readySince.reset();
        row("no Ready condition", unknown, true, PodRole::Unready);
        row("memory does not ask for readiness", unknown, false, PodRole::Ready);
        auto young = pod(1);
        young.started = now - Seconds(200);
        young.readySince = now - Seconds(100);
        row("young and ready", young, true, PodRole::Ready);
        auto early = young;
        early.readySince = now - Seconds(10);
        row("young, sample from before it was ready", early, true, PodRole::Unready);
        auto starting = young;
        starting.ready = Truth::False;
        row("young and unready", starting, true, PodRole::Unready);
        auto never = pod(1);
        never.ready = Truth::False;
        never.readySince = *never.started + Seconds(10);
        row("old, never ready", never, true, PodRole::Unready);
        auto onceReady = never;
        onceReady.readySince = *never.started + Seconds(1000);
        row("old, was ready once", onceReady, true, PodRole::Ready);
    }
    void rolesOfPods()
    {
        QFETCH(PodReading, pod);
        QFETCH(bool, cpu);
        QTEST(int(roleOf(pod, cpu, {}, now)), "role");
    }

    void unreadyPodsHoldAScaleUpBack()
    {
        // 2 ready at 200 % of 100 %, 2 starting: counted as idle the mean is 100 %, so nothing moves.
        const auto spec = resource(100);
        auto held = ask(spec, of({pod(2000), pod(2000), pending(), pending()}), {4, 4, 2});
        QCOMPARE(held.replicas, 4);
        QCOMPARE(held.status.averageUtilization.value(), 200); // the first computation is what is reported
        // Without them it would be 4; at 300 % over 4 pods it is ceil(1.5 x 4).
        QCOMPARE(ask(spec, of({pod(2000), pod(2000)}), {2, 2, 2}).replicas, 4);
        QCOMPARE(ask(spec, of({pod(3000), pod(3000), pending(), pending()}), {4, 4, 2}).replicas, 6);
    }

    void missingPodsHoldAScaleDownBack()
    {
        // 3 of 4 at 40 % of 80 %: the missing one counts as 100 %, (120 + 100) / 4 = 55 %.
        const auto proposal = ask(resource(80), of({pod(400), pod(400), pod(400), silent()}), {4, 4, 4});
        QCOMPARE(proposal.missing, 1);
        QCOMPARE(proposal.replicas, 3); // ceil(0.6875 x 4)
        QCOMPARE(ask(resource(80), of({pod(400), pod(400), pod(400)}), {4, 4, 4}).replicas, 2);
    }

    void aTargetAboveHundredFillsWithTheTarget()
    {
        const auto proposal = ask(resource(200), of({pod(1000), pod(1000), silent()}), {3, 3, 3});
        QCOMPARE(proposal.replicas, 2); // (50 % + 50 % + 200 %) / 3 of 200 %: 100 of 200, ceil(0.5 x 3)
    }

    void theDirectionMayNotFlip()
    {
        // Going up at 1.2, but with the missing pod as idle it would go down: stays.
        const auto proposal = ask(resource(100), of({pod(1200), silent()}), {2, 2, 2});
        QCOMPARE(proposal.replicas, 2);
    }

    void failuresSpeakTheControllersWords_data()
    {
        QTest::addColumn<MetricSpec>("spec");
        QTest::addColumn<MetricReading>("reading");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("words");
        auto bare = pod(100);
        bare.requestMilli.reset();
        bare.withoutRequest = "sidecar";
        QTest::newRow("no request") << resource(70) << of({bare}) << "FailedGetResourceMetric"
                                    << "failed to get cpu utilization: missing request for cpu in container sidecar of "
                                       "Pod api-1";
        QTest::newRow("no samples") << resource(70, "memory") << of({silent()}) << "FailedGetResourceMetric"
                                    << "failed to get memory utilization: unable to get metrics for resource memory: no "
                                       "metrics returned from resource metrics API";
        auto starting = pod(100);
        starting.ready = Truth::False;
        starting.started = now - Seconds(20);
        QTest::newRow("all unready") << resource(70) << of({starting}) << "FailedGetResourceMetric"
                                     << "failed to get cpu utilization: did not receive metrics for targeted pods (pods "
                                        "might be unready)";
        QTest::newRow("external") << whole(MetricType::External, TargetType::Value, one)
                                  << MetricReading {{}, {}, "boom"} << "FailedGetExternalMetric"
                                  << "unable to get external metric queue: boom";
    }
    void failuresSpeakTheControllersWords()
    {
        QFETCH(MetricSpec, spec);
        QFETCH(MetricReading, reading);
        const auto proposal = ask(spec, reading, {1, 1, 1});
        QTEST(QString::fromStdString(proposal.failureReason), "reason");
        QTEST(QString::fromStdString(proposal.failure), "words");
        QVERIFY(proposal.status.metric.type == MetricType::Unknown);
    }

    void aBareContainerCountsForAverageValueOnlyNothing()
    {
        // AverageValue does not need requests.
        auto bare = pod(2000);
        bare.requestMilli.reset();
        auto spec = resource(1);
        spec.averageUtilization.reset();
        spec.averageValue = one;
        QCOMPARE(ask(spec, of({bare}), {1, 1, 1}).replicas, 2);
    }

    void theLargestWorkingMetricWins()
    {
        ScalingLog log;
        const auto two = hpa({resource(100), whole(MetricType::External, TargetType::AverageValue, one)});
        const auto decision = decide(two, {now, {2, 2, 2}, {of({pod(1500), pod(1500)}), {{}, Quantity::fromWhole(4), {}}}, false},
                                     {}, log);
        QCOMPARE(decision.desired, 4);
        QCOMPARE(decision.winner.value(), std::size_t(1));
        QVERIFY(decision.rescale);
        QCOMPARE(decision.rescaleReason, std::string("external metric queue(nil) above target"));
        QCOMPARE(decision.scalingActive->reason, std::string("ValidMetricFound"));
        QCOMPARE(decision.ableToScale->reason, std::string("SucceededRescale"));
        QCOMPARE(decision.ableToScale->message,
                 std::string("the HPA controller was able to update the target scale to 4"));
    }

    void aFailureForbidsOnlyScaleDown()
    {
        const auto two = hpa({resource(100), whole(MetricType::External, TargetType::AverageValue, one)});
        const MetricReading broken {{}, {}, "source is down"};
        {
            ScalingLog log;
            const auto up = decide(two, {now, {2, 2, 2}, {of({pod(1500), pod(1500)}), broken}, false}, {}, log);
            QCOMPARE(up.desired, 3);
            QVERIFY(!up.failed);
            QCOMPARE(up.scalingActive->reason, std::string("ValidMetricFound"));
            QCOMPARE(up.warnings.size(), std::size_t(1));
            QVERIFY(up.proposals[1].status.metric.type == MetricType::Unknown);
        }
        {
            ScalingLog log;
            const auto down = decide(two, {now, {4, 4, 4}, {of(std::vector(4, pod(100))), broken}, false}, {}, log);
            QVERIFY(down.failed);
            QVERIFY(!down.rescale);
            QCOMPARE(down.desired, 4);
            QVERIFY(down.scalingActive->status == Truth::False);
            QCOMPARE(down.scalingActive->reason, std::string("FailedGetExternalMetric"));
            QVERIFY(!down.scalingLimited); // sticky: keeps its last value
            QCOMPARE(down.warnings.back().first, std::string("FailedComputeMetricsReplicas"));
        }
    }

    void boundsAreCorrectedWithoutReading()
    {
        ScalingLog log;
        const auto above = decide(hpa({resource(50)}, 2, 5), {now, {9, 9, 9}, {}, false}, {}, log);
        QCOMPARE(above.desired, 5);
        QVERIFY(!above.evaluated);
        QCOMPARE(above.rescaleReason, std::string("Current number of replicas above Spec.MaxReplicas"));
        const auto below = decide(hpa({resource(50)}, 2, 5), {now, {1, 1, 1}, {}, false}, {}, log);
        QCOMPARE(below.desired, 2);
    }

    void zeroMeansDisabled()
    {
        ScalingLog log;
        const auto asleep = decide(hpa({resource(50)}), {now, {0, 0, 0}, {}, false}, {}, log);
        QCOMPARE(asleep.desired, 0);
        QVERIFY(!asleep.rescale);
        QCOMPARE(asleep.scalingActive->reason, std::string("ScalingDisabled"));
    }

    void theGateWakesWhatTheHpaPutToSleep()
    {
        HpaFlags gate;
        gate.scaleToZero = true;
        const auto queue = hpa({whole(MetricType::External, TargetType::AverageValue, one)}, 0);
        ScalingLog log;
        const HpaInputs inputs {now, {0, 0, 0}, {{{}, Quantity::fromWhole(3), {}}}, true};
        QCOMPARE(decide(queue, inputs, gate, log).desired, 3);
        auto manual = inputs;
        manual.scaledToZero = false;
        QCOMPARE(decide(queue, manual, gate, log).desired, 0);
    }

    void stabilisationIsSaid()
    {
        ScalingLog log;
        const auto steady = hpa({resource(100)});
        decide(steady, {now - Seconds(60), {4, 4, 4}, {of(std::vector(4, pod(1000)))}, false}, {}, log);
        const auto held = decide(steady, {now, {4, 4, 4}, {of(std::vector(4, pod(400)))}, false}, {}, log);
        QCOMPARE(held.desired, 4);
        QCOMPARE(held.raw.value(), 2);
        QCOMPARE(held.ableToScale->reason, std::string("ScaleDownStabilized"));
        QVERIFY(held.normalised->heldUntil == now + Seconds(240));
        QCOMPARE(held.scalingLimited->reason, std::string("DesiredWithinRange"));
    }

    void enormousValuesStayReplicas()
    {
        const auto spec = whole(MetricType::External, TargetType::AverageValue, Quantity::fromMilli(1));
        const auto huge = Quantity::fromWhole(9'000'000'000'000'000);
        QCOMPARE(ask(spec, {{}, huge, {}}, {1, 1, 1}).replicas, 2147483647);
        auto zero = whole(MetricType::External, TargetType::AverageValue, Quantity());
        QVERIFY(ask(zero, {{}, one, {}}, {1, 1, 1}).replicas > 0); // a target of zero does not divide by zero
    }
};

QTEST_APPLESS_MAIN(HpaDecisionTest)
#include "tst_hpa_decision.moc"
