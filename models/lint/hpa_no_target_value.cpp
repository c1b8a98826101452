// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

const char* lacking(const MetricSpec& spec)
{
    switch (spec.target) {
    case TargetType::Utilization: return spec.averageUtilization ? nullptr : "averageUtilization";
    case TargetType::AverageValue: return spec.averageValue ? nullptr : "averageValue";
    case TargetType::Value: return spec.value ? nullptr : "value";
    case TargetType::Unknown: break;
    }
    return nullptr;
}

// Utilization is a share of a request, which only pods have; Pods metrics know averages only.
bool allowed(const MetricSpec& spec)
{
    const bool resource = spec.metric.type == MetricType::Resource || spec.metric.type == MetricType::ContainerResource;
    if (spec.target == TargetType::Utilization)
        return resource;
    return spec.target != TargetType::Value || (!resource && spec.metric.type != MetricType::Pods);
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* hpa : scope.judgedHpas()) {
        for (std::size_t i = 0; i < hpa->metrics.size(); ++i) {
            const auto& spec = hpa->metrics[i];
            if (spec.metric.type == MetricType::Unknown)
                continue;
            const auto at = targetField(i, spec);
            if (!allowed(spec)) {
                found(tell(scope.refOf(*hpa), at / "type", LOADLINE_TR("Lint", "This type of metric cannot have this type of target."),
                    LOADLINE_TR("Lint", "Utilization goes with resources of pods, Value with Object and External metrics, AverageValue with all.")));
            } else if (const char* field = lacking(spec)) {
                found(tell(scope.refOf(*hpa), at / field, LOADLINE_TR("Lint", "The target's type asks for %1, which is not there."),
                    LOADLINE_TR("Lint", "Without it the metric has nothing to compare with, and the API server refuses it."), {field}));
            }
        }
    }
}

} // namespace

Rule hpaNoTargetValue()
{
    return {
        .id = "hpa-no-target-value",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A metric without the value that its target type names"),
        .explanation = LOADLINE_TR("Lint",
            "Each target type has its own field: Utilization has averageUtilization, AverageValue has "
            "averageValue, Value has value."),
        .link = link::hpaApi,
        .check = &check,
    };
}

} // namespace loadline
