// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/removal_requests.h"

#include <QTest>

#include <chrono>

using namespace loadline;

namespace {

std::shared_ptr<const Labels> labelsOf(std::initializer_list<std::pair<const char*, std::string>> pairs)
{
    auto labels = std::make_shared<Labels>();
    for (const auto& [key, value] : pairs)
        labels->emplace_back(Text(std::string(key)), Text(value));
    std::sort(labels->begin(), labels->end());
    return labels;
}

Resources resources(std::int64_t cpuMilli, std::int64_t gib)
{
    Resources resources;
    resources.cpu = Quantity::fromMilli(cpuMilli);
    resources.memory = Quantity::fromWhole(gib << 30);
    return resources;
}

// A cluster put together object by object; 4 cores and 16 GiB a node.
class Cluster {
public:
    Node& node(const std::string& name, const std::string& pool = "general", const std::string& zone = "a")
    {
        auto node = std::make_shared<Node>();
        node->meta.name = name;
        node->meta.labels = labelsOf({{"karpenter.sh/nodepool", pool}, {"topology.kubernetes.io/zone", zone}});
        node->meta.annotations = labelsOf({});
        node->allocatable = resources(4000, 16);
        node->allocatablePods = Quantity::fromWhole(110);
        node->conditions = {{"Ready", Truth::True, {}, {}, {}}};
        nodes_.push_back(node);
        return *node;
    }
    Pod& pod(const std::string& name, const std::string& node, std::int64_t cpuMilli, const char* owner = "ReplicaSet",
             std::int64_t gib = 1)
    {
        auto pod = std::make_shared<Pod>();
        pod->meta.ns = Text(std::string("shop"));
        pod->meta.name = name;
        pod->meta.labels = labelsOf({{"app", name.substr(0, name.find('-'))}});
        pod->meta.annotations = labelsOf({});
        pod->meta.owner.kind = Text(std::string(owner));
        pod->node = Text(node);
        pod->phase = PodPhase::Running;
        auto shape = std::make_shared<PodShape>();
        shape->containers.push_back({"c", resources(cpuMilli, gib), {}, false});
        pod->shape = shape;
        pods_.push_back(pod);
        return *pod;
    }
    DisruptionBudget& budget(const std::string& app, std::optional<std::int64_t> allowed)
    {
        auto budget = std::make_shared<DisruptionBudget>();
        budget->meta.ns = Text(std::string("shop"));
        budget->meta.name = app + "-pdb";
        budget->meta.labels = budget->meta.annotations = labelsOf({});
        budget->selector.present = true;
        budget->selector.matchLabels = {{"app", app}};
        budget->allowed = allowed;
        budgets_.push_back(budget);
        return *budget;
    }
    void add(KindId kind, ObjectPtr object) { others_.emplace_back(kind, std::move(object)); }
    World world() const
    {
        World world;
        const auto put = [&](KindId kind, const auto& objects) {
            auto table = std::make_shared<ObjectTable>(objects.begin(), objects.end());
            std::sort(table->begin(), table->end(), [](const ObjectPtr& a, const ObjectPtr& b) { return a->meta.key() < b->meta.key(); });
            world.tables[std::size_t(kind)] = table;
            world.states[std::size_t(kind)].presence = Presence::Live;
        };
        put(KindId::Node, nodes_);
        put(KindId::Pod, pods_);
        put(KindId::DisruptionBudget, budgets_);
        for (const auto& [kind, object] : others_)
            put(kind, std::vector<ObjectPtr> {object});
        return world;
    }

private:
    std::vector<std::shared_ptr<Node>> nodes_;
    std::vector<std::shared_ptr<Pod>> pods_;
    std::vector<std::shared_ptr<DisruptionBudget>> budgets_;
    std::vector<std::pair<KindId, ObjectPtr>> others_;
};

const NodeVerdict& of(const RemovalAnswer& answer, const std::string& node)
{
    for (const NodeVerdict& verdict : answer.nodes)
        if (verdict.node == node)
            return verdict;
    qFatal("no such node");
}

std::string saying(const NodeVerdict& verdict)
{
    const Phrase phrase = describe(verdict);
    return fillIn(phrase.text, phrase.args);
}

bool says(const RemovalAnswer& answer, const char* words)
{
    return std::any_of(answer.assumptions.begin(), answer.assumptions.end(), [&](const Phrase& phrase) {
        return fillIn(phrase.text, phrase.args).find(words) != std::string::npos;
    });
}

// Two nodes, one nearly full and one with a single small pod.
Cluster twoNodes()
{
    Cluster cluster;
    cluster.node("full");
    cluster.node("idle");
    cluster.pod("api-1", "full", 3000);
    cluster.pod("web-1", "idle", 500);
    return cluster;
}

} // namespace

