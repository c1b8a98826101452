// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/fields_common.h"
#include "manifest/names.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace loadline {
namespace {

// Karpenter takes whole numbers of hours, minutes and seconds, nothing else that Go would.
bool isWholeDuration(std::string_view text)
{
    if (text == "Never")
        return true;
    bool digits = false;
    for (const char c : text) {
        if (c >= '0' && c <= '9')
            digits = true;
        else if (digits && (c == 'h' || c == 'm' || c == 's'))
            digits = false;
        else
            return false;
    }
    return !text.empty() && !digits;
}

// Of a budget: hours, minutes, or hours and minutes, each once.
bool isBudgetDuration(std::string_view text)
{
    if (text.ends_with("m0s") || text.ends_with("h0s"))
        text.remove_suffix(2);
    const auto hours = text.find('h');
    const auto minutes = text.find('m');
    const bool order = hours == std::string_view::npos || minutes == std::string_view::npos || hours < minutes;
    const bool once = std::count(text.begin(), text.end(), 'h') <= 1 && std::count(text.begin(), text.end(), 'm') <= 1;
    return order && once && text != "Never" && text.find('s') == std::string_view::npos && isWholeDuration(text);
}

void checkDuration(const Value& value, const FieldPath& path, std::vector<FieldError>& errors)
{
    if (value.isString() && !isWholeDuration(value.text()))
        errors.push_back(fieldError(path, LOADLINE_TR("Error", "Karpenter does not take “%1”."), {value.text()},
            LOADLINE_TR("Error", "Write whole hours, minutes or seconds, as 1h30m.")));
}

bool isWholeNumber(const std::string& text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && number >= 0 && !text.empty();
}

bool isOfKarpenter(const std::string& label)
{
    return label != "karpenter.sh/capacity-type"
        && (label == "kubernetes.io/hostname" || label.substr(0, label.find('/')).ends_with("karpenter.sh"));
}

void checkValues(const Value& requirement, const FieldPath& path, std::vector<FieldError>& errors)
{
    static constexpr std::array<std::string_view, 3> capacities {"spot", "on-demand", "reserved"};
    const Value::List& values = requirement["values"].items();
    for (const Value& value : values)
        if (auto fault = labelValueFault(value.text())) {
            errors.push_back({path / "values", std::move(*fault)});
            return;
        }
    const bool capacity = requirement["key"].text() == "karpenter.sh/capacity-type"
        && requirement["operator"].text() == "In" && !values.empty();
    if (capacity && std::none_of(values.begin(), values.end(), [](const Value& value) {
            return std::find(capacities.begin(), capacities.end(), value.text()) != capacities.end();
        }))
        errors.push_back(fieldError(path / "values", LOADLINE_TR("Error", "“%1” is none of %2."),
            {values.front().text(), "spot, on-demand, reserved"}));
}

void checkRequirement(const Value& requirement, const FieldPath& path, std::vector<FieldError>& errors)
{
    const std::string& op = requirement["operator"].text();
    const Value::List& values = requirement["values"].items();
    const bool compares = op.starts_with("Gt") || op.starts_with("Lt");
    if (compares && !values.empty() && !(values.size() == 1 && isWholeNumber(values[0].text())))
        errors.push_back(fieldError(path / "values", LOADLINE_TR("Error", "One whole number belongs here.")));
    if ((op == "Exists" || op == "DoesNotExist") && !values.empty())
        errors.push_back(fieldError(path / "operator", LOADLINE_TR("Error", "%1 of a label takes no values."), {op}));
    if (op == "In" && requirement.find("minValues")
        && requirement["minValues"].integer() > static_cast<std::int64_t>(values.size()))
        errors.push_back(fieldError(path / "minValues", LOADLINE_TR("Error", "There are fewer values than that.")));
    if (isOfKarpenter(requirement["key"].text()))
        errors.push_back(fieldError(path / "key", LOADLINE_TR("Error", "A pool cannot ask for this label.")));
    checkValues(requirement, path, errors);
}

void checkLabelsOfNodes(const Value& labels, std::vector<FieldError>& errors)
{
    const FieldPath path = "spec.template.metadata.labels";
    checkLabels(labels, path, errors);
    for (const ValueField& label : labels.fields())
        if (isOfKarpenter(label.key))
            errors.push_back(fieldError(path, LOADLINE_TR("Error", "Nodes get “%1” from Karpenter alone."), {label.key}));
    if (labels.fields().size() > 100)
        errors.push_back(fieldError(path, LOADLINE_TR("Error", "Give at most %1 of these."), {"100"}));
}

void checkTaints(const Value& node, std::vector<FieldError>& errors)
{
    std::set<std::pair<std::string, std::string>> seen;
    for (const char* list : {"taints", "startupTaints"}) {
        const Value::List& taints = node[list].items();
        for (std::size_t i = 0; i < taints.size(); ++i)
            if (!seen.emplace(taints[i]["key"].text(), taints[i]["effect"].text()).second)
                errors.push_back(fieldError(FieldPath("spec.template.spec") / list / i / "key",
                    LOADLINE_TR("Error", "Another taint has this key and effect too.")));
    }
}

void checkBudgets(const Value& budgets, std::vector<FieldError>& errors)
{
    for (std::size_t i = 0; i < budgets.items().size(); ++i) {
        const FieldPath path = FieldPath("spec.disruption.budgets") / i;
        const Value& budget = budgets.items()[i];
        const std::string& duration = budget["duration"].text();
        if (!duration.empty() && !isBudgetDuration(duration))
            errors.push_back(
                fieldError(path / "duration", LOADLINE_TR("Error", "Karpenter does not take “%1”."), {duration},
                    LOADLINE_TR("Error", "Write whole hours and minutes, as 8h, 45m or 1h30m.")));
        if (!duration.empty() && budget["schedule"].text().empty())
            errors.push_back(fieldError(path / "schedule", LOADLINE_TR("Error", "Say when the time begins.")));
        std::set<std::string> reasons;
        for (const Value& reason : budget["reasons"].items())
            if (!reasons.insert(reason.text()).second)
                errors.push_back(fieldError(
                    path / "reasons", LOADLINE_TR("Error", "“%1” is in the list twice."), {reason.text()}));
    }
}

} // namespace

