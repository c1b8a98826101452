// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* status : scope.judged<AutoscalerStatus>())
        for (const auto& group : status->groups)
            if (group.scaleUp == "Backoff")
                found(with(tell({"v1", "ConfigMap", status->meta.ns.str(), status->meta.name}, "data.status", LOADLINE_TR("Lint", "The node group %1 gets no nodes: %2"),
                    LOADLINE_TR("Lint", "Pods that only fit there stay pending until the cloud gives nodes again."),
                    {group.name, group.backoffMessage.empty() ? group.backoffCode : group.backoffMessage}),
                    EditAt {LOADLINE_TR("Lint", "Show the node group %1"), {group.name}, {"v1", "NodeGroup", "", group.name}, "scaleUp"}));
}

} // namespace

Rule nodeGroupBackoff()
{
    return {
        .id = "node-group-backoff",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "The cloud refuses nodes"),
        .explanation = LOADLINE_TR("Lint",
            "cluster-autoscaler waits before it asks again for a node group that the cloud refused: a quota, "
            "no stock, a wrong image."),
        .link = link::nodeAutoscaling,
        .observes = true,
        .check = &check,
    };
}

} // namespace loadline
