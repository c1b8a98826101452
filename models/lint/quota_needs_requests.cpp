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

void check(const LintScope& scope, const Found& found)
{
    for (const auto* target : scope.judgedTargets()) {
        if (!target->workload->shape || (target->workload->replicas == 0 && !target->autoscaled()))
            continue;
        for (const auto* quota : scope.quotasOf(target->ns)) {
            for (const auto* resource : {"cpu", "memory"}) {
                const auto* container = limits(*quota, resource) ? withoutRequest(*target->workload->shape, resource) : nullptr;
                if (!container || container->limits.get(resource) || defaulted(scope, *target, resource))
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
            "Where a quota limits CPU or memory, every container must say what it needs, or a LimitRange "
            "must say it for it."),
        .link = link::quota,
        .check = &check,
    };
}

} // namespace loadline
