// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

void look(const ReplicaScaler& scaler, const ScalingRules& rules, const FieldPath& at, const Found& found)
{
    const auto say = [&](const FieldPath& field, const char* what, std::int64_t value, std::int64_t nearest) {
        const auto& ref = scaler.ref;
        auto finding = tell(ref, field, what, LOADLINE_TR("Lint", "The API server refuses it."), {text(value)});
        found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Set it to %1"), {text(nearest)}, {put(ref, field, Value(nearest))}}));
    };
    if (const auto window = rules.stabilizationWindowSeconds; window && (*window < 0 || *window > 3600))
        say(at / "stabilizationWindowSeconds", LOADLINE_TR("Lint", "The window of %1 s is not within 0 to 3600."), *window, std::clamp<std::int64_t>(*window, 0, 3600));
    for (std::size_t i = 0; i < rules.policies.size(); ++i) {
        const auto& policy = rules.policies[i];
        if (policy.periodSeconds < 1 || policy.periodSeconds > 1800)
            say(at / "policies" / i / "periodSeconds", LOADLINE_TR("Lint", "The period of %1 s is not within 1 to 1800."), policy.periodSeconds,
                std::clamp<std::int64_t>(policy.periodSeconds, 1, 1800));
        if (policy.value <= 0)
            say(at / "policies" / i / "value", LOADLINE_TR("Lint", "A policy's value of %1 allows no step."), policy.value, 1);
    }
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* scaler : scope.judgedScalers()) {
        const auto& behavior = scaler->hpa ? scaler->hpa->behavior : scaler->keda->behavior;
        const auto at = behaviorField(*scaler);
        if (behavior && behavior->up)
            look(*scaler, *behavior->up, at / "scaleUp", found);
        if (behavior && behavior->down)
            look(*scaler, *behavior->down, at / "scaleDown", found);
    }
}

} // namespace

Rule hpaBehaviorRange()
{
    return {
        .id = "hpa-behavior-range",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "Behaviour out of range"),
        .explanation = LOADLINE_TR("Lint",
            "Windows last 0 to 3600 s, periods 1 to 1800 s, and a policy's value is above zero."),
        .link = link::hpaBehavior,
        .check = &check,
    };
}

} // namespace loadline
