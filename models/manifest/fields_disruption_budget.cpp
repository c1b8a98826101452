// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/fields_common.h"
#include "manifest/form_kinds_list.h"

namespace loadline {
namespace {

using Type = Field::Type;
using Step = FormSection::Step;

Value selectorOf(const FormFacts& facts)
{
    Value labels = Value::map();
    for (const auto& [key, value] : facts.target->podLabels)
        labels.set(key, value);
    return mapOf({{"matchLabels", std::move(labels)}});
}

FormSpec budgetSpec(const FormFacts& facts)
{
    FormSpec spec {.apiVersion = "policy/v1", .kind = "PodDisruptionBudget"};
    spec.sections.push_back(identitySection(facts, true, LOADLINE_TR("Form", "Usually that of the workload.")));
    Field selector {.path = "spec.selector",
        .type = Type::Selector,
        .label = LOADLINE_TR("Form", "Pods"),
        .help = LOADLINE_TR("Form", "Labels of the pods it protects. No pod may be in two budgets."),
        .example = "app=checkout-api",
        .required = true,
        .offer = Offer::PodLabels};
    if (facts.target && !facts.target->podLabels.empty())
        selector.initial = selectorOf(facts);
    spec.sections.push_back({.step = Step::Target, .title = LOADLINE_TR("Form", "Target"), .fields = {selector}});
    spec.sections.push_back({.step = Step::Safety,
        .title = LOADLINE_TR("Form", "Budget"),
        .help = LOADLINE_TR("Form", "One of the two. It holds for drains and evictions, not for crashes."),
        .fields = {{.path = "spec.minAvailable",
                       .type = Type::CountOrPercent,
                       .label = LOADLINE_TR("Form", "Stay available"),
                       .help = LOADLINE_TR("Form",
                           "At least so many pods, or so many of a hundred. As many as there are blocks every drain."),
                       .unit = LOADLINE_TR("Form", "pods or %"),
                       .example = "1",
                       .least = 0,
                       .most = 2147483647},
            {.path = "spec.maxUnavailable",
                .type = Type::CountOrPercent,
                .label = LOADLINE_TR("Form", "May be missing"),
                .help = LOADLINE_TR("Form",
                    "At most so many pods at once. It grows with the workload, so it is the better choice for large "
                    "ones."),
                .unit = LOADLINE_TR("Form", "pods or %"),
                .example = "30%",
                .least = 0,
                .most = 2147483647},
            {.path = "spec.unhealthyPodEvictionPolicy",
                .type = Type::Choice,
                .label = LOADLINE_TR("Form", "Pods that are not ready"),
                .help = LOADLINE_TR("Form",
                    "May they be evicted although the budget is used up? If not, a broken workload blocks drains."),
                .advanced = true,
                .byDefault = "IfHealthyBudget",
                .choices = {{"IfHealthyBudget", LOADLINE_TR("Form", "only within the budget"), ""},
                    {"AlwaysAllow", LOADLINE_TR("Form", "always"), ""}}}}});
    return spec;
}

void checkBudget(const Value& object, const FormFacts&, std::vector<FieldError>& errors)
{
    const Value& spec = object["spec"];
    const bool min = spec.find("minAvailable");
    const bool max = spec.find("maxUnavailable");
    if (min && max)
        errors.push_back(fieldError("spec.maxUnavailable",
            LOADLINE_TR("Error", "Only one of the two may be given: what stays, or what may be missing.")));
    if (!min && !max)
        errors.push_back(fieldError("spec.minAvailable",
            LOADLINE_TR("Error", "Say how many pods stay available, or how many may be missing.")));
}

} // namespace

FormKind disruptionBudgetForm()
{
    return {.id = "pdb",
        .kind = "PodDisruptionBudget",
        .title = LOADLINE_TR("Form", "Pod disruption budget"),
        .summary = LOADLINE_TR("Form", "Keeps pods running while nodes are drained."),
        .spec = budgetSpec,
        .check = checkBudget};
}

} // namespace loadline
