// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shell/shell_state.h"

namespace loadline::sample {

inline ContextState context(const char* name, ContextLink link)
{
    ContextState state;
    state.name = QLatin1String(name);
    state.server = QStringLiteral("https://%1.example.com:6443").arg(state.name);
    state.link = link;
    if (link == ContextLink::Live)
        state.age = Seconds {1};
    return state;
}

inline PrometheusState found()
{
    PrometheusState state;
    state.context = QStringLiteral("prod-us-east");
    state.kind = PrometheusState::Kind::Found;
    state.where = QStringLiteral("monitoring/kube-prometheus-stack-prometheus:9090");
    state.rule = QStringLiteral("well-known name");
    state.tried = {{QStringLiteral("monitoring/prometheus-server:80"), QStringLiteral("well-known name"), QStringLiteral("not found (404)"), false},
        {state.where, state.rule, QStringLiteral("answered"), true}};
    state.panels = {{QStringLiteral("HPA replicas"), QStringLiteral("kube_horizontalpodautoscaler_status_current_replicas"), true},
        {QStringLiteral("Container CPU"), QStringLiteral("container_cpu_usage_seconds_total"), true},
        {QStringLiteral("KEDA trigger values"), QStringLiteral("keda_scaler_metrics_value"), false},
        {QStringLiteral("Nodes by pool"), QStringLiteral("kube_node_labels"), true}};
    return state;
}

// One live, read-only cluster with a Prometheus; five more in the kubeconfig, one of them broken.
inline ShellState calm()
{
    ShellState state;
    state.kubeconfig = QStringLiteral("~/.kube/config");
    state.now = TimePoint {Seconds {1763913600}}; // 2025-11-23 16:00 UTC
    state.utcTimes = true;
    auto prod = context("prod-us-east", ContextLink::Live);
    prod.namespaces = {QStringLiteral("ml-platform")};
    prod.knownNamespaces = {QStringLiteral("default"), QStringLiteral("ml-platform"), QStringLiteral("monitoring")};
    prod.readOnly = true;
    auto broken = context("legacy", ContextLink::Closed);
    broken.brokenWhy = QStringLiteral("The context names the cluster \u201cold\u201d, which the kubeconfig does not have.");
    state.contexts = {prod, context("prod-eu-west", ContextLink::Closed), context("staging", ContextLink::Closed),
        context("kind-local", ContextLink::Closed), broken, context("arn:aws:eks:eu-central-1:123456789012:cluster/research", ContextLink::Closed)};
    state.prometheus = {found()};
    return state;
}

// Two more clusters are open: one went silent, one refuses; long work is under way.
inline ShellState troubled()
{
    auto state = calm();
    auto& stale = state.contexts[1];
    stale.link = ContextLink::Stale;
    stale.age = std::chrono::minutes {3};
    stale.trouble = QStringLiteral("connection refused by 10.0.0.1:6443");
    stale.hint = QStringLiteral("Is the VPN up?");
    auto& refused = state.contexts[2];
    refused.link = ContextLink::Refused;
    refused.trouble = QStringLiteral("the credential plugin aws failed with exit code 255");
    refused.insecure = true;
    auto none = found();
    none.context = QStringLiteral("prod-eu-west");
    none.kind = PrometheusState::Kind::NotFound;
    state.prometheus.push_back(none);
    state.work = {{QStringLiteral("history"), QStringLiteral("Reading 30 d of history"), 0.4, true}};
    state.range.fixed = TimeRange {TimePoint {Seconds {1763820000}}, TimePoint {Seconds {1763906400}}};
    return state;
}

} // namespace loadline::sample
