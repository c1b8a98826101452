// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/prometheus.h"

#include <limits>
#include <map>
#include <random>
#include <vector>

namespace loadline::test {

// Four days of a cluster of which everything is known, by slots of five minutes, and what its exporters make of it. All
// sums are of whole numbers: millionths of a dollar an hour, over slots.
class BuiltCluster {
public:
    static constexpr int daySlots = 288, slots = 4 * daySlots;
    enum class Told { ByOpenCost, ByKarpenter }; // who tells prices; and with Karpenter, nodes
    struct Life {
        std::string node, pool, type, capacity, zone;
        int from, to;
    };
    struct Truth {
        std::int64_t actual = 0, onDemand = 0, baseline = 0; // micro-dollar slots
        std::int64_t ran = 0, peak = 0; // node slots; nodes
    };

    explicit BuiltCluster(Told told)
        : now(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()))
        , first(std::chrono::floor<std::chrono::days>(now) - std::chrono::days {4})
        , told_(told)
    {
        build();
    }
    TimePoint now, first;
    [[nodiscard]] TimePoint end() const { return at(slots); }
    [[nodiscard]] TimePoint at(int slot) const { return first + Seconds {300} * slot; }
    // Nothing was scraped on the third day from 3 to 6.
    [[nodiscard]] static bool inGap(int slot) { return slot >= 2 * daySlots + 36 && slot < 2 * daySlots + 72; }
    [[nodiscard]] static int replicasOfApi(int slot) { return 2 + slot / 24 % 5; }
    // One of api's replicas waits for a node over two hours of the second day, which begin on a full hour.
    [[nodiscard]] static bool apiWaits(int slot) { return slot >= daySlots + 48 && slot < daySlots + 72; }
    // Its pods are made twice as large on the third day.
    [[nodiscard]] static double coresOfApi(int slot) { return slot < 2 * daySlots ? 0.5 : 1; }
    // A Deployment that was there for fifteen minutes in the last hour of the first day, with two cores a pod.
    static constexpr int briefFrom = daySlots - 4, briefTo = daySlots - 1, briefReplicas = 2, briefCores = 2;
    [[nodiscard]] static bool briefIsThere(int slot) { return slot >= briefFrom && slot < briefTo; }
    [[nodiscard]] static int replicasOfBatch(int slot) { return slot % daySlots >= 240 && slot % daySlots < 264 ? 3 : 0; }

    [[nodiscard]] std::map<std::string, Truth> truth() const
    {
        std::map<std::string, Truth> pools;
        for (int slot = 0; slot < slots; ++slot) {
            std::map<std::string, std::int64_t> running;
            for (const Life& life : inGap(slot) ? std::vector<Life>() : lives_)
                if (slot >= life.from && slot < life.to) {
                    Truth& pool = pools[life.pool];
                    pool.actual += paid(life, slot);
                    pool.onDemand += onDemand(life.pool, slot);
                    ++pool.ran;
                    pool.peak = std::max(pool.peak, ++running[life.pool]);
                }
        }
        for (auto& [name, pool] : pools)
            for (int slot = 0; slot < slots; ++slot)
                pool.baseline += inGap(slot) ? 0 : pool.peak * onDemand(name, slot);
        return pools;
    }

