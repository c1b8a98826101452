// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* hpa : scope.judgedHpas()) {
        const auto& metrics = hpa->metrics;
        for (std::size_t i = 1; i < metrics.size(); ++i) {
            const auto first = std::find_if(metrics.begin(), metrics.begin() + std::ptrdiff_t(i),
                [&](const MetricSpec& spec) { return spec.metric == metrics[i].metric; });
            if (first == metrics.begin() + std::ptrdiff_t(i) || metrics[i].metric.type == MetricType::Unknown)
                continue;
            const auto ref = scope.refOf(*hpa);
            const auto at = FieldPath("spec.metrics") / i;
            auto finding = tell(ref, at, LOADLINE_TR("Lint", "Metric %1 names the same as metric %2: %3."),
                LOADLINE_TR("Lint", "The one that asks for more replicas wins, so the other only misleads who reads it."),
                {text(std::int64_t(i) + 1), text(first - metrics.begin() + 1), metrics[i].metric.name});
            found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Remove the second"), {}, {drop(ref, at)}}));
            break; // positions move when one is removed
        }
    }
}

} // namespace

Rule hpaDuplicateMetric()
{
    return {
        .id = "hpa-duplicate-metric",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "The same metric twice"),
        .explanation = LOADLINE_TR("Lint",
            "Two entries for one metric: the larger proposal wins, so the looser target never counts."),
        .link = link::hpaApi,
        .check = &check,
    };
}

} // namespace loadline
