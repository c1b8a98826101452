// SPDX-License-Identifier: GPL-3.0-or-later
#include "costs/cost_feed.h"
#include "costs/cost_history.h"

#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace loadline;

namespace {

const TimePoint start = TimePoint {} + 20'000 * dayLength;

// A Prometheus that knows two machine types, one workload and what Karpenter asks for them.
class Source {
public:
    std::vector<SeriesWish> wishes; // as last told
    int answeredMachines = 0;
    std::optional<Error> failure; // for machines

    SeriesAnswer answer(const SeriesWish& wish)
    {
        SeriesAnswer answer;
        answer.complete = true;
        answer.origin = SeriesOrigin::Prometheus;
        const SeriesRequest& request = wish.request;
        const auto add = [&](std::vector<std::pair<std::string, std::string>> labels, double value) {
            Series series;
            series.labels = std::move(labels);
            for (TimePoint t = request.range.from; t <= request.range.to; t += request.step)
                series.samples.push_back({t, value});
            answer.series.push_back(std::move(series));
        };
        switch (request.query) {
        case QueryId::NodesByMachine:
            ++answeredMachines;
            if (failure) {
                answer.error = failure;
                break;
            }
            add({{"capacity", "spot"}, {"instance_type", "g5.xlarge"}, {"pool", "gpu"}, {"region", "us-east-1"}, {"zone", ""}}, 2);
            add({{"capacity", ""}, {"instance_type", "m6i.xlarge"}, {"pool", "cpu"}, {"region", "us-east-1"}, {"zone", ""}}, 3);
            break;
        case QueryId::WorkloadReplicasAll:
            if (request.params.at("kind") == "Deployment")
                add({{"name", "api"}, {"namespace", "ml"}}, 4);
            break;
        case QueryId::WorkloadsWaiting:
            add({{"kind", "Deployment"}, {"name", "api"}, {"namespace", "ml"}}, 1);
            break;
        case QueryId::WorkloadSizes:
            add({{"kind", "Deployment"}, {"name", "api"}, {"namespace", "ml"}, {"resource", "cpu"}}, 0.25);
            add({{"kind", "Deployment"}, {"name", "api"}, {"namespace", "ml"}, {"resource", "nvidia_com_gpu"}}, 1);
            add({{"kind", "Deployment"}, {"name", "api"}, {"namespace", "ml"}, {"resource", "nvidia_com_mig_3g_20gb"}}, 2);
            add({{"kind", "Deployment"}, {"name", "api"}, {"namespace", "ml"}, {"resource", "hugepages_2Mi"}}, 4096);
            add({{"kind", "Deployment"}, {"name", "api"}, {"namespace", "ml"}, {"resource", "ephemeral_storage"}}, 1e12);
            break;
        case QueryId::OfferingPrices:
            add({{"capacity_type", "spot"}, {"instance_type", "g5.xlarge"}, {"zone", "a"}}, 0.4);
            add({{"capacity_type", "spot"}, {"instance_type", "g5.xlarge"}, {"zone", "b"}}, 0.5);
            add({{"capacity_type", "on-demand"}, {"instance_type", "g5.xlarge"}, {"zone", "a"}}, 1.006);
            break;
        default:
            answer.error = Error {Error::Kind::NotFound, "This Prometheus has no series %1.", {}, {}, {"x"}};
        }
        return answer;
    }
};

// Answers whatever is wished until nothing new is.
struct Bench {
    Source source;
    std::set<QString> answered;
    CostHistory history;
    explicit Bench(const QString& file)
        : history(file, [this](const std::vector<SeriesWish>& wishes) { source.wishes = wishes; })
    {
    }
    [[nodiscard]] bool wishesNew() const
    {
        return std::any_of(source.wishes.begin(), source.wishes.end(), [&](const SeriesWish& wish) { return !answered.contains(wish.key); });
    }
    void run()
    {
        // The file is read on another thread first.
        if (!QTest::qWaitFor([this] { return wishesNew(); }, 5000))
            return;
        while (QTest::qWaitFor([this] { return wishesNew(); }, 300)) {
            const auto wishes = source.wishes;
            for (const SeriesWish& wish : wishes)
                if (answered.insert(wish.key).second)
                    history.take(wish.key, source.answer(wish));
        }
        (void)QTest::qWaitFor([this] { return history.progress("prod").missing == 0; }, 3000);
    }
};

} // namespace

class TestCostHistory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void asksADayInWholeSteps();
    void bringsDaysTogether();
    void keepsClosedDays();
    void leavesFailedDaysUnknown();
    void asksTodayAgain();
    void nothingKnownIsAnAnswer();
    void aSourceMayComeBeforeItsWorld();
};

void TestCostHistory::asksADayInWholeSteps()
{
    const auto request = dayRequest(DayPart::Machines, start, start + dayLength);
    QVERIFY(request.range.from == start);
    QVERIFY(request.range.to == start + dayLength - dayStep);
    const auto today = dayRequest(DayPart::Machines, start, start + Seconds {1000});
    QVERIFY(today.range.to == start + Seconds {900});
    QCOMPARE(dayRequest(DayPart::Offerings, start, start + dayLength, {"g5.xlarge", "m6i.xlarge"}).params.at("types"),
        std::string("g5\\.xlarge|m6i\\.xlarge"));
}

