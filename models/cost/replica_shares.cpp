// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/replica_shares.h"

namespace loadline {

void ReplicaShares::add(const NodeCost& node, Money part)
{
    if (!node.cost || part <= Money())
        return;
    ReplicaShare& share = shares_[node.machine];
    share.machine = node.machine;
    share.share += part;
    share.node = node.cost->total();
    sum_ += part;
}

std::vector<ReplicaShare> ReplicaShares::of(Money replica) const
{
    std::vector<ReplicaShare> shares;
    for (const auto& [machine, share] : shares_)
        shares.push_back({machine, share.share.scaled(replica.pico(), sum_.pico()), share.node});
    return shares;
}

DayNodePrices::DayNodePrices(const UsageDay& day)
{
    for (const MachineDay& machine : day.machines) {
        if (!machine.price.hourly)
            continue;
        const std::int64_t time = std::max<std::int64_t>(1, coveredTime(day.covered, machine.priced));
        const Machine& one = machine.machine;
        for (Mean* mean : {&exact_[one], &like_[{one.instanceType, one.capacity, one.pool, one.own}], &like_[{one.instanceType, one.capacity, {}, one.own}]}) {
            mean->sum += *machine.price.hourly * time;
            mean->time += time;
        }
    }
}

std::optional<Money> DayNodePrices::of(const Machine& machine) const
{
    if (const auto at = exact_.find(machine); at != exact_.end())
        return at->second.sum.scaled(1, at->second.time);
    for (const std::string& pool : {machine.pool, std::string()})
        if (const auto at = like_.find({machine.instanceType, machine.capacity, pool, machine.own}); at != like_.end())
            return at->second.sum.scaled(1, at->second.time);
    if (machine.own.empty())
        return std::nullopt;
    Machine alike = machine; // before its node was there
    alike.own.clear();
    return of(alike);
}

Money DayNodePrices::replica(Money now, std::span<const ReplicaShare> shares) const
{
    Money then = now;
    for (const ReplicaShare& share : shares)
        if (const auto node = of(share.machine); node && share.node > Money())
            then += share.share.scaled(node->pico(), share.node.pico()) - share.share;
    return std::max(then, Money());
}

} // namespace loadline
