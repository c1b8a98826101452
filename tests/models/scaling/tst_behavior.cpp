// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/behavior.h"

#include <QTest>

using namespace loadline;

namespace {

const TimePoint start = TimePoint(Seconds(1'800'000'000));

TimePoint at(int seconds)
{
    return start + Seconds(seconds);
}

ScalingRules rules(std::vector<ScalingPolicy> policies, std::optional<std::int64_t> window = {},
                   std::optional<SelectPolicy> select = {})
{
    ScalingRules result;
    result.policies = std::move(policies);
    result.stabilizationWindowSeconds = window;
    result.selectPolicy = select;
    return result;
}

constexpr auto pods = ScalingPolicy::Type::Pods;
constexpr auto percent = ScalingPolicy::Type::Percent;

} // namespace

class BehaviorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fillsInPerFieldAndDirection()
    {
        Behavior given;
        given.down = rules({}, 60);
        const auto effective = effectiveBehavior(given);
        QVERIFY(effective.given);
        QCOMPARE(effective.down.window, Seconds(60));
        QVERIFY(effective.down.windowGiven);
        QVERIFY(!effective.down.policiesGiven);
        QCOMPARE(effective.down.policies.size(), std::size_t(1));
        QVERIFY(effective.down.policies[0] == (ScalingPolicy {percent, 100, 15}));
        QCOMPARE(effective.up.window, Seconds(0));
        QCOMPARE(effective.up.policies.size(), std::size_t(2));
        QVERIFY(effective.up.policies[0] == (ScalingPolicy {pods, 4, 15}));
        QVERIFY(effective.up.policies[1] == (ScalingPolicy {percent, 100, 15}));
    }

    void aGivenListReplacesTheDefaultListWhole()
    {
        Behavior given;
        given.up = rules({{pods, 1, 60}});
        const auto effective = effectiveBehavior(given);
        QCOMPARE(effective.up.policies.size(), std::size_t(1));
        QCOMPARE(effective.up.select, SelectPolicy::Max);
        QCOMPARE(effective.down.window, Seconds(300));
    }

    void withoutBehaviorTheFlagsRule()
    {
        HpaFlags flags;
        flags.downscaleStabilization = Seconds(120);
        flags.tolerance = 0.2;
        const auto effective = effectiveBehavior({}, flags);
        QVERIFY(!effective.given);
        QVERIFY(effective.up.policies.empty());
        QCOMPARE(effective.down.window, Seconds(120));
        QCOMPARE(effective.up.tolerance, 0.2);
    }

    void toleranceNeedsItsGate()
    {
        Behavior given;
        given.up = rules({});
        given.up->tolerance = Quantity::fromMilli(50);
        QCOMPARE(effectiveBehavior(given).up.tolerance, 0.05);
        QVERIFY(effectiveBehavior(given).up.toleranceGiven);
        QCOMPARE(effectiveBehavior(given).down.tolerance, 0.1);
        HpaFlags old;
        old.ownTolerance = false;
        QCOMPARE(effectiveBehavior(given, old).up.tolerance, 0.1);
    }

    void legacyStepUpEndsAtTwiceOrFour_data()
    {
        QTest::addColumn<int>("current");
        QTest::addColumn<int>("raw");
        QTest::addColumn<int>("max");
        QTest::addColumn<int>("expected");
        QTest::addColumn<int>("limit");
        QTest::newRow("1 to at most 4") << 1 << 10 << 20 << 4 << int(Limit::ScaleUpLimit);
        QTest::newRow("3 to at most 6") << 3 << 10 << 20 << 6 << int(Limit::ScaleUpLimit);
        QTest::newRow("max comes first") << 3 << 10 << 5 << 5 << int(Limit::TooManyReplicas);
        QTest::newRow("limit equal to max names max") << 3 << 10 << 6 << 6 << int(Limit::TooManyReplicas);
        QTest::newRow("within") << 3 << 5 << 20 << 5 << int(Limit::None);
        QTest::newRow("at max, asks for more") << 5 << 9 << 5 << 5 << int(Limit::TooManyReplicas);
    }
    void legacyStepUpEndsAtTwiceOrFour()
    {
        QFETCH(int, current);
        QFETCH(int, raw);
        QFETCH(int, max);
        ScalingLog log;
        const auto result = normalise(raw, current, {1, max}, effectiveBehavior({}), log, start);
        QTEST(int(result.replicas), "expected");
        QTEST(int(result.limit), "limit");
        QVERIFY(result.hold == Hold::None);
    }

    void emptyBehaviorSwitchesTheUpLimit()
    {
        // {scaleDown: {window 60}} makes 1 -> 5 of what was 1 -> 4.
        Behavior given;
        given.down = rules({}, 60);
        ScalingLog log;
        QCOMPARE(normalise(10, 1, {1, 20}, effectiveBehavior(given), log, start).replicas, 5);
        QCOMPARE(normalise(30, 8, {1, 20}, effectiveBehavior(given), log, start).replicas, 16);
    }

    void legacyHoldsTheHighestOfTheWindow()
    {
        const auto behavior = effectiveBehavior({});
        ScalingLog log;
        QCOMPARE(normalise(8, 8, {1, 20}, behavior, log, at(0)).replicas, 8);
        const auto held = normalise(3, 8, {1, 20}, behavior, log, at(60));
        QCOMPARE(held.replicas, 8);
        QVERIFY(held.hold == Hold::Down);
        QVERIFY(held.heldUntil == at(300));
        // Exactly as old as the window still counts without behavior, a moment later it does not.
        QCOMPARE(normalise(3, 8, {1, 20}, behavior, log, at(300)).replicas, 8);
        const auto free = normalise(3, 8, {1, 20}, behavior, log, at(301));
        QCOMPARE(free.replicas, 3);
        QVERIFY(free.hold == Hold::None);
        QVERIFY(!free.heldUntil);
    }

    void withBehaviorTheWindowIsStrict()
    {
        Behavior given;
        given.down = rules({}, 60);
        const auto behavior = effectiveBehavior(given);
        ScalingLog log;
        normalise(8, 8, {1, 20}, behavior, log, at(0));
        QCOMPARE(normalise(3, 8, {1, 20}, behavior, log, at(59)).replicas, 8);
        QCOMPARE(normalise(3, 8, {1, 20}, behavior, log, at(60)).replicas, 3);
    }

    void anUpWindowTakesTheLowest()
    {
        Behavior given;
        given.up = rules({}, 120);
        const auto behavior = effectiveBehavior(given);
        ScalingLog log;
        normalise(4, 4, {1, 20}, behavior, log, at(0));
        const auto held = normalise(9, 4, {1, 20}, behavior, log, at(30));
        QCOMPARE(held.replicas, 4);
        QVERIFY(held.hold == Hold::Up);
        QVERIFY(held.heldUntil == at(120));
        const auto partly = normalise(9, 4, {1, 20}, behavior, log, at(120));
        QCOMPARE(partly.replicas, 8); // the policies allow +4 or +100 %
        QVERIFY(partly.limit == Limit::ScaleUpLimit);
    }

    void aWindowPartlyLetsGo()
    {
        const auto behavior = effectiveBehavior({});
        ScalingLog log;
        normalise(8, 8, {1, 20}, behavior, log, at(0));
        normalise(5, 8, {1, 20}, behavior, log, at(100));
        const auto step = normalise(2, 8, {1, 20}, behavior, log, at(320));
        QCOMPARE(step.replicas, 5);
        QVERIFY(step.hold == Hold::Down);
        QVERIFY(step.heldUntil == at(400));
    }

    void ratePolicies_data()
    {
        using Policies = std::vector<ScalingPolicy>;
        QTest::addColumn<Policies>("policies");
        QTest::addColumn<int>("select");
        QTest::addColumn<int>("current");
        QTest::addColumn<int>("raw");
        QTest::addColumn<int>("expected");
        const int max = int(SelectPolicy::Max);
        const int min = int(SelectPolicy::Min);
        QTest::newRow("percent up is rounded up") << Policies {{percent, 10, 60}} << max << 1 << 10 << 2;
        QTest::newRow("percent up, 15 % of 7") << Policies {{percent, 15, 60}} << max << 7 << 20 << 9;
        QTest::newRow("percent down is cut") << Policies {{percent, 50, 60}} << max << 7 << 1 << 3;
        QTest::newRow("10 % down of 5 still takes one") << Policies {{percent, 10, 60}} << max << 5 << 1 << 4;
        QTest::newRow("the larger change up") << Policies {{pods, 4, 15}, {percent, 100, 15}} << max << 10 << 40 << 20;
        QTest::newRow("the smaller change up") << Policies {{pods, 4, 15}, {percent, 100, 15}} << min << 10 << 40 << 14;
        QTest::newRow("the larger change down") << Policies {{pods, 2, 60}, {percent, 50, 60}} << max << 10 << 1 << 5;
        QTest::newRow("the smaller change down") << Policies {{pods, 2, 60}, {percent, 50, 60}} << min << 10 << 1 << 8;
        QTest::newRow("disabled up") << Policies {} << int(SelectPolicy::Disabled) << 4 << 9 << 4;
        QTest::newRow("disabled down") << Policies {} << int(SelectPolicy::Disabled) << 9 << 4 << 9;
    }
    void ratePolicies()
    {
        QFETCH(std::vector<ScalingPolicy>, policies);
        QFETCH(int, select);
        QFETCH(int, current);
        QFETCH(int, raw);
        Behavior given;
        given.up = rules(policies, 0, SelectPolicy(select));
        given.down = rules(policies, 0, SelectPolicy(select));
        ScalingLog log;
        const auto result = normalise(raw, current, {1, 100}, effectiveBehavior(given), log, start);
        QTEST(int(result.replicas), "expected");
        QVERIFY(result.limit == (raw > current ? Limit::ScaleUpLimit : Limit::ScaleDownLimit));
    }

    void rescalesUseUpThePeriod()
    {
        Behavior given;
        given.up = rules({{pods, 4, 60}}, 0);
        const auto behavior = effectiveBehavior(given);
        ScalingLog log;
        QCOMPARE(normalise(20, 2, {1, 20}, behavior, log, at(0)).replicas, 6);
        noteRescale(log, 2, 6, behavior, at(0));
        const auto full = normalise(20, 6, {1, 20}, behavior, log, at(59));
        QCOMPARE(full.replicas, 6);
        QVERIFY(full.limit == Limit::ScaleUpLimit);
        QVERIFY(full.limitedUntil == at(60));
        QCOMPARE(normalise(20, 6, {1, 20}, behavior, log, at(60)).replicas, 10);
    }

    void aStepDownInThePeriodGivesRoomUp()
    {
        Behavior given;
        given.up = rules({{pods, 1, 60}}, 0);
        given.down = rules({}, 0);
        const auto behavior = effectiveBehavior(given);
        ScalingLog log;
        noteRescale(log, 8, 5, behavior, at(0));
        QCOMPARE(normalise(20, 5, {1, 20}, behavior, log, at(30)).replicas, 9); // 5 + 3 + 1
    }

    void withoutBehaviorNoRescaleIsRemembered()
    {
        ScalingLog log;
        noteRescale(log, 2, 6, effectiveBehavior({}), start);
        QVERIFY(log.ups.empty());
    }

    void aFreshControllerNeverScalesDownInTheFirstWindow()
    {
        ScalingLog log;
        seed(log, 9, at(0));
        QCOMPARE(normalise(2, 9, {1, 20}, effectiveBehavior({}), log, at(15)).replicas, 9);
        seed(log, 1, at(30)); // only the first time
        QCOMPARE(log.recommendations.front().count, 9);
    }

    void theLogStaysAsSmallAsItsWindow()
    {
        ScalingLog log;
        for (int i = 0; i < 10'000; ++i)
            normalise(5, 5, {1, 20}, effectiveBehavior({}), log, at(i * 15));
        QVERIFY(log.recommendations.size() <= 22);
    }
};

QTEST_APPLESS_MAIN(BehaviorTest)
#include "tst_behavior.moc"