void checkNodePool(const Value& object, const FormFacts&, std::vector<FieldError>& errors)
{
    const Value& spec = object["spec"];
    const Value& node = spec["template"]["spec"];
    checkLabelName(object, "metadata.name", errors);
    checkDuration(spec["disruption"]["consolidateAfter"], "spec.disruption.consolidateAfter", errors);
    checkDuration(node["expireAfter"], "spec.template.spec.expireAfter", errors);
    checkDuration(node["terminationGracePeriod"], "spec.template.spec.terminationGracePeriod", errors);
    checkBudgets(spec["disruption"]["budgets"], errors);
    for (std::size_t i = 0; i < node["requirements"].items().size(); ++i)
        checkRequirement(node["requirements"].items()[i], FieldPath("spec.template.spec.requirements") / i, errors);
    checkLabelsOfNodes(spec["template"]["metadata"]["labels"], errors);
    checkTaints(node, errors);
    if (node["nodeClassRef"]["group"].text().find('/') != std::string::npos)
        errors.push_back(fieldError("spec.template.spec.nodeClassRef.group",
            LOADLINE_TR("Error", "The group stands without a version here.")));
    if (!spec.find("replicas"))
        return;
    if (spec.find("weight"))
        errors.push_back(fieldError("spec.weight", LOADLINE_TR("Error", "A pool of fixed size takes no preference.")));
    for (const ValueField& limit : spec["limits"].fields())
        if (limit.key != "nodes")
            errors.push_back(fieldError("spec.limits", LOADLINE_TR("Error", "A pool of fixed size limits its nodes alone.")));
}

} // namespace loadline
