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

constexpr std::int64_t usual = 80; // percent, as an HPA without metrics has it (autoscaling.md 1.11)

// Another type for which a value is there already, or the one that stands for no value.
std::optional<Fix> fitted(const ManifestRef& ref, const FieldPath& at, const MetricSpec& spec)
{
    const bool resource = spec.metric.type == MetricType::Resource || spec.metric.type == MetricType::ContainerResource;
    const auto average = spec.averageValue ? spec.averageValue : spec.value;
    const auto as = [&](const char* type, const char* key, Value value) {
        Fix fix {LOADLINE_TR("Lint", "Aim at %1 %2"), {type, value.isString() ? value.text() : value.json()}, {put(ref, at / "type", Value(type)), put(ref, at / key, std::move(value))}};
        for (const auto* other : {"averageUtilization", "averageValue", "value"})
            if (std::string_view(other) != key)
                fix.edits.push_back(drop(ref, at / other));
        return fix;
    };
    if (average && (spec.target != TargetType::Utilization || !spec.averageUtilization || !resource))
        return as("AverageValue", "averageValue", quantityValue(spec.metric.name, *average));
    if (!resource && spec.averageUtilization) // a share of nothing: the number as it stands
        return as("AverageValue", "averageValue", Value(text(*spec.averageUtilization)));
    if (resource)
        return as("Utilization", "averageUtilization", Value(spec.averageUtilization.value_or(usual)));
    return std::nullopt;
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* hpa : scope.judgedHpas()) {
        for (std::size_t i = 0; i < hpa->metrics.size(); ++i) {
            const auto& spec = hpa->metrics[i];
            if (spec.metric.type == MetricType::Unknown)
                continue;
            const auto at = targetField(i, spec);
            const auto ref = scope.refOf(*hpa);
            const auto say = [&](Finding finding) {
                finding.fix = fitted(ref, at, spec);
                found(std::move(finding));
            };
            if (!allowed(spec)) {
                say(tell(scope.refOf(*hpa), at / "type", LOADLINE_TR("Lint", "This type of metric cannot have this type of target."),
                    LOADLINE_TR("Lint", "Utilization goes with resources of pods, Value with Object and External metrics, AverageValue with all.")));
            } else if (const char* field = lacking(spec)) {
                say(tell(scope.refOf(*hpa), at / field, LOADLINE_TR("Lint", "The target's type asks for %1, which is not there."),
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
