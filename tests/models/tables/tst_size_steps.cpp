// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/size_steps.h"

#include <QTest>

using namespace loadline;

namespace {

const TimePoint noon = parseRfc3339("2026-11-27T12:00:00Z").value();

Series series(std::initializer_list<std::pair<std::string, std::string>> labels, const std::vector<std::pair<int, double>>& samples)
{
    Series one;
    one.labels = labels;
    std::sort(one.labels.begin(), one.labels.end());
    for (const auto& [minute, value] : samples)
        one.samples.push_back({noon + std::chrono::minutes {minute}, value});
    return one;
}

SeriesAnswer answer(std::vector<Series> all)
{
    SeriesAnswer answer;
    answer.series = std::move(all);
    answer.origin = SeriesOrigin::Prometheus;
    answer.source = "monitoring/prometheus:80 (well-known name)";
    answer.complete = true;
    return answer;
}

std::optional<SizeStep> step(int minute, std::optional<std::int64_t> from, std::int64_t to, const char* source = "its events")
{
    return SizeStep {noon + std::chrono::minutes {minute}, from, to, QLatin1String(source)};
}

SizeHistory::Known known(std::optional<SizeStep> last, std::int64_t size, int from, int until)
{
    return {std::move(last), size, noon + std::chrono::minutes {from}, noon + std::chrono::minutes {until}, QStringLiteral("Prometheus")};
}

} // namespace