class TestRemoval : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // A pool whose pods wait has no node too many; a pod of nobody else names no pool, and that is said.
    void podsWait()
    {
        Cluster cluster;
        for (const char* node : {"a", "b"})
            cluster.node(node);
        cluster.node("other", "batch");
        cluster.node("other2", "batch");
        cluster.pod("web-1", "a", 500).meta.owner.name = Text(std::string("web"));
        Pod& waits = cluster.pod("web-2", "", 500);
        waits.meta.owner.name = Text(std::string("web"));
        waits.phase = PodPhase::Pending;
        auto answer = nodesThatCanGo(cluster.world());
        for (const char* node : {"a", "b"}) {
            QCOMPARE(of(answer, node).reason, StayReason::PodsWait);
            QCOMPARE(of(answer, node).pod, std::string("shop/web-2"));
        }
        QCOMPARE(answer.canGo, 2u); // nothing runs in the other pool
        waits.meta.owner.name = Text(std::string("new"));
        answer = nodesThatCanGo(cluster.world());
        QVERIFY(of(answer, "b").canGo());
        QVERIFY(says(answer, "tell no pool: 1."));
    }
    void movesPodsTogether();
    void releasedRequestsMakeRoom();
    void namesThePodThatFitsNowhere();
    void staysInItsPool();
    void keepsStatefulSetsInTheirZone();
    void respectsMinima();
    void respectsBudgets();
    void respectsAnnotations();
    void respectsOwnersAndStorage();
    void daemonSetsGoWithTheirNode();
    void leavesLeavingNodesOut();
    void saysNothingOfUnknownPods();
    void takesRequestsAsTheVpaWouldSetThem();
    void takesRequestsAsTooHigh();
    void readsWhichRequestsAreAsked();
    void neverOverfills();
    void isQuickAndLinear();
};

void TestRemoval::movesPodsTogether()
{
    RemovalQuestion question;
    question.price = [](const Node& node) {
        return node.meta.name == "idle" ? std::optional(Money::fromCents(20)) : std::nullopt;
    };
    const RemovalAnswer answer = nodesThatCanGo(twoNodes().world(), question);
    QCOMPARE(answer.canGo, std::size_t(1));
    QVERIFY(of(answer, "idle").canGo());
    QCOMPARE(of(answer, "idle").moved, std::size_t(1));
    QCOMPARE(answer.hourly, Money::fromCents(20));
    QCOMPARE(answer.withoutPrice, std::size_t(0));
    QCOMPARE(of(answer, "full").reason, StayReason::NoRoom);
    QCOMPARE(saying(of(answer, "idle")), std::string("Can go: its pods (1) fit on other nodes of its pool."));
    QVERIFY(says(answer, "Affinity, node selectors"));
    QCOMPARE(answer.withoutMinimum, std::vector<std::string> {"general"});
    QCOMPARE(describeWithoutMinimum(answer.withoutMinimum).args.front(), std::string("general"));
}

void TestRemoval::releasedRequestsMakeRoom()
{
    Cluster cluster;
    cluster.node("a");
    cluster.node("b");
    cluster.pod("api-1", "a", 3000);
    cluster.pod("api-2", "b", 3000);
    QCOMPARE(nodesThatCanGo(cluster.world()).canGo, std::size_t(0));
    RemovalQuestion question;
    question.requests = [](const Pod& pod) {
        return pod.meta.name.starts_with("api") ? std::optional(resources(2000, 1)) : std::nullopt;
    };
    QCOMPARE(nodesThatCanGo(cluster.world(), question).canGo, std::size_t(1));
}

