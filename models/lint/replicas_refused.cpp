// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* target : scope.judgedTargets()) {
        const auto* failure = find(target->workload->conditions, "ReplicaFailure");
        if (!failure || failure->status != Truth::True)
            continue;
        const bool quota = failure->message.find("exceeded quota") != std::string::npos;
        found(tell(scope.refOf(*target), {}, quota ? LOADLINE_TR("Lint", "The quota of the namespace is used up: %1") : LOADLINE_TR("Lint", "Its pods are refused: %1"),
            LOADLINE_TR("Lint", "The autoscaler may ask for more replicas; none come."), {failure->message}));
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
