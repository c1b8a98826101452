// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/mends.h"
#include "lint/metric_fault.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

constexpr Millis young = std::chrono::minutes {5};

void check(const LintScope& scope, const Found& found)
{
    eachFault(scope, {MetricFault::Kind::NoSamples, MetricFault::Kind::NoPods}, [&](const Hpa& hpa, const MetricFault& fault) {
        const auto& target = scope.targetOf(hpa);
        const auto* active = find(hpa.conditions, "ScalingActive");
        const bool starts = active->since && scope.world().now - *active->since < young;
        auto finding = tell(scope.refOf(hpa), "spec.metrics",
            fault.kind == MetricFault::Kind::NoPods ? LOADLINE_TR("Lint", "Its target has no pods to measure.") : LOADLINE_TR("Lint", "Its pods have no samples that count."),
            starts ? LOADLINE_TR("Lint", "The pods are young; CPU is not counted while they start.")
                   : LOADLINE_TR("Lint", "The pods are not ready, or their kubelets tell nothing: look at the readiness probe and at the events of the pods."));
        const auto container = target.workload && target.workload->shape && !target.workload->shape->containers.empty()
            ? containerField(scope, target, target.workload->shape->containers.front().name) : std::nullopt;
        if (container)
            finding.edit = EditAt {LOADLINE_TR("Lint", "Look at the readiness probe"), {}, scope.refOf(target), *container / "readinessProbe"};
        found(starts ? with(std::move(finding), "pods-starting", Severity::Info) : std::move(finding));
    });
}

} // namespace

Rule podsStarting()
{
    return {
        .id = "pods-starting",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "No sample of its pods yet"),
        .explanation = LOADLINE_TR("Lint",
            "Pods that start, and that are not ready, have no samples that count. After some minutes it is no longer the start but the readiness probe."),
        .link = link::hpaAlgorithm,
        .observes = true,
        .check = &check,
    };
}

} // namespace loadline
