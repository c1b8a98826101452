// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/meta.h"

#include <algorithm>

namespace loadline {
namespace {

using Op = Selector::Requirement::Op;

std::optional<Op> parseOp(std::string_view text)
{
    if (text == "In")
        return Op::In;
    if (text == "NotIn")
        return Op::NotIn;
    if (text == "Exists")
        return Op::Exists;
    if (text == "DoesNotExist")
        return Op::DoesNotExist;
    return std::nullopt;
}

bool meets(const Selector::Requirement& requirement, const std::string* value)
{
    const auto listed = [&] {
        return value && std::find(requirement.values.begin(), requirement.values.end(), *value) != requirement.values.end();
    };
    switch (requirement.op) {
    case Op::In:
        return listed();
    case Op::NotIn:
        return !listed(); // a label that is not there is not in any list
    case Op::Exists:
        return value != nullptr;
    case Op::DoesNotExist:
        return value == nullptr;
    }
    return false;
}

} // namespace

Selector parseSelector(Json selector)
{
    Selector read;
    read.present = selector.isObject();
    selector["matchLabels"].eachField(
        [&](std::string_view key, Json value) { read.matchLabels.emplace_back(key, value.text()); });
    std::sort(read.matchLabels.begin(), read.matchLabels.end());
    selector["matchExpressions"].eachItem([&](Json item) {
        Selector::Requirement requirement {item["key"].str(), Op::In, {}};
        // An operator that is not known selects nothing, as an empty list of values does.
        if (const auto op = parseOp(item["operator"].text())) {
            requirement.op = *op;
            item["values"].eachItem([&](Json value) { requirement.values.push_back(value.str()); });
        }
        read.expressions.push_back(std::move(requirement));
    });
    return read;
}

bool matches(const Selector& selector, const Labels& labels)
{
    if (!selector.present)
        return false;
    for (const auto& [key, wanted] : selector.matchLabels) {
        const std::string* value = find(labels, key);
        if (!value || *value != wanted)
            return false;
    }
    return std::all_of(selector.expressions.begin(), selector.expressions.end(),
        [&](const Selector::Requirement& requirement) { return meets(requirement, find(labels, requirement.key)); });
}

std::string queryText(const Selector& selector)
{
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ",") + part; };
    for (const auto& [key, value] : selector.matchLabels)
        add(key + "=" + value);
    for (const auto& requirement : selector.expressions) {
        if (requirement.op == Op::Exists) {
            add(requirement.key);
        } else if (requirement.op == Op::DoesNotExist) {
            add("!" + requirement.key);
        } else {
            std::string values;
            for (const auto& value : requirement.values)
                values += (values.empty() ? "" : ",") + value;
            add(requirement.key + (requirement.op == Op::In ? " in (" : " notin (") + values + ")");
        }
    }
    return text;
}

} // namespace loadline
