// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/fields_common.h"
#include "manifest/form_selector.h"
#include "manifest/form_walk.h"
#include "manifest/names.h"

#include <set>

namespace loadline {
namespace {

using Type = Field::Type;

struct Source {
    const char* type; // "Resource"
    const char* key; // "resource"
    std::vector<std::string> targets; // the target types it can have
};
const std::vector<Source>& sources()
{
    static const std::vector<Source> all {
        {"Resource", "resource", {"Utilization", "AverageValue"}},
        {"ContainerResource", "containerResource", {"Utilization", "AverageValue"}},
        {"Pods", "pods", {"AverageValue"}},
        {"Object", "object", {"Value", "AverageValue"}},
        {"External", "external", {"AverageValue", "Value"}},
    };
    return all;
}

Choice targetChoice(const std::string& type)
{
    if (type == "Utilization")
        return {type, LOADLINE_TR("Form", "percent of the request"),
            LOADLINE_TR("Form", "Every container needs a request.")};
    if (type == "AverageValue")
        return {
            type, LOADLINE_TR("Form", "so much for each pod"), LOADLINE_TR("Form", "The total divided by the pods.")};
    return {type, LOADLINE_TR("Form", "so much in all"),
        LOADLINE_TR("Form", "Multiplies by ready pods, so pods that are not ready make it scale down.")};
}

Field goal(const Source& source, const char* key, const char* type, Field field)
{
    const FieldPath target = FieldPath(source.key) / "target";
    field.path = target / key;
    field.required = true;
    field.shownWhen = {{"type", {source.type}}, {target / "type", {type}}};
    return field;
}

void addTarget(const Source& source, std::vector<Field>& fields)
{
    Field type {.path = FieldPath(source.key) / "target" / "type",
        .type = Type::Choice,
        .label = LOADLINE_TR("Form", "Target counts"),
        .help = LOADLINE_TR("Form", "What the figure below means."),
        .required = true,
        .initial = source.targets.front(),
        .shownWhen = {{"type", {source.type}}}};
    for (const std::string& choice : source.targets)
        type.choices.push_back(targetChoice(choice));
    fields.push_back(std::move(type));
    for (const std::string& choice : source.targets) {
        if (choice == "Utilization")
            fields.push_back(goal(source, "averageUtilization", "Utilization",
                {.type = Type::Percent,
                    .label = LOADLINE_TR("Form", "Target"),
                    .help = LOADLINE_TR("Form", "Of the sum of the requests. Within a tenth of it nothing happens."),
                    .unit = "%",
                    .example = "70",
                    .initial = 70,
                    .least = 1,
                    .most = 2147483647}));
        else
            fields.push_back(goal(source, choice == "Value" ? "value" : "averageValue", choice.c_str(),
                {.type = Type::Quantity,
                    .label = LOADLINE_TR("Form", "Target"),
                    .help = LOADLINE_TR("Form", "Above it pods are added, below it taken away."),
                    .example = "100"}));
    }
}

void addMetric(const Source& source, Offer offer, std::vector<Field>& fields)
{
    const FieldPath metric = FieldPath(source.key) / "metric";
    fields.push_back({.path = metric / "name",
        .label = LOADLINE_TR("Form", "Metric"),
        .help = LOADLINE_TR("Form", "As the metrics API serves it."),
        .example = "http_requests_per_second",
        .required = true,
        .shownWhen = {{"type", {source.type}}},
        .offer = offer});
    fields.push_back({.path = metric / "selector",
        .type = Type::Selector,
        .label = LOADLINE_TR("Form", "Only series with"),
        .help = LOADLINE_TR("Form", "Labels of the metric's series, where the name alone is not enough."),
        .example = "queue=orders",
        .advanced = true,
        .shownWhen = {{"type", {source.type}}}});
}

void addResource(const Source& source, std::vector<Field>& fields)
{
    fields.push_back({.path = FieldPath(source.key) / "name",
        .type = Type::Choice,
        .label = LOADLINE_TR("Form", "Resource"),
        .help = LOADLINE_TR("Form", "What the metrics server measures for each pod."),
        .required = true,
        .initial = "cpu",
        .choices = {{"cpu", "CPU", ""}, {"memory", LOADLINE_TR("Form", "memory"), ""}},
        .shownWhen = {{"type", {source.type}}},
        .offer = Offer::ResourceMetrics});
}

Field describedObject()
{
    return {.path = "object.describedObject",
        .type = Type::Reference,
        .label = LOADLINE_TR("Form", "Object measured"),
        .help = LOADLINE_TR("Form", "The object that the metric describes, as an Ingress; in the same namespace."),
        .example = "networking.k8s.io/v1/Ingress/shop",
        .required = true,
        .shownWhen = {{"type", {"Object"}}},
        .items = {{.path = "apiVersion",
                      .label = LOADLINE_TR("Form", "API version"),
                      .help = LOADLINE_TR("Form", "Left out for the core API."),
                      .example = "networking.k8s.io/v1"},
            {.path = "kind",
                .label = LOADLINE_TR("Form", "Kind"),
                .help = LOADLINE_TR("Form", "As its manifest spells it."),
                .example = "Ingress",
                .required = true},
            {.path = "name",
                .label = LOADLINE_TR("Form", "Name"),
                .help = LOADLINE_TR("Form", "In the same namespace."),
                .example = "shop",
                .required = true}},
        .offer = Offer::Objects};
}

Field typeField()
{
    return {.path = "type",
        .type = Type::Choice,
        .label = LOADLINE_TR("Form", "Scale by"),
        .help = LOADLINE_TR(
            "Form", "Where the figure comes from. Of several metrics, the one that asks for most pods counts."),
        .required = true,
        .choices = {{"Resource", LOADLINE_TR("Form", "CPU or memory of the pods"),
                        LOADLINE_TR("Form", "Needs a metrics server.")},
            {"ContainerResource", LOADLINE_TR("Form", "CPU or memory of one container"),
                LOADLINE_TR("Form", "Sidecars do not count, and need no requests.")},
            {"Pods", LOADLINE_TR("Form", "a figure of each pod"),
                LOADLINE_TR("Form", "Needs a custom metrics adapter.")},
            {"Object", LOADLINE_TR("Form", "a figure of another object"),
                LOADLINE_TR("Form", "Needs a custom metrics adapter.")},
            {"External", LOADLINE_TR("Form", "a figure from outside"),
                LOADLINE_TR("Form", "Needs an external metrics adapter.")}}};
}

// What makes two entries the same metric to the controller.
std::string identityOf(const Value& metric)
{
    const std::string& type = metric["type"].text();
    for (const Source& source : sources()) {
        if (type != source.type)
            continue;
        const Value& entry = metric[source.key];
        return type + '|' + entry["name"].text() + '|' + entry["container"].text() + '|'
            + entry["metric"]["name"].text() + '|' + selectorText(entry["metric"]["selector"]) + '|'
            + entry["describedObject"].json();
    }
    return {};
}

void add(std::optional<Error> fault, const FieldPath& path, std::vector<FieldError>& errors)
{
    if (fault)
        errors.push_back({path, std::move(*fault)});
}

// One target value, more than zero. Of an Object both are taken, and the type's own counts.
void checkTarget(const Source& source, const Value& target, const FieldPath& path, std::vector<FieldError>& errors)
{
    for (const char* key : {"value", "averageValue"})
        if (const Value* goal = target.find(key)) {
            const auto quantity = Quantity::parse(scalarText(*goal));
            if (quantity && quantity->nano() == 0)
                errors.push_back(fieldError(path / key, LOADLINE_TR("Error", "The target must be more than zero.")));
        }
    const char* const other = std::string_view(source.type) == "External" ? "value" : "averageUtilization";
    if (std::string_view(source.type) != "Object" && target.find("averageValue") && target.find(other))
        errors.push_back(fieldError(path / "type", LOADLINE_TR("Error", "This metric has two targets, %1 and %2."),
            {"averageValue", other}, LOADLINE_TR("Error", "Take one of them out in the text.")));
}

// What the API server refuses of one metric.
void checkMetric(const Value& object, const Value& metric, const FieldPath& path, std::vector<FieldError>& errors)
{
    const std::string& type = metric["type"].text();
    for (const Source& source : sources()) {
        const Value* entry = metric.find(source.key);
        if (!entry)
            continue;
        if (type != source.type) {
            errors.push_back(fieldError(path / "type", LOADLINE_TR("Error", "This metric says %1 too, beside its type."),
                {source.key}, LOADLINE_TR("Error", "Take it out in the text, or make it a metric of its own.")));
            continue;
        }
        const FieldPath at = path / source.key;
        if (const std::string& container = (*entry)["container"].text(); !container.empty())
            add(shortNameFault(container), at / "container", errors);
        add(pathSegmentFault((*entry)["metric"]["name"].text()), at / "metric" / "name", errors);
        checkReference(object, at / "describedObject", false, errors);
        checkTarget(source, (*entry)["target"], at / "target", errors);
    }
}

} // namespace

std::vector<Field> metricFields()
{
    std::vector<Field> fields {typeField()};
    for (const Source& source : sources()) {
        const std::string_view type = source.type;
        if (type == "Resource" || type == "ContainerResource")
            addResource(source, fields);
        if (type == "ContainerResource")
            fields.push_back({.path = "containerResource.container",
                .label = LOADLINE_TR("Form", "Container"),
                .help = LOADLINE_TR("Form", "The only one that counts."),
                .example = "app",
                .required = true,
                .shownWhen = {{"type", {"ContainerResource"}}},
                .offer = Offer::Containers});
        if (type == "Object")
            fields.push_back(describedObject());
        if (type == "Pods" || type == "Object" || type == "External")
            addMetric(source, type == "External" ? Offer::ExternalMetrics : Offer::PodMetrics, fields);
        addTarget(source, fields);
    }
    return fields;
}

void checkMetrics(const Value& object, std::vector<FieldError>& errors)
{
    std::set<std::string> seen;
    const Value::List& metrics = object["spec"]["metrics"].items();
    for (std::size_t i = 0; i < metrics.size(); ++i) {
        const FieldPath path = FieldPath("spec.metrics") / i;
        if (const std::string identity = identityOf(metrics[i]); !identity.empty() && !seen.insert(identity).second)
            errors.push_back(fieldError(path / "type", LOADLINE_TR("Error", "This metric is in the list already.")));
        checkMetric(object, metrics[i], path, errors);
    }
}

} // namespace loadline
