// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

// "exceeded quota: team, requested: cpu=2,pods=1, used: cpu=10,pods=4, limited: cpu=10,pods=4"
struct Exceeded {
    std::string quota;
    std::vector<std::pair<std::string, Quantity>> requested;
};

std::string between(const std::string& text, std::string_view lead, std::string_view end)
{
    const auto at = text.find(lead);
    return at == std::string::npos ? std::string() : text.substr(at + lead.size(), text.find(end, at + lead.size()) - at - lead.size());
}

std::optional<Exceeded> exceededIn(const std::string& message)
{
    Exceeded exceeded;
    exceeded.quota = between(message, "exceeded quota: ", ",");
    auto list = between(message, "requested: ", ", used:");
    for (std::size_t at = 0; at < list.size();) {
        const auto end = std::min(list.find(',', at), list.size());
        const auto equals = list.find('=', at);
        if (equals >= end)
            return std::nullopt;
        const auto quantity = Quantity::parse(list.substr(equals + 1, end - equals - 1));
        if (!quantity)
            return std::nullopt;
        exceeded.requested.emplace_back(list.substr(at, equals - at), *quantity);
        at = end + 1;
    }
    return exceeded.quota.empty() || exceeded.requested.empty() ? std::nullopt : std::optional(exceeded);
}

const Quota* quotaNamed(const LintScope& scope, const std::string& ns, const std::string& name)
{
    for (const auto* quota : scope.quotasOf(ns))
        if (quota->meta.name == name)
            return quota;
    return nullptr;
}

// Room for what the autoscaler may still ask for: all replicas that are missing, one at least.
Fix raised(const LintScope& scope, const ScaleTarget& target, const Quota& quota, const Exceeded& exceeded)
{
    Fix fix {LOADLINE_TR("Lint", "Raise the quota %1 for the replicas that are missing"), {quota.meta.name}, {}};
    const auto missing = std::max<std::int64_t>(1, spanOf(scope, target).most - target.workload->current.value_or(0));
    for (const auto& [resource, each] : exceeded.requested) {
        const auto hard = std::find_if(quota.hard.begin(), quota.hard.end(), [&name = resource](const auto& line) { return line.first == name; });
        const auto used = std::find_if(quota.used.begin(), quota.used.end(), [&name = resource](const auto& line) { return line.first == name; });
        if (hard == quota.hard.end())
            continue;
        const auto wanted = (used == quota.used.end() ? hard->second : used->second) + each * missing;
        if (hard->second < wanted)
            fix.edits.push_back(put(scope.refOf(quota), FieldPath("spec.hard") / resource, quantityValue(resource, wanted)));
    }
    return fix;
}

// Whether one more fits by now: the controller tries again.
bool fits(const Quota& quota, const Exceeded& exceeded)
{
    return std::all_of(exceeded.requested.begin(), exceeded.requested.end(), [&](const auto& one) {
        const auto hard = std::find_if(quota.hard.begin(), quota.hard.end(), [&](const auto& line) { return line.first == one.first; });
        const auto used = std::find_if(quota.used.begin(), quota.used.end(), [&](const auto& line) { return line.first == one.first; });
        return hard == quota.hard.end() || (used != quota.used.end() && used->second + one.second <= hard->second);
    });
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* target : scope.judgedTargets()) {
        const auto* failure = find(target->workload->conditions, "ReplicaFailure");
        if (!failure || failure->status != Truth::True)
            continue;
        const bool quota = failure->message.find("exceeded quota") != std::string::npos;
        const auto exceeded = exceededIn(failure->message);
        const auto* named = exceeded ? quotaNamed(scope, target->ns, exceeded->quota) : nullptr;
        if (named && fits(*named, *exceeded))
            continue;
        auto finding = tell(scope.refOf(*target), "spec.replicas", quota ? LOADLINE_TR("Lint", "The quota of the namespace is used up: %1") : LOADLINE_TR("Lint", "Its pods are refused: %1"),
            LOADLINE_TR("Lint", "The autoscaler may ask for more replicas; none come."), {failure->message});
        if (named)
            finding.fix = raised(scope, *target, *named, *exceeded);
        if (finding.fix && finding.fix->edits.empty())
            finding.fix.reset();
        if (!finding.fix && quota && !scope.quotasOf(target->ns).empty())
            finding.edit = EditAt {LOADLINE_TR("Lint", "Edit the quota %1"), {scope.quotasOf(target->ns).front()->meta.name}, scope.refOf(*scope.quotasOf(target->ns).front()), "spec.hard"};
        else
            finding.edit = EditAt {LOADLINE_TR("Lint", "Edit its pod template"), {}, finding.object, "spec.template.spec.containers"};
        found(std::move(finding));
    }
}

} // namespace

Rule replicasRefused()
{
    return {
        .id = "replicas-refused",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "Pods are refused"),
        .explanation = LOADLINE_TR("Lint",
            "The controller of the workload cannot create its pods: a quota is used up, or an admission "
            "policy refuses them."),
        .link = link::quota,
        .check = &check,
    };
}

} // namespace loadline
