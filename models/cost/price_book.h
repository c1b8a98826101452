// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/price.h"
#include "cost/rates.h"

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace loadline {

// One row of the user's own prices.
struct OwnPrice {
    enum class Asset { Node, Gpu, Volume }; // a Gpu row adds to the Node price, for each GPU; Volume: a GB an hour
    // From the most specific to the least: this is the order in which they are tried.
    enum class Match { NodeName, ProviderId, Label, Pool, InstanceType, Provider };
    Asset asset = Asset::Node;
    Match match = Match::NodeName;
    std::string labelKey; // Label only; for Gpu rows the label that names the GPU's model
    std::string value; // what must be equal
    std::string region; // "" any
    CapacityType capacity = CapacityType::Unknown; // Unknown: any
    Money hourly;
    std::string asOf, note;
    std::size_t row = 0; // line in its file, from 1; 0 typed in
    bool operator==(const OwnPrice&) const = default;
};

// node_total_hourly_cost of OpenCost for one node, with kubecost_node_is_spot where it is there.
struct OpenCostPrice {
    Money hourly;
    std::optional<bool> spot;
    bool operator==(const OpenCostPrice&) const = default;
};

// karpenter_cloudprovider_instance_type_offering_price_estimate.
struct OfferingKey {
    std::string instanceType;
    CapacityType capacity = CapacityType::Unknown;
    std::string zone;
    auto operator<=>(const OfferingKey&) const = default;
    bool operator==(const OfferingKey&) const = default;
};

// What Prometheus tells of prices now.
struct LivePrices {
    std::map<std::string, OpenCostPrice, std::less<>> openCost; // by node name
    std::map<OfferingKey, Money> offerings;
    bool operator==(const LivePrices&) const = default;
};

// What the user set.
struct PriceSettings {
    std::vector<OwnPrice> own;
    std::optional<Rates> rates; // instead of the provider's defaults
    bool useRates = true; // false: a machine that no list knows has no price
    std::int64_t staleAfterDays = 180; // a listed price older than this warns
    bool operator==(const PriceSettings&) const = default;
};

// What a node is looked up by: provider from spec.providerID, else from labels and kubelet version (cost.md 1.3).
// `pool` is the user's own label's where that is set.
Machine machineOf(const Node& node, const NodeIdentity& identity);
std::string providerOf(const Node& node);

// Finds the price of a node in the order of PriceSource. An immutable value: cheap to copy, read by any thread.
//
// Spot is never charged at the on-demand price: without a spot price it is an estimate from published savings, else
// from spot rates, else Unknown with notes.spotUnknown. A node whose capacity type nobody tells is charged on demand, as
// most such nodes are, keeps CapacityType::Unknown and carries notes.capacityUnknown, which Coverage counts.
class PriceBook {
public:
    PriceBook(); // the bundled list and the default rates
    explicit PriceBook(PriceSettings settings, LivePrices live = {});

    [[nodiscard]] Price of(const Node& node) const;
    [[nodiscard]] Price of(const Node& node, const Machine& machine) const;
    // Which rows of the user's set a node's price that are about single nodes: by name, provider ID or a label that Machine
    // does not tell. "" none: its price is that of all machines alike.
    [[nodiscard]] std::string ownOf(const Node& node, const Machine& machine) const;
    // Without a node, as for a machine of the past or of a plan: own rows by pool, type and provider, then offerings and
    // lists, then rates where its size is told (cores, bytes, GPUs).
    [[nodiscard]] Price of(const Machine& machine) const;
    [[nodiscard]] Price of(const Machine& machine, const Resources& size) const;
    // The same machine bought on demand; absent when nothing tells it.
    [[nodiscard]] std::optional<Money> onDemandOf(const Machine& machine) const;

    // The rates that split a price and stand in for one.
    [[nodiscard]] Rates ratesFor(std::string_view provider) const;
    [[nodiscard]] const PriceSettings& settings() const;
    [[nodiscard]] const LivePrices& live() const;
    bool operator==(const PriceBook& other) const;

private:
    struct State;
    friend class PriceSearch;
    std::shared_ptr<const State> state_;
};

// Which prices stand behind a set of figures: the footer line of a page.
struct Coverage {
    std::size_t nodes = 0;
    std::array<std::size_t, 7> bySource {}; // by PriceSource
    std::size_t estimated = 0; // spot from published savings
    std::size_t capacityUnknown = 0, spotUnknown = 0, otherRegion = 0, doubtful = 0, refused = 0, replaced = 0;
    std::size_t stale = 0; // listed prices older than the setting
    std::string oldest; // the earliest asOf, "" when all are live
    std::optional<std::int64_t> oldestDays;
    [[nodiscard]] std::size_t count(PriceSource source) const { return bySource[static_cast<std::size_t>(source)]; }
    [[nodiscard]] std::size_t priced() const { return nodes - count(PriceSource::Unknown); }
    void add(const Price& price, TimePoint now, std::int64_t staleAfterDays);
    void add(const Coverage& other);
    // Whole sentences, marked with LOADLINE_TR("Cost", ...), the most important first; %1 stands for the number.
    [[nodiscard]] std::vector<Error> warnings() const;
    bool operator==(const Coverage&) const = default;
};

} // namespace loadline
