// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/ledger_potential.h"
#include "ledger_days.h"

#include <QTest>

using namespace loadline;
using namespace loadline::test;

namespace {

const TimePoint monday = at("2026-11-23T00:00:00Z");

std::vector<UsageDay> week()
{
    std::vector<UsageDay> days;
    for (int i = 0; i < 7; ++i) {
        UsageDay day = wholeDay(monday + dayLength * i);
        day.workloads = {workloadDay("notebook", ScaledBy::Nothing, "0.5", {{0, hours(24), 2}}),
                         workloadDay("web", ScaledBy::Hpa, "3", {{0, hours(24), 9}})};
        days.push_back(day);
    }
    return days;
}

bool isNotebook(const WorkloadDay& workload)
{
    return workload.name == "notebook";
}

} // namespace

class TestPotential : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsHoursOffDuty();
    void followsTheUsersClock();
    void lastsIntoTheMorning();
    void reckonsAWeek();
    void leavesGapsOut();
    void averagesReplicas();
};

void TestPotential::findsHoursOffDuty()
{
    QVERIFY((offDuty(monday, {}) == std::vector<DaySpan> {{0, hours(9)}, {hours(18), hours(24)}}));
    QVERIFY((offDuty(monday + dayLength * 5, {}) == std::vector<DaySpan> {{0, hours(24)}}));
    QCOMPARE(DutyHours {}.weekly(), Quantity::fromWhole(45));
}

void TestPotential::followsTheUsersClock()
{
    DutyHours duty;
    duty.utcOffset = std::chrono::hours {-10}; // 9 to 18 in Honolulu is 19 to 4 UTC
    QVERIFY((offDuty(monday, duty) == std::vector<DaySpan> {{0, hours(19)}}));
    QVERIFY((offDuty(monday + dayLength, duty) == std::vector<DaySpan> {{hours(4), hours(19)}}));
    QVERIFY((offDuty(monday + dayLength * 5, duty) == std::vector<DaySpan> {{hours(4), hours(24)}}));
}

void TestPotential::lastsIntoTheMorning()
{
    DutyHours night;
    night.fromMinute = 22 * 60;
    night.toMinute = 6 * 60;
    QVERIFY((offDuty(monday + dayLength, night) == std::vector<DaySpan> {{hours(6), hours(22)}}));
    QVERIFY((offDuty(monday, night) == std::vector<DaySpan> {{0, hours(22)}}));
    QCOMPARE(night.weekly(), Quantity::fromWhole(40));
    DutyHours always;
    always.days.fill(true);
    always.fromMinute = always.toMinute = 0;
    QVERIFY(offDuty(monday, always).empty());
    QCOMPARE(always.weekly(), Quantity::fromWhole(168));
    night.fromMinute = -50;
    night.toMinute = 100'000;
    QVERIFY(offDuty(monday, night).empty());
}

void TestPotential::reckonsAWeek()
{
    const auto days = week();
    const TimeRange window {monday, monday + dayLength * 7};
    // 168 - 45 hours of two replicas at 0.50.
    QCOMPARE(schedulePotential(days, window, {}, isNotebook).value(), usd("123"));
    QCOMPARE(schedulePotential(days, {monday, monday + Millis {hours(12)}}, {}, isNotebook).value(), usd("9"));
    QVERIFY(!schedulePotential(days, window, {}, [](const WorkloadDay&) { return false; }));
}

void TestPotential::leavesGapsOut()
{
    auto days = week();
    for (UsageDay& day : days)
        day.covered = {{hours(3), hours(10)}};
    days[0].covered.clear();
    days[1].workloads[0].replicaHourly.reset();
    // Wednesday to Friday 3 to 9, Saturday and Sunday 3 to 10.
    QCOMPARE(schedulePotential(days, {monday, monday + dayLength * 7}, {}, isNotebook).value(), usd("32"));
}

void TestPotential::averagesReplicas()
{
    UsageDay day = wholeDay(monday), after = wholeDay(monday + dayLength);
    day.workloads = {workloadDay("api", ScaledBy::Hpa, "1", {{0, hours(6), 4}, {hours(6), hours(24), 0}}), workloadDay("web", ScaledBy::Hpa, "1", {})};
    after.covered = {{0, hours(12)}}; // the rest is not known, not zero
    after.workloads = {workloadDay("api", ScaledBy::Hpa, "1", {{0, hours(24), 5}})};
    const std::vector<UsageDay> days {day, after};
    const TimeRange both {monday, monday + dayLength * 2};
    // (4 x 6 + 0 x 18 + 5 x 12) / 36
    QCOMPARE(meanReplicas(days, both, "shop", "Deployment", "api")->decimal().substr(0, 8), std::string("2.333333"));
    QCOMPARE(*meanReplicas(days, {monday + std::chrono::hours {3}, monday + std::chrono::hours {9}}, "shop", "Deployment", "api"), Quantity::fromWhole(2));
    QVERIFY(!meanReplicas(days, both, "shop", "Deployment", "web")); // nobody heard of its replicas
    QVERIFY(!meanReplicas(days, both, "shop", "StatefulSet", "api"));
}

QTEST_GUILESS_MAIN(TestPotential)
#include "tst_potential.moc"