    [[nodiscard]] BackfilledSeries series() const
    {
        BackfilledSeries series({first, now + Seconds {1200}}, Seconds {100});
        // What is there today tells which questions can be answered.
        for (const char* metric : {"kube_deployment_spec_replicas", "kube_pod_info", "kube_pod_owner", "kube_pod_container_resource_requests",
                 told_ == Told::ByOpenCost ? "kube_node_labels" : "karpenter_nodes_allocatable",
                 told_ == Told::ByOpenCost ? "node_total_hourly_cost" : "karpenter_cloudprovider_instance_type_offering_price_estimate"})
            series.add(std::string(metric) + "{}", [](TimePoint) { return 1.0; }, {now - Seconds {300}, now + Seconds {1200}});
        const TimePoint restart = at(daySlots + 120);
        for (const Life& life : lives_) {
            if (told_ == Told::ByKarpenter) {
                const std::string who = R"({resource_type="cpu",node_name=")" + life.node + R"(",nodepool=")" + life.pool
                    + R"(",capacity_type=")" + life.capacity + R"(",instance_type=")" + life.type
                    + R"(",region="us-east-1",zone=")" + life.zone + "\"";
                add(series, "karpenter_nodes_allocatable" + who + R"(,instance="10.2.0.1:8080"})", life, 2, {first, restart});
                add(series, "karpenter_nodes_allocatable" + who + R"(,instance="10.2.0.2:8080"})", life, 2,
                    {restart - Seconds {240}, end()});
                continue;
            }
            const std::string node = R"({node=")" + life.node + "\"";
            const std::string labels = R"(,label_karpenter_sh_nodepool=")" + life.pool
                + R"(",label_karpenter_sh_capacity_type=")" + life.capacity + R"(",label_node_kubernetes_io_instance_type=")"
                + life.type + R"(",label_topology_kubernetes_io_region="us-east-1",label_topology_kubernetes_io_zone=")"
                + life.zone + "\"";
            // kube-state-metrics is restarted, and then runs twice for a day; another one has no labels on its list.
            for (const auto& [which, part] : {std::pair(R"(,instance="10.0.0.1:8080"})", TimeRange {first, restart}),
                     std::pair(R"(,instance="10.0.0.2:8080"})", TimeRange {restart - Seconds {240}, end()}),
                     std::pair(R"(,instance="10.0.0.3:8080",replica="b"})", TimeRange {at(2 * daySlots + 80), at(3 * daySlots)})})
                add(series, "kube_node_labels" + node + labels + which, life, 1, part);
            add(series, "kube_node_labels" + node + R"(,instance="10.0.9.9:8080",job="bare"})", life, 1, {first, end()});
            const std::string price = "node_total_hourly_cost" + node + R"(,instance_type=")" + life.type + R"(",region="us-east-1")";
            addPrice(series, price + R"(,instance="10.1.0.1:9003"})", life, {first, restart + Seconds {600}});
            addPrice(series, price + R"(,instance="10.1.0.2:9003"})", life, {restart, end()});
        }
        addOfferings(series);
        for (const auto& [name, replicas] : {std::pair("api", &replicasOfApi), std::pair("batch", &replicasOfBatch)})
            for (const auto& [which, part] : {std::pair(R"(10.0.0.1:8080)", TimeRange {first, restart}),
                     std::pair(R"(10.0.0.2:8080)", TimeRange {restart - Seconds {240}, end()})})
                series.add(std::string(R"(kube_deployment_spec_replicas{namespace="shop",deployment=")") + name + R"(",instance=")"
                        + which + "\"}",
                    [this, count = replicas](TimePoint t) { return heard(t) ? double(count(slotOf(t))) : none(); }, part);
        addBrief(series);
        for (const auto& [which, part] : {std::pair(R"(10.0.0.1:8080)", TimeRange {first, restart}),
                 std::pair(R"(10.0.0.2:8080)", TimeRange {restart - Seconds {240}, end()})})
            addPods(series, std::string(",instance=\"") + which + "\"}", part);
        return series;
    }

