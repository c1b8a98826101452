// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* pool : scope.judged<NodePool>()) {
        const auto ref = scope.refOf(*pool);
        const auto say = [&](const std::string& resource, Quantity used, Quantity limit) {
            if (used < limit || limit.isZero())
                return;
            const auto more = resource == "nodes" ? Quantity::fromWhole(limit.whole() + (limit.whole() + 3) / 4)
                                                  : Quantity::fromWhole((std::max(limit, used).whole() * 5 + 3) / 4);
            auto finding = tell(ref, FieldPath("spec.limits") / resource, LOADLINE_TR("Lint", "It uses %1 of its limit of %2 of %3."),
                LOADLINE_TR("Lint", "Karpenter adds no node to it, and pods that fit nowhere else stay pending."),
                {amount(resource, used), amount(resource, limit), resource});
            found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Raise the limit to %1 of %2"), {amount(resource, more), resource},
                {put(ref, FieldPath("spec.limits") / resource, quantityValue(resource, more))}}));
        };
        for (const auto* resource : {"cpu", "memory"})
            if (const auto used = pool->inUse.get(resource), limit = pool->limits.get(resource); used && limit)
                say(resource, *used, *limit);
        if (pool->nodeLimit && pool->nodes)
            say("nodes", Quantity::fromWhole(*pool->nodes), Quantity::fromWhole(*pool->nodeLimit));
    }
}

} // namespace

Rule nodePoolAtLimit()
{
    return {
        .id = "node-pool-at-limit",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A node pool is at its limit"),
        .explanation = LOADLINE_TR("Lint",
            "Karpenter adds no node to it, so pods that only fit there stay pending."),
        .link = link::nodePools,
        .check = &check,
    };
}

} // namespace loadline
