// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/keda_decision.h"

#include <QTest>

#include <algorithm>

using namespace loadline;

namespace {

const TimePoint now = TimePoint(Seconds(1'800'000'000));

Trigger queue(const char* threshold = "10", const char* activation = nullptr)
{
    Trigger trigger;
    trigger.type = "rabbitmq";
    trigger.metadata = {{"mode", "QueueLength"}, {"queueName", "inference"}, {"value", threshold}};
    if (activation)
        trigger.metadata.insert(trigger.metadata.begin(), {"activationValue", activation});
    return trigger;
}

Trigger cpu()
{
    Trigger trigger;
    trigger.type = "cpu";
    trigger.metricType = TargetType::Utilization;
    trigger.metadata = {{"value", "70"}};
    return trigger;
}

ScaledObject object(std::vector<Trigger> triggers, std::int64_t min = 0)
{
    ScaledObject result;
    result.meta.ns = Text(std::string("ml"));
    result.meta.name = "batch";
    result.target = {"apps/v1", "Deployment", "batch"};
    result.minReplicas = min;
    result.triggers = std::move(triggers);
    return result;
}

KedaInputs inputs(std::int64_t replicas, std::vector<std::optional<std::int64_t>> values)
{
    KedaInputs result;
    result.now = now;
    result.created = now - Seconds(86400);
    result.lastActive = now - Seconds(1000);
    result.replicas = replicas;
    for (const auto& value : values)
        result.triggers.push_back({value ? std::optional(Quantity::fromWhole(*value)) : std::nullopt, 0});
    return result;
}

} // namespace

class KedaDecisionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void activationIsStrictlyGreater_data()
    {
        QTest::addColumn<int>("value");
        QTest::addColumn<bool>("active");
        QTest::newRow("below") << 40 << false;
        QTest::newRow("equal") << 50 << false;
        QTest::newRow("above") << 51 << true;
    }
    void activationIsStrictlyGreater()
    {
        QFETCH(int, value);
        // It beats the scaling threshold: 40 over a threshold of 10 still means no replica.
        const auto decision = decide(object({queue("10", "50")}), inputs(0, {value}));
        QTEST(decision.active.at(0), "active");
        QCOMPARE(decision.scaleTo.has_value(), decision.active.at(0));
    }

    void wakesToOneOrMin()
    {
        QCOMPARE(decide(object({queue()}), inputs(0, {5})).scaleTo.value(), 1);
        QCOMPARE(decide(object({queue()}, 3), inputs(0, {5})).scaleTo.value(), 3);
        const auto running = decide(object({queue()}), inputs(4, {5}));
        QVERIFY(!running.scaleTo); // the HPA rules from one on
        QVERIFY(running.lastActive == now);
        QCOMPARE(running.activeCondition.reason, std::string("ScalerActive"));
    }

    void theCooldownRunsFromTheLastActivity()
    {
        auto quiet = inputs(4, {0});
        quiet.lastActive = now - Seconds(299);
        const auto cooling = decide(object({queue()}), quiet);
        QVERIFY(!cooling.scaleTo);
        QVERIFY(cooling.state == KedaState::Cooldown);
        QVERIFY(cooling.sleepsAt == now + Seconds(1));
        QCOMPARE(cooling.activeCondition.reason, std::string("ScalerCooldown"));
        quiet.lastActive = now - Seconds(300);
        QCOMPARE(decide(object({queue()}), quiet).scaleTo.value(), 0);
    }

    void theInitialCooldownCountsFromCreation()
    {
        auto fresh = inputs(1, {0});
        fresh.lastActive.reset();
        fresh.created = now - Seconds(50);
        auto careful = object({queue()});
        careful.initialCooldownPeriod = 60;
        QVERIFY(decide(careful, fresh).state == KedaState::Cooldown);
        QCOMPARE(decide(object({queue()}), fresh).scaleTo.value(), 0);
    }

    void idleIsBelowMin()
    {
        auto idle = object({queue()}, 5);
        idle.idleReplicas = 0;
        QCOMPARE(decide(idle, inputs(5, {0})).scaleTo.value(), 0);
        QCOMPARE(decide(idle, inputs(0, {20})).scaleTo.value(), 5);
        // Without idle a target below min is brought to min.
        QCOMPARE(decide(object({queue()}, 5), inputs(2, {0})).scaleTo.value(), 5);
        QVERIFY(!decide(object({queue()}, 5), inputs(5, {0})).scaleTo);
    }

    void pauses()
    {
        auto paused = object({queue()});
        paused.pause.full = true;
        QVERIFY(decide(paused, inputs(4, {0})).state == KedaState::Paused);
        QVERIFY(!decide(paused, inputs(4, {0})).scaleTo);
        paused.pause.atReplicas = 2; // wins
        QCOMPARE(decide(paused, inputs(4, {100})).scaleTo.value(), 2);
        QVERIFY(!decide(paused, inputs(2, {100})).scaleTo);

        auto in = object({queue()});
        in.pause.scaleIn = true;
        const auto held = decide(in, inputs(4, {0}));
        QVERIFY(!held.scaleTo);
        QVERIFY(held.cooldownBlocked);
        auto recent = inputs(4, {0});
        recent.lastActive = now - Seconds(10); // the pause is asked before the cooldown
        QCOMPARE(decide(in, recent).activeCondition.reason, std::string("ScalerNotActive"));
        QVERIFY(held.paused.status == Truth::True);
        QCOMPARE(decide(in, inputs(0, {5})).scaleTo.value(), 1);
        auto out = object({queue()});
        out.pause.scaleOut = true;
        QVERIFY(!decide(out, inputs(0, {5})).scaleTo);
    }

    void failuresWithoutFallbackFreeze()
    {
        const auto decision = decide(object({queue()}), inputs(4, {std::nullopt}));
        QVERIFY(!decision.scaleTo);
        QVERIFY(decision.state == KedaState::Failed);
        QCOMPARE(decision.ready.reason, std::string("TriggerError"));
        QCOMPARE(decision.failures.at(0), 1);
        const auto partial = decide(object({queue(), queue()}), inputs(4, {std::nullopt, 30}));
        QVERIFY(partial.state == KedaState::Active);
        QCOMPARE(partial.ready.reason, std::string("PartialTriggerError"));
        QCOMPARE(partial.ready.message, std::string("Some triggers defined in ScaledObject are not working correctly"));
        // While it wakes the target KEDA says nothing of what fails beside.
        QCOMPARE(decide(object({queue(), queue()}), inputs(0, {std::nullopt, 30})).ready.reason, std::string("ScaledObjectReady"));
        QVERIFY(partial.lastActive == now - Seconds(1000)); // not refreshed
    }

    void theFallbackNeedsOneFailureMoreThanItsThreshold()
    {
        auto safe = object({queue()});
        safe.fallback = Fallback {3, 6, "static"};
        auto failing = inputs(0, {std::nullopt});
        failing.triggers[0].failuresBefore = 2;
        QVERIFY(decide(safe, failing).state == KedaState::Waiting);
        QCOMPARE(decide(safe, failing).ready.reason, std::string("ScaledObjectReady")); // a fallback stands by
        failing.triggers[0].failuresBefore = 3;
        const auto fallen = decide(safe, failing);
        QCOMPARE(fallen.scaleTo.value(), 1); // it can wake from zero
        QVERIFY(fallen.values.at(0) == Quantity::fromWhole(60));
        QVERIFY(fallen.fallback.status == Truth::True);
        safe.fallback->replicas = 0; // the quirk: falls through to sleep
        failing.replicas = 4;
        QCOMPARE(decide(safe, failing).scaleTo.value(), 0);
    }

    void aValueFallbackNeedsReadyPods()
    {
        auto safe = object({queue()});
        safe.triggers[0].metricType = TargetType::Value;
        safe.fallback = Fallback {0, 6, "static"};
        auto failing = inputs(3, {std::nullopt});
        QVERIFY(!decide(safe, failing).values.at(0));
        failing.readyReplicas = 3;
        QVERIFY(decide(safe, failing).values.at(0) == Quantity::fromWhole(20));
    }

    void fallbackBehaviors_data()
    {
        QTest::addColumn<QString>("behavior");
        QTest::addColumn<int>("expected");
        QTest::newRow("static") << "static" << 60;
        QTest::newRow("current") << "currentReplicas" << 90;
        QTest::newRow("higher") << "currentReplicasIfHigher" << 90;
        QTest::newRow("lower") << "currentReplicasIfLower" << 60;
    }
    void fallbackBehaviors()
    {
        QFETCH(QString, behavior);
        auto safe = object({queue()});
        safe.fallback = Fallback {0, 6, behavior.toStdString()};
        QTEST(int(decide(safe, inputs(9, {std::nullopt})).values.at(0)->whole()), "expected");
    }

    void resourceTriggersAloneAreAlwaysActive()
    {
        QVERIFY(decide(object({cpu()}, 1), inputs(1, {})).state == KedaState::Active);
        QVERIFY(decide(object({cpu(), queue()}), inputs(1, {0, 0})).state != KedaState::Active);
    }

    void aFormulaDecidesAlone()
    {
        auto composite = object({queue(), queue()});
        composite.modifiers = ScalingModifiers {"a + b", "10", "5", TargetType::AverageValue};
        auto given = inputs(1, {100, 100});
        given.composite = 5;
        QVERIFY(decide(composite, given).state != KedaState::Active);
        given.composite = 5.1;
        QVERIFY(decide(composite, given).state == KedaState::Active);
        given.composite.reset();
        QVERIFY(decide(composite, given).state == KedaState::Failed);
    }

    void forcedActivationWakes()
    {
        auto forced = inputs(0, {0});
        forced.forceActivation = true;
        QCOMPARE(decide(object({queue()}), forced).scaleTo.value(), 1);
        QCOMPARE(decide(object({queue()}), forced).activeCondition.message,
            std::string("Scaling is performed because activation is being forced by annotation"));
    }

    void aFormulaMayStandInForAFailure()
    {
        auto composite = object({queue()});
        composite.modifiers = ScalingModifiers {"a ?? 5", "10", "", TargetType::AverageValue};
        composite.fallback = Fallback {0, 6, "scalingModifiers"};
        QVERIFY(!decide(composite, inputs(1, {std::nullopt})).values.at(0)); // nil to the formula, never 60
    }

    void theGeneratedHpa()
    {
        auto both = object({queue(), cpu()});
        both.maxReplicas = 50;
        const auto hpa = generatedHpa(both);
        QCOMPARE(hpa.meta.name, std::string("keda-hpa-batch"));
        QCOMPARE(hpa.minReplicas, 1);
        QCOMPARE(hpa.maxReplicas, 50);
        QCOMPARE(hpa.metrics.size(), std::size_t(2));
        QCOMPARE(hpa.metrics[0].metric.name, std::string("s0-rabbitmq-inference"));
        QVERIFY(hpa.metrics[0].averageValue == Quantity::fromWhole(10));
        QCOMPARE(queryText(hpa.metrics[0].metric.selector), std::string("scaledobject.keda.sh/name=batch"));
        QVERIFY(hpa.metrics[1].averageUtilization == 70);
        QVERIFY(!hpa.behavior);
        // In the order of their types, however the triggers stand.
        const auto turned = generatedHpa(object({cpu(), queue()}));
        QCOMPARE(turned.metrics[0].metric.name, std::string("s1-rabbitmq-inference"));
        QCOMPARE(turned.metrics[1].metric.name, std::string("cpu"));
        both.pause.scaleIn = true;
        QVERIFY(generatedHpa(both).behavior->down->selectPolicy == SelectPolicy::Disabled);
        QVERIFY(!generatedHpa(both).behavior->up);
    }

    void aFormulaReplacesTheExternalMetrics()
    {
        auto container = cpu();
        container.metadata.insert(container.metadata.begin(), {"containerName", "api"});
        auto composite = object({queue(), container, cpu(), queue()});
        composite.modifiers = ScalingModifiers {"a + b", "2.5", "", TargetType::Value};
        const auto hpa = generatedHpa(composite);
        QCOMPARE(hpa.metrics.size(), std::size_t(2));
        QVERIFY(hpa.metrics[0].metric.type == MetricType::Resource);
        QCOMPARE(hpa.metrics[1].metric.name, std::string("composite-metric"));
        QVERIFY(hpa.metrics[1].value == Quantity::fromMilli(2500));
        QCOMPARE(queryText(hpa.metrics[1].metric.selector), std::string("scaledobject.keda.sh/name=batch"));
    }

    void metricNames_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("keys");
        QTest::addColumn<QString>("expected");
        QTest::newRow("cron") << "cron" << "timezone=America/New_York;start=0 9 * * 1-5;end=0 18 * * 1-5"
                              << "s3-cron-America-New_York-09xx1-5-018xx1-5";
        QTest::newRow("kafka") << "kafka" << "topic=raw.events;consumerGroup=g" << "s3-kafka-raw-events";
        QTest::newRow("kafka, all topics") << "kafka" << "consumerGroup=g" << "s3-kafka-g-topics";
        QTest::newRow("sqs") << "aws-sqs-queue" << "queueURL=https://sqs.eu/1/reports" << "s3-aws-sqs-reports";
        QTest::newRow("prometheus") << "prometheus" << "query=x" << "s3-prometheus";
        QTest::newRow("memory") << "memory" << "value=1" << "memory";
    }
    void metricNames()
    {
        QFETCH(QString, type);
        QFETCH(QString, keys);
        Trigger trigger;
        trigger.type = type.toStdString();
        for (const auto& pair : keys.split(QLatin1Char(';'))) {
            const auto at = pair.indexOf(QLatin1Char('='));
            trigger.metadata.emplace_back(pair.left(at).toStdString(), pair.mid(at + 1).toStdString());
        }
        std::sort(trigger.metadata.begin(), trigger.metadata.end());
        QTEST(QString::fromStdString(metricNameOf(trigger, 3, "ml")), "expected");
    }

