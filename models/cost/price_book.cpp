// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/price_book.h"

#include "cost/price_search.h"

#include <algorithm>
#include <array>

namespace loadline {

namespace {

struct Mark {
    std::string_view text;
    std::string_view provider;
};
// The prefixes of spec.providerID that cloud controllers write.
constexpr Mark providerIds[] = {{"aws://", "aws"}, {"gce://", "gcp"}, {"azure://", "azure"}, {"scaleway://", "scaleway"},
    {"ocid1.", "oracle"}, {"oci://", "oracle"}, {"alicloud://", "alibaba"}, {"digitalocean://", "digitalocean"},
    {"hcloud://", "hetzner"}, {"linode://", "linode"}, {"ibm://", "ibm"}, {"openstack://", "openstack"}};
constexpr Mark kubelets[] = {{"-eks-", "aws"}, {"eks", "aws"}, {"-gke.", "gcp"}, {"aliyun", "alibaba"}};
constexpr Mark labels[] = {{"eks.amazonaws.com/nodegroup", "aws"}, {"eks.amazonaws.com/compute-type", "aws"},
    {"karpenter.k8s.aws/instance-family", "aws"}, {"alpha.eksctl.io/nodegroup-name", "aws"},
    {"cloud.google.com/gke-nodepool", "gcp"}, {"kubernetes.azure.com/agentpool", "azure"},
    {"kubernetes.azure.com/cluster", "azure"}, {"k8s.scaleway.com/pool-name", "scaleway"},
    {"doks.digitalocean.com/node-pool", "digitalocean"}, {"alibabacloud.com/nodepool-id", "alibaba"}};

bool isLower(char c) { return c >= 'a' && c <= 'z'; }

// "us-east-1a" -> "us-east-1"; "us-central1-a" -> "us-central1"; other clouds' zones do not carry the region.
std::string regionOfZone(std::string_view provider, const std::string& zone)
{
    if (zone.size() < 3 || !isLower(zone.back()))
        return {};
    if (provider == "aws")
        return zone.substr(0, zone.size() - 1);
    if (provider == "gcp" && zone[zone.size() - 2] == '-')
        return zone.substr(0, zone.size() - 2);
    return {};
}

} // namespace

std::string providerOf(const Node& node)
{
    for (const Mark& mark : providerIds)
        if (node.providerId.starts_with(mark.text))
            return std::string(mark.provider);
    for (const Mark& mark : kubelets)
        if (node.kubeletVersion.find(mark.text) != std::string::npos)
            return std::string(mark.provider);
    for (const Mark& mark : labels)
        if (node.meta.label(mark.text))
            return std::string(mark.provider);
    return {};
}

Machine machineOf(const Node& node, const NodeIdentity& identity)
{
    Machine machine {providerOf(node), identity.region, identity.zone, identity.instanceType, identity.pool, identity.capacity};
    if (machine.region.empty())
        machine.region = regionOfZone(machine.provider, machine.zone);
    return machine;
}

PriceBook::State::State(PriceSettings theSettings, LivePrices theLive)
    : settings(std::move(theSettings))
    , live(std::move(theLive))
{
    for (const OwnPrice& row : settings.own) {
        own[ownKey(row.asset, row.match, row.labelKey, row.value)].push_back(&row);
        ofNodes = ofNodes || row.match <= OwnPrice::Match::Label;
        auto& keys = row.asset == OwnPrice::Asset::Gpu ? gpuLabelKeys : labelKeys;
        if (row.match == OwnPrice::Match::Label && std::find(keys.begin(), keys.end(), row.labelKey) == keys.end())
            keys.push_back(row.labelKey);
    }
    for (const auto& [key, hourly] : live.offerings)
        if (key.capacity == CapacityType::OnDemand && hourly > Money())
            offeredOnDemand.emplace(key.instanceType, hourly);
}

PriceBook::PriceBook()
    : PriceBook(PriceSettings {})
{
}

PriceBook::PriceBook(PriceSettings settings, LivePrices live)
    : state_(std::make_shared<const State>(std::move(settings), std::move(live)))
{
}

const PriceSettings& PriceBook::settings() const { return state_->settings; }
const LivePrices& PriceBook::live() const { return state_->live; }

Price PriceBook::of(const Node& node) const { return of(node, machineOf(node, identify(node))); }

Price PriceBook::of(const Node& node, const Machine& machine) const
{
    const Resources& size = node.capacity.cpu && node.capacity.memory ? node.capacity : node.allocatable;
    return PriceSearch(*this, machine, &node, &size).find();
}

std::string PriceBook::ownOf(const Node& node, const Machine& machine) const
{
    return state_->ofNodes ? PriceSearch(*this, machine, &node, nullptr).ownOfNode() : std::string();
}

Price PriceBook::of(const Machine& machine) const { return PriceSearch(*this, machine, nullptr, nullptr).find(); }

Price PriceBook::of(const Machine& machine, const Resources& size) const
{
    return PriceSearch(*this, machine, nullptr, &size).find();
}

std::optional<Money> PriceBook::onDemandOf(const Machine& machine) const
{
    Machine bought = machine;
    bought.capacity = CapacityType::OnDemand;
    return of(bought).hourly;
}

Rates PriceBook::ratesFor(std::string_view provider) const
{
    return state_->settings.rates ? *state_->settings.rates : defaultRates(provider);
}

bool PriceBook::operator==(const PriceBook& other) const
{
    return state_ == other.state_
        || (state_->settings == other.state_->settings && state_->live == other.state_->live);
}

} // namespace loadline
