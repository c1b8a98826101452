// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

constexpr std::int64_t serving = 120, usual = 300;

void check(const LintScope& scope, const Found& found)
{
    for (const auto* scaler : scope.judgedScalers()) {
        const auto& behavior = scaler->hpa ? scaler->hpa->behavior : scaler->keda->behavior;
        if (!behavior || !behavior->down || behavior->down->selectPolicy == SelectPolicy::Disabled)
            continue;
        const auto window = behavior->down->stabilizationWindowSeconds;
        const bool model = workloadType(*scaler->target) == "model-serving";
        if (!window || *window >= (model ? serving : 1))
            continue;
        const auto at = behaviorField(*scaler) / "scaleDown" / "stabilizationWindowSeconds";
        auto finding = tell(scaler->ref, at, model
                ? LOADLINE_TR("Lint", "%1 serves a model and scales down after %2 s of less load.")
                : LOADLINE_TR("Lint", "%1 scales down after %2 s of less load."),
            model ? LOADLINE_TR("Lint", "Replicas that took long to start go in every short lull, and the next peak waits for them again. Give it at least 120 s.")
                  : LOADLINE_TR("Lint", "With no window each dip of the metric takes replicas away, and the next peak brings them back."),
            {text(scaler->target->ref), text(*window)});
        finding = with(std::move(finding), Fix {LOADLINE_TR("Lint", "Wait %1 s before scaling down"), {text(usual)}, {put(scaler->ref, at, Value(usual))}});
        found(model ? std::move(finding) : with(std::move(finding), "scale-down-too-fast", Severity::Info));
    }
}

} // namespace

Rule scaleDownTooFast()
{
    return {
        .id = "scale-down-too-fast",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "Scales down faster than the load settles"),
        .explanation = LOADLINE_TR("Lint",
            "A pod that serves a model takes long to become useful. Taking replicas away within two minutes "
            "of a lull means starting them again for the next peak."),
        .link = link::hpaBehavior,
        .check = &check,
    };
}

} // namespace loadline
