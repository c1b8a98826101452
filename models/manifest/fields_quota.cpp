// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/fields_common.h"
#include "manifest/form_kinds_list.h"

namespace loadline {
namespace {

using Type = Field::Type;
using Step = FormSection::Step;

FormSpec quotaSpec(const FormFacts& facts)
{
    FormSpec spec {.apiVersion = "v1", .kind = "ResourceQuota"};
    spec.sections.push_back(identitySection(facts, true, LOADLINE_TR("Form", "Any.")));
    Field hard {.path = "spec.hard",
        .type = Type::QuantityMap,
        .label = LOADLINE_TR("Form", "Limits of the namespace"),
        .help = LOADLINE_TR("Form",
            "What is beyond is refused: no pod of a scale-up starts then. Allow the highest number of pods times their "
            "requests."),
        .example = "requests.cpu=20,requests.memory=64Gi,pods=100",
        .required = true};
    hard.choices = choicesOf(
        {"requests.cpu", "requests.memory", "limits.cpu", "limits.memory", "pods", "requests.nvidia.com/gpu",
            "requests.storage", "persistentvolumeclaims", "services.loadbalancers", "count/jobs.batch"});
    spec.sections.push_back({.step = Step::Safety,
        .title = LOADLINE_TR("Form", "Quota"),
        .fields = {hard,
            {.path = "spec.scopes",
                .type = Type::MultiChoice,
                .label = LOADLINE_TR("Form", "Only for"),
                .help = LOADLINE_TR("Form", "All of these must fit a pod for it to count."),
                .advanced = true,
                .choices = choicesOf({"Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass",
                    "CrossNamespacePodAffinity"})}}});
    return spec;
}

} // namespace

FormKind quotaForm()
{
    return {.id = "quota",
        .kind = "ResourceQuota",
        .title = LOADLINE_TR("Form", "Resource quota"),
        .summary = LOADLINE_TR("Form", "Limits what a namespace may use."),
        .spec = quotaSpec};
}

} // namespace loadline
