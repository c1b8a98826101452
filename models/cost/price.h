// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/money.h"
#include "base/time.h"
#include "cluster/node.h"

#include <optional>
#include <string>

namespace loadline {

// Where a price came from, in the order in which they are tried.
enum class PriceSource {
    User, // the user's own price book
    OpenCost, // node_total_hourly_cost in Prometheus
    Karpenter, // the offering price of (type, capacity, zone) in Prometheus
    BundledRegion, // the bundled list, for the node's region
    BundledOther, // the bundled list, of another region: marked
    Rates, // so much per vCPU, GiB and GPU, for machines that no list knows: marked
    Unknown, // no price: counted, excluded from sums, and said
};

// What a reader must know beside the figure.
struct PriceNotes {
    bool capacityUnknown = false; // no label tells spot from on-demand: priced as on-demand, and counted
    bool otherRegion = false; // the price of another region stands in
    bool spotNotBelowOnDemand = false; // a spot price that is not below the on-demand price: doubtful
    bool openCostRefused = false; // OpenCost's figure was passed over: the spot flags disagree, or it is 30 times off
    bool offeringRefused = false; // Karpenter's figure was passed over: reserved, zero, or 30 times off
    bool spotUnknown = false; // a spot machine whose spot price nobody tells: left without a price
    bool replaced = false; // the list corrected its source for this type
    bool operator==(const PriceNotes&) const = default;
    [[nodiscard]] bool any() const { return *this != PriceNotes(); }
};

// What one machine costs an hour in US dollars before the user's discounts, and how that is known.
struct Price {
    std::optional<Money> hourly; // absent exactly when Unknown
    // The same machine on demand, which a saving by spot is measured against; absent when nothing tells it.
    std::optional<Money> onDemandHourly;
    PriceSource source = PriceSource::Unknown;
    bool estimated = false; // a spot price made from published savings
    // What one GPU of it costs, where that is told apart; it is part of `hourly`.
    std::optional<Money> gpuHourly;
    PriceNotes notes;
    std::string detail; // "AWS us-east-1 list", "your price book, row 12", "offering m6i.xlarge spot us-east-1a"
    std::string asOf; // "2026-07-20"; "" live
    bool operator==(const Price&) const = default;
};

// What a price is looked up by. Nodes of one cluster share few of these, so prices are kept by them.
struct Machine {
    std::string provider; // "aws", "gcp", "azure", "" unknown
    std::string region, zone, instanceType, pool;
    CapacityType capacity = CapacityType::Unknown;
    std::string own {}; // which of the user's rows about single nodes sets its price; "" none
    auto operator<=>(const Machine&) const = default;
    bool operator==(const Machine&) const = default;
};

} // namespace loadline
