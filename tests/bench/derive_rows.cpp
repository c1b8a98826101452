// SPDX-License-Identifier: GPL-3.0-or-later
// How long a page takes from a World to rows in its model: derive_rows [scale]. At scale 1: 1,000 HPAs, 500 VPAs,
// 500 ScaledObjects, 1,000 nodes, 10,000 pods with their metrics. Prints the least CPU time of several runs of each step, and fails
// where the rows of HPAs and VPAs take 50 ms or a diff of 10,000 rows takes 16 ms (an optimised build).
#include "cluster/node.h"
#include "cluster/workload.h"
#include "tables/overview.h"
#include "tables/row_model.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>

using namespace loadline;

namespace {

const TimePoint now = parseRfc3339("2026-11-23T15:57:02Z").value();

Condition condition(const char* type, Truth status, const char* reason, const char* message = "")
{
    return {type, status, reason, message, now - std::chrono::minutes {7}};
}

std::shared_ptr<const PodShape> shape()
{
    auto shape = std::make_shared<PodShape>();
    Container container;
    container.name = "api";
    container.requests.cpu = Quantity::fromMilli(500);
    container.requests.memory = Quantity::fromWhole(512 << 20);
    shape->containers.push_back(container);
    return shape;
}

// Objects of one kind, sorted at the end as a World wants them.
class Tables {
public:
    template <class T>
    void add(T object)
    {
        tables_[std::size_t(T::id)].push_back(std::make_shared<const T>(std::move(object)));
    }
    WorldPtr world()
    {
        auto world = std::make_shared<World>();
        world->cluster = "bench";
        world->now = now;
        for (auto& state : world->states)
            state.presence = Presence::Live;
        for (std::size_t kind = 0; kind < kindCount; ++kind) {
            std::sort(tables_[kind].begin(), tables_[kind].end(), [](const auto& a, const auto& b) {
                return std::pair(a->meta.ns.str(), a->meta.name) < std::pair(b->meta.ns.str(), b->meta.name);
            });
            world->tables[kind] = std::make_shared<const ObjectTable>(std::move(tables_[kind]));
        }
        return world;
    }

private:
    std::array<ObjectTable, kindCount> tables_;
};

void setMeta(Meta& meta, const Text& ns, std::string name)
{
    static const auto none = std::make_shared<const Labels>();
    meta.ns = ns;
    meta.name = std::move(name);
    meta.created = now - std::chrono::hours {5};
    meta.labels = none;
    meta.annotations = none;
}

Hpa hpaOf(const Text& ns, const std::string& name, int number)
{
    Hpa hpa;
    setMeta(hpa.meta, ns, name + "-hpa");
    hpa.target = {"apps/v1", "Deployment", name};
    hpa.minReplicas = 2;
    hpa.maxReplicas = 20;
    MetricSpec spec;
    spec.metric = {MetricType::Resource, "cpu", "", {}, {}};
    spec.target = TargetType::Utilization;
    spec.averageUtilization = 70;
    MetricStatus status;
    status.metric = spec.metric;
    status.averageUtilization = 40 + number % 60;
    hpa.metrics.push_back(spec);
    hpa.currentMetrics.push_back(status);
    hpa.currentReplicas = 10;
    hpa.desiredReplicas = number % 7 == 0 ? 12 : 10;
    hpa.conditions = {condition("AbleToScale", Truth::True, "ReadyForNewScale"),
        number % 20 == 0 ? condition("ScalingActive", Truth::False, "FailedGetResourceMetric", "no metrics returned from resource metrics API")
                         : condition("ScalingActive", Truth::True, "ValidMetricFound", "a replica count from cpu resource utilization (percentage of request)"),
        condition("ScalingLimited", number % 11 == 0 ? Truth::True : Truth::False, number % 11 == 0 ? "TooManyReplicas" : "DesiredWithinRange")};
    return hpa;
}

Vpa vpaOf(const Text& ns, const std::string& name)
{
    Vpa vpa;
    setMeta(vpa.meta, ns, name + "-vpa");
    vpa.target = {"apps/v1", "Deployment", name};
    ContainerRecommendation recommendation;
    recommendation.container = "api";
    recommendation.lowerBound.cpu = Quantity::fromMilli(100);
    recommendation.target.cpu = recommendation.uncappedTarget.cpu = Quantity::fromMilli(200);
    recommendation.upperBound.cpu = Quantity::fromMilli(400);
    vpa.recommendations.push_back(recommendation);
    vpa.conditions = {condition("RecommendationProvided", Truth::True, "")};
    return vpa;
}

ScaledObject scaledObjectOf(const Text& ns, const std::string& name, int number)
{
    ScaledObject object;
    setMeta(object.meta, ns, name + "-so");
    object.target = {"apps/v1", "Deployment", name};
    Trigger trigger;
    trigger.type = number % 5 == 0 ? "cron" : "rabbitmq";
    if (number % 5 == 0)
        trigger.metadata = {{"desiredReplicas", "5"}, {"end", std::to_string(number % 60) + " 18 * * 1-5"}, {"start", "0 8 * * 1-5"},
            {"timezone", "Europe/Berlin"}};
    else
        trigger.metadata = {{"queueName", "q"}, {"value", "10"}};
    object.triggers.push_back(trigger);
    object.externalMetricNames = {"s0-rabbitmq-q"};
    object.conditions = {condition("Ready", Truth::True, "ScaledObjectReady"), condition("Active", Truth::True, "ScalerActive")};
    return object;
}

void addWorkload(Tables& tables, const Text& ns, const std::string& name, const std::shared_ptr<const PodShape>& podShape)
{
    Deployment deployment;
    setMeta(deployment.meta, ns, name);
    deployment.shape = podShape;
    deployment.replicas = 10;
    deployment.current = deployment.ready = 10;
    tables.add(std::move(deployment));
    ReplicaSet set;
    setMeta(set.meta, ns, name + "-7d9f8b6c5");
    set.meta.owner = {Text(std::string("Deployment")), Text(name)};
    set.shape = podShape;
    tables.add(std::move(set));
    const Owner owner {Text(std::string("ReplicaSet")), Text(name + "-7d9f8b6c5")};
    for (int i = 0; i < 10; ++i) {
        Pod pod;
        setMeta(pod.meta, ns, name + "-7d9f8b6c5-" + std::to_string(10'000 + i));
        pod.meta.owner = owner;
        pod.shape = podShape;
        pod.phase = PodPhase::Running;
        pod.node = Text("node-" + std::to_string((i * 97 + int(name.size())) % 1000));
        PodMetrics metrics;
        setMeta(metrics.meta, ns, pod.meta.name);
        metrics.containers.push_back({Text(std::string("api")), Quantity::fromMilli(300), Quantity::fromWhole(200 << 20)});
        tables.add(std::move(pod));
        tables.add(std::move(metrics));
    }
}

WorldPtr makeWorld(int scale)
{
    Tables tables;
    const auto podShape = shape();
    for (int i = 0; i < 1000 * scale; ++i) {
        const Text ns("team-" + std::to_string(i % 40));
        const auto name = "service-" + std::to_string(i);
        addWorkload(tables, ns, name, podShape);
        tables.add(hpaOf(ns, name, i));
        if (i % 2 == 0)
            tables.add(vpaOf(ns, name));
        else
            tables.add(scaledObjectOf(ns, name, i));
        Node node;
        setMeta(node.meta, {}, "node-" + std::to_string(i));
        node.meta.labels = std::make_shared<const Labels>(Labels {{Text(std::string("karpenter.sh/capacity-type")), Text(std::string("spot"))},
            {Text(std::string("karpenter.sh/nodepool")), Text("pool-" + std::to_string(i % 12))}});
        node.allocatable.cpu = Quantity::fromWhole(8);
        node.allocatable.memory = Quantity::fromWhole(std::int64_t(32) << 30);
        node.allocatablePods = Quantity::fromWhole(110);
        node.conditions = {condition("Ready", Truth::True, "KubeletReady")};
        tables.add(std::move(node));
    }
    return tables.world();
}

template <class Work>
double best(const char* name, Work work)
{
    double fastest = 1e9;
    for (int run = 0; run < 7; ++run) {
        const auto before = std::clock(); // CPU time: other programs on the machine do not count
        work();
        fastest = std::min(fastest, double(std::clock() - before) * 1e3 / CLOCKS_PER_SEC);
    }
    std::printf("%-58s %8.2f ms\n", name, fastest);
    return fastest;
}

// Ten thousand rows, of which some change and all move: the worst that a second of events can do.
double diffTime(const char* name, int changed, bool shuffled)
{
    Rows<HpaRow> rows;
    for (int i = 0; i < 10'000; ++i) {
        HpaRow row;
        row.id = "bench/team-" + std::to_string(i % 40) + "/service-" + std::to_string(i);
        row.current = i;
        rows.push_back(std::make_shared<const HpaRow>(std::move(row)));
    }
    auto next = rows;
    std::mt19937 random(5);
    for (int i = 0; i < changed; ++i) {
        HpaRow row = *next[std::size_t(i * (10'000 / changed))];
        row.current = -1;
        next[std::size_t(i * (10'000 / changed))] = std::make_shared<const HpaRow>(std::move(row));
    }
    if (shuffled)
        std::shuffle(next.begin(), next.end(), random);
    RowModel<HpaRow> model(hpaColumns(false));
    bool flip = false;
    model.setRows(rows);
    return best(name, [&] { model.setRows((flip = !flip) ? next : rows); });
}

} // namespace

int main(int argc, char** argv)
{
    const int scale = argc > 1 ? std::max(1, std::atoi(argv[1])) : 1;
    const Worlds worlds {makeWorld(scale)};
    std::printf("%d HPAs, %d VPAs, %d ScaledObjects, %d nodes, %d pods\n", 1000 * scale, 500 * scale, 500 * scale, 1000 * scale, 10'000 * scale);
    const bool whole = deriveHpas(worlds, {}).size() == std::size_t(1000 * scale) && deriveVpas(worlds, {}).size() == std::size_t(500 * scale)
        && deriveVpas(worlds, {}).front()->cpu.usage.value && deriveKeda(worlds, {}).size() == std::size_t(500 * scale)
        && derivePools(worlds, {}).size() == 12;
    if (!whole) {
        std::printf("rows are missing: these figures would mean nothing\n");
        return 1;
    }
    const double hpas = best("HPA rows", [&] { static_cast<void>(deriveHpas(worlds, {})); });
    const double vpas = best("VPA rows", [&] { static_cast<void>(deriveVpas(worlds, {})); });
    best("KEDA rows (100 schedules)", [&] { static_cast<void>(deriveKeda(worlds, {})); });
    best("pool rows", [&] { static_cast<void>(derivePools(worlds, {})); });
    best("overview", [&] { static_cast<void>(deriveOverview(worlds, {})); });
    const auto rows = deriveHpas(worlds, {});
    const Order order {{{QStringLiteral("state"), false}, {QStringLiteral("name"), true}}, {}};
    best("sort HPA rows by state and name", [&] { static_cast<void>(arrange(rows, hpaColumns(false), order)); });
    const Order filtered {{}, QStringLiteral("held -service-7")};
    best("filter HPA rows by two words", [&] { static_cast<void>(arrange(rows, hpaColumns(false), filtered)); });
    double diff = diffTime("10,000 rows into a model, a hundredth changed", 100, false);
    diff = std::max(diff, diffTime("10,000 rows into a model, all changed", 10'000, false));
    diff = std::max(diff, diffTime("10,000 rows into a model, all changed and moved", 10'000, true));
    const bool good = hpas + vpas < 50.0 * scale && diff < 16;
    std::printf("HPA and VPA rows against 50 ms: %.2f; worst diff against 16 ms: %.2f\n", (hpas + vpas) / (50.0 * scale), diff / 16);
    return good ? 0 : 1;
}