    void jobs_data()
    {
        QTest::addColumn<QString>("strategy");
        QTest::addColumn<int>("queue");
        QTest::addColumn<int>("running");
        QTest::addColumn<int>("pending");
        QTest::addColumn<int>("expected");
        // threshold 10, max 8
        QTest::newRow("default, from nothing") << "default" << 35 << 0 << 0 << 4;
        QTest::newRow("default, less what runs") << "default" << 35 << 3 << 0 << 1;
        QTest::newRow("default, enough run") << "default" << 35 << 6 << 0 << 0;
        QTest::newRow("default, at most max") << "default" << 500 << 0 << 0 << 8;
        QTest::newRow("accurate, less what is pending") << "accurate" << 35 << 3 << 2 << 2;
        QTest::newRow("accurate, at most max") << "accurate" << 500 << 3 << 1 << 5;
        QTest::newRow("custom") << "custom" << 60 << 2 << 0 << 4;
        QTest::newRow("custom without its percentage is default") << "custom-nothing" << 60 << 2 << 0 << 4;
        QTest::newRow("eager") << "eager" << 35 << 3 << 1 << 4;
        QTest::newRow("one message, one job") << "default" << 1 << 0 << 0 << 1;
        QTest::newRow("empty") << "default" << 0 << 0 << 0 << 0;
    }
    void jobs()
    {
        QFETCH(QString, strategy);
        QFETCH(int, queue);
        QFETCH(int, running);
        QFETCH(int, pending);
        ScaledJob job;
        job.maxReplicas = 8;
        job.triggers = {::queue()};
        JobStrategy how;
        how.name = strategy.startsWith(QStringLiteral("custom")) ? "custom" : strategy.toStdString();
        if (strategy == QStringLiteral("custom"))
            how.runningShare = 1;
        const auto decision = decide(job, how, {running, pending, {{Quantity::fromWhole(queue), 0}}});
        QTEST(int(decision.create), "expected");
    }

