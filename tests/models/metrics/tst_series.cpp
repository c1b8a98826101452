// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/promql.h"
#include "metrics/series.h"

#include <QTest>

using namespace loadline;

namespace {

TimePoint at(std::int64_t seconds)
{
    return TimePoint {Seconds {seconds}};
}

Series series(std::vector<std::pair<std::string, std::string>> labels, std::vector<Sample> samples)
{
    return {std::move(labels), std::move(samples), Seconds {300}};
}

constexpr std::int64_t day = 86'400;

} // namespace

class TestSeries : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void labelsAreFound();
    void theValueInForce();
    void slicesJoin();
    void overlapKeepsTheLaterSlice();
    void seriesJoinByLabels();
    void gapsFollowTheStep();
    void sliceLimits_data();
    void sliceLimits();
    void samePastSameSlices();
    void steps_data();
    void steps();
    void durations();
    void nodeLabelsBecomePools();
    void renamedLabelsGetTheirNamesBack();
};

void TestSeries::labelsAreFound()
{
    const auto one = series({{"a", "1"}, {"b", "2"}}, {});
    QCOMPARE(*one.label("b"), std::string("2"));
    QVERIFY(!one.label("c"));
    QVERIFY(!one.last());
}

void TestSeries::theValueInForce()
{
    const auto one = series({}, {{at(100), 1}, {at(200), 2}, {at(1000), 3}});
    QVERIFY(!one.at(at(99)));
    QCOMPARE(one.at(at(100)), std::optional(1.0));
    QCOMPARE(one.at(at(199)), std::optional(1.0));
    QCOMPARE(one.at(at(500)), std::optional(2.0));
    QVERIFY(!one.at(at(501))); // in the gap
    QCOMPARE(one.last(), std::optional(3.0));
}

void TestSeries::slicesJoin()
{
    auto one = series({}, {});
    append(one, {{at(300), 3}, {at(400), 4}});
    append(one, {{at(500), 5}});
    append(one, {{at(100), 1}, {at(200), 2}});
    append(one, {});
    const std::vector<Sample> expected {{at(100), 1}, {at(200), 2}, {at(300), 3}, {at(400), 4}, {at(500), 5}};
    QVERIFY(one.samples == expected);
}

void TestSeries::overlapKeepsTheLaterSlice()
{
    auto one = series({}, {{at(100), 1}, {at(200), 2}, {at(300), 3}});
    append(one, {{at(250), 9}, {at(200), 7}});
    const std::vector<Sample> expected {{at(100), 1}, {at(200), 7}, {at(250), 9}, {at(300), 3}};
    QVERIFY(one.samples == expected);
}

void TestSeries::seriesJoinByLabels()
{
    std::vector<Series> all {series({{"x", "1"}}, {{at(1), 1}})};
    append(all, {series({{"x", "2"}}, {{at(1), 5}}), series({{"x", "1"}}, {{at(2), 2}})});
    QCOMPARE(all.size(), 2u);
    QCOMPARE(all[0].samples.size(), 2u);
    QCOMPARE(*all[1].label("x"), std::string("2"));
}

void TestSeries::gapsFollowTheStep()
{
    QCOMPARE(gapAfterStep(Seconds {15}), Millis(Seconds {75}));
    QCOMPARE(gapAfterStep(Seconds {60}), Millis(Seconds {300}));
    QCOMPARE(gapAfterStep(Seconds {300}), Millis(Seconds {450}));
    QCOMPARE(gapAfterStep(Seconds {3600}), Millis(Seconds {5400}));
}

