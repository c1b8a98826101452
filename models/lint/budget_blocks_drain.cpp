// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <charconv>
#include <algorithm>

namespace loadline {

namespace {

struct Amount {
    std::int64_t value = 0;
    bool percent = false;
};

std::optional<Amount> amountOf(std::string_view written)
{
    Amount amount;
    amount.percent = written.ends_with('%');
    if (amount.percent)
        written.remove_suffix(1);
    const auto [rest, fault] = std::from_chars(written.data(), written.data() + written.size(), amount.value);
    return fault == std::errc {} && rest == written.data() + written.size() ? std::optional(amount) : std::nullopt;
}

// Both bounds round percentages up (kube-controller-manager, disruption.go).
std::int64_t podsOf(Amount amount, std::int64_t replicas)
{
    return amount.percent ? (amount.value * replicas + 99) / 100 : amount.value;
}

// How many pods may go when all of so many are healthy.
std::optional<std::int64_t> allowedAt(const DisruptionBudget& budget, std::int64_t replicas)
{
    if (const auto most = amountOf(budget.maxUnavailable))
        return podsOf(*most, replicas);
    if (const auto least = amountOf(budget.minAvailable))
        return std::max<std::int64_t>(0, replicas - podsOf(*least, replicas));
    return std::nullopt;
}

// As its controller counts: every pod is healthy, and still none may go. It knows pods of kinds that nobody lists here.
bool blocksNow(const DisruptionBudget& budget)
{
    return budget.allowed == 0 && budget.expected.value_or(0) > 0 && budget.currentHealthy && *budget.currentHealthy >= *budget.expected;
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* budget : scope.judged<DisruptionBudget>()) {
        if (blocksNow(*budget) && scope.targetsOf(*budget).empty() && !scope.documentOf(*budget)) {
            found(tell(scope.refOf(*budget), budget->maxUnavailable.empty() ? "spec.minAvailable" : "spec.maxUnavailable",
                LOADLINE_TR("Lint", "All of its %1 pods are healthy and it lets none go."),
                LOADLINE_TR("Lint", "Draining their nodes waits for ever: upgrades hang and the cluster autoscaler keeps the nodes."),
                {text(*budget->expected)}));
            continue;
        }
        for (const auto* target : scope.targetsOf(*budget)) {
            const auto least = spanOf(scope, *target).least;
            const auto allowed = allowedAt(*budget, least);
            if (least == 0 || !allowed || *allowed > 0)
                continue;
            const auto ref = scope.refOf(*budget);
            const bool most = !budget->maxUnavailable.empty();
            auto finding = tell(ref, most ? "spec.maxUnavailable" : "spec.minAvailable",
                most ? LOADLINE_TR("Lint", "maxUnavailable %1 lets no pod of %2 go when it has %3.")
                     : LOADLINE_TR("Lint", "minAvailable %1 lets no pod of %2 go when it has %3."),
                least == 1 ? LOADLINE_TR("Lint", "Draining its node waits for ever: an upgrade hangs and the cluster autoscaler keeps the node. Two replicas would let one move.")
                           : LOADLINE_TR("Lint", "Draining their nodes waits for ever: upgrades hang and the cluster autoscaler keeps the nodes."),
                {most ? budget->maxUnavailable : budget->minAvailable, text(target->ref), text(least)});
            Fix fix {LOADLINE_TR("Lint", "Let one pod go at a time"), {}, {put(ref, "spec.maxUnavailable", Value(1))}};
            if (!budget->minAvailable.empty())
                fix.edits.insert(fix.edits.begin(), drop(ref, "spec.minAvailable"));
            found(with(std::move(finding), std::move(fix)));
            break; // the budget is to be changed once
        }
    }
}

} // namespace

Rule budgetBlocksDrain()
{
    return {
        .id = "budget-blocks-drain",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "A disruption budget that blocks every drain"),
        .explanation = LOADLINE_TR("Lint",
            "When a budget allows no eviction at the smallest size of its workload, nodes can neither be "
            "drained nor removed."),
        .link = link::pdb,
        .check = &check,
    };
}

} // namespace loadline
