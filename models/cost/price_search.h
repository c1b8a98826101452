// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/price_book.h"
#include "cost/price_list.h"

#include <unordered_map>

namespace loadline {

struct PriceBook::State {
    PriceSettings settings;
    LivePrices live;
    // Own rows by what they match, in file order.
    std::unordered_map<std::string, std::vector<const OwnPrice*>> own;
    bool ofNodes = false; // some own rows are about single nodes
    std::vector<std::string> labelKeys, gpuLabelKeys; // that own rows name, each once, in file order
    // On-demand offerings cost the same in every zone of a region, so one stands for a type.
    std::map<std::string, Money, std::less<>> offeredOnDemand;
    State(PriceSettings settings, LivePrices live);
    State(const State&) = delete;
    State& operator=(const State&) = delete;
};

// One look for the price of one machine: tries the sources in their order.
class PriceSearch {
public:
    PriceSearch(const PriceBook& book, const Machine& machine, const Node* node, const Resources* size);
    Price find();
    [[nodiscard]] std::string ownOfNode() const; // see PriceBook::ownOf

private:
    bool fromOwn();
    bool fromOpenCost();
    bool fromOfferings();
    bool fromList();
    bool fromRates();
    [[nodiscard]] const OwnPrice* ownRow(OwnPrice::Asset asset, CapacityType capacity) const;
    [[nodiscard]] const OwnPrice* ownRow(OwnPrice::Asset asset, OwnPrice::Match match, const std::string& key,
        const std::string& value, CapacityType capacity) const;
    [[nodiscard]] const OwnPrice* ownRowByLabel(OwnPrice::Asset asset, CapacityType capacity) const;
    [[nodiscard]] std::optional<Money> onDemandElsewhere() const; // offered, else listed
    [[nodiscard]] bool plausible(Money hourly) const; // less than 30 times off what the list says
    [[nodiscard]] std::int64_t gpuCount() const;
    [[nodiscard]] bool spot() const { return machine_.capacity == CapacityType::Spot; }

    const PriceBook::State& state_;
    const PriceBook& book_;
    const Machine& machine_;
    const Node* node_;
    const Resources* size_;
    const ListedPrice* listed_ = nullptr;
    bool listedElsewhere_ = false; // in another region
    Price price_;
};

std::string ownKey(OwnPrice::Asset asset, OwnPrice::Match match, std::string_view labelKey, std::string_view value);
// The factor from which on a price is taken for a mistake of its source (cost.md 1.1: OpenCost's outlierFactor).
inline constexpr std::int64_t implausibleFactor = 30;
bool jumps(Money from, Money to); // by that factor or more, either way

} // namespace loadline