    void jobsBelowMinComeFirst()
    {
        ScaledJob job;
        job.minReplicas = 3;
        job.maxReplicas = 8;
        job.triggers = {queue()};
        QCOMPARE(decide(job, {}, {1, 0, {{Quantity::fromWhole(0), 0}}}).create, 2);
        job.pause.full = true;
        QCOMPARE(decide(job, {}, {1, 0, {{Quantity::fromWhole(0), 0}}}).create, 0);
    }

    void manyQueues_data()
    {
        QTest::addColumn<QString>("calculation");
        QTest::addColumn<int>("expected");
        QTest::newRow("max") << "max" << 3;
        QTest::newRow("min") << "min" << 2;
        QTest::newRow("sum") << "sum" << 5;
        QTest::newRow("avg") << "avg" << 3;
    }
    void manyQueues()
    {
        QFETCH(QString, calculation);
        ScaledJob job;
        job.triggers = {queue(), queue(), queue()};
        JobStrategy how;
        how.calculation = calculation.toStdString();
        // The third is not active, so it does not count.
        const auto decision = decide(
            job, how, {0, 0, {{Quantity::fromWhole(20), 0}, {Quantity::fromWhole(30), 0}, {Quantity::fromWhole(0), 0}}});
        QTEST(int(decision.create), "expected");
    }

    void theLongestQueueBringsItsOwnTarget()
    {
        // 100 messages of which a job takes 100 ask for one job, though 50 of the other kind would ask for 50.
        ScaledJob job;
        job.triggers = {queue("100"), queue("1")};
        JobStrategy how;
        const JobInputs given {0, 0, {{Quantity::fromWhole(100), 0}, {Quantity::fromWhole(50), 0}}};
        QCOMPARE(decide(job, how, given).create, 1);
        how.calculation = "min";
        QCOMPARE(decide(job, how, given).create, 50);
    }
};

QTEST_APPLESS_MAIN(KedaDecisionTest)
#include "tst_keda_decision.moc"
