// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

bool wakes(const Hpa& hpa)
{
    return std::any_of(hpa.metrics.begin(), hpa.metrics.end(), [](const MetricSpec& spec) {
        return spec.metric.type == MetricType::Object || spec.metric.type == MetricType::External;
    });
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* hpa : scope.judgedHpas()) {
        if (hpa->minReplicas != 0)
            continue;
        const auto ref = scope.refOf(*hpa);
        if (!scope.documentOf(*hpa) && wakes(*hpa)) { // the server took it, so the gate was on when it was written
            const auto* active = find(hpa->conditions, "ScalingActive");
            if (active && active->reason == "ScalingDisabled" && hpa->currentReplicas == 0)
                found(with(tell(ref, "spec.minReplicas", LOADLINE_TR("Lint", "minReplicas is 0, and at 0 replicas it is switched off."),
                               LOADLINE_TR("Lint", "The controller wakes a target only from a zero that it set itself, with the feature gate HPAScaleToZero on. Set one replica by hand.")),
                    "hpa-min-zero", Severity::Warning));
            continue;
        }
        auto finding = tell(ref, "spec.minReplicas", LOADLINE_TR("Lint", "minReplicas is 0."), wakes(*hpa)
                ? LOADLINE_TR("Lint", "Without the feature gate HPAScaleToZero, which is off by default, the API server refuses it. KEDA scales to zero without it.")
                : LOADLINE_TR("Lint", "At zero replicas there are no pods to measure, so only an Object or External metric could wake it; the API server refuses this one."));
        found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Keep one replica"), {}, {put(ref, "spec.minReplicas", Value(1))}}));
    }
}

} // namespace

Rule hpaMinZero()
{
    return {
        .id = "hpa-min-zero",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "An HPA with a minimum of 0"),
        .explanation = LOADLINE_TR("Lint",
            "Scaling an HPA to zero needs the feature gate HPAScaleToZero, which is off by default up to "
            "Kubernetes 1.36, and an Object or External metric."),
        .link = link::hpa,
        .check = &check,
    };
}

} // namespace loadline
