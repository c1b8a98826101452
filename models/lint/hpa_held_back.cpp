// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/scaler_view.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

struct Hold {
    std::string_view reason;
    bool up, window;
};
constexpr Hold holds[] = {{"ScaleUpLimit", true, false}, {"ScaleDownLimit", false, false}, {"ScaleUpStabilized", true, true}, {"ScaleDownStabilized", false, true}};

const Hold* holdOf(const Hpa& hpa)
{
    for (const auto* type : {"ScalingLimited", "AbleToScale"}) {
        const auto* condition = find(hpa.conditions, type);
        if (!condition || condition->status != Truth::True)
            continue;
        for (const auto& hold : holds)
            if (hold.reason == condition->reason)
                return &hold;
    }
    return nullptr;
}

// autoscaling.md 1.8: what holds where nothing is written.
std::int64_t windowOf(const std::optional<ScalingRules>& rules, bool up)
{
    return rules && rules->stabilizationWindowSeconds ? *rules->stabilizationWindowSeconds : up ? 0 : 300;
}

std::string policiesOf(const std::optional<ScalingRules>& rules, bool legacy, bool up)
{
    if (!rules || rules->policies.empty())
        return up ? (legacy ? "double, or to 4" : "100 % or 4 pods in 15 s, whichever is more") : "100 % in 15 s";
    std::vector<std::string> words;
    for (const auto& policy : rules->policies)
        words.push_back(text(policy.value) + (policy.type == ScalingPolicy::Type::Percent ? " %" : policy.value == 1 ? " pod" : " pods") + " in " + text(policy.periodSeconds) + " s");
    return joined(words);
}

// How much longer the window may hold it: its length since the size last changed.
std::int64_t secondsLeft(const Hpa& hpa, std::int64_t window, TimePoint now)
{
    const auto since = hpa.lastScaleTime ? std::chrono::floor<std::chrono::seconds>(now - *hpa.lastScaleTime).count() : 0;
    return since < window ? window - std::max<std::int64_t>(0, since) : window;
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* hpa : scope.judged<Hpa>()) {
        const auto* hold = holdOf(*hpa);
        if (!hold)
            continue;
        const auto& objects = scope.targetOf(*hpa).scaledObjects;
        const bool keda = writtenByKeda(*hpa) && !objects.empty();
        const auto ref = keda ? scope.refOf(*objects.front()) : scope.refOf(*hpa);
        const auto at = FieldPath(keda ? "spec.advanced.horizontalPodAutoscalerConfig.behavior" : "spec.behavior") / (hold->up ? "scaleUp" : "scaleDown");
        const auto rules = !hpa->behavior ? std::nullopt : hold->up ? hpa->behavior->up : hpa->behavior->down;
        const auto field = at / (hold->window ? "stabilizationWindowSeconds" : "policies");
        auto finding = hold->window
            ? tell(ref, field, hold->up ? LOADLINE_TR("Lint", "Its window of %1 s holds back more replicas, for up to %2 s.") : LOADLINE_TR("Lint", "Its window of %1 s holds back fewer replicas, for up to %2 s."),
                  LOADLINE_TR("Lint", "It acts on the calmest proposal of that time, so that a short peak does not move it. A shorter window reacts sooner."),
                  {text(windowOf(rules, hold->up)), text(secondsLeft(*hpa, windowOf(rules, hold->up), scope.world().now))})
            : tell(ref, field, hold->up ? LOADLINE_TR("Lint", "It wants more replicas than one step allows: %1.") : LOADLINE_TR("Lint", "It wants fewer replicas than one step allows: %1."),
                  LOADLINE_TR("Lint", "It goes on with the next step. A larger value, or a shorter period, lets it move faster."), {policiesOf(rules, !hpa->behavior, hold->up)});
        finding.edit = EditAt {hold->window ? LOADLINE_TR("Lint", "Change the window") : LOADLINE_TR("Lint", "Change the policies"), {}, ref, field};
        found(std::move(finding));
    }
}

} // namespace

Rule hpaHeldBack()
{
    return {
        .id = "hpa-held-back",
        .severity = Severity::Info,
        .title = LOADLINE_TR("Lint", "A policy or a window holds it back"),
        .explanation = LOADLINE_TR("Lint",
            "The metrics ask for another size, and behavior does not allow it yet: a policy limits how far one step may go, a stabilization window how soon. That is what they are for."),
        .link = link::hpaBehavior,
        .observes = true,
        .check = &check,
    };
}

} // namespace loadline
