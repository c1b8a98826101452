// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/fields_common.h"
#include "manifest/form_kinds_list.h"
#include "manifest/form_walk.h"
#include "manifest/formula.h"
#include "manifest/scaler.h"

#include <algorithm>
#include <set>

namespace loadline {
namespace {

using Type = Field::Type;
using Step = FormSection::Step;

Field whole(
    FieldPath path, std::string label, std::string help, std::string unit, std::string example, std::int64_t least)
{
    return {.path = std::move(path),
        .type = Type::Integer,
        .label = std::move(label),
        .help = std::move(help),
        .unit = std::move(unit),
        .example = std::move(example),
        .least = least,
        .most = 2147483647};
}

FormSection rangeSection()
{
    const std::string pods = LOADLINE_TR("Form", "pods");
    FormSection section {.step = Step::Scaling, .title = LOADLINE_TR("Form", "Range")};
    Field min = whole("spec.minReplicaCount", LOADLINE_TR("Form", "Lowest number of pods"),
        LOADLINE_TR("Form", "Zero lets it sleep: the first work then waits for a poll and for a pod to start."), pods,
        "0", 0);
    min.byDefault = 0;
    min.initial = 0;
    Field max = whole("spec.maxReplicaCount", LOADLINE_TR("Form", "Highest number of pods"),
        LOADLINE_TR("Form", "The most that is ever paid for."), pods, "50", 1);
    max.byDefault = 100;
    max.initial = 10;
    Field idle = whole("spec.idleReplicaCount", LOADLINE_TR("Form", "Pods while idle"),
        LOADLINE_TR("Form", "Below the lowest number, for when no trigger is active. Only 0 works properly."), pods,
        "0", 0);
    idle.advanced = true;
    Field poll = whole("spec.pollingInterval", LOADLINE_TR("Form", "Ask every"),
        LOADLINE_TR(
            "Form", "How often KEDA looks whether to wake or put to sleep. Once awake, the HPA asks by itself."),
        "s", "30", 1);
    poll.byDefault = 30;
    Field cooldown = whole("spec.cooldownPeriod", LOADLINE_TR("Form", "Sleep after"),
        LOADLINE_TR(
            "Form", "How long all triggers must be quiet before it goes to zero. Between sizes the HPA decides."),
        "s", "300", 0);
    cooldown.byDefault = 300;
    Field initial = whole("spec.initialCooldownPeriod", LOADLINE_TR("Form", "First sleep after"),
        LOADLINE_TR("Form", "The same, after it was made."), "s", "0", 0);
    initial.byDefault = 0;
    initial.advanced = true;
    section.fields = {min, max, idle, poll, cooldown, initial};
    return section;
}

FormSection fallbackSection()
{
    const FieldPath fallback = "spec.fallback";
    FormSection section {.step = Step::Safety,
        .title = LOADLINE_TR("Form", "When the source does not answer"),
        .help = LOADLINE_TR("Form", "Not for CPU and memory.")};
    Field threshold = whole(fallback / "failureThreshold", LOADLINE_TR("Form", "Failures in a row"),
        LOADLINE_TR("Form", "It takes effect with the next failure after these."), "", "3", 0);
    Field replicas = whole(fallback / "replicas", LOADLINE_TR("Form", "Pods meanwhile"),
        LOADLINE_TR("Form", "How many run while the source is silent."), LOADLINE_TR("Form", "pods"), "4", 0);
    replicas.required = true;
    replicas.initial = 2;
    replicas.shownWhen = {{fallback / "failureThreshold", {}}};
    Field behavior {.path = fallback / "behavior",
        .type = Type::Choice,
        .label = LOADLINE_TR("Form", "Which number counts"),
        .help = LOADLINE_TR("Form", "KEDA 2.17 and later know others than the fixed number."),
        .advanced = true,
        .byDefault = "static",
        .choices = {{"static", LOADLINE_TR("Form", "always these pods"), ""},
            {"currentReplicas", LOADLINE_TR("Form", "those that run"), ""},
            {"currentReplicasIfHigher", LOADLINE_TR("Form", "those that run, if more"), ""},
            {"currentReplicasIfLower", LOADLINE_TR("Form", "those that run, if fewer"), ""},
            {"scalingModifiers", LOADLINE_TR("Form", "what the formula says"), ""}},
        .shownWhen = {{fallback / "failureThreshold", {}}}};
    section.fields = {threshold, replicas, behavior};
    return section;
}

FormSection formulaSection()
{
    const FieldPath modifiers = "spec.advanced.scalingModifiers";
    const ShownWhen withFormula {modifiers / "formula", {}};
    return {.step = Step::Scaling,
        .title = LOADLINE_TR("Form", "One figure of several"),
        .advanced = true,
        .fields = {{.path = modifiers / "formula",
                       .label = LOADLINE_TR("Form", "Formula"),
                       .help = LOADLINE_TR("Form", "Of the triggers by their names; all of them then need one."),
                       .example = "(orders + returns) / 2"},
            {.path = modifiers / "target",
                .type = Type::Number,
                .label = LOADLINE_TR("Form", "Target of the formula"),
                .help = LOADLINE_TR("Form", "What the result is compared with."),
                .example = "10",
                .required = true,
                .asText = true,
                .least = 0,
                .shownWhen = {withFormula}},
            {.path = modifiers / "activationTarget",
                .type = Type::Number,
                .label = LOADLINE_TR("Form", "Wakes above"),
                .help = LOADLINE_TR("Form", "It wakes when the result is greater than this."),
                .example = "0",
                .asText = true,
                .byDefault = "0",
                .least = 0,
                .shownWhen = {withFormula}},
            {.path = modifiers / "metricType",
                .type = Type::Choice,
                .label = LOADLINE_TR("Form", "Target counts"),
                .help = LOADLINE_TR("Form", "What the target means."),
                .byDefault = "AverageValue",
                .choices = {{"AverageValue", LOADLINE_TR("Form", "so much for each pod"), ""},
                    {"Value", LOADLINE_TR("Form", "so much in all"), ""}},
                .shownWhen = {withFormula}}}};
}

FormSection moreSection()
{
    return {.step = Step::Safety,
        .title = LOADLINE_TR("Form", "More"),
        .advanced = true,
        .fields = {{.path = "spec.advanced.restoreToOriginalReplicaCount",
                       .type = Type::Bool,
                       .label = LOADLINE_TR("Form", "Restore the size when deleted"),
                       .help = LOADLINE_TR("Form", "Else the workload keeps the size it has then."),
                       .byDefault = false},
            {.path = "spec.advanced.horizontalPodAutoscalerConfig.name",
                .type = Type::Name,
                .label = LOADLINE_TR("Form", "Name of the HPA"),
                .help
                = LOADLINE_TR("Form", "KEDA makes an HPA, else named keda-hpa- and this name; at most 63 letters."),
                .example = "checkout-worker"},
            {.path = "spec.scaleTargetRef.envSourceContainerName",
                .label = LOADLINE_TR("Form", "Container of the environment"),
                .help = LOADLINE_TR("Form", "Whose environment variables triggers may name; else the first."),
                .example = "worker",
                .offer = Offer::Containers}}};
}

FormSpec spec(const FormFacts& facts)
{
    FormSpec spec {.apiVersion = "keda.sh/v1alpha1", .kind = "ScaledObject"};
    spec.sections.push_back(identitySection(facts, true,
        LOADLINE_TR("Form", "Usually that of the workload; at most 54 letters, as the HPA is named after it.")));
    spec.sections.push_back({.step = Step::Target,
        .title = LOADLINE_TR("Form", "Target"),
        .fields = {targetField("spec.scaleTargetRef", facts, false)}});
    spec.sections.push_back(
        {.step = Step::Scaling, .title = LOADLINE_TR("Form", "Triggers"), .fields = {triggersField(false)}});
    spec.sections.push_back(rangeSection());
    spec.sections.push_back(formulaSection());
    spec.sections.push_back(behaviorSection("spec.advanced.horizontalPodAutoscalerConfig.behavior", facts, true));
    spec.sections.push_back(fallbackSection());
    spec.sections.push_back(moreSection());
    return spec;
}

bool isResource(const Value& trigger)
{
    const Scaler* known = scaler(trigger["type"].text());
    return known && !known->external;
}

void checkFormula(const Value& spec, std::vector<FieldError>& errors)
{
    const FieldPath path = "spec.advanced.scalingModifiers";
    const Value& modifiers = spec["advanced"]["scalingModifiers"];
    const std::string& formula = modifiers["formula"].text();
    if (formula.empty()) {
        if (!modifiers.fields().empty())
            errors.push_back(fieldError(path / "formula", LOADLINE_TR("Error", "What the target is of, the formula, is missing.")));
        return;
    }
    std::set<std::string> names;
    const Value::List& triggers = spec["triggers"].items();
    for (std::size_t i = 0; i < triggers.size(); ++i) {
        if (isResource(triggers[i]))
            continue;
        if (const std::string& name = triggers[i]["name"].text(); !name.empty())
            names.insert(name);
        else
            errors.push_back(fieldError(FieldPath("spec.triggers") / i / "name",
                LOADLINE_TR("Error", "A formula needs every trigger to have a name.")));
    }
    if (auto fault = formulaFault(formula, names))
        errors.push_back({path / "formula", std::move(*fault)});
    if (const auto target = Quantity::parse(scalarText(modifiers["target"])); target && target->nano() == 0)
        errors.push_back(fieldError(path / "target", LOADLINE_TR("Error", "The target must be more than zero.")));
}

void checkFallback(const Value& spec, std::vector<FieldError>& errors)
{
    const Value* fallback = spec.find("fallback");
    if (!fallback)
        return;
    const FieldPath path = "spec.fallback";
    const bool formula = !spec["advanced"]["scalingModifiers"]["formula"].text().empty();
    const Value::List& triggers = spec["triggers"].items();
    if (!fallback->find("failureThreshold"))
        errors.push_back(fieldError(path / "failureThreshold",
            LOADLINE_TR("Error", "Say after how many failures the other number of pods counts.")));
    if (!formula && !triggers.empty() && std::all_of(triggers.begin(), triggers.end(), isResource))
        errors.push_back(fieldError(path / "failureThreshold",
            LOADLINE_TR("Error", "CPU and memory have no source that could fall silent."), {},
            LOADLINE_TR("Error", "Take this out, or add another trigger.")));
    if (!formula && (*fallback)["behavior"].text() == "scalingModifiers")
        errors.push_back(fieldError(path / "behavior", LOADLINE_TR("Error", "There is no formula that could say it.")));
}

void checkNames(const Value& object, std::vector<FieldError>& errors)
{
    const FieldPath path = "spec.advanced.horizontalPodAutoscalerConfig.name";
    const std::string& hpa = object["spec"]["advanced"]["horizontalPodAutoscalerConfig"]["name"].text();
    if (hpa.empty() && object["metadata"]["name"].text().size() > 54)
        errors.push_back(fieldError(
            "metadata.name", LOADLINE_TR("Error", "With keda-hpa- before it the name is longer than 63 letters.")));
    else
        checkLabelName(object, "metadata.name", errors);
    if (hpa.size() > 63)
        errors.push_back(fieldError(path, LOADLINE_TR("Error", "The name is longer than 63 letters.")));
}

// What KEDA's CRD and its webhook refuse (autoscaling.md 2.1).
void check(const Value& object, const FormFacts&, std::vector<FieldError>& errors)
{
    const Value& spec = object["spec"];
    const std::int64_t min = spec["minReplicaCount"].integer();
    const std::int64_t max = spec.find("maxReplicaCount") ? spec["maxReplicaCount"].integer() : 100;
    if (min > max)
        errors.push_back(fieldError("spec.maxReplicaCount",
            LOADLINE_TR("Error", "The highest number of pods, %1, is below the lowest, %2."),
            {std::to_string(max), std::to_string(min)}));
    if (spec.find("idleReplicaCount") && spec["idleReplicaCount"].integer() >= min)
        errors.push_back(fieldError("spec.idleReplicaCount",
            LOADLINE_TR("Error", "Fewer pods must run while idle than the lowest number, %1."), {std::to_string(min)}));
    const Value::List& triggers = spec["triggers"].items();
    if (min == 0 && !triggers.empty() && std::all_of(triggers.begin(), triggers.end(), isResource))
        errors.push_back(
            fieldError("spec.minReplicaCount", LOADLINE_TR("Error", "CPU and memory cannot wake it from zero."), {},
                LOADLINE_TR("Error", "Keep at least one pod, or add another trigger.")));
    checkReference(object, "spec.scaleTargetRef", false, errors);
    checkScalable(object, "spec.scaleTargetRef", errors);
    checkNames(object, errors);
    checkFallback(spec, errors);
    checkFormula(spec, errors);
    checkTriggers(object, errors);
}

} // namespace

FormKind scaledObjectForm()
{
    return {.id = "keda",
        .kind = "ScaledObject",
        .title = LOADLINE_TR("Form", "KEDA ScaledObject"),
        .summary = LOADLINE_TR("Form", "Scales a workload by queues, schedules and queries, down to zero."),
        .spec = spec,
        .check = check};
}

} // namespace loadline