void TestRemoval::namesThePodThatFitsNowhere()
{
    Cluster cluster = twoNodes();
    cluster.pod("train-1", "idle", 2000);
    const RemovalAnswer answer = nodesThatCanGo(cluster.world());
    QCOMPARE(answer.canGo, std::size_t(0));
    QCOMPARE(of(answer, "idle").pod, std::string("shop/train-1"));
    QCOMPARE(saying(of(answer, "idle")), std::string("Stays: shop/train-1 fits on no other node of pool general."));
}

void TestRemoval::staysInItsPool()
{
    Cluster cluster;
    cluster.node("a", "cpu");
    cluster.node("b", "gpu");
    cluster.pod("api-1", "a", 100);
    cluster.pod("train-1", "b", 100);
    QCOMPARE(nodesThatCanGo(cluster.world()).canGo, std::size_t(0));
}

void TestRemoval::keepsStatefulSetsInTheirZone()
{
    Cluster cluster;
    cluster.node("a", "general", "a");
    cluster.node("b", "general", "b");
    cluster.pod("db-0", "a", 100, "StatefulSet");
    cluster.pod("api-1", "b", 3000);
    QCOMPARE(of(nodesThatCanGo(cluster.world()), "a").pod, std::string("shop/db-0"));
    cluster.node("c", "general", "a");
    cluster.pod("api-2", "c", 2000);
    QVERIFY(of(nodesThatCanGo(cluster.world()), "a").canGo());
}

void TestRemoval::respectsMinima()
{
    Cluster cluster;
    for (const char* name : {"a", "b", "c"})
        cluster.node(name);
    RemovalQuestion question;
    question.minimum = [](const std::string&) { return std::optional<std::int64_t>(2); };
    const RemovalAnswer answer = nodesThatCanGo(cluster.world(), question);
    QCOMPARE(answer.canGo, std::size_t(1));
    QCOMPARE(of(answer, "b").reason, StayReason::PoolMinimum);
    QCOMPARE(saying(of(answer, "b")), std::string("Stays: pool general would fall below its smallest size."));
    QCOMPARE(nodesThatCanGo(cluster.world()).canGo, std::size_t(3));
    // A static NodePool keeps its replicas; Cluster Autoscaler's status names a minimum.
    auto pool = std::make_shared<NodePool>();
    pool->meta.name = "general";
    pool->replicas = 3;
    Cluster fixed = cluster;
    fixed.add(KindId::NodePool, pool);
    QCOMPARE(nodesThatCanGo(fixed.world()).canGo, std::size_t(0));
    auto status = std::make_shared<AutoscalerStatus>();
    AutoscalerGroup group;
    group.name = "general";
    group.minSize = 1;
    status->groups = {group};
    cluster.add(KindId::AutoscalerStatus, status);
    QCOMPARE(nodesThatCanGo(cluster.world()).canGo, std::size_t(2));
}

void TestRemoval::respectsBudgets()
{
    Cluster cluster = twoNodes();
    DisruptionBudget& budget = cluster.budget("web", 0);
    const RemovalAnswer held = nodesThatCanGo(cluster.world());
    QCOMPARE(of(held, "idle").reason, StayReason::Budget);
    QCOMPARE(saying(of(held, "idle")), std::string("Stays: disruption budget shop/web-pdb lets no pod such as shop/web-1 go now."));
    budget.allowed.reset();
    QCOMPARE(of(nodesThatCanGo(cluster.world()), "idle").reason, StayReason::BudgetUnknown);
    budget.allowed = 1;
    QVERIFY(of(nodesThatCanGo(cluster.world()), "idle").canGo());
    budget.allowed = 0;
    budget.meta.ns = Text(std::string("other"));
    QVERIFY(of(nodesThatCanGo(cluster.world()), "idle").canGo());
    World refused = cluster.world();
    refused.states[std::size_t(KindId::DisruptionBudget)].presence = Presence::Refused;
    QVERIFY(says(nodesThatCanGo(refused), "PodDisruptionBudgets are not all known"));
}

