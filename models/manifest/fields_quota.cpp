// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/fields_common.h"
#include "manifest/form_kinds_list.h"
#include "manifest/form_walk.h"
#include "manifest/names.h"

#include <algorithm>
#include <array>

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
                    "CrossNamespacePodAffinity", "VolumeAttributesClass"})}}});
    return spec;
}

constexpr std::array<std::string_view, 8> objectsCounted {"pods", "resourcequotas", "services",
    "replicationcontrollers", "secrets", "configmaps", "services.nodeports", "services.loadbalancers"};
constexpr std::array<std::string_view, 6> ofPods {
    "cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory"};
constexpr std::array<std::string_view, 5> others {"ephemeral-storage", "requests.storage",
    "requests.ephemeral-storage", "limits.ephemeral-storage", "persistentvolumeclaims"};

template <std::size_t n> bool isIn(const std::array<std::string_view, n>& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool isStandard(std::string_view name)
{
    return isIn(objectsCounted, name) || isIn(ofPods, name) || isIn(others, name) || isHugePages(name)
        || name.starts_with("requests.hugepages-");
}

bool isWholeOnly(const std::string& name)
{
    return isIn(objectsCounted, name) || name == "persistentvolumeclaims" || isExtendedResource(name);
}

// Which of the standard resources a scope can narrow down; any other name goes with every scope.
bool narrows(std::string_view scope, std::string_view name)
{
    if (scope == "VolumeAttributesClass")
        return name == "persistentvolumeclaims" || name == "requests.storage";
    return name == "pods" || (scope != "BestEffort" && isIn(ofPods, name));
}

void checkHard(const Value& hard, std::vector<FieldError>& errors)
{
    const FieldPath path = "spec.hard";
    for (const ValueField& entry : hard.fields()) {
        if (labelKeyFault(entry.key) || (entry.key.find('/') == std::string::npos && !isStandard(entry.key)))
            errors.push_back(fieldError(path, LOADLINE_TR("Error", "No quota can be set for “%1”."), {entry.key},
                LOADLINE_TR("Error", "Others than those offered need their group: requests.nvidia.com/gpu, count/jobs.batch.")));
        const auto most = Quantity::parse(scalarText(entry.value));
        if (most && isWholeOnly(entry.key) && most->nano() % Quantity::fromWhole(1).nano() != 0)
            errors.push_back(fieldError(path, LOADLINE_TR("Error", "“%1” is not a whole number."),
                {entry.key + "=" + scalarText(entry.value)}));
    }
}

void checkScopes(const Value& hard, const Value::List& scopes, std::vector<FieldError>& errors)
{
    const FieldPath path = "spec.scopes";
    const auto has = [&](const char* scope) { return std::find(scopes.begin(), scopes.end(), Value(scope)) != scopes.end(); };
    for (const auto& [one, other] : {std::pair("BestEffort", "NotBestEffort"), std::pair("Terminating", "NotTerminating")})
        if (has(one) && has(other))
            errors.push_back(fieldError(path, LOADLINE_TR("Error", "No pod is both %1 and %2."), {one, other},
                LOADLINE_TR("Error", "Take one of them out.")));
    for (const Value& scope : scopes)
        for (const ValueField& entry : hard.fields())
            if (isStandard(entry.key) && !narrows(scope.text(), entry.key))
                errors.push_back(fieldError(path, LOADLINE_TR("Error", "A quota for %1 cannot limit %2."),
                    {scope.text(), entry.key}, LOADLINE_TR("Error", "Make another quota for it, without this scope.")));
}

void checkQuota(const Value& object, const FormFacts&, std::vector<FieldError>& errors)
{
    const Value& spec = object["spec"];
    checkHard(spec["hard"], errors);
    checkScopes(spec["hard"], spec["scopes"].items(), errors);
}

} // namespace

FormKind quotaForm()
{
    return {.id = "quota",
        .kind = "ResourceQuota",
        .title = LOADLINE_TR("Form", "Resource quota"),
        .summary = LOADLINE_TR("Form", "Limits what a namespace may use."),
        .spec = quotaSpec,
        .check = checkQuota};
}

} // namespace loadline
