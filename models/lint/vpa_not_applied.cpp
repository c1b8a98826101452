// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/pods.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

constexpr Millis patience = std::chrono::hours {1};

bool settled(const Pod& pod, TimePoint now) { return pod.phase == PodPhase::Running && now - pod.meta.created >= patience; }

// Made as the template has it, far from what is recommended.
bool asTemplate(const Pod& pod, const Workload& workload, const ContainerRecommendation& one)
{
    const auto* mine = find(pod.shape->containers, one.container);
    const auto* given = find(workload.shape->containers, one.container);
    if (!mine || !given)
        return false;
    for (const auto* resource : {"cpu", "memory"}) {
        const auto request = mine->requests.get(resource);
        const auto low = one.lowerBound.get(resource), high = one.upperBound.get(resource);
        const bool outside = request && ((low && *request < *low) || (high && *high < *request));
        if (outside && request == given->requests.get(resource))
            return true;
    }
    return false;
}

bool heldByBudget(const LintScope& scope, const ScaleTarget& target)
{
    const auto budgets = scope.budgetsOf(target);
    return std::any_of(budgets.begin(), budgets.end(), [](const auto* budget) { return budget->allowed == 0; });
}

void check(const LintScope& scope, const Found& found)
{
    const auto now = scope.world().now;
    std::optional<TroubledPods> pods; // looked for once, and only where a VPA asks
    for (const auto* vpa : scope.judged<Vpa>()) {
        const auto* provided = find(vpa->conditions, "RecommendationProvided");
        const auto& target = scope.targetOf(*vpa);
        if (!actsOnRunningPods(vpa->mode) || !provided || provided->status != Truth::True || !provided->since || now - *provided->since < patience
            || !target.workload || !target.workload->shape || heldByBudget(scope, target))
            continue;
        if (!pods)
            pods = podsOf(scope, &settled);
        const auto mine = std::find_if(pods->begin(), pods->end(), [&](const auto& entry) { return entry.first == &target; });
        if (mine == pods->end() || std::int64_t(mine->second.size()) < vpa->minReplicas.value_or(2))
            continue;
        const auto count = std::count_if(mine->second.begin(), mine->second.end(), [&](const Pod* pod) {
            return std::any_of(vpa->recommendations.begin(), vpa->recommendations.end(),
                [&](const auto& one) { return asTemplate(*pod, *target.workload, one); });
        });
        if (count < std::int64_t(mine->second.size()))
            continue;
        const auto ref = scope.refOf(*vpa);
        found(with(tell(ref, "spec.updatePolicy.updateMode",
            LOADLINE_TR("Lint", "All %1 pods of %2 keep the requests of their template, outside its bounds."),
            LOADLINE_TR("Lint", "Its admission controller does not answer, or its updater does not run: the webhook vpa-webhook-config or the lease vpa-admission-controller is missing. Install or mend it."),
            {text(std::int64_t(count)), text(target.ref)}),
            Fix {LOADLINE_TR("Lint", "Let it only recommend until that is mended"), {}, {put(ref, "spec.updatePolicy.updateMode", Value("Off"))}}));
    }
}

} // namespace

Rule vpaNotApplied()
{
    return {
        .id = "vpa-not-applied",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A VPA whose recommendation does not arrive"),
        .explanation = LOADLINE_TR("Lint",
            "In this mode the updater evicts pods whose requests are out of bounds, and the admission "
            "controller gives new ones the recommended requests. When all pods keep what their template asks "
            "for, one of the two does not work."),
        .link = link::vpaLimits,
        .needs = {KindId::Pod},
        .check = &check,
    };
}

} // namespace loadline
