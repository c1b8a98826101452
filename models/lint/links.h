// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace loadline::link {

inline constexpr std::string_view hpa = "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/";
inline constexpr std::string_view hpaAlgorithm = "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details";
inline constexpr std::string_view hpaBehavior = "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#configurable-scaling-behavior";
inline constexpr std::string_view hpaContainer = "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#container-resource-metrics";
inline constexpr std::string_view hpaMigrate = "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling";
inline constexpr std::string_view hpaApi = "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/";
inline constexpr std::string_view vpa = "https://kubernetes.io/docs/concepts/workloads/autoscaling/#scaling-workloads-vertically";
inline constexpr std::string_view vpaModes = "https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/quickstart.md";
inline constexpr std::string_view vpaLimits = "https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/known-limitations.md";
inline constexpr std::string_view kedaObject = "https://keda.sh/docs/latest/reference/scaledobject-spec/";
inline constexpr std::string_view kedaDeployments = "https://keda.sh/docs/latest/concepts/scaling-deployments/";
inline constexpr std::string_view kedaPause = "https://keda.sh/docs/latest/concepts/scaling-deployments/#pausing-autoscaling";
inline constexpr std::string_view kedaActivation = "https://keda.sh/docs/latest/concepts/scaling-deployments/#activating-and-scaling-thresholds";
inline constexpr std::string_view kedaScalers = "https://keda.sh/docs/latest/scalers/";
inline constexpr std::string_view kedaCpu = "https://keda.sh/docs/latest/scalers/cpu/";
inline constexpr std::string_view kedaCron = "https://keda.sh/docs/latest/scalers/cron/";
inline constexpr std::string_view kedaPrometheus = "https://keda.sh/docs/latest/scalers/prometheus/";
inline constexpr std::string_view kedaAuthentication = "https://keda.sh/docs/latest/concepts/authentication/";
inline constexpr std::string_view kedaTroubleshooting = "https://keda.sh/docs/latest/troubleshooting/";
inline constexpr std::string_view pdb = "https://kubernetes.io/docs/tasks/run-application/configure-pdb/";
inline constexpr std::string_view disruptions = "https://kubernetes.io/docs/concepts/workloads/pods/disruptions/";
inline constexpr std::string_view quota = "https://kubernetes.io/docs/concepts/policy/resource-quotas/";
inline constexpr std::string_view limitRange = "https://kubernetes.io/docs/concepts/policy/limit-range/";
inline constexpr std::string_view requests = "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/";
inline constexpr std::string_view priority = "https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/";
inline constexpr std::string_view labels = "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/";
inline constexpr std::string_view deprecated = "https://kubernetes.io/docs/reference/using-api/deprecation-guide/";
inline constexpr std::string_view objects = "https://kubernetes.io/docs/concepts/overview/working-with-objects/";
inline constexpr std::string_view nodeAutoscaling = "https://kubernetes.io/docs/concepts/cluster-administration/node-autoscaling/";
inline constexpr std::string_view nodePools = "https://karpenter.sh/docs/concepts/nodepools/";
inline constexpr std::string_view disruptionBudgets = "https://karpenter.sh/docs/concepts/disruption/#nodepool-disruption-budgets";

} // namespace loadline::link
