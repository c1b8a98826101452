// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/capacity_key.h"
#include "metrics/promql.h"
#include "tables/cost_parts.h"

#include <algorithm>

namespace loadline {
namespace {

constexpr int columnsWanted = 240;
constexpr Millis finest {Seconds {3600}};
const std::string restKey = "__idle__", linesKey = "__lines__";

std::string layerOf(const GroupBy& by, const World& world, const Machine& machine)
{
    switch (by.kind) {
    case GroupKind::Pool:
        return machine.pool;
    case GroupKind::Capacity:
        return std::string(capacityKey(machine.capacity, "unknown"));
    default:
        return world.cluster;
    }
}

// Costs per hour of a stretch, by layer, and how much of it is covered.
struct Stretch {
    std::map<std::string, double> hourly;
    bool covered = false;
};

class Stretches {
public:
    Stretches(const ClusterMoney& money, const GroupBy& by)
        : money_(money)
        , by_(by)
        , pods_(sharesOfPods(by.kind))
    {
    }
    [[nodiscard]] Stretch at(const TimeRange& range) const
    {
        Stretch out;
        std::map<std::string, Money> sums;
        Money nodes;
        std::int64_t covered = 0, ran = 0;
        for (const UsageDay& day : *money_.costs->days) {
            const DaySpan part = partOf(day.day, range);
            if (part.from >= part.to)
                continue;
            const std::int64_t heard = coveredTime(day.covered, part);
            if (heard == 0)
                continue;
            covered += heard;
            for (const MachineDay& machine : day.machines) {
                const std::int64_t time = countTime(machine.runs, day.covered, part);
                ran += time;
                if (!machine.price.hourly)
                    continue;
                const Money cost = machine.price.hourly->scaled(time, 3'600'000);
                nodes += cost;
                if (!pods_)
                    sums[layerOf(by_, *money_.world, machine.machine)] += cost;
            }
            if (pods_)
                addWorkloads(day, part, sums);
        }
        if (covered == 0)
            return out;
        out.covered = true;
        const Money lines = sumOf(linesOver(money_.now.terms, Millis {covered}, ran));
        if (by_.kind == GroupKind::Cluster)
            sums[money_.world->cluster] += lines;
        else if (!lines.isZero())
            out.hourly[linesKey] = lines.scaled(3'600'000, covered).value();
        Money shares;
        for (const auto& [key, sum] : sums) {
            out.hourly[key] = sum.scaled(3'600'000, covered).value();
            shares += sum;
        }
        // Shares of replicas as large as today's may exceed what the nodes of then cost: nothing is left over then.
        if (pods_)
            out.hourly[restKey] = std::max(0.0, (nodes - shares).scaled(3'600'000, covered).value());
        return out;
    }

private:
    void addWorkloads(const UsageDay& day, DaySpan part, std::map<std::string, Money>& sums) const
    {
        for (const WorkloadDay& workload : day.workloads) {
            const auto group = money_.groupOf.find({workload.ns, workload.kind, workload.name});
            if (group != money_.groupOf.end() && workload.replicaHourly)
                sums[group->second] += workload.replicaHourly->scaled(countTime(workload.runs, day.covered, part), 3'600'000);
        }
    }
    const ClusterMoney& money_;
    const GroupBy& by_;
    bool pods_;
};

} // namespace

std::vector<CostLayer> layersOf(const ClusterMoney& money, const GroupBy& by)
{
    std::map<std::string, CostLayer> layers;
    if (money.costs->days->empty())
        return {};
    const Millis step = stepFor(money.window, columnsWanted, finest);
    const Stretches stretches(money, by);
    const auto since = money.window.from.time_since_epoch();
    TimePoint from = money.window.from - since % step;
    for (; from < money.window.to; from += step) {
        const Stretch stretch = stretches.at({std::max(from, money.window.from), std::min(from + step, money.window.to)});
        if (!stretch.covered)
            continue;
        for (const auto& [key, hourly] : stretch.hourly) {
            CostLayer& layer = layers[key];
            layer.hourly.gapAfter = step + step / 2;
            layer.hourly.samples.push_back({from, hourly});
        }
    }
    std::vector<CostLayer> out;
    for (auto& [key, layer] : layers) {
        layer.key = key;
        layer.name = groupName(by, key, key == restKey ? CostGroup::Special::Idle : key == linesKey ? CostGroup::Special::Lines : CostGroup::Special::None);
        out.push_back(std::move(layer));
    }
    return out;
}

// Layers of several clusters with the same key are one.
void addLayers(CostReport& report, std::vector<CostLayer> layers)
{
    for (CostLayer& layer : layers) {
        const auto known = std::find_if(report.layers.begin(), report.layers.end(), [&](const CostLayer& other) { return other.key == layer.key; });
        if (known == report.layers.end()) {
            report.layers.push_back(std::move(layer));
            continue;
        }
        std::map<TimePoint, double> sum;
        for (const Series* series : {&known->hourly, &layer.hourly})
            for (const Sample& sample : series->samples)
                sum[sample.at] += sample.value;
        known->hourly.samples.clear();
        for (const auto& [at, value] : sum)
            known->hourly.samples.push_back({at, value});
    }
}

void sortLayers(CostReport& report)
{
    const auto size = [](const CostLayer& layer) {
        double sum = 0;
        for (const Sample& sample : layer.hourly.samples)
            sum += sample.value;
        return sum;
    };
    std::stable_sort(report.layers.begin(), report.layers.end(), [&](const CostLayer& a, const CostLayer& b) {
        const bool restA = a.key == "__idle__", restB = b.key == "__idle__";
        return restA != restB ? restB : size(a) > size(b);
    });
}

} // namespace loadline