void TestCostHistory::bringsDaysTogether()
{
    Bench bench({});
    bench.history.want("prod", "mon/prom:80", {start, start + 3 * dayLength + Seconds {7200}});
    bench.run();
    const auto days = bench.history.days("prod");
    QCOMPARE(days->size(), std::size_t(4));
    QCOMPARE(bench.history.progress("prod").all, 4);
    QCOMPARE(bench.history.progress("prod").missing, 0);
    const UsageDay& first = days->front();
    QVERIFY(first.day == start);
    QCOMPARE(coveredTime(first.covered, {0, int(dayLength.count())}), std::int64_t(dayLength.count()));
    QCOMPARE(first.machines.size(), std::size_t(2));
    const auto& gpu = *std::find_if(first.machines.begin(), first.machines.end(), [](const auto& m) { return m.machine.pool == "gpu"; });
    QVERIFY(gpu.machine.capacity == CapacityType::Spot);
    QCOMPARE(gpu.price.hourly->decimal(), std::string("0.45")); // the mean of both zones
    QVERIFY(gpu.price.source == PriceSource::Karpenter);
    QCOMPARE(gpu.price.onDemandHourly->decimal(), std::string("1.006"));
    const auto& cpu = *std::find_if(first.machines.begin(), first.machines.end(), [](const auto& m) { return m.machine.pool == "cpu"; });
    QVERIFY(cpu.machine.capacity == CapacityType::Unknown);
    QVERIFY(!cpu.price.hourly); // nothing told it: unknown, not zero
    QCOMPARE(first.workloads.size(), std::size_t(1));
    QCOMPARE(countTime(first.workloads[0].runs, first.covered, {0, int(dayLength.count())}), std::int64_t(3 * dayLength.count()));
    QCOMPARE(countTime(first.workloads[0].waiting, first.covered, {0, int(dayLength.count())}), std::int64_t(dayLength.count()));
    QVERIFY(first.workloads[0].size == (ReplicaSize {Quantity::fromMilli(250), Quantity::fromWhole(4096), Quantity::fromWhole(7)}));
    QVERIFY(coveredTime(days->back().covered, {0, int(dayLength.count())}) <= 7'500'000);
}

void TestCostHistory::keepsClosedDays()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("days.sqlite"));
    const TimeRange window {start, start + 2 * dayLength + Seconds {7200}};
    {
        Bench bench(file);
        bench.history.want("prod", "mon/prom:80", window);
        bench.run();
        QCOMPARE(bench.source.answeredMachines, 3);
    }
    Bench again(file);
    again.history.want("prod", "mon/prom:80", window);
    again.run();
    QCOMPARE(again.source.answeredMachines, 1); // today only
    QCOMPARE(again.history.days("prod")->size(), std::size_t(3));
    Bench other(file);
    other.history.want("prod", "another", window); // another source is not the same past
    other.run();
    QCOMPARE(other.source.answeredMachines, 3);
}

void TestCostHistory::leavesFailedDaysUnknown()
{
    Bench bench({});
    bench.source.failure = Error {Error::Kind::Timeout, "No answer.", {}, {}, {}};
    bench.history.want("prod", "mon/prom:80", {start, start + dayLength + Seconds {7200}});
    bench.run();
    QVERIFY(bench.history.days("prod")->empty());
    QVERIFY(bench.history.error("prod"));
    bench.source.failure.reset();
    bench.history.setNow("prod", start + dayLength + Seconds {7200 + 400}); // asked again after a while
    bench.run();
    QCOMPARE(bench.history.days("prod")->size(), std::size_t(2));
}

void TestCostHistory::asksTodayAgain()
{
    Bench bench({});
    bench.history.want("prod", "", {start, start + Seconds {7200}});
    bench.run();
    const int before = bench.source.answeredMachines;
    bench.history.setNow("prod", start + Seconds {7200 + 60});
    QTest::qWait(50);
    QVERIFY(!bench.wishesNew());
    QCOMPARE(bench.source.answeredMachines, before);
    bench.history.setNow("prod", start + Seconds {7200 + 3600});
    bench.run();
    QCOMPARE(bench.source.answeredMachines, before + 1);
    const auto covered = coveredTime(bench.history.days("prod")->back().covered, {0, int(dayLength.count())});
    QVERIFY2(covered >= 10'500'000, qPrintable(QString::number(covered)));
}

// A Prometheus without kube-state-metrics: nobody waits for its days for ever.
void TestCostHistory::nothingKnownIsAnAnswer()
{
    Bench bench({});
    bench.source.failure = Error {Error::Kind::NotFound, "This Prometheus has no series %1.", {}, {}, {"kube_node_info"}};
    bench.history.want("prod", "mon/prom:80", {start, start + dayLength + Seconds {7200}});
    bench.run();
    QCOMPARE(bench.history.progress("prod").missing, 0);
    QVERIFY(bench.history.days("prod")->empty());
    QVERIFY(bench.history.error("prod"));
    bench.history.setNow("prod", start + dayLength + Seconds {7200 + 400}); // asked again, without being awaited again
    QCOMPARE(bench.history.progress("prod").missing, 0);
}

// Discovery is often faster than the first list, and another cluster's World comes in between.
void TestCostHistory::aSourceMayComeBeforeItsWorld()
{
    CostFeed feed({}, [](const QString&, const std::vector<SeriesWish>&) { });
    const auto world = [](const char* name) {
        auto made = std::make_shared<World>();
        made->cluster = name;
        made->now = start;
        return made;
    };
    feed.setSource("late", {});
    feed.setSource("early", {});
    feed.setWorlds({world("early")});
    feed.setWorlds({world("early"), world("late")});
    QVERIFY(QTest::qWaitFor([&] { return feed.settled(); }, 5000));
    QCOMPARE(feed.costs()->clusters.size(), std::size_t(2));
}

QTEST_GUILESS_MAIN(TestCostHistory)
#include "tst_cost_history.moc"
