// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/own_nodes.h"

#include <algorithm>
#include <map>

namespace loadline {
namespace {

// Nodes of one price of their own, and when of the day they were there.
struct OwnNodes {
    Price price;
    std::vector<DaySpan> lives;
};

std::map<Machine, OwnNodes> ownNodes(const Allocation& now, TimePoint day)
{
    std::map<Machine, OwnNodes> all;
    for (const NodeCost& node : now.nodes) {
        if (node.machine.own.empty() || node.node->meta.created == TimePoint {})
            continue;
        const DaySpan life = partOf(day, {node.node->meta.created, now.world->now});
        if (life.from >= life.to)
            continue;
        OwnNodes& own = all[node.machine];
        own.price = node.price;
        own.lives.push_back(life);
    }
    return all;
}

// Which machine of the day counts them: what the day's source does not tell fits any.
const Machine* countedAs(const UsageDay& day, const Machine& own)
{
    const auto fits = [](const std::string& told, const std::string& is) { return told.empty() || told == is; };
    const Machine* found = nullptr;
    for (const MachineDay& one : day.machines) {
        const Machine& machine = one.machine;
        if (!machine.own.empty() || machine.instanceType != own.instanceType || machine.capacity != own.capacity || machine.pool != own.pool
            || !fits(machine.region, own.region) || !fits(machine.zone, own.zone))
            continue;
        if (!found || (found->zone.empty() && !machine.zone.empty()))
            found = &machine;
    }
    return found;
}

void push(std::vector<CountRun>& runs, CountRun run)
{
    if (run.count == 0 || run.from >= run.to)
        return;
    if (!runs.empty() && runs.back().to == run.from && runs.back().count == run.count)
        runs.back().to = run.to;
    else
        runs.push_back(run);
}

// Moves as many of the counted ones as lived out of `runs`.
std::vector<CountRun> taken(std::vector<CountRun>& runs, const std::vector<DaySpan>& lives)
{
    std::map<std::int32_t, std::int32_t> changes; // of how many live
    for (const DaySpan& life : lives) {
        ++changes[life.from];
        --changes[life.to];
    }
    std::vector<CountRun> own, rest;
    std::int32_t living = 0;
    auto change = changes.begin();
    for (const CountRun& run : runs)
        for (std::int32_t at = run.from; at < run.to;) {
            for (; change != changes.end() && change->first <= at; ++change)
                living += change->second;
            const std::int32_t to = change == changes.end() ? run.to : std::min(run.to, change->first);
            const std::int32_t mine = std::min(living, run.count);
            push(own, {at, to, mine});
            push(rest, {at, to, run.count - mine});
            at = to;
        }
    runs = std::move(rest);
    return own;
}

} // namespace

void splitOwnNodes(UsageDay& day, const Allocation& now)
{
    if (!now.world)
        return;
    std::vector<MachineDay> split;
    for (const auto& [machine, own] : ownNodes(now, day.day)) {
        const Machine* counted = countedAs(day, machine);
        if (!counted)
            continue;
        const Machine alike = *counted;
        for (MachineDay& one : day.machines) {
            if (one.machine != alike)
                continue;
            MachineDay part = one;
            part.machine = machine;
            part.price = own.price;
            part.spotHourly.reset();
            part.runs = taken(one.runs, own.lives);
            if (!part.runs.empty())
                split.push_back(std::move(part));
        }
    }
    if (split.empty())
        return;
    day.machines.insert(day.machines.end(), std::make_move_iterator(split.begin()), std::make_move_iterator(split.end()));
    std::stable_sort(day.machines.begin(), day.machines.end(), [](const MachineDay& a, const MachineDay& b) { return a.machine < b.machine; });
}

} // namespace loadline
