// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/placement.h"

#include <algorithm>

namespace loadline {
namespace {

// One term as a label selector, which has the same operators.
Selector selectorOf(std::vector<Selector::Requirement> expressions)
{
    Selector selector;
    selector.present = true;
    selector.expressions = std::move(expressions);
    return selector;
}

} // namespace

Placement readPlacement(Json podSpec)
{
    Placement placement;
    podSpec["nodeSelector"].eachField(
        [&](std::string_view key, Json value) { placement.labels.emplace_back(key, value.text()); });
    std::sort(placement.labels.begin(), placement.labels.end());
    podSpec["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]["nodeSelectorTerms"].eachItem(
        [&](Json term) {
            auto expressions = parseSelector(term).expressions;
            std::erase_if(expressions, [](const auto& e) { return e.op == Selector::Requirement::Op::In && e.values.empty(); });
            placement.anyOf.push_back(std::move(expressions));
        });
    return placement;
}

bool allows(const Placement& placement, const Labels& nodeLabels)
{
    const auto has = [&](const auto& wanted) {
        const std::string* value = find(nodeLabels, wanted.first);
        return value && *value == wanted.second;
    };
    const auto holds = [&](const auto& expressions) { return matches(selectorOf(expressions), nodeLabels); };
    return std::all_of(placement.labels.begin(), placement.labels.end(), has)
        && (placement.anyOf.empty() || std::any_of(placement.anyOf.begin(), placement.anyOf.end(), holds));
}

std::string placementText(const Placement& placement)
{
    std::string text;
    for (const auto& [key, value] : placement.labels)
        text.append(text.empty() ? "" : ", ").append(key).append("=").append(value);
    std::string terms;
    for (const auto& expressions : placement.anyOf)
        terms.append(terms.empty() ? "" : " or ").append(queryText(selectorOf(expressions)));
    return text.empty() ? terms : terms.empty() ? text : text + ", " + terms;
}

} // namespace loadline
