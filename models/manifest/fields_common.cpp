// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/fields_common.h"

namespace loadline {
namespace {

using Type = Field::Type;

Field nameField(const FormFacts& facts, std::string help)
{
    Field name {.path = "metadata.name",
        .type = Type::Name,
        .label = LOADLINE_TR("Form", "Name"),
        .help = std::move(help),
        .example = "checkout-api",
        .required = true,
        .offer = Offer::Names};
    if (facts.target)
        name.initial = facts.target->ref.name;
    return name;
}

Field namespaceField(const FormFacts& facts)
{
    Field ns {.path = "metadata.namespace",
        .type = Type::Name,
        .label = LOADLINE_TR("Form", "Namespace"),
        .help = LOADLINE_TR("Form", "Where it is made. Left out, it goes to the namespace it is applied in."),
        .example = "shop",
        .offer = Offer::Namespaces};
    if (facts.target && !facts.target->ns.empty())
        ns.initial = facts.target->ns;
    return ns;
}

Field policies(const FieldPath& path)
{
    return {.path = path,
        .type = Type::List,
        .label = LOADLINE_TR("Form", "Rate limits"),
        .help = LOADLINE_TR(
            "Form", "How much may change within a period. A list given here replaces the default one entirely."),
        .newItem = mapOf({{"type", "Percent"}, {"value", 100}, {"periodSeconds", 60}}),
        .least = 1,
        .items = {
            {.path = "type",
                .type = Type::Choice,
                .label = LOADLINE_TR("Form", "Counted in"),
                .help = LOADLINE_TR("Form", "A number of pods, or a percentage of the pods there are."),
                .required = true,
                .choices
                = {{"Pods", LOADLINE_TR("Form", "pods"), ""}, {"Percent", LOADLINE_TR("Form", "percent"), ""}}},
            {.path = "value",
                .type = Type::Integer,
                .label = LOADLINE_TR("Form", "At most"),
                .help = LOADLINE_TR("Form", "The change that is allowed within the period."),
                .unit = LOADLINE_TR("Form", "pods or %"),
                .example = "50",
                .required = true,
                .least = 1,
                .most = 2147483647},
            {.path = "periodSeconds",
                .type = Type::Integer,
                .label = LOADLINE_TR("Form", "Within"),
                .help = LOADLINE_TR("Form", "The period that is looked back on, up to half an hour."),
                .unit = "s",
                .example = "60",
                .required = true,
                .least = 1,
                .most = 1800},
        }};
}

Field windowField(const FieldPath& path, bool up)
{
    return {.path = path,
        .type = Type::Integer,
        .label = up ? LOADLINE_TR("Form", "Wait before scaling up") : LOADLINE_TR("Form", "Wait before scaling down"),
        .help = up
            ? LOADLINE_TR("Form", "The lowest proposal within this time counts, so a short spike starts nothing.")
            : LOADLINE_TR("Form", "The highest proposal within this time counts, so a short dip stops nothing."),
        .unit = "s",
        .example = up ? "0" : "300",
        .byDefault = up ? 0 : 300,
        .least = 0,
        .most = 3600};
}

Field selectPolicyField(const FieldPath& path, bool up)
{
    return {.path = path,
        .type = Type::Choice,
        .label = up ? LOADLINE_TR("Form", "Of several limits up") : LOADLINE_TR("Form", "Of several limits down"),
        .help = LOADLINE_TR("Form", "Which of the rate limits counts, or that this direction is switched off."),
        .byDefault = "Max",
        .choices = {{"Max", LOADLINE_TR("Form", "the one that allows most"), ""},
            {"Min", LOADLINE_TR("Form", "the one that allows least"), ""},
            {"Disabled", LOADLINE_TR("Form", "never in this direction"), ""}}};
}

Field toleranceField(const FieldPath& path, bool up)
{
    return {.path = path,
        .type = Type::Quantity,
        .label = up ? LOADLINE_TR("Form", "Tolerance up") : LOADLINE_TR("Form", "Tolerance down"),
        .help = LOADLINE_TR(
            "Form", "How far from the target the metric may be before anything happens: 0.05 is five percent."),
        .example = "0.05",
        .advanced = true,
        .byDefault = "0.1"};
}

} // namespace

FormSection identitySection(const FormFacts& facts, bool namespaced, std::string nameHelp)
{
    FormSection section {.step = FormSection::Step::Target, .title = LOADLINE_TR("Form", "Name")};
    section.fields.push_back(nameField(facts, std::move(nameHelp)));
    if (namespaced)
        section.fields.push_back(namespaceField(facts));
    section.fields.push_back({.path = "metadata.labels",
        .type = Type::TextMap,
        .label = LOADLINE_TR("Form", "Labels"),
        .help = LOADLINE_TR("Form", "To find it by."),
        .example = "team=payments",
        .advanced = true});
    section.fields.push_back({.path = "metadata.annotations",
        .type = Type::TextMap,
        .label = LOADLINE_TR("Form", "Annotations"),
        .help = LOADLINE_TR("Form", "Notes for people and programs."),
        .example = "owner=payments@example.com",
        .advanced = true});
    return section;
}

Field targetField(FieldPath path, const FormFacts& facts, bool needsApiVersion)
{
    Field target {.path = std::move(path),
        .type = Type::Reference,
        .label = LOADLINE_TR("Form", "Workload"),
        .help
        = LOADLINE_TR("Form", "What is scaled: a Deployment, StatefulSet or anything else with a scale subresource."),
        .example = "apps/v1/Deployment/checkout-api",
        .required = true,
        .items = {{.path = "apiVersion",
                      .label = LOADLINE_TR("Form", "API version"),
                      .help = LOADLINE_TR("Form", "apps/v1 for Deployments and StatefulSets."),
                      .example = "apps/v1",
                      .required = needsApiVersion,
                      .initial = "apps/v1"},
            {.path = "kind",
                .label = LOADLINE_TR("Form", "Kind"),
                .help = LOADLINE_TR("Form", "As its manifest spells it."),
                .example = "Deployment",
                .required = needsApiVersion,
                .initial = "Deployment"},
            {.path = "name",
                .type = Type::Name,
                .label = LOADLINE_TR("Form", "Name of the workload"),
                .help = LOADLINE_TR("Form", "In the same namespace."),
                .example = "checkout-api",
                .required = true}},
        .offer = Offer::Workloads};
    Value initial = Value::map();
    initial.set(
        "apiVersion", facts.target && !facts.target->ref.apiVersion.empty() ? facts.target->ref.apiVersion : "apps/v1");
    initial.set("kind", facts.target && !facts.target->ref.kind.empty() ? facts.target->ref.kind : "Deployment");
    if (facts.target)
        initial.set("name", facts.target->ref.name);
    target.initial = std::move(initial);
    return target;
}

FormSection behaviorSection(const FieldPath& path, const FormFacts& facts, bool tolerance)
{
    FormSection section {.step = FormSection::Step::Scaling,
        .title = LOADLINE_TR("Form", "How fast"),
        .help = LOADLINE_TR("Form",
            "As soon as one of these is set, scaling up follows new limits too: "
            "four pods or double within 15 s instead of double, at least four in all."),
        .advanced = true};
    for (const bool up : {true, false}) {
        const FieldPath direction = path / (up ? "scaleUp" : "scaleDown");
        section.fields.push_back(windowField(direction / "stabilizationWindowSeconds", up));
        section.fields.push_back(selectPolicyField(direction / "selectPolicy", up));
        section.fields.push_back(policies(direction / "policies"));
        section.fields.back().label
            = up ? LOADLINE_TR("Form", "Rate limits up") : LOADLINE_TR("Form", "Rate limits down");
        if (tolerance && facts.hpaTolerance)
            section.fields.push_back(toleranceField(direction / "tolerance", up));
    }
    return section;
}

std::vector<Choice> choicesOf(std::vector<std::string> values)
{
    std::vector<Choice> choices;
    for (std::string& value : values)
        choices.push_back({value, value, ""});
    return choices;
}

Value mapOf(std::vector<std::pair<std::string, Value>> entries)
{
    Value map = Value::map();
    for (auto& [key, value] : entries)
        map.set(key, std::move(value));
    return map;
}

FieldError fieldError(FieldPath path, const char* what, std::vector<std::string> args, const char* hint)
{
    return {std::move(path),
        {.kind = Error::Kind::Malformed, .what = what, .where = {}, .hint = hint, .args = std::move(args)}};
}

} // namespace loadline
