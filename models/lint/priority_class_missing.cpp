// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* target : scope.judgedTargets()) {
        const auto name = target->workload->shape ? target->workload->shape->priorityClass : std::string();
        if (name.empty() || name.starts_with("system-") || scope.world().find<PriorityClass>("", name) || !scope.live())
            continue;
        found(tell(scope.refOf(*target), "spec.template.spec.priorityClassName", LOADLINE_TR("Lint", "There is no priority class %1."),
            LOADLINE_TR("Lint", "The API server refuses every new pod of it."), {name}));
    }
}

} // namespace

Rule priorityClassMissing()
{
    return {
        .id = "priority-class-missing",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "The priority class is not there"),
        .explanation = LOADLINE_TR("Lint",
            "Pods that name a PriorityClass which does not exist are refused."),
        .link = link::priority,
        .needs = {KindId::PriorityClass},
        .check = &check,
    };
}

} // namespace loadline
