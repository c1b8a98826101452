// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked of all workloads at once: a month of all of them must stay cheap to ask for.
#include "metrics/promql_builder.h"

namespace loadline {

namespace {

// Names pods' owners as workloads: a Deployment's ReplicaSets are named after it with a hash behind. Asking for the
// owners of all ReplicaSets would read as many series again; those that no Deployment owns (bare ones, and those of Argo
// Rollouts) are few, and left out: they would be taken for Deployments.
std::string byWorkload(const std::string& series, const std::string& kind, const std::string& name, const std::string& window = "")
{
    const std::string owners = R"x(kube_replicaset_owner{replicaset!="",owner_kind!="Deployment"$matcher})x";
    const std::string others = "label_replace(label_replace(" + (window.empty() ? owners : "max_over_time(" + owners + window + ")") + ",\"" + name
        + R"x(","$1","replicaset","(.+)"),")x" + kind + R"x(","ReplicaSet","",""))x";
    const std::string joined = "label_join((" + series + " unless on(@ns," + kind + "," + name + ") " + others + R"x(),"workload","/",")x" + kind
        + R"x(",")x" + name + R"x("))x";
    const auto replaced = [](const std::string& of, const std::string& label, const char* with, const char* what) {
        return "label_replace(" + of + ",\"" + label + "\",\"" + with + R"x(","workload",")x" + what + "\")";
    };
    return replaced(replaced(joined, name, "$1", "ReplicaSet/(.+)-[^-]+"), kind, "Deployment", "ReplicaSet/.+-[^-]+");
}

// All that costs: GPUs and other accelerators of any vendor, and huge pages, as kube-state-metrics spells resources.
constexpr const char* priced = "cpu|memory|hugepages_.+|nvidia_com_(gpu|gpu_shared|mig_.+)|amd_com_gpu|gpu_intel_com_(i915|xe)|intel_com_gpu"
                               "|k8s_amazonaws_com_vgpu|aws_amazon_com_neuron|aws_amazon_com_neurondevice|google_com_tpu|habana_ai_gaudi";

} // namespace

NamedQuery workloadReplicasAllQuery()
{
    QueryBuilder query(QueryId::WorkloadReplicasAll, "workload-replicas-all", "replicas");
    query.both(R"(max by(@ns,deployment)(kube_deployment_spec_replicas{deployment!=""$matcher}))",
        {"kube_deployment_spec_replicas"}, {{"kind", "Deployment"}});
    query.both(R"(max by(@ns,statefulset)(kube_statefulset_replicas{statefulset!=""$matcher}))",
        {"kube_statefulset_replicas"}, {{"kind", "StatefulSet"}});
    return query;
}

NamedQuery workloadsWaitingQuery()
{
    QueryBuilder query(QueryId::WorkloadsWaiting, "workloads-waiting", "replicas");
    query.both("count by(@ns,created_by_kind,created_by_name)("
            + byWorkload("max by(@ns,@pod,created_by_kind,created_by_name)"
                         R"((kube_pod_info{@pod!="",node="",created_by_kind=~"ReplicaSet|StatefulSet"$matcher}))",
                "created_by_kind", "created_by_name")
            + ")",
        {"kube_pod_info"});
    return query;
}

// Of every pod that there was in the hour before: asked on each full hour, it sees all that the replicas' five-minute
// samples of that hour see, the last of them five minutes before, however short they lived.
NamedQuery workloadSizesQuery()
{
    QueryBuilder query(QueryId::WorkloadSizes, "workload-sizes", "");
    const std::string hour = "[55m] offset 5m";
    query.both("avg by(@ns,owner_kind,owner_name,resource)(sum by(@ns,@pod,resource)(max by(@ns,@pod,@container,resource)"
               R"((max_over_time(kube_pod_container_resource_requests{@pod!="",resource=~")" + std::string(priced) + R"(",node!=""$matcher})" + hour + ")))"
               "*on(@ns,@pod) group_left(owner_kind,owner_name) "
            + byWorkload("max by(@ns,@pod,owner_kind,owner_name)"
                         R"((max_over_time(kube_pod_owner{@pod!="",owner_kind=~"ReplicaSet|StatefulSet",owner_is_controller!="false"$matcher})" + hour + "))",
                "owner_kind", "owner_name", hour)
            + ")",
        {"kube_pod_container_resource_requests", "kube_pod_owner"});
    return query;
}

} // namespace loadline
