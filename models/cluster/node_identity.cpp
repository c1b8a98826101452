// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/node.h"

#include <algorithm>
#include <array>

namespace loadline {
namespace {

// THE list of labels that name a node's pool, in the order in which they are tried: Karpenter runs on any cloud and
// inside managed pools' clusters, so it goes first (autoscaling.md 4.3, cost.md 1.7).
struct PoolKey {
    std::string_view key;
    std::string_view manager;
    bool annotation = false;
};
constexpr PoolKey poolKeys[] = {
    {"karpenter.sh/nodepool", "Karpenter"},
    {"karpenter.sh/provisioner-name", "Karpenter"},
    {"eks.amazonaws.com/nodegroup", "EKS managed node group"},
    {"alpha.eksctl.io/nodegroup-name", "EKS node group (eksctl)"},
    {"cloud.google.com/gke-nodepool", "GKE node pool"},
    {"kubernetes.azure.com/agentpool", "AKS node pool"},
    {"kops.k8s.io/instancegroup", "kOps instance group"},
    {"oci.oraclecloud.com/node-pool-id", "OKE node pool", true},
    {"doks.digitalocean.com/node-pool", "DigitalOcean node pool"},
    {"doks.digitalocean.com/node-pool-id", "DigitalOcean node pool"},
    {"lke.linode.com/pool-id", "Linode node pool"},
    {"k8s.scaleway.com/pool-name", "Scaleway pool"},
    {"k8s.scaleway.com/pool", "Scaleway pool"},
    {"kubernetes.civo.com/civo-node-pool", "Civo node pool"},
    {"hcloud/node-group", "Hetzner node group"},
    {"ibm-cloud.kubernetes.io/worker-pool-name", "IBM Cloud worker pool"},
    {"ibm-cloud.kubernetes.io/worker-pool-id", "IBM Cloud worker pool"},
    {"alibabacloud.com/nodepool-id", "Alibaba Cloud node pool"},
    {"node.alibabacloud.com/nodepool-id", "Alibaba Cloud node pool"},
    {"rke.cattle.io/rke-machine-pool-name", "Rancher machine pool"},
    {"magnum.openstack.org/nodegroup", "Magnum node group"},
    {"compute.coreweave.com/node-pool", "CoreWeave node pool"},
    {"agentpool", "AKS node pool"},
    {"nodepool", "OVHcloud node pool"},
};

// Labels whose presence or value tells how capacity is paid for, first match first. An empty value means any.
struct CapacityKey {
    std::string_view key;
    std::string_view value;
    CapacityType type;
};
constexpr CapacityKey capacityKeys[] = {
    {"karpenter.sh/capacity-type", "spot", CapacityType::Spot},
    {"karpenter.sh/capacity-type", "on-demand", CapacityType::OnDemand},
    {"karpenter.sh/capacity-type", "reserved", CapacityType::Reserved},
    {"eks.amazonaws.com/capacityType", "SPOT", CapacityType::Spot},
    {"eks.amazonaws.com/capacityType", "ON_DEMAND", CapacityType::OnDemand},
    {"eks.amazonaws.com/capacityType", "CAPACITY_BLOCK", CapacityType::Reserved},
    {"eks.amazonaws.com/compute-type", "fargate", CapacityType::OnDemand}, // Fargate pods on EKS know no spot
    {"cloud.google.com/gke-spot", "true", CapacityType::Spot},
    {"cloud.google.com/gke-preemptible", "true", CapacityType::Spot},
    {"cloud.google.com/gke-provisioning", "spot", CapacityType::Spot},
    {"cloud.google.com/gke-provisioning", "preemptible", CapacityType::Spot},
    {"cloud.google.com/gke-provisioning", "standard", CapacityType::OnDemand},
    {"kubernetes.azure.com/scalesetpriority", "spot", CapacityType::Spot},
    {"oci.oraclecloud.com/oke-is-preemptible", "true", CapacityType::Spot},
    {"lifecycle", "EC2Spot", CapacityType::Spot},
    {"node-role.kubernetes.io/spot-worker", "", CapacityType::Spot},
    {"aws.amazon.com/spot", "true", CapacityType::Spot},
    {"spotinst.io/node-lifecycle", "spot", CapacityType::Spot},
    {"spotinst.io/node-lifecycle", "od", CapacityType::OnDemand},
    // GKE and AKS label each spot node, so a node of their pools without such a label is on demand.
    {"cloud.google.com/gke-nodepool", "", CapacityType::OnDemand},
    {"kubernetes.azure.com/agentpool", "", CapacityType::OnDemand},
};

std::string labelOr(const Node& node, std::string_view key, std::string_view older)
{
    const std::string* value = node.meta.label(key);
    if (!value)
        value = node.meta.label(older);
    return value ? *value : std::string();
}

// "openshift-machine-api/cluster-worker-a-x7k2p" -> "cluster-worker-a": a Machine is named after its MachineSet.
std::string machineSetOf(std::string_view machine)
{
    machine.remove_prefix(std::min(machine.size(), machine.find('/') + 1));
    return std::string(machine.substr(0, std::min(machine.size(), machine.rfind('-'))));
}

void namePool(NodeIdentity& identity, std::string_view key, std::string pool, std::string_view manager)
{
    identity.pool = std::move(pool);
    identity.poolLabel = key;
    identity.manager = manager;
}

void findPool(NodeIdentity& identity, const Node& node)
{
    for (const PoolKey& known : poolKeys) {
        const std::string* value = known.annotation ? node.meta.annotation(known.key) : node.meta.label(known.key);
        if (value && !value->empty())
            return namePool(identity, known.key, *value, known.manager);
    }
    const std::string* compute = node.meta.label("eks.amazonaws.com/compute-type");
    if (compute && *compute == "fargate")
        return namePool(identity, "eks.amazonaws.com/compute-type", *compute, "EKS Fargate");
    // Cluster API and OpenShift name the set in annotations.
    const std::string* kind = node.meta.annotation("cluster.x-k8s.io/owner-kind");
    const std::string* owner = node.meta.annotation("cluster.x-k8s.io/owner-name");
    if (kind && owner && (*kind == "MachineSet" || *kind == "MachinePool"))
        return namePool(identity, "cluster.x-k8s.io/owner-name", *owner, "Cluster API");
    if (const std::string* machine = node.meta.annotation("machine.openshift.io/machine"))
        namePool(identity, "machine.openshift.io/machine", machineSetOf(*machine), "OpenShift machine set");
}

CapacityType capacityOf(const Node& node)
{
    for (const CapacityKey& known : capacityKeys) {
        const std::string* value = node.meta.label(known.key);
        if (value && (known.value.empty() || *value == known.value))
            return known.type;
    }
    const bool azureSpot = std::any_of(node.taints.begin(), node.taints.end(), [](const Taint& taint) {
        return taint.key == "kubernetes.azure.com/scalesetpriority" && taint.value == "spot";
    });
    return azureSpot ? CapacityType::Spot : CapacityType::Unknown;
}

// aws:///us-east-1a/i-0abc and gce://project/us-central1-a/name carry the zone.
std::string zoneOfProviderId(const std::string& id)
{
    const auto part = [&](std::size_t start) {
        const std::size_t end = id.find('/', start);
        return end == std::string::npos ? std::string() : id.substr(start, end - start);
    };
    if (id.compare(0, 7, "aws:///") == 0)
        return part(7);
    if (id.compare(0, 6, "gce://") == 0) {
        const std::size_t project = id.find('/', 6);
        return project == std::string::npos ? std::string() : part(project + 1);
    }
    return {};
}

} // namespace

NodeIdentity identify(const Node& node)
{
    NodeIdentity identity;
    findPool(identity, node);
    const std::string* compute = node.meta.label("eks.amazonaws.com/compute-type");
    if (compute && *compute == "auto")
        identity.manager = "EKS Auto Mode";
    identity.capacity = capacityOf(node);
    identity.instanceType = labelOr(node, "node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type");
    identity.region = labelOr(node, "topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region");
    identity.zone = labelOr(node, "topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone");
    if (identity.zone.empty())
        identity.zone = zoneOfProviderId(node.providerId);
    return identity;
}

} // namespace loadline
