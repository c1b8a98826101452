// SPDX-License-Identifier: GPL-3.0-or-later
// Our side of the comparison with OpenCost: the ledger of the very hours that it was asked for.
#include "cost/ledger.h"
#include "cost/opencost.h"
#include "cost/pod_amounts.h"

#include <algorithm>
#include <set>

namespace loadline {
namespace {

// What is not heard of at the end of the window, and is at the rate of now: no longer than this.
constexpr Millis freshFor {Seconds {1800}};
constexpr std::int64_t leastPercent = 98; // of the window that must be known

using Workload = std::tuple<std::string, std::string, std::string>;

// What pods that have ended cost within the window, at what their node charges now; they ended when they were ready no
// more. Of nodes that are gone, and pods that are no longer listed, nothing is known.
Money endedCost(const Pod& pod, const NodeCost& node, const TimeRange& window)
{
    if (!node.cost || node.capacityUnknown || !pod.started || !pod.readySince || !pod.shape)
        return {};
    const TimePoint from = std::max(*pod.started, window.from), to = std::min(*pod.readySince, window.to);
    if (from >= to)
        return {};
    const Amounts asked = amountsOf(requestsOf(*pod.shape));
    const auto part = [](Money whole, Quantity amount, Quantity capacity) {
        return capacity > Quantity() ? whole.scaled(std::min(amount, capacity).nano(), capacity.nano()) : Money();
    };
    const Money hourly = part(node.cost->cpu, asked.cpu, node.capacity.cpu) + part(node.cost->memory, asked.memory, node.capacity.memory)
        + part(node.cost->gpu, asked.gpu, node.capacity.gpu);
    return hourly.over(to - from);
}

void addEnded(std::map<std::string, Money>& sums, const Allocation& now, const TimeRange& window)
{
    std::map<std::string_view, const NodeCost*> nodes;
    for (const NodeCost& node : now.nodes)
        nodes.emplace(node.node->meta.name, &node);
    for (const PodCost& pod : now.pods) {
        const bool ended = pod.pod->phase == PodPhase::Succeeded || pod.pod->phase == PodPhase::Failed;
        const auto node = ended ? nodes.find(pod.pod->node.str()) : nodes.end();
        if (node == nodes.end())
            continue;
        if (const Money cost = endedCost(*pod.pod, *node->second, window); cost > Money())
            sums[pod.pod->meta.ns.str()] += cost;
    }
}

// What namespaces cost over the window: of Deployments and StatefulSets the ledger tells, of all others how long each
// pod of now has been there, and those that have ended were.
std::map<std::string, Money> byNamespace(const Allocation& now, const Ledger& ledger, const TimeRange& window)
{
    std::map<std::string, Money> sums;
    std::map<Workload, Millis> known;
    for (const LedgerWorkload& workload : ledger.workloads)
        if (workload.actual) {
            sums[workload.ns] += *workload.actual;
            known[{workload.ns, workload.kind, workload.name}] = Millis {workload.known};
        }
    const Millis tail = window.length() - ledger.covered;
    for (const PodCost& pod : now.pods) {
        if (pod.state != PodState::Charged)
            continue;
        const WorkloadCost& workload = now.workloads[pod.workload];
        const Millis most = known.contains({workload.ns, workload.kind, workload.name}) ? tail : window.length();
        const Millis there = pod.pod->started ? std::clamp(window.to - *pod.pod->started, Millis {0}, most) : most;
        sums[workload.ns] += pod.cost.total().over(there);
    }
    addEnded(sums, now, window);
    return sums;
}

// The group's hourly figures moved so that they come to `whole` over the window; of one that costs nothing now nobody
// tells the parts.
void moveTo(CostGroup& group, Money whole, Millis window)
{
    const Money now = group.total();
    const Money mean = whole.scaled(3'600'000, window.count());
    if (now <= Money()) {
        group.cost = {mean, {}, {}};
        group.charged = {};
        return;
    }
    for (Money* part : {&group.cost.cpu, &group.cost.memory, &group.cost.gpu, &group.idle.cpu, &group.idle.memory, &group.idle.gpu, &group.other})
        *part = part->scaled(mean.pico(), now.pico());
    // Money of rounding, so that the parts add up to the mean.
    group.cost.cpu += mean - group.total();
}

Amounts moved(const Amounts& amounts, Money from, Money to)
{
    const auto part = [&](Quantity amount) { return Quantity::fromNano(Money::fromPico(amount.nano()).scaled(to.pico(), from.pico()).pico()); };
    return from <= Money() ? Amounts() : Amounts {part(amounts.cpu), part(amounts.memory), part(amounts.gpu)};
}

OursOver rateOfNow(const Allocation& now, Millis window, Phrase why)
{
    return {aggregate(now, {GroupKind::Namespace, {}}), livedByNamespace(now, window), false, std::move(why)};
}

} // namespace

OursOver oursOver(const Allocation& now, std::span<const UsageDay> days, const TimeRange& window)
{
    if (days.empty())
        return rateOfNow(now, window.length(), {LOADLINE_TR("Cost", "no history of these hours is known"), {}});
    const Ledger known = ledger(days, Baseline {}, window);
    TimePoint heard = window.from;
    for (const UsageDay& day : days)
        for (const DaySpan& span : day.covered)
            heard = std::max(heard, std::min(window.to, day.day + Millis(span.to)));
    const Millis tail = window.to - heard <= freshFor ? window.to - heard : Millis {0};
    if (known.covered <= Millis {0} || (known.covered + tail) * 100 < window.length() * leastPercent)
        return rateOfNow(now, window.length(),
            {LOADLINE_TR("Cost", "history knows %1 % of these hours only"), {Quantity::fromNano(known.coveredPercent().nano() / 100'000'000 * 100'000'000).decimal()}});
    OursOver ours {aggregate(now, {GroupKind::Namespace, {}}), livedByNamespace(now, window.length()), true, {}};
    auto sums = byNamespace(now, known, window);
    Money used;
    for (const auto& [name, sum] : sums)
        used += sum;
    const Money nodes = known.actual + now.nodesHourly().total().over(window.length() - known.covered);
    std::set<std::string> there;
    const auto move = [&](CostGroup& group, const std::string& name, Money whole) {
        const Money before = group.total();
        moveTo(group, whole, window.length());
        const LivedAmounts lived = ours.lived[name];
        const Amounts amounts = moved(lived.now, before, group.total());
        ours.lived[name] = {amounts, amounts};
    };
    for (CostGroup& group : ours.groups)
        if (group.special == CostGroup::Special::Idle) {
            move(group, "__idle__", std::max(Money(), nodes - used));
        } else if (group.special == CostGroup::Special::None) {
            there.insert(group.name);
            move(group, group.name, sums[group.name]);
        }
    for (const auto& [name, sum] : sums)
        if (!there.contains(name) && sum > Money()) {
            CostGroup& gone = ours.groups.emplace_back();
            gone.key = gone.name = name;
            move(gone, name, sum);
        }
    return ours;
}

} // namespace loadline
