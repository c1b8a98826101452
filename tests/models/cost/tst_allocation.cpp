// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/container_costs.h"
#include "cost/groups.h"
#include "cost_worlds.h"
#include "../../support/parsed.h"

#include <QTest>

#include <random>

using namespace loadline;
using namespace loadline::test;

namespace {

// Every machine of pool "p" costs so much.
PriceBook bookOf(const char* hourly, const char* gpuHourly = "")
{
    PriceSettings settings;
    OwnPrice price;
    price.match = OwnPrice::Match::Pool;
    price.value = "p";
    price.hourly = money(hourly);
    settings.own.push_back(price);
    if (*gpuHourly) {
        price.asset = OwnPrice::Asset::Gpu;
        price.hourly = money(gpuHourly);
        settings.own.push_back(price);
    }
    // A core for 3 and a GiB for 1, so that splits are round.
    settings.rates = Rates {"test", money("3"), money("1"), money("10"), {}, {}, {}};
    return PriceBook(settings);
}

Node inPool(const std::string& name, const Resources& capacity, std::map<std::string, std::string> labels = {})
{
    labels["karpenter.sh/nodepool"] = "p";
    labels["karpenter.sh/capacity-type"] = "on-demand";
    return node(name, capacity, labels);
}

std::string textOf(const CostParts& parts)
{
    return parts.cpu.decimal() + " " + parts.memory.decimal() + " " + parts.gpu.decimal();
}

const PodCost& costOf(const Allocation& allocation, const std::string& pod)
{
    return *std::find_if(
        allocation.pods.begin(), allocation.pods.end(), [&](const PodCost& cost) { return cost.pod->meta.name == pod; });
}

const CostGroup* groupOf(const std::vector<CostGroup>& groups, const std::string& key)
{
    const auto at = std::find_if(groups.begin(), groups.end(), [&](const CostGroup& group) { return group.key == key; });
    return at == groups.end() ? nullptr : &*at;
}

// Pods and idle of each node are its price, to the last digit; idle is never negative.
void checkSums(const Allocation& allocation)
{
    std::vector<CostParts> sums(allocation.nodes.size());
    for (std::size_t i = 0; i < sums.size(); ++i) {
        const CostParts& idle = allocation.nodes[i].idle;
        QVERIFY(!idle.cpu.negative() && !idle.memory.negative() && !idle.gpu.negative());
        sums[i] += idle;
    }
    for (const PodCost& pod : allocation.pods)
        if (pod.state == PodState::Charged)
            sums[pod.node] += pod.cost;
    for (std::size_t i = 0; i < sums.size(); ++i)
        QCOMPARE(textOf(sums[i]), textOf(allocation.nodes[i].cost.value_or(CostParts())));
    for (const char* by : {"cluster", "namespace", "workload", "workload-type", "autoscaler", "label:team", "pool",
             "capacity-type", "node"}) {
        Money total;
        for (const CostGroup& group : aggregate(allocation, *parseGroupBy(by)))
            total += group.total();
        QCOMPARE(total.decimal(), allocation.totalHourly().decimal());
    }
}

// A cluster of all sorts by chance: sizes, requests, usage, owners, pods without nodes.
WorldOf chanceWorld(unsigned seed)
{
    std::mt19937 random(seed);
    const auto upTo = [&](int n) { return int(random() % unsigned(n)); };
    WorldOf world;
    for (int i = 0; i < 12; ++i) {
        const bool gpu = upTo(3) == 0;
        Resources capacity = resources(std::to_string(upTo(64)).c_str(), (std::to_string(upTo(256)) + "Gi").c_str());
        if (gpu)
            capacity.others.emplace_back("nvidia.com/gpu", Quantity::fromWhole(1 + upTo(8)));
        if (upTo(5) == 0)
            world.add(node("n" + std::to_string(i), capacity)); // on no list
        else
            world.add(awsNode("n" + std::to_string(i), gpu ? "g5.2xlarge" : "m5.large", upTo(2) ? "spot" : "on-demand", capacity));
    }
    for (int i = 0; i < 150; ++i) {
        Resources requests;
        if (upTo(4))
            requests.cpu = Quantity::fromMilli(upTo(8000));
        if (upTo(4))
            requests.memory = Quantity::fromWhole(std::int64_t(upTo(32000)) << 20);
        if (upTo(6) == 0)
            requests.others.emplace_back("nvidia.com/gpu", Quantity::fromWhole(1 + upTo(2)));
        const std::string name = "p" + std::to_string(i);
        const std::string on = upTo(10) ? "n" + std::to_string(upTo(13)) : "";
        world.add(pod("ns" + std::to_string(upTo(3)), name, on, shape({requests, requests}), owner("StatefulSet", "s"),
            {{"team", upTo(2) ? "a" : "b"}}));
        if (upTo(3))
            world.add(usage("ns" + std::to_string(upTo(3)), name,
                {resources((std::to_string(upTo(4000)) + "m").c_str(), (std::to_string(upTo(8000)) + "Mi").c_str())}));
    }
    return world;
}

} // namespace

