// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* range : scope.judged<LimitRange>()) {
        const auto ref = scope.refOf(*range);
        for (std::size_t i = 0; i < range->items.size(); ++i) {
            const auto& item = range->items[i];
            const auto at = FieldPath("spec.limits") / i;
            for (const auto* resource : {"cpu", "memory"}) {
                const auto look = [&](const Resources& low, const Resources& high, const char* lowKey, const char* highKey) {
                    const auto lower = low.get(resource), upper = high.get(resource);
                    if (!lower || !upper || *lower <= *upper)
                        return;
                    auto finding = tell(ref, at / lowKey / resource, LOADLINE_TR("Lint", "%1 of %2 is %3, above %4 of %5."),
                        LOADLINE_TR("Lint", "The API server refuses it, or every pod that takes the defaults."),
                        {lowKey, resource, amount(resource, *lower), highKey, amount(resource, *upper)});
                    found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Set it to %1"), {amount(resource, *upper)}, {put(ref, at / lowKey / resource, quantityValue(resource, *upper))}}));
                };
                look(item.defaultRequest, item.defaultLimit, "defaultRequest", "default");
                look(item.min, item.max, "min", "max");
            }
        }
    }
}

} // namespace

Rule limitRangeCrossed()
{
    return {
        .id = "limit-range-crossed",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A LimitRange whose defaults contradict each other"),
        .explanation = LOADLINE_TR("Lint",
            "The default request must not be above the default limit, nor the minimum above the maximum."),
        .link = link::limitRange,
        .check = &check,
    };
}

} // namespace loadline
