// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* pool : scope.judged<NodePool>())
        if (pool->limits == Resources() && !pool->nodeLimit && !pool->replicas)
            found(tell(scope.refOf(*pool), "spec.limits", LOADLINE_TR("Lint", "It has no limits."),
                LOADLINE_TR("Lint", "Karpenter adds nodes as long as pods are pending, so an autoscaler that runs away becomes a bill that does.")));
}

} // namespace

Rule nodePoolNoLimits()
{
    return {
        .id = "node-pool-no-limits",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "A node pool without limits"),
        .explanation = LOADLINE_TR("Lint",
            "Karpenter adds nodes as long as pods are pending. Without limits a runaway autoscaler becomes a "
            "runaway bill."),
        .link = link::nodePools,
        .check = &check,
    };
}

} // namespace loadline
