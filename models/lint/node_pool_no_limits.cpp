// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

// Twice what it runs now, so that it can grow and not without end; where that is not known, a small pool's worth.
Fix limited(const ManifestRef& ref, const NodePool& pool)
{
    const auto twice = [&](const char* resource, std::int64_t otherwise) {
        const auto used = pool.inUse.get(resource);
        return used && !used->isZero() ? Quantity::fromWhole(used->whole() * 2) : Quantity::fromWhole(otherwise);
    };
    const auto cpu = twice("cpu", 100), memory = twice("memory", std::int64_t(400) << 30);
    return {LOADLINE_TR("Lint", "Limit it to %1 and %2"), {amount("cpu", cpu), amount("memory", memory)},
        {put(ref, "spec.limits.cpu", quantityValue("cpu", cpu)), put(ref, "spec.limits.memory", quantityValue("memory", memory))}};
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* pool : scope.judged<NodePool>())
        if (pool->limits == Resources() && !pool->nodeLimit && !pool->replicas)
            found(with(tell(scope.refOf(*pool), "spec.limits", LOADLINE_TR("Lint", "It has no limits."),
                LOADLINE_TR("Lint", "Karpenter adds nodes as long as pods are pending, so an autoscaler that runs away becomes a bill that does.")),
                limited(scope.refOf(*pool), *pool)));
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