private:
    void addBrief(BackfilledSeries& series) const
    {
        const auto whileThere = [&](const std::string& selector, double value) {
            series.add(selector, [this, value](TimePoint t) { return t >= at(briefFrom) && t < at(briefTo) ? value : none(); }, {first, end()});
        };
        const std::string ksm = R"(,instance="10.0.0.1:8080"})";
        whileThere(R"(kube_deployment_spec_replicas{namespace="shop",deployment="brief")" + ksm, briefReplicas);
        for (const std::string pod : {"x", "y"}) {
            const std::string who = R"({namespace="shop",pod="brief-5f6d7c8b9d-)" + pod + "\"";
            whileThere("kube_pod_owner" + who + R"(,owner_kind="ReplicaSet",owner_name="brief-5f6d7c8b9d",owner_is_controller="true")" + ksm, 1);
            whileThere("kube_pod_container_resource_requests" + who + R"(,node="base-0",container="app",resource="cpu",unit="core")" + ksm, briefCores);
        }
    }
    void addPods(BackfilledSeries& series, const std::string& which, TimeRange part) const
    {
        const std::string who = R"({namespace="shop",pod="api-6c5d7d9f8b-)", made = R"(created_by_kind="ReplicaSet",created_by_name="api-6c5d7d9f8b")";
        series.add("kube_pod_info" + who + R"(waits",)" + made + which,
            [this](TimePoint t) { return heard(t) && apiWaits(slotOf(t)) ? 1 : none(); }, part);
        for (const std::string pod : {"b", "c"}) {
            series.add("kube_pod_info" + who + pod + R"(",node="base-0",)" + made + which, [this](TimePoint t) { return heard(t) ? 1 : none(); }, part);
            series.add("kube_pod_owner" + who + pod + R"(",owner_kind="ReplicaSet",owner_name="api-6c5d7d9f8b",owner_is_controller="true")" + which,
                [this](TimePoint t) { return heard(t) ? 1 : none(); }, part);
            series.add("kube_pod_container_resource_requests" + who + pod + R"(",node="base-0",container="app",resource="cpu",unit="core")" + which,
                [this](TimePoint t) { return heard(t) ? coresOfApi(slotOf(t)) : none(); }, part);
        }
    }
    static double none() { return std::numeric_limits<double>::quiet_NaN(); }
    [[nodiscard]] int slotOf(TimePoint t) const { return int((t - first) / Seconds {300}); }
    [[nodiscard]] bool heard(TimePoint t) const { return t < end() && !inGap(slotOf(t)); }
    // OpenCost's prices are told every scrape, Karpenter's are asked for once an hour.
    [[nodiscard]] int late() const { return told_ == Told::ByOpenCost ? 7 : 0; }
    [[nodiscard]] std::int64_t onDemandOf(const std::string& type, int slot) const
    {
        return type == "g5.xlarge" ? 1'006'000 : slot < 2 * daySlots + 144 + late() ? 96'000 : 108'000;
    }
    // OpenCost does not tell what spot nodes would cost on demand: the list does.
    [[nodiscard]] std::int64_t onDemand(const std::string& pool, int slot) const
    {
        if (pool == "spot" && told_ == Told::ByOpenCost)
            return 96'000;
        return onDemandOf(pool == "gpu" ? "g5.xlarge" : "m6i.large", slot);
    }
    [[nodiscard]] std::int64_t spotOf(const std::string& zone, int slot) const
    {
        if (zone == "us-east-1a")
            return slot < daySlots + 180 + late() ? 41'000 : slot < 3 * daySlots + 96 + late() ? 52'300 : 38'700;
        return slot < 2 * daySlots + 60 ? 44'000 : 61'000; // while nobody listens
    }
    [[nodiscard]] std::int64_t paid(const Life& life, int slot) const
    {
        return life.capacity == "spot" ? spotOf(life.zone, slot) : onDemandOf(life.type, slot);
    }
    void add(BackfilledSeries& series, const std::string& selector, const Life& life, double value, TimeRange part) const
    {
        series.add(selector,
            [&](TimePoint t) { return heard(t) && t >= at(life.from) && t < at(life.to) ? value : none(); }, part);
    }
    void addPrice(BackfilledSeries& series, const std::string& selector, const Life& life, TimeRange part) const
    {
        series.add(selector,
            [&](TimePoint t) {
                const bool there = heard(t) && t >= at(life.from) && t < at(life.to);
                return there ? double(paid(life, slotOf(t))) / 1e6 : none();
            },
            part);
    }
    void addOfferings(BackfilledSeries& series) const
    {
        if (told_ != Told::ByKarpenter)
            return;
        const std::string offering = R"(karpenter_cloudprovider_instance_type_offering_price_estimate{instance_type=")";
        for (const std::string zone : {"us-east-1a", "us-east-1b"}) {
            const auto tell = [&](const char* type, const char* capacity, auto price) {
                series.add(offering + type + R"(",capacity_type=")" + capacity + R"(",zone=")" + zone + "\"}",
                    [this, price](TimePoint t) { return heard(t) ? double(price(slotOf(t))) / 1e6 : none(); });
            };
            tell("m6i.large", "on-demand", [this](int slot) { return onDemandOf("m6i.large", slot); });
            tell("m6i.large", "spot", [this, zone](int slot) { return spotOf(zone, slot); });
            tell("g5.xlarge", "on-demand", [this](int slot) { return onDemandOf("g5.xlarge", slot); });
        }
    }
    void build()
    {
        const auto live = [this](const std::string& node, const char* pool, const char* type, const char* capacity,
                              const char* zone, int from, int to) {
            lives_.push_back({node, pool, type, capacity, zone, from, std::min(to, slots)});
        };
        for (int i = 0; i < 3; ++i)
            live("base-" + std::to_string(i), "base", "m6i.large", "on-demand", "us-east-1a", 0, slots);
        live("night", "base", "m6i.large", "on-demand", "us-east-1a", 200, daySlots + 50); // over midnight
        live("noon-1", "base", "m6i.large", "on-demand", "us-east-1b", 2 * daySlots + 90, 2 * daySlots + 200);
        live("noon-2", "base", "m6i.large", "on-demand", "us-east-1b", 2 * daySlots + 150, 2 * daySlots + 161);
        live("gpu-1", "gpu", "g5.xlarge", "on-demand", "us-east-1b", daySlots + 96, daySlots + 200);
        live("gpu-2", "gpu", "g5.xlarge", "on-demand", "us-east-1b", daySlots + 97, daySlots + 131);
        live("gpu-3", "gpu", "g5.xlarge", "on-demand", "us-east-1b", 3 * daySlots + 1, 3 * daySlots + 2);
        std::mt19937 random(11);
        const auto upTo = [&](int most) { return 1 + int(random() % unsigned(most)); };
        for (int lane = 0; lane < 4; ++lane)
            for (int slot = upTo(9), length = 0; slot < slots; slot += length + upTo(6)) {
                length = 2 + upTo(24);
                live("spot-" + std::to_string(lane) + "-" + std::to_string(slot), "spot", "m6i.large", "spot",
                    upTo(2) == 1 ? "us-east-1a" : "us-east-1b", slot, slot + length);
            }
    }
    Told told_;
    std::vector<Life> lives_;
};

} // namespace loadline::test
