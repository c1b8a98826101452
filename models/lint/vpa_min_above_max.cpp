// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* vpa : scope.judged<Vpa>()) {
        for (std::size_t i = 0; i < vpa->policies.size(); ++i) {
            const auto& policy = vpa->policies[i];
            for (const auto* resource : {"cpu", "memory"}) {
                const auto least = policy.minAllowed.get(resource), most = policy.maxAllowed.get(resource);
                if (!least || !most || *least <= *most)
                    continue;
                const auto ref = scope.refOf(*vpa);
                const auto at = FieldPath("spec.resourcePolicy.containerPolicies") / i;
                auto finding = tell(ref, at / "minAllowed" / resource, LOADLINE_TR("Lint", "minAllowed %1 of %2 is above maxAllowed of %3."),
                    LOADLINE_TR("Lint", "No request satisfies both, so the recommendation is stuck at a bound."),
                    {resource, amount(resource, *least), amount(resource, *most)});
                found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Lower minAllowed to %1"), {amount(resource, *most)},
                    {put(ref, at / "minAllowed" / resource, quantityValue(resource, *most))}}));
            }
        }
    }
}

} // namespace

Rule vpaMinAboveMax()
{
    return {
        .id = "vpa-min-above-max",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "The VPA's minAllowed is above its maxAllowed"),
        .explanation = LOADLINE_TR("Lint",
            "With the bounds crossed, the recommendation is whatever the last bound says."),
        .link = link::vpaModes,
        .check = &check,
    };
}

} // namespace loadline
