// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <map>

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    std::map<std::string, std::vector<const NodeClaim*>> byPool;
    for (const NodeClaim& claim : scope.world().all<NodeClaim>()) {
        const auto* launched = find(claim.conditions, "Launched");
        if (launched && launched->status == Truth::False)
            byPool[claim.pool].push_back(&claim);
    }
    for (const auto& [name, claims] : byPool) {
        const auto* pool = scope.world().find<NodePool>("", name);
        if (pool && !scope.isJudged(*pool))
            continue;
        const auto& message = find(claims.front()->conditions, "Launched")->message;
        const auto ref = pool ? scope.refOf(*pool) : ManifestRef {"karpenter.sh/v1", "NodeClaim", "", claims.front()->meta.name};
        found(tell(ref, {}, LOADLINE_TR("Lint", "The cloud gives it no node: %1"),
            LOADLINE_TR("Lint", "Pods that only fit there stay pending. Allow other types and zones, or raise the quota."),
            {message.empty() ? find(claims.front()->conditions, "Launched")->reason : message}));
    }
}

} // namespace

Rule nodeClaimNotLaunched()
{
    return {
        .id = "node-claim-not-launched",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "Karpenter gets no nodes"),
        .explanation = LOADLINE_TR("Lint",
            "Karpenter asked the cloud for a node and was refused: a quota, no stock, a wrong image or "
            "subnet."),
        .link = link::nodePools,
        .check = &check,
    };
}

} // namespace loadline