class TestSizeSteps : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsTheLastChangeOfWorkloads()
    {
        SizeHistory sizes;
        sizes.add(SizeHistory::Grain::Fine, "c", "Deployment",
            answer({series({{"namespace", "a"}, {"name", "api"}}, {{-20, 2}, {-15, 5}, {-10, 5}, {-5, 3}, {0, 3}}),
                series({{"namespace", "a"}, {"deployment", "still"}}, {{-20, 4}, {0, 4}}), series({{"namespace", "a"}, {"name", "gone"}}, {})}));
        const auto api = sizes.find("c", "a", "Deployment", "api");
        QVERIFY(api && api->step == step(-5, 5, 3, "Prometheus (monitoring/prometheus:80)"));
        QCOMPARE(api->size, 3);
        const auto still = sizes.find("c", "a", "Deployment", "still");
        QVERIFY(still && !still->step);
        QCOMPARE(still->until - still->from, Millis {std::chrono::minutes {20}});
        QVERIFY(!sizes.find("c", "a", "Deployment", "gone"));
        QVERIFY(!sizes.find("c", "b", "Deployment", "api") && !sizes.find("d", "a", "Deployment", "api") && !sizes.find("c", "a", "StatefulSet", "api"));
    }
    void looksFurtherBackCoarsely()
    {
        const auto both = [](const std::vector<std::pair<int, double>>& fine, const std::vector<std::pair<int, double>>& coarse) {
            SizeHistory sizes;
            sizes.add(SizeHistory::Grain::Fine, "c", "Deployment", answer({series({{"namespace", "a"}, {"name", "api"}}, fine)}));
            sizes.add(SizeHistory::Grain::Coarse, "c", "Deployment", answer({series({{"namespace", "a"}, {"name", "api"}}, coarse)}));
            return *sizes.find("c", "a", "Deployment", "api");
        };
        // Nothing in the last day: the change of the day before. Both see one: the finer, which knows when.
        QVERIFY(both({{-60, 3}, {0, 3}}, {{-180, 1}, {-120, 3}, {-60, 3}, {0, 3}}).step == step(-120, 1, 3, "Prometheus (monitoring/prometheus:80)"));
        QVERIFY(both({{-60, 3}, {-30, 4}, {0, 6}}, {{-120, 3}, {-60, 3}, {0, 6}}).step == step(0, 4, 6, "Prometheus (monitoring/prometheus:80)"));
        QCOMPARE(both({{-60, 3}, {0, 3}}, {{-180, 3}, {0, 3}}).from, noon - std::chrono::minutes {180});
    }
    void poolsWithoutNodesAreAtZero()
    {
        SizeHistory sizes;
        sizes.add(SizeHistory::Grain::Fine, "c", poolKind,
            answer({series({{"pool", "gpu"}, {"capacity", "spot"}}, {{-20, 1}, {-15, 1}}), series({{"pool", "gpu"}, {"capacity", "on-demand"}}, {{-20, 1}}),
                series({{"pool", "cpu"}, {"capacity", "on-demand"}}, {{-20, 4}, {-15, 4}, {-10, 4}, {-5, 4}, {0, 4}})}));
        const auto gpu = sizes.find("c", "", poolKind, "gpu");
        QVERIFY(gpu && gpu->step == step(-10, 1, 0, "Prometheus (monitoring/prometheus:80)")); // 2, 1 and then none
        QVERIFY(!sizes.find("c", "", poolKind, "cpu")->step);
    }
    void theLastOfEventsAndHistoryHolds()
    {
        const auto history = [](int minute, std::int64_t from, std::int64_t to) {
            return std::optional(known(step(minute, from, to, "Prometheus"), to, -1440, 0));
        };
        QVERIFY(!lastStep({}, {}, {}));
        QVERIFY(lastStep(step(-30, 5, 2), {}, {}) == step(-30, 5, 2));
        QVERIFY(lastStep({}, {}, history(-30, 5, 2)) == step(-30, 5, 2, "Prometheus"));
        QVERIFY(lastStep(step(-30, 5, 2), {}, history(-10, 2, 4)) == step(-10, 2, 4, "Prometheus"));
        QVERIFY(lastStep(step(-30, 5, 2), {}, history(-26, 5, 2)) == step(-30, 5, 2)); // the same
        QVERIFY(lastStep(step(-3, 2, 4), {}, history(-26, 5, 2)) == step(-3, 2, 4));
    }
    void eventsThatNameTheNewSizeAlone()
    {
        // History saw the change too: its size before, the event's time.
        auto last = lastStep({}, step(-12, {}, 8), known(step(-10, 5, 8, "Prometheus"), 8, -1440, 0));
        QCOMPARE(last->from, std::optional<std::int64_t>(5));
        QCOMPARE(*last->at, noon - std::chrono::minutes {12});
        QCOMPARE(last->source, QStringLiteral("its events and Prometheus"));
        // History ends before it, at another size.
        last = lastStep({}, step(-2, {}, 8), known({}, 5, -1440, -5));
        QCOMPARE(last->from, std::optional<std::int64_t>(5));
        QCOMPARE(last->to, 8);
        // History saw a later one.
        QVERIFY(lastStep({}, step(-40, {}, 8), known(step(-10, 8, 6, "Prometheus"), 6, -1440, 0)) == step(-10, 8, 6, "Prometheus"));
        // Nobody tells the size before: nothing is made up.
        QVERIFY(lastStep({}, step(-2, {}, 8), {}) == step(-2, {}, 8));
        QVERIFY(lastStep({}, step(-2, {}, 8), known({}, 5, -1440, -600)) == step(-2, {}, 8));
    }
    void hostileSamplesAreNoSizes()
    {
        SizeHistory sizes;
        const double nan = std::numeric_limits<double>::quiet_NaN(), much = std::numeric_limits<double>::infinity();
        sizes.add(SizeHistory::Grain::Fine, "c", "Deployment",
            answer({series({{"namespace", "a"}, {"name", "api"}}, {{-20, 2}, {-15, nan}, {-10, much}, {-8, -1}, {-6, 1e300}, {-5, 2}})}));
        QVERIFY(!sizes.find("c", "a", "Deployment", "api")->step);
    }
};

QTEST_GUILESS_MAIN(TestSizeSteps)
#include "tst_size_steps.moc"
