// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/document.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loadline {

// What stands around autoscalers: rules for Prometheus and its adapter, a dashboard for Grafana, and the note of what a
// cluster lacks.

// ---- Prometheus

// Alerts and recording rules for autoscaling, as a rule file ("groups:"), or wrapped in a PrometheusRule for the
// operator. `ns` limits them to one namespace; empty: all.
Value alertingRules(const std::string& ns = "");
Value prometheusRule(const std::string& name, const std::string& ns);

// ---- prometheus-adapter (autoscaling.md 8.3)

struct AdapterMetric {
    std::string name; // as an HPA asks for it: "http_requests_per_second"
    std::string series; // "http_requests_total"; of a histogram, its "..._bucket"
    enum class Kind { Gauge, Counter, Histogram } kind = Kind::Counter;
    double quantile = 0.95; // of a histogram
    std::string window = "2m"; // of a rate
    bool external = false; // served by external.metrics.k8s.io instead, and then without pods
    bool operator==(const AdapterMetric&) const = default;
};
// What the HPAs among these documents ask for and where it could come from, guessed by the usual names:
// "..._per_second" is the rate of "..._total", "..._p95_seconds" a quantile of "..._seconds_bucket".
std::vector<AdapterMetric> adapterMetricsOf(const std::vector<Document>& documents);
// The adapter's config.yaml.
Value adapterConfig(const std::vector<AdapterMetric>& metrics);

using SeriesLabels = std::vector<std::pair<std::string, std::string>>;
// What is wrong with a rule, given the series that a Prometheus has of that name (their labels; none: it has none).
// Errors tell: no series, no namespace or pod label, a counter that is not named like one, a name used twice.
std::vector<Error> faultsOf(
    const std::vector<AdapterMetric>& metrics, std::size_t index, const std::vector<SeriesLabels>& series);

// ---- Grafana

// A dashboard with the panels that Loadline shows, asking what Loadline asks (metrics/promql).
Value grafanaDashboard();

// ---- As parts of a bundle: what is no manifest by itself, wrapped in one that finds its reader

// For the chart's "rules.existing: prometheus-adapter-rules", in the namespace where installNotes() put the adapter.
Value adapterConfigMap(const std::vector<AdapterMetric>& metrics);
// Labelled for the side car that hands dashboards to Grafana (kube-prometheus-stack has one).
Value dashboardConfigMap();

// ---- What a cluster lacks

struct InstalledParts { // nullopt: not known, and then not said
    std::optional<bool> metricsServer;
    std::optional<bool> customMetrics; // an adapter serves custom.metrics.k8s.io
    std::optional<bool> keda;
    std::optional<bool> kedaOperator; // that something acts on KEDA's objects
    std::optional<bool> vpa;
    std::optional<bool> vpaRecommender; // that something acts on VPAs
    std::optional<bool> prometheus;
    std::optional<bool> kubeStateMetrics;
    std::optional<bool> nodeAutoscaler; // Karpenter or cluster-autoscaler
};
struct InstallNote {
    std::string what; // "metrics-server"
    std::string why; // LOADLINE_TR("Install", ...)
    std::vector<std::string> commands; // for a shell; empty: there is none, see the link
    std::string link;
    bool operator==(const InstallNote&) const = default;
};
std::vector<InstallNote> installNotes(const InstalledParts& parts);

// JSON on several lines, two blanks a step: for files that people read.
std::string indentedJson(const Value& value);

} // namespace loadline
