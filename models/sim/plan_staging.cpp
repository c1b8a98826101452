// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/plan_words.h"

namespace loadline {

using namespace planning;

SimPlan stagingPlan()
{
    SimPlan plan;
    plan.cluster = "staging-eu";
    plan.region = "eu-central-1";
    plan.account = "514028819933";
    plan.version = "v1.34.5";
    plan.keda = plan.karpenter = plan.prometheus = false;
    plan.nodesForbidden = true;
    auto workers = pool("workers", SimManager::ClusterAutoscaler, "m6i.xlarge", res("4", "15997280Ki"),
        res("3920m", "14980448Ki"), 2, 5);
    plan.pools = {std::move(workers)};
    auto fraud = serve("staging", "fraud-detector-api", res("250m", "512Mi"), res("500m", "1Gi"), 0.004, mib(250),
        business(120, 0.5, 13, 0.2));
    fraud.load.burst = 1.2;
    auto recommendation = serve("staging", "recommendation-api", res("250m", "512Mi"), res("500m", "1Gi"), 0.0019,
        mib(280), business(240, 0.6, 13, 0.2));
    auto search = serve(
        "staging", "search-api", res("250m", "512Mi"), res("500m", "1Gi"), 0.003, mib(400), business(90, 0.5, 12, 0.2));
    for (auto* workload : {&fraud, &recommendation, &search})
        plan.workloads.push_back(std::move(*workload));
    plan.workloads.push_back(fixed("staging", "model-playground", 2, res("500m", "1Gi"), res("1", "2Gi"), 0.05,
        mib(420), "registry.acme.dev/model-playground:0.4.0"));
    plan.workloads.push_back(
        fixed("kube-system", "coredns", 2, res("100m", "70Mi"), {}, 0.008, mib(25), "registry.k8s.io/coredns:v1.13.1"));
    plan.workloads.push_back(fixed("kube-system", "metrics-server", 1, res("100m", "200Mi"), {}, 0.01, mib(60),
        "registry.k8s.io/metrics-server:v0.9.0"));
    plan.hpas = {hpa(plan, "staging", "fraud-detector-hpa", "fraud-detector-api", 1, 6, {utilization("cpu", 70)}),
        hpa(plan, "staging", "recommendation-hpa", "recommendation-api", 1, 6, {utilization("cpu", 70)}),
        hpa(plan, "staging", "search-api", "search-api", 1, 3, {utilization("cpu", 60)})};
    plan.vpas = {vpa(plan, "staging", "model-playground", "model-playground", UpdateMode::Recreate),
        vpa(plan, "staging", "search-api", "search-api", UpdateMode::Off)};
    plan.budgets = {budget("staging", "fraud-detector-api", "", "1")};
    plan.quotas = {quota("staging", {{"pods", "60"}, {"requests.cpu", "10"}, {"requests.memory", "24Gi"}})};
    return plan;
}

} // namespace loadline
