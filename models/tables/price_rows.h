// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/allocation.h"
#include "tables/column.h"
#include "tables/order.h"

#include <QStringList>

namespace loadline {

// One node of now and its price: which source told it, of when, and what is paid after the user's terms.
struct PriceRow {
    std::string id; // cluster/node
    std::string cluster, name;
    Machine machine;
    Price price;
    std::optional<Money> paid; // an hour; absent: unknown
    std::optional<std::int64_t> days; // since the price's date; absent: live, or without a date
    bool old = false; // beyond the user's limit
    bool operator==(const PriceRow&) const = default;
};
// In the order of the nodes. Old: a listed price beyond `staleAfterDays`.
Rows<PriceRow> priceRows(const Allocation& now, std::int64_t staleAfterDays);
Columns<PriceRow> priceColumns(const Terms& terms, bool manyClusters);
QString capacityWord(CapacityType capacity); // "on demand", "spot", "reserved", or unknown()
// What a reader must know beside the price: "another region's price", ...; empty: nothing.
QStringList priceCaveats(const Price& price);
// "of 20 Jul 2026, 126 d old", "live", "no date".
QString priceAge(const Price& price, const std::optional<std::int64_t>& days);

// How many of the nodes each source prices, and what they are paid together.
struct SourceSum {
    PriceSource source = PriceSource::Unknown;
    std::size_t nodes = 0, old = 0;
    Money paid; // an hour; of Unknown: none
    std::string oldest, newest; // dates; "" live
};
std::vector<SourceSum> sourceSums(const Rows<PriceRow>& rows); // in the order in which sources are tried

} // namespace loadline