void TestRemoval::respectsAnnotations()
{
    Cluster cluster;
    cluster.node("a");
    cluster.node("b").meta.annotations = labelsOf({{"cluster-autoscaler.kubernetes.io/scale-down-disabled", "true"}});
    cluster.node("c").meta.annotations = labelsOf({{"karpenter.sh/do-not-disrupt", "true"}});
    Pod& pod = cluster.pod("api-1", "a", 100);
    QCOMPARE(of(nodesThatCanGo(cluster.world()), "b").reason, StayReason::Annotated);
    QCOMPARE(of(nodesThatCanGo(cluster.world()), "c").reason, StayReason::Annotated);
    QVERIFY(of(nodesThatCanGo(cluster.world()), "a").canGo());
    pod.meta.annotations = labelsOf({{"karpenter.sh/do-not-disrupt", "true"}});
    QCOMPARE(of(nodesThatCanGo(cluster.world()), "a").reason, StayReason::DoNotDisrupt);
    pod.meta.annotations = labelsOf({{"cluster-autoscaler.kubernetes.io/safe-to-evict", "false"}});
    const RemovalAnswer answer = nodesThatCanGo(cluster.world());
    QCOMPARE(of(answer, "a").reason, StayReason::NotSafeToEvict);
    QCOMPARE(saying(of(answer, "a")), std::string("Stays: shop/api-1 is annotated as not safe to evict."));
}

void TestRemoval::respectsOwnersAndStorage()
{
    Cluster cluster = twoNodes();
    Pod& lone = cluster.pod("lone-1", "idle", 100, "");
    QCOMPARE(of(nodesThatCanGo(cluster.world()), "idle").reason, StayReason::NoOwner);
    lone.meta.annotations = labelsOf({{"cluster-autoscaler.kubernetes.io/safe-to-evict", "true"}});
    QVERIFY(of(nodesThatCanGo(cluster.world()), "idle").canGo());
    RemovalQuestion question;
    question.localStorage = [](const Pod& pod) { return pod.meta.name == "web-1"; };
    const RemovalAnswer answer = nodesThatCanGo(cluster.world(), question);
    QCOMPARE(of(answer, "idle").reason, StayReason::LocalStorage);
    QVERIFY(!says(answer, "keep data on their node is not known"));
    QVERIFY(says(nodesThatCanGo(cluster.world()), "keep data on their node is not known"));
}

void TestRemoval::daemonSetsGoWithTheirNode()
{
    Cluster cluster = twoNodes();
    cluster.pod("agent-1", "idle", 3000, "DaemonSet");
    cluster.pod("proxy-1", "idle", 300, "Node");
    cluster.pod("done-1", "idle", 4000, "").phase = PodPhase::Succeeded;
    const RemovalAnswer answer = nodesThatCanGo(cluster.world());
    QVERIFY(of(answer, "idle").canGo());
    QCOMPARE(of(answer, "idle").moved, std::size_t(1)); // only web-1 has to move
    QCOMPARE(of(answer, "full").reason, StayReason::NoRoom);
}

void TestRemoval::leavesLeavingNodesOut()
{
    Cluster cluster = twoNodes();
    cluster.node("cordoned").unschedulable = true;
    cluster.node("broken").conditions.clear();
    cluster.node("going").meta.deleting = TimePoint {};
    const RemovalAnswer answer = nodesThatCanGo(cluster.world());
    for (const char* name : {"cordoned", "broken", "going"})
        QCOMPARE(of(answer, name).reason, StayReason::NotCounted);
    QCOMPARE(of(answer, "full").reason, StayReason::NoRoom); // no pod is moved onto them
    QVERIFY(nodesThatCanGo(World {}).nodes.empty());
}

void TestRemoval::saysNothingOfUnknownPods()
{
    World world = twoNodes().world();
    for (const Presence presence : {Presence::Loading, Presence::Refused, Presence::NotAsked}) {
        world.states[std::size_t(KindId::Pod)].presence = presence;
        const RemovalAnswer answer = nodesThatCanGo(world);
        QCOMPARE(answer.canGo, std::size_t(0));
        QCOMPARE(of(answer, "idle").reason, StayReason::PodsUnknown);
    }
    world.states[std::size_t(KindId::Pod)].presence = Presence::Live;
    world.states[std::size_t(KindId::Pod)].namespaces = {"shop"};
    QCOMPARE(nodesThatCanGo(world).canGo, std::size_t(0));
}

