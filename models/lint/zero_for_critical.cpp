// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* scaler : scope.judgedScalers()) {
        const auto& target = *scaler->target;
        if (!scaler->keda || scaler->min != 0 || !target.workload)
            continue;
        const bool serving = workloadType(target) == "model-serving";
        if (!serving && !critical(scope, target))
            continue;
        auto finding = tell(scaler->ref, scaler->minField, serving
                ? LOADLINE_TR("Lint", "%1 serves a model and may be scaled to 0.")
                : LOADLINE_TR("Lint", "%1 has the priority class %2 and may be scaled to 0."),
            LOADLINE_TR("Lint", "Whoever calls it while it sleeps waits until a pod is scheduled, started and ready."),
            {text(target.ref), target.workload->shape->priorityClass});
        found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Keep one replica"), {}, {put(scaler->ref, scaler->minField, Value(1))}}));
    }
}

} // namespace

Rule zeroForCritical()
{
    return {
        .id = "zero-for-critical",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "A critical service may go to zero"),
        .explanation = LOADLINE_TR("Lint",
            "The first request after a sleep waits for a pod to be scheduled, pulled and started. Services "
            "that others depend on should keep one."),
        .link = link::kedaDeployments,
        .check = &check,
    };
}

} // namespace loadline
