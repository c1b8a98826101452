// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/mends.h"
#include "lint/rules_list.h"
#include "lint/tell.h"
#include "manifest/identity.h"

#include <algorithm>

namespace loadline {

namespace {

// A budget that matches the workload's own selector, for one pod at a time.
Fix makeBudget(const LintScope& scope, const ScaleTarget& target)
{
    const auto& selector = target.workload->selector;
    if (!selector.present || selector.matchLabels.empty() || !selector.expressions.empty())
        return {};
    const auto own = scope.refOf(target);
    const ManifestRef ref {"policy/v1", "PodDisruptionBudget", own.ns, target.ref.name};
    auto labels = Value::map();
    for (const auto& [key, value] : selector.matchLabels)
        labels.set(key, Value(value));
    auto matching = Value::map();
    matching.set("matchLabels", std::move(labels));
    auto spec = Value::map();
    spec.set("maxUnavailable", 1);
    spec.set("selector", std::move(matching));
    auto object = identityOf(ref);
    object.set("spec", std::move(spec));
    return {LOADLINE_TR("Lint", "Add a budget for one pod at a time"), {}, {put(ref, {}, std::move(object))}};
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* target : scope.judgedTargets()) {
        const auto span = spanOf(scope, *target);
        const bool known = wouldHold(scope.world(), KindId::DisruptionBudget, target->ns);
        if (!known || span.most < 2 || !scope.budgetsOf(*target).empty())
            continue;
        auto finding = tell(scope.refOf(*target), "spec.selector", LOADLINE_TR("Lint", "%1 may have %2 replicas and no disruption budget."),
            LOADLINE_TR("Lint", "A node drain, for an upgrade or to save a node, may take all of its pods at once."),
            {text(target->ref), text(span.most)});
        if (auto fix = makeBudget(scope, *target); !fix.edits.empty())
            finding.fix = std::move(fix);
        const bool serious = critical(scope, *target) || workloadType(*target) == "model-serving" || workloadType(*target) == "feature-store";
        found(serious ? std::move(finding) : with(std::move(finding), "missing-budget", Severity::Info));
    }
}

} // namespace

Rule missingBudget()
{
    return {
        .id = "missing-budget",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "A workload without a disruption budget"),
        .explanation = LOADLINE_TR("Lint",
            "Draining a node, for an upgrade or by a cluster autoscaler, may take all pods of a workload at "
            "once unless a PodDisruptionBudget limits it."),
        .link = link::pdb,
        .needs = {KindId::DisruptionBudget},
        .check = &check,
    };
}

} // namespace loadline
