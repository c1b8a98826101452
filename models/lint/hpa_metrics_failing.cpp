// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* hpa : scope.judged<Hpa>()) {
        const auto* active = find(hpa->conditions, "ScalingActive");
        if (!active || active->status != Truth::False || !active->reason.starts_with("FailedGet"))
            continue;
        const bool young = (active->message.find("did not receive metrics") != std::string::npos || active->message.find("no metrics returned from") != std::string::npos) && active->since
            && scope.world().now - *active->since < std::chrono::minutes {5};
        auto finding = tell(scope.refOf(*hpa), "spec.metrics", LOADLINE_TR("Lint", "It cannot read its metrics: %1"),
            young ? LOADLINE_TR("Lint", "The pods are young; CPU is not counted while they start.")
                  : LOADLINE_TR("Lint", "Without the metric it keeps the size whatever the load."), {active->message});
        found(young ? with(std::move(finding), "hpa-metrics-failing", Severity::Info) : std::move(finding));
    }
}

} // namespace

Rule hpaMetricsFailing()
{
    return {
        .id = "hpa-metrics-failing",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "The HPA cannot read a metric"),
        .explanation = LOADLINE_TR("Lint",
            "An HPA that cannot obtain one of its metrics scales by the others at best, and not at all when "
            "that would take replicas away."),
        .link = link::hpaAlgorithm,
        .check = &check,
    };
}

} // namespace loadline