class TestAllocation : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pricesSplitAsOpenCostDoes()
    {
        const Rates rates = defaultRates("aws");
        // cost.md 1.1: ramPrice = node / (cpu * cpuToRAM + ramGB), cpuPrice = ramPrice * cpuToRAM.
        const double ratio = 0.031611 / 0.004237, ram = 0.192 / (4 * ratio + 16);
        const CostParts parts = splitPrice(money("0.192"), {quantity("4"), quantity("16Gi"), {}}, 0, rates);
        QVERIFY(std::abs(parts.cpu.value() - 4 * ram * ratio) < 1e-11);
        QVERIFY(std::abs(parts.memory.value() - 16 * ram) < 1e-11);
        QCOMPARE(parts.total().decimal(), "0.192");
        // With GPUs of no known price: gpuToRAM joins in.
        const double gpuRatio = 0.95 / 0.004237, withGpu = 1.212 / (8 * ratio + 32 + gpuRatio);
        const CostParts gpu = splitPrice(money("1.212"), {quantity("8"), quantity("32Gi"), quantity("1")}, 1, rates);
        QVERIFY(std::abs(gpu.gpu.value() - withGpu * gpuRatio) < 1e-10);
        QCOMPARE(gpu.total().decimal(), "1.212");
        // A known GPU price is taken off first.
        const CostParts known = splitPrice(money("1.212"), {quantity("8"), quantity("32Gi"), quantity("1")}, 1, rates, money("1"));
        QCOMPARE(known.gpu.decimal(), "1");
        QCOMPARE((known.cpu + known.memory).decimal(), "0.212");
    }
    void ratesOfZeroFallBackAsOpenCostDoes()
    {
        const Amounts size {quantity("2"), quantity("10Gi"), {}};
        QCOMPARE(textOf(splitPrice(money("6"), size, 0, {"", money("1"), {}, {}, {}, {}, {}})), "6 0 0"); // no RAM rate
        QCOMPARE(textOf(splitPrice(money("6"), size, 0, {"", {}, {}, {}, {}, {}, {}})), "4 2 0"); // 10 to 1
        QCOMPARE(textOf(splitPrice(money("6"), {}, 0, defaultRates(""))), "6 0 0"); // no size at all
    }
    void aContainerCostsTheLargerOfRequestAndUsage()
    {
        // 4 cores at 3 and 8 GiB at 1 = 20 an hour.
        WorldOf world;
        world.add(inPool("n", resources("4", "8Gi")));
        world.add(pod("a", "under", "n", shape({resources("1", "2Gi")})));
        world.add(usage("a", "under", {resources("500m", "1Gi")}));
        world.add(pod("a", "over", "n", shape({resources("500m", "1Gi")})));
        world.add(usage("a", "over", {resources("1", "2Gi")}));
        const Allocation allocation = allocate(world.make(), bookOf("20"), {});
        QCOMPARE(textOf(*allocation.nodes[0].cost), "12 8 0");
        QCOMPARE(textOf(costOf(allocation, "under").cost), "3 2 0");
        QCOMPARE(textOf(costOf(allocation, "over").cost), "3 2 0");
        QCOMPARE(textOf(allocation.nodes[0].idle), "6 4 0");
        checkSums(allocation);
    }
    void perContainerNotPerPod()
    {
        // One container uses what the other does not: each is charged for its own maximum.
        WorldOf world;
        world.add(inPool("n", resources("4", "8Gi")));
        world.add(pod("a", "p", "n", shape({resources("1", "1Gi"), resources("1", "1Gi")})));
        world.add(usage("a", "p", {resources("2", "1Gi"), resources("0", "1Gi")}));
        const Allocation allocation = allocate(world.make(), bookOf("20"), {});
        QCOMPARE(costOf(allocation, "p").charged.cpu.decimal(), "3");
    }
    void aSidecarIsChargedLikeAnyContainer()
    {
        // An init container with restartPolicy Always runs on beside the others: the larger of its request and usage.
        std::string text = R"({"metadata": {"namespace": "a", "name": "p"}, "spec": {"nodeName": "n",
            "containers": [{"name": "app", "resources": {"requests": {"cpu": "1", "memory": "1Gi"}}}],
            "initContainers": [{"name": "proxy", "restartPolicy": "Always", "resources": {"requests": {"cpu": "500m", "memory": "1Gi"}}},
                {"name": "prepare", "resources": {"requests": {"cpu": "100m"}}}]}, "status": {"phase": "Running"}})";
        auto read = parsed<Pod>(text, parsePod);
        QVERIFY(read);
        PodMetrics metrics;
        setMeta(metrics.meta, "a", "p");
        metrics.containers = {{Text(std::string("app")), quantity("800m"), quantity("512Mi")}, {Text(std::string("proxy")), quantity("700m"), quantity("256Mi")}};
        WorldOf world;
        world.add(inPool("n", resources("4", "8Gi"))).add(std::move(*read)).add(metrics);
        const Allocation allocation = allocate(world.make(), bookOf("20"), {});
        QCOMPARE(costOf(allocation, "p").requested.cpu.decimal(), "1.5");
        QCOMPARE(costOf(allocation, "p").used.cpu.decimal(), "1.5");
        QCOMPARE(costOf(allocation, "p").charged.cpu.decimal(), "1.7"); // 1 and 0.7
        QCOMPARE(costOf(allocation, "p").charged.memory.decimal(), quantity("2Gi").decimal());
        checkSums(allocation);
    }
    void containersAddUpToTheirPod()
    {
        // 1 and 2 cores are asked for, 3 and 1 used: 3 and 2 count, half a core of overhead is beside. 20 $ for the node.
        auto two = shape({resources("1", "1Gi"), resources("2", "")});
        two->containers[1].sidecar = true;
        two->overhead = resources("500m", "");
        WorldOf world;
        world.add(inPool("n", resources("8", "8Gi"))).add(pod("a", "p", "n", two));
        world.add(usage("a", "p", {resources("3", "1Gi"), resources("1", "2Gi")}));
        const WorldPtr made = world.make();
        const Allocation allocation = allocate(made, bookOf("20"), {});
        const PodCost& whole = costOf(allocation, "p");
        const auto list = containerCosts(whole, made->find<PodMetrics>("a", "p"));
        QCOMPARE(list.size(), std::size_t(3));
        QCOMPARE(list[0].charged.cpu.decimal(), "3");
        QCOMPARE(list[1].charged.cpu.decimal(), "2");
        QCOMPARE(list[1].charged.memory.decimal(), quantity("2Gi").decimal());
        QVERIFY(list[1].sidecar && !list[0].sidecar);
        QCOMPARE(list[2].name, std::string());
        QCOMPARE(list[2].charged.cpu.decimal(), "0.5");
        CostParts sum;
        for (const ContainerCost& one : list)
            sum += one.cost;
        QCOMPARE(textOf(sum), textOf(whole.cost));
        QVERIFY(sum == whole.cost);
        // Without live usage what is asked for counts, and thirds of a price lose nothing.
        Pod thirds = pod("a", "q", "n", shape({resources("1", ""), resources("1", ""), resources("1", "")}));
        WorldOf plain;
        plain.add(inPool("n", resources("7", "8Gi"))).add(thirds);
        const Allocation other = allocate(plain.make(), bookOf("20"), {});
        const auto each = containerCosts(costOf(other, "q"), nullptr);
        QCOMPARE(each.size(), std::size_t(3));
        CostParts all;
        for (const ContainerCost& one : each)
            all += one.cost;
        QVERIFY(all == costOf(other, "q").cost);
    }
    void anInitContainerRunsBeforeTheOthers()
    {
        // It uses 3 cores where 2 are kept for it; the container after it is not there yet. A debug container is beside.
        auto prepared = shape({resources("1", "1Gi")});
        prepared->initPeak = resources("2", "");
        const auto uses = [](const char* pod, const char* container, const char* cpu) {
            PodMetrics metrics;
            setMeta(metrics.meta, "a", pod);
            metrics.containers = {{Text(std::string(container)), quantity(cpu), quantity("512Mi")}};
            return metrics;
        };
        Pod starting = pod("a", "starting", "n", prepared);
        starting.phase = PodPhase::Pending;
        WorldOf world;
        world.add(inPool("n", resources("16", "32Gi"))).add(starting).add(pod("a", "debugged", "n", prepared));
        world.add(uses("starting", "prepare", "3")).add(uses("debugged", "debugger", "3"));
        const Allocation allocation = allocate(world.make(), bookOf("80"), {});
        QCOMPARE(costOf(allocation, "starting").charged.cpu.decimal(), "3");
        QCOMPARE(costOf(allocation, "starting").charged.memory.decimal(), quantity("1Gi").decimal());
        QCOMPARE(costOf(allocation, "debugged").charged.cpu.decimal(), "4");
        checkSums(allocation);
    }
    void overheadInitPeakAndPodRequestsCount()
    {
        auto kata = shape({resources("1", "1Gi")});
        kata->overhead = resources("500m", "512Mi");
        kata->initPeak = resources("2", "");
        auto podLevel = shape({resources("100m", "1Gi")});
        podLevel->podRequests = resources("1", "");
        WorldOf world;
        world.add(inPool("n", resources("8", "16Gi")));
        world.add(pod("a", "kata", "n", kata)).add(pod("a", "level", "n", podLevel));
        world.add(usage("a", "level", {resources("50m", "1Gi")}));
        const Allocation allocation = allocate(world.make(), bookOf("40"), {});
        QCOMPARE(costOf(allocation, "kata").charged.cpu.decimal(), "2.5");
        QCOMPARE(costOf(allocation, "kata").charged.memory.decimal(), quantity("1536Mi").decimal());
        QCOMPARE(costOf(allocation, "level").charged.cpu.decimal(), "1");
        QCOMPARE(costOf(allocation, "level").charged.memory.decimal(), quantity("1Gi").decimal());
        checkSums(allocation);
    }
    void moreThanTheNodeHasIsScaledDown()
    {
        WorldOf world;
        world.add(inPool("n", resources("4", "8Gi")));
        world.add(pod("a", "p", "n", shape({resources("3", "1Gi")}))).add(pod("a", "q", "n", shape({resources("3", "1Gi")})));
        const Allocation allocation = allocate(world.make(), bookOf("20"), {});
        QCOMPARE(textOf(costOf(allocation, "p").cost), "6 1 0");
        QCOMPARE(textOf(allocation.nodes[0].idle), "0 6 0");
        QCOMPARE(allocation.overcommitted, 1u);
        checkSums(allocation);
    }
    void gpusAreSharedByTheirSlices()
    {
        // Two physical GPUs cut into eight by time: a pod with two slices pays a quarter.
        WorldOf world;
        world.add(inPool("n", resources("4", "8Gi", {{"nvidia.com/gpu", "8"}}),
            {{"nvidia.com/gpu.count", "2"}, {"nvidia.com/gpu.replicas", "4"}}));
        world.add(pod("a", "p", "n", shape({resources("1", "1Gi", {{"nvidia.com/gpu", "2"}})})));
        const Allocation allocation = allocate(world.make(), bookOf("0.000001", "20"), {});
        QCOMPARE(allocation.nodes[0].gpus, 2);
        QCOMPARE(allocation.nodes[0].cost->gpu.decimal(), "40");
        QCOMPARE(costOf(allocation, "p").cost.gpu.decimal(), "10");
        QCOMPARE(allocation.nodes[0].idle.gpu.decimal(), "30");
        checkSums(allocation);
    }
    void migSlicesWeighByTheirSize()
    {
        WorldOf world;
        world.add(inPool("n", resources("4", "8Gi", {{"nvidia.com/mig-1g.10gb", "1"}, {"nvidia.com/mig-3g.40gb", "2"}}),
            {{"nvidia.com/gpu.count", "1"}, {"nvidia.com/mig.config", "mixed"}}));
        world.add(pod("a", "p", "n", shape({resources("", "", {{"nvidia.com/mig-3g.40gb", "1"}})})));
        const Allocation allocation = allocate(world.make(), bookOf("0.000001", "7"), {});
        QCOMPARE(costOf(allocation, "p").cost.gpu.decimal(), "3");
        checkSums(allocation);
    }
    void otherExtendedResourcesHaveNoPriceAndHugePagesAreMemory()
    {
        WorldOf world;
        world.add(inPool("n", resources("4", "8Gi", {{"hugepages-2Mi", "4Gi"}, {"example.com/fpga", "1"}})));
        world.add(pod("a", "p", "n", shape({resources("1", "1Gi", {{"hugepages-2Mi", "1Gi"}, {"example.com/fpga", "1"}})})));
        const Allocation allocation = allocate(world.make(), bookOf("20"), {});
        QCOMPARE(textOf(costOf(allocation, "p").cost), "3 2 0");
        checkSums(allocation);
    }
    void hugePagesWithoutMemoryDoNoHarm()
    {
        // A node that tells of huge pages and of no memory at all.
        WorldOf world;
        world.add(inPool("n", resources("4", "", {{"hugepages-2Mi", "4Gi"}})));
        world.add(pod("a", "p", "n", shape({resources("1", "1Gi", {{"hugepages-2Mi", "1Gi"}})})));
        const Allocation allocation = allocate(world.make(), bookOf("16"), {});
        QCOMPARE(textOf(costOf(allocation, "p").cost), "3 2 0");
        checkSums(allocation);
    }
    void whatIsNotRunningCostsNothing()
    {
        WorldOf world;
        world.add(inPool("n", resources("4", "8Gi"))).add(node("unpriced", {}));
        Pod image = pod("a", "image", "n", shape({resources("1", "1Gi")}));
        image.phase = PodPhase::Pending;
        image.trouble = Text(std::string("ImagePullBackOff: not found"));
        Pod done = pod("a", "done", "n", shape({resources("1", "1Gi")}));
        done.phase = PodPhase::Succeeded;
        world.add(image).add(done).add(pod("a", "pending", "", shape({resources("1", "1Gi")})));
        world.add(pod("a", "lost", "gone", shape({resources("1", "1Gi")})));
        world.add(pod("a", "free", "unpriced", shape({resources("1", "1Gi")})));
        const Allocation allocation = allocate(world.make(), bookOf("20"), {});
        QVERIFY(costOf(allocation, "image").state == PodState::NotCharged);
        QVERIFY(costOf(allocation, "done").state == PodState::NotCharged);
        QVERIFY(costOf(allocation, "pending").state == PodState::NoNode);
        QVERIFY(costOf(allocation, "lost").state == PodState::NodeUnknown);
        QVERIFY(costOf(allocation, "free").state == PodState::Unpriced);
        QCOMPARE(allocation.idleHourly().total().decimal(), "20");
        checkSums(allocation);
        const auto groups = aggregate(allocation, {GroupKind::Namespace, {}});
        const auto* a = groupOf(groups, "a");
        QCOMPARE(a->pods, 3u);
        QCOMPARE(a->pendingPods, 1u);
        QCOMPARE(a->unpricedPods, 2u);
        QVERIFY(groupOf(groups, "__idle__")->special == CostGroup::Special::Idle);
    }
    void clustersThatTellLittleSaySo()
    {
        const auto said = [](const Allocation& allocation, const char* part) {
            for (const Error& note : allocation.notes())
                if (plainText(note).find(part) != std::string::npos)
                    return true;
            return false;
        };
        const Allocation empty = allocate(WorldOf().make(), PriceBook(), {});
        QCOMPARE(empty.totalHourly().decimal(), "0");
        QVERIFY(empty.notes().empty());
        WorldOf refused;
        refused.state(KindId::Node).presence = Presence::Refused;
        refused.state(KindId::Pod).presence = Presence::Refused;
        const Allocation blind = allocate(refused.make(), PriceBook(), {});
        QVERIFY(said(blind, "nodes of test are not known") && said(blind, "shows as idle"));
        WorldOf world;
        world.add(inPool("zero", resources("0", "0"))).add(inPool("n", resources("4", "8Gi")));
        world.add(pod("a", "p", "zero", shape({{}}))).add(pod("a", "q", "n", shape({{}})));
        const Allocation bare = allocate(world.make(), bookOf("20"), {});
        QVERIFY(said(bare, "1 node reports no CPU and memory"));
        QVERIFY(said(bare, "No pod requests anything"));
        QVERIFY(said(bare, "No live usage is known"));
        QCOMPARE(bare.idleHourly().total().decimal(), "40");
        checkSums(bare);
        QCOMPARE(allocate(nullptr, PriceBook(), {}).nodes.size(), 0u);
    }
    void efficiencyFollowsTheReference()
    {
        WorldOf world;
        world.add(inPool("n", resources("4", "8Gi")));
        world.add(pod("a", "p", "n", shape({resources("1", "2Gi")})));
        world.add(usage("a", "p", {resources("250m", "1Gi")}));
        world.add(pod("b", "q", "n", shape({{}})));
        world.add(usage("b", "q", {resources("500m", "512Mi")}));
        world.add(pod("c", "r", "n", shape({resources("1", "1Gi")})));
        const Allocation allocation = allocate(world.make(), bookOf("20"), {});
        const auto groups = aggregate(allocation, {GroupKind::Namespace, {}});
        const auto* a = groupOf(groups, "a");
        QCOMPARE(*a->cpuEfficiency(), 0.25);
        QCOMPARE(*a->memoryEfficiency(), 0.5);
        QCOMPARE(*a->efficiency(), (0.25 * 3 + 0.5 * 2) / 5); // weighted by what CPU and memory cost
        QCOMPARE(*groupOf(groups, "b")->cpuEfficiency(), 1.0); // usage without a request
        QVERIFY(!groupOf(groups, "c")->cpuEfficiency()); // unknown is not zero
        QCOMPARE(allocation.unmeasured, 1u);
    }
    void groupsByWorkloadResolveOwners()
    {
        ReplicaSet set;
        setMeta(set.meta, "a", "api-5d8f", {}, owner("Deployment", "api"));
        Hpa hpa;
        setMeta(hpa.meta, "a", "api-hpa");
        hpa.target = {"apps/v1", "Deployment", "api"};
        WorldOf world;
        world.add(inPool("n", resources("40", "80Gi"))).add(set).add(hpa);
        const auto small = shape({resources("1", "1Gi")});
        world.add(pod("a", "api-5d8f-1", "n", small, owner("ReplicaSet", "api-5d8f"), {{"team", "red"}}));
        world.add(pod("a", "api-5d8f-2", "n", small, owner("ReplicaSet", "api-5d8f"), {{"team", "red"}}));
        world.add(pod("a", "report-28391234-x", "n", small, owner("Job", "report-28391234")));
        world.add(pod("a", "batch-x7k2p-1", "n", small, owner("Job", "batch-x7k2p"), {{"scaledjob.keda.sh/name", "batch"}}));
        world.add(pod("a", "alone", "n", small));
        const Allocation allocation = allocate(world.make(), bookOf("200"), {});
        const auto groups = aggregate(allocation, {GroupKind::Workload, {}});
        for (const char* key : {"a/Deployment/api", "a/CronJob/report", "a/ScaledJob/batch", "a/Pod/alone"})
            QVERIFY2(groupOf(groups, key), key);
        QCOMPARE(groupOf(groups, "a/Deployment/api")->total().decimal(), "8");
        const auto scalers = aggregate(allocation, {GroupKind::Autoscaler, {}});
        QCOMPARE(groupOf(scalers, "a/HorizontalPodAutoscaler/api-hpa")->total().decimal(), "8");
        const auto teams = aggregate(allocation, {GroupKind::Label, "team"});
        QCOMPARE(groupOf(teams, "red")->total().decimal(), "8");
        QCOMPARE(groupOf(teams, "")->pods, 3u);
        checkSums(allocation);
    }
    void linesAreAddedOnce()
    {
        WorldOf world;
        world.add(inPool("n", resources("4", "8Gi")));
        Terms terms;
        terms.controlPlaneHourly = money("0.1");
        const Allocation allocation = allocate(world.make(), bookOf("20"), terms);
        QCOMPARE(allocation.totalHourly().decimal(), "20.1");
        QCOMPARE(groupOf(aggregate(allocation, {GroupKind::Namespace, {}}), "__lines__")->total().decimal(), "0.1");
        QCOMPARE(groupOf(aggregate(allocation, {GroupKind::Cluster, {}}), "test")->total().decimal(), "20.1");
        checkSums(allocation);
    }
    void sumsHoldWhateverTheCluster()
    {
        for (unsigned seed = 1; seed <= 40; ++seed) {
            Terms terms;
            terms.listDiscount = quantity("0.137");
            terms.committedShare = quantity("0.333");
            terms.committedDiscount = quantity("0.271");
            checkSums(allocate(chanceWorld(seed).make(), PriceBook(), terms));
        }
    }
    void scalingPricesScalesCosts()
    {
        for (unsigned seed = 1; seed <= 10; ++seed) {
            WorldPtr world = chanceWorld(seed).make();
            const auto priced = [&](std::int64_t factor) {
                PriceSettings settings;
                for (const Node& n : world->all<Node>()) {
                    OwnPrice row;
                    row.value = n.meta.name;
                    row.hourly = money("1.234567") * factor;
                    settings.own.push_back(row);
                }
                return allocate(world, PriceBook(settings), {});
            };
            const Allocation once = priced(1), thrice = priced(3);
            QCOMPARE(thrice.totalHourly().decimal(), (once.totalHourly() * 3).decimal());
            for (std::size_t i = 0; i < once.pods.size(); ++i) {
                const Money off = thrice.pods[i].cost.total() - once.pods[i].cost.total() * 3;
                QVERIFY(std::abs(double(off.pico())) <= 12); // of 10^-12, by rounding
            }
        }
    }
    void severalClustersAddUp()
    {
        WorldOf one, two;
        one.add(inPool("n", resources("4", "8Gi"))).add(pod("a", "p", "n", shape({resources("1", "1Gi")}), {}, {{"team", "x"}}));
        two.add(inPool("n", resources("4", "8Gi"))).add(pod("a", "p", "n", shape({resources("1", "1Gi")}), {}, {{"team", "x"}}));
        two.world().cluster = "other";
        const std::vector<Allocation> both {allocate(one.make(), bookOf("20"), {}), allocate(two.make(), bookOf("20"), {})};
        QCOMPARE(aggregate(both, {GroupKind::Namespace, {}}).size(), 3u); // a and a, and all idle
        const auto teams = aggregate(both, {GroupKind::Label, "team"});
        QCOMPARE(groupOf(teams, "x")->total().decimal(), "8");
        QCOMPARE(groupOf(teams, "x")->cluster, "");
    }
    void groupTextsReadBack()
    {
        for (const char* text : {"cluster", "pool", "capacity-type", "node", "namespace", "workload", "workload-type",
                 "autoscaler", "label:team"})
            QCOMPARE(groupByText(*parseGroupBy(text)), text);
        for (const char* text : {"", "label:", "pods", "Namespace"})
            QVERIFY(!parseGroupBy(text));
    }
};

QTEST_GUILESS_MAIN(TestAllocation)
#include "tst_allocation.moc"
