// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked of all workloads at once: a month of all of them must stay cheap to ask for.
#include "metrics/promql_builder.h"

namespace loadline {

namespace {

// Names pods' owners as workloads: a Deployment's ReplicaSets are named after it with a hash behind. Asking for the
// ReplicaSets' own owners would read as many series again.
std::string byWorkload(const std::string& series, const std::string& kind, const std::string& name)
{
    return "label_replace(label_join(" + series + R"(,"workload","/",")" + kind + R"(",")" + name + R"("),")" + name
        + R"(","$1","workload","ReplicaSet/(.+)-[^-]+"))";
}

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

NamedQuery workloadSizesQuery()
{
    QueryBuilder query(QueryId::WorkloadSizes, "workload-sizes", "");
    query.both("avg by(@ns,owner_kind,owner_name,resource)(sum by(@ns,@pod,resource)(max by(@ns,@pod,@container,resource)"
               R"((kube_pod_container_resource_requests{@pod!="",resource=~"cpu|memory|nvidia_com_gpu",node!=""$matcher})))"
               "*on(@ns,@pod) group_left(owner_kind,owner_name) "
            + byWorkload("max by(@ns,@pod,owner_kind,owner_name)"
                         R"((kube_pod_owner{@pod!="",owner_kind=~"ReplicaSet|StatefulSet",owner_is_controller!="false"$matcher}))",
                "owner_kind", "owner_name")
            + ")",
        {"kube_pod_container_resource_requests", "kube_pod_owner"});
    return query;
}

} // namespace loadline
