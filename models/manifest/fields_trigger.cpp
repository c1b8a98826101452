// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/fields_common.h"
#include "manifest/form_walk.h"
#include "manifest/scaler.h"

#include <algorithm>
#include <map>
#include <set>

namespace loadline {
namespace {

using Type = Field::Type;

Type typeOf(ScalerField::Type type)
{
    switch (type) {
    case ScalerField::Type::Text:
        return Type::Text;
    case ScalerField::Type::Integer:
        return Type::Integer;
    case ScalerField::Type::Number:
        return Type::Number;
    case ScalerField::Type::Quantity:
        return Type::Quantity;
    case ScalerField::Type::Bool:
        return Type::Bool;
    case ScalerField::Type::Choice:
        return Type::Choice;
    case ScalerField::Type::Duration:
        return Type::Duration;
    case ScalerField::Type::Cron:
        return Type::Cron;
    case ScalerField::Type::TimeZone:
        return Type::TimeZone;
    case ScalerField::Type::PromQl:
        return Type::PromQl;
    case ScalerField::Type::Url:
        return Type::Url;
    }
    return Type::Text;
}

bool hasSecret(const Scaler& scaler, const std::string& name)
{
    return std::any_of(
        scaler.secrets.begin(), scaler.secrets.end(), [&](const ScalerSecret& s) { return s.name == name; });
}

// Whether only this field can give it: not the environment, not an authentication.
bool onlyHere(const Scaler& scaler, const ScalerField& field)
{
    return !field.fromEnv && !hasSecret(scaler, field.name);
}

Field metadataField(const Scaler& scaler, const ScalerField& from)
{
    Field field {.path = FieldPath("metadata") / from.name,
        .type = typeOf(from.type),
        .label = from.label,
        .help = from.help,
        .unit = from.unit,
        .example = from.example,
        .required = from.required && onlyHere(scaler, from),
        .advanced = !from.required && !from.threshold && !from.activation,
        .asText = true,
        .deprecated = from.deprecated};
    if (from.byDefault)
        field.byDefault = *from.byDefault;
    if (from.type == ScalerField::Type::Integer || from.type == ScalerField::Type::Number)
        field.least = 0;
    for (const std::string& choice : from.choices)
        field.choices.push_back({choice, choice, ""});
    if (from.type == ScalerField::Type::PromQl)
        field.offer = Offer::Queries;
    if (from.type == ScalerField::Type::TimeZone)
        field.offer = Offer::TimeZones;
    return field;
}

Field fromEnvField(const ScalerField& from)
{
    return {.path = FieldPath("metadata") / (from.name + "FromEnv"),
        .label = from.label + " (env)",
        .help
        = from.help + " " + LOADLINE_TR("Form", "The environment variable of the workload's container that holds it."),
        .example = from.onlyFromEnv ? from.example : "SETTING",
        .advanced = true};
}

Field metricTypeField(const Scaler* scaler)
{
    const bool resource = scaler && !scaler->external;
    Field field {.path = "metricType",
        .type = Type::Choice,
        .label = LOADLINE_TR("Form", "Target counts"),
        .help = LOADLINE_TR("Form", "What the threshold means."),
        .required = resource,
        .advanced = !resource};
    if (resource) {
        field.initial = "Utilization";
        field.choices = {{"Utilization", LOADLINE_TR("Form", "percent of the request"), ""},
            {"AverageValue", LOADLINE_TR("Form", "so much for each pod"), ""}};
    } else {
        field.byDefault = "AverageValue";
        field.choices = {{"AverageValue", LOADLINE_TR("Form", "so much for each pod"), ""},
            {"Value", LOADLINE_TR("Form", "so much in all"), ""}};
    }
    return field;
}

void addAuthentication(std::vector<Field>& fields)
{
    fields.push_back({.path = "authenticationRef.name",
        .type = Type::Name,
        .label = LOADLINE_TR("Form", "Authentication"),
        .help = LOADLINE_TR("Form",
            "The TriggerAuthentication that holds what the trigger needs to log in. If it does not exist, "
            "KEDA complains of missing parameters instead."),
        .example = "rabbitmq-login",
        .offer = Offer::TriggerAuthentications});
    fields.push_back({.path = "authenticationRef.kind",
        .type = Type::Choice,
        .label = LOADLINE_TR("Form", "Kind of authentication"),
        .help = LOADLINE_TR("Form", "Of this namespace, or of the whole cluster."),
        .byDefault = "TriggerAuthentication",
        .choices = {{"TriggerAuthentication", LOADLINE_TR("Form", "of this namespace"), ""},
            {"ClusterTriggerAuthentication", LOADLINE_TR("Form", "of the cluster"), ""}},
        .shownWhen = {{"authenticationRef.name", {}}}});
}

void addAllMetadata(std::vector<Field>& fields, bool unknown)
{
    fields.push_back({.path = "metadata",
        .type = Type::TextMap,
        .label = LOADLINE_TR("Form", "Everything handed to the scaler"),
        .help = LOADLINE_TR("Form", "Names and values as the scaler's documentation tells them."),
        .example = "queueName=orders,value=5",
        .required = unknown,
        .advanced = !unknown});
}

std::vector<Field> fieldsOf(const Scaler* scaler, bool ofJob)
{
    std::vector<Field> fields;
    if (scaler) {
        for (const ScalerField& field : scaler->fields)
            if (!field.onlyFromEnv)
                fields.push_back(metadataField(*scaler, field));
        for (const ScalerField& field : scaler->fields)
            if (field.fromEnv)
                fields.push_back(fromEnvField(field));
    }
    if (!scaler || scaler->type == "external")
        addAllMetadata(fields, !scaler);
    if (!ofJob)
        fields.push_back(metricTypeField(scaler));
    if (!scaler || scaler->external) {
        addAuthentication(fields);
        if (!ofJob && !(scaler && scaler->type == "cron"))
            fields.push_back({.path = "useCachedMetrics",
                .type = Type::Bool,
                .label = LOADLINE_TR("Form", "Ask only once a poll"),
                .help = LOADLINE_TR(
                    "Form", "The HPA reads the value of the last poll instead of asking the source each time."),
                .advanced = true,
                .byDefault = false});
    }
    return fields;
}

template <bool ofJob> std::span<const Field> fieldsOfTrigger(const Value& trigger)
{
    static const std::map<std::string, std::vector<Field>, std::less<>> known = [] {
        std::map<std::string, std::vector<Field>, std::less<>> all;
        for (const Scaler& scaler : scalers())
            all.emplace(scaler.type, fieldsOf(&scaler, ofJob));
        return all;
    }();
    static const std::vector<Field> unknown = fieldsOf(nullptr, ofJob);
    static const std::vector<Field> none;
    const std::string& type = trigger["type"].text();
    if (type.empty())
        return none;
    const auto found = known.find(type);
    return found == known.end() ? unknown : found->second;
}

Field typeField()
{
    Field field {.path = "type",
        .label = LOADLINE_TR("Form", "Scale by"),
        .help = LOADLINE_TR("Form", "Where the load is read. Other types that KEDA knows can be typed."),
        .example = "rabbitmq",
        .required = true};
    for (const Scaler& scaler : scalers())
        field.choices.push_back({scaler.type, scaler.title, scaler.summary});
    return field;
}

bool isGiven(const Scaler& scaler, const Value& trigger, const std::string& name)
{
    const Value& metadata = trigger["metadata"];
    const ScalerField* field = scaler.field(name);
    const bool inTheOpen = !(field && field->onlyFromEnv) && !metadata[name].text().empty();
    if (inTheOpen || !metadata[name + "FromEnv"].text().empty())
        return true;
    return !trigger["authenticationRef"]["name"].text().empty() && hasSecret(scaler, name);
}

// What a pod identity gives is not seen in the trigger, only that there is one.
bool mayComeFromIdentity(const Scaler& scaler, const Value& trigger, const std::vector<std::string>& group)
{
    return !scaler.podIdentities.empty() && !trigger["authenticationRef"]["name"].text().empty()
        && std::any_of(group.begin(), group.end(), [&](const std::string& name) { return hasSecret(scaler, name); });
}

void checkTrigger(const Scaler& scaler, const Value& trigger, const FieldPath& path, std::vector<FieldError>& errors)
{
    for (const ScalerField& field : scaler.fields)
        if (field.required && !onlyHere(scaler, field) && !isGiven(scaler, trigger, field.name))
            errors.push_back(
                fieldError(path / "metadata" / field.name, LOADLINE_TR("Error", "“%1” is missing."), {field.label}));
    for (const std::vector<std::string>& group : scaler.oneOf) {
        const bool given = mayComeFromIdentity(scaler, trigger, group)
            || std::any_of(
                group.begin(), group.end(), [&](const std::string& name) { return isGiven(scaler, trigger, name); });
        if (given)
            continue;
        std::string names;
        for (const std::string& name : group)
            names += (names.empty() ? "" : ", ") + name;
        const ScalerField* first = scaler.field(group.front());
        const std::string key = group.front() + (first && first->onlyFromEnv ? "FromEnv" : "");
        errors.push_back(fieldError(path / "metadata" / key, LOADLINE_TR("Error", "One of %1 is needed."), {names},
            LOADLINE_TR("Error", "Type it here, or name an authentication that holds it.")));
    }
    for (const ScalerField& field : scaler.fields) {
        const Value* given = field.threshold ? trigger["metadata"].find(field.name) : nullptr;
        const auto target = given ? Quantity::parse(scalarText(*given)) : Result<Quantity>(Error {});
        if (target && target->nano() == 0) // the HPA that KEDA writes would be refused
            errors.push_back(fieldError(path / "metadata" / field.name, LOADLINE_TR("Error", "The target must be more than zero.")));
    }
    if (scaler.type == "gcp-pubsub" && trigger["metadata"].find("subscriptionSize"))
        errors.push_back(fieldError(path / "metadata" / "subscriptionSize", LOADLINE_TR("Error", "KEDA 2.20 reads subscriptionSize no more."), {},
            LOADLINE_TR("Error", "Write it as value; the mode is SubscriptionSize unless said otherwise.")));
    if (scaler.type == "cron" && trigger["metadata"]["start"] == trigger["metadata"]["end"]
        && trigger["metadata"].find("start"))
        errors.push_back(
            fieldError(path / "metadata" / "end", LOADLINE_TR("Error", "The window ends when it starts.")));
}

} // namespace

Field triggersField(bool ofJob)
{
    return {.path = "spec.triggers",
        .type = Type::List,
        .label = LOADLINE_TR("Form", "Triggers"),
        .help = LOADLINE_TR(
            "Form", "What wakes and scales the workload. Of several, the one that asks for most pods counts."),
        .required = true,
        .newItem = Value::map(),
        .least = 1,
        .items = {typeField(),
            {.path = "name",
                .label = LOADLINE_TR("Form", "Name of the trigger"),
                .help = LOADLINE_TR("Form", "For formulas and dashboards."),
                .example = "orders",
                .advanced = true}},
        .more = ofJob ? fieldsOfTrigger<true> : fieldsOfTrigger<false>};
}

void checkTriggers(const Value& object, std::vector<FieldError>& errors)
{
    const Value::List& triggers = object["spec"]["triggers"].items();
    std::set<std::string> names;
    for (std::size_t i = 0; i < triggers.size(); ++i) {
        const FieldPath path = FieldPath("spec.triggers") / i;
        const std::string& type = triggers[i]["type"].text();
        if (const Scaler* known = scaler(type))
            checkTrigger(*known, triggers[i], path, errors);
        if (triggers[i]["useCachedMetrics"].boolean() && (type == "cpu" || type == "memory" || type == "cron"))
            errors.push_back(fieldError(path / "type", LOADLINE_TR("Error", "KEDA keeps no values of %1 triggers."), {type},
                LOADLINE_TR("Error", "Take useCachedMetrics out in the text.")));
        const std::string& name = triggers[i]["name"].text();
        if (!name.empty() && !names.insert(name).second)
            errors.push_back(fieldError(path / "name", LOADLINE_TR("Error", "Another trigger has this name too.")));
    }
}

} // namespace loadline
