// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/build.h"

namespace loadline {
namespace {

void add(const std::optional<bool>& there, InstallNote note, std::vector<InstallNote>& notes)
{
    if (there == false)
        notes.push_back(std::move(note));
}

} // namespace

std::vector<InstallNote> installNotes(const InstalledParts& parts)
{
    const std::vector<std::string> keda {"helm repo add kedacore https://kedacore.github.io/charts",
        "helm upgrade --install keda kedacore/keda --namespace keda --create-namespace"};
    const std::vector<std::string> vpa {
        "git clone --depth 1 https://github.com/kubernetes/autoscaler", "./autoscaler/vertical-pod-autoscaler/hack/vpa-up.sh"};
    const std::string vpaLink = "https://github.com/kubernetes/autoscaler/tree/master/vertical-pod-autoscaler";
    std::vector<InstallNote> notes;
    add(parts.metricsServer,
        {"metrics-server", LOADLINE_TR("Install", "HPAs by CPU or memory, VPA and kubectl top read from it."),
            {"kubectl apply -f "
             "https://github.com/kubernetes-sigs/metrics-server/releases/latest/download/components.yaml"},
            "https://github.com/kubernetes-sigs/metrics-server"},
        notes);
    add(parts.keda,
        {"KEDA", LOADLINE_TR("Install", "Scales by queues, schedules and queries, and to zero."),
            keda,
            "https://keda.sh/docs/latest/deploy/"},
        notes);
    add(parts.keda == false ? std::nullopt : parts.kedaOperator,
        {"KEDA's operator", LOADLINE_TR("Install", "The cluster knows KEDA's kinds, but nothing was seen that acts on them."), keda, "https://keda.sh/docs/latest/deploy/"}, notes);
    add(parts.vpa,
        {"Vertical Pod Autoscaler",
            LOADLINE_TR("Install", "Finds out what containers need. Let it only recommend at first."),
            vpa, vpaLink},
        notes);
    add(parts.vpa == false ? std::nullopt : parts.vpaRecommender,
        {"VPA's recommender", LOADLINE_TR("Install", "The cluster knows VPAs, but nothing was seen that recommends anything for them."), vpa, vpaLink}, notes);
    add(parts.prometheus,
        {"Prometheus",
            LOADLINE_TR(
                "Install", "Keeps the past: without it there are no curves, no replay and no cost of last month."),
            {"helm repo add prometheus-community https://prometheus-community.github.io/helm-charts",
                "helm install prometheus prometheus-community/kube-prometheus-stack --namespace monitoring "
                "--create-namespace --set 'kube-state-metrics.metricLabelsAllowlist[0]=nodes=[*]'"},
            "https://prometheus.io/docs/introduction/overview/"},
        notes);
    add(parts.prometheus == false ? std::nullopt : parts.kubeStateMetrics, // the stack above brings it
        {"kube-state-metrics", LOADLINE_TR("Install", "Tells Prometheus of sizes, requests and autoscalers."),
            {"helm repo add prometheus-community https://prometheus-community.github.io/helm-charts",
                "helm install kube-state-metrics prometheus-community/kube-state-metrics --namespace monitoring "
                "--create-namespace --set 'metricLabelsAllowlist[0]=nodes=[*]'"},
            "https://github.com/kubernetes/kube-state-metrics"},
        notes);
    add(parts.customMetrics,
        {"prometheus-adapter",
            LOADLINE_TR(
                "Install", "Hands figures from Prometheus to HPAs, as requests per second. Write its rules with it, and the address of your Prometheus where it is another."),
            {"helm repo add prometheus-community https://prometheus-community.github.io/helm-charts",
                "helm install prometheus-adapter prometheus-community/prometheus-adapter --namespace monitoring "
                "--create-namespace --set prometheus.url=http://prometheus-kube-prometheus-prometheus.monitoring.svc,prometheus.port=9090"},
            "https://github.com/kubernetes-sigs/prometheus-adapter"},
        notes);
    add(parts.nodeAutoscaler,
        {"Karpenter",
            LOADLINE_TR(
                "Install", "Starts nodes for pods that wait, and gives empty ones back. How depends on the cloud."),
            {}, "https://karpenter.sh/docs/getting-started/"},
        notes);
    return notes;
}

} // namespace loadline
