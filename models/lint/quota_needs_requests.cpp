// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/mends.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

bool limits(const Quota& quota, const std::string& resource)
{
    return std::any_of(quota.hard.begin(), quota.hard.end(),
        [&](const auto& line) { return line.first == resource || line.first == "requests." + resource; });
}

bool limitsLimits(const Quota& quota, const std::string& resource)
{
    return std::any_of(quota.hard.begin(), quota.hard.end(), [&](const auto& line) { return line.first == "limits." + resource; });
}

bool limitDefaulted(const LintScope& scope, const ScaleTarget& target, std::string_view resource)
{
    for (const auto* range : scope.limitRangesOf(target.ns))
        for (const auto& item : range->items)
            if (item.type == "Container" && item.defaultLimit.get(resource))
                return true;
    return false;
}

// Twice the request, where one is there: what the container may use at most only the user knows.
void lookForLimits(const LintScope& scope, const ScaleTarget& target, const Quota& quota, const char* resource, const Found& found)
{
    const auto& containers = target.workload->shape->containers;
    const auto at = std::find_if(containers.begin(), containers.end(), [&](const Container& one) { return !one.limits.get(resource); });
    if (!limitsLimits(quota, resource) || at == containers.end() || limitDefaulted(scope, target, resource))
        return;
    const auto field = resourceField(scope, target, at->name, "limits", resource);
    auto finding = tell(scope.refOf(target), field, LOADLINE_TR("Lint", "The quota %1 counts limits of %2, and container %3 has none."),
        LOADLINE_TR("Lint", "The API server refuses such pods in this namespace, so no replica is added."), {quota.meta.name, resource, at->name});
    if (const auto request = at->requests.get(resource); request && !request->isZero() && containerField(scope, target, at->name)) {
        const auto limit = *request * 2;
        finding.fix = Fix {LOADLINE_TR("Lint", "Give %1 a limit of %2 of %3"), {at->name, amount(resource, limit), resource}, {put(scope.refOf(target), field, quantityValue(resource, limit))}};
    }
    found(std::move(finding));
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* target : scope.judgedTargets()) {
        if (!target->workload->shape || (target->workload->replicas == 0 && !target->autoscaled()))
            continue;
        for (const auto* quota : scope.quotasOf(target->ns)) {
            for (const auto* resource : {"cpu", "memory"}) {
                lookForLimits(scope, *target, *quota, resource, found);
                const auto* container = limits(*quota, resource) ? withoutRequest(*target->workload->shape, resource) : nullptr;
                if (!container || defaulted(scope, *target, resource))
                    continue;
                auto finding = tell(scope.refOf(*target), resourceField(scope, *target, container->name, "requests", resource), LOADLINE_TR("Lint", "The quota %1 limits %2, and container %3 requests none."),
                    LOADLINE_TR("Lint", "The API server refuses such pods in this namespace, so no replica is added."), {quota->meta.name, resource, container->name});
                finding.fix = requestFor(scope, *target, *container, resource);
                found(std::move(finding));
            }
        }
    }
}

} // namespace

Rule quotaNeedsRequests()
{
    return {
        .id = "quota-needs-requests",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "The quota refuses pods without requests"),
        .explanation = LOADLINE_TR("Lint",
            "Where a quota limits CPU or memory, every container must say what it needs or may use, or a LimitRange "
            "must say it for it."),
        .link = link::quota,
        .check = &check,
    };
}

} // namespace loadline
