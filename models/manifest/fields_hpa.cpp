// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/fields_common.h"
#include "manifest/form_kinds_list.h"

#include <algorithm>

namespace loadline {
namespace {

using Type = Field::Type;

Value cpuMetric()
{
    Value target = mapOf({{"type", "Utilization"}, {"averageUtilization", 70}});
    return mapOf({{"type", "Resource"}, {"resource", mapOf({{"name", "cpu"}, {"target", std::move(target)}})}});
}

std::int64_t startingMin(const FormFacts& facts)
{
    return facts.target && facts.target->replicas ? std::clamp<std::int64_t>(*facts.target->replicas, 2, 1000) : 2;
}

FormSection rangeSection(const FormFacts& facts)
{
    const std::int64_t min = startingMin(facts);
    return {.step = FormSection::Step::Scaling,
        .title = LOADLINE_TR("Form", "Range"),
        .fields
        = {{.path = "spec.minReplicas",
               .type = Type::Integer,
               .label = LOADLINE_TR("Form", "Lowest number of pods"),
               .help = LOADLINE_TR("Form", "What is kept when there is nothing to do. Two survive the loss of a node."),
               .unit = LOADLINE_TR("Form", "pods"),
               .example = "2",
               .byDefault = 1,
               .initial = min,
               .least = facts.hpaScaleToZero ? 0 : 1,
               .most = 2147483647},
            {.path = "spec.maxReplicas",
                .type = Type::Integer,
                .label = LOADLINE_TR("Form", "Highest number of pods"),
                .help
                = LOADLINE_TR("Form", "The most that is ever paid for. Nodes and quotas must be able to hold it."),
                .unit = LOADLINE_TR("Form", "pods"),
                .example = "20",
                .required = true,
                .initial = std::max<std::int64_t>(10, min * 3),
                .least = 1,
                .most = 2147483647}}};
}

FormSpec spec(const FormFacts& facts)
{
    FormSpec spec {.apiVersion = "autoscaling/v2", .kind = "HorizontalPodAutoscaler"};
    spec.sections.push_back(
        identitySection(facts, true, LOADLINE_TR("Form", "Usually that of the workload it scales.")));
    spec.sections.push_back({.step = FormSection::Step::Target,
        .title = LOADLINE_TR("Form", "Target"),
        .fields = {targetField("spec.scaleTargetRef", facts, true)}});
    spec.sections.push_back(rangeSection(facts));
    spec.sections.push_back({.step = FormSection::Step::Scaling,
        .title = LOADLINE_TR("Form", "Metrics"),
        .fields = {{.path = "spec.metrics",
            .type = Type::List,
            .label = LOADLINE_TR("Form", "Metrics"),
            .help
            = LOADLINE_TR("Form", "Each proposes a number of pods; the highest counts. Without any, CPU at 80 %."),
            .initial = Value::list({cpuMetric()}),
            .newItem = cpuMetric(),
            .items = metricFields()}}});
    spec.sections.push_back(behaviorSection("spec.behavior", facts, true));
    return spec;
}

void check(const Value& object, const FormFacts&, std::vector<FieldError>& errors)
{
    const Value& spec = object["spec"];
    const std::int64_t min = spec.find("minReplicas") ? spec["minReplicas"].integer() : 1;
    if (spec.find("maxReplicas") && spec["maxReplicas"].integer() < min)
        errors.push_back(fieldError("spec.maxReplicas",
            LOADLINE_TR("Error", "The highest number of pods, %1, is below the lowest, %2."),
            {std::to_string(spec["maxReplicas"].integer()), std::to_string(min)}));
    const auto& metrics = spec["metrics"].items();
    if (spec.find("minReplicas") && min == 0 && std::none_of(metrics.begin(), metrics.end(), [](const Value& metric) {
            return metric["type"].text() == "Object" || metric["type"].text() == "External";
        }))
        errors.push_back(fieldError("spec.minReplicas",
            LOADLINE_TR("Error", "Zero pods need an object or external metric that can wake them.")));
    checkReference(object, "spec.scaleTargetRef", true, errors);
    checkScalable(object, "spec.scaleTargetRef", errors);
    checkMetrics(object, errors);
}

} // namespace

FormKind hpaForm()
{
    return {.id = "hpa",
        .kind = "HorizontalPodAutoscaler",
        .title = LOADLINE_TR("Form", "Horizontal Pod Autoscaler"),
        .summary = LOADLINE_TR("Form", "Adds and takes away pods by load."),
        .spec = spec,
        .check = check};
}

} // namespace loadline
