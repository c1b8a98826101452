// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/promql_builder.h"

namespace loadline {

namespace {

// The labels of shape.cpp: what kube-state-metrics makes of the providers' node labels.
const std::string& providerLabels()
{
    static const std::string labels
        = "label_karpenter_sh_nodepool,label_karpenter_sh_provisioner_name,label_eks_amazonaws_com_nodegroup,"
          "label_alpha_eksctl_io_nodegroup_name,label_cloud_google_com_gke_nodepool,label_kubernetes_azure_com_"
          "agentpool,"
          "label_agentpool,label_kops_k8s_io_instancegroup,label_doks_digitalocean_com_node_pool,"
          "label_lke_linode_com_pool_id,label_k8s_scaleway_com_pool_name,label_k8s_scaleway_com_pool,"
          "label_ibm_cloud_kubernetes_io_worker_pool_name,label_alibabacloud_com_nodepool_id,"
          "label_kubernetes_civo_com_civo_node_pool,label_rke_cattle_io_rke_machine_pool_name,"
          "label_magnum_openstack_org_nodegroup,label_compute_coreweave_com_node_pool,label_hcloud_node_group,"
          "label_nodepool,label_karpenter_sh_capacity_type,label_eks_amazonaws_com_capacityType,"
          "label_eks_amazonaws_com_capacity_type,label_cloud_google_com_gke_spot,label_cloud_google_com_gke_"
          "preemptible,"
          "label_cloud_google_com_gke_provisioning,label_kubernetes_azure_com_scalesetpriority,label_lifecycle,"
          "label_oci_oraclecloud_com_oke_is_preemptible,label_spotinst_io_node_lifecycle";
    return labels;
}

// Type and place, by their current names and the ones before them.
constexpr const char* placeLabels
    = "label_node_kubernetes_io_instance_type,label_beta_kubernetes_io_instance_type,label_topology_kubernetes_io_region,"
      "label_failure_domain_beta_kubernetes_io_region,label_topology_kubernetes_io_zone,"
      "label_failure_domain_beta_kubernetes_io_zone";

// Every node once, with its labels. Several exporters tell of the same nodes, and not all with the same labels (OpenCost
// with all of them, kube-state-metrics with those on its list): the one that tells most stands.
std::string labelledNodes(const std::string& labels)
{
    const std::string told = "max by(node," + labels + R"()(kube_node_labels{node!="")";
    return "topk by(node)(1," + told + R"(,label_node_kubernetes_io_instance_type!=""$matcher}) or on(node) )" + told
        + "$matcher}))";
}

QueryBuilder nodeLabels(QueryId id, const char* name, const std::string& labels)
{
    return QueryBuilder(id, name, "nodes")
        .plain("count by(" + labels + ")(" + labelledNodes(labels) + ")", {"kube_node_labels"});
}

} // namespace

NamedQuery nodesByPoolQuery()
{
    return nodeLabels(QueryId::NodesByPool, "nodes-by-pool", providerLabels())
        .plain("count by(nodepool,capacity_type)(max by(node_name,nodepool,capacity_type)"
               R"((karpenter_nodes_allocatable{nodepool!="",resource_type="cpu"$matcher})))",
            {"karpenter_nodes_allocatable"});
}

NamedQuery nodesByMachineQuery()
{
    const std::string karpenter = "nodepool,capacity_type,instance_type,region,zone";
    return nodeLabels(QueryId::NodesByMachine, "nodes-by-machine", providerLabels() + "," + placeLabels)
        .plain("count by(" + karpenter + ")(max by(node_name," + karpenter
                + R"()(karpenter_nodes_allocatable{nodepool!="",resource_type="cpu"$matcher})))",
            {"karpenter_nodes_allocatable"})
        .plain("count by(instance_type,region)(max by(node,instance_type,region)"
               R"((node_total_hourly_cost{node!=""$matcher})))",
            {"node_total_hourly_cost"});
}

NamedQuery nodeCountQuery()
{
    return QueryBuilder(QueryId::NodeCount, "node-count", "nodes")
        .plain(R"(count(max by(node)(kube_node_info{node!=""$matcher})))", {"kube_node_info"})
        .plain(R"(count(max by(node)(kube_node_labels{node!=""$matcher})))", {"kube_node_labels"});
}

NamedQuery poolQuery(QueryId id, const char* name, const std::string& what)
{
    QueryBuilder query(id, name, "");
    for (const char* prefix : {"karpenter_nodepools_", "karpenter_nodepool_"})
        query.plain(
            "max by(nodepool,resource_type)(" + (prefix + what) + R"({nodepool="$pool"$matcher}))", {prefix + what});
    return query;
}

NamedQuery nodePricesQuery()
{
    return QueryBuilder(QueryId::NodePrices, "node-prices", "$/h")
        .plain(R"(max by(node,instance_type,region)(node_total_hourly_cost{node!=""$matcher}))",
            {"node_total_hourly_cost"});
}

NamedQuery machinePricesQuery()
{
    // What machines alike cost, without who they were: nodes come and go, prices stay comparable. Where nobody tells
    // pools and capacity types, those of one type are all alike.
    const std::string labels = providerLabels() + "," + placeLabels;
    return QueryBuilder(QueryId::MachinePrices, "machine-prices", "$/h")
        .plain("avg by(" + labels + ")(" + labelledNodes(labels)
                + R"(*on(node) group_left() max by(node)(node_total_hourly_cost{node!=""$matcher})))",
            {"kube_node_labels", "node_total_hourly_cost"})
        .plain(R"(avg by(instance_type,region)(max by(node,instance_type,region)(node_total_hourly_cost{node!=""$matcher})))",
            {"node_total_hourly_cost"});
}

NamedQuery offeringPricesQuery()
{
    QueryBuilder query(QueryId::OfferingPrices, "offering-prices", "$/h");
    for (const char* metric : {"karpenter_cloudprovider_instance_type_offering_price_estimate",
             "karpenter_cloudprovider_instance_type_price_estimate"})
        query.plain(std::string("max by(instance_type,capacity_type,zone)(") + metric + R"({instance_type=~"$types"$matcher}))",
            {metric});
    return query;
}

} // namespace loadline
