// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/promql.h"

#include <algorithm>
#include <array>
#include <map>

namespace loadline {

namespace {

using SeriesLabels = std::vector<std::pair<std::string, std::string>>;

// Provider labels as kube-state-metrics writes them, in the order in which identify() (cluster/node.h) tries them.
constexpr std::array<std::string_view, 20> poolLabels {"label_karpenter_sh_nodepool",
    "label_karpenter_sh_provisioner_name", "label_eks_amazonaws_com_nodegroup", "label_alpha_eksctl_io_nodegroup_name",
    "label_cloud_google_com_gke_nodepool", "label_kubernetes_azure_com_agentpool", "label_agentpool",
    "label_kops_k8s_io_instancegroup", "label_doks_digitalocean_com_node_pool", "label_lke_linode_com_pool_id",
    "label_k8s_scaleway_com_pool_name", "label_k8s_scaleway_com_pool", "label_ibm_cloud_kubernetes_io_worker_pool_name",
    "label_alibabacloud_com_nodepool_id", "label_kubernetes_civo_com_civo_node_pool",
    "label_rke_cattle_io_rke_machine_pool_name", "label_magnum_openstack_org_nodegroup",
    "label_compute_coreweave_com_node_pool", "label_hcloud_node_group", "label_nodepool"};

struct CapacityRule {
    std::string_view label;
    std::string_view value; // as the label has it, in lower case
    std::string_view capacity;
};
// What a label says of how a node is paid; on-demand only where something says so.
constexpr std::array<CapacityRule, 22> capacityRules {{
    {"capacity_type", "spot", "spot"},
    {"capacity_type", "on-demand", "on-demand"},
    {"capacity_type", "reserved", "reserved"},
    {"label_karpenter_sh_capacity_type", "spot", "spot"},
    {"label_karpenter_sh_capacity_type", "on-demand", "on-demand"},
    {"label_karpenter_sh_capacity_type", "reserved", "reserved"},
    {"label_eks_amazonaws_com_capacity_type", "spot", "spot"},
    {"label_eks_amazonaws_com_capacity_type", "on_demand", "on-demand"},
    {"label_eks_amazonaws_com_capacity_type", "capacity_block", "reserved"},
    {"label_eks_amazonaws_com_capacityType", "spot", "spot"},
    {"label_eks_amazonaws_com_capacityType", "on_demand", "on-demand"},
    {"label_eks_amazonaws_com_capacityType", "capacity_block", "reserved"},
    {"label_cloud_google_com_gke_spot", "true", "spot"},
    {"label_cloud_google_com_gke_preemptible", "true", "spot"},
    {"label_cloud_google_com_gke_provisioning", "spot", "spot"},
    {"label_cloud_google_com_gke_provisioning", "preemptible", "spot"},
    {"label_cloud_google_com_gke_provisioning", "standard", "on-demand"},
    {"label_kubernetes_azure_com_scalesetpriority", "spot", "spot"},
    {"label_lifecycle", "ec2spot", "spot"},
    {"label_oci_oraclecloud_com_oke_is_preemptible", "true", "spot"},
    {"label_spotinst_io_node_lifecycle", "spot", "spot"},
    {"label_spotinst_io_node_lifecycle", "od", "on-demand"},
}};

std::string lower(std::string_view text)
{
    std::string out(text);
    for (char& c : out)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

std::string poolOf(const Series& series)
{
    for (const std::string_view key : {std::string_view("pool"), std::string_view("nodepool")}) {
        if (const auto* value = series.label(key); value && !value->empty())
            return *value;
    }
    for (const auto key : poolLabels) {
        if (const auto* value = series.label(key); value && !value->empty())
            return *value;
    }
    return {};
}

std::string capacityOf(const Series& series)
{
    if (const auto* value = series.label("capacity"))
        return *value;
    for (const auto& rule : capacityRules) {
        const auto* value = series.label(rule.label);
        if (value && lower(*value) == rule.value)
            return std::string(rule.capacity);
    }
    return {};
}

// Adds what two series count at the same moments.
void addCounts(Series& sum, const Series& more)
{
    std::vector<Sample> added;
    added.reserve(std::max(sum.samples.size(), more.samples.size()));
    auto a = sum.samples.begin();
    auto b = more.samples.begin();
    while (a != sum.samples.end() || b != more.samples.end()) {
        if (b == more.samples.end() || (a != sum.samples.end() && a->at < b->at)) {
            added.push_back(*a++);
        } else if (a == sum.samples.end() || b->at < a->at) {
            added.push_back(*b++);
        } else {
            added.push_back({a->at, a->value + b->value});
            ++a;
            ++b;
        }
    }
    sum.samples = std::move(added);
}

// The first of these labels that says something.
std::string firstOf(const Series& series, std::initializer_list<std::string_view> labels)
{
    for (const std::string_view label : labels)
        if (const auto* value = series.label(label); value && !value->empty())
            return *value;
    return {};
}

SeriesLabels poolLabelsOf(const Series& series)
{
    return {{"capacity", capacityOf(series)}, {"pool", poolOf(series)}};
}

SeriesLabels machineLabelsOf(const Series& series)
{
    return {{"capacity", capacityOf(series)},
        {"instance_type",
            firstOf(series,
                {"instance_type", "label_node_kubernetes_io_instance_type", "label_beta_kubernetes_io_instance_type"})},
        {"pool", poolOf(series)},
        {"region",
            firstOf(series,
                {"region", "label_topology_kubernetes_io_region", "label_failure_domain_beta_kubernetes_io_region"})},
        {"zone",
            firstOf(series,
                {"zone", "label_topology_kubernetes_io_zone", "label_failure_domain_beta_kubernetes_io_zone"})}};
}

// Series that get the same labels are one: their counts are summed; of prices the first stands.
std::vector<Series> merged(
    const std::vector<Series>& series, SeriesLabels (*labelsOf)(const Series&), bool counts = true)
{
    std::map<SeriesLabels, Series> groups;
    for (const Series& one : series) {
        auto labels = labelsOf(one);
        const auto [at, isNew] = groups.emplace(labels, Series {});
        if (isNew) {
            at->second = one;
            at->second.labels = std::move(labels);
        } else if (counts) {
            addCounts(at->second, one);
        }
    }
    std::vector<Series> out;
    for (auto& [labels, one] : groups)
        out.push_back(std::move(one));
    return out;
}

bool hasNodeLabels(const Series& series)
{
    return std::any_of(series.labels.begin(), series.labels.end(),
        [](const auto& label) { return label.first.starts_with("label_"); });
}

// deployment="x" or statefulset="x" becomes name="x"; the owner of pods becomes the workload's kind and name.
void nameWorkload(SeriesLabels& labels)
{
    for (auto& label : labels) {
        std::string& name = label.first;
        if (name == "deployment" || name == "statefulset" || name == "owner_name" || name == "created_by_name")
            name = "name";
        if (name == "owner_kind" || name == "created_by_kind")
            name = "kind";
    }
    std::sort(labels.begin(), labels.end());
}

void dropExportedPrefix(SeriesLabels& labels)
{
    constexpr std::string_view prefix = "exported_";
    bool changed = false;
    for (auto& [name, value] : labels) {
        if (name.starts_with(prefix)) {
            name.erase(0, prefix.size());
            changed = true;
        }
    }
    if (changed)
        std::sort(labels.begin(), labels.end());
}

} // namespace

std::vector<Series> shapeAnswer(QueryId query, std::vector<Series> series)
{
    if (query == QueryId::NodesByPool)
        return merged(series, poolLabelsOf);
    if (query == QueryId::NodesByMachine)
        return merged(series, machineLabelsOf);
    // Joined with what nodes are; else they are told by type and region alone, and stay so.
    if (query == QueryId::MachinePrices && std::any_of(series.begin(), series.end(), hasNodeLabels))
        return merged(series, machineLabelsOf, false);
    for (Series& one : series) {
        dropExportedPrefix(one.labels);
        if (query == QueryId::WorkloadReplicasAll || query == QueryId::WorkloadsWaiting || query == QueryId::WorkloadSizes)
            nameWorkload(one.labels);
    }
    return series;
}

bool tellsSomething(QueryId query, const std::vector<Series>& shaped)
{
    if (query != QueryId::NodesByPool && query != QueryId::NodesByMachine && query != QueryId::MachinePrices)
        return !shaped.empty();
    const std::string_view telling = query == QueryId::NodesByPool ? "pool" : "instance_type";
    return std::any_of(shaped.begin(), shaped.end(), [&](const Series& one) {
        const auto* value = one.label(telling);
        return value && !value->empty();
    });
}

} // namespace loadline
