// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/baseline.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace loadline {
namespace {

std::optional<Money> onDemandOf(const Price& price)
{
    return price.onDemandHourly ? price.onDemandHourly : price.hourly;
}

// The most nodes of one pool that ran at once, and what they were.
struct Peak {
    std::int64_t nodes = 0;
    TimePoint at {};
    std::vector<BaselineLine> lines;
};

// A change of a machine's count at a moment of the day.
struct Edge {
    std::int32_t at;
    std::uint32_t machine;
    std::int32_t change;
};

// The stretches of one day that count: covered, and within the window.
std::vector<DaySpan> spansOf(const UsageDay& day, const TimeRange& window)
{
    const DaySpan part = partOf(day.day, window);
    std::vector<DaySpan> spans;
    for (const DaySpan& span : day.covered) {
        const DaySpan both {std::max(span.from, part.from), std::min(span.to, part.to)};
        if (both.from < both.to)
            spans.push_back(both);
    }
    return spans;
}

void addEdges(std::vector<Edge>& edges, const std::vector<CountRun>& runs, const std::vector<DaySpan>& spans,
              std::uint32_t machine)
{
    auto span = spans.begin();
    for (const CountRun& run : runs) {
        while (span != spans.end() && span->to <= run.from)
            ++span;
        for (auto at = span; at != spans.end() && at->from < run.to; ++at) {
            edges.push_back({std::max(run.from, at->from), machine, run.count});
            edges.push_back({std::min(run.to, at->to), machine, -run.count});
        }
    }
}

// Sweeps through one pool's day and keeps the moment at which more nodes ran than in `peak`.
void sweep(Peak& peak, const UsageDay& day, std::span<const MachineDay* const> machines, std::vector<Edge>& edges)
{
    std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.at < b.at; });
    std::int64_t nodes = 0;
    std::optional<std::int32_t> best;
    for (std::size_t i = 0; i < edges.size(); ++i) {
        nodes += edges[i].change;
        const bool settled = i + 1 == edges.size() || edges[i + 1].at != edges[i].at;
        if (settled && nodes > peak.nodes) {
            peak.nodes = nodes;
            best = edges[i].at;
        }
    }
    if (!best)
        return;
    peak.at = day.day + Millis {*best};
    peak.lines.clear();
    std::vector<std::int64_t> counts(machines.size());
    for (const Edge& edge : edges)
        if (edge.at <= *best)
            counts[edge.machine] += edge.change;
    for (std::size_t i = 0; i < machines.size(); ++i)
        if (counts[i] > 0)
            peak.lines.push_back({machines[i]->machine, counts[i], onDemandOf(machines[i]->price)});
}

std::map<std::string, std::vector<const MachineDay*>> pricedByPool(const UsageDay& day)
{
    std::map<std::string, std::vector<const MachineDay*>> pools;
    for (const MachineDay& machine : day.machines)
        if (machine.price.hourly)
            pools[machine.machine.pool].push_back(&machine);
    return pools;
}

std::map<std::string, Peak> peaksOf(std::span<const UsageDay> days, const TimeRange& window)
{
    std::map<std::string, Peak> peaks;
    std::vector<Edge> edges;
    for (const UsageDay& day : days) {
        const auto spans = spansOf(day, window);
        for (const auto& [pool, machines] : pricedByPool(day)) {
            edges.clear();
            for (std::uint32_t i = 0; i < machines.size(); ++i)
                addEdges(edges, machines[i]->runs, spans, i);
            sweep(peaks[pool], day, machines, edges);
        }
    }
    return peaks;
}

// What the pool's most used machine is, and costs on demand.
std::map<std::string, BaselineLine> mostUsed(std::span<const UsageDay> days, const TimeRange& window)
{
    std::map<std::string, std::map<Machine, std::pair<std::int64_t, Money>>> used;
    for (const UsageDay& day : days)
        for (const MachineDay& machine : day.machines)
            if (const auto price = onDemandOf(machine.price); machine.price.hourly) {
                auto& [time, last] = used[machine.machine.pool][machine.machine];
                time += countTime(machine.runs, day.covered, partOf(day.day, window));
                last = *price;
            }
    std::map<std::string, BaselineLine> lines;
    for (const auto& [pool, machines] : used) {
        const auto most = std::max_element(machines.begin(), machines.end(),
                                           [](const auto& a, const auto& b) { return a.second < b.second; });
        if (most->second.first > 0)
            lines[pool] = {most->first, 0, most->second.second};
    }
    return lines;
}