void TestSeries::sliceLimits_data()
{
    QTest::addColumn<qint64>("from");
    QTest::addColumn<qint64>("to");
    QTest::addColumn<int>("step");
    QTest::newRow("an hour") << qint64(1'700'000'123) << qint64(1'700'003'723) << 15;
    QTest::newRow("a day across midnight") << qint64(1'700'000'000) << qint64(1'700'086'400) << 60;
    QTest::newRow("a month at 5 min") << qint64(1'700'000'000) << qint64(1'702'592'000) << 300;
    QTest::newRow("a day at 1 s") << qint64(1'700'000'000) << qint64(1'700'086'400) << 1;
    QTest::newRow("odd step") << qint64(1'700'000'000) << qint64(1'700'500'000) << 7777;
    QTest::newRow("step over a day") << qint64(1'700'000'000) << qint64(1'702'592'000) << 200'000;
    QTest::newRow("shorter than a step") << qint64(1'700'000'001) << qint64(1'700'000'009) << 300;
    QTest::newRow("backwards") << qint64(1'700'000'100) << qint64(1'700'000'000) << 15;
    QTest::newRow("before 1970") << qint64(-200'000) << qint64(100) << 60;
}

void TestSeries::sliceLimits()
{
    QFETCH(const qint64, from);
    QFETCH(const qint64, to);
    QFETCH(const int, step);
    const Millis unit = Seconds {step};
    const auto cut = slices({at(from), at(to)}, unit);
    QVERIFY(!cut.empty());
    for (std::size_t i = 0; i < cut.size(); ++i) {
        QVERIFY(cut[i].from <= cut[i].to);
        QVERIFY(cut[i].to <= at(std::max(from, to)));
        QCOMPARE(cut[i].from.time_since_epoch().count() % unit.count(), 0);
        QCOMPARE(cut[i].length().count() % unit.count(), 0);
        QVERIFY(cut[i].length() <= Seconds {day});
        QVERIFY(cut[i].length() / unit + 1 <= 11'000);
        if (i > 0)
            QVERIFY(cut[i].from == cut[i - 1].to + unit);
    }
    if (from < to && to - from > step)
        QVERIFY(cut.front().from >= at(from) && cut.front().from < at(from) + unit && cut.back().to > at(to) - unit);
}

void TestSeries::samePastSameSlices()
{
    const auto first = slices({at(1'700'000'000), at(1'700'500'000)}, Seconds {300});
    const auto later = slices({at(1'700'000'000), at(1'700'500'900)}, Seconds {300});
    QCOMPARE(first.size(), later.size());
    QVERIFY(std::equal(first.begin(), first.end() - 1, later.begin()));
}

void TestSeries::steps_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<int>("points");
    QTest::addColumn<qint64>("step");
    QTest::newRow("an hour") << qint64(3600) << 240 << qint64(15);
    QTest::newRow("a short one") << qint64(60) << 1000 << qint64(15);
    QTest::newRow("six hours") << 6 * qint64(3600) << 400 << qint64(60);
    QTest::newRow("a month") << 30 * qint64(day) << 8640 << qint64(300);
    QTest::newRow("a month, coarse") << 30 * qint64(day) << 1000 << qint64(3600);
    QTest::newRow("years") << 4000 * qint64(day) << 1000 << 4 * qint64(day);
    QTest::newRow("no points") << qint64(3600) << 0 << qint64(3600);
}

void TestSeries::steps()
{
    QFETCH(const qint64, seconds);
    QFETCH(const int, points);
    QFETCH(const qint64, step);
    QCOMPARE(stepFor({at(0), at(seconds)}, points, Seconds {15}), Millis(Seconds {step}));
}

void TestSeries::durations()
{
    QCOMPARE(durationText(Seconds {300}), std::string("5m"));
    QCOMPARE(durationText(Seconds {90}), std::string("1m30s"));
    QCOMPARE(durationText(Seconds {7 * day}), std::string("7d"));
    QCOMPARE(durationText(Millis {1500}), std::string("1s500ms"));
    QCOMPARE(durationText(Millis {0}), std::string("0s"));
}

void TestSeries::nodeLabelsBecomePools()
{
    const auto shaped = shapeAnswer(QueryId::NodesByPool,
        {series({{"label_eks_amazonaws_com_capacity_type", "SPOT"}, {"label_eks_amazonaws_com_nodegroup", "gpu"}},
             {{at(1), 2}, {at(2), 3}}),
            series({{"label_eks_amazonaws_com_capacityType", "SPOT"}, {"label_eks_amazonaws_com_nodegroup", "gpu"}},
                {{at(2), 1}, {at(3), 4}}),
            series({{"label_karpenter_sh_capacity_type", "on-demand"}, {"label_karpenter_sh_nodepool", "cpu"}},
                {{at(1), 7}}),
            series({}, {{at(1), 1}})});
    QCOMPARE(shaped.size(), 3u);
    QCOMPARE(*shaped[0].label("pool"), std::string()); // what no label tells stays unknown
    QCOMPARE(*shaped[0].label("capacity"), std::string());
    QCOMPARE(*shaped[1].label("pool"), std::string("cpu"));
    QCOMPARE(*shaped[1].label("capacity"), std::string("on-demand"));
    QCOMPARE(*shaped[2].label("capacity"), std::string("spot"));
    const std::vector<Sample> summed {{at(1), 2}, {at(2), 4}, {at(3), 4}};
    QVERIFY(shaped[2].samples == summed);
    QVERIFY(tellsSomething(QueryId::NodesByPool, shaped));
    QVERIFY(!tellsSomething(QueryId::NodesByPool, {shaped[0]}));
    QVERIFY(tellsSomething(QueryId::NodeCount, {shaped[0]}));
}

void TestSeries::renamedLabelsGetTheirNamesBack()
{
    const auto shaped
        = shapeAnswer(QueryId::VpaTarget, {series({{"exported_container", "app"}, {"resource", "cpu"}}, {{at(1), 2}})});
    QCOMPARE(*shaped[0].label("container"), std::string("app"));
    QCOMPARE(*shaped[0].label("resource"), std::string("cpu"));
}

QTEST_APPLESS_MAIN(TestSeries)
#include "tst_series.moc"
