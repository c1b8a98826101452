// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <map>

namespace loadline {

namespace {

// What is out of stock as spot is often there on demand.
std::optional<Fix> onDemandToo(const ManifestRef& ref, const NodePool& pool)
{
    for (std::size_t i = 0; i < pool.requirements.size(); ++i) {
        const auto& one = pool.requirements[i];
        const bool only = one.key == "karpenter.sh/capacity-type" && one.op == "In" && one.values == std::vector<std::string> {"spot"};
        if (only)
            return Fix {LOADLINE_TR("Lint", "Allow on-demand nodes too"), {},
                {put(ref, FieldPath("spec.template.spec.requirements") / i / "values", Value::list({Value("spot"), Value("on-demand")}))}};
    }
    return std::nullopt;
}

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
        auto finding = tell(ref, pool ? FieldPath("spec.template.spec.requirements") : FieldPath("spec.requirements"), LOADLINE_TR("Lint", "The cloud gives it no node: %1"),
            LOADLINE_TR("Lint", "Pods that only fit there stay pending. Allow other types and zones, or raise the quota."),
            {message.empty() ? find(claims.front()->conditions, "Launched")->reason : message});
        if (pool)
            finding.fix = onDemandToo(ref, *pool);
        finding.edit = EditAt {LOADLINE_TR("Lint", "Allow other types and zones"), {}, ref, finding.field};
        found(std::move(finding));
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
        .observes = true,
        .check = &check,
    };
}

} // namespace loadline
