// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/metric_fault.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    eachFault(scope, {MetricFault::Kind::MetricsServerDown, MetricFault::Kind::Forbidden}, [&](const Hpa& hpa, const MetricFault& fault) {
        const auto ref = scope.refOf(hpa);
        const bool forbidden = fault.kind == MetricFault::Kind::Forbidden;
        found(with(tell(ref, "spec.metrics", forbidden ? LOADLINE_TR("Lint", "The controller may not read its metrics: %1") : LOADLINE_TR("Lint", "metrics-server does not answer: %1"),
                       forbidden ? LOADLINE_TR("Lint", "It keeps the size whatever the load. Look at the role of the controller manager.")
                                 : LOADLINE_TR("Lint", "It keeps the size whatever the load. Look at metrics-server's log, at the kubelets' certificates, and at network policies on port 10250."),
                       {fault.said}),
            EditAt {LOADLINE_TR("Lint", "Scale by another metric"), {}, ref, "spec.metrics"}));
    });
}

} // namespace

Rule metricsServerDown()
{
    return {
        .id = "metrics-server-down",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "metrics-server does not answer"),
        .explanation = LOADLINE_TR("Lint",
            "The API metrics.k8s.io is registered and its server does not answer, or may not be read: a crash, a certificate of the kubelets that it does not trust, a firewall."),
        .link = link::hpaAlgorithm,
        .check = &check,
    };
}

} // namespace loadline
