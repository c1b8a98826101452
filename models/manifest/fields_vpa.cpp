// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/fields_common.h"
#include "manifest/form_kinds_list.h"
#include "manifest/form_walk.h"

#include <algorithm>

namespace loadline {
namespace {

using Type = Field::Type;
using Step = FormSection::Step;

// Auto is deprecated and means Recreate (autoscaling.md 3.1), but many live objects say it. Where nobody told what the
// cluster's CRD allows, each is offered with what it needs, and the server's dry run has the last word.
std::vector<Choice> modes(const FormFacts& facts)
{
    const std::vector<Choice> all {
        {"Off", LOADLINE_TR("Form", "only recommend"), LOADLINE_TR("Form", "Changes nothing.")},
        {"Initial", LOADLINE_TR("Form", "set requests of new pods"),
            LOADLINE_TR("Form", "Never touches a pod that runs.")},
        {"Recreate", LOADLINE_TR("Form", "restart pods that are off"),
            LOADLINE_TR("Form", "Evicts them, within disruption budgets.")},
        {"InPlaceOrRecreate", LOADLINE_TR("Form", "resize pods, else restart"),
            LOADLINE_TR("Form", "Needs Kubernetes 1.33 and VPA 1.5.")},
        {"InPlace", LOADLINE_TR("Form", "resize pods, never restart"),
            LOADLINE_TR("Form", "Still experimental: VPA 1.7 with its gate.")},
        {"Auto", LOADLINE_TR("Form", "old name of Recreate"), LOADLINE_TR("Form", "Deprecated: choose Recreate.")}};
    if (facts.vpaModes.empty())
        return all;
    std::vector<Choice> known;
    for (const Choice& mode : all)
        if (std::find(facts.vpaModes.begin(), facts.vpaModes.end(), mode.value) != facts.vpaModes.end())
            known.push_back(mode);
    for (const std::string& mode : facts.vpaModes) // newer than this list
        if (std::none_of(all.begin(), all.end(), [&](const Choice& one) { return one.value == mode; }))
            known.push_back({mode, mode, ""});
    return known;
}

Field quantity(const char* path, std::string label, std::string help, std::string unit, std::string example)
{
    return {.path = path,
        .type = Type::Quantity,
        .label = std::move(label),
        .help = std::move(help),
        .unit = std::move(unit),
        .example = std::move(example)};
}

std::vector<Field> policyFields()
{
    const std::string cores = LOADLINE_TR("Form", "cores");
    const std::string bytes = LOADLINE_TR("Form", "bytes");
    const std::string floor = LOADLINE_TR("Form", "No recommendation goes below.");
    const std::string ceiling
        = LOADLINE_TR("Form", "No recommendation goes above; what is more than a node holds would never start.");
    return {{.path = "containerName",
                .label = LOADLINE_TR("Form", "Container"),
                .help = LOADLINE_TR("Form", "* means all that have no entry of their own."),
                .example = "*",
                .required = true,
                .initial = "*",
                .offer = Offer::Containers},
        {.path = "mode",
            .type = Type::Choice,
            .label = LOADLINE_TR("Form", "This container"),
            .help = LOADLINE_TR("Form", "Whether VPA cares for it."),
            .byDefault = "Auto",
            .choices
            = {{"Auto", LOADLINE_TR("Form", "is cared for"), ""}, {"Off", LOADLINE_TR("Form", "is left alone"), ""}}},
        {.path = "controlledResources",
            .type = Type::MultiChoice,
            .label = LOADLINE_TR("Form", "Resources"),
            .help = LOADLINE_TR("Form", "Leave out what an HPA scales by, or the two chase each other."),
            .example = "memory",
            .byDefault = Value::list({"cpu", "memory"}),
            .choices = {{"cpu", "CPU", ""}, {"memory", LOADLINE_TR("Form", "memory"), ""}}},
        {.path = "controlledValues",
            .type = Type::Choice,
            .label = LOADLINE_TR("Form", "Values"),
            .help = LOADLINE_TR("Form", "Limits follow in the proportion they had to the requests."),
            .byDefault = "RequestsAndLimits",
            .choices = {{"RequestsAndLimits", LOADLINE_TR("Form", "requests and limits"), ""},
                {"RequestsOnly", LOADLINE_TR("Form", "requests only"), ""}}},
        quantity("minAllowed.cpu", LOADLINE_TR("Form", "CPU at least"), floor, cores, "50m"),
        quantity("minAllowed.memory", LOADLINE_TR("Form", "Memory at least"), floor, bytes, "64Mi"),
        quantity("maxAllowed.cpu", LOADLINE_TR("Form", "CPU at most"), ceiling, cores, "2"),
        quantity("maxAllowed.memory", LOADLINE_TR("Form", "Memory at most"), ceiling, bytes, "4Gi")};
}

FormSection updateSection(const FormFacts& facts)
{
    return {.step = Step::Scaling,
        .title = LOADLINE_TR("Form", "What it may do"),
        .fields
        = {{.path = "spec.updatePolicy.updateMode",
               .type = Type::Choice,
               .label = LOADLINE_TR("Form", "Mode"),
               .help = LOADLINE_TR("Form",
                   "Begin with recommendations, and let it act once they look right. Left out, it restarts pods."),
               .byDefault = "Recreate",
               .initial = "Off",
               .choices = modes(facts)},
            {.path = "spec.updatePolicy.minReplicas",
                .type = Type::Integer,
                .label = LOADLINE_TR("Form", "Only from so many pods"),
                .help = LOADLINE_TR("Form", "With fewer nothing is evicted. One pod alone is never, unless you say 1."),
                .unit = LOADLINE_TR("Form", "pods"),
                .example = "2",
                .byDefault = 2,
                .least = 1,
                .most = 2147483647,
                .shownWhen = {{"spec.updatePolicy.updateMode", {"Recreate", "InPlaceOrRecreate", "InPlace", "Auto"}}}}}};
}

FormSection moreSection()
{
    return {.step = Step::Safety,
        .title = LOADLINE_TR("Form", "More"),
        .advanced = true,
        .fields = {{.path = "spec.updatePolicy.evictionRequirements",
                       .type = Type::List,
                       .label = LOADLINE_TR("Form", "Evict only when"),
                       .help = LOADLINE_TR("Form", "All of these must hold."),
                       .items = {{.path = "resources",
                                     .type = Type::MultiChoice,
                                     .label = LOADLINE_TR("Form", "Resources"),
                                     .help = LOADLINE_TR("Form", "Any of them."),
                                     .example = "memory",
                                     .required = true,
                                     .initial = Value::list({"memory"}),
                                     .choices = {{"cpu", "CPU", ""}, {"memory", LOADLINE_TR("Form", "memory"), ""}},
                                     .least = 1},
                           {.path = "changeRequirement",
                               .type = Type::Choice,
                               .label = LOADLINE_TR("Form", "Change"),
                               .help = LOADLINE_TR("Form", "Whether the target must be above or below the requests."),
                               .required = true,
                               .initial = "TargetHigherThanRequests",
                               .choices = {{"TargetHigherThanRequests", LOADLINE_TR("Form", "more is needed"), ""},
                                   {"TargetLowerThanRequests", LOADLINE_TR("Form", "less is enough"), ""}}}}},
            {.path = "spec.recommenders",
                .type = Type::List,
                .label = LOADLINE_TR("Form", "Recommender"),
                .help = LOADLINE_TR("Form", "Another than the usual one."),
                .most = 1,
                .items = {{.path = "name",
                    .type = Type::Name,
                    .label = LOADLINE_TR("Form", "Name"),
                    .help = LOADLINE_TR("Form", "As it was started."),
                    .example = "performance",
                    .required = true}}}}};
}

FormSpec spec(const FormFacts& facts)
{
    FormSpec spec {.apiVersion = "autoscaling.k8s.io/v1", .kind = "VerticalPodAutoscaler"};
    spec.sections.push_back(identitySection(facts, true, LOADLINE_TR("Form", "Usually that of the workload.")));
    Field target = targetField("spec.targetRef", facts, true);
    target.help = LOADLINE_TR(
        "Form", "Whose requests are cared for: the topmost controller, so never a ReplicaSet of a Deployment.");
    spec.sections.push_back({.step = Step::Target, .title = LOADLINE_TR("Form", "Target"), .fields = {target}});
    spec.sections.push_back(updateSection(facts));
    spec.sections.push_back({.step = Step::Scaling,
        .title = LOADLINE_TR("Form", "Containers"),
        .fields = {{.path = "spec.resourcePolicy.containerPolicies",
            .type = Type::List,
            .label = LOADLINE_TR("Form", "Containers"),
            .help = LOADLINE_TR("Form", "Bounds for each; without any, VPA cares for CPU and memory of all."),
            .items = policyFields()}}});
    spec.sections.push_back(moreSection());
    return spec;
}

// VPA's webhook takes whole thousandths of a core and whole bytes.
void checkBounds(const Value& policy, const FieldPath& path, std::vector<FieldError>& errors)
{
    for (const char* resource : {"cpu", "memory"}) {
        const auto low = Quantity::parse(scalarText(policy["minAllowed"][resource]));
        const auto high = Quantity::parse(scalarText(policy["maxAllowed"][resource]));
        if (low && high && *high < *low)
            errors.push_back(fieldError(
                path / "maxAllowed" / resource, LOADLINE_TR("Error", "The highest value is below the lowest.")));
        const bool cpu = std::string_view(resource) == "cpu";
        const Quantity step = cpu ? Quantity::fromMilli(1) : Quantity::fromWhole(1);
        for (const char* bound : {"minAllowed", "maxAllowed"})
            if (const auto given = Quantity::parse(scalarText(policy[bound][resource]));
                given && given->nano() % step.nano() != 0)
                errors.push_back(fieldError(path / bound / resource,
                    cpu ? LOADLINE_TR("Error", "VPA takes no parts of a thousandth core.")
                        : LOADLINE_TR("Error", "VPA takes no parts of a byte."),
                    {}, cpu ? LOADLINE_TR("Error", "Write 50m or 0.05.") : LOADLINE_TR("Error", "Write 64Mi.")));
    }
    if (policy["mode"].text() == "Off" && policy["controlledValues"].text() == "RequestsAndLimits")
        errors.push_back(fieldError(path / "controlledValues",
            LOADLINE_TR("Error", "VPA refuses values for a container that is left alone."), {},
            LOADLINE_TR("Error", "Take them out, or let VPA care for it.")));
}

void check(const Value& object, const FormFacts&, std::vector<FieldError>& errors)
{
    const Value* update = object["spec"].find("updatePolicy");
    if (update && !update->find("updateMode"))
        errors.push_back(fieldError("spec.updatePolicy.updateMode",
            LOADLINE_TR("Error", "VPA wants its mode said where anything else of the policy is.")));
    const Value::List& policies = object["spec"]["resourcePolicy"]["containerPolicies"].items();
    for (std::size_t i = 0; i < policies.size(); ++i) {
        const FieldPath path = FieldPath("spec.resourcePolicy.containerPolicies") / i;
        checkBounds(policies[i], path, errors);
        for (std::size_t j = 0; j < i; ++j)
            if (policies[j]["containerName"] == policies[i]["containerName"])
                errors.push_back(fieldError(
                    path / "containerName", LOADLINE_TR("Error", "Another entry is for this container too.")));
    }
}

} // namespace

FormKind vpaForm()
{
    return {.id = "vpa",
        .kind = "VerticalPodAutoscaler",
        .title = LOADLINE_TR("Form", "Vertical Pod Autoscaler"),
        .summary = LOADLINE_TR("Form", "Finds what CPU and memory the containers need, and sets it if you let it."),
        .spec = spec,
        .check = check};
}

} // namespace loadline
