// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/fields_common.h"
#include "manifest/form_kinds_list.h"

namespace loadline {
namespace {

using Type = Field::Type;

Field parameterField()
{
    return {.path = "parameter",
        .label = LOADLINE_TR("Form", "Parameter"),
        .help = LOADLINE_TR("Form", "As the trigger calls it."),
        .example = "password",
        .required = true};
}

Field from(const char* path, std::string label, std::string help, bool secret)
{
    return {.path = FieldPath("spec") / path,
        .type = Type::List,
        .label = std::move(label),
        .help = std::move(help),
        .items = {parameterField(),
            {.path = "name",
                .type = Type::Name,
                .label = secret ? LOADLINE_TR("Form", "Secret") : LOADLINE_TR("Form", "ConfigMap"),
                .help
                = LOADLINE_TR("Form", "In the namespace of the trigger; for the whole cluster's kind, in KEDA's own."),
                .example = "rabbitmq",
                .required = true,
                .offer = secret ? Offer::Secrets : Offer::None},
            {.path = "key",
                .label = LOADLINE_TR("Form", "Key"),
                .help = LOADLINE_TR("Form", "In its data."),
                .example = "password",
                .required = true}}};
}

FormSection identityOfPods()
{
    const FieldPath identity = "spec.podIdentity";
    const ShownWhen aws {identity / "provider", {"aws"}};
    const ShownWhen azure {identity / "provider", {"azure-workload"}};
    return {.title = LOADLINE_TR("Form", "Identity of the pods"),
        .help = LOADLINE_TR("Form", "Instead of secrets: what the cloud gives the pods."),
        .fields = {{.path = identity / "provider",
                       .type = Type::Choice,
                       .label = LOADLINE_TR("Form", "Given by"),
                       .help = LOADLINE_TR("Form", "Left out, only what is named below is used."),
                       .choices = {{"aws", "AWS", ""}, {"azure-workload", "Azure Workload Identity", ""},
                           {"gcp", "Google Cloud", ""}, {"none", LOADLINE_TR("Form", "nobody"), ""}}},
            {.path = identity / "identityOwner",
                .type = Type::Choice,
                .label = LOADLINE_TR("Form", "Whose identity"),
                .help = LOADLINE_TR("Form", "KEDA's own, or that of the workload it scales."),
                .advanced = true,
                .byDefault = "keda",
                .choices = {{"keda", LOADLINE_TR("Form", "KEDA's"), ""},
                    {"workload", LOADLINE_TR("Form", "the workload's"), ""}},
                .shownWhen = {aws}},
            {.path = identity / "roleArn",
                .label = LOADLINE_TR("Form", "Role"),
                .help = LOADLINE_TR("Form", "That KEDA takes on."),
                .example = "arn:aws:iam::123456789012:role/keda",
                .shownWhen = {aws}},
            {.path = identity / "identityId",
                .label = LOADLINE_TR("Form", "Client id"),
                .help = LOADLINE_TR("Form", "Of another identity than KEDA's own."),
                .example = "00000000-0000-0000-0000-000000000000",
                .shownWhen = {azure}},
            {.path = identity / "identityTenantId",
                .label = LOADLINE_TR("Form", "Tenant"),
                .help = LOADLINE_TR("Form", "Of that identity, if it is another."),
                .example = "00000000-0000-0000-0000-000000000000",
                .advanced = true,
                .shownWhen = {azure}}}};
}

FormSection sources()
{
    return {.title = LOADLINE_TR("Form", "Parameters"),
        .fields = {from("secretTargetRef", LOADLINE_TR("Form", "From secrets"),
                       LOADLINE_TR("Form", "Which key of which Secret holds which parameter."), true),
            from("configMapTargetRef", LOADLINE_TR("Form", "From ConfigMaps"),
                LOADLINE_TR("Form", "For parameters that are no secret."), false),
            {.path = "spec.env",
                .type = Type::List,
                .label = LOADLINE_TR("Form", "From the environment"),
                .help = LOADLINE_TR("Form", "Environment variables of the workload's container."),
                .advanced = true,
                .items = {parameterField(),
                    {.path = "name",
                        .label = LOADLINE_TR("Form", "Variable"),
                        .help = LOADLINE_TR("Form", "Of the container."),
                        .example = "RABBITMQ_HOST",
                        .required = true},
                    {.path = "containerName",
                        .label = LOADLINE_TR("Form", "Container"),
                        .help = LOADLINE_TR("Form", "Left out: the first."),
                        .example = "worker",
                        .offer = Offer::Containers}}},
            {.path = "spec.boundServiceAccountToken",
                .type = Type::List,
                .label = LOADLINE_TR("Form", "Tokens of service accounts"),
                .help = LOADLINE_TR("Form", "KEDA asks for a short-lived token."),
                .advanced = true,
                .items = {parameterField(),
                    {.path = "serviceAccountName",
                        .type = Type::Name,
                        .label = LOADLINE_TR("Form", "Service account"),
                        .help = LOADLINE_TR("Form", "In the same namespace."),
                        .example = "prometheus-reader",
                        .required = true}}}}};
}

FormSpec specOf(const FormFacts& facts, bool cluster)
{
    FormSpec spec {.apiVersion = "keda.sh/v1alpha1",
        .kind = cluster ? "ClusterTriggerAuthentication" : "TriggerAuthentication",
        .namespaced = !cluster};
    spec.sections.push_back(identitySection(facts, !cluster, LOADLINE_TR("Form", "Triggers name it.")));
    spec.sections.push_back(sources());
    spec.sections.push_back(identityOfPods());
    return spec;
}

void check(const Value& object, const FormFacts&, std::vector<FieldError>& errors)
{
    if (object["spec"].fields().empty())
        errors.push_back(
            fieldError("spec.secretTargetRef", LOADLINE_TR("Error", "Nothing says where the parameters come from.")));
    const Value* identity = object["spec"].find("podIdentity");
    if (!identity)
        return;
    const FieldPath path = "spec.podIdentity";
    if ((*identity)["provider"].text().empty())
        errors.push_back(fieldError(path / "provider", LOADLINE_TR("Error", "Say who gives the identity.")));
    if (!(*identity)["roleArn"].text().empty() && (*identity)["identityOwner"].text() == "workload")
        errors.push_back(fieldError(path / "roleArn",
            LOADLINE_TR("Error", "KEDA takes no role together with the workload's identity."), {},
            LOADLINE_TR("Error", "Take the role out, or use KEDA's identity.")));
    if (!(*identity)["externalID"].text().empty() && (*identity)["roleArn"].text().empty())
        errors.push_back(fieldError(path / "roleArn", LOADLINE_TR("Error", "An externalID needs a role.")));
    if (!(*identity)["identityTenantId"].text().empty() && (*identity)["identityId"].text().empty())
        errors.push_back(fieldError(path / "identityId", LOADLINE_TR("Error", "A tenant needs the client id too.")));
}

} // namespace

FormKind triggerAuthenticationForm()
{
    return {.id = "triggerauthentication",
        .kind = "TriggerAuthentication",
        .title = LOADLINE_TR("Form", "KEDA TriggerAuthentication"),
        .summary = LOADLINE_TR("Form", "Tells KEDA where the triggers of one namespace find their passwords."),
        .spec = [](const FormFacts& facts) { return specOf(facts, false); },
        .check = check};
}

FormKind clusterTriggerAuthenticationForm()
{
    return {.id = "clustertriggerauthentication",
        .kind = "ClusterTriggerAuthentication",
        .title = LOADLINE_TR("Form", "KEDA ClusterTriggerAuthentication"),
        .summary = LOADLINE_TR("Form", "The same for triggers of every namespace; its secrets are in KEDA's."),
        .spec = [](const FormFacts& facts) { return specOf(facts, true); },
        .check = check};
}

} // namespace loadline
