// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/history.h"

namespace loadline {

std::vector<std::string> scrapedNames(const SimPlan& plan)
{
    std::vector<std::string> names {"up", "container_cpu_usage_seconds_total", "container_memory_working_set_bytes",
        "kube_horizontalpodautoscaler_info", "kube_horizontalpodautoscaler_spec_min_replicas",
        "kube_horizontalpodautoscaler_spec_max_replicas", "kube_horizontalpodautoscaler_status_current_replicas",
        "kube_horizontalpodautoscaler_status_desired_replicas", "kube_horizontalpodautoscaler_status_target_metric",
        "kube_horizontalpodautoscaler_spec_target_metric", "kube_deployment_spec_replicas",
        "kube_deployment_status_replicas_ready", "kube_statefulset_replicas", "kube_statefulset_status_replicas_ready",
        "kube_replicaset_spec_replicas", "kube_replicaset_status_ready_replicas", "kube_replicaset_owner",
        "kube_job_owner", "kube_pod_owner", "kube_pod_info", "kube_pod_status_phase", "kube_pod_status_unschedulable",
        "kube_pod_container_resource_requests", "kube_pod_container_resource_limits", "kube_node_info",
        "kube_node_labels", "kube_node_status_allocatable"};
    if (plan.vpa)
        for (const char* bound : {"target", "lowerbound", "upperbound", "uncappedtarget"})
            for (const char* resource : {"_cpu", "_memory"})
                names.push_back(
                    std::string("kube_verticalpodautoscaler_status_recommendation_containerrecommendations_") + bound
                    + resource);
    if (plan.keda)
        for (const char* name : {"keda_scaler_metrics_value", "keda_scaler_active", "keda_scaled_object_errors_total",
                 "keda_scaled_object_paused", "keda_build_info"})
            names.emplace_back(name);
    if (plan.karpenter)
        for (const char* name :
            {"karpenter_nodepools_usage", "karpenter_nodepools_limit", "karpenter_nodes_allocatable",
                "karpenter_cloudprovider_instance_type_offering_price_estimate"})
            names.emplace_back(name);
    return names;
}

} // namespace loadline
