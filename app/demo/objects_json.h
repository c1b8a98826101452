// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/api_store.h"
#include "demo/object_tree.h"
#include "sim/state.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace loadline {

// One resource of the simulated API server: what it is called there, and the documents that a state of the
// simulation gives for it.
struct SimResource {
    ApiResource resource;
    std::vector<ApiDocument> (*documents)(const SimState& state);
    bool (*served)(const SimPlan& plan); // null: always
};
std::span<const SimResource> simResources();

// Each in the file of its subject.
std::vector<ApiDocument> hpaDocuments(const SimState& state); // autoscaler_json.cpp
std::vector<ApiDocument> vpaDocuments(const SimState& state);
std::vector<ApiDocument> scaledObjectDocuments(const SimState& state);
std::vector<ApiDocument> scaledJobDocuments(const SimState& state);
std::vector<ApiDocument> authenticationDocuments(const SimState& state);
std::vector<ApiDocument> clusterAuthenticationDocuments(const SimState& state);
tree::Tree jobPodSpec(const WorkloadPlan& plan); // of a Job's template; workload_json.cpp
std::vector<ApiDocument> podDocuments(const SimState& state); // workload_json.cpp
std::vector<ApiDocument> deploymentDocuments(const SimState& state);
std::vector<ApiDocument> statefulSetDocuments(const SimState& state);
std::vector<ApiDocument> replicaSetDocuments(const SimState& state);
std::vector<ApiDocument> podMetricsDocuments(const SimState& state);
std::vector<ApiDocument> budgetDocuments(const SimState& state); // policy_json.cpp
std::vector<ApiDocument> namespaceDocuments(const SimState& state);
std::vector<ApiDocument> quotaDocuments(const SimState& state);
std::vector<ApiDocument> limitRangeDocuments(const SimState& state);
std::vector<ApiDocument> priorityClassDocuments(const SimState& state);
std::vector<ApiDocument> eventDocuments(const SimState& state);
std::vector<ApiDocument> serviceDocuments(const SimState& state);
std::vector<ApiDocument> nodeDocuments(const SimState& state); // node_json.cpp
std::vector<ApiDocument> nodeMetricsDocuments(const SimState& state);
std::vector<ApiDocument> nodePoolDocuments(const SimState& state);
std::vector<ApiDocument> nodeClaimDocuments(const SimState& state);
std::vector<ApiDocument> configMapDocuments(const SimState& state);

// The demo's Prometheus, as its Service is called.
inline constexpr const char* demoPrometheusNamespace = "monitoring";
inline constexpr const char* demoPrometheusService = "prometheus-server";
inline constexpr int demoPrometheusPort = 80;
inline constexpr const char* demoOpenCostNamespace = "opencost";
inline constexpr const char* demoOpenCostService = "opencost";
inline constexpr int demoOpenCostPort = 9003;

} // namespace loadline
