// SPDX-License-Identifier: GPL-3.0-or-later
// How long it takes to say what a cluster costs: bench_allocation. 1,000 nodes of four pools and 10,000 pods of 500
// workloads with live usage, then ten times as many. Prints the least CPU time of several runs of each step and fails
// where 10,000 pods take 50 ms, where 100,000 take more than 14 times as long, or where reading the list of prices takes
// 5 ms (an optimised build). Before each run something else fills the processor's cache, as between two looks at a live
// cluster: else the small cluster would be read from the cache and the large one from memory.
#include "cluster/hpa.h"
#include "cluster/node.h"
#include "cluster/workload.h"
#include "cost/autoscaler_cost.h"
#include "cost/groups.h"
#include "cost/price_list.h"

#include <cstdio>
#include <ctime>
#include <random>
#include <vector>

using namespace loadline;

namespace {

double cpuSeconds()
{
    timespec now {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) + double(now.tv_nsec) / 1e9;
}

void fillCache()
{
    static std::vector<unsigned char> other(192 << 20);
    for (std::size_t i = 0; i < other.size(); i += 64)
        ++other[i];
}

template <class Step>
double least(int runs, const Step& step)
{
    double best = 1e9;
    for (int i = 0; i < runs; ++i) {
        fillCache();
        const double from = cpuSeconds();
        step();
        best = std::min(best, (cpuSeconds() - from) * 1000);
    }
    return best;
}

// As the feed keeps texts: equal ones once.
Text shared(const std::string& value)
{
    static Interner interner;
    return interner.text(value);
}

Text text(const char* value) { return shared(value); }

void setMeta(Meta& meta, const std::string& ns, std::string name, Labels labels = {})
{
    static const auto none = std::make_shared<const Labels>();
    meta.ns = shared(ns);
    meta.name = std::move(name);
    meta.labels = labels.empty() ? none : std::make_shared<const Labels>(std::move(labels));
    meta.annotations = none;
}


class Cluster {
public:
    explicit Cluster(int scale)
    {
        for (int i = 0; i < 1000 * scale; ++i)
            addNode(i);
        for (int workload = 0; workload < 500 * scale; ++workload)
            addWorkload(workload, 1000 * scale);
    }
    WorldPtr world()
    {
        auto world = std::make_shared<World>();
        world->cluster = "bench";
        world->now = *parseRfc3339("2026-11-27T12:00:00Z");
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
    template <class T>
    void add(T object)
    {
        tables_[std::size_t(T::id)].push_back(std::make_shared<const T>(std::move(object)));
    }

    void addNode(int number)
    {
        constexpr const char* types[] = {"m5.large", "m6i.xlarge", "r6i.xlarge", "g5.xlarge"};
        constexpr std::int64_t cores[] = {2, 4, 4, 4}, gib[] = {8, 16, 32, 16};
        const int kind = number % 4;
        Node node;
        setMeta(node.meta, "", "node-" + std::to_string(number),
            {{text("karpenter.sh/capacity-type"), text(number % 3 == 0 ? "spot" : "on-demand")},
                {text("karpenter.sh/nodepool"), text(types[kind])}, {text("node.kubernetes.io/instance-type"), text(types[kind])},
                {text("topology.kubernetes.io/region"), text("us-east-1")}, {text("topology.kubernetes.io/zone"), text("us-east-1a")}});
        node.providerId = "aws:///us-east-1a/i-" + std::to_string(number);
        node.capacity.cpu = Quantity::fromWhole(cores[kind]);
        node.capacity.memory = Quantity::fromWhole(gib[kind] << 30);
        if (kind == 3)
            node.capacity.others.emplace_back("nvidia.com/gpu", Quantity::fromWhole(1));
        node.allocatable = node.capacity;
        add(std::move(node));
    }

    void addWorkload(int number, int nodes)
    {
        const std::string ns = "ns-" + std::to_string(number % 40), name = "workload-" + std::to_string(number);
        auto shape = std::make_shared<PodShape>();
        for (const char* container : {"main", "sidecar"}) {
            Container& made = shape->containers.emplace_back();
            made.name = container;
            made.requests.cpu = Quantity::fromMilli(50 + number % 200);
            made.requests.memory = Quantity::fromWhole(std::int64_t(128 + number % 256) << 20);
        }
        ReplicaSet set;
        setMeta(set.meta, ns, name + "-5d8f");
        set.meta.owner = {text("Deployment"), Text(name)};
        add(std::move(set));
        Hpa hpa;
        setMeta(hpa.meta, ns, name);
        hpa.target = {"apps/v1", "Deployment", name};
        hpa.maxReplicas = 40;
        add(std::move(hpa));
        const auto labels = std::make_shared<const Labels>(Labels {{text("team"), Text("team-" + std::to_string(number % 12))}});
        for (int i = 0; i < 20; ++i) {
            Pod pod;
            setMeta(pod.meta, ns, name + "-5d8f-" + std::to_string(i));
            pod.meta.labels = labels;
            pod.meta.owner = {text("ReplicaSet"), shared(name + "-5d8f")};
            pod.shape = shape;
            pod.phase = PodPhase::Running;
            pod.node = shared("node-" + std::to_string(random_() % unsigned(nodes)));
            PodMetrics metrics;
            setMeta(metrics.meta, ns, pod.meta.name);
            for (const char* container : {"main", "sidecar"})
                metrics.containers.push_back({text(container), Quantity::fromMilli(int(random_() % 300)),
                    Quantity::fromWhole(std::int64_t(random_() % 400) << 20)});
            add(std::move(pod));
            add(std::move(metrics));
        }
    }

    std::array<ObjectTable, kindCount> tables_;
    std::mt19937 random_ {7};
};

double measure(int scale)
{
    const WorldPtr world = Cluster(scale).world();
    PriceSettings settings; // a few rows of the user's own, as a live book has
    for (int i = 0; i < 100; ++i) {
        OwnPrice row;
        row.match = OwnPrice::Match::Pool;
        row.value = "pool-" + std::to_string(i);
        row.hourly = Money::fromCents(10);
        settings.own.push_back(row);
    }
    const PriceBook book(settings);
    Terms terms;
    terms.negotiatedDiscount = Quantity::fromMilli(120);
    Allocation allocation;
    const double all = least(scale > 1 ? 5 : 20, [&] { allocation = allocate(world, book, terms); });
    std::printf("%7zu pods on %5zu nodes: allocation %6.1f ms", allocation.pods.size(), allocation.nodes.size(), all);
    for (const char* by : {"namespace", "workload", "label:team", "pool"})
        std::printf(", by %s %.1f ms", by, least(5, [&] { aggregate(allocation, *parseGroupBy(by)); }));
    std::printf(", autoscalers %.1f ms, %s $/h\n", least(5, [&] { autoscalerCosts(allocation); }),
        allocation.totalHourly().rounded(2).c_str());
    return all;
}

} // namespace

int main()
{
    std::size_t rows = 0;
    const double reading = least(1, [&] { rows = PriceList::bundled().rows().size(); }); // as a first use finds it
    std::printf("%7zu prices of the bundled list: %.2f ms\n", rows, reading);
    const double once = measure(1), ten = measure(10);
    const bool good = reading < 5 && once < 50 && ten < once * 14;
    std::printf("%s: under 5 ms, under 50 ms, at most 14 times (%.1f)\n", good ? "within" : "OVER", ten / once);
    return good ? 0 : 1;
}
