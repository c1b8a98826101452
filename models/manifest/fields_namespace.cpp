// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/fields_common.h"
#include "manifest/form_kinds_list.h"
#include "manifest/names.h"

namespace loadline {
namespace {

using Type = Field::Type;
using Step = FormSection::Step;

FormSpec namespaceSpec(const FormFacts&)
{
    FormSpec spec {.apiVersion = "v1", .kind = "Namespace", .namespaced = false};
    spec.sections.push_back(identitySection({}, false, LOADLINE_TR("Form", "At most 63 letters, without dots.")));
    spec.sections.push_back({.step = Step::Safety,
        .title = LOADLINE_TR("Form", "Pod security"),
        .fields = {{.path = FieldPath("metadata.labels") / "pod-security.kubernetes.io/enforce",
            .type = Type::Choice,
            .label = LOADLINE_TR("Form", "Pods must keep to"),
            .help = LOADLINE_TR("Form", "What pods may do on their node."),
            .byDefault = "privileged",
            .choices
            = {{"privileged", LOADLINE_TR("Form", "nothing"), ""}, {"baseline", LOADLINE_TR("Form", "the usual"), ""},
                {"restricted", LOADLINE_TR("Form", "the strictest"), ""}}}}});
    return spec;
}

void checkNamespace(const Value& object, const FormFacts&, std::vector<FieldError>& errors)
{
    const std::string& name = object["metadata"]["name"].text();
    if (!name.empty() && !objectNameFault(name) && shortNameFault(name))
        errors.push_back(
            fieldError("metadata.name", LOADLINE_TR("Error", "A namespace has at most 63 letters and no dots.")));
}

} // namespace

FormKind namespaceForm()
{
    return {.id = "namespace",
        .kind = "Namespace",
        .title = LOADLINE_TR("Form", "Namespace"),
        .summary = LOADLINE_TR("Form", "A place for workloads of their own."),
        .spec = namespaceSpec,
        .check = checkNamespace};
}

} // namespace loadline
