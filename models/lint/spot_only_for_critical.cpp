// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

bool spotOnly(const NodePool& pool)
{
    const auto at = std::find_if(pool.requirements.begin(), pool.requirements.end(),
        [](const NodePool::Requirement& requirement) { return requirement.key == "karpenter.sh/capacity-type" && requirement.op == "In"; });
    return at != pool.requirements.end() && !at->values.empty()
        && std::all_of(at->values.begin(), at->values.end(), [](const std::string& value) { return value == "spot"; });
}

void check(const LintScope& scope, const Found& found)
{
    const auto pools = scope.world().all<NodePool>();
    if (pools.empty() || !std::all_of(pools.begin(), pools.end(), &spotOnly))
        return;
    for (const auto& node : scope.world().all<Node>())
        if (identify(node).capacity != CapacityType::Spot)
            return;
    const auto& targets = scope.targets();
    const auto first = std::find_if(targets.begin(), targets.end(), [&](const ScaleTarget& target) {
        return target.workload && target.workload->replicas > 0 && critical(scope, target);
    });
    if (first == targets.end())
        return;
    for (const auto* pool : scope.judged<NodePool>()) {
        const auto at = std::find_if(pool->requirements.begin(), pool->requirements.end(),
            [](const NodePool::Requirement& requirement) { return requirement.key == "karpenter.sh/capacity-type"; });
        const auto field = FieldPath("spec.template.spec.requirements") / std::size_t(at - pool->requirements.begin()) / "values";
        const auto ref = scope.refOf(*pool);
        auto finding = tell(ref, field, LOADLINE_TR("Lint", "All node pools are spot only, and %1 is critical."),
            LOADLINE_TR("Lint", "Spot nodes go at two minutes' notice, many at once when the market turns, and nothing else can take their pods."), {text(first->ref)});
        found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Allow on-demand nodes too"), {}, {put(ref, field, Value::list({"spot", "on-demand"}))}}));
        break;
    }
}

} // namespace

Rule spotOnlyForCritical()
{
    return {
        .id = "spot-only-for-critical",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "Critical workloads and only spot nodes"),
        .explanation = LOADLINE_TR("Lint",
            "Spot nodes are taken back at short notice, many at once when the market turns."),
        .link = link::nodePools,
        .needs = {KindId::NodePool, KindId::Node},
        .check = &check,
    };
}

} // namespace loadline