namespace {

std::shared_ptr<Vpa> vpaFor(const char* workload, Resources target)
{
    auto vpa = std::make_shared<Vpa>();
    vpa->meta.ns = Text(std::string("shop"));
    vpa->meta.name = workload;
    vpa->meta.labels = vpa->meta.annotations = labelsOf({});
    vpa->target = {"apps/v1", "Deployment", workload};
    vpa->mode = UpdateMode::Off; // it only recommends: what would be if it were applied
    ContainerRecommendation recommendation;
    recommendation.container = "c";
    recommendation.target = std::move(target);
    vpa->recommendations = {recommendation};
    return vpa;
}

} // namespace

void TestRemoval::takesRequestsAsTheVpaWouldSetThem()
{
    const auto clusterWith = [](const std::shared_ptr<Vpa>& vpa) {
        Cluster cluster;
        cluster.node("a");
        cluster.node("b");
        for (const char* node : {"a", "b"}) { // "api-<hash>" of the Deployment api: ReplicaSets are not known here
            Pod& pod = cluster.pod(std::string("api-7c9f8b6c5d-") + node, node, 3000);
            pod.meta.owner.name = Text(std::string("api-7c9f8b6c5d"));
        }
        cluster.add(KindId::Vpa, vpa);
        return cluster.world();
    };
    const RequestsAsked asked {RequestsTaken::VpaTargets, {}};
    const auto canGo = [&](const World& world, const RequestsAsked& how) {
        RemovalQuestion question;
        question.requests = requestsAfter(world, how);
        return nodesThatCanGo(world, question).canGo;
    };
    const World lower = clusterWith(vpaFor("api", resources(2000, 1)));
    QCOMPARE(canGo(lower, {}), std::size_t(0));
    QCOMPARE(canGo(lower, asked), std::size_t(1));
    QCOMPARE(requestsAfter(lower, asked)(lower.all<Pod>()[0])->cpu->milli(), 2000);
    QVERIFY(!requestsAfter(lower, {}));
    // Of another workload; a container that its policy leaves alone; only memory is recommended.
    QCOMPARE(canGo(clusterWith(vpaFor("web", resources(2000, 1))), asked), std::size_t(0));
    const auto off = vpaFor("api", resources(2000, 1));
    off->policies = {{"c", true, {}, {}, {}, false}};
    QCOMPARE(canGo(clusterWith(off), asked), std::size_t(0));
    Resources memory = resources(2000, 2);
    memory.cpu.reset();
    const World onlyMemory = clusterWith(vpaFor("api", memory));
    QCOMPARE(canGo(onlyMemory, asked), std::size_t(0));
    const auto after = requestsAfter(onlyMemory, asked)(onlyMemory.all<Pod>()[0]);
    QCOMPARE(after->cpu->milli(), 3000);
    QCOMPARE(after->memory->whole(), std::int64_t(2) << 30);
    // What the target asks more of holds nodes that could go now.
    QCOMPARE(canGo(clusterWith(vpaFor("api", resources(3900, 1))), asked), std::size_t(0));
    QCOMPARE(describe(asked, lower).size(), std::size_t(1));
    QCOMPARE(describe(asked, twoNodes().world()).size(), std::size_t(2)); // nobody knows its VPAs
}

