// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* scaler : scope.judgedScalers()) {
        for (const auto& metric : scaler->metrics) {
            const bool outside = metric.spec.metric.type == MetricType::Object || metric.spec.metric.type == MetricType::External;
            if (!outside || metric.spec.target != TargetType::Value)
                continue;
            auto finding = tell(scaler->ref, metric.at, LOADLINE_TR("Lint", "The target is of type Value, which is reckoned with the ready pods only."),
                LOADLINE_TR("Lint", "While new pods start, fewer are ready and the autoscaler asks for fewer: 3 pods of which 1 is ready, at 1.95 times the load, become 2. AverageValue does not depend on readiness."));
            if (scaler->keda) // the threshold then counts for each replica
                finding.fix = Fix {LOADLINE_TR("Lint", "Make it a value per replica"), {}, {put(scaler->ref, metric.at / "metricType", Value("AverageValue"))}};
            found(std::move(finding));
        }
    }
}

} // namespace

Rule valueTargetFalls()
{
    return {
        .id = "value-target-falls",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "A Value target scales down while pods start"),
        .explanation = LOADLINE_TR("Lint",
            "For Object and External metrics, a target of type Value is multiplied by the pods that are "
            "ready. While new pods start, that product falls and the autoscaler takes replicas away under "
            "load."),
        .link = link::hpaAlgorithm,
        .check = &check,
    };
}

} // namespace loadline
