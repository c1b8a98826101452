// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

// The workload that it was meant for, by its name: the same, or one of them leads the other.
std::optional<Fix> aimed(const LintScope& scope, const DisruptionBudget& budget)
{
    const ScaleTarget* meant = nullptr;
    for (const auto& target : scope.targets()) {
        const auto& name = target.ref.name;
        const bool named = name == budget.meta.name || budget.meta.name.starts_with(name + "-") || name.starts_with(budget.meta.name + "-");
        if (!target.workload || target.ns != budget.meta.ns.str() || !named || !target.workload->selector.present || target.workload->selector.matchLabels.empty()
            || !target.workload->selector.expressions.empty() || !scope.budgetsOf(target).empty())
            continue;
        if (!meant || meant->ref.name.size() < name.size())
            meant = &target;
    }
    if (!meant)
        return std::nullopt;
    auto labels = Value::map();
    for (const auto& [key, value] : meant->workload->selector.matchLabels)
        labels.set(key, Value(value));
    auto selector = Value::map();
    selector.set("matchLabels", std::move(labels));
    return Fix {LOADLINE_TR("Lint", "Select the pods of %1"), {text(meant->ref)}, {put(scope.refOf(budget), "spec.selector", std::move(selector))}};
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* budget : scope.judged<DisruptionBudget>()) {
        // Pods of other controllers, and bare ones, are counted by the budget's own controller.
        if (budget->expected.value_or(0) > 0 || !scope.targetsOf(*budget).empty() || (!budget->expected && scope.live()))
            continue;
        auto finding = tell(scope.refOf(*budget), "spec.selector", LOADLINE_TR("Lint", "Its selector %1 matches no pod."),
            LOADLINE_TR("Lint", "The workload it was meant for is not protected."), {queryText(budget->selector)});
        finding.fix = aimed(scope, *budget);
        found(std::move(finding));
    }
}

} // namespace

Rule budgetSelectsNothing()
{
    return {
        .id = "budget-selects-nothing",
        .severity = Severity::Info,
        .title = LOADLINE_TR("Lint", "A disruption budget that covers no pod"),
        .explanation = LOADLINE_TR("Lint",
            "Its selector matches nothing, so the workload it was meant for has no protection."),
        .link = link::pdb,
        .needs = {KindId::Deployment, KindId::StatefulSet, KindId::Pod},
        .check = &check,
    };
}

} // namespace loadline
