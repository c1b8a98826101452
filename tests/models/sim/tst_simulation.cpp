// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/loops.h"
#include "sim/nodes.h"
#include "sim/simulation.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace loadline;

namespace {

const TimePoint monday = parseRfc3339("2026-11-23T00:00:00Z").value();

std::shared_ptr<const SimPlan> production()
{
    static const auto plan = std::make_shared<const SimPlan>(productionPlan());
    return plan;
}

QString at(const SimState& state)
{
    return QString::fromStdString(formatRfc3339(state.now));
}

const SimHpa& hpaNamed(const SimState& state, std::string_view name)
{
    return *std::find_if(
        state.hpas.begin(), state.hpas.end(), [&](const auto& hpa) { return hpa.object.meta.name == name; });
}

const Condition& condition(const SimHpa& hpa, std::string_view type)
{
    static const Condition none;
    const auto* found = find(hpa.object.conditions, type);
    return found ? *found : none;
}

// Everything that must hold at every moment, or "" when all of it does.
QString checkSizes(const SimState& state)
{
    for (const auto& hpa : state.hpas) {
        if (!hpa.targetExists || !hpa.present)
            continue;
        const auto replicas = state.workloads[hpa.workload].replicas;
        const bool asleep = hpa.scaledObject && replicas == 0;
        if (!asleep && (replicas < hpa.object.minReplicas || replicas > hpa.object.maxReplicas))
            return QString::fromStdString(hpa.object.meta.name) + QStringLiteral(" has %1 replicas").arg(replicas);
        if (hpa.last.rescale && hpa.object.desiredReplicas != replicas && !hpa.scaledObject)
            return QString::fromStdString(hpa.object.meta.name) + QStringLiteral(" desires something else");
    }
    for (std::size_t p = 0; p < state.pools.size(); ++p) {
        const auto count = std::count_if(state.nodes.begin(), state.nodes.end(),
            [&](const auto& node) { return node.present && node.pool == p && !node.draining; });
        const auto& plan = state.plan->pools[p];
        if (count < plan.min || count > plan.max)
            return QString::fromStdString(plan.name) + QStringLiteral(" has %1 nodes").arg(count);
    }
    return {};
}

QString checkNodes(const SimState& state)
{
    std::vector<Footprint> used(state.nodes.size());
    std::set<std::pair<std::string, std::string>> names;
    for (std::size_t w = 0; w < state.workloads.size(); ++w) {
        const auto& workload = state.workloads[w];
        std::int64_t ready = 0;
        for (const auto& pod : workload.pods) {
            if (!names.emplace(state.plan->workloads[w].ns, pod.name).second)
                return QStringLiteral("two pods are called ") + QString::fromStdString(pod.name);
            ready += pod.ready && !pod.deleting ? 1 : 0;
            if (pod.ready && pod.node < 0)
                return QString::fromStdString(pod.name) + QStringLiteral(" is ready on no node");
            if (pod.node < 0)
                continue;
            const auto& node = state.nodes[static_cast<std::size_t>(pod.node)];
            const auto& pool = state.plan->pools[node.pool];
            const auto& wanted = state.plan->workloads[w].pool;
            if (!node.present || !node.registered)
                return QString::fromStdString(pod.name) + QStringLiteral(" is on a node that is not there");
            if (!wanted.empty() && wanted != pool.name)
                return QString::fromStdString(pod.name) + QStringLiteral(" is in the wrong pool");
            used[static_cast<std::size_t>(pod.node)] += workload.shapes[pod.shape].need;
        }
        if (ready != workload.ready && !workload.pods.empty() && ready > workload.ready)
            return QString::fromStdString(state.plan->workloads[w].name) + QStringLiteral(" counts too few ready pods");
    }
    for (std::size_t n = 0; n < state.nodes.size(); ++n) {
        if (!state.nodes[n].present)
            continue;
        auto sum = used[n];
        sum += state.nodes[n].free;
        if (sum != state.nodes[n].room || !state.nodes[n].room.fits(used[n]))
            return QString::fromStdString(state.nodes[n].name) + QStringLiteral(" does not add up");
    }
    return {};
}

// All that can be seen of a state, as one text.
std::string fingerprint(const SimState& state)
{
    std::string text = formatRfc3339(state.now);
    for (const auto& workload : state.workloads)
        for (const auto& pod : workload.pods)
            text += pod.name + std::to_string(pod.node) + std::to_string(pod.cpu) + std::to_string(pod.memory);
    for (const auto& node : state.nodes)
        text += node.name + node.claim + std::to_string(node.free.cpuMilli);
    for (const auto& hpa : state.hpas)
        for (const auto& one : hpa.object.conditions)
            text += one.reason + one.message;
    for (const auto& event : state.events)
        text += event.meta.name + event.message + std::to_string(event.count);
    for (const auto& vpa : state.vpas)
        for (const auto& one : vpa.object.recommendations)
            text
                += one.target.cpu.value_or(Quantity()).decimal() + one.upperBound.memory.value_or(Quantity()).decimal();
    return text;
}

} // namespace

class SimulationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSameSeedGivesTheSameWorld()
    {
        Simulation one(production(), 7, monday);
        Simulation two(production(), 7, monday);
        Simulation other(production(), 8, monday);
        one.advance(monday + Seconds(7200));
        two.advance(monday + Seconds(3600));
        two.advance(monday + Seconds(7200));
        other.advance(monday + Seconds(7200));
        QVERIFY(fingerprint(one.state()) == fingerprint(two.state()));
        QVERIFY(fingerprint(one.state()) != fingerprint(other.state()));
    }

    void aDayInFifteenSeconds()
    {
        Simulation simulation(production(), 7, monday + Seconds(12 * 3600));
        QCOMPARE(checkSizes(simulation.state()) + checkNodes(simulation.state()), QString());
        for (int tick = 0; tick < 4 * 60 * 4; ++tick) {
            simulation.advance(simulation.now() + Simulation::tick);
            const auto wrong = checkSizes(simulation.state()) + checkNodes(simulation.state());
            if (!wrong.isEmpty())
                QFAIL(qPrintable(at(simulation.state()) + QLatin1Char(' ') + wrong));
        }
    }

    void thirtyDaysStayInTheirBounds()
    {
        Simulation simulation(production(), 7, monday);
        simulation.sizesOnly();
        std::vector<std::int64_t> least(simulation.state().hpas.size(), 1000), most(least.size(), -1);
        std::int64_t fewest = 1000, greatest = 0;
        for (int step = 0; step < 30 * 288; ++step) {
            simulation.advance(simulation.now() + Seconds(300), Seconds(300));
            const auto& state = simulation.state();
            const auto wrong = checkSizes(state) + (step % 3 == 0 ? checkNodes(state) : QString());
            if (!wrong.isEmpty())
                QFAIL(qPrintable(at(state) + QLatin1Char(' ') + wrong));
            for (std::size_t h = 0; h < state.hpas.size(); ++h) {
                if (!state.hpas[h].targetExists)
                    continue;
                least[h] = std::min(least[h], state.workloads[state.hpas[h].workload].replicas);
                most[h] = std::max(most[h], state.workloads[state.hpas[h].workload].replicas);
            }
            const auto cpuNodes = state.pools[1].target;
            fewest = std::min(fewest, cpuNodes);
            greatest = std::max(greatest, cpuNodes);
        }
        // The autoscalers of the platform had something to do.
        const auto moved = [&](std::string_view name) {
            const auto h
                = static_cast<std::size_t>(&hpaNamed(simulation.state(), name) - simulation.state().hpas.data());
            return std::pair(least[h], most[h]);
        };
        QCOMPARE(moved("recommendation-hpa").second, std::int64_t(20));
        QVERIFY(moved("fraud-detector-hpa").first <= 4);
        QVERIFY(moved("fraud-detector-hpa").second >= 14);
        QVERIFY(moved("feature-store-hpa").second - moved("feature-store-hpa").first >= 3);
        QCOMPARE(moved("keda-hpa-batch-inference-scaler").first, std::int64_t(0));
        QVERIFY(moved("keda-hpa-batch-inference-scaler").second >= 30);
        QCOMPARE(moved("keda-hpa-training-business-hours").first, std::int64_t(0));
        QVERIFY(moved("keda-hpa-training-business-hours").second >= 6);
        QVERIFY(greatest - fewest >= 3);
    }

    void trainingKeepsBusinessHours()
    {
        const auto replicas = [](const char* when) {
            const auto time = parseRfc3339(when).value();
            Simulation simulation(production(), 7, time - Seconds(3600));
            simulation.advance(time);
            const auto& state = simulation.state();
            return state.workloads[state.plan->workloadIndex("ml-platform", "model-training")].replicas;
        };
        QVERIFY(replicas("2026-11-23T16:00:00Z") >= 5); // Monday 11:00 in New York
        QVERIFY(replicas("2026-07-20T13:30:00Z") >= 5); // Monday 9:30, summer time
    }

    void theFaultsAreThere()
    {
        Simulation simulation(production(), 7, monday + Seconds(15 * 3600));
        simulation.advance(monday + Seconds(17 * 3600));
        const auto& state = simulation.state();

        const auto& bare = condition(hpaNamed(state, "no-requests-hpa"), "ScalingActive");
        QVERIFY(bare.status == Truth::False);
        QCOMPARE(bare.reason, std::string("FailedGetResourceMetric"));
        QVERIFY(
            bare.message.find("missing request for cpu in container api of Pod no-requests-api-") != std::string::npos);
        QVERIFY(bare.since && *bare.since < monday - Seconds(86400));
        const auto& orphan = condition(hpaNamed(state, "orphan-hpa"), "AbleToScale");
        QCOMPARE(orphan.reason, std::string("FailedGetScale"));
        QVERIFY(orphan.message.ends_with("deployments.apps \"does-not-exist\" not found"));
        const auto& ranking = hpaNamed(state, "ranking-api");
        QCOMPARE(condition(ranking, "ScalingLimited").reason, std::string("TooManyReplicas"));
        QVERIFY(ranking.last.raw.value() > ranking.object.maxReplicas);
        QVERIFY(state.now - *condition(ranking, "ScalingLimited").since > Seconds(86400));

        const auto scaled = [&](std::string_view name) -> const SimScaledObject& {
            return *std::find_if(state.scaledObjects.begin(), state.scaledObjects.end(),
                [&](const auto& one) { return one.object.meta.name == name; });
        };
        QVERIFY(scaled("embedding-refresh").last.state == KedaState::Paused);
        QVERIFY(!hpaNamed(state, "keda-hpa-embedding-refresh").present);
        QVERIFY(scaled("report-generator").last.state == KedaState::Failed);
        QVERIFY(find(scaled("report-generator").object.conditions, "Ready")->status == Truth::False);
        const auto& wanted = scaled("report-generator").object.triggers[0].authentication.name;
        QVERIFY(std::none_of(state.plan->authentications.begin(), state.plan->authentications.end(),
            [&](const auto& one) { return one.name == wanted; }));

        const auto blocked = std::count_if(state.budgets.begin(), state.budgets.end(),
            [](const auto& one) { return one.object.allowed == 0 && one.object.expected > 0; });
        QVERIFY(blocked >= 1);
        QCOMPARE(std::count_if(state.nodes.begin(), state.nodes.end(),
                     [](const auto& node) { return node.present && node.cordoned; }),
            std::ptrdiff_t(1));
        const auto full
            = std::find_if(state.pools.begin(), state.pools.end(), [](const auto& pool) { return pool.full; });
        QVERIFY(full != state.pools.end());
        QCOMPARE(
            state.plan->pools[static_cast<std::size_t>(full - state.pools.begin())].name, std::string("notebooks"));
        QVERIFY(std::any_of(state.events.begin(), state.events.end(),
            [](const auto& event) { return event.reason == "NotTriggerScaleUp"; }));
        // Requests far from what the recommender asks for.
        const auto vpa = std::find_if(state.vpas.begin(), state.vpas.end(),
            [](const auto& one) { return one.object.meta.name == "report-generator-vpa"; });
        QVERIFY(vpa->object.recommendations.at(0).target.cpu->milli() < 400); // requested: 2 cores
    }

    void aRescaleIsToldInFull()
    {
        Simulation simulation(production(), 7, monday + Seconds(12 * 3600));
        simulation.journal();
        for (int tick = 0; tick < 2000; ++tick) {
            simulation.advance(simulation.now() + Simulation::tick);
            const auto touched = simulation.takeTouched();
            const auto& hpa = hpaNamed(simulation.state(), "fraud-detector-hpa");
            if (!hpa.last.rescale)
                continue;
            QCOMPARE(condition(hpa, "AbleToScale").reason, std::string("SucceededRescale"));
            QVERIFY(hpa.object.lastScaleTime == simulation.now());
            QVERIFY(hpa.object.currentReplicas != hpa.object.desiredReplicas);
            const auto& event = simulation.state().events;
            QVERIFY(std::any_of(event.begin(), event.end(), [&](const Event& one) {
                return one.reason == "SuccessfulRescale" && one.about.name == "fraud-detector-hpa"
                    && newSizeOf(one) == hpa.object.desiredReplicas;
            }));
            const auto changed = [&](KindId kind, std::string_view name) {
                return std::any_of(touched.begin(), touched.end(),
                    [&](const auto& touch) { return touch.kind == kind && touch.key.name.starts_with(name); });
            };
            QVERIFY(changed(KindId::Hpa, "fraud-detector-hpa"));
            QVERIFY(changed(KindId::Deployment, "fraud-detector-api"));
            QVERIFY(changed(KindId::ReplicaSet, "fraud-detector-api-"));
            QVERIFY(changed(KindId::Pod, "fraud-detector-api-"));
            QVERIFY(changed(KindId::Event, "fraud-detector-hpa"));
            return;
        }
        QFAIL("the HPA never moved");
    }

    void thePodsOfAStatefulSetAreInOrder()
    {
        Simulation simulation(production(), 7, monday);
        simulation.sizesOnly();
        simulation.advance(monday + Seconds(86400), Seconds(60));
        const auto& state = simulation.state();
        const auto w = state.plan->workloadIndex("ml-platform", "feature-store");
        std::set<std::string> names;
        for (const auto& pod : state.workloads[w].pods)
            names.insert(pod.name);
        for (std::int64_t i = 0; i < state.workloads[w].replicas; ++i)
            QVERIFY(names.contains("feature-store-" + std::to_string(i)));
    }

    void stagingRunsToo()
    {
        const auto plan = std::make_shared<const SimPlan>(stagingPlan());
        Simulation simulation(plan, 3, monday);
        for (int step = 0; step < 500; ++step) {
            simulation.advance(simulation.now() + Seconds(60), Seconds(60));
            QCOMPARE(checkSizes(simulation.state()) + checkNodes(simulation.state()), QString());
        }
    }

    void loadsFollowTheWeek()
    {
        LoadCurve curve;
        curve.mean = 100;
        curve.swing = 0.5;
        curve.peakHour = 12;
        curve.weekend = 0.5;
        const auto noon = loadAt(curve, 1, monday + Seconds(12 * 3600));
        QVERIFY(noon > 2 * loadAt(curve, 1, monday + Seconds(86400)));
        const auto saturday = loadAt(curve, 1, monday + Seconds(5 * 86400 + 12 * 3600));
        QVERIFY(saturday > 0.4 * noon && saturday < 0.6 * noon);
        QCOMPARE(loadAt(curve, 1, monday), loadAt(curve, 1, monday));
        LoadCurve burst;
        burst.mean = 10;
        burst.base = 0;
        burst.burst = 1;
        int busy = 0;
        for (int minute = 0; minute < 1440; ++minute)
            busy += loadAt(burst, 1, monday + Seconds(60 * minute)) > 0 ? 1 : 0;
        QVERIFY(busy > 40 && busy < 130); // up to twelve bursts of ten minutes
    }

    void identitiesLookRight()
    {
        const auto uuid = uuidOf("ml-platform/fraud-detector-api");
        QCOMPARE(uuid.size(), std::size_t(36));
        QCOMPARE(uuid[14], '4');
        QVERIFY(std::string("89ab").find(uuid[19]) != std::string::npos);
        QCOMPARE(Dice(1).suffix(5), Dice(1).suffix(5));
        QVERIFY(Dice(1).suffix(5) != Dice(2).suffix(5));
    }
};

QTEST_APPLESS_MAIN(SimulationTest)
#include "tst_simulation.moc"
