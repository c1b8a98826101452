// SPDX-License-Identifier: GPL-3.0-or-later
// What lint costs: following the typing in one manifest against a cluster of 10,000 pods, and a bundle of 500 objects.
#include "cluster/hpa.h"
#include "lint/lint.h"
#include "lint/readable.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

using namespace loadline;

namespace {

constexpr int workloads = 1000, podsEach = 10, namespaces = 20, nodes = 400;

std::string place(int i) { return "team-" + std::to_string(i % namespaces); }

std::string deployment(int i)
{
    const std::string name = "service-" + std::to_string(i);
    return "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: " + name + "\n  namespace: " + place(i) + "\n  labels:\n    workload-type: model-serving\nspec:\n  selector:\n    matchLabels:\n      app: "
        + name + "\n  template:\n    metadata:\n      labels:\n        app: " + name + "\n        team: " + place(i)
        + "\n    spec:\n      priorityClassName: serving-critical\n      containers:\n      - name: api\n        image: registry.example/api:1\n        resources:\n          requests:\n            cpu: 250m\n            memory: 512Mi\n"
          "      - name: proxy\n        image: registry.example/proxy:1\n        resources:\n          requests:\n            cpu: 50m\n            memory: 64Mi\n";
}

std::string hpa(int i)
{
    const std::string name = "service-" + std::to_string(i);
    return "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: " + name + "\n  namespace: " + place(i)
        + "\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: " + name
        + "\n  minReplicas: 2\n  maxReplicas: 20\n  metrics:\n  - type: Resource\n    resource:\n      name: cpu\n      target:\n        type: Utilization\n        averageUtilization: 70\n  behavior:\n    scaleDown:\n      stabilizationWindowSeconds: 60\n";
}

std::string scaledObject(int i)
{
    const std::string name = "service-" + std::to_string(i);
    return "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata:\n  name: " + name + "\n  namespace: " + place(i) + "\nspec:\n  scaleTargetRef:\n    name: " + name
        + "\n  maxReplicaCount: 50\n  triggers:\n  - type: cron\n    metadata:\n      timezone: Europe/Berlin\n      start: 0 8 * * 1-5\n      end: 0 18 * * 1-5\n      desiredReplicas: \"10\"\n  - type: prometheus\n    metadata:\n"
          "      serverAddress: http://prometheus:9090\n      query: sum(rate(requests_total[2m]))\n      threshold: \"100\"\n";
}

std::string budget(int i)
{
    const std::string name = "service-" + std::to_string(i);
    return "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: " + name + "\n  namespace: " + place(i)
        + "\nspec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n      app: " + name + "\n";
}

Document read(const std::string& text) { return Document::parse(text).value(); }

ObjectPtr object(KindId kind, const std::string& json)
{
    static Interner interner;
    ParseContext context {interner};
    JsonDocument document;
    std::string text = json;
    return readableAs(kind)->read(*document.parse(text), context, "default", nullptr).value();
}

template <class Make>
void fill(World& world, KindId kind, const Make& make)
{
    auto table = std::make_shared<ObjectTable>(make());
    std::sort(table->begin(), table->end(), [](const ObjectPtr& a, const ObjectPtr& b) { return a->meta.key() < b->meta.key(); });
    world.tables[static_cast<std::size_t>(kind)] = std::move(table);
}

WorldPtr cluster()
{
    auto world = std::make_shared<World>();
    world->version = "v1.36.0";
    world->now = TimePoint {std::chrono::sys_days {std::chrono::year {2026} / 11 / 23}};
    for (auto& state : world->states)
        state.presence = Presence::Live;
    fill(*world, KindId::Deployment, [] {
        ObjectTable table;
        for (int i = 0; i < workloads; ++i)
            table.push_back(object(KindId::Deployment, read(deployment(i)).json()));
        return table;
    });
    fill(*world, KindId::Hpa, [] {
        ObjectTable table;
        for (int i = 0; i < workloads / 2; ++i)
            table.push_back(object(KindId::Hpa, read(hpa(i)).json()));
        return table;
    });
    fill(*world, KindId::ScaledObject, [] {
        ObjectTable table;
        for (int i = workloads / 2; i < workloads; ++i)
            table.push_back(object(KindId::ScaledObject, read(scaledObject(i)).json()));
        return table;
    });
    fill(*world, KindId::Node, [] {
        ObjectTable table;
        for (int i = 0; i < nodes; ++i)
            table.push_back(object(KindId::Node, R"({"metadata":{"name":"node-)" + std::to_string(i) + R"("},"status":{"allocatable":{"cpu":"16","memory":"64Gi","pods":"110"}}})"));
        return table;
    });
    fill(*world, KindId::Pod, [] {
        ObjectTable table;
        for (int i = 0; i < workloads * podsEach; ++i)
            table.push_back(object(KindId::Pod, R"({"metadata":{"name":"service-)" + std::to_string(i % workloads) + "-" + std::to_string(i) + R"(","namespace":")" + place(i)
                    + R"("},"spec":{"nodeName":"node-)" + std::to_string(i % nodes) + R"(","containers":[{"name":"api","resources":{"requests":{"cpu":"250m","memory":"512Mi"}}}]},"status":{"phase":"Running"}})"));
        return table;
    });
    return world;
}

template <class Work>
double median(int runs, const Work& work)
{
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
        const auto from = std::chrono::steady_clock::now();
        work(i);
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count());
    }
    std::nth_element(times.begin(), times.begin() + runs / 2, times.end());
    return times[std::size_t(runs / 2)];
}

bool report(const char* what, double took, double limit)
{
    std::printf("%-60s %8.2f ms   limit %5.0f ms   %s\n", what, took, limit, took <= limit ? "ok" : "OVER");
    return took <= limit;
}

} // namespace

int main()
{
    const auto live = cluster();
    std::size_t found = 0;
    auto typed = read(hpa(7));
    const double typing = median(21, [&](int run) {
        if (!typed.set("spec.maxReplicas", Value(20 + run)))
            std::abort();
        const std::vector<ManifestRef> only {typed.ref()};
        found += lint(layOver(live, {typed}, "default"), {}, &only).size();
    });
    std::vector<Document> bundle;
    for (int i = 0; i < 125; ++i)
        for (const auto& text : {deployment(i), hpa(i), budget(i), scaledObject(i + 500)})
            bundle.push_back(read(text));
    const double alone = median(11, [&](int) { found += lint(layOver(nullptr, bundle)).size(); });
    Overlay whole;
    whole.world = live;
    whole.live = live;
    const double everything = median(5, [&](int) { found += lint(whole).size(); });
    bool ok = report("a key typed, against 10,000 pods and 1,000 autoscalers", typing, 16);
    ok = report("a bundle of 500 objects", alone, 100) && ok;
    ok = report("all of that cluster, for the Findings page", everything, 500) && ok;
    std::printf("%zu findings in all\n", found);
    return ok ? 0 : 1;
}
