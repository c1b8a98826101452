// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

constexpr Millis patience = std::chrono::minutes {10}; // the recommender looks each minute

void check(const LintScope& scope, const Found& found)
{
    for (const auto* vpa : scope.judged<Vpa>()) {
        const auto* provided = find(vpa->conditions, "RecommendationProvided");
        const bool lacks = provided && provided->status == Truth::False && provided->since && scope.world().now - *provided->since >= patience;
        if (lacks && !isTrue(vpa->conditions, "NoPodsMatched") && !isTrue(vpa->conditions, "ConfigUnsupported"))
            found(tell(scope.refOf(*vpa), "spec.targetRef", LOADLINE_TR("Lint", "It has recommended nothing for %1."),
                LOADLINE_TR("Lint", "The recommender has no sample of its pods' usage: look at metrics-server, and at the recommender's log."),
                {lasting(scope.world().now - *provided->since)}));
        for (const auto* type : {"NoPodsMatched", "ConfigUnsupported"}) {
            const auto* condition = find(vpa->conditions, type);
            if (!isTrue(vpa->conditions, type))
                continue;
            found(tell(scope.refOf(*vpa), "spec.targetRef", LOADLINE_TR("Lint", "It recommends nothing: %1"),
                LOADLINE_TR("Lint", "Its target is wrong, has no pods, or belongs to another controller that it should name instead."),
                {condition->message.empty() ? condition->type : condition->message}));
        }
    }
}

} // namespace

Rule vpaNoRecommendation()
{
    return {
        .id = "vpa-no-recommendation",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "A VPA that recommends nothing"),
        .explanation = LOADLINE_TR("Lint",
            "The recommender found no pods, or cannot work with the VPA as it is written."),
        .link = link::vpa,
        .observes = true,
        .check = &check,
    };
}

} // namespace loadline