void addCounted(Reference& reference, const Baseline& baseline, std::span<const UsageDay> days, const TimeRange& window)
{
    const auto lines = mostUsed(days, window);
    for (const BaselinePool& pool : baseline.pools) {
        BaselineLine line;
        if (const auto at = lines.find(pool.pool); at != lines.end() && !pool.nodeHourly)
            line = at->second;
        line.machine.pool = pool.pool;
        line.count = pool.nodes;
        if (pool.nodeHourly)
            line.onDemandHourly = pool.nodeHourly;
        if (!line.onDemandHourly)
            reference.withoutPrice.push_back(pool.pool);
        else
            reference.pools.push_back({pool.pool, pool.nodes, {line}, true, false, {}});
    }
}

void addPeaks(Reference& reference, std::span<const UsageDay> days, const TimeRange& window)
{
    for (auto& [pool, peak] : peaksOf(days, window)) {
        const auto same = [&, name = pool](const PoolReference& known) { return known.pool == name; };
        if (peak.nodes > 0 && std::none_of(reference.pools.begin(), reference.pools.end(), same))
            reference.pools.push_back({pool, peak.nodes, std::move(peak.lines), false, true, peak.at});
    }
}

void addRecorded(Reference& reference, const Baseline& baseline)
{
    std::map<std::string, PoolReference> pools;
    for (const BaselineLine& line : baseline.machines) {
        PoolReference& pool = pools[line.machine.pool];
        pool.pool = line.machine.pool;
        if (!line.onDemandHourly)
            continue;
        pool.lines.push_back(line);
        pool.nodes += line.count;
    }
    for (auto& [name, pool] : pools)
        if (pool.lines.empty())
            reference.withoutPrice.push_back(name);
        else
            reference.pools.push_back(std::move(pool));
    reference.workloads = baseline.workloads;
}

// Every workload at its peak in the window, or at its autoscaler's maximum.
void addWorkloads(Reference& reference, std::span<const UsageDay> days, const TimeRange& window)
{
    std::map<std::tuple<std::string, std::string, std::string>, BaselineWorkload, std::less<>> known;
    const bool atMax = reference.kind == BaselineKind::PinnedAtMax;
    for (const UsageDay& day : days) {
        const auto spans = spansOf(day, window);
        if (spans.empty())
            continue;
        for (const WorkloadDay& workload : day.workloads) {
            const auto key = std::tie(workload.ns, workload.kind, workload.name);
            auto at = known.find(key);
            if (at == known.end())
                at = known.try_emplace(key, BaselineWorkload {workload.ns, workload.kind, workload.name, 0, {}}).first;
            BaselineWorkload& line = at->second;
            for (const CountRun& run : workload.runs)
                if (run.from < spans.back().to && run.to > spans.front().from)
                    line.replicas = std::max<std::int64_t>(line.replicas, run.count);
            if (atMax && workload.maxReplicas)
                line.replicas = std::max<std::int64_t>(line.replicas, *workload.maxReplicas);
        }
    }
    for (auto& [key, line] : known)
        reference.workloads.push_back(std::move(line));
}

} // namespace

Reference resolve(const Baseline& baseline, std::span<const UsageDay> days, const TimeRange& window)
{
    Reference reference;
    reference.kind = baseline.kind;
    reference.newPoolsAtZero = baseline.kind == BaselineKind::Before;
    if (baseline.kind == BaselineKind::Before)
        addRecorded(reference, baseline);
    if (baseline.kind == BaselineKind::Fixed || baseline.kind == BaselineKind::PinnedAtMax)
        addCounted(reference, baseline, days, window);
    if (baseline.kind == BaselineKind::Peak || baseline.kind == BaselineKind::PinnedAtMax)
        addPeaks(reference, days, window);
    if (baseline.kind != BaselineKind::Before)
        addWorkloads(reference, days, window);
    const auto byPool = [](const PoolReference& a, const PoolReference& b) { return a.pool < b.pool; };
    std::sort(reference.pools.begin(), reference.pools.end(), byPool);
    const auto byName = [](const BaselineWorkload& a, const BaselineWorkload& b) {
        return std::tie(a.ns, a.kind, a.name) < std::tie(b.ns, b.kind, b.name);
    };
    std::sort(reference.workloads.begin(), reference.workloads.end(), byName);
    return reference;
}

} // namespace loadline
