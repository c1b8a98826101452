// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

// What a quota line counts of one pod; nullopt where it counts something else.
std::optional<Quantity> countOf(const std::string& line, const Resources& requests, const PodShape& shape)
{
    if (line == "pods" || line == "count/pods")
        return Quantity::fromWhole(1);
    if (line.starts_with("limits.")) {
        Quantity sum;
        for (const auto& container : shape.containers)
            sum += container.limits.get(line.substr(7)).value_or(Quantity());
        return sum;
    }
    return requests.get(line.starts_with("requests.") ? line.substr(9) : line);
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* scaler : scope.judgedScalers()) {
        const auto* workload = scaler->target->workload;
        if (!workload || !workload->shape || scaler->max <= 0)
            continue;
        const auto requests = requestsOf(*workload->shape);
        for (const auto* quota : scope.quotasOf(scaler->target->ns)) {
            for (const auto& [line, hard] : quota->hard) {
                const auto one = countOf(line, requests, *workload->shape);
                if (!one || one->isZero() || *one * scaler->max <= hard)
                    continue;
                const auto fits = std::int64_t(hard.nano() / one->nano());
                auto finding = tell(scaler->ref, scaler->maxField, LOADLINE_TR("Lint", "%1 replicas need %2 of %3, and the quota %4 allows %5."),
                    LOADLINE_TR("Lint", "At %6 replicas the quota is full: further pods are refused, and the autoscaler asks for them in vain."),
                    {text(scaler->max), amount(line, *one * scaler->max), line, quota->meta.name, amount(line, hard), text(fits)});
                if (fits >= std::max<std::int64_t>(1, scaler->min))
                    finding.fix = Fix {LOADLINE_TR("Lint", "Set the maximum to %1"), {text(fits)}, {put(scaler->ref, scaler->maxField, Value(fits))}};
                found(std::move(finding));
                break;
            }
        }
    }
}

} // namespace

Rule quotaBelowMax()
{
    return {
        .id = "quota-below-max",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "The quota is smaller than the autoscaler's maximum"),
        .explanation = LOADLINE_TR("Lint",
            "A namespace quota refuses pods beyond its hard limit, so the autoscaler asks in vain and events "
            "fill with FailedCreate."),
        .link = link::quota,
        .check = &check,
    };
}

} // namespace loadline
