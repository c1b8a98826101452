// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

struct Target {
    TargetType type;
    const char* key;
    bool given;
};

void check(const LintScope& scope, const Found& found)
{
    for (const auto* hpa : scope.judgedHpas()) {
        for (std::size_t i = 0; i < hpa->metrics.size(); ++i) {
            const auto& spec = hpa->metrics[i];
            const Target targets[] = {{TargetType::Utilization, "averageUtilization", spec.averageUtilization.has_value()},
                {TargetType::AverageValue, "averageValue", spec.averageValue.has_value()},
                {TargetType::Value, "value", spec.value.has_value()}};
            if (std::count_if(std::begin(targets), std::end(targets), [](const Target& target) { return target.given; }) < 2)
                continue;
            const auto ref = scope.refOf(*hpa);
            const auto at = targetField(i, spec);
            Fix fix {LOADLINE_TR("Lint", "Keep the one that its type names"), {}, {}};
            for (const auto& target : targets)
                if (target.given && target.type != spec.target)
                    fix.edits.push_back(drop(ref, at / target.key));
            auto finding = tell(ref, at, LOADLINE_TR("Lint", "This metric has more than one target value."),
                LOADLINE_TR("Lint", "Only one can count, and the API server refuses most such pairs."));
            const bool clear = std::any_of(std::begin(targets), std::end(targets), [&](const Target& target) { return target.given && target.type == spec.target; });
            found(clear ? with(std::move(finding), std::move(fix)) : std::move(finding));
        }
    }
}

} // namespace

Rule hpaBothTargets()
{
    return {
        .id = "hpa-both-targets",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A metric with two targets"),
        .explanation = LOADLINE_TR("Lint",
            "A metric target has one of utilization, average value and value. Which one counts when several "
            "are written depends on the metric's type."),
        .link = link::hpaApi,
        .check = &check,
    };
}

} // namespace loadline
