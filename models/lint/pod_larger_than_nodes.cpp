// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/mends.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    const auto targets = scope.judgedTargets();
    // Karpenter makes nodes of sizes that are not there yet.
    if (targets.empty() || !scope.room().known || !scope.world().all<NodePool>().empty())
        return;
    for (const auto* target : targets) {
        if (!target->workload->shape || spanOf(scope, *target).most == 0)
            continue;
        const auto requests = requestsOf(*target->workload->shape);
        for (const auto* resource : {"cpu", "memory"}) {
            const auto one = requests.get(resource), largest = scope.room().largest.get(resource);
            if (!one || !largest || *one <= *largest)
                continue;
            auto finding = tell(scope.refOf(*target), "spec.template.spec.containers", LOADLINE_TR("Lint", "A pod requests %1 of %2; the largest node offers %3."),
                LOADLINE_TR("Lint", "It stays pending until there are larger nodes."), {amount(resource, *one), resource, amount(resource, *largest)});
            finding.fix = shrinkToFit(scope, *target, resource);
            found(std::move(finding));
        }
    }
}

} // namespace

Rule podLargerThanNodes()
{
    return {
        .id = "pod-larger-than-nodes",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A pod that fits on no node"),
        .explanation = LOADLINE_TR("Lint",
            "Its request is larger than the largest node. Where pools make nodes of this size only, it stays "
            "pending for ever."),
        .link = link::nodeAutoscaling,
        .needs = {KindId::Node},
        .check = &check,
    };
}

} // namespace loadline