void TestRemoval::takesRequestsAsTooHigh()
{
    Cluster cluster;
    cluster.node("a");
    cluster.node("b");
    cluster.pod("api-1", "a", 3000);
    cluster.pod("api-2", "b", 3000);
    const World world = cluster.world();
    const auto canGo = [&](std::int64_t percent) {
        RemovalQuestion question;
        question.requests = requestsAfter(world, {RequestsTaken::Smaller, Quantity::fromWhole(percent)});
        return nodesThatCanGo(world, question).canGo;
    };
    QCOMPARE(canGo(0), std::size_t(0));
    QCOMPARE(canGo(49), std::size_t(0)); // 2014 millicores each: both do not fit in 4 cores
    QCOMPARE(canGo(50), std::size_t(1));
    // 3 cores / 1.4, rounded up; what is not asked for stays so.
    const auto after = requestsAfter(world, {RequestsTaken::Smaller, Quantity::fromWhole(40)})(world.all<Pod>()[0]);
    QCOMPARE(after->cpu->milli(), 2143);
    QCOMPARE(after->memory->whole(), 766958446); // of 1 GiB
    Cluster gpus;
    gpus.node("a");
    auto shape = std::make_shared<PodShape>();
    Resources resources;
    resources.set("nvidia.com/gpu", Quantity::fromWhole(2));
    shape->containers.push_back({"c", resources, {}, false});
    gpus.pod("train-1", "a", 100).shape = shape;
    const World ofGpus = gpus.world();
    const auto same = requestsAfter(ofGpus, {RequestsTaken::Smaller, Quantity::fromWhole(100)})(ofGpus.all<Pod>()[0]);
    QVERIFY(!same->cpu && !same->memory);
    QCOMPARE(same->get("nvidia.com/gpu")->whole(), 2);
}

void TestRemoval::readsWhichRequestsAreAsked()
{
    for (const char* text : {"now", "vpa", "50%", "12.5%", "0%", "500%"}) {
        const auto asked = parseRequestsAsked(text);
        QVERIFY2(asked, text);
        QCOMPARE(requestsAskedText(*asked), std::string(text));
    }
    for (const char* text : {"", "VPA", "50", "%", "-1%", "501%", "1e400%", "x%", "nan%"})
        QVERIFY2(!parseRequestsAsked(text), text);
}

namespace {

Cluster large(int nodes, int podsPerNode, int pools, unsigned seed)
{
    std::srand(seed);
    Cluster cluster;
    for (int i = 0; i < nodes; ++i) {
        const std::string name = "node-" + std::to_string(i);
        cluster.node(name, "pool-" + std::to_string(i % pools), std::string(1, char('a' + i % 3)));
        for (int pod = 0; pod < podsPerNode; ++pod)
            cluster.pod("app" + std::to_string(pod % 7) + "-" + std::to_string(i * podsPerNode + pod), name, 50 + std::rand() % 600,
                        pod == 0 ? "DaemonSet" : "ReplicaSet");
    }
    return cluster;
}

} // namespace

void TestRemoval::neverOverfills()
{
    // What the nodes that stay can hold is at least what all pods that move need.
    for (unsigned seed = 1; seed < 12; ++seed) {
        const World world = large(60, 8, 3, seed).world();
        const RemovalAnswer answer = nodesThatCanGo(world);
        QVERIFY(answer.canGo > 0);
        std::map<std::string, std::int64_t> need, room;
        std::map<std::string, const NodeVerdict*> verdicts;
        for (const NodeVerdict& verdict : answer.nodes) {
            verdicts[verdict.node] = &verdict;
            room[verdict.pool] += verdict.canGo() ? 0 : 4000;
        }
        for (const Pod& pod : world.all<Pod>()) {
            const NodeVerdict& verdict = *verdicts[pod.node.str()];
            if (!verdict.canGo() || pod.meta.owner.kind != "DaemonSet")
                need[verdict.pool] += requestsOf(*pod.shape).cpu->milli();
        }
        for (const auto& [pool, cpu] : need)
            QVERIFY(cpu <= room[pool]);
        for (const NodeVerdict& verdict : answer.nodes)
            QVERIFY(verdict.canGo() || verdict.reason == StayReason::NoRoom);
    }
}

void TestRemoval::isQuickAndLinear()
{
    const World world = large(1000, 10, 12, 3).world();
    const auto start = std::chrono::steady_clock::now();
    const RemovalAnswer answer = nodesThatCanGo(world);
    const auto spent = std::chrono::steady_clock::now() - start;
    QVERIFY(answer.canGo > 50);
    QVERIFY(spent < std::chrono::seconds(3)); // built with sanitizers; well under a tenth of that without
}

QTEST_GUILESS_MAIN(TestRemoval)
#include "tst_removal.moc"
