// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/fields_common.h"
#include "manifest/form_kinds_list.h"
#include "manifest/form_walk.h"
#include "manifest/names.h"

#include <algorithm>
#include <set>

namespace loadline {
namespace {

using Type = Field::Type;
using Step = FormSection::Step;

Field quantityOf(const char* map, const char* resource, std::string label, std::string help, std::string example)
{
    return {.path = FieldPath(map) / resource,
        .type = Type::Quantity,
        .label = std::move(label),
        .help = std::move(help),
        .example = std::move(example)};
}

FormSpec limitSpec(const FormFacts& facts)
{
    FormSpec spec {.apiVersion = "v1", .kind = "LimitRange"};
    spec.sections.push_back(identitySection(facts, true, LOADLINE_TR("Form", "Any.")));
    const std::string request
        = LOADLINE_TR("Form", "For containers that ask for none. Without requests no utilisation can be told.");
    const std::string limit
        = LOADLINE_TR("Form", "For containers that set none. Below a container's request its pods are refused.");
    const std::string least = LOADLINE_TR("Form", "What asks for less is refused.");
    const std::string most = LOADLINE_TR("Form", "What asks for more is refused.");
    std::vector<Field> items {
        {.path = "type",
            .type = Type::Choice,
            .label = LOADLINE_TR("Form", "For each"),
            .help = LOADLINE_TR("Form", "What the limits are for."),
            .required = true,
            .initial = "Container",
            .choices = {{"Container", LOADLINE_TR("Form", "container"), ""}, {"Pod", LOADLINE_TR("Form", "pod"), ""},
                {"PersistentVolumeClaim", LOADLINE_TR("Form", "volume claim"), ""}}},
        quantityOf("defaultRequest", "cpu", LOADLINE_TR("Form", "CPU request"), request, "100m"),
        quantityOf("defaultRequest", "memory", LOADLINE_TR("Form", "Memory request"), request, "128Mi"),
        quantityOf("default", "cpu", LOADLINE_TR("Form", "CPU limit"), limit, "1"),
        quantityOf("default", "memory", LOADLINE_TR("Form", "Memory limit"), limit, "512Mi"),
        quantityOf("min", "cpu", LOADLINE_TR("Form", "CPU at least"), least, "10m"),
        quantityOf("min", "memory", LOADLINE_TR("Form", "Memory at least"), least, "16Mi"),
        quantityOf("max", "cpu", LOADLINE_TR("Form", "CPU at most"), most, "8"),
        quantityOf("max", "memory", LOADLINE_TR("Form", "Memory at most"), most, "32Gi"),
        quantityOf("min", "storage", LOADLINE_TR("Form", "Storage at least"), least, "1Gi"),
        quantityOf("max", "storage", LOADLINE_TR("Form", "Storage at most"), most, "100Gi")};
    for (std::size_t i = 1; i < items.size(); ++i) {
        if (i <= 4)
            items[i].shownWhen = {{"type", {"Container"}}};
        else if (i <= 8)
            items[i].shownWhen = {{"type", {"Container", "Pod"}}};
        else
            items[i].shownWhen = {{"type", {"PersistentVolumeClaim"}}};
    }
    spec.sections.push_back({.step = Step::Safety,
        .title = LOADLINE_TR("Form", "Limits"),
        .fields = {{.path = "spec.limits",
            .type = Type::List,
            .label = LOADLINE_TR("Form", "Limits"),
            .help = LOADLINE_TR("Form", "Checked and filled in when a pod is made."),
            .required = true,
            .initial = Value::list({mapOf({{"type", "Container"}})}),
            .least = 1,
            .items = std::move(items)}}});
    return spec;
}

void checkOrder(
    const Value& limit, const FieldPath& path, const char* lower, const char* upper, std::vector<FieldError>& errors)
{
    for (const ValueField& entry : limit[lower].fields()) {
        const auto low = Quantity::parse(scalarText(entry.value));
        const auto high = Quantity::parse(scalarText(limit[upper][entry.key]));
        if (low && high && *high < *low)
            errors.push_back(fieldError(path / upper / entry.key, LOADLINE_TR("Error", "It is below what %1 says, %2."),
                {lower, scalarText(entry.value)}));
    }
}

bool isOfContainers(const std::string& resource)
{
    return resource == "cpu" || resource == "memory" || resource == "ephemeral-storage" || isHugePages(resource)
        || isExtendedResource(resource);
}

// What no field asks and the text may say all the same.
void checkUnasked(const Value& limit, const FieldPath& path, std::vector<FieldError>& errors)
{
    const std::string& type = limit["type"].text();
    const bool ofPods = type == "Pod" || type == "Container";
    for (const char* map : {"min", "max", "default", "defaultRequest", "maxLimitRequestRatio"}) {
        if (type == "Pod" && std::string_view(map).starts_with("default") && !limit[map].fields().empty())
            errors.push_back(fieldError(path / "type", LOADLINE_TR("Error", "Pods take no “%1”, only containers do."), {map},
                LOADLINE_TR("Error", "Take it out in the text, or move it to an entry for containers.")));
        for (const ValueField& entry : limit[map].fields())
            if (ofPods && !isOfContainers(entry.key))
                errors.push_back(fieldError(path / "type", LOADLINE_TR("Error", "“%1” is no resource of containers."),
                    {entry.key}, LOADLINE_TR("Error", "Storage is limited in an entry for volume claims.")));
    }
    for (const ValueField& ratio : limit["maxLimitRequestRatio"].fields())
        if (const auto most = Quantity::parse(scalarText(ratio.value)); most && *most < Quantity::fromWhole(1))
            errors.push_back(
                fieldError(path / "type", LOADLINE_TR("Error", "The highest ratio of limit and request is below 1.")));
    for (const ValueField& limitOf : limit["default"].fields()) {
        const Value* request = limit["defaultRequest"].find(limitOf.key);
        const bool whole = isHugePages(limitOf.key) || isExtendedResource(limitOf.key);
        const auto most = Quantity::parse(scalarText(limitOf.value));
        const auto asked = request ? Quantity::parse(scalarText(*request)) : most;
        if (whole && most && asked && *most != *asked)
            errors.push_back(fieldError(
                path / "type", LOADLINE_TR("Error", "Request and limit of “%1” must be alike."), {limitOf.key}));
    }
}

void checkLimits(const Value& object, const FormFacts&, std::vector<FieldError>& errors)
{
    const Value::List& limits = object["spec"]["limits"].items();
    std::set<std::string> types;
    for (std::size_t i = 0; i < limits.size(); ++i) {
        const FieldPath path = FieldPath("spec.limits") / i;
        const std::string& type = limits[i]["type"].text();
        if (!types.insert(type).second)
            errors.push_back(fieldError(path / "type", LOADLINE_TR("Error", "Another entry is for these too."), {},
                LOADLINE_TR("Error", "Say all their limits in one entry.")));
        if (type == "PersistentVolumeClaim" && !limits[i]["min"].find("storage") && !limits[i]["max"].find("storage"))
            errors.push_back(fieldError(path / "max" / "storage",
                LOADLINE_TR("Error", "Say how much storage a claim asks for at least or at most.")));
        for (const auto& [lower, upper] : {std::pair("min", "defaultRequest"), std::pair("min", "default"),
                 std::pair("min", "max"), std::pair("defaultRequest", "default"), std::pair("defaultRequest", "max"),
                 std::pair("default", "max")})
            checkOrder(limits[i], path, lower, upper, errors);
        checkUnasked(limits[i], path, errors);
    }
}

} // namespace

FormKind limitRangeForm()
{
    return {.id = "limitrange",
        .kind = "LimitRange",
        .title = LOADLINE_TR("Form", "Limit range"),
        .summary = LOADLINE_TR("Form", "Gives containers requests and limits where they have none."),
        .spec = limitSpec,
        .check = checkLimits};
}

} // namespace loadline
