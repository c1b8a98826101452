// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/price_search.h"

#include "cluster/capacity_key.h"
#include "cost/gpus.h"

#include <algorithm>

namespace loadline {

namespace {

using Asset = OwnPrice::Asset;
using Match = OwnPrice::Match;

std::string providerName(std::string_view provider)
{
    if (provider == "aws")
        return "AWS";
    if (provider == "gcp")
        return "Google Cloud";
    if (provider == "azure")
        return "Azure";
    return std::string(provider);
}

// Rows of no set capacity or region fit any; a machine of unknown capacity is priced on demand.
bool fits(const OwnPrice& row, CapacityType capacity, const std::string& region)
{
    const auto asked = capacity == CapacityType::Unknown ? CapacityType::OnDemand : capacity;
    return (row.capacity == CapacityType::Unknown || row.capacity == asked) && (row.region.empty() || row.region == region);
}

// What a label says, where a machine tells it too; "" where it does not.
std::string labelOf(const Machine& machine, std::string_view key)
{
    constexpr std::string_view pools[] = {"karpenter.sh/nodepool", "eks.amazonaws.com/nodegroup", "cloud.google.com/gke-nodepool",
        "kubernetes.azure.com/agentpool", "agentpool"};
    if (std::find(std::begin(pools), std::end(pools), key) != std::end(pools))
        return machine.pool;
    if (key == "node.kubernetes.io/instance-type")
        return machine.instanceType;
    if (key == "topology.kubernetes.io/region")
        return machine.region;
    if (key == "topology.kubernetes.io/zone")
        return machine.zone;
    return key == "karpenter.sh/capacity-type" ? std::string(capacityKey(machine.capacity)) : std::string();
}

int specificity(const OwnPrice& row)
{
    return (row.capacity != CapacityType::Unknown ? 2 : 0) + (row.region.empty() ? 0 : 1);
}

} // namespace

std::string ownKey(Asset asset, Match match, std::string_view labelKey, std::string_view value)
{
    std::string key {char('0' + int(asset)), char('0' + int(match))};
    return key.append(labelKey).append(1, '\0').append(value);
}

bool jumps(Money from, Money to)
{
    return from * implausibleFactor <= to || to * implausibleFactor <= from;
}

PriceSearch::PriceSearch(const PriceBook& book, const Machine& machine, const Node* node, const Resources* size)
    : state_(*book.state_)
    , book_(book)
    , machine_(machine)
    , node_(node)
    , size_(size)
{
    const PriceList& list = PriceList::bundled();
    listed_ = list.find(machine.provider, machine.region, machine.instanceType);
    if (!listed_) {
        listed_ = list.findAnywhere(machine.provider, machine.instanceType);
        listedElsewhere_ = listed_ != nullptr;
    }
}

Price PriceSearch::find()
{
    const bool found = fromOwn() || fromOpenCost() || fromOfferings() || fromList() || fromRates();
    if (!found) {
        price_.notes.spotUnknown = spot() && price_.onDemandHourly.has_value();
        return price_;
    }
    price_.notes.capacityUnknown = machine_.capacity == CapacityType::Unknown;
    if (!price_.onDemandHourly && !spot())
        price_.onDemandHourly = price_.hourly;
    price_.notes.spotNotBelowOnDemand = spot() && price_.onDemandHourly && *price_.hourly >= *price_.onDemandHourly;
    return price_;
}

const OwnPrice* PriceSearch::ownRow(
    Asset asset, Match match, const std::string& key, const std::string& value, CapacityType capacity) const
{
    if (value.empty())
        return nullptr;
    const auto at = state_.own.find(ownKey(asset, match, key, value));
    if (at == state_.own.end())
        return nullptr;
    const OwnPrice* best = nullptr;
    for (const OwnPrice* row : at->second)
        if (fits(*row, capacity, machine_.region) && (!best || specificity(*row) > specificity(*best)))
            best = row;
    return best;
}

const OwnPrice* PriceSearch::ownRowByLabel(Asset asset, CapacityType capacity) const
{
    for (const std::string& key : asset == Asset::Gpu ? state_.gpuLabelKeys : state_.labelKeys) {
        const std::string* label = node_ ? node_->meta.label(key) : nullptr;
        const std::string value = label ? *label : node_ ? std::string() : labelOf(machine_, key);
        if (const OwnPrice* row = ownRow(asset, Match::Label, key, value, capacity))
            return row;
    }
    return nullptr;
}

const OwnPrice* PriceSearch::ownRow(Asset asset, CapacityType capacity) const
{
    if (node_) {
        if (const auto* row = ownRow(asset, Match::NodeName, {}, node_->meta.name, capacity))
            return row;
        if (const auto* row = ownRow(asset, Match::ProviderId, {}, node_->providerId, capacity))
            return row;
    }
    if (const auto* row = ownRowByLabel(asset, capacity))
        return row;
    if (const auto* row = ownRow(asset, Match::Pool, {}, machine_.pool, capacity))
        return row;
    if (const auto* row = ownRow(asset, Match::InstanceType, {}, machine_.instanceType, capacity))
        return row;
    return ownRow(asset, Match::Provider, {}, machine_.provider, capacity);
}

std::string PriceSearch::ownOfNode() const
{
    std::string own;
    if (!ownRow(Asset::Node, machine_.capacity))
        return own;
    for (const Asset asset : {Asset::Node, Asset::Gpu}) {
        const OwnPrice* row = ownRow(asset, machine_.capacity);
        const bool told = !row || row->match > Match::Label || (row->match == Match::Label && labelOf(machine_, row->labelKey) == row->value);
        if (!told)
            own += (own.empty() ? "" : ", ") + (row->match == Match::Label ? row->labelKey + '=' : std::string()) + row->value;
    }
    return own;
}

std::int64_t PriceSearch::gpuCount() const
{
    if (node_)
        return gpusOf(*node_);
    if (size_)
        return gpuSlices(*size_).whole();
    return listed_ ? listed_->gpus : 0;
}

bool PriceSearch::fromOwn()
{
    const OwnPrice* row = ownRow(Asset::Node, machine_.capacity);
    if (!row)
        return false;
    Money gpus;
    if (const OwnPrice* gpu = ownRow(Asset::Gpu, machine_.capacity)) {
        price_.gpuHourly = gpu->hourly;
        gpus = gpu->hourly * gpuCount();
    }
    price_.hourly = row->hourly + gpus;
    price_.source = PriceSource::User;
    price_.detail = row->row > 0 ? "your price book, row " + std::to_string(row->row) : "your price book";
    price_.asOf = row->asOf;
    if (spot()) {
        const OwnPrice* onDemand = ownRow(Asset::Node, CapacityType::OnDemand);
        if (onDemand && onDemand != row)
            price_.onDemandHourly = onDemand->hourly + gpus;
        else
            price_.onDemandHourly = onDemandElsewhere();
    }
    return true;
}

std::optional<Money> PriceSearch::onDemandElsewhere() const
{
    if (const auto at = state_.offeredOnDemand.find(machine_.instanceType); at != state_.offeredOnDemand.end())
        if (plausible(at->second))
            return at->second;
    return listed_ ? std::optional(listed_->onDemand) : std::nullopt;
}

bool PriceSearch::plausible(Money hourly) const
{
    return hourly > Money() && (!listed_ || !jumps(listed_->onDemand, hourly));
}

bool PriceSearch::fromOpenCost()
{
    if (!node_)
        return false;
    const auto at = state_.live.openCost.find(node_->meta.name);
    if (at == state_.live.openCost.end())
        return false;
    const OpenCostPrice& told = at->second;
    const bool capacityKnown = machine_.capacity != CapacityType::Unknown;
    const bool disagrees = told.spot && capacityKnown && *told.spot != spot();
    // OpenCost falls back to the on-demand price for spot without saying so (cost.md 1.3).
    const auto onDemand = onDemandElsewhere();
    const bool spotAtFullPrice = spot() && onDemand && told.hourly.scaled(100, 99) >= *onDemand;
    if (disagrees || spotAtFullPrice || !plausible(told.hourly)) {
        price_.notes.openCostRefused = true;
        return false;
    }
    price_.hourly = told.hourly;
    price_.source = PriceSource::OpenCost;
    price_.detail = "OpenCost in Prometheus";
    if (spot() || told.spot.value_or(false))
        price_.onDemandHourly = onDemand;
    return true;
}

bool PriceSearch::fromOfferings()
{
    const auto& offerings = state_.live.offerings;
    if (machine_.instanceType.empty() || offerings.empty())
        return false;
    const auto asked = machine_.capacity == CapacityType::Unknown ? CapacityType::OnDemand : machine_.capacity;
    std::optional<Money> hourly;
    if (const auto at = offerings.find({machine_.instanceType, asked, machine_.zone}); at != offerings.end())
        hourly = at->second;
    // Reserved offerings carry a ten-millionth of the price, so that Karpenter takes them first (cost.md 2.6).
    const bool reserved = asked == CapacityType::Reserved;
    const auto onDemand = state_.offeredOnDemand.find(machine_.instanceType);
    const bool offeredOnDemand = onDemand != state_.offeredOnDemand.end();
    price_.notes.offeringRefused = hourly && (reserved || !plausible(*hourly));
    if (price_.notes.offeringRefused)
        hourly.reset();
    if (!hourly && !spot() && offeredOnDemand && plausible(onDemand->second))
        hourly = onDemand->second;
    if (!hourly)
        return false;
    price_.hourly = hourly;
    price_.source = PriceSource::Karpenter;
    price_.detail = "Karpenter offering " + machine_.instanceType + " " + std::string(capacityKey(reserved ? CapacityType::OnDemand : asked, "on-demand"));
    if (!machine_.zone.empty())
        price_.detail += " " + machine_.zone;
    if (spot())
        price_.onDemandHourly = onDemandElsewhere();
    return true;
}

bool PriceSearch::fromList()
{
    if (!listed_)
        return false;
    price_.onDemandHourly = listed_->onDemand;
    const auto hourly = spot() ? listed_->spotHourly() : std::optional(listed_->onDemand);
    if (!hourly)
        return false;
    price_.hourly = hourly;
    price_.estimated = spot() && listed_->spotEstimated();
    price_.source = listedElsewhere_ ? PriceSource::BundledOther : PriceSource::BundledRegion;
    price_.detail = providerName(listed_->provider) + " " + std::string(listed_->region) + " list";
    if (spot())
        price_.detail += price_.estimated ? ", less published spot savings" : ", spot";
    price_.asOf = spot() ? listed_->spotAsOf : listed_->asOf;
    price_.notes.otherRegion = listedElsewhere_;
    price_.notes.replaced = listed_->replaced();
    return true;
}

bool PriceSearch::fromRates()
{
    if (!state_.settings.useRates || !size_ || !size_->cpu || !size_->memory)
        return false;
    if (*size_->cpu <= Quantity() || *size_->memory <= Quantity())
        return false;
    Rates rates = book_.ratesFor(machine_.provider);
    if (const OwnPrice* gpu = ownRow(Asset::Gpu, machine_.capacity))
        rates.gpu = gpu->hourly, rates.spotGpu = gpu->hourly;
    const auto gpus = Quantity::fromWhole(gpuCount());
    const auto hourly = priceAt(rates, *size_->cpu, *size_->memory, gpus, spot());
    if (!price_.onDemandHourly)
        price_.onDemandHourly = priceAt(rates, *size_->cpu, *size_->memory, gpus, false);
    if (!hourly)
        return false;
    price_.hourly = hourly;
    price_.source = PriceSource::Rates;
    price_.detail = rates.name;
    price_.estimated = spot();
    return true;
}

} // namespace loadline
