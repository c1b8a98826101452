// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/fields_common.h"
#include "manifest/form_kinds_list.h"

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
        const auto low = Quantity::parse(entry.value.text());
        const auto high = Quantity::parse(limit[upper][entry.key].text());
        if (low && high && *high < *low)
            errors.push_back(fieldError(path / upper / entry.key, LOADLINE_TR("Error", "It is below what %1 says, %2."),
                {lower, entry.value.text()}));
    }
}

void checkLimits(const Value& object, const FormFacts&, std::vector<FieldError>& errors)
{
    const Value::List& limits = object["spec"]["limits"].items();
    for (std::size_t i = 0; i < limits.size(); ++i)
        for (const auto& [lower, upper] : {std::pair("min", "defaultRequest"), std::pair("defaultRequest", "default"),
                 std::pair("default", "max"), std::pair("min", "max")})
            checkOrder(limits[i], FieldPath("spec.limits") / i, lower, upper, errors);
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
