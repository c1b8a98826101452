// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/fields_common.h"
#include "manifest/form_kinds_list.h"

namespace loadline {
namespace {

using Type = Field::Type;
using Step = FormSection::Step;

FormSpec prioritySpec(const FormFacts&)
{
    FormSpec spec {.apiVersion = "scheduling.k8s.io/v1", .kind = "PriorityClass", .namespaced = false};
    spec.sections.push_back(identitySection({}, false, LOADLINE_TR("Form", "Pods name it.")));
    spec.sections.push_back({.step = Step::Safety,
        .title = LOADLINE_TR("Form", "Priority"),
        .fields = {{.path = "value",
                       .type = Type::Integer,
                       .label = LOADLINE_TR("Form", "Value"),
                       .help = LOADLINE_TR("Form", "Pods with more push out pods with less when there is no room."),
                       .example = "100000",
                       .required = true,
                       .initial = 100000,
                       .least = -2147483648LL,
                       .most = 1000000000},
            {.path = "preemptionPolicy",
                .type = Type::Choice,
                .label = LOADLINE_TR("Form", "Pushes others out"),
                .help = LOADLINE_TR("Form", "Or only goes before them in the queue."),
                .byDefault = "PreemptLowerPriority",
                .choices
                = {{"PreemptLowerPriority", LOADLINE_TR("Form", "yes"), ""}, {"Never", LOADLINE_TR("Form", "no"), ""}}},
            {.path = "globalDefault",
                .type = Type::Bool,
                .label = LOADLINE_TR("Form", "For all pods that name none"),
                .help = LOADLINE_TR("Form", "Only one class of a cluster may be."),
                .advanced = true,
                .byDefault = false},
            {.path = "description",
                .label = LOADLINE_TR("Form", "Description"),
                .help = LOADLINE_TR("Form", "Who should use it."),
                .example = "Answers to customers."}}});
    return spec;
}

void checkPriority(const Value& object, const FormFacts&, std::vector<FieldError>& errors)
{
    if (object["metadata"]["name"].text().starts_with("system-"))
        errors.push_back(
            fieldError("metadata.name", LOADLINE_TR("Error", "Names that begin with system- are Kubernetes' own.")));
}

} // namespace

FormKind priorityClassForm()
{
    return {.id = "priorityclass",
        .kind = "PriorityClass",
        .title = LOADLINE_TR("Form", "Priority class"),
        .summary = LOADLINE_TR("Form", "Says whose pods give way when there is no room."),
        .spec = prioritySpec,
        .check = checkPriority};
}

} // namespace loadline
