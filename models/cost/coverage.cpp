// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/price_book.h"
#include "cost/price_list.h"

#include <algorithm>

namespace loadline {

void Coverage::add(const Price& price, TimePoint now, std::int64_t staleAfterDays)
{
    ++nodes;
    ++bySource[static_cast<std::size_t>(price.source)];
    estimated += price.estimated ? 1 : 0;
    capacityUnknown += price.notes.capacityUnknown ? 1 : 0;
    spotUnknown += price.notes.spotUnknown ? 1 : 0;
    otherRegion += price.notes.otherRegion ? 1 : 0;
    doubtful += price.notes.spotNotBelowOnDemand ? 1 : 0;
    refused += price.notes.openCostRefused || price.notes.offeringRefused ? 1 : 0;
    replaced += price.notes.replaced ? 1 : 0;
    const auto days = daysSince(price.asOf, now);
    if (!days)
        return;
    stale += *days > staleAfterDays ? 1 : 0;
    if (!oldestDays || *days > *oldestDays) {
        oldestDays = days;
        oldest = price.asOf;
    }
}

void Coverage::add(const Coverage& other)
{
    nodes += other.nodes;
    for (std::size_t i = 0; i < bySource.size(); ++i)
        bySource[i] += other.bySource[i];
    estimated += other.estimated;
    capacityUnknown += other.capacityUnknown;
    spotUnknown += other.spotUnknown;
    otherRegion += other.otherRegion;
    doubtful += other.doubtful;
    refused += other.refused;
    replaced += other.replaced;
    stale += other.stale;
    if (other.oldestDays && (!oldestDays || *other.oldestDays > *oldestDays)) {
        oldestDays = other.oldestDays;
        oldest = other.oldest;
    }
}

std::vector<Error> Coverage::warnings() const
{
    std::vector<Error> list;
    const auto warn = [&](std::size_t count, const char* one, const char* many, const char* hint, Error::Kind kind) {
        if (count > 0)
            list.push_back({kind, count == 1 ? one : many, {}, hint, {std::to_string(count), oldest}});
    };
    using enum Error::Kind;
    warn(count(PriceSource::Unknown), LOADLINE_TR("Cost", "1 node has no price and is left out of every sum."),
        LOADLINE_TR("Cost", "%1 nodes have no price and are left out of every sum."),
        LOADLINE_TR("Cost", "Give them a price in the price book."), NotFound);
    warn(spotUnknown, LOADLINE_TR("Cost", "1 of them is a spot node whose spot price nobody tells."),
        LOADLINE_TR("Cost", "%1 of them are spot nodes whose spot price nobody tells."),
        LOADLINE_TR("Cost", "They are not charged at the on-demand price."), NotFound);
    warn(capacityUnknown, LOADLINE_TR("Cost", "1 node does not tell whether it is spot; it is charged on demand."),
        LOADLINE_TR("Cost", "%1 nodes do not tell whether they are spot; they are charged on demand."), "", Unsupported);
    warn(count(PriceSource::Rates), LOADLINE_TR("Cost", "1 node is on no list and priced per vCPU, GiB and GPU."),
        LOADLINE_TR("Cost", "%1 nodes are on no list and priced per vCPU, GiB and GPU."), "", Unsupported);
    warn(refused, LOADLINE_TR("Cost", "1 node has a live price that was passed over because it cannot be right."),
        LOADLINE_TR("Cost", "%1 nodes have a live price that was passed over because it cannot be right."),
        LOADLINE_TR("Cost", "OpenCost or Karpenter is off by 30 times or more, or takes spot for on-demand."), Malformed);
    warn(doubtful, LOADLINE_TR("Cost", "1 spot node costs as much as on demand or more."),
        LOADLINE_TR("Cost", "%1 spot nodes cost as much as on demand or more."), "", Malformed);
    warn(otherRegion, LOADLINE_TR("Cost", "1 node is priced as in another region."),
        LOADLINE_TR("Cost", "%1 nodes are priced as in another region."), "", Unsupported);
    warn(estimated, LOADLINE_TR("Cost", "1 spot price is an estimate from published savings or rates."),
        LOADLINE_TR("Cost", "%1 spot prices are estimates from published savings or rates."), "", Unsupported);
    warn(stale, LOADLINE_TR("Cost", "1 price is old: it is of %2."), LOADLINE_TR("Cost", "%1 prices are old; the oldest is of %2."),
        LOADLINE_TR("Cost", "Import a newer price book."), Expired);
    return list;
}

} // namespace loadline
